//! Workers outside: machines beyond the organisation's own ranges that look from there, and send home what they saw.
//!
//! Home writes an errand (what to look at, and the leave for it), signed by the ledger's key; the worker carries it out through
//! a scope gate of its own, and sends back transcripts under its own signature. Home keeps nothing of an errand: what comes
//! back brings it along. What a worker has been given to look at, home leaves alone: a look from inside must not lift what
//! was seen from outside.

mod away;
mod home;

use std::collections::BTreeSet;

use arvak_core::{Name, State};
use arvak_ledger::PublicKey;
use arvak_probe::schedule::Due;

pub(crate) use away::{KEY_FILE, Place, carry_out, is_home, key_of};
pub(crate) use home::{answer, due, issue, take};

use super::doors;
use crate::exit::BadInput;
use crate::settings::Settings;

/// The probes that a worker may be given: those that look at services. What needs a secret of ours (tokens that prove
/// control, canaries) stays at home.
pub(crate) const HANDED: [&str; 7] =
    ["attack-filter", "https", "mail_server", "ports", "ssh", "tls", "web-exposed"];

/// A worker that home knows.
#[derive(Clone, Debug)]
pub(crate) struct Worker {
    /// Its key; the key's name is the worker's.
    pub(crate) key: PublicKey,
    /// From where it looks.
    pub(crate) vantage: Name,
    /// The probes that it carries out.
    pub(crate) probes: BTreeSet<String>,
}

/// The workers of `arvak.toml`. Each has a vantage and probes of its own, and home has none of them.
pub(crate) fn workers(settings: &Settings) -> anyhow::Result<Vec<Worker>> {
    let bad = |why: String| BadInput(format!("arvak.toml: outside: {why}"));
    let mut workers: Vec<Worker> = Vec::new();
    for written in &settings.file.outside {
        let key = written.key.parse::<PublicKey>().map_err(|error| bad(error.to_string()))?;
        let vantage = written.vantage.parse::<Name>().map_err(|error| bad(error.to_string()))?;
        let all = || HANDED.into_iter().map(str::to_owned).collect();
        let probes: BTreeSet<String> = written.probes.clone().map_or_else(all, BTreeSet::from_iter);
        if let Some(other) = probes.iter().find(|probe| !HANDED.contains(&probe.as_str())) {
            let known = HANDED.join(", ");
            return Err(bad(format!("`{other}` is not handed out; use some of {known}")).into());
        }
        if vantage == doors::vantage(settings)? {
            let rule = "is this machine's own too; name where this machine stands with \
                        vantage = \"inside\" above all tables";
            return Err(bad(format!("vantage `{vantage}` {rule}")).into());
        }
        for other in &workers {
            let twice = other.probes.intersection(&probes).next();
            if let Some(probe) = twice {
                return Err(bad(format!("`{probe}` is given to two workers")).into());
            }
            if other.key.name() == key.name() || other.vantage == vantage {
                return Err(bad(format!("{} or `{vantage}` stands twice", key.name())).into());
            }
        }
        workers.push(Worker { key, vantage, probes });
    }
    Ok(workers)
}

/// What is due and is home's own to look at.
pub(crate) fn keep_own(due: &mut Vec<Due>, settings: &Settings) -> anyhow::Result<()> {
    let workers = workers(settings)?;
    due.retain(|due| !workers.iter().any(|worker| worker.looks_with(&due.check.probe)));
    Ok(())
}

impl Worker {
    fn looks_with(&self, probe: &Name) -> bool {
        self.probes.contains(probe.as_str())
    }
}

/// Whether the thing is still listed: what was taken out meanwhile is nobody's to look at.
fn is_listed(state: &State, subject: &arvak_core::EntityId) -> bool {
    state.is_listed(subject)
}
