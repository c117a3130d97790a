//! The first run: from an empty folder to the first evidence, one question a page. Every page can be read again and gone
//! back to; what was chosen is kept until it is over.

mod administrator;
mod begin;
pub mod choices;
mod done;
mod frame;
mod gate;
pub mod inventory;
mod inventory_pages;
mod keep;
pub mod letters;
mod look;
mod start;

pub(crate) use done::{findings, found, texts};
pub(crate) use gate::{dismiss_box, has_box, is_over};
pub use gate::{end, link};

use arvak_identity::{Access, Right};

use crate::routes::Routes;

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get("/kom-i-gang", Access::SetUp, begin::open)
        .get("/kom-i-gang/kommune", Access::SetUp, begin::municipality)
        .post("/kom-i-gang/kommune", Access::SetUp, begin::choose_municipality)
        .get("/kom-i-gang/drift", Access::SetUp, begin::runs_ict)
        .post("/kom-i-gang/drift", Access::SetUp, begin::choose_runs_ict)
        .get("/kom-i-gang/domener", Access::SetUp, inventory_pages::domains)
        .post("/kom-i-gang/domener", Access::SetUp, inventory_pages::choose_domains)
        .get("/kom-i-gang/startpakke", Access::SetUp, inventory_pages::starter)
        .post("/kom-i-gang/startpakke", Access::SetUp, inventory_pages::choose_starter)
        .get("/kom-i-gang/administrator", Access::SetUp, administrator::administrator)
        .post("/kom-i-gang/administrator", Access::SetUp, administrator::choose_administrator)
        .get("/kom-i-gang/undersokelse", Access::May(Right::Administer), look::look)
        .post("/kom-i-gang/undersokelse", Access::May(Right::Administer), look::begin)
        .get("/kom-i-gang/ferdig", Access::May(Right::Read), done::done)
        .post("/kom-i-gang/ferdig", Access::May(Right::Administer), done::dismiss)
}

#[cfg(test)]
mod tests;
