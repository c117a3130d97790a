//! `arvak completions` and `arvak manual`: what the command line says of itself, for shells and for readers.

use std::path::Path;

use clap::CommandFactory as _;

use crate::cli::{Cli, Completions, Manual};
use crate::exit::Exit;

pub(super) fn completions(args: &Completions) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "arvak", &mut script);
    super::print(String::from_utf8(script)?.trim_end())?;
    Ok(Exit::Done)
}

pub(super) fn manual(args: &Manual) -> anyhow::Result<Exit> {
    std::fs::create_dir_all(&args.dir)?;
    let command = Cli::command().disable_help_subcommand(true);
    page(&args.dir, &command, "arvak")?;
    Ok(Exit::Done)
}

/// The page of a command and those of all below it.
fn page(dir: &Path, command: &clap::Command, name: &str) -> anyhow::Result<()> {
    let mut text = Vec::new();
    let named = command.clone().name(name.to_owned()).bin_name(name.replace('-', " "));
    clap_mangen::Man::new(named).render(&mut text)?;
    arvak_ledger::durable::write_file(&dir.join(format!("{name}.1")), &text)?;
    for below in command.get_subcommands() {
        page(dir, below, &format!("{name}-{}", below.get_name()))?;
    }
    Ok(())
}
