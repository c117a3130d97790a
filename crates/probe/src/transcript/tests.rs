//! Transcripts: bounds, masking, and reading back.

use proptest::prelude::*;

use super::*;
use crate::{Check, Context, Look, ManualClock, Net, NetBuilder, Purpose};

struct Desk {
    clock: ManualClock,
    net: Net,
    vantage: Name,
    check: Check,
}

impl Desk {
    fn new() -> Self {
        let clock = std::sync::Arc::new(ManualClock::new(Instant::from_millis(1_000)));
        Self {
            clock: ManualClock::new(Instant::from_millis(1_000)),
            net: NetBuilder::default().build(clock),
            vantage: "inside".parse().unwrap(),
            check: Check {
                probe: "https".parse().unwrap(),
                subject: "endpoint/www".parse().unwrap(),
                host: "www.nordvik.example".parse().unwrap(),
                port: Some(443),
                look: Look::Public,
                domain: "nordvik.example".to_owned(),
            },
        }
    }

    fn record(&self, events: Vec<Event>) -> Vec<u8> {
        let context = Context { net: &self.net, clock: &self.clock, vantage: &self.vantage };
        let mut recorder = Recorder::new(&self.check, 1, &context);
        for event in events {
            recorder.event(event);
        }
        recorder.finish().unwrap().transcript
    }
}

fn header(name: &str, value: &str) -> Event {
    let headers = vec![(name.to_owned(), value.to_owned())];
    Event::Http { url: "https://www.nordvik.example/".to_owned(), status: 200, headers }
}

fn line(text: String) -> Event {
    Event::Line { text }
}

#[test]
fn what_is_recorded_is_read_back_with_its_time() {
    let desk = Desk::new();
    let context = Context { net: &desk.net, clock: &desk.clock, vantage: &desk.vantage };
    let mut recorder = Recorder::new(&desk.check, 3, &context);
    desk.clock.advance(arvak_core::Span::from_millis(12));
    recorder.event(line("220 hello".to_owned()));
    let observation = recorder.finish().unwrap();
    let read = Transcript::of_probe(&observation.transcript, "https").unwrap();
    assert_eq!(read.method_version, 3);
    assert_eq!(read.events, [Timed { at_ms: 12, event: line("220 hello".to_owned()) }]);
    assert_eq!(read.finished_at.since(read.started_at).as_millis(), 12);
    assert!(!read.truncated);
}

#[test]
fn transcripts_of_others_and_of_newer_programs_are_refused() {
    let bytes = Desk::new().record(vec![]);
    assert_eq!(Transcript::of_probe(&bytes, "ssh").unwrap_err().code(), "transcript.other_probe");
    let newer = String::from_utf8(bytes).unwrap().replace("{\"v\":1,", "{\"v\":2,\"new\":0,");
    assert_eq!(Transcript::decode(newer.as_bytes()).unwrap_err().code(), "transcript.newer");
    assert_eq!(Transcript::decode(b"{}").unwrap_err().code(), "transcript.malformed");
}

#[test]
fn a_full_transcript_says_so_and_still_takes_failures() {
    let mut events: Vec<_> = (0..200).map(|_| line("x".repeat(10_000))).collect();
    let code = "net.too_much".to_owned();
    let (step, detail) = ("http".to_owned(), "it goes on and on".to_owned());
    events.push(Event::Failed { step, code, detail, transient: false });
    let bytes = Desk::new().record(events);
    assert!(bytes.len() <= TRANSCRIPT_BYTES_MAX, "{}", bytes.len());
    let read = Transcript::decode(&bytes).unwrap();
    assert!(read.truncated);
    assert!(read.events.len() > 90);
    assert!(matches!(read.failure(), Some(Event::Failed { code, .. }) if code == "net.too_much"));
}

#[test]
fn an_event_that_does_not_fit_leaves_no_hole() {
    let events = vec![line("a".into()), line("b".repeat(2_000_000)), line("c".into())];
    let read = Transcript::decode(&Desk::new().record(events)).unwrap();
    assert!(read.truncated);
    assert_eq!(read.events().collect::<Vec<_>>(), [&line("a".into())]);
}

#[test]
fn the_names_and_flags_of_cookies_stay() {
    let masked = mask::header("Set-Cookie", "SID=s3cr3t; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(masked, "SID=***; Path=/; Secure; HttpOnly; SameSite=Lax");
    assert_eq!(mask::header("cookie", "a=1; b=2"), "a=***; b=***");
    let expires = "a=1; Expires=Wed, 21 Oct 2026 07:28:00 GMT; b=2";
    assert_eq!(
        mask::header("set-cookie", expires),
        "a=***; Expires=Wed, 21 Oct 2026 07:28:00 GMT; ***"
    );
}

#[test]
fn what_judges_read_is_left_alone() {
    for text in [
        "v=spf1 include:_spf.example.net ip4:192.0.2.0/24 -all",
        "v=DMARC1; p=reject; rua=mailto:dmarc@nordvik.example; pct=100",
        "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC==",
        "max-age=63072000; includeSubDomains; preload",
        "https://www.nordvik.example/login?lang=nb#top",
        "arvak-control=7f3a9c",
        "SSH-2.0-OpenSSH_9.2p1 Debian-2",
        "Basic realm=\"Nordvik\", charset=\"UTF-8\"",
    ] {
        assert_eq!(mask::text(text), text);
    }
}

#[test]
fn a_trusted_root_is_left_alone_whatever_its_letters_spell() {
    let detail = r#"{"subject":"MA0xCzAJ","key":"MFkwEwYHKoZIzj0CAQYIKeyQ=="}"#;
    assert_ne!(mask::text(detail), detail, "as a text it would be taken for a secret");
    let mut event = Event::Note { code: "tls_root".into(), detail: detail.into() };
    mask::event(&mut event);
    assert_eq!(event, Event::Note { code: "tls_root".into(), detail: detail.into() });
}

#[test]
fn secrets_are_cut_out_of_texts() {
    for (text, masked) in [
        ("https://ola:hemmelig@nordvik.example/x", "https://***@nordvik.example/x"),
        ("/cb?code=abc&state=1", "/cb?code=***&state=1"),
        ("/cb?a=1&Access_Token=abc#x", "/cb?a=1&Access_Token=***#x"),
        ("/cb?%74oken=abc", "/cb?%74oken=***"),
        (
            "/l?next=https%3A%2F%2Fa%2F%3Ftoken%3Dabc&b=1",
            "/l?next=https%3A%2F%2Fa%2F%3Ftoken%3D***&b=1",
        ),
        ("sent Bearer abc.def and left", "sent Bearer *** and left"),
        ("-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----\nrest", "***\nrest"),
        ("x -----BEGIN PRIVATE KEY-----\nabc", "x ***"),
        ("eyJhbGciOi.eyJzdWIi.c2ln", "***"),
    ] {
        assert_eq!(mask::text(text), masked);
    }
}

fn planted(secret: &str, before: &str, after: &str) -> Vec<Event> {
    let in_texts = [
        format!("{before} https://ola:{secret}@nordvik.example/{after}"),
        format!("{before} //{secret}@nordvik.example"),
        format!("/a?x={after}&token={secret}&y=1"),
        format!("/a?sessionId={secret}"),
        format!("https://nordvik.example/#api_key={secret}"),
        format!("/a?PASSWORD={secret};{after}"),
        format!("/a?client_secret={secret}"),
        format!("/a?back=%2Fb%3Fcode%3D{secret}"),
        format!("{before} Bearer {secret}"),
        format!("{before} bearer  {secret} {after}"),
        format!(
            "{before}-----BEGIN RSA PRIVATE KEY-----\n{secret}\n{secret}\n-----END RSA PRIVATE KEY-----{after}"
        ),
        format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{secret}"),
    ];
    let mut events: Vec<Event> = in_texts.iter().flat_map(|text| everywhere(text)).collect();
    events.extend([
        header("Authorization", &format!("Digest {secret}")),
        header("proxy-authorization", secret),
        header("X-Api-Key", secret),
        header("Cookie", &format!("a={secret}; b={secret}")),
        header("Set-Cookie", &format!("sid={secret}; Path=/; Secure")),
        header("SET-COOKIE", &format!("sid=1; Path=/, other={secret}; Secure; {secret}")),
        header("set-cookie", secret),
    ]);
    events
}

/// The text in every kind of event that takes one.
fn everywhere(text: &str) -> Vec<Event> {
    let text = text.to_owned();
    vec![
        line(text.clone()),
        header("location", &text),
        Event::Http { url: text.clone(), status: 302, headers: vec![] },
        Event::Redirect { location: text.clone(), followed: false, code: None },
        Event::Page(PageSeen {
            url: text.clone(),
            elements: vec![PageElement {
                name: "a".into(),
                attributes: vec![("href".into(), text.clone())],
            }],
            ..PageSeen::default()
        }),
        Event::WebAsked(WebAsked {
            url: text.clone(),
            headers: vec![("location".into(), text.clone())],
            text: Some(text.clone()),
            ..WebAsked::default()
        }),
        Event::SshBanner { text: text.clone() },
        Event::TlsTry(TlsTry {
            question: "features".into(),
            offered: 1,
            answer: TlsAnswer::Hello(Box::new(TlsHello {
                alpn: Some(text.clone()),
                ..TlsHello::default()
            })),
        }),
        Event::TlsFinished(TlsFinished { alpn: Some(text.clone()), ..TlsFinished::default() }),
        Event::SshMethods { methods: vec![text.clone()] },
        Event::Exchange { sent: text.clone(), lines: vec![text.clone()] },
        Event::Offers { protocol: "smtp".into(), secure: false, words: vec![text.clone()] },
        Event::Note { code: "x".to_owned(), detail: text.clone() },
        Event::Refused { code: "x".to_owned(), detail: text.clone() },
        Event::Failed {
            step: "x".into(),
            code: "x".into(),
            detail: text.clone(),
            transient: false,
        },
        Event::Resolved(DnsAnswer {
            name: "a.example".into(),
            record_type: "TXT".into(),
            rcode: "NOERROR".into(),
            authentic: false,
            canonical: "a.example".into(),
            records: vec![DnsRecord {
                name: "a.example".into(),
                record_type: "TXT".into(),
                ttl_s: 1,
                data: text,
            }],
            authority: vec![],
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_planted_secret_never_reaches_the_bytes(
        secret in "[A-Za-z0-9_-]{6}zq[A-Za-z0-9+/_.~-]{8,40}",
        before in "[a-zæøå :,.]{0,12}",
        after in "[a-zæøå ]{0,12}",
    ) {
        // A slash would end the authority of a URL: then it is no password but a path.
        let secret = secret.replace('/', "_");
        for event in planted(&secret, &before, &after) {
            let bytes = Desk::new().record(vec![event.clone()]);
            let text = String::from_utf8(bytes).unwrap();
            prop_assert!(!text.contains(&secret), "{event:?}\n{text}");
        }
    }

    #[test]
    fn masking_twice_changes_nothing_more(text in "[a-zA-Z0-9=&?:/@#; .%-]{0,80}") {
        let once = mask::text(&text);
        prop_assert_eq!(mask::text(&once), once.clone());
    }

    #[test]
    fn any_text_can_be_masked(text in any::<String>()) {
        mask::text(&text);
        mask::header("set-cookie", &text);
        mask::header("cookie", &text);
    }
}

#[test]
fn public_looks_are_the_ones_that_visitors_take() {
    assert_eq!(Purpose::Https.look(443), Look::Public);
    assert_eq!(Purpose::Https.look(8443), Look::Proved);
    assert_eq!(Purpose::Other.look(443), Look::Proved);
}

/// In base64 any word may stand by chance; one that is like a secret's name must not break a public key.
#[test]
fn public_keys_stay_as_they_are() {
    let root = r#"{"subject":"MQ0w","key":"MBMG/jWtC0nS8gvWDN98Y8QpfNmTvc="}"#;
    let mut note = Event::Note { code: "tls_root".to_owned(), detail: root.to_owned() };
    mask::event(&mut note);
    assert_eq!(note, Event::Note { code: "tls_root".to_owned(), detail: root.to_owned() });
    let signs = "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIajWtcHURo=; t=y";
    let answer = |name: &str| {
        let record = DnsRecord {
            name: name.to_owned(),
            record_type: "TXT".to_owned(),
            ttl_s: 60,
            data: signs.to_owned(),
        };
        let mut event = Event::Resolved(DnsAnswer {
            name: name.to_owned(),
            record_type: "TXT".to_owned(),
            rcode: "NOERROR".to_owned(),
            authentic: false,
            canonical: name.to_owned(),
            records: vec![record],
            authority: Vec::new(),
        });
        mask::event(&mut event);
        let Event::Resolved(answer) = event else { panic!("another event") };
        answer.records[0].data.clone()
    };
    assert_eq!(answer("s1._domainkey.nordvik.example"), signs);
    assert_ne!(answer("nordvik.example"), signs, "elsewhere a mask is set when in doubt");
}
