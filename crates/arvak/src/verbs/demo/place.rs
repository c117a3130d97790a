//! Where the demonstration is kept, and how its probes reach Nordvik.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use arvak_core::fact::ClockKind;
use arvak_core::requirement::OUTSIDE;
use arvak_demo::World;
use arvak_words::{Say, Words};

use crate::exit::BadInput;
use crate::settings::{self, Settings};

/// The folder when none is named.
const USUAL: &str = "arvak-demo";

/// Nordvik's addresses: loopback, so they must be allowed one by one.
const ADDRESSES: &str = "127.77.0.0/16";

/// The file with the certificate authorities that Nordvik's visitors trust.
const ROOTS: &str = "nordvik-roots.pem";

/// Chooses the folder. One that was named must not be there; the usual one is replaced when it holds an
/// earlier demonstration, and nothing else.
pub(super) fn prepare(settings: &mut Settings, words: &Words) -> anyhow::Result<()> {
    if settings.data_is_usual {
        settings.data = PathBuf::from(USUAL);
        if is_demonstration(&settings.data) {
            // Under the lock, so that one that is being played is not taken away.
            let lock = arvak_ledger::Lock::take(&settings.data)?;
            std::fs::remove_dir_all(&settings.data)?;
            drop(lock);
        }
    }
    let filled =
        std::fs::read_dir(&settings.data).is_ok_and(|mut entries| entries.next().is_some());
    if filled {
        let path = settings.data.display().to_string();
        return Err(BadInput(words.say("demo-exists", &[("path", Say::Text(&path))])).into());
    }
    Ok(())
}

fn is_demonstration(data: &Path) -> bool {
    let Ok(reader) = arvak_ledger::Reader::open(data) else { return false };
    let genesis = reader.get(0, |entry| arvak_core::Envelope::decode(entry.envelope).ok());
    matches!(genesis, Ok(Some(envelope)) if matches!(
        &envelope.fact,
        arvak_core::Fact::Genesis(genesis) if genesis.clock == ClockKind::Simulated
    ))
}

/// Tells the settings of this run how to reach the world.
pub(super) fn describe(settings: &mut Settings, world: &World) -> anyhow::Result<()> {
    settings.file.vantage = Some(OUTSIDE.to_owned());
    settings.file.net.resolver = vec![world.dns()];
    settings.file.net.reroute = world.reroute().clone();
    settings.file.net.allow = vec![ADDRESSES.parse()?];
    settings.file.net.roots = Some(PathBuf::from(ROOTS));
    Ok(())
}

/// Writes the same into the folder, so that other commands reach the world while it lives.
pub(super) fn write(settings: &Settings, world: &World) -> anyhow::Result<()> {
    let mut text = String::from("vantage = \"outside\"\n[net]\n");
    let _ = writeln!(text, "resolver = [\"{}\"]", world.dns());
    let _ = writeln!(text, "allow = [\"{ADDRESSES}\"]");
    let _ = writeln!(text, "roots = \"{ROOTS}\"");
    text.push_str("\n[net.reroute]\n");
    for (from, to) in world.reroute() {
        let _ = writeln!(text, "\"{from}\" = \"{to}\"");
    }
    arvak_ledger::durable::write_file(&settings.data.join(settings::FILE), text.as_bytes())?;
    let roots = world.roots_pem().as_bytes();
    arvak_ledger::durable::write_file(&settings.data.join(ROOTS), roots)?;
    Ok(())
}
