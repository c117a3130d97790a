//! Reminders: seven, three and one days before an answer is due, then to the leader, then that it counts as not answered. Each once, and
//! none after an answer came in, or the request was closed or taken back.

use arvak_core::{Instant, Name};
use arvak_store::Operation;
use arvak_store::supplier::{EventRow, Fate, LinkRow, RequestRow, ToSend};
use arvak_suppliers::letters::Kind;
use arvak_suppliers::life::{Event, Stage, stage};
use arvak_suppliers::remind::{Step, standing};

use super::{About, Desk, Names, WaveError, note};

/// The mail of a step.
const fn kind(step: Step) -> Kind {
    match step {
        Step::Before(days) => Kind::Before(days),
        Step::Leader => Kind::Leader,
        Step::Silent => Kind::Silent,
    }
}

/// Puts what is due to be said again into the outbox; how many mails. Of several steps that have come (nothing ran for days) only
/// the last is told.
pub async fn remind(desk: &Desk, names: &Names<'_>) -> Result<usize, WaveError> {
    let operation = desk.folder.operation();
    let sendings = operation.supplier_sendings().await?;
    let mut count = 0;
    for (request, sending) in &sendings {
        if let Some((row, step, sent)) = due(desk, request).await?
            && bounced(operation, request).await?.is_none()
        {
            let about = About { row: &row, sending, asked_at: Some(sent), text: "" };
            if note(desk, names, &about, (kind(step), 0), None).await? {
                count += 1;
            }
        }
    }
    Ok(count)
}

/// The step that a request stands at while an answer is waited for, and when its link was sent.
async fn due(
    desk: &Desk,
    request: &Name,
) -> Result<Option<(RequestRow, Step, Instant)>, WaveError> {
    let operation = desk.folder.operation();
    let events = operation.supplier_events_of(request).await?;
    let Some(sent) = sent_at(&events) else { return Ok(None) };
    let link = operation.supplier_link_of(request).await?;
    if !is_waiting(&events, link.as_ref(), desk.people_clock.now()) {
        return Ok(None);
    }
    let Some(row) = operation.supplier_request(request).await? else { return Ok(None) };
    let (come, _) = standing(sent, row.due, desk.folder.clock().now());
    Ok(come.map(|(_, step)| (row, step, sent)))
}

/// When the link was last sent; when it was first opened, where nobody knows that it was sent.
fn sent_at(events: &[EventRow]) -> Option<Instant> {
    let when = |event: Event| events.iter().rev().find(|one| one.event == event.name());
    when(Event::Sent).or_else(|| when(Event::Opened)).map(|one| one.at)
}

/// Whether a first answer is waited for, and the link is good.
fn is_waiting(events: &[EventRow], link: Option<&LinkRow>, now: Instant) -> bool {
    let events: Vec<Event> = events.iter().filter_map(|one| Event::from_name(&one.event)).collect();
    let here = stage(&events, link.map(|link| link.ends_at), now);
    matches!(here, Stage::Sent | Stage::Opened | Stage::Answering)
}

/// The invitation that came back, when it did: reminding that address is of no use.
async fn bounced(operation: &Operation, request: &Name) -> Result<Option<Instant>, WaveError> {
    let mails = operation.supplier_mails_of(request).await?;
    let mut invitations = mails.iter().rev().filter(|one| one.kind == Kind::Invitation.name());
    Ok(invitations.next().and_then(|one| match one.fate {
        Fate::Bounced(at) => Some(at),
        _ => None,
    }))
}

/// Whether a mail is of no use any more just before it is sent: a reminder when an answer came, or another step has come since.
pub(super) async fn is_void(desk: &Desk, job: &ToSend) -> Result<bool, WaveError> {
    let known = Kind::from_name(&job.kind);
    if !known.is_some_and(Kind::is_reminder) {
        return Ok(false);
    }
    let standing = due(desk, &job.request).await?;
    Ok(standing.is_none_or(|(_, step, _)| Some(kind(step)) != known))
}
