//! Asking the index.

use arvak_core::{EntityId, EntryId, Instant};

use super::file::ProductsFile;
use super::{Count, CountingList, Found, ListedProduct, Wanted};
use crate::Result;

/// What is looked for: ?1 a part of the folded name, ?2 the beginning of a package URL; `$place` says of which systems (?3). The
/// `$index` holds all that this looks at, and only lists that count have products.
macro_rules! matching {
    ($index:literal, $place:literal) => {
        concat!(
            " FROM product INDEXED BY ",
            $index,
            " WHERE ",
            $place,
            " AND (?1 = '' OR instr(folded, ?1) > 0) AND (?2 = '' OR substr(purl, 1, length(?2)) = ?2)"
        )
    };
}

/// The part after a place (?4–?6), ?7 products at most: found in the index, and then fetched.
macro_rules! part {
    ($index:literal, $place:literal) => {
        concat!(
            "WITH found AS (SELECT entry, number",
            matching!($index, $place),
            " AND (folded, entry, number) > (?4, ?5, ?6) ORDER BY folded, entry, number LIMIT ?7)
             SELECT name, version, purl, maker, product.system, source, product.entry, product.number, at, folded
             FROM found JOIN product USING (entry, number) JOIN list ON list.entry = product.entry
             ORDER BY folded, product.entry, product.number"
        )
    };
}

macro_rules! counted {
    ($index:literal, $place:literal) => {
        concat!("SELECT count(*), count(DISTINCT system)", matching!($index, $place))
    };
}

/// By how the systems are named: all, one, or several of them.
struct Sql {
    part: &'static str,
    count: &'static str,
}

const ALL: Sql =
    Sql { part: part!("product_all", "?3 = ''"), count: counted!("product_all", "?3 = ''") };
const ONE: Sql = Sql {
    part: part!("product_of_system", "system = ?3"),
    count: counted!("product_of_system", "system = ?3"),
};
const SOME: Sql = Sql {
    part: part!("product_all", "system IN (SELECT value FROM json_each(?3))"),
    count: counted!("product_all", "system IN (SELECT value FROM json_each(?3))"),
};

const LISTS: &str = "SELECT entry, system, source, at, products FROM list WHERE counts = 1
ORDER BY system, source";

/// A row of [`Sql::part`]: name, version, package URL, maker; system and source; entry, number and time; folded name.
type Row =
    (String, Option<String>, Option<String>, Option<String>, String, String, i64, i64, i64, String);

fn of_systems(wanted: &Wanted) -> (Sql, String) {
    match wanted.systems.as_deref() {
        None => (ALL, String::new()),
        Some([one]) => (ONE, one.to_string()),
        // Ids always have a JSON form.
        Some(some) => (SOME, serde_json::to_string(some).unwrap_or_default()),
    }
}

impl ProductsFile {
    pub(super) async fn find(&mut self, wanted: &Wanted) -> Result<Vec<Found>> {
        let failed = self.failed();
        let (sql, systems) = of_systems(wanted);
        let (folded, entry, number) = place(wanted.after.as_deref());
        let rows: Vec<Row> = sqlx::query_as(sql.part)
            .bind(wanted.contains.to_lowercase())
            .bind(&wanted.purl)
            .bind(systems)
            .bind(folded)
            .bind(entry)
            .bind(number)
            .bind(i64::try_from(wanted.limit).unwrap_or(i64::MAX))
            .fetch_all(&mut self.connection)
            .await
            .map_err(failed)?;
        Ok(rows.into_iter().filter_map(found).collect())
    }

    pub(super) async fn count(&mut self, wanted: &Wanted) -> Result<Count> {
        let failed = self.failed();
        let (sql, systems) = of_systems(wanted);
        let (products, systems): (i64, i64) = sqlx::query_as(sql.count)
            .bind(wanted.contains.to_lowercase())
            .bind(&wanted.purl)
            .bind(systems)
            .fetch_one(&mut self.connection)
            .await
            .map_err(failed)?;
        let number = |count: i64| usize::try_from(count).unwrap_or_default();
        Ok(Count { products: number(products), systems: number(systems) })
    }

    pub(super) async fn lists(&mut self) -> Result<Vec<CountingList>> {
        let failed = self.failed();
        let rows: Vec<(i64, String, String, i64, Option<i64>)> =
            sqlx::query_as(LISTS).fetch_all(&mut self.connection).await.map_err(failed)?;
        let list =
            |(entry, system, source, at, products): (i64, String, String, i64, Option<i64>)| {
                Some(CountingList {
                    entry: EntryId(entry.cast_unsigned()),
                    system: system.parse().ok()?,
                    source: source.parse().ok(),
                    at: Instant::from_millis(at),
                    products: products.and_then(|count| usize::try_from(count).ok()),
                })
            };
        Ok(rows.into_iter().filter_map(list).collect())
    }
}

/// The place before all others.
const FIRST: (String, i64, i64) = (String::new(), -1, -1);

/// A place as [`found`] writes it. Another text is the place before all others.
fn place(text: Option<&str>) -> (String, i64, i64) {
    let read = |text: &str| {
        let mut parts = text.splitn(3, ' ');
        let (entry, number) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        Some((parts.next()?.to_owned(), entry, number))
    };
    text.and_then(read).unwrap_or(FIRST)
}

fn found(row: Row) -> Option<Found> {
    let (name, version, purl, maker, system, source, entry, number, at, folded) = row;
    Some(Found {
        product: ListedProduct { name, version, purl, maker },
        system: system.parse::<EntityId>().ok()?,
        source: source.parse().ok(),
        entry: EntryId(entry.cast_unsigned()),
        at: Instant::from_millis(at),
        place: format!("{entry} {number} {folded}"),
    })
}
