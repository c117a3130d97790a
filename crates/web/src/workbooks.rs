//! Workbooks with a supplier's answers. [`hold()`] says what one becomes, by command line or page; [`received()`] keeps those that come by
//! mail until a person has looked them over, since who sent a mail is what the mail says.

mod page;
mod received;
mod take;

use arvak_identity::{Access, Right};

use crate::routes::Routes;

pub(crate) use page::{section, waiting};
pub use received::{Received, received};
pub use take::{Held, NotHeld, NotMade, drafts, hold, noted};

/// Its addresses.
pub(crate) fn routes(routes: Routes) -> Routes {
    let record = Access::May(Right::Record);
    routes.post("/leverandorer/{slug}/arbeidsbok", record, page::decide).get(
        "/leverandorer/{slug}/arbeidsbok/{id}",
        record,
        page::download,
    )
}

#[cfg(test)]
mod tests;
