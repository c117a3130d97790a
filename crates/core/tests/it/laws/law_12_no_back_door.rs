//! Law 12: no status by the back door.

use std::collections::BTreeMap;

use arvak_core::change::{Direction, changes};
use arvak_core::fact::{Entity, Exemption, ExemptionRequest, Retirement, Scope};
use arvak_core::state::EvidenceView;
use arvak_core::{
    Actor, Applied, Basis, Body, Class, Draft, EntityId, EntryId, Envelope, Fact, Outcome, Refusal,
    Span, State, admit, assess,
};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::world::{
    ENDPOINTS, KINDS, Move, SERVICES, What, asks_for, config, fold, letters, moves, name, play,
    successions,
};

/// The retired things, each with what took its place.
type Successions = BTreeMap<EntityId, Option<EntityId>>;

fn draft(envelope: &Envelope, reason: Option<&str>) -> Draft {
    let body = Body { reason: reason.map(str::to_owned), ..Body::default() };
    Draft {
        key: envelope.key,
        actor: envelope.actor.clone(),
        class: Class::Internal,
        body: Some(body),
        blobs: Vec::new(),
        fact: envelope.fact.clone(),
    }
}

/// Refutations of a kind that stand on a thing, seen from the things that took its place.
fn stands(state: &State, successions: &Successions, id: &EntityId, kind: &str) -> bool {
    let kind = name(kind);
    let counting = |id: &EntityId, result| -> Vec<EvidenceView<'_>> {
        let all = state.evidence(id, &kind);
        all.filter(|one| one.result == result && !one.withdrawn && !one.superseded).collect()
    };
    let mut lifting = Vec::new();
    let mut next = Some(id.clone());
    while let Some(id) = next {
        lifting.extend(counting(&id, Outcome::Supports));
        next = successions.get(&id).cloned().flatten();
    }
    counting(id, Outcome::Refutes).iter().any(|refutation| {
        !lifting
            .iter()
            .any(|one| one.collected_at > refutation.collected_at && one.basis >= refutation.basis)
    })
}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn what_betters_without_evidence_is_listed_and_needs_a_reason(
        letter in letters(false),
        moves in moves(),
    ) {
        let mut state = State::new();
        let mut before = None;
        for (entry, envelope) in play(&moves) {
            let at = envelope.received_at;
            // As it stood at the instant of the fact: what time did is none of the fact's doing.
            let then = assess(&state, &letter, at);
            let earlier = state.clone();
            state.apply(entry, &envelope).unwrap();
            let after = assess(&state, &letter, at);
            let bettered = changes(&then, &after);
            let better = |change: &&arvak_core::change::Change| change.direction == Direction::Better;
            let bettered: Vec<_> = bettered.iter().filter(better).cloned().collect();
            before = Some(after);
            if bettered.is_empty() {
                continue;
            }
            match &envelope.fact {
                // New support; an attempt judged again; what the inventory says (`arvak import` asks).
                Fact::Evidence(evidence) => prop_assert!(
                    evidence.result == Outcome::Supports || evidence.supersedes.is_some()
                ),
                Fact::Entity(_) => {}
                // Its request gave the reason, and somebody else approved it.
                Fact::Exemption(exemption) => {
                    let request = earlier_request(&moves, exemption.request);
                    prop_assert!(request.actor != envelope.actor);
                    let unreasoned = admit(&State::new(), None, &draft(&request, None), at);
                    let refusal = Refusal::ReasonNeeded { fact: "exemption_request" };
                    prop_assert_eq!(unreasoned, Err(refusal));
                }
                Fact::Scope(_) | Fact::Retirement(_) | Fact::Situation(_) => {
                    let refusal = Refusal::ReasonNeeded { fact: envelope.fact.name() };
                    let unreasoned = admit(&earlier, None, &draft(&envelope, None), at);
                    prop_assert_eq!(unreasoned, Err(refusal.clone()));
                    let blank = admit(&earlier, None, &draft(&envelope, Some(" ")), at);
                    prop_assert_eq!(blank, Err(refusal.clone()));
                    let reasoned = admit(&earlier, None, &draft(&envelope, Some("gone")), at);
                    prop_assert_ne!(reasoned, Err(refusal));
                }
                other => prop_assert!(false, "{} bettered {:?}", other.name(), bettered),
            }
        }
        prop_assert!(before.is_some());
    }

    #[test]
    fn what_is_retired_leaves_its_refutations_as_open_findings(moves in moves()) {
        let entries = play(&moves);
        let (state, successions) = (fold(&entries), successions(&entries));
        let letter = asks_for("service", KINDS[0], Basis::Document);
        let assessment = assess(&state, &letter, state.last_received().unwrap());
        for id in SERVICES.iter().chain(&ENDPOINTS) {
            let id: EntityId = id.parse().unwrap();
            let retired = successions.contains_key(&id);
            for kind in KINDS {
                let found = assessment
                    .open_findings
                    .iter()
                    .any(|finding| finding.subject == id && finding.kind.as_str() == kind);
                prop_assert_eq!(found, retired && stands(&state, &successions, &id, kind), "{} {}", id, kind);
            }
        }
        for finding in &assessment.open_findings {
            let successor = &successions[&finding.subject];
            prop_assert_eq!(finding.successor.is_some(), successor.is_some());
        }
    }

    #[test]
    fn what_was_retired_is_never_listed_again(moves in moves(), inside in any::<bool>()) {
        let entries = play(&moves);
        let mut state = fold(&entries);
        let at = state.last_received().unwrap();
        for id in SERVICES.iter().chain(&ENDPOINTS) {
            let subject: EntityId = id.parse().unwrap();
            if !state.entity(&subject).is_some_and(|view| view.is_retired()) {
                continue;
            }
            let entity = Entity {
                id: subject.clone(),
                attributes: BTreeMap::new(),
                relations: Vec::new(),
            };
            let scope = Scope { subject: subject.clone(), in_scope: inside };
            let retirement = Retirement { subject: subject.clone(), successor: None };
            for fact in [Fact::Entity(entity), Fact::Scope(scope), Fact::Retirement(retirement)] {
                let envelope = Envelope { fact, received_at: at, ..entries[0].1.clone() };
                let refusal = Refusal::Retired { subject: subject.clone() };
                let answer = admit(&state, None, &draft(&envelope, Some("again")), at);
                prop_assert_eq!(answer, Err(refusal.clone()));
                let applied = state.apply(EntryId(state.size()), &envelope).unwrap();
                prop_assert_eq!(applied, Applied::Ignored(refusal));
            }
            prop_assert!(!state.is_listed(&subject));
        }
    }

    #[test]
    fn whoever_asks_for_an_exemption_does_not_approve_it(
        moves in moves(),
        other in any::<bool>(),
        changed in 0..4_usize,
    ) {
        let entries = play(&moves);
        let mut state = fold(&entries);
        let at = state.last_received().unwrap();
        let envelope = |fact, name: &str| {
            let actor = Actor::Role(format!("role/{name}").parse().unwrap());
            Envelope { fact, actor, received_at: at, ..entries[0].1.clone() }
        };
        let request = EntryId(state.size());
        let (claim, subject) = (name("1"), SERVICES[0].parse().unwrap());
        let asked = ExemptionRequest { claim, subject, until: at.plus(Span::from_days(30)) };
        let asking = envelope(Fact::ExemptionRequest(asked.clone()), "asks");
        state.apply(request, &asking).unwrap();
        let ExemptionRequest { mut claim, mut subject, mut until } = asked;
        match changed {
            1 => claim = name("2"),
            2 => subject = SERVICES[1].parse().unwrap(),
            3 => until = until.plus(Span::from_days(1)),
            _ => {}
        }
        let approval = Fact::Exemption(Exemption { request, claim, subject, until });
        let approving = envelope(approval, if other { "decides" } else { "asks" });
        let refusal = match (other, changed) {
            (true, 0) => None,
            (false, _) => Some(Refusal::SameActor { request }),
            (true, _) => Some(Refusal::DiffersFromRequest { request }),
        };
        let answer = admit(&state, None, &draft(&approving, None), at);
        prop_assert_eq!(answer.err(), refusal.clone());
        let applied = state.apply(EntryId(state.size()), &approving).unwrap();
        prop_assert_eq!(matches!(applied, Applied::Counted(_)), refusal.is_none());
    }

    #[test]
    fn only_what_is_known_excludes(
        facing in option::of((any::<bool>(), select(vec![Basis::Statement, Basis::Probe]))),
        login in option::of(select(vec!["none", "form"])),
        inside in any::<bool>(),
    ) {
        let listed = What::List { thing: 0, facing, login, to: 0 };
        let moves = [listed, What::Scope { thing: 0, inside }];
        let state = fold(&play(&moves.map(|what| Move { after: 0, what })));
        let about = "service where internet_facing and login != 'none'";
        let letter = asks_for(about, KINDS[0], Basis::Statement);
        let assessment = assess(&state, &letter, state.last_received().unwrap());
        let claim = assessment.claims().next().unwrap();
        let known_out = matches!(facing, Some((false, _))) || login == Some("none");
        prop_assert_eq!(claim.subjects.len(), usize::from(!known_out && inside));
        // What was looked at excludes by itself; everything else is somebody's word.
        let looked = facing == Some((false, Basis::Probe));
        let on_a_word = (known_out || !inside) && !looked;
        prop_assert_eq!(claim.excluded_by_statement.len(), usize::from(on_a_word));
    }
}

/// The request that an exemption names.
fn earlier_request(moves: &[Move], request: EntryId) -> Envelope {
    play(moves).into_iter().find(|(entry, _)| *entry == request).unwrap().1
}
