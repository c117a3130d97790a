//! Exports of configuration and what they show. Bytes in, judgement out: nothing here opens a file, knows the time
//! or reaches a network, so that the same bytes give the same judgement at any later time (law 5 lets `configuration`
//! come only from a judge over bytes that are kept).
//!
//! [`read`] turns the bytes of an export into an [`Export`], or tells every mistake at its place; [`Export::judge`] says
//! what it shows. What a reader cannot tell is *inconclusive*, never support: a group whose members the file does
//! not hold, a name for addresses that it does not resolve, a policy of a kind that is newer than this program.

pub mod conditional_access;
pub mod directory;
pub mod firewall;
mod json;
mod judgement;
mod mistake;
mod read;
pub mod software;
mod table;

pub use judgement::{FINDINGS, Finding, Judgement, Place, Tone, UNCLEAR, Verdict};
pub use mistake::{CODES, MISTAKES_MAX, Mistake};
pub use read::{BYTES_MAX, Export, Format, Question, guess, read};
