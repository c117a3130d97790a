//! How the canary of a service fares: whether there is one, its age, its last trial, who was told, and what a trial would send.

use std::collections::BTreeMap;

use arvak_core::canary_guide::{Guide, of_login};
use arvak_core::{EntityId, Instant, Span};
use arvak_identity::Right;
use arvak_store::CanaryRow;
use arvak_words::{Say, date};
use maud::{Markup, html};

use super::{LogIn, recipe};
use crate::failure::Failure;
use crate::program::WouldSend;
use crate::visit::Visit;

/// After this time the secrets of a canary should be others.
const OLD: Span = Span::from_days(180);

/// The commands that keep a canary, and that say what a trial would send.
const ADD: &str =
    "arvak canary add service/… --file … --told \"…\" --groups \"…\" --locks-after 10";
const CHECK: &str = "arvak canary check service/…";

/// Every canary, by its service.
pub(super) async fn all(visit: &Visit) -> Result<BTreeMap<EntityId, CanaryRow>, Failure> {
    let rows = visit.app.folder().operation().canaries().await?;
    Ok(rows.into_iter().map(|row| (row.service.clone(), row)).collect())
}

/// In a few words, for the list.
pub(super) fn short(visit: &Visit, row: Option<&CanaryRow>, now: Instant) -> Markup {
    let Some(row) = row else { return html! { (visit.plain("two-factor-canary-none")) } };
    html! {
        @match &row.last {
            Some(last) => (visit.say("two-factor-canary-tried", &[("at", Say::Owned(date(visit.lang, last.at)))])),
            None => (visit.plain("canary-never-tried")),
        }
        @if is_old(row, now) { " " (visit.plain("two-factor-canary-old")) }
    }
}

fn is_old(row: &CanaryRow, now: Instant) -> bool {
    now.since(row.rotated_at) > OLD
}

/// How an account is set up, for each kind that the service's log-in may be.
fn guides(visit: &Visit, login: &LogIn) -> Markup {
    let login = match login {
        LogIn::Kind(kind) => kind.as_str(),
        LogIn::None | LogIn::Unsaid => "",
    };
    let plain = |part: &str| visit.plain(&format!("canary-guide-{part}"));
    let of = |guide: &Guide, part: &str| plain(&format!("{}-{part}", guide.id));
    html! {
        @for guide in of_login(login) {
            details class="ds-details" {
                summary { (plain("summary")) ": " (of(guide, "name")) }
                div {
                    ol class="ds-list" {
                        li { (plain("rights")) }
                        li { (of(guide, "account")) }
                        li { (plain("groups")) }
                        li { (plain("told")) " " (of(guide, "seen")) }
                        li { (plain("file")) (code(&plain("file"), guide.file)) }
                        li { (plain("add")) (code(&plain("add"), ADD)) }
                        li { (plain("check")) (code(&plain("check"), CHECK)) }
                        li { (plain("rotate")) }
                    }
                }
            }
        }
    }
}

/// Lines to be typed or written; they may be wider than the page.
fn code(label: &str, text: &str) -> Markup {
    html! { div class="a-scroll" tabindex="0" role="region" aria-label=(label) { pre { (text) } } }
}

/// In full, for the service's page.
pub(super) async fn health(visit: &Visit, id: &EntityId, login: &LogIn) -> Result<Markup, Failure> {
    let mut all = all(visit).await?;
    let Some(row) = all.remove(id) else {
        return Ok(html! {
            h2 { (visit.plain("two-factor-canary")) }
            p { (visit.plain("two-factor-canary-none-long")) }
            (guides(visit, login))
        });
    };
    // What cannot be unsealed is told by who tries: here its steps are left out.
    let would = visit.app.program().would_send(id).await.ok().flatten();
    let day = |at| Say::Owned(date(visit.lang, at));
    Ok(html! {
        h2 { (visit.plain("two-factor-canary")) }
        ul class="ds-list" {
            li { (last(visit, &row)) }
            li {
                (visit.say("canary-rotated-at", &[("at", day(row.rotated_at))]))
                @if is_old(&row, visit.view.at) { " " (visit.plain("canary-old")) }
            }
            @match &would {
                Some(would) => (before(visit, &row, would)),
                None => {
                    li { (said(visit, "canary-told", &row.told)) }
                    li { (said(visit, "canary-groups", &row.groups)) }
                },
            }
        }
        @if let Some(would) = &would {
            details class="ds-details" {
                summary { (visit.plain("two-factor-canary-sends")) }
                div { (plan(visit, would)) }
            }
        }
        @if visit.may(Right::Look) {
            p { a class="ds-link" href=(recipe::address(id)) { (visit.plain("two-factor-recipe-link")) } }
        }
    })
}

/// What stands before a trial: who was told, and how many failures are left, as points of a list.
pub(super) fn before(visit: &Visit, row: &CanaryRow, would: &WouldSend) -> Markup {
    html! {
        li { (said(visit, "canary-told", &row.told)) }
        li { (said(visit, "canary-groups", &row.groups)) }
        li { (margin(visit, row, would)) }
    }
}

fn last(visit: &Visit, row: &CanaryRow) -> String {
    let Some(last) = &row.last else { return visit.plain("canary-never-tried") };
    let id = format!("mfa-verdict-{}", last.verdict);
    let verdict = if visit.words().has(&id) { visit.plain(&id) } else { last.verdict.clone() };
    let at = Say::Owned(date(visit.lang, last.at));
    let reason = Say::Owned(visit.words().trial_reason(&last.reason));
    visit.say("canary-last", &[("at", at), ("verdict", Say::Owned(verdict)), ("reason", reason)])
}

/// A text that somebody wrote, or that nobody did.
fn said(visit: &Visit, id: &str, text: &str) -> String {
    if text.is_empty() {
        return visit.plain(&format!("{id}-nothing"));
    }
    visit.say(id, &[("text", Say::Text(text))])
}

/// How many failed log-ins are left before the account is locked, where somebody knows when it is.
fn margin(visit: &Visit, row: &CanaryRow, would: &WouldSend) -> String {
    let Some(most) = row.locks_after else { return visit.plain("canary-margin-unknown") };
    let left = i64::from(most) - 1 - i64::from(would.failures);
    let args = [("most", Say::Number(i64::from(most))), ("left", Say::Number(left))];
    visit.say(if left < 0 { "canary-margin-none" } else { "canary-margin" }, &args)
}

/// What a trial sends, in its order, and how often.
pub(super) fn plan(visit: &Visit, would: &WouldSend) -> Markup {
    let number = |number: u32| Say::Number(i64::from(number));
    let args = [
        ("most", number(would.wrong_passwords)),
        ("failures", number(would.failures)),
        ("trials", number(would.trials)),
    ];
    html! {
        p { (visit.plain("canary-steps")) }
        ol class="ds-list" {
            @for (does, at) in &would.steps {
                li { (visit.plain(&format!("canary-does-{does}"))) ": " span class="a-id" { (at) } }
            }
        }
        p { (visit.say("canary-attempts", &args)) }
    }
}
