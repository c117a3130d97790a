//! How the letter stands, now or earlier; what it asks; how it went day by day; what changed.

use std::sync::Arc;

use arvak_core::change::Changed as Of;
use arvak_core::{EntityId, Instant, Name, Status};
use arvak_words::moment;
use axum::extract::Path;
use axum::response::Response;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::Asked;
use super::lists::{Part, backwards, linked};
use super::problem::{Code, Problem};
use super::shapes::{self, Counts, State};
use crate::rooms::changes::seen;
use crate::rooms::status::subjects_changed;
use crate::view::View;
use crate::visit::Visit;

/// What is known at the instant that is asked for; never later than now.
pub(super) async fn as_of(
    visit: &Visit,
    asked: &Asked<'_>,
    name: &str,
) -> Result<Arc<View>, Problem> {
    match asked.read_with(name, moment)? {
        Some(at) => Ok(visit.as_of(at.min(visit.view.at)).await?),
        None => Ok(Arc::clone(&visit.view)),
    }
}

/// How the letter stands
///
/// As `arvak status --json` answers.
#[utoipa::path(get, path = "/api/v1/status", operation_id = "getStatus", tag = "status",
    params(("as_of" = Option<String>, Query, description = "What was known then, judged then: RFC 3339, or a date, which means the end of that day in Norway. Never later than now.", example = json!("2026-03-01"))),
    responses((status = 200, description = "The letter, judged", body = shapes::Assessment)))]
pub(super) async fn status(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["as_of"])?;
    json(&as_of(&visit, &asked, "as_of").await?.assessment)
}

/// How one point stands
#[utoipa::path(get, path = "/api/v1/points/{point}", operation_id = "getPoint", tag = "status",
    params(("point" = String, Path, description = "The point's id", example = json!("1a")),
        ("as_of" = Option<String>, Query, description = "As of `getStatus`")),
    responses((status = 200, description = "The point, judged", body = shapes::Point)))]
pub(super) async fn point(visit: Visit, Path(id): Path<String>) -> Answered {
    let asked = Asked::of(&visit, &["as_of"])?;
    let view = as_of(&visit, &asked, "as_of").await?;
    let point = view.assessment.points.iter().find(|point| point.id.as_str() == id);
    json(point.ok_or(Code::NotFound)?)
}

/// Why a claim stands as it does
///
/// As `arvak explain --json` answers.
#[utoipa::path(get, path = "/api/v1/claims/{claim}", operation_id = "getClaim", tag = "status",
    params(("claim" = String, Path, description = "The claim's id", example = json!("3.1")),
        ("as_of" = Option<String>, Query, description = "As of `getStatus`")),
    responses((status = 200, description = "The claim, judged", body = shapes::Claim)))]
pub(super) async fn claim(visit: Visit, Path(id): Path<String>) -> Answered {
    let asked = Asked::of(&visit, &["as_of"])?;
    let view = as_of(&visit, &asked, "as_of").await?;
    json(view.assessment.claim(&id).ok_or(Code::NotFound)?)
}

/// The letter with its texts, in the language that is asked for.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Letter {
    #[schema(value_type = String)]
    id: Name,
    title: String,
    points: Vec<LetterPoint>,
}

/// A point of the letter.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LetterPoint {
    #[schema(value_type = String)]
    id: Name,
    title: String,
    claims: Vec<LetterClaim>,
}

/// A claim of the letter.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct LetterClaim {
    #[schema(value_type = String)]
    id: Name,
    title: String,
    /// The role that answers for it unless another is named.
    owner: String,
}

/// What the letter asks
#[utoipa::path(get, path = "/api/v1/letter", operation_id = "getLetter", tag = "status",
    responses((status = 200, description = "The letter in force, with its texts", body = Letter)))]
pub(super) async fn letter(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let letter = visit.view.letter().ok_or(Code::NotFound)?;
    let of = |text| visit.lang.of(text).to_owned();
    let points = letter.points.iter().map(|point| {
        let claims = point.claims.iter().map(|claim| LetterClaim {
            id: claim.id.clone(),
            title: of(&claim.title),
            owner: format!("role/{}", claim.owner),
        });
        LetterPoint { id: point.id.clone(), title: of(&point.title), claims: claims.collect() }
    });
    let (id, title) = (letter.id.clone(), of(&letter.title));
    json(&Letter { id, title, points: points.collect() })
}

/// How the points stood, day by day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Trend {
    /// The oldest first; none until it is known.
    days: Vec<Day>,
}

/// How the points stood at the end of a day.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Day {
    /// The end of the day (UTC); the present for the last.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    points: Counts,
}

/// How the points stood, day by day
#[utoipa::path(get, path = "/api/v1/trend", operation_id = "getTrend", tag = "status",
    responses((status = 200, description = "Up to 90 days", body = Trend)))]
pub(super) async fn trend(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    // The days are told of the whole municipality.
    let days = if visit.limits().is_some() { Arc::default() } else { visit.app.live().trend() };
    let days = days.iter().map(|day| Day { at: day.at, points: counts(&day.points) });
    json(&Trend { days: days.collect() })
}

/// How many are in which state, by name.
pub(super) fn counts(counts: &arvak_core::assess::Counts) -> Counts {
    let some = Status::ALL.into_iter().filter(|state| counts.get(*state) > 0);
    some.map(|state| (state.name().to_owned(), counts.get(state))).collect()
}

/// What changed between two instants.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Compared {
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    #[schema(value_type = String, format = DateTime)]
    to: Instant,
    /// Things whose state for a claim is another one, the worse first.
    changes: Vec<Changed>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A thing whose state for a claim is another one than before.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Changed {
    #[schema(value_type = String)]
    claim: Name,
    #[schema(value_type = String)]
    subject: EntityId,
    /// Null when it was not asked then.
    #[schema(required = true, value_type = Option<State>)]
    from: Option<Status>,
    /// Null when it is not asked any more.
    #[schema(required = true, value_type = Option<State>)]
    to: Option<Status>,
}

/// What changed between two instants
#[utoipa::path(get, path = "/api/v1/history", operation_id = "compareHistory", tag = "status",
    params(("from" = Option<String>, Query, description = "The earlier instant, as of `getStatus`; a week ago unless it is given", example = json!("2026-02-01")),
        ("to" = Option<String>, Query, description = "The later instant; now unless it is given"),
        ("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of what changed", body = Compared, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn history(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["from", "to", "limit", "after"])?;
    let part = Part::asked(&asked)?;
    let earlier = match asked.get("from") {
        Some(_) => as_of(&visit, &asked, "from").await?,
        None => visit.week_ago().await?,
    };
    let later = as_of(&visit, &asked, "to").await?;
    let (before, after) = (&earlier.assessment, &later.assessment);
    let changes = subjects_changed(before, after).into_iter().filter_map(|change| {
        let Of::Subject(claim, subject) = change.of else { return None };
        let state = change.to.unwrap_or(Status::NotApplicable);
        let rank = Status::ALL.into_iter().filter(|one| *one < state).count();
        let place = format!("{rank} {claim} {subject}");
        Some((place, Changed { claim, subject, from: change.from, to: change.to }))
    });
    let mut changes: Vec<(String, Changed)> = changes.collect();
    changes.sort_by(|one, other| one.0.cmp(&other.0));
    let (changes, next) = part.of(changes, |(place, _)| place.clone());
    let changes = changes.into_iter().map(|(_, told)| told).collect();
    let (from, to) = (before.assessed_at, after.assessed_at);
    let answer = json(&Compared { from, to, changes, next: next.clone() })?;
    Ok(linked(&visit, answer, next.as_deref()))
}

/// Changes that bettered a status without new supporting evidence.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Changes {
    changes: Vec<Bettered>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A status that a fact bettered without new supporting evidence.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Bettered {
    /// When the fact was received.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    entry: u64,
    /// Its kind: `retirement`, `scope`, `exemption` …
    fact: String,
    /// The reason recorded with it, unless it was erased.
    #[schema(required = true)]
    reason: Option<String>,
    #[schema(value_type = String)]
    claim: Name,
    /// The thing; null when the claim has none.
    #[schema(required = true, value_type = Option<String>)]
    subject: Option<EntityId>,
    #[schema(value_type = State)]
    from: Status,
    /// Null when it is not asked any more.
    #[schema(required = true, value_type = Option<State>)]
    to: Option<Status>,
}

/// What bettered a status without new evidence
///
/// As `arvak report changes --json` answers, the newest first.
#[utoipa::path(get, path = "/api/v1/changes", operation_id = "listChanges", tag = "status",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Changes, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn changes(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut all: Vec<(String, Bettered)> = Vec::new();
    for (number, one) in seen(&visit).await?.into_iter().enumerate() {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        let told = Bettered {
            at: one.at,
            entry: one.entry.0,
            fact: one.fact.to_owned(),
            reason: one.reason,
            claim: one.claim,
            subject: one.subject,
            from: one.from,
            to: one.to,
        };
        all.push((backwards(number), told));
    }
    all.reverse();
    let (changes, next) = part.of(all, |(place, _)| place.clone());
    let changes = changes.into_iter().map(|(_, told)| told).collect();
    let answer: Response = json(&Changes { changes, next: next.clone() })?;
    Ok(linked(&visit, answer, next.as_deref()))
}
