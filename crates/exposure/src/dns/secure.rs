//! Fetching what a chain of trust needs, and judging it from a transcript.
//!
//! Any probe may use both: [`fetch`] while it looks, [`Chains`] when it judges.

use std::collections::BTreeSet;

use arvak_core::Instant;
use arvak_probe::net::Question;
use arvak_probe::{Event, Net, NetError, RecordType, Recorder, Transcript};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use super::sec::{Asked, Message, Name, Security, TrustAnchor, Validator};
use crate::answers::failure_code;

/// Notes the keys that were trusted, in presentation form; the root's own when it is not there.
pub(crate) const ANCHOR_NOTE: &str = "trust_anchor";

/// Most questions that are asked for the chains of one look.
const QUESTIONS_MAX: usize = 120;

/// Asks for records that are worth something only when they are secure; and, where there are some, for
/// everything that is needed to tell whether they are.
pub(crate) async fn ask(
    name: &str,
    record_type: RecordType,
    net: &Net,
    recorder: &mut Recorder<'_>,
) {
    // What comes of it stands in the transcript either way.
    let asked = net.ask(&Question::unchecked(name, record_type), recorder).await;
    if asked.is_ok_and(|answer| answer.data(&record_type.to_string()).next().is_some()) {
        fetch(&[(name, record_type)], net, recorder).await;
    }
}

/// Asks these questions with everything that is needed to tell whether their answers are secure. What
/// cannot be had stands in the transcript as a failure. Questions that were asked with
/// [`Question::unchecked`] before are not asked again.
pub(crate) async fn fetch(
    questions: &[(&str, RecordType)],
    net: &Net,
    recorder: &mut Recorder<'_>,
) {
    let anchor = net.trust_anchor();
    let is_noted = recorder.events().any(|event| anchor_of(event).is_some());
    if let Some(text) = anchor.filter(|_| !is_noted) {
        let note = Event::Note { code: ANCHOR_NOTE.to_owned(), detail: text.to_owned() };
        recorder.event(note);
    }
    let anchor = anchor.map_or_else(|| Some(TrustAnchor::root()), |text| text.parse().ok());
    let Some(anchor) = anchor else { return };
    let mut validator = Validator::new(anchor, seconds(recorder.started_at()));
    let mut failed = BTreeSet::new();
    let mut read = take_in(&mut validator, recorder.events(), 0);
    let mut left = QUESTIONS_MAX;
    for (name, record_type) in questions {
        let Some(name) = Name::from_text(name) else { continue };
        let wanted = Asked { name, kind: u16::from(*record_type) };
        while let Err(lacking) = validator.judge(&wanted) {
            if left == 0 || failed.contains(&lacking) {
                break;
            }
            left -= 1;
            let record_type = RecordType::from(lacking.kind);
            let question = Question::unchecked(&lacking.name.to_string(), record_type);
            match net.ask(&question, recorder).await {
                Err(NetError::Stopped { .. }) => return,
                _ => read = take_in(&mut validator, recorder.events(), read),
            }
            // Not answered, not kept, or answered with something else: it is not asked twice.
            failed.insert(lacking);
        }
    }
}

/// Takes in the messages of resolvers among the events from the one at `from` on; says how many
/// events there are.
fn take_in<'e>(
    validator: &mut Validator,
    events: impl Iterator<Item = &'e Event>,
    from: usize,
) -> usize {
    let mut count = 0;
    for event in events {
        count += 1;
        if count <= from {
            continue;
        }
        if let Some((None, message)) = message_of(event) {
            let (name, kind) = message.question.clone();
            validator.add(Asked { name, kind }, message);
        }
    }
    count
}

/// The message that an event keeps, and the name server that it came from.
pub(crate) fn message_of(event: &Event) -> Option<(Option<&str>, Message)> {
    let Event::DnsMessage(kept) = event else { return None };
    let bytes = BASE64_STANDARD.decode(&kept.message).ok()?;
    Some((kept.server.as_deref(), Message::read(&bytes)?))
}

fn anchor_of(event: &Event) -> Option<&str> {
    match event {
        Event::Note { code, detail } if code == ANCHOR_NOTE => Some(detail),
        _ => None,
    }
}

/// An instant as signatures write it: seconds since 1970, which wrap around in 2106.
fn seconds(instant: Instant) -> u32 {
    let seconds = instant.as_millis().div_euclid(1_000).rem_euclid(i64::from(u32::MAX) + 1);
    u32::try_from(seconds).unwrap_or_default()
}

/// The chains of trust that a transcript holds, judged at the time of the look.
pub(crate) struct Chains<'t> {
    validator: Option<Validator>,
    now_s: u32,
    transcript: &'t Transcript,
}

impl<'t> Chains<'t> {
    /// Over the events of `transcript`.
    pub(crate) fn of(transcript: &'t Transcript) -> Self {
        let noted = transcript.events().find_map(anchor_of);
        let anchor = noted.map_or_else(|| Some(TrustAnchor::root()), |text| text.parse().ok());
        let now_s = seconds(transcript.started_at);
        let validator = anchor.map(|anchor| {
            let mut validator = Validator::new(anchor, now_s);
            take_in(&mut validator, transcript.events(), 0);
            validator
        });
        Self { validator, now_s, transcript }
    }

    /// Whether the answer to that question is secure.
    pub(crate) fn security(&self, name: &str, kind: u16) -> Security {
        let unknown = |code: &str| Security::Indeterminate(code.to_owned());
        let Some(validator) = &self.validator else { return unknown("dnssec.no_anchor") };
        let Some(name) = Name::from_text(name) else { return unknown("dnssec.bad_name") };
        let lacking = || unknown(failure_code(self.transcript).unwrap_or("not_asked"));
        validator.judge(&Asked { name, kind }).unwrap_or_else(|_| lacking())
    }

    /// The message that answers that question.
    pub(crate) fn message(&self, name: &str, kind: u16) -> Option<&Message> {
        let asked = Asked { name: Name::from_text(name)?, kind };
        self.validator.as_ref()?.received(&asked)
    }

    /// The time of the look, as signatures write it.
    pub(crate) fn now_s(&self) -> u32 {
        self.now_s
    }
}
