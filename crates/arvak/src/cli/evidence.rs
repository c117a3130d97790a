//! `arvak evidence …`

use std::path::PathBuf;

use arvak_core::{EntityId, EntryId, Instant, Name};
use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum EvidenceVerb {
    /// Record a statement or a document
    Add(Box<AddEvidence>),
    /// Judge an export of configuration, and record what it shows
    Judge(JudgeExport),
    /// Take in what another scanner found: nmap, nuclei, openvas, sslyze, testssl, services
    Scan(ScanFile),
    /// Take in names of your domains that others hold: certificate transparency, a zone file, a plain list
    Names(NamesFile),
    /// The formats that can be judged, and what each can say something of
    Formats,
    /// Say that recorded support no longer counts (a refutation cannot be withdrawn)
    Withdraw {
        /// The entry id of the evidence
        id: EntryId,
        /// Why
        #[arg(long)]
        reason: String,
    },
    /// Reply to a refutation that concerns you: the reply stands beside it and lifts nothing
    Contest {
        /// The entry id of the refutation
        id: EntryId,
        /// What you reply
        #[arg(long)]
        reason: String,
        /// The role that replies [default: role/ict_lead]
        #[arg(long, value_name = "ROLE")]
        by: Option<EntityId>,
    },
    /// Erase the texts and attachments of an entry; what was judged stays
    Erase {
        /// The entry id
        id: EntryId,
        /// Why
        #[arg(long)]
        reason: Option<String>,
    },
}

#[derive(Debug, Args)]
pub(crate) struct AddEvidence {
    /// Read one JSON object a line from stdin; each is answered by its entry id once it is durable
    #[arg(long, conflicts_with_all = ["kind", "subject", "result"])]
    pub(crate) stdin: bool,
    /// The evidence kind, such as plan.contingency
    #[arg(required_unless_present = "stdin")]
    pub(crate) kind: Option<Name>,
    /// What it is about, such as plan/beredskap
    #[arg(required_unless_present = "stdin")]
    pub(crate) subject: Option<EntityId>,
    /// supports or refutes
    #[arg(required_unless_present = "stdin")]
    pub(crate) result: Option<String>,
    /// statement or document
    #[arg(long, default_value = "statement")]
    pub(crate) basis: String,
    /// When it was true: RFC 3339 or a date [default: now]
    #[arg(long, value_name = "T")]
    pub(crate) collected_at: Option<String>,
    /// Until when it holds: RFC 3339 or a date, which means the end of that day
    #[arg(long, value_parser = super::instant)]
    pub(crate) valid_until: Option<Instant>,
    /// The same key is recorded only once
    #[arg(long)]
    pub(crate) key: Option<String>,
    /// A note for people; it can be erased
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// Who may see it: internal, leadership, shared or public. Reports leave out what is graded above their readers
    #[arg(long, default_value = "internal", value_parser = class)]
    pub(crate) class: arvak_core::Class,
    /// A file to keep with it
    #[arg(long)]
    pub(crate) file: Option<PathBuf>,
    /// Of a certificate or an assurance report: the standard, such as "ISO 27001" or "ISAE 3402 type II"
    #[arg(long)]
    pub(crate) standard: Option<String>,
    /// … who issued it
    #[arg(long)]
    pub(crate) issuer: Option<String>,
    /// … what it covers, in its own words; it must name the service in question
    #[arg(long)]
    pub(crate) scope: Option<String>,
    /// … the first day of its period (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) period_from: Option<String>,
    /// … the last day of its period (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) period_to: Option<String>,
    /// Of a plan for two factors (mfa.plan): what decides its date, one of licence, supplier_release, enrolment, procurement, other
    #[arg(long, value_name = "WORD")]
    pub(crate) decides: Option<String>,
    /// … the role or supplier that confirmed the date, such as supplier/lomvi
    #[arg(long, value_name = "ID")]
    pub(crate) confirmed_by: Option<String>,
    /// … the day on which it was confirmed (YYYY-MM-DD)
    #[arg(long, value_name = "DATE")]
    pub(crate) confirmed_on: Option<String>,
    /// … a step on the way: "YYYY-MM-DD What is done"; may be given more than once
    #[arg(long, value_name = "STEP")]
    pub(crate) milestone: Vec<String>,
    /// Of measures in the meantime (mfa.risk_reduction): allow_list, vpn_only, geo_block, waf or lockout_after=N; may be given more than once
    #[arg(long, value_name = "MEASURE")]
    pub(crate) measure: Vec<String>,
    /// The role that records it [default: role/ict_lead]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Debug, Args)]
pub(crate) struct JudgeExport {
    /// The format (see `arvak evidence formats`; it may be left out when the file tells), and the file
    #[arg(required_unless_present = "again", num_args = 1..=2, value_names = ["FORMAT", "FILE"])]
    pub(crate) what: Vec<String>,
    /// What the export is of, such as service/m365 or system/brannmur; may be given more than once
    #[arg(long, required_unless_present = "again", value_name = "SUBJECT")]
    pub(crate) about: Vec<EntityId>,
    /// Judge what an entry was judged from once more, by a method that is newer than it was then
    #[arg(long, value_name = "ENTRY", conflicts_with_all = ["what", "about", "exported", "closed", "backup_server", "note"])]
    pub(crate) again: Option<EntryId>,
    /// When it was made: RFC 3339 or a date [default: the time in the file, if it has one]
    #[arg(long, value_name = "T")]
    pub(crate) exported: Option<String>,
    /// Addresses that a supplier's access from was to be closed, such as 203.0.113.0/24 (firewall)
    #[arg(long, value_name = "RANGE")]
    pub(crate) closed: Vec<String>,
    /// A server that keeps the backups, by its name (directory)
    #[arg(long, value_name = "NAME")]
    pub(crate) backup_server: Vec<String>,
    /// Show what it shows, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// A note for people; it can be erased
    #[arg(long)]
    pub(crate) note: Option<String>,
    /// Who may see it: internal, leadership, shared or public
    #[arg(long, default_value = "internal", value_parser = class)]
    pub(crate) class: arvak_core::Class,
}

#[derive(Debug, Args)]
pub(crate) struct ScanFile {
    /// What wrote the file: nmap (XML), nuclei (JSON lines), openvas (XML), sslyze or testssl (JSON), services (CSV)
    pub(crate) tool: String,
    /// The file
    pub(crate) file: PathBuf,
    /// Whose services were looked at [default: the municipality]
    #[arg(long, value_name = "SUBJECT")]
    pub(crate) about: Option<EntityId>,
    /// When the scan was made: RFC 3339 or a date [default: the time in the file, if it has one]
    #[arg(long, value_name = "T")]
    pub(crate) scanned: Option<String>,
    /// Show what it says, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// A note for people; it can be erased
    #[arg(long)]
    pub(crate) note: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct NamesFile {
    /// The list: JSON or CSV of certificate transparency (crt.sh, Cert Spotter), a name on each line, or a zone file
    pub(crate) file: PathBuf,
    /// The file is a zone file (RFC 1035) of this zone
    #[arg(long, value_name = "DOMAIN")]
    pub(crate) zone: Option<arvak_probe::Host>,
    /// Show which names it has inside your domains, ask nobody, and record nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) doors: super::Doors,
}

pub(super) fn class(text: &str) -> Result<arvak_core::Class, String> {
    arvak_core::Class::from_name(text)
        .ok_or_else(|| format!("`{text}` is no class; use internal, leadership, shared or public"))
}
