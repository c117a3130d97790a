//! A full disk refuses the append, says so, and goes on answering; a clock set back is refused.

use std::process::{Command, Output, Stdio};

use crate::support::{Folder, json_of, stderr, stdout};

/// Runs a shell script in a mount namespace of its own, as root there.
fn in_namespace(script: &str, folder: &Folder) -> Option<Output> {
    let probe = Command::new("unshare")
        .args(["-rm", "sh", "-c", "mount -t tmpfs -o size=64k none /mnt"])
        .stderr(Stdio::null())
        .status();
    if !probe.is_ok_and(|status| status.success()) {
        println!("SKIPPED: mount namespaces are not permitted here; a full disk was not tried");
        return None;
    }
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-ec", script])
        .env("ARVAK", env!("CARGO_BIN_EXE_arvak"))
        .env("OUTSIDE", folder.outside())
        .env("NO_COLOR", "1")
        .env_remove("ARVAK_LANG")
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Some(output)
}

#[test]
fn a_full_disk_refuses_the_append_and_still_answers() {
    let folder = Folder::none();
    let script = r#"
        cd "$OUTSIDE"
        mkdir small
        mount -t tmpfs -o size=6m none small
        "$ARVAK" init --name Prøvedal --data small/data >/dev/null
        printf '[[plan]]\nid = "p"\n' >plan.toml
        "$ARVAK" import plan.toml --data small/data >/dev/null
        line='"kind":"plan.current","subject":"plan/p","result":"supports","basis":"statement","collected_at":"2026-01-01T00:00:00Z"'
        head -c 100m /dev/zero >small/filler 2>/dev/null || true
        for n in $(seq 1 400); do printf '{"key":"%s",%s}\n' "$n" "$line"; done |
            "$ARVAK" evidence add --stdin --data small/data >answers 2>errors && code=0 || code=$?
        echo "code $code"
        "$ARVAK" status --json --data small/data >/dev/null && echo "reads"
        rm small/filler
        "$ARVAK" ledger verify --data small/data && echo "whole"
        echo '{"key":"later",'"$line"'}' | "$ARVAK" evidence add --stdin --data small/data
        "$ARVAK" ledger list --ids --data small/data | tail -n 1
        cat errors
    "#;
    let Some(output) = in_namespace(script, &folder) else { return };
    let said = stdout(&output);
    assert!(output.status.success(), "{said}{}", stderr(&output));
    for wanted in ["code 3", "reads", "whole", "Disken er full"] {
        assert!(said.contains(wanted), "no `{wanted}` in:\n{said}{}", stderr(&output));
    }
    let acknowledged = std::fs::read_to_string(folder.outside().join("answers")).unwrap();
    let last = said.lines().filter_map(|line| line.parse::<u64>().ok()).next_back().unwrap();
    let told = acknowledged.lines().filter_map(|line| line.parse::<u64>().ok());
    assert!(told.clone().all(|id| id < last), "an acknowledged entry is gone: {acknowledged}");
}

#[test]
fn a_ledger_from_the_future_is_not_written_to_with_todays_clock() {
    // A clock that was set back by an hour is what a ledger whose last entry is an hour ahead sees; the
    // demonstration's library is not needed for that, only a ledger written with such a clock.
    let folder = Folder::none();
    folder.made_ahead(std::time::Duration::from_hours(1));
    let line = ["evidence", "add", "incident.plan", "organisation/ahead", "supports"];
    let output = folder.arvak(&line);
    assert_eq!(output.status.code(), Some(3), "{}{}", stdout(&output), stderr(&output));
    assert!(stderr(&output).contains("clock"), "{}", stderr(&output));
    folder.said(&["status"]);
    folder.said(&["ledger", "verify"]);
    let doctor = folder.arvak(&["doctor", "--json"]);
    let report = json_of(&doctor);
    let clock = report["checks"].as_array().unwrap().iter().find(|check| check["check"] == "clock");
    assert_eq!(clock.unwrap()["ok"], false, "{report}");
}
