//! The three languages.

use std::str::FromStr;

use arvak_core::catalogue::Text;

/// A language that everything can be said in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// Norwegian bokmål, the default.
    #[default]
    Nb,
    /// Norwegian nynorsk.
    Nn,
    /// English.
    En,
}

impl Lang {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Nb, Self::Nn, Self::En];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Nb => "nb",
            Self::Nn => "nn",
            Self::En => "en",
        }
    }

    /// This language's version of a catalogue text.
    pub fn of(self, text: &Text) -> &str {
        match self {
            Self::Nb => &text.nb,
            Self::Nn => &text.nn,
            Self::En => &text.en,
        }
    }
}

impl FromStr for Lang {
    type Err = String;

    fn from_str(tag: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|lang| lang.tag() == tag);
        known.ok_or_else(|| format!("`{tag}` is no language here; use nb, nn or en"))
    }
}
