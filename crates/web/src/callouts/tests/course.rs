//! What the worker does when, what it leaves in the ledger, and what it erases.

use arvak_core::{Fact, Outcome, Span};
use arvak_identity::Role;
use arvak_probe::Clock as _;

use super::scripted::{Scripted, Turn};
use super::*;
use crate::callouts::desk;

/// All facts in the ledger, with the texts beside them.
async fn facts(walk: &Walk) -> Vec<Fact> {
    let layout = walk.trial.app.folder().layout().clone();
    let reading = arvak_store::Reading::open(layout.root()).await.unwrap();
    (0..reading.size())
        .map(|id| reading.entry(arvak_core::EntryId(id)).unwrap().envelope.fact)
        .collect()
}

async fn evidence(walk: &Walk) -> Vec<arvak_core::Evidence> {
    let of = |fact| match fact {
        Fact::Evidence(evidence) if evidence.kind.as_str() == "incident.call_list" => {
            Some(evidence)
        }
        _ => None,
    };
    facts(walk).await.into_iter().filter_map(of).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_called_before_the_ground_is_recorded_and_the_moment_has_come() {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    at_the_moment(&walk).await;
    round(&walk).await;
    assert_eq!(server.messages().len(), 0, "it was not started");
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    round(&walk).await;
    assert_eq!(server.messages().len(), 0, "the moment has not come");
    at_the_moment(&walk).await;
    round(&walk).await;
    round(&walk).await;
    let messages = server.messages();
    assert_eq!(messages.len(), 1, "the first on the list, and once");
    assert!(text(&messages[0]).contains("Hei Kari Vakt"), "{}", messages[0]);
    let ground = facts(&walk).await.into_iter().find_map(|fact| match fact {
        Fact::Obligation(one) if one.kind.as_str() == "callout.erased" => Some(one),
        _ => None,
    });
    let due = ground.unwrap().due;
    assert_eq!(due, "2026-04-14T13:00:00Z".parse().unwrap(), "period, listening, retention");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_on_the_list_is_called_and_an_answer_supports() {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    at_the_moment(&walk).await;
    round(&walk).await;
    walk.trial.clock.advance(minutes(11));
    round(&walk).await;
    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert!(text(&messages[1]).contains("Ola Drift"));
    walk.trial.clock.advance(minutes(1));
    let (status, page) = press(&walk, &link(&messages[1])).await;
    assert!(status == 200 && page.contains("lagret"), "{page}");
    round(&walk).await;
    let found = evidence(&walk).await;
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].result, found[0].basis.name()), (Outcome::Supports, "probe"));
    assert!(
        found[0].attributes.is_empty(),
        "how long somebody took cannot be erased from an envelope"
    );
    // Nothing more happens, and it is recorded once.
    walk.trial.clock.advance(minutes(60));
    round(&walk).await;
    assert_eq!((server.messages().len(), evidence(&walk).await.len()), (2, 1));
    let page = seen(&walk, "/vaktprover/vakta-1", Role::IctLead).await;
    assert!(page.contains("Noen svarte i tide") && page.contains("svarte ikke"), "{page}");
    assert!(!page.contains("Kari"), "roles, not names");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_in_time_refutes_and_the_times_are_erased_when_their_time_is_over() {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    at_the_moment(&walk).await;
    round(&walk).await;
    walk.trial.clock.advance(minutes(61));
    round(&walk).await;
    let found = evidence(&walk).await;
    let code = found[0].code.as_ref().map(ToString::to_string);
    assert_eq!(code.as_deref(), Some("incident.call_unanswered"));
    let transcript = found[0].transcript.unwrap();
    let folder = walk.trial.app.folder();
    assert!(folder.blobs().get(transcript).is_ok());
    walk.trial.clock.advance(Span::from_days(31));
    round(&walk).await;
    assert!(folder.blobs().get(transcript).is_err(), "the times are gone");
    assert_eq!(folder.operation().calls(ID).await.unwrap(), []);
    let kept = now_kept(&walk).await;
    assert!(kept.definition.is_none() && kept.row.erased_at.is_some());
    assert!(kept.row.found.unwrap().contains("silent"), "the verdict by role stays");
    assert_eq!(evidence(&walk).await.len(), 1, "and so does what it shows");
    let met = facts(&walk).await.into_iter().filter(|fact| match fact {
        Fact::ObligationMet(one) => one.id.as_str().starts_with("callout."),
        Fact::Erasure(_) => true,
        _ => false,
    });
    assert_eq!(met.count(), 3, "opened, erased, and that erasing was carried out");
    assert!(arvak_store::verify(folder.layout().root(), None).await.unwrap().is_sound());
    let page = seen(&walk, "/vaktprover/vakta-1", Role::IctLead).await;
    assert!(page.contains("ble slettet") && page.contains("svarte ikke"), "{page}");
    assert_eq!(desk::erase_due(folder, walk.trial.clock.now()).await.unwrap(), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_may_have_arrived_is_sent_again_and_says_so() {
    let server = Scripted::start([Turn::BreaksAfterData]).await;
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    at_the_moment(&walk).await;
    round(&walk).await;
    walk.trial.clock.advance(minutes(1));
    round(&walk).await;
    let messages = server.messages();
    assert_eq!(messages.len(), 2);
    assert!(!text(&messages[0]).contains("Dette sendes p"), "{}", messages[0]);
    assert!(text(&messages[1]).contains("Dette sendes p"), "{}", messages[1]);
    // Either code is good, and one answer is enough.
    let (status, _) = press(&walk, &link(&messages[0])).await;
    assert_eq!(status, 200);
    round(&walk).await;
    assert_eq!(evidence(&walk).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_went_down_after_it_noted_a_call_says_that_it_calls_again() {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    start(&walk).await;
    at_the_moment(&walk).await;
    let operation = walk.trial.app.folder().operation();
    let now = walk.trial.clock.now();
    assert!(operation.begin_call(ID, (1, "mail", 1), &[7; 32], now).await.unwrap());
    round(&walk).await;
    let messages = server.messages();
    assert_eq!(messages.len(), 1);
    assert!(text(&messages[0]).contains("Dette sendes p"), "{}", messages[0]);
    // It went down after the answer was noted and before the verdict was: the answer is there.
    press(&walk, &link(&messages[0])).await;
    round(&walk).await;
    assert_eq!(evidence(&walk).await[0].result, Outcome::Supports);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_relay_that_is_away_says_nothing_of_those_on_call() {
    let server = Scripted::start([]).await;
    let walk = planned(server.address.port()).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let away = planned(port).await;
    drop(walk);
    start(&away).await;
    at_the_moment(&away).await;
    for _ in 0..12 {
        round(&away).await;
        away.trial.clock.advance(minutes(6));
    }
    round(&away).await;
    assert_eq!(evidence(&away).await, []);
    let kept = now_kept(&away).await;
    assert!(kept.row.judged_at.is_some() && kept.row.found.unwrap().contains("not_called"));
}
