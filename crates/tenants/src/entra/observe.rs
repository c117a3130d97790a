//! What is asked of Graph, in this order: what decides the verdict first, long lists last.
//!
//! Shapes: Microsoft Graph 1.0 reference, `identitySecurityDefaultsEnforcementPolicy`, `conditionalAccessPolicy`,
//! `conditionalAccessRoot: evaluate`, `signIn`, `userRegistrationDetails`, `directoryRole`, `group`.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{Instant, Span};
use arvak_probe::transcript::ApiAnswer;
use arvak_probe::{Clock, Event, Outbound, Recorder};
use serde_json::{Value, json};

use super::reduce::Reduced;
use crate::Entra;
use crate::door::{Line, NoAnswer, Question, another_try};

/// Most policies, by pages of the vendor's own size.
const POLICY_PAGES_MAX: u32 = 10;

/// Most groups whose members are counted because a policy leaves them out.
const GROUPS_MAX: usize = 20;

/// Most pages of a group's members.
const MEMBER_PAGES_MAX: u32 = 3;

/// Most pages of people's registrations, of 400.
const REGISTERED_PAGES_MAX: u32 = 40;

/// Most pages of sign-ins, of 200.
const SIGN_IN_PAGES_MAX: u32 = 10;

/// How far back sign-ins are looked at.
const SIGN_INS: Span = Span::from_days(7);

/// The role that governs everything; its id is the same in every tenant.
const GLOBAL_ADMINISTRATOR: &str = "62e90394-69f5-4237-9190-012177145e10";

/// Clients that know a password and nothing more, as sign-in logs name them.
const LEGACY: [&str; 11] = [
    "Authenticated SMTP",
    "Autodiscover",
    "Exchange ActiveSync",
    "Exchange Online PowerShell",
    "Exchange Web Services",
    "IMAP4",
    "MAPI Over HTTP",
    "Offline Address Book",
    "Other clients",
    "Outlook Anywhere (RPC over HTTP)",
    "POP3",
];

/// Asks everything, and takes the answers down.
pub(super) async fn all(
    tenant: &Entra,
    door: Outbound,
    clock: &dyn Clock,
    recorder: &mut Recorder<'_>,
) {
    let known = ApiAnswer {
        what: "settings".to_owned(),
        status: Some(200),
        whole: true,
        counts: [
            ("emergency_accounts".to_owned(), tenant.emergency.len() as u64),
            ("people".to_owned(), tenant.people.len() as u64),
        ]
        .into(),
        ..ApiAnswer::default()
    };
    recorder.event(Event::ApiAnswer(known));
    let place = &tenant.place;
    let at = format!("{}/{}/oauth2/v2.0/token", place.login, tenant.tenant);
    let form = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("grant_type", "client_credentials")
        .append_pair("client_id", &tenant.client_id)
        .append_pair("client_secret", tenant.client_secret.reveal())
        .append_pair("scope", &format!("{}/.default", place.api))
        .finish();
    let mut line = match Line::open(door, &place.api, (&at, form), clock).await {
        Ok(line) => line,
        Err(why) => return not_let_in(why, recorder),
    };
    defaults(&mut line, recorder).await;
    let mut reduced = Reduced::new(tenant.emergency.clone());
    let changed_at = policies(&mut line, &mut reduced, recorder).await;
    emergency(&mut line, tenant, recorder).await;
    let people: Vec<&String> = tenant.people.iter().collect();
    for person in people {
        for client in ["browser", "other"] {
            what_if(&mut line, (person, client), tenant, &mut reduced, recorder).await;
        }
    }
    sign_ins(&mut line, changed_at, recorder).await;
    registered(&mut line, recorder).await;
    if line.is_worth_another_try {
        another_try("tenant.throttled", recorder);
    }
}

fn not_let_in(why: NoAnswer, recorder: &mut Recorder<'_>) {
    if why.transient {
        another_try(&why.code, recorder);
    }
    let answer = ApiAnswer {
        what: "token".to_owned(),
        status: why.status,
        error: Some(why.code),
        ..ApiAnswer::default()
    };
    recorder.event(Event::ApiAnswer(answer));
}

fn is(row: &Value, field: &str) -> bool {
    row.get(field).and_then(Value::as_bool) == Some(true)
}

async fn defaults(line: &mut Line<'_>, recorder: &mut Recorder<'_>) {
    let mut on = None;
    let question = Question {
        what: "defaults",
        path: "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy",
        permission: "Policy.Read.All",
        rows: None,
        pages_max: 1,
        body: None,
    };
    let mut answer =
        line.ask(question, &mut |row| on = row.get("isEnabled").and_then(Value::as_bool)).await;
    match on {
        Some(on) => answer.content = Some(Value::Bool(on)),
        None if answer.error.is_none() => answer.error = Some("tenant.bad_answer".to_owned()),
        None => {}
    }
    recorder.event(Event::ApiAnswer(answer));
}

/// The policies; when one in force was last changed is given back.
async fn policies(
    line: &mut Line<'_>,
    reduced: &mut Reduced,
    recorder: &mut Recorder<'_>,
) -> Option<Instant> {
    let mut rows = Vec::new();
    let question = Question {
        what: "policies",
        path: "/v1.0/identity/conditionalAccess/policies",
        permission: "Policy.Read.All",
        rows: Some("value"),
        pages_max: POLICY_PAGES_MAX,
        body: None,
    };
    let mut answer = line.ask(question, &mut |row| rows.push(row.clone())).await;
    let left_out: BTreeSet<String> = rows.iter().flat_map(Reduced::groups_left_out).collect();
    for group in left_out.iter().take(GROUPS_MAX) {
        if let Some(members) = members(line, group, recorder).await {
            reduced.knows(group, members);
        }
    }
    answer.content = Some(Value::Array(rows.iter().map(|row| reduced.policy(row)).collect()));
    recorder.event(Event::ApiAnswer(answer));
    let in_force =
        rows.iter().filter(|row| row.get("state").and_then(Value::as_str) == Some("enabled"));
    let times = in_force.flat_map(|row| {
        ["modifiedDateTime", "createdDateTime"]
            .into_iter()
            .filter_map(|field| row.get(field)?.as_str()?.parse::<Instant>().ok())
    });
    times.max()
}

/// The people in a group that a policy leaves out, groups inside it included; nothing when that cannot be told in whole.
async fn members(
    line: &mut Line<'_>,
    group: &str,
    recorder: &mut Recorder<'_>,
) -> Option<BTreeSet<String>> {
    let path = format!(
        "/v1.0/groups/{group}/transitiveMembers/microsoft.graph.user?$select=id&$count=true&$top=100"
    );
    let question = Question {
        what: "members",
        path: &path,
        permission: "GroupMember.Read.All",
        rows: Some("value"),
        pages_max: MEMBER_PAGES_MAX,
        body: None,
    };
    let mut ids = BTreeSet::new();
    let mut answer = line
        .ask(question, &mut |row| {
            ids.extend(row.get("id").and_then(Value::as_str).map(str::to_ascii_lowercase));
        })
        .await;
    "/v1.0/groups/…/transitiveMembers".clone_into(&mut answer.path);
    answer.counts.insert("members".to_owned(), ids.len() as u64);
    let is_known = answer.is_answered() && answer.whole;
    recorder.event(Event::ApiAnswer(answer));
    is_known.then_some(ids)
}

async fn emergency(line: &mut Line<'_>, tenant: &Entra, recorder: &mut Recorder<'_>) {
    let path =
        format!("/v1.0/directoryRoles(roleTemplateId='{GLOBAL_ADMINISTRATOR}')/members?$select=id");
    let question = Question {
        what: "administrators",
        path: &path,
        permission: "RoleManagement.Read.Directory",
        rows: Some("value"),
        pages_max: MEMBER_PAGES_MAX,
        body: None,
    };
    let (mut all, mut kept) = (0_u64, 0_u64);
    let mut answer = line
        .ask(question, &mut |row| {
            all += 1;
            let id = row.get("id").and_then(Value::as_str).map(str::to_ascii_lowercase);
            kept += u64::from(id.is_some_and(|id| tenant.emergency.contains(&id)));
        })
        .await;
    answer.counts = BTreeMap::from([("members".to_owned(), all), ("emergency".to_owned(), kept)]);
    recorder.event(Event::ApiAnswer(answer));
}

/// What would be demanded of one person who logs in from outside with a device that nobody knows.
async fn what_if(
    line: &mut Line<'_>,
    (person, client): (&str, &str),
    tenant: &Entra,
    reduced: &mut Reduced,
    recorder: &mut Recorder<'_>,
) {
    // The address is one that nobody has (RFC 5737), so no named place holds it.
    let body = json!({
        "signInIdentity": { "@odata.type": "#microsoft.graph.userSignIn", "userId": person },
        "signInContext": {
            "@odata.type": "#microsoft.graph.applicationContext",
            "includeApplications": [tenant.app],
        },
        "signInConditions": {
            "clientAppType": client, "devicePlatform": "windows", "country": "NO", "ipAddress": "203.0.113.7",
            "signInRiskLevel": "none", "userRiskLevel": "none",
        },
        "appliedPoliciesOnly": false,
    });
    let question = Question {
        what: "what_if",
        path: "/v1.0/identity/conditionalAccess/evaluate",
        permission: "Policy.Read.ConditionalAccess",
        rows: Some("value"),
        pages_max: 1,
        body: Some(&body),
    };
    let mut rows = Vec::new();
    let mut answer = line.ask(question, &mut |row| rows.push(row.clone())).await;
    let applying = rows.iter().filter(|row| is(row, "policyApplies"));
    let applying: Vec<Value> = applying.map(|row| reduced.policy(row)).collect();
    let unsure = rows.iter().filter(|row| {
        let reasons = row.get("analysisReasons").and_then(Value::as_str).unwrap_or_default();
        !is(row, "policyApplies") && reasons.contains("notEnoughInformation")
    });
    answer.counts.insert("unsure".to_owned(), unsure.count() as u64);
    answer.content = Some(json!({ "client": client, "policies": applying }));
    recorder.event(Event::ApiAnswer(answer));
}

/// Sign-ins of the last week, or since the policies were changed: what was open before says nothing of what is set now.
async fn sign_ins(line: &mut Line<'_>, changed_at: Option<Instant>, recorder: &mut Recorder<'_>) {
    let week = Instant::from_millis(recorder.started_at().as_millis() - SIGN_INS.as_millis());
    let since = changed_at.map_or(week, |at| at.max(week));
    let clients: Vec<_> = LEGACY.iter().map(|name| format!("clientAppUsed eq '{name}'")).collect();
    let filter = format!(
        "createdDateTime ge {since} and status/errorCode eq 0 and ({})",
        clients.join(" or ")
    );
    let filter: String = url::form_urlencoded::byte_serialize(filter.as_bytes()).collect();
    let path = format!("/v1.0/auditLogs/signIns?$filter={}&$top=200", filter.replace('+', "%20"));
    let question = Question {
        what: "sign_ins",
        path: &path,
        permission: "AuditLog.Read.All",
        rows: Some("value"),
        pages_max: SIGN_IN_PAGES_MAX,
        body: None,
    };
    let mut counts = BTreeMap::new();
    let mut answer = line
        .ask(question, &mut |row| {
            if let Some(client) = let_in_by_password(row) {
                *counts.entry(client.to_owned()).or_insert(0) += 1;
            }
        })
        .await;
    answer.counts = counts;
    recorder.event(Event::ApiAnswer(answer));
}

/// The old client that got in. The filter asked for those alone; it is held anyway, since an interface may not heed it.
fn let_in_by_password(row: &Value) -> Option<&'static str> {
    let client = row.get("clientAppUsed").and_then(Value::as_str)?;
    let is_in = row.pointer("/status/errorCode").and_then(Value::as_i64) == Some(0);
    // Where a newer interface says it, a sign-in of two factors is none of these.
    let demanded = row.get("authenticationRequirement").and_then(Value::as_str);
    let is_two = demanded == Some("multiFactorAuthentication");
    let known = LEGACY.into_iter().find(|known| known.eq_ignore_ascii_case(client))?;
    (is_in && !is_two).then_some(known)
}

async fn registered(line: &mut Line<'_>, recorder: &mut Recorder<'_>) {
    let question = Question {
        what: "registered",
        path: "/v1.0/reports/authenticationMethods/userRegistrationDetails?$top=400",
        permission: "AuditLog.Read.All",
        rows: Some("value"),
        pages_max: REGISTERED_PAGES_MAX,
        body: None,
    };
    let mut counts = BTreeMap::new();
    let mut answer = line
        .ask(question, &mut |row| {
            let mut add = |name: &str| *counts.entry(name.to_owned()).or_insert(0) += 1;
            add("people");
            let is_admin = is(row, "isAdmin");
            if is_admin {
                add("admins");
            }
            if is(row, "isMfaRegistered") {
                add("registered");
                if is_admin {
                    add("admins_registered");
                }
            }
            if is(row, "isMfaCapable") {
                add("capable");
            }
        })
        .await;
    answer.counts = counts;
    recorder.event(Event::ApiAnswer(answer));
}
