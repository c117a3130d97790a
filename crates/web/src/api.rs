//! The API, `/api/v1`: all that the pages do, as JSON, by the functions that the pages use.
//!
//! * Who: a program with a key (`Authorization: Bearer`), or a person's session, whose writes are held to their origin as a
//!   form's are. What needs a person (approving, administering) no key may do.
//! * A route is declared as every route is ([`crate::routes`]), and described where it is handled; a test holds that the
//!   document tells of all of them and of no other.
//! * Whatever fails becomes a problem with a stable code ([`problem`], [`speak()`]).
//! * `POST` may name itself, and is then done once ([`once()`]).

mod account;
mod administer;
mod answer;
mod ask;
mod callouts;
mod channels;
mod control;
mod document;
mod drills;
mod evidence;
mod first_run;
mod health;
mod internet;
mod keys;
mod leader;
mod lists;
mod meters;
mod once;
mod outside;
mod personal;
mod problem;
mod problems;
mod products;
mod recipes;
mod replies;
mod requests;
mod runs;
mod shapes;
mod speak;
mod status;
mod suppliers;
mod tasks;
mod things;
mod two_factor;

pub(crate) use keys::{whence, wrong_key};
pub(crate) use meters::{Meters, measure};
pub(crate) use once::once;
pub(crate) use speak::{is_api, language, speak};

use arvak_identity::{Access, Right};

use crate::routes::Routes;

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    let routes = routes
        .get("/healthz", Access::Anyone, health::healthz)
        .get("/metrics", read, meters::metrics)
        .get("/api/problems/{code}", Access::Anyone, problems::page)
        .get("/api/v1/openapi.json", Access::Anyone, document::openapi)
        .get("/api/v1/status", read, status::status)
        .get("/api/v1/points/{point}", read, status::point)
        .get("/api/v1/claims/{claim}", read, status::claim)
        .get("/api/v1/letter", read, status::letter)
        .get("/api/v1/trend", read, status::trend)
        .get("/api/v1/history", read, status::history)
        .get("/api/v1/changes", read, status::changes);
    let more = [
        tasks::routes,
        things::routes,
        products::routes,
        evidence::routes,
        runs::routes,
        control::routes,
        outside::routes,
        drills::routes,
        callouts::routes,
        replies::routes,
        leader::routes,
        internet::routes,
        two_factor::routes,
        suppliers::routes,
        requests::routes,
        recipes::routes,
        personal::routes,
        account::routes,
        administer::routes,
        channels::routes,
        first_run::routes,
    ];
    more.iter().fold(routes, |routes, more| more(routes))
}

#[cfg(test)]
mod tests;
