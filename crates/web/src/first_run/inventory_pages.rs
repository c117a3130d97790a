//! Domains and language; functions and services of the starter pack.

use std::collections::BTreeSet;

use arvak_words::{Lang, Say};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::begin::next_button;
use super::choices::{BadDomains, DOMAINS_MAX, Step, read_domains};
use super::frame::{Run, again, to};
use super::inventory::offered;
use super::keep;
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::visit::Visit;

/// Domains and language.
pub(super) async fn domains(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Domains).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    Ok(domains_page(&run, &Typed::default(), &Mistakes::default()).into_response())
}

pub(super) async fn choose_domains(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let mut run = match Run::open(visit, &headers, Step::Domains).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    let text = typed.get("domener");
    if let Err(bad) = read_domains(text) {
        let mut mistakes = Mistakes::default();
        mistakes.tell("domener", told(&run.visit, &bad));
        return Ok(again(domains_page(&run, &typed, &mistakes)));
    }
    run.choices.domains = Some(text.to_owned());
    let on = run.go_on(Step::Domains).await?;
    let Ok(lang) = typed.get("sprak").parse::<Lang>() else { return Ok(on) };
    if lang == run.visit.lang {
        return Ok(on);
    }
    // The language in the address is kept for the pages that follow.
    Ok(to(&format!("{}?lang={}", run.next().path(), lang.tag())))
}

/// What is wrong with the domains.
pub(super) fn told(visit: &Visit, bad: &BadDomains) -> String {
    match bad {
        BadDomains::None => visit.plain("first-run-domener-none"),
        BadDomains::TooMany => {
            let most = i64::try_from(DOMAINS_MAX).unwrap_or(i64::MAX);
            visit.say("first-run-domener-many", &[("most", Say::Number(most))])
        }
        BadDomains::NoDomain(typed) => {
            visit.say("first-run-domener-bad", &[("typed", Say::Owned(typed.join(", ")))])
        }
    }
}

fn domains_page(run: &Run, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let visit = &run.visit;
    let fields = Fields::new(visit, typed, mistakes)
        .usual("domener", run.choices.typed_domains())
        .usual("sprak", visit.lang.tag());
    let languages = Lang::ALL.map(|lang| {
        (lang.tag().to_owned(), visit.plain(&format!("first-run-lang-{}", lang.tag())), None)
    });
    let body = html! {
        p class="a-lead" { (visit.plain("first-run-domener-lead")) }
        form class="a-form" method="post" action=(Step::Domains.path()) {
            (fields.area("domener", &visit.plain("first-run-domener-label"),
                Some(&visit.plain("first-run-domener-hint")), 4))
            (fields.radios("sprak", &visit.plain("first-run-lang"), &languages))
            (next_button(visit))
        }
    };
    run.page(Step::Domains, &fields.summary(), &body)
}

/// Functions and services of the starter pack.
pub(super) async fn starter(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Starter).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    Ok(starter_page(&run).into_response())
}

pub(super) async fn choose_starter(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let mut run = match Run::open(visit, &headers, Step::Starter).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    let ticked = |kind: &str| -> BTreeSet<String> {
        let known: BTreeSet<String> =
            offered(kind, run.visit.words()).into_iter().map(|(slug, _)| slug).collect();
        typed.all(kind).filter(|slug| known.contains(*slug)).map(str::to_owned).collect()
    };
    let (functions, services) = (ticked("function"), ticked("service"));
    (run.choices.functions, run.choices.services) = (Some(functions), Some(services));
    keep::save(run.visit.app.folder().operation(), &run.choices).await?;
    run.go_on(Step::Starter).await
}

fn starter_page(run: &Run) -> Markup {
    let visit = &run.visit;
    let body = html! {
        p class="a-lead" { (visit.plain("first-run-startpakke-lead")) }
        form class="a-form" method="post" action=(Step::Starter.path()) {
            (boxes(visit, "function", run.choices.functions.as_ref()))
            (boxes(visit, "service", run.choices.services.as_ref()))
            p class="a-quiet" { (visit.plain("first-run-startpakke-systems")) }
            (next_button(visit))
        }
    };
    run.page(Step::Starter, &html! {}, &body)
}

/// Everything of a kind, ticked until somebody takes the tick away.
fn boxes(visit: &Visit, kind: &str, chosen: Option<&BTreeSet<String>>) -> Markup {
    html! {
        fieldset class="ds-fieldset" {
            legend class="ds-label" { (visit.plain(&format!("things-{kind}"))) }
            div class="a-columns" {
                @for (slug, name) in offered(kind, visit.words()) {
                    (tick(kind, &slug, &name, chosen.is_none_or(|chosen| chosen.contains(&slug))))
                }
            }
        }
    }
}
