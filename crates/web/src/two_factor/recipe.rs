//! The recipe of a canary in a form: begun from a ready one, changed step by step, checked, tried, kept. Every button sends the
//! whole form, and what was typed comes back.

pub(crate) mod draft;
mod form;
mod job;
pub(crate) mod tries;

#[cfg(test)]
mod tests;

use arvak_core::EntityId;
use arvak_identity::{Access, Right};
use arvak_store::CanaryRow;
use arvak_words::{Lang, Say};
use axum::extract::Path;
use axum::response::{IntoResponse as _, Response};
use maud::Markup;

use self::draft::{Draft, Unwritten, field_of};
use self::form::Shown;
pub(crate) use self::job::is_going_on;
use super::{canary, path, service};
use crate::failure::Failure;
use crate::form::{Asked, Mistakes, Typed};
use crate::program::{KeptRecipe, ReadyRecipe, RecipePlan, WrongRecipe};
use crate::routes::Routes;
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::work::Work;

/// What a recipe says that nobody has begun.
const EMPTY: &str = "steps = [{ fill = \"user\", at = \"\" }, { fill = \"password\", at = \"\" }, { press = \"*\" }]";

/// The only kind of log-in that recipes are for.
const PAGES: &str = "http-form";

/// Whoever starts looks decides how they go.
pub(crate) const LOOK: Access = Access::May(Right::Look);

pub(super) fn routes(routes: Routes) -> Routes {
    routes
        .get("/to-faktor/{slug}/oppskrift", LOOK, page)
        .post("/to-faktor/{slug}/oppskrift", LOOK, edit)
        .post("/to-faktor/{slug}/oppskrift/lagre", LOOK, keep)
        .costing(Work::Sending)
        .post("/to-faktor/{slug}/oppskrift/prov", LOOK, try_it)
        .get("/to-faktor/{slug}/oppskrift/prov/{id}", LOOK, job::one)
        .get("/to-faktor/{slug}/oppskrift/prov/{id}/hendelser", LOOK, job::events)
}

/// The address of the form.
pub(super) fn address(id: &EntityId) -> String {
    format!("{}/oppskrift", path(id))
}

/// What the product is called in a language.
fn name_of(recipe: &ReadyRecipe, lang: Lang) -> &str {
    let [nb, nn, en] = &recipe.name;
    match lang {
        Lang::Nb => nb,
        Lang::Nn => nn,
        Lang::En => en,
    }
}

/// The canary of a service that logs in on web pages; else why there is no form, as the id of a sentence.
async fn kept(
    visit: &Visit,
    id: &EntityId,
) -> Result<Result<(KeptRecipe, CanaryRow), &'static str>, Failure> {
    let row = canary::all(visit).await?.remove(id);
    Ok(match visit.app.program().recipe(id).await?.zip(row) {
        None => Err("two-factor-canary-none-long"),
        Some((kept, _)) if kept.kind != PAGES => Err("two-factor-recipe-no-pages"),
        Some(kept) => Ok(kept),
    })
}

async fn page(
    visit: Visit,
    Path(slug): Path<String>,
    Asked(asked): Asked,
) -> Result<Markup, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let (kept, row) = match kept(&visit, &id).await? {
        Ok((kept, row)) => (kept, row),
        Err(sentence) => return Ok(form::none(&visit, &id, sentence)),
    };
    let ready = visit.app.program().recipes();
    let text = match asked.get("fra") {
        "" => kept.recipe.clone().unwrap_or_default(),
        "tom" => EMPTY.to_owned(),
        name => {
            let known = ready.iter().find(|one| one.id == name);
            known.ok_or(Failure::NotFound)?.toml.to_owned()
        }
    };
    let mut shown = Shown::of(&kept, row, ready);
    asked.get("fra").clone_into(&mut shown.from);
    shown.read(&visit, &text);
    Ok(shown.page(&visit, &id))
}

/// What somebody did in the form, besides keeping and trying.
async fn edit(visit: Visit, Path(slug): Path<String>, typed: Typed) -> Result<Response, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let mut shown = match begun(&visit, &id, &typed).await? {
        Ok(shown) => shown,
        Err(page) => return Ok(page.into_response()),
    };
    let done = typed.get("gjor");
    let number = |begin: &str| {
        let number = done.strip_prefix(begin).and_then(|number| number.parse::<usize>().ok());
        number.and_then(|number| number.checked_sub(1))
    };
    if done == "ny" {
        shown.draft.insert(shown.draft.steps.len());
    } else if let Some(at) = number("for-") {
        shown.draft.insert(at);
    } else if let Some(at) = number("fjern-") {
        shown.draft.remove(at);
    } else {
        shown.check(&visit, &id).await?;
    }
    Ok(shown.page(&visit, &id).into_response())
}

/// The form as it was sent; or the page that there is no canary to write a recipe for.
async fn begun(
    visit: &Visit,
    id: &EntityId,
    typed: &Typed,
) -> Result<Result<Shown, Markup>, Failure> {
    let (kept, row) = match kept(visit, id).await? {
        Ok((kept, row)) => (kept, row),
        Err(sentence) => return Ok(Err(form::none(visit, id, sentence))),
    };
    let mut shown = Shown::of(&kept, row, visit.app.program().recipes());
    if typed.get("gjor") == "toml" || typed.has("hele") {
        let name = if typed.has("hele") { "hele" } else { "toml" };
        shown.read(visit, typed.get(name));
    } else {
        shown.draft = Draft::of_typed(typed);
    }
    Ok(Ok(shown))
}

async fn keep(visit: Visit, Path(slug): Path<String>, typed: Typed) -> Result<Response, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let mut shown = match begun(&visit, &id, &typed).await? {
        Ok(shown) => shown,
        Err(page) => return Ok(page.into_response()),
    };
    if let Some(text) = shown.check(&visit, &id).await? {
        match visit.app.program().keep_recipe(&id, text).await? {
            Ok(()) => return Ok(see_other(&path(&id))),
            Err(wrong) => shown.tell(&visit, &wrong),
        }
    }
    Ok(shown.page(&visit, &id).into_response())
}

/// Unless it is said that the plan was seen, the plan is shown and nothing is sent.
async fn try_it(visit: Visit, Path(slug): Path<String>, typed: Typed) -> Result<Response, Failure> {
    let id = service::known(&visit.view, &slug)?.id().clone();
    let mut shown = match begun(&visit, &id, &typed).await? {
        Ok(shown) => shown,
        Err(page) => return Ok(page.into_response()),
    };
    if let Some(text) = shown.check(&visit, &id).await? {
        if !typed.has("sett") {
            shown.mistakes.tell("", visit.plain("two-factor-recipe-try-unseen"));
        } else if let Some(number) = tries::start(&visit.app, &id, text).await? {
            return Ok(see_other(&format!("{}/prov/{number}", address(&id))));
        } else {
            shown.mistakes.tell("", visit.plain("two-factor-recipe-try-other"));
        }
    }
    Ok(shown.page(&visit, &id).into_response())
}

impl Shown {
    /// Takes a text for the recipe; what is no TOML stays where it was typed.
    fn read(&mut self, visit: &Visit, text: &str) {
        text.clone_into(&mut self.text);
        match Draft::of_toml(text) {
            Some(draft) => self.draft = draft,
            None => self.mistakes.tell("toml", visit.plain("two-factor-recipe-fault-no-toml")),
        }
    }

    /// Checks what stands in the form; its text and what a trial would send, when it is sound.
    async fn check(&mut self, visit: &Visit, id: &EntityId) -> Result<Option<String>, Failure> {
        if !self.mistakes.is_empty() {
            return Ok(None);
        }
        let text = match self.draft.to_toml() {
            Ok(text) => text,
            Err(Unwritten::Rest) => {
                self.mistakes.tell("resten", visit.plain("two-factor-recipe-rest-no-toml"));
                return Ok(None);
            }
            Err(Unwritten::Twice(field)) => {
                let args = [("field", Say::Text(field))];
                self.mistakes.tell("resten", visit.say("two-factor-recipe-rest-twice", &args));
                return Ok(None);
            }
        };
        self.text.clone_from(&text);
        match visit.app.program().plan_recipe(id, text.clone()).await? {
            Ok(plan) => {
                self.plan = Some(plan);
                Ok(Some(text))
            }
            Err(wrong) => {
                self.tell(visit, &wrong);
                Ok(None)
            }
        }
    }

    fn tell(&mut self, visit: &Visit, wrong: &WrongRecipe) {
        let (field, _) = field_of(&wrong.field);
        self.mistakes.tell(&field, sentence(visit, wrong));
    }
}

/// What is wrong, with the step or the field that it is wrong with.
pub(crate) fn sentence(visit: &Visit, wrong: &WrongRecipe) -> String {
    let id = format!("two-factor-recipe-fault-{}", wrong.fault);
    // A fault of a newer reader is told as the reader tells it.
    let fault = if visit.words().has(&id) { visit.plain(&id) } else { wrong.why.clone() };
    let fault = ("fault", Say::Owned(fault));
    match (field_of(&wrong.field), wrong.field.as_str()) {
        ((_, Some(number)), _) => {
            let number = Say::Number(i64::try_from(number).unwrap_or(i64::MAX));
            visit.say("two-factor-recipe-fault-in-step", &[("number", number), fault])
        }
        (_, "") => visit.say("two-factor-recipe-fault-alone", &[fault]),
        (_, field) => {
            visit.say("two-factor-recipe-fault-in-field", &[("field", Say::Text(field)), fault])
        }
    }
}
