//! The canaries of the demonstration: what an operator would write down for each, with the secrets of this world.

use serde_json::{Value, json};

use super::Houses;
use super::account::{Account, USER};
use super::provider::{BACK_TO, CLIENT, ISSUER, TWO_FACTORS};

/// One canary, as `arvak canary add` takes it.
#[derive(Clone)]
pub struct Canary {
    /// The service that it stands in.
    pub service: &'static str,
    /// What would be in the file: JSON, with the account's secrets.
    pub target: String,
    /// Who was told.
    pub told: &'static str,
    /// The groups that it is in.
    pub groups: &'static str,
    /// After how many failures the service locks an account, where that is known.
    pub locks_after: Option<u32>,
}

impl std::fmt::Debug for Canary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Canary").field("service", &self.service).finish_non_exhaustive()
    }
}

/// All of them; `key_file` is where the SSH key of one lies, `host_key` what that server shows.
pub(crate) fn canaries(houses: &Houses, key_file: &str, host_key: &str) -> Vec<Canary> {
    let one = |service, target: &Value, told, groups, locks_after| Canary {
        service,
        target: target.to_string(),
        told,
        groups,
        locks_after,
    };
    let watch = "Nordvikregionen IKT, vakten";
    vec![
        one(
            "service/fjerntilgang",
            &form("https://fjern.nordvik.example", houses.portal.account(), &json!([])),
            watch,
            "Alle ansatte",
            Some(10),
        ),
        one(
            "service/epost",
            &form("https://epost.nordvik.example", houses.mail.account(), &back_door()),
            watch,
            "Alle ansatte",
            Some(10),
        ),
        one("service/kundeportal", &provider(houses.provider.account()), watch, "Kunder", None),
        one(
            "service/filutveksling",
            &shell(houses.shell.account(), key_file, host_key),
            watch,
            "Filutveksling",
            None,
        ),
    ]
}

fn account(account: &Account) -> Value {
    json!({ "user": USER, "password": account.password(), "totp_seed": account.seed() })
}

fn form(address: &str, of: &Account, also: &Value) -> Value {
    json!({
        "kind": "http-form",
        "address": address,
        "params": {
            "login": format!("{address}/logg-inn"),
            "protected": [format!("{address}/min-side")],
            "session_mark": "Du er logget inn",
            "code_mark": "Engangskode fra appen",
            "refused_mark": ["Feil brukernavn eller passord", "Feil kode"],
        },
        "canary": account(of),
        "also": also,
    })
}

/// The same mailbox, as programs reach it.
fn back_door() -> Value {
    json!([{
        "kind": "imap",
        "address": "epost.nordvik.example:993",
        "params": { "tls": "implicit" },
    }])
}

fn provider(of: &Account) -> Value {
    json!({
        "kind": "oidc",
        "address": "https://kunde.nordvikregionen-ikt.example",
        "params": {
            "issuer": ISSUER,
            "client_id": CLIENT,
            "redirect_uri": BACK_TO,
            "required_acr": [TWO_FACTORS],
            "code_mark": "Engangskode fra appen",
            "refused_mark": ["Feil brukernavn eller passord", "Feil kode"],
        },
        "canary": account(of),
    })
}

fn shell(of: &Account, key_file: &str, host_key: &str) -> Value {
    json!({
        "kind": "ssh",
        "address": "filer.nordvik.example:22",
        "params": { "host_key": host_key, "private_key_file": key_file, "factors": ["key", "code"] },
        "canary": account(of),
    })
}
