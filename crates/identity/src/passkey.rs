//! Passkeys (`WebAuthn` level 3): kept by the authenticator under the name of this host, opened only after it verified its
//! user, and shown without a user name. One passkey is two factors.

use std::fmt;

use arvak_core::EntityId;
use serde_json::Value;
use url::Url;
use uuid::Uuid;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, DiscoverableKey, Passkey as Credential, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Webauthn, WebauthnBuilder, WebauthnError,
};

use crate::waiting::CEREMONY;
use crate::{IdentityError, Result};

/// What makes and checks passkeys for the pages at one address.
pub struct Passkeys(Webauthn);

/// A registration that has begun: our half of it, kept for at most five minutes.
pub struct Registration(PasskeyRegistration);

/// A log-in that has begun: our half of it, kept for at most five minutes.
pub struct PasskeyLogIn(DiscoverableAuthentication);

/// A passkey as we keep it: its public half, its id and its counter. It holds no secret.
#[derive(Clone)]
pub struct Passkey(Credential);

/// What the browser says that a passkey answered.
pub struct Shown {
    /// Whose it says that it is.
    pub person: EntityId,
    /// Which passkey it is.
    pub id: Vec<u8>,
    answer: PublicKeyCredential,
}

impl Passkeys {
    /// For pages at `origin`, shown as those of `name`. The passkeys belong to its host name; an IP address can have none.
    pub fn new(origin: &str, name: &str) -> Result<Self> {
        let bad = || IdentityError::NoPasskeysHere { origin: origin.to_owned() };
        let origin = Url::parse(origin).map_err(|_| bad())?;
        let host = origin.domain().ok_or_else(bad)?;
        let millis = u64::try_from(CEREMONY.as_millis()).unwrap_or_default();
        WebauthnBuilder::new(host, &origin)
            .and_then(|builder| {
                builder.rp_name(name).timeout(std::time::Duration::from_millis(millis)).build()
            })
            .map(Self)
            .map_err(|_| bad())
    }

    /// Begins to register a passkey for `person`: the options for `navigator.credentials.create`, and our half.
    /// Authenticators that hold one of `known` are asked not to make a second one.
    pub fn start_registration(
        &self,
        person: &EntityId,
        user_name: &str,
        name: &str,
        known: &[Passkey],
    ) -> Result<(Value, Registration)> {
        let exclude = known.iter().map(|passkey| passkey.0.cred_id().clone()).collect();
        let (options, ours) = self
            .0
            .start_passkey_registration(handle(person)?, user_name, name, Some(exclude))
            .map_err(bad)?;
        let mut options = json(&options)?;
        // Log-in asks for no user name, so the passkey must be one that can be found without.
        if let Some(wish) = options.pointer_mut("/publicKey/authenticatorSelection") {
            wish["residentKey"] = Value::from("required");
            wish["requireResidentKey"] = Value::from(true);
        }
        Ok((options, Registration(ours)))
    }

    /// Ends it: `answer` is what the browser gave, as JSON.
    pub fn finish_registration(&self, answer: &str, ours: &Registration) -> Result<Passkey> {
        let answer: RegisterPublicKeyCredential = read(answer)?;
        // Not signed by anybody, but an honest browser says so, and the user would find out too late.
        if answer.extensions.cred_props.as_ref().and_then(|props| props.rk) == Some(false) {
            let why = "it cannot be found without a user name".to_owned();
            return Err(IdentityError::BadPasskey { why });
        }
        self.0.finish_passkey_registration(&answer, &ours.0).map(Passkey).map_err(bad)
    }

    /// Begins a log-in: the options for `navigator.credentials.get`, and our half.
    pub fn start_log_in(&self) -> Result<(Value, PasskeyLogIn)> {
        let (options, ours) = self.0.start_discoverable_authentication().map_err(bad)?;
        let mut options = json(&options)?;
        // Asked for by a button, not offered in a field.
        if let Some(options) = options.as_object_mut() {
            options.remove("mediation");
        }
        Ok((options, PasskeyLogIn(ours)))
    }

    /// Reads what the browser gave, as JSON. It proves nothing yet.
    pub fn read(&self, answer: &str) -> Result<Shown> {
        let answer: PublicKeyCredential = read(answer)?;
        let (handle, id) = self.0.identify_discoverable_authentication(&answer).map_err(bad)?;
        let person = format!("person/{}", handle.simple());
        let person =
            person.parse().map_err(|_| IdentityError::Unreadable { what: "user handle" })?;
        let id = id.to_vec();
        Ok(Shown { person, id, answer })
    }

    /// Ends a log-in: whether `shown` was answered by `kept`, to this challenge, at this address, after its user was
    /// verified, and with a counter that did not go back. Gives the passkey to keep from now on.
    pub fn finish_log_in(
        &self,
        shown: &Shown,
        ours: PasskeyLogIn,
        kept: &Passkey,
    ) -> Result<Passkey> {
        let key = DiscoverableKey::from(&kept.0);
        let result = self
            .0
            .finish_discoverable_authentication_v2(&shown.answer, ours.0, key)
            .map_err(bad)?;
        if !result.user_verified() {
            let why = "it did not verify its user".to_owned();
            return Err(IdentityError::BadPasskey { why });
        }
        let mut kept = kept.0.clone();
        match kept.update_credential(&result) {
            Some(_) => Ok(Passkey(kept)),
            None => Err(IdentityError::BadPasskey { why: "it is another one".to_owned() }),
        }
    }
}

impl Passkey {
    /// As it was kept.
    pub fn from_json(text: &str) -> Result<Self> {
        let unreadable = |_| IdentityError::Unreadable { what: "passkey" };
        serde_json::from_str(text).map(Self).map_err(unreadable)
    }

    /// To be kept.
    pub fn to_json(&self) -> Result<String> {
        let unreadable = |_| IdentityError::Unreadable { what: "passkey" };
        serde_json::to_string(&self.0).map_err(unreadable)
    }

    /// Its id.
    pub fn id(&self) -> &[u8] {
        self.0.cred_id().as_ref()
    }
}

impl fmt::Debug for Passkey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passkey(…)")
    }
}

impl fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Passkeys").field(&self.0.get_allowed_origins()).finish()
    }
}

impl fmt::Debug for Registration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Registration(…)")
    }
}

impl fmt::Debug for PasskeyLogIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasskeyLogIn(…)")
    }
}

impl fmt::Debug for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Shown(…)")
    }
}

/// What an authenticator calls a person: the random digits of the opaque id, which say nothing about anybody.
fn handle(person: &EntityId) -> Result<Uuid> {
    Uuid::try_parse(person.slug()).map_err(|_| IdentityError::Unreadable { what: "person" })
}

fn json(options: &impl serde::Serialize) -> Result<Value> {
    serde_json::to_value(options).map_err(|_| IdentityError::Unreadable { what: "options" })
}

fn read<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T> {
    serde_json::from_str(answer).map_err(|error| IdentityError::BadPasskey {
        why: format!("no answer of a passkey: {error}"),
    })
}

/// For `map_err`.
#[expect(clippy::needless_pass_by_value, reason = "`map_err` gives it by value")]
fn bad(error: WebauthnError) -> IdentityError {
    IdentityError::BadPasskey { why: error.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERSON: &str = "person/0123456789abcdef0123456789abcdef";

    #[test]
    fn an_address_without_a_host_name_can_have_no_passkeys() {
        assert!(Passkeys::new("https://arvak.nordvik.example", "Nordvik").is_ok());
        assert!(Passkeys::new("http://localhost:8080", "Nordvik").is_ok());
        for origin in ["http://127.0.0.1:8080", "https://[::1]", "nordvik", ""] {
            let error = Passkeys::new(origin, "Nordvik").unwrap_err();
            assert_eq!(error.code(), "identity.no_passkeys_here", "{origin}");
        }
    }

    #[test]
    fn a_passkey_must_be_found_without_a_name_and_verify_its_user() {
        let passkeys = Passkeys::new("https://arvak.nordvik.example", "Nordvik").unwrap();
        let person = PERSON.parse().unwrap();
        let (options, _) = passkeys.start_registration(&person, "kari", "Kari", &[]).unwrap();
        let wish = &options["publicKey"]["authenticatorSelection"];
        assert_eq!(wish["residentKey"], "required");
        assert_eq!(wish["requireResidentKey"], true);
        assert_eq!(wish["userVerification"], "required");
        assert_eq!(options["publicKey"]["rp"]["id"], "arvak.nordvik.example");
        let (options, _) = passkeys.start_log_in().unwrap();
        assert_eq!(options["publicKey"]["userVerification"], "required");
        assert_eq!(options["publicKey"]["allowCredentials"], Value::from(Vec::<Value>::new()));
        assert_eq!(options.get("mediation"), None);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let passkeys = Passkeys::new("https://arvak.nordvik.example", "Nordvik").unwrap();
        for text in ["", "{}", "[]", "null"] {
            assert_eq!(
                passkeys.read(text).err().map(|error| error.code()),
                Some("identity.bad_passkey")
            );
        }
    }
}
