//! What machines elsewhere send of their own accord: a supplier's watch posts its alarm to an address that belongs to the supplier and
//! does not tell whether a drill is on (letter point 1b; [decision 0028](../../../docs/decisions/0028-what-comes-in-by-itself.md)).
//!
//! The raw request is kept as it came, durably, before it is answered. Whoever posts learns nothing of what it was worth: the
//! same answer, after the same time, for what is signed, forged, replayed or about nothing.

mod post;
mod rate;

#[cfg(test)]
pub(crate) mod tests;

use arvak_identity::Access;

pub(crate) use rate::Posts;

use crate::routes::Routes;

/// Where suppliers post: the code is the address's own.
const HERE: &str = "/mottak/{kode}";

/// What the address of a code is called by those who post.
pub fn address(origin: &str, code: &str) -> String {
    format!("{origin}/mottak/{code}")
}

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.post(HERE, Access::Sender, post::post)
}
