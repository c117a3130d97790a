//! The text of a leave, and taking in one that is signed.

use arvak_core::{Digest, Draft, Fact, admit};
use arvak_probe::Leave;
use arvak_store::drafts::{Texts, draft};
use arvak_words::{LeaveTo, Say, Words, leave_text};
use serde_json::json;

use crate::cli::{self, Template};
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::verbs::evidence::{collected, whole};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most bytes of a signed text.
const FILE_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Prints the text with what is known filled in, and blanks for the rest.
pub(super) fn template(args: &Template, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let names: Vec<String> = args.about.name.iter().map(ToString::to_string).collect();
    let ranges: Vec<String> = args.about.range.iter().map(ToString::to_string).collect();
    let until = args.until.map(|until| super::day(&words, until));
    let to = if args.canary { LeaveTo::LogIn } else { LeaveTo::Look };
    super::super::print(&leave_text(settings.lang, to, &names, &ranges, until.as_deref()))?;
    Ok(Exit::Done)
}

/// Keeps the signed text and what it names, and records that there is leave.
pub(super) async fn record(args: &cli::Leave, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let bytes = whole(&args.file, FILE_BYTES_MAX, &words)?;
    let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Graded::check_file(&name, &bytes)?;
    let signed =
        collected("signed", &args.signed, reading.at).map_err(|bad| BadInput(bad.reason))?;
    // Until it is kept, the text has no digest of its own.
    let mut leave = Leave {
        v: 1,
        names: args.about.name.iter().map(ToString::to_string).collect(),
        ranges: args.about.range.iter().map(ipnet::IpNet::trunc).collect(),
        signed,
        until: args.until,
        document: Digest::of(&[]),
    };
    leave
        .check(reading.at)
        .map_err(|(code, what)| BadInput(words.say(code, &[("what", Say::Owned(what))])))?;
    let by = Settings::role(args.by.as_ref())?;
    let organisation = reading.state().entities_of("organisation").next();
    let organisation = organisation.map(|found| found.id().clone());
    let organisation =
        organisation.ok_or_else(|| BadInput(words.plain("leave-no-organisation")))?;
    let drafted = |leave: &Leave, written: Digest| -> anyhow::Result<Draft> {
        let evidence = leave.evidence(organisation.clone(), written, reading.at)?;
        let fact = Fact::Evidence(evidence);
        let texts = Texts { note: args.note.clone(), ..Texts::default() };
        Ok(Draft { blobs: vec![leave.document, written], ..draft(fact, &by, None, texts)? })
    };
    let tried = drafted(&leave, leave.document)?;
    admit(reading.state(), Some(&reading.catalogue), &tried, recording.clock.now())
        .map_err(|refusal| BadInput(words.refusal(&refusal)))?;
    let blobs = recording.folder.blobs();
    leave.document = blobs.put(&bytes)?;
    let draft = drafted(&leave, blobs.put(&serde_json::to_vec(&leave)?)?)?;
    let id = recording.append(draft, &words).await?;
    recording.close().await?;
    if settings.json {
        super::super::print(&json!({ "entry": id, "until": leave.until }).to_string())?;
    } else {
        let args = [
            ("id", Say::Owned(id.to_string())),
            ("until", Say::Owned(super::day(&words, leave.until))),
        ];
        super::super::print(&words.say("leave-recorded", &args))?;
    }
    Ok(Exit::Done)
}
