//! What is planned, and what a transcript becomes as evidence.

use arvak_core::fact::{Attribute, Entity};
use arvak_core::{Actor, Class, Digest, EntryId, Envelope, Fact};
use arvak_probe::transcript::LogInSeen;
use arvak_probe::{Clock, ManualClock, Net, NetBuilder};

use super::*;
use crate::parse_target;

const TARGET: &str = r#"{"kind":"imap","address":"post.nordvik.example:993","canary":{"user":"kanari","password":"Vinter-2026"}}"#;

fn state(attributes: &[(&str, Value)]) -> State {
    let mut state = State::new();
    let attributes = attributes.iter().map(|(name, value)| {
        let (basis, class) = (Basis::Statement, None);
        let attribute = Attribute { value: value.clone(), basis, class };
        (name.parse().unwrap(), attribute)
    });
    let id: EntityId = "service/post".parse().unwrap();
    let entity = Entity { id, attributes: attributes.collect(), relations: Vec::new() };
    let envelope = Envelope {
        received_at: Instant::from_millis(1),
        v: 1,
        key: Digest::of(b"post"),
        actor: Actor::Role("role/ict_lead".parse().unwrap()),
        class: Class::Internal,
        body: None,
        blobs: Vec::new(),
        fact: Fact::Entity(entity),
    };
    state.apply(EntryId(0), &envelope).unwrap();
    state
}

fn probe(target: &str) -> LogIn {
    let id: EntityId = "service/post".parse().unwrap();
    let service = parse_target("post", target.as_bytes()).unwrap();
    LogIn::new([(id, service)].into(), Arc::new(Nobody))
}

fn word(text: &str) -> Value {
    Value::Word(text.parse().unwrap())
}

#[test]
fn a_service_that_meets_the_internet_has_a_log_in_and_a_canary_is_planned() {
    let facing = ("internet_facing", Value::Bool(true));
    let plan = probe(TARGET).plan(&state(&[facing.clone(), ("login", word("form"))]));
    let [check] = plan.as_slice() else { panic!("{plan:?}") };
    assert_eq!((check.subject.as_str(), check.look), ("service/post", Look::Proved));
    assert_eq!(check.host.as_str(), "post.nordvik.example");
    assert_eq!(
        probe(TARGET).plan(&state(std::slice::from_ref(&facing))).len(),
        1,
        "its canary shows a log-in"
    );
    for attributes in [
        vec![("internet_facing", Value::Bool(false)), ("login", word("form"))],
        vec![facing.clone(), ("login", word("none"))],
        vec![("login", word("form"))],
    ] {
        assert_eq!(probe(TARGET).plan(&state(&attributes)), [], "{attributes:?}");
    }
    assert_eq!(LogIn::judge_alone().plan(&state(&[facing])), []);
}

#[test]
fn a_trial_in_a_browser_is_given_longer_and_ends_by_itself_before_that() {
    const FORM: &str = r#"{"kind":"http-form","address":"post.nordvik.example:443","params":{"browser":true},"canary":{"user":"kanari","password":"Vinter-2026"}}"#;
    let form = parse_target("post", FORM.as_bytes()).unwrap();
    assert!(probe(FORM).longest().unwrap() > longest(&form));
    assert!(probe(FORM).longest() > probe(TARGET).longest());
    assert_eq!(LogIn::judge_alone().longest(), None);
}

fn judged(events: &[(&str, Option<&str>, &str)]) -> Judgement {
    let clock: Arc<ManualClock> = Arc::new(ManualClock::new(Instant::from_millis(1_000)));
    let net: Net = NetBuilder::default().build(Arc::<ManualClock>::clone(&clock));
    let vantage = "outside".parse().unwrap();
    let context = Context { net: &net, clock: &*clock as &dyn Clock, vantage: &vantage };
    let facing = state(&[("internet_facing", Value::Bool(true))]);
    let check = probe(TARGET).plan(&facing).remove(0);
    let mut recorder = Recorder::new(&check, VERSION, &context);
    for (trial, after_password, seen) in events {
        let (trial, way) = match trial.strip_prefix("way:") {
            Some(way) => ("way".to_owned(), Some(way.to_owned())),
            None => ((*trial).to_owned(), None),
        };
        recorder.event(Event::LogIn(LogInSeen {
            trial,
            way,
            after_password: after_password.map(str::to_owned),
            seen: (*seen).to_owned(),
            ..LogInSeen::default()
        }));
    }
    let observation = recorder.finish().unwrap();
    probe(TARGET).judge(&observation.transcript).unwrap()
}

#[test]
fn three_arms_that_behave_support_and_everything_less_does_not() {
    let asked = Some("second-factor-asked");
    let wrong_password = ("wrong-password", Some("refused"), "refused");
    let wrong_code = ("wrong-code", asked, "refused");
    let right = ("right", asked, "session");
    for (events, result, code) in [
        (vec![wrong_password, wrong_code, right], Outcome::Supports, None),
        (vec![wrong_password, wrong_code], Outcome::Inconclusive, Some("mfa.right_not_tried")),
        (
            vec![("wrong-password", None, "no-permit"), wrong_code, right],
            Outcome::Inconclusive,
            Some("mfa.no_permit"),
        ),
        (vec![], Outcome::Inconclusive, Some("mfa.wrong_password_not_tried")),
        (
            vec![wrong_password, ("wrong-code", Some("session"), "session")],
            Outcome::Refutes,
            Some("mfa.single_factor_login"),
        ),
        (
            vec![("way:password-alone", None, "session")],
            Outcome::Refutes,
            Some("mfa.single_factor_login"),
        ),
        (
            vec![wrong_password, wrong_code, right, ("way:http-basic", None, "session")],
            Outcome::Refutes,
            Some("mfa.legacy_login_open"),
        ),
    ] {
        let judgement = judged(&events);
        let [verdict] = judgement.verdicts.as_slice() else { panic!("{judgement:?}") };
        assert_eq!(verdict.result, result, "{events:?}");
        assert_eq!(verdict.code.as_ref().map(Name::as_str), code, "{events:?}");
        assert_eq!((verdict.kind.as_str(), verdict.basis), (ENFORCED, Basis::Probe));
        assert_eq!(judgement.checks.len(), 1);
    }
}

#[tokio::test]
async fn a_kind_that_cannot_be_tried_is_inconclusive_with_that_reason() {
    let clock: Arc<ManualClock> = Arc::new(ManualClock::new(Instant::from_millis(1_000)));
    let net = NetBuilder::default().build(Arc::<ManualClock>::clone(&clock));
    let vantage = "outside".parse().unwrap();
    let context = Context { net: &net, clock: &*clock, vantage: &vantage };
    let probe = probe(&TARGET.replace("imap", "exchange"));
    let check = probe.plan(&state(&[("internet_facing", Value::Bool(true))])).remove(0);
    let observation = probe.observe(&check, &context).await.unwrap();
    let judgement = probe.judge(&observation.transcript).unwrap();
    assert!(judgement.is_inconclusive());
    let code = judgement.verdicts[0].code.as_ref().map(Name::as_str);
    assert_eq!(code, Some("mfa.kind_not_supported"));
}
