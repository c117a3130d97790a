//! Conversations, word for word.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, DuplexStream};

use super::*;

/// A server that says these lines, whatever it hears; gives what it heard.
async fn served<F, T>(protocol: Protocol, said: &str, talk: F) -> (T, String)
where
    F: AsyncFnOnce(Mail<DuplexStream>) -> T,
{
    let (ours, mut theirs) = tokio::io::duplex(64 * 1024);
    theirs.write_all(said.replace('\n', "\r\n").as_bytes()).await.unwrap();
    let result = talk(Mail::new(protocol, ours)).await;
    let mut heard = String::new();
    theirs.read_to_string(&mut heard).await.unwrap();
    (result, heard)
}

async fn tried(protocol: Protocol, way: Way, said: &str) -> (Result<Meaning, String>, String) {
    served(protocol, said, async |mut mail: Mail<DuplexStream>| {
        let answer = mail.log_in(way, "kanari", "Vin\"ter").await;
        answer.map(|answer| answer.meaning).map_err(|trouble| trouble.to_string())
    })
    .await
}

#[tokio::test]
async fn a_password_is_said_in_the_words_of_each_way() {
    for (protocol, way, said, heard) in [
        (Protocol::Imap, Way::Command, "a1 OK in\n", "a1 LOGIN \"kanari\" \"Vin\\\"ter\"\r\n"),
        (
            Protocol::Imap,
            Way::Plain,
            "+ \na1 OK in\n",
            "a1 AUTHENTICATE PLAIN\r\nAGthbmFyaQBWaW4idGVy\r\n",
        ),
        (Protocol::Pop3, Way::Command, "+OK\n+OK\n", "USER kanari\r\nPASS Vin\"ter\r\n"),
        (Protocol::Pop3, Way::Plain, "+ \n+OK\n", "AUTH PLAIN\r\nAGthbmFyaQBWaW4idGVy\r\n"),
        (Protocol::Smtp, Way::Plain, "235 in\n", "AUTH PLAIN AGthbmFyaQBWaW4idGVy\r\n"),
        (
            Protocol::Smtp,
            Way::Login,
            "334 VXNlcm5hbWU6\n334 UGFzc3dvcmQ6\n235 in\n",
            "AUTH LOGIN\r\na2FuYXJp\r\nVmluInRlcg==\r\n",
        ),
    ] {
        let (meaning, said) = tried(protocol, way, said).await;
        assert_eq!((meaning, &*said), (Ok(Meaning::Accepted), heard), "{protocol:?} {way:?}");
    }
}

#[tokio::test]
async fn a_way_that_is_refused_before_the_password_is_not_offered() {
    for (protocol, way, said) in [
        (Protocol::Imap, Way::Plain, "a1 NO no such way\n"),
        (Protocol::Pop3, Way::Command, "-ERR no such command\n"),
        (Protocol::Smtp, Way::Login, "503 5.5.1 Error: authentication not enabled\n"),
        (Protocol::Smtp, Way::Command, ""),
    ] {
        let (meaning, heard) = tried(protocol, way, said).await;
        assert_eq!(meaning, Ok(Meaning::NotOffered), "{protocol:?} {way:?}");
        assert!(!heard.contains("Vin"), "no password was said");
    }
}

#[tokio::test]
async fn what_no_mail_server_says_ends_the_conversation() {
    for (protocol, said) in [
        (Protocol::Imap, "HTTP/1.1 400 Bad Request\n".to_owned()),
        (Protocol::Imap, "* x\n".repeat(600)),
        (Protocol::Smtp, "334 \n".repeat(9)),
        (Protocol::Pop3, "hello\n".to_owned()),
        (Protocol::Imap, "x".repeat(20_000)),
    ] {
        assert!(tried(protocol, Way::Plain, &said).await.0.is_err(), "{protocol:?}");
    }
}

#[tokio::test]
async fn words_that_were_sent_before_tls_are_not_taken_for_protected_ones() {
    for (said, is_ok) in [("220 go\n", true), ("220 go\n250 injected\n", false)] {
        let (stream, _) = served(Protocol::Smtp, said, async |mail: Mail<DuplexStream>| {
            mail.start_tls().await.is_ok()
        })
        .await;
        assert_eq!(stream, is_ok, "{said}");
    }
}
