//! The kinds of log-in that this program can try.

mod anyconnect;
mod http_form;
mod in_one;
mod ldap;
mod leftovers;
mod mail;
mod oidc;
mod oidc_rp;
pub(crate) mod own_key;
mod radius;
mod saml;
mod saml_sp;
mod ssh;

use crate::wire::mail::Protocol;
use crate::{Kind, Params};

/// What tries a service of that kind; nothing when there is none. One value is made for one trial.
pub fn kind_of(params: &Params) -> Option<Box<dyn Kind>> {
    match params {
        Params::HttpForm(_) => Some(Box::new(http_form::Form::new())),
        Params::Oidc(params) => Some(Box::new(oidc::Provider::new(params))),
        Params::OidcRp(params) => Some(Box::new(oidc_rp::RelyingParty::new(params))),
        Params::Saml(params) => Some(Box::new(saml::Provider::new(params))),
        Params::SamlSp(params) => Some(Box::new(saml_sp::ServiceProvider::new(params))),
        Params::AnyConnect(params) => Some(Box::new(anyconnect::VpnServer::new(params))),
        Params::Unknown(_) => None,
        Params::Ssh(params) => Some(Box::new(ssh::SshServer::new(params))),
        Params::Radius(params) => Some(Box::new(radius::RadiusServer::new(params))),
        Params::Imap(lines) => Some(Box::new(mail::MailServer::new(Protocol::Imap, lines.tls))),
        Params::Smtp(lines) => Some(Box::new(mail::MailServer::new(Protocol::Smtp, lines.tls))),
        Params::Pop3(lines) => Some(Box::new(mail::MailServer::new(Protocol::Pop3, lines.tls))),
        Params::Ldap(ldap) => Some(Box::new(ldap::Directory::new(ldap.tls))),
    }
}
