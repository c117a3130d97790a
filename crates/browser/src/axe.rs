//! axe-core, the tool that finds mistakes of accessibility, run in the page.

use anyhow::Context as _;
use serde::Deserialize;

use crate::chromium::repository;
use crate::tab::Tab;

/// A mistake that axe-core found.
#[derive(Debug, Deserialize, PartialEq, Eq)]
pub struct Finding {
    /// The rule: `color-contrast`.
    pub rule: String,
    /// Where, and what is wrong there.
    pub places: Vec<String>,
}

/// All rules of WCAG 2.0 to 2.2 on levels A and AA, and best practices.
const RUN: &str = r"(async () => {
    const wanted = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const found = await axe.run(document, { runOnly: { type: 'tag', values: wanted }, resultTypes: ['violations'] });
    return found.violations.map((one) => ({
        rule: one.id,
        places: one.nodes.map((node) => node.target.join(' ') + ': ' + node.failureSummary),
    }));
})()";

/// What axe-core finds on the page that the tab shows. Nothing where axe-core is not installed: then
/// a line says that this is skipped.
pub async fn axe(tab: &Tab) -> anyhow::Result<Option<Vec<Finding>>> {
    let file = repository().join("tests/browser/node_modules/axe-core/axe.min.js");
    let Ok(program) = std::fs::read_to_string(file) else {
        println!("SKIPPED: axe-core is not installed; accessibility was not looked at");
        return Ok(None);
    };
    tab.run(&program).await.context("axe-core could not be loaded")?;
    Ok(Some(tab.ask(RUN).await.context("axe-core did not answer")?))
}
