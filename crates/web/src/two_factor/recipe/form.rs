//! The form of a recipe, and what a trial with it would send.

use arvak_core::EntityId;
use arvak_store::CanaryRow;
use arvak_words::Say;
use maud::{Markup, html};

use super::draft::{DOES, Draft};
use super::{KeptRecipe, Mistakes, ReadyRecipe, RecipePlan, address, name_of, path};
use crate::form::{Fields, tick};
use crate::page;
use crate::two_factor::canary;
use crate::visit::Visit;

/// The form with what stands in it.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) draft: Draft,
    /// The whole as text.
    pub(super) text: String,
    pub(super) mistakes: Mistakes,
    /// What a trial would send, once it was checked and is sound.
    pub(super) plan: Option<RecipePlan>,
    /// The ready recipe that it was begun from.
    pub(super) from: String,
    ready: Vec<ReadyRecipe>,
    place: String,
    is_kept: bool,
    row: Option<CanaryRow>,
}

/// The page of a service whose canary has no use for a recipe, or that has none.
pub(super) fn none(visit: &Visit, id: &EntityId, sentence: &str) -> Markup {
    let title = visit.plain("two-factor-recipe-title");
    let body = html! {
        a class="a-back" href=(path(id)) { (visit.thing(id)) }
        h1 { (title) }
        p { (visit.plain(sentence)) }
    };
    page::page(visit, &title, &body)
}

impl Shown {
    pub(super) fn of(kept: &KeptRecipe, row: CanaryRow, ready: Vec<ReadyRecipe>) -> Self {
        let (place, is_kept) = (kept.address.clone(), kept.recipe.is_some());
        Self { ready, place, is_kept, row: Some(row), ..Self::default() }
    }

    pub(super) fn page(&self, visit: &Visit, id: &EntityId) -> Markup {
        let title = visit.plain("two-factor-recipe-title");
        let typed =
            self.draft.typed().with("toml", self.text.clone()).with("fra", self.from.clone());
        let fields = Fields::new(visit, &typed, &self.mistakes);
        let body = html! {
            a class="a-back" href=(path(id)) { (visit.thing(id)) }
            h1 { (title) }
            p class="a-lead" { (visit.plain("two-factor-recipe-lead")) }
            p {
                (visit.say("two-factor-recipe-of", &[("address", Say::Text(&self.place))])) " "
                (visit.plain(if self.is_kept { "two-factor-recipe-kept" } else { "two-factor-recipe-not-kept" }))
            }
            (fields.summary())
            (self.begin(visit, id, &fields))
            form class="a-form" method="post" action=(address(id)) {
                // Whoever presses Enter in a field checks: the first button is the one that is pressed.
                div class="a-actions" { (check(visit, id)) }
                (self.basics(visit, &fields))
                (self.steps(visit, id, &fields))
                (signs(visit, &fields))
                @if let Some(plan) = &self.plan {
                    (self.sends(visit, plan))
                    (tick("sett", "1", &visit.plain("two-factor-recipe-try-seen"), false))
                }
                div class="a-actions" {
                    (check(visit, id))
                    @if self.plan.is_some() {
                        button class="ds-button" type="submit" formaction={ (address(id)) "/prov" } { (visit.plain("two-factor-recipe-try")) }
                        button class="ds-button" data-variant="secondary" type="submit" formaction={ (address(id)) "/lagre" } {
                            (visit.plain("two-factor-recipe-keep"))
                        }
                    }
                }
            }
            (self.whole(visit, id, &fields))
        };
        page::page(visit, &title, &body)
    }

    /// What to begin from.
    fn begin(&self, visit: &Visit, id: &EntityId, fields: &Fields<'_>) -> Markup {
        let one = |recipe: &ReadyRecipe| {
            let name = name_of(recipe, visit.lang);
            let tested = match &recipe.tested {
                Some(what) => visit.say("two-factor-recipe-tested", &[("what", Say::Text(what))]),
                None => visit.plain("two-factor-recipe-untested"),
            };
            (recipe.id.to_owned(), format!("{name} ({tested})"))
        };
        let kept = (String::new(), visit.plain("two-factor-recipe-from-kept"));
        let empty = ("tom".to_owned(), visit.plain("two-factor-recipe-from-empty"));
        let all: Vec<_> = [kept, empty].into_iter().chain(self.ready.iter().map(one)).collect();
        html! {
            form class="a-form" method="get" action=(address(id)) {
                (fields.select("fra", &visit.plain("two-factor-recipe-from"), Some(&visit.plain("two-factor-recipe-from-hint")), &all))
                div class="a-actions" {
                    button class="ds-button" data-variant="secondary" type="submit" { (visit.plain("two-factor-recipe-begin")) }
                }
            }
        }
    }

    /// Where it begins, and what needs a session.
    fn basics(&self, visit: &Visit, fields: &Fields<'_>) -> Markup {
        let hint = |name: &str| visit.plain(&format!("two-factor-recipe-{name}-hint"));
        html! {
            h2 { (visit.plain("two-factor-recipe-places")) }
            (fields.line("innlogging", &visit.plain("two-factor-recipe-login"), Some(&hint("login"))))
            (fields.area("krever", &visit.plain("two-factor-recipe-protected"), Some(&hint("protected")), 2))
            (tick("skript", "1", &visit.plain("two-factor-recipe-scripts"), self.draft.has_scripts()))
        }
    }

    fn steps(&self, visit: &Visit, id: &EntityId, fields: &Fields<'_>) -> Markup {
        let does = DOES
            .map(|word| (word.to_owned(), visit.plain(&format!("two-factor-recipe-does-{word}"))));
        let place = format!("{}#f-steg-", address(id));
        let button = |number: usize, does: &str, word: &str, at: usize| {
            let number = Say::Number(i64::try_from(number).unwrap_or(i64::MAX));
            html! {
                button class="ds-button" data-variant="tertiary" type="submit" name="gjor" value=(does)
                    formaction={ (place) (at) } { (visit.say(word, &[("number", number)])) }
            }
        };
        let count = self.draft.steps.len();
        html! {
            h2 { (visit.plain("two-factor-recipe-steps")) }
            p { (visit.plain(if count == 0 { "two-factor-recipe-steps-none" } else { "two-factor-recipe-steps-hint" })) }
            @for number in 1..=count {
                fieldset class="ds-fieldset" {
                    legend class="ds-label" { (visit.say("two-factor-recipe-step", &[("number", crate::parts::number(number))])) }
                    (fields.select(&format!("steg-{number}"), &visit.plain("two-factor-recipe-step-does"), None, &does))
                    (fields.line(&format!("hvor-{number}"), &visit.plain("two-factor-recipe-step-at"), None))
                    div class="a-actions" {
                        (button(number, &format!("for-{number}"), "two-factor-recipe-step-before", number))
                        (button(number, &format!("fjern-{number}"), "two-factor-recipe-step-remove", number.min(count - 1).max(1)))
                    }
                }
            }
            div class="a-actions" {
                button class="ds-button" data-variant="secondary" type="submit" name="gjor" value="ny"
                    formaction={ (place) (count + 1) } { (visit.plain("two-factor-recipe-step-add")) }
            }
        }
    }

    /// The whole as text, to be copied or pasted.
    fn whole(&self, visit: &Visit, id: &EntityId, fields: &Fields<'_>) -> Markup {
        let is_open = self.mistakes.at("toml").is_some();
        html! {
            details class="ds-details" open[is_open] {
                summary { (visit.plain("two-factor-recipe-whole")) }
                form class="a-form" method="post" action=(address(id)) {
                    (fields.area("toml", &visit.plain("two-factor-recipe-whole-text"), Some(&visit.plain("two-factor-recipe-whole-hint")), 16))
                    button class="ds-button" data-variant="secondary" type="submit" name="gjor" value="toml" {
                        (visit.plain("two-factor-recipe-whole-take"))
                    }
                }
            }
        }
    }
}

/// The button that checks; where it shows what would be sent, that is in sight.
fn check(visit: &Visit, id: &EntityId) -> Markup {
    html! {
        button class="ds-button" data-variant="secondary" type="submit" name="gjor" value="sjekk"
            formaction={ (address(id)) "#sendes" } {
            (visit.plain("two-factor-recipe-check-now"))
        }
    }
}

/// How the pages are told apart, and what has no field of its own.
fn signs(visit: &Visit, fields: &Fields<'_>) -> Markup {
    let hint = |name: &str| visit.plain(&format!("two-factor-recipe-{name}-hint"));
    html! {
        h2 { (visit.plain("two-factor-recipe-signs")) }
        p { (visit.plain("two-factor-recipe-signs-hint")) }
        (fields.line("okt", &visit.plain("two-factor-recipe-session"), Some(&hint("session"))))
        (fields.line("kode", &visit.plain("two-factor-recipe-second"), Some(&hint("second"))))
        (fields.area("avvist", &visit.plain("two-factor-recipe-refused"), Some(&hint("refused")), 2))
        (fields.area("resten", &visit.plain("two-factor-recipe-rest"), Some(&hint("rest")), 6))
    }
}

impl Shown {
    /// What a trial would send, how often, who was told, and what the gate says of its hosts.
    fn sends(&self, visit: &Visit, plan: &RecipePlan) -> Markup {
        html! {
            h2 id="sendes" { (visit.plain("two-factor-canary-sends")) }
            p class="a-lead" { (visit.plain("two-factor-recipe-sound")) }
            (canary::plan(visit, &plan.would))
            ul class="ds-list" {
                @if let Some(row) = &self.row { (canary::before(visit, row, &plan.would)) }
                @for (host, needs) in &plan.hosts {
                    li { (visit.say(&format!("canary-leave-{needs}"), &[("host", Say::Text(host))])) }
                }
            }
        }
    }
}
