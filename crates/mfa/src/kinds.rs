//! The kinds of log-in that this program can try.

use crate::{Kind, Params};

/// What tries a service of that kind; nothing when there is none. One value is made for one trial.
pub fn kind_of(params: &Params) -> Option<Box<dyn Kind>> {
    match params {
        Params::HttpForm(_)
        | Params::Oidc(_)
        | Params::OidcRp(_)
        | Params::Saml(_)
        | Params::Ssh(_)
        | Params::Radius(_)
        | Params::Imap(_)
        | Params::Smtp(_)
        | Params::Pop3(_)
        | Params::Ldap(_)
        | Params::Unknown(_) => None,
    }
}
