//! Back from the provider: in, or a page that says why not.

use arvak_identity::{Factor, Factors, Role};
use arvak_oidc::{Callback, Granted, OidcError, Person, Provider};
use arvak_store::{OpenIdLogIn, OpenIdPerson};
use axum::extract::Path;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::away::{come_back, no_cookie};
use super::{provider, refused};
use crate::accounts::frame::{asked, in_own_language, on_with};
use crate::failure::Failure;
use crate::session;
use crate::visit::Visit;

pub(super) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let app = &visit.app;
    let provider = provider(app, &slug)?;
    let sent = come_back(app, &headers);
    let values = ["state", "code", "error", "iss"].map(|name| asked(&visit, name));
    let [state, code, error, issuer] = &values;
    let callback = Callback { state, code, error, issuer };
    let mut answer = match sent {
        None => refused::page(&visit, &provider, &OidcError::NotOurs),
        Some(sent) => match provider.finish(sent.pending, callback, app.real_clock().now()).await {
            Ok(person) => enter(&visit, &headers, &provider, person, &sent.to).await?,
            Err(error) => refused::page(&visit, &provider, &error),
        },
    };
    answer.headers_mut().append(header::SET_COOKIE, no_cookie(app)?);
    Ok(answer)
}

/// Somebody with two factors: in, when a group of theirs gives a role, and the account was not closed here.
async fn enter(
    visit: &Visit,
    headers: &HeaderMap,
    provider: &Provider,
    person: Person,
    to: &str,
) -> Result<Response, Failure> {
    let (app, operation) = (&visit.app, visit.app.folder().operation());
    let granted = match provider.settings().grants.of(&person.groups) {
        Ok(granted) => granted,
        Err(lacking) => {
            // What the provider gave before, it gives no longer.
            operation.withdraw_openid(&person.issuer, &person.subject).await?;
            return Ok(refused::without_role(visit, provider, lacking, &person.groups));
        }
    };
    let given = given(visit, provider, person, granted);
    let known = match operation.log_in_openid(&given, app.real_clock().now()).await? {
        OpenIdLogIn::Person(person) => person,
        OpenIdLogIn::Closed => return Ok(refused::closed(visit, provider)),
    };
    let account = operation.account(&known).await?.ok_or(Failure::Inside)?;
    let begun = session::begin(app, headers, &known, &Factors::of([Factor::Provider])).await?;
    Ok(on_with(begun.cookie, &in_own_language(visit, headers, &account.lang, to)))
}

fn given(visit: &Visit, provider: &Provider, person: Person, granted: Granted) -> OpenIdPerson {
    let slug = &provider.settings().slug;
    let user_name = person.user_name.or_else(|| person.email.clone());
    let user_name = user_name.unwrap_or_else(|| slug.clone());
    OpenIdPerson {
        issuer: person.issuer,
        subject: person.subject,
        name: person.name.unwrap_or_else(|| user_name.clone()),
        // One typed with blanks could never be found again.
        user_name: user_name.split_whitespace().collect::<Vec<_>>().join("."),
        email: person.email,
        lang: visit.lang.tag().to_owned(),
        roles: granted.roles.into_iter().map(Role::name).map(str::to_owned).collect(),
        units: granted.units.into_iter().collect(),
    }
}
