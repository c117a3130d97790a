//! The command line.
#![expect(
    clippy::doc_markdown,
    reason = "these texts are help for people, not documentation in Markdown"
)]

mod callout;
mod canary;
mod control;
mod decide;
mod drill;
mod evidence;
mod expiry;
mod export;
mod guide;
mod inventory;
mod ledger;
mod letters;
mod outside;
mod places;
mod probe;
mod recipe;
mod report;
mod request;
mod rpki;
mod shared;
mod tenant;

use std::path::PathBuf;

use arvak_core::Instant;
use arvak_demo::{STORIES, Story};
use arvak_words::Lang;
use clap::{Args, Parser, Subcommand};

pub(crate) use callout::{CalloutVerb, PlanCallout, StartCallout};
pub(crate) use canary::{AddCanary, CanaryVerb, CheckCanary};
pub(crate) use control::{ControlVerb, Leave, Template};
pub(crate) use decide::{ExemptionVerb, Level, ObligationVerb, SituationVerb};
pub(crate) use drill::{
    DoneByHand, DrillLeave, DrillTemplate, DrillVerb, PlanDrill, ReceiveDrill, StartDrill,
};
pub(crate) use evidence::{AddEvidence, EvidenceVerb, JudgeExport, NamesFile, ScanFile};
pub(crate) use expiry::{ExpiryVerb, Rest};
pub(crate) use export::{ExportVerb, Oscal};
pub(crate) use guide::GuideVerb;
pub(crate) use inventory::{ExportTo, FindProducts, InventoryVerb, Out, Place, Starter, TakeList};
pub(crate) use ledger::LedgerVerb;
pub(crate) use letters::{Accept, LettersVerb};
pub(crate) use outside::{OutsideVerb, Work};
pub(crate) use places::{ImportPlaces, PlacesVerb};
pub(crate) use probe::{Look, MfaTrial, ProbeVerb};
pub(crate) use recipe::{RecipeVerb, RecordRecipe};
pub(crate) use report::{Approve, Edition, Form, ReplyArgs, ReportVerb, TextArgs};
pub(crate) use request::{Address, Ask, Request, RequestVerb, SetVerb, Wave};
pub(crate) use rpki::{ImportRpki, RpkiVerb};
pub(crate) use shared::{Export, SharedVerb, Take};
pub(crate) use tenant::{AddTenant, CheckTenant, TenantVerb};

/// Answers a letter on digital security with evidence that it collects and tests itself.
#[derive(Debug, Parser)]
#[command(name = "arvak", version, propagate_version = true, max_term_width = 100)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) common: Common,
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// Options of every verb.
#[derive(Clone, Debug, Args)]
pub(crate) struct Common {
    /// The data folder [default: ARVAK_DATA, or ./arvak-data]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// JSON on stdout, for scripts; it does not depend on --lang
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Language: nb, nn or en [default: ARVAK_LANG, arvak.toml, or nb]
    #[arg(long, global = true, value_name = "LANG")]
    pub(crate) lang: Option<Lang>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Make a data folder: ledger, keys, the letter
    Init(Init),
    /// Read an inventory (TOML, xlsx or CSV): functions, services, systems, suppliers, domains
    Import(Import),
    /// The inventory as a workbook: a template to fill in, or what is recorded
    #[command(subcommand)]
    Inventory(InventoryVerb),
    /// Serve the pages; on an empty folder, print the link to the first run
    Serve(Serve),
    /// Look for yourself: run the checks that are due
    Verify(Verify),
    /// The letter's points, each with its state and why
    Status(Status),
    /// Why a claim stands as it does, and what would change it
    Explain(Explain),
    /// Advice beside the letter: lists, law, authorities, principles, the situation
    #[command(subcommand)]
    Guide(GuideVerb),
    /// Record statements and documents; judge exports; withdraw; erase
    #[command(subcommand)]
    Evidence(EvidenceVerb),
    /// Ask a supplier the questions of the letter, and take in the answers
    Request(Request),
    /// Accounts that log in to show that two factors are demanded
    #[command(subcommand)]
    Canary(CanaryVerb),
    /// Call-out tests: the on-call list is rung at a sealed moment
    #[command(subcommand)]
    Callout(CalloutVerb),
    /// Harmless attacks at a sealed moment: does whoever should notice, notice
    #[command(subcommand)]
    Drill(DrillVerb),
    /// Read what is new in the mailbox of arvak.toml: answers to drills
    Mailbox(Doors),
    /// What a vendor's interface says of two-factor policies: Entra ID, Google Workspace
    #[command(subcommand)]
    Tenant(TenantVerb),
    /// Log-ins as data, for canaries on web pages: ready ones, and your own
    #[command(subcommand)]
    Recipe(RecipeVerb),
    /// Set a claim aside for a thing: one role asks, another approves
    #[command(subcommand)]
    Exemption(ExemptionVerb),
    /// What must be done by when
    #[command(subcommand)]
    Obligation(ObligationVerb),
    /// What shows that domains are yours, and leave from those who run what is not
    #[command(subcommand)]
    Control(ControlVerb),
    /// The situation level, as somebody with authority declared it
    #[command(subcommand)]
    Situation(SituationVerb),
    /// Evidence about systems that several municipalities use
    #[command(subcommand)]
    Shared(SharedVerb),
    /// Look from outside: a machine beyond our own ranges that carries out errands
    #[command(subcommand)]
    Outside(OutsideVerb),
    /// Verify, list, prove and export what is recorded
    #[command(subcommand)]
    Ledger(LedgerVerb),
    /// Look at one target without an inventory, and record nothing
    #[command(subcommand)]
    Probe(ProbeVerb),
    /// In which country addresses are, by published lists: import them, and see what is kept
    #[command(subcommand)]
    Places(PlacesVerb),
    /// What is signed of addresses and routes (RPKI): import it, and see what is kept
    #[command(subcommand)]
    Rpki(RpkiVerb),
    /// Reports: the reply to the letter, its approval, changes without new evidence
    #[command(subcommand)]
    Report(ReportVerb),
    /// What is known and judged, in formats that other tools read
    #[command(subcommand)]
    Export(ExportVerb),
    /// Letters as data: check, compare, accept a new one, sign one
    #[command(subcommand)]
    Letters(LettersVerb),
    /// How long evidence holds here, where that differs from the letter
    #[command(subcommand)]
    Expiry(ExpiryVerb),
    /// Judge a case in the form of the executable model
    Assess(Assess),
    /// Nordvik, a fictional municipality, alive on this machine; or what is known of a real attack
    Demo(Demo),
    /// Is everything in order here: clock, disk, permissions, data folder
    Doctor,
    /// What a shell needs to complete this program's words
    Completions(Completions),
    /// This program's manual pages
    Manual(Manual),
}

#[derive(Debug, Args)]
pub(crate) struct Completions {
    /// The shell
    pub(crate) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(crate) struct Manual {
    /// The folder to write them to
    pub(crate) dir: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Init {
    /// What the organisation is called
    #[arg(long)]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// A folder with .toml, .xlsx and .csv files, or one such file
    pub(crate) path: PathBuf,
    /// Show what would change, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// Why, when the change betters a status without new evidence
    #[arg(long)]
    pub(crate) reason: Option<String>,
    /// The role that records it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<arvak_core::EntityId>,
}

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Where to listen [default: arvak.toml, or 127.0.0.1:8080]
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) listen: Option<std::net::SocketAddr>,
    /// What people's browsers see, such as https://arvak.example.no [default: arvak.toml, or http://localhost:PORT]
    #[arg(long, value_name = "URL")]
    pub(crate) origin: Option<String>,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Only checks that feed this point or claim, such as 3 or 1c.2
    pub(crate) point: Option<String>,
    /// All checks, also those that are not due
    #[arg(long)]
    pub(crate) all: bool,
    #[command(flatten)]
    pub(crate) doors: Doors,
}

/// Where a probe may go, and how it gets there.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Doors {
    /// Addresses that may be touched although they are private, or although nothing proves control
    #[arg(long, value_name = "CIDR")]
    pub(crate) allow: Vec<ipnet::IpNet>,
    /// The DNS server to ask [default: arvak.toml, or /etc/resolv.conf]
    #[arg(long, value_name = "IP:PORT")]
    pub(crate) resolver: Vec<std::net::SocketAddr>,
    /// Trusted certificate authorities instead of the system's
    #[arg(long, value_name = "PEM")]
    pub(crate) roots: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct Status {
    /// As known at an instant (RFC 3339) or at the end of a date
    #[arg(long, value_name = "T", value_parser = instant)]
    pub(crate) as_of: Option<Instant>,
    /// Exit with 1 when any point is in this state or a worse one
    #[arg(long, value_name = "STATE", value_parser = state)]
    pub(crate) fail_on: Option<arvak_core::Status>,
}

#[derive(Debug, Args)]
pub(crate) struct Explain {
    /// The claim, such as 3.1
    pub(crate) claim: String,
    /// One thing, such as service/innsyn
    pub(crate) subject: Option<String>,
    /// As known at an instant (RFC 3339) or at the end of a date
    #[arg(long, value_name = "T", value_parser = instant)]
    pub(crate) as_of: Option<Instant>,
}

#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// The case, as JSON
    #[arg(long, value_name = "FILE")]
    pub(crate) case: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Play, print, leave the folder and exit
    #[arg(long)]
    pub(crate) once: bool,
    /// Instead of Nordvik, what is publicly known of an attack: ostre-toten-2021
    #[arg(long, value_name = "NAME", value_parser = story)]
    pub(crate) story: Option<&'static Story>,
}

fn story(name: &str) -> Result<&'static Story, String> {
    Story::named(name).ok_or_else(|| {
        let names: Vec<_> = STORIES.iter().map(|story| story.name).collect();
        format!("there is no story `{name}`; use {}", names.join(", "))
    })
}

fn instant(text: &str) -> Result<Instant, String> {
    arvak_words::moment(text).ok_or_else(|| {
        format!("`{text}` is neither an instant such as 2026-03-01T12:00:00Z nor a date such as 2026-03-01")
    })
}

fn state(text: &str) -> Result<arvak_core::Status, String> {
    arvak_core::Status::from_name(text).ok_or_else(|| {
        let names: Vec<_> = arvak_core::Status::ALL.iter().map(|state| state.name()).collect();
        format!("`{text}` is no state; use one of {}", names.join(", "))
    })
}
