//! The questions that are asked: what each line offers, and how its answers are named.
//!
//! The names and the hellos behind them are the method: a judge reads what was offered from them.

use arvak_probe::transcript::TlsHello;

use super::Version;
use super::hello::{FALLBACK_SCSV, Hello, ext};
use super::lane::{Lane, Leading};
use super::renegotiate::Renegotiation;
use super::tables::{GROUPS, SCHEMES, hellos};
use super::wire::codes;

/// The question with which a look begins.
pub(crate) const FIRST: &str = "first";
/// Does it compress?
pub(crate) const COMPRESSION: &str = "compression";
/// What else does it take up?
pub(crate) const FEATURES: &str = "features";
/// Which application protocol is next, without the one that it chose?
pub(crate) const ALPN: &str = "alpn";
/// Does it negotiate again when a client asks for it?
pub(crate) const RENEGOTIATION: &str = "renegotiation";
/// Does it notice a fall-back?
pub(crate) const FALLBACK: &str = "fallback";
/// What does it do when no name is said?
pub(crate) const NO_NAME: &str = "no_name";
/// What does it do with a name that it does not have?
pub(crate) const OTHER_NAME: &str = "other_name";
/// Does it pass over what it does not know?
pub(crate) const GREASE: &str = "grease";
/// Does it pass over a version that it does not know?
pub(crate) const NEWER: &str = "newer";
/// Does it take a long hello?
pub(crate) const LONG: &str = "long";

/// A name that no server has (RFC 6761 section 6.4).
const NOBODYS_NAME: &str = "arvak-other-name.invalid";

/// Bytes that are added to a hello to make it as long as those with keys of the time after quantum computers.
const LONG_BYTES: usize = 1_600;

/// The name of the question for a part of the suites of a version.
pub(crate) fn suites_question(version: Version, part: usize) -> String {
    format!("suites.{}.{part}", version.slug())
}

/// The name of a question about one version.
pub(crate) fn question(what: &str, version: Version) -> String {
    format!("{what}.{}", version.slug())
}

/// A line of questions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Job {
    /// Does it speak SSL 2.0, and with what?
    Ssl2,
    /// Which of this part of the suites does it accept?
    Suites(Version, usize),
    /// Which does it choose when its least favourite comes first?
    Order(Version, Vec<u16>),
    /// Which groups does it accept?
    Groups(Version, Vec<u16>),
    /// With which schemes does it sign?
    Schemes(Vec<u16>),
    /// One question with this name.
    Once(&'static str, Version, Vec<u16>),
    /// Does it negotiate again, with one of these suites?
    Renegotiate(Vec<u16>),
    /// The application protocols but this one.
    Alpn(Version, Vec<u16>, String),
}

impl Job {
    /// Asks to the end. `name` is the host's, when it has one.
    pub(crate) async fn run(self, lane: Lane, name: Option<String>) {
        let name = name.as_deref();
        match self {
            Self::Ssl2 => lane.ask_ssl2(&suites_question(Version::Ssl2, 0)).await,
            Self::Suites(version, part) => suites(&lane, version, part, name).await,
            Self::Order(version, offer) => {
                let hello = Hello::new(version, name, &offer);
                lane.ask(&question("order", version), offer.len(), &hello).await;
            }
            Self::Groups(version, suites) => groups(&lane, version, &suites, name).await,
            Self::Schemes(suites) => schemes(&lane, &suites, name).await,
            Self::Once(question, version, suites) => {
                let hello = once(question, version, &suites, name);
                lane.ask(question, suites.len(), &hello).await;
            }
            Self::Renegotiate(suites) => {
                let hello = Renegotiation::hello(name, &suites);
                lane.ask_to_renegotiate(RENEGOTIATION, suites.len(), hello).await;
            }
            Self::Alpn(version, suites, without) => {
                let protocols: Vec<&str> =
                    PROTOCOLS.into_iter().filter(|protocol| *protocol != without).collect();
                let hello =
                    Hello::new(version, name, &suites).with(ext::ALPN, ext::alpn(&protocols));
                lane.ask(ALPN, protocols.len(), &hello).await;
            }
        }
    }
}

/// The application protocols that are offered.
pub(crate) const PROTOCOLS: [&str; 2] = ["h2", "http/1.1"];

async fn suites(lane: &Lane, version: Version, part: usize, name: Option<&str>) {
    let Some(all) = hellos(version).get(part) else { return };
    let choice: fn(&TlsHello) -> Option<u16> = |hello| Some(hello.suite);
    let question = suites_question(version, part);
    let hello = |offer: &[u16]| Hello::new(version, name, offer);
    let leading = Leading { question: question.clone(), version, all, hello: &hello, choice };
    let found = lane.eliminate(&leading).await;
    if version != Version::Tls13 || !found.is_empty() {
        return;
    }
    // Some servers of TLS 1.3 do not ask for a share that they miss.
    let hello =
        |offer: &[u16]| Hello::new(version, name, offer).with(ext::KEY_SHARE, ext::open_shares());
    lane.eliminate(&Leading { question, version, all, hello: &hello, choice }).await;
}

/// The groups that are offered in that version.
pub(crate) fn groups_of(version: Version) -> impl Iterator<Item = u16> {
    let fit = GROUPS.iter().filter(move |group| version == Version::Tls13 || group.kind == "ec");
    fit.map(|group| group.code)
}

async fn groups(lane: &Lane, version: Version, suites: &[u16], name: Option<&str>) {
    let all: Vec<u16> = groups_of(version).collect();
    let hello = |offer: &[u16]| {
        let groups = ext::list16(&codes(offer));
        Hello::new(version, name, suites).with(ext::SUPPORTED_GROUPS, groups)
    };
    let question = question("groups", version);
    let choice = |hello: &TlsHello| hello.group;
    lane.eliminate(&Leading { question, version, all: &all, hello: &hello, choice }).await;
}

async fn schemes(lane: &Lane, suites: &[u16], name: Option<&str>) {
    let version = Version::Tls12;
    let all: Vec<u16> = SCHEMES.iter().rev().map(|scheme| scheme.code).collect();
    let hello = |offer: &[u16]| {
        let schemes = ext::list16(&codes(offer));
        Hello::new(version, name, suites).with(ext::SIGNATURE_ALGORITHMS, schemes)
    };
    let question = question("schemes", version);
    let choice = |hello: &TlsHello| hello.scheme;
    lane.eliminate(&Leading { question, version, all: &all, hello: &hello, choice }).await;
}

/// The hello behind the name of a question that is asked once.
fn once(question: &str, version: Version, suites: &[u16], name: Option<&str>) -> Hello {
    let usual = Hello::new(version, name, suites);
    match question {
        COMPRESSION => Hello { compressions: vec![1, 64, 0], ..usual },
        FEATURES => usual
            .with(ext::ALPN, ext::alpn(&PROTOCOLS))
            .with(ext::STATUS_REQUEST, ext::status_request())
            .with(ext::HEARTBEAT, vec![1])
            .with(ext::CERTIFICATE_TIMESTAMPS, Vec::new())
            .with(ext::ENCRYPT_THEN_MAC, Vec::new()),
        FALLBACK => Hello { suites: [suites, &[FALLBACK_SCSV]].concat(), ..usual },
        NO_NAME => Hello::new(version, None, suites),
        OTHER_NAME => Hello::new(version, Some(NOBODYS_NAME), suites),
        GREASE => greased(usual),
        NEWER => Hello { legacy_version: Version::Tls13.code(), ..usual },
        LONG => usual.with(ext::PADDING, vec![0; LONG_BYTES]),
        _ => first(usual),
    }
}

/// What a browser of today would say: TLS 1.3, and what is older too.
fn first(mut hello: Hello) -> Hello {
    let mut suites = hellos(Version::Tls13).concat();
    suites.extend(hellos(Version::Tls12).iter().take(1).flatten());
    hello.suites = suites;
    let versions = [Version::Tls13, Version::Tls12, Version::Tls11, Version::Tls10];
    let versions = codes(&versions.map(Version::code));
    hello.with(ext::SUPPORTED_VERSIONS, ext::list8(&versions))
}

/// Values that nobody has, where a server must pass over what it does not know (RFC 8701).
fn greased(mut hello: Hello) -> Hello {
    const NOBODYS: [u16; 2] = [0x3a3a, 0xdada];
    hello.suites.insert(0, NOBODYS[0]);
    for (code, content) in &mut hello.extensions {
        let nobodys = NOBODYS[1].to_be_bytes();
        match (*code, content.as_mut_slice()) {
            (ext::SUPPORTED_GROUPS | ext::SIGNATURE_ALGORITHMS, [_, length, ..]) => {
                *length = length.saturating_add(2);
                content.splice(2..2, nobodys);
            }
            (ext::SUPPORTED_VERSIONS, [length, ..]) => {
                *length = length.saturating_add(2);
                content.splice(1..1, nobodys);
            }
            _ => {}
        }
    }
    hello.extensions.insert(0, (NOBODYS[0], Vec::new()));
    hello.extensions.push((NOBODYS[1], vec![0]));
    hello
}

#[cfg(test)]
mod tests {
    use tls_parser::{TlsExtension, parse_tls_client_hello_extensions, parse_tls_plaintext};
    use tls_parser::{TlsMessage, TlsMessageHandshake};

    use super::*;

    fn extensions_of(hello: &Hello) -> (Vec<u16>, usize) {
        let bytes = hello.bytes();
        let (_, record) = parse_tls_plaintext(&bytes).unwrap();
        let TlsMessage::Handshake(TlsMessageHandshake::ClientHello(read)) = &record.msg[0] else {
            panic!("{record:?}");
        };
        let (rest, all) = parse_tls_client_hello_extensions(read.ext.unwrap()).unwrap();
        assert!(rest.is_empty(), "{hello:?}");
        let groups = all.iter().find_map(|extension| match extension {
            TlsExtension::EllipticCurves(groups) => Some(groups.len()),
            _ => None,
        });
        (read.ciphers.iter().map(|suite| suite.0).collect(), groups.unwrap())
    }

    #[test]
    fn every_question_is_a_hello_that_another_parser_reads() {
        for version in [Version::Tls10, Version::Tls12, Version::Tls13] {
            for name in
                [FIRST, COMPRESSION, FEATURES, FALLBACK, NO_NAME, OTHER_NAME, GREASE, NEWER, LONG]
            {
                let hello = once(name, version, &[0xc02f], Some("www.nordvik.example"));
                let (suites, groups) = extensions_of(&hello);
                assert!(suites.contains(&0xc02f), "{name}");
                let usual = Hello::new(version, None, &[0xc02f]);
                let more = usize::from(name == GREASE);
                assert_eq!(groups, extensions_of(&usual).1 + more, "{name}");
            }
        }
    }
}
