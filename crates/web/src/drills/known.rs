//! Drills as far as the visitor may see them.

use arvak_core::{Digest, Instant};
use arvak_drills::{DrillError, Gathered, Kept};
use arvak_identity::Right;
use arvak_monitoring::{Judged, Verdict};

use crate::failure::Failure;
use crate::recording::NotRecorded;
use crate::visit::Visit;

/// A drill.
pub(crate) struct One {
    pub(crate) kept: Kept,
    /// What is under seal and what came of it; nothing for whoever may not see that.
    pub(crate) told: Option<Told>,
}

/// What there is to see of it.
pub(crate) struct Told {
    pub(crate) gathered: Gathered,
    pub(crate) judged: Judged,
    pub(crate) stage: Stage,
}

/// How far it has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stage {
    /// It is sealed, and nothing was done.
    Planned,
    /// Something was done, and an answer would be in time.
    Waiting,
    /// The time is over, and answers are still taken.
    Listening,
    /// Nothing more is taken: it is to be recorded.
    Over,
    /// Its verdict is recorded.
    Recorded,
    /// It was stopped.
    Stopped,
}

impl Stage {
    /// All of them.
    #[cfg(test)]
    pub(super) const ALL: [Self; 6] =
        [Self::Planned, Self::Waiting, Self::Listening, Self::Over, Self::Recorded, Self::Stopped];

    /// The name in sentences and JSON.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Waiting => "waiting",
            Self::Listening => "listening",
            Self::Over => "over",
            Self::Recorded => "recorded",
            Self::Stopped => "stopped",
        }
    }

    fn of(kept: &Kept, judged: &Judged, now: Instant) -> Self {
        let plan = &kept.secret.plan;
        match judged.t0 {
            _ if kept.row.stopped_at.is_some() => Self::Stopped,
            _ if kept.row.judged.is_some() => Self::Recorded,
            None => Self::Planned,
            Some(t0) if now <= plan.deadline(t0) && judged.verdict != Verdict::Seen => {
                Self::Waiting
            }
            Some(t0) if now <= plan.listens_until(t0) => Self::Listening,
            Some(_) => Self::Over,
        }
    }
}

impl One {
    /// The hash of its plan, by which it is known to everybody.
    pub(crate) const fn seal(&self) -> Digest {
        self.kept.row.seal
    }

    async fn seen(visit: &Visit, kept: Kept) -> Result<Option<Self>, Failure> {
        let supplier = visit.view.state().entity(&kept.secret.plan.supplier).is_some();
        let is_open = kept.opened_at().is_some() || visit.may(Right::Drill);
        if !supplier && visit.limits().is_some() {
            return Ok(None);
        }
        if !is_open {
            return Ok(Some(Self { kept, told: None }));
        }
        let now = visit.app.clock().now();
        // What is recorded is shown as it was judged then.
        let at = kept.row.judged.as_ref().map_or(now, |(at, _)| *at);
        let gathered = Gathered::of(visit.app.folder(), &kept, at).await.map_err(failure)?;
        let judged = gathered.judged(kept.secret.key.as_deref());
        let stage = Stage::of(&kept, &judged, now);
        Ok(Some(Self { kept, told: Some(Told { gathered, judged, stage }) }))
    }

    /// What is under seal, for whoever may see it.
    pub(crate) fn told(&self) -> Result<&Told, Failure> {
        self.told.as_ref().ok_or(Failure::Forbidden)
    }
}

/// All that the visitor may know of, the newest first.
pub(crate) async fn all(visit: &Visit) -> Result<Vec<One>, Failure> {
    let mut found = Vec::new();
    for kept in arvak_drills::all(visit.app.folder()).await.map_err(failure)? {
        found.extend(One::seen(visit, kept).await?);
    }
    found.reverse();
    Ok(found)
}

/// The drill with that hash.
pub(crate) async fn of(visit: &Visit, seal: &str) -> Result<One, Failure> {
    let seal: Digest = seal.parse().map_err(|_| Failure::NotFound)?;
    let rows = visit.app.folder().operation().drills().await?;
    let row = rows.into_iter().find(|row| row.seal == seal).ok_or(Failure::NotFound)?;
    let kept = arvak_drills::kept(visit.app.folder(), &row.id).await.map_err(failure)?;
    let one = One::seen(visit, kept.ok_or(Failure::NotFound)?).await?;
    one.ok_or(Failure::NotFound)
}

/// A failure that no sentence tells.
pub(crate) fn failure(error: DrillError) -> Failure {
    match error {
        DrillError::Store(error) => error.into(),
        error => {
            tracing::error!(%error, code = error.code(), "a drill");
            Failure::Inside
        }
    }
}

/// Why something was not done, in the visitor's language.
pub(super) fn not_done(visit: &Visit, error: DrillError) -> NotRecorded {
    use arvak_words::Say;
    match error {
        DrillError::Refused(refusal) => NotRecorded::Refused(refusal.say(visit.words())),
        DrillError::Graded { grade } => {
            NotRecorded::Refused(visit.say("refusal-graded", &[("grade", Say::Text(grade))]))
        }
        error => NotRecorded::Failure(failure(error)),
    }
}
