//! Certificates and assurance reports: what they cover, and for when. One whose period is over, or whose scope names
//! nothing of what is asked about, is no evidence of it.
//!
//! A certificate (ISO 27001) looks forward: it holds to the last day of its period. A report (SOC, ISAE, SSAE) looks back on
//! its period: it comes after it, and is taken for [`REPORT_DAYS`] more days, which is our proposal.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Evidence, Instant, Name, Span};
use arvak_words::{Say, date, end_of_day};

use super::line::{Bad, Desk, Line};
use crate::settings::Settings;
use crate::wiring::reading::Reading;

/// How long a report on a period is taken to say something after the period.
const REPORT_DAYS: u32 = 365;

/// Words in the name of a standard for reports on a past period.
const REPORTS: [&str; 3] = ["soc", "isae", "ssae"];

/// Relations from a supplier to what it delivers.
const DELIVERS: [&str; 2] = ["operates", "supplies"];

/// Most characters of each text.
const CHARS_MAX: usize = 2_000;

/// What scopes are held against: what each thing delivers or is, by the names that people know.
#[derive(Default)]
pub(super) struct Known {
    delivered: BTreeMap<EntityId, Vec<String>>,
}

impl Known {
    /// Reads the names of what suppliers deliver, and of services and systems themselves.
    pub(super) async fn read(settings: &Settings) -> anyhow::Result<Self> {
        let reading = Reading::open(settings, None).await?;
        let state = reading.state();
        let mut things: BTreeMap<EntityId, Vec<EntityId>> = BTreeMap::new();
        for kind in ["service", "system"] {
            for thing in state.entities_of(kind) {
                things.insert(thing.id().clone(), vec![thing.id().clone()]);
            }
        }
        for supplier in state.entities_of("supplier") {
            let related = DELIVERS.iter().flat_map(|name| state.related(supplier.id(), name));
            things.insert(supplier.id().clone(), related.cloned().collect());
        }
        let texts = reading.texts(things.values().flatten()).await?;
        let names = |id: &EntityId| {
            let named = texts.get(id).and_then(|texts| texts.name.clone());
            named.into_iter().chain([id.slug().to_owned()]).collect::<Vec<_>>()
        };
        let delivered = things
            .iter()
            .map(|(id, all)| (id.clone(), all.iter().flat_map(names).collect()))
            .collect();
        Ok(Self { delivered })
    }
}

/// A certificate or report, as somebody wrote it down.
pub(super) struct Certificate {
    standard: String,
    issuer: String,
    scope: String,
    from: Option<Day>,
    to: Day,
}

/// A day, as it is written and as a number.
struct Day {
    text: String,
    number: i64,
    end: Instant,
}

impl Certificate {
    /// What a line says of one; nothing when it says nothing of the sort. Half of it is told.
    pub(super) fn of(line: &Line, desk: &Desk<'_>) -> Result<Option<Self>, Bad> {
        let texts = [&line.standard, &line.issuer, &line.scope, &line.period_from, &line.period_to];
        if texts.iter().all(|text| text.is_none()) {
            return Ok(None);
        }
        if line.basis != "document" {
            return Err(Bad::new("certificate_basis", desk.words.plain("certificate-basis")));
        }
        let said = |text: &Option<String>| {
            text.as_deref().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned)
        };
        let standard = said(&line.standard);
        let is_report = standard.as_deref().is_some_and(is_report);
        let needed = [
            ("standard", said(&line.standard)),
            ("issuer", said(&line.issuer)),
            ("scope", said(&line.scope)),
            ("period_to", said(&line.period_to)),
            ("period_from", said(&line.period_from).or((!is_report).then(String::new))),
        ];
        let missing = needed.iter().filter(|(_, text)| text.is_none()).map(|(name, _)| *name);
        let missing = missing.collect::<Vec<_>>().join(", ");
        if !missing.is_empty() {
            let args = [("fields", Say::Owned(missing))];
            return Err(Bad::new("certificate_lacks", desk.words.say("certificate-lacks", &args)));
        }
        let text = |text: &Option<String>| -> String {
            said(text).unwrap_or_default().chars().take(CHARS_MAX).collect()
        };
        let from = said(&line.period_from).map(|text| Day::of("period_from", &text, desk));
        let (from, to) = (from.transpose()?, Day::of("period_to", &text(&line.period_to), desk)?);
        if let Some(from) = from.as_ref().filter(|from| from.number > to.number) {
            let args = [("from", Say::Text(&from.text)), ("to", Say::Text(&to.text))];
            let reason = desk.words.say("certificate-backwards", &args);
            return Err(Bad::new("certificate_backwards", reason));
        }
        Ok(Some(Self {
            standard: text(&line.standard),
            issuer: text(&line.issuer),
            scope: text(&line.scope),
            from,
            to,
        }))
    }

    /// Holds it against the time and the thing, and lets the evidence last no longer than it does.
    pub(super) fn fit(
        &self,
        evidence: &mut Evidence,
        now: Instant,
        desk: &Desk<'_>,
    ) -> Result<(), Bad> {
        self.is_about(&evidence.subject, desk)?;
        let report = is_report(&self.standard);
        let until =
            if report { self.to.end.plus(Span::from_days(REPORT_DAYS)) } else { self.to.end };
        let told = |id: &str, name: &'static str, instant: Instant| {
            let day = Say::Owned(date(desk.words.lang(), instant));
            desk.words.say(id, &[("standard", Say::Text(&self.standard)), (name, day)])
        };
        // The instant before the next day begins is what people call the last day.
        let last = Instant::from_millis(until.as_millis().saturating_sub(1));
        if until <= now {
            return Err(Bad::new("certificate_over", told("certificate-over", "until", last)));
        }
        if report && evidence.collected_at < self.to.end {
            let args = [("to", Say::Text(&self.to.text))];
            let reason = desk.words.say("certificate-early-report", &args);
            return Err(Bad::new("certificate_early_report", reason));
        }
        let day = Span::from_days(1).as_millis();
        let begins = |from: &Day| Instant::from_millis(from.end.as_millis().saturating_sub(day));
        if let Some(from) = self.from.as_ref().filter(|from| begins(from) > evidence.collected_at) {
            let args = [("from", Say::Text(&from.text))];
            let reason = desk.words.say("certificate-not-begun", &args);
            return Err(Bad::new("certificate_not_begun", reason));
        }
        if evidence.valid_until.is_some_and(|wanted| wanted > until) {
            let reason = told("certificate-valid-too-long", "until", last);
            return Err(Bad::new("certificate_valid_too_long", reason));
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
    fn is_about(&self, subject: &EntityId, desk: &Desk<'_>) -> Result<(), Bad> {
        let Some(names) = desk.known.delivered.get(subject) else { return Ok(()) };
        let shown = Say::Owned(subject.to_string());
        if names.is_empty() {
            let reason = desk.words.say("certificate-no-services", &[("subject", shown)]);
            return Err(Bad::new("certificate_no_services", reason));
        }
        if names.iter().any(|name| is_named(&self.scope, name)) {
            return Ok(());
        }
        let names = Say::Owned(names.join(", "));
        let reason = desk.words.say("certificate-scope", &[("subject", shown), ("names", names)]);
        Err(Bad::new("certificate_scope", reason))
    }

    /// What is kept for people, erasable.
    pub(super) fn texts(self) -> [(String, String); 3] {
        [("standard", self.standard), ("issuer", self.issuer), ("scope", self.scope)]
            .map(|(name, text)| (name.to_owned(), text))
    }
}

impl Day {
    fn of(field: &str, text: &str, desk: &Desk<'_>) -> Result<Self, Bad> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let number = digits.parse().ok().filter(|_| digits.len() == 8);
        number
            .zip(end_of_day(text))
            .map(|(number, end)| Self { text: text.to_owned(), number, end })
            .ok_or_else(|| {
                let args = [("field", Say::Text(field)), ("text", Say::Text(text))];
                Bad::new("bad_time", desk.words.say("certificate-bad-date", &args))
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
