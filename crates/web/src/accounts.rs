//! Who comes in, and how: logging in and out, choosing factors, links, accounts, keys.
//!
//! Nobody is logged in with one factor. After the first one (a password, or a link that we gave) there is a session that
//! opens nothing but the next step; with two factors a new one takes its place.

mod codes;
pub(crate) mod enrol;
mod factors;
pub(crate) mod frame;
pub(crate) mod guesses;
mod holding;
pub(crate) mod link;
mod log_in;
mod log_out;
pub(crate) mod own;
mod passkeys;
mod second;
mod sent;

pub(crate) use guesses::client;
pub(crate) use holding::{Accounts, Made, seal};

use arvak_identity::Access;

use crate::failure::Failure;
use crate::routes::Routes;
use crate::work::Work;

/// The pages of this folder.
pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = routes
        .get("/logg-inn", Access::Anyone, log_in::show)
        .post("/logg-inn", Access::Anyone, log_in::send)
        .get("/logg-inn/kode", Access::Anyone, second::show)
        .post("/logg-inn/kode", Access::Anyone, second::send)
        .costing(Work::Ceremony)
        .post("/logg-inn/passnokkel/start", Access::Anyone, passkeys::start_log_in)
        .post("/logg-inn/passnokkel/svar", Access::Anyone, passkeys::finish_log_in)
        .get("/logg-ut", Access::Anyone, log_out::show)
        .post("/logg-ut", Access::Anyone, log_out::send)
        .get("/lenke/{token}", Access::Anyone, link::show)
        .post("/lenke/{token}", Access::Anyone, link::send);
    routes
        .get("/konto/faktorer", Access::Anyone, factors::show)
        .post("/konto/faktorer", Access::Anyone, factors::send)
        .costing(Work::Ceremony)
        .post("/konto/faktorer/passnokkel/start", Access::Anyone, passkeys::start_registration)
        .post("/konto/faktorer/passnokkel/svar", Access::Anyone, passkeys::finish_registration)
        .get("/konto", Access::LoggedIn, own::show)
        .post("/konto/sprak", Access::LoggedIn, own::language)
        .post("/konto/okter", Access::LoggedIn, own::end_session)
        .post("/konto/passnokler", Access::LoggedIn, own::remove_passkey)
        .post("/konto/koder", Access::LoggedIn, codes::renew)
        .get("/konto/koder/{name}", Access::LoggedIn, codes::show)
}

#[cfg(test)]
mod tests;

impl From<arvak_identity::IdentityError> for Failure {
    fn from(error: arvak_identity::IdentityError) -> Self {
        tracing::error!(%error, "who somebody is");
        Self::Inside
    }
}
