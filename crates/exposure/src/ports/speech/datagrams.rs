//! Services over UDP, and how much they send for how little.

use arvak_probe::transcript::ServiceSeen;

use super::sharing::{PORTMAPPER, call};
use super::text::{between, find};
use super::{NO_LOGIN, Speech, Step, at, being, first, service, step, up_to, with};

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "chargen", steps: &[all_of(|_| b"\n".to_vec())], hear: chargen },
    Speech { name: "dns_any", steps: &[all_of(dns_question)], hear: dns },
    Speech { name: "ipmi", steps: &[step(|_| IPMI.to_vec())], hear: ipmi },
    Speech { name: "memcached_udp", steps: &[all_of(|_| MEMCACHED.to_vec())], hear: memcached },
    Speech { name: "netbios_name", steps: &[step(|_| NODE_STATUS.to_vec())], hear: netbios_name },
    Speech { name: "ntp_control", steps: &[all_of(|_| CONTROL.to_vec())], hear: ntp_control },
    Speech { name: "ntp_monlist", steps: &[all_of(|_| MONLIST.to_vec())], hear: ntp_monlist },
    Speech {
        name: "portmapper_udp",
        steps: &[step(|_| call(PORTMAPPER, 2))],
        hear: |said| (at(first(said), 4, 4) == [0, 0, 0, 1]).then(|| service("portmapper_udp")),
    },
    Speech { name: "snmp", steps: &[step(|_| SNMP.to_vec())], hear: snmp },
    Speech { name: "ssdp", steps: &[all_of(|_| SSDP.to_vec())], hear: ssdp },
];

/// A question whose whole answer is counted.
const fn all_of(say: fn(&str) -> Vec<u8>) -> Step {
    Step { say, whole: |_| false }
}

/// `sysDescr` with the name that everybody knows (RFC 3416, RFC 1157).
const SNMP: &[u8] =
    b"\x30\x26\x02\x01\x01\x04\x06public\xa0\x19\x02\x01\x01\x02\x01\0\x02\x01\0\x30\x0e\x30\x0c\x06\x08\x2b\x06\x01\x02\x01\x01\x01\0\x05\0";

fn snmp(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    // The response to the community that was asked with.
    let body = answer.get(find(answer, "\x04\x06public")?..)?;
    if answer.first() != Some(&0x30) || body.first() != Some(&0xa2) {
        return None;
    }
    let object = "\x06\x08\x2b\x06\x01\x02\x01\x01\x01\0\x04";
    let text = find(body, object).and_then(|at| body.get(at..)).and_then(<[u8]>::split_first);
    let product = match text {
        // A length below 128; a longer one has more bytes, and the text is cut all the same.
        Some((length, rest)) if *length < 0x80 => up_to(rest, 0, usize::from(*length)),
        Some((length, rest)) => up_to(rest, usize::from(length & 0x7f), 80),
        None => &[],
    };
    Some(with(being(service("snmp"), product), NO_LOGIN))
}

/// Presence ping (RMCP, ASF 2.0 section 3.2.4.3).
const IPMI: [u8; 12] = [6, 0, 0xff, 6, 0, 0, 0x11, 0xbe, 0x80, 0, 0, 0];

fn ipmi(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let is_pong = at(answer, 0, 2) == [6, 0] && at(answer, 4, 5) == [0, 0, 0x11, 0xbe, 0x40];
    is_pong.then(|| service("ipmi"))
}

/// Node status of `*` (RFC 1002 section 4.2.17).
const NODE_STATUS: &[u8] =
    b"\x61\x72\0\0\0\x01\0\0\0\0\0\0 CKAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\0\0\x21\0\x01";

fn netbios_name(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let is_answer =
        at(answer, 0, 3) == [0x61, 0x72, 0x84] || at(answer, 0, 3) == [0x61, 0x72, 0x85];
    // Behind the name and its type: how many names, then the first.
    let name = up_to(answer, 57, 15);
    is_answer.then(|| with(being(service("netbios_name"), name), NO_LOGIN))
}

/// Mode 6: read the variables (RFC 9327 section 3).
const CONTROL: [u8; 12] = [0x16, 2, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0];

fn ntp_control(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let [first_byte, second_byte, ..] = answer else { return None };
    let is_answer = first_byte & 7 == 6 && second_byte & 0x80 != 0;
    let version = between(answer, "version=\"", b'"').unwrap_or_default();
    is_answer.then(|| being(service("ntp_control"), version))
}

/// Mode 7: who has asked you lately (`monlist`, CVE-2013-5211)?
const MONLIST: [u8; 8] = [0x17, 0, 3, 0x2a, 0, 0, 0, 0];

fn ntp_monlist(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let [kind, _, _, 0x2a, high, low, ..] = answer else { return None };
    let is_answer = kind & 0x80 != 0 && kind & 7 == 7;
    // An error has no items.
    let items = u16::from_be_bytes([high & 0x0f, *low]);
    is_answer.then(|| {
        let seen = service("ntp_monlist");
        if items > 0 && high >> 4 == 0 { with(seen, "lists_clients") } else { seen }
    })
}

/// Everything about the name, in as large an answer as fits (RFC 1035, RFC 6891).
fn dns_question(host: &str) -> Vec<u8> {
    let mut out = vec![0x61, 0x72, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    for label in host.trim_end_matches('.').split('.').filter(|_| !host.contains(':')) {
        let length = u8::try_from(label.len()).unwrap_or(63).min(63);
        out.push(length);
        out.extend(label.bytes().take(usize::from(length)));
    }
    out.extend([0, 0, 255, 0, 1]);
    // EDNS: 4096 bytes, with signatures.
    out.extend([0, 0, 41, 16, 0, 0, 0, 0x80, 0, 0, 0]);
    out
}

fn dns(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let is_answer =
        at(answer, 0, 2) == [0x61, 0x72] && answer.get(2).is_some_and(|b| b & 0x80 != 0);
    is_answer.then(|| service("dns_any"))
}

/// A frame of one datagram, and the smallest question.
const MEMCACHED: &[u8] = b"\0\0\0\0\0\x01\0\0version\r\n";

fn memcached(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let version = first(said).get(8..)?.strip_prefix(b"VERSION ")?;
    Some(with(being(service("memcached_udp"), version), NO_LOGIN))
}

/// A search as devices at home hear it (`UPnP` device architecture section 1.3.2).
const SSDP: &[u8] = b"M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: \"ssdp:discover\"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n";

fn ssdp(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let server =
        ["\r\nSERVER: ", "\r\nServer: "].iter().find_map(|name| between(answer, name, b'\r'));
    answer.starts_with(b"HTTP/1.1 200").then(|| being(service("ssdp"), server.unwrap_or_default()))
}

fn chargen(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    /// Less is no stream of characters (RFC 864).
    const LEAST: usize = 32;
    (first(said).len() >= LEAST).then(|| service("chargen"))
}
