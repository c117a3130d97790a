//! Carrying out what was started: when its moment comes people are called, the next on the list when the first is silent, and
//! what came of it is recorded. Each call is noted before its first byte goes, so that a machine that goes down in between
//! never sends a second one without saying that it is one.

use std::sync::Arc;
use std::time::Duration;

use arvak_core::Span;
use arvak_core::drill::callout::{Callout, Person, Way};
use arvak_identity::Secret;
use arvak_monitoring::callout::{Due, Next, next};
use arvak_notices::webhook::{self, Address};
use arvak_notices::{Mail, SendError, sms, smtp};
use arvak_probe::Stop;
use tokio::task::JoinSet;

use super::ENTRANCE;
use super::desk::{self, CalloutError, Kept};
use super::message::Message;
use crate::accounts::seal;
use crate::app::App;
use crate::failure::Failure;
use crate::first_run;

/// How often it is looked whether somebody is to be called.
const ROUND_EVERY: Duration = Duration::from_secs(5);

impl From<CalloutError> for Failure {
    fn from(error: CalloutError) -> Self {
        match error {
            CalloutError::Store(error) => error.into(),
            error => {
                tracing::error!(%error, "a call-out test");
                Self::Inside
            }
        }
    }
}

/// Carries out what was started until it is stopped. What is being sent is sent first: every exchange is bounded.
pub async fn ring(app: App, stop: Stop) {
    while !stop.is_stopped() {
        if let Err(error) = once(&app, &stop).await {
            tracing::error!(%error, "call-out tests wait for the next round");
        }
        tokio::select! {
            () = stop.stopped() => {}
            () = tokio::time::sleep(ROUND_EVERY) => {}
        }
    }
}

/// One round. A test that cannot be carried on does not hold up the others.
pub(super) async fn once(app: &App, stop: &Stop) -> Result<(), Failure> {
    if !first_run::is_over(app.folder().operation()).await? {
        return Ok(());
    }
    for kept in desk::all(app.folder()).await? {
        if !kept.is_under_way() || stop.is_stopped() {
            continue;
        }
        let id = kept.row.id.clone();
        if let Err(error) = carry_on(app, kept).await {
            tracing::error!(id, %error, "a call-out test waits for the next round");
        }
    }
    desk::erase_due(app.folder(), app.clock().now()).await?;
    swept(app).await
}

/// Removes the test files that a drill left when the program went down in the middle, and says so in the log.
async fn swept(app: &App) -> Result<(), Failure> {
    let told = arvak_drills::swept(app.folder(), None, app.clock().now()).await;
    for (drill, is_gone) in told.map_err(crate::drills::failure)? {
        tracing::warn!(drill, is_gone, "a test file was left when the program went down");
    }
    Ok(())
}

async fn carry_on(app: &App, kept: Kept) -> Result<(), Failure> {
    let record = kept.record(app.folder(), app.clock().now()).await?;
    match next(&record) {
        Next::Wait => Ok(()),
        Next::Record | Next::Nothing => {
            let words = app.words(app.site().lang);
            desk::finish(app.folder(), &kept, &record, words).await?;
            Ok(())
        }
        Next::Call(due) => {
            // At once: somebody whose gateway is slow keeps nobody else waiting.
            let (kept, mut calls) = (Arc::new(kept), JoinSet::new());
            for one in due {
                let (app, kept) = (app.clone(), Arc::clone(&kept));
                calls.spawn(async move { call(&app, &kept, &one).await });
            }
            let mut last = Ok(());
            while let Some(done) = calls.join_next().await {
                last = last.and(done.unwrap_or(Err(Failure::Inside)));
            }
            last
        }
    }
}

/// Calls one person by one way: noted first, then sent, then noted as sent or why not.
async fn call(app: &App, kept: &Kept, due: &Due) -> Result<(), Failure> {
    let Some(definition) = &kept.definition else { return Ok(()) };
    let at = usize::try_from(due.step).ok().and_then(|step| step.checked_sub(1));
    let person = at.and_then(|at| definition.persons.get(at));
    let way = person.and_then(|one| one.ways.iter().find(|way| way.name() == due.way));
    let (Some(person), Some(way)) = (person, way) else { return Ok(()) };
    let code = Secret::random().map_err(Failure::from)?;
    let (operation, id) = (app.folder().operation(), kept.row.id.as_str());
    let which = (due.step, due.way.as_str(), due.attempt);
    let now = app.clock().now();
    if !operation.begin_call(id, which, code.hash().as_bytes(), now).await? {
        return Ok(());
    }
    let sent = send(app, (kept, definition), (person, way), due, &code).await?;
    match sent {
        Ok(()) => operation.call_sent(id, which, app.clock().now()).await?,
        Err(error) => {
            let (problem, said) = (error.code(), error.said());
            tracing::warn!(id, step = due.step, way = due.way, problem, said, "a call did not go");
            operation.call_failed(id, which, (problem, error.is_permanent())).await?;
        }
    }
    Ok(())
}

/// What a message is known by on both sides: another one at each attempt, for each bears another code.
fn name(kept: &Kept, due: &Due) -> String {
    format!("callout-{}-{}-{}-{}", kept.row.id, due.step, due.way, due.attempt)
}

async fn send(
    app: &App,
    (kept, definition): (&Kept, &Callout),
    (person, way): (&Person, &Way),
    due: &Due,
    code: &Secret,
) -> Result<Result<(), SendError>, Failure> {
    let (site, channels, now) = (app.site(), app.notices().channels(), app.clock().now());
    let words = app.words(site.lang);
    let message = Message {
        name: &person.name,
        role: &person.role,
        within: words.span(Span::from_millis(kept.plan.within_ms)),
        stop: &definition.rules.stop,
        origin: &site.origin,
        code: code.reveal(),
        is_again: due.is_again,
    };
    let name = name(kept, due);
    Ok(match way {
        Way::Mail(to) => {
            let Some(relay) = &channels.relay else { return Ok(Err(SendError::NoRelay)) };
            let page = format!("{}{ENTRANCE}", site.origin);
            let letter = message.letter(words);
            match Mail::compose(&letter, &relay.from, to, &name, now, &page) {
                Ok(mail) => smtp::send(&channels.door([]), relay, &mail, site.host()).await,
                Err(error) => Err(error),
            }
        }
        Way::Sms(to) => match &channels.sms {
            Some(gateway) => sms::send(&channels.door([]), gateway, to, &message.sms(words)).await,
            None => Err(SendError::NoGateway),
        },
        Way::Webhook(to) => {
            let rows = app.folder().operation().webhooks().await?;
            let row = rows.iter().find(|row| row.url == *to);
            let (Some(row), Some(address)) = (row, Address::parse(to)) else {
                return Ok(Err(SendError::BadAddress));
            };
            let kept = app.folder().operation().webhook_secret(&seal(app).await?, row.id).await?;
            let Some((_, secret)) = kept else { return Ok(Err(SendError::BadAddress)) };
            let door = channels.door([address.target.clone()]);
            let body = message.payload(words, now);
            webhook::send(&door, &address, &secret, &name, &body, now).await
        }
    })
}
