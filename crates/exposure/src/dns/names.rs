//! Names that a look met inside the declared domain: what an inventory may have forgotten.

use std::collections::BTreeSet;

use arvak_probe::{DnsAnswer, Event, Host, Transcript};

use super::ABSENT_LABEL;
use super::targets::below;

/// Most names that one transcript gives.
const NAMES_MAX: usize = 5_000;

/// The hosts inside the domain of a DNS transcript that it met: in a transferred zone; at the end of
/// aliases; as mail exchangers, name servers and services; in SPF; and usual names that have an
/// address. The domain itself is not among them.
pub(crate) fn names_seen(transcript: &Transcript) -> BTreeSet<Host> {
    let domain = transcript.host.as_str();
    let answers = || {
        transcript.events().filter_map(|event| match event {
            Event::Resolved(answer) if answer.is_ok() => Some(answer),
            _ => None,
        })
    };
    // Where every name has an address, one that has says nothing.
    let absent = below(ABSENT_LABEL, domain);
    let has_wildcard = answers().any(|answer| answer.name == absent && has_address(answer));
    let mut texts: Vec<&str> = Vec::new();
    for event in transcript.events() {
        if let Event::DnsTransfer(transfer) = event {
            texts.extend(transfer.names.iter().map(String::as_str));
        }
    }
    for answer in answers() {
        if has_address(answer) && !has_wildcard {
            texts.push(&answer.name);
        }
        if answer.canonical != answer.name {
            texts.push(&answer.canonical);
        }
        if let "MX" | "NS" | "SRV" = &*answer.record_type {
            texts.extend(answer.data(&answer.record_type).filter_map(|d| d.rsplit(' ').next()));
        }
        texts.extend(answer.txt().filter(|text| text.starts_with("v=spf1")).flat_map(spf_names));
    }
    let hosts = texts.into_iter().filter_map(|text| text.parse::<Host>().ok());
    let is_new = |host: &Host| {
        host.is_within(domain) && host.as_str() != domain && !host.as_str().starts_with('_')
    };
    hosts.filter(is_new).take(NAMES_MAX).collect()
}

fn has_address(answer: &DnsAnswer) -> bool {
    matches!(&*answer.record_type, "A" | "AAAA")
        && answer.data(&answer.record_type).next().is_some()
}

/// The names in an SPF record (RFC 7208 section 5).
fn spf_names(record: &str) -> impl Iterator<Item = &str> {
    const TERMS: [&str; 6] = ["include:", "a:", "mx:", "exists:", "ptr:", "redirect="];
    record.split(' ').filter_map(|term| {
        let term = term.trim_start_matches(['+', '-', '~', '?']);
        let name = TERMS.iter().find_map(|start| term.strip_prefix(start))?;
        name.split('/').next()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(events: &str) -> Vec<String> {
        let text = format!(
            r#"{{"v":1,"probe":"dns","method_version":2,"subject":"domain/nordvik","host":"nordvik.example","domain":"nordvik.example","vantage":"inside","started_at":"2026-11-24T06:00:00Z","finished_at":"2026-11-24T06:00:05Z","events":[{events}]}}"#
        );
        let transcript = Transcript::decode(text.as_bytes()).unwrap();
        names_seen(&transcript).iter().map(ToString::to_string).collect()
    }

    fn resolved(name: &str, record_type: &str, data: &str) -> String {
        format!(
            r#"{{"at_ms":1,"event":"resolved","name":"{name}","record_type":"{record_type}","rcode":"NOERROR","authentic":false,"canonical":"{name}","records":[{{"name":"{name}","record_type":"{record_type}","ttl_s":60,"data":"{data}"}}]}}"#
        )
    }

    #[test]
    fn names_inside_the_domain_are_seen_wherever_they_stand() {
        let transfer = r#"{"at_ms":1,"event":"dns_transfer","zone":"nordvik.example","server":"ns.nordvik.example","rcode":"NOERROR","records":9,"names":["nordvik.example","epj.nordvik.example","_dmarc.nordvik.example","*.nordvik.example"]}"#;
        let events = [
            transfer.to_owned(),
            resolved("nordvik.example", "MX", "10 post.nordvik.example."),
            resolved("nordvik.example", "NS", "ns.annet.test."),
            resolved(
                "nordvik.example",
                "TXT",
                "v=spf1 include:_spf.nordvik.example a:ut.nordvik.example/28 -all",
            ),
            resolved("vpn.nordvik.example", "A", "192.0.2.1"),
        ];
        let expected = [
            "epj.nordvik.example",
            "post.nordvik.example",
            "ut.nordvik.example",
            "vpn.nordvik.example",
        ];
        assert_eq!(seen(&events.join(",")), expected);
    }

    #[test]
    fn a_wildcard_makes_usual_names_say_nothing() {
        let events = [
            resolved("vpn.nordvik.example", "A", "192.0.2.1"),
            resolved("arvak-no-such-name.nordvik.example", "A", "192.0.2.1"),
        ];
        assert_eq!(seen(&events.join(",")), Vec::<String>::new());
    }
}
