//! Suppliers' answers held against what was found since (letter point 1c): where a finding contradicts one, the answers are
//! refuted; where all that can be held against something agrees, they are true again. Comparing makes no new request.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::Answer;
use arvak_core::fact::Method;
use arvak_core::{
    Basis, Class, Draft, EntityId, EntryId, Evidence, Fact, Instant, Name, Outcome, Span,
};
use arvak_suppliers::compare::{
    CONTRADICTED, Compared, KIND, METHOD, VERSION, Verdict, compare, may_be_shown, newest,
    newest_reply,
};
use arvak_words::{Lang, Words};

use super::own::own;
use super::placed;
use super::reading::Reading;
use super::recording::Recording;

/// The answer that says so, among those of the catalogue's list of measures.
const FILTER: &str = "filter";

/// How old a comparison that agrees may be before it is made again.
const AGREES_FOR: Span = Span::from_days(30);

/// What is to be recorded of one supplier.
struct News {
    result: Outcome,
    class: Class,
    compared: Compared,
}

/// Records which suppliers' answers are contradicted, and which agree; returns how many facts that took.
pub(crate) async fn record(
    recording: &Recording,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<usize> {
    let mut drafts = Vec::new();
    for supplier in reading.state().entities_of("supplier").filter(|one| !one.is_retired()) {
        if let Some(news) = news(reading, supplier.id(), words) {
            drafts.push(draft(recording, &news)?);
        }
    }
    let count = drafts.len();
    recording.append_all(drafts, words).await?;
    Ok(count)
}

fn news(reading: &Reading, supplier: &EntityId, words: &Words) -> Option<News> {
    let state = reading.state();
    let Given { answers, reply, at: answered_at } = given(reading, supplier, words)?;
    let places = |entry| placed::countries(reading, entry);
    let found = compare(&reading.catalogue, state, supplier, &answers, answered_at, &places);
    let verdict = found.verdict();
    let compared = Compared {
        method: METHOD.parse().ok()?,
        version: VERSION,
        supplier: supplier.clone(),
        reply,
        answered_at,
        held: found.held,
        open: found.open,
    };
    let ours = newest(state, supplier);
    let before = ours.as_ref().and_then(|one| kept(reading, one.entry));
    let was_refuted = ours.as_ref().is_some_and(|one| one.result == Outcome::Refutes);
    let is_same = before.as_ref().is_some_and(|(one, _)| one.says_the_same(&compared));
    match verdict {
        Verdict::Contradicted => {
            // What stands already is told again only when others may see it now and could not before.
            let shown = ours.as_ref().is_some_and(|one| may_be_shown(state, one.entry, reading.at));
            let is_shut = before.is_some_and(|(_, class)| class == Class::Internal);
            let opens = was_refuted && is_same && shown && is_shut;
            let class = if opens { Class::Shared } else { Class::Internal };
            let is_new = !was_refuted || !is_same || opens;
            is_new.then_some(News { result: Outcome::Refutes, class, compared })
        }
        Verdict::Agrees => {
            let is_old = ours.is_none_or(|one| one.collected_at.plus(AGREES_FOR) <= reading.at);
            let class = Class::Internal;
            (was_refuted || !is_same || is_old).then_some(News {
                result: Outcome::Supports,
                class,
                compared,
            })
        }
        Verdict::Open => None,
    }
}

/// The endpoints of suppliers that say a filter stands before what they deliver.
pub(super) fn filtered(reading: &Reading) -> BTreeSet<EntityId> {
    let (state, words) = (reading.state(), Words::new(Lang::Nb));
    let says_so = |supplier: &EntityId| {
        let answers = given(reading, supplier, &words).map(|given| given.answers);
        answers.is_some_and(|answers| {
            answers.values().any(|answer| match answer {
                Answer::Choices(ids) => ids.iter().any(|id| id.as_str() == FILTER),
                _ => false,
            })
        })
    };
    let mut endpoints = BTreeSet::new();
    for supplier in state.entities_of("supplier").filter(|one| !one.is_retired()) {
        let delivered = ["operates", "supplies"].map(|relation| supplier.related(relation));
        let reached = delivered.concat().into_iter().flat_map(|id| state.related(id, "endpoints"));
        let reached: Vec<_> = reached.cloned().collect();
        // Its answers are read only where it matters.
        if !reached.is_empty() && says_so(supplier.id()) {
            endpoints.extend(reached);
        }
    }
    endpoints
}

/// What a supplier answered last, and in which entry.
pub(super) struct Given {
    pub(super) answers: BTreeMap<Name, Answer>,
    pub(super) reply: EntryId,
    at: Instant,
}

pub(super) fn given(reading: &Reading, supplier: &EntityId, words: &Words) -> Option<Given> {
    let (reply, at) = newest_reply(reading.state(), supplier)?;
    let envelope = reading.store.entry(reply).ok()?.envelope;
    let bytes = reading.store.blobs().get(*envelope.blobs.first()?).ok()?;
    let answers = arvak_workbook::replied(&bytes, &reading.catalogue.guide.questions, words)?;
    Some(Given { answers, reply, at })
}

/// What was compared before, and who may see it.
fn kept(reading: &Reading, entry: EntryId) -> Option<(Compared, Class)> {
    let envelope = reading.store.entry(entry).ok()?.envelope;
    let Fact::Evidence(evidence) = envelope.fact else { return None };
    let bytes = reading.store.blobs().get(evidence.transcript?).ok()?;
    Some((serde_json::from_slice(&bytes).ok()?, envelope.class))
}

fn draft(recording: &Recording, news: &News) -> anyhow::Result<Draft> {
    let said = serde_json::to_string(&news.compared)?;
    let transcript = recording.folder.blobs().put(said.as_bytes())?;
    let method: Name = METHOD.parse()?;
    let evidence = Evidence {
        kind: KIND.parse()?,
        subject: news.compared.supplier.clone(),
        result: news.result,
        basis: Basis::Probe,
        collected_at: news.compared.at(),
        valid_until: None,
        method: Some(Method { name: method.clone(), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::new(),
        code: (news.result == Outcome::Refutes).then(|| CONTRADICTED.parse()).transpose()?,
        transcript: Some(transcript),
        supersedes: None,
    };
    let key = format!("evidence\n{METHOD}\n{}\n{said}", news.class.name());
    Ok(Draft { class: news.class, ..own(&key, method, evidence) })
}
