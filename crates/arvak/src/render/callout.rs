//! Call-out tests in a terminal. A planned moment is never shown.

use arvak_monitoring::callout::Judged;
use arvak_web::callouts::desk::Kept;
use arvak_words::{Say, Words, date_and_time};
use serde_json::Value;

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
