//! The form of a case, as the model's head describes it.

use std::collections::BTreeSet;

use serde_json::Value;

use super::CaseError;
use super::field::{Field, Object};
use crate::{Basis, Outcome, Status};

type Read<T> = Result<T, CaseError>;

/// A case: facts and claims, and the instant to judge at.
pub(super) struct Case {
    pub(super) at: i64,
    pub(super) facts: Vec<Fact>,
    pub(super) claims: Vec<Claim>,
}

pub(super) struct Fact {
    pub(super) seq: u64,
    pub(super) received: i64,
    pub(super) what: What,
}

pub(super) enum What {
    Evidence {
        kind: String,
        subject: String,
        result: Outcome,
        strength: Basis,
        collected: i64,
        valid_until: Option<i64>,
    },
    Withdrawal {
        of: u64,
    },
    Exemption {
        claim: String,
        subject: String,
        until: i64,
    },
    Subject {
        subject: String,
        in_scope: bool,
    },
}

pub(super) struct Claim {
    pub(super) id: String,
    pub(super) subject_kind: String,
    pub(super) applies_if_worse: Option<(String, Status)>,
    pub(super) any_of: Vec<Path>,
}

pub(super) struct Path {
    pub(super) all_of: Vec<Leaf>,
    pub(super) compensates: bool,
}

pub(super) struct Leaf {
    pub(super) kind: String,
    pub(super) at_least: Basis,
    pub(super) within: Option<i64>,
}

impl Case {
    pub(super) fn read(value: &Value) -> Read<Self> {
        let case = Field::root(value).object(&["at", "facts", "claims"])?;
        let at = case.get("at", "a time")?.time()?;
        let mut known = BTreeSet::new();
        let facts = case.get("facts", "a list of facts")?.list()?;
        let facts = facts.iter().map(|field| {
            let fact = Fact::read(field)?;
            let fresh = known.insert(fact.seq);
            let again = || Err(field.bad(format!("a fact of its own: seq {} is taken", fact.seq)));
            if fresh { Ok(fact) } else { again() }
        });
        let facts = facts.collect::<Read<_>>()?;
        let mut claims: Vec<Claim> = Vec::new();
        for field in case.get("claims", "a list of claims")?.list()? {
            claims.push(Claim::read(&field, &claims)?);
        }
        Ok(Self { at, facts, claims })
    }
}

impl Fact {
    fn read(field: &Field<'_>) -> Read<Self> {
        let open = field.open()?;
        let fact = open.get("fact", KINDS_OF_FACT)?;
        let own: &[&str] = match fact.text()? {
            "evidence" => &["kind", "subject", "result", "strength", "collected", "valid_until"],
            "withdrawal" => &["of"],
            "exemption" => &["claim", "subject", "until"],
            "subject" => &["subject", "in_scope"],
            _ => return Err(fact.bad(KINDS_OF_FACT)),
        };
        let object = field.object(&[&["seq", "received", "fact"], own].concat())?;
        let received = object.get("received", "a time")?.time()?;
        let what = match fact.text()? {
            "evidence" => What::evidence(&object, received)?,
            "withdrawal" => What::Withdrawal { of: object.get("of", "a seq")?.number()? },
            "exemption" => What::Exemption {
                claim: object.get("claim", "a claim's id")?.text()?.to_owned(),
                subject: subject(&object)?,
                until: object.get("until", "a time")?.time()?,
            },
            _ => What::Subject {
                subject: subject(&object)?,
                in_scope: object.get("in_scope", "true or false")?.flag()?,
            },
        };
        Ok(Self { seq: object.get("seq", "a number of its own")?.number()?, received, what })
    }
}

const KINDS_OF_FACT: &str = "evidence, withdrawal, exemption or subject";

impl What {
    fn evidence(object: &Object<'_>, received: i64) -> Read<Self> {
        let result = object.get("result", RESULTS)?;
        let collected = object.get("collected", "a time")?;
        if collected.time()? > received {
            return Err(collected.bad(format!("at or before {received}, when it was received")));
        }
        Ok(Self::Evidence {
            kind: object.get("kind", "an evidence kind")?.text()?.to_owned(),
            subject: subject(object)?,
            result: match result.text()? {
                "supports" => Outcome::Supports,
                "refutes" => Outcome::Refutes,
                "inconclusive" => Outcome::Inconclusive,
                _ => return Err(result.bad(RESULTS)),
            },
            strength: strength(object, "strength")?,
            collected: collected.time()?,
            valid_until: optional(object, "valid_until", Field::time)?,
        })
    }
}

const RESULTS: &str = "supports, refutes or inconclusive";

impl Claim {
    fn read(field: &Field<'_>, earlier: &[Self]) -> Read<Self> {
        let claim = field.object(&["id", "subject_kind", "applies_if_worse", "any_of"])?;
        let id = claim.get("id", "a claim's id")?;
        let known = |text: &str| earlier.iter().any(|claim| claim.id == text);
        if known(id.text()?) {
            return Err(id.bad("an id of its own"));
        }
        let kind = claim.get("subject_kind", "a kind of thing")?;
        if kind.text()?.contains('/') {
            return Err(kind.bad("the part of an id before its slash"));
        }
        let paths = claim.get("any_of", "a list of paths")?.list()?;
        Ok(Self {
            id: id.text()?.to_owned(),
            subject_kind: kind.text()?.to_owned(),
            applies_if_worse: optional(&claim, "applies_if_worse", |field| {
                applies_if_worse(field, known)
            })?,
            any_of: paths.iter().map(Path::read).collect::<Read<_>>()?,
        })
    }
}

fn applies_if_worse(field: &Field<'_>, known: impl Fn(&str) -> bool) -> Read<(String, Status)> {
    let pair = field.list()?;
    let [other, limit] = pair.as_slice() else {
        return Err(field.bad("the id of another claim and a state"));
    };
    if !known(other.text()?) {
        return Err(other.bad("the id of an earlier claim"));
    }
    let found = Status::from_name(limit.text()?).filter(|state| *state != Status::NotApplicable);
    let states: Vec<&str> = Status::ALL.iter().take(7).map(|state| state.name()).collect();
    let limit = found.ok_or_else(|| limit.bad(format!("one of {}", states.join(", "))))?;
    Ok((other.text()?.to_owned(), limit))
}

impl Path {
    fn read(field: &Field<'_>) -> Read<Self> {
        let path = field.object(&["all_of", "compensates"])?;
        let all_of = path.get("all_of", "a list of leaves")?;
        let leaves = all_of.list()?;
        if leaves.is_empty() {
            return Err(all_of.bad("a list with a leaf or more"));
        }
        let compensates = path.get("compensates", "true or false")?.flag()?;
        Ok(Self { all_of: leaves.iter().map(Leaf::read).collect::<Read<_>>()?, compensates })
    }
}

impl Leaf {
    fn read(field: &Field<'_>) -> Read<Self> {
        let leaf = field.object(&["kind", "at_least", "within"])?;
        Ok(Self {
            kind: leaf.get("kind", "an evidence kind")?.text()?.to_owned(),
            at_least: strength(&leaf, "at_least")?,
            within: optional(&leaf, "within", Field::length)?,
        })
    }
}

fn subject(object: &Object<'_>) -> Read<String> {
    let field = object.get("subject", SUBJECT)?;
    let text = field.text()?;
    if text.contains('/') { Ok(text.to_owned()) } else { Err(field.bad(SUBJECT)) }
}

const SUBJECT: &str = "a thing such as service/epj";

fn strength(object: &Object<'_>, name: &str) -> Read<Basis> {
    let field = object.get(name, "a strength from 1 to 5")?;
    let place = field.strength()?;
    let basis = Basis::ALL.into_iter().nth(place.saturating_sub(1));
    basis.ok_or_else(|| field.bad("1, 2, 3, 4 or 5"))
}

fn optional<'v, T>(
    object: &Object<'v>,
    name: &str,
    read: impl FnOnce(&Field<'v>) -> Read<T>,
) -> Read<Option<T>> {
    object.find(name).map_or(Ok(None), |field| field.or_null(read))
}
