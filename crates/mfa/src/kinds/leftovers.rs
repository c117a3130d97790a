//! What a whole log-in left behind, without the session itself: a device that is remembered stays, and is tried as one.

use crate::web::{Browser, How, Jar, Lasting};
use crate::{Seen, Trial};

/// Most cookies that outlast Chromium which are left out one after the other, to learn which hold the session.
const LASTING_MAX: usize = 4;

/// Cookies that somebody may have.
pub(super) trait Cookies: Clone {
    /// How many there are.
    fn count(&self) -> usize;
    /// Their numbers, those first that mostly are a session.
    fn session_first(&self) -> Vec<usize>;
    /// The same without one.
    fn without(&self, number: usize) -> Self;
}

impl Cookies for Jar {
    fn count(&self) -> usize {
        self.len()
    }

    fn session_first(&self) -> Vec<usize> {
        Self::session_first(self)
    }

    fn without(&self, number: usize) -> Self {
        Self::without(self, number)
    }
}

impl Cookies for Lasting {
    fn count(&self) -> usize {
        self.len()
    }

    fn session_first(&self) -> Vec<usize> {
        (0..self.len()).collect()
    }

    fn without(&self, number: usize) -> Self {
        Self::without(self, number)
    }
}

/// A service of which it can be asked what somebody with some cookies gets.
pub(super) trait Shut<C> {
    /// Whether whoever has only these cookies stands before a log-in.
    async fn is_shut(&self, trial: &mut Trial<'_, '_>, cookies: &C) -> Result<bool, Seen>;
}

/// The cookies without those that hold the session: each is left out by itself, and what is then shut shows which it was. Where
/// several hold it, one after the other goes, `most` of them.
pub(super) async fn without_session<C: Cookies>(
    service: &impl Shut<C>,
    trial: &mut Trial<'_, '_>,
    cookies: C,
    most: usize,
) -> Result<C, Seen> {
    let mut rest = cookies;
    for _ in 0..most {
        if rest.count() == 0 || service.is_shut(trial, &rest).await? {
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

/// Somebody new at Chromium with what `visit` left behind besides the session; nothing where it left nothing.
pub(super) async fn lasting_device(
    service: &impl Shut<Lasting>,
    trial: &mut Trial<'_, '_>,
    how: &How,
    visit: &Browser,
) -> Result<Option<Browser>, Seen> {
    let rest = without_session(service, trial, visit.lasting().await?, LASTING_MAX).await?;
    if rest.len() == 0 {
        return Ok(None);
    }
    Browser::with_lasting(how, &rest).await.map(Some)
}

/// Somebody with what a whole log-in left behind besides the session, with Chromium (`visit`) or without (`after`); nothing where
/// it left nothing.
pub(super) async fn device<S: Shut<Jar> + Shut<Lasting>>(
    service: &S,
    trial: &mut Trial<'_, '_>,
    how: &How,
    (visit, after): (Option<&Browser>, Option<&Jar>),
) -> Result<Option<Browser>, Seen> {
    if let Some(visit) = visit {
        return lasting_device(service, trial, how, visit).await;
    }
    let Some(jar) = after.cloned() else { return Ok(None) };
    let most = jar.len();
    let rest = without_session(service, trial, jar, most).await?;
    Ok((rest.len() > 0).then(|| Browser::with_jar(&how.scope, rest)))
}
