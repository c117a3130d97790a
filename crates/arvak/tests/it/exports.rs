//! `arvak evidence judge`: exports of configuration, judged by us over bytes that are kept.

use std::path::PathBuf;

use crate::support::{Folder, json_of, stderr, stdout};

const INVENTORY: &str = "\
[[service]]
id = \"m365\"
name = \"Microsoft 365\"
internet_facing = true
login = \"oidc\"

[[system]]
id = \"brannmur\"
name = \"Brannmuren\"

[[plan]]
id = \"p\"
name = \"Plan\"
";

/// A sample from the crate that judges.
fn sample(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../configuration/tests/data");
    folder.join(name).to_str().unwrap().to_owned()
}

fn judged(folder: &Folder, format: &str, file: &str, about: &str) -> serde_json::Value {
    let args = ["evidence", "judge", format, file, "--about", about, "--exported", "2026-02-01"];
    folder.json(&args)
}

/// A minute ago, so that what is recorded is fresh.
fn lately() -> arvak_core::Instant {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    arvak_core::Instant::from_millis(i64::try_from(now.as_millis()).unwrap() - 60_000)
}

/// What is refused, with 2 and in words, and leaves the ledger as it was.
fn refused(folder: &Folder, args: &[&str]) -> String {
    let before = folder.said(&["ledger", "list", "--ids"]);
    let output = folder.arvak(args);
    assert_eq!(output.status.code(), Some(2), "{}{}", stdout(&output), stderr(&output));
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before, "nothing was recorded");
    stderr(&output)
}

fn outcome<'a>(report: &'a serde_json::Value, kind: &str) -> (&'a str, Option<&'a str>) {
    let verdicts = report["verdicts"].as_array().unwrap();
    let verdict = verdicts.iter().find(|verdict| verdict["kind"] == kind).unwrap();
    (verdict["result"].as_str().unwrap(), verdict["code"].as_str())
}

/// The state of a claim for one thing, and its strength.
fn standing(folder: &Folder, claim: &str, subject: &str) -> (String, String) {
    let status = folder.json(&["status"]);
    let points = status["points"].as_array().unwrap();
    let claims = points.iter().flat_map(|point| point["claims"].as_array().unwrap());
    let claim = claims.into_iter().find(|found| found["id"] == claim).unwrap().clone();
    let subjects = claim["subjects"].as_array().unwrap();
    let found = subjects.iter().find(|found| found["subject"] == subject).unwrap();
    let text = |name: &str| found[name].as_str().unwrap_or_default().to_owned();
    (text("state"), text("strength"))
}

#[test]
fn rules_for_logging_in_are_policy_only_and_never_verify_alone() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("conditional-access-sound.json");
    let at = lately().to_string();
    let args = ["evidence", "judge", &file, "--about", "service/m365", "--exported", &at];
    let report = folder.json(&args);
    assert_eq!(report["recorded"], true);
    for kind in ["mfa.enforced", "access.legacy_login_blocked", "access.admins_two_factor"] {
        assert_eq!(outcome(&report, kind), ("supports", None), "{kind}");
    }
    // Claim 3.1 asks for a probe. What the rules say is less, however good they are.
    let partial = ("partial".to_owned(), "configuration".to_owned());
    assert_eq!(standing(&folder, "3.1", "service/m365"), partial);
    folder.said(&["ledger", "verify"]);
}

#[test]
fn gaps_in_the_rules_refute_and_are_told_at_their_policy() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("conditional-access-gaps.json");
    let report = judged(&folder, "conditional-access", &file, "service/m365");
    assert_eq!(outcome(&report, "mfa.enforced"), ("refutes", Some("mfa.policy_gap")));
    assert_eq!(standing(&folder, "3.1", "service/m365").0, "refuted");
    let args = ["evidence", "judge", &file, "--about", "service/m365", "--exported", "2026-02-02"];
    for lang in ["nb", "nn", "en"] {
        let mut args = args.to_vec();
        args.extend(["--dry-run", "--lang", lang]);
        insta::assert_snapshot!(format!("gaps_{lang}"), folder.said(&args));
    }
}

#[test]
fn the_bytes_are_kept_and_can_be_erased_and_names_stand_in_no_leaf() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("conditional-access-sound.json");
    let report = judged(&folder, "conditional-access", &file, "service/m365");
    let bytes = std::fs::read(&file).unwrap();
    let kept = || folder.files().iter().any(|path| std::fs::read(path).unwrap().ends_with(&bytes));
    assert!(kept(), "the exact bytes are a blob");
    let before = folder.json(&["status"])["points"].clone();
    for verdict in report["verdicts"].as_array().unwrap() {
        folder.said(&["evidence", "erase", &verdict["entry"].to_string()]);
    }
    assert!(!kept(), "the export is still on the disk");
    assert_eq!(folder.json(&["status"])["points"], before);
    folder.said(&["ledger", "verify"]);
}

#[test]
fn a_dry_run_records_nothing_and_keeps_nothing() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("conditional-access-sound.json");
    let before = folder.files().len();
    let args = [
        "evidence",
        "judge",
        "conditional-access",
        &file,
        "--about",
        "service/m365",
        "--exported",
        "2026-02-01",
        "--dry-run",
    ];
    let report = folder.json(&args);
    assert_eq!(report["recorded"], false);
    assert_eq!(report["verdicts"][0]["entry"], serde_json::Value::Null);
    assert_eq!(folder.files().len(), before);
}

#[test]
fn the_time_of_the_export_is_asked_for_and_checked() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("conditional-access-sound.json");
    let args = ["evidence", "judge", &file, "--about", "service/m365"];
    assert!(refused(&folder, &args).contains("--exported"));
    let with = |time: &'static str| {
        let mut args = args.to_vec();
        args.extend(["--exported", time]);
        refused(&folder, &args)
    };
    assert!(with("2024-06-01").contains("30. sep. 2025"), "older than a change that it tells of");
    assert!(with("2999-01-01").contains("2999"), "not made yet");
    assert!(with("i går").contains("exported"));
}

#[test]
fn what_cannot_be_judged_is_refused_with_the_reason() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = sample("conditional-access-sound.json");
    let judge = |what: &[&str]| {
        let mut args = vec!["evidence", "judge"];
        args.extend(what);
        args.extend(["--exported", "2026-02-01", "--lang", "en"]);
        refused(&folder, &args)
    };
    let said = judge(&["no-such-format", &file, "--about", "service/m365"]);
    assert!(said.contains("no-such-format") && said.contains("conditional-access"), "{said}");
    let said = judge(&[&file, "--about", "plan/p"]);
    assert!(said.contains("plan/p") && said.contains("service/…"), "{said}");
    let said = judge(&[&file, "--about", "service/unknown", "--about", "plan/p"]);
    assert!(said.contains("service/unknown") && said.contains("plan/p"), "both at once: {said}");
    assert!(judge(&["/no/such/file", "--about", "service/m365"]).contains("/no/such/file"));
    let written = |name: &str, bytes: &[u8]| {
        let path = folder.outside().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let empty = written("empty.json", b" \n");
    assert!(judge(&[&empty, "--about", "service/m365"]).contains("is empty"));
    let shape = written("shape.json", b"{\"a\":1}");
    let said = judge(&["conditional-access", &shape, "--about", "service/m365"]);
    assert!(said.contains("another shape"), "{said}");
    assert!(judge(&[&shape, "--about", "service/m365"]).contains("cannot be seen"));
    let cut = written("cut.json", &std::fs::read(&file).unwrap()[..500]);
    let said = judge(&["conditional-access", &cut, "--about", "service/m365"]);
    assert!(said.contains("not JSON"), "{said}");
    let bad = written("bad.json", b"[{\"state\":\"on\"},{\"state\":\"off\",\"conditions\":7}]");
    let said = judge(&["conditional-access", &bad, "--about", "service/m365"]);
    assert_eq!(said.lines().count(), 5, "four mistakes and how many there are: {said}");
    let broken = written("broken.json", b"[\"\xe5\xc3\xa5\"]");
    assert!(judge(&["conditional-access", &broken, "--about", "service/m365"]).contains("UTF-8"));
}

#[test]
fn a_firewall_is_judged_by_its_rules_in_any_encoding() {
    let folder = Folder::with_inventory(INVENTORY);
    let report = judged(&folder, "firewall", &sample("firewall-sound.csv"), "system/brannmur");
    assert_eq!(outcome(&report, "surface.management_closed"), ("supports", None));
    assert_eq!(outcome(&report, "surface.default_deny"), ("supports", None));
    let text = std::fs::read_to_string(sample("firewall-sound.csv")).unwrap();
    let other = folder.outside().join("regler.csv");
    let windows: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [windows, text.replace(';', "\t").into_bytes()] {
        std::fs::write(&other, bytes).unwrap();
        let file = other.to_str().unwrap();
        let again = judged(&folder, "firewall", file, "system/brannmur");
        let verdicts = |report: &serde_json::Value| {
            let all = report["verdicts"].as_array().unwrap().clone();
            all.into_iter()
                .map(|one| (one["kind"].clone(), one["result"].clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(verdicts(&again), verdicts(&report));
    }
    let open = sample("firewall-open.csv");
    let report = judged(&folder, "firewall", &open, "system/brannmur");
    let open_to_all = ("refutes", Some("surface.management_open"));
    assert_eq!(outcome(&report, "surface.management_closed"), open_to_all);
    assert_eq!(outcome(&report, "surface.default_deny"), ("refutes", Some("surface.any_allow")));
    for lang in ["nb", "nn", "en"] {
        let args = [
            "evidence",
            "judge",
            &open,
            "--about",
            "system/brannmur",
            "--exported",
            "2026-02-02",
            "--dry-run",
            "--lang",
            lang,
        ];
        insta::assert_snapshot!(format!("firewall_{lang}"), folder.said(&args));
    }
}

#[test]
fn access_that_was_to_be_closed_is_said_of_the_supplier() {
    let folder = Folder::with_inventory(&format!("{INVENTORY}\n[[supplier]]\nid = \"fag\"\n"));
    let file = sample("firewall-sound.csv");
    let judge = |range: &str| {
        folder.json(&[
            "evidence",
            "judge",
            &file,
            "--about",
            "supplier/fag",
            "--exported",
            "2026-02-01",
            "--closed",
            range,
        ])
    };
    let open = judge("203.0.113.0/24");
    let still_open = ("refutes", Some("supplier.access_still_open"));
    assert_eq!(outcome(&open, "supplier.country_measures"), still_open);
    let shut = judge("192.0.2.0/24");
    assert_eq!(outcome(&shut, "supplier.country_measures"), ("supports", None));
    let args = ["evidence", "judge", &file, "--about", "supplier/fag", "--exported", "2026-02-01"];
    assert!(refused(&folder, &args).contains("supplier/fag"), "nobody said what was to be closed");
    let bad = [&args[..], &["--closed", "Russland"]].concat();
    assert!(refused(&folder, &bad).contains("Russland"));
    let rules = sample("conditional-access-sound.json");
    let other = [
        "evidence",
        "judge",
        &rules,
        "--about",
        "service/m365",
        "--exported",
        "2026-02-01",
        "--closed",
        "192.0.2.0/24",
    ];
    assert!(refused(&folder, &other).contains("firewall"));
}

#[test]
fn a_list_of_rules_with_mistakes_is_told_at_its_fields() {
    let folder = Folder::with_inventory(INVENTORY);
    let file = folder.outside().join("regler.csv");
    let judge = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let file = file.to_str().unwrap();
        let about = "system/brannmur";
        refused(&folder, &["evidence", "judge", "firewall", file, "--about", about, "--lang", "nb"])
    };
    let said = judge("handling;kilde;mål;tjeneste;aktiv\nkanskje;a;b;c;ja\nnekt;a;b;c;muligens\n");
    assert!(said.contains("rad 2, kolonne 1") && said.contains("rad 3, kolonne 5"), "{said}");
    assert!(judge("a|b|c\n1|2|3\n").contains("kolonne mangler"));
    assert!(judge("handling;kilde;mål;tjeneste\n").contains("ingen rader"));
    assert!(judge("handling;kilde;mål;port\nnekt;\"a;b;c\n").contains("anførselstegn"));
    let said = judge("handling;kilde;mål;port;psk\nnekt;a;b;1;s3kr3t\n");
    assert!(said.contains("psk") && !said.contains("s3kr3t"), "{said}");
}

#[test]
fn a_directory_tells_who_governs_and_whether_the_backup_is_apart() {
    let folder = Folder::with_inventory(&format!("{INVENTORY}\n[[backup_set]]\nid = \"alt\"\n"));
    let admins = sample("directory-admins.csv");
    let report = judged(&folder, "directory", &admins, "system/brannmur");
    let daily = ("refutes", Some("access.admin_daily_account"));
    assert_eq!(outcome(&report, "access.admins_separate"), daily);
    let disabled = ("refutes", Some("access.account_disabled_member"));
    assert_eq!(outcome(&report, "access.accounts_current"), disabled);
    for lang in ["nb", "nn", "en"] {
        let args = [
            "evidence",
            "judge",
            &admins,
            "--about",
            "system/brannmur",
            "--exported",
            "2026-02-01T08:00:00Z",
            "--dry-run",
            "--lang",
            lang,
        ];
        insta::assert_snapshot!(format!("directory_{lang}"), folder.said(&args));
    }
    let computers = sample("directory-computers.json");
    let backup = |server: &str| {
        let report = folder.json(&[
            "evidence",
            "judge",
            &computers,
            "--about",
            "backup_set/alt",
            "--backup-server",
            server,
            "--exported",
            "2026-02-01",
        ]);
        let (result, code) = outcome(&report, "backup.separate_rights");
        (result.to_owned(), code.map(str::to_owned))
    };
    let joined = ("refutes".to_owned(), Some("backup.same_directory".to_owned()));
    assert_eq!(backup("veeam01"), joined);
    assert_eq!(standing(&folder, "2c.3", "backup_set/alt").0, "refuted");
    assert_eq!(backup("kopi01.annet.example").0, "supports");
}

#[test]
fn old_software_is_found_and_a_log_says_when_it_was_listed() {
    let folder = Folder::with_inventory(INVENTORY);
    let report = judged(&folder, "software", &sample("software-old.json"), "system/brannmur");
    let old = ("refutes", Some("software.unsupported"));
    assert_eq!(outcome(&report, "software.supported"), old);
    let log = sample("software-debian.log");
    let report = folder.json(&["evidence", "judge", &log, "--about", "system/brannmur"]);
    assert_eq!(outcome(&report, "software.supported"), ("supports", None));
    assert_eq!(report["exported_at"], "2026-02-01T05:00:00Z");
    assert_eq!(report["verdicts"][0]["valid_until"], "2028-07-01T00:00:00Z");
}

#[test]
fn each_sample_is_known_for_what_it_is() {
    let folder = Folder::with_inventory(INVENTORY);
    for (file, format, about) in [
        ("conditional-access-gaps.json", "conditional-access", "service/m365"),
        ("firewall-sound.csv", "firewall", "system/brannmur"),
        ("firewall-open.csv", "firewall", "system/brannmur"),
        ("directory-admins.csv", "directory", "system/brannmur"),
        ("software-old.json", "software", "system/brannmur"),
        ("software-debian.log", "software", "system/brannmur"),
    ] {
        let file = sample(file);
        let args =
            ["evidence", "judge", &file, "--about", about, "--exported", "2026-02-03", "--dry-run"];
        assert_eq!(folder.json(&args)["format"], format, "{file}");
    }
}

#[test]
fn a_person_cannot_give_what_only_a_judge_gives() {
    let folder = Folder::with_inventory(INVENTORY);
    let args =
        ["evidence", "add", "mfa.enforced", "service/m365", "supports", "--basis", "configuration"];
    assert!(refused(&folder, &args).contains("configuration"));
}

#[test]
fn what_was_kept_is_judged_again_by_a_newer_method_and_by_no_other() {
    use arvak_core::fact::Method;
    use arvak_core::{Basis, Evidence, Outcome};
    let folder = Folder::with_inventory(INVENTORY);
    let bytes = std::fs::read(sample("conditional-access-sound.json")).unwrap();
    let before = Evidence {
        kind: "mfa.enforced".parse().unwrap(),
        subject: "service/m365".parse().unwrap(),
        result: Outcome::Refutes,
        basis: Basis::Configuration,
        collected_at: lately(),
        valid_until: None,
        method: Some(Method { name: "conditional_access_export".parse().unwrap(), version: 0 }),
        vantage: None,
        attributes: std::collections::BTreeMap::new(),
        code: Some("mfa.policy_gap".parse().unwrap()),
        transcript: None,
        supersedes: None,
    };
    let old = folder.judged_before(before, &bytes).to_string();
    assert_eq!(standing(&folder, "3.1", "service/m365").0, "refuted");
    let report = folder.json(&["evidence", "judge", "--again", &old]);
    assert_eq!(
        (report["result"].as_str(), report["of"].to_string()),
        (Some("supports"), old.clone())
    );
    assert_eq!(standing(&folder, "3.1", "service/m365").0, "partial");
    // It was by the newest; a person's entry and the first one were judged from nothing.
    let newest = report["id"].to_string();
    assert!(refused(&folder, &["evidence", "judge", "--again", &newest]).contains(&newest));
    assert!(refused(&folder, &["evidence", "judge", "--again", "0"]).contains('0'));
    assert!(refused(&folder, &["evidence", "judge", "--again", "4711"]).contains("4711"));
    folder.said(&["evidence", "erase", &old]);
    folder.said(&["ledger", "verify"]);
}

#[test]
fn the_formats_are_listed() {
    let folder = Folder::made();
    let formats = json_of(&folder.arvak(&["evidence", "formats", "--json"]));
    let names: Vec<_> =
        formats.as_array().unwrap().iter().map(|one| one["format"].as_str().unwrap()).collect();
    assert!(names.contains(&"conditional-access"), "{names:?}");
    assert!(folder.said(&["evidence", "formats"]).contains("mfa.enforced"));
}
