//! Users, groups and computers of Active Directory: who governs, and with which accounts.
//!
//! The export is what PowerShell's `Get-ADGroupMember`, `Get-ADUser` and `Get-ADComputer` give, written by `Export-Csv` or
//! `ConvertTo-Json`: one object a row, with the properties' own names. A row says which groups it belongs to by a column
//! `Group` (a row for each membership), by `MemberOf` (joined, or a list), or both. Groups that govern are known by
//! their well-known SIDs, and by name in English and Norwegian where no SID is given.

mod account;
mod judge;

#[cfg(test)]
mod tests;

use arvak_core::Instant;

use crate::mistake::{Mistake, Told};
use crate::table::{Table, known_headers};
use crate::{Place, json};
use account::Account;

/// The version of what is read and how it is judged.
pub const VERSION: u32 = 1;

/// The evidence kinds that it can give; the last one only when somebody names a backup server.
pub const GIVES: &[&str] =
    &["access.admins_separate", "access.accounts_current", "backup.separate_rights"];

/// Most rows or objects of an export.
const ROWS_MAX: usize = 50_000;

/// Properties that are read, as plain headers.
pub(crate) const PROPERTIES: [&str; 18] = [
    "samaccountname",
    "name",
    "distinguishedname",
    "objectclass",
    "enabled",
    "memberof",
    "group",
    "groupsid",
    "lastlogondate",
    "lastlogontimestamp",
    "passwordneverexpires",
    "mail",
    "emailaddress",
    "serviceprincipalname",
    "serviceprincipalnames",
    "dnshostname",
    "primarygroupid",
    "gruppe",
];

/// The accounts of a directory, in the order of the file.
#[derive(Clone, Debug)]
pub struct Directory {
    all: Vec<Account>,
    /// The properties that the file has at all, as plain headers.
    properties: Vec<String>,
}

impl Directory {
    pub(crate) fn read(text: &str) -> Result<Self, Vec<Mistake>> {
        if text.trim_start().starts_with(['[', '{']) {
            Self::of_json(text)
        } else {
            Self::of_table(text)
        }
    }

    fn of_table(text: &str) -> Result<Self, Vec<Mistake>> {
        let table = Table::read(text, &is_known)?;
        let properties: Vec<String> = table.headers.iter().map(|(_, name)| name.clone()).collect();
        needed(&properties)?;
        if table.rows.is_empty() {
            return Err(vec![Mistake::new(Place::File, "no_rows")]);
        }
        if table.rows.len() > ROWS_MAX {
            return Err(vec![Mistake::new(Place::File, "too_many").with("most", &ROWS_MAX)]);
        }
        let mut told = Told::default();
        let all = table
            .rows
            .iter()
            .map(|row| {
                let value = |names: &[&str]| {
                    table.column(names).map_or(String::new(), |at| row.cell(at).to_owned())
                };
                Account::read(&value, Place::Row(row.number), &mut told)
            })
            .collect();
        told.or(Self { all, properties })
    }

    fn of_json(text: &str) -> Result<Self, Vec<Mistake>> {
        let value = json::parse(text)?;
        let objects = json::rows(&value, "accounts", ROWS_MAX)?;
        let mut properties: Vec<String> = Vec::new();
        for object in &objects {
            for (name, _) in object.fields() {
                let name = crate::table::plain(name);
                if !properties.contains(&name) && properties.len() < 500 {
                    properties.push(name);
                }
            }
        }
        needed(&properties)?;
        let mut told = Told::default();
        let mut all = Vec::new();
        for (object, number) in objects.iter().zip(1..) {
            let place = Place::Object(number);
            if let Some(secret) = object.fields().find(|(name, value)| {
                crate::table::is_secret(&crate::table::plain(name)) && !json::is_blank(value)
            }) {
                told.tell(Mistake::new(place.clone(), "secret_column").with("column", secret.0));
            }
            let value = |names: &[&str]| {
                let mut found = object.fields().filter(|(name, value)| {
                    !value.is_null() && names.contains(&crate::table::plain(name).as_str())
                });
                found.next().map_or(String::new(), |(_, value)| json::joined(value))
            };
            all.push(Account::read(&value, place, &mut told));
        }
        told.or(Self { all, properties })
    }

    fn has(&self, names: &[&str]) -> bool {
        self.properties.iter().any(|name| names.contains(&name.as_str()))
    }

    /// The newest log-on that the file tells of.
    pub(crate) fn newest(&self) -> Option<Instant> {
        self.all.iter().filter_map(|account| account.last_logon).max()
    }
}

fn is_known(header: &str) -> bool {
    PROPERTIES.contains(&header)
}

/// Without a name there is nothing to say anything of.
fn needed(properties: &[String]) -> Result<(), Vec<Mistake>> {
    if properties.iter().any(|name| ["samaccountname", "name"].contains(&name.as_str())) {
        return Ok(());
    }
    let names = "SamAccountName, Name";
    Err(vec![Mistake::new(Place::File, "missing_column").with("names", names)])
}

/// Whether a text has the properties of such an export.
pub(crate) fn looks_like(text: &str) -> bool {
    let marks = |name: &str| {
        ["samaccountname", "distinguishedname", "memberof", "objectclass", "dnshostname"]
            .contains(&name)
    };
    if text.trim_start().starts_with(['[', '{']) {
        Directory::of_json(text)
            .is_ok_and(|found| found.properties.iter().filter(|name| marks(name)).count() >= 2)
    } else {
        known_headers(text, &marks) >= 2
    }
}
