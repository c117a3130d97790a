//! What meets the internet: services check by check, the worst first; what changed between two days; names in no list.

mod check;

pub(super) use check::*;

use std::collections::BTreeMap;

use arvak_core::{EntityId, EntryId, Instant};
use arvak_identity::{Access, Right};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::Asked;
use super::lists::{Part, linked};
use super::status::as_of;
use crate::internet::family::Family;
use crate::internet::found::{Rank, count};
use crate::internet::list::{changed, looked};
use crate::internet::looks::Service as Looked;
use crate::internet::unknown::found;
use crate::routes::Routes;
use crate::visit::Visit;

/// Most characters of a search.
const SEARCH_CHARS_MAX: usize = 200;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    routes
        .get("/api/v1/internet/services", read, services)
        .get("/api/v1/internet/services/{kind}/{slug}", read, service)
        .get("/api/v1/internet/changes", read, internet_changes)
        .get("/api/v1/internet/unknown-names", read, unknown_names)
}

/// Services, the worst first.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InternetServices)]
pub(super) struct Services {
    services: Vec<Service>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// An endpoint or a domain, and how many of its checks came out how.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InternetService)]
pub(super) struct Service {
    #[schema(value_type = String)]
    id: EntityId,
    /// What people call it.
    name: String,
    /// When it was looked at last; null when it never was.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    looked_at: Option<Instant>,
    /// How many checks of each rank, by family; what nothing is of is left out. There is no figure for all of them.
    #[schema(value_type = BTreeMap<String, BTreeMap<String, u32>>)]
    checks: BTreeMap<String, BTreeMap<String, u32>>,
}

impl Service {
    fn of(visit: &Visit, found: &Looked) -> Self {
        let mut checks: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
        for (id, shown) in &found.checks {
            let family = checks.entry(Family::of(id).name().to_owned()).or_default();
            *family.entry(Rank::of(&shown.check).name().to_owned()).or_default() += 1;
        }
        Self {
            id: found.id.clone(),
            name: visit.thing(&found.id),
            looked_at: found.looked_at,
            checks,
        }
    }
}

/// The place in a list that begins with the worst; what nobody looked at stands last.
fn place(found: &Looked) -> String {
    let [wrong, advised, noticed, ..] =
        count(found).map(|count| 999_999_usize.saturating_sub(count));
    let never = u8::from(found.looked_at.is_none());
    format!("{never} {wrong:06} {advised:06} {noticed:06} {}", found.id)
}

/// What meets the internet
///
/// The worst first, as the room *Internett* lists it.
#[utoipa::path(get, path = "/api/v1/internet/services", operation_id = "listInternetServices", tag = "internet",
    params(("search" = Option<String>, Query, description = "Only those whose name or id holds this", max_length = 200),
        ("family" = Option<Family>, Query, description = "Only those that were looked at so"),
        ("as_of" = Option<String>, Query, description = "As of `getStatus`"),
        ("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Services, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn services(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["search", "family", "as_of", "limit", "after"])?;
    let part = Part::asked(&asked)?;
    let search = asked.read_with("search", |text| {
        (text.chars().count() <= SEARCH_CHARS_MAX).then(|| text.trim().to_lowercase())
    })?;
    let family = asked.read_with("family", Family::from_name)?;
    let view = as_of(&visit, &asked, "as_of").await?;
    let is_wanted = |one: &Looked| {
        let named = |text: &String| {
            visit.thing(&one.id).to_lowercase().contains(text)
                || one.id.slug().contains(text.as_str())
        };
        search.as_ref().is_none_or(named)
            && family.is_none_or(|family| one.checks.keys().any(|id| Family::of(id) == family))
    };
    let all = looked(&visit, &view).into_iter().filter(is_wanted);
    let mut all: Vec<(String, Looked)> = all.map(|one| (place(&one), one)).collect();
    all.sort_by(|one, other| one.0.cmp(&other.0));
    let (services, next) = part.of(all, |(place, _)| place.clone());
    let services = services.iter().map(|(_, one)| Service::of(&visit, one)).collect();
    Ok(linked(&visit, json(&Services { services, next: next.clone() })?, next.as_deref()))
}

/// Checks that came out otherwise on two days.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InternetChanges)]
#[expect(clippy::struct_field_names, reason = "names in JSON")]
pub(super) struct Changes {
    #[schema(value_type = String, format = DateTime)]
    from: Instant,
    #[schema(value_type = String, format = DateTime)]
    to: Instant,
    /// What is worse now stands first.
    changes: Vec<Change>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A check of a service that came out otherwise.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InternetChange)]
pub(super) struct Change {
    #[schema(value_type = String)]
    service: EntityId,
    check: String,
    from: Rank,
    to: Rank,
}

/// What changed on the internet between two days
#[utoipa::path(get, path = "/api/v1/internet/changes", operation_id = "compareInternet", tag = "internet",
    params(("from" = Option<String>, Query, description = "The earlier instant, as of `getStatus`; a week ago unless it is given", example = json!("2026-02-01")),
        ("to" = Option<String>, Query, description = "The later instant; now unless it is given"),
        ("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Changes, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn internet_changes(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["from", "to", "limit", "after"])?;
    let part = Part::asked(&asked)?;
    let earlier = match asked.get("from") {
        Some(_) => as_of(&visit, &asked, "from").await?,
        None => visit.week_ago().await?,
    };
    let later = as_of(&visit, &asked, "to").await?;
    let (then, now) = (looked(&visit, &earlier), looked(&visit, &later));
    let told = changed(&then, &now).into_iter().map(|(is, was, service, check)| {
        let place = format!("{} {} {} {check}", is as u8, 9 - was as u8, service.id);
        let check = check.to_owned();
        (place, Change { service: service.id.clone(), check, from: was, to: is })
    });
    let mut told: Vec<(String, Change)> = told.collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    let (changes, next) = part.of(told, |(place, _)| place.clone());
    let changes = changes.into_iter().map(|(_, change)| change).collect();
    let (from, to) = (earlier.assessment.assessed_at, later.assessment.assessed_at);
    let answer = json(&Changes { from, to, changes, next: next.clone() })?;
    Ok(linked(&visit, answer, next.as_deref()))
}

/// Names that looks met and that stand in no list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnknownNames {
    /// The evidence of the newest comparison; null when names were never compared, or all are known.
    #[schema(required = true, value_type = Option<u64>)]
    entry: Option<EntryId>,
    /// In order.
    names: Vec<UnknownName>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A name that stands in no list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct UnknownName {
    /// The host, in lower-case ASCII.
    name: String,
    /// The evidence whose looks met it.
    #[schema(value_type = Vec<u64>)]
    seen_in: Vec<EntryId>,
}

/// Names in no list
///
/// Of the newest comparison: services that nobody listed.
#[utoipa::path(get, path = "/api/v1/internet/unknown-names", operation_id = "listUnknownNames", tag = "internet",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = UnknownNames, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn unknown_names(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let (entry, names) = found(&visit).map_or((None, Vec::new()), |(id, names)| (Some(id), names));
    let (names, next) = part.of(names, |one| one.name.clone());
    let names = names.into_iter().map(|one| UnknownName { name: one.name, seen_in: one.seen_in });
    let names = UnknownNames { entry, names: names.collect(), next: next.clone() };
    Ok(linked(&visit, json(&names)?, next.as_deref()))
}
