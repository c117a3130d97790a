//! Taking secrets out before anything is hashed or written (law 10). When in doubt, it masks.
//!
//! Masked are: `Authorization` and every header named like a secret; the values of cookies (names and
//! flags stay, for they are what is judged); user and password in URLs; parameters named like a
//! secret; bearer and basic credentials, and JSON web tokens; PEM private keys.

mod header;
mod text;

use serde_json::Value;

use super::event::{DnsAnswer, DnsRecord};
use super::{Event, PageSeen, PortState, TlsAnswer, WebAsked};

pub use header::header;
pub use text::text;

/// The code of the note that holds a trusted root, as JSON with base64 in it.
pub const ROOT_NOTE: &str = "tls_root";

/// What stands where a secret stood.
pub const MASK: &str = "***";

/// Below this label DNS holds public keys that sign mail (RFC 6376 section 3.6.2.1).
const SIGNING_KEYS: &str = "._domainkey.";

/// Masks every text of an event in place. Certificates and public keys stay as they are.
pub fn event(event: &mut Event) {
    match event {
        Event::Resolved(answer) => answer_texts(answer),
        // A root that is trusted is a certificate too: in its base64 `key==` may stand by chance.
        Event::Note { code, .. } if code == ROOT_NOTE => {}
        Event::Refused { detail, .. }
        | Event::Failed { detail, .. }
        | Event::Note { detail, .. } => in_place(detail),
        // Addresses, prefixes and numbers; names of algorithms, whose form was checked when they were read; and what
        // anyone may ask DNS for.
        Event::TcpConnected { .. }
        | Event::SshOffer(_)
        | Event::SshHostKey(_)
        | Event::SshGroup(_)
        | Event::DnsMessage(_)
        | Event::DnsTransfer(_)
        | Event::RouteTables(_)
        | Event::Route(_) => {}
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
            fields(headers);
        }
        Event::Page(page) => page_texts(page),
        Event::WebAsked(asked) => {
            let WebAsked { url, headers, text, .. } = asked;
            in_place(url);
            fields(headers);
            text.iter_mut().for_each(in_place);
        }
        Event::Redirect { location, .. } => in_place(location),
        Event::SshBanner { text } | Event::Line { text } => in_place(text),
        Event::SshMethods { methods } => methods.iter_mut().for_each(in_place),
        Event::Port(seen) => match &mut seen.state {
            PortState::Open { said } => in_place(said),
            PortState::Service(service) => service.product.iter_mut().for_each(in_place),
            PortState::Closed | PortState::Silent | PortState::Failed(_) => {}
        },
        Event::Exchange { sent, lines } => {
            in_place(sent);
            lines.iter_mut().for_each(in_place);
        }
        // Codes of our own, and where a step stood.
        Event::LogIn(seen) => in_place(&mut seen.detail),
        Event::ApiAnswer(answer) => {
            in_place(&mut answer.path);
            answer.error.iter_mut().for_each(in_place);
            answer.content.iter_mut().for_each(texts_of);
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

fn fields(headers: &mut [(String, String)]) {
    for (name, value) in headers {
        *value = header(name, value);
        in_place(name);
    }
}

fn page_texts(page: &mut PageSeen) {
    in_place(&mut page.url);
    page.media_type.iter_mut().for_each(in_place);
    for element in &mut page.elements {
        element.attributes.iter_mut().for_each(|(_, value)| in_place(value));
    }
}

/// Every text in a value.
fn texts_of(value: &mut Value) {
    match value {
        Value::String(text) => in_place(text),
        Value::Array(list) => list.iter_mut().for_each(texts_of),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, value)| texts_of(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
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
