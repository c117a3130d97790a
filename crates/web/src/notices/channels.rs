//! *Kanaler*: the mail relay, webhooks, and messages that did not get through.

use arvak_notices::{Relay, test_letter};
use arvak_store::{MessageRow, NewMessage, To, WebhookRow};
use arvak_words::{Lang, Say};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::webhooks::{self, host_of};
use super::{choices, place, round};
use crate::accounts::frame::{asked, hidden, moment};
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::page;
use crate::see_other::see_other;
use crate::visit::Visit;

pub(super) const HERE: &str = "/oppsett/kanaler";

/// What to write in `arvak.toml`.
const EXAMPLE: &str = "[mail]
relay = \"smtp.kommune.no\"
tls = \"starttls\"
from = \"Årvåk <arvak@kommune.no>\"
user = \"arvak\"
password_file = \"mail-password\"";

/// What may stand in the address after something was done, and is told.
const SAID: [&str; 4] = ["sendt", "fjernet", "igjen", "glemt"];

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    Ok(page(&visit, &Typed::default(), &Mistakes::default()).await?.into_response())
}

/// A message to whoever asks, by mail.
pub(super) async fn test(visit: Visit) -> Result<Response, Failure> {
    try_mail(&visit).await?;
    Ok(see_other(&format!("{HERE}?sagt=sendt")))
}

/// The same, from wherever it is asked for.
pub(crate) async fn try_mail(visit: &Visit) -> Result<(), Failure> {
    let account = choices::own(visit).await?;
    if visit.app.notices().channels().relay.is_none() {
        return Err(Failure::Asked(visit.plain("notices-no-mail")));
    }
    if account.email.is_none() {
        return Err(Failure::Asked(visit.plain("notices-no-address")));
    }
    let lang: Lang = account.lang.parse().unwrap_or_default();
    let letter = test_letter(visit.app.words(lang), &place(&visit.app, &|_| None));
    let message = NewMessage { subject: letter.subject, body: letter.text, tells: Vec::new() };
    put(visit, &To::Person(account.person), message).await
}

/// Puts one message in the outbox, after what stands already was noted.
pub(super) async fn put(visit: &Visit, to: &To, message: NewMessage) -> Result<(), Failure> {
    let recipient = round::note_for(&visit.app, to).await?;
    let now = visit.app.clock().now();
    visit.app.folder().operation().put_in_messages(recipient, &[message], now).await?;
    visit.app.notices().wake();
    Ok(())
}

/// Another try for a message that did not get through, or none any more.
pub(super) async fn act(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let id: i64 = typed.get("melding").parse().map_err(|_| Failure::Bad)?;
    let said = match typed.get("gjor") {
        "igjen" => {
            again(&visit, id).await?;
            "igjen"
        }
        "glem" => {
            forget(&visit, id).await?;
            "glemt"
        }
        _ => return Err(Failure::Bad),
    };
    Ok(see_other(&format!("{HERE}?sagt={said}")))
}

/// Another try for a message that did not get through.
pub(crate) async fn again(visit: &Visit, id: i64) -> Result<(), Failure> {
    let now = visit.app.clock().now();
    let is_done = visit.app.folder().operation().try_again(id, now).await?;
    done(visit, is_done)
}

/// No more tries for a message that did not get through.
pub(crate) async fn forget(visit: &Visit, id: i64) -> Result<(), Failure> {
    let is_done = visit.app.folder().operation().forget_message(id).await?;
    done(visit, is_done)
}

fn done(visit: &Visit, is_done: bool) -> Result<(), Failure> {
    if !is_done {
        return Err(Failure::NotFound);
    }
    visit.app.notices().wake();
    Ok(())
}

/// The page, with a webhook that is being typed.
pub(super) async fn page(
    visit: &Visit,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let operation = visit.app.folder().operation();
    let hooks = operation.webhooks().await?;
    let stuck = operation.stuck_messages().await?;
    let (waiting, failed) = operation.count_messages().await?;
    let said = asked(visit, "sagt");
    let title = visit.plain("notices-channels");
    let body = html! {
        a class="a-back" href="/oppsett" { (visit.plain("rooms-setup")) }
        h1 { (title) }
        (crate::form::Fields::new(visit, typed, mistakes).summary())
        p class="a-lead" { (visit.plain("notices-channels-lead")) }
        @if SAID.contains(&said.as_str()) {
            p class="ds-alert" data-color="success" role="status" { (visit.plain(&format!("notices-said-{said}"))) }
        }
        @if failed > 0 {
            p class="ds-alert" data-color="danger" { (visit.say("notices-failed", &[("count", number(failed))])) }
        }
        (mail(visit))
        (webhooks::part(visit, &hooks, typed, mistakes).await?)
        h2 { (visit.plain("notices-stuck")) }
        p { (visit.say("notices-waiting", &[("count", number(waiting))])) }
        @if !stuck.is_empty() { (messages(visit, &stuck, &hooks).await?) }
    };
    Ok(page::page(visit, &title, &body))
}

fn number<'a>(count: u64) -> Say<'a> {
    Say::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

fn mail(visit: &Visit) -> Markup {
    html! {
        h2 { (visit.plain("notices-mail")) }
        @match &visit.app.notices().channels().relay {
            Some(relay) => {
                (relay_facts(visit, relay))
                form method="post" action={ (HERE) "/prove" } class="a-actions" {
                    button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("notices-test-mail")) }
                }
            }
            None => {
                p { (visit.plain("notices-mail-none")) }
                div class="a-copy" { pre id="mail-example" { (EXAMPLE) } }
            }
        }
    }
}

fn relay_facts(visit: &Visit, relay: &Relay) -> Markup {
    let security = visit.plain(&format!("notices-tls-{}", relay.security.name()));
    let user = relay.log_in.as_ref().map(|(user, _)| user.as_str());
    html! {
        dl class="a-facts" {
            div { dt { (visit.plain("notices-relay")) } dd { (relay.target) } }
            div { dt { (visit.plain("notices-security")) } dd { (security) } }
            div { dt { (visit.plain("notices-from")) } dd { (relay.from) } }
            div { dt { (visit.plain("notices-user")) } dd {
                @if let Some(user) = user { (user) } @else { (visit.plain("notices-no-user")) }
            } }
        }
    }
}

async fn messages(
    visit: &Visit,
    stuck: &[MessageRow],
    hooks: &[WebhookRow],
) -> Result<Markup, Failure> {
    let heads = ["notices-to", "notices-made", "notices-problem", "notices-next", "login-own-do"]
        .map(|id| visit.plain(id));
    let [to, made, problem, next, act] = &heads;
    Ok(html! {
        table class="ds-table a-table" role="table" aria-label=(visit.plain("notices-stuck")) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for one in stuck {
                    @let whom = whom(visit, one, hooks).await?;
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(to) { (whom) }
                        td role="cell" data-l=(made) { (moment(visit, one.made_at)) }
                        td role="cell" data-l=(problem) { (why(visit, one)) }
                        td role="cell" data-l=(next) {
                            @if one.failed_at.is_some() { strong { (visit.plain("notices-given-up")) } }
                            @else { (moment(visit, one.next_at)) }
                        }
                        td role="cell" data-l=(act) { (buttons(visit, one, &whom)) }
                    }
                }
            }
        }
    })
}

fn buttons(visit: &Visit, one: &MessageRow, whom: &str) -> Markup {
    let named = |id: &str| visit.say(id, &[("name", Say::Text(whom))]);
    let button = |what: &str, text: &str, label: &str, colour: Option<&str>| {
        html! {
            form method="post" action={ (HERE) "/melding" } {
                (hidden("melding", &one.id.to_string()))
                (hidden("gjor", what))
                button class="ds-button" data-variant="tertiary" data-size="sm" data-color=[colour] type="submit"
                    aria-label=(named(label)) { (visit.plain(text)) }
            }
        }
    };
    html! {
        (button("igjen", "notices-again", "notices-again-named", None))
        (button("glem", "notices-forget", "notices-forget-named", Some("danger")))
    }
}

async fn whom(visit: &Visit, one: &MessageRow, hooks: &[WebhookRow]) -> Result<String, Failure> {
    match &one.to {
        To::Person(person) => visit.person(person).await,
        To::Webhook(id) => {
            let hook = hooks.iter().find(|hook| hook.id == *id);
            Ok(hook.map(|hook| host_of(&hook.url)).unwrap_or_default())
        }
    }
}

fn why(visit: &Visit, one: &MessageRow) -> Markup {
    let code = one.problem.as_deref().unwrap_or_default();
    let said = one.said.as_deref().filter(|said| !said.is_empty());
    html! {
        (visit.plain(&format!("notices-problem-{code}")))
        @if let Some(said) = said { p class="a-quiet" { (said) } }
    }
}
