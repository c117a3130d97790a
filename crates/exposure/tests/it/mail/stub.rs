//! Mail servers of a few lines: each answers what a list says, and nothing else.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::{DOMAIN, assert_whole, look, shown};
use crate::certificates::Authorities;
use crate::house::{House, result};

/// What a server says first, and what it answers to a line.
pub(super) struct Manners {
    pub(super) greeting: &'static str,
    pub(super) answer: fn(&str) -> String,
}

/// Serves; the lines that it heard are kept.
pub(super) async fn serve(manners: Manners) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let heard = Arc::new(Mutex::new(Vec::new()));
    let all = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = talk(stream, &manners, &all).await;
        }
    });
    (address, heard)
}

/// What a server says that takes `STARTTLS`; ours then knows no TLS.
const BEGINS: &str = "220 go on\r\n";

async fn talk(
    stream: TcpStream,
    manners: &Manners,
    heard: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    writing.write_all(manners.greeting.as_bytes()).await?;
    let mut lines = BufReader::new(reading).lines();
    while let Some(line) = lines.next_line().await? {
        heard.lock().unwrap().push(line.clone());
        let answer = (manners.answer)(&line);
        if answer.is_empty() {
            return Ok(());
        }
        writing.write_all(answer.as_bytes()).await?;
        if answer == BEGINS {
            // Whatever TLS would be said is not understood.
            lines.get_mut().fill_buf().await?;
            return writing.write_all(b"502 5.5.2 what\r\n").await;
        }
    }
    Ok(())
}

/// A house in which the domain's mail server is at that place.
pub(super) fn house_at(address: SocketAddr) -> House {
    let mut house = House::new();
    house.roots_pem = Authorities::new().roots_pem();
    house.connect(DOMAIN, address);
    house
}

async fn looked_at(greeting: &'static str, answer: fn(&str) -> String) -> arvak_probe::Judgement {
    let (address, _) = serve(Manners { greeting, answer }).await;
    let judgement = look(&house_at(address), DOMAIN, &[]).await;
    assert_whole(&judgement);
    judgement
}

/// A server without TLS and log-in that refuses strangers.
pub(super) fn plain(line: &str) -> String {
    let word = line.split([' ', ':']).next().unwrap_or_default();
    match word {
        "EHLO" => "250-mx.nordvik.example\r\n250 SIZE 1000\r\n".to_owned(),
        "HELO" | "MAIL" | "RSET" => "250 ok\r\n".to_owned(),
        "RCPT" if line.contains("@>") => "501 5.1.3 no address\r\n".to_owned(),
        "RCPT" => "554 5.7.1 relay access denied\r\n".to_owned(),
        "QUIT" => "221 bye\r\n".to_owned(),
        _ => "502 5.5.2 what\r\n".to_owned(),
    }
}

#[tokio::test]
async fn a_server_without_tls_that_refuses_strangers_is_seen_as_it_is() {
    let judgement = looked_at("220 mx.nordvik.example ESMTP\r\n", plain).await;
    for (id, expected) in [
        ("mail.starttls", (Fail, "starttls.not_offered")),
        ("mail.starttls_stripped", (NotApplicable, "starttls.not_offered")),
        ("mail.certificate", (NotApplicable, "tls.none")),
        ("mail.banner", (Pass, "banner.no_version")),
        ("mail.auth_before_tls", (Pass, "auth.none")),
        ("mail.open_relay", (Pass, "relay.closed")),
        ("mail.vrfy", (Pass, "vrfy.silent")),
        ("mail.submission", (NotApplicable, "submission.other_port")),
    ] {
        assert_eq!(result(&judgement, id), expected, "{id}");
    }
}

#[tokio::test]
async fn no_mail_is_ever_sent() {
    let accepting = |line: &str| match line.split([' ', ':']).next() {
        Some("RCPT") if line.contains("@>") => "501 no\r\n".to_owned(),
        Some("QUIT") => "221 bye\r\n".to_owned(),
        _ => "250 ok\r\n".to_owned(),
    };
    let (address, heard) =
        serve(Manners { greeting: "220 mx.nordvik.example\r\n", answer: accepting }).await;
    let judgement = look(&house_at(address), DOMAIN, &[]).await;
    assert_eq!(result(&judgement, "mail.open_relay"), (Fail, "relay.open"));
    assert!(
        shown(&judgement, "mail.open_relay").contains("plain: MAIL FROM:<arvak-probe@example.org>")
    );
    let heard = heard.lock().unwrap().clone();
    assert!(heard.iter().any(|line| line == "RSET") && heard.iter().any(|line| line == "QUIT"));
    let data = ["DATA", "BDAT", "AUTH", "LOGIN", "PASS"];
    assert!(heard.iter().all(|line| data.iter().all(|word| !line.starts_with(word))), "{heard:?}");
}

#[tokio::test]
async fn a_server_that_says_yes_to_everything_is_no_open_relay_for_certain() {
    let yes =
        |line: &str| if line.starts_with("EHLO") { "250 mx\r\n" } else { "250 ok\r\n" }.to_owned();
    let judgement = looked_at("220 mx.nordvik.example\r\n", yes).await;
    assert_eq!(result(&judgement, "mail.open_relay"), (Inconclusive, "relay.accepts_everything"));
    assert_eq!(result(&judgement, "mail.vrfy").0, Fail);
}

#[tokio::test]
async fn a_spelling_that_passes_mail_on_is_found_and_told_from_a_domain_that_takes_any_name() {
    let percent = |line: &str| match line {
        "RCPT TO:<arvak-probe%example.com@nordvik.example>" => "250 ok\r\n".to_owned(),
        line => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", percent).await;
    assert_eq!(result(&judgement, "mail.open_relay"), (Fail, "relay.open"));
    assert!(shown(&judgement, "mail.open_relay").contains("percent"));
    let any_name = |line: &str| match line {
        line if line.starts_with("RCPT") && line.ends_with("@nordvik.example>") => {
            "250 ok\r\n".to_owned()
        }
        line => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", any_name).await;
    assert_eq!(result(&judgement, "mail.open_relay"), (Inconclusive, "relay.accepts_any_name"));
}

#[tokio::test]
async fn a_server_that_puts_strangers_off_is_not_known() {
    let later = |line: &str| match line {
        line if line.starts_with("RCPT") => "450 4.2.0 greylisted\r\n".to_owned(),
        line => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", later).await;
    assert_eq!(result(&judgement, "mail.open_relay"), (Inconclusive, "relay.deferred"));
}

#[tokio::test]
async fn somebody_in_between_who_takes_tls_out_is_seen() {
    let masked = |line: &str| match line.split(' ').next() {
        Some("EHLO") => "250-mx\r\n250-XXXXXXXA\r\n250 SIZE 1\r\n".to_owned(),
        _ => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", masked).await;
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.masked"));
    let hidden = |line: &str| match line {
        "STARTTLS" => BEGINS.to_owned(),
        line => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", hidden).await;
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.hidden"));
    assert_eq!(result(&judgement, "mail.starttls"), (Fail, "starttls.not_offered"));
    let starred = "220 ****************0*****\r\n";
    let judgement = looked_at(starred, plain).await;
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.masked"));
}

fn offering(line: &str, answer: &str) -> String {
    match line.split(' ').next() {
        Some("EHLO") => "250-mx\r\n250-AUTH PLAIN LOGIN\r\n250 STARTTLS\r\n".to_owned(),
        Some("STARTTLS") => answer.to_owned(),
        _ => plain(line),
    }
}

#[tokio::test]
async fn an_offer_of_tls_that_is_not_kept_is_no_tls() {
    let refused = |line: &str| offering(line, "502 5.5.1 not now\r\n");
    let judgement = looked_at("220 mx.nordvik.example\r\n", refused).await;
    assert_eq!(result(&judgement, "mail.starttls"), (Fail, "starttls.refused"));
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.refused"));
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"));
    let no_tls = |line: &str| offering(line, BEGINS);
    let judgement = looked_at("220 mx.nordvik.example\r\n", no_tls).await;
    assert_eq!(result(&judgement, "mail.starttls"), (Fail, "starttls.handshake"));
    // Mail of strangers is still asked about, without TLS.
    assert_eq!(result(&judgement, "mail.open_relay"), (Pass, "relay.closed"));
    let injected = |line: &str| offering(line, "220 go on\r\n250 and more\r\n");
    let judgement = looked_at("220 mx.nordvik.example\r\n", injected).await;
    assert_eq!(result(&judgement, "mail.starttls_stripped"), (Fail, "starttls.injected"));
}

#[tokio::test]
async fn versions_and_mailboxes_that_are_told_are_seen() {
    let tells = |line: &str| match line {
        "VRFY postmaster" => "250 Ola Nordmann <ola@nordvik.example>\r\n".to_owned(),
        line => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example ESMTP Sendmail 8.17.1\r\n", tells).await;
    assert_eq!(result(&judgement, "mail.vrfy"), (Fail, "vrfy.tells"));
    assert_eq!(result(&judgement, "mail.banner"), (Notice, "banner.version"));
    let differs = |line: &str| match line {
        "VRFY postmaster" => "252 2.0.0 postmaster\r\n".to_owned(),
        "VRFY arvak-no-such-person" => "550 5.1.1 unknown\r\n".to_owned(),
        line => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", differs).await;
    assert_eq!(result(&judgement, "mail.vrfy"), (Notice, "vrfy.differs"));
}

#[tokio::test]
async fn ways_to_log_in_that_do_not_show_the_password_are_a_notice() {
    let challenge = |line: &str| match line.split(' ').next() {
        Some("EHLO") => "250-mx\r\n250 AUTH CRAM-MD5 SCRAM-SHA-256\r\n".to_owned(),
        _ => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", challenge).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Notice, "auth.challenge"));
}

#[tokio::test]
async fn a_bearer_token_is_a_password_and_hides_no_other_way() {
    // A transcript masks what follows a word that ends in `bearer`.
    let bearer = |line: &str| match line.split(' ').next() {
        Some("EHLO") => "250-mx\r\n250 AUTH OAUTHBEARER PLAIN\r\n".to_owned(),
        _ => plain(line),
    };
    let judgement = looked_at("220 mx.nordvik.example\r\n", bearer).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"));
    assert!(shown(&judgement, "mail.auth_before_tls").contains("AUTH PLAIN"));
}

#[tokio::test]
async fn imap_and_pop3_are_told_from_their_first_line() {
    let imap = |line: &str| {
        let (tag, command) = line.split_once(' ').unwrap_or((line, ""));
        match command {
            "CAPABILITY" => format!("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n{tag} OK done\r\n"),
            _ => format!("{tag} BAD what\r\n"),
        }
    };
    let judgement = looked_at("* OK ready\r\n", imap).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"));
    assert_eq!(result(&judgement, "mail.starttls"), (Fail, "starttls.not_offered"));
    assert_eq!(result(&judgement, "mail.open_relay"), (NotApplicable, "not_smtp"));
    let pop3 = |line: &str| match line {
        "CAPA" => "+OK\r\nTOP\r\nUSER\r\n.\r\n".to_owned(),
        _ => "-ERR what\r\n".to_owned(),
    };
    let judgement = looked_at("+OK ready\r\n", pop3).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"));
    let mute = |_: &str| "-ERR what\r\n".to_owned();
    let judgement = looked_at("+OK ready\r\n", mute).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Inconclusive, "pop3.no_capabilities"));
}
