//! Looking at things: what a probe is, what it may touch, how it looks, and what it remembers.
//!
//! A [`Probe`] plans checks from the state, observes a check and keeps what it saw as a masked
//! [`transcript`], and judges that transcript by a pure function. Everything that a probe needs from
//! outside is either a door or a port.
//!
//! **Two doors; nothing else in the workspace dials.**
//! - [`Net`] goes to hosts that the *inventory* names. Before the first byte the [`scope`] gate
//!   checks the name, the purpose and every address; then limits of number, pace, bytes and time
//!   apply; and each step is recorded. HTTP, TLS, SSH, DNS and mail run over its streams.
//! - [`Outbound`] goes to hosts that the *operator* configured (SMTP relay, OIDC issuer, webhooks,
//!   feeds, backup stores): to those at those ports and no others.
//!
//! **Ports** ([`ports`]) are what this crate asks of the operation database: a queue of checks,
//! permits for counted effects, blobs, and the clock. The store implements them.
//!
//! The [`schedule`] owns time: what is due, in which order, how many at once, when to try again.

pub mod clock;
pub mod control;
pub mod leave;
pub mod net;
pub mod outbound;
pub mod ports;
pub mod probe;
pub mod roots;
pub mod schedule;
pub mod scope;
pub mod transcript;

mod error;

use std::future::Future;
use std::pin::Pin;

pub use clock::{ManualClock, SystemClock};
pub use control::{
    CONTROL_PATH, control_file_address, control_mailbox, control_record_name, control_text,
};
pub use error::ProbeError;
pub use leave::{LEAVE_KIND, Leave};
pub use net::{
    Again, Datagrams, Knock, Limits, Net, NetBuilder, NetError, NetStream, PortsAt, Question,
    RecordType, ResolverConfig, Stop, Target, USER_AGENT,
};
pub use outbound::{Outbound, OutboundError};
pub use ports::{Blobs, Clock, Permits, PortError, Queue};
pub use probe::{
    BadHost, Check, CheckOutcome, CheckResult, Context, Effect, Grade, Host, Judgement,
    Observation, Probe, Verdict, to_drafts,
};
pub use roots::{BadRoots, Roots};
pub use schedule::{Finished, Progress, RunSummary, Schedule, Settings, Sink};
pub use scope::{Look, Purpose, Refusal, Scope};
pub use transcript::{
    BadTranscript, DnsAnswer, DnsMessage, DnsRecord, DnsTransfer, Event, Recorder, TlsSeen,
    Transcript,
};

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
