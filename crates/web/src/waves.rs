//! Mail to suppliers: waves of requests, reminders, follow-ups, receipts and codes. Kept apart from the notices that persons get:
//! its outbox is a table of its own, and what one way suffers the other does not wait for.
//!
//! [`make()`] makes requests with their links and puts the mails into the outbox; [`send_due()`] hands them to the relay and records
//! what it took; [`remind()`] finds what is due to be said again. The command line and the pages do it by the same functions.
//! How a mail is neither lost nor sent twice stands in
//! [decision 0027](../../../docs/decisions/0027-mail-to-suppliers.md).

mod bounced;
mod error;
mod make;
mod post;
mod queue;
mod record;
mod remind;
mod write;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use arvak_core::EntityId;
use arvak_notices::{Channels, Relay};
use arvak_probe::{Clock, Stop};
use arvak_store::{Folder, Seal};
use arvak_words::{Lang, Words};

use crate::app::App;
use crate::first_run;
use crate::view::View;
use crate::visit::Visit;

pub use bounced::{Returned, bounced};
pub use error::WaveError;
pub use make::{Asking, Made, make, open_requests};
pub use post::{Report, send_due};
pub use remind::remind;
pub(crate) use write::{About, again, note};

/// How often it is looked whether there is something to send.
const ROUND_EVERY: Duration = Duration::from_secs(30);

/// What is needed to send to suppliers from a folder.
#[derive(Clone)]
pub struct Desk {
    /// The folder.
    pub folder: Folder,
    /// The clock that people go by: the outbox's, and links'. What is due goes by the folder's.
    pub people_clock: Arc<dyn Clock>,
    /// How this installation sends.
    pub channels: Channels,
    /// The origin of the pages, without a slash at its end.
    pub origin: String,
}

impl Desk {
    /// The relay, and whom a supplier may call.
    pub fn ready(&self) -> Result<(&Relay, &str), WaveError> {
        let relay = self.channels.relay.as_ref().ok_or(WaveError::NoRelay)?;
        let call = self.channels.suppliers.call.as_deref().ok_or(WaveError::NoCall)?;
        Ok((relay, call))
    }

    async fn seal(&self) -> Result<Seal, WaveError> {
        let layout = self.folder.layout().clone();
        let opened = tokio::task::spawn_blocking(move || Seal::open(&layout)).await;
        Ok(opened.map_err(|_| WaveError::Inside)??)
    }
}

/// What a thing is called in a language.
pub type NameOf<'a> = Box<dyn Fn(&EntityId, &Words) -> String + Send + Sync + 'a>;

/// What things are called, for texts in any language.
pub struct Names<'a> {
    /// What a thing is called.
    pub of: NameOf<'a>,
    /// Who asks.
    pub organisation: Option<EntityId>,
    /// All sentences, in each language.
    pub words: [&'a Words; 3],
}

impl<'a> Names<'a> {
    /// As the whole view has them.
    fn in_view(app: &'a App, view: &'a View) -> Self {
        Self {
            of: Box::new(|id, words| view.naming().thing(id, words)),
            organisation: view.organisation().cloned(),
            words: Lang::ALL.map(|lang| app.words(lang)),
        }
    }

    /// As a visitor sees them.
    pub(crate) fn of(visit: &'a Visit) -> Self {
        Self::in_view(&visit.app, &visit.view)
    }
}

impl Names<'_> {
    /// The sentences of what a supplier reads; Bokmål when that is unknown here.
    fn words(&self, tag: &str) -> &Words {
        let [usual, ..] = self.words;
        self.words.into_iter().find(|words| words.lang().tag() == tag).unwrap_or(usual)
    }

    fn asks(&self, words: &Words) -> String {
        self.organisation.as_ref().map(|id| (self.of)(id, words)).unwrap_or_default()
    }
}

impl App {
    /// What is needed to send to suppliers from here.
    pub(crate) fn desk(&self) -> Desk {
        Desk {
            folder: self.folder().clone(),
            people_clock: Arc::clone(self.real_clock()),
            channels: self.notices().channels().clone(),
            origin: self.site().origin.clone(),
        }
    }
}

/// Reminds and sends until it is stopped. What is being handed over is handed over first.
pub async fn write_to_suppliers(app: App, stop: Stop) {
    while !stop.is_stopped() {
        if let Err(error) = round(&app, &stop).await {
            tracing::error!(%error, "mail to suppliers waits for the next round");
        }
        tokio::select! {
            () = stop.stopped() => {}
            () = app.notices().post_wakes() => {}
            () = tokio::time::sleep(ROUND_EVERY) => {}
        }
    }
}

/// One round.
pub(crate) async fn round(app: &App, stop: &Stop) -> Result<Option<Report>, WaveError> {
    let over = first_run::is_over(app.folder().operation()).await;
    if !over.map_err(|_| WaveError::Inside)? {
        return Ok(None);
    }
    let desk = app.desk();
    if desk.ready().is_ok() {
        let view = app.live().view();
        let names = Names::in_view(app, &view);
        remind(&desk, &names).await?;
    }
    send_due(&desk, stop, &|_| {}).await
}
