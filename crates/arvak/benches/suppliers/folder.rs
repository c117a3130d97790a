//! The folder: made through the store's own writer and the functions that the pages use, the wave by the program itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use arvak_core::catalogue::SHIPPED;
use arvak_core::catalogue::guide::{Answer, Question, outcomes};
use arvak_core::fact::{CatalogueAdoption, ClockKind, Contest, Method, Obligation};
use arvak_core::inventory::parse;
use arvak_core::{
    Actor, Basis, Catalogue, Class, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant,
    Name, Outcome, SourceFile, Span,
};
use arvak_probe::{Clock as _, ManualClock};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::import::{compare, drafts};
use arvak_store::supplier::RequestRow;
use arvak_store::{Folder, Reading};
use arvak_suppliers::REPLY_DUE;
use arvak_suppliers::choose::{concerning, usual, within};
use arvak_suppliers::compare::{CONTRADICTED, Compared, KIND, METHOD, VERSION, reply_id};
use arvak_suppliers::life::Event;
use arvak_suppliers::receipt::Reply;
use arvak_suppliers::taking::{self, Taking};
use arvak_words::{Lang, Words};
use arvak_workbook::request_id;
use serde_json::json;
use tokio::runtime::Runtime;

use crate::sink::Sink;
use crate::{drills, now};

/// How long before now the earlier requests were made.
const AGO: Span = Span::from_days(200);

/// Drills, most of them judged.
const DRILLS: usize = 100;

pub(super) fn make(runtime: &Runtime, data: &Path, count: usize) {
    let began = Instant::from_millis(now().as_millis() - AGO.as_millis());
    let clock = Arc::new(ManualClock::new(began));
    runtime.block_on(async {
        let folder = Folder::create(data, ClockKind::Real, clock.clone()).await.unwrap();
        inventory(&folder, data, count).await;
        let all: Vec<usize> = (0..count).step_by(2).collect();
        let asked = ask(&folder, data, &all, &clock).await;
        clock.advance(Span::from_days(5));
        answer(&folder, data, asked, clock.now(), true).await;
        folder.close().await.unwrap();
    });
    wave(data, count);
    let clock = Arc::new(ManualClock::new(now()));
    runtime.block_on(async {
        let folder = Folder::open(data, clock.clone()).await.unwrap();
        let rows = folder.operation().supplier_requests().await.unwrap();
        let open = rows.into_iter().filter(|row| row.receipt.is_none());
        let answering = open.filter(|row| number_of(&row.supplier) % 10 < 6).collect();
        answer(&folder, data, answering, clock.now(), false).await;
        contradict(&folder, data, count, clock.now()).await;
        drills::make(&folder, data, DRILLS.min(count), clock.now()).await;
        folder.close().await.unwrap();
    });
}

fn id(number: usize) -> EntityId {
    format!("supplier/lev-{number}").parse().unwrap()
}

fn number_of(supplier: &EntityId) -> usize {
    supplier.slug().trim_start_matches("lev-").parse().unwrap()
}

fn usual_role() -> EntityId {
    USUAL_ROLE.parse().unwrap()
}

/// Records, and gives back the entries.
pub(super) async fn append(folder: &Folder, drafts: Vec<Draft>) -> Vec<EntryId> {
    let answers = folder.append(drafts).await.unwrap();
    answers.iter().map(|one| one.entry().unwrap()).collect()
}

async fn inventory(folder: &Folder, data: &Path, count: usize) {
    let digest = folder.blobs().put_public(&Catalogue::pack(SHIPPED)).unwrap();
    let letters = vec!["kdd-ks-2022".parse().unwrap()];
    let fact = Fact::Catalogue(CatalogueAdoption { digest, letters });
    let mut adoption = draft(fact, &usual_role(), None, Texts::default()).unwrap();
    adoption.blobs.push(digest);
    append(folder, vec![adoption]).await;
    let mut text = String::from("[[organisation]]\nid = \"storvik\"\nname = \"Storvik\"\n");
    for number in 0..count {
        let critical = number.is_multiple_of(5);
        let _ = write!(
            text,
            "\n[[supplier]]\nid = \"lev-{number}\"\nname = \"Leverandør {number} AS\"\noperates_ict = true\ncritical = {critical}\n\
             conflict_country_link = \"no\"\n\
             \n[[system]]\nid = \"sys-{number}\"\nname = \"System {number}\"\noperated_by = [\"supplier/lev-{number}\"]\n\
             \n[[endpoint]]\nid = \"skall-{number}\"\nkind = \"ssh\"\nhost = \"skall-{number}.storvik.example\"\n\
             \n[[service]]\nid = \"tj-{number}\"\nname = \"Tjeneste {number}\"\nlogin = \"form\"\nruns_on = [\"system/sys-{number}\"]\n\
             operated_by = \"supplier/lev-{number}\"\nendpoints = [\"endpoint/skall-{number}\"]\n"
        );
    }
    let file = SourceFile { name: "storvik.toml", text: &text };
    let items = parse(&[file], &std::collections::BTreeSet::new()).unwrap();
    let reading = Reading::open(data).await.unwrap();
    let verdicts = compare(&items, reading.state(), &BTreeMap::new());
    let all = drafts(&items, &verdicts, reading.state(), &usual_role(), None).unwrap();
    append(folder, all).await;
}

/// Requests with a link that was sent, as somebody says who made them by hand.
async fn ask(
    folder: &Folder,
    data: &Path,
    numbers: &[usize],
    clock: &ManualClock,
) -> Vec<RequestRow> {
    let reading = Reading::open(data).await.unwrap();
    let catalogue = reading.catalogue_in_force(reading.state()).unwrap().unwrap();
    let (now, operation) = (clock.now(), folder.operation());
    let (mut rows, mut all) = (Vec::new(), Vec::new());
    for number in numbers {
        let supplier = id(*number);
        let request = request_id(&supplier, now).unwrap();
        let due = now.plus(Span::from_days(14));
        let concerning = concerning(&catalogue, reading.state(), &supplier, now);
        let row = RequestRow {
            id: request.clone(),
            supplier: supplier.clone(),
            questions: within(&concerning, &usual(&concerning)),
            due,
            made_by: None,
            made_at: now,
            receipt: None,
        };
        operation.add_supplier_request(&row).await.unwrap();
        let taken = taking::due(reading.state(), &request, &supplier, due, &usual_role()).unwrap();
        let sent = taking::sent(&request, &supplier, Basis::Statement, now).unwrap();
        for taken in std::iter::once(taken).chain(sent) {
            let by = usual_role();
            all.push(draft(taken.fact, &by, Some(&taken.key), Texts::default()).unwrap());
        }
        let hash = Digest::of(request.as_str().as_bytes()).0;
        let times = (now, due.plus(Span::from_days(14)));
        operation.add_supplier_link(&hash, &request, times).await.unwrap();
        for event in [Event::Made, Event::Sent] {
            operation.add_supplier_event(&request, event.name(), "", now).await.unwrap();
        }
        rows.push(row);
    }
    append(folder, all).await;
    rows
}

/// What each supplier sent in becomes evidence, as on its page.
async fn answer(folder: &Folder, data: &Path, rows: Vec<RequestRow>, at: Instant, closes: bool) {
    let reading = Reading::open(data).await.unwrap();
    let catalogue = reading.catalogue_in_force(reading.state()).unwrap().unwrap();
    let (words, operation) = (Words::new(Lang::Nb), folder.operation());
    for row in rows {
        let all = catalogue.guide.questions.iter();
        let asked: Vec<&Question> = all.filter(|one| row.questions.contains(&one.id)).collect();
        let reply = Reply {
            request: row.id.clone(),
            supplier: row.supplier.clone(),
            answers: answers(),
            comments: BTreeMap::new(),
            further: Vec::new(),
        };
        let canonical = reply.canonical(&asked);
        let digest = Digest::of(&canonical);
        let blob = folder.blobs().put(&canonical).unwrap();
        let found = outcomes(&asked, &reply.answers);
        let taking = Taking {
            reply: &reply,
            asked: &asked,
            found: &found,
            at,
            digest,
            is_met: false,
            words: &words,
        };
        let drafts = taking.facts().unwrap().into_iter().map(|taken| {
            let texts = Texts { note: taken.note, ..Texts::default() };
            let mut one = draft(taken.fact, &usual_role(), Some(&taken.key), texts).unwrap();
            one.blobs.extend(taken.with_files.then_some(blob));
            one
        });
        let entries = append(folder, drafts.collect()).await;
        let receipt = json!({
            "digest": digest, "blob": blob, "at": at, "entries": entries,
            "answered": reply.count(), "asked": asked.len(), "files": [],
        });
        for event in [Event::Opened, Event::Answered] {
            operation.add_supplier_event(&row.id, event.name(), "", at).await.unwrap();
        }
        let event = Event::SentIn.name();
        operation.supplier_sent_in(&row.id, event, &receipt.to_string(), at).await.unwrap();
        if closes {
            operation.close_supplier_request(&row.id, Event::Closed.name(), at).await.unwrap();
        }
    }
}

fn answers() -> BTreeMap<Name, Answer> {
    let name = |text: &str| text.parse::<Name>().unwrap();
    let text = |text: &str| Answer::Text(text.to_owned());
    BTreeMap::from([
        (name("monitoring-done"), Answer::YesNo(true)),
        (name("monitoring-systems"), text("Alt som vi drifter, og det som står foran.")),
        (name("monitoring-watch"), Answer::Choice(name("always"))),
        (name("preparedness-plan"), Answer::YesNo(true)),
        (name("preparedness-contact"), text("Vakta, 55 00 00 10")),
        (name("measures-done"), text("Nøkler i stedet for passord, og ny brannmur.")),
        (name("measures-list"), Answer::Choices(vec![name("keys-only")])),
        (name("measures-two-factor"), Answer::YesNo(true)),
        (name("measures-patch-days"), Answer::Number(7)),
        (name("measures-backup"), Answer::YesNo(true)),
        (name("countries-development"), Answer::Countries(vec!["NO".to_owned()])),
        (name("countries-support"), Answer::Countries(vec!["FI".to_owned(), "NO".to_owned()])),
    ])
}

/// All are asked anew, by mail.
fn wave(data: &Path, count: usize) {
    let sink = Sink::start();
    let settings = format!(
        "[mail]\nrelay = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"Storvik <arvak@storvik.example>\"\n\n\
         [suppliers]\ncall = \"Kari Nordmann, 99 00 00 00\"\n",
        sink.port
    );
    arvak_ledger::durable::write_file(&data.join("arvak.toml"), settings.as_bytes()).unwrap();
    let lines = (0..count).map(|number| format!("supplier/lev-{number},post-{number}@lev.example"));
    let csv = lines.collect::<Vec<_>>().join("\n");
    let file = data.with_extension("csv");
    arvak_ledger::durable::write_file(&file, csv.as_bytes()).unwrap();
    for args in [
        vec!["request", "address", "--file", file.to_str().unwrap(), "--json"],
        vec!["request", "wave", "--all", "--for-real", "--json"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
        let status = command.args(&args).arg("--data").arg(data).stdout(Stdio::null()).status();
        assert!(status.unwrap().success(), "{args:?}");
    }
}

/// A tenth of those that answered say that passwords are off where they are not: found by a look, compared, and half of them were
/// asked to reply; one in four has.
async fn contradict(folder: &Folder, data: &Path, count: usize, at: Instant) {
    let numbers: Vec<usize> = (0..count).step_by(10).collect();
    let looks = numbers.iter().map(|number| {
        let subject = format!("endpoint/skall-{number}").parse().unwrap();
        let seen = format!("SSH-2.0-OpenSSH_9.9 {number}: password is offered");
        found(
            folder,
            ("ssh.password_login_off", subject),
            "ssh.password_offered",
            ("ssh", &seen),
            at,
        )
    });
    append(folder, looks.collect()).await;
    let reading = Reading::open(data).await.unwrap();
    let catalogue = reading.catalogue_in_force(reading.state()).unwrap().unwrap();
    let mut all = Vec::new();
    for number in numbers {
        let supplier = id(number);
        let (reply, answered_at) =
            arvak_suppliers::compare::newest_reply(reading.state(), &supplier).unwrap();
        let answers = answers();
        let comparison = arvak_suppliers::compare::compare(
            &catalogue,
            reading.state(),
            &supplier,
            &answers,
            answered_at,
            &|_| std::collections::BTreeSet::new(),
        );
        assert!(comparison.contradictions().next().is_some(), "{supplier}");
        let compared = Compared {
            method: METHOD.parse().unwrap(),
            version: VERSION,
            supplier: supplier.clone(),
            reply,
            answered_at,
            held: comparison.held,
            open: comparison.open,
        };
        let said = serde_json::to_string(&compared).unwrap();
        all.push(found(folder, (KIND, supplier), CONTRADICTED, (METHOD, &said), at));
    }
    let entries = append(folder, all).await;
    let mut told = Vec::new();
    for (place, entry) in entries.into_iter().enumerate().filter(|(place, _)| place % 2 == 0) {
        let fact = Obligation {
            id: reply_id(entry).unwrap(),
            kind: REPLY_DUE.parse().unwrap(),
            subject: id(place * 10),
            due: at.plus(Span::from_days(7)),
            owner: None,
        };
        told.push(draft(Fact::Obligation(fact), &usual_role(), None, Texts::default()).unwrap());
        if place % 4 == 0 {
            let note = Some("Det er rettet siden, og vi skriver snart hvordan.".to_owned());
            let texts = Texts { note, ..Texts::default() };
            let fact = Fact::Contest(Contest { of: entry });
            told.push(draft(fact, &usual_role(), None, texts).unwrap());
        }
    }
    append(folder, told).await;
}

/// Evidence that refutes, over bytes that are kept.
fn found(
    folder: &Folder,
    (kind, subject): (&str, EntityId),
    code: &str,
    (method, seen): (&str, &str),
    at: Instant,
) -> Draft {
    let transcript = folder.blobs().put(seen.as_bytes()).unwrap();
    let method: Name = method.parse().unwrap();
    let evidence = Evidence {
        kind: kind.parse().unwrap(),
        subject,
        result: Outcome::Refutes,
        basis: Basis::Probe,
        collected_at: at,
        valid_until: None,
        method: Some(Method { name: method.clone(), version: 1 }),
        vantage: None,
        attributes: BTreeMap::new(),
        code: Some(code.parse().unwrap()),
        transcript: Some(transcript),
        supersedes: None,
    };
    Draft {
        key: Digest::of(format!("{kind}\n{seen}").as_bytes()),
        actor: Actor::Program(method),
        class: Class::Internal,
        body: None,
        blobs: vec![transcript],
        fact: Fact::Evidence(evidence),
    }
}
