//! Answers held against what others than the supplier found out: by probes, drills and exports (letter point 1c).
//!
//! What each answer can be held against stands in the catalogue (`[[question.held_against]]`). A finding from before the answer
//! says nothing: it may have been mended, and the answer be why. Only what was found since can agree with it or contradict it.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Answer, HeldAgainst, HeldBy, Question};
use arvak_core::requirement::Via;
use arvak_core::state::EvidenceView;
use arvak_core::{Basis, Catalogue, EntityId, EntryId, Instant, Name, Outcome, State};
use serde::{Deserialize, Serialize};

/// The method of the evidence, and its version.
pub const METHOD: &str = "answer_comparison";
/// See [`METHOD`].
pub const VERSION: u32 = 2;

/// The evidence kind, and its refuter.
pub const KIND: &str = "supplier.answers";
/// See [`KIND`].
pub const CONTRADICTED: &str = "supplier.answer_contradicted";

/// One answer held against one finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The question.
    pub question: Name,
    /// What was answered: `yes`, `no`, the id of an option, a number, or countries in small letters with `-` between.
    pub answer: Name,
    /// The kind of the finding.
    pub kind: Name,
    /// What it was found on.
    pub subject: EntityId,
    /// The ledger entry of the finding.
    pub entry: EntryId,
    /// When it was found.
    pub at: Instant,
    /// Whether it contradicts the answer.
    pub contradicts: bool,
    /// Why, where it does.
    pub code: Option<Name>,
    /// What was found instead of that number, or of those countries.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen: Option<Name>,
}

/// All answers of a supplier that can be held against something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What was held against what, in the order of the questions.
    pub held: Vec<Held>,
    /// Answers that could be held against something, of which nobody has found anything out since.
    pub open: Vec<(Name, Name)>,
}

/// What a comparison says of the answers as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// At least one answer is contradicted.
    Contradicted,
    /// All that can be held against something agrees, and something can.
    Agrees,
    /// Neither: something is open, or nothing can be held against anything.
    Open,
}

impl Comparison {
    /// What it says as a whole.
    pub fn verdict(&self) -> Verdict {
        if self.contradictions().next().is_some() {
            Verdict::Contradicted
        } else if self.open.is_empty() && !self.held.is_empty() {
            Verdict::Agrees
        } else {
            Verdict::Open
        }
    }

    /// Those that contradict.
    pub fn contradictions(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|one| one.contradicts)
    }
}

/// The countries that a finding was made in, as codes of ISO 3166-1 in capital letters; they stand in its transcript.
pub type Places<'a> = dyn Fn(EntryId) -> BTreeSet<String> + 'a;

/// Holds the answers that `supplier` gave at `answered_at` against what was found since.
pub fn compare(
    catalogue: &Catalogue,
    state: &State,
    supplier: &EntityId,
    answers: &BTreeMap<Name, Answer>,
    answered_at: Instant,
    places: &Places<'_>,
) -> Comparison {
    let mut comparison = Comparison::default();
    for question in catalogue.guide.questions.iter().filter(|one| one.is_asked(answers)) {
        for said in said(answers.get(&question.id)) {
            let against = question.held_against.iter().filter(|one| said.can_be_held(one));
            let found: Vec<_> = against
                .flat_map(|against| findings(catalogue, state, supplier, against))
                .filter(|finding| finding.found.collected_at >= answered_at)
                .filter_map(|finding| {
                    let (contradicts, seen) = said.meets(&finding, answered_at, places)?;
                    Some(held(question, &said, &finding, contradicts, seen))
                })
                .collect();
            let can = |one: &HeldAgainst| {
                said.can_be_held(one) && has_things(catalogue, state, supplier, one)
            };
            if found.is_empty() && question.held_against.iter().any(can) {
                comparison.open.push((question.id.clone(), said.name.clone()));
            }
            comparison.held.extend(found);
        }
    }
    comparison
}

/// A definite part of an answer.
struct Said<'a> {
    /// As [`Held::answer`].
    name: Name,
    what: What<'a>,
}

enum What<'a> {
    Word,
    Number(u64),
    Countries(&'a [String]),
}

/// A finding: on what, by which rule of the catalogue.
struct Finding<'c, 's> {
    by: &'c HeldBy,
    kind: &'c Name,
    subject: &'s EntityId,
    found: EvidenceView<'s>,
}

impl Said<'_> {
    fn can_be_held(&self, against: &HeldAgainst) -> bool {
        match (&against.by, &self.what) {
            (HeldBy::Answers(answers), What::Word) => answers.contains(&self.name),
            (HeldBy::Places, What::Countries(_)) | (HeldBy::MoreThan(_), What::Number(_)) => true,
            _ => false,
        }
    }

    /// Whether the finding says otherwise, and what it says instead; nothing where it says neither.
    fn meets(
        &self,
        Finding { by, found, .. }: &Finding<'_, '_>,
        answered_at: Instant,
        places: &Places<'_>,
    ) -> Option<(bool, Option<Name>)> {
        match (by, &self.what) {
            (HeldBy::Places, What::Countries(answered)) => {
                let seen = places(found.entry);
                let name = codes(&seen)?;
                let elsewhere = seen.iter().any(|code| !answered.contains(code));
                Some((elsewhere, Some(name)))
            }
            (HeldBy::MoreThan(attribute), What::Number(answered)) => {
                if found.result == Outcome::Supports {
                    return Some((false, None));
                }
                let days = u64::try_from(found.attribute(attribute)?).ok()?;
                // What was so before the answer may have been why it was given: its days count from then.
                let since = found.collected_at.since(answered_at).as_days();
                let days = days.min(u64::try_from(since).ok()?);
                // What is not over yet says neither.
                (days > *answered).then(|| (true, days.to_string().parse().ok()))
            }
            _ => Some((found.result == Outcome::Refutes, None)),
        }
    }
}

/// Codes of countries as one name; nothing for none.
fn codes<'a>(all: impl IntoIterator<Item = &'a String>) -> Option<Name> {
    let all: Vec<_> = all.into_iter().map(|code| code.to_lowercase()).collect();
    all.join("-").parse().ok()
}

/// The definite parts of an answer.
fn said(answer: Option<&Answer>) -> Vec<Said<'_>> {
    let word = |name: Name| Said { name, what: What::Word };
    match answer {
        Some(Answer::YesNo(yes)) => {
            let name = if *yes { "yes" } else { "no" }.parse();
            name.map(word).into_iter().collect()
        }
        Some(Answer::Choice(id)) => vec![word(id.clone())],
        Some(Answer::Choices(ids)) => ids.iter().cloned().map(word).collect(),
        Some(Answer::Number(number)) => {
            let name = number.to_string().parse();
            name.map(|name| Said { name, what: What::Number(*number) }).into_iter().collect()
        }
        Some(Answer::Countries(all)) => {
            codes(all).map(|name| Said { name, what: What::Countries(all) }).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn held(
    question: &Question,
    said: &Said<'_>,
    finding: &Finding<'_, '_>,
    contradicts: bool,
    seen: Option<Name>,
) -> Held {
    Held {
        question: question.id.clone(),
        answer: said.name.clone(),
        kind: finding.kind.clone(),
        subject: finding.subject.clone(),
        entry: finding.found.entry,
        at: finding.found.collected_at,
        contradicts,
        code: finding.found.code.filter(|_| contradicts).cloned(),
        seen,
    }
}

/// The newest finding of each kind on each thing, where it is stronger than a word or a document and definite.
fn findings<'c, 's>(
    catalogue: &Catalogue,
    state: &'s State,
    supplier: &EntityId,
    against: &'c HeldAgainst,
) -> Vec<Finding<'c, 's>> {
    let mut all = Vec::new();
    for kind in &against.kinds {
        for subject in things(catalogue, state, supplier, against, kind) {
            let found = state.evidence(subject, kind).filter(|one| {
                !one.withdrawn
                    && !one.superseded
                    && one.basis >= Basis::Configuration
                    && one.result != Outcome::Inconclusive
            });
            // At the same instant the worse one counts, as it does for a status.
            let newest = found
                .max_by_key(|one| (one.collected_at, one.result == Outcome::Refutes, one.entry));
            all.extend(newest.map(|found| Finding { by: &against.by, kind, subject, found }));
        }
    }
    all
}

fn has_things(
    catalogue: &Catalogue,
    state: &State,
    supplier: &EntityId,
    against: &HeldAgainst,
) -> bool {
    against.kinds.iter().any(|kind| !things(catalogue, state, supplier, against, kind).is_empty())
}

/// The things of the supplier's that evidence of `kind` is about, each once.
fn things<'s>(
    catalogue: &Catalogue,
    state: &'s State,
    supplier: &EntityId,
    against: &HeldAgainst,
    kind: &Name,
) -> Vec<&'s EntityId> {
    let Some(kind) = catalogue.kinds.get(kind) else { return Vec::new() };
    let all = against.via.iter().flat_map(|via| follow(state, supplier, via));
    let about = all.filter(|id| {
        id.kind() == kind.subject.as_str() && state.entity(id).is_some_and(|one| !one.is_retired())
    });
    let mut all: Vec<_> = about.collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn follow<'s>(state: &'s State, supplier: &EntityId, via: &Via) -> Vec<&'s EntityId> {
    let mut reached: Vec<&'s EntityId> = match state.entity(supplier) {
        Some(view) => vec![view.id()],
        None => return Vec::new(),
    };
    for relation in &via.relations {
        reached = reached.iter().flat_map(|id| state.related(id, relation.as_str())).collect();
        reached.sort_unstable();
        reached.dedup();
    }
    reached
}

/// What was compared, as it is kept beside the evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    /// [`METHOD`].
    pub method: Name,
    /// [`VERSION`].
    pub version: u32,
    /// Whose answers.
    pub supplier: EntityId,
    /// The entry of the reply.
    pub reply: EntryId,
    /// When it was given.
    pub answered_at: Instant,
    /// See [`Comparison::held`].
    pub held: Vec<Held>,
    /// See [`Comparison::open`].
    pub open: Vec<(Name, Name)>,
}

impl Compared {
    /// Those that contradict.
    pub fn contradictions(&self) -> impl Iterator<Item = &Held> {
        self.held.iter().filter(|one| one.contradicts)
    }

    /// When the newest finding was made; when it was answered, where there is none.
    pub fn at(&self) -> Instant {
        self.held.iter().map(|one| one.at).max().unwrap_or(self.answered_at)
    }

    /// Whether it contradicts the same answers, by findings on the same things.
    pub fn says_the_same(&self, other: &Self) -> bool {
        let all = [self, other].map(|one| {
            let all = one.contradictions();
            let all = all.map(|held| (&held.question, &held.answer, &held.kind, &held.subject));
            all.collect::<BTreeSet<_>>()
        });
        let [ours, theirs] = all;
        self.reply == other.reply && ours == theirs
    }
}

/// The newest evidence that a comparison became.
pub fn newest<'s>(state: &'s State, supplier: &EntityId) -> Option<EvidenceView<'s>> {
    let kind: Name = KIND.parse().ok()?;
    let ours = state.evidence(supplier, &kind).filter(|one| {
        !one.superseded && !one.withdrawn && one.method.is_some_and(|name| name.as_str() == METHOD)
    });
    ours.max_by_key(|one| (one.collected_at, one.result == Outcome::Refutes, one.entry))
}

/// The reply that a supplier gave last: its entry, and when it was given.
pub fn newest_reply(state: &State, supplier: &EntityId) -> Option<(EntryId, Instant)> {
    let kind: Name = "supplier.replied".parse().ok()?;
    let all = state.evidence(supplier, &kind).filter(|one| !one.withdrawn && !one.superseded);
    all.map(|one| (one.entry, one.collected_at)).max_by_key(|(entry, at)| (*at, *entry))
}

/// Working days that a supplier has to answer to a contradiction before anyone outside is shown it.
pub const REPLY_WORKING_DAYS: u32 = 5;

/// The id of the obligation that says until when the supplier may answer to the contradiction of that entry, before others see it.
pub fn reply_id(entry: EntryId) -> Option<Name> {
    format!("supplier-reply.{entry}").parse().ok()
}

/// Whether others than the municipality may be shown the contradiction of that entry: the supplier was told, and has replied or
/// let the time go by.
pub fn may_be_shown(state: &State, entry: EntryId, now: Instant) -> bool {
    let Some(id) = reply_id(entry) else { return false };
    let told = state.obligation(&id);
    told.is_some_and(|(one, is_met)| {
        is_met || one.due <= now || !state.contests_of(entry).is_empty()
    })
}

#[cfg(test)]
mod tests;
