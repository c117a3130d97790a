//! Google Workspace: each verdict, and that the assertion is one that Google would take.

use arvak_core::{Basis, Outcome};
use arvak_probe::{CheckOutcome, Judgement, Probe, Roots};
use arvak_tenants::{GooglePolicy, Tenant, parse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaKeyPair, UnparsedPublicKey};
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::rand_core::{CryptoRng, Error, RngCore};
use serde_json::{Value, json};

use crate::stand_in::{StandIn, World, as_if_at, service};

const USERS: &str = "/admin/directory/v1/users";
const HOST: &str = "admin.googleapis.com";

/// The system's chance, for the library that makes the key.
struct Chance;

impl RngCore for Chance {
    fn next_u32(&mut self) -> u32 {
        getrandom::u32().unwrap()
    }

    fn next_u64(&mut self) -> u64 {
        getrandom::u64().unwrap()
    }

    fn fill_bytes(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).unwrap();
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.fill_bytes(bytes);
        Ok(())
    }
}

impl CryptoRng for Chance {}

fn account(enforced: bool, enrolled: bool, more: &Value) -> Value {
    let mut one = json!({ "id": "100", "primaryEmail": "kari@nordvik.example", "isEnforcedIn2Sv": enforced,
        "isEnrolledIn2Sv": enrolled, "suspended": false, "archived": false, "isAdmin": false });
    for (name, value) in more.as_object().unwrap() {
        one[name] = value.clone();
    }
    one
}

struct Asked {
    stand_in: StandIn,
    transcript: Vec<u8>,
    judgement: Judgement,
    key: RsaKeyPair,
}

async fn asked(accounts: Vec<Value>, more: &str, refused: Option<u16>) -> Asked {
    let made = rsa::RsaPrivateKey::new(&mut Chance, 2048).unwrap();
    let pem = made.to_pkcs8_pem(LineEnding::LF).unwrap().to_string();
    let der = made.to_pkcs8_der().unwrap();
    let key = RsaKeyPair::from_pkcs8(der.as_bytes()).unwrap();
    let mut world = World { page: 2, ..World::default() };
    world.lists.insert(USERS.to_owned(), accounts);
    if let Some(status) = refused {
        world.refused.insert(USERS.to_owned(), (status, String::new()));
    }
    let stand_in = StandIn::open(world).await;
    let file = json!({ "type": "service_account", "private_key_id": "k1", "private_key": pem,
        "client_email": "arvak@nordvik.iam.gserviceaccount.com" });
    let written = format!(
        r#"{{"kind":"google","admin":"it@nordvik.example","key":{file},"api":"http://{}"{more}}}"#,
        stand_in.at
    );
    let Tenant::Google(tenant) = parse(written.as_bytes()).unwrap() else { panic!("not Google") };
    let probe = GooglePolicy::new([(service(), tenant)].into(), Roots::Native);
    let transcript = stand_in.observe(&probe).await;
    let judgement = as_if_at(HOST, &probe, &transcript);
    Asked { stand_in, transcript, judgement, key }
}

fn said(judgement: &Judgement) -> (Outcome, &str) {
    let [verdict] = judgement.verdicts.as_slice() else { panic!("{judgement:?}") };
    assert_eq!((verdict.kind.as_str(), verdict.basis), ("mfa.enforced", Basis::Configuration));
    (verdict.result, verdict.code.as_ref().map_or("", |code| code.as_str()))
}

#[tokio::test]
async fn the_assertion_is_signed_as_the_documentation_has_it_and_nothing_of_anybody_is_asked_for() {
    let asked = asked(vec![account(true, true, &json!({}))], "", None).await;
    let token = &asked.stand_in.asked("/token")[0];
    let form: std::collections::BTreeMap<String, String> =
        url::form_urlencoded::parse(token.body.as_bytes()).into_owned().collect();
    assert_eq!(form["grant_type"], "urn:ietf:params:oauth:grant-type:jwt-bearer");
    let (signed, signature) = form["assertion"].rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let public = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, asked.key.public().as_ref());
    public.verify(signed.as_bytes(), &signature).unwrap();
    let part = |part: &str| -> Value {
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
    };
    let (header, claims) = signed.split_once('.').unwrap();
    assert_eq!(part(header), json!({ "alg": "RS256", "typ": "JWT", "kid": "k1" }));
    let claims = part(claims);
    assert_eq!(claims["sub"], "it@nordvik.example");
    assert_eq!(claims["scope"], "https://www.googleapis.com/auth/admin.directory.user.readonly");
    assert_eq!(claims["aud"], format!("http://{}/token", asked.stand_in.at));
    let fields = &asked.stand_in.asked(USERS)[0].query["fields"];
    assert!(!fields.contains("primaryEmail") && !fields.contains("(id"), "{fields}");
}

#[tokio::test]
async fn what_is_demanded_of_every_account_in_use_supports() {
    let out = account(false, false, &json!({ "suspended": true }));
    let all = vec![account(true, true, &json!({})), account(true, false, &json!({})), out];
    let asked = asked(all, "", None).await;
    assert_eq!(said(&asked.judgement), (Outcome::Supports, ""));
    let seen: Vec<_> =
        asked.judgement.checks.iter().map(|one| (one.result, one.seen.as_str())).collect();
    assert_eq!(
        seen,
        [
            (
                CheckOutcome::Pass,
                "enforced 2/2 · without 0 · admins_without 0 · emergency_without 0"
            ),
            (CheckOutcome::Notice, "registered 1/2"),
        ]
    );
    let text = String::from_utf8(asked.transcript).unwrap();
    assert!(!text.contains("kari") && !text.contains("it@nordvik"), "{text}");
}

#[tokio::test]
async fn one_account_without_it_refutes_although_it_has_registered() {
    let registered = account(false, true, &json!({ "isAdmin": true, "id": "7" }));
    let all =
        vec![account(true, true, &json!({})), registered.clone(), account(true, true, &json!({}))];
    let open = asked(all.clone(), "", None).await;
    assert_eq!(said(&open.judgement), (Outcome::Refutes, "mfa.policy_gap"));
    assert!(open.judgement.checks[0].seen.contains("admins_without 1"));
    // The same account, kept for emergencies.
    let named = asked(all, r#","emergency_accounts":["7"]"#, None).await;
    assert_eq!(said(&named.judgement), (Outcome::Supports, ""));
}

#[tokio::test]
async fn what_is_not_answered_is_not_told() {
    let refused = asked(Vec::new(), "", Some(403)).await;
    assert_eq!(said(&refused.judgement), (Outcome::Inconclusive, "tenant.no_permission"));
    assert!(refused.judgement.checks[0].seen.ends_with("admin.directory.user.readonly"));
    let nobody = asked(Vec::new(), "", None).await;
    assert_eq!(said(&nobody.judgement), (Outcome::Inconclusive, "tenant.nobody"));
    let stand_in = GooglePolicy::judge_alone().judge(&nobody.transcript).unwrap();
    assert_eq!(said(&stand_in), (Outcome::Inconclusive, "tenant.stand_in"));
}
