//! `arvak evidence names FILE`: names of our domains that somebody else has written down (certificate transparency, zone
//! files, plain lists). DNS is asked which of them answer, and those that stand in no list of ours are told as after every
//! run. The names are asked for again as long as nobody withdraws them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::Digest;
use arvak_exposure::{Listed, NAMES_MAX, Names, listed_names, zone_names};
use arvak_probe::{Context, Finished, Host, Probe as _, Stop, Transcript};
use arvak_words::{Say, Words};
use serde_json::json;

use super::input::whole;
use crate::cli::NamesFile;
use crate::exit::{BadInput, Exit, Graded};
use crate::settings::Settings;
use crate::wiring::discovery;
use crate::wiring::doors;
use crate::wiring::listed;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// Most bytes of a file.
const FILE_BYTES_MAX: usize = 64 * 1024 * 1024;

pub(super) async fn run(args: &NamesFile, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let bytes = whole(&args.file, FILE_BYTES_MAX, &words)?;
    let name = args.file.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Graded::check_file(&name, &bytes)?;
    let domains: BTreeSet<Host> =
        doors::domains(reading.state()).iter().filter_map(|domain| domain.parse().ok()).collect();
    if domains.is_empty() {
        return Err(BadInput(words.plain("verify-no-domain")).into());
    }
    let read = read(args, &bytes, &domains, &reading, &words)?;
    let by_domain = sorted(&read.inside, &domains);
    let mut answering = BTreeSet::new();
    if !args.dry_run {
        let seen = look(args, by_domain, &bytes, &recording, &reading, settings, &words).await?;
        answering.extend(seen);
        let after = Reading::open(settings, None).await?;
        discovery::record(&recording, &after, &words).await?;
    }
    recording.close().await?;
    let hosts = doors::hosts(reading.state());
    let unknown: BTreeSet<&str> =
        answering.iter().map(Host::as_str).filter(|name| !hosts.contains(*name)).collect();
    if settings.json {
        let told = json!({
            "names": read.inside, "over": read.over, "wildcards": read.wildcards,
            "others": read.others, "answering": answering, "unknown": unknown,
        });
        super::super::print(&told.to_string())?;
    } else {
        say(&read, &answering, &unknown, args.dry_run, &words)?;
    }
    Ok(if unknown.is_empty() { Exit::Done } else { Exit::Found })
}

/// What the file says, whatever form it has.
fn read(
    args: &NamesFile,
    bytes: &[u8],
    domains: &BTreeSet<Host>,
    reading: &Reading,
    words: &Words,
) -> anyhow::Result<Listed> {
    let path = args.file.display();
    let Some(zone) = &args.zone else {
        let read = listed_names(bytes, domains, reading.at);
        return read.map_err(|error| BadInput(format!("{path}: {error}")).into());
    };
    if !domains.iter().any(|domain| zone.is_within(domain.as_str())) {
        let args = [("domain", Say::Owned(zone.to_string()))];
        return Err(BadInput(words.say("names-unlisted", &args)).into());
    }
    let text = String::from_utf8_lossy(bytes);
    let found = zone_names(&text, zone).map_err(|error| BadInput(format!("{path}: {error}")))?;
    let inside = found.hosts.into_iter().filter(|host| !domains.contains(host)).collect();
    Ok(Listed { inside, ..Listed::default() })
}

/// The names by the innermost domain that each lies in.
fn sorted(names: &BTreeSet<Host>, domains: &BTreeSet<Host>) -> listed::Listed {
    let mut by_domain = listed::Listed::new();
    for name in names {
        let holders = domains.iter().filter(|domain| name.is_within(domain.as_str()));
        if let Some(domain) = holders.max_by_key(|domain| domain.as_str().len()) {
            by_domain.entry(domain.to_string()).or_default().insert(name.clone());
        }
    }
    by_domain
}

/// Asks DNS for the names, with those that were known before, and records what came of it; answers which of them are there.
async fn look(
    args: &NamesFile,
    mut by_domain: listed::Listed,
    bytes: &[u8],
    recording: &Recording,
    reading: &Reading,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<BTreeSet<Host>> {
    let new: BTreeSet<String> = by_domain.keys().cloned().collect();
    for (domain, known) in listed::known(reading) {
        by_domain.entry(domain).or_default().extend(known);
    }
    if let Some((domain, names)) = by_domain.iter().find(|(_, names)| names.len() > NAMES_MAX) {
        let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let args = [
            ("domain", Say::Text(domain)),
            ("count", count(names.len())),
            ("most", count(NAMES_MAX)),
        ];
        return Err(BadInput(words.say("names-too-many", &args)).into());
    }
    let probe = Names::new(by_domain);
    let scope = doors::scope(reading.state(), reading.at);
    let clock = Arc::clone(&recording.clock);
    let net = doors::open(settings, &args.doors, scope, Stop::default(), Arc::clone(&clock))?;
    let vantage = doors::vantage_of(settings, recording.folder.operation()).await?;
    let context = Context { net: &net, clock: &*clock, vantage: &vantage };
    let file: Digest = recording.folder.blobs().put(bytes)?;
    let mut answering = BTreeSet::new();
    for check in probe.plan(reading.state()) {
        if !new.contains(&check.domain) {
            continue;
        }
        let observation = probe.observe(&check, &context).await?;
        let judgement = probe.judge(&observation.transcript)?;
        answering.extend(arvak_exposure::names_seen(&Transcript::decode(&observation.transcript)?));
        let transcript = recording.folder.blobs().put(&observation.transcript)?;
        let mut drafts = Finished { observation, judgement }.to_drafts(transcript);
        for draft in &mut drafts {
            draft.blobs.push(file);
        }
        recording.append_all(drafts, words).await?;
    }
    Ok(answering)
}

fn say(
    read: &Listed,
    answering: &BTreeSet<Host>,
    unknown: &BTreeSet<&str>,
    dry_run: bool,
    words: &Words,
) -> anyhow::Result<()> {
    let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let numbers: BTreeMap<&str, usize> = BTreeMap::from([
        ("names", read.inside.len()),
        ("over", read.over),
        ("wildcards", read.wildcards),
        ("others", read.others),
    ]);
    let args: Vec<(&str, Say<'_>)> =
        numbers.into_iter().map(|(name, number)| (name, count(number))).collect();
    super::super::print(&words.say("names-read", &args))?;
    if dry_run {
        for name in &read.inside {
            super::super::print(&format!("  {name}"))?;
        }
        return Ok(());
    }
    let args = [("answering", count(answering.len())), ("unknown", count(unknown.len()))];
    super::super::print(&words.say("names-answering", &args))?;
    for name in unknown {
        super::super::print(&format!("  {name}"))?;
    }
    Ok(())
}
