//! Requests to suppliers: links by their hash, what several people write, files, and what is forgotten.

use arvak_core::{Digest, EntityId, Instant, Name};
use arvak_store::Operation;
use arvak_store::supplier::{Kept, NewFile, RequestRow, TypedRow, WhichAsked};

use crate::support::{Place, clock, create};

const fn at(millis: i64) -> Instant {
    Instant::from_millis(millis)
}

fn name(text: &str) -> Name {
    text.parse().unwrap()
}

async fn asked(operation: &Operation, id: &str) -> Name {
    let supplier: EntityId = "supplier/drift".parse().unwrap();
    let row = RequestRow {
        id: name(id),
        supplier,
        questions: vec![name("monitoring-done"), name("measures-sbom")],
        due: at(9_000),
        made_by: None,
        made_at: at(1_000),
        receipt: None,
    };
    assert!(operation.add_supplier_request(&row).await.unwrap());
    assert!(!operation.add_supplier_request(&row).await.unwrap(), "once");
    assert_eq!(operation.supplier_request(&row.id).await.unwrap(), Some(row.clone()));
    row.id
}

fn typed(text: &str) -> TypedRow {
    TypedRow { text: text.to_owned(), at: at(2_000), ..TypedRow::empty("monitoring-done") }
}

#[tokio::test]
async fn a_new_link_takes_back_the_earlier_one_and_each_opens_its_own_request() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let operation = folder.operation();
    let (one, other) = (asked(operation, "drift-1").await, asked(operation, "drift-2").await);
    operation.add_supplier_link(&[1; 32], &one, (at(1), at(100))).await.unwrap();
    operation.add_supplier_link(&[2; 32], &other, (at(1), at(100))).await.unwrap();
    operation.add_supplier_link(&[3; 32], &one, (at(5), at(100))).await.unwrap();
    let link = async |byte| operation.supplier_link(&[byte; 32]).await.unwrap();
    assert_eq!(link(1).await.unwrap().revoked_at, Some(at(5)));
    assert_eq!(link(2).await.unwrap().revoked_at, None);
    assert_eq!(link(3).await.unwrap().request, one);
    assert_eq!(link(4).await, None);
    assert!(operation.extend_supplier_link(&one, at(200)).await.unwrap());
    assert_eq!(link(3).await.unwrap().ends_at, at(200));
    operation.add_supplier_visit(&[9; 32], &[3; 32], (at(6), at(50))).await.unwrap();
    let visit = async |now| operation.supplier_visit(&[9; 32], at(now)).await.unwrap();
    assert_eq!(visit(49).await.unwrap().request, one);
    assert_eq!(visit(50).await, None, "its time is over");
    operation.revoke_supplier_links(&one, at(7)).await.unwrap();
    assert_eq!(visit(49).await.unwrap().revoked_at, Some(at(7)), "whoever is there is told");
    assert!(!operation.extend_supplier_link(&one, at(300)).await.unwrap());
    operation.end_supplier_visit(&[9; 32]).await.unwrap();
    assert_eq!(visit(49).await, None);
    let shown = format!("{:?}", link(3).await);
    assert!(!shown.contains("hash"), "{shown}");
}

#[tokio::test]
async fn a_change_is_kept_only_over_what_its_writer_saw() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let operation = folder.operation();
    let request = asked(operation, "drift-1").await;
    let keep = async |row: &TypedRow, seen: &TypedRow| {
        operation.keep_supplier_answer(&request, row, &seen.mark()).await.unwrap()
    };
    let empty = TypedRow::empty("monitoring-done");
    assert_eq!(keep(&typed("yes"), &empty).await, Kept::Changed);
    assert_eq!(keep(&typed("yes"), &empty).await, Kept::Same, "both say the same");
    assert_eq!(keep(&empty, &empty).await, Kept::Same, "who changed nothing takes nothing back");
    assert_eq!(keep(&typed("no"), &empty).await, Kept::Meanwhile(typed("yes")));
    assert_eq!(operation.supplier_answers(&request).await.unwrap(), [typed("yes")]);
    assert_eq!(keep(&typed("no"), &typed("yes")).await, Kept::Changed);
    // The parts of two contents are never taken for each other's.
    let (mut one, mut other) = (typed("a"), typed("ab"));
    (one.comment, other.comment) = ("b".to_owned(), String::new());
    assert_ne!(one.mark(), other.mark());
}

#[tokio::test]
async fn files_are_bounded_and_go_when_the_request_is_over() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let operation = folder.operation();
    let (request, other) = (asked(operation, "drift-1").await, asked(operation, "drift-2").await);
    let question = name("measures-sbom");
    let add = async |bytes: &[u8]| {
        let file = NewFile { question: &question, name: "a.json", bytes };
        operation.add_supplier_file(&request, file, (2, 10), at(3)).await.unwrap()
    };
    assert!(add(b"12345").await && add(b"12345").await, "the same is kept once");
    assert!(!add(b"123456").await, "too much in all");
    assert!(add(b"1234").await);
    assert!(!add(b"1").await, "too many");
    let files = operation.supplier_files(&request).await.unwrap();
    let first = files.first().unwrap();
    assert_eq!((files.len(), first.size, first.digest), (2, 5, Digest::of(b"12345")));
    let bytes = operation.supplier_file_bytes(&request, first.id).await.unwrap();
    assert_eq!(bytes.as_deref(), Some(b"12345".as_slice()));
    assert_eq!(operation.supplier_file_bytes(&other, first.id).await.unwrap(), None);
    assert!(!operation.remove_supplier_file(&other, first.id).await.unwrap(), "not another's");
    let blob = Digest::of(b"salted");
    operation.set_supplier_file_blob(&request, first.id, blob).await.unwrap();
    operation.supplier_sent_in(&request, "sent_in", "{}", at(4)).await.unwrap();
    let sent = operation.supplier_files(&request).await.unwrap();
    assert_eq!(sent.first().unwrap().blob, Some(blob));
    assert_eq!(operation.supplier_file_bytes(&request, first.id).await.unwrap(), None);
    operation.close_supplier_request(&request, "closed", at(5)).await.unwrap();
    assert_eq!(operation.supplier_files(&request).await.unwrap(), []);
    let events = operation.supplier_events_of(&request).await.unwrap();
    let events: Vec<_> = events.iter().map(|one| one.event.as_str()).collect();
    assert_eq!(events, ["sent_in", "closed"]);
    assert_eq!(operation.supplier_events().await.unwrap().len(), 1);
    assert_eq!(operation.supplier_requests().await.unwrap().len(), 2);
}

#[tokio::test]
async fn requests_are_read_with_what_happened_and_their_link_by_one_query() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let operation = folder.operation();
    let rows = [("drift-1", "drift", 10), ("drift-2", "drift", 20), ("annen-1", "annen", 15)];
    for (id, supplier, made_at) in rows {
        let row = RequestRow {
            id: name(id),
            supplier: format!("supplier/{supplier}").parse().unwrap(),
            questions: vec![name("monitoring-done")],
            due: at(9_000),
            made_by: None,
            made_at: at(made_at),
            receipt: None,
        };
        assert!(operation.add_supplier_request(&row).await.unwrap());
    }
    // Texts hold whatever people write.
    let text = "\"]}\\ \u{1}\n\tæ🙂'";
    for (event, said) in [("made", ""), ("sent", text), ("opened", "")] {
        operation.add_supplier_event(&name("drift-2"), event, said, at(30)).await.unwrap();
    }
    operation.add_supplier_link(&[1; 32], &name("drift-2"), (at(1), at(100))).await.unwrap();
    operation.add_supplier_link(&[2; 32], &name("drift-2"), (at(5), at(200))).await.unwrap();
    let (drift, annen): (EntityId, EntityId) =
        ("supplier/drift".parse().unwrap(), "supplier/annen".parse().unwrap());
    let ids = async |which: WhichAsked<'_>| {
        let all = operation.supplier_asked(which).await.unwrap();
        all.into_iter().map(|one| one.row.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(ids(WhichAsked::All).await, ["drift-1", "annen-1", "drift-2"], "oldest first");
    assert_eq!(ids(WhichAsked::Newest).await, ["annen-1", "drift-2"]);
    assert_eq!(ids(WhichAsked::Of(&drift)).await, ["drift-1", "drift-2"]);
    assert_eq!(ids(WhichAsked::Between(&annen, &annen)).await, ["annen-1"]);
    assert_eq!(ids(WhichAsked::Between(&annen, &drift)).await.len(), 3);
    assert_eq!(ids(WhichAsked::One(&name("drift-3"))).await, Vec::<String>::new());
    let one = operation.supplier_asked(WhichAsked::One(&name("drift-2"))).await.unwrap();
    let one = one.first().unwrap();
    assert_eq!(one.events, operation.supplier_events_of(&name("drift-2")).await.unwrap());
    assert_eq!(one.events[1].text, text);
    assert_eq!(one.link, operation.supplier_link_of(&name("drift-2")).await.unwrap());
    assert_eq!(one.link.as_ref().unwrap().hash, [2; 32], "the one that was not taken back");
    let other = operation.supplier_asked(WhichAsked::One(&name("drift-1"))).await.unwrap();
    assert_eq!((other[0].events.len(), &other[0].link), (0, &None));
    let pairs = operation.supplier_request_ids().await.unwrap();
    assert_eq!(pairs[0], (annen, name("annen-1")));
    assert_eq!(pairs[1..], [(drift.clone(), name("drift-1")), (drift, name("drift-2"))]);
}
