//! Out again: our session has ended, and the provider's may not have.

use arvak_identity::Factor;
use arvak_words::Say;
use axum::extract::Path;
use axum::http::HeaderMap;
use maud::{Markup, html};

use super::provider;
use crate::accounts::frame::narrow;
use crate::failure::Failure;
use crate::session;
use crate::visit::Visit;

/// Where one goes after logging out; to be asked before the session ends. Whoever came by a provider is told that they may
/// still be logged in there.
pub(crate) async fn path_after(visit: &Visit, headers: &HeaderMap) -> Result<String, Failure> {
    let usual = "/logg-inn".to_owned();
    let Some(found) = session::found(&visit.app, headers).await? else { return Ok(usual) };
    if !found.factors.contains(Factor::Provider) {
        return Ok(usual);
    }
    let issuer = visit.app.folder().operation().openid_issuer(&found.row.person).await?;
    let mut known = visit.app.site().providers.iter().map(|one| one.settings());
    let known = known.find(|settings| Some(&settings.issuer) == issuer.as_ref());
    Ok(known.map_or(usual, |settings| format!("/logg-ut/openid/{}", settings.slug)))
}

pub(super) async fn show(visit: Visit, Path(slug): Path<String>) -> Result<Markup, Failure> {
    let provider = provider(&visit.app, &slug)?;
    let name = [("provider", Say::Text(&provider.settings().name))];
    let out = provider.log_out(visit.app.real_clock().now()).await;
    let body = html! {
        p class="a-lead" { (visit.say("single-sign-on-out", &name)) }
        @if out.is_none() { p { (visit.say("single-sign-on-out-none", &name)) } }
        div class="a-actions" {
            @if let Some(out) = out {
                a class="ds-button" rel="nofollow" href=(out.as_str()) { (visit.say("single-sign-on-out-go", &name)) }
            }
            a class="ds-button" data-variant="secondary" href="/logg-inn" { (visit.plain("login-title")) }
        }
    };
    Ok(narrow(&visit, &visit.plain("single-sign-on-out-title"), &body))
}
