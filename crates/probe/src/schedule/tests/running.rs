//! What a run does with checks that go well, badly, or not at all.

use arvak_core::{Outcome, Span};

use super::actor::{Actor, Manner};
use super::*;
use crate::{Event, Transcript};

#[tokio::test]
async fn every_check_is_done_handed_over_and_leaves_the_queue() {
    let bench = Bench::new(Actor::default());
    let (summary, told) = bench.run(&["a", "b", "c"]).await;
    let summary = summary.unwrap();
    assert_eq!((summary.planned, summary.conclusive, summary.stopped), (3, 3, false));
    let mut hosts = bench.sink.hosts();
    hosts.sort();
    assert_eq!(hosts, ["a", "b", "c"]);
    assert!(bench.queue.held().is_empty());
    assert_eq!(told.first(), Some(&Progress::Planned { checks: 3 }));
    let finished = told.iter().filter(|progress| {
        matches!(progress, Progress::Finished { outcome: Finish::Conclusive, .. })
    });
    assert_eq!(finished.count(), 3);
}

#[tokio::test]
async fn a_check_that_is_queued_already_is_not_queued_again() {
    let bench = Bench::new(Actor::default());
    bench.run(&["a", "a", "a"]).await.0.unwrap();
    assert_eq!(bench.actor.tries("a"), 1);
}

#[tokio::test]
async fn checks_of_one_host_run_one_after_the_other_and_of_several_at_once() {
    let bench = Bench::new(Actor::default());
    let summary = bench.run(&["a#1", "a#2", "a#3", "b", "c"]).await.0.unwrap();
    assert_eq!(summary.conclusive, 5);
    assert_eq!(bench.actor.tries("a"), 3);
    assert!(!bench.actor.crowded_a_host());
    assert_eq!(bench.actor.most_at_once(), 3);
}

#[tokio::test]
async fn no_more_run_at_once_than_the_settings_say() {
    let mut bench = Bench::new(Actor::default());
    bench.schedule.settings.at_once = 2;
    let hosts = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    assert_eq!(bench.run(&hosts).await.0.unwrap().conclusive, 9);
    assert_eq!(bench.actor.most_at_once(), 2);
}

#[tokio::test]
async fn what_may_pass_is_tried_again_after_a_wait_that_grows_and_is_spread() {
    let bench = Bench::new(Actor::default().with("a", Manner::FailsAtFirst(2)));
    let (summary, told) = bench.run(&["a"]).await;
    let summary = summary.unwrap();
    assert_eq!((summary.retried, summary.conclusive, summary.inconclusive), (2, 1, 0));
    let waits: Vec<_> = told
        .iter()
        .filter_map(|progress| match progress {
            Progress::Retrying { after, code, .. } => {
                assert_eq!(code, "actor.failed");
                Some(after.as_millis())
            }
            _ => None,
        })
        .collect();
    assert!((1_000..=2_000).contains(&waits[0]), "{waits:?}");
    assert!((2_000..=4_000).contains(&waits[1]), "{waits:?}");
    assert!(bench.clock.now().as_millis() >= waits.iter().sum::<i64>());
    // Only the last try is handed over.
    assert_eq!(bench.sink.hosts(), ["a"]);
}

#[tokio::test]
async fn after_the_last_try_the_failure_is_handed_over_as_inconclusive() {
    let bench = Bench::new(Actor::default().with("a", Manner::FailsAtFirst(99)));
    let summary = bench.run(&["a"]).await.0.unwrap();
    assert_eq!((bench.actor.tries("a"), summary.retried, summary.inconclusive), (3, 2, 1));
    let kept = bench.sink.finished.lock().unwrap();
    assert_eq!(kept[0].judgement.verdicts[0].result, Outcome::Inconclusive);
    assert!(bench.queue.held().is_empty());
}

#[tokio::test]
async fn what_will_not_pass_is_not_tried_again() {
    let bench = Bench::new(Actor::default().with("a", Manner::Fails).with("b", Manner::Cannot));
    let summary = bench.run(&["a", "b"]).await.0.unwrap();
    assert_eq!((summary.retried, summary.inconclusive), (0, 2));
    assert_eq!((bench.actor.tries("a"), bench.actor.tries("b")), (1, 1));
    // That it could not be carried out is recorded too, with the reason.
    let kept = bench.sink.finished.lock().unwrap();
    let cannot = kept.iter().find(|done| done.observation.check == check("b")).unwrap();
    let transcript = Transcript::decode(&cannot.observation.transcript).unwrap();
    assert!(transcript.events().any(|event| matches!(
        event,
        Event::Failed { code, detail, .. } if code == "check.bad" && detail.contains("endpoint/b-1")
    )));
}

#[tokio::test]
async fn a_check_that_takes_too_long_is_given_up_and_said_to_be() {
    let mut bench = Bench::new(Actor::default().with("a", Manner::Waits));
    bench.schedule.settings.check = Duration::from_millis(30);
    bench.schedule.settings.attempts = 2;
    let summary = bench.run(&["a", "b"]).await.0.unwrap();
    assert_eq!((summary.conclusive, summary.inconclusive, summary.retried), (1, 1, 1));
    let kept = bench.sink.finished.lock().unwrap();
    let late = kept.iter().find(|done| done.observation.check == check("a")).unwrap();
    let code = late.judgement.verdicts[0].code.as_ref().map(Name::as_str);
    assert_eq!(code, Some("check.timeout"));
}

#[tokio::test]
async fn a_probe_that_breaks_down_harms_no_other_check() {
    let bench = Bench::new(Actor::default().with("a", Manner::Breaks));
    let summary = bench.run(&["a", "b"]).await.0.unwrap();
    assert_eq!(summary.conclusive, 1);
    let [(broken, error)] = summary.failed.as_slice() else { panic!("{:?}", summary.failed) };
    assert_eq!((broken, error.code()), (&check("a"), "check.crashed"));
    assert!(error.to_string().contains("a.nordvik.example"), "{error}");
    assert_eq!(bench.sink.hosts(), ["b"], "nothing is recorded of what broke");
    assert!(bench.queue.held().is_empty());
}

#[tokio::test]
async fn a_counted_effect_needs_a_permit_before_the_probe_begins() {
    let window = Span::from_days(1);
    let bench = Bench::new(Actor::default().counted(window, 1));
    let first = bench.run(&["a"]).await.0.unwrap();
    assert_eq!((first.conclusive, first.no_permit), (1, 0));
    let (second, told) = bench.run(&["a"]).await;
    let second = second.unwrap();
    assert_eq!((second.conclusive, second.no_permit, bench.actor.tries("a")), (0, 1, 1));
    assert!(
        told.iter().any(|progress| matches!(
            progress,
            Progress::Finished { outcome: Finish::NoPermit, .. }
        ))
    );
    assert!(bench.queue.held().is_empty(), "it does not wait for the window");
    bench.clock.advance(window);
    assert_eq!(bench.run(&["a"]).await.0.unwrap().conclusive, 1);
}

#[tokio::test]
async fn every_try_of_a_counted_effect_takes_a_permit_of_its_own() {
    let actor = Actor::default().counted(Span::from_days(1), 2);
    let bench = Bench::new(actor.with("a", Manner::FailsAtFirst(9)));
    let summary = bench.run(&["a"]).await.0.unwrap();
    assert_eq!((bench.actor.tries("a"), bench.permits.taken(), summary.no_permit), (2, 2, 1));
}

#[tokio::test]
async fn a_job_that_nobody_can_read_leaves_the_queue() {
    let bench = Bench::new(Actor::default());
    bench.queue.add_nonsense();
    assert_eq!(bench.run(&["a"]).await.0.unwrap().conclusive, 1);
    assert!(bench.queue.held().is_empty());
}

#[tokio::test]
async fn a_job_for_a_probe_that_is_not_here_fails_by_name() {
    let mut bench = Bench::new(Actor::default());
    bench.schedule.probes = Arc::new([]);
    let summary = bench.run(&["a"]).await.0.unwrap();
    assert_eq!(summary.failed[0].1.code(), "check.unknown_probe");
}

#[tokio::test]
async fn a_probe_that_needs_longer_is_given_longer_and_its_jobs_are_held_as_much_longer() {
    for (longest, is_seen) in [(None, false), (Some(Duration::from_mins(1)), true)] {
        let actor = Actor::default().with("a", Manner::Waits);
        let mut bench = Bench::new(match longest {
            Some(longest) => actor.taking(longest),
            None => actor,
        });
        bench.schedule.settings.check = Duration::from_millis(10);
        bench.schedule.settings.attempts = 1;
        let usual = bench.schedule.settings.lease.as_millis();
        let more = if is_seen { 59_990 } else { 0 };
        assert_eq!(bench.schedule.lease().as_millis(), usual + more);
        let actor = Arc::clone(&bench.actor);
        let go = async {
            actor.begun.notified().await;
            tokio::time::sleep(Duration::from_millis(100)).await;
            actor.go.notify_one();
        };
        let ((summary, _), ()) = tokio::join!(bench.run(&["a"]), go);
        assert_eq!(summary.unwrap().conclusive, usize::from(is_seen));
    }
}
