//! Control over a domain shown by its postmaster: a token goes to postmaster@DOMAIN (an address that every domain with mail
//! must have, RFC 5321 section 4.5.1) and nowhere else, and whoever reads that mailbox enters it here. Nobody can look
//! again whether they still could, so it ends by itself.

use std::collections::BTreeMap;

use arvak_core::fact::Method;
use arvak_core::{
    Actor, Basis, Class, Digest, Draft, EntityId, EntryId, Evidence, Fact, Instant, Outcome, Span,
};
use arvak_notices::{Letter, Mail, Relay, smtp};
use arvak_probe::{Host, Outbound, control_mailbox};
use arvak_store::drafts::salt;
use arvak_words::{Say, Words};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::cli::Doors;
use crate::exit::{BadInput, Exit};
use crate::settings::Settings;
use crate::wiring::channels;
use crate::wiring::control::{CONTROL_HOLDS, MAILED};
use crate::wiring::doors;
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
    at: Instant,
    digest: Digest,
}

impl Entered {
    /// The judge: what was entered is what was sent, in time.
    fn shows_control(&self) -> bool {
        self.digest == self.sent_digest
            && self.sent_at <= self.at
            && self.at < self.sent_at.plus(TOKEN_HOLDS)
            && self.address == control_mailbox(&self.domain)
    }
}

/// What was sent, as it is told.
pub(in crate::verbs) struct Posted {
    pub(in crate::verbs) address: String,
    pub(in crate::verbs) message_id: String,
}

pub(super) async fn send(
    domain: &Host,
    flags: &Doors,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let posted = post(domain, &recording, flags, settings, &words).await;
    recording.close().await?;
    let posted = posted?;
    if settings.json {
        let told = json!({ "sent_to": posted.address, "message_id": posted.message_id });
        super::super::print(&told.to_string())?;
    } else {
        let args =
            [("address", Say::Text(&posted.address)), ("domain", Say::Owned(domain.to_string()))];
        super::super::print(&words.say("control-sent", &args))?;
    }
    Ok(Exit::Done)
}

/// Sends a token to the domain's postmaster, in the language of `words`.
pub(in crate::verbs) async fn post(
    domain: &Host,
    recording: &Recording,
    flags: &Doors,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<Posted> {
    let reading = Reading::open(settings, None).await?;
    listed(domain, &reading, words)?;
    let channels = channels::of(settings, flags)?;
    let relay = channels.relay.ok_or_else(|| BadInput(words.plain("control-no-relay")))?;
    let (operation, now) = (recording.folder.operation(), recording.clock.now());
    let last = operation.meta(&place(domain)).await?.and_then(|text| read(&text));
    if last.is_some_and(|last| now < last.at.plus(SEND_AGAIN)) {
        return Err(BadInput(words.plain("control-sent-already")).into());
    }
    let token = salt()?;
    let known_by = format!("control-{}", now.as_millis());
    let mail = compose(domain, &token, &relay, &known_by, now, words)?;
    let message_id = Mail::id(&known_by, &relay.from);
    // Written first: a token that nobody remembers could not be entered.
    let sent = Sent { digest: Digest::of(token.as_bytes()), at: now, wrong: 0, message_id };
    operation.set_meta(&place(domain), &serde_json::to_string(&sent)?).await?;
    let door = Outbound::new([relay.target.clone()], channels.roots);
    if let Err(error) = smtp::send(&door, &relay, &mail, "localhost").await {
        operation.set_meta(&place(domain), "").await?;
        return Err(anyhow::anyhow!("{}: {error}", relay.target));
    }
    Ok(Posted { address: control_mailbox(domain.as_str()), message_id: sent.message_id })
}

pub(super) async fn confirm(
    domain: &Host,
    token: &str,
    settings: &Settings,
) -> anyhow::Result<Exit> {
    let words = Words::new(settings.lang);
    let recording = Recording::open(settings).await?;
    let entered = enter(domain, token, &recording, settings, &words).await;
    recording.close().await?;
    let (id, until) = entered?;
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

/// Records that whoever reads the postmaster's mail entered the token; answers the entry, and until when it holds.
pub(in crate::verbs) async fn enter(
    domain: &Host,
    token: &str,
    recording: &Recording,
    settings: &Settings,
    words: &Words,
) -> anyhow::Result<(EntryId, Instant)> {
    let reading = Reading::open(settings, None).await?;
    let subject = listed(domain, &reading, words)?;
    let (operation, now) = (recording.folder.operation(), recording.clock.now());
    let mut sent = waiting(domain, recording)
        .await?
        .ok_or_else(|| BadInput(words.plain("control-no-token")))?;
    let entered = Entered {
        method: MAILED.to_owned(),
        version: VERSION,
        domain: domain.to_string(),
        address: control_mailbox(domain.as_str()),
        message_id: sent.message_id.clone(),
        sent_at: sent.at,
        sent_digest: sent.digest,
        at: now,
        digest: Digest::of(token.trim().as_bytes()),
    };
    if !entered.shows_control() {
        sent.wrong += 1;
        operation.set_meta(&place(domain), &serde_json::to_string(&sent)?).await?;
        return Err(BadInput(words.plain("control-wrong-token")).into());
    }
    let transcript = recording.folder.blobs().put(&serde_json::to_vec(&entered)?)?;
    let id = recording.append(draft(subject, now, transcript)?, words).await?;
    // A token is entered once.
    operation.set_meta(&place(domain), "").await?;
    Ok((id, now.plus(CONTROL_HOLDS)))
}

/// Until when the token that was sent last may be entered; nothing when there is none.
pub(in crate::verbs) async fn waits_until(
    domain: &Host,
    recording: &Recording,
) -> anyhow::Result<Option<Instant>> {
    Ok(waiting(domain, recording).await?.map(|sent| sent.at.plus(TOKEN_HOLDS)))
}

/// The token that may be entered now.
async fn waiting(domain: &Host, recording: &Recording) -> anyhow::Result<Option<Sent>> {
    let sent = recording.folder.operation().meta(&place(domain)).await?;
    let now = recording.clock.now();
    let sent = sent.and_then(|text| read(&text));
    Ok(sent.filter(|sent| now < sent.at.plus(TOKEN_HOLDS) && sent.wrong < TRIES_MAX))
}

/// The domain as the inventory has it; nothing else is looked at or gets mail.
pub(super) fn listed(domain: &Host, reading: &Reading, words: &Words) -> anyhow::Result<EntityId> {
    let found = doors::domain_named(reading.state(), domain.as_str());
    found.ok_or_else(|| {
        let args = [("domain", Say::Owned(domain.to_string()))];
        BadInput(words.say("control-unlisted", &args)).into()
    })
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
    let to = control_mailbox(domain.as_str());
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
