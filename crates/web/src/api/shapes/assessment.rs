//! A letter, judged: as `arvak status --json` and `arvak explain --json` answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Counts;

/// How something stands, from best to worst: `verified`, `compensated`, `exempt`, `partial`, `stale`, `missing`, `refuted`;
/// `not_applicable` where nothing is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum State {
    Verified,
    Compensated,
    Exempt,
    Partial,
    Stale,
    Missing,
    Refuted,
    NotApplicable,
}

/// How something is known, from weakest to strongest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(in crate::api) enum Strength {
    Statement,
    Document,
    Configuration,
    Probe,
    Exercise,
}

/// A letter, judged at an instant. The same folder and instant give the same answer.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Assessment {
    /// The letter's id; null when no letter is adopted.
    #[schema(required = true)]
    letter: Option<String>,
    /// The instant it is judged at.
    #[schema(format = DateTime)]
    assessed_at: String,
    /// The program and version that judged.
    engine: String,
    /// SHA-256 of the catalogue.
    #[schema(required = true)]
    catalogue: Option<String>,
    /// How many ledger entries it rests on.
    tree_size: u64,
    /// Root of the Merkle tree over them.
    #[schema(required = true)]
    root: Option<String>,
    /// The letter's points, in its order.
    points: Vec<Point>,
    /// The worst of the points.
    state: State,
    /// Refutations that stand on retired things.
    open_findings: Vec<OpenFinding>,
    /// The situation level, when one was declared.
    #[schema(required = true)]
    situation: Option<Situation>,
}

/// A point of the letter, judged: the worst of its claims.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Point {
    /// Its id, such as `1a`.
    id: String,
    /// The worst of its claims that apply.
    state: State,
    /// How many claims are in which state.
    counts: Counts,
    /// Its claims, in order.
    claims: Vec<Claim>,
}

/// A claim, judged: the worst of its subjects.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Claim {
    /// Its id, such as `1a.1`.
    id: String,
    /// The worst of its subjects.
    state: State,
    /// The weakest strength of its subjects.
    #[schema(required = true)]
    strength: Option<Strength>,
    /// Its subjects, in the order of their ids.
    subjects: Vec<Subject>,
    /// How many subjects are in which state.
    counts: Counts,
    /// Things left out on somebody's word.
    excluded_by_statement: Vec<String>,
    /// Why, when that does not follow from the subjects.
    reasons: Vec<Reason>,
    /// The next action, when that does not follow from the subjects.
    #[schema(required = true)]
    next: Option<Next>,
}

/// A claim for one thing, judged.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "names in JSON")]
pub(in crate::api) struct Subject {
    /// The thing.
    subject: String,
    /// How it stands.
    state: State,
    /// The weakest basis among the supports that count.
    #[schema(required = true)]
    strength: Option<Strength>,
    /// Why.
    reasons: Vec<Reason>,
    /// The entries that the reasons name.
    evidence: Vec<u64>,
    /// The next action; null when nothing needs doing.
    #[schema(required = true)]
    next: Option<Next>,
    /// How it would stand without the exemption.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    beneath: Option<State>,
    /// When time alone worsens it next.
    #[schema(required = true, format = DateTime)]
    expires_at: Option<String>,
}

/// One reason, as a code with arguments.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Reason {
    /// What it says.
    code: String,
    /// About what, how strong, from when until when.
    #[schema(value_type = Object)]
    args: BTreeMap<String, serde_json::Value>,
    /// The entries it rests on.
    entries: Vec<u64>,
}

/// What to do, and whose it is.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Next {
    /// What to do.
    code: String,
    /// The role that does it.
    #[schema(required = true)]
    owner: Option<String>,
}

/// A refutation that stands on a retired thing.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct OpenFinding {
    subject: String,
    kind: String,
    #[schema(required = true)]
    code: Option<String>,
    basis: Strength,
    #[schema(format = DateTime)]
    collected_at: String,
    entry: u64,
    /// The thing that inherits it.
    #[schema(required = true)]
    successor: Option<String>,
}

/// The situation level in force.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct Situation {
    /// Whether named expiries are shortened.
    raised: bool,
    /// Its name in the source.
    level: String,
    /// When the source says it began.
    #[schema(format = DateTime)]
    since: String,
}
