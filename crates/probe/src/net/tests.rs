//! The door against real sockets on loopback. Public addresses are rerouted to loopback, so nothing
//! leaves the machine.

mod dns;
mod gate;
mod hosts;
mod pace;
mod ports;
mod servers;

use std::sync::Arc;
use std::time::Duration;

use arvak_core::{Instant, Name};

use super::*;
use crate::{Check, Context, Look, ManualClock, Transcript};

/// Everything that a look needs, with nothing allowed and one resolver.
struct Bench {
    clock: Arc<ManualClock>,
    vantage: Name,
    check: Check,
}

impl Bench {
    fn new() -> Self {
        Self {
            clock: Arc::new(ManualClock::new(Instant::from_millis(0))),
            vantage: "inside".parse().unwrap(),
            check: Check {
                probe: "https".parse().unwrap(),
                subject: "endpoint/www".parse().unwrap(),
                host: "www.nordvik.example".parse().unwrap(),
                port: Some(443),
                look: Look::Public,
                domain: "nordvik.example".to_owned(),
            },
        }
    }

    fn net(&self, builder: NetBuilder) -> Net {
        builder.build(Arc::clone(&self.clock) as Arc<dyn Clock>)
    }

    fn recorder<'a>(&'a self, net: &'a Net) -> Recorder<'a> {
        Recorder::new(&self.check, 1, &Context { net, clock: &*self.clock, vantage: &self.vantage })
    }
}

/// Limits short enough for tests. What must not end a test is long.
fn limits() -> Limits {
    Limits {
        connect: Duration::from_secs(20),
        idle: Duration::from_secs(20),
        total: Duration::from_secs(20),
        dns: Duration::from_secs(20),
        ..Limits::default()
    }
}

fn nordvik() -> Scope {
    let domains = ["nordvik.example".to_owned()];
    Scope { declared: domains.into(), ..Scope::default() }
}

fn target(host: &str, port: u16) -> Target {
    Target { host: host.parse().unwrap(), port }
}

fn events(recorder: Recorder<'_>) -> Vec<crate::Event> {
    let transcript = recorder.finish().unwrap().transcript;
    Transcript::decode(&transcript).unwrap().events().cloned().collect()
}
