//! *Øvelser*: sealed drills (letter points 1a and 1b). What is under seal is shown to whoever may drill and to nobody else; the mark
//! is shown once it is started, to whoever carries it out. A rung is never shown as a higher one, and what a supplier
//! stated stands beside what a drill showed.

pub(crate) mod act;
mod addresses;
pub(crate) mod files;
mod known;
mod list;
mod make;
mod one;
mod stated;
mod words;

#[cfg(test)]
mod tests;

use arvak_identity::{Access, Right};

pub(crate) use known::{One, all, failure, of};
pub(crate) use make::{Asked, NotPlanned, planned, with_window};

use crate::rooms::READ;
use crate::routes::Routes;
use crate::work::Work;

/// The address of the room.
const HERE: &str = "/ovelser";

/// Most bytes of the form with a definition.
const SENT_BYTES_MAX: usize = 512 * 1024;

pub(crate) fn routes(routes: Routes) -> Routes {
    let (drill, export) = (Access::May(Right::Drill), Access::May(Right::Export));
    routes
        .get(HERE, READ, list::show)
        .get("/ovelser/ny", drill, make::show)
        .upload("/ovelser/ny", drill, SENT_BYTES_MAX, make::make)
        .get("/ovelser/adresser", drill, addresses::show)
        .post("/ovelser/adresser", drill, addresses::make)
        .post("/ovelser/adresser/trekk", drill, addresses::revoke)
        .get("/ovelser/{avtrykk}", READ, one::show)
        .post("/ovelser/{avtrykk}/start", drill, act::start)
        .post("/ovelser/{avtrykk}/gjort", drill, act::done)
        .post("/ovelser/{avtrykk}/beskjed", drill, act::word)
        .post("/ovelser/{avtrykk}/dom", drill, act::verdict)
        .post("/ovelser/{avtrykk}/stopp", drill, act::stop)
        .costing(Work::Export)
        .get("/ovelser/{avtrykk}/eksport", export, files::export)
        .get("/ovelser/{avtrykk}/svar/{nummer}", READ, files::receipt)
}

/// The address of a drill: by its hash, since its name tells who is drilled.
fn path(seal: arvak_core::Digest) -> String {
    format!("{HERE}/{seal}")
}
