//! OpenID Connect: who a provider says somebody is, and with how many factors.
//!
//! * [`ProviderFile`] is what the operator writes; [`ProviderSettings`] cannot hold nonsense, and every [`Mistake`] says where
//!   it stands and what to do.
//! * [`Provider`] speaks with one provider: authorization code flow with PKCE, state and nonce. All that it sends goes
//!   through [`arvak_probe::Outbound`]; the time is a parameter.
//! * [`Requirement`] decides whether a signed token shows two factors. Nobody gets in with one: there is no [`Person`]
//!   without [`TwoFactors`], and nothing else makes those.
//! * [`Grants`] says which roles and units follow from the groups that a provider names.
//!
//! Signatures and the shape of tokens are the library's (`openidconnect`); times, the authorized party, hosts, key sizes and
//! factors are judged here.

mod claims;
mod discovery;
mod error;
mod grants;
mod http;
mod keys;
mod provider;
mod settings;
mod times;
mod token;
mod two_factors;

pub use claims::Person;
pub use error::{OidcError, Result};
pub use grants::{Granted, Grants, NotMapped, Units};
pub use provider::{Callback, Pending, Provider, Seen};
pub use settings::{Mistake, OneOrMore, ProviderFile, ProviderSettings, ReadSecret, parse};
pub use two_factors::{BadRequirement, OneFactor, Requirement, Shown, TwoFactors};
