//! A real SAML provider (npm's samlp), as it should be and in the ways in which it can go wrong.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use arvak_mfa::{Found, Once, Run, Verdict};
use arvak_probe::SystemClock;

use crate::house::{PASSWORD, SEED, try_written, written};

/// A program of `tests/saml` that prints its address.
pub(crate) struct Started {
    program: Child,
    pub(crate) address: String,
}

impl Drop for Started {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Started {
    pub(crate) fn new(arguments: &[&str]) -> Option<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/saml");
        if !folder.join("node_modules/samlp").exists() {
            println!("SKIPPED: npm's samlp and node-saml are not here; nobody logged in by SAML");
            return None;
        }
        let mut command = Command::new("node");
        command.current_dir(&folder).arg("--no-deprecation").args(arguments);
        let started =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut program) = started else {
            println!("SKIPPED: node is not here; nobody logged in by SAML");
            return None;
        };
        let mut address = String::new();
        BufReader::new(program.stdout.as_mut().unwrap()).read_line(&mut address).unwrap();
        if address.is_empty() {
            let mut said = String::new();
            program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("{arguments:?} did not start: {said}");
        }
        Some(Self { program, address: address.trim().to_owned() })
    }
}

pub(crate) fn run() -> Run {
    Run {
        clock: Arc::new(SystemClock),
        vantage: "inside".parse().unwrap(),
        permits: Arc::new(Once::default()),
    }
}

async fn trial(mode: &str, layout: &str) -> Option<Found> {
    let arguments = ["provider.mjs", mode].into_iter().chain(layout.split(' '));
    let provider = Started::new(&arguments.collect::<Vec<_>>())?;
    let at = &provider.address;
    let initiated = if mode == "idp-initiated" {
        format!(r#","idp_initiated":"{at}/portal""#)
    } else {
        String::new()
    };
    let params = format!(
        r#"{{"metadata":"{at}/metadata","entity_id":"urn:arvak:prober","acs":"http://127.0.0.1:9/acs","required_class":["https://refeds.org/profile/mfa"]{initiated}}}"#
    );
    let found = try_written(&[written(mode, "saml", at, &params)], &run()).await.remove(0);
    let transcript = String::from_utf8(found.observation.clone().unwrap().transcript).unwrap();
    for secret in [PASSWORD, SEED, "PHNhbWxwOlJlc3BvbnNl"] {
        assert!(!transcript.contains(secret), "{mode}: {secret} in {transcript}");
    }
    Some(found)
}

async fn hold(mode: &str, layout: &str, verdict: Verdict, reason: &str) {
    let Some(found) = trial(mode, layout).await else { return };
    let told = (found.judged.verdict, found.judged.reason.as_str());
    assert_eq!(told, (verdict, reason), "{mode} {layout}: {:?} {:?}", found.arms, found.ways);
}

#[tokio::test]
async fn in_each_layout_what_enforces_is_proven_and_what_does_not_is_refuted() {
    for layout in ["two", "one", "name"] {
        hold("enforces", layout, Verdict::Proven, "three-arms-behaved").await;
        hold("any-code", layout, Verdict::Refuted, "any-code-opens").await;
    }
}

#[tokio::test]
async fn a_class_that_is_stamped_on_every_assertion_is_refuted() {
    hold("constant-class", "two", Verdict::Refuted, "password-alone-opens").await;
    hold("constant-class", "name", Verdict::Refuted, "password-alone-opens").await;
    // The code stands beside the password and is not looked at: the arm with the wrong one gets in.
    hold("constant-class", "one", Verdict::Refuted, "any-code-opens").await;
}

#[tokio::test]
async fn a_provider_that_demands_a_code_only_when_asked_is_refuted() {
    hold("only-when-asked", "two", Verdict::Refuted, "bypass-without-class").await;
}

#[tokio::test]
async fn a_provider_that_asks_for_less_when_less_is_asked_for_is_refuted() {
    hold("lower-class", "one", Verdict::Refuted, "bypass-lower-class").await;
}

#[tokio::test]
async fn a_log_in_that_nobody_asked_for_and_that_demands_less_is_refuted() {
    hold("idp-initiated", "two", Verdict::Refuted, "bypass-idp-initiated").await;
}

#[tokio::test]
async fn a_device_that_a_provider_remembers_is_refuted() {
    hold("remembers", "two", Verdict::Refuted, "bypass-remembered-device").await;
    hold("remembers-unforced", "two", Verdict::Refuted, "bypass-remembered-unforced").await;
}

#[tokio::test]
async fn an_assertion_that_does_not_show_the_second_factor_is_unknown() {
    hold("shows-nothing", "two", Verdict::Unknown, "factor-not-shown").await;
    hold("entra-without", "two", Verdict::Unknown, "factor-not-shown").await;
}

#[tokio::test]
async fn several_methods_in_the_signed_claim_show_the_second_factor() {
    hold("entra", "two", Verdict::Proven, "three-arms-behaved").await;
}

#[tokio::test]
async fn a_response_that_is_signed_as_well_is_read() {
    hold("signs-both", "two", Verdict::Proven, "three-arms-behaved").await;
}

#[tokio::test]
async fn what_cannot_be_read_or_is_not_signed_as_it_must_be_is_unknown() {
    hold("encrypts", "two", Verdict::Unknown, "encrypted-assertion").await;
    hold("sha1", "two", Verdict::Unknown, "bad-token").await;
    hold("another-key", "two", Verdict::Unknown, "bad-token").await;
}

#[tokio::test]
async fn a_provider_whose_pages_need_scripts_is_followed_with_chromium() {
    if !std::path::Path::new("/usr/bin/chromium").exists() {
        println!("SKIPPED: no Chromium; nobody logged in at a provider whose pages need scripts");
        return;
    }
    for (mode, layout, verdict, reason) in [
        ("enforces", "two scripts", Verdict::Proven, "three-arms-behaved"),
        ("enforces", "name scripts", Verdict::Proven, "three-arms-behaved"),
        ("any-code", "two scripts", Verdict::Refuted, "any-code-opens"),
        ("constant-class", "two scripts", Verdict::Refuted, "password-alone-opens"),
        ("only-when-asked", "two scripts", Verdict::Refuted, "bypass-without-class"),
        ("remembers", "two scripts", Verdict::Refuted, "bypass-remembered-device"),
    ] {
        hold(mode, layout, verdict, reason).await;
    }
}
