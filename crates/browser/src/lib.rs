//! Debian's Chromium for tests: opens pages, looks at them, and says what it saw.
//!
//! A library, so that tests of other crates use it too: those of the whole program are in
//! `crates/arvak/tests`, since only there cargo says where the program lies that was just built. This
//! crate's own tests hold the style sheet against a page with every component.

mod axe;
mod chromium;
mod tab;

pub use axe::{Finding, axe};
pub use chromium::Chromium;
pub use tab::{Look, Request, Scheme, Tab};
