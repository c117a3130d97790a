//! `arvak`: verbs, configuration and wiring. What it does stands in the crates it joins; it is the
//! only one that constructs probes.

mod cli;
mod exit;
mod render;
mod settings;
mod verbs;
mod wiring;

use arvak_words::{Lang, Words};
use clap::Parser;

use crate::cli::Cli;
use crate::exit::Exit;

/// One error on a line of its own after the program's name; many lines as they are.
fn tell(error: &anyhow::Error, lang: Lang) {
    let graded = exit::Graded::of(error);
    let text = graded.map(|graded| graded.said(&Words::new(lang)));
    let text = text.unwrap_or_else(|| format!("{error:#}"));
    if text.contains('\n') {
        eprintln!("{text}");
    } else {
        eprintln!("arvak: {text}");
    }
    if exit::is_full_disk(error) {
        eprintln!("{}", Words::new(lang).plain("disk-full"));
    }
}

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    let lang = cli.common.lang.unwrap_or_default();
    match verbs::run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let exit = Exit::of(&error);
            if !exit::is_closed_pipe(&error) {
                tell(&error, lang);
            }
            exit.into()
        }
    }
}
