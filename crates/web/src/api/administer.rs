//! What administrators set up. Only people may, who show two factors; a key never does, whatever its rights.

mod people;
mod providers;
mod timetable;

pub(super) use people::*;
pub(super) use providers::*;
pub(super) use timetable::*;

use arvak_core::Instant;
use arvak_identity::{Access, Right, Scopes, TokenKind};
use arvak_store::TokenRow;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json, with};
use super::ask::{Asked, Form, Sent};
use super::lists::{Part, linked};
use super::problem::{Code, Problem};
use super::shapes::Secret;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::settings::tokens::{make_key, take_back};
use crate::visit::Visit;
use crate::work::Work;

/// The addresses. What answers a secret is not done once: its answer would have to be kept.
pub(super) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .get("/api/v1/settings", administer, settings)
        .get("/api/v1/control-records", administer, control_records)
        .get("/api/v1/keys", administer, keys)
        .post("/api/v1/keys", administer, new_key)
        .delete("/api/v1/keys/{id}", administer, remove_key)
        .get("/api/v1/users", administer, users)
        .get("/api/v1/users/{slug}", administer, user)
        .put("/api/v1/users/{slug}/roles", administer, set_roles)
        .post("/api/v1/users/{slug}/factor-reset", administer, reset_factors)
        .post("/api/v1/users/{slug}/closing", administer, close)
        .get("/api/v1/invitations", administer, invitations)
        .post("/api/v1/invitations", administer, invite)
        .delete("/api/v1/invitations/{id}", administer, uninvite)
        .get("/api/v1/timetable", administer, timetable)
        .put("/api/v1/timetable", administer, set_timetable)
        .put("/api/v1/timetable/vantage", administer, set_vantage)
        .get("/api/v1/openid-providers", administer, providers)
        .costing(Work::Sending)
        .once("/api/v1/openid-providers/{slug}/tests", administer, FORM_BYTES_MAX, test_provider)
}

/// What the operator decided about this installation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Settings {
    /// The origin that people's browsers see.
    origin: String,
    /// The language of whoever has not chosen one.
    lang: String,
    /// Minutes that a session lasts without a sign of life.
    idle_minutes: u32,
    /// Hours that a session lasts at most.
    session_hours: u32,
    /// Where the data folder is.
    folder: String,
}

/// How this installation is set up
#[utoipa::path(get, path = "/api/v1/settings", operation_id = "getSettings", tag = "administration",
    responses((status = 200, description = "The settings", body = Settings)))]
pub(super) async fn settings(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let site = visit.app.site();
    json(&Settings {
        origin: site.origin.clone(),
        lang: site.lang.tag().to_owned(),
        idle_minutes: site.idle_minutes,
        session_hours: site.session_hours,
        folder: visit.app.folder().layout().root().display().to_string(),
    })
}

/// DNS records that would prove control of the listed domains.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Records {
    records: Vec<Record>,
}

/// A TXT record.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Record {
    name: String,
    value: String,
}

/// DNS records that prove control
///
/// Of the listed domains whose control is not proved yet.
#[utoipa::path(get, path = "/api/v1/control-records", operation_id = "listControlRecords", tag = "administration",
    responses((status = 200, description = "The records", body = Records)))]
pub(super) async fn control_records(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let records = visit.app.program().control_records().await?.into_iter();
    json(&Records { records: records.map(|(name, value)| Record { name, value }).collect() })
}

/// Keys of the API.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Keys {
    /// By number.
    keys: Vec<Key>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// A key of the API, without what its holder keeps.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Key {
    id: i64,
    name: String,
    /// What it may do, as far as its owner may.
    rights: Vec<String>,
    /// Its owner.
    #[schema(required = true)]
    owner: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    ends_at: Option<Instant>,
    /// When it was last used, within a minute.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    used_at: Option<Instant>,
}

impl From<TokenRow> for Key {
    fn from(row: TokenRow) -> Self {
        let scopes = Scopes::from_text(&row.scopes).unwrap_or_default();
        Self {
            id: row.id,
            name: row.name,
            rights: scopes.rights().map(|right| right.name().to_owned()).collect(),
            owner: row.person.map(|person| person.to_string()),
            made_at: row.made_at,
            ends_at: row.ends_at,
            used_at: row.used_at,
        }
    }
}

/// Keys of the API
#[utoipa::path(get, path = "/api/v1/keys", operation_id = "listKeys", tag = "administration",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Keys, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(super) async fn keys(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut rows = visit.app.folder().operation().tokens(TokenKind::Api.name()).await?;
    rows.sort_by_key(|row| row.id);
    let (rows, next) = part.of(rows, |row| format!("{:020}", row.id));
    let keys = Keys { keys: rows.into_iter().map(Key::from).collect(), next: next.clone() };
    Ok(linked(&visit, json(&keys)?, next.as_deref()))
}

/// A key to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Nightly report", "rights": ["read", "export"], "days": 90 }))]
pub(super) struct NewKey {
    /// What it is called.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// `read`, `export`, `record`, `edit_inventory`, `look`, `ask_exemption`, `review`: those that its owner has.
    #[schema(min_items = 1)]
    rights: Vec<String>,
    /// How many days it lasts: 30, 90 or 365.
    days: u32,
}

/// Make a key
#[utoipa::path(post, path = "/api/v1/keys", operation_id = "createKey", tag = "administration",
    request_body = NewKey,
    responses((status = 201, description = "The key, shown this once", body = Secret)))]
pub(super) async fn new_key(visit: Visit, Sent(sent): Sent<NewKey>) -> Answered {
    Asked::of(&visit, &[])?;
    let form = Form::new()
        .with("navn", "name", sent.name)
        .all("rett", "rights", sent.rights)
        .with("dager", "days", sent.days);
    let made = make_key(&visit, &form.typed()).await.map_err(|error| form.problem(error))?;
    with(StatusCode::CREATED, &Secret { secret: made.reveal().to_owned() })
}

/// Take a key back
#[utoipa::path(delete, path = "/api/v1/keys/{id}", operation_id = "removeKey", tag = "administration",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 204, description = "It opens nothing any more")))]
pub(super) async fn remove_key(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    removed(&visit, TokenKind::Api, &id).await
}

async fn removed(visit: &Visit, kind: TokenKind, id: &str) -> Answered {
    let id = id.parse().map_err(|_| Problem::from(Code::NotFound))?;
    take_back(visit, kind, id).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
