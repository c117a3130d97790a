//! `arvak assess --case FILE`: the product's rules on a case in the form of the executable model.

use arvak_core::case;

use crate::cli::Assess;
use crate::exit::{BadInput, Exit};

pub(super) fn run(args: &Assess) -> anyhow::Result<Exit> {
    let file = args.case.display();
    let text = std::fs::read_to_string(&args.case)
        .map_err(|error| BadInput(format!("{file}: {error}")))?;
    let answer = case::judge_case(&text).map_err(|error| BadInput(format!("{file}: {error}")))?;
    super::print(&answer)?;
    Ok(Exit::Done)
}
