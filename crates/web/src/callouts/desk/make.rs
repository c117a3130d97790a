//! Planning a call-out test and starting it, for the command line and the pages. What goes into the ledger is given as a draft: whoever calls
//! records it, in its own way, and says so again.

use arvak_core::drill::callout::{Callout, Way};
use arvak_core::{Digest, Draft, EntityId, EntryId, Instant};
use arvak_drills::{Arg, Refusal};
use arvak_monitoring::callout::CallPlan;
use arvak_store::drafts::salt;
use arvak_store::{Folder, Seal};

use super::{CalloutError, Kept, OPENED_WITHIN, Secret, sealing};

/// Which ways of calling are set up.
#[derive(Clone, Debug, Default)]
pub struct SetUp {
    /// A mail relay.
    pub mail: bool,
    /// A gateway for text messages.
    pub sms: bool,
    /// The registered webhooks' addresses.
    pub webhooks: Vec<String>,
}

/// A plan that is kept, with the draft that must be recorded now.
pub struct Planned {
    /// What the test is called.
    pub id: String,
    /// The plan's hash.
    pub seal: Digest,
    /// The fact that holds the hash.
    pub draft: Draft,
}

/// Every way that the list names must be set up: a test that finds out at its moment that there is no mail server tests nobody. And the period
/// must be one in which the plan can be opened.
pub fn fits(definition: &Callout, set_up: &SetUp, now: Instant) -> Result<(), Refusal> {
    for way in definition.persons.iter().flat_map(|person| &person.ways) {
        let sentence = match way {
            Way::Mail(_) if !set_up.mail => "callout-no-mail",
            Way::Sms(_) if !set_up.sms => "callout-no-sms",
            Way::Webhook(url) if !set_up.webhooks.contains(url) => "callout-no-webhook",
            _ => continue,
        };
        return Err(Refusal::new(sentence).with("to", Arg::Text(way.to().to_owned())));
    }
    let to = definition.rules.to;
    let sentence = match () {
        () if to <= now => "callout-period-over",
        () if to >= now.plus(OPENED_WITHIN) => "callout-period-far",
        () => return Ok(()),
    };
    let refusal = Refusal::new(sentence).with("to", Arg::When(to));
    Err(refusal.with("days", Arg::Number(OPENED_WITHIN.as_days())))
}

/// Draws the moment and seals the plan of a definition (`text` is its bytes). When the draft is recorded, [`noted`] says so; after a crash in
/// between, [`sealed_first`] does before anybody is called.
pub async fn plan(
    folder: &Folder,
    (definition, text): (&Callout, String),
    (about, by): (EntityId, &EntityId),
    set_up: &SetUp,
    now: Instant,
) -> Result<Planned, CalloutError> {
    fits(definition, set_up, now)?;
    let operation = folder.operation();
    let taken = operation.callouts().await?;
    let id = (1..).map(|number| format!("{}-{number}", definition.id));
    let id = id.into_iter().find(|id| taken.iter().all(|row| row.id != *id)).unwrap_or_default();
    let name = id.parse().map_err(CalloutError::inside)?;
    let plan = CallPlan::of(name, (definition, &text), about.clone(), salt()?, now);
    let over = || Refusal::new("callout-period-over").with("to", Arg::When(definition.rules.to));
    let plan = plan.ok_or_else(over)?;
    let seal = plan.seal();
    let secret = serde_json::to_vec(&Secret { plan, definition: Some(text) });
    let secret = secret.map_err(CalloutError::inside)?;
    let sealer = Seal::open(folder.layout())?;
    if !operation.add_callout(&sealer, (&id, seal), &secret, now).await? {
        return Err(Refusal::about("callout-taken", &id).into());
    }
    let draft = sealing(seal, about, by, now)?;
    Ok(Planned { id, seal, draft })
}

/// Notes the entry that the hash became.
pub async fn noted(folder: &Folder, id: &str, entry: EntryId) -> Result<(), CalloutError> {
    Ok(folder.operation().note_callout_entry(id, entry).await?)
}

/// Whether it may be started now.
pub fn may_start(kept: &Kept, now: Instant) -> Result<(), Refusal> {
    let row = &kept.row;
    let sentence = match () {
        () if row.stopped_at.is_some() => "callout-is-stopped",
        () if row.judged_at.is_some() => "callout-judged-already",
        () if row.armed_at.is_some() => "callout-started-already",
        // Nobody learns when it was from this: it is over.
        () if kept.plan.moment <= now => "callout-moment-over",
        () if kept.definition.is_none() => "callout-is-erased",
        () => return Ok(()),
    };
    Err(Refusal::about(sentence, &row.id))
}

/// When this machine went down between sealing and recording, the hash goes into the ledger now: the draft, to be recorded and [`noted`].
pub fn sealed_first(kept: &Kept, by: &EntityId) -> Result<Option<Draft>, CalloutError> {
    if kept.row.entry.is_some() {
        return Ok(None);
    }
    sealing(kept.row.seal, kept.plan.organisation.clone(), by, kept.row.made_at).map(Some)
}

/// Starts it: `ground` is the entry in which its ground is recorded, `due` when people's times are erased at the latest.
pub async fn start(
    folder: &Folder,
    kept: &Kept,
    ground: EntryId,
    (now, due): (Instant, Instant),
) -> Result<(), CalloutError> {
    if folder.operation().arm_callout(&kept.row.id, ground, (now, due)).await? {
        return Ok(());
    }
    Err(Refusal::about("callout-started-already", &kept.row.id).into())
}
