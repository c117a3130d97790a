//! How fast two factors can be in place: the date, what decides it, who confirmed it and the steps on the way, with a form.

use arvak_core::two_factor_plan::{DECIDES, Plan, Wrong};
use arvak_core::{EntityId, Evidence, Fact};
use arvak_identity::Right;
use arvak_store::drafts::{Texts, USUAL_ROLE, add_texts, draft};
use arvak_words::{Say, date, end_of_day};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::{PLAN, path, service};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::recording::{NotRecorded, Taken, record};
use crate::visit::Visit;

/// Most characters of a note.
pub(super) const NOTE_CHARS_MAX: usize = 10_000;

/// What decides it, who confirmed it, and the steps, those that have passed marked.
pub(super) fn details(visit: &Visit, plan: &Plan) -> Markup {
    let day = |at| Say::Owned(date(visit.lang, at));
    html! {
        @if let Some(decides) = &plan.decides {
            p { (visit.plain("two-factor-decides")) ": " (visit.plain(&format!("two-factor-decides-{decides}"))) "." }
        }
        @match (&plan.confirmed_by, &plan.confirmed_on) {
            (Some(by), Some((_, at))) => p {
                (visit.say("two-factor-confirmed-at", &[("by", Say::Owned(visit.thing(by))), ("at", day(*at))]))
            },
            (Some(by), None) => p { (visit.say("two-factor-confirmed", &[("by", Say::Owned(visit.thing(by)))])) },
            (None, _) => p class="a-quiet" { (visit.plain("two-factor-confirmed-by-nobody")) },
        }
        @if !plan.milestones.is_empty() {
            h4 { (visit.plain("two-factor-milestones")) }
            ul class="ds-list" {
                @for step in &plan.milestones {
                    li {
                        (date(visit.lang, step.at)) ": " (step.what)
                        @if step.at < visit.view.at { " (" (visit.plain("two-factor-milestone-passed")) ")" }
                    }
                }
            }
        }
    }
}

/// The form, for those who may record.
pub(super) fn form(visit: &Visit, id: &EntityId, typed: &Typed, mistakes: &Mistakes) -> Markup {
    if !visit.may(Right::Record) {
        return html! {};
    }
    let fields = Fields::new(visit, typed, mistakes);
    let label = |name: &str| visit.plain(&format!("two-factor-plan-{name}"));
    let hint = |name: &str| visit.plain(&format!("two-factor-plan-{name}-hint"));
    html! {
        details class="ds-details" id="plan" open[!mistakes.is_empty()] {
            summary { (label("form")) }
            div {
                (fields.summary())
                form class="a-form" method="post" action={ (path(id)) "/plan" } {
                    (fields.input("date", "dato", &label("date"), Some(&hint("date"))))
                    (fields.select("avgjor", &label("decides"), None, &decides(visit)))
                    (fields.select("bekreftet_av", &label("by"), Some(&hint("by")), &confirmers(visit)))
                    (fields.input("date", "bekreftet", &label("on"), None))
                    (fields.area("milepaler", &label("steps"), Some(&hint("steps")), 4))
                    (fields.area("merknad", &label("note"), None, 3))
                    button class="ds-button" type="submit" { (label("send")) }
                }
            }
        }
    }
}

fn decides(visit: &Visit) -> Vec<(String, String)> {
    let one =
        |word: &&str| ((*word).to_owned(), visit.plain(&format!("two-factor-decides-{word}")));
    let unsaid = (String::new(), visit.plain("two-factor-plan-unsaid"));
    std::iter::once(unsaid).chain(DECIDES.iter().map(one)).collect()
}

/// Suppliers and roles, by what they are called.
fn confirmers(visit: &Visit) -> Vec<(String, String)> {
    let state = visit.view.state();
    let all = ["supplier", "role"].into_iter().flat_map(|kind| state.entities_of(kind));
    let mut all: Vec<_> = all
        .filter(|one| !one.is_retired())
        .map(|one| (one.id().to_string(), visit.thing(one.id())))
        .collect();
    all.sort_by(|one, other| one.1.cmp(&other.1));
    let unsaid = (String::new(), visit.plain("two-factor-plan-unsaid"));
    std::iter::once(unsaid).chain(all).collect()
}

/// Records a plan. A later one takes the place of an earlier one; where its date is later, that is a slip.
pub(super) async fn add(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let taken = set(&visit, &id, &typed).await;
    service::after(&visit, &id, &typed, taken).await
}

/// The same, from wherever it comes.
pub(crate) async fn set(visit: &Visit, id: &EntityId, typed: &Typed) -> Taken {
    let mut mistakes = Mistakes::default();
    let until = end_of_day(typed.get("dato")).filter(|until| *until > visit.view.at);
    if until.is_none() {
        mistakes.tell("dato", visit.plain("two-factor-plan-date-wrong"));
    }
    let note = typed.some("merknad").map(str::to_owned);
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX) {
        mistakes.tell("merknad", visit.plain("two-factor-plan-note-wrong"));
    }
    let get = |name| typed.get(name);
    let plan = Plan::read(get("avgjor"), get("bekreftet_av"), get("bekreftet"), get("milepaler"));
    let plan = plan.map_err(|wrong| tell(visit, wrong, &mut mistakes));
    let (Some(until), Ok(plan), true) = (until, plan, mistakes.is_empty()) else {
        return Err(mistakes.into());
    };
    let evidence = Evidence { valid_until: Some(until), ..service::statement(visit, PLAN, id)? };
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let undrafted = |error| NotRecorded::undrafted(error, visit.words());
    // Each text by itself, so that a marking of graded information in any of them is refused.
    for (_, text) in plan.texts() {
        Texts { note: Some(text), ..Texts::default() }.body().map_err(undrafted)?;
    }
    let texts = Texts { note, ..Texts::default() };
    let mut draft = draft(Fact::Evidence(evidence), &by, None, texts).map_err(undrafted)?;
    add_texts(&mut draft, plan.texts())?;
    Ok(record(visit, vec![draft]).await?)
}

fn tell(visit: &Visit, wrong: Wrong, mistakes: &mut Mistakes) {
    let (field, sentence, number) = match wrong {
        Wrong::Decides => ("avgjor", "decides", 0),
        Wrong::ConfirmedBy => ("bekreftet_av", "by", 0),
        Wrong::ConfirmedOn => ("bekreftet", "on", 0),
        Wrong::Milestone(number) => ("milepaler", "step", number),
        Wrong::TooMany => ("milepaler", "steps", 0),
    };
    let number = Say::Number(i64::try_from(number).unwrap_or(0));
    let id = format!("two-factor-plan-{sentence}-wrong");
    mistakes.tell(field, visit.say(&id, &[("number", number)]));
}
