//! Taking secrets out before anything is hashed or written (law 10). When in doubt, it masks.
//!
//! Masked are: `Authorization` and every header named like a secret; the values of cookies (names and
//! flags stay, for they are what is judged); user and password in URLs; parameters named like a
//! secret; bearer and basic credentials, and JSON web tokens; PEM private keys.

mod header;
mod text;

use super::event::{DnsAnswer, DnsRecord};
use super::{Event, TlsAnswer};

pub use header::header;
pub use text::text;

/// What stands where a secret stood.
pub const MASK: &str = "***";

/// The code of a note that holds a trusted root as JSON: a name and a public key, as base64, in which any
/// word may stand by chance.
const ROOT_NOTE: &str = "tls_root";

/// Below this label DNS holds public keys that sign mail (RFC 6376 section 3.6.2.1).
const SIGNING_KEYS: &str = "._domainkey.";

/// Masks every text of an event in place. Certificates and public keys stay as they are.
pub fn event(event: &mut Event) {
    match event {
        Event::Note { code, .. } if code == ROOT_NOTE => {}
        Event::Resolved(answer) => answer_texts(answer),
        Event::Refused { detail, .. }
        | Event::Failed { detail, .. }
        | Event::Note { detail, .. } => in_place(detail),
        Event::TcpConnected { .. } => {}
        Event::Tls(seen) => in_place(&mut seen.server_name),
        // The one text in them that the other end chooses.
        Event::TlsTry(tried) => {
            if let TlsAnswer::Hello(hello) = &mut tried.answer {
                hello.alpn.iter_mut().for_each(in_place);
            }
        }
        Event::TlsFinished(seen) => seen.alpn.iter_mut().for_each(in_place),
        Event::Http { url, headers, .. } => {
            in_place(url);
            for (name, value) in headers {
                *value = header(name, value);
                in_place(name);
            }
        }
        Event::Redirect { location, .. } => in_place(location),
        Event::SshBanner { text } | Event::Line { text } => in_place(text),
        Event::SshMethods { methods } => methods.iter_mut().for_each(in_place),
        Event::Exchange { sent, lines } => {
            in_place(sent);
            lines.iter_mut().for_each(in_place);
        }
        Event::Offers { protocol, words, .. } => {
            in_place(protocol);
            words.iter_mut().for_each(in_place);
        }
    }
}

fn answer_texts(answer: &mut DnsAnswer) {
    if answer.name.contains(SIGNING_KEYS) {
        return;
    }
    let DnsAnswer { records, authority, .. } = answer;
    let data = |record: &mut DnsRecord| {
        // Keys, signatures and digests are base64 or hexadecimal by nature.
        if record.record_type == "TXT" {
            in_place(&mut record.data);
        }
    };
    records.iter_mut().chain(authority).for_each(data);
}

fn in_place(place: &mut String) {
    *place = text(place);
}

/// Whether something with this name holds a secret.
fn is_secret_name(name: &str) -> bool {
    const LIKE: [&str; 14] = [
        "token",
        "key",
        "passw",
        "pwd",
        "secret",
        "code",
        "session",
        "credential",
        "signature",
        "assertion",
        "ticket",
        "jwt",
        "saml",
        "authorization",
    ];
    let name = percent_decoded(name).to_ascii_lowercase();
    LIKE.iter().any(|like| name.contains(like))
}

/// `%74oken` as `token`; what is no percent code stays.
fn percent_decoded(name: &str) -> String {
    let mut out = Vec::with_capacity(name.len());
    let mut rest = name.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let digits = after.first_chunk::<2>().filter(|_| first == b'%');
        let code = digits.and_then(|pair| std::str::from_utf8(pair).ok());
        if let Some(byte) = code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            out.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            out.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}
