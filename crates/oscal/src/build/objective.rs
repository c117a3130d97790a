//! A claim's rule as an assessment objective: a part for each way to meet it, and in that one for each thing it asks. And
//! the methods by which it is looked at.

use std::collections::BTreeMap;

use arvak_core::Catalogue;
use arvak_core::catalogue::Claim;
use arvak_core::requirement::{Leaf, OUTSIDE, Part as RulePart};
use arvak_words::Words;

use super::leaves::method;
use super::own;
use crate::model::{Part, Property, Text};
use crate::names::{RMF_NS, objective_id};
use crate::text::paragraph;

/// The objective that findings are about.
pub(super) fn objective(claim: &Claim, catalogue: &Catalogue, words: &Words) -> Part {
    let rule = &claim.requirement;
    let saying = Saying { claim, catalogue, words };
    let mut props = vec![own("for-each", rule.for_each.to_string())];
    if let Some(applies) = &rule.applies_if {
        props.push(own("applies-if", applies.to_string()));
    }
    let id = objective_id(&claim.id);
    let parts = rule.any_of.iter().zip(1..).map(|(path, number)| {
        let id = format!("{id}-P{number}");
        let gives = path.compensates.then(|| own("gives", "compensated"));
        let parts = path.all_of.iter().zip(1..);
        let parts = parts.map(|(part, number)| saying.part(part, &format!("{id}.{number}")));
        Part {
            parts: parts.collect(),
            ..part(
                id.clone(),
                gives.into_iter().collect(),
                &words.rule_path(path, &claim.id, catalogue),
            )
        }
    });
    let title = words.lang().of(&claim.title);
    Part { parts: parts.collect(), ..part(id.clone(), props, title) }
}

fn part(id: String, props: Vec<Property>, text: &str) -> Part {
    Part {
        id: Some(id.into()),
        name: Text::Borrowed("assessment-objective"),
        props,
        prose: Some(paragraph(text).into()),
        ..Part::default()
    }
}

struct Saying<'a> {
    claim: &'a Claim,
    catalogue: &'a Catalogue,
    words: &'a Words,
}

impl Saying<'_> {
    /// What a part asks, in words and for programs.
    fn part(&self, asked: &RulePart, id: &str) -> Part {
        let props = match asked {
            RulePart::Leaf(leaf) => self.leaf(leaf),
            RulePart::AtLeast(needed, _) => vec![own("needed", needed.to_string())],
            RulePart::NotOverdue(kind) => vec![own("not-overdue", kind.to_string())],
        };
        let several = match asked {
            RulePart::AtLeast(..) => asked.leaves(),
            RulePart::Leaf(_) | RulePart::NotOverdue(_) => &[],
        };
        let parts = several.iter().zip(1..).map(|(leaf, number)| {
            let text = self.words.rule_leaf(leaf, &self.claim.id, self.catalogue);
            part(format!("{id}.{number}"), self.leaf(leaf), &text)
        });
        let text = self.words.rule_part(asked, &self.claim.id, self.catalogue);
        Part { parts: parts.collect(), ..part(id.to_owned(), props, &text) }
    }

    fn leaf(&self, leaf: &Leaf) -> Vec<Property> {
        let mut props = vec![
            own("evidence-kind", leaf.kind.to_string()),
            own("at-least", leaf.at_least.name()),
        ];
        props.extend(leaf.within.map(|within| own("within", within.to_string())));
        // Where the municipality has chosen another time, what the letter says stands beside it.
        let mut local = self.catalogue.local.iter();
        let letters = local.find_map(|one| one.of_letter(&self.claim.id, &leaf.kind)).flatten();
        props.extend(letters.map(|within| own("within-letter", within.to_string())));
        props.extend(leaf.within_raised.map(|within| own("within-raised", within.to_string())));
        props.extend(
            leaf.via
                .as_ref()
                .map(|via| own("via", via.text(&self.claim.requirement.for_each.kind))),
        );
        props.extend(leaf.from_outside.then(|| own("seen-from", OUTSIDE)));
        for (attribute, comparison, number) in &leaf.conditions {
            props.push(own("where", format!("{attribute} {} {number}", comparison.sign())));
        }
        props
    }
}

/// The methods that the rule asks for, each with what is looked at.
pub(super) fn methods(claim: &Claim, catalogue: &Catalogue, words: &Words) -> Vec<Part> {
    let mut methods: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
    for leaf in claim.requirement.leaves() {
        let titles = methods.entry(method(leaf.at_least)).or_default();
        let title = words.kind_title(leaf.kind.as_str(), catalogue);
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    let part = |(method, titles): (&'static str, Vec<String>)| {
        let ns = Some(Text::Borrowed(RMF_NS));
        let name = Property { ns, ..super::standard("method", method) };
        let id = format!("method-{}-{method}", claim.id);
        Part {
            parts: vec![Part {
                id: Some(format!("{id}-OBJECTS").into()),
                name: Text::Borrowed("assessment-objects"),
                prose: Some(
                    titles.iter().map(|it| paragraph(it)).collect::<Vec<_>>().join("\n\n").into(),
                ),
                ..Part::default()
            }],
            id: Some(id.into()),
            name: Text::Borrowed("assessment-method"),
            props: vec![name],
            ..Part::default()
        }
    };
    methods.into_iter().map(part).collect()
}
