//! The verbs, one file each.

mod assess;
mod callout;
mod canary;
mod control;
mod decide;
mod demo;
mod doctor;
mod drill;
mod evidence;
mod expiry;
mod explain;
mod export;
pub(crate) mod guide;
mod import;
pub(crate) mod init;
mod inventory;
mod ledger;
mod letters;
mod mailbox;
mod outside;
mod paper;
mod places;
mod probe;
mod recipe;
mod report;
mod request;
mod rpki;
mod serve;
mod shared;
mod status;
mod tenant;
mod verify;

use std::io::Write as _;

use crate::cli::{Cli, Verb};
use crate::exit::Exit;
use crate::settings::Settings;

/// Runs what was asked.
pub(crate) fn run(cli: Cli) -> anyhow::Result<Exit> {
    let settings = Settings::gather(&cli.common)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(cli.verb, settings))
}

async fn dispatch(verb: Verb, settings: Settings) -> anyhow::Result<Exit> {
    match verb {
        Verb::Init(args) => init::run(&args, &settings).await,
        Verb::Import(args) => import::run(&args, &settings).await,
        Verb::Inventory(verb) => inventory::run(verb, &settings).await,
        Verb::Serve(args) => serve::run(&args, &settings).await,
        Verb::Verify(args) => verify::run(&args, &settings).await,
        Verb::Status(args) => status::run(&args, &settings).await,
        Verb::Explain(args) => explain::run(&args, &settings).await,
        Verb::Guide(verb) => guide::run(verb, &settings).await,
        Verb::Evidence(verb) => evidence::run(verb, &settings).await,
        Verb::Request(args) => request::run(args, &settings).await,
        Verb::Canary(verb) => canary::run(verb, &settings).await,
        Verb::Callout(verb) => callout::run(verb, &settings).await,
        Verb::Drill(verb) => drill::run(verb, &settings).await,
        Verb::Mailbox(doors) => mailbox::run(&doors, &settings).await,
        Verb::Tenant(verb) => tenant::run(verb, &settings).await,
        Verb::Recipe(verb) => recipe::run(verb, &settings).await,
        Verb::Exemption(verb) => decide::exemption(verb, &settings).await,
        Verb::Obligation(verb) => decide::obligation(verb, &settings).await,
        Verb::Control(verb) => control::run(verb, &settings).await,
        Verb::Situation(verb) => decide::situation(verb, &settings).await,
        Verb::Shared(verb) => shared::run(verb, &settings).await,
        Verb::Outside(verb) => outside::run(verb, &settings).await,
        Verb::Ledger(verb) => ledger::run(verb, &settings).await,
        Verb::Probe(verb) => probe::run(verb, &settings).await,
        Verb::Places(verb) => places::run(verb, &settings).await,
        Verb::Rpki(verb) => rpki::run(verb, &settings).await,
        Verb::Report(verb) => report::run(verb, &settings).await,
        Verb::Export(verb) => export::run(verb, &settings).await,
        Verb::Letters(verb) => letters::run(verb, &settings).await,
        Verb::Expiry(verb) => expiry::run(verb, &settings).await,
        Verb::Assess(args) => assess::run(&args),
        Verb::Demo(args) => demo::run(&args, &settings).await,
        Verb::Doctor => doctor::run(&settings).await,
        Verb::Completions(args) => paper::completions(&args),
        Verb::Manual(args) => paper::manual(&args),
    }
}

/// Writes a text and a line end to stdout.
fn print(text: &str) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")?;
    out.flush()
}
