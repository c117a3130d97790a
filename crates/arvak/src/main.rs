//! `arvak`: verbs, configuration and wiring. What it does stands in the crates it joins; it is the
//! only one that constructs probes.

mod cli;
mod exit;
mod render;
mod settings;
mod verbs;
mod wiring;

use clap::Parser;

use crate::cli::Cli;
use crate::exit::Exit;

fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    match verbs::run(cli) {
        Ok(exit) => exit.into(),
        Err(error) => {
            let exit = Exit::of(&error);
            if !exit::is_closed_pipe(&error) {
                eprintln!("arvak: {error:#}");
            }
            exit.into()
        }
    }
}
