//! Politeness: how many connections at once, and how many new ones in a second.

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::{Instant, Span};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Clock;

/// Addresses that are remembered before those without open connections are forgotten.
const HOSTS_MAX: usize = 4096;

/// The time over which new connections are counted.
const WINDOW: Span = Span::from_millis(1_000);

/// Counts connections, by address and in all.
pub(super) struct Pace {
    all: Arc<Semaphore>,
    hosts: Mutex<BTreeMap<IpAddr, Arc<Host>>>,
    open_per_host: usize,
    new_per_second: usize,
}

/// One address.
struct Host {
    open: Arc<Semaphore>,
    /// When the latest connections began, oldest first; at most `new_per_second` of them. Whoever
    /// holds the lock is next in line, so the wait happens inside it.
    begun: tokio::sync::Mutex<VecDeque<Instant>>,
}

/// Places among the open connections, given back when dropped.
pub(super) struct Places {
    _all: Option<OwnedSemaphorePermit>,
    _host: Option<OwnedSemaphorePermit>,
}

impl Pace {
    pub(super) fn new(open: usize, open_per_host: usize, new_per_second: usize) -> Self {
        Self {
            all: Arc::new(Semaphore::new(open.clamp(1, Semaphore::MAX_PERMITS))),
            hosts: Mutex::new(BTreeMap::new()),
            open_per_host: open_per_host.clamp(1, Semaphore::MAX_PERMITS),
            new_per_second: new_per_second.max(1),
        }
    }

    /// Waits until a new connection to `address` is polite.
    pub(super) async fn enter(&self, address: IpAddr, clock: &dyn Clock) -> Places {
        let host = self.host(address);
        // First the place at the host, so that a slow host does not use up the places of all.
        let at_host = Arc::clone(&host.open).acquire_owned().await.ok();
        let of_all = Arc::clone(&self.all).acquire_owned().await.ok();
        let mut begun = host.begun.lock().await;
        while let Some(wait) = wait(&begun, self.new_per_second, clock.now()) {
            clock.sleep(wait).await;
        }
        if begun.len() >= self.new_per_second {
            begun.pop_front();
        }
        begun.push_back(clock.now());
        Places { _all: of_all, _host: at_host }
    }

    fn host(&self, address: IpAddr) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        if hosts.len() >= HOSTS_MAX {
            hosts.retain(|_, host| host.open.available_permits() < self.open_per_host);
        }
        let fresh = || {
            Arc::new(Host {
                open: Arc::new(Semaphore::new(self.open_per_host)),
                begun: tokio::sync::Mutex::new(VecDeque::new()),
            })
        };
        Arc::clone(hosts.entry(address).or_insert_with(fresh))
    }
}

/// How long a new connection must wait. A clock that was set back does not make anyone wait longer
/// than the window.
fn wait(begun: &VecDeque<Instant>, most: usize, now: Instant) -> Option<Span> {
    let oldest = begun.front().filter(|_| begun.len() >= most)?;
    let passed = now.since(*oldest);
    if *oldest > now || passed >= WINDOW {
        return None;
    }
    Some(Span::from_millis(WINDOW.as_millis() - passed.as_millis()))
}
