//! When it is time to look, and that it survives what happens.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_probe::schedule::Progress;
use arvak_words::Lang;
use tokio::sync::mpsc::UnboundedSender;

use super::*;
use crate::form::Typed;
use crate::program::{Bettered, BoxFuture, Edition, Looked, Program, ProgramError, Written};
use crate::trial::{Trial, leads_to, read, sound};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn typed(pairs: &[(&str, &str)]) -> Typed {
    Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
}

#[test]
fn a_window_is_in_local_time_and_may_reach_over_midnight() {
    // Oslo is an hour ahead of UTC in winter, two in summer.
    assert!(window(2, 5, at("2026-01-10T00:59:59Z")).is_none());
    assert_eq!(
        window(2, 5, at("2026-01-10T01:00:00Z")),
        Some((at("2026-01-10T01:00:00Z"), at("2026-01-10T04:00:00Z")))
    );
    assert!(window(2, 5, at("2026-01-10T04:00:00Z")).is_none());
    assert!(window(2, 5, at("2026-07-10T00:30:00Z")).is_some());
    let over = Some((at("2026-01-10T21:00:00Z"), at("2026-01-11T04:00:00Z")));
    assert_eq!(window(22, 5, at("2026-01-10T22:30:00Z")), over);
    assert_eq!(window(22, 5, at("2026-01-11T03:59:00Z")), over);
    assert_eq!(window(22, 5, at("2026-01-11T12:00:00Z")), None);
}

#[test]
fn it_is_time_once_in_each_window_and_never_when_it_is_off() {
    let night = Timetable::Nightly { from: 2, to: 5 };
    let (before, within) = (at("2026-01-09T02:00:00Z"), at("2026-01-10T02:00:00Z"));
    assert!(night.is_time(before, within));
    assert!(!night.is_time(at("2026-01-10T01:10:00Z"), within), "it has run in this window");
    assert!(!night.is_time(before, at("2026-01-10T12:00:00Z")));
    assert_eq!(night.next(within, at("2026-01-10T12:00:00Z")), Some(at("2026-01-11T01:00:00Z")));
    assert_eq!(night.next(before, within), Some(within));
    let hourly = Timetable::Every { hours: 6 };
    assert!(!hourly.is_time(before, at("2026-01-09T07:59:59Z")));
    assert!(hourly.is_time(before, at("2026-01-09T08:00:00Z")));
    assert_eq!(hourly.next(before, before), Some(at("2026-01-09T08:00:00Z")));
    assert!(!Timetable::Off.is_time(before, within));
    assert_eq!(Timetable::Off.next(before, within), None);
    assert!(!night.may_run(at("2026-01-10T12:00:00Z")) && night.may_run(within));
}

#[tokio::test(flavor = "multi_thread")]
async fn it_counts_from_its_beginning_and_goes_on_after_a_restart() {
    let trial = Trial::started().await;
    let operation = trial.app.folder().operation();
    tick(&trial.app).await.unwrap();
    assert_eq!(
        last(operation).await.unwrap(),
        None,
        "nothing happens before the first run is over"
    );
    operation.set_meta("first-run-over", "1").await.unwrap();
    tick(&trial.app).await.unwrap();
    assert_eq!(last(operation).await.unwrap(), Some(trial.clock.now()));
    trial.clock.advance(of_hours(1));
    tick(&trial.app).await.unwrap();
    let began = trial.clock.now();
    assert_eq!(last(operation).await.unwrap(), Some(began), "an hour later it looks");
    // What is kept is all that counts: another process would do the same.
    trial.clock.advance(Span::from_millis(60_000));
    tick(&trial.app).await.unwrap();
    assert_eq!(last(operation).await.unwrap(), Some(began));
}

/// A program whose looks last until they are stopped, and count themselves.
#[derive(Default)]
struct Slow {
    looks: AtomicUsize,
}

impl Program for Slow {
    fn look(
        &self,
        _: Look,
        events: UnboundedSender<Progress>,
        stop: Stop,
    ) -> BoxFuture<'_, Result<Looked, ProgramError>> {
        Box::pin(async move {
            self.looks.fetch_add(1, Ordering::SeqCst);
            drop(events.send(Progress::Planned { checks: 3 }));
            stop.stopped().await;
            Ok(Looked { stopped: true, ..Looked::default() })
        })
    }

    fn reply(&self, _: Edition, _: Lang) -> BoxFuture<'_, Result<Written, ProgramError>> {
        Box::pin(async { Err(ProgramError::Asked(String::new())) })
    }

    fn bettered(&self) -> BoxFuture<'_, Result<Vec<Bettered>, ProgramError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    fn control_records(&self) -> BoxFuture<'_, Result<Vec<(String, String)>, ProgramError>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}

/// The same municipality with that program.
async fn slow(trial: &Trial) -> (App, Arc<Slow>) {
    let (program, app) = (Arc::new(Slow::default()), &trial.app);
    app.folder().operation().set_meta("first-run-over", "1").await.unwrap();
    let site = app.site().clone();
    (App::new(app.folder().clone(), app.live().clone(), site, program.clone()), program)
}

#[tokio::test(flavor = "multi_thread")]
async fn there_are_never_two_runs_at_once() {
    let trial = Trial::started().await;
    let (app, program) = slow(&trial).await;
    let begun = (0..8).map(|number| {
        let (app, by) = (app.clone(), (number % 2 == 0).then(|| "person/a".to_owned()));
        tokio::spawn(async move { runs::start(&app, Look::default(), by, None).await })
    });
    let mut ids = std::collections::BTreeSet::new();
    for task in begun.collect::<Vec<_>>() {
        ids.insert(task.await.unwrap().unwrap());
    }
    assert_eq!(ids.len(), 1, "whoever comes second is led to the run that goes on");
    tokio::task::yield_now().await;
    assert_eq!(runs::all(&app).await.unwrap().len(), 1);
    app.runs().stop(1);
    app.runs().watch(1).unwrap().wait_for(|run| run.ended_at_ms.is_some()).await.unwrap();
    assert_eq!(program.looks.load(Ordering::SeqCst), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_run_of_the_clock_keeps_to_its_window_and_is_shown_as_the_clocks() {
    let trial = Trial::started().await;
    let (app, _) = slow(&trial).await;
    let operation = app.folder().operation();
    let night = serde_json::to_string(&Timetable::Nightly { from: 2, to: 5 }).unwrap();
    operation.set_meta(KEPT, &night).await.unwrap();
    trial.clock.set(at("2026-03-02T00:30:00Z"));
    tick(&app).await.unwrap();
    assert_eq!(app.runs().active(), None, "the window has not begun");
    trial.clock.set(at("2026-03-02T01:00:30Z"));
    tick(&app).await.unwrap();
    let id = app.runs().active_of_clock().unwrap();
    trial.clock.set(at("2026-03-02T03:59:30Z"));
    tick(&app).await.unwrap();
    assert_eq!(app.runs().active(), Some(id), "it may go on");
    trial.clock.set(at("2026-03-02T04:00:00Z"));
    tick(&app).await.unwrap();
    app.runs().watch(id).unwrap().wait_for(|run| run.ended_at_ms.is_some()).await.unwrap();
    let run = runs::one(&app, id).await.unwrap();
    assert!(run.stopped && run.by.is_none(), "{run:?}");
    // What somebody started is nobody else's to stop.
    let id = runs::start(&app, Look::default(), Some("person/a".to_owned()), None).await.unwrap();
    tick(&app).await.unwrap();
    assert_eq!(app.runs().active(), Some(id));
    app.runs().stop(id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_look_at_nothing_leaves_no_run_behind() {
    let trial = Trial::started().await;
    let id = runs::start(&trial.app, Look::default(), None, None).await.unwrap();
    trial.app.runs().watch(id).unwrap().wait_for(|run| run.ended_at_ms.is_some()).await.unwrap();
    assert_eq!(runs::all(&trial.app).await.unwrap(), []);
    let id =
        runs::start(&trial.app, Look::default(), Some("person/a".to_owned()), None).await.unwrap();
    trial.app.runs().watch(id).unwrap().wait_for(|run| run.ended_at_ms.is_some()).await.unwrap();
    assert_eq!(runs::all(&trial.app).await.unwrap().len(), 1, "whoever asked sees what came of it");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_is_sound_and_keeps_what_is_chosen() {
    let trial = Trial::started().await;
    for lang in Lang::ALL {
        let visit = trial.visit(lang, &[Role::Administrator]);
        let (status, page) = read(page::show(visit).await.unwrap()).await;
        assert_eq!(status, 200);
        sound(&page);
        assert!(page.contains("HTTPS"), "the checks stand there");
    }
    let visit = || trial.visit(Lang::Nb, &[Role::Administrator]);
    let form = [("nar", "natt"), ("timer", "1"), ("fra", "22"), ("til", "5")];
    let answer = page::keep(visit(), typed(&form)).await.unwrap();
    assert_eq!(leads_to(&answer), "/oppsett/tidsplan?sagt=lagret");
    let operation = trial.app.folder().operation();
    assert_eq!(kept(operation).await.unwrap(), Timetable::Nightly { from: 22, to: 5 });
    let empty = [("nar", "natt"), ("timer", "1"), ("fra", "3"), ("til", "3")];
    let (status, page) = read(page::keep(visit(), typed(&empty)).await.unwrap()).await;
    assert_eq!(status, 422);
    sound(&page);
    for bad in [
        &[("nar", "natt"), ("fra", "24"), ("til", "5")][..],
        &[("nar", "timer"), ("timer", "0")],
        &[],
    ] {
        assert!(page::keep(visit(), typed(bad)).await.is_err(), "{bad:?}");
    }
    assert_eq!(kept(operation).await.unwrap(), Timetable::Nightly { from: 22, to: 5 });
}
