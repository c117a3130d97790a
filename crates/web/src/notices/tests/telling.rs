//! Who is told what and when, over a real folder.

use arvak_core::fact::{Method, Obligation, ObligationMet};
use arvak_core::{Actor, Basis, Evidence, Fact, Outcome, Span};
use arvak_identity::Role;
use arvak_notices::{Choice, Event, Kind, Pace, Sight, Told};
use arvak_probe::Clock as _;
use arvak_store::To;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};

use super::{SUPPLIER, outbox, record, relaying, somebody, tell};
use crate::notices::round;
use crate::trial::Trial;

async fn contacted(trial: &Trial, result: Outcome) {
    trial.clock.advance(Span::from_millis(60_000));
    trial.said("supplier.contacted", SUPPLIER, result).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refutation_is_told_once_and_told_again_when_it_comes_again() {
    let trial = relaying(1).await;
    contacted(&trial, Outcome::Refutes).await;
    somebody(&trial, "ada", Role::IctLead, "at-once", &[]).await;
    tell(&trial.app).await;
    assert_eq!(outbox(&trial.app).await, [], "what was refuted before is no news");
    contacted(&trial, Outcome::Supports).await;
    tell(&trial.app).await;
    contacted(&trial, Outcome::Refutes).await;
    for _ in 0..3 {
        tell(&trial.app).await;
        let messages = outbox(&trial.app).await;
        let [one] = messages.as_slice() else { panic!("{messages:?}") };
        assert!(one.body.contains("/punkt/1b.1#delkrav-1b.1"), "{}", one.body);
        assert!(!one.body.contains("helgeland"), "no thing is named: {}", one.body);
    }
    // The same fact once more: the refutation is the same.
    contacted(&trial, Outcome::Refutes).await;
    tell(&trial.app).await;
    assert_eq!(outbox(&trial.app).await.len(), 1);
    contacted(&trial, Outcome::Supports).await;
    tell(&trial.app).await;
    contacted(&trial, Outcome::Refutes).await;
    tell(&trial.app).await;
    assert_eq!(outbox(&trial.app).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_digest_comes_in_the_morning_when_there_is_news_and_only_then() {
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::IctLead, "daily", &[]).await;
    tell(&trial.app).await;
    contacted(&trial, Outcome::Refutes).await;
    tell(&trial.app).await;
    let due = Obligation {
        id: "tilsyn.1".parse().unwrap(),
        kind: "supplier.answer_due".parse().unwrap(),
        subject: SUPPLIER.parse().unwrap(),
        due: "2026-03-01T20:00:00Z".parse().unwrap(),
        owner: None,
    };
    record(&trial, Fact::Obligation(due)).await;
    trial.clock.set("2026-03-01T21:00:00Z".parse().unwrap());
    trial.listed("[[supplier]]\nid = \"annen\"\nname = \"En annen\"\n").await;
    tell(&trial.app).await;
    assert_eq!(outbox(&trial.app).await, [], "nobody is woken at night");
    trial.clock.set("2026-03-02T06:00:30Z".parse().unwrap());
    tell(&trial.app).await;
    let messages = outbox(&trial.app).await;
    let [one] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!(one.to, To::Person(me));
    assert_eq!(one.subject, "Årvåk: ett nytt funn, én frist er gått ut");
    // Quiet mornings.
    for day in 3..9 {
        trial.clock.set(format!("2026-03-{day:02}T06:00:30Z").parse().unwrap());
        tell(&trial.app).await;
        assert_eq!(outbox(&trial.app).await.len(), 1, "day {day}");
    }
    let met = ObligationMet { id: "tilsyn.1".parse().unwrap() };
    record(&trial, Fact::ObligationMet(met)).await;
    tell(&trial.app).await;
    assert_eq!(outbox(&trial.app).await.len(), 1, "that something is in order is no notice");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_mended_before_the_morning_is_told_as_mended() {
    let trial = relaying(1).await;
    somebody(&trial, "ada", Role::IctLead, "daily", &[]).await;
    tell(&trial.app).await;
    contacted(&trial, Outcome::Refutes).await;
    tell(&trial.app).await;
    contacted(&trial, Outcome::Supports).await;
    tell(&trial.app).await;
    trial.clock.set("2026-03-02T06:00:30Z".parse().unwrap());
    tell(&trial.app).await;
    let messages = outbox(&trial.app).await;
    assert!(messages[0].body.contains("Det er i orden nå."), "{}", messages[0].body);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_told_what_they_may_not_see() {
    let trial = relaying(1).await;
    trial
        .listed(
            r#"
[[role]]
id = "helse"
name = "Helsesjef"

[[unit]]
id = "skole"
name = "Skole"

[[unit]]
id = "helse"
name = "Helse"
owner = ["helse"]

[[supplier]]
id = "legevakt"
name = "Legevakt AS"
owner = ["helse"]
"#,
        )
        .await;
    let school = somebody(&trial, "skole", Role::Contributor, "at-once", &["unit/skole"]).await;
    let health = somebody(&trial, "helse", Role::Contributor, "at-once", &["unit/helse"]).await;
    let all = somebody(&trial, "ada", Role::Auditor, "at-once", &[]).await;
    let gone = somebody(&trial, "gone", Role::IctLead, "at-once", &[]).await;
    tell(&trial.app).await;
    let operation = trial.app.folder().operation();
    operation.close_account(&gone, trial.clock.now(), "ict_lead").await.unwrap();
    somebody(&trial, "lead", Role::IctLead, "weekly", &[]).await;
    operation.close_account(&gone, trial.clock.now(), "ict_lead").await.unwrap();
    trial.clock.advance(Span::from_millis(60_000));
    trial.said("supplier.contacted", "supplier/legevakt", Outcome::Refutes).await;
    tell(&trial.app).await;
    let told: Vec<To> = outbox(&trial.app).await.into_iter().map(|message| message.to).collect();
    assert!(told.contains(&To::Person(health)), "it belongs to the unit's role");
    assert!(told.contains(&To::Person(all)));
    assert!(!told.contains(&To::Person(school)), "it is another unit's");
    assert!(!told.contains(&To::Person(gone)), "a closed account hears nothing");
    assert_eq!(told.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_noted_is_kept_back_when_somebody_may_see_it_no_longer() {
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::Contributor, "daily", &[]).await;
    tell(&trial.app).await;
    contacted(&trial, Outcome::Refutes).await;
    tell(&trial.app).await;
    let operation = trial.app.folder().operation();
    let units = ["unit/skole".parse().unwrap()];
    somebody(&trial, "boss", Role::Administrator, "weekly", &[]).await;
    assert!(
        operation
            .set_roles(&me, &["contributor".to_owned()], &units, "administrator")
            .await
            .unwrap()
    );
    trial.clock.set("2026-03-02T06:00:30Z".parse().unwrap());
    tell(&trial.app).await;
    let told = outbox(&trial.app).await;
    assert!(told.iter().all(|message| message.to != To::Person(me.clone())), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn evidence_is_told_of_before_it_expires() {
    let trial = relaying(1).await;
    somebody(&trial, "ada", Role::IctLead, "at-once", &[]).await;
    tell(&trial.app).await;
    let begin = trial.clock.now();
    let evidence = |kind: &str, days| Evidence {
        kind: kind.parse().unwrap(),
        subject: SUPPLIER.parse().unwrap(),
        result: Outcome::Supports,
        basis: Basis::Statement,
        collected_at: begin,
        valid_until: Some(begin.plus(Span::from_days(days))),
        method: None,
        vantage: None,
        attributes: [].into(),
        code: None,
        transcript: None,
        supersedes: None,
    };
    record(&trial, Fact::Evidence(evidence("supplier.contacted", 20))).await;
    record(&trial, Fact::Evidence(evidence("supplier.replied", 90))).await;
    tell(&trial.app).await;
    assert_eq!(outbox(&trial.app).await, [], "twenty days are left");
    trial.clock.set(begin.plus(Span::from_days(7)));
    trial.listed("[[supplier]]\nid = \"annen\"\nname = \"En annen\"\n").await;
    tell(&trial.app).await;
    let messages = outbox(&trial.app).await;
    let [one] = messages.as_slice() else { panic!("{messages:?}") };
    assert_eq!(one.subject, "Årvåk: ett bevis går snart ut");
    assert!(one.body.contains("Beviset går ut 21. mars 2026"), "{}", one.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_probes_renew_is_told_of_only_when_they_are_late() {
    let trial = relaying(1).await;
    somebody(&trial, "ada", Role::IctLead, "at-once", &[]).await;
    tell(&trial.app).await;
    let begin = trial.clock.now();
    let organisation = trial.app.live().view().organisation().unwrap().clone();
    let transcript = trial.app.folder().blobs().put(b"{}").unwrap();
    let evidence = Evidence {
        kind: "culture.reporting".parse().unwrap(),
        subject: organisation,
        result: Outcome::Supports,
        basis: Basis::Probe,
        collected_at: begin,
        valid_until: Some(begin.plus(Span::from_days(30))),
        method: Some(Method { name: "survey".parse().unwrap(), version: 1 }),
        vantage: Some("inside".parse().unwrap()),
        attributes: [].into(),
        code: None,
        transcript: Some(transcript),
        supersedes: None,
    };
    let by = USUAL_ROLE.parse().unwrap();
    let training = Evidence {
        kind: "culture.training".parse().unwrap(),
        basis: Basis::Statement,
        valid_until: None,
        method: None,
        vantage: None,
        transcript: None,
        attributes: [("completed_percent".parse().unwrap(), 90)].into(),
        ..evidence.clone()
    };
    record(&trial, Fact::Evidence(training)).await;
    let mut draft = draft(Fact::Evidence(evidence), &by, None, Texts::default()).unwrap();
    draft.blobs.push(transcript);
    draft.actor = Actor::Program("survey".parse().unwrap());
    trial.append(vec![draft]).await;
    // Half way a probe looks again; a quarter before the end it should have done so.
    for (day, expected) in [(20, 0), (23, 1)] {
        trial.clock.set(begin.plus(Span::from_days(day)));
        trial.listed(&format!("[[supplier]]\nid = \"s{day}\"\nname = \"S\"\n")).await;
        tell(&trial.app).await;
        assert_eq!(outbox(&trial.app).await.len(), expected, "day {day}");
    }
}

/// Anything at all, for whoever is told.
fn event(number: usize) -> Event {
    Event {
        kind: Kind::Refuted,
        key: format!("refuted {number}"),
        claim: Some(format!("1a.{number}").parse().unwrap()),
        about: None,
        at: arvak_core::Instant::from_millis(0),
    }
}

/// The law of `arvak-notices` once more, with the database in place of a model: whatever comes and goes, each time that it
/// comes it stands in exactly one message.
#[tokio::test(flavor = "multi_thread")]
async fn the_database_tells_each_thing_once_each_time_that_it_comes() {
    let trial = relaying(1).await;
    let me = somebody(&trial, "ada", Role::IctLead, "at-once", &[]).await;
    let view = trial.app.live().view();
    let mut chance = 1_u64;
    let mut below = |most: u64| {
        // Numbers that look random and are the same each time (Knuth, MMIX).
        chance =
            chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (chance >> 33) % most
    };
    let known = |pace| round::Known {
        to: To::Person(me.clone()),
        choice: Choice { kinds: Kind::ALL.into(), pace },
        sight: Sight::All,
        lang: None,
    };
    round::one(&trial.app, &view, &known(Pace::AtOnce), &[]).await.unwrap();
    let (mut standing, mut came) = (std::collections::BTreeSet::new(), [0_usize; 6]);
    for _ in 0..120 {
        let number = usize::try_from(below(6)).unwrap();
        if !standing.remove(&number) {
            standing.insert(number);
            came[number] += 1;
        }
        let events: Vec<Event> = standing.iter().map(|number| event(*number)).collect();
        let pace = if below(3) == 0 { Pace::AtOnce } else { Pace::Weekly };
        // Twice: nothing happened in between.
        round::one(&trial.app, &view, &known(pace), &events).await.unwrap();
        round::one(&trial.app, &view, &known(pace), &events).await.unwrap();
    }
    let events: Vec<Event> = standing.iter().map(|number| event(*number)).collect();
    round::one(&trial.app, &view, &known(Pace::AtOnce), &events).await.unwrap();
    let messages = trial.app.folder().operation().count_messages().await.unwrap().0;
    // Programs get one message for each thing: they can be counted.
    assert_eq!(usize::try_from(messages).unwrap(), came.iter().sum::<usize>());
    assert!(came.iter().all(|times| *times > 3), "{came:?}");
    let told = Told { is_over: true, ..event(1).told() };
    assert_eq!(serde_json::from_str::<Told>(&serde_json::to_string(&told).unwrap()).unwrap(), told);
}
