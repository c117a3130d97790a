//! The data folder: one writer with its lock and socket, the index, the operation database, blobs.
//!
//! * [`Folder`]: may be appended to, by this process when it holds the lock, else through the holder.
//! * [`Reading`]: the folder as it was when it was opened; beside any writer, without the lock.
//! * [`verify()`] reads everything and says what is wrong; [`rebuild()`] makes again what can be made.

mod answer;
mod blobs;
mod blocking;
mod catalogue;
mod database;
pub mod drafts;
mod error;
pub mod export;
mod fold;
mod folder;
pub mod import;
mod index;
mod keys;
mod layout;
mod marks;
mod named;
mod operation;
mod pace;
pub mod products;
mod random;
mod reading;
mod rebuild;
pub mod replies;
mod seal;
mod socket;
mod verify;
mod writer;

pub use answer::{Answer, Refused};
pub use blobs::{BLOB_BYTES_MAX, Blobs, Listing};
pub use error::{Error, Result};
pub use folder::Folder;
pub use layout::Layout;
pub use marks::{Left, Marks};
pub use operation::supplier;
pub use operation::{
    ANSWER_BYTES_MAX, ANSWER_KEPT, ANSWERS_MAX, Account, AccountNote, AddressRow, Begun, CallRow,
    CalloutRow, CanaryRow, DrillRow, FoundCall, Has, InboundCount, KeptAnswer, LastTrial,
    MailboxRow, MessageRow, NamedRequest, NewAccount, NewCanary, NewMessage, NewPassword, Noted,
    OpenIdLogIn, OpenIdPerson, Operation, PasskeyRow, PersonId, SessionRow, TenantRow, To, ToNote,
    TokenRow, Tried, UNDER_WAY_MAX, WaitingNotice, WebhookRow,
};
pub use reading::{Known, Reading, Recorded};
pub use rebuild::{Rebuilt, rebuild};
pub use seal::Seal;
pub use verify::{Place, Problem, Verified, verify};
