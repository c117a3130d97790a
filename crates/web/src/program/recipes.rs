//! Recipes of log-ins, as pages ask for them: what is ready, what is kept, what is wrong, and what a trial found.

use super::WouldSend;

/// A recipe that comes with the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadyRecipe {
    /// What it is called, as a word.
    pub id: &'static str,
    /// The product, as people call it: Bokmål, Nynorsk, English.
    pub name: [String; 3],
    /// What it was tried against; nothing when nobody has.
    pub tested: Option<String>,
    /// Its text.
    pub toml: &'static str,
}

/// How the canary of a service logs in, without its secrets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptRecipe {
    /// The kind of log-in: `http-form`, `imap` …
    pub kind: String,
    /// Where the log-in is, as it was written down.
    pub address: String,
    /// The recipe as TOML; nothing when the way is worked out from the pages.
    pub recipe: Option<String>,
}

/// What is wrong in a recipe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongRecipe {
    /// The line, where it was found by one.
    pub line: Option<usize>,
    /// The field, such as `steps[2].at`; empty for the whole.
    pub field: String,
    /// What is wrong, as a code.
    pub fault: &'static str,
    /// The same in English, for whoever wrote it.
    pub why: String,
}

/// What a trial with a recipe would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecipePlan {
    /// What is sent, and how often.
    pub would: WouldSend,
    /// The hosts, and what the gate has for each: `allowed`, `proved`, `unproved`, `undeclared`.
    pub hosts: Vec<(String, &'static str)>,
}

/// What a trial with a recipe found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TriedRecipe {
    /// The verdict, as a code.
    pub verdict: String,
    /// Why, as a code.
    pub reason: String,
    /// What to do next, as a code.
    pub next: String,
}
