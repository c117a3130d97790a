//! `arvak drill …`: something harmless at a sealed moment, and whether anybody notices.

mod address;
mod check;
mod export;
mod leave;
mod list;
mod plan;
mod receive;
mod restore;
mod start;
mod verdict;

use std::io::Write as _;

use arvak_drills::{DrillError, Kept, Refusal};
use arvak_store::drafts::NotDrafted;
use arvak_words::{Say, Words};

use crate::cli::DrillVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::acts;
use crate::wiring::recording::Recording;

pub(super) async fn run(verb: DrillVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        DrillVerb::Check { file } => check::run(&file, settings),
        DrillVerb::Plan(args) => plan::run(&args, settings).await,
        DrillVerb::Start(args) => start::run(&args, settings).await,
        DrillVerb::Template(args) => leave::template(&args, settings),
        DrillVerb::Leave(args) => leave::record(&args, settings).await,
        DrillVerb::Done(args) => start::by_hand(&args, settings).await,
        DrillVerb::Receive(args) => receive::run(&args, settings).await,
        DrillVerb::Address { supplier, anew, revoke } => {
            address::run(&supplier, (anew, revoke), settings).await
        }
        DrillVerb::Stop { id } => verdict::stop(&id, settings).await,
        DrillVerb::Verdict { id, record } => verdict::run(&id, record, settings).await,
        DrillVerb::List => list::run(settings).await,
        DrillVerb::Export { id, dir } => export::run(&id, &dir, settings).await,
    }
}

/// Removes test files that a crash left behind, and says so on stderr.
async fn sweep(recording: &Recording, only: Option<&str>, words: &Words) -> anyhow::Result<()> {
    for line in acts::sweep(recording, only, words).await? {
        // That nobody reads it is no reason not to go on.
        let _ = writeln!(std::io::stderr(), "{line}");
    }
    Ok(())
}

/// The drill of that name, or what to do when there is none.
async fn found(recording: &Recording, id: &str, words: &Words) -> anyhow::Result<Kept> {
    let kept =
        arvak_drills::kept(&recording.folder, id).await.map_err(|error| told(error, words))?;
    kept.ok_or_else(|| BadInput(about("drill-none", id, words)).into())
}

/// What was not done, as the terminal tells it.
fn told(error: DrillError, words: &Words) -> anyhow::Error {
    match error {
        DrillError::Refused(refusal) => not_now(&refusal, words),
        DrillError::Graded { grade } => NotDrafted::Graded { grade }.into(),
        error => error.into(),
    }
}

fn not_now(refusal: &Refusal, words: &Words) -> anyhow::Error {
    BadInput(refusal.say(words)).into()
}

fn about(sentence: &str, id: &str, words: &Words) -> String {
    words.say(sentence, &[("id", Say::Text(id))])
}

fn refused(sentence: &str, id: &str, words: &Words) -> anyhow::Error {
    BadInput(about(sentence, id, words)).into()
}
