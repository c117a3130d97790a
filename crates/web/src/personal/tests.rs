//! Forgetting a person, and the map of what is stored.

use std::path::Path;

use arvak_core::{Actor, Basis, Evidence, Fact, Outcome};
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_store::{NewAccount, TokenRow, verify};
use arvak_words::{Lang, Words};
use axum::http::Method;

use crate::trial::{Trial, leads_to, read, sound};
use crate::walk::{ORIGIN, Walk};

const ABOUT: &str = "supplier/helgeland-ikt-iks";

/// Whether any file below the directory holds these bytes.
fn holds(dir: &Path, text: &str) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text.as_bytes()))
    })
}

fn named(name: &str, user: &str, role: Role) -> NewAccount {
    NewAccount {
        name: name.to_owned(),
        user_name: user.to_owned(),
        email: Some(format!("{user}@nordvik.example")),
        lang: "nb".to_owned(),
        roles: vec![role.name().to_owned()],
        units: Vec::new(),
    }
}

fn evidence(trial: &Trial) -> Fact {
    Fact::Evidence(Evidence {
        kind: "supplier.contacted".parse().unwrap(),
        subject: ABOUT.parse().unwrap(),
        result: Outcome::Supports,
        basis: Basis::Document,
        collected_at: trial.clock.now(),
        valid_until: None,
        method: None,
        vantage: None,
        attributes: std::collections::BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    })
}

/// A municipality in which Kari administers, and is named in texts and a document. Gives her address here.
async fn kari() -> (Walk, String) {
    let trial = Trial::started().await;
    let operation = trial.app.folder().operation();
    let now = trial.clock.now();
    let new = named("Kari Nordmann", "kari.nordmann", Role::Administrator);
    let person = operation.add_account(&new, now).await.unwrap().unwrap();
    let token = TokenRow {
        id: 0,
        hash: [7; 32],
        kind: "invitation".to_owned(),
        person: None,
        name: "Kari Nordmann".to_owned(),
        roles: Vec::new(),
        units: Vec::new(),
        scopes: String::new(),
        made_by: Some(person.clone()),
        made_at: now,
        ends_at: Some(now.plus(arvak_core::Span::from_days(7))),
        used_at: None,
    };
    operation.add_token(&token).await.unwrap();
    assert!(operation.use_link(&[7; 32], now).await.unwrap());
    operation.set_meta(&format!("import/{person}"), "Kari Nordmann sin fil").await.unwrap();
    let by = USUAL_ROLE.parse().unwrap();
    for note in ["Kari Nordmann ringte dem.", "Ring KARI NORDMANN om dette.", "Ingen er nevnt."] {
        let texts = Texts { note: Some(note.to_owned()), ..Texts::default() };
        let mut one = draft(evidence(&trial), &by, None, texts).unwrap();
        one.actor = Actor::Person(person.clone());
        if note.starts_with("Ingen") {
            let letter = b"Hilsen kari.nordmann@nordvik.example";
            one.blobs.push(trial.app.folder().blobs().put(letter).unwrap());
        }
        trial.append(vec![one]).await;
    }
    (Walk::over(trial).await, format!("/personopplysninger/{}", person.slug()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_is_forgotten_is_named_nowhere_in_the_folder() {
    let (walk, address) = kari().await;
    let root = walk.trial.app.folder().layout().root().to_owned();
    assert!(holds(&root, "kari nordmann") && holds(&root, "kari.nordmann"));
    let cookie = walk.session_within(Role::DataProtectionOfficer, &[]).await;
    drop(walk.session_within(Role::Administrator, &[]).await);
    let (status, page) = walk.page(&address, &cookie).await;
    assert_eq!(status, 200);
    let html = sound(&page);
    let ticked = scraper::Selector::parse("input[name=tekst][checked]").unwrap();
    let entries: Vec<String> =
        html.select(&ticked).map(|one| one.attr("value").unwrap().to_owned()).collect();
    assert_eq!(entries.len(), 3, "two texts and a letter name her: {page}");
    let size = walk.trial.app.live().view().store.size();
    let form = format!("grunn=Ba+om+det&forstaatt=1&tekst={}", entries.join("&tekst="));
    let sent = walk.send(&Method::POST, &address, Some(&cookie), Some(ORIGIN), &form).await;
    assert_eq!(leads_to(&sent), "/personopplysninger?sagt=slettet", "{:?}", read(sent).await);
    for name in ["kari nordmann", "kari.nordmann", "Kari Nordmann sin fil"] {
        assert!(!holds(&root, name), "{name} is still there");
    }
    assert_eq!(verify(&root, None).await.unwrap().problems, []);
    let view = walk.trial.app.live().view();
    assert_eq!(view.store.size(), size + 3, "each erasure is an entry");
    let (_, page) = walk.page(&format!("/bevis/{}", entries[0]), &cookie).await;
    assert!(page.contains("en person som er glemt"), "{page}");
    let (_, page) = walk.page("/personopplysninger", &cookie).await;
    assert!(page.contains("Ba om det"), "that it was done is noted");
    assert_eq!(walk.page(&address, &cookie).await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_forgotten_without_a_reason_a_confirmation_and_somebody_left_to_administer() {
    let (walk, address) = kari().await;
    let cookie = walk.session_within(Role::DataProtectionOfficer, &[]).await;
    let operation = walk.trial.app.folder().operation();
    let refused = async |form: &str, because: &str| {
        let sent = walk.send(&Method::POST, &address, Some(&cookie), Some(ORIGIN), form).await;
        let (status, page) = read(sent).await;
        assert_eq!(status, 422, "{form}");
        sound(&page);
        assert!(page.contains(because), "{because}: {page}");
    };
    let words = Words::new(Lang::Nb);
    refused("grunn=x&forstaatt=1", &words.plain("login-user-last-administrator")).await;
    drop(walk.session_within(Role::Administrator, &[]).await);
    refused("grunn=&forstaatt=1", &words.plain("login-reason-missing")).await;
    refused("grunn=x", &words.plain("rooms-personal-confirm-missing")).await;
    let named = "grunn=Kari+Nordmann+ba+om+det&forstaatt=1";
    refused(named, &words.plain("rooms-personal-reason-named")).await;
    let me = operation.account_called("data_protection_officer").await.unwrap().unwrap();
    let own = format!("/personopplysninger/{}", me.person.slug());
    let form = "grunn=x&forstaatt=1";
    let sent = walk.send(&Method::POST, &own, Some(&cookie), Some(ORIGIN), form).await;
    assert_eq!(sent.status(), 422, "nobody forgets himself");
    assert_eq!(operation.accounts().await.unwrap().len(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_place_that_holds_personal_data_is_on_the_map_in_every_language() {
    let (walk, _) = kari().await;
    let cookie = walk.session_within(Role::DataProtectionOfficer, &[]).await;
    let tables = walk.trial.app.folder().operation().personal_tables().await.unwrap();
    let has = |name: &str| tables.iter().any(|(known, _)| known == name);
    for known in ["person", "account", "account_note", "session", "passkey", "token", "failure"] {
        assert!(has(known), "{known}");
    }
    for lang in Lang::ALL {
        let words = Words::new(lang);
        for (table, _) in &tables {
            for which in ["", "-life"] {
                let id = format!("rooms-personal-at-{table}{which}");
                assert!(words.has(&id), "{id}: say what it holds about persons, and how long");
            }
        }
        let address = format!("/personopplysninger?lang={}", lang.tag());
        let (status, page) = walk.page(&address, &cookie).await;
        assert_eq!(status, 200);
        sound(&page);
    }
}
