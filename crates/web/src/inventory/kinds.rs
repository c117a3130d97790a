//! The kinds of things that people list, in the order of the tabs, and what stands in an address.

use arvak_core::EntityId;
use arvak_core::vocabulary::{self, KindRow};
use maud::{Markup, html};

use crate::failure::Failure;
use crate::visit::Visit;

/// What is asked about most comes first; the rest follows as the vocabulary lists it.
const FIRST: [&str; 6] = ["service", "system", "function", "supplier", "domain", "endpoint"];

/// All kinds that are listed.
pub(crate) fn all() -> Vec<&'static KindRow> {
    let rest = vocabulary::KINDS.iter().filter(|row| row.listed && !FIRST.contains(&row.name));
    FIRST.iter().filter_map(|name| vocabulary::kind(name)).chain(rest).collect()
}

/// The kind of that name.
pub(crate) fn named(name: &str) -> Result<&'static KindRow, Failure> {
    vocabulary::kind(name).filter(|row| row.listed).ok_or(Failure::NotFound)
}

/// The thing that an address names.
pub(crate) fn id(kind: &str, slug: &str) -> Result<EntityId, Failure> {
    format!("{kind}/{slug}").parse().map_err(|_| Failure::NotFound)
}

/// The tabs: a link to each kind, with how many there are.
pub(super) fn tabs(visit: &Visit, current: &str) -> Markup {
    html! {
        nav class="a-tabs" aria-label=(visit.plain("inventory-kinds")) {
            ul class="a-tab-list" {
                @for kind in all() {
                    li {
                        a href={ "/tjenester/" (kind.name) } aria-current=[(kind.name == current).then_some("page")] {
                            (visit.plain(&format!("things-{}", kind.name)))
                            " "
                            span class="a-quiet" { (visit.view.state().entities_of(kind.name).count()) }
                        }
                    }
                }
            }
        }
    }
}

/// The address of a thing.
pub(super) fn path(id: &EntityId) -> String {
    format!("/ting/{}/{}", id.kind(), id.slug())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_kind_has_one_tab() {
        let listed = vocabulary::KINDS.iter().filter(|row| row.listed).count();
        let mut names: Vec<_> = all().iter().map(|row| row.name).collect();
        assert_eq!(names.first(), Some(&"service"));
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), listed);
        assert!(named("inventory").is_err() && named("x").is_err());
    }
}
