//! Forgetting (law 8): first an entry that orders it, then zeros over the body, then the blobs.
//!
//! The checkpoint is signed by the same thread, after that. So when a crash came between, the order is
//! not under the checkpoint, and the next start finds it there and finishes.

use std::collections::BTreeSet;

use arvak_core::fact::Erasure;
use arvak_core::{Class, Digest, Draft, Fact};
use arvak_ledger::BodyState;

use super::desk::Desk;
use crate::fold::envelope_of;
use crate::named::blobs_of_envelope;
use crate::socket::EraseMessage;
use crate::{Answer, Error, Result, products, random};

impl Desk {
    /// Records the erasure of an entry's body and blobs and carries it out. Asked again it is the same
    /// erasure, which is then carried out again.
    pub(super) fn erase(&mut self, order: &EraseMessage) -> Result<Answer> {
        let reader = self.look_again()?;
        let (envelope, has_body) = reader.get(order.of.0, |entry| {
            let has_body = !matches!(entry.body(), Ok(BodyState::None));
            envelope_of(entry).map(|envelope| (envelope, has_body))
        })??;
        if let Fact::Catalogue(_) = envelope.fact {
            let why = "what is judged as of that time needs its catalogue";
            return Err(Error::NotErasable { entry: order.of, why });
        }
        let blobs: Vec<Digest> = blobs_of_envelope(&envelope).into_iter().collect();
        if !has_body && blobs.is_empty() {
            let why = "it has neither a body nor blobs";
            return Err(Error::NotErasable { entry: order.of, why });
        }
        let erasure = Erasure { of: order.of, body: has_body, blobs };
        let mut body = order.reason.clone();
        if let Some(body) = &mut body
            && body.salt.is_empty()
        {
            body.salt = random::hex::<16>()?;
        }
        let draft = Draft {
            key: Digest::of(format!("erasure\n{}\n", order.of).as_bytes()),
            actor: order.actor.clone(),
            class: Class::Internal,
            body,
            blobs: Vec::new(),
            fact: Fact::Erasure(erasure.clone()),
        };
        let answer = self.commit(std::iter::once(&draft))?.into_iter().next();
        let answer = answer.ok_or(Error::Stopped { why: "an append gave no answer".into() })?;
        if answer.entry().is_some() {
            self.carry_out(&erasure)?;
        }
        Ok(answer)
    }

    /// Carries out the erasures that no checkpoint covers yet: a crash may have come between.
    pub(super) fn finish_erasures(&mut self) -> Result<()> {
        let from = self.writer.signed().size();
        let mut orders = Vec::new();
        let reader = self.look_again()?;
        let mut entries = reader.entries(from..reader.size())?;
        while let Some(entry) = entries.next_entry()? {
            if let Fact::Erasure(erasure) = envelope_of(&entry)?.fact {
                orders.push(erasure);
            }
        }
        drop(entries);
        orders.iter().try_for_each(|erasure| self.carry_out(erasure))
    }

    fn carry_out(&mut self, erasure: &Erasure) -> Result<()> {
        if erasure.body {
            self.writer.erase_body(erasure.of.0)?;
        }
        let needed = self.still_named(&erasure.blobs)?;
        for blob in erasure.blobs.iter().filter(|blob| !needed.contains(blob)) {
            self.tools.blobs.erase(*blob)?;
        }
        let of = self.look_again()?.get(erasure.of.0, envelope_of)??;
        if matches!(&of.fact, Fact::Evidence(one) if one.kind.as_str() == products::LISTED) {
            // The index of products holds names from it, and is made again without them.
            products::forget(&self.tools.layout.products())?;
        }
        Ok(())
    }

    /// Those of `blobs` that an entry names which is not erased.
    fn still_named(&mut self, blobs: &[Digest]) -> Result<BTreeSet<Digest>> {
        if blobs.is_empty() {
            return Ok(BTreeSet::new());
        }
        let (mut named, mut erased) = (Vec::new(), BTreeSet::new());
        let reader = self.look_again()?;
        let mut entries = reader.entries(0..reader.size())?;
        while let Some(entry) = entries.next_entry()? {
            let envelope = envelope_of(&entry)?;
            if let Fact::Erasure(erasure) = &envelope.fact {
                erased.insert(erasure.of.0);
                continue;
            }
            let all = blobs_of_envelope(&envelope);
            named.extend(blobs.iter().filter(|blob| all.contains(blob)).map(|b| (entry.id, *b)));
        }
        let lives = |(entry, _): &(u64, Digest)| !erased.contains(entry);
        Ok(named.into_iter().filter(lives).map(|(_, blob)| blob).collect())
    }
}
