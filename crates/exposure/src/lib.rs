//! Looks at what meets the internet: DNS, HTTPS, mail records, SSH.
//!
//! Each room holds one probe. Its `observe` goes through the [`arvak_probe::Net`] door and takes down
//! what it saw; its `judge` is a pure function over those bytes. What a judge cannot tell for certain
//! is inconclusive: a host that is silent, out of scope or in disorder never counts as support.
//!
//! A look at a bare target, outside any inventory, is [`look`].

mod answers;
mod bytes;
mod checks;
mod dns;
mod findings;
mod https;
mod late;
mod look;
mod mail;
mod mail_server;
mod plan;
mod ports;
mod ssh;
pub mod tls;

use std::collections::BTreeMap;

use arvak_probe::Probe;

pub use checks::{CheckInfo, checks};
pub use dns::Dns;
pub use https::Https;
pub use look::{LOOKS, LookError, Looked, host_of_target, look, look_mail, look_whole};
pub use mail::{Mail, read_record};
pub use mail_server::MailServer;
pub use ssh::Ssh;
pub use tls::Tls;

/// All probes of this room. `control` holds the token that each declared domain should show in its
/// TXT record at `_arvak.<domain>` (domain in lower-case ASCII without a final dot).
pub fn probes(control: BTreeMap<String, String>) -> Vec<Box<dyn Probe>> {
    vec![
        Box::new(Dns::new(control)),
        Box::new(Https),
        Box::new(Mail),
        Box::new(MailServer),
        Box::new(Ssh),
        Box::new(Tls),
    ]
}
