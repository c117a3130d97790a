//! One's own page: where one is logged in, passkeys, codes, language.

use std::fmt::Write as _;

use arvak_core::Span;
use arvak_store::{Account, Has, PasskeyRow, SessionRow};
use arvak_words::{Lang, Say};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::factors::Chooser;
use super::frame::{asked, hidden, moment, narrow};
use super::link::role_names;
use crate::failure::Failure;
use crate::form::Typed;
use crate::see_other::see_other;
use crate::session;
use crate::single_sign_on;
use crate::visit::Visit;

const HERE: &str = "/konto";

pub(super) async fn show(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let chooser = Chooser::of(&visit.app, &headers).await?;
    let operation = visit.app.folder().operation();
    let person = &chooser.account.person;
    let mine = session::found(&visit.app, &headers).await?.ok_or(Failure::NotLoggedIn)?.row;
    let sessions = operation.sessions_of(person).await?;
    let passkeys = operation.passkeys(person).await?;
    let has = operation.has_factors(person).await?;
    let elsewhere = single_sign_on::called(&visit, person).await?;
    let said = asked(&visit, "sagt");
    let body = html! {
        @if said == "ende" { p class="ds-alert" data-color="success" role="status" { (visit.plain("login-own-ended")) } }
        @if said == "nei" { p class="ds-alert" data-color="warning" role="status" { (visit.plain("login-own-last-factor")) } }
        (facts(&visit, &chooser.account))
        (sessions_part(&visit, &sessions, &mine))
        @if let Some(provider) = &elsewhere {
            h2 class="ds-heading" { (visit.plain("login-own-factors")) }
            p { (visit.say("single-sign-on-no-own-factors", &[("provider", Say::Text(provider))])) }
        } @else { (factors_part(&visit, &passkeys, has)) }
        (language_part(&visit))
        h2 class="ds-heading" { (visit.plain("notices-title")) }
        p { a class="ds-link" href="/konto/varsler" { (visit.plain("notices-lead")) } }
        form method="post" action="/logg-ut" class="a-actions" {
            button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("login-out")) }
        }
    };
    Ok(narrow(&visit, &visit.plain("login-own-title"), &body).into_response())
}

fn facts(visit: &Visit, account: &Account) -> Markup {
    html! {
        dl class="a-facts" {
            div { dt { (visit.plain("login-invited-name")) } dd { (account.name) } }
            div { dt { (visit.plain("login-user-name")) } dd { (account.user_name) } }
            @if let Some(email) = &account.email { div { dt { (visit.plain("login-email")) } dd { (email) } } }
            div { dt { (visit.plain("login-roles")) } dd { (role_names(visit, &account.roles)) } }
            @if !account.units.is_empty() {
                div { dt { (visit.plain("login-units")) }
                    dd { @for unit in &account.units { (visit.thing(unit)) " " } } }
            }
        }
    }
}

fn sessions_part(visit: &Visit, sessions: &[SessionRow], mine: &SessionRow) -> Markup {
    let (device, seen) = (visit.plain("login-own-device"), visit.plain("login-own-seen"));
    html! {
        h2 class="ds-heading" { (visit.plain("login-own-sessions")) }
        table class="ds-table a-table" role="table" {
            thead role="rowgroup" { tr role="row" {
                th role="columnheader" scope="col" { (device) }
                th role="columnheader" scope="col" { (seen) }
                th role="columnheader" scope="col" { (visit.plain("login-own-do")) }
            } }
            tbody role="rowgroup" {
                @for one in sessions {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(device) { (browser(visit, &one.client)) }
                        td role="cell" data-l=(seen) { (moment(visit, one.seen_at)) }
                        td role="cell" data-l=(visit.plain("login-own-do")) {
                            @if one.id == mine.id { (visit.plain("login-own-this")) }
                            @else {
                                form method="post" action="/konto/okter" {
                                    (hidden("okt", &one.id.to_string()))
                                    button class="ds-button" data-variant="tertiary" data-size="sm" type="submit" { (visit.plain("login-own-end")) }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if sessions.len() > 1 {
            form method="post" action="/konto/okter" class="a-actions" {
                (hidden("okt", "andre"))
                button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("login-own-end-others")) }
            }
        }
        p class="a-quiet" { (limits(visit)) }
    }
}

fn limits(visit: &Visit) -> String {
    let limits = session::limits(&visit.app);
    let words = |span: Span| visit.words().span(span);
    let (idle, whole) = (words(limits.idle), words(limits.absolute));
    visit.say("login-own-limits", &[("idle", Say::Text(&idle)), ("whole", Say::Text(&whole))])
}

fn factors_part(visit: &Visit, passkeys: &[PasskeyRow], has: Has) -> Markup {
    html! {
        h2 class="ds-heading" { (visit.plain("login-own-factors")) }
        @if passkeys.is_empty() { p { (visit.plain("login-own-no-passkeys")) } }
        @else {
            ul class="ds-list" {
                @for one in passkeys {
                    li {
                        (one.name) " "
                        span class="a-quiet" { (moment(visit, one.last_used.unwrap_or(one.created_at))) }
                        form method="post" action="/konto/passnokler" {
                            (hidden("passnokkel", &hex(&one.id)))
                            button class="ds-button" data-variant="tertiary" data-size="sm" data-color="danger" type="submit"
                                aria-label=(visit.say("login-own-remove-named", &[("name", Say::Text(&one.name))])) { (visit.plain("login-own-remove")) }
                        }
                    }
                }
            }
        }
        @if has.totp {
            p { (visit.say("login-own-codes-left", &[("count", Say::Number(has.recovery_codes))])) }
        }
        div class="a-actions" {
            a class="ds-button" data-variant="secondary" href="/konto/faktorer" {
                (visit.plain(if has.totp { "login-own-change" } else { "login-own-add" }))
            }
            @if has.totp {
                form method="post" action="/konto/koder" {
                    button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("login-own-new-codes")) }
                }
            }
        }
    }
}

fn language_part(visit: &Visit) -> Markup {
    html! {
        h2 class="ds-heading" { (visit.plain("login-language")) }
        form class="a-form" method="post" action="/konto/sprak" {
            div class="ds-field" {
                label class="ds-label" for="f-sprak" { (visit.plain("login-language-choose")) }
                select class="ds-input" id="f-sprak" name="sprak" {
                    @for lang in Lang::ALL {
                        option value=(lang.tag()) selected[lang == visit.lang] { (visit.plain(&format!("login-language-{}", lang.tag()))) }
                    }
                }
            }
            div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("login-keep")) } }
        }
    }
}

/// The language is kept with the account, and with this browser: the guard keeps what the address names.
pub(super) async fn language(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let chooser = Chooser::of(&visit.app, &headers).await?;
    let lang: Lang = typed.get("sprak").parse().map_err(|_| Failure::Bad)?;
    visit.app.folder().operation().set_account_lang(&chooser.account.person, lang.tag()).await?;
    Ok(see_other(&format!("{HERE}?lang={}", lang.tag())))
}

pub(super) async fn end_session(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let operation = visit.app.folder().operation();
    let found = session::found(&visit.app, &headers).await?.ok_or(Failure::NotLoggedIn)?;
    let mine = fresh(&visit, found)?;
    if typed.get("okt") == "andre" {
        operation.end_other_sessions(&mine.person, &mine.hash).await?;
    } else {
        let id = typed.get("okt").parse().map_err(|_| Failure::Bad)?;
        if !operation.end_session_of(&mine.person, id).await? {
            return Err(Failure::NotFound);
        }
    }
    Ok(see_other("/konto?sagt=ende"))
}

/// The session, when its owner showed the factors a moment ago.
pub(crate) fn fresh(visit: &Visit, found: session::Found) -> Result<SessionRow, Failure> {
    if found.is_fresh(&visit.app) { Ok(found.row) } else { Err(Failure::LogInAgain) }
}

pub(super) async fn remove_passkey(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let chooser = Chooser::fresh(&visit.app, &headers).await?;
    let id = unhex(typed.get("passnokkel")).ok_or(Failure::Bad)?;
    let operation = visit.app.folder().operation();
    let is_removed = operation.remove_passkey(&chooser.account.person, &id).await?;
    Ok(see_other(if is_removed { HERE } else { "/konto?sagt=nei" }))
}

/// What a browser calls itself, as far as people call it so.
fn browser(visit: &Visit, client: &str) -> String {
    let first = |known: &[&'static str]| known.iter().copied().find(|name| client.contains(name));
    let browser = match first(&["Edg/", "Firefox/", "Chrome/", "Safari/"]) {
        Some("Edg/") => "Edge",
        Some("Firefox/") => "Firefox",
        Some("Chrome/") => "Chrome",
        Some("Safari/") => "Safari",
        _ => return visit.plain("login-own-unknown-device"),
    };
    let system = match first(&["Windows", "Android", "iPhone", "iPad", "Mac OS X", "Linux"]) {
        Some("Mac OS X") => "macOS",
        Some(system) => system,
        None => return browser.to_owned(),
    };
    format!("{browser}, {system}")
}

/// The id of a passkey in addresses.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The id of a passkey that an address names.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2).map(|pair| str::from_utf8(pair).ok());
    digits.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}
