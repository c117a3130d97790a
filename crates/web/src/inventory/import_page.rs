//! The pages of an import: choosing files, what they would change, and that it is done.

use arvak_core::Digest;
use arvak_core::change::Change;
use arvak_core::inventory::Item;
use arvak_store::import::Becomes;
use arvak_words::Say;
use arvak_workbook::Mistake;
use maud::{Markup, html};

use super::back_door::told;
use super::edit::REASON;
use super::import::{DIGEST, SIZE};
use super::kinds::path;
use crate::form::{Fields, Mistakes, Typed};
use crate::page;
use crate::visit::Visit;

/// Most things that a preview lists by name; the rest is counted.
const LISTED_MAX: usize = 200;

/// What an import would do.
pub(crate) struct Preview {
    pub(crate) items: Vec<Item>,
    pub(crate) verdicts: Vec<Becomes>,
    pub(crate) digest: Digest,
    /// How many entries there were when it was compared.
    pub(crate) size: u64,
    /// What would stand better without new evidence.
    pub(crate) bettered: Vec<Change>,
}

impl Preview {
    fn count(&self, wanted: Becomes) -> Say<'static> {
        let count = self.verdicts.iter().filter(|becomes| **becomes == wanted).count();
        Say::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }
}

/// Choosing files; every mistake of those that were chosen stands above.
pub(super) fn upload_page(visit: &Visit, mistakes: &Mistakes, wrong: &[Mistake]) -> Markup {
    let title = visit.plain("inventory-import-title");
    let typed = Typed::default();
    let fields = Fields::new(visit, &typed, mistakes);
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href="/tjenester" { (visit.plain("inventory-back")) }
            (fields.summary())
            @if !wrong.is_empty() { (all_wrong(visit, wrong)) }
            h1 { (title) }
            p class="a-lead" { (visit.plain("inventory-import-lead")) }
            form class="a-form" method="post" action="/tjenester/import" enctype="multipart/form-data" {
                (fields.files("filer", &visit.plain("inventory-import-files"),
                    Some(&visit.plain("inventory-import-hint")), ".xlsx,.csv,.toml"))
                div class="a-actions" {
                    button class="ds-button" type="submit" { (visit.plain("inventory-import-look")) }
                    a class="ds-button" data-variant="tertiary" href="/tjenester/mal" {
                        (visit.plain("inventory-import-template"))
                    }
                }
            }
        }
    };
    page::page(visit, &title, &body)
}

fn all_wrong(visit: &Visit, wrong: &[Mistake]) -> Markup {
    let count = i64::try_from(wrong.len()).unwrap_or(i64::MAX);
    let titles = ["inventory-import-file", "inventory-import-place", "inventory-import-what"];
    let [file, place, what] = titles.map(|id| visit.plain(id));
    html! {
        div class="ds-alert" data-color="danger" role="alert" tabindex="-1" autofocus {
            h2 { (visit.say("inventory-import-wrong", &[("count", Say::Number(count))])) }
            p { (visit.plain("inventory-import-wrong-text")) }
        }
        table class="ds-table a-table" role="table" {
            thead role="rowgroup" {
                tr role="row" {
                    th scope="col" role="columnheader" { (file) }
                    th scope="col" role="columnheader" { (place) }
                    th scope="col" role="columnheader" { (what) }
                }
            }
            tbody role="rowgroup" {
                @for mistake in wrong {
                    tr role="row" {
                        td role="cell" data-l=(file) { (mistake.file) }
                        td role="cell" data-l=(place) { (mistake.place) }
                        td role="cell" data-l=(what) { (mistake.said(visit.words())) }
                    }
                }
            }
        }
    }
}

/// What would change, and the button that records it.
pub(super) fn preview_page(
    visit: &Visit,
    preview: &Preview,
    typed: &Typed,
    mistakes: &Mistakes,
    changed_meanwhile: bool,
) -> Markup {
    let title = visit.plain("inventory-import-preview");
    let fields = Fields::new(visit, typed, mistakes);
    let counts = [
        ("new", preview.count(Becomes::New)),
        ("changed", preview.count(Becomes::Changed)),
        ("same", preview.count(Becomes::Same)),
    ];
    let nothing = preview.verdicts.iter().all(|becomes| *becomes == Becomes::Same);
    let body = html! {
        div class="a-narrow" {
            a class="a-back" href="/tjenester/import" { (visit.plain("inventory-import-other")) }
            (fields.summary())
            @if changed_meanwhile {
                div class="ds-alert" data-color="warning" role="alert" {
                    p { (visit.plain("inventory-import-meanwhile")) }
                }
            }
            h1 { (title) }
            p class="a-lead" { (visit.say("inventory-import-counts", &counts)) }
            (list(visit, preview, Becomes::New, "inventory-import-new"))
            (list(visit, preview, Becomes::Changed, "inventory-import-changed"))
            form class="a-form" method="post" action="/tjenester/import/bekreft" {
                input type="hidden" name=(DIGEST) value=(preview.digest);
                input type="hidden" name=(SIZE) value=(preview.size);
                @if !preview.bettered.is_empty() {
                    div class="ds-alert" data-color="warning" {
                        h2 { (visit.plain("inventory-import-betters")) }
                        ul class="ds-list" {
                            @for change in preview.bettered.iter().take(LISTED_MAX) { li { (told(visit, change)) } }
                        }
                    }
                    (fields.area(REASON, &visit.plain("inventory-reason"),
                        Some(&visit.plain("inventory-import-reason")), 2))
                }
                div class="a-actions" {
                    @if !nothing {
                        button class="ds-button" type="submit" { (visit.plain("inventory-import-confirm")) }
                    }
                    a class="ds-button" data-variant="tertiary" href="/tjenester" { (visit.plain("inventory-cancel")) }
                }
            }
        }
    };
    page::page(visit, &title, &body)
}

fn list(visit: &Visit, preview: &Preview, wanted: Becomes, title: &str) -> Markup {
    let all = preview.items.iter().zip(&preview.verdicts);
    let listed: Vec<&Item> =
        all.filter(|(_, becomes)| **becomes == wanted).map(|(item, _)| item).collect();
    html! {
        @if !listed.is_empty() {
            details class="ds-details" open[listed.len() <= 20] {
                summary { (visit.plain(title)) " (" (listed.len()) ")" }
                ul class="ds-list" {
                    @for item in listed.iter().take(LISTED_MAX) {
                        @let id = &item.entity.id;
                        li {
                            (visit.plain(&format!("thing-{}", id.kind()))) ": "
                            @if wanted == Becomes::Changed {
                                a class="ds-link" href=(path(id)) { (item.name.as_deref().unwrap_or(id.slug())) }
                            } @else { (item.name.as_deref().unwrap_or(id.slug())) }
                        }
                    }
                    @if listed.len() > LISTED_MAX {
                        li { "… " (listed.len() - LISTED_MAX) }
                    }
                }
            }
        }
    }
}

/// It is recorded.
pub(super) fn done(visit: &Visit, count: usize) -> Markup {
    let title = visit.plain("inventory-import-done");
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    let body = html! {
        div class="a-narrow" {
            h1 { (title) }
            p class="a-lead" { (visit.say("inventory-import-recorded", &[("count", Say::Number(count))])) }
            p class="a-actions" {
                a class="ds-button" href="/tjenester" { (visit.plain("inventory-to-list")) }
            }
        }
    };
    page::page(visit, &title, &body)
}
