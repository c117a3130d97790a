//! Appends that are committed together.

use std::collections::BTreeMap;

use arvak_core::fact::VERSION;
use arvak_core::{Digest, Draft, EntryId, Envelope, Fact, Instant, Refusal, State, admit};
use arvak_ledger::{BODY_BYTES_MAX, ENVELOPE_BYTES_MAX};

use super::AppendOrder;
use super::desk::Desk;
use crate::answer::Refused;
use crate::fold::{self, Folded};
use crate::named::blobs_of_draft;
use crate::{Answer, Error, Result, catalogue};

/// Bytes that the ledger puts before a draft: `"received_at":"2026-02-01T12:00:00.000Z",`.
const STAMP_BYTES: usize = 41;

/// Drafts on their way into the ledger as the next entries.
struct Group {
    received_at: Instant,
    next: u64,
    drafts: Vec<arvak_ledger::Draft>,
    keys: BTreeMap<Digest, EntryId>,
    /// What was applied to the state already.
    envelopes: Vec<(EntryId, Envelope)>,
}

impl Desk {
    /// Commits the orders together and answers each. When that fails each is tried alone, so that every
    /// asker learns what became of its own drafts.
    pub(super) fn append(&mut self, orders: Vec<AppendOrder>) {
        if let [_, _, ..] = orders.as_slice() {
            let all = orders.iter().flat_map(|order| order.drafts.iter());
            if let Ok(answers) = self.commit(all) {
                let mut answers = answers.into_iter();
                for order in orders {
                    let own = answers.by_ref().take(order.drafts.len()).collect();
                    drop(order.reply.send(Ok(own)));
                }
                return;
            }
        }
        for order in orders {
            let done = if order.whole {
                self.commit_whole(&order.drafts)
            } else {
                self.commit(order.drafts.iter())
            };
            drop(order.reply.send(done));
        }
    }

    /// Records all of `drafts`, or none when one of them may not be recorded.
    fn commit_whole(&mut self, drafts: &[Draft]) -> Result<Vec<Answer>> {
        let (group, mut answers, now) = self.gather(drafts.iter())?;
        if answers.iter().any(|answer| matches!(answer, Answer::Refused(_))) {
            // The state holds those that could have been recorded.
            self.forget();
            for answer in &mut answers {
                if matches!(answer, Answer::Taken(_)) {
                    *answer = Answer::Refused(Refused::with_another());
                }
            }
            return Ok(answers);
        }
        self.write(group, now)?;
        Ok(answers)
    }

    /// Records those of `drafts` that may be recorded: all of them, or none when this fails.
    pub(super) fn commit<'a>(
        &mut self,
        drafts: impl Iterator<Item = &'a Draft>,
    ) -> Result<Vec<Answer>> {
        let (group, answers, now) = self.gather(drafts)?;
        self.write(group, now)?;
        Ok(answers)
    }

    /// Judges the drafts one after the other, each as if those before it were recorded. When this fails the state is forgotten.
    fn gather<'a>(
        &mut self,
        drafts: impl Iterator<Item = &'a Draft>,
    ) -> Result<(Group, Vec<Answer>, i64)> {
        let now = self.tools.clock.now().as_millis();
        // Appends nothing, and refuses a clock that was set back.
        self.writer.append(&[], now)?;
        let received_at = self.writer.last_received_millis().map_or(now, |last| last.max(now));
        let mut group = Group {
            received_at: Instant::from_millis(received_at),
            next: self.writer.size(),
            drafts: Vec::new(),
            keys: BTreeMap::new(),
            envelopes: Vec::new(),
        };
        let answers = drafts.map(|draft| self.take(draft, &mut group)).collect::<Result<Vec<_>>>();
        match answers {
            Ok(answers) => Ok((group, answers, now)),
            Err(error) => {
                self.forget();
                Err(error)
            }
        }
    }

    /// Writes what was gathered.
    fn write(&mut self, group: Group, now: i64) -> Result<()> {
        if let Err(error) = self.writer.append(&group.drafts, now) {
            self.forget();
            return Err(error.into());
        }
        let keys = &mut self.known()?.keys;
        for (key, entry) in group.keys {
            keys.insert(key, entry.0);
        }
        self.tell_follower();
        Ok(())
    }

    /// Puts a draft into the group, if it may be recorded.
    fn take(&mut self, draft: &Draft, group: &mut Group) -> Result<Answer> {
        if let Some(known) = group.keys.get(&draft.key) {
            return Ok(Answer::Known(*known));
        }
        if let Some(known) = self.entry_of_key(draft.key)? {
            return Ok(Answer::Known(known));
        }
        let encoded = draft.encode().map_err(|error| Error::Draft { why: error.to_string() })?;
        if let Some(refused) = self.unfit(draft, &encoded) {
            return Ok(Answer::Refused(refused));
        }
        if let Err(refusal) = self.admit(draft, group)? {
            let (code, reason) = (refusal.code().to_owned(), refusal.to_string());
            return Ok(Answer::Refused(Refused { code, reason }));
        }
        let id = EntryId(group.next);
        let (unstamped, body) = encoded;
        let envelope = envelope(draft, group.received_at, body.as_deref());
        self.apply(id, &envelope, group)?;
        group.next += 1;
        group.keys.insert(draft.key, id);
        group.envelopes.push((id, envelope));
        group.drafts.push(arvak_ledger::Draft { unstamped, body });
        Ok(Answer::Taken(id))
    }

    fn admit(&mut self, draft: &Draft, group: &Group) -> Result<std::result::Result<(), Refusal>> {
        let catalogue = self.catalogue()?;
        let ask = |state: &State| admit(state, catalogue.as_deref(), draft, group.received_at);
        let admitted = ask(&self.known()?.state);
        if !matches!(admitted, Err(Refusal::NeedsHistory { .. })) {
            return Ok(admitted);
        }
        self.fold_whole(&group.envelopes)?;
        Ok(ask(&self.known()?.state))
    }

    fn apply(&mut self, id: EntryId, envelope: &Envelope, group: &Group) -> Result<()> {
        if fold::apply(&mut self.known()?.state, id, envelope)? == Folded::NeedsHistory {
            self.fold_whole(&group.envelopes)?;
            fold::apply(&mut self.known()?.state, id, envelope)?;
        }
        Ok(())
    }

    /// What the ledger would refuse, and what is missing: found before the group is written, so that
    /// the drafts of others are not touched by it.
    fn unfit(&self, draft: &Draft, encoded: &(Vec<u8>, Option<Vec<u8>>)) -> Option<Refused> {
        let (unstamped, body) = encoded;
        let refused = |code: &str, reason: String| Some(Refused { code: code.to_owned(), reason });
        if unstamped.len() + STAMP_BYTES > ENVELOPE_BYTES_MAX {
            return refused("too_large", "its envelope is larger than 16 KiB".to_owned());
        }
        if body.as_ref().is_some_and(|body| body.len() > BODY_BYTES_MAX) {
            let reason = "its body is larger than 1 MiB; keep long texts as a blob".to_owned();
            return refused("too_large", reason);
        }
        let blobs = &self.tools.blobs;
        if let Some(missing) = blobs_of_draft(draft).into_iter().find(|blob| !blobs.has(*blob)) {
            return refused("blob_missing", format!("blob {missing} is not in the data folder"));
        }
        let Fact::Catalogue(adoption) = &draft.fact else { return None };
        let error = catalogue::load(blobs, adoption.digest).err()?;
        refused("catalogue_unreadable", error.to_string())
    }
}

/// The envelope as the ledger will hold it.
fn envelope(draft: &Draft, received_at: Instant, body: Option<&[u8]>) -> Envelope {
    Envelope {
        received_at,
        v: VERSION,
        key: draft.key,
        actor: draft.actor.clone(),
        class: draft.class,
        body: body.map(Digest::of),
        blobs: draft.blobs.clone(),
        fact: draft.fact.clone(),
    }
}
