//! Taking in a supplier's answers: the reply itself is documented, what it says is stated.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use arvak_core::catalogue::guide::{Answer, Question, outcomes};
use arvak_core::fact::ObligationMet;
use arvak_core::{Basis, Digest, Draft, EntityId, Fact, Instant, Name, Outcome};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::{Say, Words, end_of_day};
use arvak_workbook::{Answered, answers};
use serde_json::json;

use super::{evidence, known, questions};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::files;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(
    file: &Path,
    dry_run: bool,
    by: Option<EntityId>,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let bytes = super::read(file, &words)?;
    let name = file.file_name().unwrap_or(file.as_os_str()).to_string_lossy();
    let answered = answers(&name, &bytes, &reading.catalogue.guide.questions, &words);
    let answered = answered.map_err(|mistakes| {
        files::all_told(mistakes.iter().map(|mistake| mistake.told(&words)).collect(), &words)
    })?;
    let (obligation, met) = known(&reading, &answered.request, &words)?;
    if obligation.subject != answered.supplier {
        let args = [
            ("request", Say::Text(answered.request.as_str())),
            ("supplier", Say::Owned(obligation.subject.to_string())),
            ("answered", Say::Owned(answered.supplier.to_string())),
        ];
        return Err(BadInput(words.say("request-other-supplier", &args)).into());
    }
    let at = answered_at(&answered, reading.at, &words)?;
    let asked = questions(&reading, &answered.supplier);
    let found = outcomes(&asked, &answered.answers);
    let by = match by {
        Some(by) => Settings::role(Some(&by))?,
        None => contact(&reading, &answered.supplier)?,
    };
    let mut entries = Vec::new();
    if !dry_run {
        let recording = Recording::open(settings).await?;
        let blob = recording.folder.blobs().put(&bytes)?;
        let mut taking = Taking { by, at, blob, file: Digest::of(&bytes), words: &words };
        let drafts = taking.drafts(&answered, &asked, &found, met)?;
        entries = recording.append_all(drafts, &words).await?;
        recording.close().await?;
    }
    if settings.json {
        let found: BTreeMap<_, _> =
            found.iter().map(|(kind, said)| (kind.as_str(), said)).collect();
        let report = json!({
            "request": answered.request, "supplier": answered.supplier, "collected_at": at,
            "answered": answered.answers.len(), "asked": asked.len(), "kinds": found,
            "entries": entries,
        });
        super::super::print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    tell(&answered, &asked, &found, &reading, &words)?;
    let end = if dry_run { words.plain("import-dry") } else { recorded(entries.len(), &words) };
    super::super::print(&end)?;
    Ok(Exit::Done)
}

fn recorded(count: usize, words: &Words) -> String {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    words.say("request-recorded", &[("count", Say::Number(count))])
}

/// The role that speaks for the supplier.
fn contact(reading: &Reading, supplier: &EntityId) -> anyhow::Result<EntityId> {
    match reading.state().related(supplier, "contact").first() {
        Some(role) => Ok((*role).clone()),
        None => Ok(USUAL_ROLE.parse()?),
    }
}

/// The end of the day of the answer, or now when that is still to come.
fn answered_at(answered: &Answered, now: Instant, words: &Words) -> anyhow::Result<Instant> {
    let Some(date) = &answered.date else { return Ok(now) };
    let end = end_of_day(date).unwrap_or(now);
    if end > now.plus(arvak_core::Span::from_days(1)) {
        let args = [("date", Say::Text(date))];
        return Err(BadInput(words.say("request-answered-later", &args)).into());
    }
    Ok(end.min(now))
}

/// What the drafts of one reply have in common.
struct Taking<'w> {
    by: EntityId,
    at: Instant,
    blob: Digest,
    /// The digest of the file, so that the same file is taken in once.
    file: Digest,
    words: &'w Words,
}

impl Taking<'_> {
    fn drafts(
        &mut self,
        answered: &Answered,
        asked: &[&Question],
        found: &BTreeMap<&Name, Outcome>,
        met: bool,
    ) -> anyhow::Result<Vec<Draft>> {
        let supplier = &answered.supplier;
        let replied = evidence("supplier.replied", supplier, Basis::Document, self.at)?;
        let mut drafts = vec![self.draft(Fact::Evidence(replied), answered, None)?];
        for (kind, said) in found {
            let of_kind: Vec<_> =
                asked.iter().copied().filter(|one| one.evidence == **kind).collect();
            let mut fact = evidence(kind.as_str(), supplier, Basis::Statement, self.at)?;
            fact.result = *said;
            fact.valid_until = ends(&of_kind, &answered.answers);
            let note = note(&of_kind, answered, self.words);
            drafts.push(self.draft(Fact::Evidence(fact), answered, Some(note))?);
        }
        if !met {
            let fact = Fact::ObligationMet(ObligationMet { id: answered.request.clone() });
            drafts.push(self.draft(fact, answered, None)?);
        }
        Ok(drafts)
    }

    fn draft(
        &self,
        fact: Fact,
        answered: &Answered,
        note: Option<String>,
    ) -> anyhow::Result<Draft> {
        let kind = match &fact {
            Fact::Evidence(evidence) => evidence.kind.as_str(),
            other => other.name(),
        };
        let key = format!("answer\n{}\n{}\n{kind}", answered.request, self.file);
        let is_evidence = matches!(fact, Fact::Evidence(_));
        let mut draft = draft(fact, &self.by, Some(&key), Texts { note, ..Texts::default() })?;
        draft.blobs.extend(is_evidence.then_some(self.blob));
        Ok(draft)
    }
}

/// The first date after which it does not hold any more.
fn ends(of_kind: &[&Question], answers: &BTreeMap<Name, Answer>) -> Option<Instant> {
    let dates =
        of_kind.iter().filter(|one| one.ends).filter_map(|one| match answers.get(&one.id) {
            Some(Answer::Date(date)) => end_of_day(date),
            _ => None,
        });
    dates.min()
}

/// The questions and answers in words; what was not answered is left out.
fn note(of_kind: &[&Question], answered: &Answered, words: &Words) -> String {
    let mut note = String::new();
    for question in of_kind {
        let Some(answer) = answered.answers.get(&question.id) else { continue };
        let text = words.lang().of(&question.text);
        let _ = write!(note, "{text} {}", shown(answer, question, words));
        if let Some(comment) = answered.comments.get(&question.id) {
            let _ = write!(note, " ({comment})");
        }
        note.push('\n');
    }
    note.trim_end().to_owned()
}

fn shown(answer: &Answer, question: &Question, words: &Words) -> String {
    match answer {
        Answer::YesNo(true) => words.plain("flag-yes"),
        Answer::YesNo(false) => words.plain("flag-no"),
        Answer::Choice(id) => {
            let option = question.options.iter().find(|option| option.id == *id);
            option.map_or_else(|| id.to_string(), |one| words.lang().of(&one.text).to_owned())
        }
        Answer::Text(text) | Answer::Date(text) => text.clone(),
        Answer::Number(number) => number.to_string(),
        Answer::Countries(codes) => codes.join(", "),
        Answer::DoesNotKnow => words.plain("questionnaire-does-not-know"),
        Answer::SubSupplier => words.plain("questionnaire-sub-supplier"),
    }
}

fn tell(
    answered: &Answered,
    asked: &[&Question],
    found: &BTreeMap<&Name, Outcome>,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<()> {
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [
        ("request", Say::Text(answered.request.as_str())),
        ("answered", number(answered.answers.len())),
        ("asked", number(asked.len())),
    ];
    super::super::print(&words.say("request-answered", &args))?;
    for (kind, said) in found {
        let said = match said {
            Outcome::Supports => "request-says-yes",
            Outcome::Refutes => "request-says-no",
            Outcome::Inconclusive => "request-says-nothing",
        };
        let kind = words.kind_title(kind.as_str(), &reading.catalogue);
        super::super::print(&format!("  {kind}: {}", words.plain(said)))?;
    }
    Ok(())
}
