//! The form of a thing, made of the vocabulary's rows.

use std::collections::BTreeMap;

use arvak_core::EntityId;
use arvak_core::vocabulary::{KindRow, RelationRow};
use arvak_words::Say;
use arvak_workbook::{FormField, Holds, form_fields};
use maud::{Markup, html};

use super::edit::{READ_FROM, REASON, Recorded, shown, title};
use super::kinds::path;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::page;
use crate::visit::Visit;

/// Things that are shown as boxes to tick; more than these are written.
const TICKED_MAX: usize = 40;

/// Fields that few need, kept together at the end.
const LATER: [&str; 3] = ["basis", "class", "classes"];

/// What a form is about.
pub(super) struct Editing {
    pub(super) kind: &'static KindRow,
    /// The thing; none while it is new.
    pub(super) id: Option<EntityId>,
    /// The thing as it is recorded.
    pub(super) recorded: Option<Recorded>,
    /// Whether somebody has changed it since the form was read.
    pub(super) conflict: bool,
}

/// The page with the form.
pub(super) fn form(visit: &Visit, editing: &Editing, typed: &Typed, mistakes: &Mistakes) -> Markup {
    let title = title(visit, editing);
    let recorded = shown(visit, editing);
    let mut fields = Fields::new(visit, typed, mistakes);
    for (code, text) in &recorded {
        fields = fields.usual(code, text.as_str());
    }
    let all = form_fields(editing.kind, visit.words());
    let is_later = |field: &&FormField| LATER.contains(&field.code);
    let action = match &editing.id {
        Some(id) => format!("{}/endre", path(id)),
        None => format!("/tjenester/ny/{}", editing.kind.name),
    };
    let back =
        editing.id.as_ref().map_or_else(|| format!("/tjenester/{}", editing.kind.name), path);
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href=(back) { (visit.plain("inventory-back")) }
            (fields.summary())
            h1 { (title) }
            @if editing.conflict { (conflict(visit, editing, typed, &recorded)) }
            form class="a-form" method="post" action=(action) {
                @if let Some(recorded) = &editing.recorded {
                    input type="hidden" name=(READ_FROM) value=(recorded.entry);
                }
                @for field in all.iter().filter(|field| !is_later(field)) {
                    (one(visit, editing, &fields, field, typed))
                }
                details class="ds-details" {
                    summary { (visit.plain("inventory-more")) }
                    div class="a-form" {
                        @for field in all.iter().filter(is_later) {
                            (one(visit, editing, &fields, field, typed))
                        }
                    }
                }
                @if editing.recorded.is_some() {
                    (fields.area(REASON, &visit.plain("inventory-reason"),
                        Some(&visit.plain("inventory-reason-hint")), 2))
                }
                div class="a-actions" {
                    button class="ds-button" type="submit" {
                        (visit.plain(if editing.conflict { "inventory-save-mine" } else { "inventory-save" }))
                    }
                    a class="ds-button" data-variant="tertiary" href=(back) { (visit.plain("inventory-cancel")) }
                }
            }
            @if let Some(id) = &editing.id {
                p { a class="ds-link" href={ (path(id)) "/avvikle" } { (visit.plain("inventory-retire")) } }
            }
        }
    };
    page::page(visit, &title, &body)
}

fn one(
    visit: &Visit,
    editing: &Editing,
    fields: &Fields<'_>,
    field: &FormField,
    typed: &Typed,
) -> Markup {
    let (code, label) = (field.code, field.title.as_str());
    let hint = hint(visit, editing, field);
    let hint = hint.as_deref();
    match &field.holds {
        Holds::Line if code == "id" && editing.id.is_some() => html! {},
        Holds::Line | Holds::Moment => fields.line(code, label, hint),
        Holds::Lines => fields.area(code, label, hint, 3),
        Holds::Whole(..) => fields.input("text", code, label, hint),
        Holds::Choice(said) => {
            let unknown = (String::new(), visit.plain("inventory-unknown"));
            let said = said.iter().map(|word| (word.clone(), word.clone()));
            let options: Vec<_> = [unknown].into_iter().chain(said).collect();
            fields.select(code, label, hint, &options)
        }
        Holds::Things(row) => things(visit, editing, fields, (code, label), row, typed),
    }
}

/// What may stand in a field, where that is not plain.
fn hint(visit: &Visit, editing: &Editing, field: &FormField) -> Option<String> {
    match (&field.holds, field.code) {
        (Holds::Whole(min, max), _) => {
            let args = [("min", Say::Number(*min)), ("max", Say::Number(*max))];
            Some(visit.say("inventory-whole", &args))
        }
        (Holds::Moment, _) => Some(visit.plain("inventory-moment")),
        (Holds::Line, "id") if editing.id.is_none() => Some(visit.plain("inventory-id-hint")),
        (Holds::Line, "host") => Some(visit.plain("inventory-host-hint")),
        (_, "classes") => Some(visit.plain("inventory-classes-hint")),
        _ => None,
    }
}

/// Other things: boxes to tick while they are few and all of them are needed, lines to write otherwise.
fn things(
    visit: &Visit,
    editing: &Editing,
    fields: &Fields<'_>,
    (code, label): (&'static str, &str),
    row: &RelationRow,
    typed: &Typed,
) -> Markup {
    let named =
        |id: &EntityId| if row.to.len() == 1 { id.slug().to_owned() } else { id.to_string() };
    let own = editing.id.as_ref();
    let all = row.to.iter().flat_map(|kind| visit.view.state().entities_of(kind));
    let mut offered: Vec<(String, String)> = all
        .filter(|entity| Some(entity.id()) != own)
        .map(|entity| (visit.thing(entity.id()), named(entity.id())))
        .collect();
    offered.sort();
    let chosen: Vec<&str> = if typed.has(code) || typed.has(READ_FROM) {
        typed.all(code).flat_map(str::lines).map(str::trim).collect()
    } else {
        fields.value(code).lines().collect()
    };
    let is_offered = |line: &&str| offered.iter().any(|(_, id)| id == line);
    let plain = chosen.iter().filter(|line| !line.is_empty()).all(|line| is_offered(line));
    if offered.len() > TICKED_MAX || !plain {
        let examples: Vec<&str> = offered.iter().map(|(_, id)| id.as_str()).take(3).collect();
        let args = [("examples", Say::Owned(examples.join(", ")))];
        return fields.area(code, label, Some(&visit.say("inventory-things-hint", &args)), 4);
    }
    html! {
        details class="ds-details" open[!chosen.is_empty() && chosen.iter().any(|line| !line.is_empty())] {
            summary {
                (label) " "
                span class="a-quiet" {
                    @let count = chosen.iter().filter(|line| !line.is_empty()).count();
                    (visit.say("inventory-chosen", &[("count", Say::Number(i64::try_from(count).unwrap_or(0)))]))
                }
            }
            fieldset class="ds-fieldset" {
                legend class="ds-sr-only" { (label) }
                @if offered.is_empty() { p { (visit.plain("inventory-none-to-choose")) } }
                @for (name, id) in &offered { (tick(code, id, name, chosen.contains(&id.as_str()))) }
            }
        }
    }
}

/// Both versions, field by field, where they differ.
fn conflict(
    visit: &Visit,
    editing: &Editing,
    typed: &Typed,
    recorded: &BTreeMap<&'static str, String>,
) -> Markup {
    let columns = ["inventory-field", "inventory-recorded", "inventory-yours"];
    let [field_title, recorded_title, yours_title] = columns.map(|id| visit.plain(id));
    let mine = |code: &str| typed.all(code).collect::<Vec<_>>().join("\n").replace("\r\n", "\n");
    let theirs = |code: &str| recorded.get(code).cloned().unwrap_or_default();
    let all = form_fields(editing.kind, visit.words());
    let differ =
        all.iter().filter(|field| field.code != "id" && mine(field.code) != theirs(field.code));
    html! {
        div class="ds-alert" data-color="warning" role="alert" {
            h2 { (visit.plain("inventory-conflict")) }
            p { (visit.plain("inventory-conflict-text")) }
        }
        table class="ds-table a-table" role="table" {
            thead role="rowgroup" {
                tr role="row" {
                    th scope="col" role="columnheader" { (field_title) }
                    th scope="col" role="columnheader" { (recorded_title) }
                    th scope="col" role="columnheader" { (yours_title) }
                }
            }
            tbody role="rowgroup" {
                @for field in differ {
                    tr role="row" {
                        th scope="row" role="rowheader" { (field.title) }
                        td role="cell" data-l=(recorded_title) { (theirs(field.code)) }
                        td role="cell" data-l=(yours_title) { (mine(field.code)) }
                    }
                }
            }
        }
    }
}
