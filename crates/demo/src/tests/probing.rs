//! The real probes look at the world through the real door, on some of the ninety days.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use arvak_core::fact::VERSION;
use arvak_core::{
    Actor, Basis, Class, Digest, EntityId, EntryId, Envelope, Fact, Instant, Name, Outcome, State,
};
use arvak_probe::{
    Check, Clock, Context, ManualClock, Net, NetBuilder, Probe, ResolverConfig, Roots, Scope,
};

use super::files::{events, items};
use super::{FROM, day, world};
use crate::{DEEP, Happening, World};

const DOMAINS: [&str; 4] = [
    "nordvik.example",
    "nordvik-kulturhus.example",
    "nordvik-vann.example",
    "nordvikregionen-ikt.example",
];

/// The looks of [`DEEP`] are taken on the last day alone.
const DEEP_FROM: u32 = 80;

/// What the probes found on a day: `supports`, `refutes CODE` or `inconclusive CODE`, by thing and kind.
type Found = BTreeMap<(EntityId, Name), String>;

/// Thing and kind, and what is found.
type Expected = ((&'static str, &'static str), &'static str);

/// The inventory as a ledger would know it.
pub(super) fn state() -> State {
    let mut state = State::new();
    for (number, item) in items().into_iter().enumerate() {
        let envelope = Envelope {
            received_at: FROM,
            v: VERSION,
            key: Digest::of(&number.to_be_bytes()),
            actor: Actor::Role("role/ict_lead".parse().unwrap()),
            class: Class::Internal,
            body: None,
            blobs: Vec::new(),
            fact: Fact::Entity(item.entity),
        };
        state.apply(EntryId(number as u64), &envelope).unwrap();
    }
    state
}

fn probes(world: &World) -> Vec<Box<dyn Probe>> {
    let token = |domain: &str| Some((domain.to_owned(), world.token(domain)?));
    arvak_exposure::probes(DOMAINS.into_iter().filter_map(token).collect())
}

pub(super) fn net(world: &World, clock: &Arc<ManualClock>) -> Net {
    let builder = NetBuilder {
        scope: Scope {
            declared: DOMAINS.map(str::to_owned).into(),
            allow: vec!["127.77.0.0/16".parse().unwrap()],
            ..Scope::default()
        },
        resolver: ResolverConfig(vec![world.dns()]),
        reroute: world.reroute().clone(),
        roots: Roots::Pem(world.roots_pem().into()),
        ..NetBuilder::default()
    };
    builder.build(Arc::clone(clock) as Arc<dyn Clock>)
}

/// All checks that the inventory calls for, carried out at noon of that day.
async fn look(world: &World, state: &State, on: u32) -> Found {
    let noon = Instant::from_millis(day(on).as_millis() + 6 * 3_600_000);
    world.set_time(noon);
    let clock = Arc::new(ManualClock::new(noon));
    let net = net(world, &clock);
    let mut found = Found::new();
    for probe in probes(world) {
        if on < DEEP_FROM && DEEP.contains(&probe.name()) {
            continue;
        }
        let checks = probe.plan(state);
        // Nordvik lists no mail server of its own, has taken in no names that others hold, and nobody claims a filter.
        let is_idle = matches!(probe.name(), "attack-filter" | "mail_server" | "names" | "rpki");
        assert_eq!(checks.is_empty(), is_idle, "what {} has to do", probe.name());
        for check in checks {
            look_once(&*probe, &check, &net, &clock, &mut found).await;
        }
    }
    found
}

async fn look_once(
    probe: &dyn Probe,
    check: &Check,
    net: &Net,
    clock: &Arc<ManualClock>,
    found: &mut Found,
) {
    let vantage: Name = "outside".parse().unwrap();
    let context = Context { net, clock: &**clock, vantage: &vantage };
    let observation = probe.observe(check, &context).await.unwrap();
    for verdict in probe.judge(&observation.transcript).unwrap().verdicts {
        let code = verdict.code.map(|code| format!(" {code}")).unwrap_or_default();
        let text = format!("{:?}{code}", verdict.result).to_lowercase();
        found.insert((check.subject.clone(), verdict.kind), text);
    }
}

fn said(found: &Found, subject: &str, kind: &str) -> String {
    let key = (subject.parse().unwrap(), kind.parse().unwrap());
    found.get(&key).cloned().unwrap_or_else(|| "nothing".to_owned())
}

#[tokio::test]
async fn the_probes_find_each_fault_on_its_days_and_no_other() {
    let (world, state) = (world().await, state());
    let innsyn = ("endpoint/innsyn.nordvik.example", "web.certificate");
    let skjema = ("endpoint/skjema.nordvik.example", "web.https_forced");
    let drift = ("endpoint/drift.nordvikregionen-ikt.example", "ssh.password_login_off");
    let ansatt = ("endpoint/ansatt.nordvik.example", "web.hsts");
    let trygg = ("endpoint/trygg.nordvik.example", "web.certificate");
    let dmarc = ("domain/nordvik.example", "mail.dmarc");
    let vann = ("domain/nordvik-vann.example", "domain.control");
    let fjern = ("endpoint/fjern.nordvik.example", "web.certificate");
    let kart = ("endpoint/kart.nordvik.example", "web.certificate");
    let days: [(u32, &[Expected]); 4] = [
        (
            2,
            &[
                (innsyn, "supports"),
                (skjema, "refutes http.no_redirect"),
                (drift, "refutes ssh.password_offered"),
                (ansatt, "supports"),
                (trygg, "refutes cert.untrusted"),
                (dmarc, "refutes dmarc.none"),
                (vann, "nothing"),
                (fjern, "supports"),
                (kart, "refutes cert.hostname"),
            ],
        ),
        (
            40,
            &[
                (innsyn, "refutes cert.expired"),
                (skjema, "supports"),
                (drift, "supports"),
                (trygg, "refutes cert.untrusted"),
                (dmarc, "supports"),
                (vann, "supports"),
            ],
        ),
        (72, &[(innsyn, "supports"), (ansatt, "refutes hsts.absent"), (trygg, "supports")]),
        (
            88,
            &[
                (drift, "refutes ssh.password_offered"),
                (ansatt, "refutes hsts.absent"),
                (dmarc, "supports"),
                (fjern, "supports"),
                (kart, "refutes cert.hostname"),
            ],
        ),
    ];
    for (on, expected) in days {
        let found = look(&world, &state, on).await;
        for ((subject, kind), verdict) in expected {
            assert_eq!(said(&found, subject, kind), *verdict, "day {on}: {kind} of {subject}");
        }
        // Only what was away says nothing; and HSTS means nothing under a certificate in disorder. This world has
        // neither the root of DNS nor mail servers, so nothing can be told of either.
        for ((subject, kind), verdict) in &found {
            if ["dnssec.valid", "mail.encrypted"].contains(&kind.as_str()) {
                assert!(verdict.starts_with("inconclusive"), "{kind} of {subject}: {verdict}");
                continue;
            }
            if verdict.starts_with("inconclusive") && verdict != "inconclusive hsts.certificate" {
                assert_eq!((on, subject.as_str()), (72, fjern.0), "{kind}: {verdict}");
            }
        }
        assert_eq!(said(&found, "domain/nordvik.example", "dnssec.present"), "supports");
        let unsigned = said(&found, "domain/nordvik-vann.example", "dnssec.present");
        assert_eq!(unsigned, "refutes dnssec.absent");
        assert_eq!(said(&found, "domain/nordvik.example", "mail.spf"), "supports");
    }
}

/// What the history says of a thing that the probes look at, with the day from which it is said.
fn statements(kinds: &BTreeSet<Name>) -> Vec<(u32, EntityId, Name)> {
    let said = |event: crate::HistoryEvent| match event.what {
        Happening::Evidence { kind, subject, result: Outcome::Supports, basis, .. } => {
            assert!(basis <= Basis::Document);
            kinds.contains(&kind).then_some((event.day, subject, kind))
        }
        _ => None,
    };
    events().into_iter().filter_map(said).collect()
}

#[tokio::test]
async fn reality_contradicts_what_people_and_suppliers_say() {
    let (world, state) = (world().await, state());
    let kinds = probes(&world).iter().flat_map(|probe| probe.gives().to_vec()).collect::<Vec<_>>();
    let kinds: BTreeSet<Name> = kinds.into_iter().map(|kind| kind.parse().unwrap()).collect();
    let statements = statements(&kinds);
    let mut contradicted = BTreeMap::<u32, BTreeSet<String>>::new();
    for on in [12, 59, 88] {
        let found = look(&world, &state, on).await;
        for (since, subject, kind) in &statements {
            let key = (subject.clone(), kind.clone());
            if *since <= on && found.get(&key).is_some_and(|text| text.starts_with("refutes")) {
                contradicted.entry(on).or_default().insert(format!("{kind} of {subject}"));
            }
        }
    }
    let of = |on: u32| contradicted[&on].iter().map(String::as_str).collect::<Vec<_>>();
    assert_eq!(
        of(12),
        [
            "mail.dmarc of domain/nordvik.example",
            "ssh.password_login_off of endpoint/drift.nordvikregionen-ikt.example",
            "web.certificate of endpoint/trygg.nordvik.example",
            "web.hsts of endpoint/barnehage.nordvik.example",
            "web.hsts of endpoint/skole.nordvik.example",
            "web.https_forced of endpoint/skjema.nordvik.example",
            "web.https_forced of endpoint/www.nordvik-kulturhus.example",
        ]
    );
    // Some things were put right; one got worse although its supplier said that nothing changed, and
    // one was put right and then fell back.
    assert!(
        !of(59).contains(&"ssh.password_login_off of endpoint/drift.nordvikregionen-ikt.example")
    );
    assert!(of(59).contains(&"web.hsts of endpoint/ansatt.nordvik.example"));
    assert!(
        of(88).contains(&"ssh.password_login_off of endpoint/drift.nordvikregionen-ikt.example")
    );
    assert!(!of(88).contains(&"mail.dmarc of domain/nordvik.example"));
}
