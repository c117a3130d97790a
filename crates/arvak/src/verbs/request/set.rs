//! Sets of answers: a supplier answers once, signs if it likes, and every municipality takes the same file.

use std::collections::BTreeMap;
use std::path::Path;

use arvak_core::Name;
use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{Catalogue, catalogue::SHIPPED};
use arvak_ledger::{Key, PublicKey, note};
use arvak_suppliers::answer_set::{AnswerSet, differences};
use arvak_suppliers::taking::shown;
use arvak_suppliers::typed;
use arvak_words::{Say, Words};
use arvak_workbook::Answered;
use serde_json::json;

use super::{known, questions, read};
use crate::cli::SetVerb;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::verbs::letters;
use crate::verbs::print;
use crate::wiring::reading::Reading;

/// What a set is taken for, and whose signature it must have.
pub(super) struct Of<'a> {
    pub(super) request: Option<&'a Name>,
    pub(super) signers: &'a [PublicKey],
}

pub(super) fn run(verb: &SetVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        SetVerb::Key { name, out } => letters::key(name, out, settings),
        SetVerb::Sign { file, key, out } => sign(file, key, out, settings),
        SetVerb::Check { file, signer } => check(file, signer, settings),
        SetVerb::Diff { before, after } => diff(before, after, settings),
    }
}

/// Whether bytes are meant to be a set: a workbook is a ZIP file.
pub(super) fn is_set(bytes: &[u8]) -> bool {
    bytes.trim_ascii_start().starts_with(b"{")
}

fn set(bytes: &[u8], words: &Words) -> anyhow::Result<AnswerSet> {
    AnswerSet::read(bytes).map_err(|why| {
        let args = [("field", Say::Text(why.field()))];
        BadInput(words.say(&format!("answering-set-{}", why.name()), &args)).into()
    })
}

/// The names of those whose signature is on it, among `signers`; told when there are some and none has signed.
fn signed_by(bytes: &[u8], signers: &[PublicKey], words: &Words) -> anyhow::Result<Vec<String>> {
    let text = String::from_utf8_lossy(bytes);
    let good = signers.iter().filter(|key| note::open(&text, key).is_ok());
    let names: Vec<_> = good.map(|key| key.name().to_owned()).collect();
    if names.is_empty() && !signers.is_empty() {
        return Err(BadInput(words.plain("request-set-unsigned")).into());
    }
    Ok(names)
}

/// What a set answers of a request.
pub(super) fn answered(
    bytes: &[u8],
    of: &Of<'_>,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<Answered> {
    let set = set(bytes, words)?;
    signed_by(bytes, of.signers, words)?;
    let Some(request) = of.request else {
        return Err(BadInput(words.plain("request-set-for-which")).into());
    };
    let supplier = known(reading, request, words)?.0.subject.clone();
    let asked = questions(reading, &supplier);
    let taken = set.taken(&asked);
    let (answers, _) = typed::answers(&asked, &taken.typed, &BTreeMap::new());
    let comments = taken.typed.iter().filter(|(_, typed)| !typed.comment.is_empty());
    Ok(Answered {
        request: request.clone(),
        supplier,
        date: Some(set.date.clone()),
        answers,
        comments: comments.map(|(id, typed)| (id.clone(), typed.comment.clone())).collect(),
    })
}

fn sign(file: &Path, key: &Path, out: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let bytes = read(file, &words)?;
    set(&bytes, &words)?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // What is signed is the first line with its end, as it stands there.
    let line = text.split_inclusive('\n').next().unwrap_or_default().trim_end();
    let earlier = text.split_once("\n\n").map_or("", |(_, lines)| lines);
    let key_text = String::from_utf8(read(key, &words)?)
        .map_err(|_| BadInput(format!("{}: no key file", key.display())))?;
    let key =
        Key::parse(&key_text).map_err(|error| BadInput(format!("{}: {error}", key.display())))?;
    let signed = note::sign(&format!("{line}\n"), &key);
    note::open(&signed, key.public()).map_err(|error| BadInput(error.to_string()))?;
    arvak_ledger::durable::write_file(out, format!("{signed}{earlier}").as_bytes())?;
    let args = [("path", Say::Owned(out.display().to_string())), ("by", Say::Text(key.name()))];
    print(&words.say("letters-signed", &args))?;
    Ok(Exit::Done)
}

fn check(file: &Path, signers: &[PublicKey], settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let bytes = read(file, &words)?;
    let set = set(&bytes, &words)?;
    let by = signed_by(&bytes, signers, &words)?;
    let catalogue = shipped()?;
    let asked: Vec<&Question> = catalogue.guide.questions.iter().collect();
    let taken = set.taken(&asked);
    if settings.json {
        let report = json!({
            "supplier": set.supplier, "scope": set.scope, "date": set.date, "signed_by": by,
            "answers": set.answers.len(), "taken": taken.typed.len(), "asked_otherwise": taken.otherwise,
        });
        print(&report.to_string())?;
        return Ok(Exit::Done);
    }
    let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [
        ("supplier", Say::Text(&set.supplier)),
        ("scope", Say::Text(&set.scope)),
        ("date", Say::Text(&set.date)),
        ("answers", count(set.answers.len())),
        ("taken", count(taken.typed.len())),
        ("otherwise", count(taken.otherwise.len())),
    ];
    print(&words.say("request-set-says", &args))?;
    if !by.is_empty() {
        print(&words.say("request-set-signed", &[("by", Say::Owned(by.join(", ")))]))?;
    }
    Ok(Exit::Done)
}

fn shipped() -> anyhow::Result<Catalogue> {
    Catalogue::parse(SHIPPED).map_err(|mistakes| anyhow::anyhow!("{} mistakes", mistakes.len()))
}

fn diff(before: &Path, after: &Path, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let [before, after] = [before, after].map(|file| -> anyhow::Result<_> {
        let set = set(&read(file, &words)?, &words)?;
        let answers = set.answers.into_iter().map(|(id, said)| (id, said.answer));
        Ok(answers.collect::<BTreeMap<Name, Answer>>())
    });
    let (before, after) = (before?, after?);
    let catalogue = shipped()?;
    let asked: Vec<&Question> = catalogue.guide.questions.iter().collect();
    let found = differences(&asked, &before, &after);
    if settings.json {
        let ids: Vec<_> = found.iter().map(|one| &one.question.id).collect();
        print(&json!({ "changed": ids }).to_string())?;
        return Ok(Exit::Done);
    }
    let count = Say::Number(i64::try_from(found.len()).unwrap_or(i64::MAX));
    print(&words.say("suppliers-differences", &[("count", count)]))?;
    for one in &found {
        let text = |answer: &Option<Answer>| match answer {
            Some(answer) => shown(answer, one.question, &words),
            None => words.plain("suppliers-no-answer"),
        };
        print(&format!("  {}", words.lang().of(&one.question.text)))?;
        print(&format!("    {} {}", words.plain("suppliers-before"), text(&one.before)))?;
        print(&format!("    {} {}", words.plain("suppliers-after"), text(&one.after)))?;
    }
    Ok(Exit::Done)
}
