//! What does not fit what was found: told to the supplier, answered by it, and shown to nobody else before that.

use std::collections::BTreeMap;

use arvak_core::fact::Method as By;
use arvak_core::{Actor, Basis, Class, Digest, Draft, EntryId, Evidence, Name, Span};
use arvak_probe::Clock as _;
use arvak_suppliers::compare::{CONTRADICTED, Compared, Held, KIND, METHOD, VERSION, may_be_shown};

use super::*;

/// Records that Nordlys' answer about two factors is untrue, as the comparison does.
pub(super) async fn contradict(there: &There) -> EntryId {
    let trial = &there.walk.trial;
    let now = trial.clock.now();
    let name = |text: &str| text.parse::<Name>().unwrap();
    let held = Held {
        question: name("measures-two-factor"),
        answer: name("yes"),
        kind: name("mfa.enforced"),
        subject: "supplier/nordlys".parse().unwrap(),
        entry: EntryId(1),
        at: now,
        contradicts: true,
        code: Some(name("mfa.single_factor_login")),
        seen: None,
    };
    let compared = Compared {
        method: name(METHOD),
        version: VERSION,
        supplier: "supplier/nordlys".parse().unwrap(),
        reply: EntryId(1),
        answered_at: now,
        held: vec![held],
        open: Vec::new(),
    };
    let bytes = serde_json::to_vec(&compared).unwrap();
    let transcript = trial.app.folder().blobs().put(&bytes).unwrap();
    let evidence = Evidence {
        kind: name(KIND),
        subject: compared.supplier.clone(),
        result: Outcome::Refutes,
        basis: Basis::Probe,
        collected_at: now,
        valid_until: None,
        method: Some(By { name: name(METHOD), version: VERSION }),
        vantage: None,
        attributes: BTreeMap::new(),
        code: Some(name(CONTRADICTED)),
        transcript: Some(transcript),
        supersedes: None,
    };
    let draft = Draft {
        key: Digest::of(b"contradicted"),
        actor: Actor::Program(name(METHOD)),
        class: Class::Internal,
        body: None,
        blobs: vec![transcript],
        fact: Fact::Evidence(evidence),
    };
    trial.append(vec![draft]).await;
    let view = trial.app.live().view();
    let id: EntityId = "supplier/nordlys".parse().unwrap();
    arvak_suppliers::compare::newest(view.state(), &id).unwrap().entry
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_sees_what_contradicts_it_once_it_is_asked_and_what_it_says_stands_beside() {
    let there = There::new().await;
    let code = there.ask("nordlys", &["measures-two-factor"]).await;
    let supplier = there.enter(&code).await;
    let entry = contradict(&there).await;
    let clock = &there.walk.trial.clock;
    let shown = || may_be_shown(there.walk.trial.app.live().view().state(), entry, clock.now());

    let (_, page) = there.page("/leverandorer/nordlys", &there.lead).await;
    sound(&page);
    assert!(page.contains("Ett svar stemmer ikke") && page.contains("er ikke spurt"), "{page}");
    let (_, page) = there.page("/foresporsel/skjema", &supplier).await;
    assert!(!page.contains("stemmer ikke"), "nobody has asked the supplier yet");
    let answer = there.walk.page("/foresporsel/funn", &supplier).await;
    assert_eq!(answer.0, 303);
    clock.advance(Span::from_days(2));
    assert!(!shown(), "time alone opens nothing");
    // Nobody is logged in for two days.
    let there = There { lead: there.walk.session(Role::IctLead).await, ..there };
    let (clock, supplier) = (&there.walk.trial.clock, there.enter(&code).await);
    let shown = || may_be_shown(there.walk.trial.app.live().view().state(), entry, clock.now());

    there.act("/leverandorer/nordlys/funn", "funn=1").await;
    let (_, page) = there.page("/leverandorer/nordlys", &there.lead).await;
    assert!(page.contains("er ikke spurt"), "another finding than the one that stands");
    there.act("/leverandorer/nordlys/funn", &format!("funn={entry}")).await;
    let (_, page) = there.page("/leverandorer/nordlys", &there.lead).await;
    // Told on Tuesday 3 March: Tuesday a week later is the fifth working day.
    assert!(page.contains("til og med 10. mars 2026"), "{page}");
    assert!(!shown());
    let (_, page) = there.page("/foresporsel/skjema", &supplier).await;
    assert!(page.contains("stemmer ikke med det som er funnet"), "{page}");
    let (status, page) = there.page("/foresporsel/funn", &supplier).await;
    sound(&page);
    assert!(status == 200 && page.contains("Må alle bruke to faktorer"), "{page}");
    assert!(page.contains("bare én faktor"), "what was found: {page}");
    assert!(!page.contains("/bevis/"), "nothing behind the log-in is linked to");

    let say = async |text: &str| {
        let form = format!("svar={text}");
        let path = "/foresporsel/funn";
        there.walk.send(&Method::POST, path, Some(&supplier), Some(ORIGIN), &form).await
    };
    assert_eq!(say("").await.status(), 422);
    assert_eq!(say(&"a".repeat(4_001)).await.status(), 422);
    assert_eq!(say("Vi+%3Cb%3Eretter%3C/b%3E+det").await.status(), 303);
    let (_, page) = there.page("/leverandorer/nordlys", &there.lead).await;
    assert!(page.contains("Vi &lt;b&gt;retter&lt;/b&gt; det"), "{page}");
    assert!(page.contains("Leverandøren har svart"), "{page}");
    assert!(shown(), "it was told and has answered");
    let view = there.walk.trial.app.live().view();
    assert_eq!(view.state().contests_of(entry).len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_supplier_that_says_nothing_within_five_working_days_has_had_its_chance() {
    let there = There::new().await;
    let entry = contradict(&there).await;
    there.act("/leverandorer/nordlys/funn", &format!("funn={entry}")).await;
    let clock = &there.walk.trial.clock;
    let shown = || may_be_shown(there.walk.trial.app.live().view().state(), entry, clock.now());
    clock.advance(Span::from_days(5));
    assert!(!shown(), "a weekend lies between");
    clock.advance(Span::from_days(3));
    assert!(shown());
    let lead = there.walk.session(Role::IctLead).await;
    let (_, page) = there.page("/leverandorer/nordlys", &lead).await;
    assert!(page.contains("Svar er ikke kommet"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn another_supplier_sees_nothing_of_it() {
    let there = There::new().await;
    let code = there.ask("skjemavev", &["countries-support"]).await;
    let other = there.enter(&code).await;
    let entry = contradict(&there).await;
    there.act("/leverandorer/nordlys/funn", &format!("funn={entry}")).await;
    let (_, page) = there.page("/foresporsel/skjema", &other).await;
    assert!(!page.contains("stemmer ikke"));
    assert_eq!(there.page("/foresporsel/funn", &other).await.0, 303);
    let form = "svar=Nei";
    let path = "/foresporsel/funn";
    there.walk.send(&Method::POST, path, Some(&other), Some(ORIGIN), form).await;
    let view = there.walk.trial.app.live().view();
    assert!(view.state().contests_of(entry).is_empty());
}
