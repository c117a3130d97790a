//! Logging in as a browser does it, page by page: what leads in, and everything that does not.

mod administering;
mod browser;
mod logging_in;
mod sessions;
