//! Asking many at once: who is chosen, where each mail goes and how many questions it brings are shown before anything is made.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::EntityId;
use arvak_identity::Right;
use arvak_store::supplier::AddressRow;
use arvak_suppliers::wave::{Beside, Go, Which, plan};
use arvak_words::{Say, end_of_day};
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::mails::{failure, whole};
use super::{HERE, path};
use crate::accounts::frame::hidden;
use crate::failure::Failure;
use crate::form::{Asked, Fields, Mistakes, Typed, tick};
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::waves::{self, Asking, Names, WaveError};
use crate::{page, parts};

/// Its address.
pub(super) const WAVE: &str = "/foresporsler/bolge";

/// Most suppliers that are listed; the wave goes to all the same.
const LISTED_MOST: usize = 500;

/// Who may be chosen, in words of the address.
const WHO: [&str; 3] = ["alle", "kritiske", "utlopt"];

fn which(typed: &Typed) -> Option<Which> {
    let these: BTreeSet<EntityId> = typed
        .all("leverandor")
        .filter_map(|slug| format!("supplier/{slug}").parse().ok())
        .collect();
    match typed.get("hvem") {
        "alle" => Some(Which::All),
        "kritiske" => Some(Which::Critical),
        "utlopt" => Some(Which::RanOut),
        _ if !these.is_empty() => Some(Which::These(these)),
        _ => None,
    }
}

async fn planned(visit: &Visit, which: &Which) -> Result<Vec<(EntityId, Go)>, Failure> {
    let operation = visit.app.folder().operation();
    let addressed = operation.supplier_addresses().await?.into_keys().collect();
    let open = waves::open_requests(operation, visit.app.real_clock().now()).await;
    let open = open.map_err(|error| failure(visit, &error))?;
    let beside = Beside { addressed: &addressed, open: &open };
    let now = visit.app.clock().now();
    Ok(plan(&visit.view.catalogue, visit.view.state(), which, beside, now))
}

pub(super) async fn show(visit: Visit, Asked(typed): Asked) -> Result<Response, Failure> {
    whole(&visit)?;
    let addresses = visit.app.folder().operation().supplier_addresses().await?;
    let chosen = which(&typed);
    let planned = match &chosen {
        Some(which) => Some(planned(&visit, which).await?),
        None => None,
    };
    let missing = visit.app.desk().ready().err();
    let mistakes = Mistakes::default();
    let fields = Fields::new(&visit, &typed, &mistakes);
    let options: Vec<_> = WHO
        .iter()
        .map(|who| ((*who).to_owned(), visit.plain(&format!("wave-who-{who}")), None))
        .collect();
    let title = visit.plain("wave-title");
    let asks = planned.iter().flatten().filter(|(_, go)| matches!(go, Go::Asks(_))).count();
    let body = html! {
        a class="a-back" href=(HERE) { (visit.plain("rooms-suppliers")) }
        h1 { (title) }
        p class="a-lead" { (visit.plain("wave-lead")) }
        @if let Some(missing) = &missing {
            p class="ds-alert" data-color="warning" role="status" { (visit.plain(&format!("wave-{}", missing.code()))) }
        }
        form class="a-form" method="get" action=(WAVE) {
            (fields.radios("hvem", &visit.plain("wave-who"), &options))
            div class="a-actions" { button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("wave-show")) } }
        }
        @if let Some(planned) = &planned { (preview(&visit, planned, &addresses)) }
        @if asks > 0 && missing.is_none() && visit.may(Right::Record) { (sending(&visit, asks, &typed, &fields)) }
    };
    Ok(page::page(&visit, &title, &body).into_response())
}

/// Whom, where and what.
fn preview(
    visit: &Visit,
    planned: &[(EntityId, Go)],
    addresses: &BTreeMap<EntityId, AddressRow>,
) -> Markup {
    let asks = planned.iter().filter(|(_, go)| matches!(go, Go::Asks(_))).count();
    let heads = ["suppliers-name", "wave-address", "wave-what"].map(|id| visit.plain(id));
    let [name, address, what_head] = &heads;
    html! {
        h2 { (visit.plain("wave-preview")) }
        p { (visit.say("wave-preview-count", &[("asks", parts::number(asks)), ("count", parts::number(planned.len()))])) }
        table class="ds-table a-table" role="table" aria-label=(visit.plain("wave-preview")) {
            thead role="rowgroup" { tr role="row" {
                @for head in &heads { th role="columnheader" scope="col" { (head) } }
            } }
            tbody role="rowgroup" {
                @for (id, go) in planned.iter().take(LISTED_MOST) {
                    tr role="row" {
                        th role="rowheader" scope="row" data-l=(name) { a class="ds-link" href=(path(id.slug())) { (visit.thing(id)) } }
                        td role="cell" data-l=(address) { (addresses.get(id).map_or("–", |row| row.address.as_str())) }
                        td role="cell" data-l=(what_head) { (what(visit, go)) }
                    }
                }
            }
        }
    }
}

/// By when, with a code or without, and the button.
fn sending(visit: &Visit, asks: usize, typed: &Typed, fields: &Fields<'_>) -> Markup {
    let days = [("days", Say::Number(i64::from(arvak_workbook::ANSWER_DAYS)))];
    html! {
        form class="a-form" method="post" action=(WAVE) {
            (hidden("hvem", typed.get("hvem")))
            @for slug in typed.all("leverandor") { (hidden("leverandor", slug)) }
            (hidden("antall", &asks.to_string()))
            (fields.input("date", "frist", &visit.plain("suppliers-due"), Some(&visit.say("suppliers-due-hint", &days))))
            (tick("kode", "ja", &visit.plain("wave-code"), false))
            div class="a-actions" { button class="ds-button" type="submit" { (visit.say("wave-send", &[("count", parts::number(asks))])) } }
        }
    }
}

fn what(visit: &Visit, go: &Go) -> Markup {
    let count = match go {
        Go::Asks(questions) => questions.len(),
        _ => 0,
    };
    html! { (visit.say(&format!("wave-go-{}", go.name()), &[("count", parts::number(count))])) }
}

pub(super) async fn send(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    whole(&visit)?;
    let which = which(&typed).ok_or(Failure::Bad)?;
    let planned = planned(&visit, &which).await?;
    // What was shown is what is sent: if there are more now, they are shown first.
    let asks = planned.iter().filter(|(_, go)| matches!(go, Go::Asks(_))).count();
    if typed.get("antall") != asks.to_string() {
        return Ok(see_other(&shown_at(&typed)));
    }
    let due = match typed.some("frist") {
        None => None,
        Some(text) => match end_of_day(text) {
            Some(due) => Some(due),
            None => return Err(failure(&visit, &WaveError::Due { days: 0 })),
        },
    };
    let asking = Asking {
        state: visit.view.state(),
        names: &Names::of(&visit),
        due,
        wants_code: typed.get("kode") == "ja",
        made_by: visit.who.as_ref().map(|who| who.person.clone()),
        by: visit.actor()?,
    };
    let made = waves::make(&visit.app.desk(), &asking, &planned, &|_| {}).await;
    made.map_err(|error| failure(&visit, &error))?;
    visit.app.notices().wake_post();
    Ok(see_other(HERE))
}

fn shown_at(typed: &Typed) -> String {
    let mut pairs = vec![format!("hvem={}", typed.get("hvem"))];
    pairs.extend(typed.all("leverandor").map(|slug| format!("leverandor={slug}")));
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "=-&".contains(sign);
    format!("{WAVE}?{}", pairs.join("&").chars().filter(|sign| plain(*sign)).collect::<String>())
}
