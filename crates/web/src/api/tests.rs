//! The API from the outside: over the same router that is served.

mod account;
mod administering;
mod contract;
mod control;
mod decisions;
mod document;
mod internet;
mod keys;
mod limits;
mod once;
mod parity;
mod personal;
mod products;
mod reading;
mod recipes;
mod requests;
mod support;
mod things;
mod two_factor;
