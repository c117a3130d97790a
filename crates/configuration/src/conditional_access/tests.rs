use arvak_core::Outcome;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::{Judgement, Place};

/// A policy as Graph writes it: everyone, everywhere, all applications, two factors.
fn policy(name: &str) -> Value {
    json!({
        "id": format!("id-{name}"), "displayName": name, "state": "enabled",
        "createdDateTime": "2024-03-01T08:00:00Z", "modifiedDateTime": null,
        "conditions": {
            "userRiskLevels": [], "signInRiskLevels": [], "clientAppTypes": ["all"],
            "platforms": null, "locations": null, "devices": null, "clientApplications": null,
            "applications": {
                "includeApplications": ["All"], "excludeApplications": [],
                "includeUserActions": [], "applicationFilter": null,
            },
            "users": {
                "includeUsers": ["All"], "excludeUsers": [], "includeGroups": [],
                "excludeGroups": [], "includeRoles": [], "excludeRoles": [],
            },
        },
        "grantControls": {
            "operator": "OR", "builtInControls": ["mfa"], "customAuthenticationFactors": [],
            "termsOfUse": [], "authenticationStrength": null,
        },
        "sessionControls": null,
    })
}

fn with(path: &str, value: Value) -> Value {
    let mut changed = policy("p");
    *changed.pointer_mut(path).unwrap() = value;
    changed
}

fn judged(policies: &[Value]) -> Judgement {
    Policies::read(&json!({ "value": policies }).to_string()).unwrap().judge()
}

fn result(policies: &[Value], kind: &str) -> (Outcome, Option<&'static str>) {
    let judgement = judged(policies);
    let verdict = judgement.verdicts.iter().find(|verdict| verdict.kind == kind).unwrap();
    (verdict.result, verdict.code)
}

fn factors(policies: &[Value]) -> (Outcome, Option<&'static str>) {
    result(policies, "mfa.enforced")
}

const GAP: (Outcome, Option<&str>) = (Outcome::Refutes, Some("mfa.policy_gap"));
const UNCLEAR: (Outcome, Option<&str>) = (Outcome::Inconclusive, Some("policy.unclear"));
const SUPPORTS: (Outcome, Option<&str>) = (Outcome::Supports, None);

#[test]
fn one_policy_for_everyone_everywhere_is_enough() {
    for kind in GIVES {
        assert_eq!(result(&[policy("p")], kind), SUPPORTS, "{kind}");
    }
}

#[test]
fn what_leaves_somebody_out_is_a_gap() {
    let three = json!(["u1", "u2", "u3"]);
    assert_eq!(factors(&[with("/conditions/users/excludeUsers", three)]), GAP);
    let two = json!(["u1", "u2"]);
    assert_eq!(factors(&[with("/conditions/users/excludeUsers", two)]), SUPPORTS);
    let group = with("/conditions/users/excludeGroups", json!(["g1"]));
    assert_eq!(factors(&[group]), UNCLEAR);
    let role = with("/conditions/users/excludeRoles", json!([roles::ROLES[0].0]));
    assert_eq!(factors(&[role]), GAP);
    let synchronisation =
        with("/conditions/users/excludeRoles", json!(["d29b2b05-8046-44ba-8758-1e26182fcf32"]));
    assert_eq!(factors(&[synchronisation]), SUPPORTS);
    let guests = with("/conditions/users/excludeUsers", json!(["GuestsOrExternalUsers"]));
    assert_eq!(factors(&[guests]), GAP);
    let app = with("/conditions/applications/excludeApplications", json!(["app"]));
    assert_eq!(factors(&[app]), GAP);
    let some = with("/conditions/applications/includeApplications", json!(["Office365"]));
    assert_eq!(factors(&[some]), GAP);
    let nobody = with("/conditions/users/excludeUsers", json!(["All"]));
    assert_eq!(factors(&[nobody]), GAP);
    let members = with("/conditions/users/includeUsers", json!(["u1"]));
    assert_eq!(factors(&[members]), GAP);
}

#[test]
fn a_trusted_place_or_any_other_condition_is_not_everywhere() {
    let trusted = json!({ "includeLocations": ["All"], "excludeLocations": ["AllTrusted"] });
    assert_eq!(factors(&[with("/conditions/locations", trusted)]), GAP);
    let everywhere = json!({ "includeLocations": ["All"], "excludeLocations": [] });
    assert_eq!(factors(&[with("/conditions/locations", everywhere)]), SUPPORTS);
    let phones = json!({ "includePlatforms": ["android", "iOS"], "excludePlatforms": [] });
    assert_eq!(factors(&[with("/conditions/platforms", phones)]), GAP);
    assert_eq!(factors(&[with("/conditions/signInRiskLevels", json!(["high"]))]), GAP);
    let filter =
        json!({ "deviceFilter": { "mode": "exclude", "rule": "device.isCompliant -eq True" } });
    assert_eq!(factors(&[with("/conditions/devices", filter)]), GAP);
    let mut newer = policy("p");
    newer["conditions"]["aConditionOfTomorrow"] = json!({ "mode": "some" });
    assert_eq!(factors(&[newer]), GAP, "a condition that is not known narrows");
}

#[test]
fn a_device_or_two_factors_is_not_two_factors() {
    let either = json!(["mfa", "compliantDevice"]);
    assert_eq!(factors(&[with("/grantControls/builtInControls", either.clone())]), GAP);
    let mut both = with("/grantControls/builtInControls", either);
    both["grantControls"]["operator"] = json!("AND");
    assert_eq!(factors(&[both]), SUPPORTS);
    let mut terms = policy("p");
    terms["grantControls"]["termsOfUse"] = json!(["t"]);
    assert_eq!(factors(&[terms]), GAP);
}

#[test]
fn a_strength_counts_when_it_says_two_factors() {
    let strength = |value: Value| {
        let mut changed = with("/grantControls/builtInControls", json!([]));
        changed["grantControls"]["authenticationStrength"] = value;
        factors(&[changed])
    };
    assert_eq!(strength(json!({ "id": "00000000-0000-0000-0000-000000000004" })), SUPPORTS);
    let own = |satisfied: &str| json!({ "id": "x", "displayName": "Own", "requirementsSatisfied": satisfied });
    assert_eq!(strength(own("mfa")), SUPPORTS);
    assert_eq!(strength(own("none")), GAP);
    assert_eq!(strength(json!({ "id": "x", "displayName": "Own" })), UNCLEAR);
}

#[test]
fn a_second_policy_may_close_what_the_first_leaves_open() {
    let app = with("/conditions/applications/excludeApplications", json!(["app"]));
    let mut rest = with("/conditions/applications/includeApplications", json!(["app"]));
    assert_eq!(factors(&[app.clone(), rest.clone()]), SUPPORTS);
    rest["conditions"]["users"]["excludeUsers"] = json!(["u9"]);
    assert_eq!(factors(&[app, rest]), GAP, "it leaves out somebody whom the first does not");
    let group = with("/conditions/users/excludeGroups", json!(["g1"]));
    let mut of_group = with("/conditions/users/includeUsers", json!([]));
    of_group["conditions"]["users"]["includeGroups"] = json!(["G1"]);
    assert_eq!(factors(&[group, of_group]), SUPPORTS);
}

#[test]
fn old_clients_must_be_shut_out_as_well() {
    let modern = json!(["browser", "mobileAppsAndDesktopClients"]);
    let modern = with("/conditions/clientAppTypes", modern);
    let open = (Outcome::Refutes, Some("mfa.legacy_login_open"));
    assert_eq!(factors(std::slice::from_ref(&modern)), open);
    let blocked = result(std::slice::from_ref(&modern), "access.legacy_login_blocked");
    assert_eq!(blocked, (Outcome::Refutes, Some("access.legacy_login_open")));
    let mut block = with("/conditions/clientAppTypes", json!(["exchangeActiveSync", "other"]));
    block["grantControls"]["builtInControls"] = json!(["block"]);
    assert_eq!(factors(&[modern.clone(), block.clone()]), SUPPORTS);
    block["conditions"]["clientAppTypes"] = json!(["other"]);
    assert_eq!(factors(&[modern, block]), open, "one of the two sorts is still open");
}

#[test]
fn admins_may_be_covered_when_others_are_not() {
    let roles: Vec<_> = roles::ROLES.iter().map(|(id, _)| *id).collect();
    let mut admins = with("/conditions/users/includeUsers", json!([]));
    admins["conditions"]["users"]["includeRoles"] = json!(roles);
    assert_eq!(result(std::slice::from_ref(&admins), "access.admins_two_factor"), SUPPORTS);
    assert_eq!(factors(std::slice::from_ref(&admins)), GAP);
    admins["conditions"]["users"]["includeRoles"] = json!(roles[1..]);
    let uncovered = (Outcome::Refutes, Some("access.admin_role_uncovered"));
    assert_eq!(result(&[admins], "access.admins_two_factor"), uncovered);
}

#[test]
fn without_a_policy_in_force_nothing_can_be_told() {
    let report_only = with("/state", json!("enabledForReportingButNotEnforced"));
    let none = (Outcome::Inconclusive, Some("policy.none_in_force"));
    for policies in [vec![], vec![report_only], vec![with("/state", json!("disabled"))]] {
        for kind in GIVES {
            assert_eq!(result(&policies, kind), none);
        }
    }
}

#[test]
fn powershell_writes_the_same_with_capitals_and_empty_parts() {
    let text = r#"[{"Id":"1","DisplayName":"P","State":"enabled","Conditions":{
        "Applications":{"IncludeApplications":["All"],"ExcludeApplications":[],"ApplicationFilter":{"Mode":null,"Rule":null}},
        "ClientAppTypes":["all"],"Devices":{"DeviceFilter":{"Mode":null,"Rule":null}},
        "Locations":{"IncludeLocations":null,"ExcludeLocations":null},
        "Users":{"IncludeUsers":"All","ExcludeUsers":[],"ExcludeGuestsOrExternalUsers":{"GuestOrExternalUserTypes":null}}},
        "GrantControls":{"Operator":"OR","BuiltInControls":["mfa"],"AuthenticationStrength":{"Id":null,"DisplayName":null}},
        "ModifiedDateTime":"2024-05-02T10:11:12.1234567Z"}]"#;
    let policies = Policies::read(text).unwrap();
    assert_eq!(policies.judge().verdicts[0].result, Outcome::Supports);
    assert_eq!(policies.newest(), Some("2024-05-02T10:11:12.123Z".parse().unwrap()));
}

#[test]
fn each_mistake_is_told_at_its_policy_and_all_at_once() {
    let text = json!([
        { "displayName": "A", "state": "on", "conditions": {} },
        { "displayName": "B", "conditions": { "users": "System.Collections.Hashtable" } },
        { "displayName": "C", "state": "enabled", "conditions": { "clientAppTypes": 7 } },
        { "displayName": "D", "state": "disabled" },
    ]);
    let mistakes = Policies::read(&text.to_string()).unwrap_err();
    let told: Vec<_> = mistakes.iter().map(|one| (one.place.to_string(), one.code)).collect();
    let expected = [
        ("policy 1", "unknown_word"),
        ("policy 2", "missing_field"),
        ("policy 2", "cut_off"),
        ("policy 3", "wrong_type"),
        ("policy 4", "missing_field"),
    ];
    assert_eq!(told, expected.map(|(place, code)| (place.to_owned(), code)));
    assert!(matches!(&mistakes[0].place, Place::Policy(1, name) if name == "A"));
}

#[test]
fn a_list_that_goes_on_elsewhere_is_not_whole() {
    let text = json!({ "value": [policy("p")], "@odata.nextLink": "https://graph.example/next" });
    assert_eq!(Policies::read(&text.to_string()).unwrap_err()[0].code, "not_whole");
    assert_eq!(Policies::read("{\"a\":1}").unwrap_err()[0].code, "wrong_shape");
    assert_eq!(Policies::read("{").unwrap_err()[0].code, "no_json");
    assert_eq!(Policies::read("[1]").unwrap_err()[0].code, "wrong_shape");
}

/// Policies of every sort, most of them in force.
fn any_policy() -> impl Strategy<Value = Value> {
    let state = prop_oneof![
        4 => Just("enabled"), 1 => Just("disabled"), 1 => Just("enabledForReportingButNotEnforced"),
    ];
    let some = |all: &'static [&'static str]| proptest::sample::subsequence(all, 0..=all.len());
    let clients =
        some(&["all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "other"]);
    let apps = (some(&["All", "a", "b"]), some(&["a", "b"]));
    let users = (
        some(&["All", "u1", "u2", "GuestsOrExternalUsers"]),
        some(&["u1", "u2", "u3", "GuestsOrExternalUsers"]),
    );
    let groups = (some(&["g1", "g2"]), some(&["g1", "g2"]));
    let places = some(&["AllTrusted"]);
    let controls = (some(&["mfa", "block", "compliantDevice"]), any::<bool>());
    (state, clients, apps, users, groups, places, controls).prop_map(
        |(state, clients, apps, users, groups, places, (controls, and))| {
            let mut policy = policy("any");
            policy["state"] = json!(state);
            policy["conditions"]["clientAppTypes"] = json!(clients);
            policy["conditions"]["locations"] =
                json!({ "includeLocations": ["All"], "excludeLocations": places });
            policy["conditions"]["applications"]["includeApplications"] = json!(apps.0);
            policy["conditions"]["applications"]["excludeApplications"] = json!(apps.1);
            policy["conditions"]["users"]["includeUsers"] = json!(users.0);
            policy["conditions"]["users"]["excludeUsers"] = json!(users.1);
            policy["conditions"]["users"]["includeGroups"] = json!(groups.0);
            policy["conditions"]["users"]["excludeGroups"] = json!(groups.1);
            policy["grantControls"]["builtInControls"] = json!(controls);
            policy["grantControls"]["operator"] = json!(if and { "AND" } else { "OR" });
            policy
        },
    )
}

/// Better first: support, what could not be told, a refutation.
fn rank(policies: &[Value], kind: &str) -> u8 {
    match result(policies, kind).0 {
        Outcome::Supports => 0,
        Outcome::Inconclusive => 1,
        Outcome::Refutes => 2,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_policy_that_only_reports_changes_no_verdict(
        policies in proptest::collection::vec(any_policy(), 0..5), mut further in any_policy(), at in 0_usize..5,
    ) {
        further["state"] = json!("enabledForReportingButNotEnforced");
        let mut more = policies.clone();
        more.insert(at.min(policies.len()), further);
        for kind in GIVES {
            prop_assert_eq!(result(&policies, kind), result(&more, kind));
        }
    }

    #[test]
    fn a_further_policy_in_force_never_worsens_what_can_be_told(
        policies in proptest::collection::vec(any_policy(), 1..5), mut further in any_policy(),
    ) {
        prop_assume!(policies.iter().any(|policy| policy["state"] == "enabled"));
        further["state"] = json!("enabled");
        let mut more = policies.clone();
        more.push(further);
        for kind in GIVES {
            prop_assert!(rank(&more, kind) <= rank(&policies, kind), "{kind}");
        }
    }

    #[test]
    fn leaving_somebody_out_of_the_one_policy_never_betters(one in any_policy(), whom in "u[4-9]") {
        let mut fewer = one.clone();
        fewer["conditions"]["users"]["excludeUsers"].as_array_mut().unwrap().push(json!(whom));
        for kind in GIVES {
            prop_assert!(rank(std::slice::from_ref(&fewer), kind) >= rank(std::slice::from_ref(&one), kind), "{kind}");
        }
    }

    #[test]
    fn the_order_of_policies_is_nothing(policies in proptest::collection::vec(any_policy(), 0..5)) {
        let reversed: Vec<_> = policies.iter().rev().cloned().collect();
        for kind in GIVES {
            prop_assert_eq!(rank(&policies, kind), rank(&reversed, kind));
        }
    }
}
