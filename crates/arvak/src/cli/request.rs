//! `arvak request …`

use std::path::PathBuf;

use arvak_core::{EntityId, Instant, Name};
use arvak_ledger::PublicKey;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(crate) struct Request {
    #[command(subcommand)]
    pub(crate) verb: Option<RequestVerb>,
    #[command(flatten)]
    pub(crate) ask: Ask,
}

#[derive(Debug, Args)]
pub(crate) struct Ask {
    /// The supplier to ask, such as supplier/krykkjelonn
    #[arg(required = true)]
    pub(crate) supplier: Option<EntityId>,
    /// By when an answer is expected: RFC 3339 or a date [default: 14 days from now]
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) due: Option<Instant>,
    /// The folder for the mail's text and the workbook
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) out: PathBuf,
    /// Write the files, and record no due date
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// The role that asks [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum RequestVerb {
    /// The questions were sent to the supplier
    Sent {
        /// The request, as `request list` shows it
        request: Name,
        /// When: RFC 3339 or a date [default: now]
        #[arg(long, value_name = "T", value_parser = super::instant)]
        on: Option<Instant>,
        /// The mail as it was sent; with it this counts as documented
        #[arg(long)]
        file: Option<PathBuf>,
        /// The role that sent it [default: role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Take in what a supplier answered in the workbook, or in a set of answers: each counts as a statement
    Answer {
        /// The workbook that came back, or a set of answers (`request set`)
        file: PathBuf,
        /// The request that a set of answers is taken for; a workbook names its own
        #[arg(long, value_name = "ID")]
        request: Option<Name>,
        /// Whose signature a set of answers must have, as NAME+ID+KEY
        #[arg(long, value_name = "KEY")]
        signer: Vec<PublicKey>,
        /// Show what would be recorded, and record nothing
        #[arg(long)]
        dry_run: bool,
        /// The role that answers [default: the supplier's contact, or role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Make a secret link with which a supplier answers on a page, without an account; shown this once. A request that
    /// is open gets a new link, and the one before is worth nothing
    Link {
        /// The supplier to ask, such as supplier/krykkjelonn
        supplier: EntityId,
        /// By when an answer is expected: RFC 3339 or a date [default: 14 days from now]
        #[arg(long, value_name = "T", value_parser = super::instant)]
        due: Option<Instant>,
        /// The role that asks [default: role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Take a link back: it opens nothing any more. What was written is kept
    Revoke {
        /// The request, as `request list` shows it
        request: Name,
    },
    /// Sets of answers: a supplier's answers in a file that every municipality takes
    #[command(subcommand)]
    Set(SetVerb),
    /// Where mail to a supplier goes: say it, or show what is said
    Address(Address),
    /// Ask many suppliers at once, each by a mail with a secret link. Shows whom, where and how many questions, and sends
    /// nothing without --for-real
    Wave(Wave),
    /// Send what waits in the outbox now; `arvak serve` does it by itself
    Post,
    /// A mail came back: take in the notification (RFC 3464) as it came
    Bounced {
        /// The notification, a file with the whole mail
        file: PathBuf,
    },
    /// Requests and their due dates, the open ones first
    List,
}

#[derive(Debug, Subcommand)]
pub(crate) enum SetVerb {
    /// Make a key for signing sets of answers, and print its public half
    Key {
        /// The name of whoever signs, such as drift.example/svar
        name: String,
        /// Where the key goes; it is readable by its owner alone
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Sign a set of answers; signatures that it has stay
    Sign {
        /// The set, as the receipt of a request gives it
        file: PathBuf,
        /// The key file, as `request set key` makes it
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
        /// Where the signed set goes
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// What a set says: who answers, about what, of which day, signed by whom
    Check {
        /// The set
        file: PathBuf,
        /// Whose signature it must have, as NAME+ID+KEY
        #[arg(long, value_name = "KEY")]
        signer: Vec<PublicKey>,
    },
    /// Which answers are others in a later set
    Diff {
        /// The earlier set
        before: PathBuf,
        /// The later one
        after: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct Address {
    /// The supplier, such as supplier/krykkjelonn; all that have one when absent
    pub(crate) supplier: Option<EntityId>,
    /// The address
    #[arg(long, value_name = "ADDRESS", requires = "supplier")]
    pub(crate) to: Option<String>,
    /// Whom there one turns to when nobody answers
    #[arg(long, value_name = "ADDRESS", requires = "to")]
    pub(crate) leader: Option<String>,
    /// The language that is written there: nb, nn, en [default: nb]
    #[arg(long, value_name = "LANG", requires = "to")]
    pub(crate) language: Option<arvak_words::Lang>,
    /// A file of many: supplier, address, leader and language on each line, with comma or semicolon between; instead of one supplier
    #[arg(long, value_name = "CSV", conflicts_with_all = ["supplier", "to"])]
    pub(crate) file: Option<PathBuf>,
    /// Forget where mail to the supplier goes
    #[arg(long, requires = "supplier", conflicts_with = "to")]
    pub(crate) forget: bool,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
#[command(group = clap::ArgGroup::new("which").required(true))]
pub(crate) struct Wave {
    /// These suppliers, such as supplier/krykkjelonn
    #[arg(group = "which", value_name = "SUPPLIER")]
    pub(crate) suppliers: Vec<EntityId>,
    /// All suppliers
    #[arg(long, group = "which")]
    pub(crate) all: bool,
    /// Those that are listed as critical
    #[arg(long, group = "which")]
    pub(crate) critical: bool,
    /// Those whose answers have run out
    #[arg(long, group = "which")]
    pub(crate) ran_out: bool,
    /// By when an answer is expected: RFC 3339 or a date [default: 14 days from now]
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) due: Option<Instant>,
    /// Send whoever opens the link a code, to the address that the mail went to
    #[arg(long)]
    pub(crate) code: bool,
    /// Make the requests and send the mails
    #[arg(long)]
    pub(crate) for_real: bool,
    /// The role that asks [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}
