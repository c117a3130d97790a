//! What a whole log-in left behind, without the session itself: a device that is remembered stays, and is tried as one.

use crate::web::Jar;
use crate::{Seen, Trial};

/// A service of which it can be asked what somebody with some cookies gets.
pub(super) trait Shut {
    /// Whether whoever has only these cookies stands before a log-in.
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, jar: &Jar) -> Result<bool, Seen>;
}

/// The cookies without those that hold the session: each is left out by itself, and what is then shut shows which it was. Where
/// several hold it, one after the other goes, `most` of them.
pub(super) async fn without_session(
    service: &impl Shut,
    trial: &mut Trial<'_, '_>,
    jar: Jar,
    most: usize,
) -> Result<Jar, Seen> {
    let mut rest = jar;
    for _ in 0..most {
        if rest.len() == 0 || service.is_shut(trial, &rest).await? {
            break;
        }
        let mut found = None;
        for number in rest.session_first() {
            let fewer = rest.without(number);
            if service.is_shut(trial, &fewer).await? {
                found = Some(fewer);
                break;
            }
        }
        let first = rest.session_first().first().copied().unwrap_or(0);
        rest = found.unwrap_or_else(|| rest.without(first));
    }
    Ok(rest)
}
