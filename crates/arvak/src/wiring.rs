//! Joining the crates: the data folder with its catalogue, the probes with their doors.

pub(crate) mod areas;
pub(crate) mod back_door;
pub(crate) mod canaries;
pub(crate) mod catalogue;
pub(crate) mod channels;
pub(crate) mod clock;
pub(crate) mod control;
pub(crate) mod discovery;
pub(crate) mod doors;
pub(crate) mod files;
pub(crate) mod hours;
pub(crate) mod leaves;
pub(crate) mod listed;
pub(crate) mod logins;
pub(crate) mod looking;
pub(crate) mod mailbox;
pub(crate) mod measures;
pub(crate) mod milestones;
pub(crate) mod outside;
mod own;
pub(crate) mod pages;
pub(crate) mod providers;
pub(crate) mod reading;
pub(crate) mod recording;
pub(crate) mod routes;
pub(crate) mod tenants;
pub(crate) mod trials;
