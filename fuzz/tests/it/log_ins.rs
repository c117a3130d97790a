//! What servers say while somebody logs in: IMAP, POP3, SMTP, LDAP, RADIUS, the questions and keys of SSH.

use arvak_mfa::wire::ber::{self, Read};
use arvak_mfa::wire::mail::{Mail, Meaning, Protocol, Way};
use arvak_mfa::wire::radius::attributes::Attributes;
use arvak_mfa::wire::radius::{Drawn, PACKET_BYTES_MAX, Proof, Request};
use arvak_mfa::wire::ssh::HostKey;
use arvak_mfa::wire::{anyconnect, ldap, prompt};
use bolero::check;
use tokio::io::AsyncWriteExt as _;

use crate::changed::Foreign;

const CONVERSATIONS: [&[u8]; 6] = [
    b"* OK ready\r\n* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN AUTH=CRAM-MD5\r\na1 OK done\r\n+ \r\na2 OK in\r\n",
    b"* OK ready\r\n* CAPABILITY IMAP4rev1 LOGINDISABLED\r\na1 OK done\r\na2 NO [AUTHENTICATIONFAILED] no\r\n",
    b"+OK ready\r\n+OK\r\nUSER\r\nSASL PLAIN LOGIN\r\nSTLS\r\n.\r\n+OK\r\n-ERR [AUTH] no\r\n",
    b"220 mx\r\n250-mx\r\n250-STARTTLS\r\n250 AUTH PLAIN LOGIN\r\n334 VXNlcm5hbWU6\r\n334 UGFzc3dvcmQ6\r\n235 in\r\n",
    b"220 mx\r\n250-mx\r\n250 AUTH=LOGIN\r\n535 5.7.8 no\r\n",
    b"+OK\r\n-ERR what\r\n-ERR no such command\r\n",
];

/// What a server that says these bytes and hangs up is taken for; that is the same each time, and never takes long.
async fn talked(protocol: Protocol, way: Way, bytes: &[u8]) -> Option<Meaning> {
    let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
    theirs.write_all(bytes).await.unwrap();
    theirs.shutdown().await.unwrap();
    let mut mail = Mail::new(protocol, ours);
    mail.greeted().await.ok()?;
    mail.offers().await.ok()?;
    Some(mail.log_in(way, "kanari", "Vinter-2026").await.ok()?.meaning)
}

#[test]
fn mail_servers_that_are_logged_in_to() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    check!().with_iterations(1_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&CONVERSATIONS);
        let bytes = bytes.get(..32 * 1024).unwrap_or(&bytes);
        for protocol in [Protocol::Imap, Protocol::Pop3, Protocol::Smtp] {
            for way in Way::ALL {
                let talk = || runtime.block_on(talked(protocol, way, bytes));
                assert_eq!(talk(), talk());
            }
        }
    });
}

const VPN: [&[u8]; 2] = [
    b"<config-auth client=\"vpn\" type=\"auth-request\"><opaque is-for=\"sg\"><a>1</a></opaque><auth id=\"main\"><message>Kode</message><form action=\"/auth\"><input type=\"password\" name=\"answer\"/><select><option selected=\"true\">ansatt</option></select></form></auth></config-auth>",
    b"<auth id=\"success\"><title>SSL VPN</title></auth>",
];

#[test]
fn vpn_servers_that_are_logged_in_to() {
    check!().with_iterations(5_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&VPN);
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(anyconnect::Said::Asks(asks)) = anyconnect::read(&text) {
            // Nobody can say anything with what was typed but that it was typed.
            let typed: Vec<_> =
                asks.fields.iter().map(|field| (field.name.as_str(), "</auth><x/>")).collect();
            let answer =
                anyconnect::answers(&asks, asks.groups.first().map(String::as_str), &typed);
            assert!(!answer.contains("</auth><x/>"));
        }
    });
}

const LDAP: [&[u8]; 2] = [
    b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x31\x04\x00\x04\x00",
    b"\x30\x84\x00\x00\x00\x10\x02\x01\x02\x78\x84\x00\x00\x00\x07\x0a\x01\x00\x04\x00\x04\x00",
];

#[test]
fn answers_of_directories() {
    assert!(LDAP.iter().all(|seed| ldap::response(seed).is_some()));
    check!().with_iterations(5_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&LDAP);
        let _ = ldap::response(&bytes);
        if let Read::Whole(element, rest) = ber::read(&bytes) {
            assert!(element.value.len() <= ber::VALUE_BYTES_MAX);
            assert!(element.value.len() + rest.len() < bytes.len());
        }
    });
}

const PACKETS: [&[u8]; 2] = [
    b"\x02\x00\x00\x26\x86\xfe\x22\x0e\x76\x24\xba\x2a\x10\x05\xf6\xbf\x9b\x55\xe0\xb2\x06\x06\x00\x00\x00\x01\x0f\x06\x00\x00\x00\x00\x0e\x06\xc0\xa8\x01\x03",
    b"\x06\x06\x00\x00\x00\x01\x18\x03\x07\x12\x05abc\x50\x12\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
];

#[test]
fn packets_of_radius_servers() {
    let authenticator = *b"\x0f\x40\x3f\x94\x73\x97\x80\x57\xbd\x83\xd5\xcb\x98\xf4\x22\x7a";
    let drawn = Drawn { id: 0, authenticator, challenges: [[1; 16], [2; 16]] };
    let request = Request { user: "nemo", proof: Proof::Pap("arctangent"), state: None };
    let secret = b"xyzzy5461";
    let sent = request.write(secret, &drawn).unwrap();
    assert!(sent.read(PACKETS[0], secret).is_ok());
    check!().with_iterations(5_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&PACKETS);
        // Nobody who does not know the secret makes an answer.
        let is_answer = sent.read(&bytes, secret).is_ok();
        assert!(!is_answer || bytes.starts_with(PACKETS[0]));
        if let Some(attributes) = Attributes::read(&bytes) {
            let lengths = (0..=u8::MAX).filter_map(|kind| attributes.get(kind)).map(<[u8]>::len);
            assert!(lengths.sum::<usize>() <= bytes.len().max(PACKET_BYTES_MAX));
        }
    });
}

const TEXTS: [&[u8]; 4] = [
    b"Password & verification code: ",
    b"One-time password (OATH) for `kari': ",
    b"filer ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJdD7y3aLq454yWBdwLWbieU1ebz9/cu7/QEXn9OIeZJ",
    b"256 SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU root (ED25519)",
];

#[test]
fn questions_and_keys_of_shells() {
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let text = String::from_utf8_lossy(&foreign.bytes(&TEXTS)).into_owned();
        assert_eq!(prompt::wanted(&text), prompt::wanted(&text));
        assert_eq!(HostKey::read(&text), HostKey::read(&text));
    });
}
