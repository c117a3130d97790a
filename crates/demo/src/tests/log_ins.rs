//! The canaries log in, each by the real probe, and find what is there.

use std::sync::Arc;

use arvak_mfa::{Found, LogIn, NAME, Once, parse_target};
use arvak_probe::{Clock, Context, ManualClock, Probe as _};

use super::probing::{net, state};
use super::{day, world};

#[tokio::test]
async fn each_canary_finds_what_its_service_does_and_no_second_code_is_waited_for() {
    let (world, state) = (world().await, state());
    world.set_time(day(80));
    let folder = tempfile::tempdir().unwrap();
    let key = folder.path().join("key");
    #[expect(clippy::disallowed_methods, reason = "a key for a moment")]
    std::fs::write(&key, world.canary_key().unwrap()).unwrap();
    let clock = Arc::new(ManualClock::new(day(80)));
    let net = net(&world, &clock);
    let canaries = world.canaries(&key.display().to_string());
    let services = canaries.iter().map(|canary| {
        let id: arvak_core::EntityId = canary.service.parse().unwrap();
        let service = parse_target(id.slug(), canary.target.as_bytes()).unwrap();
        (id, service)
    });
    let probe = LogIn::new(services.collect(), Arc::new(Once::default()));
    let checks = probe.plan(&state);
    assert_eq!(checks.len(), canaries.len(), "each stands in a service that is listed");
    let vantage = "outside".parse().unwrap();
    let mut found = Vec::new();
    for check in &checks {
        let context = Context { net: &net, clock: &*clock, vantage: &vantage };
        let seen = probe.observe(check, &context).await.unwrap();
        let transcript = String::from_utf8(seen.transcript.clone()).unwrap();
        let judged = Found::of(check.subject.slug(), NAME, &seen).unwrap().judged;
        found.push((check.subject.slug().to_owned(), judged.verdict.name(), judged.reason));
        for canary in &canaries {
            let target: serde_json::Value = serde_json::from_str(&canary.target).unwrap();
            for secret in ["password", "totp_seed"] {
                let secret = target["canary"][secret].as_str().unwrap();
                assert!(!transcript.contains(secret), "{}", canary.service);
            }
        }
    }
    found.sort();
    let found: Vec<_> = found.iter().map(|(id, v, why)| (id.as_str(), *v, why.as_str())).collect();
    assert_eq!(
        found,
        [
            ("epost", "refuted", "bypass-imap"),
            ("filutveksling", "proven", "three-arms-behaved"),
            ("fjerntilgang", "refuted", "any-code-opens"),
            ("kundeportal", "proven", "three-arms-behaved"),
        ]
    );
    // The day begins with a step; the door's own pace takes some seconds, and the next code would take what is left of 30.
    let waited = clock.now().since(day(80));
    assert!(waited < arvak_core::Span::from_millis(30_000), "somebody waited for the next code");
}
