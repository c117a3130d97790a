//! Who somebody is: factors, sessions, roles; nobody logs in with one factor.
//!
//! Pure apart from random numbers: no database, no HTTP, and the time is a parameter. What is kept of a secret
//! is its digest or its hash; no type here shows a secret in `Debug`.
//!
//! * [`Role`], [`Right`], [`Access`]: who may do what.
//! * [`Password`], [`TotpSecret`], [`Passkeys`], [`recovery_codes`]: factors. [`Factors`] says when there are two.
//! * [`Session`] and its [`Limits`], [`TokenKind`], [`Throttle`]: rules over what the caller keeps.

mod access;
mod base32;
mod error;
mod factor;
mod passkey;
mod password;
mod qr;
mod recovery;
mod right;
mod role;
mod secret;
mod session;
mod throttle;
mod token;
mod totp;
mod waiting;

pub use access::Access;
pub use error::{IdentityError, Result};
pub use factor::{Factor, Factors};
pub use passkey::{Passkey, PasskeyLogIn, Passkeys, Registration, Shown};
pub use password::leaked;
pub use password::{
    PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, Password, PasswordHash, PasswordProblem,
    verify_password,
};
pub use qr::svg as qr_svg;
pub use recovery::{RECOVERY_CODES, recovery_codes, recovery_hash};
pub use right::Right;
pub use role::Role;
pub use secret::{Secret, SecretHash};
pub use session::{Limits, Session, Standing};
pub use throttle::{REMEMBERED, Throttle, WAIT_MAX};
pub use token::{Scopes, TokenKind, TokenStanding};
pub use totp::TotpSecret;
pub use waiting::{CEREMONY, Waiting};
