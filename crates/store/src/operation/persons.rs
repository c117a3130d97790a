//! Names of persons. The ledger knows a person by an opaque id alone, so forgetting a person is
//! deleting one row here (law 8): an account, its factors and sessions go with it.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::EntityId;

use super::Operation;
use crate::{Error, Result, random};

/// The opaque id of a person: `person/` and 32 random hexadecimal digits.
pub type PersonId = EntityId;

impl Operation {
    /// Gives a new person an id.
    pub async fn add_person(&self, name: &str) -> Result<PersonId> {
        let text = format!("person/{}", random::hex::<16>()?);
        let id: PersonId = text
            .parse()
            .map_err(|_| Error::Damaged { file: self.file.clone(), problem: text.clone() })?;
        sqlx::query("INSERT INTO person (id, name) VALUES (?, ?)")
            .bind(id.as_str())
            .bind(name)
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(id)
    }

    /// The name of a person; `None` when there is none, or it was forgotten.
    pub async fn person_name(&self, id: &PersonId) -> Result<Option<String>> {
        sqlx::query_scalar("SELECT name FROM person WHERE id = ?")
            .bind(id.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())
    }

    /// Forgets the name of a person, and the account; `false` when it was not known.
    pub async fn forget_person(&self, id: &PersonId) -> Result<bool> {
        let done = sqlx::query("DELETE FROM person WHERE id = ?")
            .bind(id.as_str())
            .execute(&self.pool)
            .await
            .map_err(self.failed())?;
        Ok(done.rows_affected() > 0)
    }

    /// Erases a person: name, account, factors, sessions, keys, notes, and the files of an import that waited. What was
    /// written over is not left in the file either: it is written anew without its free pages, and so is the write-ahead log.
    /// `false`, and nothing is changed, when nobody would be left with the role `needed`.
    pub async fn erase_person(&self, id: &PersonId, needed: &str) -> Result<bool> {
        let name = self.person_name(id).await?.unwrap_or_default();
        let mut transaction = self.begin().await?;
        for (sql, value) in [
            // A link that was used bears the name that whoever sent it wrote.
            ("DELETE FROM token WHERE person IS NULL AND used_at IS NOT NULL AND name = ?", &*name),
            ("DELETE FROM meta WHERE name = 'import/' || ?", id.as_str()),
            ("DELETE FROM person WHERE id = ?", id.as_str()),
        ] {
            sqlx::query(sql).bind(value).execute(&mut *transaction).await.map_err(self.failed())?;
        }
        if !self.commit_if_held(transaction, needed).await? {
            return Ok(false);
        }
        for sql in ["VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            sqlx::raw_sql(sql).execute(&self.pool).await.map_err(self.failed())?;
        }
        Ok(true)
    }

    /// The tables that hold something about persons, and how many rows each has: those that depend on a person, and those
    /// that say whose something is. Told from the schema, so that none is forgotten.
    pub async fn personal_tables(&self) -> Result<Vec<(String, u64)>> {
        let depends: Vec<(String, String)> = sqlx::query_as(
            "SELECT m.name, f.\"table\" FROM sqlite_schema AS m, pragma_foreign_key_list(m.name) AS f WHERE m.type = 'table'",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let says: Vec<String> = sqlx::query_scalar(
            "SELECT DISTINCT m.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c
             WHERE m.type = 'table' AND (c.name IN ('person', 'holder', 'made_by', 'email') OR m.name IN ('canary', 'failure', 'meta'))",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let mut tables: BTreeSet<String> = says.into_iter().chain(["person".to_owned()]).collect();
        loop {
            let more =
                depends.iter().filter(|(name, on)| tables.contains(on) && !tables.contains(name));
            let more: Vec<String> = more.map(|(name, _)| name.clone()).collect();
            if more.is_empty() {
                break;
            }
            tables.extend(more);
        }
        let mut counted = BTreeMap::new();
        for table in tables {
            let sql = format!("SELECT count(*) FROM \"{table}\"");
            let rows: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
                .fetch_one(&self.pool)
                .await
                .map_err(self.failed())?;
            counted.insert(table, u64::try_from(rows).unwrap_or(0));
        }
        Ok(counted.into_iter().collect())
    }
}
