//! What is wrong in a recipe, as a code: the sentence of each language is chosen by it.

/// What is wrong in a recipe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// It is too large.
    TooLarge,
    /// It is no TOML.
    NoToml,
    /// A value is of another type or form than what belongs there.
    Form,
    /// A field is not known.
    UnknownField,
    /// A field is missing.
    MissingField,
    /// It does not say the version that this program reads.
    Version,
    /// Its id holds other signs than an id may.
    Id,
    /// There are no steps, or too many.
    StepCount,
    /// No step types the password.
    NoPassword,
    /// Nothing is pressed after what was typed last.
    NothingPressed,
    /// A step does nothing, or several things.
    OneWord,
    /// A place is named by a step that does not type.
    StrayPlace,
    /// A step that types names no place.
    NoPlace,
    /// A text is empty or too long.
    Length,
    /// A selector cannot be read.
    Selector,
    /// A sign says nothing.
    EmptySign,
    /// No recipe of that name comes with the program.
    NotReady,
}

impl Fault {
    /// All of them.
    pub const ALL: [Self; 17] = [
        Self::TooLarge,
        Self::NoToml,
        Self::Form,
        Self::UnknownField,
        Self::MissingField,
        Self::Version,
        Self::Id,
        Self::StepCount,
        Self::NoPassword,
        Self::NothingPressed,
        Self::OneWord,
        Self::StrayPlace,
        Self::NoPlace,
        Self::Length,
        Self::Selector,
        Self::EmptySign,
        Self::NotReady,
    ];

    /// Its code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::NoToml => "no-toml",
            Self::Form => "form",
            Self::UnknownField => "unknown-field",
            Self::MissingField => "missing-field",
            Self::Version => "version",
            Self::Id => "id",
            Self::StepCount => "step-count",
            Self::NoPassword => "no-password",
            Self::NothingPressed => "nothing-pressed",
            Self::OneWord => "one-word",
            Self::StrayPlace => "stray-place",
            Self::NoPlace => "no-place",
            Self::Length => "length",
            Self::Selector => "selector",
            Self::EmptySign => "empty-sign",
            Self::NotReady => "not-ready",
        }
    }

    /// What a value is that did not fit its type, by what the reader says of it.
    pub(super) fn of_type(why: &str) -> Self {
        if why.starts_with("unknown field") {
            Self::UnknownField
        } else if why.starts_with("missing field") {
            Self::MissingField
        } else {
            Self::Form
        }
    }
}
