//! What Google's answer amounts to: pure, over the transcript alone.

use arvak_probe::{CheckOutcome, Grade, Judgement, Transcript};

use crate::said::{Said, answer, check, judgement, number, reason, unanswered};

/// The kind that it gives.
const KIND: &str = "mfa.enforced";

/// The judgement of a transcript.
pub(super) fn judge(transcript: &Transcript) -> Judgement {
    let asked = answer(transcript, "accounts");
    let known = asked.filter(|answer| answer.is_answered());
    let Some(accounts) = known.filter(|answer| answer.whole || answer.count("without") > 0) else {
        let token = answer(transcript, "token");
        let code = match (token.or(asked), transcript.failure_code()) {
            (Some(found), _) => reason(Some(found)),
            (None, Some(code)) => code.to_owned(),
            (None, None) => reason(None),
        };
        let mut none = unanswered("tenant.two_factor", Grade::Must, asked);
        none.reason.clone_from(&code);
        return judgement(transcript, vec![none], vec![Said::inconclusive(KIND, &code)]);
    };
    let count = |name| accounts.count(name);
    let (result, mut said) = if count("without") > 0 {
        (CheckOutcome::Fail, Said::refutes(KIND, "mfa.policy_gap"))
    } else if count("people") == 0 {
        (CheckOutcome::Inconclusive, Said::inconclusive(KIND, "tenant.nobody"))
    } else {
        (CheckOutcome::Pass, Said::supports(KIND))
    };
    said.attributes = vec![("excluded_users", number(count("without")))];
    let seen = format!(
        "enforced {}/{} · without {} · admins_without {} · emergency_without {}",
        count("enforced"),
        count("people"),
        count("without"),
        count("admins_without"),
        count("emergency_without")
    );
    let code = said.code.clone().unwrap_or_default();
    let mut checks = vec![check("tenant.two_factor", Grade::Must, result, (seen, &code))];
    if accounts.whole {
        let seen = format!("registered {}/{}", count("registered"), count("people"));
        let is_whole = count("registered") == count("people");
        let result = if is_whole { CheckOutcome::Pass } else { CheckOutcome::Notice };
        let seen = (seen, "tenant.registration_is_no_demand");
        checks.push(check("tenant.registered", Grade::Info, result, seen));
    }
    judgement(transcript, checks, vec![said])
}
