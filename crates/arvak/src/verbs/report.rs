//! `arvak report …`

mod approve;
mod changes;
pub(super) mod reply;

use arvak_core::fact::ApprovalStage;

use crate::cli::{Edition, ReplyArgs, ReportVerb};
use crate::exit::Exit;
use crate::settings::Settings;

pub(super) async fn run(verb: ReportVerb, settings: &Settings) -> anyhow::Result<Exit> {
    match verb {
        ReportVerb::Changes { since } => changes::run(since, settings).await,
        ReportVerb::Reply(args) => reply::run(&args, settings).await,
        ReportVerb::Public(rest) => {
            reply::run(&ReplyArgs { edition: Edition::Public, rest }, settings).await
        }
        ReportVerb::Review(args) => approve::run(args, ApprovalStage::Reviewed, settings).await,
        ReportVerb::Approve(args) => approve::run(args, ApprovalStage::Approved, settings).await,
        ReportVerb::Approvals => approve::list(settings).await,
        ReportVerb::Text(args) => approve::text(&args, settings).await,
    }
}
