//! Many mails over one connection to a server that says what it should not, or hangs up.

use arvak_notices::{Handed, SendError, Session};
use arvak_probe::Roots;

use crate::scripted::{Scripted, Turn};
use crate::smtp::{door, mail, relay};

/// Sends one mail over a new connection: what became of it, whether it began, and whether the connection is good still.
async fn one(server: &Scripted) -> Result<(Handed, bool, bool), SendError> {
    let relay = relay("127.0.0.1", server.address.port(), "none");
    let session =
        Session::open(&door(&relay, Roots::Native), &relay, "arvak.nordvik.example").await?;
    let mut begun = false;
    let (handed, back) = session
        .send(&mail(&relay), || {
            begun = true;
            Ok(())
        })
        .await;
    Ok((handed, begun, back.is_some()))
}

#[tokio::test]
async fn what_the_server_says_decides_what_became_of_a_mail() {
    for (turn, code, is_known, has_begun, goes_on) in [
        (Turn::Answers("RCPT", "550 5.1.1 no such user"), "refused", true, false, true),
        (Turn::Answers("RCPT", "451 4.7.1 greylisted"), "later", true, false, true),
        (Turn::Answers("MAIL", "421 too many"), "later", true, false, false),
        (Turn::Answers("DATA", "452 disk full"), "later", true, false, true),
        (Turn::Answers(".", "554 spam"), "refused", true, true, true),
        (Turn::Answers(".", "451 try again"), "later", true, true, true),
        (Turn::Answers(".", "nonsense"), "broken", false, true, false),
        (Turn::BreaksAfterData, "broken", false, true, false),
    ] {
        let server = Scripted::start([turn.clone()]).await;
        let (handed, begun, good) = one(&server).await.unwrap();
        let (error, known) = match handed {
            Handed::Not(error) => (error, true),
            Handed::Unknown(error) => (error, false),
            Handed::Taken(said) => panic!("{turn:?}: {said}"),
        };
        assert_eq!((error.code(), known), (code, is_known), "{turn:?}: {error}");
        assert_eq!((begun, good), (has_begun, goes_on), "{turn:?}");
    }
}

#[tokio::test]
async fn a_server_that_does_not_greet_gets_nothing() {
    for turn in [Turn::Closes, Turn::Answers("EHLO", "502 what")] {
        let server = Scripted::start([turn.clone()]).await;
        assert!(one(&server).await.is_err(), "{turn:?}");
        assert!(server.messages().is_empty());
    }
}

#[tokio::test]
async fn a_mail_that_must_not_begin_is_not_handed_over() {
    let server = Scripted::start([]).await;
    let relay = relay("127.0.0.1", server.address.port(), "none");
    let session = Session::open(&door(&relay, Roots::Native), &relay, "localhost").await.unwrap();
    let full = || Err(SendError::Broken { said: "the disk is full".to_owned() });
    let (handed, back) = session.send(&mail(&relay), full).await;
    assert!(matches!(handed, Handed::Not(_)), "{handed:?}");
    assert!(back.is_none() && server.messages().is_empty());
}

#[tokio::test]
async fn many_mails_go_over_one_connection() {
    let server = Scripted::start([]).await;
    let relay = relay("127.0.0.1", server.address.port(), "none");
    let mut session =
        Session::open(&door(&relay, Roots::Native), &relay, "localhost").await.unwrap();
    for _ in 0..20 {
        let (handed, back) = session.send(&mail(&relay), || Ok(())).await;
        assert_eq!(handed, Handed::Taken("taken".to_owned()));
        session = back.unwrap();
    }
    session.close().await;
    assert_eq!(server.messages().len(), 20);
    let greetings = server.commands().iter().filter(|line| line.starts_with("EHLO")).count();
    assert_eq!(greetings, 1);
    assert!(server.messages()[0].contains("\r\n..punktum"), "a dot at the beginning is doubled");
}
