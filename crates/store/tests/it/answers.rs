//! Answers to requests that named themselves.

use arvak_core::{Digest, Instant, Span};
use arvak_store::{ANSWER_KEPT, Begun, KeptAnswer, NamedRequest, Operation, UNDER_WAY_MAX};

use crate::operation::change;

const NOW: Instant = Instant::from_millis(1_000_000_000_000);

/// Who has the keys.
const ADA: &str = "person/ada";

fn named(holder: &str, key: &str, request: &str) -> NamedRequest {
    let hash = |text: &str| Digest::of(text.as_bytes()).0;
    let person = ADA.parse().unwrap();
    NamedRequest { holder: holder.to_owned(), person, key: hash(key), request: hash(request) }
}

fn answer() -> KeptAnswer {
    KeptAnswer { status: 201, head: "location: /x".to_owned(), body: b"{}".to_vec() }
}

/// A database that knows who has the keys.
async fn open(directory: &tempfile::TempDir) -> Operation {
    let file = directory.path().join("operation.db");
    if !file.exists() {
        Operation::open(&file).await.unwrap().close().await.unwrap();
        change(&file, "INSERT INTO person (id, name) VALUES ('person/ada', 'Ada')").await;
    }
    Operation::open(&file).await.unwrap()
}

#[tokio::test]
async fn a_repeated_request_is_answered_as_it_was_also_after_a_restart() {
    let directory = tempfile::tempdir().unwrap();
    let operation = open(&directory).await;
    let one = named("key/1", "a", "x");
    assert_eq!(operation.begin_answer(&one, NOW).await.unwrap(), Begun::New);
    assert_eq!(operation.begin_answer(&one, NOW).await.unwrap(), Begun::UnderWay);
    operation.keep_answer(&one, &answer()).await.unwrap();
    operation.close().await.unwrap();
    let operation = open(&directory).await;
    assert_eq!(operation.begin_answer(&one, NOW).await.unwrap(), Begun::Answered(answer()));
    // The first answer stands.
    operation.keep_answer(&one, &KeptAnswer { status: 500, ..answer() }).await.unwrap();
    operation.forget_answer(&one).await.unwrap();
    assert_eq!(operation.begin_answer(&one, NOW).await.unwrap(), Begun::Answered(answer()));
}

#[tokio::test]
async fn a_name_stands_for_one_request_of_one_holder() {
    let directory = tempfile::tempdir().unwrap();
    let operation = open(&directory).await;
    assert_eq!(operation.begin_answer(&named("key/1", "a", "x"), NOW).await.unwrap(), Begun::New);
    assert_eq!(operation.begin_answer(&named("key/1", "a", "y"), NOW).await.unwrap(), Begun::Other);
    assert_eq!(operation.begin_answer(&named("key/1", "b", "x"), NOW).await.unwrap(), Begun::New);
    assert_eq!(operation.begin_answer(&named("key/2", "a", "y"), NOW).await.unwrap(), Begun::New);
}

#[tokio::test]
async fn what_was_broken_off_or_failed_may_be_done_again() {
    let directory = tempfile::tempdir().unwrap();
    let operation = open(&directory).await;
    let one = named("key/1", "a", "x");
    operation.begin_answer(&one, NOW).await.unwrap();
    let later = NOW.plus(UNDER_WAY_MAX);
    assert_eq!(operation.begin_answer(&one, later).await.unwrap(), Begun::New);
    assert_eq!(operation.begin_answer(&one, later).await.unwrap(), Begun::UnderWay);
    operation.forget_answer(&one).await.unwrap();
    assert_eq!(operation.begin_answer(&one, later).await.unwrap(), Begun::New);
}

#[tokio::test]
async fn an_answer_is_kept_for_a_day() {
    let directory = tempfile::tempdir().unwrap();
    let operation = open(&directory).await;
    let one = named("key/1", "a", "x");
    operation.begin_answer(&one, NOW).await.unwrap();
    operation.keep_answer(&one, &answer()).await.unwrap();
    let at = |more: i64| NOW.plus(Span::from_millis(ANSWER_KEPT.as_millis() + more));
    assert_eq!(operation.begin_answer(&one, at(0)).await.unwrap(), Begun::Answered(answer()));
    // After that even another request may have the name.
    let other = named("key/1", "a", "y");
    assert_eq!(operation.begin_answer(&other, at(1)).await.unwrap(), Begun::New);
}

#[tokio::test]
async fn only_so_many_are_kept_for_one_holder() {
    let directory = tempfile::tempdir().unwrap();
    open(&directory).await.close().await.unwrap();
    let many = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
        INSERT INTO answer (holder, person, key, request, begun_at)
        SELECT 'key/1', 'person/ada', unhex(printf('%064x', i)), zeroblob(32), 1000000000000 FROM n";
    change(&directory.path().join("operation.db"), many).await;
    let operation = open(&directory).await;
    let begun = async |holder| operation.begin_answer(&named(holder, "a", "x"), NOW).await.unwrap();
    assert_eq!(begun("key/1").await, Begun::Full);
    assert_eq!(begun("key/2").await, Begun::New);
}

#[tokio::test]
async fn forgetting_a_person_forgets_the_answers() {
    let directory = tempfile::tempdir().unwrap();
    let operation = open(&directory).await;
    let one = named("key/1", "a", "x");
    operation.begin_answer(&one, NOW).await.unwrap();
    operation.keep_answer(&one, &answer()).await.unwrap();
    assert!(operation.forget_person(&ADA.parse().unwrap()).await.unwrap());
    assert!(operation.begin_answer(&one, NOW).await.is_err(), "whoever is forgotten asks nothing");
}
