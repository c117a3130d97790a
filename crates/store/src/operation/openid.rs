//! Accounts of people who log in at an OpenID provider.

use arvak_core::{EntityId, Instant};
use sqlx::{Sqlite, Transaction};

use super::{Operation, PersonId};
use crate::{Result, random};

/// Somebody whom a provider vouches for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenIdPerson {
    /// The provider.
    pub issuer: String,
    /// What the provider knows the person by.
    pub subject: String,
    /// What the person is called.
    pub name: String,
    /// What the account is called, if nobody else's is; else with a number behind it.
    pub user_name: String,
    /// Where notices go, if it is nobody else's. Nobody is known by it.
    pub email: Option<String>,
    /// The language of a new account.
    pub lang: String,
    /// Names of roles that the provider gives now.
    pub roles: Vec<String>,
    /// Units that the provider limits the person to now.
    pub units: Vec<EntityId>,
}

/// What became of a log-in at a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OpenIdLogIn {
    /// The person is known, or was made known.
    Person(PersonId),
    /// The account was closed here, and stays so.
    Closed,
}

/// Most accounts whose user names differ in their number alone.
const NUMBER_MAX: u32 = 1000;

impl Operation {
    /// Somebody logs in at a provider: the account is found by issuer and subject, or made. The roles and units of the
    /// provider take the place of those that it gave before; those that were given here stay.
    pub async fn log_in_openid(&self, given: &OpenIdPerson, now: Instant) -> Result<OpenIdLogIn> {
        let mut transaction = self.begin().await?;
        let known: Option<(String, Option<i64>)> = sqlx::query_as(
            "SELECT account.person, closed_at FROM openid_account JOIN account USING (person)
             WHERE issuer = ? AND subject = ?",
        )
        .bind(&given.issuer)
        .bind(&given.subject)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(self.failed())?;
        let person = match known {
            Some((_, Some(_))) => return Ok(OpenIdLogIn::Closed),
            Some((person, None)) => self.id(&person)?,
            None => self.make_openid(&mut transaction, given, now).await?,
        };
        self.write(
            &mut transaction,
            "UPDATE person SET name = ?2 WHERE id = ?1",
            &person,
            &given.name,
        )
        .await?;
        self.give(&mut transaction, &person, &given.roles, &given.units).await?;
        transaction.commit().await.map_err(self.failed())?;
        Ok(OpenIdLogIn::Person(person))
    }

    /// The provider gives somebody nothing any more: what it gave before is taken back, and every session and key ends.
    pub async fn withdraw_openid(&self, issuer: &str, subject: &str) -> Result<()> {
        let mut transaction = self.begin().await?;
        let known: Option<String> = sqlx::query_scalar(
            "SELECT person FROM openid_account WHERE issuer = ? AND subject = ?",
        )
        .bind(issuer)
        .bind(subject)
        .fetch_optional(&mut *transaction)
        .await
        .map_err(self.failed())?;
        let Some(person) = known else { return Ok(()) };
        let person = self.id(&person)?;
        self.give(&mut transaction, &person, &[], &[]).await?;
        for sql in ["DELETE FROM session WHERE person = ?", "DELETE FROM token WHERE person = ?"] {
            self.erase(&mut transaction, sql, &person).await?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    /// The provider that a person logs in at; `None` for an account of this place.
    pub async fn openid_issuer(&self, person: &PersonId) -> Result<Option<String>> {
        sqlx::query_scalar("SELECT issuer FROM openid_account WHERE person = ?")
            .bind(person.as_str())
            .fetch_optional(&self.pool)
            .await
            .map_err(self.failed())
    }

    async fn make_openid(
        &self,
        transaction: &mut Transaction<'_, Sqlite>,
        given: &OpenIdPerson,
        now: Instant,
    ) -> Result<PersonId> {
        let person = self.id(&format!("person/{}", random::hex::<16>()?))?;
        self.write(
            transaction,
            "INSERT INTO person (id, name) VALUES (?, ?)",
            &person,
            &given.name,
        )
        .await?;
        let user_name = self.free_name(transaction, &given.user_name.to_lowercase()).await?;
        let email = given.email.as_ref().map(|email| email.to_lowercase());
        // Either may be typed to log in, so neither may be another's.
        sqlx::query(
            "INSERT INTO account (person, user_name, email, lang, created_at) SELECT ?1, ?2,
             iif(EXISTS (SELECT 1 FROM account WHERE ?3 IN (user_name, email)), NULL, ?3), ?4, ?5",
        )
        .bind(person.as_str())
        .bind(user_name)
        .bind(email)
        .bind(&given.lang)
        .bind(now.as_millis())
        .execute(&mut **transaction)
        .await
        .map_err(self.failed())?;
        sqlx::query(
            "INSERT INTO openid_account (issuer, subject, person, linked_at) VALUES (?, ?, ?, ?)",
        )
        .bind(&given.issuer)
        .bind(&given.subject)
        .bind(person.as_str())
        .bind(now.as_millis())
        .execute(&mut **transaction)
        .await
        .map_err(self.failed())?;
        Ok(person)
    }

    /// A user name that is nobody's: `kari`, else `kari-2` and on.
    async fn free_name(
        &self,
        transaction: &mut Transaction<'_, Sqlite>,
        wanted: &str,
    ) -> Result<String> {
        let numbered = (2..NUMBER_MAX).map(|number| format!("{wanted}-{number}"));
        for name in std::iter::once(wanted.to_owned()).chain(numbered) {
            let is_taken: bool = sqlx::query_scalar(
                "SELECT EXISTS (SELECT 1 FROM account WHERE ? IN (user_name, email))",
            )
            .bind(&name)
            .fetch_one(&mut **transaction)
            .await
            .map_err(self.failed())?;
            if !is_taken {
                return Ok(name);
            }
        }
        Ok(format!("{wanted}-{}", random::hex::<8>()?))
    }

    /// A role that the person has already from here is not the provider's to take back later.
    async fn give(
        &self,
        transaction: &mut Transaction<'_, Sqlite>,
        person: &PersonId,
        roles: &[String],
        units: &[EntityId],
    ) -> Result<()> {
        for sql in [
            "DELETE FROM account_role WHERE person = ?1 AND role IN (SELECT role FROM openid_role WHERE person = ?1)",
            "DELETE FROM account_unit WHERE person = ?1 AND unit IN (SELECT unit FROM openid_unit WHERE person = ?1)",
            "DELETE FROM openid_role WHERE person = ?1",
            "DELETE FROM openid_unit WHERE person = ?1",
        ] {
            self.erase(transaction, sql, person).await?;
        }
        for role in roles {
            for sql in [
                "INSERT OR IGNORE INTO openid_role SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM account_role WHERE person = ?1 AND role = ?2)",
                "INSERT OR IGNORE INTO account_role VALUES (?1, ?2)",
            ] {
                self.write(transaction, sql, person, role).await?;
            }
        }
        for unit in units {
            for sql in [
                "INSERT OR IGNORE INTO openid_unit SELECT ?1, ?2 WHERE NOT EXISTS (SELECT 1 FROM account_unit WHERE person = ?1 AND unit = ?2)",
                "INSERT OR IGNORE INTO account_unit VALUES (?1, ?2)",
            ] {
                self.write(transaction, sql, person, unit.as_str()).await?;
            }
        }
        Ok(())
    }

    async fn write(
        &self,
        transaction: &mut Transaction<'_, Sqlite>,
        sql: &'static str,
        person: &PersonId,
        value: &str,
    ) -> Result<()> {
        sqlx::query(sql)
            .bind(person.as_str())
            .bind(value)
            .execute(&mut **transaction)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    async fn erase(
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
}
