//! Sending what is due, one message after the other. A way that does not work just now is not tried with the next message.

use std::collections::{BTreeMap, BTreeSet};

use arvak_notices::back_off::{is_given_up, next_try};
use arvak_notices::webhook::{self, Address};
use arvak_notices::{Letter, Mail, SendError, smtp};
use arvak_probe::{Outbound, Stop};
use arvak_store::{MessageRow, Seal, To};

use super::CHOICES;
use crate::accounts::seal;
use crate::app::App;
use crate::failure::Failure;

/// What is remembered from round to round.
#[derive(Debug, Default)]
pub(super) struct Post {
    /// Messages that the other side has taken and that could not be removed since (a full disk): they are not sent again
    /// while this process lives.
    taken: BTreeSet<i64>,
}

/// What became of a message.
enum Outcome {
    Taken,
    /// Nobody is there any more whom it is for.
    Void,
    Failed(SendError),
}

/// Everything that is needed to send in one round.
struct Sending<'a> {
    app: &'a App,
    door: Outbound,
    seal: Option<Seal>,
    addresses: BTreeMap<i64, Option<Address>>,
}

impl Post {
    /// Sends everything whose time has come, until it is stopped.
    pub(super) async fn send_due(&mut self, app: &App, stop: &Stop) -> Result<(), Failure> {
        let operation = app.folder().operation();
        let due = operation.due_messages(app.clock().now()).await?;
        if due.is_empty() {
            return Ok(());
        }
        let sending = Sending::of(app).await?;
        let mut closed: BTreeSet<Option<i64>> = BTreeSet::new();
        for message in due {
            if stop.is_stopped() {
                break;
            }
            let way = way(&message.to);
            if self.taken.contains(&message.id) {
                operation.delivered(message.id).await?;
                self.taken.remove(&message.id);
                continue;
            }
            if closed.contains(&way) {
                continue;
            }
            match sending.send(&message).await? {
                Outcome::Taken | Outcome::Void => {
                    self.taken.insert(message.id);
                    operation.delivered(message.id).await?;
                    self.taken.remove(&message.id);
                }
                Outcome::Failed(error) => {
                    if error.is_of_channel() {
                        closed.insert(way);
                    }
                    put_back(app, &message, &error).await?;
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
impl Post {
    /// One that knows of a message that it was taken.
    pub(super) fn remembering(id: i64) -> Self {
        Self { taken: [id].into() }
    }
}

/// Mail is one way; each webhook is one of its own.
const fn way(to: &To) -> Option<i64> {
    match to {
        To::Person(_) => None,
        To::Webhook(id) => Some(*id),
    }
}

async fn put_back(app: &App, message: &MessageRow, error: &SendError) -> Result<(), Failure> {
    let (operation, now) = (app.folder().operation(), app.clock().now());
    let (code, said) = (error.code(), error.said());
    tracing::warn!(message = message.name, code, said, "a notice did not get through");
    let give_up = app.notices().channels().give_up;
    if error.is_permanent() || is_given_up(message.made_at, now, give_up) {
        operation.give_up(message.id, code, &said, now).await?;
    } else {
        let next = next_try(message.attempts.saturating_add(1), now);
        operation.postpone(message.id, code, &said, next).await?;
        if error.is_of_channel() {
            operation.postpone_way(&message.to, next).await?;
        }
    }
    Ok(())
}

impl<'a> Sending<'a> {
    async fn of(app: &'a App) -> Result<Self, Failure> {
        let hooks = app.folder().operation().webhooks().await?;
        let addresses: BTreeMap<i64, Option<Address>> =
            hooks.iter().map(|hook| (hook.id, Address::parse(&hook.url))).collect();
        let targets = addresses.values().flatten().map(|address| address.target.clone());
        let door = app.notices().channels().door(targets);
        let seal = if hooks.is_empty() { None } else { Some(seal(app).await?) };
        Ok(Self { app, door, seal, addresses })
    }

    async fn send(&self, message: &MessageRow) -> Result<Outcome, Failure> {
        match &message.to {
            To::Person(person) => {
                let account = self.app.folder().operation().account(person).await?;
                let open = account.filter(|account| account.closed_at.is_none());
                match open.and_then(|account| account.email) {
                    Some(email) => Ok(outcome(self.mail(message, &email).await)),
                    None => Ok(Outcome::Void),
                }
            }
            To::Webhook(id) => self.webhook(message, *id).await,
        }
    }

    async fn mail(&self, message: &MessageRow, email: &str) -> Result<(), SendError> {
        let relay = self.app.notices().channels().relay.as_ref().ok_or(SendError::NoRelay)?;
        let letter = Letter { subject: message.subject.clone(), text: message.body.clone() };
        let site = self.app.site();
        let unsubscribe = format!("{}{CHOICES}", site.origin);
        let mail = Mail::compose(
            &letter,
            &relay.from,
            email,
            &message.name,
            message.made_at,
            &unsubscribe,
        )?;
        smtp::send(&self.door, relay, &mail, &hello(&site.origin)).await
    }

    async fn webhook(&self, message: &MessageRow, id: i64) -> Result<Outcome, Failure> {
        let operation = self.app.folder().operation();
        let Some(seal) = &self.seal else { return Ok(Outcome::Void) };
        let Some((_, secret)) = operation.webhook_secret(seal, id).await? else {
            return Ok(Outcome::Void);
        };
        let Some(Some(address)) = self.addresses.get(&id) else {
            return Ok(Outcome::Failed(SendError::BadAddress));
        };
        let now = self.app.clock().now();
        let sent =
            webhook::send(&self.door, address, &secret, &message.name, &message.body, now).await;
        Ok(outcome(sent))
    }
}

fn outcome(sent: Result<(), SendError>) -> Outcome {
    sent.map_or_else(Outcome::Failed, |()| Outcome::Taken)
}

/// What this installation calls itself to a mail server: the host of its pages.
fn hello(origin: &str) -> String {
    let uri: Option<axum::http::Uri> = origin.parse().ok();
    let host = uri.as_ref().and_then(axum::http::Uri::host).unwrap_or("localhost");
    host.to_owned()
}
