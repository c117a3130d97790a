//! Who somebody is: factors, sessions, roles; nobody logs in with one factor.
//!
//! Pure apart from random numbers: no database, no HTTP, and the time is a parameter. What is kept of a secret
//! is its digest or its hash; no type here shows a secret in `Debug`.

mod access;
mod right;
mod role;

pub use access::Access;
pub use right::Right;
pub use role::Role;
