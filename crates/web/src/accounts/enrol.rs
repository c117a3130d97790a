//! New accounts: somebody gets one, and is led to choose factors. Until then it opens nothing.

use arvak_core::EntityId;
use arvak_identity::{Factor, Factors, Role};
use arvak_store::{Has, NewAccount};
use axum::http::HeaderMap;
use axum::response::Response;

use super::frame::on_with;
use crate::app::App;
use crate::failure::Failure;
use crate::first_run;
use crate::see_other::see_other;
use crate::session;
use crate::visit::Visit;

/// Where factors are chosen.
pub(crate) const FACTORS: &str = "/konto/faktorer";

/// Makes the first administrator, and leads on to choosing factors. Whoever may call this holds the link of the first run;
/// when somebody can log in already, the link makes nobody else. An account that was begun and has no factors is begun anew.
pub(crate) async fn first(
    visit: &Visit,
    headers: &HeaderMap,
    name: &str,
    email: &str,
) -> Result<Response, Failure> {
    let operation = visit.app.folder().operation();
    for begun in operation.accounts().await? {
        if operation.has_factors(&begun.person).await? != Has::default() {
            return Ok(see_other("/logg-inn"));
        }
        operation.forget_person(&begun.person).await?;
    }
    let new = NewAccount {
        name: name.to_owned(),
        user_name: email.to_owned(),
        email: Some(email.to_owned()),
        lang: visit.lang.tag().to_owned(),
        roles: vec![Role::Administrator.name().to_owned()],
        units: Vec::new(),
    };
    match operation.add_account(&new, visit.app.real_clock().now()).await? {
        Some(person) => to_factors(&visit.app, headers, &person).await,
        None => Ok(see_other("/logg-inn")),
    }
}

/// Lets somebody in who followed a link, to choose factors and nothing else.
pub(super) async fn to_factors(
    app: &App,
    headers: &HeaderMap,
    person: &EntityId,
) -> Result<Response, Failure> {
    let begun = session::begin(app, headers, person, &Factors::of([Factor::Link])).await?;
    Ok(on_with(begun.cookie, FACTORS))
}

/// Where one goes when factors are chosen: on with the first run, while it lasts.
pub(super) async fn after(app: &App) -> Result<&'static str, Failure> {
    let is_over = first_run::is_over(app.folder().operation()).await?;
    Ok(if is_over { "/status" } else { "/kom-i-gang/undersokelse" })
}
