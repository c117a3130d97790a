//! A report that a supplier attached (ISO 27001, SOC 2, ISAE 3402) becomes a document when a person has read what it covers and for
//! when. The form holds what the supplier said of it; nothing is recorded without the person.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::catalogue::guide::{Answer, Question};
use arvak_core::{Basis, Digest, EntityId, EntryId, Fact, Name};
use arvak_store::drafts::{Texts, USUAL_ROLE, add_texts, draft, ungraded};
use arvak_suppliers::assurance::{Certificate, Names, NotFit, Written};
use arvak_suppliers::taking;
use arvak_words::Say;
use arvak_workbook::questions_for;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use maud::{Markup, html};

use super::sent::Sent;
use super::{path, replied};
use crate::failure::Failure;
use crate::form::{Fields, Mistakes, Typed, tick};
use crate::recording::{NotRecorded, NotTaken, Taken, record};
use crate::see_other::see_other;
use crate::visit::Visit;
use crate::{page, parts};

/// What a supplier says of its report, by question.
const REPORT: &str = "assurance-report";
const SCOPE: &str = "assurance-scope";
const UNTIL: &str = "assurance-until";

/// An answer to [`REPORT`] that names no standard.
const OTHER: &str = "other";

/// What only the reply itself is evidence of.
const REPLIED: &str = "supplier.replied";

/// The number that stands in the entry of every certificate and report.
const PERIOD_TO: &str = "period_to";

/// Endings of files that may be a report.
const ENDINGS: [&str; 7] = ["pdf", "docx", "odt", "xlsx", "png", "jpg", "jpeg"];

type At = Path<(String, String)>;

/// What is recorded of reports: by the file, each kind and its entry.
pub(super) type Documents = BTreeMap<Digest, Vec<(Name, EntryId)>>;

/// Whether a file may be a report, by its name.
pub(super) fn may_be_report(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()))
}

pub(super) async fn show(visit: Visit, Path((slug, digest)): At) -> Result<Response, Failure> {
    let sent = Sent::of(&visit, &slug, &digest).await?;
    Ok(whole(&visit, &sent, &Typed::default(), &Mistakes::default()).await?.into_response())
}

pub(super) async fn put(
    visit: Visit,
    Path((slug, digest)): At,
    typed: Typed,
) -> Result<Response, Failure> {
    let sent = Sent::of(&visit, &slug, &digest).await?;
    match document(&visit, &sent, &typed).await {
        Ok(_) => Ok(see_other(&path(&slug))),
        Err(NotTaken::Failure(failure)) => Err(failure),
        Err(NotTaken::Mistakes(mistakes)) => {
            let page = whole(&visit, &sent, &typed, &mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

/// Records what a person read in the report, for each kind of evidence that was chosen: `standard`, `utsteder`, `omfang`, `fra`,
/// `til`, `slag`, and `lest`, which says that it was read.
pub(crate) async fn document(visit: &Visit, sent: &Sent, typed: &Typed) -> Taken {
    let (words, mut mistakes) = (visit.words(), Mistakes::default());
    let offered = offered(visit, &sent.supplier);
    let chosen: BTreeSet<&Name> =
        offered.iter().filter(|kind| typed.all("slag").any(|one| one == kind.as_str())).collect();
    if chosen.is_empty() || typed.all("slag").any(|one| !offered.iter().any(|k| k.as_str() == one))
    {
        mistakes.tell("slag", visit.plain("assurance-kind-wrong"));
    }
    let known = recorded(visit, &sent.supplier).await?;
    let known = known.get(&sent.digest).into_iter().flatten();
    for (kind, entry) in known.filter(|(kind, _)| chosen.contains(kind)) {
        let title = words.kind_title(kind.as_str(), &visit.view.catalogue);
        let args = [("kind", Say::Owned(title)), ("id", Say::Owned(entry.to_string()))];
        mistakes.tell("slag", visit.say("assurance-known", &args));
    }
    if typed.get("lest").is_empty() {
        mistakes.tell("lest", visit.plain("assurance-not-read"));
    }
    for field in ["standard", "utsteder", "omfang"] {
        if let Err(error) = ungraded(typed.get(field)) {
            match NotRecorded::undrafted(error, words) {
                NotRecorded::Refused(sentence) => mistakes.tell(field, sentence),
                NotRecorded::Failure(failure) => return Err(failure.into()),
            }
        }
    }
    let certificate = match Certificate::of(&written(typed), words) {
        Ok(one) => one,
        Err(error) => {
            told(visit, &error, &mut mistakes);
            None
        }
    };
    let Some(certificate) = certificate else { return Err(mistakes.into()) };
    let names = Names::of(visit.view.state(), |id| visit.view.name(id).map(str::to_owned));
    let now = visit.app.clock().now().max(visit.view.at);
    let by: EntityId = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let mut drafts = Vec::new();
    for kind in chosen {
        let evidence = taking::evidence(kind.as_str(), &sent.supplier, Basis::Document, now);
        let mut evidence = evidence.map_err(|_| Failure::Inside)?;
        if let Err(error) = certificate.fit(&mut evidence, now, &names, words) {
            told(visit, &error, &mut mistakes);
            break;
        }
        let undrafted = |error| NotRecorded::undrafted(error, words);
        let one = draft(Fact::Evidence(evidence), &by, None, Texts::default());
        let mut one = one.map_err(undrafted)?;
        one.blobs.push(sent.digest);
        let mut texts = certificate.clone().texts().to_vec();
        texts.push(("file".to_owned(), sent.name.clone()));
        add_texts(&mut one, texts)?;
        drafts.push(one);
    }
    if !mistakes.is_empty() {
        return Err(mistakes.into());
    }
    Ok(record(visit, drafts).await?)
}

fn written(typed: &Typed) -> Written<'_> {
    Written {
        standard: Some(typed.get("standard")),
        issuer: Some(typed.get("utsteder")),
        scope: Some(typed.get("omfang")),
        period_from: Some(typed.get("fra")),
        period_to: Some(typed.get("til")),
        is_document: true,
    }
}

/// Tells what is wrong at the fields of the form.
fn told(visit: &Visit, error: &NotFit, mistakes: &mut Mistakes) {
    let field = |name: &str| match name {
        "issuer" => "utsteder",
        "scope" => "omfang",
        "period_from" => "fra",
        "period_to" => "til",
        _ => "standard",
    };
    let own = match error.code {
        "certificate_lacks" => Some("assurance-needed"),
        "bad_time" => Some("assurance-bad-date"),
        _ => None,
    };
    if error.fields.is_empty() {
        mistakes.tell("", &error.reason);
    }
    for name in &error.fields {
        let said = own.map_or_else(|| error.reason.clone(), |id| visit.plain(id));
        mistakes.tell(field(name), said);
    }
}

/// The kinds of evidence about a supplier that its answers feed: what a report may be a document of.
fn offered(visit: &Visit, supplier: &EntityId) -> Vec<Name> {
    let catalogue = &visit.view.catalogue;
    let questions = questions_for(catalogue, visit.view.state(), supplier);
    let kinds: BTreeSet<&Name> = questions.iter().map(|one| &one.evidence).collect();
    let is_of_supplier = |kind: &&Name| {
        let known = catalogue.kinds.get(*kind);
        kind.as_str() != REPLIED && known.is_some_and(|one| one.subject.as_str() == supplier.kind())
    };
    kinds.into_iter().filter(is_of_supplier).cloned().collect()
}

/// What is recorded of reports of a supplier.
pub(super) async fn recorded(visit: &Visit, supplier: &EntityId) -> Result<Documents, Failure> {
    let about: BTreeSet<EntryId> = visit.view.store.about(supplier).await?.into_iter().collect();
    let envelopes = visit.view.store.envelopes(&about).await?;
    let gone: BTreeSet<EntryId> = envelopes
        .values()
        .filter_map(|one| match &one.fact {
            Fact::Withdrawal(withdrawal) => Some(withdrawal.of),
            _ => None,
        })
        .collect();
    let mut all = Documents::new();
    for (entry, envelope) in envelopes {
        let Fact::Evidence(evidence) = &envelope.fact else { continue };
        let is_report = evidence.attributes.keys().any(|name| name.as_str() == PERIOD_TO);
        if is_report && !gone.contains(&entry) {
            for blob in &envelope.blobs {
                all.entry(*blob).or_default().push((evidence.kind.clone(), entry));
            }
        }
    }
    Ok(all)
}

/// What the supplier said of its report, as far as it fits the fields.
fn said(visit: &Visit, sent: &Sent) -> BTreeMap<&'static str, String> {
    let mut usual = BTreeMap::new();
    let entry = sent.receipt.entries.first().copied();
    let answers = entry.and_then(|entry| replied::answers(visit, entry)).unwrap_or_default();
    for (name, answer) in &answers {
        match (name.as_str(), answer) {
            (REPORT, Answer::Choice(id)) if id.as_str() != OTHER => {
                let questions = &visit.view.catalogue.guide.questions;
                let question = questions.iter().find(|one: &&Question| one.id == *name);
                let option = question.and_then(|one| one.option(id)).filter(|one| !one.refutes);
                usual.extend(option.map(|one| ("standard", visit.lang.of(&one.text).to_owned())));
            }
            (SCOPE, Answer::Text(text)) => drop(usual.insert("omfang", text.clone())),
            (UNTIL, Answer::Date(date)) => drop(usual.insert("til", date.clone())),
            _ => {}
        }
    }
    usual
}

/// The kinds of evidence that the file came with.
fn came_with(visit: &Visit, sent: &Sent) -> BTreeSet<Name> {
    let entries = sent.receipt.entries.iter();
    let envelopes = entries.filter_map(|entry| visit.view.store.entry(*entry).ok());
    let holding = envelopes.filter(|one| one.envelope.blobs.contains(&sent.digest));
    let kinds = holding.filter_map(|one| match one.envelope.fact {
        Fact::Evidence(evidence) => Some(evidence.kind),
        _ => None,
    });
    kinds.collect()
}

async fn whole(
    visit: &Visit,
    sent: &Sent,
    typed: &Typed,
    mistakes: &Mistakes,
) -> Result<Markup, Failure> {
    let mut fields = Fields::new(visit, typed, mistakes);
    for (name, text) in said(visit, sent) {
        fields = fields.usual(name, text);
    }
    let offered = offered(visit, &sent.supplier);
    let ticked = if typed.has("til") {
        typed.all("slag").filter_map(|one| one.parse().ok()).collect()
    } else {
        came_with(visit, sent)
    };
    let known = recorded(visit, &sent.supplier).await?;
    let slug = sent.supplier.slug();
    let digest = &sent.digest;
    let get = holding(visit, sent);
    let title = visit.plain("assurance-title");
    let body = html! {
        a class="a-back" href=(path(slug)) { (visit.thing(&sent.supplier)) }
        h1 { (title) }
        p class="a-lead" { (visit.plain("assurance-lead")) }
        (fields.summary())
        p {
            (sent.name)
            @if let Some(entry) = get {
                " · " a class="ds-link" href={ "/bevis/" (entry) "/vedlegg/" (digest) } { (visit.plain("suppliers-file-get")) }
            }
        }
        (already(visit, known.get(digest)))
        form class="a-form" method="post" action={ (path(slug)) "/rapport/" (digest) } {
            (fields.line("standard", &visit.plain("assurance-standard"), Some(&visit.plain("assurance-standard-hint"))))
            (fields.line("utsteder", &visit.plain("assurance-issuer"), Some(&visit.plain("assurance-issuer-hint"))))
            (fields.area("omfang", &visit.plain("assurance-scope"), Some(&visit.plain("assurance-scope-hint")), 3))
            (fields.input("date", "fra", &visit.plain("assurance-from"), Some(&visit.plain("assurance-from-hint"))))
            (fields.input("date", "til", &visit.plain("assurance-to"), Some(&visit.plain("assurance-to-hint"))))
            fieldset class="ds-fieldset" id="f-slag" {
                legend class="ds-label" { (visit.plain("assurance-kinds")) }
                @if let Some(wrong) = mistakes.at("slag") { p class="ds-validation-message" { (wrong) } }
                @for kind in &offered {
                    (tick("slag", kind.as_str(), &visit.words().kind_title(kind.as_str(), &visit.view.catalogue), ticked.contains(kind)))
                }
            }
            div id="f-lest" {
                @if let Some(wrong) = mistakes.at("lest") { p class="ds-validation-message" { (wrong) } }
                (tick("lest", "ja", &visit.plain("assurance-read"), !typed.get("lest").is_empty()))
            }
            div class="a-actions" { button class="ds-button" type="submit" { (visit.plain("assurance-record")) } }
        }
    };
    Ok(page::page(visit, &title, &body))
}

fn holding(visit: &Visit, sent: &Sent) -> Option<EntryId> {
    sent.receipt.entries.iter().copied().find(|entry| {
        let recorded = visit.view.store.entry(*entry);
        recorded.is_ok_and(|one| one.envelope.blobs.contains(&sent.digest))
    })
}

/// What is recorded of the file already.
pub(super) fn already(visit: &Visit, known: Option<&Vec<(Name, EntryId)>>) -> Markup {
    html! {
        @if let Some(known) = known {
            ul class="ds-list" {
                @for (kind, entry) in known {
                    li {
                        (visit.say("assurance-recorded", &[("kind", Say::Owned(visit.words().kind_title(kind.as_str(), &visit.view.catalogue)))])) " "
                        (parts::evidence(visit, *entry))
                    }
                }
            }
        }
    }
}
