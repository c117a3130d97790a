//! OpenID providers, as `arvak.toml` names them.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::sync::Arc;

use arvak_oidc::{Provider, parse};
use arvak_probe::outbound::target_of;

use super::doors;
use crate::cli::Doors;
use crate::exit::BadInput;
use crate::settings::{FILE, Settings};

/// Most bytes of a file with a secret.
const SECRET_BYTES_MAX: u64 = 4096;

/// The providers for pages at `origin`; all mistakes are told at once.
pub(crate) fn open(
    settings: &Settings,
    origin: &str,
    flags: &Doors,
) -> anyhow::Result<Vec<Arc<Provider>>> {
    let files = &settings.file.web.openid;
    if files.is_empty() {
        return Ok(Vec::new());
    }
    let place = settings.data.join(FILE).display().to_string();
    let read = |path: &Path| secret(&settings.data.join(path));
    let parsed = parse(files, &read).map_err(|mistakes| {
        let lines = mistakes.iter().map(|mistake| format!("{place}: {mistake}"));
        BadInput(lines.collect::<Vec<_>>().join("\n"))
    })?;
    // Codes come back over this address: on the way, nobody may read them.
    if !origin.parse().is_ok_and(|uri| target_of(&uri).is_ok()) {
        let what =
            "people come back from a provider to this address, so it must begin with https://";
        return Err(BadInput(format!("{place}: `web.origin`: `{origin}`: {what}")).into());
    }
    let roots = doors::roots(settings, flags)?;
    let providers = parsed
        .into_iter()
        .map(|one| Provider::new(one, origin.trim_end_matches('/'), roots.clone()).map(Arc::new));
    Ok(providers.collect::<Result<_, _>>()?)
}

/// The secret in a file, or what is wrong with the file and what to do.
fn secret(path: &Path) -> Result<String, String> {
    let told = |what: &dyn std::fmt::Display| format!("{}: {what}", path.display());
    let known = std::fs::metadata(path)
        .map_err(|error| told(&format_args!("{error}: put the secret there, and nothing else")))?;
    if known.permissions().mode() & 0o007 != 0 {
        return Err(told(&"everybody on this machine can read it: chmod 640"));
    }
    if known.len() > SECRET_BYTES_MAX {
        return Err(told(&"it is too long for a secret: put the secret there, and nothing else"));
    }
    std::fs::read_to_string(path).map_err(|error| told(&error))
}
