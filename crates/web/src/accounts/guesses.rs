//! Guessing is slow: each try is noted before it is looked at, so that many at once do not slip through, and a right one is
//! taken back.

use std::net::{IpAddr, SocketAddr};

use arvak_core::{Instant, Span};
use arvak_identity::{Factor, REMEMBERED, Throttle};
use axum::http::HeaderMap;

use crate::app::App;
use crate::failure::Failure;

/// A try that may be looked at.
pub(crate) struct Try {
    account: String,
    factor: Factor,
    notes: Vec<i64>,
}

/// Whether somebody at `from` may try `factor` for `account` now; else when. `account` is what was typed, so that the answer
/// does not tell whether anybody is called that.
pub(crate) async fn attempt(
    app: &App,
    account: &str,
    factor: Factor,
    from: Option<&str>,
) -> Result<Result<Try, Span>, Failure> {
    let (operation, now) = (app.folder().operation(), app.clock().now());
    let since = Instant::from_millis(now.as_millis().saturating_sub(REMEMBERED.as_millis()));
    let account = format!("account\n{account}");
    let address = from.map(|from| format!("address\n{from}"));
    let subjects = [(Some(&account), Throttle::ACCOUNT), (address.as_ref(), Throttle::ADDRESS)];
    let (mut notes, mut wait) = (Vec::new(), None);
    for (subject, throttle) in subjects {
        let Some(subject) = subject else { continue };
        notes.push(operation.add_failure(subject, factor.name(), now).await?);
        let mut failures = operation.failures(subject, factor.name(), since).await?;
        // Its own note is the newest, or as new as the newest.
        failures.retain({
            let mut is_own = true;
            move |at| !(*at == now && std::mem::take(&mut is_own))
        });
        wait = wait.max(throttle.wait(&failures, now));
    }
    let attempt = Try { account, factor, notes };
    match wait {
        Some(until) => {
            attempt.take_back(app).await?;
            Ok(Err(until.since(now)))
        }
        None => Ok(Ok(attempt)),
    }
}

impl Try {
    /// It was right: the failures of this account with this factor are forgotten, and no others.
    pub(crate) async fn was_right(self, app: &App) -> Result<(), Failure> {
        self.take_back(app).await?;
        app.folder().operation().clear_failures(&self.account, self.factor.name()).await?;
        Ok(())
    }

    async fn take_back(&self, app: &App) -> Result<(), Failure> {
        for note in &self.notes {
            app.folder().operation().remove_failure(*note).await?;
        }
        Ok(())
    }
}

/// Where somebody comes from, as far as it is known. Behind a proxy on this machine it is what the proxy says: the last
/// address in `X-Forwarded-For`, which nobody but the proxy wrote. Without that, all would seem to come from one place, so
/// there is no answer. Of an address of IPv6 only the first half counts: the rest is one's own to choose.
pub(crate) fn client(peer: SocketAddr, headers: &HeaderMap) -> Option<String> {
    let peer = peer.ip().to_canonical();
    let address = if peer.is_loopback() { forwarded(headers)? } else { peer };
    Some(match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}

fn forwarded(headers: &HeaderMap) -> Option<IpAddr> {
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let last: IpAddr = last.rsplit(',').next()?.trim().parse().ok()?;
    Some(last.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(peer: &str, forwarded: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append("x-forwarded-for", line.parse().unwrap());
        }
        client(peer.parse().unwrap(), &headers)
    }

    #[test]
    fn a_stranger_cannot_say_where_he_comes_from() {
        assert_eq!(from("192.0.2.1:5", &["198.51.100.9"]).as_deref(), Some("192.0.2.1"));
    }

    #[test]
    fn a_proxy_on_this_machine_says_it_last() {
        let said = ["203.0.113.1", "198.51.100.9, 192.0.2.7"];
        assert_eq!(from("127.0.0.1:5", &said).as_deref(), Some("192.0.2.7"));
        assert_eq!(from("[::1]:5", &["nobody"]), None);
        assert_eq!(from("127.0.0.1:5", &[]), None);
    }

    #[test]
    fn half_an_address_of_ipv6_counts() {
        let (one, other) =
            (from("[2001:db8:1:2::1]:5", &[]), from("[2001:db8:1:2:ffff::9]:5", &[]));
        assert_eq!(one, other);
        assert_ne!(one, from("[2001:db8:1:3::1]:5", &[]));
        assert_eq!(from("[::ffff:192.0.2.1]:5", &[]).as_deref(), Some("192.0.2.1"));
    }
}
