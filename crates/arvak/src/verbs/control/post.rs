//! Control over a domain shown by its postmaster: a token goes to postmaster@DOMAIN (an address that every domain with mail
//! must have, RFC 5321 section 4.5.1) and nowhere else, and whoever reads that mailbox enters it here. Nobody can look
//! again whether they still could, so it ends by itself.

use std::collections::BTreeMap;

use arvak_core::fact::Method;
use arvak_core::{
    Actor, Basis, Class, Digest, Draft, EntityId, Evidence, Fact, Instant, Outcome, Span,
};
use arvak_notices::{Letter, Mail, Relay, smtp};
use arvak_probe::{Host, Outbound};
use arvak_store::drafts::salt;
use arvak_words::{Say, Words};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::cli::Doors;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::channels;
use crate::wiring::doors::{self, CONTROL_HOLDS, MAILED};
use crate::wiring::reading::Reading;
use crate::wiring::recording::Recording;

/// The version of how such a proof is taken.
const VERSION: u32 = 1;

/// How long a token may be entered.
const TOKEN_HOLDS: Span = Span::from_days(3);

/// How long after a token the next may be sent: nobody's mailbox is filled from here.
const SEND_AGAIN: Span = Span::from_millis(3_600_000);

/// How often a wrong token may be entered.
const TRIES_MAX: u32 = 5;

/// A token that was sent; only its digest is kept.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Sent {
    digest: Digest,
    at: Instant,
    wrong: u32,
    message_id: String,
}

/// What the evidence rests on.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Entered {
    method: String,
    version: u32,
    domain: String,
    address: String,
    message_id: String,
    sent_at: Instant,
    sent_digest: Digest,
    entered_at: Instant,
    entered_digest: Digest,
}

impl Entered {
    /// The judge: what was entered is what was sent, in time.
    fn shows_control(&self) -> bool {
        self.entered_digest == self.sent_digest
            && self.sent_at <= self.entered_at
            && self.entered_at < self.sent_at.plus(TOKEN_HOLDS)
            && self.address == address(&self.domain)
    }
}

pub(super) async fn send(
    domain: &Host,
    flags: &Doors,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    listed(domain, &reading, &words)?;
    let channels = channels::of(settings, flags)?;
    let relay = channels.relay.ok_or_else(|| BadInput(words.plain("control-no-relay")))?;
    let (operation, now) = (recording.folder.operation(), recording.clock.now());
    let sent = operation.meta(&place(domain)).await?.and_then(|text| read(&text));
    if sent.is_some_and(|sent| now < sent.at.plus(SEND_AGAIN)) {
        return Err(BadInput(words.plain("control-sent-already")).into());
    }
    let token = salt()?;
    let name = format!("control-{}", now.as_millis());
    let mail = compose(domain, &token, &relay, &name, now, &words)?;
    let message_id = Mail::id(&name, &relay.from);
    // Written first: a token that nobody remembers could not be entered.
    let sent = Sent { digest: Digest::of(token.as_bytes()), at: now, wrong: 0, message_id };
    operation.set_meta(&place(domain), &serde_json::to_string(&sent)?).await?;
    let door = Outbound::new([relay.target.clone()], channels.roots);
    let taken = smtp::send(&door, &relay, &mail, "localhost").await;
    if let Err(error) = taken {
        operation.set_meta(&place(domain), "").await?;
        recording.close().await?;
        return Err(anyhow::anyhow!("{}: {error}", relay.target));
    }
    recording.close().await?;
    if settings.json {
        let told = json!({ "sent_to": address(domain.as_str()), "message_id": sent.message_id });
        super::super::print(&told.to_string())?;
    } else {
        let args = [
            ("address", Say::Owned(address(domain.as_str()))),
            ("domain", Say::Owned(domain.to_string())),
        ];
        super::super::print(&words.say("control-sent", &args))?;
    }
    Ok(Exit::Done)
}

pub(super) async fn confirm(
    domain: &Host,
    token: &str,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let reading = Reading::open(settings, None).await?;
    let subject = listed(domain, &reading, &words)?;
    let (operation, now) = (recording.folder.operation(), recording.clock.now());
    let sent = operation.meta(&place(domain)).await?.and_then(|text| read(&text));
    let open = sent.filter(|sent| now < sent.at.plus(TOKEN_HOLDS) && sent.wrong < TRIES_MAX);
    let mut sent = open.ok_or_else(|| BadInput(words.plain("control-no-token")))?;
    let entered = Entered {
        method: MAILED.to_owned(),
        version: VERSION,
        domain: domain.to_string(),
        address: address(domain.as_str()),
        message_id: sent.message_id.clone(),
        sent_at: sent.at,
        sent_digest: sent.digest,
        entered_at: now,
        entered_digest: Digest::of(token.trim().as_bytes()),
    };
    if !entered.shows_control() {
        sent.wrong += 1;
        operation.set_meta(&place(domain), &serde_json::to_string(&sent)?).await?;
        return Err(BadInput(words.plain("control-wrong-token")).into());
    }
    let transcript = recording.folder.blobs().put(&serde_json::to_vec(&entered)?)?;
    let id = recording.append(draft(subject, now, transcript)?, &words).await?;
    // A token is entered once.
    operation.set_meta(&place(domain), "").await?;
    recording.close().await?;
    let until = now.plus(CONTROL_HOLDS);
    if settings.json {
        super::super::print(&json!({ "entry": id, "until": until }).to_string())?;
    } else {
        let args = [
            ("domain", Say::Owned(domain.to_string())),
            ("until", Say::Owned(super::day(&words, until))),
        ];
        super::super::print(&words.say("control-confirmed", &args))?;
    }
    Ok(Exit::Done)
}

/// The domain as the inventory has it; nothing else gets mail.
fn listed(domain: &Host, reading: &Reading, words: &Words) -> anyhow::Result<EntityId> {
    let found = doors::domain_named(reading.state(), domain.as_str());
    found.ok_or_else(|| {
        let args = [("domain", Say::Owned(domain.to_string()))];
        BadInput(words.say("control-unlisted", &args)).into()
    })
}

fn address(domain: &str) -> String {
    format!("postmaster@{domain}")
}

/// Where the token that was sent last is remembered.
fn place(domain: &Host) -> String {
    format!("{MAILED} {domain}")
}

fn read(text: &str) -> Option<Sent> {
    serde_json::from_str(text).ok()
}

fn compose(
    domain: &Host,
    token: &str,
    relay: &Relay,
    name: &str,
    now: Instant,
    words: &Words,
) -> anyhow::Result<Mail> {
    let domain_said = [("domain", Say::Owned(domain.to_string()))];
    let args = [
        ("domain", Say::Owned(domain.to_string())),
        ("token", Say::Text(token)),
        ("from", Say::Owned(relay.from.email.to_string())),
    ];
    let letter = Letter {
        subject: words.say("control-mail-subject", &domain_said),
        text: words.say("control-mail-text", &args),
    };
    let unsubscribe = format!("mailto:{}", relay.from.email);
    let to = address(domain.as_str());
    Ok(Mail::compose(&letter, &relay.from, &to, name, now, &unsubscribe)?)
}

fn draft(subject: EntityId, now: Instant, transcript: Digest) -> anyhow::Result<Draft> {
    let evidence = Evidence {
        kind: "domain.control".parse()?,
        subject,
        result: Outcome::Supports,
        basis: Basis::Probe,
        collected_at: now,
        valid_until: Some(now.plus(CONTROL_HOLDS)),
        method: Some(Method { name: MAILED.parse()?, version: VERSION }),
        vantage: None,
        attributes: BTreeMap::new(),
        code: None,
        transcript: Some(transcript),
        supersedes: None,
    };
    Ok(Draft {
        key: Digest::of(format!("{MAILED}\n{transcript}").as_bytes()),
        actor: Actor::Program(MAILED.parse()?),
        class: Class::Internal,
        body: None,
        blobs: vec![transcript],
        fact: Fact::Evidence(evidence),
    })
}
