//! The built program, as people and scripts run it.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "helpers of tests"
)]

mod acts;
mod answer_sets;
mod bad_input;
mod by_mail;
mod callouts;
mod came_back;
mod canaries;
mod certificates;
mod contradicted;
mod control;
mod countries;
mod decisions;
mod demo;
mod disk;
#[expect(dead_code, clippy::panic, reason = "the tests of the mailbox use the rest")]
#[path = "../../../mailbox/tests/servers/dovecot.rs"]
mod dovecot;
mod drills;
mod expiry;
mod exports;
mod flips;
mod graded;
mod guide;
mod inbound;
mod kills;
mod letter;
mod letters;
mod lists;
mod logins;
mod measures;
mod names;
mod notices;
mod oscal;
#[path = "../../../oscal/tests/shared/mod.rs"]
mod oscal_judges;
mod outside;
mod proof_again;
mod recipes;
mod recording;
mod reply;
mod request;
mod restores;
mod rpki;
mod scans;
#[expect(dead_code, reason = "the tests of sending use the rest")]
#[path = "../../../notices/tests/it/scripted.rs"]
mod scripted;
mod shared;
mod story;
mod support;
mod tenants;
mod two;
mod waves;
mod workbook;
