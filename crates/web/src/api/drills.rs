//! Sealed drills: what the room *Øvelser* shows and does. What is under seal is for people with the right to drill; no key has it.

use arvak_core::drill::{Kind, Level};
use arvak_core::{EntityId, EntryId, Instant};
use arvak_drills::act::Carried;
use arvak_drills::say::does;
use arvak_drills::verdict::sample;
use arvak_identity::{Access, Right};
use arvak_monitoring::figures;
use axum::extract::Path;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::answer::{Answered, at, json, recorded, with};
use super::ask::{Asked, Form, Sent};
use super::problem::{Problem, Wrong};
use crate::drills::act::{self, Started};
use crate::drills::files::{raw, zipped};
use crate::drills::{Asked as Wanted, NotPlanned, One, all, of, planned};
use crate::recording::NotTaken;
use crate::rooms::evidence::download;
use crate::routes::{FORM_BYTES_MAX, Routes};
use crate::visit::Visit;
use crate::work::Work;

/// The addresses.
pub(super) fn routes(routes: Routes) -> Routes {
    let (read, drill) = (Access::May(Right::Read), Access::May(Right::Drill));
    let export = Access::May(Right::Export);
    routes
        .get("/api/v1/drills", read, drills)
        .once("/api/v1/drills", drill, FORM_BYTES_MAX, plan)
        .get("/api/v1/drills/{seal}", read, drill_of)
        .once("/api/v1/drills/{seal}/start", drill, FORM_BYTES_MAX, start)
        .once("/api/v1/drills/{seal}/done", drill, FORM_BYTES_MAX, done)
        .once("/api/v1/drills/{seal}/words", drill, FORM_BYTES_MAX, word)
        .once("/api/v1/drills/{seal}/verdict", drill, FORM_BYTES_MAX, verdict)
        .once("/api/v1/drills/{seal}/stop", drill, FORM_BYTES_MAX, stop)
        .costing(Work::Export)
        .get("/api/v1/drills/{seal}/export", export, exported)
        .get("/api/v1/drills/{seal}/receipts/{number}", read, receipt)
}

/// All drills.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Drills {
    /// The newest first.
    drills: Vec<Drill>,
    /// Of those whose verdict is recorded: times until they told us, for each supplier, technique, rung and time of day.
    figures: Vec<Figure>,
}

/// A drill.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Drill {
    /// SHA-256 of its plan.
    seal: String,
    /// The entry that holds the hash.
    #[schema(required = true, value_type = Option<u64>)]
    entry: Option<EntryId>,
    /// When it was sealed.
    #[schema(value_type = String, format = DateTime)]
    made_at: Instant,
    /// What is under seal, for whoever may see that; null otherwise.
    #[schema(required = true)]
    opened: Option<Opened>,
}

/// What there is to see of a drill.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct Opened {
    id: String,
    #[schema(value_type = String)]
    supplier: EntityId,
    /// `positive`, `negative` or `contact`.
    #[schema(value_type = String)]
    kind: Kind,
    /// The rung: `L1`, `L2` or `L3`.
    #[schema(value_type = String)]
    level: Level,
    #[schema(required = true)]
    technique: Option<String>,
    /// `planned`, `waiting`, `listening`, `over`, `recorded` or `stopped`.
    stage: String,
    /// `seen`, `seen_late`, `seen_without_mark`, `not_seen`, `pending`, `stopped` or `not_emitted`.
    verdict: String,
    /// `proven` or `word`.
    #[schema(required = true)]
    grade: Option<String>,
    /// When the trace was left.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    happened_at: Option<Instant>,
    /// Milliseconds until we were told.
    #[schema(required = true)]
    detected_ms: Option<i64>,
    receipts: Vec<Receipt>,
}

/// Something that came back, in the order in which it was taken in.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DrillReceipt)]
pub(super) struct Receipt {
    /// `webhook`, `mail` or `person`.
    channel: String,
    #[schema(value_type = String, format = DateTime)]
    at: Instant,
    /// Why it counts or does not.
    code: String,
    /// SHA-256 of the raw bytes.
    sha256: String,
}

/// Drills that are alike.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DrillFigure)]
pub(super) struct Figure {
    #[schema(value_type = String)]
    supplier: EntityId,
    #[schema(required = true)]
    technique: Option<String>,
    #[schema(value_type = String)]
    level: Level,
    /// `day` or `night`.
    hours: String,
    drills: u64,
    /// In time.
    seen: u64,
    /// Null is never.
    #[schema(required = true)]
    median_ms: Option<i64>,
    #[schema(required = true)]
    p90_ms: Option<i64>,
}

impl From<&One> for Drill {
    fn from(one: &One) -> Self {
        let row = &one.kept.row;
        let opened = one.told.as_ref().map(|told| {
            let (plan, judged) = (&told.gathered.record.plan, &told.judged);
            let receipt = |found: &arvak_monitoring::Finding| Receipt {
                channel: found.channel.name().to_owned(),
                at: found.at,
                code: found.code.name().to_owned(),
                sha256: found.raw.to_string(),
            };
            Opened {
                id: plan.id.to_string(),
                supplier: plan.supplier.clone(),
                kind: plan.kind,
                level: plan.level,
                technique: plan.technique.clone(),
                stage: told.stage.name().to_owned(),
                verdict: judged.verdict.name().to_owned(),
                grade: judged.grade.map(|grade| arvak_drills::say::grade_name(grade).to_owned()),
                happened_at: judged.t0,
                detected_ms: judged.detected_ms,
                receipts: judged.findings.iter().map(receipt).collect(),
            }
        });
        Self { seal: row.seal.to_string(), entry: row.entry, made_at: row.made_at, opened }
    }
}

/// All drills
///
/// What is under seal is shown to people who may drill; everybody else sees its hash until it is judged or stopped.
#[utoipa::path(get, path = "/api/v1/drills", operation_id = "listDrills", tag = "drills",
    responses((status = 200, description = "The newest first, and figures", body = Drills)))]
pub(super) async fn drills(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    let all = all(&visit).await?;
    let recorded = all.iter().filter(|one| one.kept.row.judged.is_some());
    let samples = recorded.filter_map(|one| one.told.as_ref());
    let samples = samples.filter_map(|told| sample(&told.gathered.record.plan, &told.judged));
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let figures = figures(&samples.collect::<Vec<_>>()).into_iter().map(|one| Figure {
        supplier: one.supplier,
        technique: one.technique,
        level: one.level,
        hours: if one.hours == arvak_monitoring::Hours::Day { "day" } else { "night" }.to_owned(),
        drills: number(one.drills),
        seen: number(one.seen),
        median_ms: one.median_ms,
        p90_ms: one.p90_ms,
    });
    json(&Drills { drills: all.iter().map(Drill::from).collect(), figures: figures.collect() })
}

/// One drill
#[utoipa::path(get, path = "/api/v1/drills/{seal}", operation_id = "getDrill", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    responses((status = 200, description = "As much as whoever asks may see", body = Drill)))]
pub(super) async fn drill_of(visit: Visit, Path(seal): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    json(&Drill::from(&of(&visit, &seal).await?))
}

/// What is to be planned.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DrillAsked {
    /// The definition, as TOML (docs/drills.md).
    #[schema(max_length = 100_000)]
    definition: String,
    /// The key of the supplier's webhook, `whsec_…`, where another than that of the supplier's address is used.
    #[serde(default)]
    key: Option<String>,
}

/// A plan that is sealed.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DrillPlanned {
    id: String,
    /// SHA-256 of the plan.
    seal: String,
    /// The entry that holds it.
    #[schema(value_type = u64)]
    entry: EntryId,
}

/// Seal a plan
///
/// Its hash goes into the ledger, and nothing is done yet.
#[utoipa::path(post, path = "/api/v1/drills", operation_id = "planDrill", tag = "drills",
    request_body = DrillAsked,
    responses((status = 201, description = "It is sealed", body = DrillPlanned)))]
pub(super) async fn plan(visit: Visit, Sent(sent): Sent<DrillAsked>) -> Answered {
    Asked::of(&visit, &[])?;
    let key = sent.key.map(|key| arvak_drills::plan::key_of(key.as_bytes()).unwrap_or_default());
    let wanted = Wanted { text: sent.definition, key };
    let form = Form::new().with("definisjon", "definition", &wanted.text);
    let (done, entry) = planned(&visit, wanted).await.map_err(|error| match error {
        NotPlanned::Taken(error) => form.problem(error),
        NotPlanned::Wrong(mistakes) => {
            let wrong = mistakes
                .iter()
                .map(|one| Wrong::at("/definition", one.code, visit.words().mistake(one)));
            Problem::invalid(wrong.collect())
        }
    })?;
    let seal = done.seal.to_string();
    let path = format!("/api/v1/drills/{seal}");
    Ok(at(with(StatusCode::CREATED, &DrillPlanned { id: done.id, seal, entry })?, &path))
}

/// Nothing more is to be said.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DrillAct {}

/// A drill that is started.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DrillStarted {
    /// What a person carries out now, with the mark; null when the program did it.
    #[schema(required = true)]
    by_hand: Option<Vec<String>>,
    /// The mark, for whoever carries it out.
    #[schema(required = true)]
    mark: Option<String>,
    /// What the last try of an act that the program carried out was answered, such as `refused` or `let_in`; null otherwise.
    #[schema(required = true)]
    answered: Option<String>,
}

/// Start a drill
///
/// What this program does is done now; the rest is told to whoever carries it out, who says so with `noteDrillDone`.
#[utoipa::path(post, path = "/api/v1/drills/{seal}/start", operation_id = "startDrill", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    request_body = DrillAct,
    responses((status = 201, description = "It is started", body = DrillStarted)))]
pub(super) async fn start(
    visit: Visit,
    Path(seal): Path<String>,
    Sent(DrillAct {}): Sent<DrillAct>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let one = of(&visit, &seal).await?;
    let started = act::begun(&visit, &one).await.map_err(refused)?;
    let by_hand = matches!(started, Started::ByPerson).then(|| {
        let mark = one.kept.secret.plan.mark();
        (does(&one.kept.definition.stimulus, &mark, visit.words()), mark)
    });
    let (by_hand, mark) = by_hand.unzip();
    let answered = match &started {
        Started::Acted(Carried::Done { answered, .. }) => Some(answered.name().to_owned()),
        _ => None,
    };
    with(StatusCode::CREATED, &DrillStarted { by_hand, mark, answered })
}

/// When something was.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DrillDone {
    /// When it was done; now when it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
}

/// Write down that a person carried it out
#[utoipa::path(post, path = "/api/v1/drills/{seal}/done", operation_id = "noteDrillDone", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    request_body = DrillDone,
    responses((status = 201, description = "It is noted", body = Drill)))]
pub(super) async fn done(
    visit: Visit,
    Path(seal): Path<String>,
    Sent(sent): Sent<DrillDone>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let one = of(&visit, &seal).await?;
    let at = sent.at.unwrap_or_else(|| visit.app.clock().now());
    act::done_at(&visit, &one, at).await.map_err(refused)?;
    with(StatusCode::CREATED, &Drill::from(&of(&visit, &seal).await?))
}

/// What somebody here was told.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DrillWord {
    /// With the mark, if it was read out.
    #[schema(max_length = 4_000)]
    said: String,
    /// When they were told; now when it is left out.
    #[serde(default)]
    #[schema(value_type = Option<String>, format = DateTime)]
    at: Option<Instant>,
}

/// Write down what somebody here was told
///
/// It counts as a word.
#[utoipa::path(post, path = "/api/v1/drills/{seal}/words", operation_id = "addDrillWord", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    request_body = DrillWord,
    responses((status = 201, description = "It is kept", body = Drill)))]
pub(super) async fn word(
    visit: Visit,
    Path(seal): Path<String>,
    Sent(sent): Sent<DrillWord>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let one = of(&visit, &seal).await?;
    let at = sent.at.unwrap_or_else(|| visit.app.clock().now());
    let form = Form::new().with("beskjed", "said", &sent.said);
    let kept = act::word_kept(&visit, &one, sent.said.trim(), at).await;
    kept.map_err(|error| form.problem(error))?;
    with(StatusCode::CREATED, &Drill::from(&of(&visit, &seal).await?))
}

/// Record the verdict as evidence
///
/// It opens the seal. Whatever is worse than seen waits until answers are taken no more.
#[utoipa::path(post, path = "/api/v1/drills/{seal}/verdict", operation_id = "recordDrillVerdict", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    request_body = DrillAct,
    responses((status = 201, description = "It is recorded", body = super::shapes::Recorded)))]
pub(super) async fn verdict(
    visit: Visit,
    Path(seal): Path<String>,
    Sent(DrillAct {}): Sent<DrillAct>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let one = of(&visit, &seal).await?;
    recorded(act::recorded(&visit, &one).await.map_err(refused)?)
}

/// Stop a drill
///
/// No verdict comes of it, and nothing is recorded of anybody.
#[utoipa::path(post, path = "/api/v1/drills/{seal}/stop", operation_id = "stopDrill", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    request_body = DrillAct,
    responses((status = 201, description = "It is stopped", body = Drill)))]
pub(super) async fn stop(
    visit: Visit,
    Path(seal): Path<String>,
    Sent(DrillAct {}): Sent<DrillAct>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let one = of(&visit, &seal).await?;
    act::stopped(&visit, &one).await.map_err(refused)?;
    with(StatusCode::CREATED, &Drill::from(&of(&visit, &seal).await?))
}

/// Everything that it takes to tell the verdict anew
#[utoipa::path(get, path = "/api/v1/drills/{seal}/export", operation_id = "exportDrill", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan")),
    responses((status = 200, description = "A zip of the files of `arvak drill export`", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn exported(visit: Visit, Path(seal): Path<String>) -> Answered {
    Asked::of(&visit, &[])?;
    let (name, bytes) = zipped(&visit, &seal).await?;
    Ok(download(&name, bytes))
}

/// The raw bytes of what came back
#[utoipa::path(get, path = "/api/v1/drills/{seal}/receipts/{number}", operation_id = "getDrillReceipt", tag = "drills",
    params(("seal" = String, Path, description = "SHA-256 of its plan"),
        ("number" = u64, Path, description = "Its place in `receipts`, counted from 0")),
    responses((status = 200, description = "As they came", body = Vec<u8>, content_type = "application/octet-stream")))]
pub(super) async fn receipt(
    visit: Visit,
    Path((seal, number)): Path<(String, String)>,
) -> Answered {
    Asked::of(&visit, &[])?;
    let (name, bytes) = raw(&visit, &seal, &number).await?;
    Ok(download(&name, bytes))
}

fn refused(error: impl Into<NotTaken>) -> Problem {
    Form::new().problem(error.into())
}
