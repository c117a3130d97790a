//! Evidence as observations.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::assess::{Arg, Reason, ReasonCode};
use arvak_core::{Actor, EntityId, EntryId, Envelope, Evidence, Fact, Instant, Name, Outcome};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::leaves::method;
use super::metadata::{Roles, role_slug};
use super::{Making, own};
use crate::model::{
    Actor as OscalActor, Observation, Origin, RelatedObservation, RelevantEvidence,
    SubjectReference, Text,
};
use crate::text::{line, moment, paragraph};

/// The evidence that findings rest on, as far as the readers may see it.
#[derive(Default)]
pub(super) struct Gathered {
    /// With the instant from which each counts no more, where one was told.
    entries: BTreeMap<EntryId, Option<Instant>>,
}

/// A reference to a thing.
pub(super) fn subject(making: &Making<'_>, id: &EntityId) -> SubjectReference {
    SubjectReference {
        subject_uuid: making.uuids.thing(id).into(),
        r#type: Text::Borrowed("component"),
    }
}

impl Gathered {
    /// Takes the evidence that a reason names, and gives references to it.
    pub(super) fn take(&mut self, making: &Making<'_>, reason: &Reason) -> Vec<RelatedObservation> {
        let mut related = Vec::with_capacity(reason.entries.len());
        for (place, entry) in reason.entries.iter().enumerate() {
            if evidence_of(making, *entry).is_none() {
                continue;
            }
            let known = self.entries.entry(*entry).or_default();
            // What it superseded comes after it, and is not what expires.
            if let (0, Some(ends)) = (place, expiry(reason)) {
                *known = Some(known.map_or(ends, |earlier| earlier.min(ends)));
            }
            related
                .push(RelatedObservation { observation_uuid: making.uuids.entry(*entry).into() });
        }
        related
    }

    /// Takes one entry.
    pub(super) fn take_entry(
        &mut self,
        making: &Making<'_>,
        entry: EntryId,
    ) -> Vec<RelatedObservation> {
        if evidence_of(making, entry).is_none() {
            return Vec::new();
        }
        self.entries.entry(entry).or_default();
        vec![RelatedObservation { observation_uuid: making.uuids.entry(entry).into() }]
    }

    /// The observations in the order of their entries, with what they name.
    pub(super) fn observations(&self, making: &Making<'_>) -> Observed {
        let mut observed = Observed::default();
        let words = making.words();
        let mut telling = Telling {
            making,
            sentences: BTreeMap::new(),
            transcript: words.plain("oscal-transcript"),
            attachment: words.plain("oscal-attachment"),
        };
        for (entry, ends) in &self.entries {
            let Some((envelope, evidence)) = evidence_of(making, *entry) else { continue };
            let first = observed
                .first
                .map_or(evidence.collected_at, |first: Instant| first.min(evidence.collected_at));
            observed.first = Some(first);
            observed.things.insert(evidence.subject.clone());
            observed.tools.extend(evidence.method.as_ref().map(|method| method.name.clone()));
            let actor = telling.actor(envelope, evidence, &mut observed);
            observed
                .observations
                .push(telling.observation(*entry, envelope, evidence, *ends, actor));
        }
        observed
    }
}

/// Observations, and what they name.
#[derive(Default)]
pub(super) struct Observed {
    pub(super) observations: Vec<Observation>,
    pub(super) things: BTreeSet<EntityId>,
    pub(super) tools: BTreeSet<Name>,
    pub(super) roles: Roles,
    /// When the first was collected.
    pub(super) first: Option<Instant>,
}

/// The evidence that an entry holds, if it does and the readers may see it and the thing that it is about.
fn evidence_of<'a>(making: &Making<'a>, entry: EntryId) -> Option<(&'a Envelope, &'a Evidence)> {
    let envelope = making.input.entries.get(&entry)?;
    let Fact::Evidence(evidence) = &envelope.fact else { return None };
    let shown = making.input.shows(entry) && making.input.shows_thing(&evidence.subject);
    shown.then_some((envelope, evidence))
}

/// When the support that a reason is about ends. What refutes does not expire (law 4).
fn expiry(reason: &Reason) -> Option<Instant> {
    let support = matches!(
        reason.code,
        ReasonCode::Verified
            | ReasonCode::Partial
            | ReasonCode::BelowThreshold
            | ReasonCode::SeenElsewhere
            | ReasonCode::Stale
    );
    match reason.args.get("expires_at").filter(|_| support)? {
        Arg::Time(at) => Some(at),
        _ => None,
    }
}

struct Telling<'a> {
    making: &'a Making<'a>,
    /// What is said of a kind, an outcome and a code: it is the same of every thing.
    sentences: BTreeMap<(&'a Name, Outcome, Option<&'a Name>), (String, String)>,
    transcript: String,
    attachment: String,
}

impl<'a> Telling<'a> {
    fn actor(
        &self,
        envelope: &Envelope,
        evidence: &Evidence,
        observed: &mut Observed,
    ) -> OscalActor {
        let uuids = &self.making.uuids;
        if let Some(method) = &evidence.method {
            return OscalActor {
                r#type: Text::Borrowed("tool"),
                actor_uuid: uuids.tool(&method.name).into(),
                role_id: None,
            };
        }
        let role = match &envelope.actor {
            Actor::Role(role) => role_slug(role).map(|slug| observed.roles.named(slug)),
            Actor::Person(_) | Actor::Program(_) => None,
        };
        OscalActor {
            r#type: Text::Borrowed("party"),
            actor_uuid: uuids.municipality().into(),
            role_id: role,
        }
    }

    fn observation(
        &mut self,
        entry: EntryId,
        envelope: &Envelope,
        evidence: &'a Evidence,
        ends: Option<Instant>,
        actor: OscalActor,
    ) -> Observation {
        let (words, uuids) = (self.making.words(), &self.making.uuids);
        let thing = self.making.naming.thing(&evidence.subject, words);
        let (title, description) = self.sentence(evidence);
        let title = line(&format!("{title} – {thing}"), "–");
        let (collected, exact) = moment(evidence.collected_at);
        let mut props = props(entry, evidence);
        if !exact {
            props.push(own("collected-at", evidence.collected_at.to_string()));
        }
        let support = evidence.result == Outcome::Supports;
        let until = [ends, evidence.valid_until].into_iter().flatten().min();
        let until = until.filter(|_| support);
        let expires = until.map(|until| moment(until.max(evidence.collected_at)));
        if let (Some(until), Some((_, false))) = (until, &expires) {
            props.push(own("valid-until", until.to_string()));
        }
        let finding = evidence.result == Outcome::Refutes;
        let r#type = if finding { "finding" } else { "control-objective" };
        Observation {
            uuid: uuids.entry(entry).into(),
            title: Some(title.into()),
            description: description.into(),
            props,
            methods: vec![Text::Borrowed(method(evidence.basis))],
            types: vec![Text::Borrowed(r#type)],
            origins: vec![Origin { actors: vec![actor] }],
            subjects: vec![subject(self.making, &evidence.subject)],
            relevant_evidence: self.attached(envelope, evidence),
            collected: collected.into(),
            expires: expires.map(|(expires, _)| expires.into()),
            remarks: None,
        }
    }

    /// The kind's title, and what was seen.
    fn sentence(&mut self, evidence: &'a Evidence) -> (&str, String) {
        let (words, catalogue) = (self.making.words(), self.making.input.catalogue);
        let key = (&evidence.kind, evidence.result, evidence.code.as_ref());
        let (title, text) = self.sentences.entry(key).or_insert_with(|| {
            let kind = evidence.kind.as_str();
            let title = words.kind_title(kind, catalogue);
            let outcome = words.plain(match evidence.result {
                Outcome::Supports => "oscal-supports",
                Outcome::Refutes => "oscal-refutes",
                Outcome::Inconclusive => "oscal-inconclusive",
            });
            let code = evidence.code.as_ref();
            let code = code.map(|code| words.code_title(Some(kind), code.as_str(), catalogue));
            let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
            let text = paragraph(&format!("{outcome}: {title}{code}"));
            (title, text)
        });
        (title, text.clone())
    }

    /// The transcript and the attachments, by their digests (RFC 6920). What was erased is named all the same.
    fn attached(&self, envelope: &Envelope, evidence: &Evidence) -> Vec<RelevantEvidence> {
        let transcript = evidence.transcript.map(|digest| (&self.transcript, digest));
        let others = envelope.blobs.iter().filter(|digest| Some(**digest) != evidence.transcript);
        let others = others.map(|digest| (&self.attachment, *digest));
        let relevant =
            transcript.into_iter().chain(others).map(|(what, digest)| RelevantEvidence {
                href: Some(format!("ni:///sha-256;{}", URL_SAFE_NO_PAD.encode(digest.0)).into()),
                description: format!("{what} (SHA-256 {digest})").into(),
            });
        relevant.collect()
    }
}

/// What OSCAL has no member for.
fn props(entry: EntryId, evidence: &Evidence) -> Vec<crate::model::Property> {
    let result = match evidence.result {
        Outcome::Supports => "supports",
        Outcome::Refutes => "refutes",
        Outcome::Inconclusive => "inconclusive",
    };
    let mut props = vec![
        own("ledger-entry", entry.to_string()),
        own("evidence-kind", evidence.kind.to_string()),
        own("result", result),
        own("basis", evidence.basis.name()),
    ];
    props.extend(evidence.code.as_ref().map(|code| own("code", code.to_string())));
    if let Some(method) = &evidence.method {
        props.push(own("method", method.name.to_string()));
        props.push(own("method-version", method.version.to_string()));
    }
    props.extend(evidence.vantage.as_ref().map(|vantage| own("vantage", vantage.to_string())));
    props.extend(evidence.supersedes.map(|other| own("supersedes", other.to_string())));
    for (name, number) in &evidence.attributes {
        let class = Some(crate::text::token(name.as_str()).into());
        props.push(crate::model::Property { class, ..own("attribute", number.to_string()) });
    }
    props
}
