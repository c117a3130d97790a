//! One target for each parser of bytes that come from outside.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "helpers of tests")]

mod assertions;
mod changed;
mod dns;
mod drills;
mod errands;
mod exports;
mod expressions;
mod facts;
mod files;
mod ledger;
mod log_ins;
mod mail;
mod names;
mod pages;
mod places;
mod plans;
mod returned;
mod routes;
mod scans;
mod suppliers;
mod tenants;
mod tls;
mod transcripts;
mod web;
mod workbooks;
mod workbooks_by_mail;
