//! `arvak evidence scan TOOL FILE`: what another scanner found in what faces the internet. The bytes are kept and read by
//! us; how bad a finding is, is the scanner's word, so nothing is stronger than `configuration` (HelseCERT's list, H6).

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::fact::Method;
use arvak_core::{Actor, Basis, Digest, Draft, EntityId, Evidence, Fact, Instant, Outcome, admit};
use arvak_exposure::imports::{self, BYTES_MAX, Columns, Finding, Format, Imported, SERIOUS};
use arvak_probe::Host;
use arvak_store::drafts::{Texts, salt};
use arvak_words::{Say, Words, date_and_time};
use serde_json::json;

use super::input::{not_after, whole};
use super::line::collected;
use crate::cli::ScanFile;
use crate::exit::{BadInput, Exit, Graded};
use crate::render::columns::fit;
use crate::settings::Settings;
use crate::wiring::doors;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// The method of the evidence.
const METHOD: &str = "scan";

/// What it is evidence of.
const KIND: &str = "scan.current";

/// What refutes it.
const HOLE: &str = "scan.hole_open";

/// Findings that are printed; all are in the file, which is kept.
const SHOWN_MAX: usize = 100;

pub(super) async fn run(args: &ScanFile, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let format = Format::from_name(&args.tool).ok_or_else(|| {
        let tools = Format::ALL.map(Format::name).join(", ");
        let args = [("tool", Say::Text(&args.tool)), ("tools", Say::Owned(tools))];
        BadInput(words.say("scan-unknown-tool", &args))
    })?;
    let (bytes, imported) = read(args, format, &words)?;
    let at = scanned_at(args, &imported, reading.at, &words)?;
    let about = about(args, &reading, &words)?;
    let scan = Scan { imported, at, about };
    let entry = if args.dry_run {
        None
    } else {
        let now = recording.clock.now();
        let tried = scan.draft(args, Digest::of(&[]))?;
        admit(reading.state(), Some(&reading.catalogue), &tried, now)
            .map_err(|refusal| BadInput(words.refusal(&refusal)))?;
        let transcript = recording.folder.blobs().put(&bytes)?;
        Some(recording.append(scan.draft(args, transcript)?, &words).await?)
    };
    recording.close().await?;
    let unknown = scan.unknown(&reading);
    if settings.json {
        let told = json!({
            "tool": format.name(), "version": scan.imported.version, "scanned_at": scan.at,
            "about": scan.about, "hosts": scan.imported.names_seen(), "unknown": unknown,
            "findings": scan.imported.findings, "entry": entry,
        });
        super::super::print(&told.to_string())?;
    } else {
        scan.say(&unknown, &words)?;
        if let Some(entry) = entry {
            let ids = [("ids", Say::Owned(entry.to_string()))];
            super::super::print(&format!("\n{}", words.say("judge-recorded", &ids)))?;
        }
    }
    Ok(if scan.serious().next().is_some() { Exit::Found } else { Exit::Done })
}

/// The bytes of the file, and what they say.
fn read(args: &ScanFile, format: Format, words: &Words) -> anyhow::Result<(Vec<u8>, Imported)> {
    let path = &args.file;
    let bytes = whole(path, BYTES_MAX, words)?;
    let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
    Graded::check_file(&name, &bytes)?;
    let imported = imports::read(format, &bytes, &Columns::default()).map_err(|mistakes| {
        let lines = mistakes.iter().map(|mistake| format!("{name}: {mistake}"));
        BadInput(lines.collect::<Vec<_>>().join("\n"))
    })?;
    Ok((bytes, imported))
}

/// When the scan was made: as the person says, else as the file says. Nobody guesses.
fn scanned_at(
    args: &ScanFile,
    imported: &Imported,
    now: Instant,
    words: &Words,
) -> anyhow::Result<Instant> {
    let given = args.scanned.as_deref().map(|text| collected("scanned", text, now)).transpose();
    let given = given.map_err(|bad| BadInput(bad.reason))?;
    let at = given.or(imported.at).ok_or_else(|| BadInput(words.plain("scan-when")))?;
    not_after(at, now, words)?;
    Ok(at)
}

/// The municipality, unless the person says another organisation.
fn about(args: &ScanFile, reading: &Reading, words: &Words) -> anyhow::Result<EntityId> {
    let listed = reading.state().entities_of("organisation").map(|view| view.id().clone()).next();
    let about = args.about.clone().or(listed);
    let about = about.ok_or_else(|| BadInput(words.plain("scan-no-organisation")))?;
    if reading.state().entity(&about).is_none() {
        let args = [("subject", Say::Owned(about.to_string()))];
        return Err(BadInput(words.say("judge-no-thing", &args)).into());
    }
    Ok(about)
}

/// A scan, about whom, and from when.
struct Scan {
    imported: Imported,
    at: Instant,
    about: EntityId,
}

impl Scan {
    fn serious(&self) -> impl Iterator<Item = &Finding> {
        self.imported.findings.iter().filter(|finding| finding.severity >= SERIOUS)
    }

    /// Hosts inside the declared domains that stand in no list.
    fn unknown(&self, reading: &Reading) -> BTreeSet<String> {
        let state = reading.state();
        let domains = doors::domains(state);
        let listed = doors::hosts(state);
        let names = self.imported.names_seen().into_iter().map(str::to_owned);
        let is_ours = |name: &String| {
            let host = name.parse::<Host>();
            host.is_ok_and(|host| domains.iter().any(|domain| host.is_within(domain)))
        };
        names.filter(|name| is_ours(name) && !listed.contains(name)).collect()
    }

    fn draft(&self, args: &ScanFile, transcript: Digest) -> anyhow::Result<Draft> {
        let count = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let numbers = [
            ("hosts", count(self.imported.names_seen().len())),
            ("findings", count(self.imported.findings.len())),
            ("findings_serious", count(self.serious().count())),
        ];
        let mut attributes = BTreeMap::new();
        for (name, number) in numbers {
            attributes.insert(name.parse()?, number);
        }
        let is_open = self.serious().next().is_some();
        let evidence = Evidence {
            kind: KIND.parse()?,
            subject: self.about.clone(),
            result: if is_open { Outcome::Refutes } else { Outcome::Supports },
            basis: Basis::Configuration,
            collected_at: self.at,
            valid_until: None,
            method: Some(Method { name: METHOD.parse()?, version: imports::VERSION }),
            vantage: None,
            attributes,
            code: is_open.then(|| HOLE.parse()).transpose()?,
            transcript: Some(transcript),
            supersedes: None,
        };
        let mut body =
            Texts { note: args.note.clone(), ..Texts::default() }.body()?.unwrap_or_default();
        if body.salt.is_empty() {
            body.salt = salt()?;
        }
        body.texts.insert("format".to_owned(), self.imported.tool.name().to_owned());
        Ok(Draft {
            key: Digest::of(salt()?.as_bytes()),
            actor: Actor::Program(METHOD.parse()?),
            class: arvak_core::Class::Internal,
            body: Some(body),
            blobs: vec![transcript],
            fact: Fact::Evidence(evidence),
        })
    }

    fn say(&self, unknown: &BTreeSet<String>, words: &Words) -> anyhow::Result<()> {
        let print = super::super::print;
        let count = |count: usize| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
        let head = [
            ("tool", Say::Text(self.imported.tool.name())),
            ("at", Say::Owned(date_and_time(words.lang(), self.at))),
            ("hosts", count(self.imported.names_seen().len())),
            ("findings", count(self.imported.findings.len())),
            ("serious", count(self.serious().count())),
        ];
        print(&words.say("scan-head", &head))?;
        let mut worst: Vec<&Finding> = self.imported.findings.iter().collect();
        worst.sort_by_key(|finding| (std::cmp::Reverse(finding.severity), &finding.host));
        for finding in worst.into_iter().take(SHOWN_MAX) {
            let severity = words.plain(&format!("scan-severity-{}", finding.severity.name()));
            let place = finding
                .port
                .map_or_else(|| finding.host.clone(), |port| format!("{}:{port}", finding.host));
            print(&format!("{} {} {}", fit(&severity, 12), fit(&place, 34), finding.title))?;
        }
        if !unknown.is_empty() {
            let names = unknown.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
            print(&format!("\n{}", words.say("scan-unknown", &[("names", Say::Owned(names))])))?;
        }
        Ok(())
    }
}
