//! *To-faktor*: every service that people log in to from the internet, how it is known that two factors are demanded, and
//! what stands in the meantime where they are not (letter point 3).

mod canary;
pub(crate) mod list;
pub(crate) mod measures;
pub(crate) mod plan;
pub(crate) mod promised;
pub(crate) mod recipe;
pub(crate) mod service;
pub(crate) mod tried;

#[cfg(test)]
mod tests;

use arvak_core::fact::Value;
use arvak_core::state::EntityView;
use arvak_core::{EntityId, assess};
use arvak_identity::{Access, Right};

use crate::rooms::READ;
use crate::routes::Routes;
use crate::view::View;

/// That two factors are demanded.
pub(crate) const ENFORCED: &str = "mfa.enforced";

/// By when they will be.
pub(crate) const PLAN: &str = "mfa.plan";

/// What reduces the risk until then.
pub(crate) const MEASURES: &str = "mfa.risk_reduction";

/// The claim that a service demands two factors.
const CLAIM: &str = "3.1";

/// The claims about what stands until it does.
pub(crate) const MEANWHILE: [&str; 2] = ["3.2", "3.3"];

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/to-faktor", READ, list::list)
        .get("/to-faktor/{slug}", READ, service::service)
        .post("/to-faktor/{slug}/plan", Access::May(Right::Record), plan::add)
        .post("/to-faktor/{slug}/tiltak", Access::May(Right::Record), measures::add);
    recipe::routes(routes)
}

/// The address of a service's page.
fn path(id: &EntityId) -> String {
    format!("/to-faktor/{}", id.slug())
}

/// Whether people come to the service from the internet.
fn meets_the_internet(service: &EntityView<'_>) -> bool {
    let told = service.attribute("internet_facing").map(|attribute| &attribute.value);
    matches!(told, Some(Value::Bool(true)))
}

/// How people log in to a service, as far as it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum LogIn {
    /// Nobody logs in to it.
    None,
    /// In this way.
    Kind(String),
    /// Nobody said.
    Unsaid,
}

impl LogIn {
    fn of(service: &EntityView<'_>) -> Self {
        match service.attribute("login").map(|attribute| &attribute.value) {
            Some(Value::Word(word)) if word.as_str() == "none" => Self::None,
            Some(Value::Word(word)) => Self::Kind(word.to_string()),
            _ => Self::Unsaid,
        }
    }
}

/// How a claim stands for a service.
pub(crate) fn stands<'v>(
    view: &'v View,
    claim: &str,
    id: &EntityId,
) -> Option<&'v assess::SubjectAssessment> {
    let claim = view.assessment.claims().find(|one| one.id.as_str() == claim)?;
    let at = claim.subjects.binary_search_by(|subject| subject.subject.cmp(id)).ok()?;
    claim.subjects.get(at)
}
