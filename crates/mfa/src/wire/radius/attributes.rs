//! Attributes of RADIUS packets (RFC 2865 section 5): a type, a length, a value.

/// The name of who logs in.
pub(super) const USER_NAME: u8 = 1;
/// The hidden password.
pub(super) const USER_PASSWORD: u8 = 2;
/// Words for people.
pub(super) const REPLY_MESSAGE: u8 = 18;
/// What belongs to a challenge.
pub(super) const STATE: u8 = 24;
/// An attribute of a manufacturer's.
const VENDOR_SPECIFIC: u8 = 26;
/// Who asks.
pub(super) const NAS_IDENTIFIER: u8 = 32;
/// The seal over the packet.
pub(super) const MESSAGE_AUTHENTICATOR: u8 = 80;

/// Microsoft's number (RFC 2548).
const MICROSOFT: u32 = 311;
/// The challenge that MS-CHAP answers.
pub(super) const MS_CHAP_CHALLENGE: u8 = 11;
/// `MS-CHAP2-Response`.
pub(super) const CHAP_RESPONSE: u8 = 25;

/// Longest value of an attribute, in bytes.
pub const VALUE_BYTES_MAX: usize = 253;

/// The attributes of a packet, as bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes(Vec<u8>);

impl Attributes {
    /// Reads them; nothing when a length does not fit.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut rest = bytes;
        while let Some((&[_, length], _)) = rest.split_first_chunk::<2>() {
            rest = rest.get(usize::from(length)..).filter(|_| length >= 2)?;
        }
        rest.is_empty().then(|| Self(bytes.to_vec()))
    }

    /// Adds one; nothing when its value is too long.
    pub fn push(&mut self, kind: u8, value: &[u8]) -> Option<()> {
        let length = u8::try_from(value.len() + 2).ok()?;
        self.0.extend([kind, length]);
        self.0.extend_from_slice(value);
        Some(())
    }

    /// Adds one of Microsoft's (RFC 2548 section 2).
    pub fn push_microsoft(&mut self, kind: u8, value: &[u8]) -> Option<()> {
        let length = u8::try_from(value.len() + 2).ok()?;
        let inner = [&MICROSOFT.to_be_bytes()[..], &[kind, length], value].concat();
        self.push(VENDOR_SPECIFIC, &inner)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// The value of the first one of a kind.
    pub fn get(&self, kind: u8) -> Option<&[u8]> {
        let at = self.place_of(kind)?;
        let length = usize::from(*self.0.get(at - 1)?);
        self.0.get(at..(at + length).checked_sub(2)?)
    }

    /// Where the value of the first one of a kind begins.
    pub fn place_of(&self, kind: u8) -> Option<usize> {
        let mut at = 0;
        loop {
            let (found, length) = (*self.0.get(at)?, usize::from(*self.0.get(at + 1)?));
            if found == kind {
                return Some(at + 2);
            }
            at += length.max(2);
        }
    }
}
