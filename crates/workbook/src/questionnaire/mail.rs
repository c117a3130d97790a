//! The text of the mail that the workbook goes with.

use std::fmt::Write as _;

use arvak_words::{Say, Words};

use super::Questionnaire;

/// Columns of the mail.
const WIDTH: usize = 76;

/// Subject and text, with every question in it: who cannot open the workbook answers in the mail.
pub fn mail(asked: &Questionnaire<'_>, words: &Words) -> String {
    let args = [
        ("from", Say::Text(asked.asked_by)),
        ("supplier", Say::Text(asked.supplier_name)),
        ("due", Say::Text(asked.due)),
        ("request", Say::Text(asked.request.as_str())),
    ];
    let mut out = String::new();
    let _ = writeln!(out, "{}\n", words.say("request-mail-subject", &args));
    for part in ["opening", "why", "how"] {
        let part = words.say(&format!("request-mail-{part}"), &args);
        let _ = writeln!(out, "{}\n", wrapped(&part, 0));
    }
    for (number, question) in (1..).zip(asked.questions) {
        let claims: Vec<_> = question.claims.iter().map(arvak_core::Name::as_str).collect();
        let text = words.lang().of(&question.text);
        let line = format!("{number}. {text} [{}]", claims.join(", "));
        let _ = writeln!(out, "{}", wrapped(&line, 4));
        for option in &question.options {
            let _ = writeln!(out, "    - {}", words.lang().of(&option.text));
        }
    }
    for part in ["word", "closing"] {
        let part = words.say(&format!("request-mail-{part}"), &args);
        let _ = writeln!(out, "\n{}", wrapped(&part, 0));
    }
    out
}

fn wrapped(text: &str, indent: usize) -> String {
    arvak_words::wrap(text, WIDTH, indent)
}
