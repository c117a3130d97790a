//! Requests together with what happened to each and its link: one query, so that a list of all costs little.

use arvak_core::{EntityId, Instant, Name};
use sqlx::sqlite::SqliteRow;
use sqlx::{FromRow, Row as _};

use super::super::Operation;
use super::{EventRow, LinkRow, RequestRow};
use crate::{Error, Result};

/// A request, what happened to it in order, and its newest link that was not taken back, else the newest one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AskedRow {
    /// The request.
    pub row: RequestRow,
    /// What happened to it.
    pub events: Vec<EventRow>,
    /// Its link.
    pub link: Option<LinkRow>,
}

/// Which requests are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhichAsked<'a> {
    /// All of them.
    All,
    /// The newest one of each supplier.
    Newest,
    /// Those to a supplier.
    Of(&'a EntityId),
    /// The one of that id.
    One(&'a Name),
    /// Those to the suppliers from the first to the last of these, in the order of their ids.
    Between(&'a EntityId, &'a EntityId),
}

/// Requests in the order in which [`Flat`] reads them. Texts of events may hold anything, so events come as JSON.
macro_rules! asked {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.supplier, r.questions, r.due, r.made_by, r.made_at, r.receipt,
               (SELECT json_group_array(json_array(e.id, e.event, e.at, e.text) ORDER BY e.id)
                FROM supplier_event AS e WHERE e.request = r.id),
               l.hash, l.made_at, l.ends_at, l.revoked_at
             FROM supplier_request AS r LEFT JOIN supplier_link AS l ON l.hash =
               (SELECT hash FROM supplier_link WHERE request = r.id
                ORDER BY revoked_at IS NULL DESC, made_at DESC LIMIT 1) ",
            $which,
            " ORDER BY r.made_at, r.id"
        )
    };
}

impl Operation {
    /// Requests, oldest first.
    pub async fn supplier_asked(&self, which: WhichAsked<'_>) -> Result<Vec<AskedRow>> {
        let (sql, bound) = match which {
            WhichAsked::All => (asked!(""), ["", ""]),
            // SQLite takes the other columns from the row that has the largest value.
            WhichAsked::Newest => (
                asked!(
                    "WHERE r.id IN (SELECT id FROM (SELECT id, max(made_at) FROM supplier_request GROUP BY supplier))"
                ),
                ["", ""],
            ),
            WhichAsked::Of(supplier) => (asked!("WHERE r.supplier = ?1"), [supplier.as_str(), ""]),
            WhichAsked::One(id) => (asked!("WHERE r.id = ?1"), [id.as_str(), ""]),
            WhichAsked::Between(first, last) => {
                (asked!("WHERE r.supplier BETWEEN ?1 AND ?2"), [first.as_str(), last.as_str()])
            }
        };
        let mut query = sqlx::query_as::<_, Flat>(sql);
        for text in bound.into_iter().filter(|text| !text.is_empty()) {
            query = query.bind(text);
        }
        let rows = query.fetch_all(&self.pool).await.map_err(self.failed())?;
        rows.into_iter().map(|row| self.asked_of(row)).collect()
    }

    /// The suppliers that were asked, and the ids of the requests to each, in order.
    pub async fn supplier_request_ids(&self) -> Result<Vec<(EntityId, Name)>> {
        let rows: Vec<(String, String)> =
            sqlx::query_as("SELECT supplier, id FROM supplier_request ORDER BY supplier, id")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        rows.iter().map(|(supplier, id)| Ok((self.id(supplier)?, self.name(id)?))).collect()
    }

    fn asked_of(&self, flat: Flat) -> Result<AskedRow> {
        let row = self.request_of(flat.request)?;
        let events: Vec<(i64, String, i64, String)> =
            serde_json::from_str(&flat.events).map_err(|error| Error::Damaged {
                file: self.file.clone(),
                problem: error.to_string(),
            })?;
        let event =
            |(id, event, at, text)| EventRow { id, event, at: Instant::from_millis(at), text };
        let link = match flat.link {
            None => None,
            Some((hash, made_at, ends_at, revoked_at)) => Some(LinkRow {
                hash: self.hash(&hash)?,
                request: row.id.clone(),
                made_at: Instant::from_millis(made_at),
                ends_at: Instant::from_millis(ends_at),
                revoked_at: revoked_at.map(Instant::from_millis),
            }),
        };
        Ok(AskedRow { row, events: events.into_iter().map(event).collect(), link })
    }
}

/// As the database gives them.
struct Flat {
    request: super::Columns,
    events: String,
    link: Option<(Vec<u8>, i64, i64, Option<i64>)>,
}

impl FromRow<'_, SqliteRow> for Flat {
    fn from_row(row: &SqliteRow) -> sqlx::Result<Self> {
        let hash: Option<Vec<u8>> = row.try_get(8)?;
        let link = match hash {
            None => None,
            Some(hash) => Some((hash, row.try_get(9)?, row.try_get(10)?, row.try_get(11)?)),
        };
        Ok(Self {
            request: (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?,
                row.try_get(6)?,
            ),
            events: row.try_get(7)?,
            link,
        })
    }
}
