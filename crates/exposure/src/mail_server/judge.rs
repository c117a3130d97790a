//! What the looks at mail servers mean. Each check is judged for every server, and the worst counts.

mod asked;
mod greeting;

use std::collections::BTreeSet;

use arvak_core::Instant;
use arvak_probe::{CheckOutcome, Grade};

use super::{CHECKS, Role, Server};
use crate::findings::Findings;

/// What is known besides what the servers said.
pub(crate) struct Scene<'a> {
    /// The looks.
    pub(crate) servers: Vec<Server<'a>>,
    /// Why there is no server to look at, where there is none.
    pub(crate) none: Option<(CheckOutcome, String)>,
    /// Whether servers that should have been greeted were not: there was no time, or the look was cut off.
    pub(crate) is_cut_short: bool,
    /// Names that a certificate may be made out to, besides the server's own.
    pub(crate) names: Vec<String>,
    /// Servers that the domain says have TLS (DANE, MTA-STS).
    pub(crate) promised: BTreeSet<String>,
    /// Whether there were trusted roots.
    pub(crate) has_roots: bool,
    /// The present.
    pub(crate) now: Instant,
    /// A domain whose mail the servers take.
    pub(crate) domain: &'a str,
}

/// What one server shows for one check.
pub(crate) struct Told {
    result: CheckOutcome,
    reason: String,
    seen: String,
}

impl Told {
    pub(crate) fn new(
        result: CheckOutcome,
        reason: impl Into<String>,
        seen: impl Into<String>,
    ) -> Self {
        Self { result, reason: reason.into(), seen: seen.into() }
    }

    /// It could not be told, for the reason with this code.
    pub(crate) fn unknown(code: &str) -> Self {
        Self::new(CheckOutcome::Inconclusive, code, "")
    }

    /// Notes it as the result of a check.
    pub(crate) fn note(self, findings: &mut Findings, id: &'static str, grade: Grade) {
        findings.check(id, grade, self.result, &self.reason, self.seen);
    }

    /// There is nothing to check.
    pub(crate) fn nothing(code: &str) -> Self {
        Self::new(CheckOutcome::NotApplicable, code, "")
    }
}

/// Judges every check of servers.
pub(crate) fn judge_servers(findings: &mut Findings, scene: &Scene<'_>) {
    for check in CHECKS {
        let told: Vec<Told> = match (check.id, &scene.none) {
            (_, Some((result, reason))) => vec![Told::new(*result, reason.clone(), "")],
            ("mail.submission", None) => asked::submission(scene),
            (id, None) => {
                let looked = scene.servers.iter().filter(|server| counts(id, server));
                let missing = scene.is_cut_short.then(|| Told::unknown("not_asked"));
                looked.map(|server| tell(id, server, scene)).chain(missing).collect()
            }
        };
        let worst = worst(told).unwrap_or_else(|| Told::unknown("not_asked"));
        worst.note(findings, check.id, check.grade);
    }
}

fn counts(id: &str, server: &Server<'_>) -> bool {
    let is_submission = id == "mail.auth_before_tls"
        && server.begin.role == Role::Submission
        && server.offers(false).is_some();
    server.is_greeting() || is_submission
}

fn tell(id: &str, server: &Server<'_>, scene: &Scene<'_>) -> Told {
    match id {
        "mail.starttls" => greeting::starttls(server),
        "mail.starttls_stripped" => greeting::stripped(server, scene),
        "mail.certificate" => greeting::certificate(server, scene),
        "mail.banner" => greeting::banner(server),
        "mail.auth_before_tls" => greeting::auth_before_tls(server),
        "mail.open_relay" => asked::open_relay(server, scene),
        _ => asked::vrfy(server, scene),
    }
}

/// The worst of what was told; what was seen of all that are as bad.
pub(crate) fn worst(told: Vec<Told>) -> Option<Told> {
    let rank = |result: CheckOutcome| match result {
        CheckOutcome::Fail => 4,
        CheckOutcome::Inconclusive => 3,
        CheckOutcome::Notice => 2,
        CheckOutcome::Pass => 1,
        CheckOutcome::NotApplicable => 0,
    };
    let most = told.iter().map(|told| rank(told.result)).max()?;
    let mut worst = told.into_iter().filter(|told| rank(told.result) == most);
    let first = worst.next()?;
    let seen = worst.filter(|told| !told.seen.is_empty()).fold(first.seen, |seen, told| {
        if seen.is_empty() { told.seen } else { format!("{seen}; {}", told.seen) }
    });
    Some(Told { seen, ..first })
}

impl Server<'_> {
    /// The code of what kept it from being told.
    pub(crate) fn why_not(&self) -> Told {
        Told::unknown(self.failure().unwrap_or("not_asked"))
    }
}
