//! The pages and the API of Årvåk: server-rendered, over one data folder.
//!
//! * [`App`] is what every page works with: the folder, what is known of it now ([`Live`]), the words.
//! * [`Program`] is what only the program can do: probes, replies. It is asked through a trait.
//! * Every route is declared with what it asks of whoever comes ([`routes`]); a room is one file in `rooms/` and one
//!   line in its list.
//!
//! Pages hold no script and no style of their own, and work without JavaScript.

mod accounts;
mod answering;
mod api;
mod app;
mod assets;
pub mod callouts;
mod cookie;
#[cfg(test)]
mod crawl;
mod drills;
mod failure;
pub mod first_run;
mod form;
mod guard;
mod headers;
mod inbound;
mod internet;
mod inventory;
mod kept;
#[cfg(test)]
mod limits;
mod live;
mod notices;
mod packed;
mod page;
mod parts;
mod personal;
pub mod products;
mod program;
mod recording;
mod replies;
mod rooms;
mod routes;
mod runs;
#[cfg(test)]
#[expect(dead_code, reason = "the tests of sending, in another crate, use the rest")]
#[path = "../../notices/tests/it/scripted.rs"]
mod scripted;
mod see_other;
mod seen;
mod serve;
mod session;
mod settings;
mod sight;
mod single_sign_on;
mod site;
mod suppliers;
mod tasks;
mod timetable;
mod tours;
mod trend;
#[cfg(test)]
mod trial;
mod two_factor;
mod view;
mod visit;
#[cfg(test)]
mod walk;
pub mod waves;
mod work;
pub mod workbooks;

pub use app::{App, Special};
pub use inbound::address as inbound_address;
pub use live::Live;
pub use notices::tell;
pub use program::{
    Bettered, BoxFuture, Checked, Control, Controlled, Edition, KeptRecipe, Look, Looked, OfRecipe,
    Program, ProgramError, Proof, ReadyRecipe, RecipePlan, SentHome, TriedRecipe, Way, WouldSend,
    Written, WrongRecipe,
};
pub use routes::{Declared, declared, router};
pub use seen::Seen;
pub use serve::{ServeError, serve};
pub use site::{ProxyHeader, Site};
pub use timetable::look_on_time;
pub use timetable::vantage::{Vantage, chosen_vantage};
pub use tours::{Tour, Tours};
pub use view::View;
pub use waves::write_to_suppliers;
pub use work::Work;
