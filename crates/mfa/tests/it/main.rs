//! Log-ins against servers that are started here, on loopback.
#![expect(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod anyconnect;
mod app;
mod chooser;
mod forms;
mod guides;
mod house;
mod openid;
mod recipes;
mod relying;
mod saml;
mod saml_foreign;
mod saml_service;
mod scripted;
