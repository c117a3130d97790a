//! `arvak canary guide`: how an account is set up for a kind of log-in.

use arvak_core::canary_guide::{GUIDES, Guide, of_kind};
use arvak_words::{Say, Words};
use serde_json::{Value, json};

use crate::exit::{BadInput, Exit};
use crate::settings::Settings;

pub(super) fn run(kind: Option<&str>, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let guides: Vec<&Guide> = match kind {
        None => GUIDES.iter().collect(),
        Some(kind) => match of_kind(kind) {
            Some(guide) => vec![guide],
            None => return Err(unknown(kind, &words).into()),
        },
    };
    if settings.json {
        let told: Vec<Value> = guides.iter().map(|guide| told(guide, &words)).collect();
        super::super::print(&json!({ "guides": told }).to_string())?;
        return Ok(Exit::Done);
    }
    let all: Vec<String> = guides.iter().map(|guide| text(guide, &words)).collect();
    super::super::print(&all.join("\n\n"))?;
    Ok(Exit::Done)
}

fn unknown(kind: &str, words: &Words) -> BadInput {
    let known: Vec<&str> = GUIDES.iter().flat_map(|guide| guide.kinds).copied().collect();
    let args = [("kind", Say::Text(kind)), ("known", Say::Owned(known.join(", ")))];
    BadInput(words.say("canary-guide-unknown", &args))
}

fn of(guide: &Guide, part: &str, words: &Words) -> String {
    words.plain(&format!("canary-guide-{}-{part}", guide.id))
}

fn told(guide: &Guide, words: &Words) -> Value {
    json!({
        "kinds": guide.kinds,
        "name": of(guide, "name", words),
        "account": of(guide, "account", words),
        "seen": of(guide, "seen", words),
        "file": guide.file,
    })
}

fn text(guide: &Guide, words: &Words) -> String {
    let plain = |part: &str| words.plain(&format!("canary-guide-{part}"));
    let title = words.say("canary-guide-title", &[("kind", Say::Owned(of(guide, "name", words)))]);
    let steps = [
        plain("rights"),
        of(guide, "account", words),
        plain("groups"),
        format!("{} {}", plain("told"), of(guide, "seen", words)),
        format!("{}\n{}", plain("file"), indented(guide.file)),
        format!(
            "{}\n{}",
            plain("add"),
            indented(
                "arvak canary add service/… --file … --told \"…\" --groups \"…\" --locks-after 10"
            )
        ),
        format!("{}\n{}", plain("check"), indented("arvak canary check service/…")),
        plain("rotate"),
    ];
    let numbered =
        (1..).zip(steps).map(|(number, step): (u32, String)| format!("{number}. {step}"));
    format!("{title}\n\n{}", numbered.collect::<Vec<_>>().join("\n"))
}

fn indented(text: &str) -> String {
    text.lines().map(|line| format!("       {line}")).collect::<Vec<_>>().join("\n")
}
