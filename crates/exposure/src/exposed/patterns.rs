//! What the content of files that should not be seen looks like. Each is narrow: a doubt is no finding.

/// The first line without its end.
pub(super) fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

/// A bare commit, as git writes it where no branch is checked out.
pub(super) fn object_id(text: &str) -> bool {
    let line = first_line(text);
    text.lines().count() == 1
        && line.len() == 40
        && line.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether each of the words begins a line.
pub(super) fn text_with(text: &str, words: &[&str]) -> bool {
    words.iter().all(|word| text.lines().any(|line| line.starts_with(word)))
}

/// Lines `NAME=value` and comments. Where other lines stand among them, a name must be like one that programs
/// read.
pub(super) fn env(text: &str) -> bool {
    const LIKE: [&str; 12] = [
        "PASS", "SECRET", "KEY", "TOKEN", "DB_", "DATABASE", "APP_", "AWS_", "MAIL_", "_URL",
        "_HOST", "ENV=",
    ];
    let name_of = |line: &str| -> Option<String> {
        let (name, _) = line.strip_prefix("export ").unwrap_or(line).split_once('=')?;
        let name = name.trim_end();
        let is_name = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
        let has_capital = name.bytes().any(|byte| byte.is_ascii_uppercase());
        (name.len() >= 2 && name.bytes().all(is_name) && has_capital).then(|| format!("{name}="))
    };
    let trimmed = text.lines().map(str::trim);
    let lines: Vec<&str> =
        trimmed.filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let names: Vec<String> = lines.iter().filter_map(|line| name_of(line)).collect();
    let is_capital = |name: &String| !name.bytes().any(|byte| byte.is_ascii_lowercase());
    let only_settings = names.len() == lines.len() && names.iter().all(is_capital);
    let is_like = |name: &String| LIKE.iter().any(|like| name.to_ascii_uppercase().contains(like));
    // The last line may be cut, and a value may go over several.
    let mostly_settings = names.len() * 2 > lines.len() && names.iter().any(is_like);
    !names.is_empty() && (only_settings || mostly_settings)
}

/// Lines `name:digest`, in the digests that web servers know.
pub(super) fn password_lines(text: &str) -> bool {
    let digests = ["$apr1$", "$2y$", "$2a$", "$2b$", "$5$", "$6$", "{SHA}", "{SSHA}"];
    text.lines().any(|line| {
        let Some((name, digest)) = line.split_once(':') else { return false };
        let is_name = !name.is_empty() && !name.contains(char::is_whitespace);
        // The oldest digest has no mark, only a length (crypt).
        let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'/');
        let is_old = digest.len() == 13 && digest.bytes().all(is_letter);
        is_name && (is_old || digests.iter().any(|known| digest.starts_with(known)))
    })
}

/// The source of a program in PHP, not what it writes.
pub(super) fn php(text: &str) -> bool {
    text.trim_start().starts_with("<?php")
}

/// A private key.
pub(super) fn keys(text: &str) -> bool {
    let line = first_line(text.trim_start());
    line.starts_with("-----BEGIN ") && line.contains("PRIVATE KEY-----")
}

/// Statements that make or fill a database.
pub(super) fn sql(text: &str) -> bool {
    let upper = text.to_ascii_uppercase();
    let words = [
        "CREATE TABLE ",
        "INSERT INTO ",
        "CREATE DATABASE ",
        "DROP TABLE IF EXISTS ",
        "-- MYSQL DUMP",
        "-- MARIADB DUMP",
        "-- POSTGRESQL DATABASE DUMP",
        "-- PHPMYADMIN SQL DUMP",
        "PRAGMA FOREIGN_KEYS",
    ];
    words.iter().any(|word| upper.lines().any(|line| line.trim_start().starts_with(word)))
}

/// What programs write when something goes wrong.
pub(super) fn logs(text: &str) -> bool {
    let words = [
        "PHP Notice:",
        "PHP Warning:",
        "PHP Fatal error:",
        "PHP Deprecated:",
        ".ERROR:",
        "Stack trace:",
    ];
    words.iter().any(|word| text.contains(word))
}

/// Addresses with a name and a password in them.
pub(super) fn url_login(text: &str) -> bool {
    let line = first_line(text);
    let login = line.split_once("://").and_then(|(_, rest)| rest.split_once('@'));
    login.is_some_and(|(login, _)| login.contains(':') && !login.contains(['/', ' ']))
}

/// Lines that begin with commands of a shell.
pub(super) fn commands(text: &str) -> bool {
    let known = [
        "cd",
        "ls",
        "sudo",
        "ssh",
        "cat",
        "apt",
        "apt-get",
        "vi",
        "vim",
        "nano",
        "mysql",
        "git",
        "rm",
        "systemctl",
        "exit",
    ];
    let is_command = |line: &&str| known.contains(&line.split(' ').next().unwrap_or_default());
    text.lines().filter(is_command).count() >= 2
}
