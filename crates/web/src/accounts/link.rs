//! Links that we gave: an invitation makes an account, and a link of an administrator lets somebody in who lost all factors.
//! Looking at one changes nothing, since mail programs look at links too; only the form uses it, once.

use arvak_identity::{SecretHash, TokenKind, TokenStanding};
use arvak_store::{NewAccount, TokenRow};
use arvak_words::Say;
use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::enrol;
use super::frame::{again, narrow, user_name};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::visit::Visit;

/// Most characters of a name.
const NAME_CHARS_MAX: usize = 100;

/// A link that may be used.
struct Good {
    kind: TokenKind,
    row: TokenRow,
}

/// The link, or the page that says what to do instead.
async fn read(visit: &Visit, token: &str) -> Result<Result<Good, Response>, Failure> {
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    let row = operation.token(SecretHash::of(token).as_bytes()).await?;
    let known = row.and_then(|row| Some((TokenKind::from_name(&row.kind)?, row)));
    let known =
        known.filter(|(kind, _)| matches!(kind, TokenKind::Invitation | TokenKind::Recovery));
    let Some((kind, row)) = known else { return Ok(Err(dead(visit, "login-link-unknown"))) };
    Ok(match kind.standing(now, row.ends_at, row.used_at) {
        TokenStanding::Good => Ok(Good { kind, row }),
        TokenStanding::Used => Err(dead(visit, "login-link-used")),
        TokenStanding::Expired => Err(dead(visit, "login-link-old")),
    })
}

fn dead(visit: &Visit, sentence: &str) -> Response {
    let body = html! {
        p class="a-lead" { (visit.plain(sentence)) }
        div class="a-actions" { a class="ds-button" href="/logg-inn" { (visit.plain("login-title")) } }
    };
    let page = narrow(visit, &visit.plain("login-link-dead"), &body);
    (StatusCode::GONE, page).into_response()
}

pub(super) async fn show(visit: Visit, Path(token): Path<String>) -> Result<Response, Failure> {
    let good = match read(&visit, &token).await? {
        Ok(good) => good,
        Err(answer) => return Ok(answer),
    };
    Ok(page(&visit, &token, &good, &Typed::default(), &Mistakes::default()).into_response())
}

pub(super) async fn send(
    visit: Visit,
    Path(token): Path<String>,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let good = match read(&visit, &token).await? {
        Ok(good) => good,
        Err(answer) => return Ok(answer),
    };
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    let Some(person) = good.row.person.clone() else {
        return invited(&visit, &token, &headers, &good, &typed).await;
    };
    if !operation.use_link(&good.row.hash, now).await? {
        return Ok(dead(&visit, "login-link-used"));
    }
    enrol::to_factors(&visit.app, &headers, &person).await
}

async fn invited(
    visit: &Visit,
    token: &str,
    headers: &HeaderMap,
    good: &Good,
    typed: &Typed,
) -> Result<Response, Failure> {
    let (operation, now) = (visit.app.folder().operation(), visit.app.real_clock().now());
    let mut mistakes = read_names(visit, typed);
    if mistakes.is_empty() {
        let new = NewAccount {
            name: typed.get("navn").to_owned(),
            user_name: typed.get("brukernavn").to_owned(),
            email: typed.some("epost").map(str::to_owned),
            lang: visit.lang.tag().to_owned(),
            roles: good.row.roles.clone(),
            units: good.row.units.clone(),
        };
        if let Some(person) = operation.add_account(&new, now).await? {
            if operation.use_link(&good.row.hash, now).await? {
                return enrol::to_factors(&visit.app, headers, &person).await;
            }
            // Somebody else used it at the same moment.
            operation.forget_person(&person).await?;
            return Ok(dead(visit, "login-link-used"));
        }
        mistakes.tell("brukernavn", visit.plain("login-user-name-taken"));
    }
    Ok(again(page(visit, token, good, typed, &mistakes)))
}

fn read_names(visit: &Visit, typed: &Typed) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let is_line = |text: &str| {
        !text.contains(char::is_control) && (1..=NAME_CHARS_MAX).contains(&text.chars().count())
    };
    if !is_line(typed.get("navn")) {
        mistakes.tell("navn", visit.plain("login-invited-name-wrong"));
    }
    let user_name = typed.get("brukernavn");
    if !is_line(user_name)
        || user_name.contains(char::is_whitespace)
        || user_name.chars().count() < 3
    {
        mistakes.tell("brukernavn", visit.plain("login-user-name-wrong"));
    }
    if typed.some("epost").is_some_and(|email| !is_line(email) || !is_address(email)) {
        mistakes.tell("epost", visit.plain("login-email-wrong"));
    }
    mistakes
}

/// Something before an `@`, and a name behind it: the rest the first mail shows.
fn is_address(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    let whole = |(local, domain): (&str, &str)| {
        !local.is_empty()
            && domain.contains('.')
            && !domain.starts_with('.')
            && !domain.ends_with('.')
    };
    !text.contains(char::is_whitespace) && parts.is_some_and(whole)
}

fn page(visit: &Visit, token: &str, good: &Good, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let path = format!("/lenke/{token}");
    if good.kind == TokenKind::Recovery {
        let body = html! {
            p class="a-lead" { (visit.plain("login-recovery-lead")) }
            form class="a-form" method="post" action=(path) {
                div class="a-actions" {
                    button class="ds-button" type="submit" { (visit.plain("login-recovery-go")) }
                }
            }
        };
        return narrow(visit, &visit.plain("login-recovery-title"), &body);
    }
    let fields = Fields::new(visit, typed, mistakes).usual("navn", good.row.name.as_str());
    let roles = role_names(visit, &good.row.roles);
    let body = html! {
        (fields.summary())
        p class="a-lead" { (visit.say("login-invited-lead", &[("roles", Say::Text(&roles))])) }
        form class="a-form" method="post" action=(path) {
            (fields.line("navn", &visit.plain("login-invited-name"), None))
            (user_name(visit, mistakes, "brukernavn", fields.value("brukernavn"), "login-user-name"))
            (fields.input("email", "epost", &visit.plain("login-email"), Some(&visit.plain("login-email-hint"))))
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("login-next")) }
            }
        }
    };
    narrow(visit, &visit.plain("login-invited-title"), &body)
}

/// Roles as people call them.
pub(crate) fn role_names(visit: &Visit, roles: &[String]) -> String {
    let names: Vec<String> =
        roles.iter().map(|role| visit.plain(&format!("role-{role}"))).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_has_a_name_and_a_domain() {
        assert!(is_address("kari@nordvik.example"));
        for bad in ["kari", "@nordvik.example", "kari@nordvik", "kari@.no", "ka ri@nordvik.example"]
        {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
