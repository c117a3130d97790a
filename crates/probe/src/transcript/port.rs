//! What knocking at a port showed, kept as codes: a look knocks at dozens.

use serde::{Deserialize, Serialize};

/// One port of one address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PortSeen {
    /// The checked address.
    pub address: String,
    /// The port.
    pub port: u16,
    /// Whether it was over UDP.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub udp: bool,
    /// Which question was asked, by its name in the probe's table; the probe's method says what it is.
    pub question: String,
    /// What became of it.
    pub state: PortState,
    /// Bytes that we sent.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sent_bytes: u32,
    /// Bytes that came back.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub received_bytes: u32,
}

/// What became of a knock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PortState {
    /// The host says that nothing listens there.
    Closed,
    /// Nothing came back.
    Silent,
    /// Something listens and does not speak the protocol that was looked for; the beginning of what it said.
    Open {
        /// Printable characters of it, masked; often none.
        said: String,
    },
    /// The service that was looked for answers.
    Service(ServiceSeen),
    /// The network failed; the code says how.
    Failed(String),
}

/// A service that was recognised.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceSeen {
    /// Its name in the probe's table, such as `redis`.
    pub name: String,
    /// What it says that it is, with its version; foreign text, masked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// What was seen of it, as codes, such as `no_login`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_zero(value: &u32) -> bool {
    *value == 0
}
