//! `[expect]`: who is to notice, how they tell us, and within which time.

use super::{Kind, TEXT_CHARS_MAX, field};
use crate::mistake::Problem;
use crate::sheet::{Record, Sheet, Value};
use crate::{EntityId, Name, Span};

/// The longest time within which an answer can be expected, and for which it is waited.
const WAIT_MAX: Span = Span::from_days(30);

/// The most that clocks may differ: more than this, and a time of detection says nothing.
const SKEW_MAX: Span = Span::from_millis(10 * 60 * 1_000);

/// How much they may differ when nothing is said.
const SKEW_USUAL: Span = Span::from_millis(60 * 1_000);

/// What is expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    /// Who must notice.
    pub supplier: EntityId,
    /// How long after it happened we must have been told, at the latest.
    pub within: Span,
    /// How long after it happened we listen at all; what comes later says nothing.
    pub listen: Span,
    /// The most that the clocks of the source, the supplier and this machine differ.
    pub skew: Span,
    /// The text that an answer must hold when a source is cut, for there is no trace that could bear a mark: its host name.
    pub says: Option<String>,
    /// By which ways we are told.
    pub channels: Vec<Channel>,
}

/// A way by which a supplier tells us.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Channel {
    /// A signed webhook (Standard Webhooks, HMAC-SHA256).
    Webhook,
    /// A mail, such as those that a ticket system sends.
    Mail {
        /// The domain of the sender's address.
        from: Name,
        /// What our own mail server calls itself in Authentication-Results (RFC 8601), so that its word on DKIM is known from
        /// a forged one. Without it no mail is more than a word.
        authserv: Option<Name>,
    },
    /// A file that was handed over, such as a text or a picture of a screen: a word. A text is searched; what a picture shows, a
    /// person reads.
    File,
    /// A person here wrote down what they were told, by phone or otherwise: a word.
    Person,
}

impl Channel {
    /// As it is written.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Webhook => "webhook",
            Self::Mail { .. } => "mail",
            Self::File => "file",
            Self::Person => "person",
        }
    }
}

pub(super) fn read(
    sheet: &mut Sheet<'_>,
    record: Record<'_, '_>,
    kind: Option<Kind>,
) -> Option<Expect> {
    let usual = ["supplier", "within", "listen", "skew", "channel"];
    // What a silent source is called is asked of no other drill.
    let is_cut = kind == Some(Kind::Negative);
    record.only(sheet, || {
        usual.into_iter().chain((is_cut || kind.is_none()).then_some("says")).collect()
    });
    let supplier = record.need(sheet, "supplier");
    let supplier = supplier.and_then(|value| field::thing(sheet, "supplier", value, &["supplier"]));
    let within = record.need(sheet, "within");
    let within = within.and_then(|value| field::span(sheet, "within", value, WAIT_MAX));
    let listen = match record.get("listen") {
        Some(value) => listen(sheet, value, within),
        None => within.map(|within| Span::from_millis(within.as_millis().saturating_mul(4))),
    };
    let skew = match record.get("skew") {
        Some(value) => field::span(sheet, "skew", value, SKEW_MAX),
        None => Some(SKEW_USUAL),
    };
    let says = if is_cut { record.need(sheet, "says") } else { None };
    let says = says.and_then(|value| sheet.line_in("says", value, TEXT_CHARS_MAX));
    let channels = record.need(sheet, "channel").and_then(|value| channels(sheet, value, kind));
    let (supplier, within, listen) = (supplier?, within?, listen?);
    let says = if is_cut { Some(says?.to_owned()) } else { None };
    Some(Expect { supplier, within, listen, skew: skew?, says, channels: channels? })
}

fn listen(sheet: &mut Sheet<'_>, value: Value<'_, '_>, within: Option<Span>) -> Option<Span> {
    let listen = field::span(sheet, "listen", value, WAIT_MAX)?;
    if within.is_some_and(|within| listen < within) {
        let problem = Problem::new("not_after").with("field", "listen").with("other", "within");
        sheet.tell(value.span().start, problem);
        return None;
    }
    Some(listen)
}

fn channels(
    sheet: &mut Sheet<'_>,
    value: Value<'_, '_>,
    kind: Option<Kind>,
) -> Option<Vec<Channel>> {
    let list = sheet.list_in("channel", value, "list_of_tables")?;
    if list.is_empty() {
        sheet.tell(value.span().start, Problem::new("empty_list").with("field", "channel"));
        return None;
    }
    let mut all: Vec<Channel> = Vec::new();
    let mut is_sound = true;
    for value in list {
        let read = channel(sheet, value, kind);
        is_sound &= read.is_some();
        let Some(channel) = read else { continue };
        if all.iter().any(|other| other.name() == channel.name()) {
            let problem = Problem::new("repeated_reference").with("field", "channel");
            sheet.tell(value.span().start, problem.with("id", channel.name()));
            is_sound = false;
        }
        all.push(channel);
    }
    is_sound.then_some(all)
}

fn channel(sheet: &mut Sheet<'_>, value: Value<'_, '_>, kind: Option<Kind>) -> Option<Channel> {
    let record = Record::of(sheet, "channel", value)?;
    let by = record.need(sheet, "by");
    // A file shows what was restored; nobody detects by handing one over.
    let words = ["webhook", "mail", "person", "file"];
    let count = if kind == Some(Kind::Restore) { 4 } else { 3 };
    let words = words.get(..count).unwrap_or(&words);
    let by = by.and_then(|value| sheet.word_in("by", value, words))?;
    if by != "mail" {
        record.only(sheet, || vec!["by"]);
        return Some(match by {
            "webhook" => Channel::Webhook,
            "file" => Channel::File,
            _ => Channel::Person,
        });
    }
    record.only(sheet, || vec!["by", "from", "authserv"]);
    let from = record.need(sheet, "from");
    let from = from.and_then(|value| sheet.host_in("from", value));
    let authserv = match record.get("authserv") {
        Some(value) => Some(sheet.host_in("authserv", value)?),
        None => None,
    };
    Some(Channel::Mail { from: from?, authserv })
}
