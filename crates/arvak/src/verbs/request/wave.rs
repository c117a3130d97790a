//! `arvak request wave …`: many suppliers are asked at once, each by a mail with a secret link. Without `--for-real` it is shown and
//! nothing is made.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::{Actor, EntityId};
use arvak_probe::{Clock as _, Stop, SystemClock};
use arvak_store::supplier::AddressRow;
use arvak_suppliers::wave::{Beside, Go, Which, plan};
use arvak_web::waves::{self, Asking, Desk, Names, Report, WaveError};
use arvak_words::{Lang, Say, Words};
use serde_json::json;

use super::super::serve::origin;
use crate::cli::{Doors, Wave};
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::channels;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Whom a wave goes to, and where.
type Planned = Vec<(EntityId, Go)>;

pub(super) async fn run(args: Wave, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let by = Settings::role(args.by.as_ref())?;
    let reading = Reading::open(settings, None).await?;
    let recording = Recording::open(settings).await?;
    let desk = desk(&recording, settings)?;
    let operation = recording.folder.operation();
    let addresses = operation.supplier_addresses().await?;
    let open = waves::open_requests(operation, SystemClock.now()).await?;
    let reachable: BTreeSet<EntityId> = addresses.keys().cloned().collect();
    let which = which(&args);
    let beside = Beside { addressed: &reachable, open: &open };
    let planned = plan(&reading.catalogue, reading.state(), &which, beside, reading.at);
    let called = named(&reading).await?;
    if !args.for_real {
        recording.close().await?;
        return shown(&planned, &addresses, &called, &desk, settings, &words);
    }
    let all = Lang::ALL.map(Words::new);
    let [nb, nn, en] = &all;
    let names = Names {
        of: Box::new(|id, _| called.get(id).cloned().unwrap_or_else(|| id.to_string())),
        organisation: reading
            .state()
            .entities_of("organisation")
            .next()
            .map(|one| one.id().clone()),
        words: [nb, nn, en],
    };
    let asking = Asking {
        state: reading.state(),
        names: &names,
        due: args.due,
        wants_code: args.code,
        made_by: None,
        by: Actor::Role(by),
    };
    let made = waves::make(&desk, &asking, &planned, &|_| {}).await;
    let made = made.map_err(|error| bad(error, &words))?;
    if !settings.json {
        let count = i64::try_from(made.requests).unwrap_or(i64::MAX);
        let said = [("count", Say::Number(count)), ("wave", Say::Text(made.wave.as_str()))];
        super::super::print(&words.say("wave-made", &said))?;
        for request in &made.known {
            super::super::print(
                &words.say("wave-known", &[("request", Say::Text(request.as_str()))]),
            )?;
        }
    }
    let report = sent(&desk).await.map_err(|error| bad(error, &words))?;
    recording.close().await?;
    told(report, Some((made.wave.as_str(), made.requests)), settings, &words)
}

/// `arvak request post`
pub(super) async fn post(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let desk = desk(&recording, settings)?;
    desk.ready().map_err(|error| bad(error, &words))?;
    let report = sent(&desk).await.map_err(|error| bad(error, &words))?;
    recording.close().await?;
    told(report, None, settings, &words)
}

/// Sends until it is done, or somebody ends it: what is being handed over is handed over first.
async fn sent(desk: &Desk) -> Result<Option<Report>, WaveError> {
    let stop = Stop::default();
    let stopping = async {
        crate::exit::interrupted().await;
        stop.stop();
        std::future::pending::<()>().await;
    };
    tokio::select! {
        sent = waves::send_due(desk, &stop, &|_| {}) => sent,
        () = stopping => Ok(None),
    }
}

fn desk(recording: &Recording, settings: &Settings) -> anyhow::Result<Desk> {
    Ok(Desk {
        folder: recording.folder.clone(),
        people_clock: Arc::new(SystemClock),
        channels: channels::of(settings, &Doors::default())?,
        origin: origin(settings),
    })
}

fn which(args: &Wave) -> Which {
    if args.all {
        Which::All
    } else if args.critical {
        Which::Critical
    } else if args.ran_out {
        Which::RanOut
    } else {
        Which::These(args.suppliers.iter().cloned().collect())
    }
}

/// What suppliers and the municipality are called.
async fn named(reading: &Reading) -> anyhow::Result<BTreeMap<EntityId, String>> {
    let all =
        ["supplier", "organisation"].into_iter().flat_map(|kind| reading.state().entities_of(kind));
    let ids: BTreeSet<EntityId> = all.map(|one| one.id().clone()).collect();
    let texts = reading.store.texts_of(&ids).await?;
    Ok(texts.into_iter().filter_map(|(id, body)| Some((id, body.name?))).collect())
}

/// What is wrong, in words where the operator or whoever asks can mend it.
pub(super) fn bad(error: WaveError, words: &Words) -> anyhow::Error {
    match &error {
        WaveError::NoRelay | WaveError::NoCall => {
            BadInput(words.plain(&format!("wave-{}", error.code()))).into()
        }
        WaveError::Due { .. } => BadInput(words.plain("suppliers-due-wrong")).into(),
        WaveError::Refused(reason) => BadInput(reason.clone()).into(),
        WaveError::Graded { grade } => {
            BadInput(words.say("refusal-graded", &[("grade", Say::Text(grade))])).into()
        }
        _ => error.into(),
    }
}

/// Whom, where, how many questions, and why somebody gets none.
fn shown(
    planned: &Planned,
    addresses: &BTreeMap<EntityId, AddressRow>,
    named: &BTreeMap<EntityId, String>,
    desk: &Desk,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    let missing = desk.ready().err();
    if settings.json {
        let all = planned.iter().map(|(id, go)| {
            let (questions, request) = match go {
                Go::Asks(questions) => (Some(questions.len()), None),
                Go::Open(request) => (None, Some(request)),
                _ => (None, None),
            };
            json!({
                "supplier": id, "what": go.name(), "address": addresses.get(id).map(|row| &row.address),
                "questions": questions, "request": request,
            })
        });
        let said = json!({
            "for_real": false, "ready": missing.is_none(), "missing": missing.as_ref().map(WaveError::code),
            "suppliers": all.collect::<Vec<_>>(),
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    for (id, go) in planned {
        let (count, request) = match go {
            Go::Asks(questions) => (i64::try_from(questions.len()).unwrap_or(i64::MAX), ""),
            Go::Open(request) => (0, request.as_str()),
            _ => (0, ""),
        };
        let to = addresses.get(id).map_or("–", |row| row.address.as_str());
        let said = [
            ("supplier", Say::Owned(named.get(id).cloned().unwrap_or_else(|| id.to_string()))),
            ("address", Say::Text(to)),
            ("count", Say::Number(count)),
            ("request", Say::Text(request)),
        ];
        super::super::print(&words.say(&format!("wave-line-{}", go.name()), &said))?;
    }
    let asks = planned.iter().filter(|(_, go)| matches!(go, Go::Asks(_))).count();
    let said = [
        ("asks", Say::Number(i64::try_from(asks).unwrap_or(i64::MAX))),
        ("count", Say::Number(i64::try_from(planned.len()).unwrap_or(i64::MAX))),
    ];
    super::super::print(&words.say("wave-dry", &said))?;
    if let Some(missing) = missing {
        super::super::print(&words.plain(&format!("wave-{}", missing.code())))?;
    }
    Ok(Exit::Done)
}

/// What became of the mails.
fn told(
    report: Option<Report>,
    made: Option<(&str, usize)>,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Exit> {
    if settings.json {
        let said = json!({
            "for_real": true, "wave": made.map(|(wave, _)| wave), "requests": made.map(|(_, count)| count),
            "sent": report.map(|one| one.taken), "later": report.map(|one| one.later),
            "failed": report.map(|one| one.failed), "unsure": report.map(|one| one.unsure),
        });
        super::super::print(&said.to_string())?;
        return Ok(Exit::Done);
    }
    let Some(report) = report else {
        super::super::print(&words.plain("wave-others-send"))?;
        return Ok(Exit::Done);
    };
    let number = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let said = [
        ("taken", number(report.taken)),
        ("later", number(report.later)),
        ("failed", number(report.failed)),
        ("unsure", number(report.unsure)),
    ];
    super::super::print(&words.say("wave-sent", &said))?;
    Ok(Exit::Done)
}
