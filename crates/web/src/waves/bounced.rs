//! A mail came back: what its notification says is recorded of the right request.

use arvak_core::{Basis, Digest, Draft, EntityId, Name, Outcome};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::supplier::Fate;
use arvak_store::{Answer, Folder};
use arvak_suppliers::bounce::{self, NoBounce};
use arvak_suppliers::letters::Kind;
use arvak_suppliers::taking;

use super::WaveError;

/// What a mail that came back refutes, and by which code.
const CONTACTED: &str = "supplier.contacted";
const BOUNCED: &str = "supplier.inquiry_bounced";

/// What a notification came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Returned {
    /// It is no notification.
    None(NoBounce),
    /// It is about no mail of ours.
    NotOurs,
    /// It tells of a delay or a success: nothing is recorded.
    NoFailure(Name),
    /// The mail came back, and that is recorded; `false` when it was recorded before. What the server said.
    Failed {
        /// The request.
        request: Name,
        /// Who was asked.
        supplier: EntityId,
        /// What kind of mail.
        kind: String,
        /// Whether it is news.
        is_new: bool,
        /// The status code (RFC 3463).
        status: String,
        /// What the server said.
        said: String,
    },
}

/// Takes a delivery status notification (RFC 3464) as it came. When an invitation came back, the supplier was not
/// contacted by it: `supplier.contacted` is refuted with the notification as document, by the code `supplier.inquiry_bounced`. A
/// reminder or receipt that came back is shown, and refutes nothing.
pub async fn bounced(folder: &Folder, bytes: &[u8]) -> Result<Returned, WaveError> {
    let read = match bounce::read(bytes) {
        Ok(read) => read,
        Err(why) => return Ok(Returned::None(why)),
    };
    let operation = folder.operation();
    let name = read.of.split('@').next().unwrap_or_default();
    let Some(mail) = operation.supplier_mail(name).await? else { return Ok(Returned::NotOurs) };
    // What was never handed to the relay cannot have come back from it.
    if matches!(mail.fate, Fate::Waits if mail.attempts == 0) {
        return Ok(Returned::NotOurs);
    }
    if !read.has_failed {
        return Ok(Returned::NoFailure(mail.request));
    }
    let Some(row) = operation.supplier_request(&mail.request).await? else {
        return Ok(Returned::NotOurs);
    };
    let now = folder.clock().now();
    let mut is_new = !matches!(mail.fate, Fate::Bounced(_));
    if mail.kind == Kind::Invitation.name() {
        let blobs = folder.blobs().clone();
        let kept = bytes.to_vec();
        let put = tokio::task::spawn_blocking(move || blobs.put(&kept)).await;
        let blob: Digest = put.map_err(|_| WaveError::Inside)??;
        let by: EntityId = USUAL_ROLE.parse()?;
        let mut fact = taking::evidence(CONTACTED, &row.supplier, Basis::Document, now)?;
        fact.result = Outcome::Refutes;
        fact.code = Some(BOUNCED.parse()?);
        let key = format!("bounced\n{}\n{}", row.id, mail.name);
        let one = draft(arvak_core::Fact::Evidence(fact), &by, Some(&key), Texts::default())?;
        let answers = folder.append(vec![Draft { blobs: vec![blob], ..one }]).await?;
        for answer in answers {
            match answer {
                Answer::Taken(_) => {}
                Answer::Known(_) => is_new = false,
                Answer::Refused(refused) => return Err(WaveError::Refused(refused.reason)),
            }
        }
    }
    let said = format!("{} {}", read.status, read.said);
    operation.supplier_mail_bounced(mail.id, said.trim(), now).await?;
    Ok(Returned::Failed {
        request: row.id,
        supplier: row.supplier,
        kind: mail.kind,
        is_new,
        status: read.status,
        said: read.said,
    })
}
