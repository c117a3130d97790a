//! The kinds against real servers of Debian's, each on the loopback interface and configured in one way: a second factor
//! enforced, one that can be passed by, and one that is only for show. A test whose program is not installed says `SKIPPED`
//! and passes.

#[cfg(test)]
mod certificates;
#[cfg(test)]
mod directory;
#[cfg(test)]
mod mail;
#[cfg(test)]
mod mail_servers;
#[cfg(test)]
mod place;
#[cfg(test)]
mod products;
#[cfg(test)]
mod radius;
#[cfg(test)]
mod shell;
#[cfg(test)]
mod stubs;
#[cfg(test)]
mod vpn;
