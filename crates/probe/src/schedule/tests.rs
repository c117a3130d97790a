//! The schedule with a queue in memory and a probe that does as it is told. The clock stands still but
//! for those who sleep on it.

mod actor;
mod due;
mod queue;
mod running;
mod stopping;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actor::Actor;
use arvak_core::{Instant, Name};
use queue::{MemoryQueue, Ration};
use tokio::sync::mpsc;

use super::*;
use crate::{Look, ManualClock, NetBuilder};

/// Everything that a run needs.
struct Bench {
    clock: Arc<ManualClock>,
    queue: Arc<MemoryQueue>,
    permits: Arc<Ration>,
    actor: Arc<Actor>,
    sink: Kept,
    schedule: Schedule,
}

impl Bench {
    fn new(actor: Actor) -> Self {
        let clock = Arc::new(ManualClock::new(Instant::from_millis(0)));
        let (queue, permits) = (Arc::new(MemoryQueue::default()), Arc::new(Ration::default()));
        let actor = Arc::new(actor);
        let probe: Arc<dyn Probe> = Arc::clone(&actor) as Arc<dyn Probe>;
        let schedule = Schedule {
            probes: vec![probe].into(),
            net: NetBuilder::default().build(Arc::clone(&clock) as Arc<dyn Clock>),
            clock: Arc::clone(&clock) as Arc<dyn Clock>,
            queue: Arc::clone(&queue) as Arc<dyn Queue>,
            permits: Arc::clone(&permits) as Arc<dyn Permits>,
            vantage: "inside".parse().unwrap(),
            settings: Settings { check: Duration::from_secs(20), ..Settings::default() },
            stop: Stop::default(),
        };
        Self { clock, queue, permits, actor, sink: Kept::default(), schedule }
    }

    /// Runs checks of these hosts; also answers with what was told meanwhile.
    async fn run(&self, hosts: &[&str]) -> (Result<RunSummary, PortError>, Vec<Progress>) {
        let due: Vec<_> =
            hosts.iter().map(|host| Due { check: check(host), why: Why::Missing }).collect();
        let (sender, mut receiver) = mpsc::unbounded_channel();
        let summary = self.schedule.run(&due, &self.sink, Some(&sender)).await;
        drop(sender);
        let mut told = Vec::new();
        while let Some(progress) = receiver.recv().await {
            told.push(progress);
        }
        (summary, told)
    }
}

/// A check of a host; `name#2` is a second thing at the same host.
fn check(host: &str) -> Check {
    let (name, number) = host.split_once('#').unwrap_or((host, "1"));
    Check {
        probe: actor::NAME.parse().unwrap(),
        subject: format!("endpoint/{name}-{number}").parse().unwrap(),
        host: format!("{name}.nordvik.example").parse().unwrap(),
        port: Some(443),
        look: Look::Public,
        domain: "nordvik.example".to_owned(),
    }
}

/// Keeps what it is given; fails when it is told to.
#[derive(Default)]
struct Kept {
    finished: Mutex<Vec<Finished>>,
    full: Mutex<bool>,
}

impl Kept {
    /// Hosts in the order in which their checks came in.
    fn hosts(&self) -> Vec<String> {
        let host = |finished: &Finished| {
            let host = finished.observation.check.host.as_str();
            host.split('.').next().unwrap().to_owned()
        };
        self.finished.lock().unwrap().iter().map(host).collect()
    }
}

impl Sink for Kept {
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>> {
        Box::pin(async move {
            if *self.full.lock().unwrap() {
                return Err(PortError::Full { what: "a transcript".to_owned() });
            }
            self.finished.lock().unwrap().push(finished.clone());
            Ok(())
        })
    }
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}
