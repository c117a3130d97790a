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
    "conflict.toml",
    "questions/supplier.toml",
    "start.toml",
];

/// Files of a folder laid out as `catalogue/` that are part of a catalogue. Roles and terms are words.
const FILES: [&str; 6] = [
    "kinds.toml",
    "authorities.toml",
    "regimes.toml",
    "situation.toml",
    "conflict.toml",
    "start.toml",
];
const FOLDERS: [&str; 5] = ["letters/", "guidance/", "lists/", "frameworks/", "questions/"];

/// Whether a file of that name, in a folder laid out as `catalogue/`, is part of a catalogue.
pub fn in_layout(name: &str) -> bool {
    FILES.contains(&name) || FOLDERS.iter().any(|folder| name.starts_with(folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shipped_is_in_the_layout_and_words_are_not() {
        assert!(SHIPPED.iter().all(|file| in_layout(file.name)));
        assert!(!in_layout("roles.toml") && !in_layout("terms.toml"));
    }
}
