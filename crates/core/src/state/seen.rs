//! A state as somebody may see it who is limited to some things: nothing in it names the others.

use super::{State, Subject};
use crate::EntityId;
use crate::fact::Value;

impl State {
    /// The same state without the things that `sees` says no to: they are not listed, nothing leads to them, and what
    /// was recorded about them is not there. It is for showing. Judging needs the whole state.
    #[must_use]
    pub fn seen(&self, sees: impl Fn(&EntityId) -> bool) -> Self {
        let is_seen = |place: usize| self.subjects.get(place).is_some_and(|one| sees(&one.id));
        let subjects = self.subjects.iter().map(|subject| {
            if sees(&subject.id) {
                Self::without_others(subject, &sees, &is_seen)
            } else {
                Subject::new(subject.id.clone())
            }
        });
        let mut left = Self {
            names: self.names.clone(),
            subjects: subjects.collect(),
            index: self.index.clone(),
            kinds: self.kinds.clone(),
            retired: self.retired.clone(),
            located: Vec::new(),
            contests: self.contests.clone(),
            requests: self.requests.clone(),
            obligations: self.obligations.clone(),
            catalogue: self.catalogue.clone(),
            situation: self.situation.clone(),
            genesis: self.genesis.clone(),
            size: self.size,
            next_entry: self.next_entry,
            last_received: self.last_received,
            pruned_before: self.pruned_before,
        };
        left.index.retain(|id, _| sees(id));
        for things in left.kinds.values_mut() {
            things.retain(|number| is_seen(number.place()));
        }
        left.retired.retain(|number| is_seen(number.place()));
        let located = self.located.iter().filter(|(_, subject, _)| is_seen(subject.place()));
        left.located = located.copied().collect();
        left.requests.retain(|_, request| sees(&request.subject));
        left.obligations.retain(|_, obliged| sees(&obliged.fact.subject));
        left
    }

    /// Things that were listed at some time, retired or not, in the order of their ids.
    pub fn ever_listed(&self) -> impl Iterator<Item = super::EntityView<'_>> {
        self.index.keys().filter_map(|id| self.entity(id))
    }

    fn without_others(
        subject: &Subject,
        sees: &impl Fn(&EntityId) -> bool,
        is_seen: &impl Fn(usize) -> bool,
    ) -> Subject {
        let mut subject = subject.clone();
        subject.successor = subject.successor.filter(|number| is_seen(number.place()));
        subject.predecessors.retain(|number| is_seen(number.place()));
        subject.incoming.retain(|(_, from)| is_seen(from.place()));
        if let Some(listed) = &mut subject.listed {
            for relation in &mut listed.entity.relations {
                relation.to.retain(sees);
            }
            listed.entity.relations.retain(|relation| !relation.to.is_empty());
            listed.entity.attributes.retain(|_, attribute| match &attribute.value {
                Value::Id(id) => sees(id),
                _ => true,
            });
        }
        subject
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::fact::{Entity, Obligation, Relation};
    use crate::{Actor, Class, Digest, EntryId, Envelope, Fact, Instant};

    fn id(text: &str) -> EntityId {
        text.parse().unwrap()
    }

    fn state(facts: Vec<Fact>) -> State {
        let mut state = State::new();
        for (number, fact) in (0..).zip(facts) {
            let envelope = Envelope {
                v: crate::fact::VERSION,
                key: Digest::of(format!("{number}").as_bytes()),
                received_at: Instant::from_millis(number),
                actor: Actor::Role(id("role/ict_lead")),
                class: Class::Internal,
                body: None,
                blobs: Vec::new(),
                fact,
            };
            state.apply(EntryId(u64::try_from(number).unwrap()), &envelope).unwrap();
        }
        state
    }

    fn thing(name: &str, relations: &[(&str, &[&str])]) -> Fact {
        let relations = relations.iter().map(|(relation, to)| Relation {
            relation: relation.parse().unwrap(),
            to: to.iter().map(|to| id(to)).collect(),
            at_least: 1,
            grace_hours: 0,
        });
        let relations = relations.collect();
        Fact::Entity(Entity { id: id(name), attributes: BTreeMap::new(), relations })
    }

    #[test]
    fn nothing_in_what_somebody_sees_names_what_they_do_not_see() {
        let due = Obligation {
            id: "due.1".parse().unwrap(),
            kind: "measure.due".parse().unwrap(),
            subject: id("system/hidden"),
            due: Instant::from_millis(9),
            owner: None,
        };
        let whole = state(vec![
            thing("system/own", &[("data_from", &["system/hidden"])]),
            thing("system/hidden", &[("runs_on", &["system/own"])]),
            thing("service/own", &[("runs_on", &["system/own", "system/hidden"])]),
            Fact::Obligation(due),
        ]);
        let seen = whole.seen(|id| id.slug() == "own");
        assert!(!format!("{:?}", seen.index).contains("hidden"));
        assert!(seen.entity(&id("system/hidden")).is_none());
        assert_eq!(seen.entities().count(), 2);
        assert_eq!(seen.entities_of("system").count(), 1);
        let own = id("system/own");
        assert_eq!(seen.related(&own, "carries"), [&id("service/own")]);
        assert!(seen.related(&own, "data_from").is_empty());
        assert!(seen.entity(&own).unwrap().relations().is_empty());
        assert_eq!(seen.obligations().count(), 0);
        assert_eq!(seen.size(), whole.size());
        assert_eq!(whole.seen(|_| true), whole, "who sees everything sees the same");
    }
}
