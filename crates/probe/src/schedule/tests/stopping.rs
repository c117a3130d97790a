//! What a run does when it is stopped, when others hold its jobs, and when the ledger takes no more.

use super::actor::{Actor, Manner};
use super::*;
use crate::ports::NewJob;

#[tokio::test]
async fn after_a_stop_what_runs_may_finish_and_what_waits_stays_queued() {
    let mut bench = Bench::new(Actor::default().with("a", Manner::Waits));
    bench.schedule.settings.at_once = 1;
    bench.schedule.settings.grace = Duration::from_secs(20);
    let stop = bench.schedule.stop.clone();
    let ((summary, told), ()) = tokio::join!(bench.run(&["a", "b"]), async {
        bench.actor.begun.notified().await;
        stop.stop();
        bench.actor.go.notify_one();
    });
    let summary = summary.unwrap();
    assert_eq!((summary.stopped, summary.conclusive, summary.abandoned), (true, 1, 0));
    assert_eq!(bench.sink.hosts(), ["a"]);
    assert_eq!(bench.actor.tries("b"), 0);
    assert_eq!(bench.queue.held(), [(1, false)], "b is free for whoever comes next");
    assert_eq!(told.last(), Some(&Progress::Stopped { abandoned: 0 }));
}

#[tokio::test]
async fn what_does_not_finish_within_the_grace_is_given_up_and_given_back() {
    let mut bench = Bench::new(Actor::default().with("a", Manner::Waits));
    bench.schedule.settings.grace = Duration::from_millis(20);
    let stop = bench.schedule.stop.clone();
    let ((summary, told), ()) = tokio::join!(bench.run(&["a"]), async {
        bench.actor.begun.notified().await;
        stop.stop();
    });
    assert_eq!(summary.unwrap().abandoned, 1);
    assert_eq!(told.last(), Some(&Progress::Stopped { abandoned: 1 }));
    assert!(bench.sink.hosts().is_empty());
    assert_eq!((bench.queue.held(), bench.queue.begins()), (vec![(1, false)], vec![0]));
}

#[tokio::test]
async fn a_run_that_is_stopped_before_it_begins_does_nothing() {
    let bench = Bench::new(Actor::default());
    bench.schedule.stop.stop();
    let summary = bench.run(&["a"]).await.0.unwrap();
    assert!(summary.stopped && bench.actor.tries("a") == 0);
    assert_eq!(bench.queue.held(), [(0, false)]);
}

/// Somebody leased the job and was killed: it comes back when the lease ends, if that is soon.
#[tokio::test]
async fn a_job_comes_back_when_the_lease_of_a_killed_worker_ends() {
    let bench = Bench::new(Actor::default());
    assert_eq!(lease(&bench, 60_000).await, 1);
    let summary = bench.run(&[]).await.0.unwrap();
    assert_eq!((summary.planned, summary.conclusive), (0, 1));
    assert!(bench.clock.now().as_millis() >= 60_000);

    lease(&bench, 600_000).await;
    let summary = bench.run(&[]).await.0.unwrap();
    assert_eq!(summary.conclusive, 0, "that is beyond our patience");
    assert_eq!(bench.queue.begins(), [600_000]);
}

async fn lease(bench: &Bench, until: i64) -> usize {
    let payload = serde_json::to_vec(&check("a")).unwrap();
    let (key, not_before) = (Digest::of(&payload), Instant::from_millis(0));
    bench.queue.enqueue(&[NewJob { key, payload, not_before, priority: 0 }]).await.unwrap();
    let (until, now) = (Instant::from_millis(until), bench.clock.now());
    bench.queue.lease(9, "killed", until, now).await.unwrap().len()
}

#[tokio::test]
async fn a_ledger_that_takes_no_more_ends_the_run_and_loses_no_job() {
    let bench = Bench::new(Actor::default());
    *bench.sink.full.lock().unwrap() = true;
    let error = bench.run(&["a", "b"]).await.0.unwrap_err();
    assert_eq!(error.code(), "port.full");
    assert_eq!(bench.queue.held().len(), 2);

    assert!(bench.queue.held().iter().all(|(_, leased)| !leased), "whoever comes next may begin");

    *bench.sink.full.lock().unwrap() = false;
    assert_eq!(bench.run(&[]).await.0.unwrap().conclusive, 2);
    assert!(bench.queue.held().is_empty());
}
