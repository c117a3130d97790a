//! Notices: what has happened is noted for everybody who wants to know, written, and sent until it arrives.
//!
//! A round notes what is new ([`round`]), puts messages in the outbox, and sends what is due ([`post`]). Everything in
//! between is in the operation database, so that it goes on after a power cut where it was.

pub(crate) mod channels;
pub(crate) mod choices;
mod post;
mod round;
mod sight;
mod standing;
pub(crate) mod webhooks;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use arvak_core::EntityId;
use arvak_identity::{Access, Right, Waiting};
use arvak_notices::{Channels, Place};
use arvak_probe::Stop;
use tokio::sync::Notify;

use crate::app::App;
use crate::failure::Failure;
use crate::first_run;
use crate::routes::Routes;
use crate::view::View;
use crate::work::Work;
use post::Post;

/// How often it is looked whether there is something to tell or to send.
const ROUND_EVERY: Duration = Duration::from_secs(30);

/// The page on which one decides what to be told.
const CHOICES: &str = "/konto/varsler";

/// A secret that waits to be shown once, and to whom.
struct Fresh {
    person: EntityId,
    secret: String,
}

/// What the pages and the sender of notices share.
#[derive(Default)]
pub(crate) struct Notices {
    channels: OnceLock<Channels>,
    fresh: Mutex<Waiting<Fresh>>,
    wake: Notify,
    wake_post: Notify,
}

impl Notices {
    pub(crate) fn set_channels(&self, channels: Channels) {
        // Said twice, the first word stands.
        drop(self.channels.set(channels));
    }

    /// How this installation sends.
    pub(crate) fn channels(&self) -> &Channels {
        self.channels.get_or_init(Channels::default)
    }

    /// There is something to send.
    fn wake(&self) {
        self.wake.notify_one();
    }

    /// There is mail to suppliers to send.
    pub(crate) fn wake_post(&self) {
        self.wake_post.notify_one();
    }

    /// Ends when there is mail to suppliers to send.
    pub(crate) async fn post_wakes(&self) {
        self.wake_post.notified().await;
    }

    fn fresh(&self) -> MutexGuard<'_, Waiting<Fresh>> {
        self.fresh.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .get(CHOICES, Access::LoggedIn, choices::show)
        .post(CHOICES, Access::LoggedIn, choices::keep)
        .get("/oppsett/kanaler", administer, channels::show)
        .costing(Work::Sending)
        .post("/oppsett/kanaler/prove", administer, channels::test)
        .post("/oppsett/kanaler/melding", administer, channels::act)
        .post("/oppsett/kanaler/webhook", administer, webhooks::add)
        .post("/oppsett/kanaler/webhook/fjern", administer, webhooks::remove)
        .costing(Work::Sending)
        .post("/oppsett/kanaler/webhook/prove", administer, webhooks::test)
        .get("/oppsett/kanaler/nokkel/{name}", administer, webhooks::secret)
}

/// Tells and sends until it is stopped. What is being sent is sent first: every exchange is bounded.
pub async fn tell(app: App, stop: Stop) {
    let mut post = Post::default();
    while !stop.is_stopped() {
        if let Err(error) = once(&app, &mut post, &stop).await {
            tracing::error!(%error, "notices wait for the next round");
        }
        tokio::select! {
            () = stop.stopped() => {}
            () = app.notices().wake.notified() => {}
            () = tokio::time::sleep(ROUND_EVERY) => {}
        }
    }
}

/// One round.
async fn once(app: &App, post: &mut Post, stop: &Stop) -> Result<(), Failure> {
    if !first_run::is_over(app.folder().operation()).await? {
        return Ok(());
    }
    round::note_and_write(app).await?;
    post.send_due(app, stop).await
}

/// Where the pages are, for texts.
fn place<'a>(app: &'a App, title: &'a dyn Fn(&arvak_core::Name) -> Option<String>) -> Place<'a> {
    Place { origin: &app.site().origin, choices: CHOICES, title }
}

/// What a claim is called in a language.
fn title(view: &View, lang: arvak_words::Lang, claim: &arvak_core::Name) -> Option<String> {
    view.claim(claim.as_str()).map(|claim| lang.of(&claim.title).to_owned())
}
