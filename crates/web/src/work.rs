//! How often one may ask for what costs much: half a ceremony that waits in memory, a request to somebody else, a file that is
//! made anew, a judgement of the whole ledger, an upload, an entry. Pages that are read from memory cost little and are not
//! counted.
//!
//! Each account, each key and each address has a bucket of tokens for each kind of work. What is taken comes back at an even
//! pace. Everything is far above what people and nightly programs need: it ends what runs wild, and is felt by nobody else.
//! The buckets lie in memory: a restart fills them all.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use arvak_core::{Instant, Span};
use axum::body::HttpBody as _;
use axum::extract::Request;
use axum::http::Method;

use crate::routes::FORM_BYTES_MAX;
use crate::visit::Visit;

/// What costs much.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Work {
    /// Half of a log-in that waits here for the other half, with a passkey or at an OpenID provider.
    Ceremony,
    /// Something that is sent to somebody else at once: a test message, a look at a provider.
    Sending,
    /// A document or a file that is made when it is asked for.
    Export,
    /// What was known on another day, judged as of then.
    LookBack,
    /// A body larger than an ordinary form.
    Upload,
    /// Anything else that is written.
    Write,
}

/// How fast a bucket empties and fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Rate {
    /// How many may be asked for at once.
    burst: u32,
    /// How long until one more may be.
    every_ms: u32,
}

impl Rate {
    /// How long an empty bucket takes to fill.
    fn whole(self) -> Span {
        Span::from_millis(i64::from(self.burst) * i64::from(self.every_ms))
    }

    fn one(self) -> Span {
        Span::from_millis(i64::from(self.every_ms))
    }

    /// That many times as much at once, and as fast.
    const fn times(self, count: u32) -> Self {
        Self { burst: self.burst * count, every_ms: self.every_ms / count }
    }
}

/// An address may be a whole town hall: it has so many times what one account has.
const TOWN_HALL: u32 = 10;

/// Most buckets that are kept. One is a few hundred bytes.
const BUCKETS_MOST: usize = 10_000;

/// Days that an address may ask for beside the present, by the names of pages and of the API.
const DAYS_ASKED: [&str; 5] = ["as_of", "from", "to", "per", "mot"];

impl Work {
    /// What one account, or one key, has.
    const fn rate(self) -> Rate {
        match self {
            // People begin once a log-in, and again when the wrong key was touched. Ten times that is a town hall at eight in the
            // morning: 300 at once, 100 a minute.
            Self::Ceremony => Rate { burst: 30, every_ms: 6_000 },
            // One tries a channel a few times until it works.
            Self::Sending => Rate { burst: 20, every_ms: 30_000 },
            // Three editions in three languages, a workbook for each class, and again after each correction.
            Self::Export => Rate { burst: 120, every_ms: 3_000 },
            // A year, week by week, twice. Of a large municipality each takes a second of a core.
            Self::LookBack => Rate { burst: 120, every_ms: 2_000 },
            // Each may be 16 MiB: a gigabyte and a half at once, and then ten files a minute.
            Self::Upload => Rate { burst: 100, every_ms: 6_000 },
            // A program that records a look at every host sends some hundreds in a row. Each is an entry on the disk.
            Self::Write => Rate { burst: 2_000, every_ms: 200 },
        }
    }

    /// What an address has.
    const fn rate_of_address(self) -> Rate {
        self.rate().times(TOWN_HALL)
    }

    /// What a request costs: what its route says, else what follows from the request itself.
    pub(crate) fn of(declared: Option<Self>, request: &Request) -> Option<Self> {
        if declared.is_some() {
            return declared;
        }
        if matches!(*request.method(), Method::GET | Method::HEAD) {
            let pairs = request.uri().query().unwrap_or_default().split('&');
            let mut names = pairs.filter_map(|pair| pair.split_once('='));
            let asks = names.any(|(name, day)| DAYS_ASKED.contains(&name) && !day.is_empty());
            return asks.then_some(Self::LookBack);
        }
        let size = request.body().size_hint().upper();
        let size = size.and_then(|size| usize::try_from(size).ok());
        let is_large = size.is_none_or(|size| size > FORM_BYTES_MAX);
        Some(if is_large { Self::Upload } else { Self::Write })
    }
}

/// Whose bucket it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    Account(String),
    Key(i64),
    Address(String),
}

impl Whose {
    fn of(visit: &Visit) -> Option<Self> {
        let who = visit.who.as_ref()?;
        Some(who.key.map_or_else(|| Self::Account(who.person.to_string()), Self::Key))
    }

    const fn rate(&self, work: Work) -> Rate {
        match self {
            Self::Account(_) | Self::Key(_) => work.rate(),
            Self::Address(_) => work.rate_of_address(),
        }
    }
}

/// All buckets that are not full: of each the instant at which it will be (the virtual scheduling of the generic cell rate
/// algorithm, ITU-T I.371). One that is full needs no place.
#[derive(Default)]
pub(crate) struct Buckets(Mutex<BTreeMap<(Work, Whose), Instant>>);

impl Buckets {
    /// Takes a token for `work` from the bucket of whoever asks and from that of the address; else how long to wait, and nothing
    /// is taken. An address that nobody knows has none, as with guesses: all would seem to come from one place.
    pub(crate) fn take(
        &self,
        work: Work,
        visit: &Visit,
        from: Option<&str>,
        now: Instant,
    ) -> Result<(), Span> {
        let address = from.map(|from| Whose::Address(from.to_owned()));
        let whose: Vec<Whose> = Whose::of(visit).into_iter().chain(address).collect();
        self.take_of(work, &whose, now)
    }

    fn take_of(&self, work: Work, whose: &[Whose], now: Instant) -> Result<(), Span> {
        let mut buckets = self.buckets();
        let mut after = Vec::new();
        let mut wait = None;
        for one in whose {
            let (key, rate) = ((work, one.clone()), one.rate(work));
            let known = buckets.get_mut(&key);
            let full_at = known.map_or(now, |full_at| {
                // By a clock that since was set back nobody waits longer than an empty bucket takes.
                *full_at = (*full_at).min(now.plus(rate.whole()));
                *full_at
            });
            match taken(full_at, rate, now) {
                Ok(full_at) => after.push((key, full_at)),
                Err(span) => wait = wait.max(Some(span)),
            }
        }
        if let Some(wait) = wait {
            return Err(wait);
        }
        for (key, full_at) in after {
            make_room(&mut buckets, &key, now);
            buckets.insert(key, full_at);
        }
        Ok(())
    }

    fn buckets(&self) -> MutexGuard<'_, BTreeMap<(Work, Whose), Instant>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// When a bucket will be full after a token was taken from it; else how long until there is one.
fn taken(full_at: Instant, rate: Rate, now: Instant) -> Result<Instant, Span> {
    let after = full_at.max(now).plus(rate.one());
    let over = after.since(now).as_millis() - rate.whole().as_millis();
    if over > 0 { Err(Span::from_millis(over)) } else { Ok(after) }
}

/// Keeps the table bounded: full buckets go first, then the half that is nearest to full.
fn make_room(buckets: &mut BTreeMap<(Work, Whose), Instant>, key: &(Work, Whose), now: Instant) {
    if buckets.len() < BUCKETS_MOST || buckets.contains_key(key) {
        return;
    }
    buckets.retain(|_, full_at| *full_at > now);
    if buckets.len() < BUCKETS_MOST {
        return;
    }
    let mut all: Vec<_> = std::mem::take(buckets).into_iter().collect();
    all.sort_by_key(|(_, full_at)| std::cmp::Reverse(*full_at));
    all.truncate(BUCKETS_MOST / 2);
    buckets.extend(all);
}

#[cfg(test)]
mod tests;
