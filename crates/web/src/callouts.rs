//! Call-out tests: the on-call list is rung at a sealed moment, people acknowledge by a secret link, and what came of it is
//! recorded (letter point 1a.2; `docs/callouts.md`).
//!
//! [`ring`] carries out what was started; everything in between is in the operation database, so that it goes on after a power
//! cut where it was. [`desk`] holds what the command line does as well.

mod acknowledge;
mod act;
pub mod desk;
mod list;
mod make;
mod message;
mod one;
mod ring;

#[cfg(test)]
mod tests;

use arvak_identity::{Access, Right};

pub(crate) use act::{begun, of, stopped};
pub(crate) use list::standing;
pub(crate) use make::{NotPlanned, planned};
pub use ring::ring;

use crate::rooms::READ;
use crate::routes::Routes;

/// The address of the room.
const HERE: &str = "/vaktprover";

/// Most bytes of the form with a definition.
const SENT_BYTES_MAX: usize = 512 * 1024;

/// Where whoever was called acknowledges.
const ENTRANCE: &str = "/vaktproving";

pub(crate) fn routes(routes: Routes) -> Routes {
    let drill = Access::May(Right::Drill);
    routes
        .get(HERE, READ, list::show)
        .get("/vaktprover/ny", drill, make::show)
        .upload("/vaktprover/ny", drill, SENT_BYTES_MAX, make::make)
        .get("/vaktprover/{id}", READ, one::show)
        .post("/vaktprover/{id}/start", drill, act::start)
        .post("/vaktprover/{id}/stopp", Access::May(Right::Record), act::stop)
}

/// The page for whoever was called: without an account, by a code.
pub(crate) fn entrance(routes: Routes) -> Routes {
    routes.get(ENTRANCE, Access::Anyone, acknowledge::show).post(
        ENTRANCE,
        Access::Anyone,
        acknowledge::acknowledge,
    )
}
