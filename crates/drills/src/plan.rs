//! Planning: a nonce is drawn, the plan is sealed, and its hash is a draft for the ledger.

use arvak_core::drill::{Channel, Definition};
use arvak_core::{Digest, Draft, EntityId, EntryId, Instant, State};
use arvak_monitoring::{KEY_BYTES_MIN, Plan};
use arvak_store::drafts::salt;
use arvak_store::{Folder, Seal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::{Arg, OPENED_WITHIN, Refusal, Result, Secret, address, sealing};

/// What a key of Standard Webhooks begins with.
const PREFIX: &[u8] = b"whsec_";

/// A plan that is kept, with the draft that must be recorded now.
pub struct Planned {
    /// What the drill is called.
    pub id: String,
    /// The plan's hash.
    pub seal: Digest,
    /// The fact that holds the hash.
    pub draft: Draft,
}

/// Seals the plan of a definition (`text` is its bytes). Without a key that of the supplier's address is taken. Whoever calls records the draft, and then says so by [`noted`]; after a crash
/// in between, [`crate::start::sealed_first`] does before anything happens.
pub async fn plan(
    folder: &Folder,
    (definition, text): (&Definition, String),
    key: Option<Vec<u8>>,
    (state, by, now): (&State, &EntityId, Instant),
) -> Result<Planned> {
    fits(definition, state, now)?;
    let key = address::key_for(folder, definition, key).await?;
    key_fits(definition, key.as_deref())?;
    let operation = folder.operation();
    let taken = operation.drills().await?;
    let id = (1..).map(|number| format!("{}-{number}", definition.id));
    let id = id.into_iter().find(|id| taken.iter().all(|row| row.id != *id)).unwrap_or_default();
    let plan = Plan::of(id.parse()?, (definition, &text), salt()?, key.as_deref());
    let plan = plan.ok_or_else(|| key_refusal("drill-key-needed"))?;
    let seal = plan.seal();
    let secret = serde_json::to_vec(&Secret { plan, definition: text, key })?;
    let sealer = Seal::open(folder.layout())?;
    if !operation.add_drill(&sealer, (&id, seal), &secret, now).await? {
        return Err(Refusal::about("drill-taken", &id).into());
    }
    let draft = sealing(seal, organisation(state)?, by, now)?;
    Ok(Planned { id, seal, draft })
}

/// Notes the entry that the hash became.
pub async fn noted(folder: &Folder, id: &str, entry: EntryId) -> Result<()> {
    Ok(folder.operation().note_drill_entry(id, entry).await?)
}

/// Whom the entry is about: the municipality, so that it does not tell who is drilled.
pub fn organisation(state: &State) -> Result<EntityId> {
    let mut all = state.entities_of("organisation");
    match all.next() {
        Some(organisation) => Ok(organisation.id().clone()),
        None => Ok("organisation/own".parse()?),
    }
}

/// Whoever and whatever is named must be in the inventory, and the window must end before the plan must be opened.
pub fn fits(
    definition: &Definition,
    state: &State,
    at: Instant,
) -> std::result::Result<(), Refusal> {
    for named in std::iter::once(&definition.expect.supplier).chain(&definition.source) {
        let found = state.entity(named).filter(|found| !found.is_retired());
        if found.is_none() {
            let refusal = Refusal::new("judge-no-thing");
            return Err(refusal.with("subject", Arg::Text(named.to_string())));
        }
    }
    let rules = &definition.rules;
    let until = rules.to.plus(definition.expect.listen);
    let sentence = match () {
        () if rules.to <= at => "drill-window-over",
        () if until >= at.plus(OPENED_WITHIN) => "drill-window-far",
        () => return Ok(()),
    };
    let refusal = Refusal::new(sentence).with("to", Arg::When(rules.to));
    Err(refusal.with("days", Arg::Number(OPENED_WITHIN.as_days())))
}

/// A key as it is handed over: as Standard Webhooks writes it (`whsec_` and base64), or bytes without the line's end. None when what
/// stands behind `whsec_` is no base64.
pub fn key_of(written: &[u8]) -> Option<Vec<u8>> {
    let bare = written.trim_ascii();
    match bare.strip_prefix(PREFIX) {
        Some(encoded) => STANDARD.decode(encoded).ok(),
        None => Some(bare.to_vec()),
    }
}

/// A webhook needs a key that is long enough, and nothing else takes one.
pub fn key_fits(definition: &Definition, key: Option<&[u8]>) -> std::result::Result<(), Refusal> {
    let asks_key = definition.expect.channels.contains(&Channel::Webhook);
    match key {
        Some(key) if asks_key && key.len() >= KEY_BYTES_MIN => Ok(()),
        None if !asks_key => Ok(()),
        _ if asks_key => Err(key_refusal("drill-key-needed")),
        _ => Err(key_refusal("drill-key-unasked")),
    }
}

fn key_refusal(sentence: &'static str) -> Refusal {
    let least = i64::try_from(KEY_BYTES_MIN).unwrap_or(i64::MAX);
    Refusal::new(sentence).with("least", Arg::Number(least))
}
