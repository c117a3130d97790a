//! Running the program in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A data folder that goes away with the test.
pub(crate) struct Folder {
    root: tempfile::TempDir,
}

impl Folder {
    /// A place where no data folder is yet.
    pub(crate) fn none() -> Self {
        Self { root: tempfile::tempdir().unwrap() }
    }

    /// A data folder just made.
    pub(crate) fn made() -> Self {
        let folder = Self::none();
        let output = folder.arvak(&["init", "--name", "Prøvedal"]);
        assert!(output.status.success(), "{}", stderr(&output));
        folder
    }

    /// A data folder whose ledger was written with a clock that is `ahead`.
    pub(crate) fn made_ahead(&self, ahead: std::time::Duration) {
        use arvak_core::fact::{ClockKind, Entity};
        use arvak_core::{Actor, Class, Digest, Draft, Fact, Instant};
        use std::sync::Arc;
        let now = std::time::SystemTime::now() + ahead;
        let now = now.duration_since(std::time::UNIX_EPOCH).unwrap().as_millis();
        let now = Instant::from_millis(i64::try_from(now).unwrap());
        let clock = Arc::new(arvak_probe::ManualClock::new(now));
        let entity = Entity {
            id: "organisation/ahead".parse().unwrap(),
            attributes: BTreeMap::default(),
            relations: Vec::new(),
        };
        let draft = Draft {
            key: Digest::of(b"ahead"),
            actor: Actor::Role("role/ict_lead".parse().unwrap()),
            class: Class::Internal,
            body: None,
            blobs: Vec::new(),
            fact: Fact::Entity(entity),
        };
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let folder =
                arvak_store::Folder::create(&self.data(), ClockKind::Real, clock).await.unwrap();
            folder.append(vec![draft]).await.unwrap();
            folder.close().await.unwrap();
        });
    }

    /// Records what an older method judged from these bytes; answers the entry's id.
    pub(crate) fn judged_before(&self, mut evidence: arvak_core::Evidence, bytes: &[u8]) -> u64 {
        use arvak_core::{Actor, Class, Digest, Draft, Fact};
        use std::sync::Arc;
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let clock = Arc::new(arvak_probe::SystemClock);
            let folder = arvak_store::Folder::open(&self.data(), clock).await.unwrap();
            let transcript = folder.blobs().put(bytes).unwrap();
            evidence.transcript = Some(transcript);
            let draft = Draft {
                key: Digest::of(format!("judged before, at {}", evidence.collected_at).as_bytes()),
                actor: Actor::Program(evidence.method.as_ref().unwrap().name.clone()),
                class: Class::Internal,
                body: None,
                blobs: vec![transcript],
                fact: Fact::Evidence(evidence),
            };
            let answers = folder.append(vec![draft]).await.unwrap();
            folder.close().await.unwrap();
            let [arvak_store::Answer::Taken(id)] = answers.as_slice() else {
                unreachable!("not taken: {answers:?}")
            };
            id.0
        })
    }

    /// A data folder with a small inventory.
    pub(crate) fn with_inventory(text: &str) -> Self {
        let folder = Self::made();
        let file = folder.root.path().join("inventory.toml");
        std::fs::write(&file, text).unwrap();
        let output = folder.arvak(&["import", file.to_str().unwrap()]);
        assert!(output.status.success(), "{}", stderr(&output));
        folder
    }

    /// Where files of the test may lie.
    pub(crate) fn outside(&self) -> &Path {
        self.root.path()
    }

    /// The data folder.
    pub(crate) fn data(&self) -> PathBuf {
        self.root.path().join("data")
    }

    /// All files of the data folder, sorted.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        walk(&self.data(), &mut found);
        found.sort();
        found
    }

    /// The program with this folder, not started yet.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
        command
            .args(args)
            .arg("--data")
            .arg(self.data())
            .env("NO_COLOR", "1")
            .env_remove("ARVAK_LANG")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program to its end.
    pub(crate) fn arvak(&self, args: &[&str]) -> Output {
        self.command(args).output().unwrap()
    }

    /// Runs it, expects success, and gives what it printed.
    pub(crate) fn said(&self, args: &[&str]) -> String {
        let output = self.arvak(args);
        assert!(output.status.success(), "{args:?}: {}", stderr(&output));
        stdout(&output)
    }

    /// Runs it with `--json`, expects success, and reads what it printed.
    pub(crate) fn json(&self, args: &[&str]) -> serde_json::Value {
        let mut args = args.to_vec();
        args.push("--json");
        serde_json::from_str(&self.said(&args)).unwrap()
    }
}

/// What a run printed, as JSON, however it ended.
pub(crate) fn json_of(output: &Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            walk(&entry.path(), found);
        } else if kind.is_file() {
            found.push(entry.path());
        }
    }
}
