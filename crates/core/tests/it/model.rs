//! The product and the executable model beside the design (`../shared/reference/assess_model.py`)
//! judge the same cases, and answer the same.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::SyncSender;

use arvak_core::Status;
use arvak_core::case::judge_case;

use crate::cases::random_case;
use crate::random::Random;

/// Cases of the model's own; of ours, which are longer, there is one for every three.
const CASES: usize = 10_000;

/// The model's folder, when it is there.
fn reference() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference");
    let folder = crate::setting("ARVAK_REFERENCE").map_or(beside, PathBuf::from);
    folder.join("assess_model.py").is_file().then_some(folder)
}

fn python_runs() -> bool {
    let version = Command::new("python3").arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Our answer on one line.
fn judged(case: &str) -> String {
    let answer = judge_case(case).unwrap_or_else(|error| panic!("{error}\n{case}"));
    answer.lines().map(str::trim).collect()
}

#[test]
fn random_cases_are_judged_as_the_model_judges_them() {
    let Some(folder) = reference().filter(|_| python_runs()) else {
        println!("SKIPPED: the executable model or python3 is not here; no cases were compared");
        return;
    };
    let count = crate::setting("ARVAK_MODEL_CASES").map_or(CASES, |text| text.parse().unwrap());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/model.py");
    let mut model = Command::new("python3")
        .arg(script)
        .arg(folder)
        .arg(count.to_string())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(model.stdout.take().unwrap()).lines();
    let mut line = || lines.next().expect("the model answers").unwrap();
    let mut seen = BTreeMap::new();

    for _ in 0..count {
        let case = line();
        let answer = line();
        assert_eq!(judged(&case), answer, "{case}");
        note(&answer, &mut seen);
    }
    let ours = count / 3;
    let questions = model.stdin.take().unwrap();
    let (sender, cases) = std::sync::mpsc::sync_channel(100);
    let asking = std::thread::spawn(move || ask(questions, &sender, ours));
    for case in cases {
        let answer = line();
        assert_eq!(judged(&case), answer, "{case}");
        note(&answer, &mut seen);
    }
    asking.join().unwrap();
    assert!(model.wait().unwrap().success());
    println!("{count} cases of the model's and {ours} of ours; states: {seen:?}");
    assert!(seen.values().all(|times| *times > 0), "some state was never reached: {seen:?}");
}

/// Asks the model about random cases of ours, and passes them on.
fn ask(mut questions: ChildStdin, sender: &SyncSender<String>, count: usize) {
    let mut random = Random::new(1);
    for _ in 0..count {
        let case = random_case(&mut random).to_string();
        writeln!(questions, "{case}").unwrap();
        sender.send(case).unwrap();
    }
}

fn note(answer: &str, seen: &mut BTreeMap<Status, usize>) {
    for state in Status::ALL {
        let said = format!("\"state\": \"{}\"", state.name());
        *seen.entry(state).or_default() += answer.matches(&said).count();
    }
}
