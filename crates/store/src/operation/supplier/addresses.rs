//! Where mail to suppliers goes, and where that of each request went.

use std::collections::BTreeMap;

use arvak_core::{EntityId, Instant, Name};

use super::super::Operation;
use crate::Result;

/// Where mail to a supplier goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddressRow {
    /// The address.
    pub address: String,
    /// Whom there one turns to when nobody answers.
    pub leader: Option<String>,
    /// The language that is written there: `nb`, `nn`, `en`.
    pub lang: String,
}

/// How a request goes by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendingRow {
    /// Where to.
    pub to: AddressRow,
    /// Whether whoever opens the link is sent a code there.
    pub wants_code: bool,
    /// The wave that it belongs to.
    pub wave: Option<Name>,
}

type Columns = (String, Option<String>, String, bool, Option<String>);

/// The request, and its columns.
type Row = (String, String, Option<String>, String, bool, Option<String>);

impl Operation {
    /// Keeps where mail to a supplier goes from now on. Requests that were sent keep the address that they went to.
    pub async fn set_supplier_addresses(
        &self,
        all: &[(EntityId, AddressRow)],
        now: Instant,
    ) -> Result<()> {
        let mut transaction = self.begin().await?;
        for (supplier, row) in all {
            sqlx::query(
                "INSERT INTO supplier_address (supplier, address, leader, lang, set_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (supplier) DO UPDATE SET address = ?2, leader = ?3, lang = ?4, set_at = ?5",
            )
            .bind(supplier.as_str())
            .bind(&row.address)
            .bind(&row.leader)
            .bind(&row.lang)
            .bind(now.as_millis())
            .execute(&mut *transaction)
            .await
            .map_err(self.failed())?;
        }
        transaction.commit().await.map_err(self.failed())
    }

    /// Forgets where mail to a supplier goes.
    pub async fn forget_supplier_address(&self, supplier: &EntityId) -> Result<()> {
        sqlx::query("DELETE FROM supplier_address WHERE supplier = ?")
            .bind(supplier.as_str())
            .execute(&self.pool)
            .await
            .map(drop)
            .map_err(self.failed())
    }

    /// Where mail goes, by supplier.
    pub async fn supplier_addresses(&self) -> Result<BTreeMap<EntityId, AddressRow>> {
        let rows: Vec<(String, String, Option<String>, String)> =
            sqlx::query_as("SELECT supplier, address, leader, lang FROM supplier_address")
                .fetch_all(&self.pool)
                .await
                .map_err(self.failed())?;
        let row = |(supplier, address, leader, lang): (String, _, _, _)| {
            Ok((self.id(&supplier)?, AddressRow { address, leader, lang }))
        };
        rows.into_iter().map(row).collect()
    }

    /// Where mail to a supplier goes; nothing when that is not known.
    pub async fn supplier_address(&self, supplier: &EntityId) -> Result<Option<AddressRow>> {
        let row: Option<(String, Option<String>, String)> =
            sqlx::query_as("SELECT address, leader, lang FROM supplier_address WHERE supplier = ?")
                .bind(supplier.as_str())
                .fetch_optional(&self.pool)
                .await
                .map_err(self.failed())?;
        Ok(row.map(|(address, leader, lang)| AddressRow { address, leader, lang }))
    }

    /// How a request goes by mail; nothing when it does not.
    pub async fn supplier_sending(&self, request: &Name) -> Result<Option<SendingRow>> {
        let row: Option<Columns> = sqlx::query_as(
            "SELECT address, leader, lang, wants_code, wave FROM supplier_sending WHERE request = ?",
        )
        .bind(request.as_str())
        .fetch_optional(&self.pool)
        .await
        .map_err(self.failed())?;
        row.map(|row| self.sending_of(row)).transpose()
    }

    /// How requests go by mail.
    pub async fn supplier_sendings(&self) -> Result<BTreeMap<Name, SendingRow>> {
        let rows: Vec<Row> = sqlx::query_as(
            "SELECT request, address, leader, lang, wants_code, wave FROM supplier_sending",
        )
        .fetch_all(&self.pool)
        .await
        .map_err(self.failed())?;
        let row = |(request, address, leader, lang, wants_code, wave): (String, _, _, _, _, _)| {
            Ok((self.name(&request)?, self.sending_of((address, leader, lang, wants_code, wave))?))
        };
        rows.into_iter().map(row).collect()
    }

    /// Keeps that a request goes by mail, or that it goes elsewhere from now on.
    pub async fn set_supplier_sending(&self, request: &Name, row: &SendingRow) -> Result<()> {
        sqlx::query(
            "INSERT INTO supplier_sending (request, address, leader, lang, wants_code, wave) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (request) DO UPDATE SET address = ?2, leader = ?3, lang = ?4, wants_code = ?5",
        )
        .bind(request.as_str())
        .bind(&row.to.address)
        .bind(&row.to.leader)
        .bind(&row.to.lang)
        .bind(row.wants_code)
        .bind(row.wave.as_ref().map(Name::as_str))
        .execute(&self.pool)
        .await
        .map(drop)
        .map_err(self.failed())
    }

    fn sending_of(&self, (address, leader, lang, wants_code, wave): Columns) -> Result<SendingRow> {
        let wave = wave.map(|wave| self.name(&wave)).transpose()?;
        Ok(SendingRow { to: AddressRow { address, leader, lang }, wants_code, wave })
    }
}
