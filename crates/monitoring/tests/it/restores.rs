//! Restore drills: what was deleted comes back or does not, and five hundred that are made up with what is true of each.

use std::collections::BTreeMap;

use arvak_core::drill::{Kind, parse};
use arvak_core::{Basis, Digest, EntryId, Instant, Outcome, SourceFile, Span};
use arvak_monitoring::{Code, Emission, Evidently, Grade, Plan, Record, Step, Verdict, Way, shown};

use crate::parties::{Drill, MINUTE, mail, word};
use crate::simulated::Dice;

const DEFINITION: &str =
    include_str!("../../../../examples/drills/norsk-drift-gjenoppretting.toml");
const NONCE: &str = "00112233445566778899aabbccddeeff";
const OTHER: &str = "arvak-ffffffffffffffffffffffffffffffff";
const DAY: i64 = 24 * 60 * MINUTE;

/// A picture of a screen, as far as a program can tell: bytes that are no text.
const PICTURE: &[u8] = b"\x89PNG\r\n\x1a\n\xff\xfe\x00";

/// The definition, for senders that the parties know.
pub(crate) fn definition() -> String {
    DEFINITION.replace("kunde.norskdrift.example", "soc.norskdrift.example")
}

fn emission(step: Step, at: Instant, restore_to: Option<Instant>) -> Emission {
    Emission {
        answered: None,
        at,
        host: String::new(),
        way: Way::Told,
        sha256: Digest::of(step.name().as_bytes()),
        place: "none".to_owned(),
        is_done: true,
        step: Some(step),
        restore_to,
    }
}

/// One whose supplier was asked at `t0`, a day after the marker was deleted that had stood for four.
pub(crate) fn asked(nonce: &str, t0: Instant) -> Drill {
    let text = definition();
    let read = parse(SourceFile { name: "drill.toml", text: &text }).unwrap();
    let id = "fagsystem-gjenoppretting-1".parse().unwrap();
    let plan = Plan::of(id, (&read, &text), nonce.to_owned(), None).unwrap();
    assert_eq!(plan.kind, Kind::Restore);
    let before = |days: i64| Instant::from_millis(t0.as_millis() - days * DAY);
    let emissions = vec![
        emission(Step::Entered, before(5), None),
        emission(Step::Deleted, before(1), None),
        emission(Step::Asked, t0, Some(before(2))),
    ];
    let record = Record {
        v: 1,
        plan,
        entry: EntryId(7),
        emissions,
        receipts: Vec::new(),
        stopped: None,
        judged_at: t0.plus(Span::from_days(60)),
    };
    Drill { record, raw: BTreeMap::new(), t0 }
}

fn drill() -> Drill {
    asked(NONCE, "2026-03-10T10:00:00Z".parse().unwrap())
}

fn by_mail(drill: &mut Drill, after: i64, said: &str) {
    let at = drill.after(after);
    drill.take(Evidently::Mail, at, mail("pass", &format!("m{after}"), at, said));
}

#[test]
fn a_marker_that_comes_back_by_a_proven_mail_is_an_exercise_of_the_system() {
    let mut drill = drill();
    let mark = drill.mark();
    by_mail(&mut drill, DAY, &mark);
    let judged = drill.judged();
    assert_eq!((judged.verdict, judged.grade), (Verdict::Seen, Some(Grade::Proven)));
    assert_eq!(judged.detected_ms, Some(DAY), "time counts from when they were asked");
    let shown = shown(&drill.record, &judged);
    assert_eq!(shown.len(), 1);
    assert_eq!(
        (shown[0].kind, shown[0].subject.to_string().as_str()),
        ("restore.drill", "system/fagsystem")
    );
    assert_eq!((shown[0].result, shown[0].basis), (Outcome::Supports, Basis::Exercise));
}

#[test]
fn late_missing_and_wrong_refute_each_as_what_it_is() {
    let told = |take: fn(&mut Drill)| {
        let mut drill = drill();
        take(&mut drill);
        let judged = drill.judged();
        let one = shown(&drill.record, &judged).remove(0);
        (judged.verdict, one.result, one.code)
    };
    let late = told(|drill| {
        let mark = drill.mark();
        by_mail(drill, 3 * DAY, &mark);
    });
    assert_eq!(late, (Verdict::SeenLate, Outcome::Refutes, Some("restore.too_slow")));
    let missing = told(|_| ());
    assert_eq!(missing, (Verdict::NotSeen, Outcome::Refutes, Some("restore.not_shown")));
    let wrong = told(|drill| by_mail(drill, DAY, OTHER));
    assert_eq!(wrong, (Verdict::SeenWrong, Outcome::Refutes, Some("restore.hash_differs")));
    let word = told(|drill| by_mail(drill, DAY, "Vi har gjenopprettet alt."));
    assert_eq!(word, (Verdict::SeenWithoutMark, Outcome::Inconclusive, None), "a word is a word");
    let mended = told(|drill| {
        let mark = drill.mark();
        by_mail(drill, DAY, OTHER);
        by_mail(drill, DAY + MINUTE, &mark);
    });
    assert_eq!(mended.0, Verdict::Seen, "the right one counts, whatever else was shown");
}

#[test]
fn a_text_is_searched_a_picture_is_read_by_a_person_and_both_are_words() {
    let mut text = drill();
    let said = format!("Merknad: {}", text.mark());
    let at = text.after(DAY);
    text.take(Evidently::File, at, said);
    let judged = text.judged();
    assert_eq!((judged.verdict, judged.grade), (Verdict::Seen, Some(Grade::Word)));
    assert_eq!(shown(&text.record, &judged)[0].basis, Basis::Statement);
    let mut picture = drill();
    picture.take(Evidently::File, at, PICTURE);
    assert_eq!(picture.judged().verdict, Verdict::SeenWithoutMark, "nobody has read it yet");
    let of = Digest::of(PICTURE);
    let read = |mark: &str, of: Digest| {
        let word = word(at, &format!("I bildet står {mark}"));
        word.replace('}', &format!(",\"of\":\"{of}\"}}"))
    };
    picture.take(Evidently::Person, at, read(&picture.mark(), of));
    assert_eq!(
        (picture.judged().verdict, picture.judged().grade),
        (Verdict::Seen, Some(Grade::Word))
    );
    // A reading of a picture that is not there counts only where a person's word was agreed on.
    let mut none = drill();
    none.record.plan.person = false;
    none.take(Evidently::Person, at, read(&none.mark(), of));
    assert_eq!(none.judged().findings[0].code, Code::NotAgreed);
    none.take(Evidently::File, at, PICTURE);
    assert_eq!(none.judged().verdict, Verdict::Seen);
}

#[test]
fn a_marker_that_no_backup_can_have_gives_no_verdict() {
    let change = |change: fn(&mut Drill)| {
        let mut drill = drill();
        let mark = drill.mark();
        by_mail(&mut drill, DAY, &mark);
        change(&mut drill);
        drill.judged().verdict
    };
    assert_eq!(change(|_| ()), Verdict::Seen);
    let deleted_soon = |drill: &mut Drill| {
        drill.record.emissions[1].at = drill.record.emissions[0].at.plus(Span::from_days(1));
    };
    assert_eq!(change(deleted_soon), Verdict::NotEmitted);
    assert_eq!(change(|drill| drop(drill.record.emissions.remove(1))), Verdict::NotEmitted);
    assert_eq!(change(|drill| drop(drill.record.emissions.remove(2))), Verdict::NotEmitted);
    let not_there = |drill: &mut Drill| drill.record.emissions[2].restore_to = Some(drill.t0);
    assert_eq!(change(not_there), Verdict::NotEmitted);
    let asked_before = |drill: &mut Drill| drill.record.emissions[2].at = drill.after(-2 * DAY);
    assert_eq!(change(asked_before), Verdict::NotEmitted);
}

/// A restore drill and the verdict that is true of it.
pub(crate) fn simulated(seed: u64) -> (Drill, Verdict) {
    let mut dice = Dice::of(seed.wrapping_add(77_000));
    let t0 = Instant::from_millis(1_772_400_000_000 + 1_000 * dice.roll(1_000_000));
    let mut drill = asked(NONCE, t0);
    let mark = drill.mark();
    let (timely, late) =
        (dice.roll(2 * DAY / 1_000) * 1_000, 2 * DAY + 2 * MINUTE + dice.roll(7 * DAY));
    let file = |drill: &mut Drill, after: i64, said: String| {
        let at = drill.after(after);
        drill.take(Evidently::File, at, said);
    };
    let verdict = match dice.roll(8) {
        0 => {
            by_mail(&mut drill, timely, &mark);
            Verdict::Seen
        }
        1 => {
            file(&mut drill, timely, mark.clone());
            Verdict::Seen
        }
        2 => {
            by_mail(&mut drill, late, &mark);
            Verdict::SeenLate
        }
        3 => {
            by_mail(&mut drill, timely, OTHER);
            Verdict::SeenWrong
        }
        4 => {
            file(&mut drill, timely, "Alt er gjenopprettet".to_owned());
            Verdict::SeenWithoutMark
        }
        5 => {
            drill.record.emissions.pop();
            by_mail(&mut drill, timely, &mark);
            Verdict::NotEmitted
        }
        6 => {
            drill.record.stopped = Some(drill.t0);
            Verdict::Stopped
        }
        _ => Verdict::NotSeen,
    };
    // What must not matter.
    if dice.roll(3) == 0 {
        let at = drill.after(timely);
        drill.take(Evidently::Mail, at, mail("fail", "forged", at, &mark));
    }
    if dice.roll(3) == 0 {
        by_mail(&mut drill, 11 * DAY, &mark);
    }
    if dice.roll(3) == 0 {
        by_mail(&mut drill, -DAY, &mark);
    }
    (drill, verdict)
}

#[test]
fn every_verdict_of_five_hundred_simulated_restore_drills_is_right() {
    let mut told = BTreeMap::new();
    for seed in 1..=500 {
        let (drill, verdict) = simulated(seed);
        let judged = drill.judged();
        assert_eq!(judged.verdict, verdict, "seed {seed}: {judged:#?}");
        *told.entry(verdict.name()).or_insert(0) += 1;
    }
    for name in ["seen", "seen_late", "seen_wrong", "seen_without_mark", "not_seen", "not_emitted"]
    {
        assert!(told.get(name).is_some_and(|count| *count >= 25), "{name}: {told:?}");
    }
}
