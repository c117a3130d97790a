//! `arvak evidence judge FORMAT FILE --about SUBJECT`: the file is read and judged as a whole first; then its bytes are kept
//! and what they show is recorded. Nobody says what an export shows but the judge (law 5).

mod file;

use std::collections::BTreeMap;

use arvak_configuration::firewall::Range;
use arvak_configuration::{Format, Judgement, Question, Verdict};
use arvak_core::fact::Method;
use arvak_core::{
    Actor, Basis, Catalogue, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, admit,
};
use arvak_store::drafts::{Texts, salt};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use self::file::File;
pub(super) use self::file::told;
use crate::cli::JudgeExport;
use crate::exit::{BadInput, Exit, Graded};
use crate::render::judged;
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: &JudgeExport, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    if let Some(note) = &args.note {
        Graded::check(note)?;
    }
    let file = File::open(args, &words)?;
    fits(args, file.export.format(), &words)?;
    let at = file.exported(args.exported.as_deref(), reading.at, &words)?;
    let judgement = file.export.judge(&question(args, at, &words)?);
    let mut judged = Judged::of(&file, at, judgement, args, &reading, &words)?;
    if !args.dry_run {
        judged.record(&file, args, &reading, &recording, &words).await?;
    }
    recording.close().await?;
    if settings.json {
        super::super::print(&judged.json(&file, args).to_string())?;
    } else {
        judged.say(&file, args, &reading.catalogue, &words)?;
    }
    Ok(Exit::Done)
}

/// An option that this format has no use for would be passed over in silence.
fn fits(args: &JudgeExport, found: Format, words: &Words) -> anyhow::Result<()> {
    let options = [
        ("closed", !args.closed.is_empty(), Format::Firewall),
        ("backup-server", !args.backup_server.is_empty(), Format::Directory),
    ];
    match options.iter().find(|(_, given, format)| *given && *format != found) {
        None => Ok(()),
        Some((option, _, format)) => {
            let args = [
                ("option", Say::Text(option)),
                ("format", Say::Text(format.name())),
                ("found", Say::Text(found.name())),
            ];
            Err(BadInput(words.say("judge-not-asked", &args)).into())
        }
    }
}

/// What is asked of the export beyond what it is.
fn question(args: &JudgeExport, at: Instant, words: &Words) -> anyhow::Result<Question> {
    let mut closed = Vec::new();
    for text in &args.closed {
        let bad = || BadInput(words.say("judge-bad-range", &[("range", Say::Text(text))]));
        closed.push(Range::parse(text).ok_or_else(bad)?);
    }
    Ok(Question { at, closed, servers: args.backup_server.clone() })
}

/// `arvak evidence formats`.
pub(super) fn formats(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let catalogue = Catalogue::parse(arvak_core::catalogue::SHIPPED).unwrap_or_default();
    if settings.json {
        let all: Vec<_> = Format::ALL
            .iter()
            .map(|format| {
                let (name, method) = (format.name(), format.method());
                json!({
                    "format": name, "method": method, "version": format.version(),
                    "gives": format.gives(),
                })
            })
            .collect();
        super::super::print(&json!(all).to_string())?;
        return Ok(Exit::Done);
    }
    super::super::print(&words.plain("judge-formats"))?;
    for format in Format::ALL {
        let title = words.plain(&format!("judge-format-{}", format.name()));
        let args = [("format", Say::Text(format.name())), ("title", Say::Owned(title))];
        super::super::print(&format!("\n{}", words.say("judge-format-line", &args)))?;
        for kind in format.gives() {
            let thing = subject_of(kind, &catalogue).unwrap_or_default();
            let args = [
                ("kind", Say::Text(kind)),
                ("thing", Say::Owned(words.plain(&format!("thing-{thing}")))),
                ("title", Say::Owned(words.kind_title(kind, &catalogue))),
            ];
            super::super::print(&format!("  {}", words.say("judge-format-gives", &args)))?;
        }
    }
    Ok(Exit::Done)
}

/// The kind of thing that evidence of a kind is about; none when the catalogue does not know the kind.
fn subject_of(kind: &str, catalogue: &Catalogue) -> Option<String> {
    let registered = catalogue.kinds.get(&kind.parse().ok()?)?;
    Some(registered.subject.to_string())
}

/// What an export shows of the things that it was said to be about.
struct Judged {
    at: Instant,
    judgement: Judgement,
    /// A subject, what is said of it, and its entry once it is recorded.
    verdicts: Vec<(EntityId, Verdict, Option<EntryId>)>,
    /// Evidence kinds that the catalogue in force lacks.
    unknown: Vec<&'static str>,
    transcript: Option<Digest>,
}

impl Judged {
    fn of(
        file: &File,
        at: Instant,
        judgement: Judgement,
        args: &JudgeExport,
        reading: &Reading,
        words: &Words,
    ) -> anyhow::Result<Self> {
        let catalogue = &reading.catalogue;
        let unknown: Vec<_> = judgement
            .verdicts
            .iter()
            .map(|verdict| verdict.kind)
            .filter(|kind| subject_of(kind, catalogue).is_none())
            .collect();
        let mut mistakes = Vec::new();
        let mut verdicts = Vec::new();
        for about in &args.about {
            if reading.state().entity(about).is_none() {
                let args = [("subject", Say::Owned(about.to_string()))];
                mistakes.push(words.say("judge-no-thing", &args));
                continue;
            }
            let fits = |verdict: &&Verdict| {
                subject_of(verdict.kind, catalogue).as_deref() == Some(about.kind())
            };
            let found: Vec<_> = judgement.verdicts.iter().filter(fits).cloned().collect();
            if found.is_empty() && unknown.is_empty() {
                mistakes.push(wrong_thing(about, file.export.format(), catalogue, words));
            }
            verdicts.extend(found.into_iter().map(|verdict| (about.clone(), verdict, None)));
        }
        if mistakes.is_empty() && verdicts.is_empty() {
            let kinds = [("kinds", Say::Owned(unknown.join(", ")))];
            mistakes.push(words.say("judge-not-in-catalogue", &kinds));
        }
        if !mistakes.is_empty() {
            return Err(BadInput(mistakes.join("\n")).into());
        }
        Ok(Self { at, judgement, verdicts, unknown, transcript: None })
    }

    /// Keeps the bytes, then records what they show; everything is tried against the ledger first.
    async fn record(
        &mut self,
        file: &File,
        args: &JudgeExport,
        reading: &Reading,
        recording: &Recording,
        words: &Words,
    ) -> anyhow::Result<()> {
        let now = recording.clock.now();
        let try_out = self.drafts(file, args, Digest::of(&[]))?;
        for draft in &try_out {
            admit(reading.state(), Some(&reading.catalogue), draft, now)
                .map_err(|refusal| BadInput(words.refusal(&refusal)))?;
        }
        if try_out.is_empty() {
            return Ok(());
        }
        let transcript = recording.folder.blobs().put(&file.bytes)?;
        self.transcript = Some(transcript);
        let drafts = self.drafts(file, args, transcript)?;
        let ids = recording.append_all(drafts, words).await?;
        for ((_, _, entry), id) in self.verdicts.iter_mut().zip(ids) {
            *entry = Some(id);
        }
        Ok(())
    }

    fn drafts(
        &self,
        file: &File,
        args: &JudgeExport,
        transcript: Digest,
    ) -> anyhow::Result<Vec<Draft>> {
        let format = file.export.format();
        let method = Method { name: format.method().parse()?, version: format.version() };
        let mut drafts = Vec::new();
        for (subject, verdict, _) in &self.verdicts {
            let mut attributes = BTreeMap::new();
            for (name, value) in &verdict.attributes {
                attributes.insert(name.parse()?, *value);
            }
            let evidence = Evidence {
                kind: verdict.kind.parse()?,
                subject: subject.clone(),
                result: verdict.result,
                basis: Basis::Configuration,
                collected_at: self.at,
                valid_until: verdict.valid_until,
                method: Some(method.clone()),
                vantage: None,
                attributes,
                code: verdict.code.map(str::parse).transpose()?,
                transcript: Some(transcript),
                supersedes: None,
            };
            let texts = Texts { note: args.note.clone(), ..Texts::default() };
            let mut body = texts.body()?.unwrap_or_default();
            if body.salt.is_empty() {
                body.salt = salt()?;
            }
            body.texts.insert("file".to_owned(), file.name.clone());
            body.texts.insert("format".to_owned(), format.name().to_owned());
            // Whoever judges the same bytes again asks the same of them.
            if !args.closed.is_empty() {
                body.texts.insert("closed".to_owned(), args.closed.join(", "));
            }
            if !args.backup_server.is_empty() {
                let servers = args.backup_server.join(", ");
                body.texts.insert("backup_server".to_owned(), servers);
            }
            drafts.push(Draft {
                key: Digest::of(salt()?.as_bytes()),
                actor: Actor::Program(method.name.clone()),
                class: args.class,
                body: Some(body),
                blobs: vec![transcript],
                fact: Fact::Evidence(evidence),
            });
        }
        Ok(drafts)
    }

    fn json(&self, file: &File, args: &JudgeExport) -> serde_json::Value {
        let format = file.export.format();
        let verdicts: Vec<_> = self
            .verdicts
            .iter()
            .map(|(subject, verdict, entry)| {
                let attributes: BTreeMap<_, _> = verdict.attributes.iter().copied().collect();
                json!({
                    "subject": subject, "kind": verdict.kind, "result": verdict.result,
                    "code": verdict.code, "attributes": attributes, "entry": entry,
                    "valid_until": verdict.valid_until,
                })
            })
            .collect();
        let findings: Vec<_> = self.judgement.findings.iter().map(judged::finding_json).collect();
        json!({
            "format": format.name(), "method": format.method(), "version": format.version(),
            "exported_at": self.at, "transcript": self.transcript, "recorded": !args.dry_run,
            "findings": findings, "verdicts": verdicts, "not_in_catalogue": self.unknown,
        })
    }

    fn say(
        &self,
        file: &File,
        args: &JudgeExport,
        catalogue: &Catalogue,
        words: &Words,
    ) -> anyhow::Result<()> {
        let print = super::super::print;
        let format = words.plain(&format!("judge-format-{}", file.export.format().name()));
        let head = [
            ("file", Say::Text(&file.name)),
            ("format", Say::Owned(format)),
            ("exported", Say::Owned(date_and_time(words.lang(), self.at))),
        ];
        print(&words.say("judge-head", &head))?;
        for finding in &self.judgement.findings {
            print(&judged::finding(finding, words))?;
        }
        let mut last: Option<&EntityId> = None;
        for (subject, verdict, _) in &self.verdicts {
            if last != Some(subject) {
                let about = [("subject", Say::Owned(subject.to_string()))];
                print(&format!("\n{}", words.say("judge-about", &about)))?;
                last = Some(subject);
            }
            print(&judged::verdict(verdict, catalogue, words))?;
        }
        if !self.unknown.is_empty() {
            let kinds = [("kinds", Say::Owned(self.unknown.join(", ")))];
            print(&format!("\n{}", words.say("judge-not-in-catalogue", &kinds)))?;
        }
        let ids: Vec<_> =
            self.verdicts.iter().filter_map(|(.., id)| Some(id.as_ref()?.to_string())).collect();
        if args.dry_run {
            print(&format!("\n{}", words.plain("judge-dry")))?;
        } else if !ids.is_empty() {
            let ids = [("ids", Say::Owned(ids.join(", ")))];
            print(&format!("\n{}", words.say("judge-recorded", &ids)))?;
        }
        Ok(())
    }
}

fn wrong_thing(about: &EntityId, format: Format, catalogue: &Catalogue, words: &Words) -> String {
    let mut things: Vec<_> = format
        .gives()
        .iter()
        .filter_map(|kind| subject_of(kind, catalogue))
        .map(|thing| format!("{} ({thing}/…)", words.plain(&format!("thing-{thing}"))))
        .collect();
    things.sort();
    things.dedup();
    let args =
        [("subject", Say::Owned(about.to_string())), ("things", Say::Owned(things.join(", ")))];
    words.say("judge-wrong-thing", &args)
}
