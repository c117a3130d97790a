//! The hours at which more than a public look may run: `net.hours` in `arvak.toml`.

use arvak_core::Instant;
use arvak_words::at_hour;

use crate::exit::BadInput;
use crate::settings::NetSettings;

/// When looks that are more than a visit end, for a run at `now`: at the end of the hours that it is in, or at once when it is
/// in none; never when none are written.
pub(crate) fn until(net: &NetSettings, now: Instant) -> anyhow::Result<Option<Instant>> {
    let Some([from, to]) = net.hours else { return Ok(None) };
    if from > 23 || to > 23 || from == to {
        let rule = "write two different hours from 0 to 23, such as [22, 5]";
        return Err(BadInput(format!("net.hours: {rule}")).into());
    }
    let hour = |hour: u8| i8::try_from(hour).unwrap_or_default();
    // Hours that go over midnight began yesterday or begin today.
    let over = i32::from(to < from);
    let ends = [-1, 0].into_iter().filter_map(|day| {
        let (begin, end) = (at_hour(now, day, hour(from)), at_hour(now, day + over, hour(to)));
        (begin <= now && now < end).then_some(end)
    });
    Ok(Some(ends.max().unwrap_or(now)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(hours: [u8; 2], now: &str) -> Option<String> {
        let net = NetSettings { hours: Some(hours), ..NetSettings::default() };
        let now: Instant = now.parse().unwrap();
        let until = until(&net, now).unwrap().unwrap();
        (until > now).then(|| until.to_string())
    }

    #[test]
    fn hours_are_those_of_oslo_and_may_reach_over_midnight() {
        let morning = Some("2026-01-11T04:00:00Z".to_owned());
        assert_eq!(ends([22, 5], "2026-01-10T21:00:00Z"), morning);
        assert_eq!(ends([22, 5], "2026-01-11T03:59:59Z"), morning);
        assert_eq!(ends([22, 5], "2026-01-11T04:00:00Z"), None);
        assert_eq!(ends([22, 5], "2026-01-10T20:59:59Z"), None);
        assert_eq!(ends([1, 4], "2026-07-10T01:00:00Z"), Some("2026-07-10T02:00:00Z".to_owned()));
        assert_eq!(ends([1, 4], "2026-07-10T02:00:00Z"), None, "in summer Oslo is two hours ahead");
    }

    #[test]
    fn hours_that_are_none_are_refused_and_none_mean_always() {
        let now: Instant = "2026-01-10T21:00:00Z".parse().unwrap();
        for hours in [[5, 5], [24, 3], [3, 24]] {
            let net = NetSettings { hours: Some(hours), ..NetSettings::default() };
            assert!(until(&net, now).is_err(), "{hours:?}");
        }
        assert_eq!(until(&NetSettings::default(), now).unwrap(), None);
    }
}
