//! What many pages have in common.

use arvak_core::assess::Counts;
use arvak_core::{Basis, EntityId, Status};
use arvak_words::Say;
use maud::{Markup, html};

use crate::visit::Visit;

/// A state: its word, with the sign and the colour that the style sheet gives it.
pub(crate) fn tag(visit: &Visit, state: Status) -> Markup {
    how(visit, state, None)
}

/// A state, and how it is known.
pub(crate) fn how(visit: &Visit, state: Status, strength: Option<Basis>) -> Markup {
    sign(state, &visit.words().state(state, strength))
}

/// Any word, with the sign and the colour of a state.
pub(crate) fn sign(state: Status, text: &str) -> Markup {
    html! { span class="ds-tag a-status" data-status=(state.name()) { (text) } }
}

/// The address of the page of a thing.
pub(crate) fn thing_path(id: &EntityId) -> String {
    format!("/ting/{}/{}", id.kind(), id.slug())
}

/// A thing by its name, with a link to its page.
pub(crate) fn thing(visit: &Visit, id: &EntityId) -> Markup {
    let is_listed = visit.view.state().entity(id).is_some();
    html! {
        @if is_listed { a class="ds-link" href=(thing_path(id)) { (visit.thing(id)) } }
        @else { (visit.thing(id)) }
    }
}

/// How many are in each state, best first; states that nothing is in are left out.
pub(crate) fn counts(visit: &Visit, counts: &Counts, href: impl Fn(Status) -> String) -> Markup {
    html! {
        ul class="a-counts" {
            @for state in Status::ALL.into_iter().filter(|state| counts.get(*state) > 0) {
                li data-status=(state.name()) {
                    a href=(href(state)) {
                        strong { (counts.get(state)) }
                        span { (visit.plain(&format!("status-{}", state.name()))) }
                    }
                }
            }
        }
    }
}

/// Evidence by its number, with a link to it.
pub(crate) fn evidence(visit: &Visit, id: arvak_core::EntryId) -> Markup {
    let said = visit.say("rooms-evidence-number", &[("id", Say::Owned(id.to_string()))]);
    html! { a class="ds-link" href={ "/bevis/" (id) } { (said) } }
}

/// A number of things in a sentence.
pub(crate) fn number<'a>(count: usize) -> Say<'a> {
    Say::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// From one state to another. Without a state it was not asked before, or is not asked any longer.
pub(crate) fn from_to(visit: &Visit, from: Option<Status>, to: Option<Status>) -> Markup {
    let state = |state: Option<Status>, without: &str| {
        state.map_or_else(|| html! { (visit.plain(without)) }, |state| tag(visit, state))
    };
    html! { (state(from, "rooms-not-asked-before")) " → " (state(to, "state-not-asked")) }
}

/// A text to copy.
pub(crate) fn copied(visit: &Visit, id: &str, text: &str) -> Markup {
    html! {
        div class="a-copy" {
            pre id=(id) { (text) }
            button class="ds-button" data-variant="secondary" data-size="sm" type="button"
                data-copy=(id) data-done=(visit.plain("rooms-copied")) hidden { (visit.plain("rooms-copy")) }
        }
    }
}

/// Ways to the page before and after this one, where there are several; `to` gives their addresses.
pub(crate) fn pager(
    visit: &Visit,
    (side, pages): (usize, usize),
    to: impl Fn(usize) -> String,
) -> Markup {
    html! {
        @if pages > 1 {
            nav class="ds-pagination" aria-label=(visit.plain("inventory-pages")) {
                @if side > 1 {
                    a class="ds-button" data-variant="tertiary" href=(to(side - 1)) rel="prev" {
                        (visit.plain("inventory-previous"))
                    }
                }
                span { (visit.say("inventory-page", &[("page", number(side)), ("of", number(pages))])) }
                @if side < pages {
                    a class="ds-button" data-variant="tertiary" href=(to(side + 1)) rel="next" {
                        (visit.plain("inventory-next"))
                    }
                }
            }
        }
    }
}
