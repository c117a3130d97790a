//! `arvak shared …`

use std::path::PathBuf;

use arvak_core::EntityId;
use arvak_ledger::PublicKey;
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum SharedVerb {
    /// Hand on evidence about a system that several municipalities use, with transcripts and proofs
    Export(Export),
    /// Take in evidence that another ledger handed on: it is checked and judged anew, and keeps its basis
    Import(Take),
    /// Print the verifier key of this ledger, for those who take in its evidence
    Key,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// The things, such as system/epj; their endpoints, backups and log sources come along
    #[arg(required = true)]
    pub(crate) subjects: Vec<EntityId>,
    /// The file to write
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Take {
    /// The file that was handed on
    pub(crate) file: PathBuf,
    /// Whose ledger it must come from, as NAME+ID+KEY [default: `sharing.trusted` in arvak.toml]
    #[arg(long, value_name = "KEY")]
    pub(crate) key: Vec<PublicKey>,
    /// What a thing is called here: system/epj=system/journal
    #[arg(long = "as", value_name = "THEIRS=OURS", value_parser = pair)]
    pub(crate) renamed: Vec<(EntityId, EntityId)>,
    /// Show what would be recorded, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The role that records it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

fn pair(text: &str) -> Result<(EntityId, EntityId), String> {
    let wrong = || format!("`{text}` is no pair such as system/epj=system/journal");
    let (theirs, ours) = text.split_once('=').ok_or_else(wrong)?;
    let parse = |id: &str| id.trim().parse::<EntityId>().map_err(|error| error.to_string());
    let (theirs, ours) = (parse(theirs)?, parse(ours)?);
    if theirs.kind() == ours.kind() { Ok((theirs, ours)) } else { Err(wrong()) }
}
