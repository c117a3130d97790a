//! What is said to reduce the risk until two factors are in place, beside what a look from outside met.

use std::collections::BTreeMap;

use arvak_core::state::EvidenceView;
use arvak_core::two_factor_measures::{Measure, claimed, is_abroad};
use arvak_core::{EntityId, Evidence, Fact, Name, Outcome};
use arvak_identity::Right;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::{Say, date};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::plan::NOTE_CHARS_MAX;
use super::{MEASURES, path, service, tried};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::parts;
use crate::recording::{NotRecorded, Taken, record};
use crate::visit::Visit;

/// What tells this form from the plan's, which stands on the same page.
const FORM: (&str, &str) = ("skjema", "tiltak");

/// What is ticked; how often an account may fail is a number beside it.
const TICKED: [Measure; 4] =
    [Measure::AllowList, Measure::VpnOnly, Measure::GeoBlock, Measure::Waf];

/// The method that holds claims against looks.
const METHOD: &str = "mfa_reach";

/// The code of a claim that a filter refuted.
const FILTER_PASSES: &str = "mfa.filter_passes";

/// The kind of evidence about filters.
const FILTER: &str = "web.attack_filter";

/// Claim and look side by side; nothing where nobody claimed anything that is named.
pub(super) fn table(visit: &Visit, id: &EntityId) -> Markup {
    let all = tried::recorded(&visit.view, id, MEASURES);
    let is_ours = |one: &&EvidenceView<'_>| one.method.is_some_and(|name| name.as_str() == METHOD);
    let looked = all.iter().find(is_ours);
    let said = all.iter().filter(|one| !is_ours(one) && one.result == Outcome::Supports);
    let claims = said.map(|one| (one, measures(visit, one))).find(|(_, all)| !all.is_empty());
    let Some((claim, claims)) = claims else { return html! {} };
    let title = visit.plain("two-factor-measures");
    let heads =
        ["measure", "claim", "looked"].map(|head| visit.plain(&format!("two-factor-head-{head}")));
    let [measure, said, seen] = &heads;
    html! {
        div class="a-scroll" tabindex="0" role="region" aria-label=(title) {
            table class="ds-table a-table" role="table" aria-label=(title) {
                thead role="rowgroup" {
                    tr role="row" { @for head in &heads { th role="columnheader" scope="col" { (head) } } }
                }
                tbody role="rowgroup" {
                    @for one in &claims {
                        tr role="row" {
                            th role="rowheader" scope="row" data-l=(measure) { (named(visit, *one)) }
                            td role="cell" data-l=(said) {
                                (visit.plain(&format!("basis-{}", claim.basis.name()))) ", "
                                (date(visit.lang, claim.collected_at)) " · "
                                (parts::evidence(visit, claim.entry))
                            }
                            td role="cell" data-l=(seen) { (found(visit, id, *one, looked)) }
                        }
                    }
                }
            }
        }
    }
}

fn measures(visit: &Visit, one: &EvidenceView<'_>) -> Vec<Measure> {
    let read = visit.view.store.entry(one.entry).ok();
    match read.map(|recorded| recorded.envelope.fact) {
        Some(Fact::Evidence(evidence)) => claimed(&evidence.attributes),
        _ => Vec::new(),
    }
}

fn named(visit: &Visit, one: Measure) -> String {
    let args = [("count", Say::Number(one.value()))];
    visit.say(&format!("two-factor-measure-{}", one.name()), &args)
}

/// What was met where the claim was held against something; or why nobody looks.
fn found(visit: &Visit, id: &EntityId, one: Measure, looked: Option<&EvidenceView<'_>>) -> Markup {
    let said = |sentence: &str, look: &EvidenceView<'_>| {
        html! {
            (visit.say(sentence, &[("at", Say::Owned(date(visit.lang, look.collected_at)))])) " · "
            (parts::evidence(visit, look.entry))
        }
    };
    // What came through a filter says nothing of who reaches the log-in.
    let looked = looked.filter(|look| look.code.is_none_or(|code| code.as_str() != FILTER_PASSES));
    let is_untrue = |look: &EvidenceView<'_>| look.result == Outcome::Refutes;
    let abroad = looked.filter(|look| look.vantage.is_some_and(|one| is_abroad(one.as_str())));
    match (one, looked, abroad) {
        (Measure::Waf, ..) => {
            if let Some(look) = filter(visit, id) {
                let sentence = match look.result {
                    Outcome::Supports => "two-factor-filter-supports",
                    Outcome::Refutes => "two-factor-filter-refutes",
                    Outcome::Inconclusive => "two-factor-filter-inconclusive",
                };
                return said(sentence, &look);
            }
        }
        (Measure::GeoBlock, _, Some(look)) if is_untrue(look) => {
            return said("two-factor-reached-abroad", look);
        }
        (Measure::GeoBlock, _, Some(look)) => return said("two-factor-not-reached-abroad", look),
        (Measure::AllowList | Measure::VpnOnly, Some(look), _) if is_untrue(look) => {
            return said("two-factor-reached", look);
        }
        (Measure::AllowList | Measure::VpnOnly, Some(look), _) => {
            return said("two-factor-not-reached", look);
        }
        (Measure::AllowList | Measure::VpnOnly, None, _) => {
            return html! { (visit.plain("two-factor-not-reached-yet")) };
        }
        _ => {}
    }
    html! { (visit.plain(&format!("two-factor-unlooked-{}", one.name()))) }
}

/// The newest trial of a filter before the service: of several endpoints, the one that fared worst.
fn filter<'v>(visit: &'v Visit, id: &EntityId) -> Option<EvidenceView<'v>> {
    let service = visit.view.state().entity(id)?;
    let newest = |endpoint: &EntityId| tried::newest(&visit.view, endpoint, FILTER);
    let all = service.related("endpoints").into_iter().filter_map(newest);
    all.min_by_key(|one| match one.result {
        Outcome::Refutes => 0,
        Outcome::Inconclusive => 1,
        Outcome::Supports => 2,
    })
}

/// Whether that was typed in the form of measures.
pub(super) fn is_of(typed: &Typed) -> bool {
    typed.get(FORM.0) == FORM.1
}

/// The form, for those who may record.
pub(super) fn form(visit: &Visit, id: &EntityId, typed: &Typed, mistakes: &Mistakes) -> Markup {
    if !visit.may(Right::Record) {
        return html! {};
    }
    let fields = Fields::new(visit, typed, mistakes);
    let label = |name: &str| visit.plain(&format!("two-factor-measures-{name}"));
    let is_ticked = |one: Measure| typed.all("tiltak").any(|name| name == one.name());
    let wrong = mistakes.at("tiltak");
    html! {
        details class="ds-details" id="tiltak" open[!mistakes.is_empty()] {
            summary { (label("form")) }
            div {
                (fields.summary())
                form class="a-form" method="post" action={ (path(id)) "/tiltak" } {
                    input type="hidden" name=(FORM.0) value=(FORM.1);
                    p { (label("hint")) }
                    fieldset class="ds-fieldset" id="f-tiltak" tabindex="-1" aria-describedby=[wrong.map(|_| "f-tiltak-wrong")] {
                        legend class="ds-label" { (label("which")) }
                        @for one in TICKED { (tick("tiltak", one.name(), &named(visit, one), is_ticked(one))) }
                        @if let Some(wrong) = wrong {
                            p class="ds-validation-message" id="f-tiltak-wrong" { (wrong) }
                        }
                    }
                    (fields.input("number", "sperre", &label("lockout"), Some(&label("lockout-hint"))))
                    (fields.area("tiltak_merknad", &label("note"), Some(&label("note-hint")), 3))
                    button class="ds-button" type="submit" { (label("send")) }
                }
            }
        }
    }
}

/// Records what is claimed. It takes the place of what was claimed before.
pub(super) async fn add(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let taken = set(&visit, &id, &typed).await;
    // Also when the other form was sent here: the mistakes belong to this one.
    service::after(&visit, &id, &typed.with(FORM.0, FORM.1), taken).await
}

/// The same, from wherever it comes.
pub(crate) async fn set(visit: &Visit, id: &EntityId, typed: &Typed) -> Taken {
    let mut mistakes = Mistakes::default();
    let mut claimed = BTreeMap::new();
    let lockout = typed.some("sperre").map(|failures| format!("lockout_after={failures}"));
    let ticked = typed.all("tiltak").map(|text| ("tiltak", "unknown", text.to_owned()));
    let all = ticked.chain(lockout.map(|text| ("sperre", "lockout-wrong", text)));
    for (field, wrong, text) in all {
        match Measure::read(&text) {
            Ok(measure) => {
                let name: Name = measure.name().parse().map_err(|_| Failure::Inside)?;
                claimed.insert(name, measure.value());
            }
            Err(_) => mistakes.tell(field, visit.plain(&format!("two-factor-measures-{wrong}"))),
        }
    }
    if mistakes.is_empty() && claimed.is_empty() {
        mistakes.tell("tiltak", visit.plain("two-factor-measures-none"));
    }
    let note = typed.some("tiltak_merknad").map(str::to_owned);
    if note.as_ref().is_some_and(|note| note.chars().count() > NOTE_CHARS_MAX) {
        mistakes.tell("tiltak_merknad", visit.plain("two-factor-plan-note-wrong"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let evidence = Evidence { attributes: claimed, ..service::statement(visit, MEASURES, id)? };
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let texts = Texts { note, ..Texts::default() };
    let drafted = draft(Fact::Evidence(evidence), &by, None, texts);
    let drafted = drafted.map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    Ok(record(visit, vec![drafted]).await?)
}
