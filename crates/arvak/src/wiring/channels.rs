//! How notices are sent, as `arvak.toml` says: `[mail]` and `[notices]`.

use std::io::{Error, Result};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use arvak_core::Span;
use arvak_notices::{Channels, Relay};

use super::doors;
use crate::cli::Doors;
use crate::exit::BadInput;
use crate::settings::Settings;

/// Most days that a number in `[notices]` may say.
const DAYS_MAX: u32 = 365;

/// Reads both, and the password.
pub(crate) fn of(settings: &Settings, flags: &Doors) -> anyhow::Result<Channels> {
    let file = &settings.file;
    let relay = Relay::of(&file.mail, |path| secret(&settings.data.join(path)))
        .map_err(|mistake| BadInput(mistake.to_string()))?;
    let usual = Channels::default();
    Ok(Channels {
        relay,
        roots: doors::roots(settings, flags)?,
        expiring: days("expiring_days", file.notices.expiring_days, usual.expiring)?,
        give_up: days("give_up_days", file.notices.give_up_days, usual.give_up)?,
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
