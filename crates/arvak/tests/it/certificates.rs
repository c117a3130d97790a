//! Certificates and assurance reports: their scope and period bound what they are evidence of.

use std::io::Write as _;
use std::process::Stdio;

use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "\
[[supplier]]
id = \"norsk-drift\"
name = \"Norsk Drift AS\"
operates_ict = true

[[supplier]]
id = \"ukjent\"
name = \"Ukjent AS\"

[[system]]
id = \"sak\"
name = \"Fagsystem Sak\"
operated_by = [\"supplier/norsk-drift\"]
";

/// A certificate that holds, with something else in its place.
fn add(folder: &Folder, changes: &[(&str, &str)]) -> std::process::Output {
    let mut args = vec![
        "evidence",
        "add",
        "supplier.assurance",
        "supplier/norsk-drift",
        "supports",
        "--lang",
        "en",
    ];
    let usual = [
        ("--basis", "document"),
        ("--standard", "ISO/IEC 27001:2022"),
        ("--issuer", "Sertifisering AS"),
        ("--scope", "Drift og forvaltning av Fagsystem Sak"),
        ("--period-from", "2025-01-01"),
        ("--period-to", "2999-12-31"),
    ];
    for (name, value) in usual {
        let other = changes.iter().find(|(of, _)| *of == name);
        let value = other.map_or(value, |(_, value)| value);
        if !value.is_empty() {
            args.extend([name, value]);
        }
    }
    for (name, value) in changes {
        if !usual.iter().any(|(known, _)| known == name) {
            args.extend([name, value]);
        }
    }
    folder.arvak(&args)
}

fn refused(folder: &Folder, changes: &[(&str, &str)]) -> String {
    let before = folder.said(&["ledger", "list", "--ids"]);
    let output = add(folder, changes);
    assert_eq!(output.status.code(), Some(2), "{changes:?}: {}", stdout(&output));
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
    stderr(&output)
}

#[test]
fn a_certificate_that_covers_the_service_is_recorded_to_the_end_of_its_period() {
    let folder = Folder::with_inventory(INVENTORY);
    let output = add(&folder, &[]);
    assert!(output.status.success(), "{}", stderr(&output));
    let listed = folder.json(&["ledger", "list"]);
    let text = listed.to_string();
    assert!(text.contains("2999-12-31T23:00:00Z") || text.contains("29991231"), "{text}");
    folder.said(&["ledger", "verify"]);
}

#[test]
fn one_that_is_out_of_scope_or_period_is_refused_with_the_reason() {
    let folder = Folder::with_inventory(INVENTORY);
    let said = refused(&folder, &[("--scope", "Regnskap for private kunder")]);
    assert!(said.contains("Fagsystem Sak"), "{said}");
    let said = refused(&folder, &[("--period-to", "2025-06-30")]);
    assert!(said.contains("30 June 2025"), "the last day: {said}");
    assert!(refused(&folder, &[("--period-from", "2999-01-01")]).contains("2999-01-01"));
    assert!(
        refused(&folder, &[("--period-from", "2999-12-31"), ("--period-to", "2999-01-01")])
            .contains("before it begins")
    );
    let said = refused(&folder, &[("--valid-until", "3000-06-01")]);
    assert!(said.contains("31 Dec 2999"), "{said}");
    assert!(refused(&folder, &[("--period-to", "snart")]).contains("snart"));
    assert!(refused(&folder, &[("--basis", "statement")]).contains("document"));
    let said = refused(&folder, &[("--issuer", ""), ("--period-to", "")]);
    assert!(said.contains("issuer") && said.contains("period_to"), "both at once: {said}");
}

#[test]
fn a_report_looks_back_on_its_period_and_is_taken_for_a_year_more() {
    let folder = Folder::with_inventory(INVENTORY);
    let report = ("--standard", "ISAE 3402 type II");
    let said = refused(&folder, &[report, ("--period-to", "2999-12-31")]);
    assert!(said.contains("before the period ends"), "{said}");
    let said =
        refused(&folder, &[report, ("--period-to", "2020-12-31"), ("--period-from", "2020-01-01")]);
    assert!(said.contains("over"), "{said}");
    let said = refused(&folder, &[report, ("--period-from", ""), ("--period-to", "2020-12-31")]);
    assert!(said.contains("period_from"), "{said}");
}

#[test]
fn a_supplier_of_which_nothing_is_listed_has_nothing_to_cover() {
    let folder = Folder::with_inventory(INVENTORY);
    let output = folder.arvak(&[
        "evidence",
        "add",
        "supplier.assurance",
        "supplier/ukjent",
        "supports",
        "--basis",
        "document",
        "--standard",
        "ISO 27001",
        "--issuer",
        "x",
        "--scope",
        "alt",
        "--period-to",
        "2999-12-31",
        "--lang",
        "en",
    ]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("supplier/ukjent"), "{}", stderr(&output));
}

#[test]
fn lines_may_say_the_same_and_unknown_fields_are_still_refused() {
    let folder = Folder::with_inventory(INVENTORY);
    let line = |more: &str| {
        format!(
            "{{\"kind\":\"supplier.assurance\",\"subject\":\"supplier/norsk-drift\",\
             \"result\":\"supports\",\"basis\":\"document\",\"collected_at\":\"2026-01-01\"{more}}}\n"
        )
    };
    let certificate = ",\"standard\":\"ISO 27001\",\"issuer\":\"x\",\"period_to\":\"2999-12-31\"";
    let input = [
        line(""),
        line(&format!("{certificate},\"scope\":\"Fagsystem Sak\"")),
        line(&format!("{certificate},\"scope\":\"noe annet\"")),
        line(certificate),
        line(",\"scoop\":\"x\""),
    ];
    let mut child = folder
        .command(&["evidence", "add", "--stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.concat().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = stdout(&output);
    let answers: Vec<_> = said.lines().collect();
    assert!(answers[0].parse::<u64>().is_ok() && answers[1].parse::<u64>().is_ok(), "{said}");
    assert_eq!(answers[2..], ["!certificate_scope", "!certificate_lacks", "!bad_line"]);
}
