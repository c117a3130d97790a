//! The gate in front of every packet: what may be looked at, and how (law 9).
//!
//! A name must belong to a domain that an administrator declared. It is resolved once; every address
//! it resolves to is checked, in every spelling (v4, v6, v4 inside v6); one refused address refuses
//! the host; and the connection goes to the checked address, so that a name which resolves
//! differently a moment later gains nothing. A refusal is recorded, sends nothing, and is judged
//! inconclusive.

mod address;
mod gate;
mod refusal;

#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use address::{Forbidden, forbidden};
pub use gate::Scope;
pub use refusal::Refusal;

/// How far a look may go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// What any visitor or mail server does: for every declared domain.
    Public,
    /// More than that: only with proof of control, or for addresses that the operator allowed.
    Proved,
}

/// What a connection is for. Each has the one port at which it is a public look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// One ordinary visit over HTTPS (443).
    Https,
    /// The visit to port 80 that a browser makes when only a name is typed.
    Http,
    /// One SMTP greeting with STARTTLS (25).
    Smtp,
    /// One question to a name server (53).
    Dns,
    /// Anything else, such as SSH: never a public look.
    Other,
}

impl Purpose {
    /// What a connection to `port` for this purpose needs.
    pub const fn look(self, port: u16) -> Look {
        match (self, port) {
            (Self::Https, 443) | (Self::Http, 80) | (Self::Smtp, 25) | (Self::Dns, 53) => {
                Look::Public
            }
            _ => Look::Proved,
        }
    }

    /// The type of the records by which a domain names servers for this purpose; nothing where it
    /// names none.
    pub const fn named_in(self) -> Option<&'static str> {
        match self {
            Self::Smtp => Some("MX"),
            Self::Dns => Some("NS"),
            Self::Https | Self::Http | Self::Other => None,
        }
    }
}
