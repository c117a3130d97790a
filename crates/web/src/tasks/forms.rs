//! The forms of a task: a due date and who is responsible, evidence, a reply, an exemption. Each is there for those who
//! may use it.

use std::collections::BTreeSet;

use arvak_core::EntityId;
use arvak_core::catalogue::Claim;
use arvak_identity::Right;
use arvak_words::{Say, date, date_and_time};
use maud::{Markup, html};

use super::requests::Around;
use super::task::{Task, measures, path};
use crate::form::{Fields, Mistakes, Typed};
use crate::visit::Visit;

/// The field that says which form was sent, so that what was typed comes back in the right one.
pub(super) const FORM: &str = "skjema";

pub(super) fn forms(
    visit: &Visit,
    task: &Task<'_>,
    id: &EntityId,
    around: &Around,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Markup {
    let claim = task.claim.id.as_str();
    let fields = Fields::new(visit, typed, mistakes);
    let is_open = |form: &str| typed.get(FORM) == form;
    let action = |form: &str| format!("{}/{form}", path(claim, id));
    html! {
        @if visit.may(Right::Record) {
            (section(visit, "bevis", is_open("bevis"), &evidence(visit, task, id, &fields, &action("bevis"))))
            (section(visit, "frist", is_open("frist"), &due(visit, task, id, &fields, &action("frist"))))
            @if !around.refuted.is_empty() {
                (section(visit, "svar", is_open("svar"), &reply(visit, around, &fields, &action("svar"))))
            }
        }
        @if visit.may(Right::AskExemption) || !around.asked.is_empty() {
            (section(visit, "unntak", is_open("unntak"), &exemption(visit, around, &fields, task, id)))
        }
    }
}

fn section(visit: &Visit, form: &str, is_open: bool, body: &Markup) -> Markup {
    html! {
        details class="ds-details" id=(form) open[is_open] {
            summary { (visit.plain(&format!("tasks-form-{form}"))) }
            div { (body) }
        }
    }
}

fn hidden(form: &str) -> Markup {
    html! { input type="hidden" name=(FORM) value=(form); }
}

fn send(visit: &Visit, sentence: &str) -> Markup {
    html! {
        div class="a-actions" {
            button class="ds-button" type="submit" { (visit.plain(sentence)) }
        }
    }
}

fn due(visit: &Visit, task: &Task<'_>, id: &EntityId, fields: &Fields<'_>, action: &str) -> Markup {
    let open = measures(&visit.view, &task.claim.id, id);
    let newest = open.last();
    html! {
        @if let Some(measure) = newest {
            p { (visit.say("tasks-due-now", &[("due", Say::Owned(date(visit.lang, measure.due)))])) }
            form method="post" action={ (path(task.claim.id.as_str(), id)) "/gjort" } {
                button class="ds-button" data-variant="secondary" data-size="sm" type="submit" {
                    (visit.plain("tasks-due-done"))
                }
            }
        }
        form class="a-form" method="post" action=(action) {
            (hidden("frist"))
            (fields.input("date", "frist", &visit.plain("tasks-due"), None))
            (fields.select("ansvarlig", &visit.plain("tasks-responsible"), None, &roles(visit, task)))
            (send(visit, "tasks-due-set"))
        }
    }
}

/// The roles that may be responsible: those of the product and those that are listed; the usual one first.
fn roles(visit: &Visit, task: &Task<'_>) -> Vec<(String, String)> {
    let own = arvak_identity::Role::ALL.into_iter().filter_map(|role| role.entity().ok());
    let listed = visit.view.state().entities_of("role").map(|role| role.id().clone());
    let mut seen = BTreeSet::new();
    let all = task.owner.clone().into_iter().chain(own).chain(listed);
    all.filter(|role| seen.insert(role.clone()))
        .map(|role| (role.to_string(), visit.thing(&role)))
        .collect()
}

/// What can be recorded: kinds of evidence that the claim asks for, each about the thing or one that it leads to.
pub(crate) fn recordable(visit: &Visit, claim: &Claim, id: &EntityId) -> Vec<(String, EntityId)> {
    let state = visit.view.state();
    let mut found: BTreeSet<(String, EntityId)> = BTreeSet::new();
    for leaf in claim.requirement.leaves() {
        let mut about: Vec<EntityId> = vec![id.clone()];
        for relation in leaf.via.iter().flat_map(|via| &via.relations) {
            let step = about.iter().flat_map(|one| state.related(one, relation.as_str()));
            about = step.cloned().collect();
        }
        found.extend(about.into_iter().map(|one| (leaf.kind.to_string(), one)));
    }
    let kinds = &visit.view.catalogue.kinds;
    let fits = |(kind, one): &(String, EntityId)| {
        let kind = kind.parse().ok().and_then(|kind| kinds.get(&kind));
        kind.is_some_and(|kind| kind.subject.as_str() == one.kind())
    };
    found.into_iter().filter(fits).collect()
}

fn evidence(
    visit: &Visit,
    task: &Task<'_>,
    id: &EntityId,
    fields: &Fields<'_>,
    action: &str,
) -> Markup {
    let claim = visit.view.claim(task.claim.id.as_str());
    let offered = claim.map(|claim| recordable(visit, claim, id)).unwrap_or_default();
    let option = |(kind, about): (String, EntityId)| {
        let title = visit.words().kind_title(&kind, &visit.view.catalogue);
        let title = if about == *id { title } else { format!("{title}: {}", visit.thing(&about)) };
        (format!("{kind} {about}"), title)
    };
    let offered: Vec<_> = offered.into_iter().map(option).collect();
    let said = |which: &str| (which.to_owned(), visit.plain(&format!("tasks-says-{which}")), None);
    let bases = ["statement", "document"].map(|basis| {
        let hint = visit.plain(&format!("tasks-basis-{basis}"));
        (basis.to_owned(), visit.plain(&format!("basis-{basis}")), Some(hint))
    });
    html! {
        @if offered.is_empty() {
            p { (visit.plain("tasks-evidence-none")) }
        } @else {
            p { (visit.plain("tasks-evidence-lead")) }
            form class="a-form" method="post" action=(action) enctype="multipart/form-data" {
                (hidden("bevis"))
                (fields.select("slag", &visit.plain("tasks-evidence-kind"), None, &offered))
                (fields.radios("sier", &visit.plain("tasks-evidence-says"), &[said("supports"), said("refutes")]))
                (fields.radios("grunnlag", &visit.plain("tasks-evidence-basis"), &bases))
                div class="a-pair" {
                    (fields.input("date", "dato", &visit.plain("tasks-evidence-date"), None))
                    (fields.input("date", "gjelder_til", &visit.plain("tasks-evidence-until"),
                        Some(&visit.plain("tasks-evidence-until-hint"))))
                }
                (fields.area("merknad", &visit.plain("tasks-evidence-note"), None, 3))
                (fields.file("fil", &visit.plain("tasks-evidence-file"),
                    Some(&visit.plain("tasks-evidence-file-hint")), ""))
                (send(visit, "tasks-evidence-record"))
            }
        }
    }
}

fn reply(visit: &Visit, around: &Around, fields: &Fields<'_>, action: &str) -> Markup {
    let refuted: Vec<(String, String)> = around
        .refuted
        .iter()
        .map(|one| {
            let number = [("number", Say::Owned(one.entry.to_string()))];
            (one.entry.to_string(), visit.say("tasks-reply-number", &number))
        })
        .collect();
    html! {
        p { (visit.plain("tasks-reply-lead")) }
        @for one in &around.refuted {
            @for (at, text) in &one.replies {
                blockquote {
                    p { (text) }
                    p class="a-quiet" { (date_and_time(visit.lang, *at)) }
                }
            }
        }
        form class="a-form" method="post" action=(action) {
            (hidden("svar"))
            (fields.select("funn", &visit.plain("tasks-reply-to"), None, &refuted))
            (fields.area("tekst", &visit.plain("tasks-reply-text"), None, 4))
            (send(visit, "tasks-reply-send"))
        }
    }
}

fn exemption(
    visit: &Visit,
    around: &Around,
    fields: &Fields<'_>,
    task: &Task<'_>,
    id: &EntityId,
) -> Markup {
    let base = path(task.claim.id.as_str(), id);
    html! {
        @for asked in &around.asked {
            p {
                @let until = [("until", Say::Owned(date(visit.lang, asked.until)))];
                (visit.say(if asked.approved { "tasks-exemption-approved" } else { "tasks-exemption-asked" }, &until))
                @if let Some(reason) = &asked.reason { " " q { (reason) } }
            }
            @if !asked.approved && visit.may(Right::Approve) && asked.until > visit.view.at {
                form method="post" action={ (base) "/godkjenn" } {
                    input type="hidden" name="soknad" value=(asked.entry);
                    button class="ds-button" data-size="sm" data-variant="secondary" type="submit" {
                        (visit.plain("tasks-exemption-approve"))
                    }
                }
            }
        }
        @if visit.may(Right::AskExemption) {
            p { (visit.plain("tasks-exemption-lead")) }
            form class="a-form" method="post" action={ (base) "/unntak" } {
                (hidden("unntak"))
                (fields.input("date", "til", &visit.plain("tasks-exemption-until"), None))
                (fields.area("begrunnelse", &visit.plain("tasks-exemption-reason"), None, 3))
                (send(visit, "tasks-exemption-ask"))
            }
        }
    }
}
