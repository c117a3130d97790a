//! Guessing is slow: each try is noted before it is looked at, so that many at once do not slip through, and a right one is
//! taken back.

use std::net::{IpAddr, SocketAddr};

use arvak_core::{Instant, Span};
use arvak_identity::{Factor, REMEMBERED, Throttle};
use axum::http::HeaderMap;

use crate::app::App;
use crate::failure::Failure;
use crate::site::{ProxyHeader, Site};

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
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
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

/// Notes a wrong code of a link from an address; how long it must wait when there were too many. Nobody else waits for it:
/// a code has so many random bits that guessing from many addresses is hopeless too.
pub(crate) async fn wrong_code(app: &App, from: Option<&str>) -> Result<Option<Span>, Failure> {
    let Some(from) = from else { return Ok(None) };
    let (operation, now) = (app.folder().operation(), app.real_clock().now());
    let since = Instant::from_millis(now.as_millis().saturating_sub(REMEMBERED.as_millis()));
    let subject = format!("address\n{from}");
    let failures = operation.failures(&subject, CODE, since).await?;
    if let Some(until) = Throttle::ADDRESS.wait(&failures, now) {
        return Ok(Some(until.since(now)));
    }
    operation.add_failure(&subject, CODE, now).await?;
    Ok(None)
}

/// What failures with the code of a link are noted as.
const CODE: &str = "request_link";

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

/// Where somebody comes from, as far as it is known. A proxy says it: on this machine, or at an address that the operator
/// trusts. Each proxy adds whom it heard at the end, so from the end on the first that is no proxy of ours is the visitor;
/// what stands before that anybody may have written. A proxy that says nothing is no visitor: then there is no answer, for all
/// would seem to come from one place. Of an address of IPv6 only the first half counts: the rest is one's own to choose.
pub(crate) fn client(peer: SocketAddr, headers: &HeaderMap, site: &Site) -> Option<String> {
    let mut heard = match site.proxy_header {
        ProxyHeader::XForwardedFor => x_forwarded_for(headers),
        ProxyHeader::Forwarded => forwarded(headers),
    };
    let is_ours = |address: &IpAddr| {
        address.is_loopback() || site.trusted_proxies.iter().any(|net| net.contains(address))
    };
    let mut address = peer.ip().to_canonical();
    while is_ours(&address) {
        // Something that is no address ends it: nobody knows who that was.
        address = heard.pop()??;
    }
    Some(match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    })
}

/// All lines of a header, one after the other, at their commas.
fn parts<'h>(headers: &'h HeaderMap, name: &str) -> impl Iterator<Item = &'h str> {
    let lines = headers.get_all(name).into_iter();
    // A line that is no text stands for somebody unknown.
    lines
        .map(|line| line.to_str().unwrap_or("unknown"))
        .flat_map(|line| line.split(','))
        .map(str::trim)
}

fn x_forwarded_for(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    parts(headers, "x-forwarded-for").map(address).collect()
}

/// The `for` of each part (RFC 7239, section 5.2).
fn forwarded(headers: &HeaderMap) -> Vec<Option<IpAddr>> {
    let whom = |part: &str| {
        let mut pairs = part.split(';').filter_map(|pair| pair.trim().split_once('='));
        let (_, node) = pairs.find(|(name, _)| name.eq_ignore_ascii_case("for"))?;
        address(node.trim_matches('"'))
    };
    parts(headers, "forwarded").map(whom).collect()
}

/// An address, with a port or without, that of IPv6 in brackets or not.
fn address(text: &str) -> Option<IpAddr> {
    let bare = text.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(text);
    let plain = bare.parse::<IpAddr>().ok();
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    plain.or_else(with_port).map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use arvak_words::Lang;

    use super::*;

    fn seen(site: &Site, peer: &str, name: &'static str, lines: &[&'static str]) -> Option<String> {
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(name, line.parse().unwrap());
        }
        client(peer.parse().unwrap(), &headers, site)
    }

    fn from(peer: &str, lines: &[&'static str]) -> Option<String> {
        seen(&Site::at("https://arvak.example", Lang::Nb), peer, "x-forwarded-for", lines)
    }

    /// Behind proxies at those addresses.
    fn behind(nets: &[&str], header: ProxyHeader) -> Site {
        let trusted_proxies = nets.iter().map(|net| net.parse().unwrap()).collect();
        let site = Site::at("https://arvak.example", Lang::Nb);
        Site { trusted_proxies, proxy_header: header, ..site }
    }

    #[test]
    fn a_stranger_cannot_say_where_he_comes_from() {
        assert_eq!(from("192.0.2.1:5", &["198.51.100.9"]).as_deref(), Some("192.0.2.1"));
        let site = behind(&["10.0.0.1/32"], ProxyHeader::XForwardedFor);
        let stranger = seen(&site, "10.0.0.2:5", "x-forwarded-for", &["198.51.100.9"]);
        assert_eq!(stranger.as_deref(), Some("10.0.0.2"));
    }

    #[test]
    fn a_proxy_on_this_machine_says_it_last() {
        let said = ["203.0.113.1", "198.51.100.9, 192.0.2.7"];
        assert_eq!(from("127.0.0.1:5", &said).as_deref(), Some("192.0.2.7"));
        assert_eq!(from("[::1]:5", &["nobody"]), None);
        assert_eq!(from("127.0.0.1:5", &[]), None);
    }

    #[test]
    fn behind_proxies_the_visitor_is_the_last_who_is_no_proxy_of_ours() {
        let site = behind(&["10.0.0.0/30", "2001:db8:ffff::/48"], ProxyHeader::XForwardedFor);
        let at = |lines: &[&'static str]| seen(&site, "10.0.0.1:5", "x-forwarded-for", lines);
        assert_eq!(at(&["192.0.2.7"]).as_deref(), Some("192.0.2.7"));
        // Whatever a visitor wrote himself stands before what the proxies heard.
        let spoofed = ["127.0.0.1, 10.0.0.2", "1.1.1.1, 192.0.2.7, 10.0.0.2"];
        assert_eq!(at(&spoofed).as_deref(), Some("192.0.2.7"));
        assert_eq!(at(&["1.1.1.1, unknown, 10.0.0.2"]), None, "nobody knows who that was");
        assert_eq!(at(&["10.0.0.2"]), None, "only proxies");
        assert_eq!(at(&["192.0.2.7:4711"]).as_deref(), Some("192.0.2.7"));
        assert_eq!(at(&["192.0.2.7, 2001:db8:ffff::1"]).as_deref(), Some("192.0.2.7"));
    }

    #[test]
    fn only_the_header_that_the_proxy_writes_is_read() {
        let site = behind(&["10.0.0.1/32"], ProxyHeader::Forwarded);
        let at = |name: &'static str, line: &'static str| seen(&site, "10.0.0.1:5", name, &[line]);
        let said = "for=1.1.1.1, For=\"192.0.2.7:80\";proto=https;by=10.0.0.1";
        assert_eq!(at("forwarded", said).as_deref(), Some("192.0.2.7"));
        let six = "for=\"[2001:db8:1:2::9]:4711\"";
        assert_eq!(at("forwarded", six).as_deref(), Some("2001:db8:1:2::/64"));
        assert_eq!(at("forwarded", "for=_hidden"), None);
        assert_eq!(at("x-forwarded-for", "198.51.100.9"), None);
        let site = behind(&["10.0.0.1/32"], ProxyHeader::XForwardedFor);
        assert_eq!(seen(&site, "10.0.0.1:5", "forwarded", &["for=198.51.100.9"]), None);
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
