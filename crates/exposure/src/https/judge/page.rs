//! What the page loads, and what it asks for.

use arvak_probe::CheckOutcome;

use super::web::{Page, Said, Web};

/// Most addresses that one line gives.
const NAMED_MAX: usize = 4;

/// Whether scripts and styles of others are pinned to what they were (W3C Subresource Integrity).
pub(super) fn integrity(page: &Page<'_>) -> Said {
    let seen = match page.elements() {
        Ok(seen) => seen,
        Err(said) => return said,
    };
    let (mut foreign, mut loose, mut plain) = (0_usize, Vec::new(), Vec::new());
    for element in &seen.elements {
        let is_style = element.get("rel").is_some_and(|rel| {
            rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet"))
        });
        let address = match element.name.as_str() {
            "script" => element.get("src"),
            "link" if is_style => element.get("href"),
            _ => None,
        };
        let Some((address, (secure, host))) = address.and_then(|a| Some((a, page.leads(a)?)))
        else {
            continue;
        };
        if page.is_own(&host) {
            continue;
        }
        foreign += 1;
        if element.get("integrity").is_none_or(str::is_empty) {
            loose.push(address);
            if !secure && element.name == "script" {
                plain.push(address);
            }
        }
    }
    match (foreign, loose.is_empty(), plain.is_empty()) {
        (0, ..) if seen.whole => Said::nothing("sri.nothing_foreign", ""),
        (0, ..) => Said::unknown("page.cut"),
        (_, true, _) if seen.whole => Said::pass("sri.all_pinned", format!("{foreign}")),
        (_, true, _) => Said::unknown("page.cut"),
        (_, _, false) => Said::fail("sri.plain", few(&plain)),
        _ => Said::notice("sri.not_pinned", few(&loose)),
    }
}

/// Whether an encrypted page loads something unencrypted (W3C Mixed Content): what runs is worse than what
/// is only shown.
pub(super) fn mixed_content(page: &Page<'_>) -> Said {
    if !page.is_secure() {
        return Said::nothing("page.not_encrypted", "");
    }
    let seen = match page.elements() {
        Ok(seen) => seen,
        Err(said) => return said,
    };
    let is_plain = |address: &&str| page.leads(address).is_some_and(|(secure, _)| !secure);
    let (mut active, mut passive) = (Vec::new(), Vec::new());
    for element in &seen.elements {
        let (address, list) = match element.name.as_str() {
            "script" | "iframe" | "frame" | "embed" => (element.get("src"), &mut active),
            "object" => (element.get("data"), &mut active),
            "link" if loads(element.get("rel")) => (element.get("href"), &mut active),
            "img" | "audio" | "video" | "source" | "track" => (element.get("src"), &mut passive),
            _ => continue,
        };
        list.extend(address.filter(is_plain));
    }
    let upgraded = policies_upgrade(page);
    match (active.is_empty(), passive.is_empty()) {
        (true, true) if seen.whole => Said::pass("mixed.none", ""),
        (true, true) => Said::unknown("page.cut"),
        _ if upgraded => Said::pass("mixed.upgraded", "upgrade-insecure-requests"),
        (false, _) => Said::fail("mixed.active", few(&active)),
        _ => Said::notice("mixed.passive", few(&passive)),
    }
}

/// Whether forms send what is typed encrypted.
pub(super) fn forms(page: &Page<'_>) -> Said {
    let seen = match page.elements() {
        Ok(seen) => seen,
        Err(said) => return said,
    };
    let has_password = seen.elements.iter().any(|element| element.name == "input");
    if !page.is_secure() && has_password {
        return Said::fail("form.password_in_clear", page.visit.place.to_string());
    }
    let actions = seen.elements.iter().filter(|element| element.name == "form");
    let is_plain = |address: &&str| page.leads(address).is_some_and(|(secure, _)| !secure);
    let plain: Vec<&str> = actions.filter_map(|form| form.get("action")).filter(is_plain).collect();
    match (plain.is_empty(), page.is_secure()) {
        (true, _) if !seen.whole => Said::unknown("page.cut"),
        (true, _) => Said::pass("form.encrypted", ""),
        (false, true) => Said::fail("form.in_clear", few(&plain)),
        (false, false) => Said::nothing("page.not_encrypted", ""),
    }
}

/// Whether the front page asks for a log-in. It says nothing of how strong that is.
pub(super) fn login(web: &Web<'_>) -> Said {
    let page = match &web.page {
        Ok(page) => page,
        Err((CheckOutcome::NotApplicable, _, seen)) if leads_to_log_in(seen) => {
            return Said::notice("login.elsewhere", seen.clone());
        }
        Err((result, reason, seen)) => {
            return match result {
                CheckOutcome::NotApplicable => Said::nothing(reason, seen.clone()),
                _ => Said::unknown(reason),
            };
        }
    };
    if let (401, Some(challenge)) = (page.visit.status, page.field("www-authenticate")) {
        let scheme = challenge.split([' ', ',']).next().unwrap_or_default();
        return Said::notice("login.http", format!("401 {scheme}"));
    }
    match page.elements() {
        Err(said) => said,
        Ok(seen) if seen.elements.iter().any(|element| element.name == "input") => {
            Said::notice("login.form", page.visit.place.to_string())
        }
        Ok(seen) if seen.whole => Said::pass("login.none_seen", ""),
        Ok(_) => Said::unknown("page.cut"),
    }
}

/// Whether a redirect leads to where people log in, as far as its host says so.
fn leads_to_log_in(seen: &str) -> bool {
    const HOSTS: [&str; 9] = [
        "login.",
        "auth.",
        "sso.",
        "adfs.",
        "sts.",
        "idp.",
        "id.",
        "idporten.no",
        "accounts.google.com",
    ];
    let target = seen.rsplit("://").next().unwrap_or_default();
    let host = target.split(['/', ':']).next().unwrap_or_default();
    HOSTS.iter().any(|known| match known.strip_suffix('.') {
        Some(_) => host.starts_with(known),
        None => host == *known || host.ends_with(&format!(".{known}")),
    })
}

/// Whether a link of that relation loads something by itself.
fn loads(rel: Option<&str>) -> bool {
    let words = ["stylesheet", "modulepreload", "manifest", "import"];
    rel.is_some_and(|rel| {
        rel.split_ascii_whitespace().any(|word| words.iter().any(|w| word.eq_ignore_ascii_case(w)))
    })
}

fn policies_upgrade(page: &Page<'_>) -> bool {
    let fields = page.visit.headers.iter().filter(|(name, _)| name == "content-security-policy");
    let elements = page.seen.map(|seen| seen.elements.as_slice()).unwrap_or_default();
    let metas = elements.iter().filter(|element| element.get("http-equiv").is_some());
    let metas = metas.filter_map(|element| element.get("content"));
    let mut all = fields.map(|(_, value)| value.as_str()).chain(metas);
    all.any(|policy| policy.to_ascii_lowercase().contains("upgrade-insecure-requests"))
}

fn few(addresses: &[&str]) -> String {
    addresses.iter().take(NAMED_MAX).copied().collect::<Vec<_>>().join(", ")
}
