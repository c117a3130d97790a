//! LDAP: the simple bind, with the password alone first, and then with the code behind it, as the overlay `otp`
//! of `OpenLDAP` takes it. The canary's user is what it binds as: a distinguished name, or whatever else the directory takes.

use arvak_probe::{BoxFuture, Host};
use tokio::io::{AsyncRead, AsyncWrite};

use super::in_one::{self, PASSWORD_ALONE};
use super::mail::seen_of;
use crate::door;
use crate::wire::ldap::{Ldap, LdapResult};
use crate::{Arm, Attempt, Kind, Place, Seen, Tls, Trial, Way};

/// The port without TLS, and the one under it.
const PORTS: [u16; 2] = [389, 636];

/// One directory.
pub(crate) struct Directory {
    tls: Tls,
}

impl Directory {
    pub(crate) const fn new(tls: Tls) -> Self {
        Self { tls }
    }

    async fn bind(&self, word: &str, trial: &mut Trial<'_, '_>) -> (Seen, String) {
        match self.try_bind(word, trial).await {
            Ok(result) => (seen(&result), format!("result {} {}", result.code, result.text)),
            Err(seen) => (seen, String::new()),
        }
    }

    async fn try_bind(&self, word: &str, trial: &mut Trial<'_, '_>) -> Result<LdapResult, Seen> {
        let [plain, secure] = PORTS;
        let port = if self.tls == Tls::Implicit { secure } else { plain };
        let address = &trial.service().address;
        let port = if address.to_ascii_lowercase().starts_with("ldaps:") { secure } else { port };
        let place = Place::read(address, port).ok_or(Seen::Settings)?;
        let tls = if place.is_secure() { Tls::Implicit } else { self.tls };
        let host = &place.target.host;
        let stream = door::connect(trial, &place.target).await?;
        match tls {
            Tls::None => bind(stream, word, host, trial).await,
            Tls::Implicit => {
                let stream = door::secure(trial, host, stream, &[]).await?;
                bind(stream, word, host, trial).await
            }
            Tls::Starttls => {
                let begun = Ldap::new(stream).start_tls().await;
                let stream =
                    begun.map_err(|trouble| seen_of(host, &trouble))?.ok_or(Seen::NoTls)?;
                let stream = door::secure(trial, host, stream, &[]).await?;
                bind(stream, word, host, trial).await
            }
        }
    }

    async fn alone_as(&self, name: &str, trial: &mut Trial<'_, '_>) -> Vec<Way> {
        let password = trial.password(Arm::Right);
        let (seen, detail) = self.bind(password.reveal(), trial).await;
        vec![Way { name: name.to_owned(), seen, detail }]
    }
}

async fn bind<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    word: &str,
    host: &Host,
    trial: &Trial<'_, '_>,
) -> Result<LdapResult, Seen> {
    let mut ldap = Ldap::new(stream);
    let bound = ldap.bind(&trial.service().canary.user, word).await;
    let result = bound.map_err(|trouble| seen_of(host, &trouble))?;
    ldap.leave().await;
    Ok(result)
}

/// What a result means (RFC 4511 appendix A; the numbers behind `data` are Active Directory's).
fn seen(result: &LdapResult) -> Seen {
    let text = result.text.to_lowercase();
    match result.code {
        LdapResult::SUCCESS => Seen::Session,
        LdapResult::INVALID_CREDENTIALS
            if ["data 775", "data 533"].iter().any(|d| text.contains(d)) =>
        {
            Seen::Locked
        }
        LdapResult::INVALID_CREDENTIALS
            if ["data 532", "data 773"].iter().any(|d| text.contains(d)) =>
        {
            Seen::PasswordExpired
        }
        LdapResult::INVALID_CREDENTIALS => Seen::Refused,
        // authMethodNotSupported, strongerAuthRequired, confidentialityRequired: no password was looked at.
        7 | 8 | 13 => Seen::NotOffered,
        51 | 52 => Seen::ServerError,
        _ => Seen::Unexpected,
    }
}

impl Kind for Directory {
    fn alone<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(self.alone_as(PASSWORD_ALONE, trial))
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            let Some(word) = in_one::word(arm, trial).await else { return in_one::without_seed() };
            let (seen, detail) = self.bind(word.reveal(), trial).await;
            in_one::attempt(arm, seen, detail)
        })
    }

    fn ways<'t>(&'t mut self, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        Box::pin(self.alone_as("password-alone-again", trial))
    }
}
