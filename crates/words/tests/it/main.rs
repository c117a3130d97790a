//! Everything that the program can say has its words, and the words say what to do.

mod catalogue;
mod codes;
mod refusals;
mod told;
