//! What waits for an answer for a little while, in memory: the half of a passkey's ceremony that we keep.

use std::collections::BTreeMap;

use arvak_core::{Instant, Span};

use crate::{Result, Secret};

/// How long a ceremony may last.
pub const CEREMONY: Span = Span::from_millis(5 * 60_000);

/// Most ceremonies at a time. When there are more, the oldest is given up: whoever began it may begin again.
const WAITING_MAX: usize = 2000;

/// Things that wait, each under a random name, each to be taken once.
#[derive(Debug)]
pub struct Waiting<T> {
    life: Span,
    by_name: BTreeMap<String, (Instant, T)>,
}

impl<T> Default for Waiting<T> {
    fn default() -> Self {
        Self::lasting(CEREMONY)
    }
}

impl<T> Waiting<T> {
    /// What waits in it is good for `life`.
    pub const fn lasting(life: Span) -> Self {
        Self { life, by_name: BTreeMap::new() }
    }

    /// Keeps `thing` from `now` on, and says under which name.
    pub fn put(&mut self, thing: T, now: Instant) -> Result<Secret> {
        let life = self.life;
        self.by_name.retain(|_, (since, _)| now.since(*since) < life);
        if self.by_name.len() >= WAITING_MAX {
            let oldest = self.by_name.iter().min_by_key(|(_, (since, _))| *since);
            if let Some(name) = oldest.map(|(name, _)| name.clone()) {
                self.by_name.remove(&name);
            }
        }
        let name = Secret::random()?;
        self.by_name.insert(name.reveal().to_owned(), (now, thing));
        Ok(name)
    }

    /// What waits under `name`, which stays there.
    pub fn get(&self, name: &str, now: Instant) -> Option<&T> {
        let (since, thing) = self.by_name.get(name)?;
        (now.since(*since) < self.life).then_some(thing)
    }

    /// Takes what waits under `name`; `None` when there is none, it was taken, or it waited too long.
    pub fn take(&mut self, name: &str, now: Instant) -> Option<T> {
        let (since, thing) = self.by_name.remove(name)?;
        (now.since(since) < self.life).then_some(thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_taken_once_and_within_five_minutes() {
        let start = Instant::from_millis(0);
        let mut waiting = Waiting::default();
        let name = waiting.put("x", start).unwrap();
        assert_eq!(waiting.take("y", start), None);
        assert_eq!(waiting.get(name.reveal(), start), Some(&"x"));
        assert_eq!(waiting.take(name.reveal(), Instant::from_millis(299_999)), Some("x"));
        assert_eq!(waiting.take(name.reveal(), start), None);
        let late = waiting.put("x", start).unwrap();
        assert_eq!(waiting.take(late.reveal(), start.plus(CEREMONY)), None);
    }

    #[test]
    fn there_is_a_bound_and_the_oldest_gives_way() {
        let mut waiting = Waiting::default();
        let first = waiting.put(0, Instant::from_millis(0)).unwrap();
        let second = waiting.put(1, Instant::from_millis(1)).unwrap();
        for number in 2..=WAITING_MAX {
            waiting.put(number, Instant::from_millis(2)).unwrap();
        }
        assert_eq!(waiting.by_name.len(), WAITING_MAX);
        assert_eq!(waiting.take(first.reveal(), Instant::from_millis(2)), None);
        assert_eq!(waiting.take(second.reveal(), Instant::from_millis(2)), Some(1));
    }
}
