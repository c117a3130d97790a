//! A request for a log-in, and what comes back to the address that nothing is sent to.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::{SecureRandom, SystemRandom};
use url::Url;

use crate::web::{Browser, How, Leads, Sent};
use crate::{Oidc, Secret, Seen, Trial};

/// What the provider is to ask of the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prompt {
    /// To log in, whatever session there is.
    LogIn,
    /// Nothing: whoever has no session is refused.
    None,
}

/// A request.
pub(super) struct Asking {
    /// Where it goes.
    pub(super) url: Url,
    pub(super) nonce: String,
    state: String,
    /// What shows that the token is asked for by whoever asked for the log-in (RFC 7636).
    pub(super) verifier: Secret,
}

/// What came back.
#[derive(Clone, Debug)]
pub(super) enum Came {
    /// A code for a token.
    Code(Secret),
    /// An error of the protocol.
    Refused,
    /// Nothing: a page stays.
    Nothing,
}

impl Asking {
    pub(super) fn new(
        authorize: &Url,
        params: &Oidc,
        prompt: Prompt,
        class: Option<&str>,
    ) -> Option<Self> {
        let (nonce, state, verifier) = (random()?, random()?, Secret::new(random()?));
        let mut url = authorize.clone();
        let challenge = digest(&SHA256, verifier.reveal().as_bytes());
        {
            let mut query = url.query_pairs_mut();
            query
                .append_pair("response_type", "code")
                .append_pair("scope", "openid")
                .append_pair("client_id", &params.client_id)
                .append_pair("redirect_uri", &params.redirect_uri)
                .append_pair("state", &state)
                .append_pair("nonce", &nonce)
                .append_pair("code_challenge", &URL_SAFE_NO_PAD.encode(challenge.as_ref()))
                .append_pair("code_challenge_method", "S256")
                .append_pair("prompt", if prompt == Prompt::LogIn { "login" } else { "none" });
            if let Some(class) = class {
                query.append_pair("acr_values", class);
            }
        }
        Some(Self { url, nonce, state, verifier })
    }

    /// Sends the request as somebody who only looks what comes back.
    pub(super) async fn come(
        &self,
        trial: &mut Trial<'_, '_>,
        browser: &mut Browser,
        how: &How,
    ) -> Result<Came, Seen> {
        let leads = how.end.as_ref().map_or(Leads::Anywhere, Leads::Until);
        let answer = browser.go(trial, Sent::get(self.url.clone()), leads).await?;
        Ok(answer.left_for.as_ref().map_or(Came::Nothing, |url| self.came(url)))
    }

    /// What an address says that the provider sends the person to.
    pub(super) fn came(&self, url: &Url) -> Came {
        let get =
            |name: &str| url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned());
        if get("state").as_deref() != Some(self.state.as_str()) {
            return Came::Refused;
        }
        get("code").map_or(Came::Refused, |code| Came::Code(Secret::new(code)))
    }
}

/// 256 bits that nobody guesses.
pub(super) fn random() -> Option<String> {
    let mut bytes = [0_u8; 32];
    SystemRandom::new().fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(bytes))
}
