//! Definitions of drills as people write them, and receipts as whoever likes sends them.

use arvak_core::SourceFile;
use arvak_core::drill::{callout, parse};
use arvak_monitoring::{Evidently, MailFrom, RAW_BYTES_MAX, Raw, Sender, is_from};
use bolero::check;

use crate::changed::Foreign;

const CALLOUTS: [&[u8]; 1] = [include_bytes!("../../../examples/callouts/vakta.toml")];

const DEFINITIONS: [&[u8]; 4] = [
    include_bytes!("../../../examples/drills/norsk-drift-innlogging.toml"),
    include_bytes!("../../../examples/drills/norsk-drift-vakt.toml"),
    include_bytes!("../../../examples/drills/taus-kilde.toml"),
    include_bytes!("../../../examples/drills/norsk-drift-gjenoppretting.toml"),
];

const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
const OTHER: &[u8] = b"fedcba9876543210fedcba9876543210";

const WEBHOOKS: [&[u8]; 2] = [
    b"webhook-id: a\r\nwebhook-timestamp: 1772503200\r\nwebhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=\r\n\r\n{\"a\":[\"arvak-0123456789abcdef0123456789abcdef\"]}",
    b"POST / HTTP/1.1\nWebhook-Id: b\nWebhook-Timestamp: 0\nWebhook-Signature: v1, v1,AA== x\n\nnot json",
];

const MAILS: [&[u8]; 3] = [
    b"Authentication-Results: mx.nordvik.example; dkim=pass header.d=soc.example\r\nReceived: from a by b; Sun, 1 Mar 2026 03:04:05 +0100 (CET)\r\nFrom: a@soc.example\r\nMessage-ID: <1@soc.example>\r\n\r\nHei",
    b"From: =?utf-8?q?V=C3=A5kt?= <a@x.soc.example>\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Transfer-Encoding: base64\n\nYXJ2YWst\n--x\nContent-Type: message/rfc822\n\nFrom: b\n\nc\n--x--\n",
    b"Authentication-Results: mx.nordvik.example 1 (a(b)c); spf=pass; dkim=fail; dkim=pass (x) header.d=a.soc.example\r\nFrom: <a@soc.example>\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=\r\nrvak=2D1\r\n",
];

#[test]
fn definitions() {
    for seed in DEFINITIONS {
        let text = str::from_utf8(seed).unwrap();
        assert!(parse(SourceFile { name: "seed.toml", text }).is_ok());
    }
    check!().with_iterations(2_000).with_type::<Foreign>().for_each(|foreign| {
        let text = String::from_utf8_lossy(&foreign.bytes(&DEFINITIONS)).into_owned();
        match parse(SourceFile { name: "drill.toml", text: &text }) {
            Ok(read) => {
                assert!(
                    read.rules.from < read.rules.to && read.expect.within <= read.expect.listen
                );
                assert!(!read.expect.channels.is_empty() && !read.rules.agreed.is_empty());
                let digits: String = read.rules.stop.chars().filter(char::is_ascii_digit).collect();
                let digits = digits.trim_start_matches("0047").trim_start_matches("47");
                assert!(!["110", "112", "113"].contains(&digits), "{}", read.rules.stop);
            }
            Err(mistakes) => assert!(!mistakes.is_empty(), "what is refused says why"),
        }
    });
}

#[test]
fn callouts() {
    for seed in CALLOUTS {
        let text = str::from_utf8(seed).unwrap();
        assert!(callout::parse(SourceFile { name: "seed.toml", text }).is_ok());
    }
    check!().with_iterations(2_000).with_type::<Foreign>().for_each(|foreign| {
        let text = String::from_utf8_lossy(&foreign.bytes(&CALLOUTS)).into_owned();
        match callout::parse(SourceFile { name: "callout.toml", text: &text }) {
            Ok(read) => {
                assert!(!read.persons.is_empty() && read.next_after <= read.within);
                assert!(read.persons.iter().all(|person| !person.ways.is_empty()));
                // Nobody is called without a ground.
                assert!(!read.privacy.discussed.is_empty() && !read.privacy.purpose.is_empty());
            }
            Err(mistakes) => assert!(!mistakes.is_empty(), "what is refused says why"),
        }
    });
}

#[test]
fn webhooks() {
    for seed in WEBHOOKS {
        let read = Raw::read(Evidently::Webhook, seed, Some(KEY), None).unwrap();
        assert_eq!(read.sender, Sender::Wrong);
    }
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&WEBHOOKS);
        for key in [KEY, OTHER] {
            let read = Raw::read(Evidently::Webhook, &bytes, Some(key), None);
            // Nobody who does not know the key signs by chance.
            assert!(read.is_none_or(|read| read.sender == Sender::Wrong));
        }
        assert_eq!(Raw::read(Evidently::Person, &bytes, None, None).map(|read| read.sender), None);
    });
    let long = vec![b'x'; RAW_BYTES_MAX + 1];
    for channel in [Evidently::Webhook, Evidently::Mail, Evidently::Person] {
        assert_eq!(Raw::read(channel, &long, Some(KEY), None), None);
    }
}

#[test]
fn mails() {
    let (domain, authserv) = ("soc.example".parse().unwrap(), "mx.nordvik.example".parse().ok());
    let believed = MailFrom { domain, authserv };
    let unbelieved = MailFrom { authserv: None, ..believed.clone() };
    let elsewhere = MailFrom { domain: "other.example".parse().unwrap(), ..believed.clone() };
    let proven = Raw::read(Evidently::Mail, MAILS[0], None, Some(&believed)).unwrap();
    assert_eq!(proven.sender, Sender::Proven);
    check!().with_iterations(3_000).with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&MAILS);
        let read = |from| Raw::read(Evidently::Mail, &bytes, None, Some(from));
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let first = read(&believed);
        assert_eq!(first, read(&believed), "the same bytes read the same");
        if first.is_some_and(|read| read.sender == Sender::Proven) {
            assert!(text.contains("mx.nordvik.example") && text.contains("dkim=pass"), "{text}");
        }
        assert!(read(&unbelieved).is_none_or(|read| read.sender != Sender::Proven));
        // Whoever is taken for the sender is one that the drill listens for.
        let is_sender = read(&unbelieved).is_some_and(|read| read.sender == Sender::Word);
        assert!(!is_sender || is_from(&bytes, &believed.domain), "{text}");
        if !text.contains("other.example") {
            assert!(read(&elsewhere).is_none_or(|read| read.sender == Sender::Wrong));
        }
    });
}
