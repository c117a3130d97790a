//! Bringing the index up to what is read: first which lists there are, then the products of those that count and were not read
//! yet. Each step is one transaction, so that two programs may do it at once and neither waits for a long list.

use std::path::Path;

use arvak_core::{Body, Digest, Envelope, Fact, Outcome};
use arvak_ledger::{Entry, Reader};
use serde::Serialize;
use sqlx::Connection as _;

use super::file::ProductsFile;
use super::{LISTED, ListedProduct, ReadList, SOURCE};
use crate::fold::envelope_of;
use crate::index::{Position, position};
use crate::reading::body_of;
use crate::{Blobs, Error, Result};

/// Products that are added by one statement.
const ADDED_AT_ONCE: usize = 2_000;

/// What the index is made from.
pub(super) struct Source<'a> {
    pub(super) reader: &'a Reader,
    /// The data folder.
    pub(super) root: &'a Path,
    pub(super) blobs: &'a Blobs,
    pub(super) read: ReadList,
}

/// What an entry changes.
enum Change {
    Listed {
        entry: u64,
        system: String,
        source: String,
        at: i64,
        blobs: String,
    },
    /// The entry of that number counts no more.
    Gone(u64),
    /// The system is gone.
    Retired(String),
}

const ADD_LIST: &str =
    "INSERT OR REPLACE INTO list (entry, system, source, at, blobs) VALUES (?, ?, ?, ?, ?)";

const CHOOSE: &str = "UPDATE list SET counts = (entry = (SELECT newest.entry FROM list AS newest
  WHERE newest.system = list.system AND newest.source = list.source ORDER BY newest.at DESC, newest.entry DESC LIMIT 1))";

const DROP_PRODUCTS: &str =
    "DELETE FROM product WHERE entry NOT IN (SELECT entry FROM list WHERE counts = 1)";

const UNREAD: &str = "UPDATE list SET products = NULL WHERE counts = 0";

const KEEP_POSITION: &str = "INSERT OR REPLACE INTO position (one, size, root) VALUES (1, ?1, ?2)";

const WAITING: &str = "SELECT entry, system, blobs FROM list WHERE counts = 1 AND products IS NULL ORDER BY entry LIMIT 1";

const STILL_WAITS: &str =
    "SELECT count(*) FROM list WHERE entry = ? AND counts = 1 AND products IS NULL";

const ADD_PRODUCTS: &str = "INSERT INTO product (entry, number, system, folded, name, version, purl, maker)
SELECT ?1, value ->> 'number', ?2, value ->> 'folded', value ->> 'name', value ->> 'version', value ->> 'purl', value ->> 'maker'
FROM json_each(?3)";

#[derive(Serialize)]
struct ProductRow<'p> {
    number: usize,
    folded: String,
    name: &'p str,
    version: Option<&'p str>,
    purl: Option<&'p str>,
    maker: Option<&'p str>,
}

impl ProductsFile {
    /// Follows the ledger up to what `source` reads, and reads the lists that count.
    pub(super) async fn follow(&mut self, source: &Source<'_>) -> Result<()> {
        self.follow_ledger(source).await?;
        while self.read_one(source).await? {}
        Ok(())
    }

    async fn follow_ledger(&mut self, source: &Source<'_>) -> Result<()> {
        let failed = self.failed();
        let mut following = self.connection.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let known: Option<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT size, root FROM position WHERE one = 1")
                .fetch_optional(&mut *following)
                .await
                .map_err(&failed)?;
        let is_known = known.is_some();
        let from = match known {
            None => 0,
            Some((size, root)) => match position(size, &root) {
                Some(known) if is_of(known, source)? => known.size,
                _ => {
                    sqlx::raw_sql("DELETE FROM product; DELETE FROM list; DELETE FROM position")
                        .execute(&mut *following)
                        .await
                        .map_err(&failed)?;
                    0
                }
            },
        };
        if is_known && from >= source.reader.size() {
            return following.rollback().await.map_err(failed);
        }
        let changes = changes(source.reader, from)?;
        for change in &changes {
            let changing = match change {
                Change::Listed { entry, system, source, at, blobs } => sqlx::query(ADD_LIST)
                    .bind(entry.cast_signed())
                    .bind(system)
                    .bind(source)
                    .bind(at)
                    .bind(blobs),
                Change::Gone(entry) => {
                    sqlx::query("DELETE FROM list WHERE entry = ?").bind(entry.cast_signed())
                }
                Change::Retired(system) => {
                    sqlx::query("DELETE FROM list WHERE system = ?").bind(system)
                }
            };
            changing.execute(&mut *following).await.map_err(&failed)?;
        }
        if !changes.is_empty() {
            for sql in [CHOOSE, DROP_PRODUCTS, UNREAD] {
                sqlx::query(sql).execute(&mut *following).await.map_err(&failed)?;
            }
        }
        let reached = Position::of(source.reader, source.reader.size())?;
        sqlx::query(KEEP_POSITION)
            .bind(reached.size.cast_signed())
            .bind(reached.root.0.as_slice())
            .execute(&mut *following)
            .await
            .map_err(&failed)?;
        following.commit().await.map_err(failed)
    }

    /// Reads one list that waits for it; `false` when none does.
    async fn read_one(&mut self, source: &Source<'_>) -> Result<bool> {
        let failed = self.failed();
        let waiting: Option<(i64, String, String)> =
            sqlx::query_as(WAITING).fetch_optional(&mut self.connection).await.map_err(&failed)?;
        let Some((entry, system, blobs)) = waiting else { return Ok(false) };
        let products = products_of(&blobs, source)?;
        let mut adding = self.connection.begin_with("BEGIN IMMEDIATE").await.map_err(&failed)?;
        let waits: i64 = sqlx::query_scalar(STILL_WAITS)
            .bind(entry)
            .fetch_one(&mut *adding)
            .await
            .map_err(&failed)?;
        // Another program may have read it meanwhile.
        if waits == 0 {
            adding.rollback().await.map_err(failed)?;
            return Ok(true);
        }
        let count =
            products.as_ref().map_or(-1, |all| i64::try_from(all.len()).unwrap_or(i64::MAX));
        let all = products.unwrap_or_default();
        for (part, some) in all.chunks(ADDED_AT_ONCE).enumerate() {
            let rows: Vec<_> = (part * ADDED_AT_ONCE..).zip(some).map(row).collect();
            sqlx::query(ADD_PRODUCTS)
                .bind(entry)
                .bind(&system)
                // Numbers and texts always have a JSON form.
                .bind(serde_json::to_string(&rows).unwrap_or_default())
                .execute(&mut *adding)
                .await
                .map_err(&failed)?;
        }
        sqlx::query("UPDATE list SET products = ? WHERE entry = ?")
            .bind(count)
            .bind(entry)
            .execute(&mut *adding)
            .await
            .map_err(&failed)?;
        adding.commit().await.map_err(failed)?;
        Ok(true)
    }
}

fn row((number, product): (usize, &ListedProduct)) -> ProductRow<'_> {
    ProductRow {
        number,
        folded: product.name.to_lowercase(),
        name: &product.name,
        version: product.version.as_deref(),
        purl: product.purl.as_deref(),
        maker: product.maker.as_deref(),
    }
}

/// Whether a position is one of this ledger. Another program may have come further than what is read here.
fn is_of(known: Position, source: &Source<'_>) -> Result<bool> {
    if known.size <= source.reader.size() {
        return Ok(known.is_of(source.reader));
    }
    Ok(known.is_of(&Reader::open(source.root)?))
}

/// What the entries from `from` on change, in their order.
fn changes(reader: &Reader, from: u64) -> Result<Vec<Change>> {
    let mut all = Vec::new();
    let mut entries = reader.entries(from..reader.size())?;
    while let Some(entry) = entries.next_entry()? {
        let envelope = envelope_of(&entry)?;
        match &envelope.fact {
            Fact::Evidence(_) => all.extend(listed(&entry, &envelope)?),
            Fact::Withdrawal(one) => all.push(Change::Gone(one.of.0)),
            Fact::Erasure(one) => all.push(Change::Gone(one.of.0)),
            Fact::Retirement(one) => all.push(Change::Retired(one.subject.to_string())),
            _ => {}
        }
    }
    Ok(all)
}

/// The list that an entry is: support with a file, and not what was found by comparing lists, which has a transcript.
fn listed(entry: &Entry<'_>, envelope: &Envelope) -> Result<Option<Change>> {
    let Fact::Evidence(evidence) = &envelope.fact else { return Ok(None) };
    let is_list = evidence.kind.as_str() == LISTED
        && evidence.result == Outcome::Supports
        && evidence.transcript.is_none()
        && !envelope.blobs.is_empty();
    if !is_list {
        return Ok(None);
    }
    let (body, _): (Option<Body>, bool) = body_of(entry)?;
    let source = body.and_then(|mut body| body.texts.remove(SOURCE)).unwrap_or_default();
    Ok(Some(Change::Listed {
        entry: entry.id,
        system: evidence.subject.to_string(),
        source,
        at: evidence.collected_at.as_millis(),
        blobs: serde_json::to_string(&envelope.blobs).unwrap_or_default(),
    }))
}

/// The products of the first blob that is a list; nothing when none is, or none is there any more.
fn products_of(blobs: &str, source: &Source<'_>) -> Result<Option<Vec<ListedProduct>>> {
    let digests: Vec<Digest> = serde_json::from_str(blobs).unwrap_or_default();
    for digest in digests {
        let bytes = match source.blobs.get(digest) {
            Ok(bytes) => bytes,
            Err(Error::BlobMissing { .. } | Error::BlobDamaged { .. }) => continue,
            Err(error) => return Err(error),
        };
        if let Some(products) = (source.read)(&bytes) {
            return Ok(Some(products));
        }
    }
    Ok(None)
}
