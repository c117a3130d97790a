//! What a problem's `type` leads to: a page that says what the code means, and what to do.

use arvak_words::Say;
use axum::extract::Path;
use maud::{Markup, html};

use super::problem::Code;
use crate::failure::Failure;
use crate::page;
use crate::visit::Visit;

pub(super) async fn page(visit: Visit, Path(name): Path<String>) -> Result<Markup, Failure> {
    let code = Code::ALL.into_iter().find(|code| code.name() == name).ok_or(Failure::NotFound)?;
    let title = visit.plain(&format!("api-problem-{name}-title"));
    let status = i64::from(code.status().as_u16());
    let args = [("code", Say::Text(&name)), ("status", Say::Number(status))];
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.plain(&format!("api-problem-{name}"))) }
            p class="a-quiet" { (visit.say("api-problem-code", &args)) }
        }
    };
    Ok(page::page(&visit, &title, &body))
}
