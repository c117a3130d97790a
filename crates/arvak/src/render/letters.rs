//! What a letter asks otherwise, in plain words.

use std::fmt::Write as _;

use arvak_core::catalogue::diff::{Change, ChangeCode, Difference, Direction};
use arvak_core::{Basis, Catalogue, Span};
use arvak_words::{Say, Words};

/// One sentence with the counts, then a line for each claim and, unless it is to be short, one for each change in
/// it.
pub(crate) fn told(
    found: &[Difference],
    (before, after): (&Catalogue, &Catalogue),
    in_short: bool,
    words: &Words,
) -> String {
    let mut text = format!("{}\n", summary(found, words));
    for difference in found {
        let catalogue = if difference.direction == Direction::Gone { before } else { after };
        let _ = writeln!(text, "  {}", head(difference, catalogue, words));
        for change in difference.changes.iter().filter(|_| !in_short) {
            let _ = writeln!(text, "      {}", line(change, catalogue, words));
        }
    }
    text
}

/// `To nye krav, ett strengere.`
fn summary(found: &[Difference], words: &Words) -> String {
    let mut parts = Vec::new();
    for direction in Direction::ALL {
        let count = found.iter().filter(|one| one.direction == *direction).count();
        if count > 0 {
            let number = words.plain(&format!("number-{count}"));
            let number =
                if words.has(&format!("number-{count}")) { number } else { count.to_string() };
            let count = Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
            let args = [("count", count), ("number", Say::Owned(number))];
            parts.push(words.say(&format!("letters-{}", direction.name()), &args));
        }
    }
    if parts.is_empty() {
        return words.plain("letters-no-difference");
    }
    // The first says what is counted; the others follow from it.
    let text = parts.join(", ");
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

fn head(difference: &Difference, catalogue: &Catalogue, words: &Words) -> String {
    let points = catalogue.letters.iter().flat_map(|letter| &letter.points);
    let mut claims = points.flat_map(|point| &point.claims);
    let claim = claims.find(|claim| claim.id == difference.claim);
    let title = claim.map(|claim| words.lang().of(&claim.title).to_owned()).unwrap_or_default();
    let args = [
        ("claim", Say::Text(difference.claim.as_str())),
        ("title", Say::Owned(title)),
        ("way", Say::Owned(words.plain(&format!("letters-way-{}", difference.direction.name())))),
    ];
    words.say("letters-claim", &args)
}

fn line(change: &Change, catalogue: &Catalogue, words: &Words) -> String {
    let shown = |text: &Option<String>| match text {
        Some(text) => value(change.code, text, words),
        None => words.plain("letters-nothing"),
    };
    let kind = change.kind.as_ref();
    let kind = kind.map(|kind| words.kind_title(kind.as_str(), catalogue)).unwrap_or_default();
    let args = [
        ("kind", Say::Owned(kind)),
        ("from", Say::Owned(shown(&change.from))),
        ("to", Say::Owned(shown(&change.to))),
    ];
    words.say(&format!("letters-change-{}", change.code.name()), &args)
}

fn value(code: ChangeCode, text: &str, words: &Words) -> String {
    let basis = Basis::ALL.into_iter().find(|basis| basis.name() == text);
    match (code, basis, text.parse::<Span>()) {
        (ChangeCode::AtLeast, Some(basis), _) => words.plain(&format!("basis-{}", basis.name())),
        (ChangeCode::Within | ChangeCode::WithinRaised, _, Ok(span)) => words.span(span),
        (ChangeCode::Owner, ..) => words.plain(&format!("role-{text}")),
        _ => text.to_owned(),
    }
}
