//! A code of six digits, where the municipality asks for one: after the link it goes to the address that the request was sent to, and to no
//! other. Whoever has the link alone does not learn which address that is.

use arvak_core::{Instant, Span};
use arvak_identity::{Secret, SecretHash};
use arvak_store::supplier::{CodeRow, SendingRow, Tried};
use arvak_suppliers::letters::Kind;
use arvak_words::Say;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::contact::Contact;
use super::enter::{Gone, gone, let_in};
use super::{CODE, ENTRANCE};
use crate::accounts::frame::{narrow, on_with};
use crate::cookie::Cookie;
use crate::failure::Failure;
use crate::form::Typed;
use crate::visit::Visit;
use crate::waves::{About, Names, WaveError, note};

/// How long a code is good.
const LASTS: Span = Span::from_millis(10 * 60_000);

/// How often one may be tried, and how many of one link may be good at once: of a million codes, 25 in ten minutes.
const TRIES_MOST: u32 = 5;
const CODES_MOST: u32 = 5;

/// Which code a browser asked for.
const COOKIE: Cookie = Cookie { secure: "__Host-arvak-kode", plain: "arvak-kode" };

/// Sends a code, and asks for it.
pub(super) async fn ask(contact: &Contact, sending: &SendingRow) -> Result<Response, Failure> {
    let visit = &contact.visit;
    let (app, now) = (&visit.app, visit.app.real_clock().now());
    let entrance = Secret::random().map_err(Failure::from)?;
    let code = six_digits()?;
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(|_| Failure::Inside)?;
    let row = CodeRow {
        entrance: *entrance.hash().as_bytes(),
        link: contact.link.hash,
        salt,
        hash: CodeRow::hash_of(&salt, &code),
        ends_at: now.plus(LASTS),
    };
    if app.desk().ready().is_err() {
        // The mail that brought the link went out once; the operator has taken the server away since.
        let said = alert(visit, "answering-code-no-mail", &[]);
        return Ok((StatusCode::SERVICE_UNAVAILABLE, form(visit, &said, false)).into_response());
    }
    if !app.folder().operation().add_supplier_code(&row, now, CODES_MOST).await? {
        let said = alert(visit, "answering-code-many", &[]);
        return Ok((StatusCode::TOO_MANY_REQUESTS, form(visit, &said, false)).into_response());
    }
    sent(contact, sending, &code, now).await.map_err(|error| {
        tracing::error!(%error, "a code for a supplier");
        Failure::Inside
    })?;
    let more = format!("; Max-Age={}", LASTS.as_millis() / 1000);
    let line = COOKIE.set_strict(entrance.reveal(), app.site().is_secure(), &more);
    Ok(on_with(HeaderValue::from_str(&line).map_err(|_| Failure::Inside)?, CODE))
}

async fn sent(
    contact: &Contact,
    sending: &SendingRow,
    code: &str,
    now: Instant,
) -> Result<(), WaveError> {
    let app = &contact.visit.app;
    let names = Names::of(&contact.visit);
    let about = About { row: &contact.request, sending, asked_at: None, text: "" };
    note(&app.desk(), &names, &about, (Kind::Code, now.as_millis()), Some(code)).await?;
    app.notices().wake_post();
    Ok(())
}

/// Six digits, each as likely as any other.
fn six_digits() -> Result<String, Failure> {
    /// Above this some codes would be likelier than others.
    const EVEN: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let mut bytes = [0; 4];
        getrandom::fill(&mut bytes).map_err(|_| Failure::Inside)?;
        let number = u32::from_le_bytes(bytes);
        if number < EVEN {
            return Ok(format!("{:06}", number % 1_000_000));
        }
    }
}

pub(super) async fn show(visit: Visit) -> Response {
    form(&visit, &html! {}, true).into_response()
}

pub(super) async fn enter(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let (app, is_secure) = (visit.app.clone(), visit.app.site().is_secure());
    let Some(shown) = COOKIE.get(&headers, is_secure) else {
        return Ok(over(&visit));
    };
    let code: String = typed.get("kode").chars().filter(char::is_ascii_digit).collect();
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let is_same = |one: &[u8; 32], other: &[u8; 32]| {
        SecretHash::from_bytes(*one) == SecretHash::from_bytes(*other)
    };
    let entrance = SecretHash::of(shown);
    let tried = operation.try_supplier_code(entrance.as_bytes(), &code, (now, TRIES_MOST), is_same);
    match tried.await? {
        Tried::Right(hash) => {
            let Some(link) = operation.supplier_link(&hash).await? else {
                return Ok(gone(&visit, Gone::Unknown));
            };
            match Contact::of(visit.clone(), link).await? {
                Ok(contact) => let_in(&contact).await,
                Err(why) => Ok(gone(&visit, why)),
            }
        }
        Tried::Wrong(left) if left > 0 => {
            let args = [("left", Say::Number(i64::from(left)))];
            let said = alert(&visit, "answering-code-wrong", &args);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, form(&visit, &said, true)).into_response())
        }
        Tried::Wrong(_) | Tried::Over => Ok(over(&visit)),
    }
}

fn over(visit: &Visit) -> Response {
    let said = alert(visit, "answering-code-over", &[]);
    (StatusCode::GONE, form(visit, &said, false)).into_response()
}

fn alert(visit: &Visit, sentence: &str, args: &[(&str, Say<'_>)]) -> Markup {
    html! { p class="ds-alert" data-color="warning" role="status" { (visit.say(sentence, args)) } }
}

fn form(visit: &Visit, said: &Markup, may_try: bool) -> Markup {
    let body = html! {
        (said)
        @if may_try {
            p class="a-lead" { (visit.plain("answering-code-lead")) }
            form class="a-form" method="post" action=(CODE) {
                div class="ds-field" {
                    label class="ds-label" for="f-kode" { (visit.plain("answering-code-label")) }
                    div data-field="description" id="f-kode-hint" { (visit.plain("answering-code-hint")) }
                    input class="ds-input" type="text" id="f-kode" name="kode" inputmode="numeric" autocomplete="one-time-code"
                        required maxlength="12" spellcheck="false" aria-describedby="f-kode-hint";
                }
                div class="a-actions" {
                    button class="ds-button" type="submit" { (visit.plain("answering-code-go")) }
                }
            }
        }
        p class="a-quiet" { (visit.plain("answering-code-none")) }
        p { a class="ds-link" href=(ENTRANCE) { (visit.plain("answering-code-again")) } }
    };
    narrow(visit, &visit.plain("answering-code-title"), &body)
}

#[cfg(test)]
mod tests {
    use super::six_digits;

    #[test]
    fn a_code_has_six_digits_also_when_it_begins_with_noughts() {
        for _ in 0..2_000 {
            let code = six_digits().unwrap();
            assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
        }
    }
}
