//! What a supplier replied: which answers are others than the last time, and the countries that it named.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{EntityId, EntryId, Instant, Name};
use arvak_suppliers::answer_set::differences;
use arvak_suppliers::countries::{is_asked_again, listed, named};
use arvak_suppliers::taking::shown;
use arvak_words::{Say, date};
use maud::{Markup, html};

use super::asked::Asked;
use crate::answering::chosen;
use crate::parts;
use crate::visit::Visit;

/// What was sent in, by the entry that says that it came.
pub(crate) fn sent_in(visit: &Visit, entry: EntryId) -> Option<Vec<u8>> {
    let envelope = visit.view.store.entry(entry).ok()?.envelope;
    visit.app.folder().blobs().get(*envelope.blobs.first()?).ok()
}

/// The answers in it.
pub(crate) fn answers_in(visit: &Visit, bytes: &[u8]) -> Option<BTreeMap<Name, Answer>> {
    arvak_workbook::replied(bytes, &visit.view.catalogue.guide.questions, visit.words())
}

pub(super) fn answers(visit: &Visit, entry: EntryId) -> Option<BTreeMap<Name, Answer>> {
    answers_in(visit, &sent_in(visit, entry)?)
}

/// The replies of a supplier, oldest first, each with when it was given.
fn replies(visit: &Visit, supplier: &EntityId) -> Vec<(Instant, EntryId)> {
    let Ok(kind) = "supplier.replied".parse() else { return Vec::new() };
    let all = visit.view.state().evidence(supplier, &kind).filter(|one| !one.withdrawn);
    let mut all: Vec<_> = all.map(|one| (one.collected_at, one.entry)).collect();
    all.sort_unstable();
    all
}

/// What is otherwise than in the reply before; nothing where there was none.
pub(super) fn changed(visit: &Visit, one: &Asked) -> Markup {
    let Some(entry) = one.receipt().and_then(|receipt| receipt.entries.first().copied()) else {
        return html! {};
    };
    let all = replies(visit, &one.row.supplier);
    let before = all.iter().rev().map(|(_, entry)| *entry).find(|other| *other < entry);
    let before = before.and_then(|before| answers(visit, before));
    let (Some(before), Some(after)) = (before, answers(visit, entry)) else { return html! {} };
    let questions = chosen(visit, &one.row.questions);
    let found = differences(&questions, &before, &after);
    let text = |question: &Question, answer: &Option<Answer>| match answer {
        Some(answer) => shown(answer, question, visit.words()),
        None => visit.plain("suppliers-no-answer"),
    };
    html! {
        h4 { (visit.say("suppliers-differences", &[("count", parts::number(found.len()))])) }
        @if !found.is_empty() {
            ul class="ds-list" {
                @for one in &found {
                    li {
                        p {
                            (visit.lang.of(&one.question.text)) br;
                            (visit.plain("suppliers-before")) " " (text(one.question, &one.before)) br;
                            (visit.plain("suppliers-after")) " " strong { (text(one.question, &one.after)) }
                        }
                    }
                }
            }
        }
    }
}

/// The countries that the supplier named, with the date of the answer, and which of them are in the list of the conflict.
pub(super) fn countries(visit: &Visit, supplier: &EntityId) -> Markup {
    let Some((at, entry)) = replies(visit, supplier).pop() else { return html! {} };
    let Some(answers) = answers(visit, entry) else { return html! {} };
    let catalogue = &visit.view.catalogue;
    let all: BTreeSet<String> =
        named(catalogue, &answers).into_iter().flat_map(|(_, codes)| codes).collect();
    if all.is_empty() {
        return html! {};
    }
    let joined = |codes: &BTreeSet<String>| codes.iter().cloned().collect::<Vec<_>>().join(", ");
    let in_list = listed(catalogue, &answers).map(|(_, codes)| joined(&codes));
    html! {
        dl class="a-facts" {
            div {
                dt { (visit.plain("suppliers-countries")) }
                dd { (joined(&all)) " (" (date(visit.lang, at)) ") " (parts::evidence(visit, entry)) }
            }
        }
        @if let Some(countries) = in_list {
            p { (visit.say("suppliers-countries-listed", &[("countries", Say::Owned(countries))])) }
        }
        @if is_asked_again(visit.view.state(), supplier) {
            p class="ds-alert" data-color="warning" { (visit.plain("suppliers-ask-again")) }
        }
    }
}
