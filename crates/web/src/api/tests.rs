//! The API from the outside: over the same router that is served.

mod contract;
mod decisions;
mod document;
mod keys;
mod limits;
mod once;
mod reading;
mod support;
mod things;
