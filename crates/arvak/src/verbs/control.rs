//! `arvak control …`: what shows that a domain is the municipality's, and leaves of others.

mod leave;
pub(in crate::verbs) mod post;

use arvak_core::Instant;
use arvak_probe::{Host, control_file_address, control_mailbox, control_record_name, control_text};
use arvak_words::{Say, Words, date};
use serde_json::json;

use crate::cli::{ControlVerb, Doors};
use crate::exit::Exit;
use crate::settings::Settings;
use crate::verbs::verify::{Asking, carry_out_and_tell};
use crate::wiring::doors;
use crate::wiring::leaves;
use crate::wiring::looking;
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

pub(super) async fn run(verb: ControlVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        ControlVerb::List => list(settings).await,
        ControlVerb::Look { domain, doors } => look(&domain, &doors, settings).await,
        ControlVerb::Mail { domain, doors } => post::send(&domain, &doors, settings).await,
        ControlVerb::Confirm { domain, token } => post::confirm(&domain, &token, settings).await,
        ControlVerb::Template(args) => leave::template(&args, settings),
        ControlVerb::Leave(args) => leave::record(&args, settings).await,
    }
}

/// Looks for the proof of one domain, due or not.
async fn look(domain: &Host, doors: &Doors, settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let subject = post::listed(domain, &Reading::open(settings, None).await?, &words)?;
    let asked = Asking { point: None, all: false, proof_of: Some(&subject), doors };
    carry_out_and_tell(&asked, settings, &words).await
}

/// What is shown of a domain, and what would show it.
struct Domain {
    name: String,
    proved: bool,
    site_proved: bool,
    token: String,
}

async fn list(settings: &Settings) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let tokens = looking::tokens(&recording, &reading).await?;
    recording.close().await?;
    let scope = doors::scope(reading.state(), reading.at);
    let domains: Vec<Domain> = tokens
        .into_iter()
        .map(|(name, token)| Domain {
            proved: scope.proved.contains(&name),
            site_proved: scope.hosts.contains(&name),
            name,
            token,
        })
        .collect();
    let leaves = leaves::holding(&reading);
    if settings.json {
        let domains: Vec<_> = domains
            .iter()
            .map(|one| {
                json!({
                    "domain": one.name, "proved": one.proved, "site_proved": one.site_proved,
                    "record": control_record_name(&one.name), "file": control_file_address(&one.name),
                    "text": control_text(&one.token), "mail": control_mailbox(&one.name),
                })
            })
            .collect();
        let leaves: Vec<_> = leaves
            .iter()
            .map(|(entry, leave)| {
                json!({
                    "entry": entry, "names": leave.names, "ranges": leave.ranges,
                    "signed": leave.signed, "until": leave.until,
                })
            })
            .collect();
        super::print(&json!({ "domains": domains, "leaves": leaves }).to_string())?;
        return Ok(Exit::Done);
    }
    for domain in &domains {
        say(domain, &words)?;
    }
    for (entry, leave) in &leaves {
        let named = leave.names.iter().cloned().chain(leave.ranges.iter().map(ToString::to_string));
        let args = [
            ("id", Say::Owned(entry.to_string())),
            ("names", Say::Owned(named.collect::<Vec<_>>().join(", "))),
            ("until", Say::Owned(day(&words, leave.until))),
        ];
        super::print(&words.say("control-leave", &args))?;
    }
    Ok(Exit::Done)
}

fn say(domain: &Domain, words: &Words) -> anyhow::Result<()> {
    let name = [("domain", Say::Text(&domain.name))];
    let standing = match (domain.proved, domain.site_proved) {
        (true, _) => "control-proved",
        (false, true) => "control-site-proved",
        (false, false) => "control-open",
    };
    super::print(&words.say(standing, &name))?;
    if domain.proved {
        return Ok(());
    }
    let text = control_text(&domain.token);
    let record = control_record_name(&domain.name);
    let args = [("name", Say::Text(&record)), ("value", Say::Text(&text))];
    super::print(&format!("  {}", words.say("verify-control-record", &args)))?;
    let args =
        [("file", Say::Owned(control_file_address(&domain.name))), ("value", Say::Text(&text))];
    super::print(&format!("  {}", words.say("control-file", &args)))?;
    super::print(&format!("  arvak control mail {}", domain.name))?;
    Ok(())
}

/// A day; the end of one counts as that day.
fn day(words: &Words, instant: Instant) -> String {
    let last = Instant::from_millis(instant.as_millis() - 1);
    date(words.lang(), last)
}
