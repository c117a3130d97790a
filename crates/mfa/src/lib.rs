//! Two-factor log-in, shown by logging in.
//!
//! Nobody can see from outside whether a second factor is demanded: a page that asks for a code may be shown to everyone,
//! and a policy may have exceptions. So a canary account logs in, in three [`Arm`]s: a wrong password, the right password
//! with a wrong code, and both right; and then by every other way that is known with the password alone.
//!
//! * [`Service`] is what somebody wrote about a log-in and its canary; secrets are [`Secret`]s, which nothing shows.
//! * A [`Kind`] knows how one protocol logs in. It gets a [`Trial`]: the door, the clock, the codes, and the only way to write
//!   into the transcript, which takes the canary's secrets out.
//! * [`Seen`] is what one arm met, as a code. [`judge`] is a pure function over what the transcript holds of it.
//! * [`try_service`] carries the arms out, in order, and stops at the first answer that was not expected.

mod all;
mod arms;
mod base32;
mod door;
pub mod jose;
mod kind;
mod kinds;
mod log_in;
mod outline;
mod recipe;
mod record;
mod run;
pub mod saml;
mod secret;
mod seen;
mod service;
mod totp;
mod trial;
mod verdict;
mod web;
pub mod wire;

pub use all::{Found, Job, Run, try_all};
pub use arms::Arm;
pub use kind::{Attempt, Kind, Way};
pub use kinds::kind_of;
pub use log_in::{ENFORCED, LogIn, NAME, TRIALS_MAX};
pub use outline::{Does, Step, outline};
pub use recipe::{
    ACTS_MAX, Act, BadRecipe, Fault, Names, RECIPE_BYTES_MAX, RECIPE_VERSION, Recipe, Sign, Spot,
    What, ready, ready_all,
};
pub use record::{Asks, Control, Looks, Shown, Unrecorded, record};
pub use run::{Once, PERMITS, VERSION, try_check, try_service};
pub use secret::Secret;
pub use seen::Seen;
pub use service::{
    Also, AnyConnect, Canary, Comparison, Fields, HttpForm, Ldap, Lines, Mistake, Oidc, OidcRp,
    Params, Place, Radius, RadiusAuth, RadiusStyle, Saml, SamlSp, Service, Ssh, SshFactor, Tls,
    parse, parse_target,
};
pub use totp::{Codes, Totp};
pub use trial::{ARM_NOTE, STEP_NOTE, Trial};
pub use verdict::{Judged, Tried, Verdict, judge, read};
pub use web::{Selector, read_page};
