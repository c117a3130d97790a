//! How much is taken of what is posted in a short time. Signed posts have a measure of their own, so that forged ones never keep
//! them out; and whoever tries addresses that are none is soon told to wait.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use arvak_core::{EntityId, Instant};

/// Posts that one measure holds, and how long one takes to come back.
struct Rate {
    burst: i64,
    every_ms: i64,
}

/// An alarm that is sent for each of a thousand lines still comes through.
const SIGNED: Rate = Rate { burst: 2_000, every_ms: 200 };

/// Everything else is kept too, whatever it is worth: two hundred at once, and then one a minute, so that nobody fills the disk.
const UNSIGNED: Rate = Rate { burst: 200, every_ms: 60_000 };

/// Addresses that are none, from one place of the network.
const STRAY: Rate = Rate { burst: 50, every_ms: 10_000 };

/// Most measures that are kept.
const MEASURES_MOST: usize = 10_000;

/// What was taken lately. It lies in memory: a restart fills all measures.
#[derive(Default)]
pub(crate) struct Posts(Mutex<BTreeMap<String, Instant>>);

impl Posts {
    /// Takes one for a supplier; else after how many seconds there is room.
    pub(crate) fn take(
        &self,
        supplier: &EntityId,
        is_signed: bool,
        now: Instant,
    ) -> Result<(), i64> {
        let (sort, rate) = if is_signed { ("signed", SIGNED) } else { ("unsigned", UNSIGNED) };
        self.take_of(format!("{sort}\n{supplier}"), &rate, now)
    }

    /// Counts a try at an address that is none. Where nobody knows from where it came, nobody is told to wait.
    pub(crate) fn stray(&self, from: Option<&str>, now: Instant) -> Result<(), i64> {
        from.map_or(Ok(()), |from| self.take_of(format!("stray\n{from}"), &STRAY, now))
    }

    /// Each measure is kept as the instant at which it will be full (ITU-T I.371).
    fn take_of(&self, key: String, rate: &Rate, now: Instant) -> Result<(), i64> {
        let mut measures = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let whole = rate.burst * rate.every_ms;
        let now_ms = now.as_millis();
        let full_ms = measures.get(&key).map_or(now_ms, |at| at.as_millis());
        // By a clock that was set back nobody waits longer than an empty measure takes.
        let after = full_ms.clamp(now_ms, now_ms + whole) + rate.every_ms;
        let over = after - now_ms - whole;
        if over > 0 {
            return Err(over.div_euclid(1_000) + 1);
        }
        if measures.len() >= MEASURES_MOST && !measures.contains_key(&key) {
            measures.retain(|_, at| *at > now);
            if measures.len() >= MEASURES_MOST {
                measures.clear();
            }
        }
        measures.insert(key, Instant::from_millis(after));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forged_posts_never_keep_out_signed_ones() {
        let (posts, supplier) = (Posts::default(), "supplier/drift".parse().unwrap());
        let now = Instant::from_millis(1_000_000);
        let taken = (0..10_000).filter(|_| posts.take(&supplier, false, now).is_ok()).count();
        assert_eq!(taken, 200);
        assert!(posts.take(&supplier, true, now).is_ok());
        let other = "supplier/other".parse().unwrap();
        assert!(posts.take(&other, false, now).is_ok(), "each supplier has its own");
        let wait = posts.take(&supplier, false, now).unwrap_err();
        assert!((60..=61).contains(&wait), "{wait}");
        assert!(posts.take(&supplier, false, Instant::from_millis(1_060_000)).is_ok());
    }

    #[test]
    fn whoever_tries_addresses_must_wait() {
        let (posts, now) = (Posts::default(), Instant::from_millis(0));
        let some = |from| (0..100).filter(|_| posts.stray(from, now).is_ok()).count();
        assert_eq!((some(Some("192.0.2.1")), some(Some("192.0.2.2")), some(None)), (50, 50, 100));
    }
}
