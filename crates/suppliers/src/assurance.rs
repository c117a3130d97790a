//! Certificates and assurance reports: what they cover, and for when. One whose period is over, or whose scope names
//! nothing of what is asked about, is no evidence of it.
//!
//! A certificate (ISO 27001) looks forward: it holds to the last day of its period. A report (SOC, ISAE, SSAE) looks back on
//! its period: it comes after it, and is taken for [`REPORT_DAYS`] more days, which is our proposal.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Evidence, Instant, Name, Span, State};
use arvak_words::{Say, Words, date, end_of_day};

/// How long a report on a period is taken to say something after the period.
const REPORT_DAYS: u32 = 365;

/// Words in the name of a standard for reports on a past period.
const REPORTS: [&str; 3] = ["soc", "isae", "ssae"];

/// Relations from a supplier to what it delivers.
const DELIVERS: [&str; 2] = ["operates", "supplies"];

/// Most characters of each text.
const CHARS_MAX: usize = 2_000;

/// What scopes are held against: what each thing delivers or is, by the names that people know.
#[derive(Clone, Debug, Default)]
pub struct Names(BTreeMap<EntityId, Vec<String>>);

impl Names {
    /// Of what suppliers deliver, and of services and systems themselves; `name_of` says what people call a thing.
    pub fn of(state: &State, name_of: impl Fn(&EntityId) -> Option<String>) -> Self {
        let names = |id: &EntityId| name_of(id).into_iter().chain([id.slug().to_owned()]);
        let mut all: BTreeMap<EntityId, Vec<String>> = BTreeMap::new();
        for kind in ["service", "system"] {
            for thing in state.entities_of(kind) {
                all.insert(thing.id().clone(), names(thing.id()).collect());
            }
        }
        for supplier in state.entities_of("supplier") {
            let related = DELIVERS.iter().flat_map(|name| state.related(supplier.id(), name));
            all.insert(supplier.id().clone(), related.flat_map(names).collect());
        }
        Self(all)
    }
}

/// A certificate or report as somebody wrote it down: each text as it was typed, if it was.
#[derive(Clone, Copy, Debug, Default)]
pub struct Written<'a> {
    /// The standard, such as `ISAE 3402 type II`.
    pub standard: Option<&'a str>,
    /// Who issued it.
    pub issuer: Option<&'a str>,
    /// What it covers, in its own words.
    pub scope: Option<&'a str>,
    /// The first day of its period, as `2026-03-01`.
    pub period_from: Option<&'a str>,
    /// The last day of its period.
    pub period_to: Option<&'a str>,
    /// Whether it is recorded as a document: of anything else it is no part.
    pub is_document: bool,
}

/// Why it is no evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotFit {
    /// A stable code.
    pub code: &'static str,
    /// The fields that are wrong: `standard`, `issuer`, `scope`, `period_from`, `period_to`; none where it is the thing or the time.
    pub fields: Vec<&'static str>,
    /// What is wrong and what to do.
    pub reason: String,
}

impl NotFit {
    fn new(code: &'static str, fields: &[&'static str], reason: String) -> Self {
        Self { code, fields: fields.to_vec(), reason }
    }
}

/// A certificate or report with all that it needs.
#[derive(Clone, Debug)]
pub struct Certificate {
    standard: String,
    issuer: String,
    scope: String,
    from: Option<Day>,
    to: Day,
}

/// A day, as it is written and as a number.
#[derive(Clone, Debug)]
struct Day {
    text: String,
    number: i64,
    end: Instant,
}

impl Certificate {
    /// What was written of one; nothing when nothing of the sort was. Half of it is told.
    pub fn of(written: &Written<'_>, words: &Words) -> Result<Option<Self>, NotFit> {
        let Written { standard, issuer, scope, period_from, period_to, is_document } = *written;
        if [standard, issuer, scope, period_from, period_to].iter().all(Option::is_none) {
            return Ok(None);
        }
        if !is_document {
            return Err(NotFit::new("certificate_basis", &[], words.plain("certificate-basis")));
        }
        let said = |text: Option<&str>| {
            text.map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let is_report = said(standard).as_deref().is_some_and(is_report);
        let needed = [
            ("standard", said(standard)),
            ("issuer", said(issuer)),
            ("scope", said(scope)),
            ("period_to", said(period_to)),
            ("period_from", said(period_from).or((!is_report).then(String::new))),
        ];
        let missing = needed.iter().filter(|(_, text)| text.is_none()).map(|(name, _)| *name);
        let missing: Vec<&'static str> = missing.collect();
        if !missing.is_empty() {
            let args = [("fields", Say::Owned(missing.join(", ")))];
            let reason = words.say("certificate-lacks", &args);
            return Err(NotFit::new("certificate_lacks", &missing, reason));
        }
        let text = |text: Option<&str>| -> String {
            said(text).unwrap_or_default().chars().take(CHARS_MAX).collect()
        };
        let from = said(period_from).map(|text| Day::of("period_from", &text, words));
        let (from, to) = (from.transpose()?, Day::of("period_to", &text(period_to), words)?);
        if let Some(from) = from.as_ref().filter(|from| from.number > to.number) {
            let args = [("from", Say::Text(&from.text)), ("to", Say::Text(&to.text))];
            let reason = words.say("certificate-backwards", &args);
            return Err(NotFit::new("certificate_backwards", &["period_to"], reason));
        }
        let (standard, issuer, scope) = (text(standard), text(issuer), text(scope));
        Ok(Some(Self { standard, issuer, scope, from, to }))
    }

    /// Holds it against the time and the thing, and lets the evidence last no longer than it does.
    pub fn fit(
        &self,
        evidence: &mut Evidence,
        now: Instant,
        names: &Names,
        words: &Words,
    ) -> Result<(), NotFit> {
        self.is_about(&evidence.subject, names, words)?;
        let report = is_report(&self.standard);
        let until =
            if report { self.to.end.plus(Span::from_days(REPORT_DAYS)) } else { self.to.end };
        let told = |id: &str, name: &'static str, instant: Instant| {
            let day = Say::Owned(date(words.lang(), instant));
            words.say(id, &[("standard", Say::Text(&self.standard)), (name, day)])
        };
        // The instant before the next day begins is what people call the last day.
        let last = Instant::from_millis(until.as_millis().saturating_sub(1));
        if until <= now {
            let reason = told("certificate-over", "until", last);
            return Err(NotFit::new("certificate_over", &["period_to"], reason));
        }
        if report && evidence.collected_at < self.to.end {
            let args = [("to", Say::Text(&self.to.text))];
            let reason = words.say("certificate-early-report", &args);
            return Err(NotFit::new("certificate_early_report", &["period_to"], reason));
        }
        let day = Span::from_days(1).as_millis();
        let begins = |from: &Day| Instant::from_millis(from.end.as_millis().saturating_sub(day));
        if let Some(from) = self.from.as_ref().filter(|from| begins(from) > evidence.collected_at) {
            let args = [("from", Say::Text(&from.text))];
            let reason = words.say("certificate-not-begun", &args);
            return Err(NotFit::new("certificate_not_begun", &["period_from"], reason));
        }
        if evidence.valid_until.is_some_and(|wanted| wanted > until) {
            let reason = told("certificate-valid-too-long", "until", last);
            return Err(NotFit::new("certificate_valid_too_long", &[], reason));
        }
        evidence.valid_until = Some(evidence.valid_until.unwrap_or(until));
        let days = [("period_from", self.from.as_ref()), ("period_to", Some(&self.to))];
        for (name, day) in days {
            if let (Ok(name), Some(day)) = (name.parse::<Name>(), day) {
                evidence.attributes.insert(name, day.number);
            }
        }
        Ok(())
    }

    /// Whether the scope names the thing, or something that it delivers.
    fn is_about(&self, subject: &EntityId, names: &Names, words: &Words) -> Result<(), NotFit> {
        let Some(names) = names.0.get(subject) else { return Ok(()) };
        let shown = Say::Owned(subject.to_string());
        if names.is_empty() {
            let reason = words.say("certificate-no-services", &[("subject", shown)]);
            return Err(NotFit::new("certificate_no_services", &[], reason));
        }
        if names.iter().any(|name| is_named(&self.scope, name)) {
            return Ok(());
        }
        let names = Say::Owned(names.join(", "));
        let reason = words.say("certificate-scope", &[("subject", shown), ("names", names)]);
        Err(NotFit::new("certificate_scope", &["scope"], reason))
    }

    /// What is kept for people, erasable.
    pub fn texts(self) -> [(String, String); 3] {
        [("standard", self.standard), ("issuer", self.issuer), ("scope", self.scope)]
            .map(|(name, text)| (name.to_owned(), text))
    }
}

impl Day {
    fn of(field: &'static str, text: &str, words: &Words) -> Result<Self, NotFit> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let number = digits.parse().ok().filter(|_| digits.len() == 8);
        number
            .zip(end_of_day(text))
            .map(|(number, end)| Self { text: text.to_owned(), number, end })
            .ok_or_else(|| {
                let args = [("field", Say::Text(field)), ("text", Say::Text(text))];
                NotFit::new("bad_time", &[field], words.say("certificate-bad-date", &args))
            })
    }
}

fn is_report(standard: &str) -> bool {
    let plain = standard.to_lowercase();
    let mut words = plain.split(|c: char| !c.is_alphabetic());
    words.any(|word| REPORTS.contains(&word))
}

/// Whether a text names something: as whole words, without regard to case.
fn is_named(text: &str, name: &str) -> bool {
    let plain = |text: &str| {
        let text = text.to_lowercase();
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect::<Vec<_>>()
    };
    let (text, name) = (plain(text), plain(name));
    !name.is_empty() && text.windows(name.len()).any(|part| part == name.as_slice())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_names_a_thing_in_whole_words() {
        assert!(is_named("Drift av Fagsystem Sak, med kopi", "fagsystem sak"));
        assert!(is_named("Development of the service epj-lagring.", "EPJ lagring"));
        assert!(!is_named("Drift av Fagsystem Sakarkiv", "Fagsystem Sak"));
        assert!(!is_named("Drift", "") && !is_named("", "Sak"));
    }

    #[test]
    fn reports_look_back_and_certificates_forward() {
        for report in ["SOC 2 type II", "ISAE 3402", "isae 3000 type 1", "SSAE18", "SSAE 18"] {
            assert!(is_report(report), "{report}");
        }
        for certificate in ["ISO 27001", "ISO/IEC 27001:2022", "Sociale"] {
            assert!(!is_report(certificate), "{certificate}");
        }
    }
}
