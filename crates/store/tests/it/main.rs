//! The store from the outside: the contract that every store must keep, and the data folder's own
//! promises.

#[cfg(test)]
mod accounts;
#[cfg(test)]
mod answers;
#[cfg(test)]
mod callouts;
#[cfg(test)]
mod canaries;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod drills;
#[cfg(test)]
mod erasing;
#[cfg(test)]
mod folder;
#[cfg(test)]
mod index;
#[cfg(test)]
mod openid;
#[cfg(test)]
mod operation;
#[cfg(test)]
mod products;
#[cfg(test)]
mod reading;
#[cfg(test)]
mod sharing;
#[cfg(test)]
mod supplier;
#[cfg(test)]
mod support;
#[cfg(test)]
mod tenants;
#[cfg(test)]
mod verifying;
