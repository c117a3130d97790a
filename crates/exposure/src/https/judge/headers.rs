//! Single fields of the page's answer.

use super::web::{Page, Said};
use crate::https::hsts;

/// Most things that one line names.
const NAMED_MAX: usize = 6;

/// Whether browsers are kept from guessing types (Fetch, "determine nosniff").
pub(super) fn content_type_options(page: &Page<'_>) -> Said {
    let values = page.list("x-content-type-options");
    match values.first().map(String::as_str) {
        Some("nosniff") => Said::pass("nosniff.present", ""),
        Some(other) => Said::fail("nosniff.invalid", other),
        None => Said::fail("nosniff.absent", ""),
    }
}

/// How much of an address other sites are told (W3C Referrer Policy): the last value that is known counts,
/// and an element of the page comes after the field.
pub(super) fn referrer(page: &Page<'_>) -> Said {
    const PRIVATE: [&str; 4] =
        ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];
    const OPEN: [&str; 4] =
        ["no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "unsafe-url"];
    let mut values = page.list("referrer-policy");
    let elements = page.seen.map(|seen| seen.elements.as_slice()).unwrap_or_default();
    for element in elements.iter().filter(|element| element.get("name") == Some("referrer")) {
        let content = element.get("content").unwrap_or_default().trim().to_ascii_lowercase();
        // The old words that HTML still knows.
        values.push(match content.as_str() {
            "never" => "no-referrer".to_owned(),
            "default" => "strict-origin-when-cross-origin".to_owned(),
            "always" => "unsafe-url".to_owned(),
            "origin-when-crossorigin" => "origin-when-cross-origin".to_owned(),
            _ => content,
        });
    }
    let known =
        |value: &&String| PRIVATE.contains(&value.as_str()) || OPEN.contains(&value.as_str());
    match values.iter().rfind(known) {
        Some(value) if PRIVATE.contains(&value.as_str()) => Said::pass("referrer.private", value),
        Some(value) => Said::fail("referrer.open", value),
        None if values.is_empty() => Said::notice("referrer.absent", ""),
        None => Said::fail("referrer.invalid", values.join(", ")),
    }
}

/// Whether other sites are kept from opening the page's window or loading what is here.
pub(super) fn isolation(page: &Page<'_>) -> Said {
    let names = [
        "cross-origin-opener-policy",
        "cross-origin-resource-policy",
        "cross-origin-embedder-policy",
    ];
    let open = ["unsafe-none", "cross-origin"];
    let said: Vec<String> = names
        .iter()
        .filter_map(|name| {
            Some((name, page.field(name)?.split(';').next()?.trim().to_ascii_lowercase()))
        })
        .filter(|(_, value)| !value.is_empty() && !open.contains(&value.as_str()))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    if said.is_empty() {
        Said::notice("isolation.absent", "")
    } else {
        Said::pass("isolation.present", said.join(", "))
    }
}

/// Whether the page says which of a device's features it uses.
pub(super) fn permissions(page: &Page<'_>) -> Said {
    match page.field("permissions-policy").filter(|value| value.contains('=')) {
        Some(value) => Said::pass("permissions.present", value),
        None => Said::notice("permissions.absent", ""),
    }
}

/// Whether the host asks for what lists of preloaded hosts want: a year, all names below, and the word.
pub(super) fn preload(page: &Page<'_>) -> Said {
    let read = page.field("strict-transport-security").and_then(hsts::read);
    let Some(read) = read.filter(|_| page.is_secure()) else {
        return Said::nothing("hsts.absent", "");
    };
    let wants = [
        (read.max_age_s >= hsts::YEAR_S, "max-age=31536000"),
        (read.subdomains, "includeSubDomains"),
        (read.preload, "preload"),
    ];
    let missing: Vec<&str> = wants.iter().filter(|(has, _)| !has).map(|(_, want)| *want).collect();
    if missing.is_empty() {
        return Said::pass("hsts.preloadable", "");
    }
    Said::notice("hsts.not_preloadable", format!("missing: {}", missing.join(", ")))
}

/// Whether the answer names programs with their versions.
pub(super) fn banner(page: &Page<'_>) -> Said {
    const NAMES: [&str; 5] =
        ["server", "x-powered-by", "x-aspnet-version", "x-aspnetmvc-version", "x-generator"];
    let mut told: Vec<String> = NAMES
        .iter()
        .filter_map(|name| page.field(name).map(|value| (*name, value)))
        .filter(|(name, value)| tells_version(value) || name.contains("version"))
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    let elements = page.seen.map(|seen| seen.elements.as_slice()).unwrap_or_default();
    let generators = elements.iter().filter(|element| element.get("name") == Some("generator"));
    let generators = generators.filter_map(|element| element.get("content"));
    told.extend(
        generators.filter(|value| tells_version(value)).map(|value| format!("generator: {value}")),
    );
    told.truncate(NAMED_MAX);
    if told.is_empty() {
        return Said::pass("banner.no_version", page.field("server").unwrap_or_default());
    }
    Said::notice("banner.version", told.join(", "))
}

/// Digits with a point between them, or behind a slash or a space: `nginx/1.22.1`, `PHP/8`, `WordPress 6`.
fn tells_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_digit = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_digit);
    (0..bytes.len()).any(|at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let behind = matches!(before, Some(b'/' | b' ' | b'v' | b'.'));
        is_digit(bytes.get(at)) && behind
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_told_from_a_bare_name() {
        for text in
            ["nginx/1.22.1", "Apache/2.4.57 (Debian)", "PHP/8", "WordPress 6.4", "ASP.NET 4", "v2"]
        {
            assert!(tells_version(text), "{text}");
        }
        for text in
            ["nginx", "Apache", "cloudflare", "Microsoft-IIS", "ASP.NET", "", "web2", "HTTP2"]
        {
            assert!(!tells_version(text), "{text}");
        }
    }
}
