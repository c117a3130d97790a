//! What a workbook becomes: the reply is documented by it, and what it says is stated, as when a supplier sends in on its page.

use std::collections::BTreeMap;

use arvak_core::catalogue::guide::{Question, outcomes};
use arvak_core::fact::Obligation;
use arvak_core::id::BadId;
use arvak_core::{
    Catalogue, Digest, Draft, EntityId, EntryId, Instant, Name, Outcome, Span, State,
};
use arvak_store::drafts::{NotDrafted, Texts, USUAL_ROLE, draft};
use arvak_store::{Error, Folder, Reading};
use arvak_suppliers::DUE;
use arvak_suppliers::life::Event;
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::taking::Taking;
use arvak_words::{Words, end_of_day};
use arvak_workbook::{Answered, questions_for};

use crate::answering::Receipt;

/// A workbook, held against what is known.
#[derive(Clone, Debug)]
pub struct Held<'a> {
    /// What it says.
    pub answered: &'a Answered,
    /// The questions that concern the supplier.
    pub asked: Vec<&'a Question>,
    /// What the answers say, by kind of evidence.
    pub found: BTreeMap<&'a Name, Outcome>,
    /// When it was answered: the end of the day that it says, or now where that is still to come or not said.
    pub at: Instant,
    /// Whether the request was answered before.
    pub is_met: bool,
    /// The role that speaks for the supplier.
    pub by: EntityId,
}

/// Why a workbook answers nothing here. Whoever sent it must act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// No request has that id.
    Unknown,
    /// The request was sent to another supplier.
    OtherSupplier(EntityId),
    /// It says that it was answered on a day that is still to come.
    Later(String),
}

/// Holds a workbook against the requests that were made.
pub fn hold<'a>(
    answered: &'a Answered,
    catalogue: &'a Catalogue,
    state: &State,
    now: Instant,
) -> Result<Held<'a>, NotHeld> {
    let (obligation, is_met) = request(state, &answered.request).ok_or(NotHeld::Unknown)?;
    if obligation.subject != answered.supplier {
        return Err(NotHeld::OtherSupplier(obligation.subject.clone()));
    }
    let at = match &answered.date {
        None => now,
        Some(date) => {
            let end = end_of_day(date).unwrap_or(now);
            if end > now.plus(Span::from_days(1)) {
                return Err(NotHeld::Later(date.clone()));
            }
            end.min(now)
        }
    };
    let asked = questions_for(catalogue, state, &answered.supplier);
    let found = outcomes(&asked, &answered.answers);
    let contact = state.related(&answered.supplier, "contact").first().map(|role| (*role).clone());
    let by = contact.or_else(|| USUAL_ROLE.parse().ok()).ok_or(NotHeld::Unknown)?;
    Ok(Held { answered, asked, found, at, is_met, by })
}

/// The request of that id, and whether it was answered.
pub(super) fn request<'s>(state: &'s State, id: &Name) -> Option<(&'s Obligation, bool)> {
    state.obligations().find(|(one, _)| one.kind.as_str() == DUE && one.id == *id)
}

/// Why no facts were made. It is us.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum NotMade {
    /// A name of this program is none.
    #[error(transparent)]
    Name(#[from] BadId),
    /// No draft was made.
    #[error(transparent)]
    Draft(#[from] NotDrafted),
}

/// The facts in the order in which they are recorded, by `by`. `blobs` hold the workbook first; the same bytes are recorded once.
pub fn drafts(
    held: &Held<'_>,
    bytes: &[u8],
    blobs: &[Digest],
    by: &EntityId,
    words: &Words,
) -> Result<Vec<Draft>, NotMade> {
    let answered = held.answered;
    let reply = Reply {
        request: answered.request.clone(),
        supplier: answered.supplier.clone(),
        answers: answered.answers.clone(),
        comments: answered.comments.clone(),
        further: Vec::new(),
    };
    let taking = Taking {
        reply: &reply,
        asked: &held.asked,
        found: &held.found,
        at: held.at,
        digest: Digest::of(bytes),
        is_met: held.is_met,
        words,
    };
    let facts = taking.facts()?.into_iter();
    facts
        .map(|taken| {
            let texts = Texts { note: taken.note, ..Texts::default() };
            let mut one = draft(taken.fact, by, Some(&taken.key), texts)?;
            if taken.with_files {
                one.blobs.extend(blobs);
            }
            Ok(one)
        })
        .collect()
}

/// Notes that the request was answered, where it has a link: it is reminded of no more, and its page shows what came in. Files that were
/// sent in before stay with it.
pub async fn noted(
    folder: &Folder,
    held: &Held<'_>,
    (bytes, blob): (&[u8], Digest),
    entries: &[EntryId],
) -> Result<(), Error> {
    let (operation, id) = (folder.operation(), &held.answered.request);
    let Some(row) = operation.supplier_request(id).await? else { return Ok(()) };
    let before: Option<Receipt> =
        row.receipt.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let digest = Digest::of(bytes);
    if before.as_ref().is_some_and(|before| before.digest == digest) {
        return Ok(());
    }
    // When it was recorded before, and nobody came to know, the first entry names the blob of then.
    let first = match entries.first() {
        Some(first) => Reading::open(folder.layout().root()).await?.entry(*first).ok(),
        None => None,
    };
    let blob = first.and_then(|one| one.envelope.blobs.first().copied()).unwrap_or(blob);
    let mut entries = entries.to_vec();
    let mut files = Vec::new();
    if let Some(before) = before {
        let more = before.entries.into_iter().filter(|entry| !entries.contains(entry));
        entries.extend(more.collect::<Vec<_>>());
        files = before.files;
    }
    let receipt = Receipt {
        digest,
        blob,
        at: held.at,
        entries,
        answered: held.answered.answers.len(),
        asked: held.asked.len(),
        files,
    };
    let receipt =
        serde_json::to_string(&receipt).map_err(|error| Error::Draft { why: error.to_string() })?;
    operation.supplier_answered_by_file(id, Event::SentIn.name(), &receipt, held.at).await
}
