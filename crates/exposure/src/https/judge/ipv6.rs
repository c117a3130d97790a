//! Whether the host gives the same over IPv6: a server that is forgotten there is one that nobody mends.

use std::collections::BTreeSet;

use super::aside::{of, why_not};
use super::web::{Said, Web};
use crate::https::aside::{IPV6, NO_IPV6, REFUSED};

/// Most fields that one line names.
const NAMED_MAX: usize = 6;

/// The fields that must be the same; of cookies the names may differ with every answer.
const SAME: [&str; 11] = [
    "strict-transport-security",
    "content-security-policy",
    "content-type",
    "x-content-type-options",
    "x-frame-options",
    "referrer-policy",
    "permissions-policy",
    "cross-origin-opener-policy",
    "access-control-allow-origin",
    "server",
    "location",
];

/// Holds the answer over IPv6 against the visit's.
pub(super) fn same(web: &Web<'_>) -> Said {
    let (Some(answer), Some(visit)) = (of(web, IPV6).into_iter().next(), web.last) else {
        return Said::unknown(why_not(web));
    };
    let Some(status) = answer.status else {
        return match answer.failure.as_deref() {
            Some(NO_IPV6) => Said::nothing(NO_IPV6, ""),
            Some(REFUSED) => Said::fail(REFUSED, ""),
            // Our own way there may be what does not work.
            code => Said::unknown(code.unwrap_or("not_asked")),
        };
    };
    let set = |headers: &[(String, String)], name: &str| -> BTreeSet<String> {
        headers.iter().filter(|(known, _)| known == name).map(|(_, value)| value.clone()).collect()
    };
    let differs = |name: &&&str| set(&answer.headers, name) != set(visit.headers, name);
    let fields: Vec<&str> = SAME.iter().filter(differs).take(NAMED_MAX).copied().collect();
    if status != visit.status {
        return Said::fail("ipv6.other_answer", format!("{status}, not {}", visit.status));
    }
    if fields.is_empty() {
        Said::pass("ipv6.same", "")
    } else {
        Said::notice("ipv6.other_fields", fields.join(", "))
    }
}
