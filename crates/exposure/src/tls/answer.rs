//! What the messages of a server's first flight mean.

use arvak_probe::transcript::{TlsAnswer, TlsDh, TlsHello};
use sha2::{Digest as _, Sha256};
use tls_parser::{
    ECParametersContent, TlsMessageHandshake, parse_dh_params, parse_ecdh_params,
    parse_tls_handshake_msg_certificate, parse_tls_handshake_server_hello,
};

use super::Version;
use super::flight::{Flight, Garbage, Piece};
use super::hello::ext;
use super::tables::suite_of;
use super::wire::{take, take_u16, take_vec16};
use crate::bytes::hex;

const SERVER_HELLO: u8 = 2;
const CERTIFICATE: u8 = 11;
const SERVER_KEY_EXCHANGE: u8 = 12;
const CERTIFICATE_REQUEST: u8 = 13;
const CERTIFICATE_STATUS: u8 = 22;

/// The random of a `ServerHello` that asks for another hello (RFC 8446 section 4.1.3).
const RETRY_RANDOM: [u8; 32] = [
    0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91,
    0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c,
];

/// Most extensions of a hello that are kept.
const EXTENSIONS_MAX: usize = 32;

/// Most certificates of a chain that are kept.
const CHAIN_MAX: usize = 10;

/// The name for a group of explicit parameters or of a kind that has no code.
const GROUP_UNNAMED: u16 = 0xff01;

/// An answer with the certificates that came with it, leaf first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// What it is.
    pub(crate) seen: TlsAnswer,
    /// The certificates as sent; empty in TLS 1.3, where they are encrypted.
    pub(crate) chain: Vec<Vec<u8>>,
}

impl Answer {
    /// An answer without certificates.
    pub(crate) const fn bare(seen: TlsAnswer) -> Self {
        Self { seen, chain: Vec::new() }
    }

    /// One that cannot be used.
    pub(crate) fn unusable(code: &str) -> Self {
        Self::bare(TlsAnswer::Unusable(code.to_owned()))
    }

    /// The network failed with that code.
    pub(crate) fn failed(code: &str) -> Self {
        Self::bare(TlsAnswer::Failed(code.to_owned()))
    }
}

/// Reads an answer as its bytes come.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    flight: Flight,
    hello: Option<TlsHello>,
    chain: Vec<Vec<u8>>,
}

impl Reader {
    /// More bytes came. Gives the answer once it is clear.
    pub(crate) fn push(&mut self, bytes: &[u8]) -> Option<Answer> {
        self.flight.push(bytes);
        loop {
            let piece = match self.flight.next_piece() {
                Ok(None) => return None,
                Ok(Some(piece)) => piece,
                Err(Garbage(code)) => return Some(self.end_with(Answer::unusable(code))),
            };
            match self.take(piece) {
                Ok(false) => {}
                Ok(true) => return Some(self.end_with(Answer::bare(TlsAnswer::Closed))),
                Err(answer) => return Some(answer),
            }
        }
    }

    /// No more bytes come, for this reason. A hello that came is an answer all the same.
    pub(crate) fn end_with(&mut self, without_hello: Answer) -> Answer {
        match self.hello.take() {
            Some(hello) => Answer {
                seen: TlsAnswer::Hello(Box::new(hello)),
                chain: std::mem::take(&mut self.chain),
            },
            None => without_hello,
        }
    }

    /// Takes a piece; says whether the answer is whole.
    fn take(&mut self, piece: Piece) -> Result<bool, Answer> {
        let (kind, body) = match piece {
            Piece::Message(kind, body) => (kind, body),
            // What comes after the hello may be wrong for reasons of its own; the choice stands.
            Piece::Alert(_) | Piece::Other(_) if self.hello.is_some() => return Ok(true),
            Piece::Alert(reason) => return Err(Answer::bare(TlsAnswer::Alert(reason))),
            Piece::Other(_) => return Err(Answer::unusable("tls.out_of_order")),
        };
        let Some(hello) = &mut self.hello else {
            if kind != SERVER_HELLO {
                return Err(Answer::unusable("tls.out_of_order"));
            }
            let hello = server_hello(&body).ok_or_else(|| Answer::unusable("tls.bad_hello"))?;
            let is_whole = hello.retry || hello.version >= Version::Tls13.code();
            self.hello = Some(hello);
            return Ok(is_whole);
        };
        match kind {
            CERTIFICATE => {
                self.chain = chain(&body).ok_or_else(|| Answer::unusable("tls.bad_chain"))?;
            }
            SERVER_KEY_EXCHANGE => {
                key_exchange(hello, &body)
                    .ok_or_else(|| Answer::unusable("tls.bad_key_exchange"))?;
            }
            CERTIFICATE_STATUS => hello.stapled = true,
            CERTIFICATE_REQUEST => {}
            // `ServerHelloDone`, or something that should not come before it.
            _ => return Ok(true),
        }
        Ok(false)
    }
}

/// Reads an answer to a hello as a look does, all of it at once: what is found, or the code of what is
/// wrong with it. For tests with foreign bytes.
pub fn read_answer(bytes: &[u8]) -> TlsAnswer {
    let mut reader = Reader::default();
    let answer = reader.push(bytes);
    answer.unwrap_or_else(|| reader.end_with(Answer::bare(TlsAnswer::Closed))).seen
}

/// A hello of a server, without the message's head.
pub(super) fn server_hello(body: &[u8]) -> Option<TlsHello> {
    let (rest, read) = parse_tls_handshake_server_hello(body).ok()?;
    if read.version.0 != Version::Ssl3.code() && !rest.is_empty() {
        return None;
    }
    let mut hello = TlsHello {
        version: read.version.0,
        suite: read.cipher.0,
        retry: read.random == RETRY_RANDOM,
        compression: read.compression.0,
        session_id: read.session_id.is_some(),
        ..TlsHello::default()
    };
    let mut extensions = read.ext.unwrap_or_default();
    while !extensions.is_empty() {
        let code = take_u16(&mut extensions)?;
        let content = take_vec16(&mut extensions)?;
        if hello.extensions.len() < EXTENSIONS_MAX {
            hello.extensions.push(code);
        }
        extension(&mut hello, code, content)?;
    }
    Some(hello)
}

/// The contents that matter. The others are only kept by their codes.
fn extension(hello: &mut TlsHello, code: u16, mut content: &[u8]) -> Option<()> {
    match code {
        ext::SUPPORTED_VERSIONS => hello.version = take_u16(&mut content)?,
        ext::KEY_SHARE => hello.group = Some(take_u16(&mut content)?),
        ext::ALPN => {
            let mut names = take_vec16(&mut content)?;
            let length = *take(&mut names, 1)?.first()?;
            let name = take(&mut names, usize::from(length))?;
            hello.alpn = Some(name.escape_ascii().to_string());
        }
        _ => {}
    }
    Some(())
}

fn chain(body: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (_, message) = parse_tls_handshake_msg_certificate(body).ok()?;
    let TlsMessageHandshake::Certificate(read) = message else { return None };
    Some(read.cert_chain.iter().take(CHAIN_MAX).map(|raw| raw.data.to_vec()).collect())
}

/// RFC 5246 section 7.4.3, RFC 8422 section 5.4, and with a hint in front RFC 4279 section 2.
fn key_exchange(hello: &mut TlsHello, body: &[u8]) -> Option<()> {
    // Of suites that are not known nothing can be read; that they were chosen is enough.
    let Some(suite) = suite_of(hello.suite) else { return Some(()) };
    let mut rest = body;
    if suite.key_exchange.ends_with("PSK") {
        take_vec16(&mut rest)?;
    }
    let rest = match suite.key_exchange {
        "ECDHE" | "ECDHE_PSK" => {
            let (rest, params) = parse_ecdh_params(rest).ok()?;
            hello.group = Some(match params.curve_params.params_content {
                ECParametersContent::NamedGroup(group) => group.0,
                ECParametersContent::ExplicitPrime(_) => GROUP_UNNAMED,
            });
            rest
        }
        "DHE" | "DHE_PSK" => {
            let (rest, params) = parse_dh_params(rest).ok()?;
            hello.dh = Some(dh(params.dh_p));
            rest
        }
        _ => return Some(()),
    };
    let is_signed = !matches!(suite.authentication, "none" | "PSK");
    if is_signed && hello.version == Version::Tls12.code() {
        let mut rest = rest;
        hello.scheme = Some(take_u16(&mut rest)?);
    }
    Some(())
}

fn dh(prime: &[u8]) -> TlsDh {
    let zeroes = prime.iter().take_while(|byte| **byte == 0).count();
    let prime = prime.get(zeroes..).unwrap_or_default();
    let unused = prime.first().map_or(0, |first| first.leading_zeros());
    let bits = u32::try_from(prime.len() * 8).unwrap_or(u32::MAX).saturating_sub(unused);
    let prime_sha256 = hex(&Sha256::digest(prime));
    TlsDh { bits: u16::try_from(bits).unwrap_or(u16::MAX), prime_sha256 }
}

#[cfg(test)]
pub(crate) mod tests;
