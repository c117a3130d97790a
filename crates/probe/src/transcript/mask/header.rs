//! Masking HTTP headers.

use super::{MASK, is_secret_name, text};

/// What of a `Set-Cookie` besides the name may stay: these are flags, not secrets (RFC 6265).
const COOKIE_FLAGS: [&str; 9] = [
    "path",
    "domain",
    "expires",
    "max-age",
    "secure",
    "httponly",
    "samesite",
    "partitioned",
    "priority",
];

/// The value of the header `name`, masked.
pub fn header(name: &str, value: &str) -> String {
    match name.to_ascii_lowercase().as_str() {
        "cookie" => value.split(';').map(pair).collect::<Vec<_>>().join("; "),
        "set-cookie" | "set-cookie2" => set_cookie(value),
        // Named like a secret, and a yes.
        "access-control-allow-credentials" if value.trim() == "true" => value.to_owned(),
        name if is_secret_name(name) => MASK.to_owned(),
        _ => text(value),
    }
}

/// `name=***`; a piece without a name is all value.
fn pair(piece: &str) -> String {
    match piece.trim().split_once('=') {
        Some((name, _)) => format!("{}={MASK}", text(name.trim())),
        None => MASK.to_owned(),
    }
}

fn set_cookie(value: &str) -> String {
    let mut pieces = value.split(';');
    let cookie = pair(pieces.next().unwrap_or_default());
    std::iter::once(cookie).chain(pieces.map(flag)).collect::<Vec<_>>().join("; ")
}

/// A flag as it stands. What is no flag is masked, and so is a flag with something folded into it.
fn flag(piece: &str) -> String {
    let piece = piece.trim();
    let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
    let is_flag = COOKIE_FLAGS.iter().any(|flag| name.trim().eq_ignore_ascii_case(flag));
    if !is_flag || value.contains('=') { MASK.to_owned() } else { text(piece) }
}
