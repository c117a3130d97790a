//! The supplier's own page: answers without an account, by a secret link to one request (letter points 1b, 1c and 2d).
//!
//! The code of the link stands in the address's fragment, which no browser sends and no log keeps. A small script, or the
//! visitor's own hand, puts it into a form; then a cookie that is bound to that one request opens these pages and no
//! others ([decision 0025](../../../docs/decisions/0025-a-suppliers-secret-link.md)).

mod check;
mod code;
mod contact;
mod contradicted;
mod enter;
mod page;
mod questions;
mod receipt;
mod reuse;
mod save;
mod send;

#[cfg(test)]
mod tests;

use arvak_identity::Access;
use arvak_suppliers::file;

pub(crate) use contact::{by_day, chosen, stage};
pub(crate) use enter::pasted_code;
pub(crate) use send::Receipt;

use crate::routes::Routes;

/// Where one comes with a link.
const ENTRANCE: &str = "/foresporsel";

/// Where one types the code that came by mail.
const CODE: &str = "/foresporsel/kode";

/// The questions.
const FORM: &str = "/foresporsel/skjema";

/// What is about to be sent in.
const CHECK: &str = "/foresporsel/sjekk";

/// Where a file with answers is taken.
const SETS: &str = "/foresporsel/svarsett";

/// Most bytes of a form with such a file.
const SET_BYTES_MAX: usize = arvak_suppliers::answer_set::BYTES_MAX + 16 * 1024;

/// What does not fit what others found.
const FINDINGS: &str = "/foresporsel/funn";

/// What was sent in.
const RECEIPT: &str = "/foresporsel/kvittering";

/// Most bytes of the form with files: one file of the largest size, or several smaller ones, and all texts.
const SENT_BYTES_MAX: usize = file::FILE_BYTES_MAX + 4 * 1024 * 1024;

pub(crate) fn routes(routes: Routes) -> Routes {
    routes
        .get(ENTRANCE, Access::Anyone, enter::show)
        .post(ENTRANCE, Access::Anyone, enter::enter)
        .get(CODE, Access::Anyone, code::show)
        .post(CODE, Access::Anyone, code::enter)
        .get(FORM, Access::Link, page::show)
        .upload(FORM, Access::Link, SENT_BYTES_MAX, save::save)
        .post("/foresporsel/lagre", Access::Link, save::save_one)
        .post("/foresporsel/sist", Access::Link, reuse::take_last)
        .upload(SETS, Access::Link, SET_BYTES_MAX, reuse::take_set)
        .post("/foresporsel/kvittering/svarsett", Access::Link, reuse::set)
        .get(CHECK, Access::Link, check::show)
        .post("/foresporsel/send", Access::Link, send::send)
        .get(FINDINGS, Access::Link, contradicted::show)
        .post(FINDINGS, Access::Link, contradicted::reply)
        .get(RECEIPT, Access::Link, receipt::show)
        .get("/foresporsel/kvittering/{hva}", Access::Link, receipt::download)
        .post("/foresporsel/ut", Access::Link, enter::leave)
}
