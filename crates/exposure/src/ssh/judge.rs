//! What an SSH transcript means: whether a password opens the door, and how strong the door is.

mod offer;
mod version;

use arvak_probe::{BadTranscript, CheckOutcome, Event, Grade, Judgement, Transcript};

use super::{ACCEPTED_NOTE, NAME};
use crate::answers::failure_code;
use crate::findings::{Findings, inconclusive, refutes, supports};

/// Judges the bytes of a transcript of the SSH probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let mut findings = Findings::default();
    version::judge(&mut findings, &transcript);
    judge_methods(&mut findings, &transcript);
    offer::judge(&mut findings, &transcript);
    let mut judgement = findings.into_judgement(&transcript);
    judgement.checks.sort_by_key(|check| check.id);
    Ok(judgement)
}

fn judge_methods(findings: &mut Findings, transcript: &Transcript) {
    const KIND: &str = "ssh.password_login_off";
    let offered = transcript.events().find_map(|event| match event {
        Event::SshMethods { methods } => Some(methods),
        _ => None,
    });
    let accepted = transcript
        .events()
        .any(|event| matches!(event, Event::Note { code, .. } if code == ACCEPTED_NOTE));
    let has = |name: &str| offered.is_some_and(|methods| methods.iter().any(|m| m == name));
    let unclear = |code| (CheckOutcome::Inconclusive, code, inconclusive(KIND, code));
    let (result, reason, found) = if accepted {
        (CheckOutcome::Fail, "ssh.none_accepted", refutes(KIND, "ssh.none_accepted"))
    } else if has("password") {
        (CheckOutcome::Fail, "ssh.password_offered", refutes(KIND, "ssh.password_offered"))
    } else if has("keyboard-interactive") {
        // It may ask for a password, a code or both; only a canary's log-in tells.
        unclear("ssh.keyboard_interactive")
    } else if offered.is_some_and(|methods| !methods.is_empty()) {
        (CheckOutcome::Pass, "ssh.password_off", supports(KIND))
    } else {
        unclear(failure_code(transcript).unwrap_or("ssh.no_methods"))
    };
    let seen = offered.map(|methods| methods.join(", ")).unwrap_or_default();
    findings.check("ssh.methods", Grade::Must, result, reason, seen);
    findings.verdict(found);
}
