//! A requirement, said in words.

use std::fmt::Write as _;

use arvak_core::catalogue::Claim;
use arvak_core::requirement::{Comparison, Leaf, Part, Path};
use arvak_core::{Catalogue, Name};

use crate::{Say, Words};

impl Words {
    /// The rule of a claim: for whom, and each way to meet it on a line of its own.
    pub fn rule(&self, claim: &Claim, catalogue: &Catalogue) -> Vec<String> {
        let requirement = &claim.requirement;
        let who = Say::Owned(requirement.for_each.to_string());
        let mut lines = vec![self.say("rule-for-each", &[("who", who)])];
        if let Some(applies) = &requirement.applies_if {
            let state = self.plain(&format!("status-{}", applies.worse_than.name()));
            let args = [("claim", Say::Text(applies.claim.as_str())), ("state", Say::Owned(state))];
            lines.push(self.say("rule-applies-if", &args));
        }
        for (number, path) in requirement.any_of.iter().enumerate() {
            let lead = if number == 0 { "rule-path" } else { "rule-or" };
            let parts = Say::Owned(self.rule_path(path, &claim.id, catalogue));
            lines.push(self.say(lead, &[("parts", parts)]));
        }
        lines
    }

    /// One way to meet a rule.
    pub fn rule_path(&self, path: &Path, claim: &Name, catalogue: &Catalogue) -> String {
        let and = self.plain("rule-and");
        let parts: Vec<_> =
            path.all_of.iter().map(|part| self.rule_part(part, claim, catalogue)).collect();
        let text = parts.join(&format!(" {and} "));
        if path.compensates {
            self.say("rule-compensates", &[("parts", Say::Owned(text))])
        } else {
            text
        }
    }

    /// One part of a way.
    pub fn rule_part(&self, part: &Part, claim: &Name, catalogue: &Catalogue) -> String {
        match part {
            Part::Leaf(leaf) => self.rule_leaf(leaf, claim, catalogue),
            Part::AtLeast(needed, leaves) => {
                let of: Vec<_> =
                    leaves.iter().map(|leaf| self.rule_leaf(leaf, claim, catalogue)).collect();
                let needed = Say::Number(i64::from(*needed));
                let args = [("needed", needed), ("of", Say::Owned(of.join("; ")))];
                self.say("rule-at-least", &args)
            }
            Part::NotOverdue(kind) => {
                self.say("rule-not-overdue", &[("kind", Say::Text(kind.as_str()))])
            }
        }
    }

    /// One kind of evidence that a rule asks for.
    pub fn rule_leaf(&self, leaf: &Leaf, claim: &Name, catalogue: &Catalogue) -> String {
        let args = [
            ("kind", Say::Owned(self.kind_title(leaf.kind.as_str(), catalogue))),
            ("basis", Say::Owned(self.plain(&format!("basis-{}", leaf.at_least.name())))),
        ];
        let mut text = self.say("rule-leaf", &args);
        if let Some(within) = leaf.within {
            text += &self.say("rule-within", &[("span", Say::Owned(self.span(within)))]);
            text += &self.letters_own(leaf, claim, catalogue).unwrap_or_default();
        }
        if let Some(via) = &leaf.via {
            let id = if via.every { "rule-via-each" } else { "rule-via-any" };
            let path = self.path(via.relations.iter().map(Name::as_str));
            text += &self.say(id, &[("path", Say::Owned(path))]);
        }
        if leaf.from_outside {
            text += &self.plain("rule-from-outside");
        }
        for (attribute, comparison, number) in &leaf.conditions {
            let attribute = self.term("evidence_attribute", attribute.as_str());
            let _ = write!(text, ", {attribute} {} {number}", sign_of(*comparison));
        }
        text
    }

    /// What the letter says, where the municipality has chosen another time.
    fn letters_own(&self, leaf: &Leaf, claim: &Name, catalogue: &Catalogue) -> Option<String> {
        let own = catalogue.local.iter().find_map(|one| one.of_letter(claim, &leaf.kind))?;
        let own = own.or_else(|| catalogue.kinds.get(&leaf.kind).and_then(|kind| kind.validity));
        let own = own.map_or_else(|| "–".to_owned(), |span| self.span(span));
        Some(self.say("rule-within-letter", &[("span", Say::Owned(own))]))
    }
}

const fn sign_of(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Equal => "=",
        Comparison::NotEqual => "≠",
        Comparison::Less => "<",
        Comparison::AtMost => "≤",
        Comparison::Greater => ">",
        Comparison::AtLeast => "≥",
    }
}
