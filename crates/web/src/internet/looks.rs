//! What the newest looks at a thing showed, check by check. Nothing of it is stored: the transcripts are judged
//! again, by the judges of today, and what a judge said of a transcript is kept as long as the program runs.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use arvak_core::discovery::newest_looks;
use arvak_core::{Digest, EntityId, EntryId, Fact, Instant};
use arvak_probe::CheckResult;

use crate::program::Program;
use crate::view::View;

/// Most transcripts of which is kept what was said; all of a large municipality's newest.
const KEPT_MOST: usize = 8_192;

/// What was said of transcripts, by the entry that names them.
#[derive(Default)]
pub(crate) struct Judged(Mutex<BTreeMap<EntryId, Known>>);

/// What was said of one.
#[derive(Clone)]
struct Known {
    transcript: Digest,
    checks: Arc<[CheckResult]>,
}

impl Judged {
    /// The checks of the look that `entry` is evidence of; nothing when there is no transcript any more.
    fn checks(
        &self,
        view: &View,
        program: &dyn Program,
        entry: EntryId,
        probe: &str,
    ) -> Option<Arc<[CheckResult]>> {
        let blobs = view.store.blobs();
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&entry).cloned();
        if let Some(known) = known {
            // What was erased is not shown from memory.
            return blobs.has(known.transcript).then_some(known.checks);
        }
        let Fact::Evidence(evidence) = view.store.entry(entry).ok()?.envelope.fact else {
            return None;
        };
        let transcript = evidence.transcript?;
        let bytes = blobs.get(transcript).ok()?;
        let checks: Arc<[CheckResult]> = program.judged(probe, &bytes).into();
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT_MOST {
            kept.clear();
        }
        kept.insert(entry, Known { transcript, checks: Arc::clone(&checks) });
        Some(checks)
    }
}

/// A check's result, and where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The result.
    pub(crate) check: CheckResult,
    /// The evidence with the transcript.
    pub(crate) entry: EntryId,
    /// When the look began.
    pub(crate) at: Instant,
}

/// A thing that meets the internet, and what was seen of it.
#[derive(Clone, Debug)]
pub(crate) struct Service {
    /// The thing: an endpoint or a domain.
    pub(crate) id: EntityId,
    /// The newest result of every check, by its id.
    pub(crate) checks: BTreeMap<&'static str, Shown>,
    /// When it was looked at last.
    pub(crate) looked_at: Option<Instant>,
}

/// The kinds of things that are looked at from outside.
pub(crate) const KINDS: [&str; 2] = ["endpoint", "domain"];

/// Every thing that meets the internet, with what is known of it.
pub(crate) fn services(view: &View, program: &dyn Program, judged: &Judged) -> Vec<Service> {
    let ids = KINDS.into_iter().flat_map(|kind| view.state().entities_of(kind));
    let living = ids.filter(|entity| !entity.is_retired());
    living.map(|entity| service(view, program, judged, entity.id())).collect()
}

/// What is known of one thing.
pub(crate) fn service(
    view: &View,
    program: &dyn Program,
    judged: &Judged,
    id: &EntityId,
) -> Service {
    let mut service = Service { id: id.clone(), checks: BTreeMap::new(), looked_at: None };
    for (probe, (at, entry)) in newest_looks(view.state(), &view.catalogue, id) {
        let Some(checks) = judged.checks(view, program, entry, probe.as_str()) else { continue };
        service.looked_at = service.looked_at.max(Some(at));
        for check in checks.iter() {
            let shown = Shown { check: check.clone(), entry, at };
            let known = service.checks.get(check.id);
            // Two probes may make the same check; the later look says how it is.
            if known.is_none_or(|known| known.at <= at) {
                service.checks.insert(check.id, shown);
            }
        }
    }
    service
}
