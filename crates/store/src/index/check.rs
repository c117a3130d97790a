//! Whether the index agrees with the ledger.

use std::collections::BTreeMap;

use arvak_core::{EntryId, State};
use arvak_ledger::Reader;

use super::Row;
use super::catch_up::earlier;
use super::file::IndexFile;
use super::rows::Chain;
use super::snapshot::Kind;
use crate::fold::{self, Folded};
use crate::keys::Keys;
use crate::{Error, Layout, Result};

/// Most differences that are told; one would be enough.
const DIFFERENCES_MAX: usize = 20;

/// Rows that are read at a time.
const BATCH_ROWS: u64 = 4_096;

/// An entry that the index says something else of than the ledger, and what; or what differs as a whole.
pub(crate) type Difference = (Option<EntryId>, String);

/// How often, and how long apart, an index is looked at that cannot be read: a writer may be making it.
const LOOKS: u32 = 20;
const BETWEEN_LOOKS: std::time::Duration = std::time::Duration::from_millis(100);

async fn settled(layout: &Layout) -> Option<IndexFile> {
    for _ in 1..LOOKS {
        if let Some(file) = IndexFile::read(&layout.index()).await {
            return Some(file);
        }
        tokio::time::sleep(BETWEEN_LOOKS).await;
    }
    IndexFile::read(&layout.index()).await
}

/// Compares all of the index of a folder with its ledger. An index that is not there, or that follows
/// less than all entries, is no difference. Neither is a ledger that cannot be read: that is told
/// elsewhere.
pub(crate) async fn differences(layout: &Layout) -> Result<Vec<Difference>> {
    if !layout.index().exists() {
        return Ok(Vec::new());
    }
    let Some(mut file) = settled(layout).await else {
        return Ok(vec![(None, "it cannot be opened, or has another schema".to_owned())]);
    };
    let size = match file.begin().await {
        Ok(size) => size,
        Err(error) => return Ok(vec![(None, error.to_string())]),
    };
    // Opened after the view of the index was taken: so it has all that the index can follow.
    let Ok(reader) = Reader::open(layout.root()) else { return Ok(Vec::new()) };
    let mut comparison = Comparison {
        reader,
        file,
        size,
        state: State::new(),
        keys: Keys::default(),
        chains: BTreeMap::new(),
        differences: Vec::new(),
    };
    match comparison.run().await {
        Err(error @ Error::Database { .. }) => comparison.add(None, error.to_string()),
        Err(Error::Ledger(_) | Error::Envelope { .. } | Error::Sequence(_)) => {
            return Ok(Vec::new());
        }
        other => other?,
    }
    Ok(comparison.differences)
}

struct Comparison {
    reader: Reader,
    file: IndexFile,
    /// Up to where the rows follow the ledger.
    size: u64,
    state: State,
    keys: Keys,
    chains: BTreeMap<String, Chain>,
    differences: Vec<Difference>,
}

impl Comparison {
    async fn run(&mut self) -> Result<()> {
        let said: String = self.file.one("PRAGMA integrity_check(1)").await?;
        if said != "ok" {
            self.add(None, said);
            return Ok(());
        }
        if let Some(position) = self.file.position().await?
            && !position.is_of(&self.reader)
        {
            self.add(None, "it belongs to another ledger".to_owned());
            return Ok(());
        }
        let count: i64 = self.file.one("SELECT count(*) FROM entry").await?;
        if count.cast_unsigned() != self.size {
            self.add(None, format!("it has {count} rows for {} entries", self.size));
        }
        self.entries().await?;
        self.subjects().await
    }

    fn add(&mut self, entry: Option<EntryId>, what: String) {
        if self.differences.len() < DIFFERENCES_MAX {
            self.differences.push((entry, what));
        }
    }

    /// Rows and snapshots, in the order of the entries.
    async fn entries(&mut self) -> Result<()> {
        let mut snapshots = self.file.snapshot_sizes().await?;
        snapshots.reverse();
        let mut from = 0;
        loop {
            while let Some((size, kind)) = snapshots.pop_if(|(size, _)| *size <= from) {
                self.snapshot(kind, size).await?;
            }
            if from >= self.size {
                break;
            }
            let next = snapshots.last().map_or(self.size, |(size, _)| *size);
            let to = self.size.min(next).min(from + BATCH_ROWS);
            self.rows(from, to).await?;
            from = to;
        }
        for (size, _) in snapshots {
            self.add(None, format!("it has a snapshot of {size} entries without their rows"));
        }
        Ok(())
    }

    async fn rows(&mut self, from: u64, to: u64) -> Result<()> {
        let found = self.file.rows(from, to).await?;
        let mut found = found.into_iter().peekable();
        let mut entries = self.reader.entries(from..to)?;
        let mut differing = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            let envelope = fold::envelope_of(&entry)?;
            let id = EntryId(entry.id);
            if fold::apply(&mut self.state, id, &envelope)? == Folded::NeedsHistory {
                return Err(Error::Stopped { why: "a whole state lacks history".into() });
            }
            self.keys.insert(envelope.key, id.0);
            let row = Row::of(id.0, &envelope, |of| earlier(&self.reader, of));
            if let Some(subject) = &row.subject {
                self.chains.entry(subject.clone()).or_insert_with(Chain::new).add(id.0);
            }
            if found.next_if(|(of, _)| *of == id.0).is_none_or(|(_, found)| found != row.told()) {
                differing.push(id);
            }
        }
        for id in differing {
            self.add(Some(id), "its row differs from the entry".to_owned());
        }
        Ok(())
    }

    async fn snapshot(&mut self, kind: Kind, size: u64) -> Result<()> {
        let expected = match kind {
            Kind::State => self.state.snapshot(),
            Kind::Keys => self.keys.encode(),
        };
        let found = self.file.before(kind, size, &self.reader).await?;
        if found.is_none_or(|found| found.size != size || found.bytes != expected) {
            let what = match kind {
                Kind::State => "state",
                Kind::Keys => "keys",
            };
            self.add(None, format!("its {what} of {size} entries are not those of the ledger"));
        }
        Ok(())
    }

    async fn subjects(&mut self) -> Result<()> {
        let found = self.file.chains().await?;
        if found != self.chains {
            self.add(None, "its counts of entries differ from the ledger".to_owned());
        }
        Ok(())
    }
}

impl IndexFile {
    /// Begins to look at one view of the database, which a holder may go on writing; says how many
    /// entries its rows follow.
    async fn begin(&mut self) -> Result<u64> {
        let failed = self.failed();
        sqlx::query("BEGIN").execute(&mut self.connection).await.map_err(failed)?;
        Ok(self.position().await?.map_or(0, |position| position.size))
    }

    async fn one<T>(&mut self, sql: &'static str) -> Result<T>
    where
        T: for<'r> sqlx::Decode<'r, sqlx::Sqlite> + sqlx::Type<sqlx::Sqlite> + Send + Unpin,
    {
        let failed = self.failed();
        sqlx::query_scalar(sql).fetch_one(&mut self.connection).await.map_err(failed)
    }

    /// Of how many entries there are snapshots, and of what, ascending.
    async fn snapshot_sizes(&mut self) -> Result<Vec<(u64, Kind)>> {
        let failed = self.failed();
        let found: Vec<(i64, String)> =
            sqlx::query_as("SELECT size, kind FROM snapshot ORDER BY size")
                .fetch_all(&mut self.connection)
                .await
                .map_err(failed)?;
        let kind = |name: &str| if name == Kind::Keys.name() { Kind::Keys } else { Kind::State };
        Ok(found.iter().map(|(size, name)| (size.cast_unsigned(), kind(name))).collect())
    }

    /// What the rows of a range say, by entry.
    async fn rows(&mut self, from: u64, to: u64) -> Result<Vec<(u64, Told)>> {
        let failed = self.failed();
        let rows: Vec<Stored> = sqlx::query_as(
            "SELECT id, fact, subject, kind, result, received_at FROM entry
                 WHERE id >= ?1 AND id < ?2 ORDER BY id",
        )
        .bind(from.cast_signed())
        .bind(to.cast_signed())
        .fetch_all(&mut self.connection)
        .await
        .map_err(failed)?;
        let told = |(id, fact, subject, kind, result, received_at): (i64, _, _, _, _, _)| {
            (id.cast_unsigned(), (fact, subject, kind, result, received_at))
        };
        Ok(rows.into_iter().map(told).collect())
    }

    async fn chains(&mut self) -> Result<BTreeMap<String, Chain>> {
        let failed = self.failed();
        let rows: Vec<(String, i64, String)> =
            sqlx::query_as("SELECT id, entries, chain FROM subject")
                .fetch_all(&mut self.connection)
                .await
                .map_err(failed)?;
        Ok(rows.into_iter().map(|(id, entries, chain)| (id, Chain { entries, chain })).collect())
    }
}

/// A row as it is stored: its entry, and then as [`Told`].
type Stored = (i64, String, Option<String>, Option<String>, Option<String>, i64);

/// What a row says: fact, subject, kind, result, time of receipt.
type Told = (String, Option<String>, Option<String>, Option<String>, i64);

impl Row {
    fn told(self) -> Told {
        let Self { fact, subject, kind, result, received_at, .. } = self;
        (fact.to_owned(), subject, kind, result.map(str::to_owned), received_at)
    }
}
