//! From where this installation looks. No program can find that out by itself: behind address translation the inside looks
//! like the outside. So an administrator says it, and until then nothing that it sees counts where a rule asks for a look
//! from outside (letter point 3).

use arvak_core::requirement::OUTSIDE;
use arvak_store::Operation;
use arvak_words::Say;
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed};
use crate::see_other::see_other;
use crate::visit::Visit;

/// Where it is kept in the operation database.
const KEPT: &str = "vantage";

/// The field of the forms.
pub(crate) const FIELD: &str = "stasted";

/// Where the machine that looks stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vantage {
    /// Beyond the organisation's own network: it sees what strangers see.
    Outside,
    /// In the organisation's own network.
    Inside,
    /// Nobody has said it. What is seen from there counts nowhere where a rule asks for a look from outside.
    #[default]
    Unstated,
}

impl Vantage {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Outside, Self::Inside, Self::Unstated];

    /// The word in evidence and in `arvak.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Outside => OUTSIDE,
            Self::Inside => "inside",
            Self::Unstated => "unstated",
        }
    }

    /// The one with that word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// What an administrator said.
pub async fn chosen_vantage(operation: &Operation) -> arvak_store::Result<Vantage> {
    let kept = operation.meta(KEPT).await?;
    Ok(kept.as_deref().and_then(Vantage::from_name).unwrap_or_default())
}

/// Keeps what was said.
pub(crate) async fn choose(visit: &Visit, vantage: Vantage) -> Result<(), Failure> {
    Ok(visit.app.folder().operation().set_meta(KEPT, vantage.name()).await?)
}

/// What a form says. What no field can send is no form.
pub(crate) fn typed(typed: &Typed) -> Result<Vantage, Failure> {
    Vantage::from_name(typed.get(FIELD)).ok_or(Failure::Bad)
}

/// The question, as a part of a form.
pub(crate) fn question(fields: &Fields<'_>, visit: &Visit) -> Markup {
    let options = Vantage::ALL.map(Vantage::name).map(|word| {
        let said = |part: &str| visit.plain(&format!("notices-vantage-{word}{part}"));
        (word.to_owned(), said(""), Some(said("-hint")))
    });
    fields.radios(FIELD, &visit.plain("notices-vantage-question"), &options)
}

pub(super) async fn keep(visit: Visit, sent: Typed) -> Result<Response, Failure> {
    choose(&visit, typed(&sent)?).await?;
    Ok(see_other("/oppsett/tidsplan?sagt=lagret").into_response())
}

/// The part of the page that tells it, and lets it be said.
pub(super) async fn part(visit: &Visit) -> Result<Markup, Failure> {
    let chosen = chosen_vantage(visit.app.folder().operation()).await?;
    let (none, mistakes) = (Typed::default(), Mistakes::default());
    let fields = Fields::new(visit, &none, &mistakes).usual(FIELD, chosen.name());
    Ok(html! {
        h2 { (visit.plain("notices-vantage")) }
        p { (visit.plain("notices-vantage-lead")) }
        @if let Some(fixed) = visit.app.program().vantage() {
            p { (visit.say("notices-vantage-fixed", &[("vantage", Say::Text(&fixed))])) }
        } @else {
            form class="a-form" method="post" action="/oppsett/tidsplan/stasted" {
                (question(&fields, visit))
                div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("login-keep")) } }
            }
        }
    })
}
