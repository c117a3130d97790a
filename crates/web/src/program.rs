//! What only the program can do, asked through a trait: pages construct no probe and write no reply.

mod recipes;

use std::future::Future;
use std::pin::Pin;

use arvak_core::{Class, Digest, EntityId, EntryId, Instant, Name, Span, Status};
use arvak_drills::act::Carried;
use arvak_drills::leave::Lacks;
use arvak_probe::schedule::Progress;
use arvak_probe::{CheckResult, Event, Leave, Stop};
use arvak_reports::Reply;
use arvak_words::Lang;
use ipnet::IpNet;
use tokio::sync::mpsc::UnboundedSender;

pub use recipes::{KeptRecipe, ReadyRecipe, RecipePlan, TriedRecipe, WrongRecipe};

/// What came of something with a recipe, unless something is wrong in it.
pub type OfRecipe<T> = Result<Result<T, WrongRecipe>, ProgramError>;

/// A future that can be sent between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// What a run looks at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Look {
    /// All checks, also those that are not due.
    pub all: bool,
    /// Only what feeds this point or claim.
    pub point: Option<Name>,
    /// Only for the proof that this domain is the municipality's, due or not.
    pub proof_of: Option<EntityId>,
}

/// What came of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Looked {
    /// Checks that were carried out.
    pub finished: u64,
    /// Pieces of evidence that support.
    pub supports: u64,
    /// Pieces of evidence that refute.
    pub refutes: u64,
    /// Pieces of evidence that say nothing.
    pub inconclusive: u64,
    /// Checks that could not be carried out at all.
    pub failed: u64,
    /// Whether somebody stopped it.
    pub stopped: bool,
}

/// What a trial of a log-in would send, at most, told before anything is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WouldSend {
    /// The steps in their order: what is done, as a code, and where.
    pub steps: Vec<(&'static str, String)>,
    /// Wrong passwords in a day.
    pub wrong_passwords: u32,
    /// Trials in a day.
    pub trials: u32,
    /// How many failed log-ins a trial may look like to the service.
    pub failures: u32,
}

/// Which edition of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// For those who work with security.
    Internal,
    /// For the council.
    Council,
    /// For anyone.
    Public,
}

impl Edition {
    /// All of them, from closed to open.
    pub const ALL: [Self; 3] = [Self::Internal, Self::Council, Self::Public];

    /// The name in addresses and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Council => "council",
            Self::Public => "public",
        }
    }

    /// The edition with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|edition| edition.name() == name)
    }

    /// What an entry must be at least for the edition to speak of it.
    pub const fn class(self) -> Class {
        match self {
            Self::Internal => Class::Internal,
            Self::Council => Class::Leadership,
            Self::Public => Class::Public,
        }
    }
}

/// A reply that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The reply.
    pub reply: Reply,
    /// It as Markdown, as it is approved and sent.
    pub markdown: String,
    /// SHA-256 of the Markdown: what an approval names.
    pub digest: Digest,
}

/// A status that a fact bettered without new supporting evidence (law 12).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bettered {
    /// When the fact was received.
    pub at: Instant,
    /// The fact.
    pub entry: EntryId,
    /// Its kind: `retirement`, `scope`, `exemption` …
    pub fact: &'static str,
    /// The reason recorded with it, unless it was erased.
    pub reason: Option<String>,
    /// The claim.
    pub claim: Name,
    /// The thing; absent when the claim has none.
    pub subject: Option<EntityId>,
    /// The state before.
    pub from: Status,
    /// The state after; absent when it is not asked any more.
    pub to: Option<Status>,
}

/// What one probe looks at, and how often.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// The probe: `dns`, `https` …
    pub probe: &'static str,
    /// How long after a look that showed something the next one is due; the shortest of what the probe shows.
    pub every: Span,
    /// How many checks there are.
    pub checks: u64,
    /// How many of them are due.
    pub due: u64,
}

/// A way to show that a domain is the municipality's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// A TXT record.
    Record,
    /// A token that was sent to the postmaster.
    Mail,
    /// A file on the domain's own web server.
    File,
}

impl Way {
    /// All of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Record, Self::Mail, Self::File];

    /// The name in sentences and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Record => "record",
            Self::Mail => "mail",
            Self::File => "file",
        }
    }
}

/// A proof that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// How it was shown.
    pub way: Way,
    /// Since when, without a break.
    pub since: Instant,
    /// When it was seen last.
    pub seen: Instant,
    /// Until when it holds, unless it is seen again.
    pub until: Instant,
    /// The evidence.
    pub entry: EntryId,
}

/// How a listed domain stands, and what would show that it is the municipality's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controlled {
    /// The domain in the inventory.
    pub id: EntityId,
    /// Its name, in lower-case ASCII.
    pub host: String,
    /// What a record or a file must say.
    pub token: String,
    /// The proofs that stand.
    pub proofs: Vec<Proof>,
    /// When record and file were last looked for, by a look that came through.
    pub looked_at: Option<Instant>,
    /// Until when a token that was sent to the postmaster may be entered; nothing when none waits.
    pub mail_waits_until: Option<Instant>,
}

/// What opens more than any visitor may do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Control {
    /// The listed domains.
    pub domains: Vec<Controlled>,
    /// Leaves that hold, and the entries that they stand in.
    pub leaves: Vec<(EntryId, Leave)>,
    /// Address ranges that the operator wrote down, in `arvak.toml` or when the program was started.
    pub allowed: Vec<IpNet>,
    /// Whether mail can be sent.
    pub mails: bool,
}

/// What a worker outside sends home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentHome {
    /// The errand, as it was given.
    pub errand: String,
    /// What the worker signed.
    pub seen: String,
    /// The transcripts.
    pub transcripts: Vec<String>,
}

/// The program could not do it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProgramError {
    /// It needs something that is not there; the sentence says what to do.
    #[error("{0}")]
    Asked(String),
    /// No room on the disk.
    #[error("the disk is full: free some space, then try again")]
    Full,
    /// Anything else: for the log, not for a page.
    #[error("{0}")]
    Failed(String),
}

/// What only the program can do.
pub trait Program: Send + Sync {
    /// Runs the probes, tells how it goes, and keeps what they find.
    fn look(
        &self,
        look: Look,
        events: UnboundedSender<Progress>,
        stop: Stop,
    ) -> BoxFuture<'_, Result<Looked, ProgramError>>;

    /// The reply to the letter, in an edition and a language.
    fn reply(&self, edition: Edition, lang: Lang) -> BoxFuture<'_, Result<Written, ProgramError>>;

    /// All changes that bettered a status without new supporting evidence, in order.
    fn bettered(&self) -> BoxFuture<'_, Result<Vec<Bettered>, ProgramError>>;

    /// The DNS records that would prove control of the listed domains where it is not proved: name and value.
    fn control_records(&self) -> BoxFuture<'_, Result<Vec<(String, String)>, ProgramError>>;

    /// How every listed domain stands, and which leaves hold.
    fn control(&self) -> BoxFuture<'_, Result<Control, ProgramError>> {
        Box::pin(async { Ok(Control::default()) })
    }

    /// Sends a token to the postmaster of a listed domain, and answers the address.
    fn mail_token(
        &self,
        domain: String,
        lang: Lang,
    ) -> BoxFuture<'_, Result<String, ProgramError>> {
        drop((domain, lang));
        Box::pin(async { Err(ProgramError::Failed("no mail is sent here".to_owned())) })
    }

    /// Records that a token was entered which went to the postmaster of a listed domain, and answers until when that holds.
    fn enter_token(
        &self,
        domain: String,
        token: String,
        lang: Lang,
    ) -> BoxFuture<'_, Result<(EntryId, Instant), ProgramError>> {
        drop((domain, token, lang));
        Box::pin(async { Err(ProgramError::Failed("no mail is sent here".to_owned())) })
    }

    /// What a probe's judge says of a transcript, check by check; nothing for bytes that are no transcript of it.
    fn judged(&self, probe: &str, transcript: &[u8]) -> Vec<CheckResult> {
        let _ = (probe, transcript);
        Vec::new()
    }

    /// Where it is written what is right, for a check.
    fn reference(&self, check: &str) -> Option<&'static str> {
        let _ = check;
        None
    }

    /// What a trial with the canary of a service would send; nothing where it has none.
    fn would_send(
        &self,
        service: &EntityId,
    ) -> BoxFuture<'_, Result<Option<WouldSend>, ProgramError>> {
        let _ = service;
        Box::pin(async { Ok(None) })
    }

    /// The recipes that come with the program.
    fn recipes(&self) -> Vec<ReadyRecipe> {
        Vec::new()
    }

    /// How the canary of a service logs in; nothing where it has none.
    fn recipe(
        &self,
        service: &EntityId,
    ) -> BoxFuture<'_, Result<Option<KeptRecipe>, ProgramError>> {
        let _ = service;
        Box::pin(async { Ok(None) })
    }

    /// What a trial of a service with that recipe would send. Nothing is sent.
    fn plan_recipe(
        &self,
        service: &EntityId,
        recipe: String,
    ) -> BoxFuture<'_, OfRecipe<RecipePlan>> {
        let _ = (service, recipe);
        Box::pin(async { Ok(Ok(RecipePlan::default())) })
    }

    /// One trial of a service with that recipe, with its permits and recorded as any other; `heard` gets what happens while
    /// it happens, without secrets. Nothing when the day's trials are used up.
    fn try_recipe(
        &self,
        service: &EntityId,
        recipe: String,
        heard: UnboundedSender<Event>,
        stop: Stop,
    ) -> BoxFuture<'_, OfRecipe<Option<TriedRecipe>>> {
        let _ = (service, recipe, heard, stop);
        Box::pin(async { Ok(Ok(None)) })
    }

    /// From now on the canary of a service logs in by that recipe.
    fn keep_recipe(&self, service: &EntityId, recipe: String) -> BoxFuture<'_, OfRecipe<()>> {
        let _ = (service, recipe);
        Box::pin(async { Ok(Ok(())) })
    }

    /// An errand for the worker outside that asks; nothing when nothing is due.
    fn errand(&self, asking: String) -> BoxFuture<'_, Result<Option<String>, ProgramError>> {
        drop(asking);
        Box::pin(async { Ok(None) })
    }

    /// Takes in what a worker outside saw; answers the digests of what is durable.
    fn seen(&self, seen: SentHome) -> BoxFuture<'_, Result<Vec<Digest>, ProgramError>> {
        drop(seen);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Carries out the act of a drill that may begin and whose hash is recorded, to its end whatever becomes of whoever asked; what is lacking
    /// when no leave covers it.
    fn act(&self, drill: String) -> BoxFuture<'_, Result<Result<Carried, Lacks>, ProgramError>> {
        drop(drill);
        Box::pin(async { Ok(Err(Lacks::Act)) })
    }

    /// From where this machine looks, where the configuration says it and no page can.
    fn vantage(&self) -> Option<String> {
        None
    }

    /// What is looked at, probe by probe; nothing where there are no probes.
    fn checks(&self) -> BoxFuture<'_, Result<Vec<Checked>, ProgramError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
