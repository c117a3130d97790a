//! On to the provider.

use axum::extract::Path;
use axum::http::HeaderMap;
use axum::response::Response;

use super::away::{Sent, leave};
use super::{provider, refused};
use crate::accounts::frame::{asked, escaped, on_with, ours};
use crate::failure::Failure;
use crate::first_run;
use crate::see_other::see_other;
use crate::visit::Visit;

pub(super) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let app = &visit.app;
    let provider = provider(app, &slug)?;
    // The first run makes an administrator of this place, who comes in when no provider answers.
    if !first_run::is_over(app.folder().operation()).await? {
        return Err(Failure::Asked(visit.plain("single-sign-on-first-run")));
    }
    let to = ours(&asked(&visit, "til")).to_owned();
    if is_from_elsewhere(&headers) {
        return Ok(see_other(&format!("/logg-inn?til={}", escaped(&to))));
    }
    match provider.begin(visit.lang.tag(), app.real_clock().now()).await {
        Ok((pending, url)) => {
            let cookie = leave(app, Sent { pending, to })?;
            Ok(on_with(cookie, url.as_str()))
        }
        Err(error) => Ok(refused::page(&visit, &provider, &error)),
    }
}

/// Whether another site sent the browser here. Whoever is logged in at the provider would else be logged in here without having
/// asked for it.
fn is_from_elsewhere(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site");
    site.is_some_and(|site| site != "same-origin" && site != "none")
}
