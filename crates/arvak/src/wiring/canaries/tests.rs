//! Thirty days of trials by two workers, one of them killed now and then, against a server that breaks off now and then and
//! writes down every password that it was sent.

mod portal;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use arvak_core::fact::{Attribute, Entity};
use arvak_core::{
    Actor, Basis, Class, Digest, EntryId, Envelope, Fact, Instant, Outcome, Span, State,
    fact::Value,
};
use arvak_probe::schedule::{Asked, Settings};
use arvak_probe::{
    BoxFuture, Clock, ManualClock, NetBuilder, PortError, Schedule, Scope, Sink, Stop,
};

use self::portal::{PASSWORD, Portal, SEED, USER};
use super::*;

/// What was recorded, by result.
#[derive(Default)]
struct Counted([AtomicUsize; 3]);

impl Counted {
    fn of(&self, result: Outcome) -> usize {
        self.0[result as usize].load(Ordering::SeqCst)
    }
}

impl Sink for Counted {
    fn take<'a>(&'a self, finished: &'a Finished) -> BoxFuture<'a, Result<(), PortError>> {
        for verdict in &finished.judgement.verdicts {
            self.0[verdict.result as usize].fetch_add(1, Ordering::SeqCst);
        }
        let text = String::from_utf8_lossy(&finished.observation.transcript).into_owned();
        assert!(!text.contains(PASSWORD) && !text.contains(SEED), "no secret in a transcript");
        Box::pin(async { Ok(()) })
    }
}

fn state() -> State {
    let attributes = [("internet_facing", Value::Bool(true))].map(|(name, value)| {
        (name.parse().unwrap(), Attribute { value, basis: Basis::Statement, class: None })
    });
    let id = "service/portal".parse().unwrap();
    let entity = Entity { id, attributes: attributes.into(), relations: Vec::new() };
    let envelope = Envelope {
        received_at: Instant::from_millis(1),
        v: 1,
        key: Digest::of(b"portal"),
        actor: Actor::Role("role/ict_lead".parse().unwrap()),
        class: Class::Internal,
        body: None,
        blobs: Vec::new(),
        fact: Fact::Entity(entity),
    };
    let mut state = State::new();
    state.apply(EntryId(0), &envelope).unwrap();
    state
}

fn target(portal: &Portal) -> String {
    let at = format!("http://{}", portal.at);
    format!(
        r#"{{"kind":"http-form","address":"{at}","params":{{"login":"{at}/inn","layout":"twopage","protected":["{at}/min"],"session_mark":"Hei, Kanari","code_mark":"engangskode","refused_mark":"Feil"}},"canary":{{"user":"{USER}","password":"{PASSWORD}","totp_seed":"{SEED}"}}}}"#
    )
}

/// A worker with a database connection of its own, as another process has it.
async fn worker(file: &Path, portal: &Portal, clock: &Arc<ManualClock>, name: &str) -> Schedule {
    let operation = Arc::new(Operation::open(file).await.unwrap());
    let service = parse_target("portal", target(portal).as_bytes()).unwrap();
    let canaries = [("service/portal".parse().unwrap(), service)].into();
    let permits: Arc<dyn Permits> = operation.clone();
    let probe: Arc<dyn Probe> = Arc::new(LogIn::new(canaries, permits));
    let scope = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..Scope::default() };
    let net = NetBuilder { scope, ..NetBuilder::default() };
    Schedule {
        probes: [probe].into(),
        net: net.build(Arc::<ManualClock>::clone(clock)),
        clock: Arc::<ManualClock>::clone(clock),
        queue: operation.clone(),
        permits: operation,
        vantage: "outside".parse().unwrap(),
        settings: Settings { worker: name.to_owned(), ..Settings::default() },
        stop: Stop::default(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn in_thirty_days_no_day_sees_two_wrong_passwords_and_nobody_else_is_tried() {
    let clock = Arc::new(ManualClock::new(Instant::from_millis(1_800_000_000_000)));
    let portal = Portal::open(&clock).await;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("operation.db");
    let (state, catalogue) = (state(), arvak_core::Catalogue::default());
    let counted = Arc::new(Counted::default());
    for day in 0..30 {
        // Later each day, so that the leave of the day before has run out.
        clock.set(Instant::from_millis(1_800_000_000_000 + day * (86_400_000 + 600_000)));
        portal.breaks_off(day % 7 == 3);
        if day % 5 == 2 {
            let (doomed, sink) = (worker(&file, &portal, &clock, "doomed").await, counted.clone());
            let (state, catalogue) = (state.clone(), catalogue.clone());
            let seen = portal.wrong_passwords().len();
            let run = tokio::spawn(async move {
                let _ = doomed.run_due(&state, &catalogue, &Asked::All, &*sink, None).await;
            });
            while portal.wrong_passwords().len() == seen && !run.is_finished() {
                tokio::task::yield_now().await;
            }
            run.abort();
            let _ = run.await;
            clock.advance(Span::from_millis(180_000));
        }
        for _ in 0..2 {
            let one = worker(&file, &portal, &clock, "one").await;
            let two = worker(&file, &portal, &clock, "two").await;
            let (one, two) = tokio::join!(
                one.run_due(&state, &catalogue, &Asked::All, &*counted, None),
                two.run_due(&state, &catalogue, &Asked::All, &*counted, None),
            );
            one.unwrap();
            two.unwrap();
            portal.breaks_off(false);
            clock.advance(Span::from_millis(1_800_000));
        }
    }
    let wrong = portal.wrong_passwords();
    let mut days: Vec<i64> = wrong.iter().map(|at| at.as_millis() / 86_400_000).collect();
    let sent = days.len();
    days.dedup();
    assert_eq!(days.len(), sent, "two on one day: {wrong:?}");
    for pair in wrong.windows(2) {
        assert!(pair[1].since(pair[0]) >= Span::from_days(1), "{pair:?}");
    }
    assert_eq!(sent, 30, "each day has its one");
    assert_eq!(portal.users(), [USER], "nobody but the canary");
    let (supports, inconclusive) =
        (counted.of(Outcome::Supports), counted.of(Outcome::Inconclusive));
    assert_eq!(counted.of(Outcome::Refutes), 0);
    assert!(supports >= 15 && inconclusive >= 30, "{supports} {inconclusive}");
    let _ = clock.now();
}
