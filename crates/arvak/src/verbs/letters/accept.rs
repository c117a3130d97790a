//! `arvak letters accept`: from now on the data folder goes by another letter. What it asks otherwise is told
//! first; what may better a status without new evidence needs a reason (law 12), and so does a letter that
//! nobody signed.

use std::path::Path;

use arvak_core::catalogue::diff::{Difference, differences};
use arvak_core::change::{Change, Changed};
use arvak_core::{Catalogue, EntityId};
use arvak_ledger::{PublicKey, note};
use arvak_store::drafts::Texts;
use arvak_words::{Say, Words};
use serde_json::json;

use super::source::{self, LetterFile, unsigned_text};
use crate::cli::Accept;
use crate::exit::{BadInput, Exit};
use crate::render::changes::change_line;
use crate::render::letters;
use crate::settings::Settings;
use crate::wiring::catalogue::{Files, adoption_of};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: Accept, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let reading = Reading::open(settings, None).await?;
    let before = Files::in_force(&reading)?;
    let (after, signed_by) = proposed(&args, &before, settings, &words)?;
    let signature = match signed_by {
        Some(name) => Signature::By(name),
        None => Signature::Nobody,
    };
    let Accept { reason, dry_run, .. } = args;
    let proposal = Proposal { before, after, signature, reason, dry_run, by };
    adopt(proposal, &reading, settings, &words).await
}

/// Who answers for what a catalogue would say from now on.
pub(in crate::verbs) enum Signature {
    /// Somebody whose key is known.
    By(String),
    /// Nobody, although a letter should be signed.
    Nobody,
    /// The municipality itself: it is no letter.
    NotNeeded,
}

/// A catalogue that would take the place of the one in force.
pub(in crate::verbs) struct Proposal {
    pub(in crate::verbs) before: Files,
    pub(in crate::verbs) after: Files,
    pub(in crate::verbs) signature: Signature,
    pub(in crate::verbs) reason: Option<String>,
    pub(in crate::verbs) dry_run: bool,
    pub(in crate::verbs) by: EntityId,
}

/// Tells what a catalogue asks otherwise and does to the statuses of today, and goes by it from now on.
pub(in crate::verbs) async fn adopt(
    proposal: Proposal,
    reading: &Reading,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    let Proposal { before, after, signature, reason, dry_run, by } = proposal;
    let catalogue = after.catalogue(words)?;
    let found = differences(&reading.catalogue, &catalogue);
    let statuses = statuses(reading, &catalogue);
    let same = before == after;
    let reason_needed =
        matches!(signature, Signature::Nobody) || found.iter().any(Difference::may_better);
    let reasoned = reason.as_deref().is_some_and(|reason| !reason.trim().is_empty());
    let wanted = !same && !dry_run;
    let refused = wanted && reason_needed && !reasoned;
    let mut entry = None;
    if wanted && !refused {
        let recording = Recording::open(settings).await?;
        let texts = Texts { reason, ..Texts::default() };
        let in_force = reading.state().catalogue().map(|(entry, _)| entry);
        let draft = adoption_of(&after, in_force, recording.folder.blobs(), &by, texts)?;
        entry = Some(recording.append(draft, words).await?);
        recording.close().await?;
    }
    let (signed_by, signer) = match signature {
        Signature::By(name) => {
            let told = words.say("letters-signed-by", &[("by", Say::Text(&name))]);
            (Some(name), Some(told))
        }
        Signature::Nobody => (None, Some(words.plain("letters-unsigned"))),
        Signature::NotNeeded => (None, None),
    };
    if settings.json {
        let report = json!({
            "differences": found, "statuses": statuses, "signed_by": signed_by,
            "recorded": entry.is_some(), "entry": entry,
        });
        crate::verbs::print(&report.to_string())?;
    } else {
        tell(&found, (&reading.catalogue, &catalogue), &statuses, words)?;
        signer.map_or(Ok(()), |signer| crate::verbs::print(&signer))?;
        let end = match entry {
            _ if same => Some(words.plain("letters-same")),
            Some(id) => Some(words.say("letters-accepted", &[("id", Say::Owned(id.to_string()))])),
            None => dry_run.then(|| words.plain("import-dry")),
        };
        end.map_or(Ok(()), |end| crate::verbs::print(&end))?;
    }
    if refused {
        return Err(BadInput(words.plain("letters-reason-needed")).into());
    }
    Ok(Exit::Done)
}

/// The catalogue as it would be, and who signed what is new. What comes with the program needs no signature.
fn proposed(
    args: &Accept,
    before: &Files,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<(Files, Option<String>)> {
    if args.what == "built-in" {
        let files = Files::built_in().with_local_of(before);
        return Ok((files, Some(env!("CARGO_PKG_NAME").to_owned())));
    }
    let path = Path::new(&args.what);
    if path.is_dir() {
        may_be_unsigned(args, words)?;
        return Ok((source::in_folder(path, words)?.with_local_of(before), None));
    }
    let letter = source::one_letter(path, words)?;
    let signers = signers(args, settings)?;
    let signed_by = signature(&letter, &signers, words)?;
    if signed_by.is_none() {
        may_be_unsigned(args, words)?;
    }
    let text = unsigned_text(&letter.text).to_owned();
    Ok((before.clone().with_letter(&letter.name, text), signed_by))
}

fn may_be_unsigned(args: &Accept, words: &Words) -> anyhow::Result<()> {
    if args.unsigned || args.dry_run {
        return Ok(());
    }
    Err(BadInput(words.plain("letters-nobody-signed")).into())
}

fn signers(args: &Accept, settings: &Settings) -> anyhow::Result<Vec<PublicKey>> {
    if !args.signer.is_empty() {
        return Ok(args.signer.clone());
    }
    let parse = |key: &String| {
        key.parse::<PublicKey>()
            .map_err(|error| BadInput(format!("arvak.toml: letters.signers: {error}")).into())
    };
    settings.file.letters.signers.iter().map(parse).collect()
}

/// Who of `signers` signed the letter; nobody when it has no signatures. Signatures of strangers alone, and false
/// ones, are refused: they are no better than none, and look better.
fn signature(
    letter: &LetterFile,
    signers: &[PublicKey],
    words: &Words,
) -> anyhow::Result<Option<String>> {
    if unsigned_text(&letter.text).len() == letter.text.len() {
        return Ok(None);
    }
    let mut why = words.plain("letters-no-signers");
    for signer in signers {
        match note::open(&letter.text, signer) {
            Ok(_) => return Ok(Some(signer.name().to_owned())),
            Err(error) => why = error.to_string(),
        }
    }
    let args = [("file", Say::Text(&letter.name)), ("why", Say::Owned(why))];
    Err(BadInput(words.say("letters-bad-signature", &args)).into())
}

/// What the letter does to the statuses of today, by points and claims.
fn statuses(reading: &Reading, catalogue: &Catalogue) -> Vec<Change> {
    let mut changes = reading.changes_under(catalogue);
    changes.retain(|change| matches!(change.of, Changed::Claim(_) | Changed::Point(_)));
    changes
}

fn tell(
    found: &[Difference],
    catalogues: (&Catalogue, &Catalogue),
    statuses: &[Change],
    words: &Words,
) -> anyhow::Result<()> {
    crate::verbs::print(letters::told(found, catalogues, false, words).trim_end())?;
    if !statuses.is_empty() {
        crate::verbs::print(&words.plain("letters-statuses"))?;
        for change in statuses {
            crate::verbs::print(&format!("  {}", change_line(change, words)))?;
        }
    }
    Ok(())
}
