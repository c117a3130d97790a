//! Reminders, codes, follow-ups and receipts, from what is due to what a mail server was given.

use std::collections::BTreeMap;

use arvak_core::Span;
use arvak_identity::Role;
use arvak_notices::{Channels, Relay, RelayFile, ToSuppliers};
use arvak_probe::{Clock as _, Stop};
use arvak_store::supplier::{AddressRow, Fate};
use axum::body::Body;
use axum::http::{Method, Response, header};

use super::round;
use crate::trial::{Trial, leads_to, read, sound};
use crate::walk::{ORIGIN, Walk};

use crate::scripted::{self, Scripted, Turn};

const LISTED: &str = r#"
[[supplier]]
id = "nordlys"
name = "Nordlys Drift AS"
operates_ict = true
critical = true

[[supplier]]
id = "skjemavev"
name = "Skjemavev AS"
operates_ict = false
"#;

/// A municipality with two suppliers that have addresses, and a mail server.
struct There {
    walk: Walk,
    lead: String,
    server: Scripted,
}

impl There {
    async fn new() -> Self {
        let server = Scripted::start([]).await;
        let mut trial = Trial::started().await;
        trial.listed(LISTED).await;
        trial.app = trial.app.clone().sending(channels(server.address.port()));
        trial.app.folder().operation().set_meta("first-run-over", "1").await.unwrap();
        let addresses = ["nordlys", "skjemavev"].map(|slug| {
            let row = AddressRow {
                address: format!("post@{slug}.example"),
                leader: Some(format!("leder@{slug}.example")),
                lang: "nb".to_owned(),
            };
            (format!("supplier/{slug}").parse().unwrap(), row)
        });
        let operation = trial.app.folder().operation().clone();
        operation.set_supplier_addresses(&addresses, trial.app.real_clock().now()).await.unwrap();
        let walk = Walk::over(trial).await;
        let lead = walk.session(Role::IctLead).await;
        Self { walk, lead, server }
    }

    async fn act(&self, path: &str, form: &str) -> Response<Body> {
        // Days go by, and a session ends with its day.
        let lead = self.walk.session(Role::IctLead).await;
        self.walk.send(&Method::POST, path, Some(&lead), Some(ORIGIN), form).await
    }

    /// Sends a wave to one supplier; the request's id.
    async fn wave(&self, slug: &str, more: &str) -> String {
        let form = format!("leverandor={slug}&antall=1&frist=2026-03-20{more}");
        let answer = self.act("/foresporsler/bolge", &form).await;
        assert_eq!(answer.status(), 303, "{}", read(answer).await.1);
        self.send().await;
        let operation = self.walk.trial.app.folder().operation();
        let rows = operation.supplier_requests().await.unwrap();
        rows.iter().find(|row| row.supplier.slug() == slug).unwrap().id.to_string()
    }

    async fn send(&self) {
        round(&self.walk.trial.app, &Stop::default()).await.unwrap().unwrap();
    }

    /// How often each subject's first words were sent to whom.
    fn sent(&self) -> Vec<(String, String)> {
        let all = self.server.messages();
        let line = |text: &str, name: &str| {
            let text = text.replace("\r\n ", " ");
            let begin = format!("{name}: ");
            text.lines()
                .find_map(|line| line.strip_prefix(begin.as_str()).map(str::to_owned))
                .unwrap_or_default()
        };
        all.iter().map(|text| (line(text, "To"), line(text, "Subject"))).collect()
    }

    fn last(&self) -> String {
        self.server.messages().last().unwrap().replace("=\r\n", "")
    }

    fn days(&self, days: u32) {
        self.walk.trial.clock.advance(Span::from_days(days));
    }

    /// Comes with the link that was sent last; the answer.
    async fn come(&self) -> Response<Body> {
        let mail = self.last();
        let (_, code) = mail.split_once("/foresporsel#").unwrap();
        let code: String = code.chars().take_while(|sign| !sign.is_whitespace()).collect();
        let form = format!("kode={code}");
        self.walk.send(&Method::POST, "/foresporsel", None, Some(ORIGIN), &form).await
    }
}

fn channels(port: u16) -> Channels {
    let file = RelayFile {
        relay: Some("127.0.0.1".to_owned()),
        port: Some(port),
        tls: Some("none".to_owned()),
        from: Some("Herøy <arvak@heroy.example>".to_owned()),
        ..RelayFile::default()
    };
    let relay = Relay::of(&file, |_| Ok(String::new())).unwrap();
    let call = Some("Kari Nordmann, 99 00 00 00".to_owned());
    let suppliers = ToSuppliers { call, ..ToSuppliers::default() };
    Channels { relay, suppliers, ..Channels::default() }
}

fn cookie(answer: &Response<Body>) -> String {
    let line = answer.headers()[header::SET_COOKIE].to_str().unwrap();
    line.split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_step_is_told_once_and_none_after_it_was_closed() {
    let there = There::new().await;
    let request = there.wave("nordlys", "").await;
    assert_eq!(there.server.messages().len(), 1);
    let due = there.walk.trial.app.folder().operation().supplier_requests().await.unwrap()[0].due;
    let now = there.walk.trial.clock.now();
    let left = u32::try_from(due.since(now).as_millis() / 86_400_000).unwrap();
    assert!(left > 8, "{left} days are left");
    there.days(left - 6);
    let mut counts = BTreeMap::new();
    for day in 0..24 {
        // Twice a day, by a program that remembers nothing.
        there.send().await;
        there.send().await;
        counts.insert(day, there.server.messages().len());
        there.days(1);
    }
    let sent = there.sent();
    let to: Vec<_> = sent.iter().map(|(to, _)| to.as_str()).collect();
    let (post, leader) = ("post@nordlys.example", "leder@nordlys.example");
    assert_eq!(to, [post, post, post, post, leader, post], "{sent:?}");
    let mails = there.walk.trial.app.folder().operation().supplier_mails().await.unwrap();
    let kinds: Vec<_> =
        mails[&request.parse().unwrap()].iter().map(|one| one.kind.as_str()).collect();
    assert_eq!(kinds, ["invitation", "before-7", "before-3", "before-1", "leader", "silent"]);
    let lead = there.walk.session(Role::IctLead).await;
    let (_, page) = there.walk.page("/leverandorer/nordlys", &lead).await;
    sound(&page);
    assert!(
        page.contains("Påminnelse, tre dager før") && page.contains("tatt av e-posttjeneren"),
        "{page}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_reminded_who_has_nothing_to_answer_any_more() {
    for how in ["lukk", "trekk"] {
        let there = There::new().await;
        let request = there.wave("nordlys", "").await;
        there.act(&format!("/leverandorer/nordlys/{how}"), &format!("foresporsel={request}")).await;
        for _ in 0..40 {
            there.days(1);
            there.send().await;
        }
        assert_eq!(there.server.messages().len(), 1, "{how}: {:?}", there.sent());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_waited_until_the_answer_came_is_not_sent() {
    let there = There::new().await;
    let request = there.wave("nordlys", "").await;
    let app = &there.walk.trial.app;
    let due = app.folder().operation().supplier_requests().await.unwrap()[0].due;
    let left =
        u32::try_from(due.since(there.walk.trial.clock.now()).as_millis() / 86_400_000).unwrap();
    there.days(left - 2);
    let view = app.live().view();
    let names = super::Names::in_view(app, &view);
    assert_eq!(super::remind(&app.desk(), &names).await.unwrap(), 1);
    there.act("/leverandorer/nordlys/lukk", &format!("foresporsel={request}")).await;
    there.send().await;
    assert_eq!(there.server.messages().len(), 1);
    let mails =
        app.folder().operation().supplier_mails_of(&request.parse().unwrap()).await.unwrap();
    assert!(matches!(mails[1].fate, Fate::Dropped(_)), "{mails:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_goes_to_the_address_of_the_request_and_opens_it_once() {
    let there = There::new().await;
    there.wave("nordlys", "&kode=ja").await;
    let answer = there.come().await;
    assert_eq!((answer.status().as_u16(), leads_to(&answer).as_str()), (303, "/foresporsel/kode"));
    let cookie_of_code = cookie(&answer);
    assert!(cookie_of_code.contains("arvak-kode="), "{cookie_of_code}");
    there.send().await;
    let (to, subject) = there.sent().pop().unwrap();
    assert_eq!(to, "post@nordlys.example");
    assert!(!subject.contains("Nordlys"), "{subject}");
    let mail = there.last();
    let code = mail
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 6 && line.bytes().all(|one| one.is_ascii_digit()));
    let code = code.expect(&mail).to_owned();
    let enter = async |typed: &str, with: &str| {
        let form = format!("kode={typed}");
        there.walk.send(&Method::POST, "/foresporsel/kode", Some(with), Some(ORIGIN), &form).await
    };
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let (status, page) = read(enter(wrong, &cookie_of_code).await).await;
    assert_eq!(status, 422);
    assert!(
        page.contains("4 ganger") && !page.contains("nordlys.example"),
        "nobody learns the address: {page}"
    );
    // Another browser has no code.
    assert_eq!(enter(&code, "__Host-arvak-kode=x").await.status().as_u16(), 410);
    let answer = enter(&format!("{} {}", &code[..3], &code[3..]), &cookie_of_code).await;
    assert_eq!(leads_to(&answer), "/foresporsel/skjema");
    let (status, _) = there.walk.page("/foresporsel/skjema", &cookie(&answer)).await;
    assert_eq!(status, 200);
    assert_eq!(enter(&code, &cookie_of_code).await.status().as_u16(), 410, "used once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_has_five_tries_and_ten_minutes() {
    let there = There::new().await;
    there.wave("nordlys", "&kode=ja").await;
    let link = there.last();
    let with = cookie(&there.come().await);
    there.send().await;
    let mail = there.last();
    let code = mail
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 6 && line.bytes().all(|one| one.is_ascii_digit()));
    let code = code.unwrap().to_owned();
    let wrong = if code == "111111" { "111112" } else { "111111" };
    let enter = async |typed: &str, with: &str| {
        let form = format!("kode={typed}");
        there
            .walk
            .send(&Method::POST, "/foresporsel/kode", Some(with), Some(ORIGIN), &form)
            .await
            .status()
            .as_u16()
    };
    for status in [422, 422, 422, 422, 410] {
        assert_eq!(enter(wrong, &with).await, status);
    }
    assert_eq!(enter(&code, &with).await, 410, "also the right one");
    let (_, secret) = link.split_once("/foresporsel#").unwrap();
    let secret: String = secret.chars().take_while(|sign| !sign.is_whitespace()).collect();
    let follow = async || {
        let form = format!("kode={secret}");
        there.walk.send(&Method::POST, "/foresporsel", None, Some(ORIGIN), &form).await
    };
    let with = cookie(&follow().await);
    there.send().await;
    let mail = there.last();
    let code = mail
        .lines()
        .map(str::trim)
        .find(|line| line.len() == 6 && line.bytes().all(|one| one.is_ascii_digit()));
    let code = code.unwrap().to_owned();
    there.walk.trial.clock.advance(Span::from_millis(10 * 60_000));
    assert_eq!(enter(&code, &with).await, 410, "its time is over");
    // Nobody fills a mailbox: five codes at once, then one waits.
    for _ in 0..5 {
        assert_eq!(follow().await.status().as_u16(), 303);
    }
    assert_eq!(follow().await.status().as_u16(), 429);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_asked_further_goes_by_mail_in_the_same_thread() {
    let there = There::new().await;
    let request = there.wave("skjemavev", "").await;
    let first = scripted::header(&there.server.messages()[0], "Message-ID");
    let operation = there.walk.trial.app.folder().operation();
    let id = request.parse().unwrap();
    operation.supplier_sent_in(&id, "sent_in", "{}", there.walk.trial.clock.now()).await.unwrap();
    let form = format!("foresporsel={request}&sporsmal=Hvem+ringer+dere");
    there.act("/leverandorer/skjemavev/oppfolg", &form).await;
    there.send().await;
    let mail = there.last();
    assert!(mail.contains("Hvem ringer dere"), "{mail}");
    assert_eq!(scripted::header(&mail, "In-Reply-To"), first);
    assert!(!mail.contains("/foresporsel#"), "no code: the first link is good");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_is_refused_is_shown_and_no_fact_says_sent() {
    let server = Scripted::start([Turn::Answers("RCPT", "550 5.1.1 no such user")]).await;
    let mut trial = Trial::started().await;
    trial.listed(LISTED).await;
    trial.app = trial.app.clone().sending(channels(server.address.port()));
    trial.app.folder().operation().set_meta("first-run-over", "1").await.unwrap();
    let row = AddressRow {
        address: "post@nordlys.example".to_owned(),
        leader: None,
        lang: "en".to_owned(),
    };
    let now = trial.app.real_clock().now();
    let id = "supplier/nordlys".parse().unwrap();
    trial.app.folder().operation().set_supplier_addresses(&[(id, row)], now).await.unwrap();
    let walk = Walk::over(trial).await;
    let lead = walk.session(Role::IctLead).await;
    let form = "leverandor=nordlys&antall=1&frist=2026-03-20";
    walk.send(&Method::POST, "/foresporsler/bolge", Some(&lead), Some(ORIGIN), form).await;
    let report = round(&walk.trial.app, &Stop::default()).await.unwrap().unwrap();
    assert_eq!((report.taken, report.failed), (0, 1));
    let (_, page) = walk.page("/leverandorer/nordlys", &lead).await;
    assert!(
        page.contains("gitt opp") && page.contains("no such user") && page.contains("Send på nytt"),
        "{page}"
    );
    let (_, list) = walk.page("/leverandorer", &lead).await;
    assert!(list.contains("Laget, ikke sendt"), "no fact says sent");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_preview_says_who_where_and_why_not_and_makes_nothing() {
    let there = There::new().await;
    there.wave("nordlys", "").await;
    let (status, page) = there.walk.page("/foresporsler/bolge?hvem=alle", &there.lead).await;
    assert_eq!(status, 200);
    sound(&page);
    assert!(
        page.contains("Har alt en åpen forespørsel") && page.contains("post@skjemavev.example"),
        "{page}"
    );
    assert!(page.contains("Send én e-post"), "{page}");
    let operation = there.walk.trial.app.folder().operation();
    assert_eq!(operation.supplier_requests().await.unwrap().len(), 1);
    // More than was shown is shown again, not sent.
    let answer = there.act("/foresporsler/bolge", "hvem=alle&antall=2").await;
    assert!(leads_to(&answer).starts_with("/foresporsler/bolge?"), "{}", leads_to(&answer));
    assert_eq!(operation.supplier_requests().await.unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn agenda_and_calendar_have_what_is_due() {
    let there = There::new().await;
    there.wave("nordlys", "").await;
    let (status, page) = there
        .walk
        .page("/leverandorer/nordlys/saksliste?dag=2026-03-10&kl=10:30", &there.lead)
        .await;
    assert_eq!(status, 200);
    sound(&page);
    assert!(page.contains("Ubesvart forespørsel") && page.contains("2026-03-10"), "{page}");
    for (path, wanted) in [
        ("/leverandorer/nordlys/kalender?dag=2026-03-10&kl=10:30", "DTSTART:20260310T093000Z"),
        ("/foresporsler/kalender", "DTSTART;VALUE=DATE:20260320"),
    ] {
        let answer = there.walk.send(&Method::GET, path, Some(&there.lead), None, "").await;
        assert!(
            answer.headers()[header::CONTENT_TYPE].to_str().unwrap().starts_with("text/calendar")
        );
        let (_, text) = read(answer).await;
        assert!(text.contains(wanted), "{text}");
    }
}
