//! The facts of a call-out test but its verdict: the hash before, the ground, and that people's times were erased.

use arvak_core::fact::{Obligation, ObligationMet};
use arvak_core::{Digest, Draft, EntityId, Fact, Instant, Span};
use arvak_monitoring::canonical;
use arvak_store::drafts::{Texts, draft};
use arvak_store::{Answer, Folder, Refused};
use arvak_words::{Say, Words};
use serde_json::json;

use super::{CalloutError, Kept};

/// When a plan must have been opened, counted from when it was sealed: the same for all, and for drills, so that it tells nothing.
pub const OPENED_WITHIN: Span = Span::from_days(120);

/// The obligation that holds the hash of a plan: to open it.
const OPENED: &str = "callout.opened";

/// The obligation to erase people's times: what it stands on is in its text.
const ERASED: &str = "callout.erased";

/// The fact that holds the hash of a plan, and nothing else about it.
pub fn sealing(
    seal: Digest,
    about: EntityId,
    by: &EntityId,
    now: Instant,
) -> Result<Draft, CalloutError> {
    let fact = Obligation {
        id: format!("callout.{seal}").parse().map_err(CalloutError::inside)?,
        kind: OPENED.parse().map_err(CalloutError::inside)?,
        subject: about,
        due: now.plus(OPENED_WITHIN),
        owner: Some(by.clone()),
    };
    let key = format!("callout sealed\n{seal}");
    Ok(draft(Fact::Obligation(fact), by, Some(&key), Texts::default())?)
}

/// The fact that it was opened: judged or stopped. `said` is what came of it, by role.
pub(super) fn opening(seal: Digest, said: String, by: &EntityId) -> Result<Draft, CalloutError> {
    let id = format!("callout.{seal}").parse().map_err(CalloutError::inside)?;
    let key = format!("callout opened\n{seal}");
    let texts = Texts { note: Some(said), ..Texts::default() };
    Ok(draft(Fact::ObligationMet(ObligationMet { id }), by, Some(&key), texts)?)
}

/// The gate: purpose, legal basis, how long and with whom it was discussed, recorded before anything of a person is collected. It is the
/// obligation to erase what will be, due when the time for which it is kept is over at the latest; its blob holds the ground word by
/// word with the hash of the definition. None when the definition was erased.
pub fn grounds(
    folder: &Folder,
    kept: &Kept,
    by: &EntityId,
    words: &Words,
) -> Result<Option<(Draft, Instant)>, CalloutError> {
    let Some(definition) = &kept.definition else { return Ok(None) };
    let (plan, privacy) = (&kept.plan, &definition.privacy);
    let due = super::close::latest(plan, privacy.retention);
    let discussed: Vec<_> =
        privacy.discussed.iter().map(|one| json!({ "who": one.who, "on": one.on })).collect();
    let roles: Vec<_> = plan.steps.iter().map(|step| step.role.to_string()).collect();
    let ground = json!({
        "v": 1, "definition": plan.definition, "purpose": privacy.purpose,
        "legal_basis": privacy.legal_basis, "retention_ms": privacy.retention.as_millis(),
        "discussed": discussed, "roles": roles,
    });
    let ground = canonical(&ground).unwrap_or_default();
    let blob = folder.blobs().put(ground.as_bytes())?;
    let names: Vec<_> =
        privacy.discussed.iter().map(|one| format!("{} ({})", one.who, one.on)).collect();
    let said = words.say(
        "callout-ground",
        &[
            ("purpose", Say::Text(&privacy.purpose)),
            ("basis", Say::Text(&privacy.legal_basis)),
            ("retention", Say::Owned(words.span(privacy.retention))),
            ("discussed", Say::Owned(names.join(", "))),
        ],
    );
    let fact = Obligation {
        id: erasing(kept.row.seal)?,
        kind: ERASED.parse().map_err(CalloutError::inside)?,
        subject: plan.organisation.clone(),
        due,
        owner: Some(by.clone()),
    };
    let key = format!("callout ground\n{}", kept.row.seal);
    let texts = Texts { note: Some(said), ..Texts::default() };
    let mut draft = draft(Fact::Obligation(fact), by, Some(&key), texts)?;
    draft.blobs = vec![blob];
    Ok(Some((draft, due)))
}

/// The fact that people's times were erased.
pub(super) fn erased(seal: Digest, by: &EntityId) -> Result<Draft, CalloutError> {
    let fact = Fact::ObligationMet(ObligationMet { id: erasing(seal)? });
    Ok(draft(fact, by, Some(&format!("callout erased\n{seal}")), Texts::default())?)
}

fn erasing(seal: Digest) -> Result<arvak_core::Name, CalloutError> {
    format!("callout.erase.{seal}").parse().map_err(CalloutError::inside)
}

/// Records all, or none and tells why.
pub(super) async fn append(
    folder: &Folder,
    drafts: Vec<Draft>,
) -> Result<Vec<arvak_core::EntryId>, CalloutError> {
    let mut entries = Vec::new();
    for answer in folder.append_whole(drafts).await? {
        match answer {
            Answer::Taken(entry) | Answer::Known(entry) => entries.push(entry),
            Answer::Refused(Refused { code, .. }) if code == Refused::WITH_ANOTHER => {}
            Answer::Refused(Refused { code, reason }) => {
                return Err(CalloutError::Refused { code, reason });
            }
        }
    }
    Ok(entries)
}
