//! Reasons and next actions (law 11), from what judging found.

use super::leaf::{Grade, LeafJudged, Refuter, is_seen_from};
use super::part::{Leaf, PartJudged, What, open};
use super::plan::LeafPlan;
use super::reason::{Arg, Args, Reason, ReasonCode, Seen};
use super::{Action, Context, OwnAction};
use crate::state::{Found, NameNo, Obliged, SubjectNo};
use crate::{EntryId, Instant, Name, Status};

/// Reasons, and the evidence that they name.
pub(super) struct Explanation<'c, 's> {
    context: &'c Context<'s>,
    pub(super) reasons: Vec<Reason>,
    pub(super) evidence: Vec<EntryId>,
}

impl<'c, 's> Explanation<'c, 's> {
    pub(super) fn new(context: &'c Context<'s>) -> Self {
        Self { context, reasons: Vec::with_capacity(2), evidence: Vec::with_capacity(2) }
    }

    /// The reasons, and the evidence in the order of the ledger.
    pub(super) fn finish(mut self) -> (Vec<Reason>, Vec<EntryId>) {
        self.evidence.sort_unstable();
        self.evidence.dedup();
        (self.reasons, self.evidence)
    }

    pub(super) fn say(&mut self, code: ReasonCode, args: Args, entries: Vec<EntryId>) {
        self.reasons.push(Reason { code, args, entries });
    }

    /// Everything about a part of the path that counts.
    pub(super) fn part(&mut self, part: &PartJudged<'_, '_>) {
        match &part.what {
            What::Leaf(leaf) => self.leaf(leaf),
            What::AtLeast(needed, leaves) => {
                let of = i64::try_from(leaves.len()).unwrap_or(i64::MAX);
                let args = Args::default()
                    .with("needed", Arg::Int(i64::from(*needed)))
                    .with("of", Arg::Int(of));
                self.say(ReasonCode::SomeOf, args, Vec::new());
                for leaf in leaves {
                    self.leaf(leaf);
                }
            }
            What::NotOverdue(kind, known) => self.obligations(kind, known),
        }
    }

    /// What refutes or may come to refute, of a part of another ordinary path: it refutes all the same.
    pub(super) fn objections(&mut self, part: &PartJudged<'_, '_>) {
        for leaf in part.leaves() {
            for thing in leaf.things.all() {
                if thing.refuter.is_some() && leaf.state(self.context.at) == Status::Refuted {
                    self.refuted(leaf, thing);
                }
                self.contested(leaf, thing);
            }
        }
    }

    /// Everything about a leaf.
    pub(super) fn leaf(&mut self, leaf: &Leaf<'_, '_>) {
        if leaf.nothing_related() {
            let relation = leaf.plan.leaf.and_then(|leaf| leaf.via.as_ref()?.relations.first());
            let args = Args::about(leaf.plan.name.clone())
                .with_some("relation", relation.cloned().map(Arg::Name));
            return self.say(ReasonCode::NothingRelated, args, Vec::new());
        }
        if !leaf.one_is_enough() {
            return leaf.things.all().iter().for_each(|thing| self.thing(leaf, thing));
        }
        let best = leaf.best(self.context.at).map(|thing| thing.subject);
        for thing in leaf.things.all() {
            if Some(thing.subject) == best {
                self.thing(leaf, thing);
            } else if thing.refuter.is_some() {
                self.refuted(leaf, thing);
            }
        }
    }

    fn thing(&mut self, leaf: &Leaf<'_, '_>, thing: &LeafJudged<'_>) {
        if thing.refuter.is_some() {
            self.refuted(leaf, thing);
        }
        let expired = thing.support.is_some_and(|support| support.grade == Grade::Expired);
        match thing.support {
            Some(support) if thing.refuter.is_none() || !expired => {
                let code = match support.grade {
                    Grade::Expired => ReasonCode::Stale,
                    Grade::Enough => ReasonCode::Verified,
                    Grade::Short if support.found.basis < leaf.plan.at_least => ReasonCode::Partial,
                    Grade::Short
                        if !is_seen_from(self.context.state, &support.found, leaf.plan) =>
                    {
                        ReasonCode::SeenElsewhere
                    }
                    Grade::Short => ReasonCode::BelowThreshold,
                };
                let args = self.args(leaf, thing.subject, &support.found, support.ends);
                self.evidence(code, args, &support.found);
            }
            None if thing.refuter.is_none() => {
                let args = self.about(leaf, thing.subject);
                self.say(ReasonCode::Missing, args, Vec::new());
            }
            _ => {}
        }
        self.contested(leaf, thing);
        self.inconclusive(leaf, thing);
    }

    fn refuted(&mut self, leaf: &Leaf<'_, '_>, thing: &LeafJudged<'_>) {
        let Some(refuter) = &thing.refuter else { return };
        let args = self.args(leaf, refuter.found_on, &refuter.found, Instant::NEVER);
        self.evidence(ReasonCode::Refuted, args, &refuter.found);
        self.disputes(leaf, thing);
    }

    fn contested(&mut self, leaf: &Leaf<'_, '_>, thing: &LeafJudged<'_>) {
        let Some(Refuter { found, found_on, stands_at }) = &thing.contested else { return };
        let stands_at = Some(*stands_at).filter(|stands_at| *stands_at != Instant::NEVER);
        let args = self.args(leaf, *found_on, found, Instant::NEVER);
        let args = args.with_some("stands_at", stands_at.map(Arg::Time));
        self.evidence(ReasonCode::Contested, args, found);
        if thing.refuter.is_none() {
            self.disputes(leaf, thing);
        }
    }

    fn disputes(&mut self, leaf: &Leaf<'_, '_>, thing: &LeafJudged<'_>) {
        for found in &thing.disputed {
            let args = self.args(leaf, thing.subject, found, Instant::NEVER);
            let replies = self.context.state.contests_of(found.entry).iter().map(|id| EntryId(*id));
            let entries = std::iter::once(found.entry).chain(replies).collect();
            self.evidence.push(found.entry);
            self.say(ReasonCode::Disputed, args, entries);
        }
    }

    /// Only when nothing that was learnt since is shown.
    fn inconclusive(&mut self, leaf: &Leaf<'_, '_>, thing: &LeafJudged<'_>) {
        let Some(found) = thing.inconclusive else { return };
        let support = thing.support.map(|support| support.found.collected_at);
        let refuter = thing.refuter.or(thing.contested).map(|refuter| refuter.found.collected_at);
        if support.max(refuter).is_none_or(|learnt| learnt < found.collected_at) {
            let args = self.args(leaf, thing.subject, &found, Instant::NEVER);
            self.evidence(ReasonCode::Inconclusive, args, &found);
        }
    }

    fn evidence(&mut self, code: ReasonCode, args: Args, found: &Found<'_>) {
        let entries: Vec<EntryId> =
            std::iter::once(found.entry).chain(found.supersedes()).collect();
        self.evidence.extend_from_slice(&entries);
        self.say(code, args, entries);
    }

    fn about(&self, leaf: &Leaf<'_, '_>, subject: SubjectNo) -> Args {
        let named = subject != self.context.subject;
        let id = self.context.state.subject(subject).filter(|_| named).map(|found| &found.id);
        Args::about(leaf.plan.name.clone()).requiring(leaf.plan.at_least).on(id.cloned())
    }

    /// `expires_at` is told unless it is never.
    fn args(
        &self,
        leaf: &Leaf<'_, '_>,
        subject: SubjectNo,
        found: &Found<'_>,
        expires_at: Instant,
    ) -> Args {
        let names = self.context.state.names();
        let name = |number: Option<NameNo>| names.name(number?).cloned();
        self.about(leaf, subject).seen(Seen {
            basis: found.basis,
            collected_at: found.collected_at,
            expires_at,
            code: name(found.code),
            method: name(found.method),
            vantage: name(found.vantage),
        })
    }

    fn obligations(&mut self, kind: &Name, known: &[&Obliged]) {
        let args = Args::about(Some(kind.clone()));
        let next = open(known).next();
        match next {
            _ if known.is_empty() => self.say(ReasonCode::NoObligation, args, Vec::new()),
            Some(obliged) => {
                let late = self.context.at >= obliged.fact.due;
                let code = if late { ReasonCode::Overdue } else { ReasonCode::NotOverdue };
                let args = args
                    .with("due", Arg::Time(obliged.fact.due))
                    .with("obligation", Arg::Name(obliged.fact.id.clone()))
                    .with_some("owner", obliged.fact.owner.clone().map(Arg::Id));
                self.say(code, args, vec![obliged.entry]);
            }
            None => {
                let met = known.iter().flat_map(|one| [Some(one.entry), one.met]).flatten();
                self.say(ReasonCode::NotOverdue, args, met.collect());
            }
        }
    }
}

/// What to do about a part.
pub(super) fn action(part: &PartJudged<'_, '_>, at: Instant) -> Option<Action> {
    if let What::NotOverdue(..) = &part.what {
        return match part.course.state(at) {
            Status::Missing => Some(Action::Own(OwnAction::RecordObligation)),
            Status::Stale => Some(Action::Own(OwnAction::MeetObligation)),
            _ => None,
        };
    }
    let worst = part.leaves().iter().min_by_key(|leaf| leaf.state(at))?;
    leaf_action(worst, at)
}

fn leaf_action(leaf: &Leaf<'_, '_>, at: Instant) -> Option<Action> {
    let things = leaf.things.all();
    let action = match leaf.state(at) {
        _ if leaf.nothing_related() => OwnAction::ListRelated,
        Status::Refuted if things.iter().any(|thing| !thing.disputed.is_empty()) => {
            OwnAction::AnswerContest
        }
        Status::Refuted => OwnAction::MendAndRetest,
        Status::Missing | Status::Stale => return Some(look(leaf.plan)),
        Status::Partial if leaf.plan.leaf.is_some_and(|leaf| leaf.from_outside) => {
            let enough = |thing: &LeafJudged<'_>| thing.strength() >= Some(leaf.plan.at_least);
            if things.iter().any(enough) {
                OwnAction::LookFromOutside
            } else {
                OwnAction::Strengthen
            }
        }
        Status::Partial => OwnAction::Strengthen,
        _ if things.iter().any(|thing| thing.contested.is_some()) => OwnAction::LookAgain,
        _ => return None,
    };
    Some(Action::Own(action))
}

/// How evidence of a kind is got.
pub(super) fn look(plan: &LeafPlan<'_>) -> Action {
    plan.next.cloned().map_or(Action::Own(OwnAction::GetEvidence), Action::OfKind)
}
