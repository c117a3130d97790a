//! What no source of the program says, since it would open a way in: unsafe code, other programs, SQL with values in
//! it, a random source of its own, markup from a text.

use toml::{Table, Value};

/// The code of a Rust file without comments and without its own tests, line by line with numbers from 1.
fn code(text: &str) -> impl Iterator<Item = (&str, u32)> {
    let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    code.lines().map(|line| line.split("//").next().unwrap_or_default()).zip(1..)
}

/// Whether a file goes into the program: source of a crate, neither tests nor the browser that tests use.
pub fn is_shipped(name: &str) -> bool {
    let is_source = name.starts_with("crates/") && name.contains("/src/");
    let is_test = name.contains("/tests/")
        || name.ends_with("/tests.rs")
        || name.starts_with("crates/browser/");
    is_source && !is_test
}

/// Each of `words` that stands in the code of a file, with its line.
pub fn said(name: &str, text: &str, words: &[&str]) -> Vec<String> {
    let found = |(line, number): (&str, u32)| {
        let words = words.iter().filter(|word| stands(line, word));
        words.map(|word| format!("{name}:{number}: {word}")).collect::<Vec<_>>()
    };
    code(text).flat_map(found).collect()
}

/// Whether a line says a word; a path, which ends with `::`, is not the end of a longer name.
fn stands(line: &str, word: &str) -> bool {
    let is_own = |at: usize| {
        let before = line.get(..at).and_then(|before| before.chars().next_back());
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    };
    line.match_indices(word).any(|(at, _)| !word.ends_with("::") || is_own(at))
}

/// What starts another program.
pub const PROGRAMS: [&str; 4] = ["Command::new", "process::Command", "posix_spawn", "execve"];

/// Random sources other than the operating system's.
pub const RANDOM: [&str; 5] = ["rand::", "thread_rng", "fastrand", "SmallRng", "StdRng"];

/// What lets a text that was put together pass for SQL.
pub const SQL: [&str; 2] = ["AssertSqlSafe", "QueryBuilder"];

/// What turns a text into markup in a browser.
pub const MARKUP: [&str; 5] =
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment"];

/// What is wrong with the manifest of a package: it does not take over the lints of the workspace, of which one forbids
/// unsafe code.
pub fn may_be_unsafe(name: &str, text: &str) -> Option<String> {
    let manifest: Table = match text.parse() {
        Ok(manifest) => manifest,
        Err(error) => return Some(format!("{name}: {error}")),
    };
    let at = |path: &[&str]| {
        let first = manifest.get(*path.first()?)?;
        path.iter().skip(1).try_fold(first, |value, name| value.get(*name))
    };
    let is_held = if manifest.contains_key("workspace") {
        let lint = at(&["workspace", "lints", "rust", "unsafe_code"]);
        lint.and_then(Value::as_str) == Some("forbid")
    } else {
        at(&["lints", "workspace"]).and_then(Value::as_bool) == Some(true)
    };
    (!is_held).then(|| format!("{name}: unsafe code is not forbidden"))
}

/// Why numbers could overflow unseen in the released program; `text` is the workspace's manifest.
pub fn may_overflow(text: &str) -> Option<String> {
    let Ok(manifest) = text.parse::<Table>() else { return Some("no manifest".to_owned()) };
    let of = |path: &[&str]| {
        let begin = manifest.get(*path.first()?)?;
        path.iter().skip(1).try_fold(begin, |value, part| value.get(part))
    };
    let checks = of(&["profile", "release", "overflow-checks"]).and_then(Value::as_bool);
    if checks != Some(true) {
        return Some("the release profile does not check sums".to_owned());
    }
    // The lints against casts that cut are among the pedantic ones.
    let lints = of(&["workspace", "lints", "clippy"]);
    let is_on = |lint: &Value| {
        let level = lint.get("level").unwrap_or(lint).as_str();
        matches!(level, Some("warn" | "deny" | "forbid"))
    };
    let pedantic = lints.and_then(|lints| lints.get("pedantic"));
    if !pedantic.is_some_and(is_on) {
        return Some("nothing warns of casts that cut".to_owned());
    }
    let loosened = lints.and_then(Value::as_table).into_iter().flatten();
    let mut loosened = loosened.filter(|(name, lint)| name.starts_with("cast_") && !is_on(lint));
    loosened.next().map(|(name, _)| format!("{name} is allowed"))
}
