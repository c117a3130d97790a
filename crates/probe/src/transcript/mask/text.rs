//! Masking any text.

use super::{MASK, is_secret_name};

/// Longest name of a parameter that stands outside a URL: what is longer is data with an `=` behind.
const NAME_BYTES_MAX: usize = 48;

/// `text` without keys, credentials, tokens and secret parameters.
pub fn text(text: &str) -> String {
    let text = private_keys(text);
    let text = user_info(&text);
    let text = parameters(&text);
    credentials(&text)
}

/// PEM private keys of every sort; one without an end reaches to the end of the text.
fn private_keys(text: &str) -> String {
    const BEGIN: &str = "-----BEGIN ";
    const END: &str = "-----END ";
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, block)) = rest.split_once(BEGIN) {
        out.push_str(before);
        let label = block.split("-----").next().unwrap_or_default();
        if !label.contains("PRIVATE KEY") {
            out.push_str(BEGIN);
            rest = block;
            continue;
        }
        out.push_str(MASK);
        rest = block
            .split_once(END)
            .map_or("", |(_, after)| after.split_once("-----").map_or("", |(_, after)| after));
    }
    out.push_str(rest);
    out
}

/// `//user:password@host` as `//***@host`.
fn user_info(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("//") {
        out.push_str(before);
        out.push_str("//");
        let is_end =
            |c: char| matches!(c, '/' | '?' | '#' | '\\' | '"' | '<' | '>') || c.is_whitespace();
        let end = after.find(is_end).unwrap_or(after.len());
        let (authority, tail) = after.split_at(end);
        match authority.rsplit_once('@') {
            Some((_, host)) => {
                out.push_str(MASK);
                out.push('@');
                out.push_str(host);
            }
            None => out.push_str(authority),
        }
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// `name=value` as `name=***` where the name is like a secret's.
fn parameters(text: &str) -> String {
    let is_name = |c: char| c.is_ascii_alphanumeric() || "_-.%[]~$+".contains(c);
    let is_value_end = |c: char| matches!(c, '&' | '#' | '"' | '<' | '>') || c.is_whitespace();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('=') {
        let (before, from) = rest.split_at(at);
        let name = before.rsplit(|c| !is_name(c)).next().unwrap_or_default();
        let is_query = before.strip_suffix(name).is_some_and(|b| b.ends_with(['?', '&', '#', ';']));
        let after = from.get(1..).unwrap_or_default();
        out.push_str(before);
        out.push('=');
        rest = after;
        if (is_query || name.len() <= NAME_BYTES_MAX) && is_secret_name(name) {
            out.push_str(MASK);
            rest = after.split_at(after.find(is_value_end).unwrap_or(after.len())).1;
        } else if let Some(inner) = encoded_parameter(after) {
            // A whole URL inside a parameter, with a secret of its own.
            let (kept, masked) = after.split_at(inner);
            out.push_str(kept);
            out.push_str(MASK);
            rest = masked.split_at(masked.find(is_value_end).unwrap_or(masked.len())).1;
        }
    }
    out.push_str(rest);
    out
}

/// Where, in a parameter's value, the value of an encoded secret parameter (`…%3Ftoken%3Dabc`)
/// begins.
fn encoded_parameter(value: &str) -> Option<usize> {
    let end = value.find(|c: char| matches!(c, '&' | '=') || c.is_whitespace());
    let value = value.get(..end.unwrap_or(value.len()))?;
    let lower = value.to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = lower.get(from..)?.find("%3d") {
        let equals = from + found;
        if is_secret_name(value.get(from..equals)?) {
            return Some(equals + 3);
        }
        from = equals + 3;
    }
    None
}

/// What follows `Bearer` or `Basic`, and JSON web tokens wherever they stand.
fn credentials(text: &str) -> String {
    let is_end = |c: char| matches!(c, '"' | '\'' | ',' | '<' | '>' | ';') || c.is_whitespace();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut after_scheme = false;
    while !rest.is_empty() {
        let (word, tail) = rest.split_at(rest.find(is_end).unwrap_or(rest.len()));
        let (ends, tail) = tail.split_at(tail.find(|c| !is_end(c)).unwrap_or(tail.len()));
        let is_scheme = ["bearer", "basic"].iter().any(|s| word.to_ascii_lowercase().ends_with(s));
        let is_challenge = word.split_once('=').is_some_and(|(name, _)| {
            ["realm", "charset", "error", "scope"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
        });
        if after_scheme && !word.is_empty() && !is_challenge {
            out.push_str(MASK);
        } else {
            out.push_str(&web_tokens(word));
        }
        out.push_str(ends);
        after_scheme = (is_scheme || (after_scheme && word.is_empty())) && !ends.contains(',');
        rest = tail;
    }
    out
}

/// A word with a JSON web token in it, cut where that begins.
fn web_tokens(word: &str) -> String {
    match word.find("eyJ") {
        Some(at) if word.split_at(at).1.matches('.').count() >= 2 => {
            format!("{}{MASK}", word.split_at(at).0)
        }
        _ => word.to_owned(),
    }
}
