//! What one wants to be told, how often, where to, and in which language.

use arvak_notices::{Kind, Pace};
use arvak_words::Lang;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Tag;
use crate::api::answer::{Answered, json};
use crate::api::ask::{Asked, Form, Sent};
use crate::notices::choices::{keep_choice, own, own_choice};
use crate::visit::Visit;

/// What may be told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticeKind)]
pub(crate) enum Told {
    /// Something was refuted.
    Refuted,
    /// Evidence expires soon.
    Expiring,
    /// Something is past due.
    Overdue,
}

impl From<Kind> for Told {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Refuted => Self::Refuted,
            Kind::Expiring => Self::Expiring,
            Kind::Overdue => Self::Overdue,
        }
    }
}

impl From<Told> for Kind {
    fn from(told: Told) -> Self {
        match told {
            Told::Refuted => Self::Refuted,
            Told::Expiring => Self::Expiring,
            Told::Overdue => Self::Overdue,
        }
    }
}

/// How often one is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = NoticePace)]
pub(crate) enum HowOften {
    /// As soon as something happens.
    AtOnce,
    /// Each morning on which there is something to tell.
    Daily,
    /// Each Monday morning on which there is something to tell.
    Weekly,
}

impl From<Pace> for HowOften {
    fn from(pace: Pace) -> Self {
        match pace {
            Pace::AtOnce => Self::AtOnce,
            Pace::Daily => Self::Daily,
            Pace::Weekly => Self::Weekly,
        }
    }
}

impl From<HowOften> for Pace {
    fn from(pace: HowOften) -> Self {
        match pace {
            HowOften::AtOnce => Self::AtOnce,
            HowOften::Daily => Self::Daily,
            HowOften::Weekly => Self::Weekly,
        }
    }
}

/// What one wants to be told.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "kinds": ["refuted"], "pace": "daily", "email": "kari@kommune.example", "lang": "nb" }))]
pub(crate) struct Notices {
    /// Of what; nothing when there is none.
    kinds: Vec<Told>,
    pace: HowOften,
    /// Where to; needed when there are kinds.
    #[schema(required = true)]
    email: Option<String>,
    /// The language of the account: of its pages too.
    lang: Tag,
}

/// What one is told
#[utoipa::path(get, path = "/api/v1/account/notices", operation_id = "getNotices", tag = "account",
    responses((status = 200, description = "One's own choice, or what is usual", body = Notices)))]
pub(crate) async fn notices(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    answered(&visit).await
}

async fn answered(visit: &Visit) -> Answered {
    let account = own(visit).await?;
    let choice = own_choice(visit, &account).await?;
    let lang: Lang = account.lang.parse().unwrap_or_default();
    json(&Notices {
        kinds: choice.kinds.into_iter().map(Told::from).collect(),
        pace: choice.pace.into(),
        email: account.email,
        lang: lang.into(),
    })
}

/// Choose what one is told
#[utoipa::path(put, path = "/api/v1/account/notices", operation_id = "setNotices", tag = "account",
    request_body = Notices,
    responses((status = 200, description = "The choice as it is kept", body = Notices)))]
pub(crate) async fn set_notices(visit: Visit, Sent(sent): Sent<Notices>) -> Answered {
    Asked::of(&visit, &[])?;
    let kinds = sent.kinds.into_iter().map(|kind| Kind::from(kind).name());
    let form = Form::new()
        .all("hva", "kinds", kinds)
        .with("takt", "pace", Pace::from(sent.pace).name())
        .some("epost", "email", sent.email)
        .with("sprak", "lang", Lang::from(sent.lang).tag());
    let kept = keep_choice(&visit, &form.typed()).await;
    kept.map_err(|error| form.problem(error))?;
    answered(&visit).await
}
