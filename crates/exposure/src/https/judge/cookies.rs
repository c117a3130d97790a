//! Cookies: every one that the host set on the way.

use super::web::{Said, Web};
use crate::https::cookie::Cookie;

/// Most names that one line gives.
const NAMED_MAX: usize = 8;

/// Whether every cookie is sent back encrypted alone.
pub(super) fn secure(web: &Web<'_>) -> Said {
    judge(
        web,
        |_| true,
        |cookies| {
            let open = names(cookies, |cookie| !cookie.secure);
            if open.is_empty() {
                return Said::pass("cookie.secure", names(cookies, |_| true));
            }
            Said::fail("cookie.insecure", open)
        },
    )
}

/// Whether scripts cannot read the cookies that stand for a session.
pub(super) fn http_only(web: &Web<'_>) -> Said {
    judge(web, Cookie::is_session, |cookies| {
        let readable = names(cookies, |cookie| !cookie.http_only);
        if readable.is_empty() {
            return Said::pass("cookie.httponly", names(cookies, |_| true));
        }
        Said::fail("cookie.script_readable", readable)
    })
}

/// Whether cookies of sessions and tokens against forgery are kept from requests that other sites begin.
pub(super) fn same_site(web: &Web<'_>) -> Said {
    let matters = |cookie: &Cookie| {
        cookie.is_session() || cookie.is_against_forgery() || cookie.same_site.is_some()
    };
    judge(web, matters, |cookies| {
        let of = |cookie: &Cookie| cookie.same_site.clone().unwrap_or_default();
        let refused = names(cookies, |cookie| of(cookie) == "none" && !cookie.secure);
        if !refused.is_empty() {
            return Said::fail("cookie.none_without_secure", refused);
        }
        let odd = |cookie: &Cookie| {
            cookie.same_site.is_some() && !["none", "lax", "strict"].contains(&&*of(cookie))
        };
        let odd = names(cookies, odd);
        if !odd.is_empty() {
            return Said::fail("cookie.samesite_invalid", odd);
        }
        let absent = names(cookies, |cookie| cookie.same_site.is_none());
        if !absent.is_empty() {
            return Said::notice("cookie.samesite_absent", absent);
        }
        let none = names(cookies, |cookie| of(cookie) == "none" && cookie.is_session());
        if !none.is_empty() {
            return Said::notice("cookie.samesite_none", none);
        }
        Said::pass("cookie.samesite", names(cookies, |_| true))
    })
}

/// Whether names that promise something are kept, and sessions use one.
pub(super) fn prefix(web: &Web<'_>) -> Said {
    let matters = |cookie: &Cookie| cookie.is_session() || cookie.prefix().is_some();
    judge(web, matters, |cookies| {
        let broken = names(cookies, |cookie| !cookie.keeps_promise());
        if !broken.is_empty() {
            return Said::fail("cookie.prefix_broken", broken);
        }
        let plain = names(cookies, |cookie| cookie.prefix().is_none());
        if plain.is_empty() {
            return Said::pass("cookie.prefix", names(cookies, |_| true));
        }
        Said::notice("cookie.no_prefix", plain)
    })
}

/// Judges the cookies that `matters` picks, or says that there are none.
fn judge(
    web: &Web<'_>,
    matters: impl Fn(&Cookie) -> bool,
    judge: impl FnOnce(&[&Cookie]) -> Said,
) -> Said {
    if !web.answered {
        return Said::unknown(web.failure);
    }
    let cookies: Vec<&Cookie> = web.cookies.iter().filter(|cookie| matters(cookie)).collect();
    match (cookies.is_empty(), web.cookies.is_empty()) {
        (true, true) => Said::nothing("cookie.none", ""),
        (true, false) => Said::nothing("cookie.none_for_sessions", ""),
        _ => judge(&cookies),
    }
}

fn names(cookies: &[&Cookie], which: impl Fn(&Cookie) -> bool) -> String {
    let names = cookies.iter().filter(|cookie| which(cookie)).map(|cookie| match &*cookie.name {
        "" => "(nameless)",
        name => name,
    });
    names.take(NAMED_MAX).collect::<Vec<_>>().join(", ")
}
