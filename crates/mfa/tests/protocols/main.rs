//! The kinds against real servers of Debian's, each on the loopback interface and configured in one way: a second factor
//! enforced, one that can be passed by, and one that is only for show.

mod certificates;
mod directory;
mod mail;
mod mail_servers;
mod place;
mod radius;
mod shell;
mod stubs;
