//! Nordvik: a fictional municipality, alive on loopback inside the program with no other software.
//!
//! [`World`] is what can be looked at from outside: web, SSH and name servers whose faults come and
//! go with a simulated clock. [`INVENTORY`] and [`HISTORY`] are what the municipality and its
//! suppliers say of themselves. Everything is invented; every name is under `.example` (RFC 2606).
//!
//! [`STORIES`] are of another kind: what is publicly known of something that did happen.

mod authority;
mod calendar;
mod dns;
mod door;
mod error;
mod files;
mod history;
mod log_in;
mod sites;
mod ssh;
mod story;
mod web;
mod world;

pub use error::{DemoError, HistoryMistake};
pub use files::{HISTORY, INVENTORY};
pub use history::{DAYS, DEEP, Happening, HistoryEvent, Planned, Step, history};
pub use log_in::Canary;
pub use story::{STORIES, Story};
pub use world::World;

#[cfg(test)]
mod tests;
