//! Those who take part: a drill that was planned, and senders of receipts, honest and not.

use std::collections::BTreeMap;

use arvak_core::drill::{Definition, parse};
use arvak_core::{Digest, EntryId, Instant, SourceFile, Span};
use arvak_monitoring::{Emission, Evidently, Judged, Plan, Receipt, Record, Way, judge};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};

/// The key that the supplier and we have.
pub(crate) const KEY: &[u8] = b"0123456789abcdef0123456789abcdef";
pub(crate) const DEFINITION: &str = include_str!("../../../core/src/mistake/tests/drill.toml");
pub(crate) const MINUTE: i64 = 60_000;

pub(crate) fn definition() -> Definition {
    parse(SourceFile { name: "drill.toml", text: DEFINITION }).unwrap()
}

/// A drill under way: what happened, and raw bytes by their digest.
#[derive(Clone)]
pub(crate) struct Drill {
    pub(crate) record: Record,
    pub(crate) raw: BTreeMap<Digest, Vec<u8>>,
    pub(crate) t0: Instant,
}

impl Drill {
    /// One that left its trace at `t0` and is judged long after.
    pub(crate) fn emitted(nonce: &str, t0: Instant) -> Self {
        let mut drill = Self::planned(nonce, t0);
        drill.record.emissions.push(Emission {
            at: t0,
            host: "fs01.nordvik.example".to_owned(),
            way: Way::Sent,
            sha256: Digest::of(b"line"),
            place: "line".to_owned(),
            is_done: true,
            step: None,
            restore_to: None,
            answered: None,
        });
        drill
    }

    /// One of which nothing happened yet.
    pub(crate) fn planned(nonce: &str, t0: Instant) -> Self {
        let id = "norsk-drift-failed-logins-1".parse().unwrap();
        let plan = Plan::of(id, (&definition(), DEFINITION), nonce.to_owned(), Some(KEY)).unwrap();
        let judged_at = t0.plus(Span::from_days(40));
        let (emissions, receipts) = (Vec::new(), Vec::new());
        let record =
            Record { v: 1, plan, entry: EntryId(7), emissions, receipts, stopped: None, judged_at };
        Self { record, raw: BTreeMap::new(), t0 }
    }

    pub(crate) fn mark(&self) -> String {
        self.record.plan.mark()
    }

    /// Milliseconds after the trace, as an instant; less than nothing is before it.
    pub(crate) fn after(&self, millis: i64) -> Instant {
        Instant::from_millis(self.t0.as_millis() + millis)
    }

    pub(crate) fn take(&mut self, channel: Evidently, at: Instant, bytes: impl Into<Vec<u8>>) {
        let bytes = bytes.into();
        let raw = Digest::of(&bytes);
        let read = arvak_monitoring::Raw::read(channel, &bytes, Some(KEY), None);
        let is_signed = (channel == Evidently::Webhook)
            .then(|| read.is_some_and(|read| read.sender == arvak_monitoring::Sender::Proven));
        self.raw.insert(raw, bytes);
        self.record.receipts.push(Receipt { at, channel, raw, is_signed });
    }

    pub(crate) fn judged(&self) -> Judged {
        judge(&self.record, Some(KEY), |digest| self.raw.get(digest).map(Vec::as_slice))
    }

    pub(crate) fn judged_without_key(&self) -> Judged {
        judge(&self.record, None, |digest| self.raw.get(digest).map(Vec::as_slice))
    }
}

/// What a supplier's system sends, signed with `key` at `at`.
pub(crate) fn webhook(key: &[u8], id: &str, at: Instant, said: &str) -> String {
    let (second, body) = (at.as_millis().div_euclid(1_000), format!("{{\"alert\":\"{said}\"}}"));
    let mut signed = Hmac::<sha2::Sha256>::new_from_slice(key).unwrap();
    signed.update(format!("{id}.{second}.{body}").as_bytes());
    let signature = STANDARD.encode(signed.finalize().into_bytes());
    format!(
        "content-type: application/json\r\nwebhook-id: {id}\r\nwebhook-timestamp: {second}\r\nwebhook-signature: v1,{signature}\r\n\r\n{body}"
    )
}

/// A mail as our own server handed it on at `at`; `dkim` is what it found.
pub(crate) fn mail(dkim: &str, id: &str, at: Instant, said: &str) -> String {
    let time = jiff::Timestamp::from_millisecond(at.as_millis()).unwrap();
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_string(&time).unwrap();
    format!(
        "Authentication-Results: mx.nordvik.example; dkim={dkim} header.d=soc.norskdrift.example header.s=a\r\n\
         Received: from soc.norskdrift.example by mx.nordvik.example (Postfix) with ESMTPS id 4;\r\n {date}\r\n\
         From: Vakt <vakt@soc.norskdrift.example>\r\nMessage-ID: <{id}@soc.norskdrift.example>\r\n\
         Subject: Varsel\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nP\u{e5} fs01: {said}\r\n"
    )
}

/// What somebody here wrote down.
pub(crate) fn word(at: Instant, said: &str) -> String {
    format!("{{\"v\":1,\"by\":\"role/ict_lead\",\"at\":\"{at}\",\"said\":\"{said}\"}}")
}
