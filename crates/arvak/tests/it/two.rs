//! Two programs on one folder.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use crate::support::{Folder, stderr};

const INVENTORY: &str = "[[plan]]\nid = \"p\"\nname = \"Plan\"\n";

/// A program that appends what it is told.
struct Appender {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
}

impl Appender {
    fn start(folder: &Folder) -> Self {
        let mut child = folder
            .command(&["evidence", "add", "--stdin"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        Self { child, stdin, stdout }
    }

    fn add(&mut self, key: &str) -> u64 {
        writeln!(
            self.stdin,
            "{{\"key\":\"{key}\",\"kind\":\"plan.current\",\"subject\":\"plan/p\",\"result\":\
             \"supports\",\"basis\":\"statement\",\"collected_at\":\"2026-01-01T00:00:00Z\"}}"
        )
        .unwrap();
        let mut answer = String::new();
        self.stdout.read_line(&mut answer).unwrap();
        answer.trim().parse().expect("an answer that is no id")
    }

    fn end(self) {
        let Self { mut child, stdin, .. } = self;
        drop(stdin);
        assert!(child.wait().unwrap().success());
    }
}

#[test]
fn the_second_program_appends_through_the_first_and_takes_over_when_it_ends() {
    let folder = Folder::with_inventory(INVENTORY);
    let mut first = Appender::start(&folder);
    let one = first.add("one");
    let mut second = Appender::start(&folder);
    assert_eq!(second.add("two"), one + 1);
    assert_eq!(first.add("three"), one + 2);
    // A reader needs no lock, and sees what both were told.
    let ids = folder.said(&["ledger", "list", "--ids"]);
    assert_eq!(ids.lines().count() as u64, one + 3);
    first.end();
    assert_eq!(second.add("four"), one + 3);
    assert_eq!(second.add("two"), one + 1, "what was recorded once is not recorded again");
    second.end();
    folder.said(&["ledger", "verify"]);
}

#[test]
fn the_second_program_takes_over_when_the_first_is_killed() {
    let folder = Folder::with_inventory(INVENTORY);
    let mut first = Appender::start(&folder);
    let one = first.add("one");
    let mut second = Appender::start(&folder);
    second.add("two");
    first.child.kill().unwrap();
    first.child.wait().unwrap();
    assert_eq!(second.add("three"), one + 2);
    second.end();
    folder.said(&["ledger", "verify"]);
}

#[test]
fn a_folder_from_a_newer_version_is_refused_and_left_alone() {
    let folder = Folder::with_inventory(INVENTORY);
    let format = folder.data().join("FORMAT");
    let ours = std::fs::read_to_string(&format).unwrap();
    let number: u32 =
        ours.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap();
    let newer = ours.replace(&number.to_string(), &(number + 1).to_string());
    std::fs::write(&format, &newer).unwrap();
    for verb in [&["status"][..], &["verify"], &["ledger", "verify"], &["import", "/dev/null"]] {
        let output = folder.arvak(verb);
        assert_eq!(output.status.code(), Some(3), "{verb:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("upgrade"), "{verb:?}: {}", stderr(&output));
    }
    assert_eq!(std::fs::read_to_string(&format).unwrap(), newer);
}
