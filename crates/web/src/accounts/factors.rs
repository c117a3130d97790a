//! Choosing factors: at the first log-in, after a link, and later to change them. A passkey, or a password with codes.

use std::fs::File;

use arvak_core::EntityId;
use arvak_identity::leaked::is_leaked;
use arvak_identity::{
    Factor, Factors, Password, PasswordHash, PasswordProblem, Secret, Standing, TotpSecret, qr_svg,
    recovery_codes, recovery_hash,
};
use arvak_store::{Account, NewPassword};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, PreEscaped, html};

use super::codes;
use super::frame::{again, hidden, narrow, on_with, secret};
use super::guesses::attempt;
use super::holding::{Scanning, seal};
use super::sent::Sent;
use crate::app::App;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::session;
use crate::single_sign_on;
use crate::visit::Visit;

/// Somebody who may choose factors: logged in, or here by a link that we gave.
pub(super) struct Chooser {
    pub(super) account: Account,
    pub(super) factors: Factors,
    pub(super) is_logged_in: bool,
}

impl Chooser {
    /// By the session that the request names.
    pub(super) async fn of(app: &App, headers: &HeaderMap) -> Result<Self, Failure> {
        let found = session::found(app, headers).await?.ok_or(Failure::NotLoggedIn)?;
        Self::by(app, found).await
    }

    /// The same for what changes how one logs in: who logged in a while ago does so again.
    pub(super) async fn fresh(app: &App, headers: &HeaderMap) -> Result<Self, Failure> {
        let found = session::found(app, headers).await?.ok_or(Failure::NotLoggedIn)?;
        if !found.is_fresh(app) {
            return Err(Failure::LogInAgain);
        }
        Self::by(app, found).await
    }

    async fn by(app: &App, found: session::Found) -> Result<Self, Failure> {
        let is_logged_in = found.standing == Standing::Full;
        // After a password alone nobody may choose another second factor.
        if !is_logged_in && !found.is_step_after(Factor::Link) {
            return Err(Failure::NotLoggedIn);
        }
        let account = app.folder().operation().account(&found.row.person).await?;
        let account = account.filter(|account| account.closed_at.is_none());
        let account = account.ok_or(Failure::NotLoggedIn)?;
        Ok(Self { account, factors: found.factors, is_logged_in })
    }

    /// Where one goes after a factor was chosen: on with the first run, to one's own page, or to the front.
    pub(super) async fn after(&self, app: &App) -> Result<&'static str, Failure> {
        if self.is_logged_in {
            return Ok("/konto");
        }
        super::enrol::after(app).await
    }
}

pub(super) async fn show(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let chooser = Chooser::fresh(&visit.app, &headers).await?;
    single_sign_on::refuse_own_factors(&visit, &chooser.account.person).await?;
    let name = scanning(&visit, &chooser, "")?;
    Ok(page(&visit, &chooser, &name, &Mistakes::default()).await?.into_response())
}

/// Password and first code together: neither is kept without the other.
pub(super) async fn send(
    visit: Visit,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let app = &visit.app;
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let chooser = Chooser::fresh(app, &headers).await?;
    let person = &chooser.account.person;
    single_sign_on::refuse_own_factors(&visit, person).await?;
    let mut mistakes = Mistakes::default();
    let waiting = app.accounts().pictures().get(sent.secret("nokkel"), now).cloned();
    let waiting = waiting.filter(|waiting| waiting.person == *person);
    let step = waiting.as_ref().and_then(|one| one.secret.check(sent.secret("kode"), now, None));
    match (&waiting, step) {
        (None, _) => mistakes.tell("kode", visit.plain("login-picture-old")),
        (Some(_), None) => mistakes.tell("kode", visit.plain("login-first-code-wrong")),
        (Some(_), Some(_)) => {}
    }
    check_present(&visit, &chooser, &sent, &mut mistakes).await?;
    let password = chosen(&visit, &chooser, &sent, &mut mistakes);
    let password = unleaked(&visit, password, &mut mistakes).await?;
    let (Some(password), Some(waiting), Some(step), true) =
        (password, waiting, step, mistakes.is_empty())
    else {
        let name = scanning(&visit, &chooser, sent.secret("nokkel"))?;
        return Ok(again(page(&visit, &chooser, &name, &mistakes).await?));
    };
    let hash = app.accounts().hash(password).await?;
    let codes = recovery_codes()?;
    let recovery = hashes_of(person, &codes);
    let new = NewPassword {
        hash: hash.as_str(),
        secret: waiting.secret.as_bytes(),
        step,
        recovery: &recovery,
    };
    operation.set_password(&seal(app).await?, person, &new).await?;
    app.accounts().pictures().take(sent.secret("nokkel"), now);
    let factors = Factors::of([Factor::Password, Factor::Totp]);
    let begun = session::begin(app, &headers, person, &factors).await?;
    operation.end_other_sessions(person, begun.hash.as_bytes()).await?;
    Ok(on_with(begun.cookie, &codes::waiting(app, person, codes)?))
}

/// New recovery codes: kept as hashes, and waiting to be shown once at the address that this gives.
pub(super) async fn renew_codes(app: &App, person: &EntityId) -> Result<String, Failure> {
    let codes = recovery_codes()?;
    let hashes = hashes_of(person, &codes);
    app.folder().operation().set_recovery_codes(person, &hashes).await?;
    codes::waiting(app, person, codes)
}

fn hashes_of(person: &EntityId, codes: &[Secret]) -> Vec<[u8; 32]> {
    codes.iter().map(|code| *recovery_hash(person, code.reveal()).as_bytes()).collect()
}

/// Whoever has a password shows it before it is changed.
async fn check_present(
    visit: &Visit,
    chooser: &Chooser,
    sent: &Sent,
    mistakes: &mut Mistakes,
) -> Result<(), Failure> {
    let (app, person) = (&visit.app, &chooser.account.person);
    let Some(kept) = app.folder().operation().password(person).await? else { return Ok(()) };
    let shown = sent.secret("passord").to_owned();
    let tried = attempt(app, &chooser.account.user_name, Factor::Password, None).await?;
    let attempt = match tried {
        Ok(attempt) => attempt,
        Err(span) => {
            mistakes.tell("passord", super::frame::wait(visit, span));
            return Ok(());
        }
    };
    if app.accounts().verify(shown, Some(PasswordHash::from_text(kept))).await? {
        attempt.was_right(app).await
    } else {
        mistakes.tell("passord", visit.plain("login-present-wrong"));
        Ok(())
    }
}

fn chosen(
    visit: &Visit,
    chooser: &Chooser,
    sent: &Sent,
    mistakes: &mut Mistakes,
) -> Option<Password> {
    let account = &chooser.account;
    // Whoever guesses tries what the place is called (ASVS 5.0.0, 6.2.11).
    let municipality = visit.view.organisation().map(|id| visit.thing(id)).unwrap_or_default();
    let host = visit.app.site().host();
    let names = [
        account.user_name.as_str(),
        account.email.as_deref().unwrap_or_default(),
        account.name.as_str(),
        municipality.as_str(),
        municipality.split(' ').next().unwrap_or_default(),
        host,
        host.split('.').next().unwrap_or_default(),
    ];
    match Password::choose(sent.secret("nytt-passord"), &names) {
        Ok(password) => Some(password),
        Err(problem) => {
            refuse(visit, problem, mistakes);
            None
        }
    }
}

fn refuse(visit: &Visit, problem: PasswordProblem, mistakes: &mut Mistakes) {
    mistakes.tell("nytt-passord", visit.plain(&format!("login-password-{}", problem.name())));
}

/// The password, unless it stands in the operator's list of leaked ones. A list that cannot be read any more keeps nobody from
/// choosing one; it was read when the program began, and the log says what is wrong now.
async fn unleaked(
    visit: &Visit,
    password: Option<Password>,
    mistakes: &mut Mistakes,
) -> Result<Option<Password>, Failure> {
    let Some(path) = visit.app.site().leaked.clone() else { return Ok(password) };
    let Some(password) = password else { return Ok(None) };
    let looked = tokio::task::spawn_blocking(move || {
        let found = File::open(path).and_then(|mut list| is_leaked(&mut list, password.reveal()));
        (password, found)
    });
    let (password, found) = looked.await.map_err(|_| Failure::Inside)?;
    match found {
        Ok(false) => Ok(Some(password)),
        Ok(true) => {
            refuse(visit, PasswordProblem::Leaked, mistakes);
            Ok(None)
        }
        Err(error) => {
            tracing::error!(%error, "the list of leaked passwords cannot be read");
            Ok(Some(password))
        }
    }
}

/// The name that the secret of the picture waits under: the one that was shown, while it is good; else a new one.
fn scanning(visit: &Visit, chooser: &Chooser, shown: &str) -> Result<String, Failure> {
    let (accounts, now) = (visit.app.accounts(), visit.app.real_clock().now());
    let person = &chooser.account.person;
    let mut pictures = accounts.pictures();
    if pictures.get(shown, now).is_some_and(|waiting| waiting.person == *person) {
        return Ok(shown.to_owned());
    }
    let waiting = Scanning { person: person.clone(), secret: TotpSecret::random()? };
    Ok(pictures.put(waiting, now)?.reveal().to_owned())
}

async fn page(
    visit: &Visit,
    chooser: &Chooser,
    name: &str,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let app = &visit.app;
    let account = &chooser.account;
    let has = app.folder().operation().has_factors(&account.person).await?;
    let waiting = app.accounts().pictures().get(name, app.real_clock().now()).cloned();
    let secret_shown = waiting.ok_or(Failure::Inside)?.secret;
    let uri = secret_shown.uri("Årvåk", &account.user_name);
    let picture = qr_svg(&uri, &visit.plain("login-picture-label"))?;
    let typed = Typed::default();
    let fields = Fields::new(visit, &typed, mistakes);
    let body = html! {
        (fields.summary())
        p class="a-lead" { (visit.plain("login-factors-lead")) }
        @if app.accounts().passkeys().is_some() {
            h2 class="ds-heading" { (visit.plain("login-passkey-title")) }
            p { (visit.plain("login-passkey-why")) }
            (super::passkeys::registration_button(visit))
            noscript { p class="a-quiet" { (visit.plain("login-passkey-script")) } }
        }
        h2 class="ds-heading" { (visit.plain("login-both-title")) }
        form class="a-form" method="post" action="/konto/faktorer" {
            (whose(visit, &account.user_name))
            @if has.password {
                (secret(visit, mistakes, ("password", "passord", "current-password"), "login-present", None))
            }
            (secret(visit, mistakes, ("password", "nytt-passord", "new-password"), "login-new-password", Some("login-new-password-hint")))
            div {
                p { (visit.plain("login-picture-lead")) }
                (PreEscaped(picture))
                details class="ds-details" {
                    summary { (visit.plain("login-picture-typed")) }
                    div { p class="a-id" { (grouped(&secret_shown.typed())) } }
                }
            }
            (secret(visit, mistakes, ("text", "kode", "one-time-code"), "login-first-code", None))
            (hidden("nokkel", name))
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("login-keep")) }
            }
        }
    };
    Ok(narrow(visit, &visit.plain("login-factors-title"), &body))
}

/// Whose password it is: for password managers, which look for such a field, and for nobody else.
fn whose(visit: &Visit, user_name: &str) -> Markup {
    html! {
        div class="ds-sr-only" aria-hidden="true" {
            label for="f-navn" { (visit.plain("login-name")) }
            input type="text" id="f-navn" name="navn" value=(user_name) autocomplete="username" readonly tabindex="-1";
        }
    }
}

/// In groups of four, as people read and type it.
fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect::<Vec<String>>().join(" ")
}
