//! The few things about text that are worth enforcing.

use crate::has_extension;

/// No Rust file is longer than this; most are far below (ARCHITECTURE.md).
pub const LINES_MAX: usize = 600;

/// Texts that have no place in the repository. Written apart, so that this file does not find itself.
const BANNED: [(&str, &str, &str); 12] = [
    ("/work", "/", "a path of one machine"),
    ("/ro", "ot/", "a path of one machine"),
    ("/ho", "me/", "a path of one machine"),
    ("static.", "crates.io", "the host of a registry"),
    ("index.", "crates.io", "the host of a registry"),
    ("registry.", "npmjs.org", "the host of a registry"),
    ("files.", "pythonhosted.org", "the host of a registry"),
    ("pypi.", "org", "the host of a registry"),
    ("deb.", "debian.org", "the host of a registry"),
    ("proxy.", "golang.org", "the host of a registry"),
    ("<<<<", "<<< ", "a conflict that was not resolved"),
    (">>>>", ">>> ", "a conflict that was not resolved"),
];

/// Words that say that work is left undone.
const UNDONE: [(&str, &str); 3] = [("TO", "DO"), ("FIX", "ME"), ("XX", "X")];

/// What is wrong with the length of a Rust file.
pub fn too_long(name: &str, text: &str) -> Option<String> {
    let lines = text.lines().count();
    (has_extension(name, "rs") && lines > LINES_MAX)
        .then(|| format!("{name}: {lines} lines; split it"))
}

/// Banned texts and words of a file, each with its line.
pub fn banned(name: &str, text: &str) -> Vec<String> {
    let mut complaints = Vec::new();
    for (one, two, why) in BANNED {
        let banned = format!("{one}{two}");
        for (at, _) in text.match_indices(&banned) {
            complaints.push(format!("{name}:{}: {banned} is {why}", line_of(text, at)));
        }
    }
    for (one, two) in UNDONE {
        let word = format!("{one}{two}");
        for (at, _) in text.match_indices(&word).filter(|(at, _)| is_word(text, *at, &word)) {
            complaints
                .push(format!("{name}:{}: {word}: do it, or open an issue", line_of(text, at)));
        }
    }
    complaints
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

/// Whether the `word` found at a place is not a part of a longer one.
fn is_word(text: &str, at: usize, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    let before = text.get(..at).and_then(|before| before.chars().next_back());
    let after = text.get(at + word.len()..).and_then(|after| after.chars().next());
    !before.is_some_and(part) && !after.is_some_and(part)
}

/// A Rust file of a crate says first what it is for. (A module's own tests need not: it says that.)
pub fn says_nothing(name: &str, text: &str) -> Option<String> {
    let applies = name.starts_with("crates/") && has_extension(name, "rs");
    let exempt = name.ends_with("/tests.rs");
    (applies && !exempt && !text.starts_with("//!"))
        .then(|| format!("{name}: it begins without a module comment"))
}

/// What a pure crate does not say: it reads no clock, file, socket or environment, starts no thread that outlives a call,
/// waits for nothing, and knows no floats (law 2).
const IMPURE: [&str; 15] = [
    "std::fs",
    "std::net",
    "std::process",
    "thread::spawn",
    "thread::sleep",
    "thread::current",
    "std::env",
    "std::io",
    "SystemTime",
    "std::time::Instant",
    "async",
    "HashMap",
    "HashSet",
    "f32",
    "f64",
];

/// What makes the source of a pure crate impure; comments and its tests are passed over.
pub fn impure(name: &str, text: &str) -> Vec<String> {
    if name.contains("/tests/") || name.ends_with("/tests.rs") {
        return Vec::new();
    }
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let mut complaints = Vec::new();
    for (line, number) in code.lines().zip(1..) {
        let line = line.split("//").next().unwrap_or_default();
        for word in IMPURE {
            let found = line.match_indices(word).any(|(at, _)| is_word(line, at, word));
            if found {
                complaints.push(format!("{name}:{number}: `{word}` in a pure crate"));
            }
        }
    }
    complaints
}
