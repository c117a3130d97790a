//! A real OpenID provider (npm's oidc-provider), as it should be and in the ways in which it can go wrong.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use arvak_mfa::{Found, Once, Run, Verdict};
use arvak_probe::SystemClock;

use crate::house::{PASSWORD, SEED, try_written, written};

struct Provider {
    program: Child,
    issuer: String,
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Provider {
    fn start(mode: &str, pages: &str) -> Option<Self> {
        let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/openid");
        if !folder.join("node_modules/oidc-provider").exists() {
            println!(
                "SKIPPED: npm's oidc-provider is not here; no canary logged in at a real provider"
            );
            return None;
        }
        let mut command = Command::new("node");
        command.current_dir(&folder).args(["two-factor.mjs", mode, pages]);
        let started =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
        let Ok(mut program) = started else {
            println!("SKIPPED: node is not here; no canary logged in at a real provider");
            return None;
        };
        let mut issuer = String::new();
        BufReader::new(program.stdout.as_mut().unwrap()).read_line(&mut issuer).unwrap();
        if issuer.is_empty() {
            let mut said = String::new();
            program.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("the provider did not start: {said}");
        }
        Some(Self { program, issuer: issuer.trim().to_owned() })
    }
}

async fn trial(mode: &str, pages: &str, besides: &str) -> Option<Found> {
    let provider = Provider::start(mode, pages)?;
    let issuer = &provider.issuer;
    let params = format!(
        r#"{{"issuer":"{issuer}","client_id":"prober","client_secret":"not a real secret","redirect_uri":"http://127.0.0.1:9/back","required_acr":["idporten-loa-high"],"fields":{{"user":"user","password":"pass","code":["otp"]}}{besides}}}"#
    );
    let run = Run {
        clock: Arc::new(SystemClock),
        vantage: "inside".parse().unwrap(),
        permits: Arc::new(Once::default()),
    };
    let found = try_written(&[written(mode, "oidc", issuer, &params)], &run).await.remove(0);
    let transcript = String::from_utf8(found.observation.clone().unwrap().transcript).unwrap();
    for secret in [PASSWORD, SEED, "not a real secret"] {
        assert!(!transcript.contains(secret), "{mode}: {secret} in {transcript}");
    }
    // A token in three parts; the same letters may stand in what is drawn by chance.
    let of_token = |sign: char| sign.is_ascii_alphanumeric() || "-_.".contains(sign);
    let mut words = transcript.split(|sign| !of_token(sign));
    let is_token = |word: &str| word.contains("eyJ") && word.matches('.').count() >= 2;
    assert!(!words.any(is_token), "{mode}: a token in {transcript}");
    Some(found)
}

async fn hold(mode: &str, verdict: Verdict, reason: &str) {
    hold_with(mode, "", "", (verdict, reason)).await;
}

async fn hold_with(mode: &str, pages: &str, besides: &str, end: (Verdict, &str)) {
    let Some(found) = trial(mode, pages, besides).await else { return };
    let told = (found.judged.verdict, found.judged.reason.as_str());
    assert_eq!(told, end, "{mode}: {:?} {:?}", found.arms, found.ways);
}

#[tokio::test]
async fn a_provider_that_demands_and_shows_two_factors_is_proven() {
    hold("enforces", Verdict::Proven, "three-arms-behaved").await;
}

#[tokio::test]
async fn a_class_that_is_stamped_on_every_token_is_refuted() {
    hold("constant-acr", Verdict::Refuted, "password-alone-opens").await;
}

#[tokio::test]
async fn a_code_that_is_not_looked_at_is_refuted() {
    hold("any-code", Verdict::Refuted, "any-code-opens").await;
}

#[tokio::test]
async fn a_provider_that_demands_a_code_only_when_asked_is_refuted() {
    hold("only-when-asked", Verdict::Refuted, "bypass-without-acr").await;
}

#[tokio::test]
async fn a_provider_that_asks_for_less_when_less_is_asked_for_is_refuted() {
    hold("lower-acr", Verdict::Refuted, "bypass-lower-acr").await;
}

#[tokio::test]
async fn a_device_that_a_provider_remembers_is_refuted() {
    hold("remembers", Verdict::Refuted, "bypass-remembered-device").await;
}

#[tokio::test]
async fn a_token_that_does_not_show_the_second_factor_is_unknown() {
    hold("shows-nothing", Verdict::Unknown, "factor-not-shown").await;
}

/// Whether there is a browser that runs scripts.
fn no_chromium() -> bool {
    let is_missing = !std::path::Path::new("/usr/bin/chromium").exists();
    if is_missing {
        println!("SKIPPED: no Chromium; nobody logged in at a provider whose pages need scripts");
    }
    is_missing
}

#[tokio::test]
async fn a_provider_whose_pages_need_scripts_is_followed_with_chromium() {
    if no_chromium() {
        return;
    }
    // Found out by the pages, or said.
    hold_with("enforces", "scripts", "", (Verdict::Proven, "three-arms-behaved")).await;
    let said = r#","browser":true"#;
    hold_with("enforces", "scripts", said, (Verdict::Proven, "three-arms-behaved")).await;
}

#[tokio::test]
async fn what_a_provider_lets_through_is_found_with_chromium_too() {
    if no_chromium() {
        return;
    }
    for (mode, reason) in [
        ("constant-acr", "password-alone-opens"),
        ("any-code", "any-code-opens"),
        ("only-when-asked", "bypass-without-acr"),
        ("lower-acr", "bypass-lower-acr"),
        ("remembers", "bypass-remembered-device"),
    ] {
        hold_with(mode, "scripts", "", (Verdict::Refuted, reason)).await;
    }
    hold_with("shows-nothing", "scripts", "", (Verdict::Unknown, "factor-not-shown")).await;
}
