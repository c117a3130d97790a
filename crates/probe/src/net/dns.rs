//! Asking DNS.

use hickory_proto::rr::RecordType;

use super::{Inner, NetError};
use crate::{DnsAnswer, Recorder};

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The name, with or without a final dot.
    pub name: String,
    /// The type.
    pub record_type: RecordType,
    /// Ask for DNSSEC records too (the DO bit). On by default.
    pub dnssec: bool,
    /// Ask the resolver not to validate (the CD bit), to see what a failing validation hides.
    pub checking_disabled: bool,
}

impl Question {
    /// The ordinary question: with DNSSEC records, validated by the resolver if it can.
    pub fn new(name: &str, record_type: RecordType) -> Self {
        Self { name: name.to_owned(), record_type, dnssec: true, checking_disabled: false }
    }
}

pub(super) async fn ask(
    _net: &Inner,
    _question: &Question,
    _recorder: &mut Recorder<'_>,
) -> Result<DnsAnswer, NetError> {
    Err(NetError::NoResolver)
}
