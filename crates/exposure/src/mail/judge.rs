//! What a mail transcript means: where mail goes, who may send as the domain, and what becomes of mail
//! that fails.

mod policy;
mod senders;

use arvak_probe::{BadTranscript, CheckOutcome, Grade, Judgement, Transcript};

use super::NAME;
use crate::answers::{Answer, Answers};
use crate::findings::Findings;

/// Judges the bytes of a transcript of the mail probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let answers = Answers::of(&transcript);
    let domain = transcript.host.as_str();
    let mut findings = Findings::default();
    judge_mx(&mut findings, answers, domain);
    senders::judge(&mut findings, answers, domain);
    policy::judge(&mut findings, answers, domain);
    Ok(findings.into_judgement(&transcript))
}

fn judge_mx(findings: &mut Findings, answers: Answers<'_>, domain: &str) {
    let mut note = |result, reason, seen: String| {
        findings.check("mail.mx", Grade::Info, result, reason, seen);
    };
    match answers.to(domain, "MX") {
        Answer::Data(records) if records.is_empty() => {
            note(CheckOutcome::Notice, "mx.absent", String::new());
        }
        // RFC 7505: a single MX that names the root says that the domain takes no mail.
        Answer::Data(records) if records.iter().any(|data| data.ends_with(" .")) => {
            note(CheckOutcome::Notice, "mx.null", records.join(", "));
        }
        Answer::Data(records) => note(CheckOutcome::Pass, "mx.present", records.join(", ")),
        Answer::NoName => note(CheckOutcome::Notice, "dns.nxdomain", String::new()),
        Answer::Unknown(code) => note(CheckOutcome::Inconclusive, code, String::new()),
    }
}
