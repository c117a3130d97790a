//! When this installation looks by itself, and what it looks at how often.

use arvak_core::Instant;
use arvak_words::Say;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::api::answer::{Answered, json};
use crate::api::ask::{Asked, Form, Sent};
use crate::api::problem::{Problem, Wrong};
use crate::failure::Failure;
use crate::program::Checked;
use crate::timetable::page::{HOURS, choose, name};
use crate::timetable::vantage::{self, Vantage, chosen_vantage};
use crate::timetable::{Timetable as Kept, kept, last};
use crate::visit::Visit;

/// When it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = WhenToLook)]
pub(crate) enum When {
    /// Only when somebody asks.
    Off,
    /// Every so many `hours`, day and night.
    Every,
    /// Once in a window, from `from` to `to` o'clock in Oslo.
    Nightly,
}

/// When this installation looks by itself.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Timetable {
    when: When,
    /// Of `every`.
    #[schema(required = true)]
    hours: Option<u8>,
    /// Of `nightly`.
    #[schema(required = true)]
    from: Option<u8>,
    /// Of `nightly`; not later than `from`: on the next day.
    #[schema(required = true)]
    to: Option<u8>,
    /// When the newest run by the clock began.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    last: Option<Instant>,
    /// When the next one begins; null when none does.
    #[schema(required = true, value_type = Option<String>, format = DateTime)]
    next: Option<Instant>,
    /// From where it looks: `outside`, `inside`, `unstated`, or what `arvak.toml` says.
    vantage: String,
    /// What is looked at, probe by probe.
    checks: Vec<Check>,
}

/// What one probe looks at.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProbeChecks)]
pub(crate) struct Check {
    /// `dns`, `https` …
    probe: String,
    /// The same in words.
    name: String,
    /// How many seconds after a look the next one is due.
    every_seconds: i64,
    /// How many checks there are.
    checks: u64,
    /// How many of them are due.
    due: u64,
}

impl Check {
    fn of(visit: &Visit, one: &Checked) -> Self {
        Self {
            probe: one.probe.to_owned(),
            name: name(visit, one.probe),
            every_seconds: one.every.as_millis() / 1_000,
            checks: one.checks,
            due: one.due,
        }
    }
}

/// When this installation looks by itself
#[utoipa::path(get, path = "/api/v1/timetable", operation_id = "getTimetable", tag = "administration",
    responses((status = 200, description = "The timetable", body = Timetable)))]
pub(crate) async fn timetable(visit: Visit) -> Answered {
    Asked::of(&visit, &[])?;
    answered(&visit).await
}

async fn answered(visit: &Visit) -> Answered {
    let operation = visit.app.folder().operation();
    let (timetable, last) = (kept(operation).await?, last(operation).await?);
    let now = visit.app.clock().now();
    let (when, hours, from, to) = match timetable {
        Kept::Off => (When::Off, None, None, None),
        Kept::Every { hours } => (When::Every, Some(hours), None, None),
        Kept::Nightly { from, to } => (When::Nightly, None, Some(from), Some(to)),
    };
    let checks = visit.app.program().checks().await?;
    let checks = checks.iter().map(|one| Check::of(visit, one)).collect();
    let next = timetable.next(last.unwrap_or(now), now);
    let (fixed, chosen) = (visit.app.program().vantage(), chosen_vantage(operation).await?);
    let vantage = fixed.unwrap_or_else(|| chosen.name().to_owned());
    json(&Timetable { when, hours, from, to, last, next, vantage, checks })
}

/// When this installation is to look.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "when": "nightly", "from": 2, "to": 5 }))]
pub(crate) struct NewTimetable {
    when: When,
    /// Of `every`: 1, 2, 4, 6, 12 or 24.
    #[serde(default)]
    hours: Option<u8>,
    /// Of `nightly`: the hour at which the window begins, in Oslo.
    #[serde(default)]
    #[schema(maximum = 23)]
    from: Option<u8>,
    /// Of `nightly`: the hour at which it ends, another one than `from`.
    #[serde(default)]
    #[schema(maximum = 23)]
    to: Option<u8>,
}

impl NewTimetable {
    /// What the fields of the page could not hold.
    fn wrong(&self, visit: &Visit) -> Vec<Wrong> {
        let hour = |hour: Option<u8>| hour.is_some_and(|hour| hour < 24);
        let (nightly, every) = (self.when == When::Nightly, self.when == When::Every);
        let fields = [
            ("/hours", self.hours, every, self.hours.is_some_and(|hours| HOURS.contains(&hours))),
            ("/from", self.from, nightly, hour(self.from)),
            ("/to", self.to, nightly, hour(self.to)),
        ];
        let wrong = fields.into_iter().filter_map(|(field, value, belongs, fits)| {
            let code = match (belongs, value.is_some(), fits) {
                (true, true, true) | (false, false, _) => return None,
                (true, false, _) => "missing",
                (true, true, false) | (false, true, _) => "invalid",
            };
            Some(Wrong::at(field, code, visit.plain("api-timetable-wrong")))
        });
        wrong.collect()
    }
}

/// Choose when this installation looks by itself
#[utoipa::path(put, path = "/api/v1/timetable", operation_id = "setTimetable", tag = "administration",
    request_body = NewTimetable,
    responses((status = 200, description = "The timetable as it is now", body = Timetable)))]
pub(crate) async fn set_timetable(visit: Visit, Sent(sent): Sent<NewTimetable>) -> Answered {
    Asked::of(&visit, &[])?;
    let wrong = sent.wrong(&visit);
    if !wrong.is_empty() {
        return Err(Problem::invalid(wrong));
    }
    let when = match sent.when {
        When::Off => "av",
        When::Every => "timer",
        When::Nightly => "natt",
    };
    let form = Form::new()
        .with("nar", "when", when)
        .some("timer", "hours", sent.hours)
        .some("fra", "from", sent.from)
        .some("til", "to", sent.to);
    let kept = choose(&visit, &form.typed()).await;
    kept.map_err(|error| form.problem(error))?;
    answered(&visit).await
}

/// Where this machine stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MachineStands)]
pub(crate) enum Stands {
    /// Beyond the organisation's own network: it sees what strangers see.
    Outside,
    /// In the organisation's own network.
    Inside,
    /// Nobody knows: what it sees counts nowhere where a rule asks for a look from outside.
    Unstated,
}

/// From where this installation looks.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewVantage {
    vantage: Stands,
}

/// Say from where this installation looks
///
/// Refused where `arvak.toml` says it.
#[utoipa::path(put, path = "/api/v1/timetable/vantage", operation_id = "setVantage", tag = "administration",
    request_body = NewVantage,
    responses((status = 200, description = "The timetable as it is now", body = Timetable)))]
pub(crate) async fn set_vantage(visit: Visit, Sent(sent): Sent<NewVantage>) -> Answered {
    Asked::of(&visit, &[])?;
    if let Some(fixed) = visit.app.program().vantage() {
        let why = visit.say("notices-vantage-fixed", &[("vantage", Say::Text(&fixed))]);
        return Err(Failure::Asked(why).into());
    }
    let vantage = match sent.vantage {
        Stands::Outside => Vantage::Outside,
        Stands::Inside => Vantage::Inside,
        Stands::Unstated => Vantage::Unstated,
    };
    vantage::choose(&visit, vantage).await?;
    answered(&visit).await
}
