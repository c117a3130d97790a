//! Logging in as a browser does it, page by page: what leads in, and everything that does not.

mod administering;
mod browser;
mod elsewhere;
mod logging_in;
mod sessions;

/// The provider of `arvak-oidc`'s own tests.
#[path = "../../../oidc/tests/it/provider.rs"]
#[expect(dead_code, reason = "those tests use more of it")]
mod provider;
