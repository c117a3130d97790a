//! What comes in by itself, by an address or a mailbox, without anybody saying which drill it answers: it goes to the drill whose mark
//! it holds, else to each that listens for its sender. The verdict then says what it is worth; here nothing is thrown away
//! that could be an answer.

use arvak_core::{EntityId, Instant};
use arvak_monitoring::{Evidently, Plan, RAW_BYTES_MAX, Raw, is_from};
use arvak_store::Folder;
use arvak_store::drafts::ungraded;

use crate::{Kept, Result, address, all, emissions, keep, keep_mail_once};

/// Where something came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Door<'a> {
    /// At the address of a supplier, as header lines, an empty line and the body.
    Webhook(&'a EntityId),
    /// In the mailbox, as RFC 5322 says.
    Mailbox,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// How many drills got it.
    pub drills: usize,
    /// How many of these had it already.
    pub known: usize,
    /// Whether it bears the marking of graded information: then it is not kept (law 10).
    pub is_graded: bool,
}

/// Gives what came in at `at` to the drills that it may answer. It is durable on return.
pub async fn take(folder: &Folder, door: Door<'_>, bytes: &[u8], at: Instant) -> Result<Taken> {
    if bytes.len() > RAW_BYTES_MAX {
        return Ok(Taken::default());
    }
    let mut open = Vec::new();
    for kept in all(folder).await? {
        if kept.row.stopped_at.is_none() && !is_over(folder, &kept, at).await? {
            open.push(kept);
        }
    }
    let mut taken = Taken::default();
    let is_graded = ungraded(&String::from_utf8_lossy(bytes)).is_err();
    for kept in takers(&open, door, bytes) {
        taken.drills += 1;
        if is_graded {
            taken.is_graded = true;
            continue;
        }
        match door {
            Door::Webhook(_) => keep(folder, kept, (Evidently::Webhook, at), bytes).await?,
            Door::Mailbox => {
                let is_new = keep_mail_once(folder, kept, at, bytes).await?;
                taken.known += usize::from(!is_new);
            }
        }
    }
    Ok(taken)
}

/// Whether a drill listens no more. One that nobody noted as done may have been done all the same: a person does it first, and says so
/// after.
async fn is_over(folder: &Folder, kept: &Kept, at: Instant) -> Result<bool> {
    let plan = &kept.secret.plan;
    let begun = emissions(folder.operation(), &kept.row.id).await?;
    let last = begun.iter().map(|one| one.at).max().unwrap_or(plan.to);
    Ok(at > plan.listens_until(last))
}

fn takers<'k>(open: &'k [Kept], door: Door<'_>, bytes: &[u8]) -> Vec<&'k Kept> {
    let channel = match door {
        Door::Webhook(_) => Evidently::Webhook,
        Door::Mailbox => Evidently::Mail,
    };
    let read = Raw::read(channel, bytes, None, None);
    let marked: Vec<_> = open
        .iter()
        .filter(|kept| read.as_ref().is_some_and(|read| read.holds(&kept.secret.plan.mark())))
        .collect();
    if !marked.is_empty() {
        return marked;
    }
    let listens =
        |kept: &&Kept| kept.row.judged.is_none() && listens(&kept.secret.plan, door, bytes);
    open.iter().filter(listens).collect()
}

/// Whether a plan agreed on that way, and that sender.
fn listens(plan: &Plan, door: Door<'_>, bytes: &[u8]) -> bool {
    match door {
        Door::Webhook(supplier) => plan.webhook_key.is_some() && plan.supplier == *supplier,
        Door::Mailbox => plan.mail.as_ref().is_some_and(|from| is_from(bytes, &from.domain)),
    }
}

/// Whether bytes that came in at a supplier's address are signed with the key of that address, or of one of the supplier's drills that are
/// neither stopped nor judged. It decides only how much is taken of what comes in a short time.
pub async fn is_signed(folder: &Folder, supplier: &EntityId, bytes: &[u8]) -> Result<bool> {
    let kept = all(folder).await?;
    let open = kept.iter().filter(|kept| {
        let plan = &kept.secret.plan;
        kept.opened_at().is_none() && plan.supplier == *supplier && plan.webhook_key.is_some()
    });
    let own = address::of(folder, supplier).await?;
    let keys = open.filter_map(|kept| kept.secret.key.as_deref());
    let keys = keys.chain(own.as_ref().map(address::Address::key));
    let mut is_signed = false;
    // Each key is tried, whether or not one was right.
    for key in keys {
        let read = Raw::read(Evidently::Webhook, bytes, Some(key), None);
        is_signed |= read.is_some_and(|read| read.sender == arvak_monitoring::Sender::Proven);
    }
    Ok(is_signed)
}
