//! *Leverandører*: every supplier with what they deliver, how critical they are, how far a request has come and how old an
//! answer is; and on each one's page, making a request and what came of it (letter points 1b, 1c and 2d).

pub(crate) mod act;
mod agenda;
pub(crate) mod asked;
pub(crate) mod contradicted;
mod list;
mod mails;
pub(crate) mod make;
mod one;
mod programs;
pub(crate) mod replied;
pub(crate) mod report;
pub(crate) mod sent;
mod wave;

#[cfg(test)]
mod tests;

use arvak_identity::{Access, Right};

use crate::rooms::READ;
use crate::routes::Routes;
use crate::work::Work;
use crate::workbooks;

pub(crate) use one::again;

/// The address of the room.
const HERE: &str = "/leverandorer";

pub(crate) fn routes(routes: Routes) -> Routes {
    let record = Access::May(Right::Record);
    workbooks::routes(routes)
        .get(HERE, READ, list::show)
        .get("/leverandorer/{slug}", READ, one::show)
        .post("/leverandorer/{slug}/be", record, make::make)
        .post("/leverandorer/{slug}/lenke", record, make::renew)
        .get("/leverandorer/{slug}/lenke/{name}", record, make::show_once)
        .post("/leverandorer/{slug}/sendt", record, act::sent)
        .post("/leverandorer/{slug}/trekk", record, act::revoke)
        .post("/leverandorer/{slug}/forleng", record, act::extend)
        .post("/leverandorer/{slug}/oppfolg", record, act::follow_up)
        .post("/leverandorer/{slug}/lukk", record, act::close)
        .post("/leverandorer/{slug}/funn", record, contradicted::tell)
        .post("/leverandorer/{slug}/adresse", record, mails::set_address)
        .post("/leverandorer/{slug}/post", record, mails::again)
        .post("/leverandorer/{slug}/post-ny", record, mails::anew)
        .get(wave::WAVE, record, wave::show)
        .costing(Work::Sending)
        .post(wave::WAVE, record, wave::send)
        .get("/leverandorer/{slug}/saksliste", READ, agenda::show)
        .get("/leverandorer/{slug}/kalender", READ, agenda::of_one)
        .get("/foresporsler/kalender", READ, agenda::of_all)
        .costing(Work::Export)
        .get("/leverandorer/{slug}/program/{digest}", READ, programs::show)
        .post("/leverandorer/{slug}/program/{digest}", record, programs::put)
        .get("/leverandorer/{slug}/rapport/{digest}", record, report::show)
        .post("/leverandorer/{slug}/rapport/{digest}", record, report::put)
}

/// The address of a supplier's page.
pub(crate) fn path(slug: &str) -> String {
    format!("{HERE}/{slug}")
}
