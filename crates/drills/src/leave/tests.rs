use arvak_core::drill::{Act, Door};
use proptest::prelude::*;

use super::*;

const NOW: &str = "2026-11-29T12:00:00Z";

fn now() -> Instant {
    NOW.parse().unwrap()
}

fn deed(account: &str, port: u16, tries: u32) -> Deed {
    let host: arvak_core::Name = "fs01.nordvik.example".parse().unwrap();
    let door = Some(Door::Ssh { host: host.clone(), port });
    Deed { act: Act::FailedLogIn, host, target: account.to_owned(), door, tries }
}

fn leave(of: &Deed, times: u32) -> Leave {
    Leave {
        v: 1,
        act: of.act.name().to_owned(),
        towards: of.towards().unwrap(),
        times,
        given_by: "Driftssjefen, Norsk Drift".to_owned(),
        signed: "2026-11-01T00:00:00Z".parse().unwrap(),
        until: "2026-12-24T00:00:00Z".parse().unwrap(),
        text: Digest::of(b"signed"),
        document: Digest::of(b"kept"),
    }
}

#[test]
fn a_leave_covers_one_act_towards_one_thing_so_many_times_until_then() {
    let own = deed("agn", 22, 3);
    let sound = leave(&own, 6);
    let file = Deed { act: Act::CanaryFile, ..own.clone() };
    let https = Door::Https { host: own.host.clone(), port: 22, path: "/".to_owned() };
    let by_hand = Deed { door: None, ..own.clone() };
    let over = Leave { until: now(), ..sound.clone() };
    let early = Leave { signed: now().plus(Span::from_millis(1)), ..sound.clone() };
    for (leave, deed, used, expected) in [
        (&sound, own.clone(), 0, Ok(())),
        (&sound, own.clone(), 3, Ok(())),
        (&sound, own.clone(), 4, Err(Lacks::Times)),
        (&sound, deed("agn", 22, 7), 0, Err(Lacks::Times)),
        (&sound, deed("agn2", 22, 3), 0, Err(Lacks::Towards)),
        (&sound, deed("agn-MARK", 22, 3), 0, Err(Lacks::Towards)),
        (&sound, deed("agn", 2222, 3), 0, Err(Lacks::Towards)),
        (&sound, Deed { door: Some(https), ..own.clone() }, 0, Err(Lacks::Towards)),
        (&sound, by_hand, 0, Err(Lacks::Towards)),
        (&sound, file, 0, Err(Lacks::Act)),
        (&over, own.clone(), 0, Err(Lacks::Time)),
        (&early, own.clone(), 0, Err(Lacks::Time)),
    ] {
        assert_eq!(leave.covers(&deed, used, now()), expected, "{deed:?} after {used}");
    }
}

#[test]
fn a_leave_is_bounded_in_number_and_time_and_says_who_gave_it() {
    let sound = leave(&deed("agn", 22, 1), 1);
    let at = |text: &str| text.parse::<Instant>().unwrap();
    for (leave, objection) in [
        (sound.clone(), None),
        (Leave { times: 0, ..sound.clone() }, Some("drill-leave-number")),
        (Leave { times: TIMES_MAX + 1, ..sound.clone() }, Some("drill-leave-number")),
        (Leave { given_by: "  ".to_owned(), ..sound.clone() }, Some("drill-leave-given")),
        (Leave { until: now(), ..sound.clone() }, Some("drill-leave-over")),
        (Leave { until: at("2028-01-01T00:00:00Z"), ..sound.clone() }, Some("drill-leave-long")),
        (Leave { signed: at("2026-12-01T00:00:00Z"), ..sound.clone() }, Some("drill-leave-early")),
    ] {
        assert_eq!(leave.check(now()).err(), objection, "{leave:?}");
    }
}

#[test]
fn of_several_the_one_that_covers_is_taken_and_otherwise_the_nearest_says_what_it_lacks() {
    let own = deed("agn", 22, 2);
    let (other, used_up, good) = (leave(&deed("x", 22, 2), 9), leave(&own, 2), leave(&own, 4));
    let found = covering([(&other, 0), (&used_up, 2), (&good, 2)], &own, now());
    assert_eq!(found, Ok(&good));
    assert_eq!(covering([(&used_up, 1), (&other, 0)], &own, now()), Err(Lacks::Times));
    assert_eq!(covering([(&other, 0)], &own, now()), Err(Lacks::Towards));
    assert_eq!(covering([], &own, now()), Err(Lacks::Act));
}

fn deeds() -> impl Strategy<Value = Deed> {
    let doors = prop_oneof![
        (1_u16..4).prop_map(|port| (Act::FailedLogIn, port, 0)),
        (1_u16..4).prop_map(|port| (Act::FailedLogIn, port, 1)),
        (1_u16..4).prop_map(|port| (Act::CanaryFile, port, 1)),
        (1_u16..4).prop_map(|port| (Act::CanaryFile, port, 3)),
        (1_u16..4).prop_map(|port| (Act::CanaryName, port, 2)),
        (1_u16..4).prop_map(|port| (Act::Eicar, port, 3)),
        (1_u16..4).prop_map(|port| (Act::Eicar, port, 4)),
    ];
    (doors, "[ab]", "[ab]", 1_u32..4).prop_map(|((act, port, which), host, target, tries)| {
        let host: arvak_core::Name = host.parse().unwrap();
        let door = match which {
            0 => Door::Ssh { host: host.clone(), port },
            1 => Door::Https { host: host.clone(), port, path: format!("/{target}") },
            2 => Door::Resolver(([10, 0, 0, 1], port).into()),
            3 => Door::Folder(format!("/{host}/{port}")),
            _ => Door::Mail(format!("{host}@{port}.example")),
        };
        Deed { act, host, target, door: Some(door), tries }
    })
}

proptest! {
    /// Whatever else is asked, a leave for one deed covers another only when it is the same act through the same door towards the same thing.
    #[test]
    fn no_leave_covers_another_deed(given in deeds(), asked in deeds(), times in 0_u32..6, used in 0_u32..6) {
        let is_covered = leave(&given, times).covers(&asked, used, now()).is_ok();
        let is_same_thing = match &given.door {
            // Of a file on a web server the path says which; of the others the target does.
            Some(Door::Https { .. }) if given.act == Act::CanaryFile => true,
            _ => given.target == asked.target,
        };
        let is_same = given.act == asked.act && given.door == asked.door && is_same_thing;
        let fits = times > 0 && used + asked.tries <= times;
        prop_assert_eq!(is_covered, is_same && fits);
    }
}
