//! The TLS prober: versions from SSL 2.0 to TLS 1.3, every suite, group and signature that a server
//! accepts, and how it behaves, by hellos of our own making; and a judge over what was seen.
//!
//! [`enumerate`] asks and takes down every answer; [`judge`] reads the transcript alone. Nothing is
//! exploited, and two handshakes are finished: one by a library, which shows the certificates, the
//! application protocol and the tickets of TLS 1.3, and one of our own, in which one more is asked for.

mod answer;
mod ask;
mod eliminate;
mod finish;
mod flight;
mod hello;
mod job;
mod judge;
mod lane;
mod notes;
mod order;
mod probe;
mod renegotiate;
mod seen;
mod starttls;
mod strength;
mod survey;
mod tables;
mod version;
mod wire;

use arvak_probe::{Context, Observation, ProbeError, Recorder, Target};

pub use answer::read_answer;
pub use judge::{CHECKS, judge};
pub use order::Order;
pub use probe::Tls;
pub use renegotiate::talk_to_renegotiate;
pub use seen::{Seen, SeenGroup, SeenScheme, SeenSuite, SeenVersion};
pub use starttls::StartTls;
pub use strength::Strength;
pub use survey::{Options, enumerate};
pub use version::Version;

/// Its name, in transcripts and evidence.
pub const NAME: &str = "tls";

/// The version of what it asks and how it judges: questions and tables.
pub const VERSION: u32 = 6;

/// Carries out a check as one observation, the way a probe does.
pub async fn observe(
    check: &arvak_probe::Check,
    context: &Context<'_>,
    options: &Options,
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let target = Target { host: check.host.clone(), port: check.port.unwrap_or(443) };
    enumerate(context.net, &target, options, &mut recorder).await;
    recorder.finish()
}

/// What the transcript of a look shows, for people and scripts.
pub fn seen(transcript: &arvak_probe::Transcript) -> Seen {
    Seen::of(&notes::Notes::of(transcript.events()))
}
