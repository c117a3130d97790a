//! `arvak guide …`

use arvak_core::Name;
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum GuideVerb {
    /// What to take first, by who runs ICT here
    Start,
    /// Lists of measures that others have drawn up, and how each stands by the letter's claims
    Lists {
        /// One list, such as nsm-2022
        id: Option<Name>,
    },
    /// Law that the same evidence is of use for: does it apply to us, what does it ask, by when
    Laws,
    /// Who warns, advises, supervises or is to be told, and who took over from whom
    Authorities,
    /// NSM's basic principles, and which claims come near them
    Principles,
    /// How plain every sentence of the catalogue is: its LIX in each language
    Texts,
    /// How the situation was rated, and what a raised level shortens
    Situation,
}
