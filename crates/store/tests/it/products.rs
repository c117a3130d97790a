//! The index of products: whatever is taken in, withdrawn, erased or gone, it says what ledger and blobs say.

use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt as _;

use arvak_core::fact::{Evidence, Retirement};
use arvak_core::{
    Actor, Basis, Body, Digest, Draft, EntityId, EntryId, Fact, Instant, Outcome, Span,
};
use arvak_store::products::{Count, Found, LISTED, ListedProduct, SOURCE, Wanted};
use arvak_store::{Folder, Reading};
use proptest::prelude::*;

use crate::support::{NOON, Place, clock, create, draft, open, taken, thing, withdrawal};

/// As simple as a list can be: a product on each line, `NAME VERSION PURL`; a line without a name is a mistake.
fn read(bytes: &[u8]) -> Option<Vec<ListedProduct>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let product = |line: &str| {
        let mut parts = line.split(' ');
        let name = parts.next().filter(|name| !name.is_empty())?.to_owned();
        let version = parts.next().map(str::to_owned);
        let purl = parts.next().map(str::to_owned);
        Some(ListedProduct { name, version, purl, maker: None })
    };
    text.lines().map(product).collect()
}

/// A list of a system that `source` gave, as of so many hours before noon.
fn listed(folder: &Folder, system: &str, source: &str, hours: i64, text: &str) -> Draft {
    let blob = folder.blobs().put(text.as_bytes()).unwrap();
    of_blob(system, source, hours, blob)
}

fn of_blob(system: &str, source: &str, hours: i64, blob: Digest) -> Draft {
    let evidence = Evidence {
        kind: LISTED.parse().unwrap(),
        subject: system.parse().unwrap(),
        result: Outcome::Supports,
        basis: Basis::Document,
        collected_at: Instant::from_millis(NOON.as_millis() - hours * 3_600_000),
        valid_until: None,
        method: None,
        vantage: None,
        attributes: BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    };
    let mut one = draft(&format!("{system} {source} {hours} {blob}"), Fact::Evidence(evidence));
    let texts = BTreeMap::from([(SOURCE.to_owned(), source.to_owned())]);
    one.body = Some(Body { salt: "00".repeat(16), texts, ..Body::default() });
    one.blobs = vec![blob];
    one
}

fn retirement(system: &str) -> Draft {
    let subject = system.parse().unwrap();
    let mut one = draft(
        &format!("retire {system}"),
        Fact::Retirement(Retirement { subject, successor: None }),
    );
    one.body = Some(Body {
        salt: "00".repeat(16),
        reason: Some("replaced".to_owned()),
        ..Body::default()
    });
    one
}

async fn all(place: &Place, wanted: Wanted) -> Vec<Found> {
    Reading::open(&place.path()).await.unwrap().products(read, wanted).await.unwrap()
}

/// Systems with the names and versions of their products.
async fn shown(place: &Place) -> Vec<String> {
    let one = |found: Found| {
        let version = found.product.version.unwrap_or_default();
        format!("{} {} {version}", found.system.slug(), found.product.name)
    };
    all(place, Wanted::any(1_000)).await.into_iter().map(one).collect()
}

async fn with_systems() -> (Place, Folder) {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    folder.append((0..3).map(|n| thing(&format!("system/s{n}"))).collect()).await.unwrap();
    (place, folder)
}

#[tokio::test]
async fn only_the_newest_list_of_a_system_and_source_counts() {
    let (place, folder) = with_systems().await;
    let older = listed(&folder, "system/s0", "supplier/a", 5, "curl 7\nzlib 1.2");
    let newest = listed(&folder, "system/s0", "supplier/a", 1, "curl 8");
    let late = listed(&folder, "system/s0", "supplier/a", 3, "curl 7.9");
    let other = listed(&folder, "system/s0", "supplier/b", 9, "expat 2");
    let answers = folder.append(vec![older, newest, late, other]).await.unwrap();
    assert_eq!(shown(&place).await, ["s0 curl 8", "s0 expat 2"]);
    let reading = Reading::open(&place.path()).await.unwrap();
    let lists = reading.software_lists(read).await.unwrap();
    let told: Vec<_> = lists.iter().map(|one| (one.products, one.source.clone())).collect();
    let supplier = |slug: &str| Some(format!("supplier/{slug}").parse::<EntityId>().unwrap());
    assert_eq!(told, [(Some(1), supplier("a")), (Some(1), supplier("b"))]);
    // Without the newest, the one before it counts again.
    let newest = *taken(&answers).get(1).unwrap();
    folder.append(vec![withdrawal(newest)]).await.unwrap();
    assert_eq!(shown(&place).await, ["s0 curl 7.9", "s0 expat 2"]);
    folder.append(vec![retirement("system/s0")]).await.unwrap();
    assert_eq!(shown(&place).await, Vec::<String>::new());
}

#[tokio::test]
async fn what_is_erased_leaves_no_name_in_the_index() {
    let (place, folder) = with_systems().await;
    let list = listed(&folder, "system/s1", "", 1, "unmistakable-name 1");
    let entry = *taken(&folder.append(vec![list]).await.unwrap()).first().unwrap();
    assert_eq!(shown(&place).await, ["s1 unmistakable-name 1"]);
    let path = place.path().join("products.db");
    let holds_name = || {
        let files = ["", "-wal"].map(|ending| format!("{}{ending}", path.display()));
        let bytes = files.iter().filter_map(|file| std::fs::read(file).ok()).flatten();
        bytes.collect::<Vec<_>>().windows(17).any(|part| part == b"unmistakable-name")
    };
    assert!(holds_name());
    let by = Actor::Role("role/ict_lead".parse().unwrap());
    folder.erase(EntryId(entry), by, None).await.unwrap();
    assert!(!holds_name());
    assert_eq!(shown(&place).await, Vec::<String>::new());
    assert!(!holds_name());
}

#[tokio::test]
async fn what_is_no_list_or_is_missing_is_told_and_hides_nothing() {
    let (place, folder) = with_systems().await;
    let bad = listed(&folder, "system/s0", "", 1, "curl 8\n\n");
    let good = listed(&folder, "system/s1", "", 1, "curl 8");
    let gone = folder.blobs().put(b"zlib 1").unwrap();
    folder.append(vec![bad, good, of_blob("system/s2", "", 1, gone)]).await.unwrap();
    std::fs::remove_file(folder.blobs().path(gone)).unwrap();
    assert_eq!(shown(&place).await, ["s1 curl 8"]);
    let reading = Reading::open(&place.path()).await.unwrap();
    let lists = reading.software_lists(read).await.unwrap();
    let told: Vec<_> = lists.iter().map(|one| (one.system.slug(), one.products)).collect();
    assert_eq!(told, [("s0", None), ("s1", Some(1)), ("s2", None)]);
}

#[tokio::test]
async fn products_are_found_by_name_purl_and_system_in_parts_without_gap() {
    let (place, folder) = with_systems().await;
    let text = "OpenSSL 3 pkg:deb/debian/openssl@3\nlibssl 3 pkg:deb/debian/libssl@3\nØl 1\nzlib 1";
    let one = listed(&folder, "system/s0", "", 1, text);
    let two = listed(&folder, "system/s1", "", 1, "openssl 1.1 pkg:generic/openssl@1.1");
    folder.append(vec![one, two]).await.unwrap();
    let named = async |wanted: Wanted| {
        let found = all(&place, wanted).await;
        found.into_iter().map(|one| one.product.name).collect::<Vec<_>>()
    };
    let any = || Wanted::any(10);
    assert_eq!(
        named(Wanted { contains: "SSL".into(), ..any() }).await,
        ["libssl", "OpenSSL", "openssl"]
    );
    assert_eq!(named(Wanted { contains: "øL".into(), ..any() }).await, ["Øl"]);
    assert_eq!(named(Wanted { contains: "%".into(), ..any() }).await, Vec::<String>::new());
    assert_eq!(named(Wanted { purl: "pkg:deb/".into(), ..any() }).await, ["libssl", "OpenSSL"]);
    let of = |slugs: &[&str]| {
        let ids = slugs.iter().map(|slug| format!("system/{slug}").parse().unwrap());
        Some(ids.collect::<Vec<EntityId>>())
    };
    assert_eq!(named(Wanted { systems: of(&["s1"]), ..any() }).await, ["openssl"]);
    assert_eq!(named(Wanted { systems: of(&["s1", "s2"]), ..any() }).await, ["openssl"]);
    assert_eq!(named(Wanted { systems: of(&[]), ..any() }).await, Vec::<String>::new());
    let reading = Reading::open(&place.path()).await.unwrap();
    let wanted = Wanted { contains: "ssl".into(), ..any() };
    let count = reading.count_products(read, wanted).await.unwrap();
    assert_eq!(count, Count { products: 3, systems: 2 });
    let (mut parts, mut after) = (Vec::new(), None);
    loop {
        let part = all(&place, Wanted { after: after.take(), ..Wanted::any(2) }).await;
        let Some(last) = part.last() else { break };
        after = Some(last.place.clone());
        parts.extend(part.into_iter().map(|one| one.product.name));
    }
    assert_eq!(parts, ["libssl", "OpenSSL", "openssl", "zlib", "Øl"]);
}

#[tokio::test]
async fn an_index_that_is_deleted_damaged_or_of_another_folder_changes_no_answer() {
    let (place, folder) = with_systems().await;
    let list = listed(&folder, "system/s0", "", 1, "curl 8\nzlib 1");
    folder.append(vec![list]).await.unwrap();
    let before = all(&place, Wanted::any(10)).await;
    let path = place.path().join("products.db");
    for bytes in [None, Some(vec![]), Some(vec![0x5a; 9_000])] {
        arvak_store::rebuild(&place.path()).await.unwrap_err();
        for ending in ["-wal", "-shm", ""] {
            let _ = std::fs::remove_file(format!("{}{ending}", path.display()));
        }
        if let Some(bytes) = bytes {
            File::create(&path).unwrap().write_all_at(&bytes, 0).unwrap();
        }
        assert_eq!(all(&place, Wanted::any(10)).await, before);
    }
    let (other, foreign) = with_systems().await;
    let list = listed(&foreign, "system/s2", "", 1, "foreign 1");
    foreign.append(vec![list]).await.unwrap();
    assert_eq!(shown(&other).await, ["s2 foreign 1"]);
    foreign.close().await.unwrap();
    std::fs::copy(other.path().join("products.db"), &path).unwrap();
    assert_eq!(all(&place, Wanted::any(10)).await, before);
}

/// What may happen to lists.
#[derive(Clone, Debug)]
enum Step {
    List { system: u8, source: u8, hours: i64, text: String },
    Withdraw(usize),
    Erase(usize),
    Retire(u8),
    Look,
}

fn step() -> impl Strategy<Value = Step> {
    let text = prop::collection::vec("[a-c]{0,2} [0-9]", 0..4).prop_map(|lines| lines.join("\n"));
    prop_oneof![
        6 => (0..3_u8, 0..2_u8, 0..9_i64, text)
            .prop_map(|(system, source, hours, text)| Step::List { system, source, hours, text }),
        2 => any::<prop::sample::Index>().prop_map(|at| Step::Withdraw(at.index(40))),
        2 => any::<prop::sample::Index>().prop_map(|at| Step::Erase(at.index(40))),
        1 => (0..3_u8).prop_map(Step::Retire),
        3 => Just(Step::Look),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_was_followed_step_by_step_is_what_is_made_anew(steps in prop::collection::vec(step(), 1..24)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let (place, folder) = with_systems().await;
            let clock = clock();
            for step in &steps {
                clock.advance(Span::from_millis(1));
                match step {
                    Step::List { system, source, hours, text } => {
                        let (system, source) = (format!("system/s{system}"), format!("supplier/{source}"));
                        let list = listed(&folder, &system, &source, *hours, text);
                        folder.append(vec![list]).await.unwrap();
                    }
                    Step::Withdraw(entry) => {
                        folder.append(vec![withdrawal(*entry as u64)]).await.unwrap();
                    }
                    // Many entries may not be erased.
                    Step::Erase(entry) => {
                        let by = Actor::Role("role/ict_lead".parse().unwrap());
                        let _ = folder.erase(EntryId(*entry as u64), by, None).await;
                    }
                    Step::Retire(system) => {
                        folder.append(vec![retirement(&format!("system/s{system}"))]).await.unwrap();
                    }
                    Step::Look => drop(all(&place, Wanted::any(5)).await),
                }
            }
            let followed = all(&place, Wanted::any(1_000)).await;
            let lists = Reading::open(&place.path()).await.unwrap().software_lists(read).await.unwrap();
            folder.close().await.unwrap();
            arvak_store::rebuild(&place.path()).await.unwrap();
            assert!(!place.path().join("products.db").exists());
            open(&place.path(), &clock).await.close().await.unwrap();
            assert_eq!(all(&place, Wanted::any(1_000)).await, followed);
            let reading = Reading::open(&place.path()).await.unwrap();
            assert_eq!(reading.software_lists(read).await.unwrap(), lists);
        });
    }
}
