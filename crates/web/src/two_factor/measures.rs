//! What is said to reduce the risk until two factors are in place, beside what a look from outside met.

use arvak_core::state::EvidenceView;
use arvak_core::two_factor_measures::{Measure, claimed};
use arvak_core::{EntityId, Fact, Outcome};
use arvak_words::{Say, date};
use maud::{Markup, html};

use super::{MEASURES, tried};
use crate::parts;
use crate::visit::Visit;

/// The method that holds claims against looks.
const METHOD: &str = "mfa_reach";

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
                            td role="cell" data-l=(seen) { (found(visit, *one, looked)) }
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

/// What a look met; or why nobody looks.
fn found(visit: &Visit, one: Measure, looked: Option<&EvidenceView<'_>>) -> Markup {
    if !one.keeps_strangers_out() {
        return html! { (visit.plain(&format!("two-factor-unlooked-{}", one.name()))) };
    }
    let Some(looked) = looked else { return html! { (visit.plain("two-factor-not-reached-yet")) } };
    let is_untrue = looked.result == Outcome::Refutes;
    let sentence = if is_untrue { "two-factor-reached" } else { "two-factor-not-reached" };
    html! {
        (visit.say(sentence, &[("at", Say::Owned(date(visit.lang, looked.collected_at)))])) " · "
        (parts::evidence(visit, looked.entry))
    }
}
