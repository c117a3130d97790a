//! The whole program in a real browser: what people see and do on its pages. These tests are here and not with the
//! browser's crate, since only here cargo says where the program lies that was just built.
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests")]

mod control;
mod first_run;
mod keyboard;
mod look;
mod person;
mod plan;
mod recipe;
mod roles;
mod rooms;
mod served;
mod supplier;
mod together;
mod weight;
