//! A `ClientHello` of our own making (RFC 8446 section 4.1.2, RFC 5246 section 7.4.1.2), in any version
//! and with anything offered. No library that finishes handshakes would write most of these.

pub(crate) mod ext;
mod ssl2;

pub(crate) use ssl2::{
    CIPHERS as SSL2_CIPHERS, Reading as Ssl2, hello as ssl2_hello, read as read_ssl2,
};

use super::Version;
use super::tables::{GROUPS, SCHEMES};
use super::wire::{codes, message, vec8, vec16};

/// Signals secure renegotiation to servers that do not read extensions (RFC 5746 section 3.3).
const RENEGOTIATION_SCSV: u16 = 0x00ff;

/// Says that the client falls back to an older version than it could speak (RFC 7507).
pub(crate) const FALLBACK_SCSV: u16 = 0x5600;

const RECORD_HANDSHAKE: u8 = 22;
const CLIENT_HELLO: u8 = 1;

/// A hello before it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hello {
    /// What stands in the old field for the version.
    pub(crate) legacy_version: u16,
    /// 32 bytes. Nothing is kept secret with them: no handshake that begins so is finished.
    pub(crate) random: [u8; 32],
    /// The id of a session; TLS 1.3 sends one so that middleboxes take it for TLS 1.2.
    pub(crate) session_id: Vec<u8>,
    /// The suites.
    pub(crate) suites: Vec<u16>,
    /// The compressions; 0 is none.
    pub(crate) compressions: Vec<u8>,
    /// Extensions with their contents, in order. SSL 3.0 knows none.
    pub(crate) extensions: Vec<(u16, Vec<u8>)>,
}

impl Hello {
    /// What a modern client sends that speaks `version` and no other: the given suites, and every group
    /// and signature scheme that there is.
    pub(crate) fn new(version: Version, name: Option<&str>, suites: &[u16]) -> Self {
        let is_new = version == Version::Tls13;
        let mut hello = Self {
            legacy_version: version.code().min(Version::Tls12.code()),
            random: [0; 32],
            session_id: if is_new { vec![0x61; 32] } else { Vec::new() },
            suites: suites.to_vec(),
            compressions: vec![0],
            extensions: Vec::new(),
        };
        if version <= Version::Ssl3 {
            hello.suites.push(RENEGOTIATION_SCSV);
            return hello;
        }
        if let Some(name) = name {
            hello.set(ext::SERVER_NAME, ext::server_name(name));
        }
        let groups: Vec<u16> = GROUPS
            .iter()
            .filter(|group| is_new || group.kind == "ec")
            .map(|group| group.code)
            .collect();
        hello.set(ext::SUPPORTED_GROUPS, ext::list16(&codes(&groups)));
        if version >= Version::Tls12 {
            let schemes: Vec<u16> = SCHEMES.iter().rev().map(|scheme| scheme.code).collect();
            hello.set(ext::SIGNATURE_ALGORITHMS, ext::list16(&codes(&schemes)));
        }
        if is_new {
            hello.set(ext::SUPPORTED_VERSIONS, ext::list8(&codes(&[version.code()])));
            hello.set(ext::PSK_KEY_EXCHANGE_MODES, ext::list8(&[1]));
            // Without a share the server must say which group it wants, and no key is agreed.
            hello.set(ext::KEY_SHARE, ext::list16(&[]));
        } else {
            hello.set(ext::EC_POINT_FORMATS, ext::list8(&[0]));
            hello.set(ext::RENEGOTIATION_INFO, ext::list8(&[]));
            hello.set(ext::EXTENDED_MASTER_SECRET, Vec::new());
            hello.set(ext::SESSION_TICKET, Vec::new());
        }
        hello
    }

    /// Puts the extension in, or in the place of the one with that code.
    pub(crate) fn set(&mut self, code: u16, content: Vec<u8>) {
        match self.extensions.iter_mut().find(|(known, _)| *known == code) {
            Some((_, old)) => *old = content,
            None => self.extensions.push((code, content)),
        }
    }

    /// The same with the extension.
    pub(crate) fn with(mut self, code: u16, content: Vec<u8>) -> Self {
        self.set(code, content);
        self
    }

    /// The bytes of the record.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut record = vec![RECORD_HANDSHAKE, 3, u8::from(self.legacy_version > 0x0300)];
        vec16(&mut record, &self.message());
        record
    }

    /// The bytes of the message, without a record around it.
    pub(crate) fn message(&self) -> Vec<u8> {
        let mut padded = self.clone();
        let length = self.body().len() + 4;
        // Some load balancers take a hello of 256 to 511 bytes for SSL 2.0 (RFC 7685 section 1).
        if !self.extensions.is_empty() && (256..512).contains(&length) {
            let zeroes = 512_usize.saturating_sub(length + 4);
            padded.set(ext::PADDING, vec![0; zeroes]);
        }
        message(CLIENT_HELLO, &padded.body())
    }

    fn body(&self) -> Vec<u8> {
        let mut out = self.legacy_version.to_be_bytes().to_vec();
        out.extend(self.random);
        vec8(&mut out, &self.session_id);
        vec16(&mut out, &codes(&self.suites));
        vec8(&mut out, &self.compressions);
        if !self.extensions.is_empty() {
            let mut all = Vec::new();
            for (code, content) in &self.extensions {
                all.extend(code.to_be_bytes());
                vec16(&mut all, content);
            }
            vec16(&mut out, &all);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tls_parser::{
        TlsExtension, TlsMessage, TlsMessageHandshake, parse_tls_client_hello_extensions,
        parse_tls_plaintext,
    };

    use super::*;

    #[test]
    fn another_parser_reads_the_same_hello() {
        for version in Version::CLASSIC.into_iter().chain([Version::Tls13]) {
            let mut hello = Hello::new(version, Some("www.nordvik.example"), &[0x1301, 0xc02f]);
            hello.random = [7; 32];
            let bytes = hello.bytes();
            let (rest, record) = parse_tls_plaintext(&bytes).unwrap();
            assert!(rest.is_empty());
            let TlsMessage::Handshake(TlsMessageHandshake::ClientHello(read)) = &record.msg[0]
            else {
                panic!("{record:?}");
            };
            assert_eq!(read.version.0, version.code().min(0x0303));
            assert_eq!(read.random, [7; 32]);
            let ciphers: Vec<u16> = read.ciphers.iter().map(|suite| suite.0).collect();
            assert!(ciphers.starts_with(&[0x1301, 0xc02f]));
            let extensions = read.ext.map(|all| parse_tls_client_hello_extensions(all).unwrap().1);
            let Some(extensions) = extensions else {
                assert_eq!(version, Version::Ssl3);
                continue;
            };
            let name = TlsExtension::SNI(vec![(tls_parser::SNIType(0), b"www.nordvik.example")]);
            assert!(extensions.contains(&name), "{extensions:?}");
            let asks_retry = extensions.contains(&TlsExtension::KeyShare(&[0, 0]));
            assert_eq!(asks_retry, version == Version::Tls13, "{extensions:?}");
        }
    }

    #[test]
    fn an_address_is_never_sent_as_a_name() {
        let hello = Hello::new(Version::Tls12, None, &[0xc02f]);
        assert!(hello.extensions.iter().all(|(code, _)| *code != ext::SERVER_NAME));
    }

    proptest! {
        #[test]
        fn no_hello_has_a_length_that_load_balancers_choke_on(
            suites in proptest::collection::vec(any::<u16>(), 1..130),
            name in "[a-z]{1,60}\\.example",
        ) {
            let bytes = Hello::new(Version::Tls12, Some(&name), &suites).bytes();
            let length = usize::from(bytes[3]) * 256 + usize::from(bytes[4]);
            prop_assert_eq!(length + 5, bytes.len());
            prop_assert!(!(256..512).contains(&length));
            prop_assert!(parse_tls_plaintext(&bytes).is_ok());
        }
    }
}
