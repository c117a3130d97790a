//! *Internett*: what meets the internet, service by service, check by check, the worst first; and what changed.

pub(crate) mod control;
pub(crate) mod family;
pub(crate) mod found;
pub(crate) mod list;
pub(crate) mod logins;
pub(crate) mod looks;
pub(crate) mod service;
#[cfg(test)]
mod tests;
pub(crate) mod unknown;

use crate::rooms::READ;
use crate::routes::Routes;

pub(crate) use looks::Judged;

pub(crate) fn routes(routes: Routes) -> Routes {
    let routes = routes.get("/internett", READ, list::list);
    control::routes(routes).get("/internett/{kind}/{slug}", READ, service::service)
}
