//! What every store must do, written over the port traits alone, so that another database can be run
//! through the same suite.

use arvak_core::{Digest, EntityId, Instant, Name, Span};
use arvak_probe::ports::NewJob;
use arvak_probe::{Blobs, Permits, Queue};

fn at(seconds: i64) -> Instant {
    Instant::from_millis(1_764_000_000_000 + seconds * 1_000)
}

fn job(name: &str, priority: i64, not_before: Instant) -> NewJob {
    let payload = name.as_bytes().to_vec();
    NewJob { key: Digest::of(name.as_bytes()), payload, not_before, priority }
}

async fn lease_names(queue: &impl Queue, most: usize, until: Instant, now: Instant) -> Vec<String> {
    let leased = queue.lease(most, "worker", until, now).await.unwrap();
    leased.into_iter().map(|it| String::from_utf8(it.payload).unwrap()).collect()
}

/// Runs the whole suite for a queue; each part is given a fresh one.
pub(crate) async fn queue<Q: Queue, F: Future<Output = Q>>(fresh: impl Fn() -> F) {
    the_highest_priority_then_the_earliest_then_the_first_added_is_leased(&fresh().await).await;
    a_job_is_not_leased_before_its_time_nor_twice(&fresh().await).await;
    a_lease_that_ended_is_leased_again_and_the_late_worker_changes_nothing(&fresh().await).await;
    a_failed_job_comes_back_at_its_retry_time(&fresh().await).await;
    a_key_that_waits_or_is_leased_is_not_added_again(&fresh().await).await;
    the_next_instant_is_the_earliest_begin_or_end_of_a_lease(&fresh().await).await;
}

async fn the_highest_priority_then_the_earliest_then_the_first_added_is_leased(queue: &impl Queue) {
    let jobs = [
        job("late", 0, at(2)),
        job("first", 0, at(1)),
        job("second", 0, at(1)),
        job("urgent", 9, at(5)),
    ];
    assert_eq!(queue.enqueue(&jobs).await.unwrap(), 4);
    assert_eq!(lease_names(queue, 3, at(60), at(10)).await, ["urgent", "first", "second"]);
    assert_eq!(lease_names(queue, 3, at(60), at(10)).await, ["late"]);
}

async fn a_job_is_not_leased_before_its_time_nor_twice(queue: &impl Queue) {
    queue.enqueue(&[job("a", 0, at(10))]).await.unwrap();
    assert!(lease_names(queue, 5, at(60), at(9)).await.is_empty());
    assert_eq!(lease_names(queue, 5, at(60), at(10)).await, ["a"]);
    assert!(lease_names(queue, 5, at(60), at(10)).await.is_empty());
}

async fn a_lease_that_ended_is_leased_again_and_the_late_worker_changes_nothing(
    queue: &impl Queue,
) {
    queue.enqueue(&[job("a", 0, at(0))]).await.unwrap();
    let first = queue.lease(1, "slow", at(30), at(0)).await.unwrap().remove(0);
    let second = queue.lease(1, "quick", at(90), at(30)).await.unwrap().remove(0);
    assert_eq!((first.attempt, second.attempt, first.id), (1, 2, second.id));
    queue.complete(&first).await.unwrap();
    queue.fail(&first, at(31)).await.unwrap();
    assert!(lease_names(queue, 1, at(90), at(40)).await.is_empty(), "the second lease holds");
    queue.complete(&second).await.unwrap();
    assert_eq!(queue.next_at().await.unwrap(), None);
}

async fn a_failed_job_comes_back_at_its_retry_time(queue: &impl Queue) {
    queue.enqueue(&[job("a", 0, at(0))]).await.unwrap();
    let leased = queue.lease(1, "worker", at(30), at(0)).await.unwrap().remove(0);
    queue.fail(&leased, at(100)).await.unwrap();
    assert!(lease_names(queue, 1, at(200), at(99)).await.is_empty());
    let again = queue.lease(1, "worker", at(200), at(100)).await.unwrap().remove(0);
    assert_eq!(again.attempt, 2);
}

async fn a_key_that_waits_or_is_leased_is_not_added_again(queue: &impl Queue) {
    assert_eq!(queue.enqueue(&[job("a", 0, at(0)), job("a", 9, at(0))]).await.unwrap(), 1);
    let leased = queue.lease(1, "worker", at(30), at(0)).await.unwrap().remove(0);
    assert_eq!(queue.enqueue(&[job("a", 0, at(0))]).await.unwrap(), 0, "leased");
    queue.complete(&leased).await.unwrap();
    assert_eq!(
        queue.enqueue(&[job("a", 0, at(0))]).await.unwrap(),
        1,
        "done, so it may come again"
    );
}

async fn the_next_instant_is_the_earliest_begin_or_end_of_a_lease(queue: &impl Queue) {
    assert_eq!(queue.next_at().await.unwrap(), None);
    queue.enqueue(&[job("soon", 0, at(5)), job("later", 0, at(50))]).await.unwrap();
    assert_eq!(queue.next_at().await.unwrap(), Some(at(5)));
    queue.lease(1, "worker", at(40), at(5)).await.unwrap();
    assert_eq!(queue.next_at().await.unwrap(), Some(at(40)));
}

/// Runs the whole suite for permits; each part is given a fresh one.
pub(crate) async fn permits<P: Permits, F: Future<Output = P>>(fresh: impl Fn() -> F) {
    no_more_permits_than_the_most_in_a_window(&fresh().await).await;
    permits_are_counted_for_each_probe_and_subject(&fresh().await).await;
    a_clock_set_back_gives_no_permit_back(&fresh().await).await;
    at_once_from_many_sides_no_more_than_the_most(&fresh().await).await;
}

async fn take(permits: &impl Permits, probe: &str, subject: &str, now: Instant) -> bool {
    let (probe, subject): (Name, EntityId) = (probe.parse().unwrap(), subject.parse().unwrap());
    permits.take(&probe, &subject, Span::from_millis(60_000), 2, now).await.unwrap()
}

async fn no_more_permits_than_the_most_in_a_window(permits: &impl Permits) {
    assert!(take(permits, "mfa", "service/epj", at(0)).await);
    assert!(take(permits, "mfa", "service/epj", at(10)).await);
    assert!(!take(permits, "mfa", "service/epj", at(20)).await);
    assert!(!take(permits, "mfa", "service/epj", at(59)).await);
    assert!(take(permits, "mfa", "service/epj", at(60)).await, "the first one left the window");
    assert!(!take(permits, "mfa", "service/epj", at(60)).await);
}

async fn permits_are_counted_for_each_probe_and_subject(permits: &impl Permits) {
    for (probe, subject) in [("mfa", "service/a"), ("mfa", "service/b"), ("s3", "service/a")] {
        assert!(take(permits, probe, subject, at(0)).await);
        assert!(take(permits, probe, subject, at(0)).await);
        assert!(!take(permits, probe, subject, at(0)).await);
    }
}

async fn a_clock_set_back_gives_no_permit_back(permits: &impl Permits) {
    assert!(take(permits, "mfa", "service/epj", at(1_000)).await);
    assert!(take(permits, "mfa", "service/epj", at(1_000)).await);
    assert!(!take(permits, "mfa", "service/epj", at(0)).await);
}

async fn at_once_from_many_sides_no_more_than_the_most(permits: &impl Permits) {
    let one = || take(permits, "mfa", "service/epj", at(0));
    let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
    assert_eq!([a, b, c, d].into_iter().filter(|given| *given).count(), 2);
}

/// Runs the whole suite for blobs.
pub(crate) async fn blobs(blobs: &impl Blobs) {
    let digest = blobs.put(b"{\"v\":1}").await.unwrap();
    assert_eq!(blobs.get(digest).await.unwrap().as_deref(), Some(b"{\"v\":1}".as_slice()));
    assert_eq!(blobs.get(Digest::of(b"never kept")).await.unwrap(), None);
    let empty = blobs.put(b"").await.unwrap();
    assert_eq!(blobs.get(empty).await.unwrap().as_deref(), Some(b"".as_slice()));
}
