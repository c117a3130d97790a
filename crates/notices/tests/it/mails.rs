//! Messages as bytes: whatever is put in, the headers stay ours.

use arvak_core::Instant;
use arvak_notices::{Letter, Mail, SendError, is_address};
use proptest::prelude::*;

const UNSUBSCRIBE: &str = "https://arvak.nordvik.no/konto/varsler";

fn compose(subject: &str, text: &str, to: &str, name: &str) -> Result<Mail, SendError> {
    let letter = Letter { subject: subject.to_owned(), text: text.to_owned() };
    let from = "Årvåk <arvak@nordvik.no>".parse().unwrap();
    let made = "2026-03-01T12:00:00Z".parse::<Instant>().unwrap();
    Mail::compose(&letter, &from, to, name, made, UNSUBSCRIBE)
}

/// The names of the headers, in lower case; folded lines belong to the one before.
fn names(mail: &Mail) -> Vec<String> {
    let text = String::from_utf8(mail.bytes().to_vec()).unwrap();
    let (head, _) = text.split_once("\r\n\r\n").unwrap();
    let lines = head.split("\r\n").filter(|line| !line.starts_with([' ', '\t']));
    let mut names: Vec<String> =
        lines.map(|line| line.split(':').next().unwrap().to_lowercase()).collect();
    names.sort();
    names
}

const OURS: [&str; 10] = [
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "list-unsubscribe",
    "message-id",
    "mime-version",
    "subject",
    "to",
];

#[test]
fn a_message_has_the_headers_that_programs_look_for() {
    let mail = compose("Årvåk: ett nytt funn", "Blåbær\n", "ola@nordvik.no", "msg_0a1b").unwrap();
    let text = String::from_utf8(mail.bytes().to_vec()).unwrap();
    for line in [
        "Message-ID: <msg_0a1b@nordvik.no>\r\n",
        "Date: Sun, 01 Mar 2026 12:00:00 +0000\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "List-Unsubscribe: <https://arvak.nordvik.no/konto/varsler>\r\n",
        "To: ola@nordvik.no\r\n",
        "Content-Type: text/plain; charset=utf-8\r\n",
        "Subject: =?utf-8?b?",
        "From: =?utf-8?b?",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert_eq!(names(&mail), OURS);
    assert!(text.is_ascii(), "every relay can carry it");
    // The same message is the same bytes at each attempt.
    assert_eq!(
        compose("Årvåk: ett nytt funn", "Blåbær\n", "ola@nordvik.no", "msg_0a1b").unwrap(),
        mail
    );
}

#[test]
fn an_address_that_is_none_is_refused() {
    for bad in [
        "",
        "ola",
        "ola@",
        "@nordvik.no",
        "ola@nordvik",
        "ola@nordvik.no\r\nBcc: kari@nordvik.no",
        "ola@nordvik.no, kari@nordvik.no",
        "Ola <ola@nordvik.no>",
        "ola nordmann@nordvik.no",
        "øla@nordvik.no",
    ] {
        assert!(!is_address(bad), "{bad}");
        assert_eq!(compose("x", "x", bad, "x").unwrap_err(), SendError::BadAddress, "{bad}");
    }
    for good in ["ola@nordvik.no", "ola.nordmann+arvak@post.nordvik.kommune.no"] {
        assert!(is_address(good), "{good}");
    }
}

proptest! {
    #[test]
    fn nothing_that_is_put_in_becomes_a_header_of_its_own(
        subject in "(\\PC|[\r\n\t\0]|\r\nBcc: x@y\\.no|\n\n){0,40}",
        text in "(\\PC|[\r\n\0]|\r\n\\.\r\n){0,80}",
        name in "(\\PC|[\r\n>]){0,20}",
    ) {
        let mail = compose(&subject, &text, "ola@nordvik.no", &name).unwrap();
        prop_assert_eq!(names(&mail), OURS);
        prop_assert!(mail.bytes().is_ascii());
        let longest = mail.bytes().split(|byte| *byte == b'\n').map(<[u8]>::len).max();
        prop_assert!(longest.unwrap_or(0) <= 999, "RFC 5322, 2.1.1");
    }
}
