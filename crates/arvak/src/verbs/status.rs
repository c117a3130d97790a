//! `arvak status`: the letter's points, each with its state and why.

use arvak_core::Status as State;

use crate::cli::Status;
use crate::exit::Exit;
use crate::render::status;
use crate::settings::Settings;
use crate::wiring::back_door;
use crate::wiring::reading::Reading;

pub(super) async fn run(args: &Status, settings: &Settings) -> anyhow::Result<Exit> {
    let reading = Reading::open(settings, args.as_of).await?;
    let assessment = reading.assess();
    if settings.json {
        super::print(&serde_json::to_string(&assessment)?)?;
    } else {
        let pages = reading.pages(settings).await?;
        // Of an earlier day only what was known then is shown.
        let bettered = match args.as_of {
            None => Some(back_door::count(&reading).await?),
            Some(_) => None,
        };
        super::print(&status::status(&assessment, bettered, &pages.page()))?;
    }
    let reached = |limit: State| {
        let bad = |state: State| state == limit || state.is_worse_than(limit);
        assessment.points.iter().any(|point| bad(point.state))
    };
    Ok(if args.fail_on.is_some_and(reached) { Exit::Found } else { Exit::Done })
}
