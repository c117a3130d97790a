//! What the rows of the tables say of a domain's addresses, as Internet.nl grades it.

use std::collections::BTreeMap;
use std::net::IpAddr;

use arvak_core::{Instant, Span};
use arvak_probe::transcript::{RouteRow, RouteSeen, RouteTables};
use arvak_probe::{BadTranscript, CheckOutcome, Event, Grade, Host, Judgement, Transcript};
use ipnet::IpNet;

use super::places::{Answers, Places, Use};
use super::table::Row;
use super::validity::{Validity, covers, validity};
use super::{DAMAGED, KIND, NAME};
use crate::answers::failure_code;
use crate::findings::{Findings, add_summed};

/// How old a table may be. Relying parties fetch anew every hour or so, and manifests are good for about a day (RFC 9286 section
/// 4.2.1): what is older may hold what was taken back since, and lack what was signed since.
pub const AGE_MOST: Span = Span::from_days(1);

/// The code of a refutation.
const UNSIGNED: &str = "routes.unsigned";

/// What to do when there is no table.
const IMPORT: &str = "arvak rpki import";

pub(super) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let view = View::of(&transcript);
    let answers = Answers::of(transcript.events().filter_map(|event| match event {
        Event::Resolved(answer) => Some(answer),
        _ => None,
    }));
    let mut findings = Findings::default();
    for r#use in Use::ALL {
        let places = answers.places(&transcript.host, r#use);
        let (exists, valid) = ids(r#use);
        for (id, told) in [(exists, view.exists(&places)), (valid, view.valid(&places))] {
            let (result, reason, seen) = told;
            findings.check(id, Grade::Should, result, reason, seen);
        }
    }
    let mut judgement = findings.into_judgement(&transcript);
    add_summed(&mut judgement, &transcript, KIND, UNSIGNED, |_| true);
    Ok(judgement)
}

const fn ids(r#use: Use) -> (&'static str, &'static str) {
    match r#use {
        Use::Web => ("rpki.web_exists", "rpki.web_valid"),
        Use::Servers => ("rpki.servers_exists", "rpki.servers_valid"),
        Use::Mail => ("rpki.mail_exists", "rpki.mail_valid"),
        Use::MailServers => ("rpki.mail_servers_exists", "rpki.mail_servers_valid"),
    }
}

/// A result, why, and what was seen.
type Told<'t> = (CheckOutcome, &'t str, String);

/// What a transcript holds of the tables.
struct View<'t> {
    tables: RouteTables,
    now: Instant,
    rows: BTreeMap<IpAddr, Rows>,
    failure: &'t str,
}

/// The rows about one address.
struct Rows {
    routes: Vec<Row>,
    roas: Vec<Row>,
}

impl Rows {
    fn of(seen: &RouteSeen, now: Instant) -> Self {
        let holds = |row: &&RouteRow| row.until.is_none_or(|until| now < until);
        Self {
            routes: seen.routes.iter().filter_map(row).collect(),
            roas: seen.roas.iter().filter(holds).filter_map(row).collect(),
        }
    }

    /// Whether what is signed covers a route to the address; or the address, when no route is known.
    fn is_signed(&self, knows_routes: bool) -> bool {
        if !knows_routes || self.routes.is_empty() {
            return !self.roas.is_empty();
        }
        let mut pairs = self.routes.iter().flat_map(|r| self.roas.iter().map(move |a| (a, r)));
        pairs.any(|(roa, route)| covers(roa.prefix, route.prefix))
    }
}

fn row(written: &RouteRow) -> Option<Row> {
    let prefix: IpNet = written.prefix.parse().ok()?;
    let max_length = written.max_length.unwrap_or(prefix.prefix_len());
    Some(Row { prefix, max_length, asn: written.asn, until_s: 0 })
}

impl<'t> View<'t> {
    fn of(transcript: &'t Transcript) -> Self {
        let now = transcript.started_at;
        let (mut tables, mut rows) = (RouteTables::default(), BTreeMap::new());
        for event in transcript.events() {
            match event {
                Event::RouteTables(found) => tables = found.clone(),
                Event::Route(seen) => {
                    if let Ok(address) = seen.address.parse() {
                        rows.insert(address, Rows::of(seen, now));
                    }
                }
                _ => {}
            }
        }
        let failure = failure_code(transcript).unwrap_or("not_asked");
        Self { tables, now, rows, failure }
    }

    /// Why nothing can be told by a table that was made then.
    fn unusable(
        &self,
        made_at: Option<Instant>,
        (none, old): (&'static str, &'static str),
    ) -> Option<Told<'static>> {
        let unknown = |reason, seen| Some((CheckOutcome::Inconclusive, reason, seen));
        match made_at {
            None if self.failure == DAMAGED => unknown(DAMAGED, String::new()),
            None => unknown(none, IMPORT.to_owned()),
            Some(at) if self.now.since(at) > AGE_MOST => unknown(old, format!("{at}: {IMPORT}")),
            Some(_) => None,
        }
    }

    fn without_places(&self, places: &Places) -> Option<Told<'t>> {
        match () {
            () if !places.missing.is_empty() => {
                let reason = places.why.unwrap_or(self.failure);
                Some((CheckOutcome::Inconclusive, reason, String::new()))
            }
            () if places.found.is_empty() => {
                Some((CheckOutcome::NotApplicable, "rpki.no_address", String::new()))
            }
            () => None,
        }
    }

    /// The places with their rows; those that no rows were taken down of are left out.
    fn known<'p>(&self, places: &'p Places) -> Vec<(&'p Host, IpAddr, &Rows)> {
        let known = places.found.iter();
        known.filter_map(|(host, at)| Some((host, *at, self.rows.get(at)?))).collect()
    }

    /// Every address is signed.
    fn exists(&self, places: &Places) -> Told<'t> {
        let set = self.unusable(self.tables.roas_at, ("rpki.no_set", "rpki.set_old"));
        let knows_routes = self.routes().is_none();
        let known = self.known(places);
        let unsigned = known.iter().filter(|(.., rows)| !rows.is_signed(knows_routes));
        let unsigned: Vec<String> =
            unsigned.map(|(host, address, _)| format!("{host} {address}")).collect();
        if let Some(told) = set {
            return told;
        }
        // What is seen to be unsigned is so, whatever else was not answered.
        if !unsigned.is_empty() {
            return (CheckOutcome::Fail, "rpki.unsigned", unsigned.join(", "));
        }
        if let Some(told) = self.without_places(places) {
            return told;
        }
        if known.len() < places.found.len() {
            return (CheckOutcome::Inconclusive, self.failure, String::new());
        }
        (CheckOutcome::Pass, "rpki.signed", format!("{} addresses", places.found.len()))
    }

    fn routes(&self) -> Option<Told<'static>> {
        self.unusable(self.tables.routes_at, ("rpki.no_routes", "rpki.routes_old"))
    }

    /// Every route is one that was signed.
    fn valid(&self, places: &Places) -> Told<'t> {
        let set = self.unusable(self.tables.roas_at, ("rpki.no_set", "rpki.set_old"));
        let mut states: BTreeMap<Validity, Vec<String>> = BTreeMap::new();
        let mut unrouted = Vec::new();
        for (host, address, rows) in self.known(places) {
            for route in &rows.routes {
                let state = validity(route.prefix, route.asn, rows.roas.iter().copied());
                let name = state.name();
                let seen = format!("{host} {} AS{} {name}", route.prefix, route.asn);
                states.entry(state).or_default().push(seen);
            }
            if rows.routes.is_empty() {
                unrouted.push(format!("{host} {address}"));
            }
        }
        let seen = |states: &BTreeMap<Validity, Vec<String>>, of: &[Validity]| {
            let all = of.iter().filter_map(|state| states.get(state)).flatten();
            all.cloned().collect::<Vec<_>>().join(", ")
        };
        let invalid = seen(&states, &[Validity::InvalidOrigin, Validity::InvalidLength]);
        let not_found = seen(&states, &[Validity::NotFound]);
        if let Some(told) = set.or_else(|| self.routes()) {
            return told;
        }
        if !invalid.is_empty() {
            return (CheckOutcome::Fail, "rpki.invalid", invalid);
        }
        if !not_found.is_empty() {
            return (CheckOutcome::Fail, "rpki.not_found", not_found);
        }
        if let Some(told) = self.without_places(places) {
            return told;
        }
        if !unrouted.is_empty() {
            return (CheckOutcome::Inconclusive, "rpki.not_routed", unrouted.join(", "));
        }
        if self.known(places).len() < places.found.len() {
            return (CheckOutcome::Inconclusive, self.failure, String::new());
        }
        (CheckOutcome::Pass, "rpki.valid", seen(&states, &[Validity::Valid]))
    }
}
