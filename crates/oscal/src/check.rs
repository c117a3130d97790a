//! What NIST's JSON schema cannot see: references that lead nowhere, UUIDs that stand for two things, words outside of a
//! vocabulary, controls that no catalog has, times without a zone. And, since the bytes are read anyway, members that are not
//! known or not there, empty lists, texts that are none.
//!
//! The bytes are read as they will lie on the disk, in one pass and without building a tree of them. Vocabularies are closed
//! here although the schema leaves some open: what we write comes from them.

mod facts;
mod fault;
mod forms;
mod rules;
mod walk;

use std::collections::{BTreeMap, BTreeSet};

pub use fault::{Fault, FaultCode};

use crate::model::{AnyText, AssessmentPlan, AssessmentResults, Catalog};
use facts::Facts;

/// Most faults that are told of one document.
pub const FAULTS_MAX: usize = 100;

/// A file to check.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Its name, by which others refer to it.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Checks documents that belong together. The catalogs among them must have the same ids; what results and plans say of
/// controls is held against them, when there is any.
pub fn check(documents: &[Document<'_>]) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut read = Vec::with_capacity(documents.len());
    for document in documents {
        let mut facts = Facts::new(document.name);
        // Results are large, and the two look at nothing but the bytes.
        let (walked, known) = std::thread::scope(|scope| {
            let known = scope.spawn(|| known(document.bytes));
            let walked = walk::walk(document.bytes, &mut facts);
            (walked, known.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
        });
        faults.append(&mut facts.faults);
        let failed = match (walked, facts.kind, known) {
            (Err(error), ..) => Some((FaultCode::NotJson, error)),
            (Ok(()), None, Err(error)) => Some((FaultCode::UnknownDocument, error)),
            (Ok(()), _, known) => known.err().map(|error| (FaultCode::Members, error)),
        };
        let failed =
            failed.map(|(code, error)| Fault::new(document.name, "", code, error.to_string()));
        faults.extend(failed);
        read.push(facts);
    }
    for facts in &read {
        rules::references(facts, &read, &mut faults);
    }
    rules::same_ids(&read, &mut faults);
    rules::controls(&read, &mut faults);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    faults.retain(|fault| {
        let count = counts.entry(fault.file.clone()).or_default();
        *count += 1;
        *count <= FAULTS_MAX
    });
    faults
}

/// A document of any kind.
#[derive(serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Shape {
    Catalog(Catalog<AnyText>),
    AssessmentPlan(AssessmentPlan<AnyText>),
    AssessmentResults(AssessmentResults<AnyText>),
}

/// Whether a document has the members that it must have, and no others.
fn known(bytes: &[u8]) -> Result<(), serde_json::Error> {
    match serde_json::from_slice(bytes)? {
        Shape::Catalog(catalog) => drop(catalog),
        Shape::AssessmentPlan(plan) => drop(plan),
        Shape::AssessmentResults(results) => drop(results),
    }
    Ok(())
}

/// Ids of a catalog, by what bears them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ids {
    controls: BTreeSet<String>,
    objectives: BTreeSet<String>,
    statements: BTreeSet<String>,
    all: BTreeSet<String>,
}
