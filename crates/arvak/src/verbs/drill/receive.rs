//! `arvak drill receive ID`: what came back is kept as it came, and told of at once.

use std::io::Read as _;
use std::path::Path;

use arvak_core::{Digest, Instant};
use arvak_drills::{Gathered, keep, say as drill};
use arvak_monitoring::{Evidently, RAW_BYTES_MAX, Word};
use arvak_words::{Say, Words};
use serde_json::json;

use crate::cli::ReceiveDrill;
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &ReceiveDrill, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let kept = super::found(&recording, &args.id, &words).await?;
    let now = recording.clock.now();
    let at = args.at.unwrap_or(now);
    let sentence = match () {
        () if at > now => Some("drill-future"),
        () if kept.row.stopped_at.is_some() => Some("drill-is-stopped"),
        () => None,
    };
    if let Some(sentence) = sentence {
        return Err(super::refused(sentence, &args.id, &words));
    }
    let (channel, bytes) = raw(args, (at, now), &words)?;
    // A word is kept with when it was written down; when they were told stands in it.
    let kept_at = if channel == Evidently::Person { now } else { at };
    keep(&recording.folder, &kept, (channel, kept_at), &bytes).await?;
    if let Some(read) = &args.read {
        let word = word(args, read, (at, now), Some(Digest::of(&bytes)))?;
        keep(&recording.folder, &kept, (Evidently::Person, now), &word).await?;
    }
    let gathered = Gathered::of(&recording.folder, &kept, now).await?;
    let judged = gathered.judged(kept.secret.key.as_deref());
    recording.close().await?;
    let Some(finding) = judged.findings.last() else { return Ok(Exit::Done) };
    if settings.json {
        let said = json!({ "id": args.id, "finding": finding, "verdict": judged.verdict });
        super::super::print(&said.to_string())?;
    } else {
        super::super::print(&drill::finding(finding, &words))?;
    }
    Ok(Exit::Done)
}

/// Which way it came, and its bytes. Of a word these are made here, with who was told and when.
fn raw(
    args: &ReceiveDrill,
    (at, now): (Instant, Instant),
    words: &Words,
) -> anyhow::Result<(Evidently, Vec<u8>)> {
    let what = &args.what;
    match (&what.webhook, &what.mail, &what.file, &what.person) {
        (Some(file), ..) => Ok((Evidently::Webhook, whole(file, words)?)),
        (_, Some(file), ..) => Ok((Evidently::Mail, whole(file, words)?)),
        (.., Some(file), _) => Ok((Evidently::File, whole(file, words)?)),
        (.., Some(said)) => Ok((Evidently::Person, word(args, said, (at, now), None)?)),
        // The command line asks for one of them.
        (None, None, None, None) => Err(BadInput(String::new()).into()),
    }
}

/// What somebody was told, or read in the file `of`.
fn word(
    args: &ReceiveDrill,
    said: &str,
    (at, now): (Instant, Instant),
    of: Option<Digest>,
) -> anyhow::Result<Vec<u8>> {
    Graded::check(said)?;
    let by = Settings::role(args.by.as_ref())?.to_string();
    Ok(serde_json::to_vec(&Word { v: 1, by, at: at.min(now), said: said.to_owned(), of })?)
}

fn whole(path: &Path, words: &Words) -> anyhow::Result<Vec<u8>> {
    let bad = |error: std::io::Error| BadInput(format!("{}: {error}", path.display()));
    let mut bytes = Vec::new();
    let most = u64::try_from(RAW_BYTES_MAX)?;
    let file = std::fs::File::open(path).map_err(bad)?;
    file.take(most + 1).read_to_end(&mut bytes).map_err(bad)?;
    if bytes.len() > RAW_BYTES_MAX {
        let said = [("most", Say::Number(i64::try_from(RAW_BYTES_MAX)?))];
        return Err(BadInput(words.say("drill-too-large", &said)).into());
    }
    Graded::check_file(&path.display().to_string(), &bytes)?;
    Ok(bytes)
}
