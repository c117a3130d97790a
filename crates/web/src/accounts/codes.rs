//! Recovery codes, shown once: at the address where they wait for five minutes, to nobody but their owner.

use arvak_core::EntityId;
use arvak_identity::Secret;
use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::html;

use super::factors::{Chooser, renew_codes};
use super::frame::narrow;
use super::holding::Fresh;
use crate::app::App;
use crate::failure::Failure;
use crate::see_other::see_other;
use crate::single_sign_on;
use crate::visit::Visit;

/// Lets them wait, and says where.
pub(super) fn waiting(app: &App, person: &EntityId, codes: Vec<Secret>) -> Result<String, Failure> {
    let fresh = Fresh { person: person.clone(), codes };
    let name = app.accounts().codes().put(fresh, app.real_clock().now())?;
    Ok(format!("/konto/koder/{}", name.reveal()))
}

pub(super) async fn renew(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let chooser = Chooser::fresh(&visit.app, &headers).await?;
    single_sign_on::refuse_own_factors(&visit, &chooser.account.person).await?;
    Ok(see_other(&renew_codes(&visit.app, &chooser.account.person).await?))
}

pub(super) async fn show(
    visit: Visit,
    headers: HeaderMap,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let chooser = Chooser::of(&visit.app, &headers).await?;
    let fresh = visit.app.accounts().codes().take(&name, visit.app.real_clock().now());
    let fresh = fresh.filter(|fresh| fresh.person == chooser.account.person);
    let next = super::enrol::after(&visit.app).await?;
    let body = html! {
        @if let Some(fresh) = &fresh {
            p class="a-lead" { (visit.plain("login-codes-lead")) }
            ul class="ds-list" id="codes" {
                @for code in &fresh.codes { li class="a-id" { (code.reveal()) } }
            }
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="button" data-print hidden { (visit.plain("login-codes-print")) }
                a class="ds-button" href=(next) { (visit.plain("login-codes-done")) }
            }
        } @else {
            p class="a-lead" { (visit.plain("login-codes-gone")) }
            div class="a-actions" { a class="ds-button" href="/konto" { (visit.plain("login-own-title")) } }
        }
    };
    Ok(narrow(&visit, &visit.plain("login-codes-title"), &body).into_response())
}
