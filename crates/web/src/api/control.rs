//! What shows that a domain is the municipality's, and leave for what is somebody else's.

use arvak_core::{EntryId, Instant};
use arvak_identity::{Access, Right};
use arvak_probe::{
    Leave, control_file_address, control_mailbox, control_record_name, control_text,
};
use axum::extract::Path;
use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, at, json, recorded, with};
use super::ask::{Asked, Form, Sent};
use super::evidence::{BODY_BYTES_MAX, File};
use super::problem::{Code, Problem, Wrong};
use super::runs::Run;
use super::shapes::Recorded;
use crate::form::seen;
use crate::internet::control::{act, domain, known, leaves};
use crate::program::{Controlled, Proof, Way};
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::runs;
use crate::visit::Visit;
use crate::work::Work;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let look = Access::May(Right::Look);
    routes
        .get("/api/v1/control", look, control)
        .once("/api/v1/control/{slug}/looks", look, FORM_BYTES_MAX, look_for_proof)
        .costing(Work::Sending)
        .once("/api/v1/control/{slug}/mails", look, FORM_BYTES_MAX, mail_token)
        .once("/api/v1/control/{slug}/confirmations", look, FORM_BYTES_MAX, enter_token)
        .get("/api/v1/leave-template", look, leave_template)
        .once("/api/v1/leaves", look, BODY_BYTES_MAX, add_leave)
        .once("/api/v1/leaves/{id}/end", look, FORM_BYTES_MAX, end_leave)
}

/// What opens more than any visitor may do.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Control)]
pub(super) struct Control {
    /// The listed domains.
    domains: Vec<Domain>,
    /// Leaves that hold.
    leaves: Vec<Given>,
    /// Address ranges that the operator wrote down, in `arvak.toml` or when the program was started.
    allowed: Vec<String>,
    /// Whether a token can be mailed.
    mails: bool,
}

/// How a domain stands, and what would show that it is the municipality's.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ControlledDomain)]
pub(super) struct Domain {
    /// The domain, as `kind/slug`.
    id: String,
    /// Its name.
    host: String,
    /// The proofs that stand.
    proofs: Vec<Shown>,
    /// The name of the TXT record that shows it.
    record: String,
    /// The address of the file that shows it for the website alone.
    file: String,
    /// What the record or the file must say.
    text: String,
    /// Where a token can be sent.
    mail: String,
    /// When record and file were last looked for.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    looked_at: Option<Instant>,
    /// Until when a token that was mailed may be entered; null when none waits.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    mail_waits_until: Option<Instant>,
}

/// How it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ControlWay)]
pub(super) enum How {
    /// A TXT record: opens the domain and everything below it.
    Record,
    /// A token that the postmaster got: opens the domain and everything below it.
    Mail,
    /// A file on the website: opens that host alone.
    File,
}

/// A proof that stands.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ControlProof)]
pub(super) struct Shown {
    way: How,
    /// Since when, without a break.
    #[schema(value_type = String, format = DateTime)]
    since: Instant,
    /// When it was seen last.
    #[schema(value_type = String, format = DateTime)]
    seen_at: Instant,
    /// Until when it holds, unless it is seen again.
    #[schema(value_type = String, format = DateTime)]
    until: Instant,
    /// The evidence.
    #[schema(value_type = u64)]
    entry: EntryId,
}

impl From<Proof> for Shown {
    fn from(proof: Proof) -> Self {
        let way = match proof.way {
            Way::Record => How::Record,
            Way::Mail => How::Mail,
            Way::File => How::File,
        };
        let Proof { since, seen, until, entry, .. } = proof;
        Self { way, since, seen_at: seen, until, entry }
    }
}

impl From<Controlled> for Domain {
    fn from(domain: Controlled) -> Self {
        Self {
            id: domain.id.to_string(),
            record: control_record_name(&domain.host),
            file: control_file_address(&domain.host),
            text: control_text(&domain.token),
            mail: control_mailbox(&domain.host),
            host: domain.host,
            proofs: domain.proofs.into_iter().map(Shown::from).collect(),
            looked_at: domain.looked_at,
            mail_waits_until: domain.mail_waits_until,
        }
    }
}

/// A leave that holds.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = Leave)]
pub(super) struct Given {
    /// The evidence.
    #[schema(value_type = u64)]
    entry: EntryId,
    /// Hosts, each for itself.
    names: Vec<String>,
    /// Address ranges.
    ranges: Vec<String>,
    #[schema(value_type = String, format = DateTime)]
    signed: Instant,
    #[schema(value_type = String, format = DateTime)]
    until: Instant,
}

impl From<(EntryId, Leave)> for Given {
    fn from((entry, leave): (EntryId, Leave)) -> Self {
        Self {
            entry,
            names: leave.names.into_iter().collect(),
            ranges: leave.ranges.iter().map(ToString::to_string).collect(),
            signed: leave.signed,
            until: leave.until,
        }
    }
}

/// What opens more than any visitor may do
///
/// For each listed domain the proofs that stand, and what would show that it is the municipality's; leaves that hold; ranges that the
/// operator wrote down.
#[utoipa::path(get, path = "/api/v1/control", operation_id = "getControl", tag = "internet",
    responses((status = 200, description = "Proofs, leaves and ranges", body = Control)))]
pub(super) async fn control(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let control = known(&visit).await?;
    json(&Control {
        domains: control.domains.into_iter().map(Domain::from).collect(),
        leaves: control.leaves.into_iter().map(Given::from).collect(),
        allowed: control.allowed.iter().map(ToString::to_string).collect(),
        mails: control.mails,
    })
}

/// Look for a domain's proof now
///
/// Starts a run that looks for record and file of this domain alone. Refused while another run goes on.
#[utoipa::path(post, path = "/api/v1/control/{slug}/looks", operation_id = "lookForProof", tag = "internet",
    params(("slug" = String, Path, description = "The domain's slug")),
    responses((status = 202, description = "It has begun", body = Run, headers(("location" = String, description = "Its address")))))]
pub(super) async fn look_for_proof(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let id = act::look(&visit, &domain(&visit, &slug).await?).await?;
    let run = Run::of(&visit, runs::one(&visit.app, id).await?);
    Ok(at(with(StatusCode::ACCEPTED, &run)?, &format!("/api/v1/runs/{id}")))
}

/// Where a token went.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TokenSent {
    /// The address.
    sent_to: String,
}

/// Mail a token to a domain's postmaster
///
/// At most once an hour. The token is never answered: whoever reads that mailbox enters it within three days.
#[utoipa::path(post, path = "/api/v1/control/{slug}/mails", operation_id = "mailControlToken", tag = "internet",
    params(("slug" = String, Path, description = "The domain's slug")),
    responses((status = 202, description = "The relay took it", body = TokenSent)))]
pub(super) async fn mail_token(visit: Visit, Path(slug): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let sent = act::mail(&visit, &domain(&visit, &slug).await?).await;
    let sent_to = sent.map_err(|error| Form::new().problem(error))?;
    with(StatusCode::ACCEPTED, &TokenSent { sent_to })
}

/// A token that the postmaster got.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "token": "0123456789abcdef0123456789abcdef" }))]
pub(super) struct EnteredToken {
    #[schema(max_length = 200)]
    token: String,
}

/// Enter the token that a domain's postmaster got
///
/// A wrong one may be entered five times.
#[utoipa::path(post, path = "/api/v1/control/{slug}/confirmations", operation_id = "enterControlToken", tag = "internet",
    params(("slug" = String, Path, description = "The domain's slug")),
    request_body = EnteredToken,
    responses((status = 201, description = "Control is shown", body = Recorded)))]
pub(super) async fn enter_token(
    visit: Visit,
    Path(slug): Path<String>,
    Sent(sent): Sent<EnteredToken>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let form = Form::new().with("kode", "token", &sent.token);
    let domain = domain(&visit, &slug).await?;
    let entered = act::enter(&visit, &domain, form.typed().get("kode"), "kode").await;
    let (entry, _) = entered.map_err(|error| form.problem(error))?;
    recorded(vec![entry])
}

/// The text of a leave, to be signed
///
/// In the language of the request; what is not said becomes blank lines.
#[utoipa::path(get, path = "/api/v1/leave-template", operation_id = "getLeaveTemplate", tag = "internet",
    params(("names" = Option<String>, Query, description = "Host names, with commas between them"),
        ("ranges" = Option<String>, Query, description = "Address ranges, with commas between them"),
        ("until" = Option<String>, Query, description = "The last day"),
        ("canary" = Option<bool>, Query, description = "Whether it is a leave to log in")),
    responses((status = 200, description = "The text", body = String, content_type = "text/markdown; charset=utf-8")))]
pub(super) async fn leave_template(visit: Visit) -> Answered {
    let asked = Asked::of(&visit, &["names", "ranges", "until", "canary"])?;
    let is_canary = asked.read::<bool>("canary")?.unwrap_or_default();
    let form = Form::new()
        .some("mal_navn", "names", asked.get("names"))
        .some("mal_omrader", "ranges", asked.get("ranges"))
        .some("mal_til", "until", asked.get("until"))
        .some("mal_for", "canary", is_canary.then_some("innlogging"));
    match leaves::text(&visit, &form.typed()) {
        Ok(text) => Ok(leaves::file(&visit, text)?),
        Err(mistakes) => {
            let (names, mut wrong) = (["names", "ranges", "until"], mistakes.iter());
            let fields = ["mal_navn", "mal_omrader", "mal_til"];
            let first = wrong.next().unwrap_or_default();
            let ours = fields.into_iter().zip(names).find(|(field, _)| *field == first.0);
            Err(Problem::query(ours.map_or("names", |(_, ours)| ours), "invalid", first.1))
        }
    }
}

/// A leave that somebody signed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "names": ["sak.leverandor.example"], "signed": "2026-02-20", "until": "2026-12-31",
    "file": { "name": "signert.pdf", "base64": "JVBERi0xLjQ=" }, "note": "Kari Vik, driftssjef"
}))]
pub(super) struct NewLeave {
    /// Hosts, each for itself.
    #[serde(default)]
    #[schema(max_items = 200)]
    names: Vec<String>,
    /// Address ranges: a /20 at most, or a /48 of IPv6.
    #[serde(default)]
    #[schema(max_items = 200)]
    ranges: Vec<String>,
    /// When it was signed: RFC 3339, or a date. Never later than now.
    signed: String,
    /// Until when it holds: RFC 3339, or a date, which means the end of that day in Norway; a year after the signature at most.
    until: String,
    /// Who signed it, for whom.
    #[serde(default)]
    #[schema(max_length = 10_000)]
    note: Option<String>,
    /// The signed text.
    file: File,
}

/// Record a leave that somebody signed
///
/// From the next look on, what it names may be looked at until it ends.
#[utoipa::path(post, path = "/api/v1/leaves", operation_id = "addLeave", tag = "internet",
    request_body = NewLeave,
    responses((status = 201, description = "It is recorded", body = Recorded)))]
pub(super) async fn add_leave(visit: Visit, Sent(sent): Sent<NewLeave>) -> Answered {
    Asked::of(&visit, &[])?;
    let Ok(bytes) = STANDARD.decode(&sent.file.base64) else {
        let said = visit.plain("api-base64-wrong");
        return Err(Problem::invalid(vec![Wrong::at("/file/base64", "invalid", said)]));
    };
    let name = seen(&sent.file.name);
    let form = Form::new()
        .with("navn", "names", sent.names.join("\n"))
        .with("omrader", "ranges", sent.ranges.join("\n"))
        .with("underskrevet", "signed", sent.signed)
        .with("gjelder_til", "until", sent.until)
        .some("merknad", "note", sent.note)
        .with("fil", "file", &name);
    let given = leaves::give(&visit, &form.typed(), Some((name, bytes))).await;
    recorded(given.map_err(|error| form.problem(error))?)
}

/// Why something ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "reason": "The contract has ended." }))]
pub(super) struct Ended {
    #[schema(min_length = 1, max_length = 10_000)]
    reason: String,
}

/// End a leave
///
/// It is withdrawn, and opens nothing from the next look on.
#[utoipa::path(post, path = "/api/v1/leaves/{id}/end", operation_id = "endLeave", tag = "internet",
    params(("id" = u64, Path, description = "The entry that it stands in")),
    request_body = Ended,
    responses((status = 201, description = "It has ended", body = Recorded)))]
pub(super) async fn end_leave(
    visit: Visit,
    Path(id): Path<String>,
    Sent(sent): Sent<Ended>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let id = EntryId(id.parse().map_err(|_| Problem::from(Code::NotFound))?);
    let form = Form::new().with("grunn", "reason", sent.reason);
    let ended = leaves::end(&visit, id, form.typed().get("grunn"), "grunn").await;
    recorded(ended.map_err(|error| form.problem(error))?)
}
