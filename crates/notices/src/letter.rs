//! The text of a notice, made from codes: which claims, how they stand, where to read more; and the same as JSON for
//! programs. Nothing else is told: no thing, no address, nothing of what was seen.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use arvak_core::{Instant, Name};
use arvak_words::{Say, Words, date};
use serde_json::json;

use crate::{Kind, Told};

/// Most claims that are named under one heading; of the rest it is said how many they are.
const NAMED_MOST: usize = 15;

/// Where the pages are, and whose they are.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The origin of the pages, without a slash at its end.
    pub origin: &'a str,
    /// The page on which one decides what to be told, within it.
    pub choices: &'a str,
    /// What a claim is called.
    pub title: &'a dyn Fn(&Name) -> Option<String>,
}

/// A message for people: a line and a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The text, plain, with links.
    pub text: String,
}

/// Everything in `told`, for one reader; at `now`, for what has expired meanwhile.
pub fn letter(told: &[Told], words: &Words, place: &Place<'_>, now: Instant) -> Letter {
    let mut counts = Vec::new();
    let mut text = String::new();
    for kind in Kind::ALL {
        let of_kind: Vec<&Told> = told.iter().filter(|one| one.kind == kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        let count = [("count", number(of_kind.len()))];
        counts.push(words.say(&format!("notices-{}-count", kind.name()), &count));
        paragraph(&mut text, &of_kind, kind, words, place, now);
    }
    let what = counts.join(", ");
    let subject = words.say("notices-subject", &[("what", Say::Text(&what))]);
    text.push_str(&foot(words, place));
    Letter { subject, text }
}

/// A message that shows that mail arrives.
pub fn test_letter(words: &Words, place: &Place<'_>) -> Letter {
    let text = format!("{}\n\n{}", words.plain("notices-test-text"), foot(words, place));
    Letter { subject: words.plain("notices-test-subject"), text }
}

fn paragraph(
    text: &mut String,
    told: &[&Told],
    kind: Kind,
    words: &Words,
    place: &Place<'_>,
    now: Instant,
) {
    let mut claims: BTreeMap<Option<&Name>, Vec<&Told>> = BTreeMap::new();
    for one in told {
        claims.entry(one.claim.as_ref()).or_default().push(one);
    }
    // Writing to a string cannot fail.
    let _ = writeln!(text, "{}\n", words.plain(&format!("notices-{}-heading", kind.name())));
    for (claim, of_claim) in claims.iter().take(NAMED_MOST) {
        let title = match claim {
            Some(claim) => format!("{claim} {}", (place.title)(claim).unwrap_or_default()),
            None => words.plain("notices-other-dates"),
        };
        let line = sentence(of_claim, kind, words, now);
        let _ = writeln!(text, "- {}\n  {line}\n  {}\n", title.trim(), link(*claim, place));
    }
    if let Some(more) = claims.len().checked_sub(NAMED_MOST).filter(|more| *more > 0) {
        let said = words.say("notices-more", &[("count", number(more))]);
        let _ = writeln!(text, "- {said}\n  {}/status\n", place.origin);
    }
}

/// How a claim stands: how many things, and when the first of them; and how many of it are over already.
fn sentence(told: &[&Told], kind: Kind, words: &Words, now: Instant) -> String {
    let first = told.iter().map(|one| one.at).min().unwrap_or(now);
    let args = [
        ("count", number(told.len())),
        ("date", Say::Owned(date(words.lang(), first))),
        ("past", Say::Text(if first <= now { "yes" } else { "no" })),
    ];
    let mut said = words.say(&format!("notices-{}-line", kind.name()), &args);
    let over = told.iter().filter(|one| one.is_over).count();
    if over == told.len() {
        let _ = write!(said, " {}", words.plain("notices-over-all"));
    } else if over > 0 {
        let _ = write!(said, " {}", words.say("notices-over-some", &[("count", number(over))]));
    }
    said
}

fn link(claim: Option<&Name>, place: &Place<'_>) -> String {
    match claim {
        Some(claim) => format!("{}/punkt/{claim}#delkrav-{claim}", place.origin),
        None => format!("{}/oppgaver", place.origin),
    }
}

fn foot(words: &Words, place: &Place<'_>) -> String {
    let link = format!("{}{}", place.origin, place.choices);
    format!("-- \n{}\n", words.say("notices-foot", &[("link", Say::Text(&link))]))
}

fn number<'a>(count: usize) -> Say<'a> {
    Say::Number(i64::try_from(count).unwrap_or(i64::MAX))
}

/// One event for programs, as Standard Webhooks asks: `type`, `timestamp`, `data`.
pub fn payload(told: &Told, place: &Place<'_>, now: Instant) -> String {
    let data = json!({
        "claim": told.claim,
        "at": told.at,
        "over": told.is_over,
        "url": link(told.claim.as_ref(), place),
    });
    json!({ "type": told.kind.event_type(), "timestamp": now, "data": data }).to_string()
}

/// A message that shows that a webhook arrives.
pub fn test_payload(place: &Place<'_>, now: Instant) -> String {
    let data = json!({ "url": format!("{}/oppsett/kanaler", place.origin) });
    json!({ "type": "test", "timestamp": now, "data": data }).to_string()
}
