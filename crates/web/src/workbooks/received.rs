//! A mail with a workbook: kept until a person has looked it over, or left where it lies, and told why.

use arvak_core::{Digest, Instant, Name};
use arvak_store::drafts::ungraded;
use arvak_store::supplier::{KeptWorkbook, NewWorkbook};
use arvak_store::{Error, Folder, Reading};
use arvak_suppliers::by_mail;
use arvak_suppliers::file::NotTaken;
use arvak_suppliers::life::Stage;
use arvak_words::{Lang, Words};
use arvak_workbook::{answers, request_in};

use super::take::request;
use crate::answering::stage;

/// What became of a mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Received {
    /// It holds no workbook with answers.
    NotOurs,
    /// It holds something that is called a workbook and was not opened: macros, a bomb, no workbook at all.
    Unopened(NotTaken),
    /// Its workbook names a request that nobody made here.
    Unknown,
    /// It waits to be looked over.
    Kept,
    /// It is about a request of ours and was not kept: `closed`, `revoked`, `two` workbooks, or of an`other` supplier. The supplier's page
    /// tells of it.
    Left(&'static str),
    /// It bears the marking of graded information, which is not kept; the supplier's page tells that it came.
    Graded,
    /// The same bytes came before.
    Known,
    /// Too many of the request wait already.
    Full,
}

impl Received {
    /// What it is counted as besides what the mailbox counts; nothing where that says enough.
    pub const fn counted(self) -> Option<&'static str> {
        match self {
            Self::NotOurs | Self::Known | Self::Kept | Self::Graded => None,
            Self::Unopened(NotTaken::Bomb | NotTaken::TooLarge) => Some("workbook_bomb"),
            Self::Unopened(NotTaken::Other) => Some("workbook_macros"),
            Self::Unopened(_) => Some("workbook_none"),
            Self::Unknown => Some("workbook_unknown"),
            Self::Left(_) => Some("workbook_left"),
            Self::Full => Some("workbook_full"),
        }
    }
}

/// Takes a mail (RFC 5322) that came at `at`. What is kept is durable on return.
pub async fn received(folder: &Folder, mail: &[u8], at: Instant) -> Result<Received, Error> {
    let Some(read) = by_mail::read(mail) else { return Ok(Received::NotOurs) };
    let mut ours = read.workbooks.iter().filter_map(|(name, bytes)| {
        let request = request_in(name, bytes)?;
        Some((name, bytes, request))
    });
    let (first, has_more) = (ours.next(), ours.next().is_some());
    let Some((name, bytes, id)) = first else {
        return Ok(read.unopened.map_or(Received::NotOurs, Received::Unopened));
    };
    let reading = Reading::open(folder.layout().root()).await?;
    let state = reading.state();
    let Some((obligation, _)) = request(state, &id) else { return Ok(Received::Unknown) };
    let supplier = obligation.subject.clone();
    let is_graded = arvak_documents::graded(bytes).is_some()
        || ungraded(&String::from_utf8_lossy(mail)).is_err();
    let fate = if is_graded {
        Some("graded")
    } else if has_more {
        Some("two")
    } else if is_of_other(&reading, (name, bytes), &supplier)? {
        Some("other")
    } else {
        ended(folder, &id, at).await?
    };
    let kept = folder
        .operation()
        .add_supplier_workbook(&NewWorkbook {
            digest: Digest::of(mail),
            request: &id,
            supplier: &supplier,
            came_at: at,
            sender: &read.sender,
            results: &read.results,
            file: if is_graded { "" } else { name },
            fate: fate.unwrap_or("waits"),
            mail: fate.is_none().then_some(mail),
        })
        .await?;
    Ok(match (kept, fate) {
        (KeptWorkbook::Known, _) => Received::Known,
        (KeptWorkbook::Full, _) => Received::Full,
        (KeptWorkbook::New, None) => Received::Kept,
        (KeptWorkbook::New, Some(_)) if is_graded => Received::Graded,
        (KeptWorkbook::New, Some(fate)) => Received::Left(fate),
    })
}

/// Whether a workbook says that another supplier answers than the one that was asked. One with mistakes is looked over by people.
fn is_of_other(
    reading: &Reading,
    (name, bytes): (&str, &[u8]),
    supplier: &arvak_core::EntityId,
) -> Result<bool, Error> {
    let catalogue = reading.catalogue_in_force(reading.state())?.unwrap_or_default();
    let answered = answers(name, bytes, &catalogue.guide.questions, &Words::new(Lang::Nb));
    Ok(answered.is_ok_and(|one| one.supplier != *supplier))
}

/// Why a request is answered no more, when it is not.
async fn ended(folder: &Folder, id: &Name, at: Instant) -> Result<Option<&'static str>, Error> {
    let operation = folder.operation();
    if operation.supplier_request(id).await?.is_none() {
        return Ok(None);
    }
    let events = operation.supplier_events_of(id).await?;
    let link = operation.supplier_link_of(id).await?;
    Ok(match stage(&events, link.as_ref(), at) {
        Stage::Closed => Some("closed"),
        Stage::Revoked => Some("revoked"),
        _ => None,
    })
}
