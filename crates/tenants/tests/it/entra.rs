//! Entra ID: each verdict, and each way in which a question goes wrong.

use std::collections::BTreeMap;

use arvak_core::{Basis, Outcome};
use arvak_probe::{CheckOutcome, Judgement, Probe, Roots};
use arvak_tenants::{EntraPolicy, Tenant, parse};
use serde_json::{Value, json};

use crate::stand_in::{StandIn, TOKEN, World, as_if_at, service, waited};

const SECRET: &str = "q8Q~stand-in-secret";
const DEFAULTS: &str = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy";
const POLICIES: &str = "/v1.0/identity/conditionalAccess/policies";
const SIGN_INS: &str = "/v1.0/auditLogs/signIns";
const REGISTERED: &str = "/v1.0/reports/authenticationMethods/userRegistrationDetails";
const ROLE: &str =
    "/v1.0/directoryRoles(roleTemplateId='62e90394-69f5-4237-9190-012177145e10')/members";
const EMERGENCY: [&str; 2] = ["e0000000-0001", "e0000000-0002"];
const KARI: &str = "a0000000-0003";

/// A policy as Graph lists it, with a name and ids that must not be kept.
fn policy(state: &str, left_out: &[&str]) -> Value {
    json!({
        "id": "d0000000-0009", "displayName": "Tofaktor for alle, unntatt Kari Nordmann", "state": state,
        "createdDateTime": "2026-01-01T10:00:00.1234567Z", "modifiedDateTime": null,
        "conditions": {
            "users": { "includeUsers": ["All"], "excludeUsers": left_out, "includeGroups": [], "excludeGroups": [],
                "includeRoles": [], "excludeRoles": [] },
            "applications": { "includeApplications": ["All"], "excludeApplications": [] },
            "clientAppTypes": ["all"], "signInRiskLevels": [], "locations": null, "platforms": null,
        },
        "grantControls": { "operator": "OR", "builtInControls": ["mfa"], "customAuthenticationFactors": [],
            "termsOfUse": [], "authenticationStrength": null },
    })
}

/// A tenant where all is as it should be.
fn good() -> World {
    let person = |number: usize, registered: bool| {
        json!({ "id": format!("a0000000-{number:04}"), "userDisplayName": "Kari Nordmann",
            "userPrincipalName": "kari@nordvik.example", "isAdmin": number == 3, "isMfaRegistered": registered,
            "isMfaCapable": registered })
    };
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", "6f0c0000-0001"),
        ("client_secret", SECRET),
    ];
    World {
        ones: [(DEFAULTS.to_owned(), json!({ "id": "0005", "isEnabled": false }))].into(),
        lists: [
            (POLICIES.to_owned(), vec![policy("enabled", &EMERGENCY)]),
            (SIGN_INS.to_owned(), vec![]),
            (REGISTERED.to_owned(), (1..=7).map(|number| person(number, number < 7)).collect()),
            (
                ROLE.to_owned(),
                [EMERGENCY[0], EMERGENCY[1], KARI].map(|id| json!({ "id": id })).into(),
            ),
        ]
        .into(),
        form: form.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        page: 3,
        ..World::default()
    }
}

fn probe(stand_in: &StandIn, more: &str) -> EntraPolicy {
    let written = format!(
        r#"{{"kind":"entra","tenant":"nordvik.example","client_id":"6f0c0000-0001","client_secret":"{SECRET}",
            "graph":"http://{}"{more}}}"#,
        stand_in.at
    );
    let Tenant::Entra(tenant) = parse(written.as_bytes()).unwrap() else { panic!("not Entra") };
    EntraPolicy::new([(service(), tenant)].into(), Roots::Native)
}

const NAMED: &str = r#","emergency_accounts":["E0000000-0001","e0000000-0002"]"#;

async fn judged(world: World, more: &str) -> Judgement {
    let stand_in = StandIn::open(world).await;
    let probe = probe(&stand_in, more);
    let transcript = stand_in.observe(&probe).await;
    let text = String::from_utf8(transcript.clone()).unwrap();
    for gone in ["Kari", "kari", SECRET, TOKEN, "e0000000", "E0000000", "a0000000", "d0000000"] {
        assert!(!text.contains(gone), "{gone} is kept: {text}");
    }
    as_if_at("graph.microsoft.com", &probe, &transcript)
}

/// Result and code of each kind.
fn said(judgement: &Judgement) -> BTreeMap<&str, (Outcome, &str)> {
    let each = judgement.verdicts.iter().map(|verdict| {
        assert_eq!(verdict.basis, Basis::Configuration, "a policy is never more");
        let code = verdict.code.as_ref().map_or("", |code| code.as_str());
        (verdict.kind.as_str(), (verdict.result, code))
    });
    each.collect()
}

fn check<'j>(judgement: &'j Judgement, id: &str) -> (CheckOutcome, &'j str, &'j str) {
    let found = judgement.checks.iter().find(|check| check.id == id).unwrap();
    (found.result, &found.seen, &found.reason)
}

#[tokio::test]
async fn policies_that_demand_it_of_everyone_support_as_configuration() {
    let judgement = judged(good(), NAMED).await;
    let said = said(&judgement);
    assert!(said.values().all(|one| *one == (Outcome::Supports, "")), "{said:?}");
    assert_eq!(check(&judgement, "tenant.two_factor").0, CheckOutcome::Pass);
    // Six of seven, over three pages; and it is no demand.
    let registered = check(&judgement, "tenant.registered");
    assert_eq!(registered.1, "registered 6/7 · admins 1/1");
    assert_eq!(
        (registered.0, registered.2),
        (CheckOutcome::Notice, "tenant.registration_is_no_demand")
    );
    assert_eq!(check(&judgement, "tenant.emergency").0, CheckOutcome::Pass);
    assert_eq!(check(&judgement, "tenant.sign_ins").0, CheckOutcome::Pass);
}

#[tokio::test]
async fn what_a_stand_in_says_is_shown_and_is_never_evidence() {
    let stand_in = StandIn::open(good()).await;
    let probe = probe(&stand_in, NAMED);
    let judgement = probe.judge(&stand_in.observe(&probe).await).unwrap();
    let said = said(&judgement);
    assert!(
        said.values().all(|one| *one == (Outcome::Inconclusive, "tenant.stand_in")),
        "{said:?}"
    );
    assert_eq!(check(&judgement, "tenant.two_factor").0, CheckOutcome::Pass);
}

#[tokio::test]
async fn policies_that_ask_nobody_refute() {
    let gap = (Outcome::Refutes, "mfa.policy_gap");
    for (what, policies) in [
        ("none", vec![]),
        ("only reported", vec![policy("enabledForReportingButNotEnforced", &[])]),
        ("off", vec![policy("disabled", &[])]),
        ("all left out", vec![policy("enabled", &["All"])]),
    ] {
        let mut world = good();
        world.lists.insert(POLICIES.to_owned(), policies);
        let judgement = judged(world, NAMED).await;
        let said = said(&judgement);
        assert_eq!(said["mfa.enforced"], gap, "{what}");
        assert_eq!(said["access.legacy_login_blocked"].0, Outcome::Refutes, "{what}");
        assert_eq!(said["access.admins_two_factor"].0, Outcome::Refutes, "{what}");
        // Nearly everybody has registered, and nobody is asked.
        assert_eq!(check(&judgement, "tenant.registered").1, "registered 6/7 · admins 1/1");
    }
}

#[tokio::test]
async fn who_is_left_out_is_held_against_the_accounts_that_are_named() {
    let with = |left_out: &[&str]| {
        let mut world = good();
        world.lists.insert(POLICIES.to_owned(), vec![policy("enabled", left_out)]);
        world
    };
    let gap = (Outcome::Refutes, "mfa.policy_gap");
    // One person besides the named accounts is a gap; where none are named, two may be such accounts.
    let one_more = judged(with(&[EMERGENCY[0], KARI]), NAMED).await;
    assert_eq!(said(&one_more)["mfa.enforced"], gap);
    let unnamed = judged(with(&EMERGENCY), "").await;
    assert_eq!(said(&unnamed)["mfa.enforced"], (Outcome::Supports, ""));
    assert_eq!(check(&unnamed, "tenant.emergency").2, "tenant.no_emergency_accounts");
    let three = judged(with(&[EMERGENCY[0], EMERGENCY[1], KARI]), "").await;
    assert_eq!(said(&three)["mfa.enforced"], gap);
}

#[tokio::test]
async fn a_group_that_is_left_out_is_as_large_as_its_members() {
    let group = "c0000000-0001";
    let members = format!("/v1.0/groups/{group}/transitiveMembers/microsoft.graph.user");
    let with = |ids: Option<&[&str]>| {
        let mut world = good();
        let mut one = policy("enabled", &[]);
        one["conditions"]["users"]["excludeGroups"] = json!([group]);
        world.lists.insert(POLICIES.to_owned(), vec![one]);
        if let Some(ids) = ids {
            let ids = ids.iter().map(|id| json!({ "id": id })).collect();
            world.lists.insert(members.clone(), ids);
        } else {
            let refused = (403, "Authorization_RequestDenied".to_owned());
            world.refused.insert(members.clone(), refused);
        }
        world
    };
    let emergency = judged(with(Some(&EMERGENCY)), NAMED).await;
    assert_eq!(said(&emergency)["mfa.enforced"], (Outcome::Supports, ""));
    let more = judged(with(Some(&[EMERGENCY[0], KARI])), NAMED).await;
    assert_eq!(said(&more)["mfa.enforced"], (Outcome::Refutes, "mfa.policy_gap"));
    let unknown = judged(with(None), NAMED).await;
    assert_eq!(said(&unknown)["mfa.enforced"], (Outcome::Inconclusive, "policy.unclear"));
    let seen = check(&unknown, "tenant.two_factor").1;
    assert!(seen.ends_with("GroupMember.Read.All"), "{seen}");
}

#[tokio::test]
async fn security_defaults_shut_old_clients_out_and_ask_the_rest_when_called_for() {
    let mut world = good();
    world.ones.insert(DEFAULTS.to_owned(), json!({ "isEnabled": true }));
    world.lists.insert(POLICIES.to_owned(), vec![]);
    let judgement = judged(world, NAMED).await;
    let said = said(&judgement);
    let called_for = (Outcome::Inconclusive, "tenant.defaults_when_called_for");
    assert_eq!(said["mfa.enforced"], called_for);
    assert_eq!(said["access.legacy_login_blocked"], (Outcome::Supports, ""));
    assert_eq!(said["access.admins_two_factor"], (Outcome::Supports, ""));
}

#[tokio::test]
async fn a_sign_in_that_a_password_let_in_refutes_what_the_policies_say() {
    let sign_in = |client: &str, error: i64, demanded: &str| {
        json!({ "userPrincipalName": "kari@nordvik.example", "ipAddress": "192.0.2.7", "clientAppUsed": client,
            "status": { "errorCode": error }, "authenticationRequirement": demanded })
    };
    let one = "singleFactorAuthentication";
    let mut world = good();
    let harmless = vec![
        sign_in("Browser", 0, one),
        sign_in("IMAP4", 53003, one),
        sign_in("IMAP4", 0, "multiFactorAuthentication"),
    ];
    world.lists.insert(SIGN_INS.to_owned(), harmless.clone());
    let judgement = judged(world, NAMED).await;
    assert_eq!(said(&judgement)["mfa.enforced"], (Outcome::Supports, ""));

    let mut world = good();
    let mut all = harmless;
    all.extend([
        sign_in("IMAP4", 0, one),
        sign_in("Authenticated SMTP", 0, ""),
        sign_in("IMAP4", 0, ""),
    ]);
    world.lists.insert(SIGN_INS.to_owned(), all);
    let judgement = judged(world, NAMED).await;
    let said = said(&judgement);
    assert_eq!(said["mfa.enforced"], (Outcome::Refutes, "mfa.legacy_login_open"));
    assert_eq!(said["access.legacy_login_blocked"], (Outcome::Refutes, "access.legacy_login_open"));
    assert_eq!(said["access.admins_two_factor"], (Outcome::Supports, ""));
    let seen = check(&judgement, "tenant.sign_ins");
    assert_eq!((seen.0, seen.1), (CheckOutcome::Fail, "Authenticated SMTP 1 · IMAP4 2"));
}

#[tokio::test]
async fn sign_ins_from_before_the_policies_were_changed_are_not_asked_for() {
    let mut world = good();
    let mut changed = policy("enabled", &EMERGENCY);
    changed["modifiedDateTime"] = json!("2026-11-28T12:00:00.5Z");
    world.lists.insert(POLICIES.to_owned(), vec![changed]);
    let stand_in = StandIn::open(world).await;
    stand_in.observe(&probe(&stand_in, NAMED)).await;
    let filter = &stand_in.asked(SIGN_INS)[0].query["$filter"];
    assert!(filter.starts_with("createdDateTime ge 2026-11-28T12:00:00.5"), "{filter}");
    assert!(filter.contains("clientAppUsed eq 'IMAP4'"), "{filter}");
    let before = StandIn::open(good()).await;
    before.observe(&probe(&before, NAMED)).await;
    let filter = &before.asked(SIGN_INS)[0].query["$filter"];
    assert!(filter.starts_with("createdDateTime ge 2026-11-22T10:00:00"), "{filter}");
}

#[tokio::test]
async fn a_person_of_whom_nothing_would_be_demanded_refutes() {
    let applies = |state: &str, controls: &str| {
        let mut one = policy(state, &[]);
        one["policyApplies"] = json!(true);
        one["analysisReasons"] = json!("notSet");
        one["grantControls"]["builtInControls"] = json!([controls]);
        one
    };
    let unsure = json!({ "policyApplies": false, "analysisReasons": "notEnoughInformation", "state": "enabled" });
    let people = format!(r#"{NAMED},"people":["{KARI}"]"#);
    let demanded = vec![applies("enabled", "mfa")];
    let blocked = vec![applies("enabled", "block")];
    let reported = vec![applies("enabledForReportingButNotEnforced", "mfa")];
    for (browser, other, result, enforced) in [
        (demanded.clone(), blocked.clone(), CheckOutcome::Pass, Outcome::Supports),
        (reported, blocked.clone(), CheckOutcome::Fail, Outcome::Refutes),
        (demanded, vec![], CheckOutcome::Fail, Outcome::Refutes),
        (vec![unsure], blocked, CheckOutcome::Inconclusive, Outcome::Supports),
    ] {
        let mut world = good();
        world.what_if = [("browser".to_owned(), browser), ("other".to_owned(), other)].into();
        let judgement = judged(world, &people).await;
        assert_eq!(check(&judgement, "tenant.what_if").0, result);
        assert_eq!(said(&judgement)["mfa.enforced"].0, enforced);
    }
}

#[tokio::test]
async fn a_permission_that_is_missing_is_named() {
    let refused = |path: &str, code: &str| {
        let mut world = good();
        world.refused.insert(path.to_owned(), (403, code.to_owned()));
        world
    };
    for path in [DEFAULTS, POLICIES] {
        let judgement = judged(refused(path, "AccessDenied"), NAMED).await;
        let said = said(&judgement);
        let no = (Outcome::Inconclusive, "tenant.no_permission");
        assert!(said.values().all(|one| *one == no), "{said:?}");
        assert_eq!(check(&judgement, "tenant.two_factor").1, "Policy.Read.All");
    }
    // What decides nothing alone leaves the verdict as it is.
    for (path, id, permission) in [
        (SIGN_INS, "tenant.sign_ins", "AuditLog.Read.All"),
        (REGISTERED, "tenant.registered", "AuditLog.Read.All"),
        (ROLE, "tenant.emergency", "RoleManagement.Read.Directory"),
    ] {
        let judgement = judged(refused(path, "Authorization_RequestDenied"), NAMED).await;
        assert_eq!(said(&judgement)["mfa.enforced"], (Outcome::Supports, ""));
        let seen = (CheckOutcome::Inconclusive, permission, "tenant.no_permission");
        assert_eq!(check(&judgement, id), seen);
    }
    let licence = "Authentication_RequestFromNonPremiumTenantOrB2CTenant";
    let judgement = judged(refused(SIGN_INS, licence), NAMED).await;
    assert_eq!(check(&judgement, "tenant.sign_ins").2, "tenant.no_licence");
}

#[tokio::test]
async fn a_secret_that_is_refused_leaves_everything_open() {
    let mut world = good();
    world.form.insert("client_secret".to_owned(), "another".to_owned());
    let stand_in = StandIn::open(world).await;
    let probe = probe(&stand_in, NAMED);
    let judgement = as_if_at("graph.microsoft.com", &probe, &stand_in.observe(&probe).await);
    let said = said(&judgement);
    assert!(
        said.values().all(|one| *one == (Outcome::Inconclusive, "tenant.not_let_in")),
        "{said:?}"
    );
    assert_eq!(stand_in.came.lock().unwrap().len(), 1, "and nothing more is asked");
}

#[tokio::test]
async fn the_token_never_follows_a_link_to_another_host() {
    let elsewhere = StandIn::open(World::default()).await;
    let mut world = good();
    world.lists.insert(POLICIES.to_owned(), vec![policy("enabled", &EMERGENCY); 4]);
    world.next_at = Some(format!("http://{}", elsewhere.at));
    let judgement = judged(world, NAMED).await;
    assert_eq!(said(&judgement)["mfa.enforced"], (Outcome::Inconclusive, "tenant.foreign_link"));
    assert_eq!(elsewhere.came.lock().unwrap().len(), 0);
}

#[tokio::test]
async fn it_waits_as_long_as_it_is_asked_to_and_no_longer() {
    let mut world = good();
    world.busy.insert(POLICIES.to_owned(), (2, "7".to_owned()));
    let stand_in = StandIn::open(world).await;
    let patient = probe(&stand_in, NAMED);
    let (clock, began) = (stand_in.clock.clone(), arvak_probe::Clock::now(&*stand_in.clock));
    let transcript = stand_in.observe(&patient).await;
    assert_eq!(waited(&clock, began).as_millis(), 14_000);
    let judgement = as_if_at("graph.microsoft.com", &patient, &transcript);
    assert_eq!(said(&judgement)["mfa.enforced"].0, Outcome::Supports);

    let mut world = good();
    world.busy.insert(POLICIES.to_owned(), (1, "300".to_owned()));
    let stand_in = StandIn::open(world).await;
    let probe = probe(&stand_in, NAMED);
    let transcript = stand_in.observe(&probe).await;
    let judgement = as_if_at("graph.microsoft.com", &probe, &transcript);
    assert_eq!(said(&judgement)["mfa.enforced"], (Outcome::Inconclusive, "tenant.throttled"));
    let seen = arvak_probe::Transcript::decode(&transcript).unwrap();
    assert!(seen.is_worth_another_try(), "the schedule tries again");
}

#[tokio::test]
async fn a_list_without_end_is_not_read_without_end() {
    let mut world = good();
    world.lists.insert(POLICIES.to_owned(), vec![policy("disabled", &[]); 31]);
    let judgement = judged(world, NAMED).await;
    assert_eq!(said(&judgement)["mfa.enforced"], (Outcome::Inconclusive, "tenant.not_whole"));
}
