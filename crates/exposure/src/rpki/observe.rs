//! Asks DNS for the addresses, and takes down what the tables say of each.

use std::collections::BTreeSet;
use std::net::IpAddr;

use arvak_core::Instant;
use arvak_probe::net::Question;
use arvak_probe::transcript::{RouteRow, RouteSeen, RouteTables};
use arvak_probe::{
    Check, Context, DnsAnswer, Event, NetError, Observation, ProbeError, RecordType, Recorder,
};
use tokio::time::timeout;

use super::places::{Answers, Asked, Use};
use super::table::{Row, Table};
use super::{DAMAGED, Tables, VERSION};
use crate::late::late;

/// Most questions of one look: a domain with ten mail servers in ten zones needs about as many.
const QUESTIONS_MAX: usize = 250;

/// After so many questions in a row without an answer the resolvers are left alone.
const FAILURES_MAX: usize = 3;

/// Most rows of a table that are about one address: a few is usual.
const ROWS_MAX: usize = 200;

pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
    tables: Result<Tables, String>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let tables = tables.unwrap_or_else(|detail| {
        let (step, code) = ("rpki".to_owned(), DAMAGED.to_owned());
        recorder.event(Event::Failed { step, code, detail, transient: false });
        Tables::default()
    });
    let made_at =
        |table: &Option<std::sync::Arc<Table>>| table.as_ref().map(|table| table.made_at());
    let (roas_at, routes_at) = (made_at(&tables.roas), made_at(&tables.routes));
    recorder.event(Event::RouteTables(RouteTables { roas_at, routes_at }));
    if tables.roas.is_none() {
        return recorder.finish();
    }
    let limit = context.net.limits().total;
    let asked = ask(check, context, &mut recorder);
    if timeout(limit, asked).await.is_err() {
        recorder.failed("dns", &late(&check.host, context.net));
    }
    let answers = Answers::of(answers(&recorder));
    let found = Use::ALL.into_iter().flat_map(|r#use| answers.places(&check.host, r#use).found);
    let addresses: BTreeSet<IpAddr> = found.map(|(_, address)| address).collect();
    for address in addresses {
        recorder.event(Event::Route(seen(&tables, address)));
    }
    recorder.finish()
}

/// Asks, until nothing is left that an answer called for.
async fn ask(check: &Check, context: &Context<'_>, recorder: &mut Recorder<'_>) {
    let mut asked: BTreeSet<Asked> = BTreeSet::new();
    let mut failures = 0;
    loop {
        let answers = Answers::of(answers(recorder));
        let open =
            Use::ALL.into_iter().flat_map(|r#use| answers.places(&check.host, r#use).missing);
        let open: BTreeSet<Asked> = open.filter(|question| !asked.contains(question)).collect();
        if open.is_empty() {
            return;
        }
        for (name, kind) in open {
            if failures >= FAILURES_MAX || asked.len() >= QUESTIONS_MAX {
                return;
            }
            let record_type = match kind {
                "A" => RecordType::A,
                "AAAA" => RecordType::AAAA,
                "MX" => RecordType::MX,
                _ => RecordType::NS,
            };
            // Nobody checks signatures here, so none are asked for.
            let question = Question { dnssec: false, ..Question::new(&name, record_type) };
            match context.net.ask(&question, recorder).await {
                Ok(_) => failures = 0,
                Err(NetError::BadName { .. }) => {}
                Err(_) => failures += 1,
            }
            asked.insert((name, kind));
        }
    }
}

fn answers<'r>(recorder: &'r Recorder<'_>) -> impl Iterator<Item = &'r DnsAnswer> {
    recorder.events().filter_map(|event| match event {
        Event::Resolved(answer) => Some(answer),
        _ => None,
    })
}

/// The rows about an address.
fn seen(tables: &Tables, address: IpAddr) -> RouteSeen {
    let covering = |table: &Option<std::sync::Arc<Table>>| {
        table.as_ref().map(|table| table.covering(address)).unwrap_or_default()
    };
    let mut routes = covering(&tables.routes);
    let longest = routes.iter().map(|row| row.prefix.prefix_len()).max();
    routes.retain(|row| Some(row.prefix.prefix_len()) == longest);
    let roas = covering(&tables.roas);
    RouteSeen {
        address: address.to_string(),
        routes: routes.iter().take(ROWS_MAX).map(|row| written(row, false)).collect(),
        roas: roas.iter().take(ROWS_MAX).map(|row| written(row, true)).collect(),
    }
}

fn written(row: &Row, is_roa: bool) -> RouteRow {
    let until = (row.until_s > 0).then(|| Instant::from_millis(i64::from(row.until_s) * 1_000));
    RouteRow {
        prefix: row.prefix.to_string(),
        max_length: is_roa.then_some(row.max_length),
        asn: row.asn,
        until,
    }
}
