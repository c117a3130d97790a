//! A reply is reviewed by somebody and approved by the chief executive: a fact that names the file's bytes. It changes
//! no status (law 1).

use std::io::Write as _;

use arvak_core::fact::{Approval, ApprovalStage};
use arvak_core::{Actor, Digest, EntityId, Fact};
use arvak_store::drafts::{Texts, draft};
use arvak_store::replies;
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use crate::cli::{Approve, TextArgs};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Who answers for a reply.
const CHIEF: &str = "role/chief_executive";

pub(super) async fn run(
    args: Approve,
    stage: ApprovalStage,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let chief: EntityId = CHIEF.parse()?;
    let by = match (stage, args.by) {
        (ApprovalStage::Approved, None) => chief,
        (ApprovalStage::Approved, Some(by)) if by != chief => {
            return Err(BadInput(words.plain("approve-not-chief")).into());
        }
        (_, by) => Settings::role(by.as_ref())?,
    };
    let bytes = std::fs::read(&args.file);
    let bytes = bytes.map_err(|error| BadInput(format!("{}: {error}", args.file.display())))?;
    let report = Digest::of(&bytes);
    let edition = args.edition.name().parse()?;
    let fact = Fact::Approval(Approval { report, edition, stage });
    let recording = Recording::open(settings).await?;
    let key = format!("approval\n{report}\n{}\n{stage:?}\n{by}", args.edition.name());
    let mut draft = draft(fact, &by, Some(&key), Texts::default())?;
    let reading = Reading::open(settings, None).await?;
    let decided = replies::decided(&reading.store, 0)?;
    replies::keep(recording.folder.blobs(), &decided, &bytes, &mut draft)?;
    let id = recording.append(draft, &words).await?;
    recording.close().await?;
    if settings.json {
        crate::verbs::print(&json!({ "id": id, "report": report }).to_string())?;
    } else {
        let args = [("id", Say::Owned(id.to_string())), ("digest", Say::Owned(report.to_string()))];
        crate::verbs::print(&words.say("approve-done", &args))?;
    }
    Ok(Exit::Done)
}

pub(super) async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let mut rows = Vec::new();
    let mut lines = Vec::new();
    for one in replies::decided(&reading.store, 0)? {
        let is_kept = one.blob.is_some_and(|blob| reading.store.blobs().has(blob));
        rows.push(json!({
            "id": one.entry, "report": one.approval.report, "edition": one.approval.edition,
            "stage": one.approval.stage, "by": one.actor, "at": one.at, "kept": is_kept,
        }));
        let stage = match one.approval.stage {
            ApprovalStage::Reviewed => "approve-reviewed",
            ApprovalStage::Approved => "approve-approved",
        };
        let by = match &one.actor {
            Actor::Role(role) => words.plain(&format!("role-{}", role.slug())),
            other => format!("{other:?}"),
        };
        let args = [
            ("at", Say::Owned(date_and_time(words.lang(), one.at))),
            ("stage", Say::Owned(words.plain(stage))),
            ("edition", Say::Owned(words.plain(&format!("edition-{}", one.approval.edition)))),
            ("by", Say::Owned(by)),
            ("digest", Say::Owned(one.approval.report.to_string())),
        ];
        lines.push(words.say("approve-line", &args));
    }
    if settings.json {
        crate::verbs::print(&json!({ "approvals": rows }).to_string())?;
    } else if lines.is_empty() {
        crate::verbs::print(&words.plain("approve-none"))?;
    } else {
        crate::verbs::print(&lines.join("\n"))?;
    }
    Ok(Exit::Done)
}

/// Writes out a text that somebody reviewed or approved, as its bytes were then.
pub(super) async fn text(args: &TextArgs, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let reading = Reading::open(settings, None).await?;
    let decided = replies::decided(&reading.store, 0)?;
    let bytes = replies::text(reading.store.blobs(), &decided, args.digest);
    let digest = Say::Owned(args.digest.to_string());
    let bytes =
        bytes.ok_or_else(|| BadInput(words.say("approve-no-text", &[("digest", digest)])))?;
    match &args.out {
        Some(out) => arvak_ledger::durable::write_file(out, &bytes)?,
        None => std::io::stdout().lock().write_all(&bytes)?,
    }
    Ok(Exit::Done)
}
