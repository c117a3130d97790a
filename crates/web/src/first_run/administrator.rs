//! The first administrator: name and e-mail here; passkey, or password with one-time codes, on the page of accounts that
//! follows. Whoever comes back from there is logged in.

use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::begin::next_button;
use super::choices::{NAME_CHARS_MAX, Step};
use super::frame::{Run, again, to};
use crate::accounts::enrol;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::visit::Visit;

pub(super) async fn administrator(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Administrator).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    if run.has_administrator() {
        return Ok(to(&Step::Look.path()));
    }
    Ok(form(&run, &Typed::default(), &Mistakes::default()).into_response())
}

pub(super) async fn choose_administrator(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Administrator).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    let mut mistakes = Mistakes::default();
    let is_line =
        |text: &str| !text.contains(['\n', '\r', '\t']) && text.chars().count() <= NAME_CHARS_MAX;
    let (name, email) = (typed.get("navn"), typed.get("epost"));
    if name.is_empty() || !is_line(name) {
        mistakes.tell("navn", run.visit.plain("first-run-administrator-name-wrong"));
    }
    if !is_line(email) || !is_address(email) {
        mistakes.tell("epost", run.visit.plain("first-run-administrator-email-wrong"));
    }
    if !mistakes.is_empty() {
        return Ok(again(form(&run, &typed, &mistakes)));
    }
    enrol::first(&run.visit, &headers, name, email).await
}

/// Something before an `@`, and a name with a point behind it: the rest the mail shows.
fn is_address(text: &str) -> bool {
    let parts = text.rsplit_once('@');
    parts.is_some_and(|(local, domain)| {
        let edges = domain.starts_with('.') || domain.ends_with('.');
        !local.is_empty() && domain.contains('.') && !edges && !text.contains(char::is_whitespace)
    })
}

fn form(run: &Run, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let visit = &run.visit;
    let fields = Fields::new(visit, typed, mistakes);
    let body = html! {
        p class="a-lead" { (visit.plain("first-run-administrator-lead")) }
        form class="a-form" method="post" action=(Step::Administrator.path()) {
            (fields.line("navn", &visit.plain("first-run-administrator-name"), None))
            (fields.input("email", "epost", &visit.plain("first-run-administrator-email"),
                Some(&visit.plain("first-run-administrator-email-hint"))))
            p class="a-quiet" { (visit.plain("first-run-administrator-factors")) }
            (next_button(visit))
        }
    };
    run.page(Step::Administrator, &fields.summary(), &body)
}

#[cfg(test)]
mod tests {
    use super::is_address;

    #[test]
    fn an_address_has_a_name_and_a_domain() {
        assert!(is_address("ada@nordvik.kommune.no"));
        for bad in ["", "ada", "@x.no", "ada@", "ada@x", "ada@.no", "a da@x.no", "ada@x.no."] {
            assert!(!is_address(bad), "{bad}");
        }
    }
}
