//! Snapshots of the state and of the keys.

use arvak_core::{Digest, State};
use arvak_ledger::Reader;

use super::file::{self, IndexFile};
use super::{Position, catch_up};
use crate::Result;

/// What a snapshot is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    State,
    Keys,
}

impl Kind {
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::State => "state",
            Self::Keys => "keys",
        }
    }
}

/// A snapshot whose checksum holds, and which belongs to the ledger that was asked about.
pub(crate) struct Snapshot {
    pub(crate) size: u64,
    pub(crate) bytes: Vec<u8>,
}

/// Over everything that a snapshot says.
fn checksum(kind: Kind, position: Position, bytes: &[u8]) -> Digest {
    let size = position.size.to_be_bytes();
    let content = Digest::of(bytes);
    Digest::of(&[kind.name().as_bytes(), &size, &position.root.0, &content.0].concat())
}

impl IndexFile {
    /// Keeps a snapshot, in place of one of the same size.
    pub(super) async fn keep(
        &mut self,
        kind: Kind,
        position: Position,
        bytes: &[u8],
    ) -> Result<()> {
        let failed = self.failed();
        sqlx::query("INSERT OR REPLACE INTO snapshot (kind, size, root, checksum, bytes) VALUES (?, ?, ?, ?, ?)")
            .bind(kind.name())
            .bind(position.size.cast_signed())
            .bind(position.root.0.as_slice())
            .bind(checksum(kind, position, bytes).0.as_slice())
            .bind(bytes)
            .execute(&mut self.connection)
            .await
            .map_err(failed)?;
        Ok(())
    }

    /// Drops the snapshots that are not the newest of their kind, but keeps those of states at whole
    /// multiples of a step: for questions about earlier days.
    pub(super) async fn thin_out(&mut self, size: u64) -> Result<()> {
        let failed = self.failed();
        sqlx::query(
            "DELETE FROM snapshot WHERE (kind = 'keys' OR size % ?1 != 0)
             AND size < (SELECT max(size) FROM snapshot AS newer WHERE newer.kind = snapshot.kind)",
        )
        .bind(catch_up::step(size).cast_signed())
        .execute(&mut self.connection)
        .await
        .map_err(failed)?;
        Ok(())
    }

    /// The newest snapshot of at most `most` entries that belongs to the ledger of `reader` and is
    /// whole. Others are passed over.
    pub(crate) async fn before(
        &mut self,
        kind: Kind,
        most: u64,
        reader: &Reader,
    ) -> Result<Option<Snapshot>> {
        let failed = self.failed();
        let sizes: Vec<i64> = sqlx::query_scalar(
            "SELECT size FROM snapshot WHERE kind = ?1 AND size <= ?2 ORDER BY size DESC",
        )
        .bind(kind.name())
        .bind(most.cast_signed())
        .fetch_all(&mut self.connection)
        .await
        .map_err(&failed)?;
        for size in sizes {
            let row: Option<(Vec<u8>, Vec<u8>, Vec<u8>)> = sqlx::query_as(
                "SELECT root, checksum, bytes FROM snapshot WHERE kind = ?1 AND size = ?2",
            )
            .bind(kind.name())
            .bind(size)
            .fetch_optional(&mut self.connection)
            .await
            .map_err(&failed)?;
            let Some((root, sum, bytes)) = row else { continue };
            let Some(position) = file::position(size, &root) else { continue };
            if checksum(kind, position, &bytes).0 == *sum && position.is_of(reader) {
                return Ok(Some(Snapshot { size: position.size, bytes }));
            }
        }
        Ok(None)
    }
}

/// The newest kept state of at most `most` entries. An index that fails is as good as none.
pub(crate) async fn state_before(
    index: Option<&mut IndexFile>,
    most: u64,
    reader: &Reader,
) -> Option<State> {
    let snapshot = index?.before(Kind::State, most, reader).await.ok()??;
    let state = State::from_snapshot(&snapshot.bytes).ok()?;
    (state.size() == snapshot.size).then_some(state)
}
