//! The first run: from an empty folder to the first evidence, one question a page.

pub mod choices;
pub mod inventory;
pub mod letters;
