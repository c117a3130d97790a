//! The rooms. A new one is a file here and a line in [`ROOMS`]: its name, its address, who may enter, and its routes.

mod about;
pub(crate) mod changes;
pub(crate) mod days;
pub(crate) mod evidence;
mod expiry;
mod history;
pub(crate) mod leader;
mod point;
pub(crate) mod reply;
mod runs;
mod setup;
pub(crate) mod status;
mod thing;

use arvak_identity::{Access, Right};

use crate::failure::Failure;
use crate::routes::Routes;
use crate::{
    accounts, answering, api, drills, first_run, inbound, internet, inventory, notices, personal,
    settings, single_sign_on, suppliers, tasks, timetable, two_factor,
};

/// A room: it stands in the navigation of everybody who may enter.
pub(crate) struct Room {
    /// Its name, as a sentence's id.
    pub(crate) title: &'static str,
    /// Its address.
    pub(crate) path: &'static str,
    /// The beginnings of the addresses that lie in it.
    pub(crate) holds: &'static [&'static str],
    /// Who may enter.
    pub(crate) right: Right,
    /// Its routes.
    pub(crate) routes: fn(Routes) -> Routes,
}

/// All rooms, in the order of the navigation.
pub(crate) const ROOMS: &[Room] = &[
    room("rooms-status", "/status", &["/status", "/punkt"], Right::Read, status::routes),
    room("rooms-tasks", "/oppgaver", &["/oppgaver"], Right::Read, tasks::routes),
    room("rooms-things", "/tjenester", &["/tjenester", "/ting"], Right::Read, inventory::routes),
    room("rooms-internet", "/internett", &["/internett"], Right::Read, internet::routes),
    room("rooms-two-factor", "/to-faktor", &["/to-faktor"], Right::Read, two_factor::routes),
    room("rooms-suppliers", "/leverandorer", &["/leverandorer"], Right::Read, suppliers::routes),
    room("rooms-drills", "/ovelser", &["/ovelser"], Right::Read, drills::routes),
    room("rooms-evidence", "/bevis", &["/bevis"], Right::Read, evidence::routes),
    room("rooms-runs", "/kjoringer", &["/kjoringer"], Right::Read, runs::routes),
    room("rooms-history", "/historikk", &["/historikk"], Right::Read, history::routes),
    room("rooms-leader", "/leder", &["/leder"], Right::Read, leader::routes),
    room("rooms-reply", "/svar", &["/svar"], Right::Read, reply::routes),
    room("rooms-changes", "/endringer", &["/endringer"], Right::Read, changes::routes),
    room(
        "rooms-personal",
        "/personopplysninger",
        &["/personopplysninger"],
        Right::PersonalData,
        personal::routes,
    ),
    room("rooms-setup", "/oppsett", &["/oppsett"], Right::Administer, setup::routes),
];

/// Routes that lie in no room.
pub(crate) const OTHERS: &[fn(Routes) -> Routes] = &[
    first_run::routes,
    accounts::routes,
    settings::routes,
    single_sign_on::routes,
    notices::routes,
    answering::routes,
    inbound::routes,
    timetable::routes,
    point::routes,
    thing::routes,
    about::routes,
    api::routes,
];

const fn room(
    title: &'static str,
    path: &'static str,
    holds: &'static [&'static str],
    right: Right,
    routes: fn(Routes) -> Routes,
) -> Room {
    Room { title, path, holds, right, routes }
}

/// What most rooms ask.
pub(crate) const READ: Access = Access::May(Right::Read);

/// There is no page at that address.
pub(crate) async fn nothing() -> Failure {
    Failure::NotFound
}
