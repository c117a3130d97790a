//! The reply to a letter: point by point, in the words of its reader. What is said comes in finished sentences; here
//! it only gets a form. What an edition leaves out is marked where it stood, with the legal basis: a document
//! is never stamped as a whole (offentleglova section 24).

mod html;
mod markdown;

pub use html::html;
pub use markdown::markdown;

/// A reply.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// `nb`, `nn` or `en`.
    pub lang: &'static str,
    /// The heading.
    pub title: String,
    /// Which edition, for whom, of which day: a line each.
    pub about: Vec<String>,
    /// What the reader should know first.
    pub lead: String,
    /// The letter's points, in its order.
    pub points: Vec<Point>,
    /// Words that stand beside everything: headings and labels.
    pub labels: Labels,
    /// The signed note over what the reply rests on.
    pub checkpoint: String,
    /// How to check it.
    pub how_to_check: String,
}

/// Headings and labels in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// Over the checkpoint.
    pub checkpoint: String,
}

/// A point of the letter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it stands.
    pub state: Mark,
    /// How many of how many.
    pub counts: String,
    /// Its claims.
    pub claims: Vec<Claim>,
}

/// A claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How it stands, or what is said instead.
    pub state: Shown<Mark>,
    /// How many of how many.
    pub counts: String,
    /// What says so, a sentence each.
    pub sentences: Vec<Shown<String>>,
    /// What is done next, and by whom, as a whole sentence.
    pub next: Option<String>,
}

/// Something that an edition shows, or leaves out and says why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown<T> {
    /// It is shown.
    Here(T),
    /// It is left out: the words that stand in its place, with the legal basis.
    LeftOut(String),
}

/// A state as it is shown: never by colour alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// A sign.
    pub sign: String,
    /// A word.
    pub word: String,
    /// The state's code, for whoever gives it a colour.
    pub code: &'static str,
}
