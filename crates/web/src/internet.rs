//! *Internett*: what meets the internet, service by service, check by check, the worst first; and what changed.

mod family;
mod found;
mod list;
mod logins;
mod looks;
mod service;
#[cfg(test)]
mod tests;
mod unknown;

use crate::rooms::READ;
use crate::routes::Routes;

pub(crate) use looks::Judged;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes.get("/internett", READ, list::list).get(
        "/internett/{kind}/{slug}",
        READ,
        service::service,
    )
}
