//! What people decide: an exemption that one role asks for and another approves, an obligation with its due date, the
//! situation level, a reply to a refutation. Each is a fact like any other; what it does to statuses follows.

use std::ops::ControlFlow;

use arvak_core::fact::{
    Contest, Exemption, ExemptionRequest, Obligation, ObligationMet, Situation,
};
use arvak_core::{Actor, EntityId, EntryId, Fact, Instant, admit};
use arvak_store::drafts::{Texts, draft};
use arvak_words::{Say, Words, date};
use serde_json::json;

use crate::cli::{ExemptionVerb, Level, ObligationVerb, SituationVerb};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn exemption(verb: ExemptionVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        ExemptionVerb::Request { claim, subject, until, reason, by } => {
            let fact = Fact::ExemptionRequest(ExemptionRequest { claim, subject, until });
            record(fact, by.by.as_ref(), Some(reason), settings).await
        }
        ExemptionVerb::Approve { request, by } => {
            let reading = Reading::open(settings, None).await?;
            let envelope = reading.store.entry(request).map(|entry| entry.envelope);
            let Some(Fact::ExemptionRequest(asked)) = envelope.ok().map(|one| one.fact) else {
                let words = Words::new(settings.lang);
                let args = [("id", Say::Owned(request.to_string()))];
                return Err(BadInput(words.say("exemption-no-request", &args)).into());
            };
            let ExemptionRequest { claim, subject, until } = asked;
            let fact = Fact::Exemption(Exemption { request, claim, subject, until });
            record(fact, by.by.as_ref(), None, settings).await
        }
        ExemptionVerb::List => list_exemptions(settings).await,
    }
}

pub(super) async fn obligation(verb: ObligationVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        ObligationVerb::Add { id, kind, subject, due, owner, by } => {
            let fact = Fact::Obligation(Obligation { id, kind, subject, due, owner });
            record(fact, by.by.as_ref(), None, settings).await
        }
        ObligationVerb::Met { id, by } => {
            record(Fact::ObligationMet(ObligationMet { id }), by.by.as_ref(), None, settings).await
        }
        ObligationVerb::List => list_obligations(settings).await,
    }
}

pub(super) async fn situation(verb: SituationVerb, settings: &Settings) -> anyhow::Result<Exit> {
    let (raised, Level { name: level, since, reason, by }) = match verb {
        SituationVerb::Raise(level) => (true, level),
        SituationVerb::Lower(level) => (false, level),
    };
    let since = match since {
        Some(since) => since,
        None => Reading::open(settings, None).await?.at,
    };
    let fact = Fact::Situation(Situation { raised, level, since });
    record(fact, by.by.as_ref(), reason, settings).await
}

/// Somebody whom a refutation concerns replies to it. The reply stands beside it and lifts nothing.
pub(super) async fn contest(
    of: EntryId,
    reason: String,
    by: Option<&EntityId>,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    record(Fact::Contest(Contest { of }), by, Some(reason), settings).await
}

/// Records a fact, or says in people's words why it may not be recorded.
pub(super) async fn record(
    fact: Fact,
    by: Option<&EntityId>,
    reason: Option<String>,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(by)?;
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let draft = draft(fact, &by, None, Texts { reason, ..Texts::default() })?;
    let now = recording.clock.now();
    let now = reading.state().last_received().map_or(now, |last| last.max(now));
    let allowed = admit(reading.state(), Some(&reading.catalogue), &draft, now);
    // What may have been left out of a snapshot is for the writer to decide, who reads it all.
    let refused = allowed.err().filter(|refusal| refusal.code() != "needs_history");
    if let Some(refusal) = refused {
        recording.close().await?;
        return Err(BadInput(words.refusal(&refusal)).into());
    }
    let id = recording.append(draft, &words).await?;
    recording.close().await?;
    if settings.json {
        super::print(&json!({ "id": id }).to_string())?;
    } else {
        super::print(&words.say("evidence-recorded", &[("id", Say::Owned(id.to_string()))]))?;
    }
    Ok(Exit::Done)
}

/// An exemption on its way.
struct Asked {
    id: EntryId,
    request: ExemptionRequest,
    by: Actor,
    reason: Option<String>,
    approved: Option<(EntryId, Actor)>,
}

async fn list_exemptions(settings: &Settings) -> anyhow::Result<Exit> {
    let reading = Reading::open(settings, None).await?;
    let mut all: Vec<Asked> = Vec::new();
    reading.store.for_each(0, |id, envelope, body| {
        match &envelope.fact {
            Fact::ExemptionRequest(request) => all.push(Asked {
                id,
                request: request.clone(),
                by: envelope.actor.clone(),
                reason: body.and_then(|body| body.reason.clone()),
                approved: None,
            }),
            Fact::Exemption(exemption) => {
                let asked = all.iter_mut().find(|asked| asked.id == exemption.request);
                if let Some(asked) = asked.filter(|asked| asked.by != envelope.actor) {
                    asked.approved = Some((id, envelope.actor.clone()));
                }
            }
            _ => {}
        }
        ControlFlow::Continue(())
    })?;
    if settings.json {
        let rows = all.iter().map(|asked| {
            let Asked { id, request, by, reason, approved } = asked;
            let approved = approved.as_ref().map(|(id, by)| json!({ "id": id, "by": by }));
            json!({
                "id": id, "claim": request.claim, "subject": request.subject,
                "until": request.until, "by": by, "reason": reason, "approved": approved,
            })
        });
        super::print(&json!({ "exemptions": rows.collect::<Vec<_>>() }).to_string())?;
        return Ok(Exit::Done);
    }
    let pages = reading.pages(settings).await?;
    let page = pages.page();
    let words = page.words;
    if all.is_empty() {
        super::print(&words.plain("exemption-none"))?;
    }
    for asked in &all {
        let state = match &asked.approved {
            Some(_) if asked.request.until <= reading.at => "exemption-over",
            Some(_) => "exemption-approved",
            None => "exemption-asked",
        };
        let args = [
            ("id", Say::Owned(asked.id.to_string())),
            ("claim", Say::Text(asked.request.claim.as_str())),
            ("subject", Say::Owned(page.naming.thing(&asked.request.subject, words))),
            ("until", Say::Owned(date(words.lang(), asked.request.until))),
            ("state", Say::Owned(words.plain(state))),
            ("reason", Say::Owned(asked.reason.clone().unwrap_or_default())),
        ];
        super::print(&words.say("exemption-line", &args))?;
    }
    Ok(Exit::Done)
}

async fn list_obligations(settings: &Settings) -> anyhow::Result<Exit> {
    let reading = Reading::open(settings, None).await?;
    let mut all: Vec<(&Obligation, bool)> = reading.state().obligations().collect();
    all.sort_by_key(|(obligation, _)| (obligation.due, obligation.id.clone()));
    if settings.json {
        let rows = all.iter().map(|(one, met)| {
            json!({
                "id": one.id, "kind": one.kind, "subject": one.subject, "due": one.due,
                "owner": one.owner, "met": met,
            })
        });
        super::print(&json!({ "obligations": rows.collect::<Vec<_>>() }).to_string())?;
        return Ok(Exit::Done);
    }
    let pages = reading.pages(settings).await?;
    let page = pages.page();
    let words = page.words;
    if all.is_empty() {
        super::print(&words.plain("obligation-none"))?;
    }
    for (one, met) in all {
        let state = state_of(one.due, met, reading.at);
        let owner = one.owner.as_ref().map(|owner| page.naming.thing(owner, words));
        let args = [
            ("id", Say::Text(one.id.as_str())),
            ("kind", Say::Owned(words.kind_title(one.kind.as_str(), page.naming.catalogue))),
            ("subject", Say::Owned(page.naming.thing(&one.subject, words))),
            ("due", Say::Owned(date(words.lang(), one.due))),
            ("owner", Say::Owned(owner.unwrap_or_else(|| "–".to_owned()))),
            ("state", Say::Owned(words.plain(state))),
        ];
        super::print(&words.say("obligation-line", &args))?;
    }
    Ok(Exit::Done)
}

fn state_of(due: Instant, met: bool, now: Instant) -> &'static str {
    match (met, due <= now) {
        (true, _) => "obligation-met",
        (false, true) => "obligation-overdue",
        (false, false) => "obligation-open",
    }
}
