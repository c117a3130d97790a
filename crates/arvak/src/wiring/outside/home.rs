//! Home: writes errands, and takes in what workers saw. Every transcript is judged anew by our own judges, as if it had been
//! looked for here; what differs is the vantage, and that is the one which `arvak.toml` gives to the key that signed.

use std::collections::BTreeSet;
use std::sync::Arc;

use arvak_core::{Digest, Instant, Name, Span, State};
use arvak_ledger::{Key, PublicKey};
use arvak_outside::{CHECKS_MAX, Errand, HOLDS, Package, is_asking};
use arvak_probe::schedule::{Asked, Due, due_checks};
use arvak_probe::transcript::mask;
use arvak_probe::{Check, Finished, Look, Observation, Probe, Scope, Sink as _, Transcript};
use arvak_words::{Say, Words};

use super::{Worker, workers};
use crate::exit::BadInput;
use crate::settings::Settings;
use crate::wiring::looking::{Keep, LOOK_MOST};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;
use crate::wiring::{canaries, doors, hours, leaves};

/// How long a thing rests between two looks from outside.
const REST: Span = Span::from_millis(60 * 60 * 1_000);

/// How far the clocks of both may stand apart, and how long after an errand a look may end that was begun within it.
const APART: Span = Span::from_millis(10 * 60 * 1_000);

/// The checks that are due, and the worker's.
pub(crate) fn due(
    name: &str,
    reading: &Reading,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Vec<Due>> {
    let worker = named(name, settings, words)?;
    let judges = canaries::judges();
    let probes: Vec<Arc<dyn Probe>> = judges.into_iter().map(Arc::from).collect();
    let (state, catalogue) = (reading.state(), &reading.catalogue);
    let find = |asked| due_checks(&probes, state, catalogue, reading.at, &asked);
    let now = find(Asked::Nothing);
    let mut due = find(Asked::All);
    due.retain(|due| worker.looks_with(&due.check.probe));
    due.retain(|due| {
        let looks = looks_from(&worker, due, &probes, state);
        let is_due = now.iter().any(|one| one.check == due.check);
        // What was seen from elsewhere does not stand for it; and workers ask often: what could not be told a moment
        // ago is due, and rests a while all the same.
        looks.is_empty() || (is_due && looks.iter().all(|at| at.plus(REST) <= reading.at))
    });
    if hours::until(&settings.file.net, reading.at)?.is_some_and(|until| until <= reading.at) {
        due.retain(|due| due.check.look == Look::Public);
    }
    Ok(due)
}

/// When the thing was looked at by this probe from where the worker stands.
fn looks_from(
    worker: &Worker,
    due: &Due,
    probes: &[Arc<dyn Probe>],
    state: &State,
) -> Vec<Instant> {
    let check = &due.check;
    let probe = probes.iter().find(|probe| probe.name() == check.probe.as_str());
    let kinds = probe.into_iter().flat_map(|probe| probe.gives());
    let kinds: Vec<Name> = kinds.filter_map(|kind| kind.parse().ok()).collect();
    let all = kinds.iter().flat_map(|kind| state.evidence(&check.subject, kind));
    let theirs = all.filter(|one| {
        one.method == Some(&check.probe) && one.vantage == Some(&worker.vantage) && !one.withdrawn
    });
    theirs.map(|one| one.collected_at).collect()
}

/// An errand for the worker of that name, signed; nothing when nothing is due.
pub(crate) fn issue(
    name: &str,
    reading: &Reading,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Option<(Errand, String)>> {
    let worker = named(name, settings, words)?;
    let key = Key::load(&settings.data)?;
    let mut due = due(name, reading, settings, words)?;
    due.truncate(CHECKS_MAX);
    let mut checks: Vec<Check> = due.into_iter().map(|due| due.check).collect();
    let scope = doors::scope(reading.state(), reading.at);
    // A note has a bound: what does not fit is due next time.
    while !checks.is_empty() {
        let errand = errand(&worker, &scope, checks.clone(), reading, settings)?;
        if let Some(signed) = errand.sign(&key)? {
            return Ok(Some((errand, signed)));
        }
        if checks.len() == 1 {
            return Err(BadInput(words.plain("outside-too-long")).into());
        }
        checks.truncate(checks.len().div_euclid(2));
    }
    Ok(None)
}

fn errand(
    worker: &Worker,
    scope: &Scope,
    checks: Vec<Check>,
    reading: &Reading,
    settings: &Settings,
) -> anyhow::Result<Errand> {
    let mut allow = BTreeSet::new();
    let mut hosts = scope.hosts.clone();
    for (_, leave) in leaves::holding(reading) {
        allow.extend(leave.ranges);
        hosts.extend(leave.names);
    }
    let named = |domain: &&String| checks.iter().any(|check| check.domain == **domain);
    Ok(Errand {
        worker: worker.key.name().to_owned(),
        vantage: worker.vantage.clone(),
        issued_at: reading.at,
        until: reading.at.plus(HOLDS),
        proved_until: hours::until(&settings.file.net, reading.at)?,
        declared: scope.declared.iter().filter(named).cloned().collect(),
        proved: scope.proved.clone(),
        hosts,
        allow,
        checks,
    })
}

/// The name of the worker that asks for an errand, when it is one that home knows.
pub(crate) fn answer(
    asking: &str,
    now: Instant,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<String> {
    let home = Key::load(&settings.data)?;
    let mut why = String::new();
    for worker in workers(settings)? {
        match is_asking(asking, &worker.key, home.public(), now) {
            Ok(()) => return Ok(worker.key.name().to_owned()),
            Err(objection) => why = objection,
        }
    }
    Err(refused("outside-not-known", why, words))
}

/// Takes in what a worker saw: all of it, or nothing. Answers the digests of what was sent. The same sent again is
/// recorded once.
pub(crate) async fn take(
    package: &Package,
    recording: &Recording,
    reading: &Reading,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Vec<Digest>> {
    let home = Key::load(&settings.data)?;
    let errand = opened(package, home.public(), settings, words)?;
    let mut all = Vec::new();
    for (number, transcript) in (1_i64..).zip(&package.transcripts) {
        let found = judged(transcript, &errand, reading.state(), recording.clock.now());
        all.push(found.map_err(|why| {
            let args = [("number", Say::Number(number)), ("why", Say::Owned(why))];
            BadInput(words.say("outside-bad-look", &args))
        })?);
    }
    let keep = Keep::new(recording.folder.clone(), recording.clock.clone(), reading.state());
    for finished in &all {
        keep.take(finished).await?;
    }
    Ok(package.transcripts.iter().map(|one| Digest::of(one.as_bytes())).collect())
}

/// The errand of a package that the errand's own worker signed, by the key and with the vantage that it has here.
fn opened(
    package: &Package,
    home: &PublicKey,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Errand> {
    let errand = Errand::open(&package.errand, home);
    let errand = errand.map_err(|why| refused("outside-bad-errand", why, words))?;
    let worker = named(&errand.worker, settings, words)?;
    package.check(&worker.key).map_err(|why| refused("outside-not-known", why, words))?;
    if worker.vantage == errand.vantage {
        return Ok(errand);
    }
    let args = [("vantage", Say::Text(errand.vantage.as_str()))];
    Err(BadInput(words.say("outside-other-vantage", &args)).into())
}

fn named(name: &str, settings: &Settings, words: &Words) -> anyhow::Result<Worker> {
    let found = workers(settings)?.into_iter().find(|worker| worker.key.name() == name);
    let args = [("name", Say::Text(name))];
    found.ok_or_else(|| BadInput(words.say("outside-no-worker", &args)).into())
}

fn refused(code: &str, why: String, words: &Words) -> anyhow::Error {
    BadInput(words.say(code, &[("why", Say::Owned(why))])).into()
}

/// What a transcript shows, when it is of a check of the errand and was made within it. Secrets are masked here once more:
/// we did not see them being masked (law 10).
fn judged(
    transcript: &str,
    errand: &Errand,
    state: &State,
    now: Instant,
) -> Result<Finished, String> {
    let mut read = Transcript::decode(transcript.as_bytes()).map_err(|error| error.to_string())?;
    let asked = errand.checks.iter().find(|check| is_of(check, &read));
    let check = asked.ok_or("it is of no check of the errand")?;
    if read.vantage != errand.vantage {
        return Err(format!("it says `{}`; the errand `{}`", read.vantage, errand.vantage));
    }
    if read.started_at.plus(APART) < errand.issued_at || read.started_at > errand.until {
        return Err(format!("it was begun at {}, outside of the errand", read.started_at));
    }
    if read.finished_at < read.started_at || read.finished_at > errand.until.plus(APART) {
        return Err(format!("it ended at {}, outside of the errand", read.finished_at));
    }
    if read.started_at > now {
        return Err(format!(
            "it was begun at {}; here it is {now}: set the clocks",
            read.started_at
        ));
    }
    if read.started_at.plus(LOOK_MOST) < now {
        return Err(format!("it was begun at {}, more than a day ago", read.started_at));
    }
    if !super::is_listed(state, &check.subject) {
        return Err(format!("{} is not in the inventory any more", check.subject));
    }
    for timed in &mut read.events {
        mask::event(&mut timed.event);
    }
    let bytes = serde_json::to_vec(&read).map_err(|error| error.to_string())?;
    let judge = canaries::judges().into_iter().find(|judge| judge.name() == check.probe.as_str());
    let judge = judge.ok_or("nobody here can judge it")?;
    if read.method_version != judge.method_version() {
        let ours = judge.method_version();
        return Err(format!(
            "{} was looked at by method {}; here it is {ours}: use the same version of arvak",
            check.subject, read.method_version
        ));
    }
    let judgement = judge.judge(&bytes).map_err(|error| error.to_string())?;
    let observation = Observation {
        check: check.clone(),
        method_version: read.method_version,
        started_at: read.started_at,
        finished_at: read.finished_at,
        vantage: errand.vantage.clone(),
        transcript: bytes,
    };
    Ok(Finished { observation, judgement })
}

fn is_of(check: &Check, seen: &Transcript) -> bool {
    check.probe == seen.probe
        && check.subject == seen.subject
        && check.host == seen.host
        && check.port == seen.port
        && check.domain == seen.domain
}
