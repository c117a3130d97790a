//! Notices outlive the program: it is killed while a mail server has a message and has not said so, again and again.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arvak_core::Instant;
use arvak_probe::SystemClock;
use arvak_store::NewAccount;
use tokio::runtime::Runtime;

use crate::scripted::{Scripted, Turn, header};
use crate::support::{Folder, stderr};

const INVENTORY: &str = "[[plan]]\nid = \"beredskap\"\nname = \"Beredskapsplan\"\n";

/// Where the pages stand: what is linked to stays the same whichever program sends it.
const ORIGIN: &str = "https://arvak.provedal.example";

/// How many people are told.
const PEOPLE: usize = 10;

/// After how many messages in all each of the first programs is killed; the server never acknowledges the last of them.
const KILLED_AFTER: [usize; 3] = [3, 5, 6];

#[test]
fn notices_are_neither_lost_nor_doubled_by_a_program_that_is_killed_while_it_sends() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let takes = || Turn::Answers("NEVER", "");
    let script = [
        takes(),
        takes(),
        Turn::HangsAfterData,
        takes(),
        Turn::HangsAfterData,
        Turn::HangsAfterData,
    ];
    let server = runtime.block_on(Scripted::start(script));
    let folder = Folder::with_inventory(INVENTORY);
    let port = server.address.port();
    let settings = format!(
        "[web]\norigin = \"{ORIGIN}\"\n\n[mail]\nrelay = \"127.0.0.1\"\nport = {port}\ntls = \"none\"\nfrom = \"Årvåk <arvak@provedal.example>\"\n"
    );
    std::fs::write(folder.data().join("arvak.toml"), settings).unwrap();
    people(&runtime, &folder);
    // What stands when somebody is first known is no news.
    let first = serve(&folder);
    until(|| noted(&runtime, &folder) == PEOPLE);
    end(first);
    refute(&folder);

    for messages in KILLED_AFTER {
        let mut program = serve(&folder);
        until(|| server.messages().len() == messages);
        program.kill().unwrap();
        program.wait().unwrap();
    }
    let last = serve(&folder);
    until(|| server.messages().len() == PEOPLE + KILLED_AFTER.len());
    end(last);

    let messages = server.messages();
    let mut by_id: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for message in &messages {
        by_id.entry(header(message, "Message-ID")).or_default().insert(message);
    }
    assert_eq!(by_id.len(), PEOPLE, "one message each, however often it came");
    let others: Vec<_> = by_id.values().filter(|copies| copies.len() > 1).collect();
    assert!(others.is_empty(), "what comes again is the same: {others:#?}");
    let told: BTreeSet<String> = messages.iter().map(|message| header(message, "To")).collect();
    assert_eq!(told.len(), PEOPLE);
    let left = runtime.block_on(async {
        let opened = open(&folder).await;
        let left = opened.operation().count_messages().await.unwrap();
        opened.close().await.unwrap();
        left
    });
    assert_eq!(left, (0, 0));
}

async fn open(folder: &Folder) -> arvak_store::Folder {
    arvak_store::Folder::open(&folder.data(), Arc::new(SystemClock)).await.unwrap()
}

/// People who want to be told of refutations at once.
fn people(runtime: &Runtime, folder: &Folder) {
    runtime.block_on(async {
        let opened = open(folder).await;
        let operation = opened.operation();
        operation.set_meta("first-run-over", "1").await.unwrap();
        for number in 0..PEOPLE {
            let new = NewAccount {
                name: format!("Person {number}"),
                user_name: format!("person{number}"),
                email: Some(format!("person{number}@provedal.example")),
                lang: "nb".to_owned(),
                roles: vec!["ict_lead".to_owned()],
                units: Vec::new(),
            };
            let person = operation.add_account(&new, Instant::from_millis(0)).await.unwrap();
            operation.set_notice_choice(&person.unwrap(), "refuted", "at-once").await.unwrap();
        }
        opened.close().await.unwrap();
    });
}

/// How many people the program has noted.
fn noted(runtime: &Runtime, folder: &Folder) -> usize {
    runtime.block_on(async {
        let opened = open(folder).await;
        let operation = opened.operation();
        let mut noted = 0;
        for account in operation.accounts().await.unwrap() {
            let to = arvak_store::To::Person(account.person);
            noted += usize::from(operation.noted(&to).await.unwrap().is_some());
        }
        opened.close().await.unwrap();
        noted
    })
}

fn refute(folder: &Folder) {
    let line = "{\"kind\":\"culture.reporting\",\"subject\":\"organisation/provedal\",\"result\":\"refutes\",\
                \"basis\":\"statement\",\"collected_at\":\"2026-01-01T00:00:00Z\"}";
    let file = folder.outside().join("line");
    std::fs::write(&file, line).unwrap();
    let mut command = folder.command(&["evidence", "add", "--stdin"]);
    let output = command.stdin(std::fs::File::open(&file).unwrap()).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
}

/// The pages, once they are there.
fn serve(folder: &Folder) -> Child {
    let mut command = folder.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut program = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    assert!(lines.map(Result::unwrap).any(|line| line.contains(ORIGIN)));
    program
}

/// A clean end.
fn end(mut program: Child) {
    let id = program.id().to_string();
    assert!(Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());
    assert!(program.wait().unwrap().success());
}

/// Waits for what must become so; the runner ends a test for which it never does.
fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        std::thread::sleep(Duration::from_millis(20));
    }
}
