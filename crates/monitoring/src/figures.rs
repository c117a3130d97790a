//! Times to detect over many drills.

use std::collections::BTreeMap;

use arvak_core::EntityId;
use arvak_core::drill::Level;
use serde::Serialize;

use crate::verdict::Verdict;

/// Whether somebody sits at their desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// Monday to Friday from 8 to 16 in Norway. Holidays are not known here and count as the day that they are.
    Day,
    /// All other time.
    Night,
}

/// One drill with a verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    /// Who was drilled.
    pub supplier: EntityId,
    /// What it looked like.
    pub technique: Option<String>,
    /// The rung: rungs are never counted together.
    pub level: Level,
    /// When it happened.
    pub hours: Hours,
    /// What came of it.
    pub verdict: Verdict,
    /// Milliseconds until we were told.
    pub detected_ms: Option<i64>,
}

/// Figures of drills that are alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Who was drilled.
    pub supplier: EntityId,
    /// What they looked like.
    pub technique: Option<String>,
    /// The rung.
    pub level: Level,
    /// When they happened.
    pub hours: Hours,
    /// How many drills there were.
    pub drills: usize,
    /// Of these, how many were seen in time.
    pub seen: usize,
    /// Milliseconds within which half of all drills were told of, also of those that never were; none when that is never.
    pub median_ms: Option<i64>,
    /// The same of nine in ten.
    pub p90_ms: Option<i64>,
}

/// The figures for each supplier, technique, rung and time of day. Drills without a verdict, and those that were seen without
/// the mark, are left out: nobody knows when they were seen.
pub fn figures(samples: &[Sample]) -> Vec<Figures> {
    let mut groups: BTreeMap<_, Vec<&Sample>> = BTreeMap::new();
    for sample in samples {
        if matches!(sample.verdict, Verdict::Seen | Verdict::SeenLate | Verdict::NotSeen) {
            let key = (&sample.supplier, &sample.technique, sample.level, sample.hours);
            groups.entry(key).or_default().push(sample);
        }
    }
    let group = |((supplier, technique, level, hours), samples): (
        (&EntityId, &Option<String>, _, _),
        Vec<&Sample>,
    )| {
        let mut times: Vec<i64> =
            samples.iter().map(|sample| sample.detected_ms.unwrap_or(i64::MAX)).collect();
        times.sort_unstable();
        Figures {
            supplier: supplier.clone(),
            technique: technique.clone(),
            level,
            hours,
            drills: samples.len(),
            seen: samples.iter().filter(|sample| sample.verdict == Verdict::Seen).count(),
            median_ms: rank(&times, 50),
            p90_ms: rank(&times, 90),
        }
    };
    groups.into_iter().map(group).collect()
}

/// The least time that `percent` of all reach (nearest rank).
fn rank(sorted: &[i64], percent: usize) -> Option<i64> {
    let index = (sorted.len() * percent).div_ceil(100).checked_sub(1)?;
    sorted.get(index).copied().filter(|time| *time != i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_seen_is_part_of_the_figures() {
        let sample = |detected_ms: Option<i64>| Sample {
            supplier: "supplier/norsk-drift".parse().unwrap(),
            technique: Some("T1110".to_owned()),
            level: Level::L1,
            hours: Hours::Night,
            verdict: if detected_ms.is_some() { Verdict::Seen } else { Verdict::NotSeen },
            detected_ms,
        };
        let mut samples: Vec<_> = (1..=9).map(|n| sample(Some(n * 1_000))).collect();
        samples.push(sample(None));
        let found = &figures(&samples)[0];
        assert_eq!((found.drills, found.seen), (10, 9));
        assert_eq!((found.median_ms, found.p90_ms), (Some(5_000), Some(9_000)));
        samples.push(sample(None));
        assert_eq!(figures(&samples)[0].p90_ms, None, "nine in ten were never told of");
        samples.push(Sample { level: Level::L2, ..sample(Some(1)) });
        assert_eq!(figures(&samples).len(), 2, "a rung is never counted as another");
    }
}
