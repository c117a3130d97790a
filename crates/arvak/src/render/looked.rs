//! A single look, for a terminal: what a server accepts, then every check, the worst first.

use arvak_core::Status;
use arvak_exposure::tls::{Seen, SeenVersion, Strength};
use arvak_probe::{CheckOutcome, CheckResult, Grade};
use arvak_words::{Lang, Say, Words, check_text};

use super::colour::Paint;
use super::columns::{WIDTH, fit, wrap};

/// Columns before what is told of a check.
const INDENT: usize = 4;

/// All checks, the worst first, with what was seen; then how many there are of each result.
pub(crate) fn checks(found: &[CheckResult], words: &Words, lang: Lang, paint: Paint) -> String {
    let mut sorted: Vec<&CheckResult> = found.iter().collect();
    sorted.sort_by_key(|check| (rank(check), check.id));
    let lines = sorted.into_iter().map(|check| line(check, words, lang, paint));
    let mut text = lines.collect::<Vec<_>>().join("\n");
    text.push_str("\n\n");
    text.push_str(&counts(found, words));
    text
}

/// How bad it is: what must be so and is not comes first.
const fn rank(check: &CheckResult) -> u8 {
    match (check.result, check.grade) {
        (CheckOutcome::Fail, Grade::Must) => 0,
        (CheckOutcome::Fail, _) => 1,
        (CheckOutcome::Notice, _) => 2,
        (CheckOutcome::Inconclusive, _) => 3,
        (CheckOutcome::Pass, _) => 4,
        (CheckOutcome::NotApplicable, _) => 5,
    }
}

/// The sign and the colour of a result.
const fn sign(result: CheckOutcome) -> (&'static str, Status) {
    match result {
        CheckOutcome::Fail => ("✗", Status::Refuted),
        CheckOutcome::Notice => ("!", Status::Stale),
        CheckOutcome::Inconclusive => ("?", Status::Missing),
        CheckOutcome::Pass => ("✓", Status::Verified),
        CheckOutcome::NotApplicable => ("–", Status::NotApplicable),
    }
}

fn line(check: &CheckResult, words: &Words, lang: Lang, paint: Paint) -> String {
    let (sign, state) = sign(check.result);
    let result = words.plain(&format!("probe-result-{}", check.result.name()));
    let grade = words.plain(&format!("probe-grade-{}", check.grade.name()));
    let title = check_text(check.id).map_or("", |text| text.title.get(lang));
    let head = format!(
        "{} {} {} {}",
        paint.state(state, sign),
        paint.bold(&fit(check.id, 26)),
        paint.state(state, &fit(&result, 20)),
        paint.faint(&fit(&grade, 15)),
    );
    let mut text = head.trim_end().to_owned();
    // What is in order needs no sentence.
    let told = if rank(check) < 4 { title } else { "" };
    let args = [("seen", Say::Text(&check.seen)), ("reason", Say::Text(&check.reason))];
    let seen = match (check.seen.is_empty(), rank(check) < 4) {
        (true, false) => String::new(),
        (true, true) => check.reason.clone(),
        (false, true) => words.say("probe-line", &args),
        (false, false) => words.say("probe-line-plain", &args),
    };
    for paragraph in [told, &seen].into_iter().filter(|paragraph| !paragraph.is_empty()) {
        text.push('\n');
        text.push_str(&" ".repeat(INDENT));
        text.push_str(&wrap(paragraph, WIDTH - INDENT, INDENT));
    }
    text
}

fn counts(found: &[CheckResult], words: &Words) -> String {
    let all = [
        CheckOutcome::Fail,
        CheckOutcome::Notice,
        CheckOutcome::Inconclusive,
        CheckOutcome::Pass,
        CheckOutcome::NotApplicable,
    ];
    let told = all.into_iter().filter_map(|result| {
        let count = found.iter().filter(|check| check.result == result).count();
        let word = words.plain(&format!("probe-result-{}", result.name()));
        (count > 0).then(|| format!("{count} {word}"))
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// What a TLS server accepts, version by version, each suite in the order in which the server chose.
pub(crate) fn accepted(seen: &Seen, words: &Words, paint: Paint) -> String {
    let versions = seen.versions.iter().rev();
    let known = versions.filter(|version| version.supported == Some(true));
    known.map(|version| of_version(seen, version, words, paint)).collect::<Vec<_>>().join("\n")
}

fn of_version(seen: &Seen, version: &SeenVersion, words: &Words, paint: Paint) -> String {
    let order = words.plain(&format!("probe-order-{}", version.order.name()));
    let head = format!("{}  {}", paint.bold(&version.version.to_string()), paint.faint(&order));
    let mut lines = vec![head];
    for suite in &version.suites {
        let exchange = match (&suite.group, suite.dh_bits) {
            (Some(group), _) => group.clone(),
            (None, Some(bits)) => format!("DH {bits}"),
            (None, None) => String::new(),
        };
        let strength = graded(suite.strength, words, paint);
        lines.push(format!("  {} {} {strength}", fit(&suite.name, 46), fit(&exchange, 18)));
    }
    let groups = seen.groups.iter().filter(|group| group.version == version.version);
    let groups: Vec<&str> = groups.map(|group| group.name.as_str()).collect();
    if !groups.is_empty() {
        let said = words.say("probe-groups", &[("groups", Say::Owned(groups.join(" ")))]);
        lines.push(format!("  {}", paint.faint(&said)));
    }
    if let Some(code) = &version.incomplete {
        let said = words.say("probe-incomplete", &[("reason", Say::Text(code))]);
        lines.push(format!("  {}", paint.state(Status::Missing, &said)));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn graded(strength: Strength, words: &Words, paint: Paint) -> String {
    let state = match strength {
        Strength::Good | Strength::Sufficient => Status::Verified,
        Strength::PhaseOut => Status::Stale,
        Strength::Insufficient => Status::Refuted,
    };
    paint.state(state, &words.plain(&format!("probe-strength-{}", strength.code())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_check_has_its_texts() {
        let without =
            arvak_exposure::checks().iter().filter(|check| check_text(check.id).is_none());
        let without: Vec<&str> = without.map(|check| check.id).collect();
        assert_eq!(without, [""; 0]);
    }

    #[test]
    fn the_worst_stands_first_with_its_title_and_what_is_in_order_says_little() {
        let check = |id, grade, result, seen: &str| CheckResult {
            id,
            grade,
            result,
            seen: seen.to_owned(),
            reason: "a.reason".to_owned(),
        };
        let found = [
            check("tls.alpn", Grade::Info, CheckOutcome::Pass, "h2"),
            check("tls.fallback", Grade::Should, CheckOutcome::Fail, ""),
            check("tls.versions", Grade::Must, CheckOutcome::Fail, "SSLv3"),
        ];
        let text = checks(&found, &Words::new(Lang::En), Lang::En, Paint(false));
        insta::assert_snapshot!(text);
    }
}
