//! Out again: the session ends here, not only in the browser.

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::Response;
use maud::{Markup, html};

use super::frame::{narrow, on_with};
use crate::failure::Failure;
use crate::session;
use crate::single_sign_on;
use crate::visit::Visit;

pub(super) async fn show(visit: Visit) -> Markup {
    let body = html! {
        form class="a-form" method="post" action="/logg-ut" {
            p { (visit.plain("login-out-lead")) }
            div class="a-actions" {
                button class="ds-button" type="submit" { (visit.plain("login-out")) }
                a class="ds-button" data-variant="tertiary" href="/status" { (visit.plain("login-stay")) }
            }
        }
    };
    narrow(&visit, &visit.plain("login-out"), &body)
}

pub(super) async fn send(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let to = single_sign_on::path_after(&visit, &headers).await?;
    let cookie = session::end(&visit.app, &headers).await?;
    let mut answer = on_with(cookie, &to);
    // What the browser still holds of pages goes too.
    let name = HeaderName::from_static("clear-site-data");
    answer.headers_mut().insert(name, HeaderValue::from_static("\"cache\""));
    Ok(answer)
}
