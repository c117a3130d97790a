//! What was asked under proof.

use arvak_probe::CheckOutcome::{Fail, Notice, Pass};

use super::{Scene, Told};
use crate::mail_server::relay::{self, Relay};
use crate::mail_server::trial::{EXPAND, VERIFY_KNOWN, VERIFY_NOBODY};
use crate::mail_server::{Protocol, Role, Server, smtp};

/// The look under proof at the same server: the one that came furthest.
fn trial<'s, 'a>(server: &Server<'a>, scene: &'s Scene<'a>) -> Result<&'s Server<'a>, Told> {
    if server.protocol().is_some_and(|protocol| protocol != Protocol::Smtp) {
        return Err(Told::nothing("not_smtp"));
    }
    let same = |other: &&Server<'_>| {
        other.begin.role == Role::Trial
            && other.begin.host == server.begin.host
            && other.begin.port == server.begin.port
    };
    let trials = || scene.servers.iter().filter(same);
    let asked = |trial: &&Server<'_>| {
        trial.exchanges().any(|(sent, _)| sent.starts_with("MAIL FROM:") || sent == VERIFY_KNOWN)
    };
    let last = || trials().next_back().unwrap_or(server).why_not();
    trials().find(asked).ok_or_else(last)
}

/// Whether mail of strangers is passed on.
pub(super) fn open_relay(server: &Server<'_>, scene: &Scene<'_>) -> Told {
    let trial = match trial(server, scene) {
        Ok(trial) => trial,
        Err(told) => return told,
    };
    match relay::judge(&trial.exchanges(), scene.domain) {
        Relay::Open(how) => Told::new(Fail, "relay.open", format!("{} {how}", server.shown())),
        Relay::Closed(count) => {
            Told::new(Pass, "relay.closed", format!("{} refuses {count} spellings", server.shown()))
        }
        Relay::ClosedSoFar(count) => {
            let seen = format!("{} refuses {count} spellings, and is slow", server.shown());
            Told::new(Notice, "relay.closed_so_far", seen)
        }
        Relay::Unknown(code) => {
            // A conversation that broke says more than that it was cut short.
            let code = trial.failure().filter(|_| code == "relay.cut_short").unwrap_or(code);
            Told::new(arvak_probe::CheckOutcome::Inconclusive, code, "")
        }
    }
}

/// Whether the server tells who has a mailbox.
pub(super) fn vrfy(server: &Server<'_>, scene: &Scene<'_>) -> Told {
    let trial = match trial(server, scene) {
        Ok(trial) => trial,
        Err(told) => return told,
    };
    let code = |said: &str| {
        trial.answer(said).and_then(|lines| smtp::read_line(lines.last()?)).map(|(code, _)| code)
    };
    let (known, nobody, list) = (code(VERIFY_KNOWN), code(VERIFY_NOBODY), code(EXPAND));
    let (Some(known), Some(nobody), Some(list)) = (known, nobody, list) else {
        return trial.why_not();
    };
    let seen = format!("{} VRFY {known}, {nobody} for nobody; EXPN {list}", server.shown());
    let tells = |code: u16| matches!(code, 250 | 251);
    match () {
        () if tells(list) => Told::new(Fail, "vrfy.expands", seen),
        () if tells(known) && nobody / 100 != 2 => Told::new(Fail, "vrfy.tells", seen),
        // `252` for one and `550` for the other tells as much, and is what Postfix does by itself.
        () if known / 100 == 2 && nobody / 100 == 5 => Told::new(Notice, "vrfy.differs", seen),
        () => Told::new(Pass, "vrfy.silent", seen),
    }
}

/// Whether mail is handed in over TLS.
pub(super) fn submission(scene: &Scene<'_>) -> Vec<Told> {
    let named = scene.servers.iter().find(|server| server.begin.role == Role::Named);
    if named.is_some_and(|server| !matches!(server.begin.port, 465 | 587)) {
        return vec![Told::nothing("submission.other_port")];
    }
    let asked: Vec<&Server<'_>> = scene
        .servers
        .iter()
        .filter(|server| matches!(server.begin.role, Role::Submission | Role::Named))
        .collect();
    if asked.is_empty() {
        // Nobody asks where the gate does not let us.
        let trial = scene.servers.iter().find(|server| server.begin.role == Role::Trial);
        let why = trial.or(scene.servers.first()).map(Server::why_not);
        return why.into_iter().collect();
    }
    let mut told: Vec<Told> = asked.iter().filter_map(|server| handed_in(server)).collect();
    if told.is_empty() {
        told.push(Told::nothing("submission.none"));
    }
    told
}

/// Nothing for a port at which nobody listens.
fn handed_in(server: &Server<'_>) -> Option<Told> {
    if server.tls().is_some() {
        return Some(Told::new(Pass, "submission.tls", server.shown()));
    }
    let failure = server.failure();
    if !server.is_reached() {
        let is_named = server.begin.role == Role::Named;
        return failure.filter(|_| is_named).map(Told::unknown);
    }
    Some(match failure {
        Some(code) if code.starts_with("tls.") => {
            Told::new(Fail, "submission.no_tls", format!("{}: {code}", server.shown()))
        }
        Some(code) => Told::unknown(code),
        None => Told::new(Fail, "submission.no_tls", server.shown()),
    })
}
