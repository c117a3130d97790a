//! The index may be deleted, damaged, foreign or behind: no answer changes.

use std::fmt::Write as _;
use std::fs::File;
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};

use arvak_core::{EntityId, EntryId, Instant, Outcome, Span};
use arvak_store::{Reading, rebuild, verify};
use sqlx::Connection as _;

use crate::support::{NOON, Place, clock, create, folded, open, statement, thing, withdrawal};

const ENTRIES: u64 = 1_304;

/// A closed folder with enough entries for snapshots.
async fn filled() -> Place {
    let place = Place::new();
    let clock = clock();
    let folder = create(&place.path(), &clock).await;
    let things = (0..3).map(|n| thing(&format!("service/s{n}"))).collect();
    folder.append(things).await.unwrap();
    for part in 0..13 {
        clock.advance(Span::from_millis(60_000));
        let drafts = (0..100).map(|number| {
            let result = if number % 7 == 0 { Outcome::Refutes } else { Outcome::Supports };
            statement(&format!("service/s{}", number % 3), part * 100 + number, result)
        });
        folder.append(drafts.collect()).await.unwrap();
    }
    folder.close().await.unwrap();
    place
}

fn index_of(place: &Place) -> PathBuf {
    place.path().join("index.db")
}

async fn sql(path: &Path, sql: &'static str) {
    let url = format!("sqlite:{}", path.display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    sqlx::raw_sql(sql).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn number(path: &Path, sql: &'static str) -> i64 {
    let url = format!("sqlite:{}", path.display());
    let mut connection = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let number = sqlx::query_scalar(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    number
}

/// All answers of a reading that the index has a part in, as text.
async fn answers(place: &Place) -> String {
    let reading = Reading::open(&place.path()).await.unwrap();
    let mut told = format!("{} {}\n", reading.size(), reading.root());
    let whole = folded(&reading, reading.size());
    assert_eq!(reading.state().snapshot(), whole.snapshot());
    for minutes in [0, 5, 9, 20] {
        let at = Instant::from_millis(NOON.as_millis() + minutes * 60_000);
        let known = reading.as_of(at).await.unwrap();
        assert_eq!(known.state.snapshot(), folded(&reading, known.size).snapshot());
        let _ = writeln!(told, "{} {}", known.size, known.root);
    }
    for number in 0..4 {
        let id: EntityId = format!("service/s{number}").parse().unwrap();
        let _ = writeln!(told, "{:?}", reading.about(&id).await.unwrap());
    }
    told
}

#[tokio::test]
async fn a_closed_folder_has_an_index_that_follows_all_and_is_private() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = filled().await;
    let path = index_of(&place);
    let size = i64::try_from(ENTRIES).unwrap();
    assert_eq!(number(&path, "SELECT size FROM position").await, size);
    assert_eq!(number(&path, "SELECT count(*) FROM entry").await, size);
    assert_eq!(number(&path, "SELECT max(size) FROM snapshot WHERE kind = 'state'").await, size);
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
}

#[tokio::test]
async fn a_deleted_index_changes_no_answer_and_is_made_again_by_the_next_holder() {
    let place = filled().await;
    let before = answers(&place).await;
    std::fs::remove_file(index_of(&place)).unwrap();
    assert_eq!(answers(&place).await, before);
    assert!(!index_of(&place).exists(), "a reader makes none");
    open(&place.path(), &clock()).await.close().await.unwrap();
    assert_eq!(number(&index_of(&place), "SELECT count(*) FROM entry").await, 1_304);
    assert_eq!(answers(&place).await, before);
}

#[tokio::test]
async fn bytes_that_are_no_index_change_no_answer_and_are_replaced() {
    let place = filled().await;
    let before = answers(&place).await;
    for length in [0, 100, 50_000] {
        std::fs::remove_file(index_of(&place)).unwrap();
        File::create(index_of(&place)).unwrap().write_all_at(&vec![0x5a; length], 0).unwrap();
        assert_eq!(answers(&place).await, before, "{length}");
        assert!(!verify(&place.path(), None).await.unwrap().is_sound());
        open(&place.path(), &clock()).await.close().await.unwrap();
        assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
    }
}

#[tokio::test]
async fn flipped_bits_in_the_index_change_no_answer() {
    let place = filled().await;
    let before = answers(&place).await;
    let path = index_of(&place);
    let whole = std::fs::read(&path).unwrap();
    // A fixed sequence of places; every one is another page or another byte of one.
    let mut seed = 20_260_201_u64;
    for _ in 0..40 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let bit = usize::try_from(seed >> 20).unwrap() % (whole.len() * 8);
        let mut flipped = whole.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        File::create(&path).unwrap().write_all_at(&flipped, 0).unwrap();
        assert_eq!(answers(&place).await, before, "bit {bit}");
    }
}

#[tokio::test]
async fn an_index_of_another_ledger_is_passed_over_and_replaced() {
    let (place, other) = (filled().await, filled().await);
    let before = answers(&place).await;
    std::fs::copy(index_of(&other), index_of(&place)).unwrap();
    assert_eq!(answers(&place).await, before);
    let verified = verify(&place.path(), None).await.unwrap();
    assert!(verified.problems.iter().all(|problem| problem.code == "index.differs"));
    assert!(!verified.is_sound());
    open(&place.path(), &clock()).await.close().await.unwrap();
    assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
}

#[tokio::test]
async fn an_index_that_is_behind_is_caught_up() {
    let place = filled().await;
    let old = std::fs::read(index_of(&place)).unwrap();
    let clock = clock();
    clock.advance(Span::from_days(1));
    let folder = open(&place.path(), &clock).await;
    folder.append(vec![thing("service/new"), withdrawal(5), withdrawal(9)]).await.unwrap();
    folder.close().await.unwrap();
    let before = answers(&place).await;
    File::create(index_of(&place)).unwrap().write_all_at(&old, 0).unwrap();
    assert_eq!(answers(&place).await, before);
    assert_eq!(verify(&place.path(), None).await.unwrap().problems, [], "behind is not wrong");
    open(&place.path(), &clock).await.close().await.unwrap();
    assert_eq!(number(&index_of(&place), "SELECT size FROM position").await, 1_307);
    assert_eq!(answers(&place).await, before);
}

#[tokio::test]
async fn a_changed_row_is_found_and_a_rebuild_puts_it_right() {
    let changes = [
        "UPDATE entry SET result = 'supports' WHERE result = 'refutes' AND id = 4",
        "DELETE FROM entry WHERE id = 100",
        "UPDATE subject SET entries = entries + 1 WHERE id = 'service/s1'",
        "UPDATE snapshot SET bytes = x'00' WHERE kind = 'state'",
        "UPDATE snapshot SET size = size - 1",
    ];
    for change in changes {
        let place = filled().await;
        let before = answers(&place).await;
        sql(&index_of(&place), change).await;
        let verified = verify(&place.path(), None).await.unwrap();
        let codes: Vec<_> = verified.problems.iter().map(|problem| problem.code).collect();
        assert!(!codes.is_empty() && codes.iter().all(|code| *code == "index.differs"), "{change}");
        let told = verified.problems[0].to_string();
        assert!(told.contains("arvak ledger rebuild"), "{told}");
        assert_eq!(answers(&place).await, before, "{change}");
        let rebuilt = rebuild(&place.path()).await.unwrap();
        assert_eq!((rebuilt.entries, rebuilt.indexed), (ENTRIES, ENTRIES));
        assert_eq!(verify(&place.path(), None).await.unwrap().problems, []);
    }
}

#[tokio::test]
async fn what_a_snapshot_left_out_can_still_be_withdrawn() {
    let place = filled().await;
    let clock = clock();
    clock.advance(Span::from_days(1));
    let folder = open(&place.path(), &clock).await;
    // Entry 5 is an old support that many later ones cover.
    let answers = folder.append(vec![withdrawal(5), withdrawal(5)]).await.unwrap();
    assert_eq!(answers[0].entry(), Some(EntryId(ENTRIES)));
    let refuted = folder.append(vec![withdrawal(4)]).await.unwrap();
    assert!(format!("{refuted:?}").contains("not_support"), "{refuted:?}");
    let reading = Reading::open(&place.path()).await.unwrap();
    let whole = folded(&reading, reading.size());
    assert_eq!(reading.state().snapshot(), whole.snapshot());
}

#[tokio::test]
async fn an_index_is_kept_up_while_the_folder_is_open() {
    let place = filled().await;
    let clock = clock();
    clock.advance(Span::from_days(1));
    let folder = open(&place.path(), &clock).await;
    folder.append(vec![thing("service/new")]).await.unwrap();
    while number(&index_of(&place), "SELECT size FROM position").await <= 1_304 {
        tokio::task::yield_now().await;
    }
    let reading = Reading::open(&place.path()).await.unwrap();
    let about = reading.about(&"service/new".parse().unwrap()).await.unwrap();
    assert_eq!(about, [EntryId(ENTRIES)]);
}
