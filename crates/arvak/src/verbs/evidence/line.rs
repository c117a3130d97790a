//! A piece of evidence as a person or script writes it (INTERFACES, `evidence add --stdin`).

use std::collections::BTreeMap;
use std::path::Path;

use arvak_core::two_factor_measures::Measure;
use arvak_core::two_factor_plan::Plan;
use arvak_core::{Basis, Draft, EntityId, Evidence, Fact, Instant, Name, Outcome};
use arvak_store::drafts::{NotDrafted, Texts, add_texts, draft};
use arvak_store::{BLOB_BYTES_MAX, Blobs};
use arvak_suppliers::assurance::{Certificate, Names};
use arvak_words::{Words, moment};
use serde::Deserialize;

use super::certificate::certificate;
use crate::exit::Graded;

/// Most characters of a note.
const NOTE_CHARS_MAX: usize = 10_000;

/// One line.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Line {
    #[serde(default)]
    pub(super) key: Option<String>,
    pub(super) kind: String,
    pub(super) subject: String,
    pub(super) result: String,
    pub(super) basis: String,
    pub(super) collected_at: String,
    #[serde(default)]
    pub(super) valid_until: Option<String>,
    #[serde(default)]
    pub(super) note: Option<String>,
    #[serde(default)]
    pub(super) file: Option<String>,
    /// Of a certificate or an assurance report: what it covers, and for when.
    #[serde(default)]
    pub(super) standard: Option<String>,
    #[serde(default)]
    pub(super) issuer: Option<String>,
    #[serde(default)]
    pub(super) scope: Option<String>,
    #[serde(default)]
    pub(super) period_from: Option<String>,
    #[serde(default)]
    pub(super) period_to: Option<String>,
    /// Of a plan for two factors: what decides its date, who confirmed it and when, and the steps on the way.
    #[serde(default)]
    pub(super) decides: Option<String>,
    #[serde(default)]
    pub(super) confirmed_by: Option<String>,
    #[serde(default)]
    pub(super) confirmed_on: Option<String>,
    #[serde(default)]
    pub(super) milestones: Vec<String>,
    /// Of measures in the meantime: what is claimed.
    #[serde(default)]
    pub(super) measures: Vec<String>,
}

/// The kind of evidence that is measures in the meantime.
const MEASURES: &str = "mfa.risk_reduction";

/// The kind of evidence that is a plan for two factors.
const PLAN: &str = "mfa.plan";

/// What lines are held against, and where their attachments are kept.
pub(super) struct Desk<'a> {
    pub(super) blobs: &'a Blobs,
    pub(super) words: &'a Words,
    /// What is recorded, with the names of things.
    pub(super) known: &'a Names,
}

/// A line that cannot be recorded, with a stable code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::verbs) struct Bad {
    pub(super) code: String,
    pub(in crate::verbs) reason: String,
}

impl Bad {
    pub(super) fn new(code: &str, reason: impl Into<String>) -> Self {
        Self { code: code.to_owned(), reason: reason.into() }
    }
}

impl Line {
    /// Reads a line of JSON.
    pub(super) fn read(text: &str) -> Result<Self, Bad> {
        serde_json::from_str(text).map_err(|error| Bad::new("bad_line", error.to_string()))
    }

    /// The draft; an attached file is kept as a blob before this returns.
    pub(super) fn draft(self, by: &EntityId, now: Instant, desk: &Desk<'_>) -> Result<Draft, Bad> {
        let mut evidence = self.evidence(now)?;
        let certificate = certificate(&self, &mut evidence, now, desk)?;
        let plan = self.plan()?;
        evidence.attributes.extend(self.measures()?);
        let words = desk.words;
        let graded = |graded: Graded| Bad::new("graded", graded.said(words));
        let typed = [&self.note, &self.standard, &self.issuer, &self.scope];
        for text in typed.into_iter().flatten().chain(&self.milestones) {
            Graded::check(text).map_err(graded)?;
        }
        let attached = match self.file.as_deref() {
            Some(file) => Some(attach(Path::new(file), desk)?),
            None => None,
        };
        let texts = Texts { note: self.note, ..Texts::default() };
        let no_random = |error: NotDrafted| Bad::new("no_random", error.to_string());
        let drafted = draft(Fact::Evidence(evidence), by, self.key.as_deref(), texts);
        let mut drafted = drafted.map_err(no_random)?;
        drafted.blobs.extend(attached);
        let mut texts = plan.texts();
        texts.extend(certificate.into_iter().flat_map(Certificate::texts));
        add_texts(&mut drafted, texts).map_err(|error| no_random(error.into()))?;
        Ok(drafted)
    }

    /// The measures that are claimed, as attributes.
    fn measures(&self) -> Result<BTreeMap<Name, i64>, Bad> {
        if !self.measures.is_empty() && self.kind != MEASURES {
            return Err(Bad::new("bad_measure", format!("measures belong to `{MEASURES}`")));
        }
        let bad = |why: String| Bad::new("bad_measure", why);
        let one = |text: &String| {
            let measure = Measure::read(text).map_err(|wrong| bad(wrong.to_string()))?;
            let name = measure.name().parse::<Name>().map_err(|wrong| bad(wrong.to_string()))?;
            Ok((name, measure.value()))
        };
        self.measures.iter().map(one).collect()
    }

    /// What a plan for two factors says besides its date.
    fn plan(&self) -> Result<Plan, Bad> {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let (decides, by) = (text(&self.decides), text(&self.confirmed_by));
        let (on, steps) = (text(&self.confirmed_on), self.milestones.join("\n"));
        let plan = Plan::read(&decides, &by, &on, &steps);
        let plan = plan.map_err(|wrong| Bad::new("bad_plan", wrong.to_string()))?;
        if !plan.is_empty() && self.kind != PLAN {
            let reason = format!("what decides a date, and its milestones, belong to `{PLAN}`");
            return Err(Bad::new("bad_plan", reason));
        }
        Ok(plan)
    }

    fn evidence(&self, now: Instant) -> Result<Evidence, Bad> {
        let name = |text: &str| text.parse::<Name>();
        let kind =
            name(&self.kind).map_err(|error| Bad::new("bad_kind", format!("`kind`: {error}")))?;
        let subject = self.subject.parse::<EntityId>();
        let subject =
            subject.map_err(|error| Bad::new("bad_subject", format!("`subject`: {error}")))?;
        let result = match self.result.as_str() {
            "supports" => Outcome::Supports,
            "refutes" => Outcome::Refutes,
            other => {
                let reason = format!("`result` is `{other}`; use `supports` or `refutes`");
                return Err(Bad::new("bad_result", reason));
            }
        };
        let basis = match self.basis.as_str() {
            "statement" => Basis::Statement,
            "document" => Basis::Document,
            other => {
                let reason = format!(
                    "`basis` is `{other}`; use `statement` or `document`: what is stronger comes only \
                     from what arvak reads or tests itself"
                );
                return Err(Bad::new("bad_basis", reason));
            }
        };
        if self.note.as_deref().is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX) {
            let reason = format!("`note` has more than {NOTE_CHARS_MAX} characters; shorten it");
            return Err(Bad::new("note_too_long", reason));
        }
        if self.key.as_deref().is_some_and(|key| key.is_empty() || key.len() > 1_000) {
            return Err(Bad::new("bad_key", "`key` is empty or longer than 1000 bytes"));
        }
        let valid_until = self.valid_until.as_deref().map(|text| time("valid_until", text));
        Ok(Evidence {
            kind,
            subject,
            result,
            basis,
            collected_at: collected("collected_at", &self.collected_at, now)?,
            valid_until: valid_until.transpose()?,
            method: None,
            vantage: None,
            attributes: BTreeMap::default(),
            code: None,
            transcript: None,
            supersedes: None,
        })
    }
}

/// A date means its end; today, whose end is still to come, means now.
pub(in crate::verbs) fn collected(field: &str, text: &str, now: Instant) -> Result<Instant, Bad> {
    let at = time(field, text)?;
    let is_date = text.parse::<Instant>().is_err();
    let day = arvak_core::Span::from_days(1);
    Ok(if is_date && at > now && at <= now.plus(day) { now } else { at })
}

pub(super) fn time(field: &str, text: &str) -> Result<Instant, Bad> {
    moment(text).ok_or_else(|| {
        let reason = format!(
            "`{field}` is `{text}`; write RFC 3339 such as 2026-03-01T12:00:00Z, or a date such as \
             2026-03-01"
        );
        Bad::new("bad_time", reason)
    })
}

fn attach(file: &Path, desk: &Desk<'_>) -> Result<arvak_core::Digest, Bad> {
    let bad = |code: &str, why: String| Bad::new(code, format!("`file` {}: {why}", file.display()));
    let length = std::fs::metadata(file).map_err(|error| bad("bad_file", error.to_string()))?.len();
    if length > BLOB_BYTES_MAX as u64 {
        return Err(bad("file_too_large", format!("more than {BLOB_BYTES_MAX} bytes")));
    }
    let bytes = std::fs::read(file).map_err(|error| bad("bad_file", error.to_string()))?;
    let name =
        file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    Graded::check_file(&name, &bytes)
        .map_err(|graded| Bad::new("graded", graded.said(desk.words)))?;
    desk.blobs.put(&bytes).map_err(|error| bad(error.code(), error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Instant {
        "2026-03-10T12:00:00Z".parse().unwrap()
    }

    fn code(text: &str) -> String {
        Line::read(text).and_then(|line| line.evidence(now())).unwrap_err().code
    }

    #[test]
    fn each_mistake_in_a_line_has_its_own_code() {
        let line = |kind: &str, subject: &str, result: &str, basis: &str, at: &str| {
            serde_json::json!({
                "kind": kind, "subject": subject, "result": result, "basis": basis,
                "collected_at": at,
            })
            .to_string()
        };
        let at = "2026-03-01T12:00:00Z";
        assert_eq!(code("{"), "bad_line");
        assert_eq!(code("{\"kind\":\"a\",\"what\":1}"), "bad_line");
        assert_eq!(code(&line("A b", "plan/x", "supports", "statement", at)), "bad_kind");
        assert_eq!(code(&line("a", "plan", "supports", "statement", at)), "bad_subject");
        assert_eq!(code(&line("a", "plan/x", "inconclusive", "statement", at)), "bad_result");
        assert_eq!(code(&line("a", "plan/x", "supports", "probe", at)), "bad_basis");
        assert_eq!(code(&line("a", "plan/x", "supports", "statement", "i går")), "bad_time");
    }

    #[test]
    fn today_means_now_and_another_day_its_end() {
        let at = |text: &str| collected("collected_at", text, now()).unwrap().to_string();
        assert_eq!(at("2026-03-10"), "2026-03-10T12:00:00Z");
        assert_eq!(at("2026-03-09"), "2026-03-09T23:00:00Z");
        assert_eq!(at("2026-03-10T13:00:00Z"), "2026-03-10T13:00:00Z");
    }
}
