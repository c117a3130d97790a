//! Conversations with model servers: what is said, what is heard, and how it ends.

use proptest::prelude::*;

use super::*;

/// Plays the server's replies, cut into bytes; gives what the client said and how it ended.
fn talk(kind: StartTls, replies: &[&[u8]]) -> (Vec<String>, Step) {
    let mut conversation = Conversation::new(kind, "post.nordvik.example");
    let mut replies = replies.iter();
    let (mut said, mut coming) = (Vec::new(), [].iter());
    loop {
        match conversation.step() {
            Step::Send(bytes) => said.push(String::from_utf8_lossy(&bytes).into_owned()),
            Step::Wait => match coming.next() {
                Some(byte) => conversation.heard(&[*byte]),
                None => match replies.next() {
                    Some(reply) => coming = reply.iter(),
                    None => return (said, Step::Wait),
                },
            },
            end => return (said, end),
        }
    }
}

#[test]
fn every_protocol_is_led_to_tls() {
    let ldap = [0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0];
    let cases: [(StartTls, &[&[u8]], usize); 7] = [
        (
            StartTls::Smtp,
            &[
                b"220-post.nordvik.example\r\n220 ESMTP\r\n",
                b"250-post\r\n250-starttls\r\n250 HELP\r\n",
                b"220 go\r\n",
            ],
            2,
        ),
        (StartTls::Imap, &[b"* OK [CAPABILITY STARTTLS] ready\r\n", b"a1 OK begin\r\n"], 1),
        (StartTls::Pop3, &[b"+OK ready\r\n", b"+OK begin\r\n"], 1),
        (StartTls::Ftp, &[b"220 ready\r\n", b"234 go\r\n"], 1),
        (StartTls::Ldap, &[&ldap], 1),
        (StartTls::Postgres, &[b"S"], 1),
        (
            StartTls::Xmpp,
            &[
                b"<stream:stream><stream:features><starttls xmlns='x'/></stream:features>",
                b"<proceed xmlns='x'/>",
            ],
            2,
        ),
    ];
    for (kind, replies, sentences) in cases {
        let (said, end) = talk(kind, replies);
        assert_eq!(end, Step::Ready, "{kind:?}");
        assert_eq!(said.len(), sentences, "{kind:?}: {said:?}");
    }
}

#[test]
fn a_server_without_tls_is_told_from_one_that_is_something_else() {
    let cases: [(StartTls, &[&[u8]], &str); 10] = [
        (StartTls::Smtp, &[b"220 x\r\n", b"250-x\r\n250 HELP\r\n"], "starttls.not_offered"),
        (StartTls::Smtp, &[b"220 x\r\n", b"250 STARTTLS\r\n", b"454 no\r\n"], "starttls.refused"),
        (StartTls::Smtp, &[b"554 no\r\n"], "starttls.no_greeting"),
        (StartTls::Smtp, &[b"SSH-2.0-x\r\n"], "starttls.not_the_protocol"),
        (StartTls::Imap, &[b"* OK x\r\n", b"a1 BAD what\r\n"], "starttls.refused"),
        (StartTls::Pop3, &[b"+OK x\r\n", b"-ERR no\r\n"], "starttls.refused"),
        (StartTls::Postgres, &[b"N"], "starttls.not_offered"),
        (StartTls::Postgres, &[b"E"], "starttls.not_the_protocol"),
        (
            StartTls::Ldap,
            &[&[0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, 52, 4, 0, 4, 0]],
            "starttls.refused",
        ),
        (StartTls::Xmpp, &[b"<stream:features></stream:features>"], "starttls.not_offered"),
    ];
    for (kind, replies, code) in cases {
        assert_eq!(talk(kind, replies).1, Step::Refused(code), "{kind:?}");
    }
}

#[test]
fn words_that_are_slipped_in_behind_the_last_one_are_noticed() {
    let mut conversation = Conversation::new(StartTls::Postgres, "x");
    assert!(matches!(conversation.step(), Step::Send(_)));
    conversation.heard(b"Sx");
    assert_eq!(conversation.step(), Step::Refused("starttls.injected"));
    let mut conversation = Conversation::new(StartTls::Pop3, "x");
    conversation.heard(b"+OK\r\n");
    assert!(matches!(conversation.step(), Step::Send(_)));
    conversation.heard(b"+OK begin\r\n+OK and more\r\n");
    assert_eq!(conversation.step(), Step::Refused("starttls.injected"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_server_is_left_in_the_end_without_a_panic(
        kind in prop::sample::select(vec![
            StartTls::Smtp, StartTls::Imap, StartTls::Pop3, StartTls::Ftp, StartTls::Ldap,
            StartTls::Postgres, StartTls::Xmpp,
        ]),
        reply in proptest::collection::vec(any::<u8>(), 1..60),
        lines in any::<bool>(),
    ) {
        let block = if lines { [&reply[..], b"\r\n"].concat() } else { reply.repeat(512) };
        let mut conversation = Conversation::new(kind, "x");
        for _ in 0..WORDS_BYTES_MAX / 2 {
            match conversation.step() {
                Step::Wait => conversation.heard(&block),
                Step::Send(_) => {}
                Step::Ready | Step::Refused(_) => return Ok(()),
            }
        }
        prop_assert!(false, "endless");
    }
}
