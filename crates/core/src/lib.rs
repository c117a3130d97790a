//! The heart of Årvåk: which facts there are, what follows from them, and nothing else.
//!
//! Facts come in through [`fact`], are folded into a state, and `assess` judges that state against
//! a [`Catalogue`] at an instant that the caller names. There is no clock, no I/O, no randomness,
//! no floating point and no hash order in this crate (law 2).

pub mod admit;
pub mod assess;
pub mod basis;
pub mod canary_guide;
pub mod case;
pub mod catalogue;
pub mod change;
pub mod countries;
pub mod discovery;
pub mod drill;
pub mod fact;
pub mod id;
pub mod inventory;
pub mod marking;
pub mod mistake;
pub mod municipality;
pub mod requirement;
pub mod roll_up;
mod sheet;
mod source;
pub mod state;
pub mod status;
pub mod time;
pub mod two_factor_measures;
pub mod two_factor_plan;
pub mod vocabulary;

pub use admit::{Refusal, admit};
pub use assess::{Assessment, Assessor, assess, assess_letter};
pub use basis::{Basis, Class};
pub use catalogue::Catalogue;
pub use fact::{Actor, Body, Draft, Envelope, Evidence, Fact, Outcome};
pub use id::{Digest, EntityId, EntryId, Name};
pub use mistake::Mistake;
pub use source::{Place, SourceFile};
pub use state::{Applied, State, Touched};
pub use status::Status;
pub use time::{Instant, Span};
