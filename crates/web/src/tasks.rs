//! Tasks: everything that is not shown yet, the worst first, with why, whose turn it is and by when; and a page for each,
//! with a guide and the forms that act on it.

pub(crate) mod act;
pub(crate) mod evidence;
mod forms;
mod list;
mod one;
pub(crate) mod requests;
mod task;

use arvak_identity::{Access, Right};

use crate::routes::Routes;

pub(crate) use forms::recordable;
pub(crate) use task::{Place, Task, all, count, find, find_claim, first, measures, place};

/// Most bytes of a document that is sent.
pub(crate) const DOCUMENT_BYTES_MAX: usize = 16 * 1024 * 1024;

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let read = Access::May(Right::Read);
    let record = Access::May(Right::Record);
    routes
        .get("/oppgaver", read, list::list)
        .get("/oppgaver/{claim}", read, one::claim)
        .get("/oppgaver/{claim}/{kind}/{slug}", read, one::one)
        .post("/oppgaver/{claim}/{kind}/{slug}/frist", record, act::due)
        .post("/oppgaver/{claim}/{kind}/{slug}/gjort", record, act::done)
        .post("/oppgaver/{claim}/{kind}/{slug}/svar", record, act::reply)
        .post(
            "/oppgaver/{claim}/{kind}/{slug}/unntak",
            Access::May(Right::AskExemption),
            act::ask_exemption,
        )
        .post(
            "/oppgaver/{claim}/{kind}/{slug}/godkjenn",
            Access::May(Right::Approve),
            act::approve_exemption,
        )
        .upload(
            "/oppgaver/{claim}/{kind}/{slug}/bevis",
            record,
            DOCUMENT_BYTES_MAX + 64 * 1024,
            evidence::record_evidence,
        )
}

#[cfg(test)]
mod tests;
