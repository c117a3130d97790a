//! Answers that do not fit what was found: shown to those who work here, told to the supplier, and what the supplier said of it.
//! Five working days go by from when it was told until others may see it (letter point 1c; the right of reply).

use arvak_core::catalogue::guide::AnswerType;
use arvak_core::fact::Obligation;
use arvak_core::{EntityId, EntryId, Fact, Instant, Outcome};
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_suppliers::REPLY_DUE;
use arvak_suppliers::compare::{Compared, Held, REPLY_WORKING_DAYS, newest, reply_id};
use arvak_words::{Say, date, working_days_after};
use axum::extract::Path;
use axum::response::Response;
use maud::{Markup, html};

use super::{asked, path};
use crate::accounts::frame::hidden;
use crate::answering::by_day;
use crate::failure::Failure;
use crate::form::{Mistakes, Typed};
use crate::parts;
use crate::recording::{NotRecorded, NotTaken, Taken, record};
use crate::see_other::see_other;
use crate::visit::Visit;

/// A contradiction that stands.
pub(crate) struct Standing {
    /// The evidence that says so.
    pub(crate) entry: EntryId,
    /// What was compared.
    pub(crate) compared: Compared,
    /// Until when the supplier may answer to it first, and whether that is over; nothing where the supplier was not told.
    pub(crate) told: Option<(Instant, bool)>,
    /// What the supplier said, each with when it was recorded.
    pub(crate) replies: Vec<(Instant, String)>,
}

/// The contradiction that stands for a supplier, where there is one that the visitor may see.
pub(crate) fn standing(visit: &Visit, supplier: &EntityId) -> Option<Standing> {
    let state = visit.view.state();
    let found = newest(state, supplier).filter(|one| one.result == Outcome::Refutes)?;
    let evidence = visit.view.store.entry(found.entry).ok()?.envelope;
    let Fact::Evidence(evidence) = evidence.fact else { return None };
    let bytes = visit.app.folder().blobs().get(evidence.transcript?).ok()?;
    let compared: Compared = serde_json::from_slice(&bytes).ok()?;
    // The same contradiction may have been recorded before, when nobody else might see it: what was told and said of it counts.
    let entries = same(visit, supplier, &compared);
    let told = entries.iter().filter_map(|entry| {
        let id = reply_id(*entry)?;
        state.obligation(&id).map(|(one, met)| (one.due, met))
    });
    let told = told.max();
    let replies = entries.iter().flat_map(|entry| state.contests_of(*entry));
    let replies = replies.filter_map(|number| {
        let recorded = visit.view.store.entry(EntryId(*number)).ok()?;
        Some((recorded.envelope.received_at, recorded.body?.note?))
    });
    Some(Standing { entry: found.entry, compared, told, replies: replies.collect() })
}

/// The entries that say the same contradiction.
fn same(visit: &Visit, supplier: &EntityId, compared: &Compared) -> Vec<EntryId> {
    let Ok(kind) = arvak_suppliers::compare::KIND.parse() else { return Vec::new() };
    let all = visit.view.state().evidence(supplier, &kind);
    let all = all.filter(|one| one.result == Outcome::Refutes);
    let is_same = |entry: &EntryId| {
        let Ok(recorded) = visit.view.store.entry(*entry) else { return false };
        let Fact::Evidence(evidence) = recorded.envelope.fact else { return false };
        let bytes =
            evidence.transcript.and_then(|digest| visit.app.folder().blobs().get(digest).ok());
        let other = bytes.and_then(|bytes| serde_json::from_slice::<Compared>(&bytes).ok());
        other.is_some_and(|other| other.says_the_same(compared))
    };
    all.map(|one| one.entry).filter(is_same).collect()
}

/// What was answered, and what was found: a list for people.
pub(crate) fn list(visit: &Visit, compared: &Compared, links: bool) -> Markup {
    html! {
        ul class="ds-list" {
            @for answer in answers(compared) { li { (contradiction(visit, &answer, links)) } }
        }
    }
}

/// The answers that are contradicted, each with what contradicts it, in the order of the questions.
fn answers(compared: &Compared) -> Vec<Vec<&Held>> {
    let mut all: Vec<Vec<&Held>> = Vec::new();
    for one in compared.contradictions() {
        let is_same = |of: &&Held| of.question == one.question && of.answer == one.answer;
        match all.iter_mut().find(|known| known.first().is_some_and(is_same)) {
            Some(known) => known.push(one),
            None => all.push(vec![one]),
        }
    }
    all
}

fn contradiction(visit: &Visit, all: &[&Held], links: bool) -> Markup {
    let Some(one) = all.first() else { return html! {} };
    let question =
        visit.view.catalogue.guide.questions.iter().find(|known| known.id == one.question);
    let text = question
        .map_or_else(|| one.question.to_string(), |known| visit.lang.of(&known.text).to_owned());
    let option = question.and_then(|known| known.option(&one.answer));
    let kind = question.map(|known| known.answer);
    let answer = match (option, one.answer.as_str()) {
        (Some(option), _) => visit.lang.of(&option.text).to_owned(),
        (None, flag @ ("yes" | "no")) if kind == Some(AnswerType::YesNo) => {
            visit.plain(&format!("flag-{flag}"))
        }
        (None, other) => plainly(kind, other),
    };
    html! {
        p { (text) br; (visit.plain("suppliers-answered")) " " strong { (answer) } }
        @for one in all { (finding(visit, one, kind, links)) }
    }
}

/// Countries as their codes, all else as it stands.
fn plainly(kind: Option<AnswerType>, name: &str) -> String {
    if kind == Some(AnswerType::Countries) {
        return name.to_uppercase().replace('-', ", ");
    }
    name.to_owned()
}

/// What was found, on what, and when.
fn finding(visit: &Visit, one: &Held, answer: Option<AnswerType>, links: bool) -> Markup {
    let kind = visit.view.catalogue.kinds.get(&one.kind);
    let refuter = kind
        .zip(one.code.as_ref())
        .and_then(|(kind, code)| kind.refuters.iter().find(|known| known.id == *code));
    let seen = one.seen.as_ref().map(|seen| plainly(answer, seen.as_str()));
    let seen = match (answer, seen) {
        (Some(AnswerType::Countries), Some(codes)) => {
            Some(visit.say("suppliers-found-in", &[("countries", Say::Owned(codes))]))
        }
        (Some(AnswerType::Number), Some(days)) => {
            let days = Say::Number(days.parse().unwrap_or_default());
            Some(visit.say("suppliers-found-for", &[("days", days)]))
        }
        _ => None,
    };
    let found = match (refuter, kind) {
        (Some(refuter), _) => visit.lang.of(&refuter.title).to_owned(),
        (None, Some(_)) => visit.words().kind_title(one.kind.as_str(), &visit.view.catalogue),
        (None, None) => one.kind.to_string(),
    };
    let args = [
        ("thing", Say::Owned(visit.thing(&one.subject))),
        ("at", Say::Owned(date(visit.lang, one.at))),
    ];
    html! {
        p {
            (visit.plain("suppliers-found")) " "
            // A server may stand in the EEA and still not where it was said to.
            @if let (Some(seen), Some(AnswerType::Countries)) = (&seen, answer) {
                strong { (seen) } br;
            } @else {
                strong { (found) } @if let Some(seen) = seen { ", " (seen) } br;
            }
            (visit.say("suppliers-found-on", &args))
            @if links { " " (parts::evidence(visit, one.entry)) }
        }
    }
}

pub(super) fn section(visit: &Visit, supplier: &EntityId, may: bool) -> Markup {
    let Some(standing) = standing(visit, supplier) else { return html! {} };
    let count = answers(&standing.compared).len();
    let others = match standing.told {
        None => visit.plain("suppliers-untold"),
        Some((_, true)) => visit.plain("suppliers-told-replied"),
        Some((due, false)) => {
            let is_over = due <= visit.app.clock().now();
            let sentence = if is_over { "suppliers-told-over" } else { "suppliers-told-until" };
            visit.say(sentence, &[("due", Say::Owned(by_day(visit, due)))])
        }
    };
    html! {
        section class="a-now" aria-labelledby="funn" {
            h2 id="funn" { (visit.say("suppliers-contradicted", &[("count", parts::number(count))])) }
            (list(visit, &standing.compared, true))
            p { (parts::evidence(visit, standing.entry)) }
            p { (others) }
            (replies(visit, &standing))
            @if may && standing.told.is_none() {
                form method="post" action={ (path(supplier.slug())) "/funn" } {
                    (hidden("funn", &standing.entry.to_string()))
                    button class="ds-button" type="submit" { (visit.plain("suppliers-tell")) }
                    p class="a-quiet" { (visit.plain("suppliers-tell-hint")) }
                }
            }
        }
    }
}

/// What the supplier said of it.
pub(crate) fn replies(visit: &Visit, standing: &Standing) -> Markup {
    html! {
        @for (at, text) in &standing.replies {
            p { (date(visit.lang, *at)) ": " (visit.plain("suppliers-said")) " " q { (text) } }
        }
    }
}

/// The supplier is told: from now on its page shows the contradiction, and the days begin.
pub(super) async fn tell(
    visit: Visit,
    Path(slug): Path<String>,
    typed: Typed,
) -> Result<Response, Failure> {
    let id = asked::known(&visit, &slug)?;
    match told(&visit, &id, &typed).await {
        // What was told meanwhile, or is another finding, is on the page that comes.
        Ok(_) | Err(NotTaken::Mistakes(_)) => Ok(see_other(&path(&slug))),
        Err(NotTaken::Failure(failure)) => Err(failure),
    }
}

/// The same, from wherever it comes: `funn`, the entry of the contradiction.
pub(crate) async fn told(visit: &Visit, id: &EntityId, typed: &Typed) -> Taken {
    let mut mistakes = Mistakes::default();
    let standing = standing(visit, id).filter(|one| one.told.is_none());
    let Some(standing) = standing.filter(|one| typed.get("funn") == one.entry.to_string()) else {
        mistakes.tell("funn", visit.plain("suppliers-tell-wrong"));
        return Err(mistakes.into());
    };
    let contact = visit.view.state().related(id, "contact").first().map(|role| (*role).clone());
    let by: EntityId = USUAL_ROLE.parse().map_err(|_| Failure::Inside)?;
    let obligation = Obligation {
        id: reply_id(standing.entry).ok_or(Failure::Inside)?,
        kind: REPLY_DUE.parse().map_err(|_| Failure::Inside)?,
        subject: id.clone(),
        due: working_days_after(visit.app.clock().now(), REPLY_WORKING_DAYS),
        owner: contact.or_else(|| Some(by.clone())),
    };
    let key = format!("reply due\n{}", obligation.id);
    let drafted = draft(Fact::Obligation(obligation), &by, Some(&key), Texts::default());
    let drafted = drafted.map_err(|error| NotRecorded::undrafted(error, visit.words()))?;
    Ok(record(visit, vec![drafted]).await?)
}
