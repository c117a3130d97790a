//! One service: each check with what was seen, what it means, why it matters and how it is mended.

use arvak_core::{EntryId, Instant};
use arvak_words::check_text;
use axum::extract::Path;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Service;
use crate::api::answer::{Answered, json};
use crate::api::ask::Asked;
use crate::api::status::as_of;
use crate::internet::family::Family;
use crate::internet::found::Rank;
use crate::internet::list::title;
use crate::internet::looks::{Shown, service as look};
use crate::internet::service::known;
use crate::visit::Visit;

/// A service, and every check of it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InternetServiceWithChecks)]
pub(crate) struct WholeService {
    service: Service,
    /// By id.
    checks: Vec<Check>,
}

/// A check, its newest result, and what helps to act on it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Check {
    /// Its stable id, such as `http.hsts`.
    id: String,
    family: Family,
    rank: Rank,
    /// How much it matters: `must`, `should` or `info`.
    grade: String,
    /// `pass`, `fail`, `notice`, `inconclusive` or `not_applicable`.
    result: String,
    /// Why, as a stable code.
    reason: String,
    /// What was seen, in short and masked.
    seen: String,
    /// The evidence with the transcript.
    #[schema(value_type = u64)]
    entry: EntryId,
    /// When the look began.
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// What is so when it passes.
    title: String,
    /// What is looked at, and what it means.
    #[schema(required = true)]
    means: Option<String>,
    /// Why it matters.
    #[schema(required = true)]
    why: Option<String>,
    /// How it is mended; none where nothing is to mend.
    mend: Vec<Mend>,
    /// Where it is written what is right.
    #[schema(required = true)]
    reference: Option<String>,
}

/// How a fault is mended.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mend {
    /// In which product; null when it is the same everywhere.
    #[schema(required = true)]
    product: Option<String>,
    /// What to do.
    text: String,
    /// The lines to write, where there are such.
    #[schema(required = true)]
    lines: Option<String>,
}

impl Check {
    fn of(visit: &Visit, id: &str, shown: &Shown) -> Self {
        let (text, rank) = (check_text(id), Rank::of(&shown.check));
        let mends = text.filter(|_| rank < Rank::Fine).map(|text| text.mend.iter());
        let mend = mends.into_iter().flatten().map(|mend| Mend {
            product: mend.product.clone(),
            text: mend.text.get(visit.lang).to_owned(),
            lines: mend.lines.clone(),
        });
        Self {
            id: id.to_owned(),
            family: Family::of(id),
            rank,
            grade: shown.check.grade.name().to_owned(),
            result: shown.check.result.name().to_owned(),
            reason: shown.check.reason.clone(),
            seen: shown.check.seen.clone(),
            entry: shown.entry,
            at: shown.at,
            title: title(visit, id),
            means: text.map(|text| text.means.get(visit.lang).to_owned()),
            why: text.map(|text| text.why.get(visit.lang).to_owned()),
            mend: mend.collect(),
            reference: visit.app.program().reference(id).map(str::to_owned),
        }
    }
}

/// One service, check by check
#[utoipa::path(get, path = "/api/v1/internet/services/{kind}/{slug}", operation_id = "getInternetService", tag = "internet",
    params(("kind" = String, Path, description = "`endpoint` or `domain`", example = json!("endpoint")),
        ("slug" = String, Path, description = "The rest of its id", example = json!("www")),
        ("as_of" = Option<String>, Query, description = "As of `getStatus`")),
    responses((status = 200, description = "The service", body = WholeService)))]
pub(crate) async fn service(visit: Visit, Path((kind, slug)): Path<(String, String)>) -> Answered {
    let asked = Asked::of(&visit, &["as_of"])?;
    let view = as_of(&visit, &asked, "as_of").await?;
    let id = known(&view, &kind, &slug)?;
    let found = look(&view, &**visit.app.program(), visit.app.judged(), &id);
    let checks = found.checks.iter().map(|(id, shown)| Check::of(&visit, id, shown));
    json(&WholeService { service: Service::of(&visit, &found), checks: checks.collect() })
}
