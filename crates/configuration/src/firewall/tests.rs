use arvak_core::Outcome;
use proptest::prelude::*;

use super::*;
use crate::Judgement;

const HEAD: &str = "nr;navn;handling;kilde;mål;tjeneste;aktiv;logg\n";

/// Rules as `handling;kilde;mål;tjeneste`, all of them in force.
fn list(rules: &[&str]) -> String {
    let row = |(rule, at): (&&str, usize)| format!("{at};R{at};{rule};ja;nei\n");
    HEAD.to_owned() + &rules.iter().zip(1..).map(row).collect::<String>()
}

fn judged(rules: &[&str]) -> Judgement {
    Rules::read(&list(rules)).unwrap().judge(&[])
}

fn result(judgement: &Judgement, kind: &str) -> (Outcome, Option<&'static str>) {
    let verdict = judgement.verdicts.iter().find(|verdict| verdict.kind == kind).unwrap();
    (verdict.result, verdict.code)
}

fn closed(rules: &[&str]) -> (Outcome, Option<&'static str>) {
    result(&judged(rules), "surface.management_closed")
}

fn default_deny(rules: &[&str]) -> (Outcome, Option<&'static str>) {
    result(&judged(rules), "surface.default_deny")
}

const STOP: &str = "nekt;alle;alle;alle";
const OPEN: (Outcome, Option<&str>) = (Outcome::Refutes, Some("surface.management_open"));
const SUPPORTS: (Outcome, Option<&str>) = (Outcome::Supports, None);
const NAMES: (Outcome, Option<&str>) = (Outcome::Inconclusive, Some("firewall.names_unresolved"));

#[test]
fn a_website_for_everyone_and_the_rest_closed_is_sound() {
    let rules = ["tillat;alle;198.51.100.10;HTTPS", "tillat;10.0.0.0/8;10.1.0.5;RDP", STOP];
    assert_eq!(closed(&rules), SUPPORTS);
    assert_eq!(default_deny(&rules), SUPPORTS);
}

#[test]
fn management_open_to_the_internet_is_found_however_it_is_written() {
    for source in [
        "any",
        "alle",
        "0.0.0.0/0",
        "Internet",
        "WAN",
        "0.0.0.0/1,128.0.0.0/1",
        "",
        "!192.0.2.0/24",
    ] {
        for service in
            ["RDP", "tcp/3389", "tcp/1024-65535", "5985", "ssh, https", "VNC", "tcp-445", "1433"]
        {
            let rule = format!("tillat;{source};198.51.100.7;\"{service}\"");
            assert_eq!(closed(&[&rule, STOP]), OPEN, "{rule}");
        }
    }
}

#[test]
fn few_known_addresses_are_not_the_internet() {
    for source in ["192.0.2.0/24", "192.0.2.1, 192.0.2.9", "10.0.0.0/8", "LAN"] {
        assert_eq!(
            closed(&[&format!("tillat;{source};198.51.100.7;RDP"), STOP]),
            SUPPORTS,
            "{source}"
        );
    }
}

#[test]
fn names_that_are_not_resolved_leave_it_open_what_they_mean() {
    assert_eq!(closed(&["tillat;Leverandør-nett;198.51.100.7;RDP", STOP]), NAMES);
    assert_eq!(closed(&["tillat;alle;198.51.100.7;Fagsystem-porter", STOP]), NAMES);
    assert_eq!(closed(&["tillat;Leverandør-nett;198.51.100.7;HTTPS", STOP]), SUPPORTS);
}

#[test]
fn the_first_rule_that_fits_decides() {
    let open = "tillat;alle;198.51.100.7;RDP";
    assert_eq!(closed(&["nekt;alle;alle;RDP", open, STOP]), SUPPORTS);
    assert_eq!(closed(&["nekt;alle;198.51.100.7;RDP", open, STOP]), SUPPORTS);
    assert_eq!(closed(&[open, "nekt;alle;alle;RDP", STOP]), OPEN, "too late");
    assert_eq!(closed(&["nekt;192.0.2.0/24;alle;RDP", open, STOP]), OPEN, "only some are stopped");
    assert_eq!(closed(&["nekt;alle;198.51.100.8;RDP", open, STOP]), OPEN, "another machine");
    assert_eq!(closed(&["nekt;alle;alle;tcp/3389", open, STOP]), OPEN, "UDP is still open");
    assert_eq!(closed(&[STOP, open]), SUPPORTS);
}

#[test]
fn a_rule_that_is_off_does_nothing() {
    let text = HEAD.to_owned()
        + "1;a;tillat;alle;198.51.100.7;RDP;nei;nei\n2;b;nekt;alle;alle;alle;ja;ja\n";
    let judgement = Rules::read(&text).unwrap().judge(&[]);
    assert_eq!(result(&judgement, "surface.management_closed"), SUPPORTS);
    let text = HEAD.to_owned()
        + "1;a;nekt;alle;alle;RDP;nei;nei\n2;b;tillat;alle;198.51.100.7;RDP;ja;nei\n";
    let judgement = Rules::read(&text).unwrap().judge(&[]);
    assert_eq!(result(&judgement, "surface.management_closed"), OPEN);
}

#[test]
fn everything_let_through_is_refuted_and_a_missing_end_is_not_guessed_at() {
    let any = (Outcome::Refutes, Some("surface.any_allow"));
    assert_eq!(default_deny(&["tillat;alle;alle;alle"]), any);
    assert_eq!(default_deny(&["tillat;alle;alle;alle", STOP]), any);
    assert_eq!(default_deny(&[STOP, "tillat;alle;alle;alle"]), SUPPORTS);
    let unknown = (Outcome::Inconclusive, Some("firewall.no_final_deny"));
    assert_eq!(default_deny(&["tillat;alle;198.51.100.7;HTTPS"]), unknown);
    assert_eq!(closed(&["tillat;alle;198.51.100.7;HTTPS"]), unknown);
}

#[test]
fn what_leaves_and_what_comes_from_inside_lets_nobody_in() {
    assert_eq!(closed(&["tillat;alle;Internet;alle", STOP]), SUPPORTS);
    let zones = "action,srcintf,source,dstintf,destination,service\n\
                 accept,internal,all,wan1,all,ALL\ndeny,any,all,any,all,ALL\n";
    let judgement = Rules::read(zones).unwrap().judge(&[]);
    assert_eq!(result(&judgement, "surface.management_closed"), SUPPORTS);
    assert_eq!(result(&judgement, "surface.default_deny"), SUPPORTS);
    let zones = zones.replace("accept,internal", "accept,port7").replace("wan1", "port8");
    let judgement = Rules::read(&zones).unwrap().judge(&[]);
    assert_eq!(result(&judgement, "surface.management_closed"), NAMES);
}

#[test]
fn a_deny_for_some_users_or_hours_stops_nobody_for_sure() {
    let text = "action;source;destination;service;schedule\n\
                deny;any;any;RDP;weekend\nallow;any;198.51.100.7;RDP;always\ndeny;any;any;any;\n";
    let judgement = Rules::read(text).unwrap().judge(&[]);
    assert_eq!(result(&judgement, "surface.management_closed"), OPEN);
}

#[test]
fn rules_out_of_order_are_not_relied_on() {
    let sorted = "nr;action;source;destination;service\n\
                  2;deny;any;any;any\n1;allow;10.0.0.0/8;any;any\n";
    let judgement = Rules::read(sorted).unwrap().judge(&[]);
    let unclear = (Outcome::Inconclusive, Some("firewall.not_in_order"));
    assert_eq!(result(&judgement, "surface.default_deny"), unclear);
    assert_eq!(result(&judgement, "surface.management_closed"), unclear);
}

#[test]
fn access_that_was_to_be_closed_is_looked_for_by_its_addresses() {
    let shut = [Range::parse("203.0.113.0/24").unwrap()];
    let supplier = |rules: &[&str]| {
        let judgement = Rules::read(&list(rules)).unwrap().judge(&shut);
        result(&judgement, "supplier.country_measures")
    };
    let open = (Outcome::Refutes, Some("supplier.access_still_open"));
    assert_eq!(supplier(&["tillat;203.0.113.7;10.1.0.5;RDP", STOP]), open);
    assert_eq!(supplier(&["tillat;203.0.0.0/16;10.1.0.5;443", STOP]), open);
    assert_eq!(supplier(&["tillat;alle;198.51.100.10;HTTPS", STOP]), SUPPORTS);
    assert_eq!(
        supplier(&["nekt;203.0.113.0/24;alle;alle", "tillat;203.0.113.7;10.1.0.5;RDP"]),
        SUPPORTS
    );
    assert_eq!(supplier(&["tillat;Leverandør;10.1.0.5;RDP", STOP]), NAMES);
    assert_eq!(judged(&[STOP]).verdicts.len(), 2, "nobody said what was to be closed");
}

#[test]
fn each_mistake_is_told_at_its_field_and_all_at_once() {
    let text =
        HEAD.to_owned() + "1;a;kanskje;alle;alle;alle;ja;ja\n2;b;nekt;alle;alle;alle;muligens;ja\n";
    let mistakes = Rules::read(&text).unwrap_err();
    let told: Vec<_> = mistakes.iter().map(|one| (one.place.clone(), one.code)).collect();
    let expected = [(Place::Field(2, 3), "unknown_value"), (Place::Field(3, 7), "unknown_value")];
    assert_eq!(told, expected);
    let missing = Rules::read("navn;port\na;b\n").unwrap_err();
    assert_eq!(missing.iter().map(|one| one.code).collect::<Vec<_>>(), ["missing_column"; 3]);
    assert_eq!(Rules::read(HEAD).unwrap_err()[0].code, "no_rows");
}

/// One rule with everything of it from small sets, so that rules meet.
fn any_rule() -> impl Strategy<Value = (bool, &'static str, &'static str, &'static str)> {
    const SOURCES: &[&str] =
        &["alle", "Internet", "192.0.2.0/24", "192.0.2.7", "10.0.0.0/8", "LAN", "Navn", ""];
    const TARGETS: &[&str] = &["alle", "198.51.100.7", "198.51.100.0/24", "10.0.0.9", "Internet"];
    const SERVICES: &[&str] =
        &["alle", "RDP", "tcp/3389", "HTTPS", "tcp/1-1024", "tcp/22", "Ukjent", "icmp"];
    let one_of = proptest::sample::select::<&'static str>;
    (any::<bool>(), one_of(SOURCES), one_of(TARGETS), one_of(SERVICES))
}

fn written(rules: &[(bool, &str, &str, &str)]) -> Judgement {
    let row = |(allows, source, target, service): &(bool, &str, &str, &str)| {
        format!("{};{source};{target};{service}\n", if *allows { "tillat" } else { "nekt" })
    };
    let text =
        "handling;kilde;mål;tjeneste\n".to_owned() + &rules.iter().map(row).collect::<String>();
    Rules::read(&text).unwrap().judge(&[])
}

fn rank(judgement: &Judgement, kind: &str) -> u8 {
    match result(judgement, kind).0 {
        Outcome::Supports => 0,
        Outcome::Inconclusive => 1,
        Outcome::Refutes => 2,
    }
}

const JUDGED: [&str; 2] = ["surface.management_closed", "surface.default_deny"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_rule_that_lets_everything_through_never_betters(
        rules in proptest::collection::vec(any_rule(), 1..7), at in 0_usize..7,
    ) {
        let mut more = rules.clone();
        more.insert(at.min(rules.len()), (true, "alle", "alle", "alle"));
        for kind in JUDGED {
            prop_assert!(rank(&written(&more), kind) >= rank(&written(&rules), kind), "{kind}");
        }
    }

    #[test]
    fn any_rule_that_allows_never_betters(
        rules in proptest::collection::vec(any_rule(), 1..7), mut further in any_rule(), at in 0_usize..7,
    ) {
        further.0 = true;
        let mut more = rules.clone();
        more.insert(at.min(rules.len()), further);
        for kind in JUDGED {
            prop_assert!(rank(&written(&more), kind) >= rank(&written(&rules), kind), "{kind}");
        }
    }

    #[test]
    fn rules_of_which_none_covers_the_other_may_change_places(
        rules in proptest::collection::vec(any_rule(), 2..7), at in 0_usize..6,
    ) {
        let at = at % (rules.len() - 1);
        let disjoint = |one: &str, other: &str, apart: &[(&str, &str)]| {
            apart.contains(&(one, other)) || apart.contains(&(other, one))
        };
        let targets = [("198.51.100.7", "10.0.0.9"), ("198.51.100.0/24", "10.0.0.9")];
        let services = [("RDP", "HTTPS"), ("tcp/3389", "HTTPS"), ("RDP", "tcp/22"), ("tcp/3389", "tcp/1-1024"), ("HTTPS", "tcp/22")];
        let (one, other) = (rules[at], rules[at + 1]);
        prop_assume!(disjoint(one.2, other.2, &targets) || disjoint(one.3, other.3, &services));
        let mut swapped = rules.clone();
        swapped.swap(at, at + 1);
        for kind in JUDGED {
            prop_assert_eq!(result(&written(&swapped), kind), result(&written(&rules), kind));
        }
    }
}
