//! Evidence about a shared system goes from one ledger to another with its transcript and proof, and keeps its basis.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arvak_core::{Class, Span};
use arvak_probe::{Check, Clock as _, Finished, Look, Observation, SystemClock};

use crate::support::{Folder, stderr};

fn inventory(endpoint: &str) -> String {
    format!(
        "[[endpoint]]\nid = \"{endpoint}\"\nhost = \"{endpoint}.example\"\nport = 22\nkind = \"ssh\"\nclass = \"shared\"\n"
    )
}

/// A folder in which a probe saw what a kept transcript shows, graded as `class`.
fn operator(transcript: &str, class: Class) -> Folder {
    let folder = Folder::with_inventory(&inventory("drift"));
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../exposure/tests/transcripts");
    let bytes = std::fs::read(file.join(format!("ssh-{transcript}.json"))).unwrap();
    let probes = arvak_exposure::probes(BTreeMap::new());
    let probe = probes.iter().find(|probe| probe.name() == "ssh").unwrap();
    let started_at = SystemClock.now().minus_hour();
    let observation = Observation {
        check: Check {
            probe: "ssh".parse().unwrap(),
            subject: "endpoint/drift".parse().unwrap(),
            host: "drift.example".parse().unwrap(),
            port: Some(22),
            look: Look::Public,
            domain: "example".to_owned(),
        },
        method_version: probe.method_version(),
        started_at,
        finished_at: started_at,
        vantage: "outside".parse().unwrap(),
        transcript: bytes,
    };
    let judgement = probe.judge(&observation.transcript).unwrap();
    let finished = Finished { observation, judgement };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let clock = Arc::new(SystemClock);
        let open = arvak_store::Folder::open(&folder.data(), clock).await.unwrap();
        let digest = open.blobs().put(&finished.observation.transcript).unwrap();
        let mut drafts = finished.to_drafts(digest);
        for draft in &mut drafts {
            draft.class = class;
        }
        assert!(!drafts.is_empty());
        open.append(drafts).await.unwrap();
        open.close().await.unwrap();
    });
    folder
}

trait MinusHour {
    fn minus_hour(self) -> Self;
}

impl MinusHour for arvak_core::Instant {
    fn minus_hour(self) -> Self {
        Self::from_millis(self.as_millis() - Span::from_days(1).as_millis() / 24)
    }
}

fn handed_on(folder: &Folder) -> (PathBuf, String) {
    let out = folder.outside().join("delt.json");
    let report =
        folder.json(&["shared", "export", "endpoint/drift", "--out", out.to_str().unwrap()]);
    (out, report["key"].as_str().unwrap().to_owned())
}

fn take(folder: &Folder, file: &Path, key: &str, rest: &[&str]) -> std::process::Output {
    let file = file.to_str().unwrap();
    let renamed = "endpoint/drift=endpoint/vert";
    let args = ["shared", "import", file, "--key", key, "--as", renamed, "--lang", "en"];
    folder.arvak(&[&args[..], rest].concat())
}

fn evidence(folder: &Folder) -> Vec<serde_json::Value> {
    let list = folder.json(&["ledger", "list"]);
    let all = list["entries"].as_array().unwrap().iter();
    all.filter(|entry| !entry["fact"]["evidence"].is_null()).cloned().collect()
}

#[test]
fn what_a_probe_saw_there_counts_as_a_probe_here_and_the_ledger_stays_whole() {
    let there = operator("password", Class::Shared);
    let (file, key) = handed_on(&there);
    let here = Folder::with_inventory(&inventory("vert"));
    let before = here.said(&["ledger", "list", "--ids"]);
    let dry = take(&here, &file, &key, &["--dry-run"]);
    assert!(dry.status.success(), "{}", stderr(&dry));
    assert_eq!(here.said(&["ledger", "list", "--ids"]), before);
    let taken = take(&here, &file, &key, &[]);
    assert!(taken.status.success(), "{}", stderr(&taken));
    let found = evidence(&here);
    assert!(!found.is_empty());
    for entry in &found {
        assert_eq!(entry["fact"]["evidence"]["basis"], "probe", "{entry}");
        assert_eq!(entry["fact"]["evidence"]["subject"], "endpoint/vert");
        assert_eq!(entry["class"], "shared");
    }
    // The same file again is nothing new.
    let all = here.said(&["ledger", "list", "--ids"]);
    assert!(take(&here, &file, &key, &[]).status.success());
    assert_eq!(here.said(&["ledger", "list", "--ids"]), all);
    here.said(&["ledger", "verify"]);
    there.said(&["ledger", "verify"]);
    assert_eq!(there.said(&["shared", "key"]).trim(), key);
}

#[test]
fn what_is_not_marked_as_shared_stays() {
    let there = operator("password", Class::Leadership);
    let out = there.outside().join("delt.json");
    let args = ["shared", "export", "endpoint/drift", "--out", out.to_str().unwrap()];
    let refused = there.arvak(&args);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("class"), "{}", stderr(&refused));
    assert!(!out.exists());
}

#[test]
fn one_changed_byte_another_ledger_or_an_unknown_thing_and_nothing_is_taken_in() {
    let there = operator("password", Class::Shared);
    let (file, key) = handed_on(&there);
    let here = Folder::with_inventory(&inventory("vert"));
    let before = here.said(&["ledger", "list", "--ids"]);
    let text = std::fs::read_to_string(&file).unwrap();
    let package: serde_json::Value = serde_json::from_str(&text).unwrap();
    let refused = |package: &serde_json::Value, why: &str| {
        let changed = here.outside().join("endret.json");
        std::fs::write(&changed, package.to_string()).unwrap();
        let output = take(&here, &changed, &key, &[]);
        assert_eq!(output.status.code(), Some(2), "{why}: {}", stderr(&output));
        assert!(stderr(&output).contains(why), "{why}: {}", stderr(&output));
        assert_eq!(here.said(&["ledger", "list", "--ids"]), before);
    };
    let mut better = package.clone();
    let envelope = better["entries"][0]["envelope"].as_str().unwrap();
    let lied = envelope.replace("refutes", "supports");
    assert_ne!(lied, envelope);
    better["entries"][0]["envelope"] = lied.into();
    refused(&better, "not proved");
    let mut bare = package.clone();
    bare["entries"][0]["blobs"] = serde_json::json!([]);
    refused(&bare, "lacks the transcript");
    let mut other = package.clone();
    other["entries"][0]["blobs"] = serde_json::json!(["AAAA"]);
    refused(&other, "does not belong");
    let mut newer = package.clone();
    newer["format"] = "arvak-shared/2".into();
    refused(&newer, "arvak-shared/1");
    refused(&serde_json::json!({"format": 1}), "no file of arvak shared export");

    let stranger = operator("password", Class::Shared);
    let (foreign, _) = handed_on(&stranger);
    let output = take(&here, &foreign, &key, &[]);
    assert!(stderr(&output).contains("not trusted"), "{}", stderr(&output));
    let unlisted = here.arvak(&["shared", "import", file.to_str().unwrap(), "--key", &key]);
    assert_eq!(unlisted.status.code(), Some(2));
    assert!(stderr(&unlisted).contains("endpoint/drift"), "{}", stderr(&unlisted));
    assert_eq!(here.said(&["ledger", "list", "--ids"]), before);
}
