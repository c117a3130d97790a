//! A recipe: what is known of a product's log-in, as data that many services share. What it says comes before what is written
//! about the one service.
//!
//! It may name the controls and what tells the pages apart, and leave the way through them to be worked out; or say every
//! [`Act`] of the way. What is a session is tried all the same: a recipe opens nothing and proves nothing.

mod fault;
mod read;
mod ready;
mod sign;

use std::fmt;

use serde_json::Value;

use crate::HttpForm;
use crate::web::Selector;

pub use fault::Fault;
pub use ready::{ready, ready_all};
pub use sign::Sign;
pub(crate) use sign::Signs;

/// The version of the form in which recipes are written.
pub const RECIPE_VERSION: u32 = 1;

/// Most bytes of a recipe.
pub const RECIPE_BYTES_MAX: usize = 64 * 1024;

/// Most acts of a recipe.
pub const ACTS_MAX: usize = 40;

/// A recipe.
#[derive(Clone, Debug, Default)]
pub struct Recipe {
    /// What it is called, as a word.
    pub id: Option<String>,
    /// The product, as people call it: Bokmål, Nynorsk, English.
    pub name: Option<Names>,
    /// What it was tried against; nothing when nobody has.
    pub tested: Option<String>,
    /// Whether the pages need scripts, and so a browser that runs them.
    pub browser: Option<bool>,
    /// What it says of the controls, the places and the marks.
    pub form: HttpForm,
    /// The way through the log-in; worked out from the pages when there is none.
    pub acts: Vec<Act>,
    /// How a session is known; one of them is enough.
    pub session: Vec<Sign>,
    /// How a page is known that asks for a second factor.
    pub second_factor: Vec<Sign>,
    /// How a refusal is known.
    pub refused: Vec<Sign>,
}

/// A product's name.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Names {
    /// In Bokmål.
    pub nb: String,
    /// In Nynorsk.
    pub nn: String,
    /// In English.
    pub en: String,
}

/// What goes into a control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// The canary's name.
    User,
    /// The password of the arm.
    Password,
    /// The code of the arm.
    Code,
}

/// One act on the way through a log-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Opens an address, relative to the log-in page.
    Open(String),
    /// Types into a control.
    Fill(What, Spot),
    /// Presses a button, and so sends its form.
    Press(Spot),
    /// Follows a link.
    Follow(Spot),
    /// Chooses what is called so: a link, a button, or a box.
    Choose(String),
    /// Waits until the next code.
    NextCode,
}

/// Where on a page: the name of a control, or a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// As it was written.
    pub text: String,
    /// The same as a selector, where it is one.
    pub(crate) selector: Option<Selector>,
}

/// The spot for the button that goes on, whatever it is called.
pub(crate) const GOES_ON: &str = "*";

impl Act {
    /// Its word in the file.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Fill(..) => "fill",
            Self::Press(_) => "press",
            Self::Follow(_) => "follow",
            Self::Choose(_) => "choose",
            Self::NextCode => "wait",
        }
    }
}

/// What is wrong in a recipe. Whoever wrote it acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct BadRecipe {
    /// The line, where it was written as text.
    pub line: Option<usize>,
    /// The field, such as `steps[2].fill`.
    pub field: String,
    /// What is wrong with it, for whoever says it in another language.
    pub fault: Fault,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for BadRecipe {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(f, "line {line}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.why)
    }
}

impl Recipe {
    /// Reads a recipe from TOML.
    pub fn parse(text: &str) -> Result<Self, BadRecipe> {
        read::text(text)
    }

    /// Reads a recipe as it stands beside a service: a table, TOML in a text, or the name of one that is ready.
    pub fn of(value: &Value) -> Result<Self, BadRecipe> {
        match value {
            Value::String(word) if is_word(word) => ready(word).ok_or_else(|| BadRecipe {
                line: None,
                field: String::new(),
                fault: Fault::NotReady,
                why: format!("there is no ready recipe `{word}`: see `arvak recipe list`"),
            }),
            Value::String(text) => read::text(text),
            table => read::table(table.clone()),
        }
    }

    /// What is written about a service, with what the recipe says.
    pub(crate) fn applied(&self, params: &HttpForm) -> HttpForm {
        let (said, mut whole) = (self.form.clone(), params.clone());
        whole.login = said.login.or(whole.login);
        whole.layout = said.layout.or(whole.layout);
        whole.browser |= said.browser || self.browser == Some(true);
        whole.fields.user = said.fields.user.or(whole.fields.user);
        whole.fields.password = said.fields.password.or(whole.fields.password);
        for (said, whole) in [
            (said.fields.code, &mut whole.fields.code),
            (said.protected, &mut whole.protected),
            (said.other_paths, &mut whole.other_paths),
            (said.session_mark, &mut whole.session_mark),
            (said.code_mark, &mut whole.code_mark),
            (said.refused_mark, &mut whole.refused_mark),
        ] {
            if !said.is_empty() {
                *whole = said;
            }
        }
        if !said.scope.is_empty() {
            whole.scope = said.scope;
        }
        whole
    }

    /// The addresses that it names, relative ones too.
    pub fn addresses(&self) -> impl Iterator<Item = &str> {
        let opened = self.acts.iter().filter_map(|act| match act {
            Act::Open(address) => Some(address.as_str()),
            _ => None,
        });
        let form = &self.form;
        let named = form.login.iter().chain(&form.protected).chain(&form.other_paths);
        opened.chain(named.map(String::as_str))
    }
}

/// Whether a text is one word, and so the name of a recipe.
fn is_word(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 60
        && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}

#[cfg(test)]
mod tests;
