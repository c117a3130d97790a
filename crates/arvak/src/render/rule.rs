//! A requirement, said in words.

use std::fmt::Write as _;

use arvak_core::Name;
use arvak_core::catalogue::Claim;
use arvak_core::requirement::{Comparison, Leaf, Part, Path};
use arvak_words::Say;

use super::status::Page;

/// The rule of a claim: for whom, and each way to meet it on a line of its own.
pub(crate) fn rule(claim: &Claim, page: &Page<'_>) -> Vec<String> {
    let (words, requirement) = (page.words, &claim.requirement);
    let mut lines =
        vec![words.say("rule-for-each", &[("who", Say::Owned(requirement.for_each.to_string()))])];
    if let Some(applies) = &requirement.applies_if {
        let args = [
            ("claim", Say::Text(applies.claim.as_str())),
            ("state", Say::Owned(words.plain(&format!("status-{}", applies.worse_than.name())))),
        ];
        lines.push(words.say("rule-applies-if", &args));
    }
    for (number, path) in requirement.any_of.iter().enumerate() {
        let lead = if number == 0 { "rule-path" } else { "rule-or" };
        lines.push(words.say(lead, &[("parts", Say::Owned(path_text(path, &claim.id, page)))]));
    }
    lines
}

fn path_text(path: &Path, claim: &Name, page: &Page<'_>) -> String {
    let and = page.words.plain("rule-and");
    let parts: Vec<_> = path.all_of.iter().map(|part| part_text(part, claim, page)).collect();
    let text = parts.join(&format!(" {and} "));
    if path.compensates {
        page.words.say("rule-compensates", &[("parts", Say::Owned(text))])
    } else {
        text
    }
}

fn part_text(part: &Part, claim: &Name, page: &Page<'_>) -> String {
    match part {
        Part::Leaf(leaf) => leaf_text(leaf, claim, page),
        Part::AtLeast(needed, leaves) => {
            let of: Vec<_> = leaves.iter().map(|leaf| leaf_text(leaf, claim, page)).collect();
            let args =
                [("needed", Say::Number(i64::from(*needed))), ("of", Say::Owned(of.join("; ")))];
            page.words.say("rule-at-least", &args)
        }
        Part::NotOverdue(kind) => {
            page.words.say("rule-not-overdue", &[("kind", Say::Text(kind.as_str()))])
        }
    }
}

fn leaf_text(leaf: &Leaf, claim: &Name, page: &Page<'_>) -> String {
    let words = page.words;
    let args = [
        ("kind", Say::Owned(words.kind_title(leaf.kind.as_str(), page.naming.catalogue))),
        ("basis", Say::Owned(words.plain(&format!("basis-{}", leaf.at_least.name())))),
    ];
    let mut text = words.say("rule-leaf", &args);
    if let Some(within) = leaf.within {
        text += &words.say("rule-within", &[("span", Say::Owned(words.span(within)))]);
        text += &letters_own(leaf, claim, page).unwrap_or_default();
    }
    if let Some(via) = &leaf.via {
        let path: Vec<_> = via.relations.iter().map(Name::as_str).collect();
        let id = if via.every { "rule-via-each" } else { "rule-via-any" };
        text += &words.say(id, &[("path", Say::Owned(path.join(".")))]);
    }
    for (attribute, comparison, number) in &leaf.conditions {
        let _ = write!(text, ", {attribute} {} {number}", sign_of(*comparison));
    }
    text
}

/// What the letter says, where the municipality has chosen another time.
fn letters_own(leaf: &Leaf, claim: &Name, page: &Page<'_>) -> Option<String> {
    let catalogue = page.naming.catalogue;
    let own = catalogue.local.iter().find_map(|one| one.of_letter(claim, &leaf.kind))?;
    let own = own.or_else(|| catalogue.kinds.get(&leaf.kind).and_then(|kind| kind.validity));
    let own = own.map_or_else(|| "–".to_owned(), |span| page.words.span(span));
    Some(page.words.say("rule-within-letter", &[("span", Say::Owned(own))]))
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
