//! Taking evidence in. The proof says that the other ledger holds it, our own judge says what its transcript shows (law 5), and it
//! keeps its basis and its time. One entry that cannot be taken in and nothing is.

use std::collections::BTreeMap;

use arvak_configuration::{Format, Question};
use arvak_core::fact::Method;
use arvak_core::{
    Actor, Basis, Body, Class, Digest, Draft, EntityId, Evidence, Fact, Instant, Refusal, admit,
};
use arvak_ledger::PublicKey;
use arvak_probe::Verdict;
use arvak_store::Blobs;
use arvak_store::drafts::salt;
use arvak_words::{Say, Words};
use serde_json::json;

use super::package::{BYTES_MAX, Checked, ENTRIES_MAX, FORMAT, Objection, Package};
use crate::cli::Take;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::canaries;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(args: Take, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let reading = Reading::open(settings, None).await?;
    let package = read(&args, &words)?;
    let key = trusted(&package, &args, settings, &words)?;
    let renamed: BTreeMap<_, _> = args.renamed.iter().cloned().collect();
    let mut taken = Vec::new();
    let mut objections = Vec::new();
    for (number, handed) in (1..).zip(&package.entries) {
        let found = handed.check(&key).and_then(|checked| {
            let evidence = judged(&checked, &renamed)?;
            let draft = draft(&checked, evidence, &key, &by);
            let draft =
                draft.map_err(|error| Objection::new("shared-bad-entry", error.to_string()))?;
            let at = reading.at;
            match admit(reading.state(), Some(&reading.catalogue), &draft, at) {
                Ok(()) => ungraded(&checked).map(|()| (checked, draft)),
                Err(refusal) => Err(refusal),
            }
            .map_err(|refusal| Objection::new("shared-refused", words.refusal(&refusal)))
        });
        match found {
            Ok(found) => taken.push((found, handed)),
            Err(objection) => objections.push(said(number, &objection, &words)),
        }
    }
    if !objections.is_empty() {
        return Err(crate::wiring::files::all_told(objections, &words).into());
    }
    let mut entries = Vec::new();
    if !args.dry_run {
        let recording = Recording::open(settings).await?;
        let mut drafts = Vec::new();
        for ((checked, mut draft), handed) in taken {
            for (_, sealed) in &checked.blobs {
                draft.blobs.push(recording.folder.blobs().put_sealed(sealed)?);
            }
            // The envelope and its proof stay with it, so that anyone can check again where it comes from.
            let origin = json!({
                "envelope": handed.envelope, "proof": handed.proof, "key": key.to_string(),
            });
            draft.blobs.push(recording.folder.blobs().put(origin.to_string().as_bytes())?);
            drafts.push(draft);
        }
        entries = recording.append_all(drafts, &words).await?;
        recording.close().await?;
    }
    if settings.json {
        let report = json!({
            "origin": key.name(), "entries": entries, "checked": package.entries.len(),
            "recorded": !args.dry_run,
        });
        crate::verbs::print(&report.to_string())?;
    } else {
        let count = i64::try_from(package.entries.len()).unwrap_or(i64::MAX);
        let args_said = [("count", Say::Number(count)), ("origin", Say::Text(key.name()))];
        crate::verbs::print(&words.say("shared-taken", &args_said))?;
        if args.dry_run {
            crate::verbs::print(&words.plain("import-dry"))?;
        }
    }
    Ok(Exit::Done)
}

/// Attachments in a graded marking are refused here as on every other way in (law 10).
fn ungraded(checked: &Checked) -> Result<(), Refusal> {
    let mut contents = checked.blobs.iter().filter_map(|(_, sealed)| Blobs::content_of(sealed));
    match contents.find_map(arvak_documents::graded) {
        Some(found) => Err(Refusal::Graded { grade: found.grade }),
        None => Ok(()),
    }
}

fn read(args: &Take, words: &Words) -> anyhow::Result<Package> {
    let path = args.file.display().to_string();
    let bad = |why: String| {
        BadInput(
            words.say("shared-no-package", &[("path", Say::Text(&path)), ("why", Say::Owned(why))]),
        )
    };
    let length = std::fs::metadata(&args.file).map_err(|error| bad(error.to_string()))?.len();
    if length > BYTES_MAX {
        return Err(bad(format!("> {BYTES_MAX} bytes")).into());
    }
    let bytes = std::fs::read(&args.file).map_err(|error| bad(error.to_string()))?;
    let package: Package =
        serde_json::from_slice(&bytes).map_err(|error| bad(error.to_string()))?;
    if package.format != FORMAT || package.entries.len() > ENTRIES_MAX {
        return Err(bad(format!("`format` is not `{FORMAT}`, or > {ENTRIES_MAX} entries")).into());
    }
    Ok(package)
}

/// The key that the package names, when it is one that is trusted here. The package's own word on its key is nothing.
fn trusted(
    package: &Package,
    args: &Take,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<PublicKey> {
    let mut keys = args.key.clone();
    if keys.is_empty() {
        for key in &settings.file.sharing.trusted {
            let key = key.parse::<PublicKey>();
            keys.push(
                key.map_err(|error| BadInput(format!("arvak.toml: sharing.trusted: {error}")))?,
            );
        }
    }
    let found = keys.into_iter().find(|key| key.to_string() == package.key);
    found.ok_or_else(|| {
        BadInput(words.say("shared-not-trusted", &[("key", Say::Text(&package.key))])).into()
    })
}

fn said(number: usize, objection: &Objection, words: &Words) -> String {
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let args = [("number", Say::Number(number)), ("why", Say::Text(&objection.why))];
    words.say(objection.sentence, &args)
}

/// The evidence as our own judge gives it, about the thing as it is called here. A word and a document stay what they are.
fn judged(
    checked: &Checked,
    renamed: &BTreeMap<EntityId, EntityId>,
) -> Result<Evidence, Objection> {
    let mut evidence = checked.evidence.clone();
    if let Some(ours) = renamed.get(&evidence.subject) {
        evidence.subject = ours.clone();
    }
    evidence.supersedes = None;
    if evidence.basis < Basis::Configuration {
        return Ok(evidence);
    }
    let method = evidence.method.as_ref().map_or("", |method| method.name.as_str()).to_owned();
    let transcript = checked.transcript();
    let transcript = transcript.ok_or_else(|| Objection::new("shared-no-transcript", &method))?;
    let Some((version, verdicts)) = own_judge(&method, transcript, evidence.collected_at) else {
        return Err(Objection::new("shared-no-judge", method));
    };
    let own = verdicts.into_iter().find(|one| one.kind == evidence.kind);
    let own = own.filter(|one| one.result == evidence.result && one.basis == evidence.basis);
    let own =
        own.ok_or_else(|| Objection::new("shared-judged-otherwise", evidence.kind.as_str()))?;
    evidence.method = evidence.method.map(|method| Method { version, ..method });
    evidence.attributes = own.attributes;
    evidence.code = own.code;
    // What the other ledger knew of its end is not lengthened.
    evidence.valid_until = evidence.valid_until.into_iter().chain(own.valid_until).min();
    Ok(evidence)
}

/// The version of the judge of that name, as this program has it, and what it says of a transcript; nothing when there is
/// no such judge, or it cannot read the transcript.
fn own_judge(method: &str, transcript: &[u8], at: Instant) -> Option<(u32, Vec<Verdict>)> {
    if let Some(format) = Format::ALL.into_iter().find(|format| format.method() == method) {
        return Some((format.version(), of_export(format, transcript, at)?));
    }
    let probe = canaries::judges().into_iter().find(|probe| probe.name() == method)?;
    let judgement = probe.judge(transcript).ok()?;
    Some((probe.method_version(), judgement.verdicts))
}

/// What an export of configuration shows by itself. What was asked of it besides (which ranges are closed, which server holds
/// the backups) is not in its bytes: a verdict that hangs on that is not given again, and so is not taken in.
fn of_export(format: Format, bytes: &[u8], at: Instant) -> Option<Vec<Verdict>> {
    let export = arvak_configuration::read(format, bytes).ok()?;
    let question = Question { at, closed: Vec::new(), servers: Vec::new() };
    let verdicts = export.judge(&question).verdicts.into_iter().map(|one| {
        let attributes = one.attributes.into_iter();
        Some(Verdict {
            kind: one.kind.parse().ok()?,
            result: one.result,
            basis: Basis::Configuration,
            code: one.code.and_then(|code| code.parse().ok()),
            attributes: attributes.filter_map(|(name, n)| Some((name.parse().ok()?, n))).collect(),
            valid_until: one.valid_until,
        })
    });
    verdicts.collect()
}

/// The fact, kept apart from what we saw ourselves by its note and by the proof among its blobs.
fn draft(
    checked: &Checked,
    evidence: Evidence,
    key: &PublicKey,
    by: &EntityId,
) -> anyhow::Result<Draft> {
    let actor = match &evidence.method {
        Some(method) if evidence.basis >= Basis::Configuration => {
            Actor::Program(method.name.clone())
        }
        _ => Actor::Role(by.clone()),
    };
    let note = format!("{} · {}", key.name(), checked.id);
    let id = format!("shared\n{}\n{}\n{}", key.name(), checked.id, evidence.subject);
    Ok(Draft {
        key: Digest::of(id.as_bytes()),
        actor,
        class: checked.envelope.class.min(Class::Shared),
        body: Some(Body { salt: salt()?, note: Some(note), ..Body::default() }),
        blobs: Vec::new(),
        fact: Fact::Evidence(evidence),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_our_own_judges_may_say_what_a_transcript_shows() {
        let at = Instant::from_millis(0);
        assert!(own_judge("firewall_export", b"\0", at).is_none());
        assert!(own_judge("hearsay", b"{}", at).is_none());
        assert!(own_judge("https", b"no transcript", at).is_none());
        assert!(Blobs::content_of(b"short").is_none());
    }
}
