//! A municipality of 2,000 things, with 300,000 pieces of evidence about them over a year.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use arvak_core::catalogue::SHIPPED;
use arvak_core::fact::{CatalogueAdoption, ClockKind};
use arvak_core::inventory::{Item, parse};
use arvak_core::{
    Actor, Basis, Catalogue, Class, Digest, Draft, EntityId, Evidence, Fact, Instant, Name,
    Outcome, SourceFile, Span,
};
use arvak_demo::World;
use arvak_probe::ManualClock;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::import::{compare, drafts};
use arvak_store::{Folder, Reading};

const EVIDENCE: usize = 300_000;
const GROUP: usize = 1_000;
const YEAR: Span = Span::from_days(365);

/// How many of each kind, 2,000 in all.
const THINGS: [(&str, usize); 10] = [
    ("function", 300),
    ("service", 300),
    ("system", 500),
    ("endpoint", 300),
    ("domain", 40),
    ("supplier", 200),
    ("plan", 110),
    ("dataset", 100),
    ("log_source", 79),
    ("backup_set", 70),
];

pub(super) async fn make(data: &Path, now: Instant) {
    let begins = Instant::from_millis(now.as_millis() - YEAR.as_millis());
    let clock = Arc::new(ManualClock::new(begins));
    let folder = Folder::create(data, ClockKind::Real, clock.clone()).await.unwrap();
    let digest = folder.blobs().put_public(&Catalogue::pack(SHIPPED)).unwrap();
    let letters = vec!["kdd-ks-2022".parse().unwrap()];
    let by: EntityId = USUAL_ROLE.parse().unwrap();
    let fact = Fact::Catalogue(CatalogueAdoption { digest, letters });
    let mut adoption = draft(fact, &by, None, Texts::default()).unwrap();
    adoption.blobs.push(digest);
    folder.append(vec![adoption]).await.unwrap();

    let items = inventory();
    let reading = Reading::open(data).await.unwrap();
    let verdicts = compare(&items, reading.state(), &BTreeMap::new());
    folder.append(drafts(&items, &verdicts, reading.state(), &by, None).unwrap()).await.unwrap();

    let asked = asked_about(&items, &reading.catalogue_in_force(reading.state()).unwrap().unwrap());
    drop(reading);
    let step = Span::from_millis(YEAR.as_millis() / i64::try_from(EVIDENCE / GROUP).unwrap() - 1);
    let ids: Vec<&EntityId> = items.iter().map(|item| &item.entity.id).collect();
    assert_eq!(ids.len(), 2_000);
    for group in 0..EVIDENCE / GROUP {
        clock.advance(step);
        let at = Instant::from_millis(
            begins.as_millis() + step.as_millis() * i64::try_from(group).unwrap(),
        );
        let numbers = group * GROUP..(group + 1) * GROUP;
        let drafts = numbers.map(|number| evidence(number, &asked, at)).collect();
        folder.append(drafts).await.unwrap();
    }
    folder.close().await.unwrap();
}

/// Each thing with each kind of evidence that is asked about things of its kind.
fn asked_about(items: &[Item], catalogue: &Catalogue) -> Vec<(Name, EntityId)> {
    let mut asked = Vec::new();
    for item in items {
        for (id, kind) in &catalogue.kinds {
            if kind.subject.as_str() == item.entity.id.kind() {
                asked.push((id.clone(), item.entity.id.clone()));
            }
        }
    }
    asked
}

/// The `number`-th piece: all that is asked is looked at in turn, over and over; one in 29 refutes.
fn evidence(number: usize, asked: &[(Name, EntityId)], at: Instant) -> Draft {
    let (kind, subject) = asked[number % asked.len()].clone();
    let basis = if number.is_multiple_of(3) { Basis::Statement } else { Basis::Document };
    let fact = Fact::Evidence(Evidence {
        kind,
        subject,
        result: if number.is_multiple_of(29) { Outcome::Refutes } else { Outcome::Supports },
        basis,
        collected_at: at,
        valid_until: None,
        method: None,
        vantage: None,
        attributes: BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    });
    Draft {
        key: Digest::of(&number.to_be_bytes()),
        actor: Actor::Role(USUAL_ROLE.parse().unwrap()),
        class: Class::Internal,
        body: None,
        blobs: Vec::new(),
        fact,
    }
}

/// The organisation and its things: functions need services, which run on systems, which suppliers operate.
fn inventory() -> Vec<Item> {
    let mut text = String::from(
        "[[organisation]]\nid = \"storvik\"\nname = \"Storvik\"\noperates_ict = \"intermunicipal\"\n",
    );
    for (kind, count) in THINGS {
        for number in 0..count {
            let _ = write!(text, "\n[[{kind}]]\nid = \"{}\"\n", slug(kind, number));
            let _ = writeln!(text, "name = \"{kind} nummer {number}\"");
            described(&mut text, kind, number);
        }
    }
    let file = SourceFile { name: "storvik.toml", text: &text };
    parse(&[file], &std::collections::BTreeSet::new()).unwrap()
}

/// Domains and endpoints are Nordvik's where there are so many, so that probes have somewhere to go.
fn slug(kind: &str, number: usize) -> String {
    match kind {
        "domain" if number < NORDVIK.len() => NORDVIK[number].to_owned(),
        "domain" => format!("d{number}.nordvik.example"),
        _ => format!("{}-{number}", kind.replace('_', "-")),
    }
}

const NORDVIK: [&str; 3] = ["nordvik.example", "nordvik-kulturhus.example", "nordvik-vann.example"];

fn described(text: &mut String, kind: &str, number: usize) {
    let pick = |kind: &str, of: usize| format!("\"{}\"", slug(kind, number % of));
    let lines = match kind {
        "function" => format!(
            "criticality = {}\nmtpd_minutes = 240\nneeds = [\"service/{}\"]\n",
            1 + number % 5,
            slug("service", number)
        ),
        "service" => format!(
            "criticality = {}\nruns_on = [\"system/{}\"]\n",
            1 + number % 5,
            slug("system", number)
        ),
        "system" => {
            format!("criticality = {}\noperated_by = [{}]\n", 1 + number % 5, pick("supplier", 200))
        }
        "domain" => format!("host = {}\nsends_mail = true\n", pick("domain", 40)),
        "endpoint" => "host = \"www.nordvik.example\"\nport = 443\n".to_owned(),
        "dataset" => format!("stored_in = [{}]\n", pick("system", 500)),
        _ => String::new(),
    };
    text.push_str(&lines);
}

/// Where the probes find Nordvik's servers today.
pub(super) fn describe(data: &Path, world: &World) {
    let mut text = String::from("vantage = \"outside\"\n[net]\n");
    let _ = writeln!(text, "resolver = [\"{}\"]", world.dns());
    let _ = writeln!(text, "allow = [\"127.77.0.0/16\"]\nroots = \"roots.pem\"\n\n[net.reroute]");
    for (from, to) in world.reroute() {
        let _ = writeln!(text, "\"{from}\" = \"{to}\"");
    }
    arvak_ledger::durable::write_file(&data.join("arvak.toml"), text.as_bytes()).unwrap();
    let roots = world.roots_pem().as_bytes();
    arvak_ledger::durable::write_file(&data.join("roots.pem"), roots).unwrap();
}
