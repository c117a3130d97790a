//! Notices: what is due to be told, to whom, and its sending.
//!
//! * The pure part: an [`Event`] is something that may be told; a [`Choice`] is what somebody wants told, and how
//!   often; [`plan()`] holds both against what was told already; [`letter()`] and [`payload()`] make the text.
//! * Sending: [`smtp::send`] to the mail relay that the operator configured ([`Relay`]), [`webhook::send`] to addresses
//!   that an administrator registered. Both go through [`arvak_probe::Outbound`]; nothing here dials.
//!
//! A notice says which claim, how it stands, and where to read more. Names of things, addresses and transcripts stay
//! behind the log-in: mail lies in many places for a long time.

pub mod back_off;
mod channels;
mod choice;
mod error;
mod event;
mod greeted;
mod letter;
mod mail;
mod plan;
mod relay;
mod session;
pub mod sms;
pub mod smtp;
mod starttls;
pub mod webhook;

pub use channels::{Channels, ToSuppliers};
pub use choice::{Choice, MORNING, Pace, is_time};
pub use error::SendError;
pub use event::{Event, Kind, Told};
pub use letter::{Letter, Place, letter, payload, test_letter, test_payload};
pub use mail::{Mail, is_address};
pub use plan::{Plan, Recipient, Sight, once, plan};
pub use relay::{Relay, RelayFile, RelayMistake, Security};
pub use session::{Handed, Session};
