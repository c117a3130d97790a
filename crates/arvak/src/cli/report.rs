//! `arvak report …`

use std::path::PathBuf;

use arvak_core::{Class, Digest, EntityId, Instant};
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum ReportVerb {
    /// Every change that bettered a status without new supporting evidence
    Changes {
        /// Only what was recorded after this instant or date
        #[arg(long, value_name = "T", value_parser = super::instant)]
        since: Option<Instant>,
    },
    /// The reply to the letter, point by point
    Reply(ReplyArgs),
    /// The reply for anyone to read: the same as `reply --edition public`
    Public(PublicArgs),
    /// Somebody has read a reply through, as its file is
    Review(Approve),
    /// The chief executive answers for a reply, as its file is
    Approve(Approve),
    /// Which replies were reviewed and approved
    Approvals,
    /// A reply that was reviewed or approved, as its bytes were then
    Text(TextArgs),
}

#[derive(Clone, Debug, Args)]
pub(crate) struct ReplyArgs {
    /// For whom: what is graded above its readers is left out where it stood
    #[arg(long, value_enum, default_value_t = Edition::Internal)]
    pub(crate) edition: Edition,
    #[command(flatten)]
    pub(crate) rest: PublicArgs,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct PublicArgs {
    /// Markdown, or a page that needs nothing else
    #[arg(long, value_enum, default_value_t = Form::Markdown)]
    pub(crate) form: Form,
    /// Where it goes [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// As known at an instant (RFC 3339) or at the end of a date
    #[arg(long, value_name = "T", value_parser = super::instant)]
    pub(crate) as_of: Option<Instant>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct Approve {
    /// The reply
    pub(crate) file: PathBuf,
    /// Its edition
    #[arg(long, value_enum)]
    pub(crate) edition: Edition,
    /// The role that does it [default: role/ict_lead for a review, role/chief_executive for an approval]
    #[arg(long, value_name = "ROLE")]
    pub(crate) by: Option<EntityId>,
}

#[derive(Clone, Debug, Args)]
pub(crate) struct TextArgs {
    /// Its SHA-256, as `report approvals` shows it
    pub(crate) digest: Digest,
    /// Where it goes [default: stdout]
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

/// Who may read a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Edition {
    /// Those who work with security in the municipality
    Internal,
    /// The leadership and the council
    Council,
    /// Anyone
    Public,
}

impl Edition {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Council => "council",
            Self::Public => "public",
        }
    }

    /// The least open class of what its readers may see.
    pub(crate) const fn class(self) -> Class {
        match self {
            Self::Internal => Class::Internal,
            Self::Council => Class::Leadership,
            Self::Public => Class::Public,
        }
    }
}

/// The form of a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Form {
    Markdown,
    Html,
}
