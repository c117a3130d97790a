//! Sending in: what was shown becomes evidence, as a workbook that comes by mail does.

use arvak_core::catalogue::guide::{Answer, outcomes};
use arvak_core::{Actor, Digest, Draft, EntryId, Fact, Instant, Name};
use arvak_store::drafts::{Texts, draft};
use arvak_suppliers::letters::Kind;
use arvak_suppliers::life::{Event, Stage};
use arvak_suppliers::taking::{Taken, Taking};
use axum::response::Response;
use serde::{Deserialize, Serialize};

use super::check::again;
use super::contact::Contact;
use super::questions::Standing;
use super::{CHECK, RECEIPT};
use crate::failure::Failure;
use crate::form::Typed;
use crate::recording::{NotRecorded, record_as};
use crate::see_other::see_other;
use crate::waves::{About, Names, note};

/// What is kept of what was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Receipt {
    /// SHA-256 of the canonical answers.
    pub(crate) digest: Digest,
    /// The blob that holds them: its name is SHA-256 of 16 bytes of salt and them, and stands in the entries.
    pub(crate) blob: Digest,
    /// When.
    pub(crate) at: Instant,
    /// The entries that it became, in order; the first one says that the supplier replied.
    pub(crate) entries: Vec<EntryId>,
    /// How many questions were answered, and asked.
    pub(crate) answered: usize,
    pub(crate) asked: usize,
    /// The files.
    pub(crate) files: Vec<SentFile>,
}

/// A file that was sent in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SentFile {
    /// Its name, as whoever sent it gave it.
    pub(crate) name: String,
    /// SHA-256 of it.
    pub(crate) digest: Digest,
    /// The blob that holds it.
    pub(crate) blob: Digest,
}

pub(super) async fn send(contact: Contact, typed: Typed) -> Result<Response, Failure> {
    let visit = &contact.visit;
    if contact.stage == Stage::SentIn {
        return Ok(see_other(RECEIPT));
    }
    let standing = Standing::of(&contact).await?;
    let (reply, questions) = (standing.reply(&contact), contact.questions());
    if !standing.wrong.is_empty() || reply.count() == 0 {
        return Ok(see_other(CHECK));
    }
    let canonical = reply.canonical(&questions);
    let digest = Digest::of(&canonical);
    // Somebody else may have changed an answer after this page was shown.
    if typed.get("sum") != digest.to_string() {
        return Ok(again(&contact, &standing, &visit.plain("answering-send-meanwhile")));
    }
    let found = outcomes(&questions, &reply.answers);
    let at = visit.app.clock().now();
    let taking = Taking {
        reply: &reply,
        asked: &questions,
        found: &found,
        at,
        digest,
        is_met: contact.is_met(),
        words: visit.words(),
    };
    let facts = taking.facts().map_err(|_| Failure::Inside)?;
    let (blob, files) = put(&contact, canonical, &standing).await?;
    let recorded = match drafts(&contact, facts, &files, blob) {
        Ok(drafts) => record_as(visit, &Actor::Role(contact.role()?), drafts).await,
        Err(error) => Err(error),
    };
    let entries = match recorded {
        Ok(entries) => entries,
        Err(NotRecorded::Failure(failure)) => return Err(failure),
        Err(NotRecorded::Refused(sentence)) => return Ok(again(&contact, &standing, &sentence)),
    };
    // When it was recorded before, and nobody came to know, the first entry names the blob of then.
    let first = entries.first().and_then(|entry| visit.app.live().view().store.entry(*entry).ok());
    let named = first.and_then(|one| one.envelope.blobs.first().copied());
    let blob = named.unwrap_or(blob);
    let files = files.into_iter().map(|(_, file)| file).collect();
    let asked = standing.asked(&contact).len();
    let receipt = Receipt { digest, blob, at, entries, answered: reply.count(), asked, files };
    let receipt = serde_json::to_string(&receipt).map_err(|_| Failure::Inside)?;
    let operation = visit.app.folder().operation();
    operation.supplier_sent_in(&contact.request.id, Event::SentIn.name(), &receipt, at).await?;
    by_mail(&contact, digest).await?;
    Ok(see_other(RECEIPT))
}

/// The hash goes to where the request was sent, too. What was sent in stands, whether or not that works.
async fn by_mail(contact: &Contact, digest: Digest) -> Result<(), Failure> {
    let app = &contact.visit.app;
    let operation = app.folder().operation();
    let Some(sending) = operation.supplier_sending(&contact.request.id).await? else {
        return Ok(());
    };
    let sent = contact.events.iter().filter(|one| one.event == Event::SentIn.name()).count();
    let about = About {
        row: &contact.request,
        sending: &sending,
        asked_at: None,
        text: &digest.to_string(),
    };
    let kind = (Kind::Receipt, i64::try_from(sent).unwrap_or(i64::MAX));
    match note(&app.desk(), &Names::of(&contact.visit), &about, kind, None).await {
        Ok(_) => app.notices().wake_post(),
        Err(error) => tracing::warn!(%error, "a receipt does not go by mail"),
    }
    Ok(())
}

/// Puts what is sent in among the blobs, synced, before anything names it. Gives the blob of the answers, and the files by
/// kind of evidence.
async fn put(
    contact: &Contact,
    canonical: Vec<u8>,
    standing: &Standing,
) -> Result<(Digest, Vec<(Name, SentFile)>), Failure> {
    let folder = contact.visit.app.folder();
    let (operation, request) = (folder.operation(), &contact.request.id);
    let mut files = Vec::new();
    for question in standing.asked(contact) {
        let attached = matches!(standing.answers.get(&question.id), Some(Answer::Files(_)));
        for file in standing.files_of(&question.id).filter(|_| attached) {
            let blob = match (file.blob, operation.supplier_file_bytes(request, file.id).await?) {
                (Some(blob), _) => blob,
                (None, Some(bytes)) => {
                    let blob = blob(contact, bytes).await?;
                    operation.set_supplier_file_blob(request, file.id, blob).await?;
                    blob
                }
                // Somebody else removed it at this moment.
                (None, None) => return Err(Failure::Bad),
            };
            let sent = SentFile { name: file.name.clone(), digest: file.digest, blob };
            files.push((question.evidence.clone(), sent));
        }
    }
    Ok((blob(contact, canonical).await?, files))
}

async fn blob(contact: &Contact, bytes: Vec<u8>) -> Result<Digest, Failure> {
    let blobs = contact.visit.app.folder().blobs().clone();
    let work = move || blobs.put(&bytes);
    Ok(tokio::task::spawn_blocking(work).await.map_err(|_| Failure::Inside)??)
}

/// The drafts: with each piece of evidence the answers, and the files that were attached to its questions.
fn drafts(
    contact: &Contact,
    facts: Vec<Taken>,
    files: &[(Name, SentFile)],
    blob: Digest,
) -> Result<Vec<Draft>, NotRecorded> {
    let by = contact.role()?;
    let undrafted = |error| NotRecorded::undrafted(error, contact.visit.words());
    let drafted = |taken: Taken| {
        let texts = Texts { note: taken.note, ..Texts::default() };
        let mut draft = draft(taken.fact, &by, Some(&taken.key), texts).map_err(undrafted)?;
        if let (true, Fact::Evidence(one)) = (taken.with_files, &draft.fact) {
            let attached = files.iter().filter(|(kind, _)| *kind == one.kind);
            draft.blobs =
                std::iter::once(blob).chain(attached.map(|(_, file)| file.blob)).collect();
        }
        Ok(draft)
    };
    facts.into_iter().map(drafted).collect()
}
