//! The mailbox of `[mailbox]` in `arvak.toml`: read by a command, and by `arvak serve` every few minutes. Whoever takes a sort of
//! mails stands in [`read`].

use std::sync::Arc;

use arvak_core::Instant;
use arvak_drills::inbound::{Door, take};
use arvak_mailbox::{Count, Mailbox, NotTaken, ReadError, Taken, Taker};
use arvak_probe::{BoxFuture, Clock, Outbound, Roots, Stop};
use arvak_store::Folder;
use arvak_web::waves::{Returned, bounced};
use arvak_web::workbooks::{Received, received};

use super::{channels, doors};
use crate::cli::Doors;
use crate::exit::BadInput;
use crate::settings::Settings;

/// The mailbox, and the door to its server and to nothing else; nothing where none is written.
pub(crate) fn of(
    settings: &Settings,
    flags: &Doors,
) -> anyhow::Result<Option<(Mailbox, Outbound)>> {
    let read = |path: &std::path::Path| channels::secret(&settings.data.join(path));
    let mailbox = Mailbox::of(&settings.file.mailbox, read);
    let mailbox = mailbox.map_err(|mistake| BadInput(mistake.to_string()))?;
    let Some(mailbox) = mailbox else { return Ok(None) };
    let roots: Roots = doors::roots(settings, flags)?;
    let door = Outbound::new([mailbox.target.clone()], roots);
    Ok(Some((mailbox, door)))
}

/// Reads it once.
pub(crate) async fn read(
    (mailbox, door): &(Mailbox, Outbound),
    folder: &Folder,
    clock: &dyn Clock,
) -> Result<Count, ReadError> {
    let (workbooks, drills, returned) =
        (Workbooks { folder }, DrillAnswers { folder }, CameBack { folder });
    // A workbook names the request that it answers; a drill may listen for whatever its sender writes.
    let takers: [&dyn Taker; 3] = [&workbooks, &drills, &returned];
    arvak_mailbox::read(mailbox, door, (folder.operation(), clock), &takers).await
}

/// Reads it every few minutes until it is stopped. A mailbox that cannot be read is told of in the log and tried again.
pub(crate) async fn keep_reading(
    mailbox: (Mailbox, Outbound),
    folder: Folder,
    clock: Arc<dyn Clock>,
    stop: Stop,
) {
    while !stop.is_stopped() {
        let read = async {
            if let Err(error) = read(&mailbox, &folder, clock.as_ref()).await {
                tracing::warn!(%error, "the mailbox was not read to its end");
            }
        };
        // What was begun is done mail by mail, so it may be left at any time.
        tokio::select! {
            () = stop.stopped() => return,
            () = read => {}
        }
        tokio::select! {
            () = stop.stopped() => {}
            () = tokio::time::sleep(mailbox.0.every) => {}
        }
    }
}

/// Takes workbooks with a supplier's answers: they wait until a person has looked them over.
struct Workbooks<'f> {
    folder: &'f Folder,
}

impl Taker for Workbooks<'_> {
    fn take<'a>(&'a self, mail: &'a [u8], at: Instant) -> BoxFuture<'a, Result<Taken, NotTaken>> {
        Box::pin(async move {
            let not_taken = |error: arvak_store::Error| NotTaken(error.to_string());
            let came = received(self.folder, mail, at).await.map_err(not_taken)?;
            if let Some(what) = came.counted() {
                let counted = self.folder.operation().count_inbound(what, at).await;
                counted.map_err(not_taken)?;
            }
            Ok(match came {
                Received::Kept | Received::Left(_) => Taken::Kept,
                Received::Known => Taken::Known,
                Received::Graded => Taken::Graded,
                Received::NotOurs | Received::Unopened(_) | Received::Unknown | Received::Full => {
                    Taken::NotMine
                }
            })
        })
    }
}

/// Takes what answers a drill, or may: the mark of one, or the sender that one listens for.
struct DrillAnswers<'f> {
    folder: &'f Folder,
}

impl Taker for DrillAnswers<'_> {
    fn take<'a>(&'a self, mail: &'a [u8], at: Instant) -> BoxFuture<'a, Result<Taken, NotTaken>> {
        Box::pin(async move {
            let taken = take(self.folder, Door::Mailbox, mail, at).await;
            let taken = taken.map_err(|error| NotTaken(error.to_string()))?;
            Ok(match taken.drills {
                0 => Taken::NotMine,
                _ if taken.is_graded => Taken::Graded,
                drills if drills == taken.known => Taken::Known,
                _ => Taken::Kept,
            })
        })
    }
}

/// Takes notifications that a mail of ours to a supplier came back: they name it by its Message-ID.
struct CameBack<'f> {
    folder: &'f Folder,
}

impl Taker for CameBack<'_> {
    fn take<'a>(&'a self, mail: &'a [u8], _: Instant) -> BoxFuture<'a, Result<Taken, NotTaken>> {
        Box::pin(async move {
            let taken = bounced(self.folder, mail).await;
            Ok(match taken.map_err(|error| NotTaken(error.to_string()))? {
                Returned::Failed { is_new: true, .. } => Taken::Kept,
                Returned::Failed { .. } => Taken::Known,
                Returned::NoFailure(_) | Returned::NotOurs | Returned::None(_) => Taken::NotMine,
            })
        })
    }
}
