//! What a bucket lets pass, and what it never does; and the same over the wire.

use std::net::SocketAddr;

use arvak_core::{Instant, Span};
use arvak_identity::{Right, Role};
use arvak_probe::Clock as _;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, Request, header};
use axum::response::Response;
use proptest::prelude::*;
use tower::ServiceExt as _;

use super::{BUCKETS_MOST, Buckets, Rate, Whose, Work};
use crate::routes::{declared, router};
use crate::trial::{Trial, read};
use crate::walk::{ORIGIN, Walk};

fn at(ms: i64) -> Instant {
    Instant::from_millis(1_000_000_000_000 + ms)
}

const ALL: [Work; 6] =
    [Work::Ceremony, Work::Sending, Work::Export, Work::LookBack, Work::Upload, Work::Write];

fn work() -> impl Strategy<Value = Work> {
    proptest::sample::select(&ALL[..])
}

proptest! {
    /// The law of a token bucket: in no stretch of time does more pass than a full bucket and what fills it meanwhile.
    #[test]
    fn no_more_passes_than_a_bucket_and_what_fills_it(work in work(), gaps in proptest::collection::vec(0..20_000_i64, 1..400)) {
        let (buckets, whose, rate) = (Buckets::default(), [Whose::Account("a".into())], work.rate());
        let mut now = 0;
        let mut passed: Vec<i64> = Vec::new();
        for gap in gaps {
            now += gap;
            if buckets.take_of(work, &whose, at(now)).is_ok() {
                passed.push(now);
            }
        }
        for (first, begin) in passed.iter().enumerate() {
            for (last, end) in passed.iter().enumerate().skip(first) {
                let most = i64::from(rate.burst) + (end - begin) / i64::from(rate.every_ms);
                prop_assert!(i64::try_from(last - first + 1).unwrap() <= most);
            }
        }
    }

    #[test]
    fn whoever_waits_as_long_as_is_said_passes_and_not_before(work in work(), asked in 0..5_000_u32, later in 0..60_000_i64) {
        let (buckets, whose) = (Buckets::default(), [Whose::Address("192.0.2.1".into())]);
        for _ in 0..asked {
            let _ = buckets.take_of(work, &whose, at(0));
        }
        if let Err(wait) = buckets.take_of(work, &whose, at(later)) {
            let until = later + wait.as_millis();
            prop_assert!(wait.as_millis() > 0);
            prop_assert!(buckets.take_of(work, &whose, at(until - 1)).is_err());
            prop_assert!(buckets.take_of(work, &whose, at(until)).is_ok());
        }
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out_for_longer_than_a_bucket_takes(work in work(), back in 0..100_000_000_i64) {
        let (buckets, whose, rate) = (Buckets::default(), [Whose::Key(1)], work.rate());
        for _ in 0..rate.burst {
            prop_assert!(buckets.take_of(work, &whose, at(0)).is_ok());
        }
        let now = at(-back);
        let wait = buckets.take_of(work, &whose, now).map_or_else(|wait| wait, |()| Span::from_millis(0));
        prop_assert!(wait <= rate.whole());
        prop_assert!(buckets.take_of(work, &whose, now.plus(rate.whole())).is_ok());
    }
}

#[test]
fn what_is_refused_takes_nothing_from_the_other_bucket() {
    let buckets = Buckets::default();
    let (one, other) = (Whose::Account("one".into()), Whose::Account("other".into()));
    let here = Whose::Address("192.0.2.1".into());
    let whole = Work::Export.rate().burst;
    for _ in 0..whole {
        buckets.take_of(Work::Export, &[one.clone(), here.clone()], at(0)).unwrap();
    }
    // More than the address has in all, refused for the account: it must not empty the address.
    for _ in 0..whole * super::TOWN_HALL {
        assert!(buckets.take_of(Work::Export, &[one.clone(), here.clone()], at(0)).is_err());
    }
    for _ in 0..whole {
        buckets.take_of(Work::Export, &[other.clone(), here.clone()], at(0)).unwrap();
    }
    assert!(
        buckets.take_of(Work::Upload, &[one, here], at(0)).is_ok(),
        "other work is counted by itself"
    );
}

#[test]
fn the_table_stays_bounded_and_keeps_the_emptiest_buckets() {
    let buckets = Buckets::default();
    let wild = [Whose::Address("wild".into())];
    while buckets.take_of(Work::Ceremony, &wild, at(0)).is_ok() {}
    for number in 0..3 * BUCKETS_MOST {
        let passing = [Whose::Address(number.to_string())];
        buckets.take_of(Work::Ceremony, &passing, at(0)).unwrap();
        assert!(buckets.buckets().len() <= BUCKETS_MOST);
    }
    assert!(
        buckets.take_of(Work::Ceremony, &wild, at(0)).is_err(),
        "it is not washed out by others"
    );
    // Full buckets need no place.
    let later = at(0).plus(Work::Ceremony.rate_of_address().whole());
    for number in 0..BUCKETS_MOST {
        buckets.take_of(Work::Write, &[Whose::Key(i64::try_from(number).unwrap())], later).unwrap();
    }
    assert!(!buckets.buckets().contains_key(&(Work::Ceremony, wild[0].clone())));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_route_that_makes_a_file_or_begins_a_ceremony_is_counted() {
    let trial = Trial::started().await;
    let routes = declared(&trial.app);
    let of = |method: Method, path: &str| {
        let route = routes.iter().find(|one| one.method == method && one.path == path);
        route.unwrap_or_else(|| panic!("{path}")).work
    };
    for route in
        routes.iter().filter(|one| one.access == arvak_identity::Access::May(Right::Export))
    {
        assert_eq!(route.work, Some(Work::Export), "{}", route.path);
    }
    for path in
        ["/svar/{edition}", "/tjenester/mal", "/personopplysninger", "/api/v1/replies/{edition}"]
    {
        assert_eq!(of(Method::GET, path), Some(Work::Export), "{path}");
    }
    // A drill and a call-out test are started by a person, and are no ceremony.
    let is_ceremony = |path: &str| {
        let others = ["{avtrykk}", "{seal}", "/vaktprover/", "/callouts/"];
        path.ends_with("/start") && !others.iter().any(|other| path.contains(other))
    };
    let starts = routes.iter().filter(|one| is_ceremony(one.path));
    let starts: Vec<_> =
        starts.chain(routes.iter().filter(|one| one.path == "/logg-inn/openid/{slug}")).collect();
    assert_eq!(starts.len(), 3);
    for route in starts {
        assert_eq!(route.work, Some(Work::Ceremony), "{}", route.path);
    }
    for path in
        ["/oppsett/kanaler/prove", "/oppsett/kanaler/webhook/prove", "/oppsett/innlogging/{slug}"]
    {
        assert_eq!(of(Method::POST, path), Some(Work::Sending), "{path}");
    }
}

#[test]
fn the_document_tells_what_each_work_allows() {
    let document = include_str!("../../../../docs/api.md");
    let rows =
        document.lines().skip_while(|line| *line != "| work | at once | then one more each |");
    let said: Vec<(&str, String)> = rows
        .skip(2)
        .map_while(|line| line.strip_suffix(" s |"))
        .filter_map(|line| {
            let mut cells = line.rsplit(" | ");
            let every = cells.next()?;
            Some((cells.next()?, format!("{every} s")))
        })
        .collect();
    let of = |work: Work| {
        let Rate { burst, every_ms } = work.rate();
        let burst = if burst < 1_000 {
            burst.to_string()
        } else {
            format!("{},{:03}", burst / 1_000, burst % 1_000)
        };
        (burst, format!("{} s", f64::from(every_ms) / 1_000.0))
    };
    let allowed: Vec<(String, String)> = ALL.into_iter().map(of).collect();
    let allowed: Vec<(&str, String)> =
        allowed.iter().map(|(burst, every)| (burst.as_str(), every.clone())).collect();
    assert_eq!(said, allowed);
}

#[test]
fn what_no_route_says_follows_from_the_request() {
    let of = |method: &str, address: &str, body: Body| {
        Work::of(None, &Request::builder().method(method).uri(address).body(body).unwrap())
    };
    let large = || Body::from(vec![b'x'; 300_000]);
    let unsaid = || Body::from_stream(tokio_stream::empty::<Result<Vec<u8>, std::io::Error>>());
    assert_eq!(of("GET", "/status", Body::empty()), None);
    assert_eq!(of("GET", "/historikk?per=&mot=", Body::empty()), None);
    assert_eq!(of("GET", "/historikk?per=2026-01-01", Body::empty()), Some(Work::LookBack));
    assert_eq!(of("GET", "/api/v1/status?as_of=2026-01-01", Body::empty()), Some(Work::LookBack));
    assert_eq!(of("POST", "/kjoringer", Body::empty()), Some(Work::Write));
    assert_eq!(of("POST", "/tjenester/import", large()), Some(Work::Upload));
    assert_eq!(of("POST", "/tjenester/import", unsaid()), Some(Work::Upload));
    let declared = Request::post("/x").body(large()).unwrap();
    assert_eq!(Work::of(Some(Work::Sending), &declared), Some(Work::Sending));
}

/// Pages that are asked from several addresses.
struct Asked {
    walk: Walk,
    router: Router,
}

impl Asked {
    async fn new() -> Self {
        let walk = Walk::over(Trial::started().await).await;
        let router = router(&walk.trial.app);
        Self { walk, router }
    }

    async fn ask(&self, method: &str, path: &str, from: &str, cookie: &str) -> Response {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ORIGIN, ORIGIN)
            .header(header::COOKIE, cookie)
            .body(Body::empty())
            .unwrap();
        let from: SocketAddr = format!("{from}:4000").parse().unwrap();
        request.extensions_mut().insert(ConnectInfo(from));
        self.router.clone().oneshot(request).await.unwrap()
    }
}

fn wait(answer: &Response) -> i64 {
    let said = answer.headers().get(header::RETRY_AFTER).expect("how long to wait");
    said.to_str().unwrap().parse().unwrap()
}

const START: &str = "/logg-inn/passnokkel/start";

#[tokio::test(flavor = "multi_thread")]
async fn an_address_that_begins_too_many_ceremonies_waits_and_others_do_not() {
    let asked = Asked::new().await;
    let most = Work::Ceremony.rate_of_address().burst;
    for _ in 0..most {
        assert_eq!(asked.ask("POST", START, "192.0.2.1", "").await.status(), 200);
    }
    let refused = asked.ask("POST", START, "192.0.2.1", "").await;
    assert_eq!(refused.status(), 429);
    let seconds = wait(&refused);
    let (_, page) = read(refused).await;
    assert!(page.contains("Det går litt fort"), "a page says so: {page}");
    assert_eq!(asked.ask("POST", START, "192.0.2.2", "").await.status(), 200);
    asked.walk.trial.clock.advance(Span::from_millis(seconds * 1000));
    assert_eq!(asked.ask("POST", START, "192.0.2.1", "").await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_takes_out_too_much_waits_wherever_it_comes_from() {
    let asked = Asked::new().await;
    let (mine, other) = (
        asked.walk.session_within(Role::IctLead, &[]).await,
        asked.walk.session_within(Role::Contributor, &[]).await,
    );
    let template = "/api/v1/exports/inventory-template";
    for number in 0..Work::Export.rate().burst {
        let from = format!("192.0.2.{}", number % 100 + 1);
        assert_eq!(asked.ask("GET", "/tjenester/mal", &from, &mine).await.status(), 200);
    }
    let page = asked.ask("GET", "/tjenester/mal", "198.51.100.1", &mine).await;
    assert_eq!(page.status(), 429);
    assert!(wait(&page) >= 1);
    let problem = asked.ask("GET", template, "198.51.100.2", &mine).await;
    assert_eq!((problem.status().as_u16(), wait(&problem) >= 1), (429, true));
    assert_eq!(problem.headers()[header::CONTENT_TYPE], "application/problem+json");
    let (_, text) = read(problem).await;
    assert!(text.contains("\"code\":\"too-many\""), "{text}");
    assert_eq!(asked.ask("GET", template, "198.51.100.2", &other).await.status(), 200);
    assert_eq!(asked.ask("GET", "/status", "198.51.100.1", &mine).await.status(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_may_not_be_done_is_refused_before_it_is_counted() {
    let asked = Asked::new().await;
    let auditor = asked.walk.session_within(Role::Auditor, &[]).await;
    for _ in 0..=Work::Export.rate().burst {
        assert_eq!(asked.ask("GET", "/tjenester/mal", "192.0.2.1", &auditor).await.status(), 403);
    }
    let now = asked.walk.trial.clock.now();
    let buckets = asked.walk.trial.app.buckets();
    assert!(buckets.take_of(Work::Export, &[Whose::Address("192.0.2.1".into())], now).is_ok());
    assert_eq!(buckets.buckets().len(), 1, "nothing was counted but this");
}
