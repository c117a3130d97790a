//! Whether mail can be signed in the domain's name: DKIM.

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use arvak_probe::{Event, Grade};

use super::exchange::told_worst;
use super::{Mx, View};
use crate::answers::Answer;
use crate::findings::Findings;
use crate::mail::dkim::{self, BadKey, Material, RSA_BITS_GOOD, RSA_BITS_LEAST};
use crate::mail::places::{self, NO_SELECTOR};
use crate::mail_server::Told;

const PRESENT: &str = "dkim.present";
const KEY: &str = "dkim.key";

/// Judges what stands below `_domainkey`.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>) {
    let found = found(view);
    let told: Vec<Told> = found.iter().map(|(selector, records)| key(selector, records)).collect();
    let usable = found.iter().any(|(_, records)| {
        records
            .iter()
            .any(|record| dkim::parse(record).is_ok_and(|key| key.material != Material::Revoked))
    });
    let names = || found.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>().join(", ");
    let (result, reason, seen) = match view.answers.to(&places::dkim_base(view.domain), "TXT") {
        _ if usable => (Pass, "dkim.found", names()),
        _ if matches!(view.mx, Mx::None(_)) => (NotApplicable, "dkim.no_mail", String::new()),
        Answer::NoName => (Fail, "dkim.absent", String::new()),
        Answer::Unknown(code) => (Inconclusive, code, String::new()),
        // A wildcard answers for every name, so that an answer says nothing.
        Answer::Data(_) if !is_absent(view, NO_SELECTOR) => {
            let code = view.answers.to(&places::dkim(view.domain, NO_SELECTOR), "TXT").unknown();
            (Inconclusive, code.unwrap_or("dkim.wildcard"), String::new())
        }
        // Something is below a name that exists (RFC 8020): a key whose selector we do not know.
        Answer::Data(_) => (Pass, "dkim.subtree", places::dkim_base(view.domain)),
    };
    findings.check(PRESENT, Grade::Must, result, reason, seen);
    if told.is_empty() {
        let (result, reason) = match result {
            Pass => (Inconclusive, "dkim.no_selector"),
            Fail => (NotApplicable, reason),
            other => (other, reason),
        };
        return findings.check(KEY, Grade::Must, result, reason, "");
    }
    told_worst(findings, KEY, Grade::Must, told);
}

fn is_absent(view: &View<'_>, selector: &str) -> bool {
    view.answers.to(&places::dkim(view.domain, selector), "TXT") == Answer::NoName
}

/// The selectors that were asked for and have keys, with their records. What a wildcard says of every
/// selector is none of them.
fn found<'a>(view: &View<'a>) -> Vec<(String, Vec<&'a str>)> {
    let end = format!(".{}", places::dkim_base(view.domain));
    let wild = match view.answers.to(&places::dkim(view.domain, NO_SELECTOR), "TXT") {
        Answer::Data(records) => records,
        _ => Vec::new(),
    };
    let mut found: Vec<(String, Vec<&str>)> = Vec::new();
    for event in view.transcript.events() {
        let Event::Resolved(answer) = event else { continue };
        let Some(selector) = answer.name.strip_suffix(&end) else { continue };
        if selector == NO_SELECTOR || answer.record_type != "TXT" || !answer.is_ok() {
            continue;
        }
        let records: Vec<&str> = answer.txt().filter(|record| dkim::is_key(record)).collect();
        let is_new = !records.is_empty() && records.iter().any(|record| !wild.contains(record));
        if is_new && found.iter().all(|(known, _)| known != selector) {
            found.push((selector.to_owned(), records));
        }
    }
    found
}

fn key(selector: &str, records: &[&str]) -> Told {
    let tell =
        |result, reason: &str, what: &str| Told::new(result, reason, format!("{selector}: {what}"));
    let [record] = records else { return tell(Fail, "dkim.multiple", &records.join(" | ")) };
    let key = match dkim::parse(record) {
        Ok(key) => key,
        Err(BadKey(why)) => return tell(Fail, "dkim.invalid", &why),
    };
    let shown = match key.material {
        Material::Revoked => return tell(Notice, "dkim.revoked", "p="),
        Material::Rsa(bits) => format!("RSA {bits}"),
        Material::Ed25519 => "Ed25519".to_owned(),
    };
    match key.material {
        Material::Rsa(bits) if bits < RSA_BITS_LEAST => tell(Fail, "dkim.short", &shown),
        _ if key.sha1_only => tell(Fail, "dkim.sha1", "h=sha1"),
        Material::Rsa(bits) if bits < RSA_BITS_GOOD => tell(Notice, "dkim.phase_out", &shown),
        _ if key.testing => tell(Notice, "dkim.testing", "t=y"),
        _ => tell(Pass, "dkim.good", &shown),
    }
}
