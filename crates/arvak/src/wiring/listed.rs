//! Names that others hold of our domains, as they were taken in: they stand in the transcript of the newest look of the
//! probe `names` at each domain, which asks for them again.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{Fact, Name};
use arvak_exposure::names_listed;
use arvak_probe::{Host, Transcript};

use super::doors;
use super::reading::Reading;

/// The evidence kind.
const KIND: &str = "domain.names";

/// Names by domain.
pub(crate) type Listed = BTreeMap<String, BTreeSet<Host>>;

/// What is known of every listed domain. What was erased is known no more.
pub(crate) fn known(reading: &Reading) -> Listed {
    let (state, mut listed) = (reading.state(), Listed::new());
    let Ok(kind) = KIND.parse::<Name>() else { return listed };
    for domain in doors::domains(state) {
        let Some(id) = doors::domain_named(state, &domain) else { continue };
        let looks = state.evidence(&id, &kind).filter(|look| !look.withdrawn);
        let newest = looks.max_by_key(|look| (look.collected_at, look.entry));
        let transcript = newest.and_then(|look| {
            let fact = reading.store.entry(look.entry).ok()?.envelope.fact;
            let Fact::Evidence(evidence) = fact else { return None };
            let bytes = reading.store.blobs().get(evidence.transcript?).ok()?;
            Transcript::decode(&bytes).ok()
        });
        listed.extend(transcript.map(|transcript| (domain, names_listed(&transcript))));
    }
    listed
}
