//! `arvak evidence …`: what people record themselves. A word is a word: nothing above `document` comes from what
//! they say; `judge` reads an export and says for itself what it shows (law 5).

mod again;
mod certificate;
pub(in crate::verbs) mod input;
mod judge;
mod line;
mod names;
mod scan;
mod stream;

use arvak_core::fact::Withdrawal;
use arvak_core::{Actor, EntryId, Fact};
use arvak_store::Answer;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_suppliers::assurance::Names;
use arvak_words::{Say, Words};
use serde_json::json;

pub(super) use self::input::whole;
pub(super) use self::line::collected;

use self::line::{Desk, Line};
use crate::cli::{AddEvidence, EvidenceVerb};
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::wiring::recording::{Recording, refusal};

pub(super) async fn run(verb: EvidenceVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        EvidenceVerb::Add(args) if args.stdin => stream::run(&args, settings).await,
        EvidenceVerb::Add(args) => add(*args, settings).await,
        EvidenceVerb::Judge(args) => match args.again {
            Some(of) => again::run(of, args.dry_run, settings).await,
            None => judge::run(&args, settings).await,
        },
        EvidenceVerb::Names(args) => names::run(&args, settings).await,
        EvidenceVerb::Scan(args) => scan::run(&args, settings).await,
        EvidenceVerb::Formats => judge::formats(settings),
        EvidenceVerb::Withdraw { id, reason } => withdraw(id, reason, settings).await,
        EvidenceVerb::Contest { id, reason, by } => {
            super::decide::contest(id, reason, by.as_ref(), settings).await
        }
        EvidenceVerb::Erase { id, reason } => erase(id, reason, settings).await,
    }
}

async fn add(args: AddEvidence, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let recording = Recording::open(settings).await?;
    let now = recording.clock.now();
    let missing = || BadInput("a kind, a subject and a result are needed".to_owned());
    let line = Line {
        key: args.key,
        kind: args.kind.ok_or_else(missing)?.to_string(),
        subject: args.subject.ok_or_else(missing)?.to_string(),
        result: args.result.ok_or_else(missing)?,
        basis: args.basis,
        collected_at: args.collected_at.unwrap_or_else(|| now.to_string()),
        valid_until: args.valid_until.map(|until| until.to_string()),
        note: args.note,
        file: args.file.map(|file| file.display().to_string()),
        standard: args.standard,
        issuer: args.issuer,
        scope: args.scope,
        period_from: args.period_from,
        period_to: args.period_to,
        decides: args.decides,
        confirmed_by: args.confirmed_by,
        confirmed_on: args.confirmed_on,
        milestones: args.milestone,
        measures: args.measure,
    };
    // Only a scope is held against names.
    let known =
        if line.scope.is_some() { certificate::names(settings).await? } else { Names::default() };
    let desk = Desk { blobs: recording.folder.blobs(), words: &words, known: &known };
    let draft = line.draft(&by, now, &desk);
    let mut draft = draft.map_err(|bad| BadInput(bad.reason))?;
    draft.class = args.class;
    let id = recording.append(draft, &words).await?;
    recording.close().await?;
    if settings.json {
        super::print(&json!({ "id": id }).to_string())?;
    } else {
        super::print(&words.say("evidence-recorded", &[("id", Say::Owned(id.to_string()))]))?;
    }
    Ok(Exit::Done)
}

async fn withdraw(of: EntryId, reason: String, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let texts = Texts { reason: Some(reason), ..Texts::default() };
    let key = format!("withdrawal\n{of}");
    let fact = Fact::Withdrawal(Withdrawal { of });
    let draft = draft(fact, &USUAL_ROLE.parse()?, Some(&key), texts)?;
    let id = recording.append(draft, &words).await?;
    recording.close().await?;
    done("evidence-withdrawn", of, id, settings, &words)
}

async fn erase(of: EntryId, reason: Option<String>, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    if let Some(reason) = &reason {
        Graded::check(reason)?;
    }
    let by = Actor::Role(USUAL_ROLE.parse()?);
    let answer = recording.folder.erase(of, by, reason).await?;
    recording.close().await?;
    match answer {
        Answer::Taken(id) | Answer::Known(id) => done("evidence-erased", of, id, settings, &words),
        Answer::Refused(refused) => Err(BadInput(refusal(&refused, &words)).into()),
    }
}

fn done(
    sentence: &str,
    of: EntryId,
    id: EntryId,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    if settings.json {
        super::print(&json!({ "id": id, "of": of }).to_string())?;
    } else {
        let args = [("of", Say::Owned(of.to_string())), ("id", Say::Owned(id.to_string()))];
        super::print(&words.say(sentence, &args))?;
    }
    Ok(Exit::Done)
}
