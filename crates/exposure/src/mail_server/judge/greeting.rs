//! What a greeting shows.

use arvak_probe::CheckOutcome::{Fail, Notice, Pass};

use super::{Scene, Told};
use crate::mail_server::offers::Login;
use crate::mail_server::{Protocol, Server, certificate};

/// Whether TLS is offered, and can be had.
pub(super) fn starttls(server: &Server<'_>) -> Told {
    let version = |server: &Server<'_>| {
        let version = server.tls().and_then(|seen| seen.version.as_deref()).unwrap_or_default();
        format!("{} {version}", server.shown())
    };
    if server.is_tls_first() {
        return Told::new(Pass, "starttls.tls_first", version(server));
    }
    let Some((protocol, words)) = server.offers(false) else { return server.why_not() };
    if !protocol.offers_tls(words) {
        return Told::new(Fail, "starttls.not_offered", server.shown());
    }
    if server.tls().is_some() {
        return Told::new(Pass, "starttls.offered", version(server));
    }
    match server.failure() {
        None => {
            let said = start_answer(server).and_then(|lines| lines.last()).cloned();
            let seen = format!("{}: {}", server.shown(), said.unwrap_or_default());
            Told::new(Fail, "starttls.refused", seen)
        }
        Some(code) if code.starts_with("tls.") => {
            Told::new(Fail, "starttls.handshake", format!("{}: {code}", server.shown()))
        }
        Some(code) => Told::unknown(code),
    }
}

/// Whether somebody in between took the offer out, or the server does not keep it.
pub(super) fn stripped(server: &Server<'_>, scene: &Scene<'_>) -> Told {
    if server.is_tls_first() || server.protocol().is_some_and(|known| known != Protocol::Smtp) {
        return Told::nothing("not_smtp");
    }
    let Some((protocol, words)) = server.offers(false) else { return server.why_not() };
    let greeting = server.answer("").unwrap_or_default();
    let fail = |reason, seen: &str| Told::new(Fail, reason, format!("{} {seen}", server.shown()));
    if let Some(word) = words.iter().find(|word| is_crossed_out(word)) {
        return fail("starttls.masked", word);
    }
    if let Some(line) = greeting.iter().find(|line| is_starred_out(line)) {
        return fail("starttls.masked", line);
    }
    let offered = protocol.offers_tls(words);
    let accepted = start_answer(server).and_then(|lines| lines.last());
    let begins = accepted.is_some_and(|line| line.starts_with("220"));
    match (offered, begins) {
        (false, true) => fail("starttls.hidden", "takes STARTTLS that it does not offer"),
        (true, true) if server.failure() == Some("starttls.injected") => {
            fail("starttls.injected", "says more before TLS begins")
        }
        (true, true) => Told::new(Pass, "starttls.untouched", server.shown()),
        (true, false) if accepted.is_some() => {
            fail("starttls.refused", accepted.map_or("", |line| line.as_str()))
        }
        (true, false) => server.why_not(),
        (false, false) if scene.promised.contains(&server.begin.host) => {
            fail("starttls.promised", "has no TLS, and the domain says that it has")
        }
        (false, false) => Told::nothing("starttls.not_offered"),
    }
}

/// Whether strangers trust the certificate.
pub(super) fn certificate(server: &Server<'_>, scene: &Scene<'_>) -> Told {
    let Some(tls) = server.tls() else {
        let is_plain = server.offers(false).is_some() && server.failure().is_none();
        return if is_plain { Told::nothing("tls.none") } else { server.why_not() };
    };
    if !scene.has_roots {
        return Told::unknown("tls.not_verified");
    }
    let mut names: Vec<&str> = scene.names.iter().map(String::as_str).collect();
    names.push(&server.begin.host);
    match certificate::problem(tls, server.root(), &names, scene.now) {
        None => Told::new(Pass, "trusted", server.shown()),
        Some(reason) => Told::new(Fail, reason, server.shown()),
    }
}

/// Whether the first line tells a version.
pub(super) fn banner(server: &Server<'_>) -> Told {
    let Some(line) = server.answer("").and_then(|lines| lines.first()) else {
        return server.why_not();
    };
    let seen = format!("{}: {line}", server.shown());
    if tells_version(line) {
        return Told::new(Notice, "banner.version", seen);
    }
    Told::new(Pass, "banner.no_version", seen)
}

/// What becomes of passwords before TLS.
pub(super) fn auth_before_tls(server: &Server<'_>) -> Told {
    if server.is_tls_first() {
        return Told::new(Pass, "auth.tls_first", server.shown());
    }
    let Some((protocol, words)) = server.offers(false) else {
        // A server of POP3 that does not tell what it can do has been reached all the same.
        let is_mute = server.failure().is_none() && server.answer("CAPA").is_some();
        return if is_mute { Told::unknown("pop3.no_capabilities") } else { server.why_not() };
    };
    let ways = words
        .iter()
        .filter(|word| ["AUTH", "SASL", "USER"].iter().any(|start| word.starts_with(start)));
    let ways: Vec<&str> = ways.map(String::as_str).collect();
    let seen = format!("{} {}", server.shown(), ways.join(", "));
    match protocol.login(words) {
        Login::Clear => Told::new(Fail, "auth.clear", seen.trim_end()),
        Login::Challenge => Told::new(Notice, "auth.challenge", seen.trim_end()),
        Login::None => Told::new(Pass, "auth.none", server.shown()),
    }
}

fn start_answer<'a>(server: &Server<'a>) -> Option<&'a [String]> {
    server.answer("STARTTLS").or_else(|| server.answer("STLS"))
}

/// A word that a firewall has written over: `XXXXXXXA`.
fn is_crossed_out(word: &str) -> bool {
    word.len() >= 6 && word.bytes().rev().skip(1).all(|byte| byte == b'X')
}

/// A greeting that a firewall has written over: `220 ********0******`.
fn is_starred_out(line: &str) -> bool {
    line.bytes().filter(|byte| *byte == b'*').count() >= 10
}

/// A word after the name of the server with a number, a dot and a number, as versions have; addresses and
/// times have more of them or none.
fn tells_version(line: &str) -> bool {
    let words = line.split(|c: char| c.is_whitespace() || "()[],;/".contains(c)).skip(2);
    words.filter(|word| !word.contains('@') && !word.contains(':')).any(|word| {
        let word = word.trim_start_matches(['v', 'V']);
        let numbers: Vec<&str> = word.split(['.', '-', '_']).collect();
        let is_number = |text: &&&str| text.starts_with(|c: char| c.is_ascii_digit());
        let begins = numbers.iter().take(2).filter(is_number).count() == 2;
        begins && word.contains('.') && word.parse::<std::net::IpAddr>().is_err()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_told_from_names_times_and_addresses() {
        for line in [
            "220 mail.nordvik.example ESMTP Postfix 3.7.11",
            "220 mail.nordvik.example ESMTP Exim 4.96 Sat, 28 Nov 2026 13:00:00 +0000",
            "220 mail.nordvik.example Microsoft ESMTP MAIL Service, Version: 15.20.1 ready",
            "+OK Dovecot v2.3.19 ready.",
            "220 mail.nordvik.example ESMTP Sendmail 8.17.1.9/8.17.1; Sat",
        ] {
            assert!(tells_version(line), "{line}");
        }
        for line in [
            "220 mail.nordvik.example ESMTP Postfix (Debian/GNU)",
            "220 mx1.2.example ESMTP",
            "220 mail.nordvik.example ESMTP Sat, 28 Nov 2026 13:00:00 +0000",
            "220 mail.nordvik.example [192.0.2.1] ready",
            "* OK [CAPABILITY IMAP4rev1 SASL-IR] Dovecot (Debian) ready.",
            "+OK <1896.697170952@mail.nordvik.example>",
            "220",
        ] {
            assert!(!tells_version(line), "{line}");
        }
    }

    #[test]
    fn what_a_firewall_writes_over_is_seen() {
        assert!(is_crossed_out("XXXXXXXA") && is_crossed_out("XXXXXXXX"));
        assert!(!is_crossed_out("STARTTLS") && !is_crossed_out("XCLIENT") && !is_crossed_out("X"));
        assert!(is_starred_out("220 ****************0*****") && !is_starred_out("220 *** hello"));
    }
}
