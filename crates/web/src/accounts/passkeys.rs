//! Passkeys, for the script of the page: options out, an answer in, as JSON. Our half of each ceremony waits in memory
//! under a random name, for five minutes, and is taken once.

use arvak_core::EntityId;
use arvak_identity::{Factor, Factors, IdentityError, Passkey};
use arvak_store::PasskeyRow;
use axum::Json;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};
use serde::Deserialize;
use serde_json::{Value, json};

use super::factors::Chooser;
use super::frame::{in_own_language, ours};
use super::holding::Registering;
use crate::failure::Failure;
use crate::form::Typed;
use crate::session;
use crate::single_sign_on;
use crate::visit::Visit;

/// Most passkeys of a person.
const PASSKEYS_MAX: usize = 20;

/// What the script sends back.
#[derive(Deserialize)]
pub(super) struct Answered {
    /// The name that our half waits under.
    name: String,
    /// What the authenticator answered, as the browser gives it.
    answer: Value,
    /// Where to go on to.
    #[serde(default)]
    to: String,
    /// What the passkey is to be called.
    #[serde(default)]
    called: String,
}

/// The button of the log-in page; without script it is not there, since it could do nothing.
pub(super) fn log_in_button(visit: &Visit, to: &str) -> Markup {
    html! {
        section class="a-form" data-passkey="get" data-start="/logg-inn/passnokkel/start"
            data-finish="/logg-inn/passnokkel/svar" data-to=(to)
            data-failed=(visit.plain("login-passkey-failed")) hidden {
            p class="a-lead" { (visit.plain("login-passkey-lead")) }
            div class="a-actions" {
                button class="ds-button" type="button" { (visit.plain("login-passkey")) }
            }
            p class="ds-validation-message" role="alert" hidden {}
        }
    }
}

/// The button that registers one.
pub(super) fn registration_button(visit: &Visit) -> Markup {
    html! {
        section class="a-form" data-passkey="create" data-start="/konto/faktorer/passnokkel/start"
            data-finish="/konto/faktorer/passnokkel/svar" data-to=""
            data-failed=(visit.plain("login-passkey-not-made")) hidden {
            div class="ds-field" {
                label class="ds-label" for="passkey-called" { (visit.plain("login-passkey-called")) }
                input class="ds-input" id="passkey-called" maxlength="60" autocomplete="off"
                    value=(visit.plain("login-passkey-called-usual"));
            }
            div class="a-actions" {
                button class="ds-button" type="button" { (visit.plain("login-passkey-make")) }
            }
            p class="ds-validation-message" role="alert" hidden {}
        }
    }
}

pub(super) async fn start_log_in(visit: Visit) -> Result<Json<Value>, Failure> {
    let accounts = visit.app.accounts();
    let (options, ours) = accounts.passkeys().ok_or(Failure::NotFound)?.start_log_in()?;
    let name = accounts.log_ins().put(ours, visit.app.real_clock().now())?;
    Ok(Json(json!({ "name": name.reveal(), "options": options })))
}

pub(super) async fn finish_log_in(
    visit: Visit,
    headers: HeaderMap,
    Json(sent): Json<Answered>,
) -> Result<Response, Failure> {
    let app = &visit.app;
    let operation = app.folder().operation();
    let Some(person) = proved(&visit, &sent).await? else { return Ok(refused()) };
    let account = operation.account(&person).await?.filter(|one| one.closed_at.is_none());
    let Some(account) = account else { return Ok(refused()) };
    let factors = Factors::of([Factor::Passkey]);
    let begun = session::begin(app, &headers, &person, &factors).await?;
    let to = in_own_language(&visit, &headers, &account.lang, ours(&sent.to));
    Ok(([(header::SET_COOKIE, begun.cookie)], Json(json!({ "to": to }))).into_response())
}

/// Whose passkey it was that answered rightly.
async fn proved(visit: &Visit, sent: &Answered) -> Result<Option<EntityId>, Failure> {
    let app = &visit.app;
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let passkeys = app.accounts().passkeys().ok_or(Failure::NotFound)?;
    let Some(waiting) = app.accounts().log_ins().take(&sent.name, now) else { return Ok(None) };
    let Ok(shown) = passkeys.read(&sent.answer.to_string()) else { return Ok(None) };
    let Some(row) = operation.passkey(&shown.id).await? else { return Ok(None) };
    if row.person != shown.person {
        return Ok(None);
    }
    let kept = Passkey::from_json(&row.credential)?;
    match passkeys.finish_log_in(&shown, waiting, &kept) {
        Ok(newer) => {
            let is_first =
                operation.use_passkey(&row.id, &row.credential, &newer.to_json()?, now).await?;
            Ok(is_first.then_some(row.person))
        }
        Err(IdentityError::BadPasskey { why }) => {
            tracing::warn!(%why, person = %row.person, "a passkey was refused");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) async fn start_registration(
    visit: Visit,
    headers: HeaderMap,
) -> Result<Json<Value>, Failure> {
    let app = &visit.app;
    let operation = app.folder().operation();
    let chooser = Chooser::fresh(app, &headers).await?;
    single_sign_on::refuse_own_factors(&visit, &chooser.account.person).await?;
    let passkeys = app.accounts().passkeys().ok_or(Failure::NotFound)?;
    let known = operation.passkeys(&chooser.account.person).await?;
    if known.len() >= PASSKEYS_MAX {
        return Err(Failure::TooMany);
    }
    let known = known.iter().map(|row| Passkey::from_json(&row.credential));
    let known: Vec<Passkey> = known.collect::<Result<_, _>>()?;
    let account = &chooser.account;
    let (options, registration) =
        passkeys.start_registration(&account.person, &account.user_name, &account.name, &known)?;
    let registering = Registering { person: account.person.clone(), registration };
    let name = app.accounts().registrations().put(registering, app.real_clock().now())?;
    Ok(Json(json!({ "name": name.reveal(), "options": options })))
}

pub(super) async fn finish_registration(
    visit: Visit,
    headers: HeaderMap,
    Json(sent): Json<Answered>,
) -> Result<Response, Failure> {
    let app = &visit.app;
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let chooser = Chooser::fresh(app, &headers).await?;
    single_sign_on::refuse_own_factors(&visit, &chooser.account.person).await?;
    let person = &chooser.account.person;
    let passkeys = app.accounts().passkeys().ok_or(Failure::NotFound)?;
    let waiting = app.accounts().registrations().take(&sent.name, now);
    let Some(waiting) = waiting.filter(|waiting| waiting.person == *person) else {
        return Ok(refused());
    };
    let made = passkeys.finish_registration(&sent.answer.to_string(), &waiting.registration);
    let passkey = match made {
        Ok(passkey) => passkey,
        Err(IdentityError::BadPasskey { why }) => {
            tracing::warn!(%why, %person, "a new passkey was refused");
            return Ok(refused());
        }
        Err(error) => return Err(error.into()),
    };
    let called = Typed::of([("called".to_owned(), sent.called.chars().take(60).collect())]);
    let usual = visit.plain("login-passkey-called-usual");
    let row = PasskeyRow {
        id: passkey.id().to_vec(),
        person: person.clone(),
        name: called.some("called").unwrap_or(&usual).to_owned(),
        credential: passkey.to_json()?,
        created_at: now,
        last_used: None,
    };
    if !operation.add_passkey(&row).await? {
        return Ok(refused());
    }
    // The ceremony showed that its owner has it and opened it: who had one factor has two now.
    let to = chooser.after(app).await?;
    let factors = chooser.factors.clone().with(Factor::Passkey);
    let begun = session::begin(app, &headers, person, &factors).await?;
    Ok(([(header::SET_COOKIE, begun.cookie)], Json(json!({ "to": to }))).into_response())
}

/// The same for every reason: the script shows the sentence that the page holds.
fn refused() -> Response {
    let problem = json!({ "code": "passkey-refused" });
    (StatusCode::UNPROCESSABLE_ENTITY, Json(problem)).into_response()
}
