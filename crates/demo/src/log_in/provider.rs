//! A small OpenID provider (OpenID Connect Core, the authorization code flow with PKCE) that signs what it says, and says that
//! two factors were shown only when they were. It remembers nobody: each request is a log-in.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use serde_json::json;
use url::Url;

use super::account::{Account, USER, random};
use super::request::{Asked, Reply};
use crate::DemoError;
use crate::calendar::Calendar;

/// Who signs.
pub(crate) const ISSUER: &str = "https://kunde.nordvikregionen-ikt.example/oidc";

/// Who may ask, and where its people are sent back to.
pub(crate) const CLIENT: &str = "arvak-kanari";
pub(crate) const BACK_TO: &str = "https://kunde.nordvikregionen-ikt.example/innlogget";

/// The class of a log-in with two factors (REFEDS Multi-Factor Authentication).
pub(crate) const TWO_FACTORS: &str = "https://refeds.org/profile/mfa";

const TOKEN_S: i64 = 300;

/// Most log-ins that are under way or not yet changed into a token.
const FLOWS_MAX: usize = 1_000;

/// A log-in that is under way.
#[derive(Clone, Debug)]
struct Flow {
    number: u64,
    state: String,
    nonce: String,
    challenge: String,
    is_known: bool,
}

/// The provider.
pub(crate) struct Provider {
    account: Account,
    calendar: Calendar,
    key: Ed25519KeyPair,
    flows: Mutex<BTreeMap<String, Flow>>,
    codes: Mutex<BTreeMap<String, Flow>>,
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Provider").finish_non_exhaustive()
    }
}

impl Provider {
    pub(crate) fn new(account: Account, calendar: Calendar) -> Result<Self, DemoError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|e| DemoError::Random { reason: e.to_string() })?;
        let key = Ed25519KeyPair::from_seed_unchecked(&seed)
            .map_err(|e| DemoError::Random { reason: e.to_string() })?;
        Ok(Self { account, calendar, key, flows: Mutex::default(), codes: Mutex::default() })
    }

    pub(crate) const fn account(&self) -> &Account {
        &self.account
    }

    pub(crate) fn answer(&self, asked: &Asked) -> Option<Reply> {
        Some(match (asked.path.as_str(), asked.is_post) {
            ("/oidc/.well-known/openid-configuration", false) => metadata(),
            ("/oidc/nokler", false) => self.keys(),
            ("/oidc/logg-inn", false) => self.begin(asked),
            ("/oidc/passord", true) => self.password(asked),
            ("/oidc/kode", true) => self.code(asked),
            ("/oidc/token", true) => self.token(asked),
            _ => return None,
        })
    }

    fn keys(&self) -> Reply {
        let x = URL_SAFE_NO_PAD.encode(self.key.public_key().as_ref());
        let key = json!({
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": "1", "x": x,
        });
        Reply::json("200 OK", &json!({ "keys": [key] }))
    }

    fn begin(&self, asked: &Asked) -> Reply {
        let is_ours = asked.get("client_id") == CLIENT && asked.get("redirect_uri") == BACK_TO;
        let is_whole = asked.get("response_type") == "code"
            && asked.get("code_challenge_method") == "S256"
            && !asked.get("code_challenge").is_empty();
        if !is_ours || !is_whole {
            return Reply { status: "400 Bad Request", ..Reply::page("Ugyldig forespørsel", "") };
        }
        let flow = Flow {
            number: 0,
            state: asked.get("state").to_owned(),
            nonce: asked.get("nonce").to_owned(),
            challenge: asked.get("code_challenge").to_owned(),
            is_known: false,
        };
        if asked.get("prompt") == "none" {
            return back(&flow, "error", "login_required");
        }
        keep(&self.flows, flow).map_or_else(failed, |token| password_page(&token, ""))
    }

    fn password(&self, asked: &Asked) -> Reply {
        let token = asked.get("ref");
        if !self.account.is(asked.get("brukernavn"), asked.get("passord")) {
            return password_page(token, "<p>Feil brukernavn eller passord.</p>\n");
        }
        match lock(&self.flows).get_mut(token) {
            Some(flow) => flow.is_known = true,
            None => return failed(),
        }
        code_page(token, "")
    }

    fn code(&self, asked: &Asked) -> Reply {
        let token = asked.get("ref");
        if !lock(&self.flows).get(token).is_some_and(|flow| flow.is_known) {
            return failed();
        }
        if !self.account.takes(asked.get("kode")) {
            return code_page(token, "<p>Feil kode.</p>\n");
        }
        let Some(flow) = lock(&self.flows).remove(token) else { return failed() };
        keep(&self.codes, flow.clone()).map_or_else(failed, |code| back(&flow, "code", &code))
    }

    fn token(&self, asked: &Asked) -> Reply {
        let refused = |error: &str| Reply::json("400 Bad Request", &json!({ "error": error }));
        if asked.get("grant_type") != "authorization_code" {
            return refused("unsupported_grant_type");
        }
        let Some(flow) = lock(&self.codes).remove(asked.get("code")) else {
            return refused("invalid_grant");
        };
        let shown = digest(&SHA256, asked.get("code_verifier").as_bytes());
        let is_asker = URL_SAFE_NO_PAD.encode(shown.as_ref()) == flow.challenge;
        if !is_asker || asked.get("redirect_uri") != BACK_TO || asked.get("client_id") != CLIENT {
            return refused("invalid_grant");
        }
        let token = self.signed(&flow);
        let given = json!({
            "access_token": token, "id_token": token, "token_type": "Bearer", "expires_in": TOKEN_S,
        });
        Reply::json("200 OK", &given)
    }

    /// What the provider says of a log-in, signed (RFC 7515).
    fn signed(&self, flow: &Flow) -> String {
        let now_s = self.calendar.now().as_millis() / 1_000;
        let head = json!({ "alg": "EdDSA", "typ": "JWT", "kid": "1" });
        let claims = json!({
            "iss": ISSUER, "aud": CLIENT, "sub": USER, "nonce": flow.nonce,
            "iat": now_s, "exp": now_s + TOKEN_S, "auth_time": now_s,
            "acr": TWO_FACTORS, "amr": ["pwd", "otp"],
        });
        let part = |value: &serde_json::Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let text = format!("{}.{}", part(&head), part(&claims));
        let signature = self.key.sign(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }
}

fn metadata() -> Reply {
    Reply::json(
        "200 OK",
        &json!({
            "issuer": ISSUER,
            "authorization_endpoint": format!("{ISSUER}/logg-inn"),
            "token_endpoint": format!("{ISSUER}/token"),
            "jwks_uri": format!("{ISSUER}/nokler"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "acr_values_supported": [TWO_FACTORS],
        }),
    )
}

type Flows = Mutex<BTreeMap<String, Flow>>;

fn lock(flows: &Flows) -> std::sync::MutexGuard<'_, BTreeMap<String, Flow>> {
    flows.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Keeps a log-in under a name that nobody guesses.
fn keep(flows: &Flows, flow: Flow) -> Option<String> {
    let token = random().ok()?;
    let mut flows = lock(flows);
    let number = flows.values().map(|flow| flow.number + 1).max().unwrap_or(0);
    flows.insert(token.clone(), Flow { number, ..flow });
    if flows.len() > FLOWS_MAX {
        let oldest = number.saturating_sub(FLOWS_MAX as u64 / 2);
        flows.retain(|_, flow| flow.number > oldest);
    }
    Some(token)
}

fn back(flow: &Flow, name: &str, value: &str) -> Reply {
    let Ok(mut url) = Url::parse(BACK_TO) else { return failed() };
    url.query_pairs_mut().append_pair(name, value).append_pair("state", &flow.state);
    Reply::to(String::from(url))
}

fn failed() -> Reply {
    let page = Reply::page("Innloggingen er ikke lenger gyldig", "<p>Begynn på nytt.</p>");
    Reply { status: "400 Bad Request", ..page }
}

fn password_page(token: &str, told: &str) -> Reply {
    page(
        told,
        "/oidc/passord",
        token,
        "<label>Brukernavn <input name=\"brukernavn\" autocomplete=\"username\"></label>\n\
         <label>Passord <input name=\"passord\" type=\"password\" autocomplete=\"current-password\"></label>",
    )
}

fn code_page(token: &str, told: &str) -> Reply {
    page(
        told,
        "/oidc/kode",
        token,
        "<label>Engangskode fra appen <input name=\"kode\" inputmode=\"numeric\" autocomplete=\"one-time-code\"></label>",
    )
}

fn page(told: &str, action: &str, token: &str, fields: &str) -> Reply {
    // What comes back in a form goes out again: it must be one of ours, and can then hold nothing but letters.
    let token: String =
        token.chars().filter(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).take(64).collect();
    Reply::page(
        "Nordvikregionen IKT: innlogging",
        &format!(
            "{told}<form method=\"post\" action=\"{action}\">\n\
             <input type=\"hidden\" name=\"ref\" value=\"{token}\">\n{fields}\n\
             <button>Logg inn</button>\n</form>"
        ),
    )
}
