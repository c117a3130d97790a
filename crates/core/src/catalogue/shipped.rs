//! The files of the catalogue that comes with the program, in the order of their bundle.

use crate::SourceFile;

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(SourceFile {
            name: $name,
            text: include_str!(concat!("../../../../catalogue/", $name)),
        }),+]
    };
}

/// What a new ledger adopts.
pub const SHIPPED: &[SourceFile<'static>] = files![
    "kinds.toml",
    "letters/kdd-ks-2022.toml",
    "guidance/kdd-ks-2022.toml",
    "lists/nsm-2022.toml",
    "lists/helsecert.toml",
    "lists/justiscert-018-2022.toml",
    "frameworks/nsm-grunnprinsipper.toml",
    "authorities.toml",
    "regimes.toml",
    "situation.toml",
];
