//! Personal data: what is stored about persons, where and for how long; and forgetting one of them (law 8). The ledger knows
//! a person by an opaque id alone, so the name goes, and every judgement stands.

pub(crate) mod erase;
pub(crate) mod found;
pub(crate) mod map;

use arvak_identity::{Access, Right};

use crate::routes::Routes;
use crate::work::Work;

/// Where the room stands.
const HERE: &str = "/personopplysninger";

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let erase = Access::May(Right::Erase);
    routes
        .costing(Work::Export)
        .get("/personopplysninger", Access::May(Right::PersonalData), map::show)
        .costing(Work::Export)
        .get("/personopplysninger/{slug}", erase, erase::ask)
        .post("/personopplysninger/{slug}", erase, erase::erase)
}

#[cfg(test)]
mod tests;
