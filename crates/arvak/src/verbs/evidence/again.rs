//! `arvak evidence judge --again ENTRY`: the bytes that were kept are judged by the method of today, when it is a newer one.
//! What it says stands in the place of what the older one said, and both are shown (law 4).

use arvak_configuration::firewall::Range;
use arvak_configuration::{Format, Question, Verdict, read};
use arvak_core::fact::Method;
use arvak_core::{Actor, Basis, Body, Class, Digest, Draft, EntryId, Evidence, Fact, admit};
use arvak_store::drafts::salt;
use arvak_words::{Say, Words};
use serde_json::json;

use super::judge::told;
use crate::exit::{BadInput, Exit};
use crate::render::judged;
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(of: EntryId, dry_run: bool, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let old = Old::read(of, &reading, &words)?;
    let export = read(old.format, &reading.store.blobs().get(old.transcript)?)
        .map_err(|mistakes| told(&format!("{of}"), &mistakes, &words))?;
    let judgement = export.judge(&question(&old.evidence, &old.body));
    let kind = old.evidence.kind.clone();
    let verdict = judgement.verdicts.iter().find(|verdict| verdict.kind == kind.as_str());
    let verdict = verdict.ok_or_else(|| refused("judge-again-nothing", of, &words))?;
    let draft = old.draft(of, verdict)?;
    admit(reading.state(), Some(&reading.catalogue), &draft, recording.clock.now())
        .map_err(|refusal| BadInput(words.refusal(&refusal)))?;
    let id = if dry_run { None } else { Some(recording.append(draft, &words).await?) };
    recording.close().await?;
    if settings.json {
        let (result, code) = (verdict.result, verdict.code);
        let report = json!({ "id": id, "of": of, "kind": kind, "result": result, "code": code });
        super::super::print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    for finding in &judgement.findings {
        super::super::print(&judged::finding(finding, &words))?;
    }
    super::super::print(&judged::verdict(verdict, &reading.catalogue, &words))?;
    let last = match id {
        Some(id) => words.say("judge-recorded", &[("ids", Say::Owned(id.to_string()))]),
        None => words.plain("judge-dry"),
    };
    super::super::print(&last)?;
    Ok(Exit::Done)
}

fn refused(id: &str, of: EntryId, words: &Words) -> BadInput {
    BadInput(words.say(id, &[("of", Say::Owned(of.to_string()))]))
}

/// What an older method judged.
struct Old {
    format: Format,
    evidence: Evidence,
    transcript: Digest,
    body: Body,
    class: Class,
}

impl Old {
    fn read(of: EntryId, reading: &Reading, words: &Words) -> anyhow::Result<Self> {
        let none = || refused("judge-again-none", of, words);
        if of.0 >= reading.store.size() {
            return Err(none().into());
        }
        let recorded = reading.store.entry(of)?;
        let Fact::Evidence(evidence) = recorded.envelope.fact else { return Err(none().into()) };
        let method = evidence.method.as_ref().ok_or_else(none)?;
        let mut formats = Format::ALL.into_iter();
        let format = formats.find(|format| format.method() == method.name.as_str());
        let format = format.ok_or_else(none)?;
        let transcript = evidence.transcript.ok_or_else(none)?;
        if format.version() <= method.version {
            return Err(refused("judge-again-same", of, words).into());
        }
        if !reading.store.blobs().has(transcript) {
            return Err(refused("judge-again-erased", of, words).into());
        }
        let (body, class) = (recorded.body.unwrap_or_default(), recorded.envelope.class);
        Ok(Self { format, evidence, transcript, body, class })
    }

    /// The evidence that takes its place.
    fn draft(self, of: EntryId, verdict: &Verdict) -> anyhow::Result<Draft> {
        let method = Method { name: self.format.method().parse()?, version: self.format.version() };
        let mut evidence = Evidence {
            result: verdict.result,
            basis: Basis::Configuration,
            valid_until: verdict.valid_until,
            method: Some(method.clone()),
            code: verdict.code.map(str::parse).transpose()?,
            supersedes: Some(of),
            ..self.evidence
        };
        evidence.attributes.clear();
        for (name, value) in &verdict.attributes {
            evidence.attributes.insert(name.parse()?, *value);
        }
        Ok(Draft {
            key: Digest::of(format!("judged again\n{of}\n{}\n", method.version).as_bytes()),
            actor: Actor::Program(method.name),
            class: self.class,
            body: Some(Body { salt: salt()?, ..self.body }),
            blobs: vec![self.transcript],
            fact: Fact::Evidence(evidence),
        })
    }
}

/// What was asked of the export the first time.
fn question(old: &Evidence, body: &Body) -> Question {
    let list = |name: &str| {
        let text = body.texts.get(name).map_or("", String::as_str);
        let all = text.split(", ").filter(|one| !one.is_empty());
        all.map(str::to_owned).collect::<Vec<_>>()
    };
    let closed = list("closed").iter().filter_map(|text| Range::parse(text)).collect();
    Question { at: old.collected_at, closed, servers: list("backup_server") }
}
