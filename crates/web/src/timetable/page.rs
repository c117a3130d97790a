//! *Tidsplan*: when this installation looks by itself, and what it looks at how often.

use arvak_core::Instant;
use arvak_words::{Say, date_and_time};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::{KEPT, Timetable, kept, last};
use crate::accounts::frame::{again, asked};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::page;
use crate::program::Checked;
use crate::recording::NotTaken;
use crate::see_other::see_other;
use crate::visit::Visit;

const HERE: &str = "/oppsett/tidsplan";

/// Hours between two looks that may be chosen.
pub(crate) const HOURS: [u8; 6] = [1, 2, 4, 6, 12, 24];

/// The window that is proposed: while hardly anybody is at work.
const NIGHT: (u8, u8) = (2, 5);

pub(super) async fn show(visit: Visit) -> Result<Response, Failure> {
    Ok(page(&visit, &Typed::default(), &Mistakes::default()).await?.into_response())
}

pub(super) async fn keep(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    match choose(&visit, &typed).await {
        Ok(()) => Ok(see_other(&format!("{HERE}?sagt=lagret"))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => Ok(again(page(&visit, &typed, &mistakes).await?)),
    }
}

/// Keeps when this installation looks: `nar` (`timer`, `natt`, `av`), and `timer`, or `fra` and `til`. What no field of the page
/// can send is no form.
pub(crate) async fn choose(visit: &Visit, typed: &Typed) -> Result<(), NotTaken> {
    let mut mistakes = Mistakes::default();
    let number = |name: &str| typed.get(name).parse::<u8>().ok();
    let hour = |name: &str| number(name).filter(|hour| *hour < 24).ok_or(Failure::Bad);
    let chosen = match typed.get("nar") {
        "av" => Timetable::Off,
        "timer" => {
            let hours = number("timer").filter(|hours| HOURS.contains(hours));
            Timetable::Every { hours: hours.ok_or(Failure::Bad)? }
        }
        "natt" => Timetable::Nightly { from: hour("fra")?, to: hour("til")? },
        _ => return Err(Failure::Bad.into()),
    };
    if matches!(chosen, Timetable::Nightly { from, to } if from == to) {
        mistakes.tell("til", visit.plain("notices-window-empty"));
        return Err(mistakes.into());
    }
    let text = serde_json::to_string(&chosen).map_err(|_| Failure::Inside)?;
    visit.app.folder().operation().set_meta(KEPT, &text).await?;
    Ok(())
}

async fn page(visit: &Visit, typed: &Typed, mistakes: &Mistakes) -> Result<Markup, Failure> {
    let operation = visit.app.folder().operation();
    let (timetable, last) = (kept(operation).await?, last(operation).await?);
    let now = visit.app.clock().now();
    let next = timetable.next(last.unwrap_or(now), now);
    let checks = visit.app.program().checks().await?;
    let title = visit.plain("notices-timetable");
    let body = html! {
        a class="a-back" href="/oppsett" { (visit.plain("rooms-setup")) }
        h1 { (title) }
        (Fields::new(visit, typed, mistakes).summary())
        p class="a-lead" { (visit.plain("notices-timetable-lead")) }
        @if asked(visit, "sagt") == "lagret" {
            p class="ds-alert" data-color="success" role="status" { (visit.plain("notices-kept")) }
        }
        dl class="a-facts" {
            div { dt { (visit.plain("notices-last")) } dd { (at(visit, last)) } }
            div { dt { (visit.plain("notices-next-look")) } dd { (at(visit, next)) } }
        }
        (form(visit, timetable, typed, mistakes))
        (super::vantage::part(visit).await?)
        h2 { (visit.plain("notices-checks")) }
        p { (visit.plain("notices-checks-lead")) }
        (table(visit, &checks))
    };
    Ok(page::page(visit, &title, &body))
}

fn at(visit: &Visit, at: Option<Instant>) -> String {
    at.map_or_else(|| visit.plain("login-users-never"), |at| date_and_time(visit.lang, at))
}

fn form(visit: &Visit, timetable: Timetable, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let (when, hours, (from, to)) = match timetable {
        Timetable::Off => ("av", 1, NIGHT),
        Timetable::Every { hours } => ("timer", hours, NIGHT),
        Timetable::Nightly { from, to } => ("natt", 1, (from, to)),
    };
    let fields = Fields::new(visit, typed, mistakes)
        .usual("nar", when)
        .usual("timer", hours.to_string())
        .usual("fra", from.to_string())
        .usual("til", to.to_string());
    let ways = ["timer", "natt", "av"].map(|way| {
        let id = format!("notices-when-{way}");
        (way.to_owned(), visit.plain(&id), Some(visit.plain(&format!("{id}-hint"))))
    });
    let hours = HOURS.map(|hours| {
        let text = visit.say("span-hours", &[("count", Say::Number(i64::from(hours)))]);
        (hours.to_string(), text)
    });
    let clock: Vec<(String, String)> =
        (0..24).map(|hour: u8| (hour.to_string(), format!("{hour:02}.00"))).collect();
    html! {
        form class="a-form" method="post" action=(HERE) {
            (fields.radios("nar", &visit.plain("notices-when"), &ways))
            (fields.select("timer", &visit.plain("notices-hours"), None, &hours))
            (fields.select("fra", &visit.plain("notices-from-hour"), None, &clock))
            (fields.select("til", &visit.plain("notices-to-hour"), None, &clock))
            div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("login-keep")) } }
        }
    }
}

fn table(visit: &Visit, checks: &[Checked]) -> Markup {
    let heads = ["notices-check", "notices-every", "notices-count", "notices-due"]
        .map(|id| visit.plain(id));
    let [check, every, count, due] = &heads;
    html! {
        table class="ds-table a-table" role="table" aria-label=(visit.plain("notices-checks")) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for one in checks {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(check) { (name(visit, one.probe)) }
                        td role="cell" data-l=(every) { (visit.words().span(one.every)) }
                        td role="cell" data-l=(count) { (one.checks) }
                        td role="cell" data-l=(due) { (one.due) }
                    }
                }
            }
        }
    }
}

/// What a probe looks at, in words.
pub(crate) fn name(visit: &Visit, probe: &str) -> String {
    let id = format!("notices-check-{probe}");
    if visit.words().has(&id) { visit.plain(&id) } else { probe.to_owned() }
}
