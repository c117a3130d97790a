//! Drills in words, for terminals and pages. What is said of a verdict says its rung with it: a line in a log is never shown as more.

use arvak_core::Instant;
use arvak_core::drill::{Act, Channel, Deed, Definition, Door, Kind, Level, MARK, Stimulus, Way};
use arvak_monitoring::{Code, Figures, Finding, Judged, Record, Shown, Verdict};
use arvak_words::{Lang, Say, Words, date_and_time};

use crate::act::Carried;

/// The test file of EICAR, in two parts: whole, it would set off virus scanners on this program itself.
pub(crate) const EICAR: [&str; 2] =
    ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-", "ANTIVIRUS-TEST-FILE!$H+H*"];

/// What both sides agreed on.
pub fn agreed(definition: &Definition, words: &Words) -> String {
    let (expect, rules) = (&definition.expect, &definition.rules);
    let kind = words.plain(&format!("drill-kind-{}", definition.kind.name()));
    let mut lines = vec![words.say(
        "drill-head",
        &[("id", Say::Text(definition.id.as_str())), ("kind", Say::Owned(kind))],
    )];
    let mut say = |id: &str, args: &[(&'static str, Say<'_>)]| lines.push(words.say(id, args));
    if definition.kind == Kind::Positive {
        say("drill-level", &[("level", Say::Owned(level(definition.stimulus.level(), words)))]);
    }
    if let (Some(technique), Some(source)) = (&definition.technique, &definition.source) {
        let source = Say::Owned(source.to_string());
        say("drill-where", &[("technique", Say::Text(technique)), ("source", source)]);
    }
    let channels: Vec<_> =
        expect.channels.iter().map(|channel| self::channel(channel, words)).collect();
    let who = [
        ("supplier", Say::Owned(expect.supplier.to_string())),
        ("within", Say::Owned(words.span(expect.within))),
        ("channels", Say::Owned(channels.join(", "))),
    ];
    say("drill-expects", &who);
    say("drill-told", &[("told", Say::Owned(rules.told.join(", ")))]);
    let agreed: Vec<_> =
        rules.agreed.iter().map(|one| format!("{} ({})", one.who, one.on)).collect();
    say("drill-agreed", &[("agreed", Say::Owned(agreed.join(", ")))]);
    let window = [
        ("from", Say::Owned(date_and_time(words.lang(), rules.from))),
        ("to", Say::Owned(date_and_time(words.lang(), rules.to))),
    ];
    say("drill-window", &window);
    say("drill-stop", &[("stop", Say::Text(&rules.stop))]);
    lines.join("\n")
}

/// A rung in words.
pub fn level(level: Level, words: &Words) -> String {
    words.plain(&format!("drill-level-{}", level.name()))
}

/// A way to answer, in words.
pub fn channel(channel: &Channel, words: &Words) -> String {
    match channel {
        Channel::Mail { from, authserv } => {
            let id = if authserv.is_some() { "drill-by-mail" } else { "drill-by-mail-word" };
            words.say(id, &[("from", Say::Text(from.as_str()))])
        }
        other => words.plain(&format!("drill-by-{}", other.name())),
    }
}

/// What is done, line by line, with `mark` where the mark stands.
pub fn does(stimulus: &Stimulus, mark: &str, words: &Words) -> Vec<String> {
    match stimulus {
        Stimulus::Line(line) => {
            let text = line.text.replace(MARK, mark);
            let host = Say::Text(line.host.as_str());
            match &line.way {
                Way::Socket(path) => {
                    vec![
                        words
                            .say("drill-does-socket", &[("path", Say::Text(path)), ("host", host)]),
                        text,
                    ]
                }
                Way::Tcp { host: to, port } => {
                    let to = Say::Owned(format!("{to}:{port}"));
                    vec![words.say("drill-does-tcp", &[("to", to), ("host", host)]), text]
                }
                Way::Tls { host: to, port } => {
                    let to = Say::Owned(format!("{to}:{port}"));
                    vec![words.say("drill-does-tls", &[("to", to), ("host", host)]), text]
                }
                Way::Udp { host: to, port } => {
                    let to = Say::Owned(format!("{to}:{port}"));
                    vec![words.say("drill-does-udp", &[("to", to), ("host", host)]), text]
                }
                Way::ByHand => {
                    let app = &line.app;
                    let quoted = text.replace('"', "\\\"");
                    vec![
                        words.say("drill-does-by-hand", &[("host", host)]),
                        format!("logger -p auth.warning -t {app} -- {}", shell(&text)),
                        words.plain("drill-does-windows"),
                        format!(
                            "eventcreate /L APPLICATION /T WARNING /ID 100 /SO {app} /D \"{quoted}\""
                        ),
                    ]
                }
            }
        }
        Stimulus::Act(deed) => {
            let host = Say::Text(deed.host.as_str());
            let mut lines = vec![words.say("drill-does-act", &[("host", host)])];
            lines.extend(commands(deed, mark, words));
            lines
        }
        Stimulus::Steps(steps) => {
            let step = |(number, step): (usize, &String)| {
                format!("{number}. {}", step.replace(MARK, mark))
            };
            (1..).zip(steps).map(step).collect()
        }
    }
}

/// What this program does of an act: what, towards what, how often, and where the mark stands. Nothing when a person does it.
pub fn itself(deed: &Deed, words: &Words) -> Option<String> {
    let towards = deed.towards()?;
    let act = words.plain(&format!("drill-act-{}", deed.act.name()));
    let mut said = vec![("act", Say::Owned(act)), ("towards", Say::Owned(towards))];
    let place = crate::act::place(deed);
    if place == "none" {
        return Some(words.say("drill-itself-none", &said));
    }
    said.push(("tries", Say::Number(deed.tries.into())));
    said.push(("place", Say::Owned(words.plain(&format!("drill-place-{place}")))));
    Some(words.say("drill-itself", &said))
}

/// What came of an act that was done, line by line.
pub fn carried(carried: &Carried, words: &Words) -> Vec<String> {
    let Carried::Done { done, of, answered, broke_off } = carried else { return Vec::new() };
    let said = [
        ("done", Say::Number((*done).into())),
        ("of", Say::Number((*of).into())),
        ("answered", Say::Owned(words.plain(&format!("drill-answered-{}", answered.name())))),
    ];
    let mut lines = vec![words.say("drill-act-done", &said)];
    if !answered.is_expected() {
        lines.push(words.plain("drill-act-stopped-itself"));
    }
    lines.extend(
        broke_off.as_ref().map(|why| words.say("drill-act-broke-off", &[("why", Say::Text(why))])),
    );
    lines
}

/// What a person types; the second of two lines is for Windows.
fn commands(deed: &Deed, mark: &str, words: &Words) -> Vec<String> {
    let (host, name) = (&deed.host, deed.target.replace(MARK, mark));
    // Where it lies is said in full; the rest is the target alone.
    let target = match &deed.door {
        Some(Door::Folder(folder)) => format!("{folder}/{name}"),
        _ => name.clone(),
    };
    let quoted = shell(&target);
    match (deed.act, &deed.door) {
        (Act::FailedLogIn, Some(Door::Https { host, port, path })) => vec![
            format!(
                "curl -s -o /dev/null -A 'arvak {mark}' -u {quoted}:$RANDOM$RANDOM https://{host}:{port}{path}"
            ),
            words.plain("drill-does-wrong-passwords"),
        ],
        (Act::FailedLogIn, _) => {
            let (host, port) = match &deed.door {
                Some(Door::Ssh { host, port }) if *port != 22 => (host, format!(" -p {port}")),
                Some(Door::Ssh { host, .. }) => (host, String::new()),
                _ => (host, String::new()),
            };
            vec![
                format!(
                    "ssh -o PreferredAuthentications=password -o NumberOfPasswordPrompts=3{port} -l {quoted} {host}"
                ),
                words.plain("drill-does-wrong-passwords"),
            ]
        }
        (Act::CanaryFile, Some(Door::Https { host, port, path })) => {
            vec![format!("curl -s -o /dev/null 'https://{host}:{port}{path}?{mark}'")]
        }
        (Act::CanaryName, Some(Door::Resolver(at))) => {
            vec![format!("dig -p {} @{} {quoted}", at.port(), at.ip())]
        }
        (Act::Eicar, Some(Door::Mail(to))) => vec![
            format!("printf '%s' '{}' > {quoted}", EICAR.concat()),
            words.say("drill-does-mail", &[("to", Say::Text(to)), ("file", Say::Text(&name))]),
        ],
        (Act::CanaryFile, _) => vec![
            format!("cat -- {quoted} > /dev/null"),
            words.plain("drill-does-windows"),
            format!("type \"{target}\" > nul"),
        ],
        (Act::CanaryName, _) => vec![
            format!("getent hosts {quoted}"),
            words.plain("drill-does-windows"),
            format!("nslookup {target}"),
        ],
        (Act::Eicar, _) => {
            let eicar = EICAR.concat();
            vec![
                format!("printf '%s' '{eicar}' > {quoted}"),
                words.plain("drill-does-windows"),
                format!("Set-Content -NoNewline -Path \"{target}\" -Value '{eicar}'"),
                words.plain("drill-does-remove"),
            ]
        }
    }
}

/// A text that a POSIX shell takes for one word.
fn shell(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

/// One receipt, and why it counts or does not.
pub fn finding(finding: &Finding, words: &Words) -> String {
    let Finding { channel, at, code, grade, .. } = finding;
    let said = [
        ("channel", Say::Owned(words.plain(&format!("drill-by-{}", channel.name())))),
        ("at", Say::Owned(exact(*at, words))),
        ("code", Say::Owned(words.plain(&format!("drill-code-{}", code.name())))),
    ];
    let line = words.say("drill-finding", &said);
    match grade.filter(|_| matches!(code, Code::Marked | Code::Unmarked)) {
        Some(grade) => {
            format!("{line} {}", words.plain(&format!("drill-grade-{}", grade_name(grade))))
        }
        None => line,
    }
}

/// The name of a grade in sentences.
pub const fn grade_name(grade: arvak_monitoring::Grade) -> &'static str {
    match grade {
        arvak_monitoring::Grade::Word => "word",
        arvak_monitoring::Grade::Proven => "proven",
    }
}

/// With seconds: a time to detect is reckoned from it.
pub fn exact(at: Instant, words: &Words) -> String {
    let seconds = at.as_millis().div_euclid(1_000).rem_euclid(60);
    let sign = if words.lang() == Lang::En { ':' } else { '.' };
    format!("{}{sign}{seconds:02}", date_and_time(words.lang(), at))
}

/// A verdict in one sentence, with its rung.
pub fn judged_line(record: &Record, judged: &Judged, words: &Words) -> String {
    let plan = &record.plan;
    let rung = match plan.kind {
        Kind::Positive => level(plan.level, words),
        kind => words.plain(&format!("drill-kind-{}", kind.name())),
    };
    let verdict = words.plain(&format!("drill-verdict-{}", judged.verdict.name()));
    let said = [
        ("id", Say::Text(plan.id.as_str())),
        ("rung", Say::Owned(rung)),
        ("verdict", Say::Owned(verdict)),
    ];
    let mut line = words.say("drill-verdict", &said);
    if let Some(detected_ms) = judged.detected_ms {
        let took = [("took", Say::Owned(took(detected_ms, words)))];
        line = format!("{line} {}", words.say("drill-took", &took));
    }
    if let Some(grade) = judged.grade {
        line = format!("{line} {}", words.plain(&format!("drill-rests-{}", grade_name(grade))));
    }
    line
}

/// Minutes, or seconds when it is less than one.
pub fn took(millis: i64, words: &Words) -> String {
    let (seconds, minutes) = (millis / 1_000, millis / 60_000);
    let (id, count) =
        if minutes == 0 { ("drill-seconds", seconds) } else { ("drill-minutes", minutes) };
    words.say(id, &[("count", Say::Number(count))])
}

/// A verdict with everything that it rests on.
pub fn judged(record: &Record, judged: &Judged, words: &Words) -> String {
    let mut lines = vec![judged_line(record, judged, words)];
    if judged.is_within_skew {
        lines.push(words.plain("drill-within-skew"));
    }
    if let Some(t0) = judged.t0 {
        lines.push(words.say("drill-happened", &[("at", Say::Owned(exact(t0, words)))]));
    }
    if let Some(t0) = judged.t0.filter(|_| judged.verdict == Verdict::Pending) {
        let deadline = Say::Owned(exact(record.plan.deadline(t0), words));
        lines.push(words.say("drill-pending-until", &[("deadline", deadline)]));
    }
    if judged.findings.is_empty() && judged.t0.is_some() {
        lines.push(words.plain("drill-nothing-came"));
    }
    lines.extend(judged.findings.iter().map(|one| finding(one, words)));
    lines.join("\n    ")
}

/// What a verdict shows of whom.
pub fn shows(one: &Shown, words: &Words) -> String {
    let outcome = match one.result {
        arvak_core::Outcome::Supports => "supports",
        arvak_core::Outcome::Refutes => "refutes",
        arvak_core::Outcome::Inconclusive => "inconclusive",
    };
    let said = [
        ("kind", Say::Text(one.kind)),
        ("subject", Say::Owned(one.subject.to_string())),
        ("result", Say::Owned(words.plain(&format!("outcome-{outcome}")))),
        ("basis", Say::Owned(words.plain(&format!("basis-{}", one.basis.name())))),
    ];
    words.say("drill-shows", &said)
}

/// A drill in a list.
pub fn listed(record: &Record, judged: &Judged, is_recorded: bool, words: &Words) -> String {
    let line = judged_line(record, judged, words);
    let who = words.say("drill-of", &[("supplier", Say::Owned(record.plan.supplier.to_string()))]);
    let state = match judged.verdict {
        verdict if !verdict.is_final() => None,
        _ if is_recorded => Some("drill-is-recorded"),
        _ => Some("drill-is-not-recorded"),
    };
    let state = state.map(|id| format!(" {}", words.plain(id))).unwrap_or_default();
    format!("{line}\n    {who}{state}")
}

/// The figures of drills that are alike.
pub fn figures(one: &Figures, words: &Words) -> String {
    let time = |time: Option<i64>| {
        time.map_or_else(|| words.plain("drill-never"), |millis| took(millis, words))
    };
    let hours = match one.hours {
        arvak_monitoring::Hours::Day => "drill-day",
        arvak_monitoring::Hours::Night => "drill-night",
    };
    let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let said = [
        ("supplier", Say::Owned(one.supplier.to_string())),
        ("technique", Say::Text(one.technique.as_deref().unwrap_or("–"))),
        ("level", Say::Text(one.level.name())),
        ("hours", Say::Owned(words.plain(hours))),
        ("drills", count(one.drills)),
        ("seen", count(one.seen)),
        ("median", Say::Owned(time(one.median_ms))),
        ("ninety", Say::Owned(time(one.p90_ms))),
    ];
    words.say("drill-figure", &said)
}
