//! Acts of L2 that this program carries out, each within a [leave](crate::leave) that covers exactly it.
//!
//! For each try the other side is reached first, which leaves nothing that bears the mark; then the try is counted towards the leave and noted, in
//! one durable step; only then comes its first byte; and then what was answered is noted. So a machine that goes down in between never does
//! more than the leave says, and a second start does nothing. What is not as it should be ends the act and is told at once.

mod folder;
mod https;
mod mail;
mod name;
mod ssh;

use std::path::PathBuf;
use std::sync::Arc;

use arvak_core::drill::{Act, Deed, Door, MARK};
use arvak_core::{Digest, Instant, Name};
use arvak_monitoring::{Answered, Emission, Way};
use arvak_notices::Relay;
use arvak_probe::{Check, Clock, Host, Look, Net, Outbound};
use arvak_store::{Folder, Tried};

use crate::leave::{Lacks, Leave};
use crate::{Arg, DrillError, Kept, Refusal, Result};

pub use folder::swept;

/// The doors that acts go through.
pub struct Doors {
    /// To hosts of the inventory, with the gate before them.
    pub net: Net,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// From where we act.
    pub vantage: Name,
    /// To the mail relay, where there is one.
    pub post: Option<Post>,
    /// The folders that `arvak.toml` names: nothing is read or written outside them.
    pub folders: Vec<PathBuf>,
}

/// The way to the mail relay.
pub struct Post {
    /// The relay.
    pub relay: Relay,
    /// The door to it.
    pub door: Outbound,
    /// What this installation calls itself.
    pub hello: String,
    /// The text of the mail.
    pub text: String,
}

/// What came of an act.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// It was done.
    Done {
        /// How many tries were made.
        done: u32,
        /// How many there were to be.
        of: u32,
        /// What the last one was answered.
        answered: Answered,
        /// Why there were fewer, when the network is why.
        broke_off: Option<String>,
    },
    /// It was not begun: nothing was done.
    NotBegun(String),
    /// Its first try was begun, and nobody knows whether it came about.
    Unsure(String),
    /// Something was done already, or the drill was stopped.
    Refused,
    /// The leave was used up meanwhile.
    UsedUp,
}

impl Carried {
    /// Why nothing is known to have been done; nothing when it was.
    pub fn refusal(&self, id: &str) -> Option<Refusal> {
        let about = |sentence| Refusal::about(sentence, id);
        let why = |why: &String| Arg::Text(why.clone());
        Some(match self {
            Self::Done { .. } => return None,
            Self::NotBegun(text) => about("drill-not-begun").with("why", why(text)),
            Self::Unsure(text) => about("drill-act-unsure").with("why", why(text)),
            Self::Refused => about("drill-begun-already"),
            Self::UsedUp => Refusal::new(Lacks::Times.sentence()),
        })
    }
}

/// How a try ended: an answer, or nobody knows.
type Ended = std::result::Result<Answered, String>;

/// What is ready for a try: nothing that bears the mark was sent yet.
enum Ready {
    Ssh(ssh::Ready),
    Https(Box<https::Ready>),
    Name(name::Ready),
    File(folder::Ready),
    Mail(mail::Ready),
}

/// Everything that an act is carried out with.
struct Hand<'h> {
    folder: &'h Folder,
    kept: &'h Kept,
    deed: &'h Deed,
    doors: &'h Doors,
    mark: String,
}

/// Carries out an act. The caller has seen that the drill may begin, and that `leave` covers it; the number is kept here.
pub async fn carry_out(
    folder: &Folder,
    kept: &Kept,
    (deed, leave): (&Deed, &Leave),
    doors: &Doors,
) -> Result<Carried> {
    let mark = kept.secret.plan.mark();
    let hand = Hand { folder, kept, deed, doors, mark };
    let leave = (leave.counted_as(), leave.times);
    let operation = folder.operation();
    let id = kept.row.id.as_str();
    let mut open = None;
    let (mut done, mut last, mut broke_off) = (0, None, None);
    for number in 1..=deed.tries {
        let is_first = number == 1;
        let (ready, bytes) = match hand.reach(open.take()).await {
            Ok(ready) => ready,
            Err(why) if is_first => return Ok(Carried::NotBegun(why)),
            Err(why) => {
                broke_off = Some(why);
                break;
            }
        };
        let at = doors.clock.now();
        if !kept.secret.plan.is_open(at) {
            // The window ends in the middle: what was done counts.
            if is_first {
                return Ok(Carried::NotBegun("rules.to".to_owned()));
            }
            break;
        }
        let begun = hand.emission(at, &bytes, None);
        let note = serde_json::to_string(&begun)?;
        let most = (leave.0.as_str(), leave.1);
        match operation.add_drill_try((id, number, &note), most, at).await? {
            Tried::Noted => {}
            Tried::Refused if is_first => return Ok(Carried::Refused),
            Tried::UsedUp if is_first => return Ok(Carried::UsedUp),
            Tried::Refused | Tried::UsedUp => break,
        }
        let (ended, line) = hand.make(ready, at).await?;
        open = line;
        match ended {
            Ok(answered) => {
                let note = serde_json::to_string(&hand.emission(at, &bytes, Some(answered)))?;
                operation.note_drill_try((id, number, &note), true).await?;
                done += 1;
                last = Some(answered);
                if !answered.is_expected() {
                    break;
                }
            }
            Err(why) if is_first => return Ok(Carried::Unsure(why)),
            Err(why) => {
                broke_off = Some(why);
                break;
            }
        }
    }
    let answered = last.ok_or_else(|| DrillError::Inside("an act without an answer".to_owned()))?;
    Ok(Carried::Done { done, of: deed.tries, answered, broke_off })
}

/// Where the mark stands.
pub fn place(deed: &Deed) -> &'static str {
    let is_in_target = deed.target.contains(MARK);
    match (deed.act, &deed.door) {
        (Act::CanaryName, _) => "label",
        (Act::Eicar, _) => "file_name",
        (Act::FailedLogIn, _) if is_in_target => "account",
        (Act::FailedLogIn, Some(Door::Ssh { .. })) => "identification",
        (Act::FailedLogIn, Some(Door::Https { .. })) => "user_agent",
        (Act::CanaryFile, Some(Door::Https { .. })) => "query",
        (Act::CanaryFile, _) if is_in_target => "file_name",
        _ => "none",
    }
}

/// What this program calls itself, with the mark.
fn own_name(mark: &str) -> String {
    format!("Arvak_{} {mark}", env!("CARGO_PKG_VERSION"))
}

impl Hand<'_> {
    /// What the act is done to, with the mark where it stands in it.
    fn target(&self) -> String {
        self.deed.target.replace(MARK, &self.mark)
    }

    fn emission(&self, at: Instant, bytes: &[u8], answered: Option<Answered>) -> Emission {
        Emission {
            at,
            host: self.deed.host.to_string(),
            way: Way::Sent,
            sha256: Digest::of(bytes),
            place: place(self.deed).to_owned(),
            is_done: answered.is_some(),
            step: None,
            restore_to: None,
            answered,
        }
    }

    /// What a connection is made for, as the gate and the record of it want it.
    fn check(&self, host: &Host, port: u16) -> std::result::Result<Check, String> {
        let plan = &self.kept.secret.plan;
        let subject = plan.source.clone().unwrap_or_else(|| plan.supplier.clone());
        let probe = arvak_monitoring::METHOD.parse::<Name>().map_err(|error| error.to_string())?;
        let domain = self.doors.net.scope().domain_of(host).unwrap_or(host.as_str()).to_owned();
        Ok(Check {
            probe,
            subject,
            host: host.clone(),
            port: Some(port),
            look: Look::Proved,
            domain,
        })
    }

    /// Reaches the other side, and tells what will be sent as far as that is the same each time.
    async fn reach(
        &self,
        open: Option<ssh::Session>,
    ) -> std::result::Result<(Ready, Vec<u8>), String> {
        let deed = self.deed;
        match &deed.door {
            Some(Door::Ssh { host, port }) => {
                let bytes = format!("SSH-2.0-{}\n{}", own_name(&self.mark), self.target());
                let ready = match open {
                    Some(open) => ssh::Ready::Again(open),
                    None => ssh::reach(self, (host, *port)).await?,
                };
                Ok((Ready::Ssh(ready), bytes.into_bytes()))
            }
            Some(Door::Https { host, port, path }) => {
                let ready = https::reach(self, (host, *port), path).await?;
                let bytes = ready.told().into_bytes();
                Ok((Ready::Https(Box::new(ready)), bytes))
            }
            Some(Door::Resolver(at)) => {
                let ready = name::ready(self, *at);
                Ok((Ready::Name(ready), self.target().into_bytes()))
            }
            Some(Door::Folder(path)) => {
                let ready = folder::reach(self, path).await?;
                let bytes = ready.bytes();
                Ok((Ready::File(ready), bytes))
            }
            Some(Door::Mail(to)) => {
                let ready = mail::reach(self, to).await?;
                let bytes = ready.bytes().to_vec();
                Ok((Ready::Mail(ready), bytes))
            }
            None => Err(String::new()),
        }
    }

    /// Makes a try, with what is left open for the next one.
    async fn make(&self, ready: Ready, at: Instant) -> Result<(Ended, Option<ssh::Session>)> {
        Ok(match ready {
            Ready::Ssh(ready) => ssh::log_in(self, ready).await?,
            Ready::Https(ready) => (https::ask(*ready).await, None),
            Ready::Name(ready) => (name::ask(self, ready).await, None),
            Ready::File(ready) => (folder::act(self, ready, at).await?, None),
            Ready::Mail(ready) => (mail::send(ready).await, None),
        })
    }
}
