//! Whether what the domain leads to is there.

use arvak_probe::{DnsAnswer, Event, Grade};

use super::{Seen, Told};
use crate::answers::rcode_reason;
use crate::dns::targets::{USUAL_LABELS, below, can_be_taken, led_to};
use crate::findings::Findings;

pub(super) fn judge(findings: &mut Findings, seen: &Seen<'_>) {
    dangling(seen).note(findings, "dns.dangling", Grade::Must);
}

/// How a name that is led to stands; the later, the worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stands {
    /// It has an address.
    There,
    /// It is there and has no address.
    Empty,
    /// It is not there.
    Gone,
    /// It is not there, and neither is the domain that it would be in: anyone may register that.
    Unregistered,
    /// It is not there, and anyone may take it at the service that it belongs to.
    Free,
}

impl Stands {
    const fn reason(self) -> &'static str {
        match self {
            Self::There => "dns.all_there",
            Self::Empty => "dns.no_address",
            Self::Gone => "dns.dangling",
            Self::Unregistered => "dns.unregistered",
            Self::Free => "dns.take_over",
        }
    }
}

fn dangling(seen: &Seen<'_>) -> Told {
    let mut found: Vec<(Stands, String)> = Vec::new();
    let not_asked = |kind: &&str| seen.answers.to(seen.domain, kind).unknown();
    let mut unknown = ["A", "NS", "MX"].iter().find_map(not_asked);
    let aliases = USUAL_LABELS.iter().filter_map(|label| alias(seen, &below(label, seen.domain)));
    for (answer, shown) in aliases {
        match rcode_reason(&answer.rcode) {
            Some(code) => unknown = unknown.or(Some(code)),
            None if answer.is_absent() => found.push((gone(answer), shown)),
            None => found.push((Stands::There, shown)),
        }
    }
    for led in led_to(resolved(seen)) {
        let shown = format!("{} {} {}", led.from, led.by, led.to);
        match host(seen, led.to.as_str()) {
            Ok(stands) => found.push((stands, shown)),
            Err(code) => unknown = unknown.or(Some(code)),
        }
    }
    let worst = found.iter().map(|(stands, _)| *stands).max();
    let named = |worst: Stands| {
        let same = found.iter().filter(|(stands, _)| *stands == worst);
        same.map(|(_, shown)| &**shown).collect::<Vec<_>>().join("; ")
    };
    match (worst, unknown) {
        (Some(worst), _) if worst >= Stands::Gone => Told::fail(worst.reason(), named(worst)),
        (_, Some(code)) => Told::unknown(code),
        // Mail, services and name servers need an address.
        (Some(Stands::Empty), None) => Told::fail(Stands::Empty.reason(), named(Stands::Empty)),
        (Some(_), None) => Told::pass(Stands::There.reason(), format!("{} names", found.len())),
        (None, None) => Told::nothing("dns.leads_nowhere"),
    }
}

fn resolved<'t>(seen: &Seen<'t>) -> impl Iterator<Item = &'t DnsAnswer> + use<'t> {
    seen.transcript.events().filter_map(|event| match event {
        Event::Resolved(answer) => Some(answer),
        _ => None,
    })
}

/// The answer about an alias, and the alias in words; nothing when the name is none.
fn alias<'t>(seen: &Seen<'t>, name: &str) -> Option<(&'t DnsAnswer, String)> {
    let answer = resolved(seen).find(|answer| answer.name == name && answer.record_type == "A")?;
    (answer.canonical != answer.name)
        .then(|| (answer, format!("{name} CNAME {}", answer.canonical)))
}

fn host(seen: &Seen<'_>, name: &str) -> Result<Stands, &'static str> {
    let mut stands = Stands::Empty;
    let mut unknown = None;
    for record_type in ["A", "AAAA"] {
        let answer =
            resolved(seen).find(|answer| answer.name == name && answer.record_type == record_type);
        let Some(answer) = answer else {
            unknown = Some("dns.no_answer");
            continue;
        };
        match rcode_reason(&answer.rcode) {
            Some(code) => unknown = Some(code),
            None if answer.is_absent() => return Ok(gone(answer)),
            None if answer.data(record_type).next().is_some() => stands = Stands::There,
            None => {}
        }
    }
    match (stands, unknown) {
        (Stands::Empty, Some(code)) => Err(code),
        _ => Ok(stands),
    }
}

fn gone(answer: &DnsAnswer) -> Stands {
    let soa = answer.authority.iter().find(|record| record.record_type == "SOA");
    // The zone that says so stands right below the root: the domain itself is not registered there.
    let is_top = soa.is_some_and(|soa| !soa.name.contains('.') && !soa.name.is_empty());
    match () {
        () if can_be_taken(&answer.canonical) => Stands::Free,
        () if is_top => Stands::Unregistered,
        () => Stands::Gone,
    }
}
