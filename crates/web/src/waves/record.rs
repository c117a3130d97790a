//! What the relay has taken stands in the ledger: the supplier was contacted and asked, documented by the mail as it was sent, without
//! the code of its link.

use arvak_core::{Basis, Digest, Draft, EntityId, Instant, Name};
use arvak_notices::{Letter, Mail};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::supplier::{Fate, MailRow};
use arvak_suppliers::letters::{CODE_PLACE, Kind};
use arvak_suppliers::life::Event;
use arvak_suppliers::taking;

use super::{Desk, WaveError};

/// Most mails that are recorded at once.
const AT_ONCE: u32 = 250;

/// How many documents are put among the blobs at once.
const PUTS: usize = 16;

/// What stands where the code was.
const WITHOUT_CODE: &str = "…";

/// A request that was sent.
struct Asked {
    request: Name,
    supplier: EntityId,
    at: Instant,
    number: i64,
    text: Vec<u8>,
}

/// Records everything that was taken.
pub(super) async fn taken(desk: &Desk) -> Result<(), WaveError> {
    while some(desk).await? > 0 {}
    Ok(())
}

/// Records some of what was taken; how many. A kill in between leaves them to be recorded again, under the same keys.
pub(super) async fn some(desk: &Desk) -> Result<usize, WaveError> {
    let operation = desk.folder.operation();
    let all = operation.unrecorded_supplier_mails(AT_ONCE).await?;
    if all.is_empty() {
        return Ok(0);
    }
    let now = desk.folder.clock().now();
    let mut asked: Vec<Asked> = Vec::new();
    for (mail, body) in &all {
        if mail.kind != Kind::Invitation.name() {
            continue;
        }
        let Some(row) = operation.supplier_request(&mail.request).await? else { continue };
        let (Fate::Taken(at) | Fate::Bounced(at)) = mail.fate else { continue };
        asked.push(Asked {
            request: row.id,
            supplier: row.supplier,
            at: at.min(now),
            number: mail.number,
            text: document(desk, mail, body),
        });
    }
    let put = put(desk, &asked).await?;
    let by: EntityId = USUAL_ROLE.parse()?;
    let mut drafts = Vec::new();
    for (one, blob) in asked.iter().zip(put) {
        for taken in taking::sent(&one.request, &one.supplier, Basis::Document, one.at)? {
            // What is sent anew after it came back is news.
            let key = match one.number {
                0 => taken.key,
                number => format!("{}\n{number}", taken.key),
            };
            let one = draft(taken.fact, &by, Some(&key), Texts::default())?;
            drafts.push(Draft { blobs: vec![blob], ..one });
        }
    }
    for answer in desk.folder.append(drafts).await? {
        if let arvak_store::Answer::Refused(refused) = answer {
            // The supplier was retired meanwhile. The mail is gone all the same, and the room shows it.
            tracing::warn!(
                code = refused.code,
                reason = refused.reason,
                "a sent request was not recorded"
            );
        }
    }
    let ids: Vec<i64> = all.iter().map(|(mail, _)| mail.id).collect();
    let sent: Vec<(Name, Instant)> = asked.into_iter().map(|one| (one.request, one.at)).collect();
    operation.supplier_mails_recorded(&ids, (Event::Sent.name(), &sent)).await?;
    Ok(all.len())
}

/// Puts the documents among the blobs, several at once: each is synced, and the disk does that for many in one go.
async fn put(desk: &Desk, asked: &[Asked]) -> Result<Vec<Digest>, WaveError> {
    let parts = asked.chunks(asked.len().div_ceil(PUTS).max(1)).map(|some| {
        let blobs = desk.folder.blobs().clone();
        let texts: Vec<Vec<u8>> = some.iter().map(|one| one.text.clone()).collect();
        tokio::task::spawn_blocking(move || {
            texts.iter().map(|text| blobs.put(text)).collect::<Result<Vec<Digest>, _>>()
        })
    });
    let mut all = Vec::new();
    for part in parts.collect::<Vec<_>>() {
        all.extend(part.await.map_err(|_| WaveError::Inside)??);
    }
    Ok(all)
}

/// The mail as it was sent, but for the code, and above it what the relay said.
fn document(desk: &Desk, mail: &MailRow, body: &str) -> Vec<u8> {
    let letter =
        Letter { subject: mail.subject.clone(), text: body.replace(CODE_PLACE, WITHOUT_CODE) };
    let from = desk.channels.relay.as_ref().map(|relay| relay.from.clone());
    let composed =
        from.map(|from| Mail::ask(&letter, &from, &mail.address, &mail.name, mail.made_at, None));
    let said: String =
        mail.said.iter().flat_map(|said| said.chars()).filter(char::is_ascii).collect();
    let mut bytes = format!("X-Arvak-Relay: {said}\r\n").into_bytes();
    match composed {
        Some(Ok(mail)) => bytes.extend_from_slice(mail.bytes()),
        // There is no relay any more: what is known is kept as text.
        _ => bytes.extend_from_slice(
            format!("Subject: {}\r\n\r\n{}", letter.subject, letter.text).as_bytes(),
        ),
    }
    bytes
}
