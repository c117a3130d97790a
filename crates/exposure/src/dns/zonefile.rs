//! The names of a zone file (RFC 1035 section 5), as an administrator exports it.

use std::collections::{BTreeMap, BTreeSet};

use arvak_probe::Host;

use super::master::{Entry, after_ttl_and_class, entries};
use super::sec::Name;

/// Most bytes of a zone file that are read.
const TEXT_BYTES_MAX: usize = 32 * 1024 * 1024;

/// What a zone file names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ZoneNames {
    /// Hosts: names with an address or an alias, and those in the zone to which mail, services and
    /// questions are sent.
    pub hosts: BTreeSet<Host>,
    /// Where aliases lead, also outside the zone.
    pub aliases: BTreeMap<Host, Host>,
}

/// Text that is no zone file. Whoever exported it acts.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no zone file, line {line}: {rule}")]
pub struct BadZoneFile {
    /// The line, from 1.
    pub line: usize,
    /// The rule that it breaks.
    pub rule: &'static str,
}

/// Reads a zone file of `zone`; the name counts until a line says `$ORIGIN`. `$INCLUDE` and `$GENERATE`
/// are refused: what they stand for is not in the text.
pub fn zone_names(text: &str, zone: &Host) -> Result<ZoneNames, BadZoneFile> {
    let bad = |line, rule| BadZoneFile { line, rule };
    if text.len() > TEXT_BYTES_MAX {
        return Err(bad(1, "it is longer than 32 MiB"));
    }
    let apex = Name::from_text(zone.as_str()).ok_or_else(|| bad(1, "the zone has no name"))?;
    let mut reader =
        Reader { origin: apex.clone(), apex, owner: None, found: ZoneNames::default() };
    for entry in entries(text).map_err(|error| bad(error.line, error.rule))? {
        reader.entry(&entry).map_err(|rule| bad(entry.line, rule))?;
    }
    Ok(reader.found)
}

struct Reader {
    apex: Name,
    origin: Name,
    owner: Option<Name>,
    found: ZoneNames,
}

impl Reader {
    fn entry(&mut self, entry: &Entry) -> Result<(), &'static str> {
        let (first, rest) = entry.words.split_first().ok_or("it is empty")?;
        if first.starts_with('$') && !entry.is_indented {
            return self.directive(first, rest);
        }
        let rest = if entry.is_indented {
            &*entry.words
        } else {
            self.owner = Some(self.name(first)?);
            rest
        };
        let owner = self.owner.clone().ok_or("the first record has no owner")?;
        let (record_type, data) =
            after_ttl_and_class(rest).split_first().ok_or("it has no type")?;
        self.record(&owner, &record_type.to_ascii_uppercase(), data)
    }

    fn directive(&mut self, word: &str, rest: &[String]) -> Result<(), &'static str> {
        match word.to_ascii_uppercase().as_str() {
            "$TTL" => Ok(()),
            "$ORIGIN" => {
                let origin = rest.first().ok_or("$ORIGIN names nothing")?;
                self.origin = self.name(origin)?;
                Ok(())
            }
            _ => Err("only $ORIGIN and $TTL are read; export the zone in full"),
        }
    }

    fn record(
        &mut self,
        owner: &Name,
        record_type: &str,
        data: &[String],
    ) -> Result<(), &'static str> {
        match record_type {
            "A" | "AAAA" => self.host(owner),
            "CNAME" => {
                let to = self.name(data.first().ok_or("an alias leads nowhere")?)?;
                self.host(owner);
                self.host(&to);
                if let (Some(from), Some(to)) = (as_host(owner), as_host(&to)) {
                    self.found.aliases.insert(from, to);
                }
            }
            "MX" | "NS" | "SRV" => {
                let to = self.name(data.last().ok_or("it names no host")?)?;
                self.host(&to);
            }
            _ => {}
        }
        Ok(())
    }

    /// Notes a host of the zone; wildcards and names of services are none.
    fn host(&mut self, name: &Name) {
        if name.is_within(&self.apex) {
            self.found.hosts.extend(as_host(name));
        }
    }

    /// A name as it is written: below the origin, unless it ends with a dot.
    fn name(&self, text: &str) -> Result<Name, &'static str> {
        const RULE: &str = "this is no name";
        if text == "@" {
            return Ok(self.origin.clone());
        }
        let ends_with_dot = text.ends_with('.') && !text.ends_with("\\.");
        let whole = match (ends_with_dot, self.origin.len()) {
            (true, _) | (_, 0) => text.to_owned(),
            (false, _) => format!("{text}.{}", self.origin),
        };
        Name::from_text(&whole).ok_or(RULE)
    }
}

/// The name as a host: one whose first label is no underscore word of a protocol.
fn as_host(name: &Name) -> Option<Host> {
    name.to_string().parse().ok().filter(|host: &Host| !host.as_str().starts_with('_'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ZONE: &str = "\
$TTL 1h
@ IN SOA ns1 hostmaster ( 1 2h 1h 2w 1h ) ; the beginning
  IN NS ns1
  NS ns.annet.test.
  MX 10 post
www 300 IN A 192.0.2.1
    AAAA 2001:db8::1
* A 192.0.2.2
_sip._tls SRV 1 1 443 sip
butikk CNAME nordvik.shop.test.
$ORIGIN skole.nordvik.example.
epj A 192.0.2.3
alias CNAME epj
_dmarc TXT \"v=DMARC1; p=reject\"
";

    fn host(text: &str) -> Host {
        text.parse().unwrap()
    }

    #[test]
    fn hosts_and_aliases_of_a_zone_file_are_found() {
        let read = zone_names(ZONE, &host("nordvik.example")).unwrap();
        let hosts: Vec<_> = read.hosts.iter().map(Host::as_str).collect();
        let expected = [
            "alias.skole.nordvik.example",
            "butikk.nordvik.example",
            "epj.skole.nordvik.example",
            "ns1.nordvik.example",
            "post.nordvik.example",
            "sip.nordvik.example",
            "www.nordvik.example",
        ];
        assert_eq!(hosts, expected);
        let leads = |from: &str| read.aliases.get(&host(from)).map(Host::as_str);
        assert_eq!(leads("butikk.nordvik.example"), Some("nordvik.shop.test"));
        assert_eq!(leads("alias.skole.nordvik.example"), Some("epj.skole.nordvik.example"));
    }

    #[test]
    fn what_is_no_zone_file_is_refused_with_its_line() {
        for (text, line) in [
            ("  A 192.0.2.1", 1),
            ("a A 192.0.2.1\n$INCLUDE more", 2),
            ("a..b A 192.0.2.1", 1),
            ("a CNAME", 1),
            ("a", 1),
            ("a TXT \"open", 1),
        ] {
            assert_eq!(zone_names(text, &host("x.example")).unwrap_err().line, line, "{text}");
        }
    }

    proptest! {
        #[test]
        fn every_host_found_lies_in_the_zone(text in "([a-z*_.@$]{1,6}|A|CNAME| |\n|\t|\\(|\\)){0,40}") {
            let zone = host("nordvik.example");
            if let Ok(read) = zone_names(&text, &zone) {
                prop_assert!(read.hosts.iter().all(|host| host.is_within("nordvik.example")));
            }
        }
    }
}
