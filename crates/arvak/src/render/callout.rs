//! Call-out tests in a terminal. A planned moment is never shown.

use arvak_core::drill::callout::Callout;
use arvak_monitoring::callout::Judged;
use arvak_web::callouts::desk::Kept;
use arvak_words::{Say, Words, date_and_time};
use serde_json::Value;

/// What was agreed on: who is called in which order, when at the earliest and at the latest, and on which ground.
pub(crate) fn agreed(definition: &Callout, words: &Words) -> String {
    let rules = &definition.rules;
    let mut lines = vec![words.say(
        "callout-what",
        &[
            ("id", Say::Text(definition.id.as_str())),
            ("within", Say::Owned(words.span(definition.within))),
            ("next", Say::Owned(words.span(definition.next_after))),
        ],
    )];
    for (number, person) in (1_i64..).zip(&definition.persons) {
        let ways: Vec<_> =
            person.ways.iter().map(|way| format!("{} {}", way.name(), way.to())).collect();
        let said = [
            ("number", Say::Number(number)),
            ("role", Say::Owned(person.role.to_string())),
            ("name", Say::Text(&person.name)),
            ("ways", Say::Owned(ways.join(", "))),
        ];
        lines.push(format!("    {}", words.say("callout-person", &said)));
    }
    lines.push(words.say("drill-told", &[("told", Say::Owned(rules.told.join(", ")))]));
    let all = |agreed: &[arvak_core::drill::Agreed]| {
        let all: Vec<_> = agreed.iter().map(|one| format!("{} ({})", one.who, one.on)).collect();
        Say::Owned(all.join(", "))
    };
    lines.push(words.say("drill-agreed", &[("agreed", all(&rules.agreed))]));
    let window = [
        ("from", Say::Owned(date_and_time(words.lang(), rules.from))),
        ("to", Say::Owned(date_and_time(words.lang(), rules.to))),
    ];
    lines.push(words.say("drill-window", &window));
    lines.push(words.say("drill-stop", &[("stop", Say::Text(&rules.stop))]));
    let privacy = &definition.privacy;
    let ground = [
        ("purpose", Say::Text(&privacy.purpose)),
        ("basis", Say::Text(&privacy.legal_basis)),
        ("retention", Say::Owned(words.span(privacy.retention))),
        ("discussed", all(&privacy.discussed)),
    ];
    lines.push(words.say("callout-ground", &ground));
    lines.join("\n")
}

/// How a test stands, and each role once somebody was called.
pub(crate) fn standing(kept: &Kept, found: &Value, words: &Words) -> String {
    let row = &kept.row;
    let verdict = found.get("verdict").and_then(Value::as_str).unwrap_or_default();
    let standing = match () {
        () if row.stopped_at.is_some() => "stopped",
        () if row.armed_at.is_none() => "planned",
        () if row.judged_at.is_none() && verdict == "not_called" => "started",
        () => verdict,
    };
    let said = [
        ("id", Say::Text(&row.id)),
        ("verdict", Say::Owned(words.plain(&format!("callout-verdict-{standing}")))),
    ];
    let mut lines = vec![words.say("callout-line", &said)];
    let steps = found.get("steps").and_then(Value::as_array).into_iter().flatten();
    let is_shown = !matches!(standing, "stopped" | "planned" | "started");
    for step in steps.filter(|_| is_shown) {
        let text = |name: &str| step.get(name).and_then(Value::as_str).unwrap_or_default();
        // As long as the time is not over, nobody has failed to answer.
        let is_waiting = standing == "pending" && text("reached") == "silent";
        let reached = if is_waiting { "waiting" } else { text("reached") };
        let reached = words.plain(&format!("callout-reached-{reached}"));
        let said = [("role", Say::Text(text("role"))), ("reached", Say::Text(&reached))];
        lines.push(format!("    {}", words.say("callout-step", &said)));
    }
    lines.join("\n")
}

/// When each was called and acknowledged, until it is erased.
pub(crate) fn times(judged: &Judged, words: &Words) -> Vec<String> {
    let time = |at: Option<arvak_core::Instant>| {
        Say::Owned(at.map_or_else(|| "–".to_owned(), |at| date_and_time(words.lang(), at)))
    };
    let called = judged.steps.iter().filter(|step| step.called_at.is_some());
    called
        .map(|step| {
            let said = [
                ("role", Say::Owned(step.role.to_string())),
                ("called", time(step.called_at)),
                ("answered", time(step.acknowledged_at)),
            ];
            words.say("callout-times", &said)
        })
        .collect()
}
