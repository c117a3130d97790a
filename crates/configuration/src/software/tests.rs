use arvak_core::Outcome;

use super::*;
use crate::Judgement;

fn judge(text: &str, at: &str) -> Judgement {
    Software::read(text).unwrap().judge(at.parse().unwrap())
}

fn result(judgement: &Judgement) -> (Outcome, Option<&'static str>) {
    (judgement.verdicts[0].result, judgement.verdicts[0].code)
}

const DEBIAN: &str = r#"[
  {"kind":"os","name":"Debian GNU/Linux","version":"12 (bookworm)"},
  {"kind":"deb","name":"openssl","version":"3.0.15-1~deb12u1"},
  {"kind":"deb","name":"nginx","version":"1.22.1-9"}]"#;

#[test]
fn packages_are_as_old_as_their_system() {
    let now = judge(DEBIAN, "2026-02-01T00:00:00Z");
    assert_eq!(result(&now), (Outcome::Supports, None));
    assert_eq!(now.verdicts[0].valid_until, Some("2028-07-01T00:00:00Z".parse().unwrap()));
    let later = judge(DEBIAN, "2028-07-01T00:00:00Z");
    assert_eq!(result(&later), (Outcome::Refutes, Some("software.unsupported")));
    let last_day = judge(DEBIAN, "2028-06-30T23:59:59Z");
    assert_eq!(result(&last_day).0, Outcome::Supports, "the last day counts");
}

#[test]
fn what_the_table_does_not_know_is_not_taken_for_sound() {
    let windows = "name|version|kind\nMicrosoft Windows Server 2022 Standard|10.0.20348|os\n7-Zip|24.08|program\n";
    let unknown = (Outcome::Inconclusive, Some("software.some_unknown"));
    assert_eq!(result(&judge(windows, "2026-02-01T00:00:00Z")), unknown);
    let old = windows.to_owned() + "Microsoft SQL Server 2014 (64-bit)|12.0|program\n";
    let refuted = (Outcome::Refutes, Some("software.unsupported"));
    assert_eq!(result(&judge(&old, "2026-02-01T00:00:00Z")), refuted);
    let none = "name;version;publisher\n7-Zip;24.08;Igor Pavlov\n";
    let no_system = (Outcome::Inconclusive, Some("software.system_unknown"));
    assert_eq!(result(&judge(none, "2026-02-01T00:00:00Z")), no_system);
    let only_system = "name,version,codename,platform\nUbuntu,22.04.5 LTS,jammy,ubuntu\n";
    let missing = (Outcome::Inconclusive, Some("software.programs_missing"));
    assert_eq!(result(&judge(only_system, "2026-02-01T00:00:00Z")), missing);
}

#[test]
fn snapshots_of_a_log_say_when_they_were_taken_and_from_which_table() {
    let log = r#"{"snapshot":[{"name":"Ubuntu","version":"18.04.6 LTS (Bionic Beaver)","codename":"bionic"}],"action":"snapshot","name":"pack_inventory_os_version","unixTime":1769936400}
{"snapshot":[{"name":"bash","version":"4.4","arch":"amd64","revision":"2ubuntu1"}],"action":"snapshot","name":"pack_inventory_deb_packages","unixTime":"1769936460"}
"#;
    let software = Software::read(log).unwrap();
    assert_eq!(software.exported_at(), Some("2026-02-01T09:00:00Z".parse().unwrap()));
    let judged = software.judge("2026-02-01T09:00:00Z".parse().unwrap());
    assert_eq!(result(&judged), (Outcome::Refutes, Some("software.unsupported")));
    let ended = judged.findings.iter().find(|finding| finding.code == "software_ended").unwrap();
    assert_eq!(ended.place, Place::Object(1));
}

#[test]
fn mistakes_are_told_at_their_rows() {
    let mistakes = Software::read("[{\"name\":\"a\"},{\"version\":\"1\"},{}]").unwrap_err();
    let told: Vec<_> = mistakes.iter().map(|one| (one.place.clone(), one.code)).collect();
    assert_eq!(told, [(Place::Object(2), "missing_field"), (Place::Object(3), "missing_field")]);
    assert_eq!(Software::read("a;version\n1;2\n").unwrap_err()[0].code, "missing_column");
    assert_eq!(Software::read("[]").unwrap_err()[0].code, "no_rows");
    assert_eq!(Software::read("[1]").unwrap_err()[0].code, "wrong_shape");
    assert_eq!(Software::read("[{\"name\":").unwrap_err()[0].code, "no_json");
}
