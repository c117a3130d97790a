//! What administrators set up: who has an account, and keys for the API.

mod links;
pub(crate) mod tokens;
pub(crate) mod user;
pub(crate) mod users;

use arvak_identity::{Access, Right};

use crate::routes::Routes;

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let administer = Access::May(Right::Administer);
    routes
        .get("/oppsett/brukere", administer, users::show)
        .post("/oppsett/brukere", administer, users::invite)
        .post("/oppsett/brukere/angre", administer, users::revoke)
        .get("/oppsett/brukere/{slug}", administer, user::show)
        .post("/oppsett/brukere/{slug}", administer, user::change)
        .post("/oppsett/brukere/{slug}/faktorer", administer, user::reset)
        .post("/oppsett/brukere/{slug}/steng", administer, user::close)
        .get("/oppsett/lenke/{name}", administer, links::show)
        .get("/oppsett/tokens", administer, tokens::show)
        .post("/oppsett/tokens", administer, tokens::make)
        .post("/oppsett/tokens/fjern", administer, tokens::remove)
}
