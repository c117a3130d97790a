//! The ways of a call but mail, to a receiver on this machine: a gateway for text messages in each of its types, one that is away for a
//! minute, one that is gone for good, and a webhook whose signature is checked.

use std::sync::{Arc, Mutex};

use arvak_identity::Secret as Code;
use arvak_notices::sms::{Gateway, GatewayFile};
use arvak_notices::webhook;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::*;
use crate::form::Asked;

type Got = Arc<Mutex<Vec<String>>>;

/// Number and text of what was sent.
type Unpack = fn(&str) -> (String, String);

/// Answers each request with the next status, the last one for ever, and keeps what it was sent.
async fn receiver(statuses: &'static [u16]) -> (String, Got) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    let got: Got = Arc::default();
    let kept = Arc::clone(&got);
    tokio::spawn(async move {
        let mut next = statuses.iter();
        let mut status = 200;
        while let Ok((mut stream, _)) = listener.accept().await {
            let (mut request, mut part) = (Vec::new(), [0; 4096]);
            while !is_whole(&request) {
                let length = stream.read(&mut part).await.unwrap();
                request.extend_from_slice(&part[..length]);
            }
            kept.lock().unwrap().push(String::from_utf8(request).unwrap());
            status = next.next().copied().unwrap_or(status);
            let answer =
                format!("HTTP/1.1 {status} x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            stream.write_all(answer.as_bytes()).await.unwrap();
        }
    });
    (url, got)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, _)) = text.split_once("\r\n\r\n") else { return false };
    let length = header(head, "content-length").parse::<usize>().unwrap();
    request.len() >= head.len() + 4 + length
}

fn header(request: &str, name: &str) -> String {
    let begin = format!("{name}: ");
    let line = request.lines().find(|line| line.to_lowercase().starts_with(&begin));
    line.unwrap()[begin.len()..].to_owned()
}

fn body(request: &str) -> &str {
    request.split_once("\r\n\r\n").unwrap().1
}

/// A started test whose first on the list is called this way.
async fn started(way: &str, channels: Channels) -> Walk {
    let text = DEFINITION.replace("mail = \"kari@heroy.example\"", way);
    let walk = planned_with(&text, channels).await;
    start(&walk).await;
    at_the_moment(&walk).await;
    walk
}

fn gateway(url: &str, kind: &str, template: &str) -> Channels {
    let file = GatewayFile {
        url: Some(url.to_owned()),
        body: Some(template.to_owned()),
        content_type: Some(kind.to_owned()),
        authorization_file: Some("sms".into()),
    };
    let sms = Gateway::of(&file, |_| Ok("Bearer hemmelig\n".to_owned())).unwrap();
    Channels { sms, ..Channels::default() }
}

async fn calls(walk: &Walk) -> Vec<arvak_store::CallRow> {
    walk.trial.app.folder().operation().calls(ID).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_gets_number_and_text_as_its_type_asks_and_the_link_in_it_works() {
    let json = |sent: &str| {
        let read: serde_json::Value = serde_json::from_str(sent).unwrap();
        (read["to"].as_str().unwrap().to_owned(), read["m"].as_str().unwrap().to_owned())
    };
    let form = |sent: &str| {
        let Asked(read) = Asked::of(sent);
        (read.get("to").to_owned(), read.get("m").to_owned())
    };
    let xml = |sent: &str| {
        let (_, rest) = sent.split_once("to='").unwrap();
        let (to, rest) = rest.split_once("'>").unwrap();
        (to.to_owned(), rest.strip_suffix("</sms>").unwrap().to_owned())
    };
    let types: [(&str, &str, Unpack); 3] = [
        ("application/json", r#"{"to":"{to}","m":"{text}"}"#, json),
        ("application/x-www-form-urlencoded", "to={to}&m={text}", form),
        ("text/xml", "<sms to='{to}'>{text}</sms>", xml),
    ];
    for (kind, template, unpack) in types {
        let (url, got) = receiver(&[200]).await;
        let walk = started("sms = \"+47 22 33 44 66\"", gateway(&url, kind, template)).await;
        round(&walk).await;
        let sent = got.lock().unwrap().clone();
        assert_eq!(sent.len(), 1, "{sent:?}");
        assert_eq!(header(&sent[0], "content-type"), kind);
        assert_eq!(header(&sent[0], "authorization"), "Bearer hemmelig");
        let (to, text) = unpack(body(&sent[0]));
        assert_eq!(to, "+4722334466");
        assert!(text.starts_with("ØVELSE"), "{text}");
        let link = text.split_whitespace().find(|word| word.starts_with(ORIGIN)).unwrap();
        assert_eq!(press(&walk, link).await.0, 200);
        round(&walk).await;
        assert!(now_kept(&walk).await.row.evidence.is_some(), "{kind}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_is_away_is_tried_again_after_a_minute_and_says_when_it_may_have_arrived() {
    let (url, got) = receiver(&[500, 200]).await;
    let channels = gateway(&url, "application/json", r#"{"to":"{to}","m":"{text}"}"#);
    let walk = started("sms = \"+47 22 33 44 66\"", channels).await;
    round(&walk).await;
    round(&walk).await;
    assert_eq!(got.lock().unwrap().len(), 1, "not before a minute is over");
    let first = &calls(&walk).await[0];
    assert!(first.sent_at.is_none() && !first.is_final && first.problem.is_some(), "{first:?}");
    walk.trial.clock.advance(minutes(1));
    round(&walk).await;
    let sent = got.lock().unwrap().clone();
    assert_eq!(sent.len(), 2);
    let code = |request: &str| {
        let (_, rest) = body(request).split_once('#').unwrap();
        rest.chars()
            .take_while(|sign| sign.is_ascii_alphanumeric() || "-_".contains(*sign))
            .collect::<String>()
    };
    assert_ne!(code(&sent[0]), code(&sent[1]), "each message has a code of its own");
    assert!(calls(&walk).await.iter().any(|call| call.attempt == 2 && call.sent_at.is_some()));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_way_that_is_gone_for_good_is_not_tried_again_and_the_next_is_called_at_once() {
    let (url, got) = receiver(&[410]).await;
    let server = scripted::Scripted::start([]).await;
    let channels = Channels {
        relay: relay(server.address.port()),
        ..gateway(&url, "application/json", r#"{"to":"{to}","m":"{text}"}"#)
    };
    let walk = started("sms = \"+47 22 33 44 66\"", channels).await;
    round(&walk).await;
    round(&walk).await;
    walk.trial.clock.advance(minutes(2));
    round(&walk).await;
    assert_eq!(got.lock().unwrap().len(), 1, "once");
    assert!(calls(&walk).await[0].is_final);
    assert_eq!(server.messages().len(), 1, "Ola Drift was called");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_is_signed_says_that_it_is_an_exercise_and_its_link_works() {
    const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
    let (url, got) = receiver(&[503, 204]).await;
    let walk = planned_with(
        &DEFINITION.replace("mail = \"kari@heroy.example\"", &format!("webhook = \"{url}\"")),
        Channels::default(),
    )
    .await;
    let folder = walk.trial.app.folder();
    let sealer = Seal::open(folder.layout()).unwrap();
    walk.session(Role::Administrator).await;
    let account = folder.operation().account_called(Role::Administrator.name()).await.unwrap();
    let (by, now) = (account.unwrap().person, walk.trial.clock.now());
    folder.operation().add_webhook(&sealer, &url, SECRET, &by, now).await.unwrap();
    start(&walk).await;
    at_the_moment(&walk).await;
    round(&walk).await;
    walk.trial.clock.advance(minutes(1));
    round(&walk).await;
    let sent = got.lock().unwrap().clone();
    assert_eq!(sent.len(), 2);
    for one in &sent {
        let (id, second) = (header(one, "webhook-id"), header(one, "webhook-timestamp"));
        let right = webhook::sign(SECRET, &id, second.parse().unwrap(), body(one).as_bytes());
        assert_eq!(header(one, "webhook-signature"), right);
    }
    assert_ne!(header(&sent[0], "webhook-id"), header(&sent[1], "webhook-id"));
    let read: serde_json::Value = serde_json::from_str(body(&sent[1])).unwrap();
    assert_eq!((&read["type"], &read["data"]["exercise"]), (&"callout.call".into(), &true.into()));
    let link = read["data"]["url"].as_str().unwrap();
    assert_eq!(press(&walk, link).await.0, 200);
    round(&walk).await;
    assert!(now_kept(&walk).await.row.evidence.is_some());
    // A code that nobody was sent is none.
    let other = Code::random().unwrap();
    assert_eq!(press(&walk, &format!("{ORIGIN}{ENTRANCE}#{}", other.reveal())).await.0, 404);
}
