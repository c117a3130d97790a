//! Names of persons. The ledger knows a person by an opaque id alone, so forgetting a person is
//! deleting one row here (law 8): an account, its factors and sessions go with it.

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
}
