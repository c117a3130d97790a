//! `arvak ledger list`: the entries in order, read one at a time.

use std::io::{BufWriter, Write as _};
use std::ops::ControlFlow;

use arvak_core::{Actor, EntityId, EntryId, Envelope, Fact};
use arvak_store::Reading;
use arvak_words::{Words, date_and_time};
use serde_json::json;

use crate::exit::Exit;
use crate::render::columns::fit;
use crate::settings::Settings;

pub(super) async fn run(ids: bool, last: Option<u64>, settings: &Settings) -> anyhow::Result<Exit> {
    let reading = Reading::open(&settings.data).await?;
    let size = reading.size();
    let from = last.map_or(0, |last| size.saturating_sub(last));
    let mut out = BufWriter::new(std::io::stdout().lock());
    if ids {
        for id in from..size {
            writeln!(out, "{id}")?;
        }
        out.flush()?;
        return Ok(Exit::Done);
    }
    let words = Words::new(settings.lang);
    let mut failed = None;
    let mut first = true;
    if settings.json {
        out.write_all(b"{\"entries\":[")?;
    }
    reading.for_each(from, |id, envelope, _| {
        let written = if settings.json {
            let comma = if std::mem::take(&mut first) { "" } else { "," };
            write!(out, "{comma}{}", as_json(id, envelope))
        } else {
            writeln!(out, "{}", as_line(id, envelope, &words))
        };
        match written {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        }
    })?;
    if let Some(error) = failed {
        return Err(error.into());
    }
    if settings.json {
        out.write_all(b"]}\n")?;
    }
    out.flush()?;
    Ok(Exit::Done)
}

fn as_json(id: EntryId, envelope: &Envelope) -> serde_json::Value {
    json!({
        "id": id, "received_at": envelope.received_at, "key": envelope.key,
        "actor": envelope.actor, "class": envelope.class, "fact": envelope.fact,
    })
}

/// `417  3. mars 2026 kl. 14.05  bevis  web.certificate endpoint/www: motbeviser (https)`
fn as_line(id: EntryId, envelope: &Envelope, words: &Words) -> String {
    let at = date_and_time(words.lang(), envelope.received_at);
    let fact = words.plain(&format!("fact-{}", envelope.fact.name()));
    let actor = match &envelope.actor {
        Actor::Role(id) => words.plain(&format!("role-{}", id.slug())),
        Actor::Person(id) => id.to_string(),
        Actor::Program(name) => name.to_string(),
    };
    let about = about(&envelope.fact, words);
    format!("{:>7}  {}  {}  {about}  ({actor})", id.0, fit(&at, 26), fit(&fact, 20))
}

fn about(fact: &Fact, words: &Words) -> String {
    let thing = |id: &EntityId| id.to_string();
    match fact {
        Fact::Entity(entity) => thing(&entity.id),
        Fact::Scope(scope) => thing(&scope.subject),
        Fact::Retirement(retirement) => thing(&retirement.subject),
        Fact::Evidence(evidence) => {
            let outcome = match evidence.result {
                arvak_core::Outcome::Supports => "outcome-supports",
                arvak_core::Outcome::Refutes => "outcome-refutes",
                arvak_core::Outcome::Inconclusive => "outcome-inconclusive",
            };
            let basis = words.plain(&format!("basis-{}", evidence.basis.name()));
            let outcome = words.plain(outcome);
            format!("{} {}: {outcome}, {basis}", evidence.kind, evidence.subject)
        }
        Fact::Withdrawal(withdrawal) => format!("→ {}", withdrawal.of),
        Fact::Approval(approval) => format!("{} {}", approval.edition, approval.report),
        Fact::Contest(contest) => format!("→ {}", contest.of),
        Fact::Erasure(erasure) => format!("→ {}", erasure.of),
        Fact::ExemptionRequest(request) => format!("{} {}", request.claim, request.subject),
        Fact::Exemption(exemption) => format!("{} {}", exemption.claim, exemption.subject),
        Fact::Obligation(obligation) => format!("{} {}", obligation.kind, obligation.subject),
        Fact::ObligationMet(met) => met.id.to_string(),
        Fact::Catalogue(adoption) => {
            adoption.letters.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
        }
        Fact::Situation(situation) => situation.level.to_string(),
        Fact::Genesis(genesis) => genesis.origin.clone(),
        Fact::KeyRotation(rotation) => rotation.public_key.clone(),
    }
}
