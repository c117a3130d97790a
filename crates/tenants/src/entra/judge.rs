//! What Graph's answers amount to: pure, over the transcript alone. Nothing here is stronger than what is set: a policy that
//! only reports is none, and a method that somebody registered is not a method that is demanded.

use arvak_configuration::conditional_access::{self, Demanded};
use arvak_core::Outcome;
use arvak_probe::transcript::ApiAnswer;
use arvak_probe::{CheckOutcome, CheckResult, Event, Grade, Judgement, Transcript};
use serde_json::Value;

use super::GIVES;
use crate::said::{Said, answer, check, judgement, number, reason, unanswered};

/// How many accounts may be left out when nobody said which are kept for emergencies: as in an export.
const LEFT_OUT_UNNAMED: usize = 2;

/// The judgement of a transcript.
pub(super) fn judge(transcript: &Transcript) -> Judgement {
    let failed = answer(transcript, "token").map(|token| reason(Some(token)));
    if let Some(code) = failed.or_else(|| never_asked(transcript)) {
        let said = GIVES.iter().map(|kind| Said::inconclusive(kind, &code)).collect();
        let seen = (String::new(), code.as_str());
        let none = check("tenant.two_factor", Grade::Must, CheckOutcome::Inconclusive, seen);
        return judgement(transcript, vec![none], said);
    }
    let mut said = of_policies(transcript);
    let mut checks = vec![
        shown("tenant.two_factor", said.first(), transcript),
        shown("tenant.legacy", said.get(1), transcript),
        shown("tenant.admins", said.get(2), transcript),
        of_what_if(transcript),
        of_sign_ins(transcript),
        of_registered(transcript),
        of_emergency(transcript),
    ];
    // Nobody was named to ask for.
    checks.retain(|check| check.result != CheckOutcome::NotApplicable);
    // What happened is stronger than what is set.
    for (id, code) in
        [("tenant.what_if", "mfa.policy_gap"), ("tenant.sign_ins", "mfa.legacy_login_open")]
    {
        let has_failed = checks.iter().any(|one| one.id == id && one.result == CheckOutcome::Fail);
        if !has_failed {
            continue;
        }
        for one in said.iter_mut().filter(|one| one.result != Outcome::Refutes) {
            let attributes = std::mem::take(&mut one.attributes);
            match one.kind {
                "mfa.enforced" => *one = Said::refutes(one.kind, code),
                "access.legacy_login_blocked" if id == "tenant.sign_ins" => {
                    *one = Said::refutes(one.kind, "access.legacy_login_open");
                }
                _ => {}
            }
            one.attributes = attributes;
        }
    }
    judgement(transcript, checks, said)
}

/// The code of what kept the first question from being asked.
fn never_asked(transcript: &Transcript) -> Option<String> {
    let is_asked = answer(transcript, "defaults").is_some();
    let code = transcript.failure_code().unwrap_or("tenant.not_whole");
    (!is_asked || transcript.truncated).then(|| code.to_owned())
}

fn of_policies(transcript: &Transcript) -> Vec<Said> {
    let all = |code: &str| GIVES.iter().map(|kind| Said::inconclusive(kind, code)).collect();
    let defaults = answer(transcript, "defaults").filter(|answer| answer.is_answered());
    let Some(defaults) = defaults.and_then(|answer| answer.content.as_ref()?.as_bool()) else {
        return all(&reason(answer(transcript, "defaults")));
    };
    let policies =
        answer(transcript, "policies").filter(|answer| answer.is_answered() && answer.whole);
    let Some(policies) = policies.and_then(|answer| answer.content.as_ref()) else {
        return all(&reason(answer(transcript, "policies")));
    };
    if defaults {
        // They shut old clients out and demand two factors of those who govern at every log-in; of others only when
        // Microsoft finds that it is called for.
        return vec![
            Said::inconclusive("mfa.enforced", "tenant.defaults_when_called_for"),
            Said::supports("access.legacy_login_blocked"),
            Said::supports("access.admins_two_factor"),
        ];
    }
    let Some(list) = policies.as_array() else { return all("tenant.bad_answer") };
    let named = answer(transcript, "settings").map_or(0, |known| known.count("emergency_accounts"));
    let most = if named == 0 { LEFT_OUT_UNNAMED } else { 0 };
    let in_force = list.iter().filter(|policy| state(policy) == "enabled").count();
    if in_force == 0 {
        let counted = |mut said: Said| {
            said.attributes = counts(list);
            said
        };
        let codes = ["mfa.policy_gap", "access.legacy_login_open", "access.admin_role_uncovered"];
        let gaps = GIVES.iter().zip(codes).map(|(kind, code)| counted(Said::refutes(kind, code)));
        return gaps.collect();
    }
    match conditional_access::judge(&Value::Array(without_emergency(list)), most) {
        Ok(judged) => judged
            .verdicts
            .into_iter()
            .map(|verdict| Said {
                kind: verdict.kind,
                result: verdict.result,
                code: verdict.code.map(str::to_owned),
                attributes: verdict.attributes,
            })
            .collect(),
        Err(_) => all("tenant.bad_answer"),
    }
}

fn state(policy: &Value) -> &str {
    policy.get("state").and_then(Value::as_str).unwrap_or_default()
}

fn counts(list: &[Value]) -> Vec<(&'static str, i64)> {
    let count =
        |is: &dyn Fn(&Value) -> bool| number(list.iter().filter(|one| is(one)).count() as u64);
    vec![
        ("policies", count(&|_| true)),
        ("in_force", count(&|one| state(one) == "enabled")),
        ("report_only", count(&|one| state(one) == "enabledForReportingButNotEnforced")),
    ]
}

/// Policies as if they left out nobody whom the settings name.
fn without_emergency(list: &[Value]) -> Vec<Value> {
    let mut all = list.to_vec();
    for policy in &mut all {
        let left_out = policy.pointer_mut("/conditions/users/excludeUsers");
        if let Some(Value::Array(users)) = left_out {
            users.retain(|user| !user.as_str().is_some_and(|id| id.starts_with("emergency-")));
        }
    }
    all
}

/// A verdict as a check.
fn shown(id: &'static str, said: Option<&Said>, transcript: &Transcript) -> CheckResult {
    let (result, code) = match said {
        Some(said) => (said.result, said.code.as_deref().unwrap_or_default()),
        None => (Outcome::Inconclusive, "tenant.not_whole"),
    };
    let numbers = said.map(|said| said.attributes.as_slice()).unwrap_or_default();
    let mut seen: Vec<_> = numbers.iter().map(|(name, count)| format!("{name} {count}")).collect();
    let unanswered = ["defaults", "policies", "members"];
    let refused = transcript.events().filter_map(|event| match event {
        Event::ApiAnswer(answer) if unanswered.contains(&answer.what.as_str()) => Some(answer),
        _ => None,
    });
    // Which permission is missing is what the reader needs to know.
    let refused = refused.filter(|answer| !answer.is_answered());
    let mut missing: Vec<_> = refused.filter_map(|answer| answer.permission.clone()).collect();
    missing.dedup();
    if result == Outcome::Inconclusive {
        seen.extend(missing);
    }
    let result = match result {
        Outcome::Supports => CheckOutcome::Pass,
        Outcome::Refutes => CheckOutcome::Fail,
        Outcome::Inconclusive => CheckOutcome::Inconclusive,
    };
    check(id, Grade::Must, result, (seen.join(" · "), code))
}

/// What would be demanded of those who were named: never more than a sample.
fn of_what_if(transcript: &Transcript) -> CheckResult {
    const ID: &str = "tenant.what_if";
    let all: Vec<&ApiAnswer> = transcript
        .events()
        .filter_map(|event| match event {
            Event::ApiAnswer(answer) if answer.what == "what_if" => Some(answer),
            _ => None,
        })
        .collect();
    if all.is_empty() {
        return check(ID, Grade::Should, CheckOutcome::NotApplicable, (String::new(), ""));
    }
    if let Some(refused) = all.iter().find(|answer| !answer.is_answered() || !answer.whole) {
        return unanswered(ID, Grade::Should, Some(refused));
    }
    // Security defaults are no policies: the question says nothing of them.
    let defaults = answer(transcript, "defaults").and_then(|answer| answer.content.as_ref());
    if defaults == Some(&Value::Bool(true)) {
        let seen = (String::new(), "tenant.defaults_when_called_for");
        return check(ID, Grade::Should, CheckOutcome::Inconclusive, seen);
    }
    let demanded = all.iter().map(|answer| {
        let policies = answer.content.as_ref().and_then(|content| content.get("policies"));
        let judged = policies.and_then(|all| conditional_access::demanded(all).ok());
        match judged.unwrap_or(Demanded::Unclear) {
            // A policy of which Entra could not tell may be the one that demands it.
            Demanded::Nothing if answer.count("unsure") > 0 => Demanded::Unclear,
            judged => judged,
        }
    });
    let demanded: Vec<Demanded> = demanded.collect();
    let open = demanded.iter().filter(|one| **one == Demanded::Nothing).count();
    let result = match demanded.iter().max() {
        Some(Demanded::TwoFactors) => (CheckOutcome::Pass, ""),
        Some(Demanded::Nothing) => (CheckOutcome::Fail, "mfa.policy_gap"),
        Some(Demanded::Unclear) | None => (CheckOutcome::Inconclusive, "policy.unclear"),
    };
    let seen = format!("log_ins {} · without {open}", demanded.len());
    check(ID, Grade::Should, result.0, (seen, result.1))
}

/// Who got in by a client that knows a password alone.
fn of_sign_ins(transcript: &Transcript) -> CheckResult {
    const ID: &str = "tenant.sign_ins";
    let asked = answer(transcript, "sign_ins");
    let Some(sign_ins) = asked.filter(|answer| answer.is_answered() || !answer.counts.is_empty())
    else {
        return unanswered(ID, Grade::Must, asked);
    };
    let seen: Vec<_> =
        sign_ins.counts.iter().map(|(client, count)| format!("{client} {count}")).collect();
    let seen = seen.join(" · ");
    if !sign_ins.counts.is_empty() {
        return check(ID, Grade::Must, CheckOutcome::Fail, (seen, "mfa.legacy_login_open"));
    }
    if sign_ins.whole {
        return check(ID, Grade::Must, CheckOutcome::Pass, (seen, ""));
    }
    unanswered(ID, Grade::Must, asked)
}

/// How many have registered a second factor. It is no demand, so it never passes or fails.
fn of_registered(transcript: &Transcript) -> CheckResult {
    const ID: &str = "tenant.registered";
    let asked = answer(transcript, "registered");
    let Some(registered) = asked.filter(|answer| answer.is_answered() && answer.whole) else {
        return unanswered(ID, Grade::Info, asked);
    };
    let count = |name| registered.count(name);
    let seen = format!(
        "registered {}/{} · admins {}/{}",
        count("registered"),
        count("people"),
        count("admins_registered"),
        count("admins")
    );
    let is_whole = count("registered") == count("people");
    let result = if is_whole { CheckOutcome::Pass } else { CheckOutcome::Notice };
    check(ID, Grade::Info, result, (seen, "tenant.registration_is_no_demand"))
}

/// Whether accounts are kept for the day when nobody else gets in.
fn of_emergency(transcript: &Transcript) -> CheckResult {
    const ID: &str = "tenant.emergency";
    let named = answer(transcript, "settings").map_or(0, |known| known.count("emergency_accounts"));
    if named == 0 {
        let seen = (String::new(), "tenant.no_emergency_accounts");
        return check(ID, Grade::Should, CheckOutcome::Notice, seen);
    }
    let asked = answer(transcript, "administrators");
    let Some(roles) = asked.filter(|answer| answer.is_answered() && answer.whole) else {
        return unanswered(ID, Grade::Should, asked);
    };
    let govern = roles.count("emergency");
    let seen =
        format!("named {named} · govern {govern} · all_who_govern {}", roles.count("members"));
    if govern == named && named >= 2 {
        return check(ID, Grade::Should, CheckOutcome::Pass, (seen, ""));
    }
    check(ID, Grade::Should, CheckOutcome::Notice, (seen, "tenant.few_emergency_accounts"))
}
