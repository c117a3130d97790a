//! The first two pages: which municipality, and who runs ICT for it.

use arvak_core::municipality::{self, Municipality};
use arvak_words::Say;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::choices::{NAME_CHARS_MAX, RunsIct, Step};
use super::frame::{Run, again, closed, to};
use super::gate::{self, COOKIE, Link};
use super::keep;
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed};
use crate::timetable::vantage::{self, chosen_vantage};
use crate::visit::Visit;

/// Most municipalities that a search lists.
const LISTED_MAX: usize = 40;

/// `/kom-i-gang`: the link that the program printed, and the way on for whoever came by it before.
pub(super) async fn open(
    visit: Visit,
    headers: HeaderMap,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let operation = visit.app.folder().operation();
    let Some(token) = asked.some("nokkel") else {
        return match gate::of(&visit, &headers).await? {
            Link::Good => {
                let run = Run { choices: keep::load(operation).await?, visit };
                Ok(to(&run.next().path()))
            }
            link => Ok(closed(&visit, link)),
        };
    };
    match gate::open(operation, token, visit.app.clock().now()).await? {
        Link::Good => {
            let run = Run { choices: keep::load(operation).await?, visit };
            let mut answer = to(&run.next().path());
            let line = COOKIE.set(token, run.visit.app.site().is_secure(), "");
            let line = HeaderValue::from_str(&line).map_err(|_| Failure::Bad)?;
            answer.headers_mut().append(header::SET_COOKIE, line);
            Ok(answer)
        }
        link => Ok(closed(&visit, link)),
    }
}

/// Which municipality: a search, and what it finds as buttons.
pub(super) async fn municipality(
    visit: Visit,
    headers: HeaderMap,
    Asked(asked): Asked,
) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::Municipality).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    Ok(municipality_page(&run, asked.get("sok"), &Mistakes::default()).into_response())
}

pub(super) async fn choose_municipality(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let mut run = match Run::open(visit, &headers, Step::Municipality).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    let Some(found) = municipality::by_number(typed.get("kommune")) else {
        let mut mistakes = Mistakes::default();
        mistakes.tell("sok", run.visit.plain("first-run-kommune-none"));
        return Ok(again(municipality_page(&run, typed.get("sok"), &mistakes)));
    };
    if run.choices.municipality.as_deref() != Some(found.number) {
        // The domains that were proposed for another one are not this one's.
        run.choices.domains = None;
    }
    run.choices.municipality = Some(found.number.to_owned());
    run.go_on(Step::Municipality).await
}

fn municipality_page(run: &Run, text: &str, mistakes: &Mistakes) -> Markup {
    let visit = &run.visit;
    let typed = Typed::of([("sok".to_owned(), text.to_owned())]);
    let fields = Fields::new(visit, &typed, mistakes);
    let text = typed.get("sok");
    let found = if text.is_empty() { Vec::new() } else { municipality::search(text) };
    let body = html! {
        p class="a-lead" { (visit.plain("first-run-kommune-lead")) }
        form class="a-form" method="get" action=(Step::Municipality.path()) role="search" {
            (fields.input("search", "sok", &visit.plain("first-run-kommune-search"),
                Some(&visit.plain("first-run-kommune-search-hint"))))
            div class="a-actions" {
                button class="ds-button" type="submit" data-variant=[(!found.is_empty()).then_some("secondary")] {
                    (visit.plain("first-run-kommune-find"))
                }
            }
        }
        @if let Some(chosen) = run.choices.municipality() {
            @if text.is_empty() {
                h2 { (visit.plain("first-run-kommune-chosen")) }
                (buttons(visit, &[chosen]))
            }
        }
        @if !text.is_empty() {
            @let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
            h2 id="treff" { (visit.say("first-run-kommune-found", &[("count", Say::Number(count))])) }
            (buttons(visit, found.get(..LISTED_MAX).unwrap_or(&found)))
            @if found.len() > LISTED_MAX {
                p class="a-quiet" { (visit.plain("first-run-kommune-more")) }
            }
        } @else {
            h2 { (visit.plain("first-run-kommune-counties")) }
            ul class="ds-list" {
                @for county in counties() {
                    li {
                        a class="ds-link" href={ (Step::Municipality.path()) "?sok=" (county.county_number) } {
                            (county.county)
                        }
                    }
                }
            }
        }
        p class="a-quiet" { (visit.plain("first-run-kommune-source")) }
    };
    run.page(Step::Municipality, &fields.summary(), &body)
}

fn buttons(visit: &Visit, found: &[Municipality]) -> Markup {
    html! {
        form method="post" action=(Step::Municipality.path()) {
            ul class="a-points" {
                @for one in found {
                    li {
                        div class="a-what" {
                            strong { (one.name) }
                            p { (one.county) " · " (one.number)
                                @if one.name_official != one.name { " · " (one.name_official) } }
                        }
                        button class="ds-button" data-size="sm" data-variant="secondary" type="submit"
                            name="kommune" value=(one.number)
                            aria-label=(visit.say("first-run-kommune-choose-this", &[
                                ("name", Say::Text(one.name)), ("county", Say::Text(one.county))])) {
                            (visit.plain("first-run-kommune-choose"))
                        }
                    }
                }
            }
        }
    }
}

/// One municipality of each county, in the order of the counties' numbers.
fn counties() -> Vec<&'static Municipality> {
    let mut counties: Vec<&Municipality> = municipality::all().iter().collect();
    counties.dedup_by_key(|one| one.county_number);
    counties
}

/// Who runs ICT.
pub(super) async fn runs_ict(visit: Visit, headers: HeaderMap) -> Result<Response, Failure> {
    let run = match Run::open(visit, &headers, Step::RunsIct).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    Ok(runs_ict_page(&run, &Typed::default(), &Mistakes::default()).await?.into_response())
}

pub(super) async fn choose_runs_ict(
    visit: Visit,
    headers: HeaderMap,
    typed: Typed,
) -> Result<Response, Failure> {
    let mut run = match Run::open(visit, &headers, Step::RunsIct).await? {
        Ok(run) => run,
        Err(answer) => return Ok(answer),
    };
    let mut mistakes = Mistakes::default();
    let chosen = RunsIct::from_name(typed.get("drift"));
    if chosen.is_none() {
        mistakes.tell("drift", run.visit.plain("first-run-drift-none"));
    }
    let operator = typed.get("navn");
    if operator.chars().count() > NAME_CHARS_MAX || operator.contains(['\n', '\r', '\t']) {
        mistakes.tell("navn", run.visit.plain("first-run-drift-name-long"));
    }
    if !mistakes.is_empty() {
        return Ok(again(runs_ict_page(&run, &typed, &mistakes).await?));
    }
    if run.visit.app.program().vantage().is_none() && !typed.get(vantage::FIELD).is_empty() {
        vantage::choose(&run.visit, vantage::typed(&typed)?).await?;
    }
    run.choices.runs_ict = chosen;
    operator.clone_into(&mut run.choices.operator);
    run.go_on(Step::RunsIct).await
}

async fn runs_ict_page(run: &Run, typed: &Typed, mistakes: &Mistakes) -> Result<Markup, Failure> {
    let visit = &run.visit;
    let from = chosen_vantage(visit.app.folder().operation()).await?;
    let fields = Fields::new(visit, typed, mistakes)
        .usual("drift", run.choices.runs_ict.map(RunsIct::name).unwrap_or_default())
        .usual("navn", run.choices.operator.as_str())
        .usual(vantage::FIELD, from.name());
    let options = RunsIct::ALL.map(|one| {
        let said = |part: &str| visit.plain(&format!("first-run-drift-{}{part}", one.name()));
        (one.name().to_owned(), said(""), Some(said("-hint")))
    });
    let body = html! {
        p class="a-lead" { (visit.plain("first-run-drift-lead")) }
        form class="a-form" method="post" action=(Step::RunsIct.path()) {
            (fields.radios("drift", &visit.plain("first-run-drift-legend"), &options))
            (fields.line("navn", &visit.plain("first-run-drift-name"),
                Some(&visit.plain("first-run-drift-name-hint"))))
            @if visit.app.program().vantage().is_none() { (vantage::question(&fields, visit)) }
            (next_button(visit))
        }
    };
    Ok(run.page(Step::RunsIct, &fields.summary(), &body))
}

/// The button that goes on.
pub(super) fn next_button(visit: &Visit) -> Markup {
    html! {
        div class="a-actions" {
            button class="ds-button" type="submit" { (visit.plain("first-run-next")) }
        }
    }
}
