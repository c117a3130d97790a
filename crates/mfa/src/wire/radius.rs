//! RADIUS packets (RFC 2865), with `Message-Authenticator` (RFC 3579 section 3.2) and MS-CHAPv2 (RFC 2548, RFC 2759).
//!
//! Everything that RADIUS protects hangs on MD5 and the shared secret. Our requests carry `Message-Authenticator`
//! first, and an answer counts only when its own authenticator is right; the attack on MD5 that forges one
//! (CVE-2024-3596, "Blast-RADIUS") needs answers without `Message-Authenticator`, so whether there was one is told.

pub mod attributes;
mod mschap;

use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::{Digest as _, Md5};

pub use attributes::Attributes;
use attributes::{
    CHAP_RESPONSE, MESSAGE_AUTHENTICATOR, MS_CHAP_CHALLENGE, NAS_IDENTIFIER, REPLY_MESSAGE, STATE,
    USER_NAME, USER_PASSWORD,
};

/// Longest packet (RFC 2865 section 3), in bytes.
pub const PACKET_BYTES_MAX: usize = 4096;

/// Bytes before the attributes.
const HEADER_BYTES: usize = 20;

/// Most characters of a server's message that are kept.
const TEXT_MAX: usize = 160;

/// Longest password (RFC 2865 section 5.2), in bytes.
pub const PASSWORD_BYTES_MAX: usize = 128;

/// How a password is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof<'a> {
    /// As it is, hidden with the shared secret.
    Pap(&'a str),
    /// Proved by answering a challenge of ours.
    MsChapV2(&'a str),
}

/// A request to let somebody in.
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// The name.
    pub user: &'a str,
    /// The password, or the code in answer to a challenge.
    pub proof: Proof<'a>,
    /// What the server sent along with its challenge.
    pub state: Option<&'a [u8]>,
}

/// What is drawn anew for each request: numbers that nobody can foresee.
#[derive(Clone, Copy, Debug)]
pub struct Drawn {
    /// Tells requests from the same port apart.
    pub id: u8,
    /// The request's authenticator.
    pub authenticator: [u8; 16],
    /// Our challenges for MS-CHAPv2: the server's part and the client's.
    pub challenges: [[u8; 16]; 2],
}

/// A packet that goes out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// The bytes.
    pub bytes: Vec<u8>,
    id: u8,
    authenticator: [u8; 16],
}

/// What a server decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Decision {
    /// `Access-Accept`.
    Accept,
    /// `Access-Reject`.
    Reject,
    /// `Access-Challenge`: something more is asked for.
    Challenge,
}

/// An answer whose authenticator is right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The decision.
    pub decision: Decision,
    /// What must be sent along with the answer to a challenge.
    pub state: Option<Vec<u8>>,
    /// The server's words; they may echo what it was told.
    pub text: String,
    /// Whether the answer is protected by `Message-Authenticator` too.
    pub is_sealed: bool,
}

/// Why a packet is no answer to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BadAnswer {
    /// It is no RADIUS packet.
    #[error("the packet is malformed")]
    Malformed,
    /// It answers another request.
    #[error("the packet answers another request")]
    Other,
    /// It was not made with our shared secret.
    #[error("the packet was not made with this shared secret")]
    Forged,
    /// It says something that no answer to a log-in says.
    #[error("the packet is no answer to a log-in")]
    Code(u8),
}

impl Request<'_> {
    /// The packet; nothing when name or password are too long for RADIUS.
    pub fn write(&self, secret: &[u8], drawn: &Drawn) -> Option<Sent> {
        const ACCESS_REQUEST: u8 = 1;
        let mut attributes = Attributes::default();
        // First, as the mend for CVE-2024-3596 wants it; its value is put in when all else stands.
        attributes.push(MESSAGE_AUTHENTICATOR, &[0; 16])?;
        attributes.push(USER_NAME, self.user.as_bytes())?;
        attributes.push(NAS_IDENTIFIER, b"arvak")?;
        match self.proof {
            Proof::Pap(password) => {
                let hidden = hide(password.as_bytes(), secret, &drawn.authenticator)?;
                attributes.push(USER_PASSWORD, &hidden)?;
            }
            Proof::MsChapV2(password) => {
                let [server, client] = &drawn.challenges;
                let response = mschap::response(self.user, password, server, client, drawn.id)?;
                attributes.push_microsoft(MS_CHAP_CHALLENGE, server)?;
                attributes.push_microsoft(CHAP_RESPONSE, &response)?;
            }
        }
        if let Some(state) = self.state {
            attributes.push(STATE, state)?;
        }
        let mut bytes = packet(ACCESS_REQUEST, drawn.id, &drawn.authenticator, attributes.bytes())?;
        let seal = seal(secret, &[&bytes])?;
        let at = HEADER_BYTES + 2;
        bytes.get_mut(at..at + 16)?.copy_from_slice(&seal);
        Some(Sent { bytes, id: drawn.id, authenticator: drawn.authenticator })
    }
}

impl Sent {
    /// Reads a packet as an answer to this request.
    pub fn read(&self, bytes: &[u8], secret: &[u8]) -> Result<Answer, BadAnswer> {
        let (head, rest) = bytes.split_first_chunk::<4>().ok_or(BadAnswer::Malformed)?;
        let [code, id, high, low] = *head;
        let length = usize::from(u16::from_be_bytes([high, low]));
        // Bytes behind the length are padding (RFC 2865 section 3).
        let bytes = bytes
            .get(..length)
            .filter(|_| length <= PACKET_BYTES_MAX)
            .ok_or(BadAnswer::Malformed)?;
        let authenticator = rest.first_chunk::<16>().ok_or(BadAnswer::Malformed)?;
        let body = bytes.get(HEADER_BYTES..).ok_or(BadAnswer::Malformed)?;
        if id != self.id {
            return Err(BadAnswer::Other);
        }
        let expected = Md5::new()
            .chain_update(head)
            .chain_update(self.authenticator)
            .chain_update(body)
            .chain_update(secret)
            .finalize();
        if expected.as_slice() != authenticator {
            return Err(BadAnswer::Forged);
        }
        let attributes = Attributes::read(body).ok_or(BadAnswer::Malformed)?;
        let is_sealed = self.check_seal(*head, body, &attributes, secret)?;
        let decision = match code {
            2 => Decision::Accept,
            3 => Decision::Reject,
            11 => Decision::Challenge,
            other => return Err(BadAnswer::Code(other)),
        };
        let text = attributes.get(REPLY_MESSAGE).map(String::from_utf8_lossy).unwrap_or_default();
        Ok(Answer {
            decision,
            state: attributes.get(STATE).map(<[u8]>::to_vec),
            text: text.chars().filter(|c| !c.is_control()).take(TEXT_MAX).collect(),
            is_sealed,
        })
    }

    /// Whether there is a `Message-Authenticator`; a wrong one is a forgery.
    fn check_seal(
        &self,
        head: [u8; 4],
        body: &[u8],
        attributes: &Attributes,
        secret: &[u8],
    ) -> Result<bool, BadAnswer> {
        let Some(at) = attributes.place_of(MESSAGE_AUTHENTICATOR) else { return Ok(false) };
        let given = body.get(at..at + 16).ok_or(BadAnswer::Malformed)?;
        let mut empty = body.to_vec();
        empty.get_mut(at..at + 16).ok_or(BadAnswer::Malformed)?.fill(0);
        let expected =
            seal(secret, &[&head, &self.authenticator, &empty]).ok_or(BadAnswer::Malformed)?;
        if expected == given { Ok(true) } else { Err(BadAnswer::Forged) }
    }
}

fn packet(code: u8, id: u8, authenticator: &[u8; 16], attributes: &[u8]) -> Option<Vec<u8>> {
    let length = u16::try_from(HEADER_BYTES + attributes.len()).ok()?;
    let [high, low] = length.to_be_bytes();
    let head = [code, id, high, low];
    let bytes = [&head[..], authenticator, attributes].concat();
    (bytes.len() <= PACKET_BYTES_MAX).then_some(bytes)
}

fn seal(secret: &[u8], parts: &[&[u8]]) -> Option<[u8; 16]> {
    let mut mac = Hmac::<Md5>::new_from_slice(secret).ok()?;
    for part in parts {
        mac.update(part);
    }
    Some(mac.finalize().into_bytes().into())
}

/// Hides a password as RFC 2865 section 5.2 says: each block of 16 bytes is added to a digest over the secret and the
/// block before.
fn hide(password: &[u8], secret: &[u8], authenticator: &[u8; 16]) -> Option<Vec<u8>> {
    if password.len() > PASSWORD_BYTES_MAX {
        return None;
    }
    let mut padded = password.to_vec();
    padded.resize(password.len().div_ceil(16).max(1) * 16, 0);
    let mut before = authenticator.to_vec();
    let mut hidden = Vec::new();
    for block in padded.chunks(16) {
        let key = Md5::new().chain_update(secret).chain_update(&before).finalize();
        before = block.iter().zip(key).map(|(byte, key)| byte ^ key).collect();
        hidden.extend_from_slice(&before);
    }
    Some(hidden)
}

#[cfg(test)]
mod tests;
