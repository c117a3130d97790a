//! Whether a visitor who types only the name ends up on https.

use arvak_probe::{CheckOutcome, Grade};

use super::{Redirect, Visit, Visits};
use crate::findings::{Findings, inconclusive, refutes, supports};

/// Judges the visits without TLS, and redirects that lead back out of TLS.
pub(super) fn judge(findings: &mut Findings, visits: &Visits<'_>) {
    const KIND: &str = "web.https_forced";
    let (result, reason, seen) = verdict(visits);
    findings.check("http.redirect", Grade::Must, result, reason, seen);
    findings.verdict(match result {
        CheckOutcome::Pass => supports(KIND),
        CheckOutcome::Fail => refutes(KIND, "http.no_redirect"),
        _ => inconclusive(KIND, reason),
    });
}

/// Whether a visitor meets https at the name that was typed before being sent elsewhere. HSTS counts for the name that sends it: where
/// `nordvik.example` leads to `https://www.nordvik.example/` at once, browsers never learn that the first is https only.
pub(super) fn judge_own_host(findings: &mut Findings, visits: &Visits<'_>) {
    use CheckOutcome::{Inconclusive, NotApplicable, Notice, Pass};
    let (result, reason, seen) = match visits.plain.last() {
        None if visits.plain_closed => (NotApplicable, "http.closed", String::new()),
        None if !visits.asked_plain => (NotApplicable, "http.other_port", String::new()),
        None => (Inconclusive, visits.plain_failure.unwrap_or("not_asked"), String::new()),
        Some(visit) => match visit.redirect() {
            Redirect::To(target) if target.secure && target.host == visit.place.host => {
                (Pass, "redirect.own_host", describe(visit))
            }
            // Where the name itself has no https there is nothing to be met.
            Redirect::To(target) if target.secure && visits.secure.is_empty() => {
                (NotApplicable, "redirect.no_https", describe(visit))
            }
            Redirect::To(target) if target.secure => {
                (Notice, "redirect.other_host", describe(visit))
            }
            _ => (NotApplicable, "redirect.none", describe(visit)),
        },
    };
    findings.check("http.redirect_own_host", Grade::Should, result, reason, seen);
}

fn verdict<'a>(visits: &'a Visits<'_>) -> (CheckOutcome, &'a str, String) {
    use CheckOutcome::{Fail, Inconclusive, NotApplicable, Pass};
    if let Some(visit) = visits.secure.iter().find(|visit| leads_to_plain(visit)) {
        return (Fail, "http.downgrade", describe(visit));
    }
    if visits.port != 443 && !visits.asked_plain {
        return (NotApplicable, "http.other_port", String::new());
    }
    let Some(visit) = visits.plain.last() else {
        return match visits.plain_failure {
            // Nothing listens: there is no way in but https, if https answers.
            _ if visits.plain_closed && !visits.secure.is_empty() => {
                (Pass, "http.closed", String::new())
            }
            Some(code) => (Inconclusive, code, String::new()),
            None => (Inconclusive, "not_asked", String::new()),
        };
    };
    let seen = describe(visit);
    match (visit.status, visit.redirect()) {
        (_, Redirect::To(target)) if target.secure => (Pass, "http.redirected", seen),
        (_, Redirect::To(target)) if target.host != visit.place.host => {
            (Fail, "http.redirect_stays_plain", seen)
        }
        // It was not followed to its end.
        (_, Redirect::To(_)) => {
            (Inconclusive, visits.plain_failure.unwrap_or("http.not_followed"), seen)
        }
        (_, Redirect::Nowhere) => (Inconclusive, "http.bad_location", seen),
        (200..300, Redirect::None) => (Fail, "http.no_redirect", seen),
        _ => (Inconclusive, "http.error_status", seen),
    }
}

fn leads_to_plain(visit: &Visit<'_>) -> bool {
    matches!(visit.redirect(), Redirect::To(target) if !target.secure)
}

fn describe(visit: &Visit<'_>) -> String {
    match visit.redirect() {
        Redirect::To(target) => format!("{} {} → {target}", visit.place, visit.status),
        _ => format!("{} {}", visit.place, visit.status),
    }
}
