//! What the tests share: a clock moved by hand, and facts by the dozen.

use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use arvak_core::fact::{ClockKind, Entity, Evidence, Withdrawal};
use arvak_core::{
    Actor, Basis, Body, Class, Digest, Draft, EntryId, Envelope, Fact, Instant, Outcome, State,
};
use arvak_probe::{Clock, ManualClock};
use arvak_store::{Answer, Folder, Reading};

/// 2026-02-01T12:00:00Z.
pub(crate) const NOON: Instant = Instant::from_millis(1_769_947_200_000);

pub(crate) fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new(NOON))
}

/// A path for a data folder in a directory that is removed at the end.
pub(crate) struct Place(tempfile::TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self) -> std::path::PathBuf {
        self.0.path().join("data")
    }
}

pub(crate) async fn create(root: &Path, clock: &Arc<ManualClock>) -> Folder {
    Folder::create(root, ClockKind::Simulated, Arc::clone(clock) as Arc<dyn Clock>).await.unwrap()
}

pub(crate) async fn open(root: &Path, clock: &Arc<ManualClock>) -> Folder {
    Folder::open(root, Arc::clone(clock) as Arc<dyn Clock>).await.unwrap()
}

pub(crate) fn draft(key: &str, fact: Fact) -> Draft {
    Draft {
        key: Digest::of(key.as_bytes()),
        actor: Actor::Role("role/ict_lead".parse().unwrap()),
        class: Class::Internal,
        body: None,
        blobs: Vec::new(),
        fact,
    }
}

pub(crate) fn body(name: &str) -> Body {
    Body { salt: "00".repeat(16), name: Some(name.to_owned()), ..Body::default() }
}

/// A thing, with a name in its body.
pub(crate) fn thing(id: &str) -> Draft {
    let entity =
        Entity { id: id.parse().unwrap(), attributes: BTreeMap::new(), relations: Vec::new() };
    let mut draft = draft(&format!("thing {id}"), Fact::Entity(entity));
    draft.body = Some(body(id));
    draft
}

/// A statement about a thing, collected at noon.
pub(crate) fn statement(id: &str, number: u32, result: Outcome) -> Draft {
    let evidence = Evidence {
        kind: "mfa.enforced".parse().unwrap(),
        subject: id.parse().unwrap(),
        result,
        basis: Basis::Statement,
        collected_at: NOON,
        valid_until: None,
        method: None,
        vantage: None,
        attributes: BTreeMap::new(),
        code: None,
        transcript: None,
        supersedes: None,
    };
    draft(&format!("statement {id} {number}"), Fact::Evidence(evidence))
}

pub(crate) fn withdrawal(of: u64) -> Draft {
    draft(&format!("withdraw {of}"), Fact::Withdrawal(Withdrawal { of: EntryId(of) }))
}

/// The ids of what was taken; anything else fails the test.
pub(crate) fn taken(answers: &[Answer]) -> Vec<u64> {
    let id = |answer: &Answer| match answer {
        Answer::Taken(id) => id.0,
        other => panic!("{other:?}"),
    };
    answers.iter().map(id).collect()
}

/// The state of the first `size` entries, folded from them one by one.
pub(crate) fn folded(reading: &Reading, size: u64) -> State {
    let mut state = State::new();
    let fold = |id: EntryId, envelope: &Envelope, _: Option<&Body>| {
        if id.0 < size {
            state.apply(id, envelope).unwrap();
        }
        ControlFlow::Continue(())
    };
    reading.for_each(0, fold).unwrap();
    state
}
