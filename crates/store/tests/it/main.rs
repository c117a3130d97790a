//! The store from the outside: the contract that every store must keep, and the data folder's own
//! promises.

mod contract;
mod operation;
