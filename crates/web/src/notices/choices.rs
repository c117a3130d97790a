//! One's own notices: what one wants to be told, how often, where to, and in which language.

use arvak_notices::{Choice, Kind, Pace, is_address};
use arvak_store::Account;
use arvak_words::Lang;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{CHOICES, round};
use crate::accounts::frame::{again, asked, narrow};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    let account = own(&visit).await?;
    let choice = own_choice(&visit, &account).await?;
    let (typed, mistakes) = (Typed::default(), Mistakes::default());
    Ok(page(&visit, &account, &choice, &typed, &mistakes).into_response())
}

pub(super) async fn keep(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    match keep_choice(&visit, &typed).await {
        Ok(lang) => Ok(see_other(&format!("{CHOICES}?lang={}&sagt=lagret", lang.tag()))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            let account = own(&visit).await?;
            let (choice, _) = chosen(&typed)?;
            Ok(again(page(&visit, &account, &choice, &typed, &mistakes)))
        }
    }
}

fn chosen(typed: &Typed) -> Result<(Choice, Lang), Failure> {
    let kinds = typed.all("hva").filter_map(Kind::from_name).collect();
    let pace = Pace::from_name(typed.get("takt"));
    let lang: Result<Lang, _> = typed.get("sprak").parse();
    let (Some(pace), Ok(lang)) = (pace, lang) else { return Err(Failure::Bad) };
    Ok((Choice { kinds, pace }, lang))
}

/// Keeps what the visitor wants to be told: `hva` (several), `takt`, `epost`, `sprak`. Gives the language.
pub(crate) async fn keep_choice(visit: &Visit, typed: &Typed) -> Result<Lang, NotTaken> {
    let account = own(visit).await?;
    let operation = visit.app.folder().operation();
    let mut mistakes = Mistakes::default();
    let (choice, lang) = chosen(typed)?;
    let email = typed.some("epost");
    if email.is_some_and(|email| !is_address(email)) {
        mistakes.tell("epost", visit.plain("login-email-wrong"));
    } else if email.is_none() && !choice.kinds.is_empty() {
        mistakes.tell("epost", visit.plain("notices-email-missing"));
    } else if !operation.set_account_email(&account.person, email).await? {
        mistakes.tell("epost", visit.plain("notices-email-taken"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let person = &account.person;
    operation.set_notice_choice(person, &choice.kinds_to_text(), choice.pace.name()).await?;
    operation.set_account_lang(person, lang.tag()).await?;
    visit.app.notices().wake();
    Ok(lang)
}

/// What the visitor wants to be told.
pub(crate) async fn own_choice(visit: &Visit, account: &Account) -> Result<Choice, Failure> {
    round::choice(visit.app.folder().operation(), account).await
}

/// The account of whoever is logged in.
pub(crate) async fn own(visit: &Visit) -> Result<Account, Failure> {
    let me = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let account = visit.app.folder().operation().account(&me.person).await?;
    account.ok_or(Failure::NotFound)
}

fn page(
    visit: &Visit,
    account: &Account,
    choice: &Choice,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Markup {
    let lang: Lang = account.lang.parse().unwrap_or_default();
    let fields = Fields::new(visit, typed, mistakes)
        .usual("epost", account.email.clone().unwrap_or_default())
        .usual("takt", choice.pace.name())
        .usual("sprak", lang.tag());
    let paces = Pace::ALL.map(|pace| {
        let id = format!("notices-pace-{}", pace.name());
        (pace.name().to_owned(), visit.plain(&id), Some(visit.plain(&format!("{id}-hint"))))
    });
    let langs = Lang::ALL.map(|lang| {
        (lang.tag().to_owned(), visit.plain(&format!("login-language-{}", lang.tag())))
    });
    let has_mail = visit.app.notices().channels().relay.is_some();
    let body = html! {
        (fields.summary())
        p class="a-lead" { (visit.plain("notices-lead")) }
        @if asked(visit, "sagt") == "lagret" {
            p class="ds-alert" data-color="success" role="status" { (visit.plain("notices-kept")) }
        }
        @if !has_mail {
            p class="ds-alert" data-color="warning" { (visit.plain("notices-no-mail")) }
        }
        form class="a-form" method="post" action=(CHOICES) {
            fieldset class="ds-fieldset" {
                legend class="ds-label" { (visit.plain("notices-what")) }
                p data-field="description" { (visit.plain("notices-what-hint")) }
                @for kind in Kind::ALL {
                    (tick("hva", kind.name(), &visit.plain(&format!("notices-{}", kind.name())), choice.kinds.contains(&kind)))
                }
            }
            (fields.radios("takt", &visit.plain("notices-pace"), &paces))
            (fields.input("email", "epost", &visit.plain("login-email"), Some(&visit.plain("notices-email-hint"))))
            (fields.select("sprak", &visit.plain("login-language"), Some(&visit.plain("notices-language-hint")), &langs))
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("login-keep")) }
                a class="ds-button" data-variant="tertiary" href="/konto" { (visit.plain("notices-to-own")) }
            }
        }
        p class="a-quiet" { (visit.plain("notices-says")) }
    };
    narrow(visit, &visit.plain("notices-title"), &body)
}
