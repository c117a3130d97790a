//! Sending: what does not get through stays, is tried again, and is seen; what was taken is not lost and keeps its name.

use std::collections::BTreeSet;
use std::time::Duration;

use arvak_core::Span;
use arvak_identity::Role;
use arvak_probe::{Clock as _, Stop};
use arvak_store::{NewMessage, To, ToNote};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::scripted::{Scripted, Turn, header};
use super::{hours, outbox, relaying, send, somebody};
use crate::accounts::seal;
use crate::notices::post::Post;
use crate::trial::Trial;

async fn put(trial: &Trial, to: &To, count: usize) {
    let operation = trial.app.folder().operation();
    let now = trial.clock.now();
    let recipient = operation.note(to, &ToNote::default(), now).await.unwrap();
    let message = |number| NewMessage {
        subject: format!("Melding {number}"),
        body: format!("{{\"number\":{number}}}"),
        tells: Vec::new(),
    };
    let messages: Vec<NewMessage> = (0..count).map(message).collect();
    operation.put_in_messages(recipient, &messages, now).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_server_costs_patience_and_no_message() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let trial = relaying(port).await;
    let me = To::Person(somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await);
    put(&trial, &me, 3).await;
    let mut waits = Vec::new();
    for _ in 0..6 {
        let before = trial.clock.now();
        send(&trial.app).await;
        let rows = outbox(&trial.app).await;
        assert_eq!(rows.len(), 3);
        let tried = rows.iter().filter(|row| row.problem.is_some()).count();
        assert_eq!(tried, 1, "the way is down: the others are not tried after the first");
        let next = rows.iter().map(|row| row.next_at).min().unwrap();
        waits.push(next.since(before).as_millis());
        // Nothing is tried before its time.
        send(&trial.app).await;
        assert_eq!(outbox(&trial.app).await, rows);
        trial.clock.set(rows.iter().map(|row| row.next_at).max().unwrap());
    }
    assert!(waits.iter().all(|wait| *wait >= 60_000), "{waits:?}");
    assert!(waits.last() > waits.first(), "it waits longer and longer: {waits:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_to_wait_comes_later_and_what_is_refused_is_seen() {
    let server = Scripted::start([
        Turn::Answers("RCPT", "450 4.2.0 greylisted"),
        Turn::Answers("RCPT", "550 5.1.1 unknown"),
    ])
    .await;
    let trial = relaying(server.address.port()).await;
    let me = To::Person(somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await);
    put(&trial, &me, 2).await;
    send(&trial.app).await;
    let rows = outbox(&trial.app).await;
    assert_eq!(rows.len(), 1, "the other one is given up");
    assert_eq!(rows[0].problem.as_deref(), Some("later"));
    let operation = trial.app.folder().operation();
    assert_eq!(operation.count_messages().await.unwrap(), (1, 1));
    trial.clock.advance(Span::from_millis(60_000));
    send(&trial.app).await;
    assert_eq!(operation.count_messages().await.unwrap(), (0, 1));
    assert_eq!(server.messages().len(), 1);
    // Whoever administers may ask for another try.
    let failed = operation.stuck_messages().await.unwrap();
    assert!(operation.try_again(failed[0].id, trial.clock.now()).await.unwrap());
    send(&trial.app).await;
    assert_eq!(operation.count_messages().await.unwrap(), (0, 0));
    assert_eq!(server.messages().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_five_days_a_message_is_a_failure() {
    let trial = relaying(1).await;
    let me = To::Person(somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await);
    put(&trial, &me, 1).await;
    let operation = trial.app.folder().operation();
    let mut attempts = 0;
    while operation.count_messages().await.unwrap().1 == 0 {
        send(&trial.app).await;
        trial.clock.advance(hours(6));
        attempts += 1;
        assert!(attempts < 40, "it never ends");
    }
    assert!(attempts >= 20, "{attempts}");
    let [failed] = &operation.stuck_messages().await.unwrap()[..] else { panic!() };
    assert!(failed.failed_at.is_some());
    assert_eq!(failed.problem.as_deref(), Some("unreachable"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sender_that_is_killed_in_the_middle_sends_again_under_the_same_name() {
    let server = Scripted::start([Turn::HangsAfterData]).await;
    let trial = relaying(server.address.port()).await;
    let me = To::Person(somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await);
    put(&trial, &me, 2).await;
    let app = trial.app.clone();
    let sender = tokio::spawn(crate::notices::tell(app, Stop::default()));
    // The server has read all of it and said nothing: at this moment the sender dies.
    server.got.notified().await;
    sender.abort();
    assert!(sender.await.unwrap_err().is_cancelled());
    assert_eq!(outbox(&trial.app).await.len(), 2, "nothing was acknowledged, so nothing is lost");
    send(&trial.app).await;
    let messages = server.messages();
    let ids: BTreeSet<String> = messages.iter().map(|one| header(one, "Message-ID")).collect();
    assert_eq!((messages.len(), ids.len()), (3, 2), "one came twice, as the same message");
    assert_eq!(header(&messages[0], "Message-ID"), header(&messages[1], "Message-ID"));
    assert_eq!(messages[0], messages[1], "byte for byte");
    assert_eq!(outbox(&trial.app).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sender_ends_when_it_is_asked_to() {
    let trial = relaying(1).await;
    let stop = Stop::default();
    let sender = tokio::spawn(crate::notices::tell(trial.app.clone(), stop.clone()));
    stop.stop();
    tokio::time::timeout(Duration::from_mins(1), sender).await.unwrap().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_and_not_noted_is_not_sent_again_by_the_same_process() {
    let server = Scripted::start([]).await;
    let trial = relaying(server.address.port()).await;
    let me = To::Person(somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await);
    put(&trial, &me, 1).await;
    let id = outbox(&trial.app).await[0].id;
    // As after a disk that was full just when the server had taken it.
    let mut post = Post::remembering(id);
    post.send_due(&trial.app, &Stop::default()).await.unwrap();
    assert_eq!(server.messages(), [""; 0]);
    assert_eq!(outbox(&trial.app).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_no_address_any_more_gets_nothing() {
    let server = Scripted::start([]).await;
    let trial = relaying(server.address.port()).await;
    let person = somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await;
    put(&trial, &To::Person(person.clone()), 1).await;
    trial.app.folder().operation().set_account_email(&person, None).await.unwrap();
    send(&trial.app).await;
    assert_eq!(server.messages(), [""; 0]);
    assert_eq!(outbox(&trial.app).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_that_is_down_holds_up_nobody_else_and_gets_the_same_id_later() {
    let server = Scripted::start([]).await;
    let trial = relaying(server.address.port()).await;
    let person = somebody(&trial, "ada", Role::IctLead, "weekly", &[]).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let operation = trial.app.folder().operation();
    let seal = seal(&trial.app).await.unwrap();
    let now = trial.clock.now();
    let id = operation.add_webhook(&seal, &url, &[7; 32], &person, now).await.unwrap().unwrap();
    put(&trial, &To::Webhook(id), 1).await;
    put(&trial, &To::Person(person.clone()), 1).await;
    let receiver = tokio::spawn(async move {
        let mut ids = Vec::new();
        for status in [503, 200] {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !request.ends_with(b"}") {
                let mut part = [0; 4096];
                let length = stream.read(&mut part).await.unwrap();
                request.extend_from_slice(&part[..length]);
            }
            let request = String::from_utf8(request).unwrap();
            ids.push(header(&request, "webhook-id"));
            let answer = format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
        ids
    });
    send(&trial.app).await;
    assert_eq!(server.messages().len(), 1);
    let rows = outbox(&trial.app).await;
    assert_eq!((rows.len(), rows[0].problem.as_deref()), (1, Some("status")));
    trial.clock.advance(Span::from_millis(60_000));
    send(&trial.app).await;
    let ids = receiver.await.unwrap();
    assert_eq!(ids, [rows[0].name.clone(), rows[0].name.clone()]);
    assert_eq!(outbox(&trial.app).await, []);
    // Removed, it takes what waits for it along.
    put(&trial, &To::Webhook(id), 2).await;
    assert!(operation.remove_webhook(id).await.unwrap());
    assert_eq!(outbox(&trial.app).await, []);
}
