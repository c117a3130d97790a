//! `arvak evidence add --stdin`: a line in, an answer out, in the same order. What is waiting on stdin is
//! recorded together, so that a fast writer shares a sync among many lines; an id is written only after
//! its entry is durable.

use std::io::{BufRead as _, Write as _};

use arvak_core::Draft;
use arvak_store::{Answer, Folder};
use arvak_words::Words;
use tokio::sync::mpsc;

use super::certificate::names;
use super::line::{Bad, Desk, Line};
use crate::cli::AddEvidence;
use crate::exit::Exit;
use crate::settings::Settings;
use crate::wiring::recording::Recording;

/// Most lines that are recorded together, and that wait.
const TOGETHER_MOST: usize = 1_000;

/// Most bytes of a line.
const LINE_BYTES_MAX: usize = 1024 * 1024;

pub(super) async fn run(args: &AddEvidence, settings: &Settings) -> anyhow::Result<Exit> {
    let by = Settings::role(args.by.as_ref())?;
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let known = names(settings).await?;
    let mut lines = lines();
    let mut refused = false;
    while let Some(first) = lines.recv().await {
        let mut group = vec![first];
        while group.len() < TOGETHER_MOST {
            let Ok(line) = lines.try_recv() else { break };
            group.push(line);
        }
        let now = recording.clock.now();
        let desk = Desk { blobs: recording.folder.blobs(), words: &words, known: &known };
        let drafts = group.into_iter().map(|line| {
            let (number, line) = line;
            (number, line.and_then(|line| line.draft(&by, now, &desk)))
        });
        let drafts: Vec<_> = drafts.collect();
        refused |= record(drafts, &recording.folder).await?;
    }
    recording.close().await?;
    Ok(if refused { Exit::Usage } else { Exit::Done })
}

/// The lines of stdin with their numbers, read on a thread of their own.
fn lines() -> mpsc::Receiver<(u64, Result<Line, Bad>)> {
    let (sender, receiver) = mpsc::channel(TOGETHER_MOST);
    std::thread::spawn(move || {
        let mut input = std::io::BufReader::new(std::io::stdin().lock());
        for number in 1.. {
            let mut bytes = Vec::new();
            let mut limited = std::io::Read::take(&mut input, LINE_BYTES_MAX as u64 + 1);
            let line = match limited.read_until(b'\n', &mut bytes) {
                Ok(0) => return,
                Ok(_) if bytes.len() > LINE_BYTES_MAX => {
                    let reason =
                        format!("longer than {LINE_BYTES_MAX} bytes; nothing after it is read");
                    let bad = Bad { code: "line_too_long".to_owned(), reason };
                    let _ = sender.blocking_send((number, Err(bad)));
                    return;
                }
                Ok(_) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
                Ok(_) => read(&bytes),
                Err(error) => Err(Bad { code: "unreadable".to_owned(), reason: error.to_string() }),
            };
            let ended = line.as_ref().is_err_and(|bad| bad.code == "unreadable");
            if sender.blocking_send((number, line)).is_err() || ended {
                return;
            }
        }
    });
    receiver
}

fn read(bytes: &[u8]) -> Result<Line, Bad> {
    let text = std::str::from_utf8(bytes).map_err(|error| Bad {
        code: "bad_utf8".to_owned(),
        reason: format!("no UTF-8 at byte {}", error.valid_up_to() + 1),
    })?;
    Line::read(text)
}

/// Records a group and answers each of its lines; whether some were refused.
async fn record(group: Vec<(u64, Result<Draft, Bad>)>, folder: &Folder) -> anyhow::Result<bool> {
    let sound: Vec<Draft> =
        group.iter().filter_map(|(_, draft)| draft.as_ref().ok().cloned()).collect();
    let answers = if sound.is_empty() { Vec::new() } else { folder.append(sound).await? };
    let mut answers = answers.into_iter();
    let mut out = Vec::new();
    let mut refused = false;
    for (number, draft) in group {
        let answer = match draft {
            Err(bad) => Err((bad.code, bad.reason)),
            Ok(_) => match answers.next() {
                Some(Answer::Taken(id) | Answer::Known(id)) => Ok(id),
                Some(Answer::Refused(why)) => Err((why.code, why.reason)),
                None => anyhow::bail!("the writer answered fewer drafts than it was given"),
            },
        };
        match answer {
            Ok(id) => writeln!(out, "{id}")?,
            Err((code, reason)) => {
                refused = true;
                eprintln!("arvak: stdin:{number}: {reason} ({code})");
                writeln!(out, "!{code}")?;
            }
        }
    }
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(&out)?;
    stdout.flush()?;
    Ok(refused)
}
