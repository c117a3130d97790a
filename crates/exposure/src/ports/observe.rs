//! Knocking at the ports of a host, a few at a time.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use arvak_probe::transcript::PortSeen;
use arvak_probe::{
    Check, Context, Event, Host, NetError, Observation, PortsAt, ProbeError, Recorder,
};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::VERSION;
use super::knock::{find_out, knock};
use super::table::{KNOCK, Row, Way, rows};

/// How long the whole look may take.
const LOOK: Duration = Duration::from_secs(70);

/// Knocks that are under way at once; the door lets as many through.
const LANES: usize = 4;

/// Addresses of one host that are looked at: a firewall may know the one of IPv4 and forget the other.
const ADDRESSES_MAX: usize = 2;

/// Looks at every port of the table, or at the one that the check names.
pub(super) async fn observe(
    check: &Check,
    context: &Context<'_>,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let port = check.port;
    let leaves = context.net.ports_of(&check.host, port.unwrap_or(0), &mut recorder).await;
    let Ok(leaves) = leaves else { return recorder.finish() };
    let looked = timeout(LOOK, look(&check.host, port, chosen(leaves), &mut recorder)).await;
    if looked.is_err() {
        let limit_ms = u64::try_from(LOOK.as_millis()).unwrap_or(u64::MAX);
        let host = check.host.to_string();
        recorder.failed("ports", &NetError::TimedOut { host, step: "the end", limit_ms });
    }
    recorder.finish()
}

/// One address of each family.
fn chosen(leaves: Vec<PortsAt>) -> Vec<PortsAt> {
    let mut chosen: Vec<PortsAt> = Vec::new();
    for leave in leaves {
        let family = leave.address().is_ipv4();
        if !chosen.iter().any(|known| known.address().is_ipv4() == family) {
            chosen.push(leave);
        }
    }
    chosen.truncate(ADDRESSES_MAX);
    chosen
}

async fn look(host: &Host, port: Option<u16>, leaves: Vec<PortsAt>, recorder: &mut Recorder<'_>) {
    for at in leaves {
        let wanted: Vec<Row> = rows(port).copied().collect();
        if let Some(port) = port.filter(|_| wanted.is_empty()) {
            let questions: Vec<Row> = asked_of_strangers();
            recorder.event(Event::Port(find_out(&at, host, port, &questions).await));
            continue;
        }
        knock_at_all(host, at, wanted, recorder).await;
    }
}

/// Every question over TCP once.
fn asked_of_strangers() -> Vec<Row> {
    let mut questions: Vec<Row> = Vec::new();
    for row in rows(None).filter(|row| row.way == Way::Tcp && row.question != KNOCK) {
        // What is sent to a printer would be printed, and nothing is asked there.
        if row.question != "printer" && !questions.iter().any(|q| q.question == row.question) {
            questions.push(*row);
        }
    }
    questions
}

/// Several lines take the next row each, until there are none.
async fn knock_at_all(host: &Host, at: PortsAt, wanted: Vec<Row>, recorder: &mut Recorder<'_>) {
    let (tell, mut told) = mpsc::channel::<PortSeen>(LANES);
    let (next, wanted) = (Arc::new(AtomicUsize::new(0)), Arc::new(wanted));
    let mut lines = JoinSet::new();
    for _ in 0..LANES {
        let (at, host, tell) = (at.clone(), host.clone(), tell.clone());
        let (next, wanted) = (Arc::clone(&next), Arc::clone(&wanted));
        lines.spawn(async move {
            while let Some(row) = wanted.get(next.fetch_add(1, Ordering::Relaxed)) {
                // Nobody listens any more when the look has ended.
                if tell.send(knock(&at, &host, row).await).await.is_err() {
                    return;
                }
            }
        });
    }
    drop(tell);
    while let Some(seen) = told.recv().await {
        recorder.event(Event::Port(seen));
    }
}
