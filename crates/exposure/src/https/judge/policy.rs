//! The policies of a page, from its fields and its elements.

use super::web::{Page, Said};
use crate::https::csp::{self, Grade, Policy};

/// How good the policy is, in the grades of MDN's HTTP Observatory.
pub(super) fn csp(page: &Page<'_>) -> Said {
    let policies = policies(page);
    if policies.is_empty() {
        return absent(page);
    }
    match csp::worst(&policies, page.is_secure()) {
        None => Said::pass("csp.present", ""),
        Some((fault, word)) => match fault.grade() {
            Grade::Fails => Said::fail(fault.code(), word),
            Grade::Lacks => Said::notice(fault.code(), word),
        },
    }
}

fn absent(page: &Page<'_>) -> Said {
    if page.field("content-security-policy-report-only").is_some() {
        return Said::fail("csp.report_only", "");
    }
    // A policy might stand in a page that could not be read.
    match page.elements() {
        Err(said) if page.is_html() => said,
        _ => Said::fail("csp.absent", ""),
    }
}

/// Whether the directives that nothing stands in for are there: Internet.nl asks for each.
pub(super) fn complete(page: &Page<'_>) -> Said {
    let policies = policies(page);
    if policies.is_empty() {
        return Said::nothing("csp.absent", "");
    }
    let missing = csp::missing(&policies);
    if missing.is_empty() {
        return Said::pass("csp.complete", "");
    }
    Said::notice("csp.incomplete", format!("missing: {}", missing.join(", ")))
}

/// Whether other sites are kept from showing the page inside theirs. `frame-ancestors` goes before the
/// older field (CSP 3 section 6.4.2).
pub(super) fn framing(page: &Page<'_>) -> Said {
    let in_fields = policies_in_fields(page);
    let lists: Vec<_> =
        in_fields.iter().filter_map(|policy| policy.first(&["frame-ancestors"])).collect();
    if !lists.is_empty() {
        let open: Option<Vec<&str>> = lists.iter().map(|sources| sources.broad()).collect();
        return match open {
            Some(words) => {
                Said::fail("framing.anyone", format!("frame-ancestors {}", words.join(" ")))
            }
            None => Said::pass("framing.csp", ""),
        };
    }
    let values = page.list("x-frame-options");
    let same = values.windows(2).all(|two| two.first() == two.last());
    match values.first().map(String::as_str) {
        Some("deny" | "sameorigin") if same => Said::pass("framing.field", values.join(", ")),
        // No browser heeds the third value any more, nor several that differ.
        Some(_) => Said::fail("framing.invalid", values.join(", ")),
        None => Said::fail("framing.absent", ""),
    }
}

fn policies(page: &Page<'_>) -> Vec<Policy> {
    let elements = page.seen.map(|seen| seen.elements.as_slice()).unwrap_or_default();
    let metas = elements.iter().filter(|element| element.get("http-equiv").is_some());
    let mut policies = policies_in_fields(page);
    policies.extend(csp::policies(metas.filter_map(|element| element.get("content")), true));
    policies
}

fn policies_in_fields(page: &Page<'_>) -> Vec<Policy> {
    let fields = page.visit.headers.iter().filter(|(name, _)| name == "content-security-policy");
    csp::policies(fields.map(|(_, value)| value.as_str()), false)
}
