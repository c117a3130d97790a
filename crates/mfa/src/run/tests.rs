//! The order of a trial, its stops, and what never gets into a transcript.

use std::sync::Arc;

use arvak_probe::{ManualClock, Net, NetBuilder, Transcript};

use super::*;
use crate::{Judged, Verdict, Way, judge, parse, read};

const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn service() -> Service {
    let file = format!(
        r#"{{"services":[{{"id":"portal","kind":"imap","address":"127.0.0.1:1","canary":{{"user":"kanari","password":"Vinter-2026","totp_seed":"{SEED}"}}}}]}}"#
    );
    parse(file.as_bytes()).unwrap().remove(0)
}

/// A service in memory: what it answers to each arm, and what it was sent.
#[derive(Default)]
struct Stub {
    before: Option<Seen>,
    answers: BTreeMap<Arm, Seen>,
    sent: Vec<String>,
}

impl Kind for Stub {
    fn before<'t>(&'t mut self, _: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Option<Seen>> {
        let before = self.before;
        Box::pin(async move { before })
    }

    fn attempt<'t>(&'t mut self, arm: Arm, trial: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Attempt> {
        Box::pin(async move {
            let (password, code) = (trial.password(arm), trial.code(arm).await.unwrap());
            let text = format!("{arm} {} {}", password.reveal(), code.reveal());
            trial.event(Event::Exchange { sent: text.clone(), lines: vec![text.clone()] });
            trial.event(Event::Note { code: "said".to_owned(), detail: text.clone() });
            self.sent.push(text);
            let end = self.answers.get(&arm).copied().unwrap_or(Seen::Refused);
            let after = (arm != Arm::WrongPassword).then_some(Seen::SecondFactorAsked);
            Attempt {
                after_password: after.or(Some(end)),
                end,
                with_right_code: false,
                detail: password.reveal().to_owned(),
            }
        })
    }

    fn ways<'t>(&'t mut self, _: &'t mut Trial<'_, '_>) -> BoxFuture<'t, Vec<Way>> {
        self.sent.push("ways".to_owned());
        Box::pin(async { Vec::new() })
    }
}

fn net(clock: &Arc<ManualClock>) -> Net {
    NetBuilder::default().build(Arc::<ManualClock>::clone(clock))
}

async fn tried(stub: &mut Stub, permits: &dyn Permits) -> (Judged, String) {
    let clock = Arc::new(ManualClock::new(Instant::from_millis(1_800_000_000_000)));
    let (net, vantage) = (net(&clock), "inside".parse().unwrap());
    let context = Context { net: &net, clock: &*clock, vantage: &vantage };
    let host = "127.0.0.1".parse().unwrap();
    let codes = Codes::default();
    let seen = try_service(&service(), stub, &host, &context, &codes, permits).await.unwrap();
    let transcript = Transcript::of_probe(&seen.transcript, PERMITS).unwrap();
    (judge(&read(&transcript)), String::from_utf8(seen.transcript).unwrap())
}

#[tokio::test]
async fn the_arms_come_in_order_and_the_other_ways_after_them() {
    let mut stub = Stub { answers: [(Arm::Right, Seen::Session)].into(), ..Stub::default() };
    let (judged, _) = tried(&mut stub, &Once::default()).await;
    assert_eq!(judged.verdict, Verdict::Proven, "{judged:?}");
    let first: Vec<_> = stub.sent.iter().map(|sent| sent.split(' ').next().unwrap()).collect();
    assert_eq!(first, ["wrong-password", "wrong-code", "right", "ways"]);
}

#[tokio::test]
async fn a_locked_account_is_left_alone() {
    let mut stub = Stub { answers: [(Arm::WrongPassword, Seen::Locked)].into(), ..Stub::default() };
    let (judged, _) = tried(&mut stub, &Once::default()).await;
    assert_eq!((judged.verdict, judged.reason.as_str()), (Verdict::Unknown, "locked"));
    assert_eq!(stub.sent.len(), 1);
}

#[tokio::test]
async fn a_service_that_cannot_be_reached_is_sent_no_secret() {
    let mut stub = Stub { before: Some(Seen::Certificate), ..Stub::default() };
    let (judged, _) = tried(&mut stub, &Once::default()).await;
    assert_eq!((judged.verdict, judged.reason.as_str()), (Verdict::Unknown, "certificate"));
    assert!(stub.sent.is_empty());
}

#[tokio::test]
async fn the_second_trial_of_a_day_sends_no_wrong_password() {
    let permits = Once::default();
    for (most, verdict) in [(1, Verdict::Proven), (0, Verdict::Unknown)] {
        let mut stub = Stub { answers: [(Arm::Right, Seen::Session)].into(), ..Stub::default() };
        let (judged, _) = tried(&mut stub, &permits).await;
        assert_eq!(judged.verdict, verdict);
        let wrong = stub.sent.iter().filter(|sent| sent.starts_with("wrong-password")).count();
        assert_eq!(wrong, most);
    }
    // A session on one factor is found without one.
    let mut stub = Stub { answers: [(Arm::WrongCode, Seen::Session)].into(), ..Stub::default() };
    assert_eq!(tried(&mut stub, &permits).await.0.verdict, Verdict::Refuted);
}

#[tokio::test]
async fn no_secret_gets_into_the_transcript() {
    let mut stub = Stub { answers: [(Arm::Right, Seen::Session)].into(), ..Stub::default() };
    let (_, transcript) = tried(&mut stub, &Once::default()).await;
    let sent: Vec<_> = stub.sent.iter().flat_map(|sent| sent.split(' ').skip(1)).collect();
    assert_eq!(sent.len(), 6);
    for secret in sent.into_iter().chain([SEED]) {
        assert!(!transcript.contains(secret), "{secret} in {transcript}");
    }
}
