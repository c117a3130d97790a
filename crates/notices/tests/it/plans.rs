//! The laws of telling, over whatever may happen: never twice, nothing lost, a digest is exactly what was new since the last
//! one, and nothing that somebody may not see.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::{EntityId, Instant, Span};
use arvak_notices::{Choice, Event, Kind, Pace, Recipient, Sight, Told, is_time, once, plan};
use proptest::prelude::*;

fn things() -> Vec<EntityId> {
    ["system/a", "system/b", "system/c"].iter().map(|id| id.parse().unwrap()).collect()
}

fn event(number: usize) -> Event {
    let (kind, about) = (Kind::ALL[number % 3], things()[number / 3 % 3].clone());
    Event {
        kind,
        key: format!("{} {about}", kind.name()),
        claim: Some("1a.1".parse().unwrap()),
        about: Some(about),
        at: Instant::from_millis(0),
    }
}

/// What happens in an hour: which of the nine events stand, and what the recipient wants and sees.
#[derive(Clone, Debug)]
struct Hour {
    standing: BTreeSet<usize>,
    wanted: BTreeSet<Kind>,
    pace: Pace,
    sees: Option<BTreeSet<usize>>,
}

fn hour() -> impl Strategy<Value = Hour> {
    let numbers = proptest::collection::btree_set(0..9_usize, 0..6);
    let wanted = proptest::sample::subsequence(Kind::ALL.to_vec(), 0..=3);
    let pace = proptest::sample::select(Pace::ALL.to_vec());
    let sees = proptest::option::weighted(0.3, proptest::collection::btree_set(0..3_usize, 0..3));
    (numbers, wanted, pace, sees).prop_map(|(standing, wanted, pace, sees)| Hour {
        standing,
        wanted: wanted.into_iter().collect(),
        pace,
        sees,
    })
}

fn recipient(hour: &Hour, is_new: bool) -> Recipient {
    let sight = match &hour.sees {
        None => Sight::All,
        Some(numbers) => {
            Sight::Only(numbers.iter().map(|number| things()[*number].clone()).collect())
        }
    };
    let choice = Choice { kinds: hour.wanted.clone(), pace: hour.pace };
    Recipient { choice, sight, is_new }
}

/// What is kept of a recipient, as the database keeps it.
#[derive(Default)]
struct Book {
    /// Each with the number of its episode.
    lasting: BTreeMap<String, u32>,
    waiting: Vec<(Event, u32, Instant)>,
    episodes: u32,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn what_lasts_is_told_once_and_what_is_wanted_and_seen_is_never_lost(
        hours in proptest::collection::vec(hour(), 1..40),
    ) {
        let mut book = Book::default();
        let mut told: BTreeSet<u32> = BTreeSet::new();
        for (number, hour) in hours.iter().enumerate() {
            let now = Instant::from_millis(i64::try_from(number).unwrap() * 3_600_000);
            let standing: Vec<Event> = hour.standing.iter().map(|number| event(*number)).collect();
            let recipient = recipient(hour, number == 0);
            let noted = book.lasting.keys().cloned().collect();
            let plan = plan(&recipient, &noted, &standing);
            for key in &plan.over {
                book.lasting.remove(key);
            }
            for event in plan.fresh.iter().chain(&plan.silent) {
                book.episodes += 1;
                let before = book.lasting.insert(event.key.clone(), book.episodes);
                prop_assert_eq!(before, None, "{} is noted twice", event.key);
            }
            for event in &plan.fresh {
                prop_assert!(recipient.choice.kinds.contains(&event.kind), "unwanted");
                prop_assert!(recipient.sight.includes(event.about.as_ref()), "unseen");
                book.waiting.push((event.clone(), book.lasting[&event.key], now));
            }
            // Nothing lost: whatever stands, is wanted and may be seen is noted, now or earlier.
            for event in &standing {
                let is_wanted = recipient.choice.kinds.contains(&event.kind);
                if is_wanted && recipient.sight.includes(event.about.as_ref()) {
                    prop_assert!(book.lasting.contains_key(&event.key), "{} is lost", event.key);
                }
            }
            let keys: BTreeSet<&String> = standing.iter().map(|event| &event.key).collect();
            prop_assert!(book.lasting.keys().all(|key| keys.contains(key)), "what is over is over");
            // A digest: all that waits, and nothing else.
            let since = book.waiting.iter().map(|(_, _, noted)| *noted).min();
            if since.is_some_and(|since| is_time(hour.pace, since, now)) {
                let waiting: Vec<_> = book.waiting.drain(..).collect();
                let all = waiting.iter().map(|(event, episode, _)| Told {
                    is_over: book.lasting.get(&event.key) != Some(episode),
                    ..event.told()
                });
                let written = once(&all.clone().collect::<Vec<_>>());
                for (event, episode, _) in &waiting {
                    prop_assert!(told.insert(*episode), "{} told twice while it lasted", event.key);
                    let lines = written.iter().filter(|one| one.kind == event.kind && one.about == event.about);
                    prop_assert_eq!(lines.count(), 1, "{} is one line", event.key);
                }
                for one in all.filter(|one| !one.is_over) {
                    prop_assert!(written.contains(&one), "what lasts is told as lasting");
                }
            }
        }
    }

    #[test]
    fn a_digest_waits_for_a_morning_and_never_longer_than_a_week(
        since in 0_i64..4_000_000_000_000, after in 0_i64..1_300_000_000,
    ) {
        let (since, now) = (Instant::from_millis(since), Instant::from_millis(since + after));
        prop_assert!(is_time(Pace::AtOnce, since, now));
        let week = Span::from_days(7).plus_hour();
        prop_assert!(is_time(Pace::Weekly, since, since.plus(week)));
        prop_assert!(is_time(Pace::Daily, since, since.plus(Span::from_days(1).plus_hour())));
        if is_time(Pace::Weekly, since, now) {
            prop_assert!(is_time(Pace::Daily, since, now), "a Monday is a morning");
        }
        if is_time(Pace::Daily, since, now) {
            let later = Instant::from_millis(now.as_millis() + 60_000);
            prop_assert!(is_time(Pace::Daily, since, later), "it stays due until it is sent");
        }
    }
}

trait PlusHour {
    fn plus_hour(self) -> Self;
}

impl PlusHour for Span {
    /// The clocks are set back in autumn.
    fn plus_hour(self) -> Self {
        Self::from_millis(self.as_millis() + 3_600_000)
    }
}

fn of(kinds: &[Kind], is_new: bool) -> Recipient {
    let choice = Choice { kinds: kinds.iter().copied().collect(), pace: Pace::Daily };
    Recipient { choice, sight: Sight::All, is_new }
}

#[test]
fn what_was_refuted_before_somebody_wanted_to_know_is_no_news() {
    let all = [event(0), event(1), event(2)];
    let first = plan(&of(&Kind::ALL, true), &BTreeSet::new(), &all);
    let told: Vec<Kind> = first.fresh.iter().map(|event| event.kind).collect();
    assert_eq!(told, [Kind::Expiring, Kind::Overdue], "due dates are told at once");
    assert_eq!(first.silent, [event(0)]);
    // Whoever begins to want findings later is not told of the old ones either.
    let before = plan(&of(&[], false), &BTreeSet::new(), &all);
    let noted: BTreeSet<String> = before.silent.iter().map(|event| event.key.clone()).collect();
    let then = plan(&of(&Kind::ALL, false), &noted, &all);
    assert!(then.fresh.iter().all(|event| event.kind != Kind::Refuted), "{then:?}");
    assert_eq!(then.fresh.len(), 2);
}

#[test]
fn nothing_new_is_nothing_to_note() {
    let noted: BTreeSet<String> = [event(0).key, event(4).key].into();
    assert!(plan(&of(&Kind::ALL, false), &noted, &[event(0), event(4)]).is_empty());
}

#[test]
fn whoever_is_limited_hears_of_own_things_and_of_the_whole_municipality() {
    let whole = Event { about: None, key: "whole".to_owned(), ..event(0) };
    let own = Sight::Only([things()[1].clone()].into());
    let only = Recipient { sight: own, ..of(&Kind::ALL, false) };
    let planned = plan(&only, &BTreeSet::new(), &[whole.clone(), event(0), event(3)]);
    assert_eq!(planned.fresh, [whole.clone(), event(3)]);
    let nobody = Recipient { sight: Sight::Nothing, ..of(&Kind::ALL, false) };
    assert!(plan(&nobody, &BTreeSet::new(), &[whole, event(3)]).is_empty());
}
