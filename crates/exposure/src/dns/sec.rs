//! DNSSEC: whether an answer is secure (RFC 4033 to 4035, 5155, 6840).
//!
//! No resolver is believed. From a key that is known beforehand, the chain of digests, keys and
//! signatures is followed down to the answer, over messages as they were received. The same pure
//! function serves twice: while looking, it says which message it lacks; when judging, it says what
//! the messages show.

mod anchor;
mod chain;
mod denial;
mod key;
mod name;
mod nsec;
mod nsec3;
mod rrsig;
mod verdict;
mod wire;

pub use anchor::{BadTrustAnchor, TrustAnchor};
pub(crate) use chain::{Asked, Validator};
pub(crate) use key::{Dnskey, Ds, Strength, algorithm_name, strength};
pub(crate) use name::Name;
pub(crate) use nsec3::Nsec3;
pub(crate) use rrsig::Rrsig;
pub(crate) use verdict::{Gap, Security};
pub(crate) use wire::{Message, Record, kind};
