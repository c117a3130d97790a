//! Nordvik's canaries are kept as anybody's: sealed in the folder, with who was told beside them.

use std::os::unix::fs::OpenOptionsExt as _;
use std::{fs, io::Write as _};

use arvak_demo::World;
use arvak_mfa::parse_target;
use arvak_store::{NewCanary, Seal};

use crate::settings::Settings;
use crate::wiring::recording::Recording;

/// The key of the canary that logs in by SSH.
const KEY: &str = "nordvik-kanari.key";

/// Adds them all.
pub(super) async fn keep(
    recording: &Recording,
    world: &World,
    settings: &Settings,
) -> anyhow::Result<()> {
    let key_file = fs::canonicalize(&settings.data)?.join(KEY);
    let mut file =
        fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&key_file)?;
    file.write_all(world.canary_key()?.as_bytes())?;
    let operation = recording.folder.operation();
    let seal = Seal::open(recording.folder.layout())?;
    for canary in world.canaries(&key_file.display().to_string()) {
        let service = canary.service.parse()?;
        parse_target("demo", canary.target.as_bytes())?;
        let (target, told, groups) = (canary.target.as_bytes(), canary.told, canary.groups);
        let new = NewCanary { target, told, groups, locks_after: canary.locks_after };
        operation.add_canary(&seal, &service, new, recording.clock.now()).await?;
    }
    Ok(())
}
