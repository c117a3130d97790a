//! What an HTTPS transcript means.

mod aside;
pub(crate) mod certificate;
mod cookies;
mod headers;
mod ipv6;
mod page;
mod plain;
mod policy;
mod web;

use arvak_probe::{BadTranscript, CheckOutcome, Event, Grade, Judgement, Transcript};

use super::place::Place;
use super::{NAME, hsts};
use crate::findings::{Findings, inconclusive, pass_nothing_cut, refutes, supports};

/// Judges the bytes of a transcript of the HTTPS probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let visits = Visits::of(&transcript);
    let mut findings = Findings::default();
    judge_reachable(&mut findings, &visits, &transcript);
    let failure = visits.secure_failure;
    let trusted = certificate::judge(&mut findings, failure, &transcript).unwrap_or(false);
    plain::judge(&mut findings, &visits);
    plain::judge_own_host(&mut findings, &visits);
    judge_hsts(&mut findings, &visits, trusted);
    web::judge(&mut findings, &visits, &transcript);
    let mut judgement = findings.into_judgement(&transcript);
    // What was lost might have held another cookie, another script.
    pass_nothing_cut(&mut judgement, &transcript, |check| check.id.starts_with("http."));
    Ok(judgement)
}

/// One answer on the way.
pub(crate) struct Visit<'a> {
    /// Where it came from.
    pub(crate) place: Place,
    /// Its status.
    pub(crate) status: u16,
    /// Its fields.
    pub(crate) headers: &'a [(String, String)],
}

impl Visit<'_> {
    /// The values of the field with that lower-case name.
    pub(crate) fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n str> {
        self.headers.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Where it leads.
    pub(crate) fn redirect(&self) -> Redirect {
        if !matches!(self.status, 301 | 302 | 303 | 307 | 308) {
            return Redirect::None;
        }
        let mut locations = self.all("location");
        match (locations.next(), locations.next()) {
            (Some(location), None) => {
                self.place.follow(location).map_or(Redirect::Nowhere, Redirect::To)
            }
            _ => Redirect::Nowhere,
        }
    }
}

/// What an answer says of where to go.
pub(crate) enum Redirect {
    /// It is no redirect.
    None,
    /// It is one that cannot be followed.
    Nowhere,
    /// There.
    To(Place),
}

/// The answers of the host itself, secure and plain ones, and what went wrong on either way.
pub(crate) struct Visits<'a> {
    /// The port that was looked at for TLS.
    pub(crate) port: u16,
    /// Whether the way without TLS was taken.
    pub(crate) asked_plain: bool,
    /// Answers over TLS.
    pub(crate) secure: Vec<Visit<'a>>,
    /// Answers without TLS.
    pub(crate) plain: Vec<Visit<'a>>,
    /// The code of the first failure over TLS.
    pub(crate) secure_failure: Option<&'a str>,
    /// The code of the first failure without TLS.
    pub(crate) plain_failure: Option<&'a str>,
    /// Whether nothing listens for plain HTTP: the host itself said so.
    pub(crate) plain_closed: bool,
}

impl<'a> Visits<'a> {
    fn of(transcript: &'a Transcript) -> Self {
        let port = transcript.port.unwrap_or(443);
        let mut visits = Self {
            port,
            asked_plain: false,
            secure: Vec::new(),
            plain: Vec::new(),
            secure_failure: None,
            plain_failure: None,
            plain_closed: false,
        };
        let mut is_plain = false;
        for event in transcript.events() {
            match event {
                Event::Note { code, .. } if code == super::SECURE_NOTE => is_plain = false,
                Event::Note { code, .. } if code == super::PLAIN_NOTE => {
                    is_plain = true;
                    visits.asked_plain = true;
                }
                Event::Note { code, .. } if code == super::CLOSED_NOTE => {
                    visits.plain_closed = true;
                }
                Event::Failed { code, .. } | Event::Refused { code, .. } => {
                    let slot = if is_plain {
                        &mut visits.plain_failure
                    } else {
                        &mut visits.secure_failure
                    };
                    *slot = slot.or(Some(code));
                }
                Event::Http { url, status, headers } => {
                    let Some(place) = Place::parse(url) else { continue };
                    if place.host != transcript.host.as_str() || place.secure == is_plain {
                        continue;
                    }
                    let way = if is_plain { &mut visits.plain } else { &mut visits.secure };
                    way.push(Visit { place, status: *status, headers });
                }
                _ => {}
            }
        }
        visits
    }
}

fn judge_reachable(findings: &mut Findings, visits: &Visits<'_>, transcript: &Transcript) {
    let why = visits.secure_failure.unwrap_or("tls.no_handshake");
    certificate::reachable(findings, transcript, why);
    match visits.secure.first() {
        Some(visit) => {
            let seen = format!("{} {}", visit.place, visit.status);
            findings.check("http.reachable", Grade::Info, CheckOutcome::Pass, "http.answers", seen);
        }
        None => findings.unknown("http.reachable", Grade::Info, why),
    }
}

fn judge_hsts(findings: &mut Findings, visits: &Visits<'_>, trusted: bool) {
    const KIND: &str = "web.hsts";
    let mut done = |result, reason: &str, seen: String, found| {
        findings.check("http.hsts", Grade::Must, result, reason, seen);
        findings.verdict(found);
    };
    if visits.secure.is_empty() {
        let code = visits.secure_failure.unwrap_or("http.no_answer");
        return done(CheckOutcome::Inconclusive, code, String::new(), inconclusive(KIND, code));
    }
    // A browser reads the first field of each answer (RFC 6797 section 8.1); the last one rules.
    let value =
        visits.secure.iter().rev().find_map(|visit| visit.all("strict-transport-security").next());
    let Some(value) = value else {
        // A server in disorder answers without the fields that it sends otherwise.
        if visits.secure.iter().all(|visit| visit.status >= 500) {
            let code = "http.server_error";
            return done(CheckOutcome::Inconclusive, code, String::new(), inconclusive(KIND, code));
        }
        let found = refutes(KIND, "hsts.absent");
        return done(CheckOutcome::Fail, "hsts.absent", String::new(), found);
    };
    let Some(read) = hsts::read(value) else {
        let found = refutes(KIND, "hsts.absent");
        return done(CheckOutcome::Fail, "hsts.syntax", value.to_owned(), found);
    };
    let days = i64::try_from(read.max_age_s / 86_400).unwrap_or(i64::MAX);
    let (result, reason, found) = if read.max_age_s < hsts::MAX_AGE_LEAST_S {
        (CheckOutcome::Fail, "hsts.short", refutes(KIND, "hsts.short"))
    } else if !trusted {
        // A browser ignores the field when the certificate is not in order.
        let code = "hsts.certificate";
        (CheckOutcome::Inconclusive, code, inconclusive(KIND, code))
    } else if read.max_age_s < hsts::YEAR_S {
        (CheckOutcome::Notice, "hsts.under_a_year", supports(KIND))
    } else {
        (CheckOutcome::Pass, "hsts.present", supports(KIND))
    };
    done(result, reason, value.to_owned(), found.with("max_age_days", days));
}
