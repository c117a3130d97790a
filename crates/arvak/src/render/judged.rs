//! What an export of configuration shows.

use arvak_configuration::{Finding, Mistake, Place, Tone, Verdict};
use arvak_core::{Catalogue, Outcome};
use arvak_words::{Say, Words};
use serde_json::{Value, json};

use super::columns::{WIDTH, fit, wrap};

/// Columns of the word that says what a finding means.
const TONE_WIDTH: usize = 22;

/// Where something stands, in words.
pub(crate) fn place(place: &Place, words: &Words) -> String {
    let number = |number: &dyn ToString| Say::Owned(number.to_string());
    match place {
        Place::File => words.plain("place-file"),
        Place::Policy(at, name) => {
            words.say("place-policy", &[("number", number(at)), ("name", Say::Text(name))])
        }
        Place::Row(row) => words.say("place-row", &[("row", number(row))]),
        Place::Field(row, column) => {
            words.say("place-field", &[("row", number(row)), ("column", number(column))])
        }
        Place::Object(at) => words.say("place-object", &[("number", number(at))]),
    }
}

fn said(group: &str, code: &str, args: &[(&'static str, String)], words: &Words) -> String {
    let args: Vec<_> = args.iter().map(|(name, text)| (*name, Say::Text(text))).collect();
    words.say(&format!("{group}-{code}"), &args)
}

/// One mistake, at its place in the file.
pub(crate) fn mistake(file: &str, mistake: &Mistake, words: &Words) -> String {
    let args = [
        ("file", Say::Text(file)),
        ("place", Say::Owned(place(&mistake.place, words))),
        ("what", Say::Owned(said("export", mistake.code, &mistake.args, words))),
    ];
    words.say("judge-mistake", &args)
}

/// One finding: what it means, where it stands, what it is.
pub(crate) fn finding(finding: &Finding, words: &Words) -> String {
    let tone = words.plain(match finding.tone {
        Tone::Good => "probe-result-pass",
        Tone::Bad => "probe-result-fail",
        Tone::Unclear => "probe-result-inconclusive",
        Tone::Note => "probe-result-notice",
    });
    let mut text = said("found", finding.code, &finding.args, words);
    if finding.place != Place::File {
        text = format!("{}: {text}", place(&finding.place, words));
    }
    let text = wrap(&text, WIDTH - TONE_WIDTH - 3, 0);
    let indented = text.replace('\n', &format!("\n{}", " ".repeat(TONE_WIDTH + 3)));
    format!("  {} {indented}", fit(&tone, TONE_WIDTH))
}

/// What it means for one evidence kind.
pub(crate) fn verdict(verdict: &Verdict, catalogue: &Catalogue, words: &Words) -> String {
    let outcome = match verdict.result {
        Outcome::Supports => "outcome-supports",
        Outcome::Refutes => "outcome-refutes",
        Outcome::Inconclusive => "outcome-inconclusive",
    };
    let title = words.kind_title(verdict.kind, catalogue);
    let mut args =
        vec![("title", Say::Owned(title)), ("outcome", Say::Owned(words.plain(outcome)))];
    let why = verdict.code.map(|code| match verdict.result {
        Outcome::Inconclusive => words.plain(&format!("unclear-{}", code.replace('.', "-"))),
        _ => words.code_title(Some(verdict.kind), code, catalogue),
    });
    let id = if why.is_some() { "judge-verdict-why" } else { "judge-verdict" };
    args.extend(why.map(|why| ("why", Say::Owned(why))));
    format!("  {}", wrap(&words.say(id, &args), WIDTH - 2, 4))
}

/// A finding for scripts: codes, places and arguments, no words.
pub(crate) fn finding_json(finding: &Finding) -> Value {
    let args: serde_json::Map<String, Value> =
        finding.args.iter().map(|(name, text)| ((*name).to_owned(), json!(text))).collect();
    let place = match &finding.place {
        Place::File => json!({}),
        Place::Policy(number, name) => json!({ "policy": number, "name": name }),
        Place::Row(row) => json!({ "row": row }),
        Place::Field(row, column) => json!({ "row": row, "column": column }),
        Place::Object(number) => json!({ "object": number }),
    };
    json!({ "tone": finding.tone.name(), "code": finding.code, "place": place, "args": args })
}
