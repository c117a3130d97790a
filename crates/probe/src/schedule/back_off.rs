//! How long to wait before another try: doubling, bounded, and spread so that many hosts that failed
//! together are not all tried again together.

use arvak_core::{Digest, Span};

use super::Settings;

/// The wait after the given attempt (the first is 1): between half of the doubled wait and all of it.
pub(super) fn wait(settings: &Settings, key: &Digest, attempt: u32) -> Span {
    let most = settings.back_off_most.as_millis();
    let doublings = attempt.saturating_sub(1).min(30);
    let full = settings.back_off.as_millis().saturating_mul(1 << doublings).min(most);
    let half = full / 2;
    let spread = mix(settings.seed ^ first_bytes(key) ^ u64::from(attempt));
    let extra = i64::try_from(spread >> 1).unwrap_or(0) % (full - half + 1);
    Span::from_millis(half + extra)
}

fn first_bytes(key: &Digest) -> u64 {
    key.0.first_chunk().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// The finaliser of `SplitMix64` (Steele, Lea and Flood 2014): every bit of the result depends on every
/// bit of the number.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn waits_double_within_their_bounds(seed: u64, name in "[a-z]{1,8}", attempt in 1_u32..100) {
            let settings = Settings { seed, ..Settings::default() };
            let wait = wait(&settings, &Digest::of(name.as_bytes()), attempt).as_millis();
            let full = (2_000_i64 << (attempt - 1).min(30)).min(60_000);
            prop_assert!(full / 2 <= wait && wait <= full, "{wait} of {full}");
        }
    }

    #[test]
    fn hosts_that_failed_together_are_spread() {
        let settings = Settings::default();
        let mut waits: Vec<_> =
            (0..50_u8).map(|n| wait(&settings, &Digest::of(&[n]), 3).as_millis()).collect();
        waits.sort_unstable();
        waits.dedup();
        assert!(waits.len() > 40, "{waits:?}");
    }
}
