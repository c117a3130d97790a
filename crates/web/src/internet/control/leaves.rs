//! Leaves: the text to sign, taking in a signed one, and ending it.

use std::collections::BTreeSet;
use std::str::FromStr;

use arvak_core::fact::Withdrawal;
use arvak_core::{Digest, Draft, EntryId, Fact};
use arvak_probe::{Host, Leave};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::{LeaveTo, Say, date, leave_text, moment};
use axum::extract::Multipart;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};
use ipnet::IpNet;

use super::act::told;
use super::{HERE, known, page};
use crate::accounts::frame::again;
use crate::failure::Failure;
use crate::form::{Asked, Mistakes, Typed};
use crate::recording::{NotRecorded, NotTaken, Taken, record};
use crate::see_other::see_other;
use crate::tasks::act::TEXT_CHARS_MAX;
use crate::tasks::evidence::{collected, object, received};
use crate::visit::Visit;

/// What the file is called that holds the text to sign.
const TEMPLATE_KIND: &str = "text/markdown; charset=utf-8";

/// A file as it was sent: its name and its bytes.
pub(crate) type File = (String, Vec<u8>);

pub(super) async fn template(visit: Visit, Asked(typed): Asked) -> Result<Response, Failure> {
    match text(&visit, &typed) {
        Ok(text) => file(&visit, text),
        Err(mistakes) => Ok(again(page::page(&visit, &typed, &mistakes).await?)),
    }
}

/// The text to sign, with what is known filled in: `mal_navn`, `mal_omrader`, `mal_til`, and `mal_for` (`innlogging` for a leave to
/// log in).
pub(crate) fn text(visit: &Visit, typed: &Typed) -> Result<String, Mistakes> {
    let mut mistakes = Mistakes::default();
    let names = listed::<Host>(visit, typed, "mal_navn", &mut mistakes);
    let ranges = listed::<IpNet>(visit, typed, "mal_omrader", &mut mistakes);
    let until = typed.some("mal_til").map(moment);
    if until == Some(None) {
        mistakes.tell("mal_til", visit.plain("tasks-evidence-until-wrong"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    let until = until.flatten().map(|until| last_day(visit, until));
    let to = if typed.get("mal_for") == "innlogging" { LeaveTo::LogIn } else { LeaveTo::Look };
    let names: Vec<String> = names.iter().map(ToString::to_string).collect();
    let ranges: Vec<String> = ranges.iter().map(ToString::to_string).collect();
    Ok(leave_text(visit.lang, to, &names, &ranges, until.as_deref()))
}

/// A day; the end of one counts as that day.
pub(super) fn last_day(visit: &Visit, until: arvak_core::Instant) -> String {
    date(visit.lang, arvak_core::Instant::from_millis(until.as_millis() - 1))
}

/// The text as a file to download.
pub(crate) fn file(visit: &Visit, text: String) -> Result<Response, Failure> {
    let name = format!("attachment; filename=\"{}.md\"", visit.plain("internet-leave-file"));
    let name = HeaderValue::from_str(&name).map_err(|_| Failure::Inside)?;
    let kind = HeaderValue::from_static(TEMPLATE_KIND);
    Ok(([(CONTENT_TYPE, kind), (CONTENT_DISPOSITION, name)], text).into_response())
}

pub(super) async fn take(visit: Visit, multipart: Multipart) -> Result<Response, Failure> {
    let sent = received(multipart).await?;
    match give(&visit, &sent.typed, sent.file).await {
        Ok(_) => Ok(see_other(&format!("{HERE}?sagt=tillatelse#tillatelser"))),
        Err(error) => told(&visit, &sent.typed, error).await,
    }
}

/// Keeps a signed text and what it names, and records that there is leave: `navn`, `omrader`, `underskrevet`, `gjelder_til`,
/// `merknad`, and the file.
pub(crate) async fn give(visit: &Visit, typed: &Typed, file: Option<File>) -> Taken {
    let mut mistakes = Mistakes::default();
    let names = listed::<Host>(visit, typed, "navn", &mut mistakes);
    let ranges = listed::<IpNet>(visit, typed, "omrader", &mut mistakes);
    let signed = typed.get("underskrevet");
    let signed = match signed.parse() {
        Ok(at) => Some(at).filter(|at| *at <= visit.view.at),
        Err(_) => collected(signed, visit.view.at),
    };
    if signed.is_none() {
        mistakes.tell("underskrevet", visit.plain("tasks-evidence-date-wrong"));
    }
    let until = moment(typed.get("gjelder_til"));
    if until.is_none() {
        mistakes.tell("gjelder_til", visit.plain("tasks-evidence-until-wrong"));
    }
    if typed.get("merknad").chars().count() > TEXT_CHARS_MAX {
        mistakes.tell("merknad", visit.plain("tasks-text-long"));
    }
    match &file {
        Some((name, bytes)) => object(visit, name, bytes, &mut mistakes),
        None => mistakes.tell("fil", visit.plain("internet-leave-file-needed")),
    }
    let (Some(signed), Some(until), Some((_, bytes)), true) =
        (signed, until, file, mistakes.is_empty())
    else {
        return Err(mistakes.into());
    };
    let leave = Leave {
        v: 1,
        names: names.iter().map(ToString::to_string).collect(),
        ranges: ranges.iter().map(IpNet::trunc).collect(),
        signed,
        until,
        // Until it is kept, the text has no digest of its own.
        document: Digest::of(&[]),
    };
    if let Err((code, what)) = leave.check(visit.view.at) {
        mistakes.tell(field_of(code), said(visit, code, &what));
        return Err(mistakes.into());
    }
    let note = typed.some("merknad").map(str::to_owned);
    record(visit, vec![drafted(visit, leave, bytes, note).await?]).await.map_err(NotTaken::from)
}

/// The sentence for what is wrong with a leave. Where nothing is named, the program's own speaks of its flags.
fn said(visit: &Visit, code: &str, what: &str) -> String {
    match code {
        "leave-nothing" => visit.plain("internet-leave-nothing"),
        code => visit.say(code, &[("what", Say::Text(what))]),
    }
}

/// The field that a leave's mistake is about.
fn field_of(code: &str) -> &'static str {
    match code {
        "leave-over" | "leave-too-long" => "gjelder_til",
        "leave-too-wide" | "leave-inside" => "omrader",
        _ => "navn",
    }
}

async fn drafted(
    visit: &Visit,
    mut leave: Leave,
    bytes: Vec<u8>,
    note: Option<String>,
) -> Result<Draft, NotTaken> {
    let organisation = visit.view.organisation().cloned().ok_or_else(|| {
        NotTaken::from(NotRecorded::Refused(visit.plain("leave-no-organisation")))
    })?;
    leave.document = put(visit, bytes).await?;
    let written = put(visit, serde_json::to_vec(&leave).map_err(|_| Failure::Inside)?).await?;
    let evidence = leave.evidence(organisation, written, visit.view.at);
    let fact = Fact::Evidence(evidence.map_err(|_| Failure::Inside)?);
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let texts = Texts { note, ..Texts::default() };
    let draft = draft(fact, &by, None, texts)
        .map_err(|error| NotTaken::from(NotRecorded::undrafted(error, visit.words())))?;
    Ok(Draft { blobs: vec![leave.document, written], ..draft })
}

/// Keeps bytes; answers where.
async fn put(visit: &Visit, bytes: Vec<u8>) -> Result<Digest, NotTaken> {
    let blobs = visit.app.folder().blobs().clone();
    let kept = tokio::task::spawn_blocking(move || blobs.put(&bytes)).await;
    Ok(kept.map_err(|_| Failure::Inside)??)
}

pub(super) async fn stop(visit: Visit, typed: Typed) -> Result<Response, Failure> {
    let id: u64 = typed.get("bevis").parse().map_err(|_| Failure::Bad)?;
    let field = page::reason_field(EntryId(id));
    match end(&visit, EntryId(id), typed.get(&field), &field).await {
        Ok(_) => Ok(see_other(&format!("{HERE}?sagt=slutt#tillatelser"))),
        Err(error) => told(&visit, &typed, error).await,
    }
}

/// Withdraws a leave that holds: from the next look on it opens nothing. What is wrong with the reason is told of `field`.
pub(crate) async fn end(visit: &Visit, of: EntryId, reason: &str, field: &str) -> Taken {
    let control = known(visit).await?;
    if !control.leaves.iter().any(|(entry, _)| *entry == of) {
        return Err(Failure::NotFound.into());
    }
    let mut mistakes = Mistakes::default();
    if reason.is_empty() {
        mistakes.tell(field, visit.plain("internet-leave-reason-missing"));
    } else if reason.chars().count() > TEXT_CHARS_MAX {
        mistakes.tell(field, visit.plain("tasks-text-long"));
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    let by = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let texts = Texts { reason: Some(reason.to_owned()), ..Texts::default() };
    let key = format!("withdrawal\n{of}");
    let draft = draft(Fact::Withdrawal(Withdrawal { of }), &by, Some(&key), texts)
        .map_err(|error| NotTaken::from(NotRecorded::undrafted(error, visit.words())))?;
    record(visit, vec![draft]).await.map_err(NotTaken::from)
}

/// What stands in a field, one after another; the first that is none is told.
fn listed<T: FromStr + Ord>(
    visit: &Visit,
    typed: &Typed,
    field: &str,
    mistakes: &mut Mistakes,
) -> BTreeSet<T> {
    let mut found = BTreeSet::new();
    let words =
        typed.get(field).split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';'));
    for word in words.filter(|word| !word.is_empty()) {
        if let Ok(one) = word.parse() {
            found.insert(one);
        } else {
            let id = if field.ends_with("navn") {
                "internet-leave-name-wrong"
            } else {
                "internet-leave-range-wrong"
            };
            mistakes.tell(field, visit.say(id, &[("what", Say::Text(word))]));
            break;
        }
    }
    found
}
