//! Channels of notices: the mail relay, webhooks, and messages that did not get through.

use arvak_core::{EntityId, Instant};
use arvak_identity::{Access, Right};
use arvak_store::{MessageRow, To, WebhookRow};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, with};
use super::ask::{Asked, Form, Sent};
use super::lists::{Part, linked};
use super::problem::{Code, Problem};
use crate::notices::channels::{again, forget, try_mail};
use crate::notices::webhooks::{host_of, register, take_away, try_out};
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;
use crate::work::Work;

/// The addresses. What answers a secret is not done once: its answer would have to be kept.
pub(super) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .get("/api/v1/channels", administer, channels)
        .costing(Work::Sending)
        .once("/api/v1/channels/mail/tests", administer, FORM_BYTES_MAX, test_mail)
        .get("/api/v1/webhooks", administer, webhooks)
        .post("/api/v1/webhooks", administer, new_webhook)
        .delete("/api/v1/webhooks/{id}", administer, remove_webhook)
        .costing(Work::Sending)
        .once("/api/v1/webhooks/{id}/tests", administer, FORM_BYTES_MAX, test_webhook)
        .get("/api/v1/messages", administer, messages)
        .delete("/api/v1/messages/{id}", administer, forget_message)
        .once("/api/v1/messages/{id}/retries", administer, FORM_BYTES_MAX, retry_message)
}

fn number(id: &str) -> Result<i64, Problem> {
    id.parse().map_err(|_| Code::NotFound.into())
}

/// How this installation sends.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Channels {
    /// The mail relay, as `arvak.toml` has it; null without one.
    #[schema(required = true)]
    mail: Option<Mail>,
    /// Messages that wait to be sent.
    waiting: u64,
    /// Messages that were given up.
    failed: u64,
}

/// A mail relay, without its password.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = MailRelay)]
pub(super) struct Mail {
    /// Host and port.
    relay: String,
    /// `starttls`, `tls`, or `none` on this machine.
    tls: String,
    /// Who notices come from.
    from: String,
    /// Whom it logs in as.
    #[schema(required = true)]
    user: Option<String>,
}

/// How this installation sends
///
/// The relay is set in `arvak.toml`, where its password is kept.
#[utoipa::path(get, path = "/api/v1/channels", operation_id = "getChannels", tag = "administration",
    responses((status = 200, description = "The relay, and what waits", body = Channels)))]
pub(super) async fn channels(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let (waiting, failed) = visit.app.folder().operation().count_messages().await?;
    let mail = visit.app.notices().channels().relay.as_ref().map(|relay| Mail {
        relay: relay.target.to_string(),
        tls: relay.security.name().to_owned(),
        from: relay.from.to_string(),
        user: relay.log_in.as_ref().map(|(user, _)| user.clone()),
    });
    json(&Channels { mail, waiting, failed })
}

/// Send oneself a test mail
///
/// Without a relay, or without an own address: `asked`.
#[utoipa::path(post, path = "/api/v1/channels/mail/tests", operation_id = "testMail", tag = "administration",
    responses((status = 202, description = "It is in the outbox")))]
pub(super) async fn test_mail(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    try_mail(&visit).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Webhooks; twenty at most.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Webhooks {
    webhooks: Vec<Webhook>,
}

/// A webhook, without its secret.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Webhook {
    id: i64,
    /// The host of its address: the rest may hold a secret.
    host: String,
    /// Who registered it.
    #[schema(value_type = String)]
    made_by: EntityId,
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
}

impl From<WebhookRow> for Webhook {
    fn from(row: WebhookRow) -> Self {
        Self { id: row.id, host: host_of(&row.url), made_by: row.made_by, made_at: row.made_at }
    }
}

/// Webhooks
#[utoipa::path(get, path = "/api/v1/webhooks", operation_id = "listWebhooks", tag = "administration",
    responses((status = 200, description = "All of them", body = Webhooks)))]
pub(super) async fn webhooks(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let rows = visit.app.folder().operation().webhooks().await?;
    json(&Webhooks { webhooks: rows.into_iter().map(Webhook::from).collect() })
}

/// A webhook to be registered.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "address": "https://hooks.kommune.example/arvak" }))]
pub(super) struct NewWebhook {
    /// Where to, with `https`.
    #[schema(min_length = 1, max_length = 2_000)]
    address: String,
}

/// A webhook that was just registered.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MadeWebhook {
    id: i64,
    /// What its messages are signed with (Standard Webhooks). It is shown this once.
    secret: String,
}

/// Register a webhook
///
/// It is told what happens from now on.
#[utoipa::path(post, path = "/api/v1/webhooks", operation_id = "createWebhook", tag = "administration",
    request_body = NewWebhook,
    responses((status = 201, description = "Its secret, shown this once", body = MadeWebhook)))]
pub(super) async fn new_webhook(visit: Visit, Sent(sent): Sent<NewWebhook>) -> Answered {
    Asked::of(&visit, &[])?;
    let form = Form::new().with("adresse", "address", sent.address);
    let made = register(&visit, &form.typed()).await;
    let (id, secret) = made.map_err(|error| form.problem(error))?;
    with(StatusCode::CREATED, &MadeWebhook { id, secret })
}

/// Take a webhook away
#[utoipa::path(delete, path = "/api/v1/webhooks/{id}", operation_id = "removeWebhook", tag = "administration",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 204, description = "It is told nothing any more")))]
pub(super) async fn remove_webhook(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    take_away(&visit, number(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Send a webhook a test message
#[utoipa::path(post, path = "/api/v1/webhooks/{id}/tests", operation_id = "testWebhook", tag = "administration",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 202, description = "It is in the outbox")))]
pub(super) async fn test_webhook(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    try_out(&visit, number(&id)?).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Messages that did not get through yet, or at all.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Messages {
    /// By number.
    messages: Vec<Message>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A message that did not get through, without its text.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Message {
    id: i64,
    /// The person it is for; null when it is for a webhook.
    #[schema(required = true, value_type = Option<String>)]
    person: Option<EntityId>,
    /// The webhook it is for; null when it is for a person.
    #[schema(required = true)]
    webhook: Option<i64>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    /// How often it was tried.
    attempts: u32,
    /// When it is tried next; null when it was given up.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    next_at: Option<Instant>,
    /// What went wrong the last time, as a code.
    #[schema(required = true)]
    problem: Option<String>,
    /// What the other side said.
    #[schema(required = true)]
    said: Option<String>,
}

impl From<MessageRow> for Message {
    fn from(row: MessageRow) -> Self {
        let (person, webhook) = match row.to {
            To::Person(person) => (Some(person), None),
            To::Webhook(id) => (None, Some(id)),
        };
        Self {
            id: row.id,
            person,
            webhook,
            made_at: row.made_at,
            attempts: row.attempts,
            next_at: row.failed_at.is_none().then_some(row.next_at),
            problem: row.problem,
            said: row.said,
        }
    }
}

/// Messages that did not get through
#[utoipa::path(get, path = "/api/v1/messages", operation_id = "listMessages", tag = "administration",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Messages, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn messages(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut all = visit.app.folder().operation().stuck_messages().await?;
    all.sort_by_key(|one| one.id);
    let (messages, next) = part.of(all, |one| format!("{:020}", one.id));
    let messages = messages.into_iter().map(Message::from).collect();
    Ok(linked(&visit, json(&Messages { messages, next: next.clone() })?, next.as_deref()))
}

/// Try a message once more
#[utoipa::path(post, path = "/api/v1/messages/{id}/retries", operation_id = "retryMessage", tag = "administration",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 202, description = "It is tried at once")))]
pub(super) async fn retry_message(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    again(&visit, number(&id)?).await?;
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Forget a message
#[utoipa::path(delete, path = "/api/v1/messages/{id}", operation_id = "forgetMessage", tag = "administration",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 204, description = "It is not tried any more")))]
pub(super) async fn forget_message(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    forget(&visit, number(&id)?).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
