//! How notices are sent, as `arvak.toml` says: `[mail]`, `[sms]`, `[notices]` and `[suppliers]`.

use std::io::{Error, Result};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use arvak_core::Span;
use arvak_notices::sms::Gateway;
use arvak_notices::{Channels, Relay, ToSuppliers};
use arvak_suppliers::letters::OWN_CHARS_MAX;

use super::doors;
use crate::cli::Doors;
use crate::exit::BadInput;
use crate::settings::{Settings, SuppliersSettings};

/// Most days that a number in `[notices]` may say.
const DAYS_MAX: u32 = 365;

/// Reads them, and the secrets.
pub(crate) fn of(settings: &Settings, flags: &Doors) -> anyhow::Result<Channels> {
    let file = &settings.file;
    let relay = Relay::of(&file.mail, |path| secret(&settings.data.join(path)))
        .map_err(|mistake| BadInput(mistake.to_string()))?;
    let sms = Gateway::of(&file.sms, |path| secret(&settings.data.join(path)))
        .map_err(|mistake| BadInput(mistake.to_string()))?;
    let usual = Channels::default();
    Ok(Channels {
        relay,
        sms,
        roots: doors::roots(settings, flags)?,
        expiring: days("expiring_days", file.notices.expiring_days, usual.expiring)?,
        give_up: days("give_up_days", file.notices.give_up_days, usual.give_up)?,
        suppliers: to_suppliers(&file.suppliers)?,
    })
}

/// Most characters of whom to call, and most connections at once.
const CALL_CHARS_MAX: usize = 120;
const CONNECTIONS_MAX: u8 = 32;

fn to_suppliers(file: &SuppliersSettings) -> anyhow::Result<ToSuppliers> {
    let text = |name: &str, written: &Option<String>, most: usize| match written {
        Some(text) if text.trim().is_empty() || text.chars().count() > most => {
            Err(BadInput(format!("suppliers.{name}: write from 1 to {most} characters")))
        }
        // Two lines of it could look like something that we did not write.
        Some(text) if text.contains(char::is_control) => {
            Err(BadInput(format!("suppliers.{name}: write one line")))
        }
        written => Ok(written.as_ref().map(|text| text.trim().to_owned())),
    };
    let connections = match file.connections {
        None => ToSuppliers::default().connections,
        Some(count @ 1..=CONNECTIONS_MAX) => count,
        Some(count) => {
            let said = format!("suppliers.connections: {count} is not from 1 to {CONNECTIONS_MAX}");
            return Err(BadInput(said).into());
        }
    };
    Ok(ToSuppliers {
        call: text("call", &file.call, CALL_CHARS_MAX)?,
        own: text("own", &file.own, OWN_CHARS_MAX)?,
        connections,
    })
}

fn days(name: &str, written: Option<u32>, usual: Span) -> anyhow::Result<Span> {
    match written {
        None => Ok(usual),
        Some(days @ 1..=DAYS_MAX) => Ok(Span::from_days(days)),
        Some(days) => {
            Err(BadInput(format!("notices.{name}: {days} is not from 1 to {DAYS_MAX} days")).into())
        }
    }
}

/// The text of a file that nobody else on the machine may read.
pub(crate) fn secret(path: &Path) -> Result<String> {
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o007 != 0 {
        return Err(Error::other("everybody on this machine may read it: chmod 600"));
    }
    std::fs::read_to_string(path)
}
