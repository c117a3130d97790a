//! Who has an account and who is invited. What is done to an account is noted with who did it, and why.

use arvak_core::{EntityId, Instant};
use arvak_identity::TokenKind;
use arvak_store::Account;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::removed;
use crate::api::answer::{Answered, json, with};
use crate::api::ask::{Asked, Form, Sent};
use crate::api::lists::{Part, linked};
use crate::api::shapes::Secret;
use crate::settings::user;
use crate::settings::users::make_invitation;
use crate::visit::Visit;

/// Accounts.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Users {
    /// By opaque id, closed ones too.
    users: Vec<User>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// Somebody who may log in, or might once.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "names in JSON")]
pub(crate) struct User {
    /// The opaque id, by which the ledger knows the person.
    #[schema(value_type = String)]
    person: EntityId,
    name: String,
    user_name: String,
    #[schema(required = true)]
    email: Option<String>,
    lang: String,
    roles: Vec<String>,
    /// The units that the person is limited to; all when there is none.
    #[schema(value_type = Vec<String>)]
    units: Vec<EntityId>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Instant,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    closed_at: Option<Instant>,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    last_log_in: Option<Instant>,
}

impl From<Account> for User {
    fn from(account: Account) -> Self {
        let Account { person, name, user_name, email, lang, roles, units, .. } = account;
        let (created_at, closed_at) = (account.created_at, account.closed_at);
        let last_log_in = account.last_log_in;
        Self {
            person,
            name,
            user_name,
            email,
            lang,
            roles,
            units,
            created_at,
            closed_at,
            last_log_in,
        }
    }
}

/// Who has an account
#[utoipa::path(get, path = "/api/v1/users", operation_id = "listUsers", tag = "administration",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of the list", body = Users, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(crate) async fn users(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut accounts = visit.app.folder().operation().accounts().await?;
    accounts.sort_by(|one, other| one.person.cmp(&other.person));
    let (accounts, next) = part.of(accounts, |one| one.person.to_string());
    let users = Users { users: accounts.into_iter().map(User::from).collect(), next: next.clone() };
    Ok(linked(&visit, json(&users)?, next.as_deref()))
}

/// One account
#[utoipa::path(get, path = "/api/v1/users/{slug}", operation_id = "getUser", tag = "administration",
    params(("slug" = String, Path, description = "The end of `person`")),
    responses((status = 200, description = "The account", body = User)))]
pub(crate) async fn user(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    json(&User::from(user::account(&visit, &slug).await?))
}

/// Roles and units of an account, in place of the earlier ones.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "roles": ["ict_lead"], "units": [] }))]
pub(crate) struct Roles {
    /// One at least.
    #[schema(min_items = 1)]
    roles: Vec<String>,
    /// Units that the person is limited to; all when there is none.
    #[serde(default)]
    units: Vec<String>,
}

impl Roles {
    fn on(self, form: Form) -> Form {
        form.all("rolle", "roles", self.roles).all("enhet", "units", self.units)
    }
}

/// Give an account other roles
///
/// Its sessions end, so that a new one begins with the new rights.
#[utoipa::path(put, path = "/api/v1/users/{slug}/roles", operation_id = "setRoles", tag = "administration",
    params(("slug" = String, Path, description = "The end of `person`")),
    request_body = Roles,
    responses((status = 200, description = "The account as it is now", body = User)))]
pub(crate) async fn set_roles(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<Roles>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let account = user::account(&visit, &slug).await?;
    let form = sent.on(Form::new());
    let done = user::set_roles(&visit, &account, &form.typed()).await;
    done.map_err(|error| form.problem(error))?;
    json(&User::from(user::account(&visit, &slug).await?))
}

/// Why something is done to an account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "Lost the phone." }))]
pub(crate) struct Why {
    #[schema(min_length = 1, max_length = 1_000)]
    reason: String,
}

/// Take all factors of an account
///
/// The link that is answered lets the person choose new ones, within the hour.
#[utoipa::path(post, path = "/api/v1/users/{slug}/factor-reset", operation_id = "resetFactors", tag = "administration",
    params(("slug" = String, Path, description = "The end of `person`")),
    request_body = Why,
    responses((status = 201, description = "The link, shown this once", body = Secret)))]
pub(crate) async fn reset_factors(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<Why>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let account = user::account(&visit, &slug).await?;
    let form = Form::new().with("grunn", "reason", sent.reason);
    let made = user::reset_factors(&visit, &account, &form.typed()).await;
    link(&visit, &made.map_err(|error| form.problem(error))?)
}

fn link(visit: &Visit, made: &arvak_identity::Secret) -> Answered {
    let secret = format!("{}/lenke/{}", visit.app.site().origin, made.reveal());
    with(StatusCode::CREATED, &Secret { secret })
}

/// Close an account
///
/// Its sessions, links and keys end. What it recorded stands.
#[utoipa::path(post, path = "/api/v1/users/{slug}/closing", operation_id = "closeUser", tag = "administration",
    params(("slug" = String, Path, description = "The end of `person`")),
    request_body = Why,
    responses((status = 204, description = "It is closed")))]
pub(crate) async fn close(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<Why>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let account = user::account(&visit, &slug).await?;
    let form = Form::new().with("stengegrunn", "reason", sent.reason);
    let shut = user::shut(&visit, &account, &form.typed()).await;
    shut.map_err(|error| form.problem(error))?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// Invitations that wait.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Invitations {
    /// By number.
    invitations: Vec<Invitation>,
    /// What `after` must be for the next part; null at the end.
    #[schema(required = true)]
    next: Option<String>,
}

/// An invitation that waits, without its link.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Invitation {
    id: i64,
    /// What the one who is invited is called.
    name: String,
    roles: Vec<String>,
    #[schema(value_type = Vec<String>)]
    units: Vec<EntityId>,
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    ends_at: Option<Instant>,
}

/// Who is invited
#[utoipa::path(get, path = "/api/v1/invitations", operation_id = "listInvitations", tag = "administration",
    params(("limit" = Option<u8>, Query, description = "How many at most", minimum = 1, maximum = 200),
        ("after" = Option<String>, Query, description = "`next` of the part before")),
    responses((status = 200, description = "A part of those that were not used", body = Invitations, headers(("link" = String, description = "`rel=\"next\"`: the next part")))))]
pub(crate) async fn invitations(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["limit", "after"])?;
    let part = Part::asked(&asked)?;
    let mut rows = visit.app.folder().operation().tokens(TokenKind::Invitation.name()).await?;
    rows.retain(|row| row.used_at.is_none());
    rows.sort_by_key(|row| row.id);
    let (rows, next) = part.of(rows, |row| format!("{:020}", row.id));
    let invitations = rows.into_iter().map(|row| Invitation {
        id: row.id,
        name: row.name,
        roles: row.roles,
        units: row.units,
        ends_at: row.ends_at,
    });
    let invitations = Invitations { invitations: invitations.collect(), next: next.clone() };
    Ok(linked(&visit, json(&invitations)?, next.as_deref()))
}

/// Somebody to be invited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "name": "Ola Nordmann", "roles": ["emergency_coordinator"] }))]
pub(crate) struct NewInvitation {
    /// What the one who is invited is called.
    #[schema(min_length = 1, max_length = 100)]
    name: String,
    /// One at least.
    #[schema(min_items = 1)]
    roles: Vec<String>,
    /// Units that the person is limited to; all when there is none.
    #[serde(default)]
    units: Vec<String>,
}

/// Invite somebody
#[utoipa::path(post, path = "/api/v1/invitations", operation_id = "createInvitation", tag = "administration",
    request_body = NewInvitation,
    responses((status = 201, description = "The link, shown this once", body = Secret)))]
pub(crate) async fn invite(visit: Visit, Sent(sent): Sent<NewInvitation>) -> Answered {
    Asked::of(&visit, &[])?;
    let NewInvitation { name, roles, units } = sent;
    let form = Roles { roles, units }.on(Form::new().with("navn", "name", name));
    let made = make_invitation(&visit, &form.typed()).await;
    link(&visit, &made.map_err(|error| form.problem(error))?)
}

/// Take an invitation back
#[utoipa::path(delete, path = "/api/v1/invitations/{id}", operation_id = "removeInvitation", tag = "administration",
    params(("id" = i64, Path, description = "Its number")),
    responses((status = 204, description = "Its link leads nowhere any more")))]
pub(crate) async fn uninvite(visit: Visit, Path(id): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    removed(&visit, TokenKind::Invitation, &id).await
}
