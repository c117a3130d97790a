//! Letters: random claims about the things of the world, in every form that the requirement language
//! has.

use std::collections::BTreeMap;

use arvak_core::catalogue::{Claim, EvidenceKind, Letter, Origin, Point, Text};
use arvak_core::requirement::{
    AppliesIf, Comparison, Leaf, Part, Path, Quantifier, Requirement, Via,
};
use arvak_core::{Basis, Catalogue, Digest, Name, Status};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::history::KINDS;
use super::{hours, name};

/// What claims are about. Suppliers are never listed.
const ABOUT: [&str; 7] = [
    "service",
    "service",
    "service where internet_facing and login != 'none'",
    "service where not internet_facing or has endpoints",
    "endpoint",
    "endpoint where has endpoint_of where (internet_facing)",
    "supplier",
];

/// A letter of one to four claims under two points. `obligations` tells whether its paths may ask for
/// obligations, which count without any evidence.
pub(crate) fn letters(obligations: bool) -> impl Strategy<Value = Catalogue> {
    vec(shape(obligations), 1..5).prop_map(|shapes| {
        let mut claims: Vec<Claim> =
            shapes.iter().enumerate().map(|(place, shape)| shape.claim(place)).collect();
        let rest = claims.split_off(claims.len() / 2);
        letter_of(claims, rest)
    })
}

fn letter_of(first: Vec<Claim>, second: Vec<Claim>) -> Catalogue {
    let point = |id: &str, claims| Point {
        id: name(id),
        title: Text::default(),
        claims,
        origin: Origin::default(),
    };
    let letter = Letter {
        id: name("letter"),
        title: Text::default(),
        follows: None,
        points: vec![point("1", first), point("2", second)],
        origin: Origin::default(),
    };
    Catalogue {
        digest: Some(Digest::of(b"letter")),
        letters: vec![letter],
        kinds: kinds(),
        ..Catalogue::default()
    }
}

fn kinds() -> BTreeMap<Name, EvidenceKind> {
    let subjects = ["service", "service", "endpoint", "inventory"];
    let validities = [None, Some(hours(6)), None, None];
    let rows = KINDS.iter().zip(subjects).zip(validities).map(|((kind, subject), validity)| {
        let row = EvidenceKind {
            title: Text::default(),
            subject: name(subject),
            validity,
            strongest: Basis::Exercise,
            probes: Vec::new(),
            attributes: vec![name("rate")],
            refuters: Vec::new(),
            next: name("next.look"),
            origin: Origin::default(),
        };
        (name(kind), row)
    });
    rows.collect()
}

/// A claim before it has a place in a letter.
#[derive(Clone, Debug)]
struct Shape {
    about: &'static str,
    applies_if: Option<(usize, Status)>,
    paths: Vec<(Vec<PartShape>, bool)>,
}

#[derive(Clone, Debug)]
enum PartShape {
    Leaf(LeafShape),
    AtLeast(u32, Vec<LeafShape>),
    NotOverdue,
}

#[derive(Clone, Debug)]
struct LeafShape {
    kind: usize,
    at_least: Basis,
    within: Option<i64>,
    within_raised: Option<i64>,
    rate: Option<i64>,
    from_outside: bool,
    every: bool,
}

fn shape(obligations: bool) -> impl Strategy<Value = Shape> {
    let applies_if = option::weighted(0.3, (0..3usize, select(Status::ALL[..7].to_vec())));
    let paths = vec((vec(part(obligations), 1..4), prop::bool::weighted(0.3)), 1..4);
    (select(ABOUT.to_vec()), applies_if, paths).prop_map(|(about, applies_if, paths)| Shape {
        about,
        applies_if,
        paths,
    })
}

fn part(obligations: bool) -> impl Strategy<Value = PartShape> {
    prop_oneof![
        10 => leaf().prop_map(PartShape::Leaf),
        2 => (1..4u32, vec(leaf(), 1..4)).prop_map(|(n, leaves)| PartShape::AtLeast(n, leaves)),
        u32::from(obligations) => Just(PartShape::NotOverdue),
    ]
}

fn leaf() -> impl Strategy<Value = LeafShape> {
    let within = option::of(select(vec![0i64, 3, 3, 8]));
    let raised = option::weighted(0.3, select(vec![1i64, 2, 9]));
    let how = (within, raised, option::weighted(0.2, 0..3i64), prop::bool::weighted(0.2));
    (select(vec![0usize, 0, 1, 2, 2]), select(Basis::ALL.to_vec()), how, any::<bool>()).prop_map(
        |(kind, at_least, (within, within_raised, rate, from_outside), every)| LeafShape {
            kind,
            at_least,
            within,
            within_raised,
            rate,
            from_outside,
            every,
        },
    )
}

impl Shape {
    fn claim(&self, place: usize) -> Claim {
        let quantifier: Quantifier = self.about.parse().unwrap();
        let about = quantifier.kind.clone();
        // A claim looks only to earlier ones.
        let decider = self.applies_if.filter(|_| place > 0);
        let applies_if = decider.map(|(other, worse_than)| AppliesIf {
            claim: name(&(other % place).to_string()),
            worse_than,
        });
        let paths = self.paths.iter().enumerate().map(|(at, (parts, compensates))| Path {
            all_of: parts.iter().map(|part| part.part(about.as_str())).collect(),
            // There is an ordinary path, and it comes first.
            compensates: *compensates && at > 0,
        });
        Claim {
            id: name(&place.to_string()),
            title: Text::default(),
            owner: name("acts"),
            requirement: Requirement { for_each: quantifier, applies_if, any_of: paths.collect() },
            origin: Origin::default(),
        }
    }
}

impl PartShape {
    fn part(&self, about: &str) -> Part {
        match self {
            Self::Leaf(leaf) => Part::Leaf(leaf.leaf(about)),
            Self::AtLeast(n, leaves) => {
                Part::AtLeast(*n, leaves.iter().map(|leaf| leaf.leaf(about)).collect())
            }
            Self::NotOverdue => Part::NotOverdue(name("answer.due")),
        }
    }
}

impl LeafShape {
    fn leaf(&self, about: &str) -> Leaf {
        let relation = match (about, self.kind) {
            ("service", 2) => Some("endpoints"),
            ("endpoint", 0 | 1) => Some("endpoint_of"),
            _ => None,
        };
        let via =
            relation.map(|relation| Via { relations: vec![name(relation)], every: self.every });
        Leaf {
            kind: name(KINDS[self.kind]),
            at_least: self.at_least,
            within: self.within.map(hours),
            within_raised: self.within_raised.map(hours),
            conditions: self
                .rate
                .map(|n| (name("rate"), Comparison::AtLeast, n))
                .into_iter()
                .collect(),
            from_outside: self.from_outside,
            via,
        }
    }
}

/// A letter of one claim that asks things of a kind for one kind of evidence.
pub(crate) fn asks_for(about: &str, kind: &str, at_least: Basis) -> Catalogue {
    let leaf = Leaf {
        kind: name(kind),
        at_least,
        within: None,
        within_raised: None,
        conditions: Vec::new(),
        from_outside: false,
        via: None,
    };
    let path = Path { all_of: vec![Part::Leaf(leaf)], compensates: false };
    let for_each = about.parse().unwrap();
    let claim = Claim {
        id: name("0"),
        title: Text::default(),
        owner: name("acts"),
        requirement: Requirement { for_each, applies_if: None, any_of: vec![path] },
        origin: Origin::default(),
    };
    letter_of(vec![claim], Vec::new())
}
