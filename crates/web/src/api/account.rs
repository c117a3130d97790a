//! One's own account. How one logs in is changed on the pages alone, where the factors are shown; what a session may do here it may
//! do there, and no key may any of it but ask who it is.

mod notices;
mod sessions;

pub(super) use notices::*;
pub(super) use sessions::*;

use arvak_core::EntityId;
use arvak_identity::{Access, Right};
use arvak_words::Lang;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, json};
use super::ask::{Asked, Sent};
use crate::failure::Failure;
use crate::notices::choices::own;
use crate::routes::Routes;
use crate::single_sign_on;
use crate::visit::Visit;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let mine = Access::LoggedIn;
    routes
        .get("/api/v1/caller", Access::May(Right::Read), caller)
        .get("/api/v1/account", mine, account)
        .put("/api/v1/account/language", mine, set_language)
        .get("/api/v1/account/notices", mine, notices)
        .put("/api/v1/account/notices", mine, set_notices)
        .get("/api/v1/account/sessions", mine, sessions)
        .delete("/api/v1/account/sessions", mine, end_others)
        .delete("/api/v1/account/sessions/{id}", mine, end_session)
        .get("/api/v1/account/passkeys", mine, passkeys)
        .delete("/api/v1/account/passkeys/{id}", mine, remove_passkey)
}

/// Who asks, and what they may.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Caller {
    /// The person who is logged in, or who made the key.
    #[schema(value_type = String)]
    person: EntityId,
    /// The number of the key; null for a person.
    #[schema(required = true)]
    key: Option<i64>,
    /// What may be done: of a key, what both it and its maker may.
    rights: Vec<String>,
    /// The units that it is limited to; all when there is none.
    #[schema(value_type = Vec<String>)]
    units: Vec<EntityId>,
}

/// Who asks
#[utoipa::path(get, path = "/api/v1/caller", operation_id = "getCaller", tag = "account",
    responses((status = 200, description = "Who, and what they may", body = Caller)))]
pub(super) async fn caller(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let who = visit.who.as_ref().ok_or(Failure::NotLoggedIn)?;
    let rights = Right::ALL.into_iter().filter(|right| who.may(*right));
    json(&Caller {
        person: who.person.clone(),
        key: who.key,
        rights: rights.map(|right| right.name().to_owned()).collect(),
        units: who.units.clone(),
    })
}

/// One's own account.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OwnAccount)]
pub(super) struct Account {
    #[schema(value_type = String)]
    person: EntityId,
    name: String,
    user_name: String,
    #[schema(required = true)]
    email: Option<String>,
    lang: String,
    roles: Vec<String>,
    #[schema(value_type = Vec<String>)]
    units: Vec<EntityId>,
    /// What the OpenID provider is called where one logs in; null when it is here.
    #[schema(required = true)]
    provider: Option<String>,
    factors: OwnFactors,
}

/// By what one may log in here.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct OwnFactors {
    password: bool,
    /// Whether codes of an authenticator are asked for.
    codes: bool,
    passkeys: i64,
    /// Recovery codes that were not used.
    recovery_codes: i64,
}

/// One's own account
#[utoipa::path(get, path = "/api/v1/account", operation_id = "getAccount", tag = "account",
    responses((status = 200, description = "The account", body = Account)))]
pub(super) async fn account(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let account = own(&visit).await?;
    let has = visit.app.folder().operation().has_factors(&account.person).await?;
    json(&Account {
        provider: single_sign_on::called(&visit, &account.person).await?,
        person: account.person,
        name: account.name,
        user_name: account.user_name,
        email: account.email,
        lang: account.lang,
        roles: account.roles,
        units: account.units,
        factors: OwnFactors {
            password: has.password,
            codes: has.totp,
            passkeys: has.passkeys,
            recovery_codes: has.recovery_codes,
        },
    })
}

/// A language of the pages and of notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LanguageTag)]
pub(super) enum Tag {
    Nb,
    Nn,
    En,
}

impl From<Tag> for Lang {
    fn from(tag: Tag) -> Self {
        match tag {
            Tag::Nb => Self::Nb,
            Tag::Nn => Self::Nn,
            Tag::En => Self::En,
        }
    }
}

impl From<Lang> for Tag {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Nb => Self::Nb,
            Lang::Nn => Self::Nn,
            Lang::En => Self::En,
        }
    }
}

/// A language to be kept with the account.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "lang": "nn" }))]
pub(super) struct NewLanguage {
    lang: Tag,
}

/// Choose a language
#[utoipa::path(put, path = "/api/v1/account/language", operation_id = "setLanguage", tag = "account",
    request_body = NewLanguage,
    responses((status = 204, description = "It is kept")))]
pub(super) async fn set_language(visit: Visit, Sent(sent): Sent<NewLanguage>) -> Answered {
    Asked::of(&visit, &[])?;
    let account = own(&visit).await?;
    let lang = Lang::from(sent.lang).tag();
    visit.app.folder().operation().set_account_lang(&account.person, lang).await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}
