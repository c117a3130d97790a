//! Accounts: which persons may log in, in which roles. Rows only: what a role may do is said elsewhere.

use arvak_core::{EntityId, Instant};
use sqlx::{Sqlite, Transaction};

use super::{Operation, PersonId};
use crate::{Error, Result, random};

/// Somebody who may log in, or might once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// The opaque id, by which the ledger knows the person.
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// What the person types to log in, in lower case.
    pub user_name: String,
    /// Where notices go, in lower case.
    pub email: Option<String>,
    /// The language of pages and notices: `nb`, `nn`, `en`.
    pub lang: String,
    /// Names of roles.
    pub roles: Vec<String>,
    /// The units that the person is limited to; all when there is none.
    pub units: Vec<EntityId>,
    /// When it was made.
    pub created_at: Instant,
    /// When it was closed; a closed one cannot log in.
    pub closed_at: Option<Instant>,
    /// The newest log-in with two factors.
    pub last_log_in: Option<Instant>,
}

/// What a new account begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAccount {
    /// What the person is called.
    pub name: String,
    /// What the person types to log in. Case does not matter.
    pub user_name: String,
    /// Where notices go. Case does not matter.
    pub email: Option<String>,
    /// `nb`, `nn`, `en`.
    pub lang: String,
    /// Names of roles.
    pub roles: Vec<String>,
    /// The units that the person is limited to.
    pub units: Vec<EntityId>,
}

/// Something that was done to an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountNote {
    /// Who did it.
    pub by: PersonId,
    /// When.
    pub at: Instant,
    /// What: `closed`, `factors_reset` …
    pub what: String,
    /// Why.
    pub reason: Option<String>,
}

/// A row of `account` with the name of its person, and its roles and units as texts with blanks between.
type Row = (
    String,
    String,
    String,
    Option<String>,
    String,
    i64,
    Option<i64>,
    Option<i64>,
    Option<String>,
    Option<String>,
);

/// Every page asks for an account, so it is one question.
const SELECT: &str =
    "SELECT account.person, person.name, user_name, email, lang, created_at, closed_at, last_log_in,
      (SELECT group_concat(role, ' ') FROM (SELECT role FROM account_role
        WHERE account_role.person = account.person ORDER BY role)),
      (SELECT group_concat(unit, ' ') FROM (SELECT unit FROM account_unit
        WHERE account_unit.person = account.person ORDER BY unit))
    FROM account JOIN person ON person.id = account.person";

impl Operation {
    /// Makes a person with an account; `None` when the user name or the e-mail address is taken.
    pub async fn add_account(&self, new: &NewAccount, now: Instant) -> Result<Option<PersonId>> {
        let id = format!("person/{}", random::hex::<16>()?);
        let person = self.id(&id)?;
        let mut transaction = self.begin().await?;
        sqlx::query("INSERT INTO person (id, name) VALUES (?, ?)")
            .bind(person.as_str())
            .bind(&new.name)
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        // Either may be typed to log in, so neither may be another's.
        let made = sqlx::query(
            "INSERT INTO account (person, user_name, email, lang, created_at) SELECT ?1, ?2, ?3, ?4, ?5
             WHERE NOT EXISTS (SELECT 1 FROM account WHERE user_name IN (?2, ?3) OR email IN (?2, ?3))",
        )
        .bind(person.as_str())
        .bind(new.user_name.to_lowercase())
        .bind(new.email.as_ref().map(|email| email.to_lowercase()))
        .bind(&new.lang)
        .bind(now.as_millis())
        .execute(&mut *transaction)
        .await
        .map_err(self.failed())?;
        if made.rows_affected() == 0 {
            return Ok(None);
        }
        self.put_roles(&mut transaction, &person, &new.roles, &new.units).await?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(Some(person))
    }

    /// All accounts, closed ones too, by name.
    pub async fn accounts(&self) -> Result<Vec<Account>> {
        let sql = format!("{SELECT} ORDER BY person.name, account.person");
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .fetch_all(&self.pool)
            .await
            .map_err(self.failed())?;
        rows.into_iter().map(|row| self.account_of(row)).collect()
    }

    /// Whether anybody has an account: the first run is over when somebody does.
    pub async fn has_accounts(&self) -> Result<bool> {
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM account)")
            .fetch_one(&self.pool)
            .await
            .map_err(self.failed())
    }

    /// The account of a person.
    pub async fn account(&self, person: &PersonId) -> Result<Option<Account>> {
        self.one_account(format!("{SELECT} WHERE account.person = ?"), person.as_str()).await
    }

    /// The account whose user name or e-mail address is `typed`, in any case.
    pub async fn account_called(&self, typed: &str) -> Result<Option<Account>> {
        let sql = format!("{SELECT} WHERE ?1 IN (user_name, email)");
        self.one_account(sql, &typed.trim().to_lowercase()).await
    }

    async fn one_account(&self, sql: String, value: &str) -> Result<Option<Account>> {
        let row: Option<Row> = sqlx::query_as(sqlx::AssertSqlSafe(sql))
            .bind(value)
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())?;
        row.map(|row| self.account_of(row)).transpose()
    }

    /// Gives an account these roles and units, in place of the earlier ones, and ends its sessions, so that a new one begins
    /// with the new rights. `false`, and nothing is changed, when nobody would be left with the role `needed`.
    pub async fn set_roles(
        &self,
        person: &PersonId,
        roles: &[String],
        units: &[EntityId],
        needed: &str,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        for sql in [
            "DELETE FROM account_role WHERE person = ?",
            "DELETE FROM account_unit WHERE person = ?",
        ] {
            self.run(&mut transaction, sql, person).await?;
        }
        self.put_roles(&mut transaction, person, roles, units).await?;
        self.run(&mut transaction, "DELETE FROM session WHERE person = ?", person).await?;
        self.commit_if_held(transaction, needed).await
    }

    /// Closes an account: its sessions, links and keys end. What it recorded stands. `false`, and nothing is changed, when
    /// nobody would be left with the role `needed`.
    pub async fn close_account(
        &self,
        person: &PersonId,
        now: Instant,
        needed: &str,
    ) -> Result<bool> {
        let mut transaction = self.begin().await?;
        sqlx::query("UPDATE account SET closed_at = ? WHERE person = ? AND closed_at IS NULL")
            .bind(now.as_millis())
            .bind(person.as_str())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        for sql in ["DELETE FROM session WHERE person = ?", "DELETE FROM token WHERE person = ?"] {
            self.run(&mut transaction, sql, person).await?;
        }
        self.commit_if_held(transaction, needed).await
    }

    /// Sets the language of an account.
    pub async fn set_account_lang(&self, person: &PersonId, lang: &str) -> Result<()> {
        sqlx::query("UPDATE account SET lang = ? WHERE person = ?")
            .bind(lang)
            .bind(person.as_str())
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Sets where notices to an account go; `false` when somebody else has the address, or logs in by it.
    pub async fn set_account_email(&self, person: &PersonId, email: Option<&str>) -> Result<bool> {
        let done = sqlx::query(
            "UPDATE account SET email = ?1 WHERE person = ?2
             AND NOT EXISTS (SELECT 1 FROM account WHERE person <> ?2 AND ?1 IN (user_name, email))",
        )
        .bind(email.map(str::to_lowercase))
        .bind(person.as_str())
        .execute(&self.pool)
        .await
        .map_err(self.failed())?;
        Ok(done.rows_affected() == 1)
    }

    /// Notes that somebody logged in with two factors.
    pub async fn note_log_in(&self, person: &PersonId, now: Instant) -> Result<()> {
        sqlx::query("UPDATE account SET last_log_in = ? WHERE person = ?")
            .bind(now.as_millis())
            .bind(person.as_str())
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Notes what was done to an account, by whom and why.
    pub async fn add_account_note(&self, person: &PersonId, note: &AccountNote) -> Result<()> {
        sqlx::query(
            "INSERT INTO account_note (person, made_by, at, what, reason) VALUES (?, ?, ?, ?, ?)",
        )
        .bind(person.as_str())
        .bind(note.by.as_str())
        .bind(note.at.as_millis())
        .bind(&note.what)
        .bind(&note.reason)
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    /// What was done to an account, oldest first.
    pub async fn account_notes(&self, person: &PersonId) -> Result<Vec<AccountNote>> {
        let rows: Vec<(String, i64, String, Option<String>)> = sqlx::query_as(
            "SELECT made_by, at, what, reason FROM account_note WHERE person = ? ORDER BY id",
        )
        .bind(person.as_str())
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let note = |(by, at, what, reason): (String, i64, String, Option<String>)| {
            Ok(AccountNote { by: self.id(&by)?, at: Instant::from_millis(at), what, reason })
        };
        rows.into_iter().map(note).collect()
    }

    async fn put_roles(
        &self,
        transaction: &mut Transaction<'_, Sqlite>,
        person: &PersonId,
        roles: &[String],
        units: &[EntityId],
    ) -> Result<()> {
        let roles = roles
            .iter()
            .map(|role| ("INSERT OR IGNORE INTO account_role VALUES (?, ?)", role.as_str()));
        let units = units
            .iter()
            .map(|unit| ("INSERT OR IGNORE INTO account_unit VALUES (?, ?)", unit.as_str()));
        for (sql, value) in roles.chain(units) {
            sqlx::query(sql)
                .bind(person.as_str())
                .bind(value)
                .execute(&mut **transaction)
                .await
                .map_err(self.failed())?;
        }
        Ok(())
    }

    async fn run(
        &self,
        transaction: &mut Transaction<'_, Sqlite>,
        sql: &'static str,
        person: &PersonId,
    ) -> Result<()> {
        sqlx::query(sql)
            .bind(person.as_str())
            .execute(&mut **transaction)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Commits when an open account still has the role; in one transaction, so that two cannot close each other.
    pub(super) async fn commit_if_held(
        &self,
        mut transaction: Transaction<'_, Sqlite>,
        role: &str,
    ) -> Result<bool> {
        let is_held: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM account_role JOIN account USING (person) WHERE role = ? AND closed_at IS NULL)",
        )
        .bind(role)
        .fetch_one(&mut *transaction)
        .await
        .map_err(self.failed())?;
        if is_held {
            transaction.commit().await.map_err(self.failed())?;
        }
        Ok(is_held)
    }

    fn account_of(&self, row: Row) -> Result<Account> {
        let (
            person,
            name,
            user_name,
            email,
            lang,
            created_at,
            closed_at,
            last_log_in,
            roles,
            units,
        ) = row;
        let units = units.unwrap_or_default();
        Ok(Account {
            person: self.id(&person)?,
            name,
            user_name,
            email,
            lang,
            roles: roles.unwrap_or_default().split_whitespace().map(str::to_owned).collect(),
            units: units.split_whitespace().map(|unit| self.id(unit)).collect::<Result<_>>()?,
            created_at: Instant::from_millis(created_at),
            closed_at: closed_at.map(Instant::from_millis),
            last_log_in: last_log_in.map(Instant::from_millis),
        })
    }

    /// An id that was kept.
    pub(super) fn id(&self, text: &str) -> Result<EntityId> {
        text.parse().map_err(|_| Error::Damaged {
            file: self.file.clone(),
            problem: format!("`{text}` is no id"),
        })
    }
}
