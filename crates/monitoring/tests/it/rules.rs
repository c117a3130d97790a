//! The rules one by one.

use arvak_core::drill::{Kind, Level};
use arvak_core::{Basis, Instant, Outcome};
use arvak_monitoring::{Code, Evidently, Grade, Judged, Plan, Verdict, Way, shown};

use crate::parties::{DEFINITION, Drill, KEY, MINUTE, definition, mail, webhook, word};

const NONCE: &str = "00112233445566778899aabbccddeeff";

fn drill() -> Drill {
    Drill::emitted(NONCE, "2026-03-03T02:00:00Z".parse().unwrap())
}

/// A signed answer that many minutes after the trace.
fn answer(drill: &mut Drill, minutes: i64, said: &str) {
    let at = drill.after(minutes * MINUTE);
    drill.take(Evidently::Webhook, at, webhook(KEY, &format!("m{minutes}"), at, said));
}

fn codes(judged: &Judged) -> Vec<Code> {
    judged.findings.iter().map(|one| one.code).collect()
}

#[test]
fn an_answer_with_the_mark_in_time_is_seen() {
    let mut drill = drill();
    let mark = drill.mark();
    answer(&mut drill, 30, &mark);
    let judged = drill.judged();
    assert_eq!((judged.verdict, judged.grade), (Verdict::Seen, Some(Grade::Proven)));
    assert_eq!((judged.detected_ms, judged.is_within_skew), (Some(30 * MINUTE), false));
}

#[test]
fn in_time_ends_where_clocks_can_no_longer_explain_it() {
    // Thirty minutes, and two that clocks may differ.
    for (minutes, verdict, is_within_skew) in
        [(31, Verdict::Seen, true), (32, Verdict::Seen, true), (33, Verdict::SeenLate, false)]
    {
        let mut drill = drill();
        let mark = drill.mark();
        answer(&mut drill, minutes, &mark);
        let judged = drill.judged();
        assert_eq!((judged.verdict, judged.is_within_skew), (verdict, is_within_skew), "{minutes}");
    }
}

#[test]
fn an_answer_with_the_mark_of_another_drill_says_nothing_and_one_without_a_mark_says_little() {
    let mut drill = drill();
    answer(&mut drill, 5, "arvak-ffffffffffffffffffffffffffffffff");
    assert_eq!(
        (drill.judged().verdict, codes(&drill.judged())),
        (Verdict::NotSeen, vec![Code::OtherMark])
    );
    answer(&mut drill, 6, "mange feil");
    let judged = drill.judged();
    assert_eq!((judged.verdict, judged.detected_ms), (Verdict::SeenWithoutMark, None));
    assert_eq!(shown(&drill.record, &judged)[0].result, Outcome::Inconclusive);
}

#[test]
fn before_and_after_and_wrong_and_old_and_doubled_do_not_count() {
    let mut drill = drill();
    let mark = drill.mark();
    let (early, late, timely) =
        (drill.after(-3 * MINUTE), drill.after(25 * 60 * MINUTE), drill.after(MINUTE));
    drill.take(Evidently::Webhook, early, webhook(KEY, "early", early, &mark));
    drill.take(Evidently::Webhook, late, webhook(KEY, "late", late, &mark));
    drill.take(
        Evidently::Webhook,
        timely,
        webhook(b"another key of 24 bytes or more", "x", timely, &mark),
    );
    drill.take(Evidently::Webhook, timely, webhook(KEY, "old", drill.after(-8 * MINUTE), &mark));
    drill.take(Evidently::Webhook, timely, "no webhook at all");
    drill.take(Evidently::Mail, timely, mail("fail", "1", timely, &mark));
    let judged = drill.judged();
    let expected =
        [Code::Before, Code::After, Code::Forged, Code::Replayed, Code::Unreadable, Code::Forged];
    assert_eq!((judged.verdict, codes(&judged)), (Verdict::NotSeen, expected.to_vec()));
    answer(&mut drill, 9, &mark);
    let again = (drill.record.receipts.last().unwrap().clone(), drill.after(10 * MINUTE));
    drill.record.receipts.push(arvak_monitoring::Receipt { at: again.1, ..again.0 });
    let judged = drill.judged();
    assert_eq!(codes(&judged)[6..], [Code::Marked, Code::Doubled]);
    assert_eq!(judged.detected_ms, Some(9 * MINUTE));
}

#[test]
fn raw_bytes_that_were_changed_or_lost_are_no_receipt() {
    let mut drill = drill();
    let mark = drill.mark();
    answer(&mut drill, 5, &mark);
    drill.raw.values_mut().for_each(|bytes| bytes.push(b' '));
    assert_eq!(codes(&drill.judged()), [Code::Unreadable]);
    drill.raw.clear();
    assert_eq!(
        (drill.judged().verdict, codes(&drill.judged())),
        (Verdict::NotSeen, vec![Code::Unreadable])
    );
}

#[test]
fn a_word_is_a_word_and_never_betters_nor_worsens_what_is_proven() {
    let mut drill = drill();
    let mark = drill.mark();
    let (told, taken) = (drill.after(10 * MINUTE), drill.after(600 * MINUTE));
    drill.take(Evidently::Person, taken, word(told, &mark));
    let judged = drill.judged();
    assert_eq!((judged.verdict, judged.grade), (Verdict::Seen, Some(Grade::Word)));
    assert_eq!(
        judged.detected_ms,
        Some(10 * MINUTE),
        "when they were told, not when they wrote it"
    );
    let evidence = shown(&drill.record, &judged);
    assert_eq!((evidence[0].result, evidence[0].basis), (Outcome::Supports, Basis::Statement));
    answer(&mut drill, 20, &mark);
    let judged = drill.judged();
    assert_eq!(
        (judged.verdict, judged.grade, judged.detected_ms),
        (Verdict::Seen, Some(Grade::Proven), Some(20 * MINUTE))
    );
    assert_eq!(shown(&drill.record, &judged)[0].basis, Basis::Exercise);
}

#[test]
fn a_word_about_the_future_counts_from_when_it_was_written_down() {
    let mut drill = drill();
    let mark = drill.mark();
    let (told, taken) = (drill.after(10 * MINUTE), drill.after(5 * MINUTE));
    drill.take(Evidently::Person, taken, word(told, &mark));
    assert_eq!(drill.judged().seen_at, Some(taken));
}

#[test]
fn the_time_of_a_mail_is_that_of_our_own_server_and_of_a_forged_one_is_none() {
    let mut drill = drill();
    let mark = drill.mark();
    let (sent, taken) = (drill.after(12 * MINUTE), drill.after(300 * MINUTE));
    drill.take(Evidently::Mail, taken, mail("pass", "1", sent, &mark));
    let judged = drill.judged();
    assert_eq!((judged.verdict, judged.detected_ms), (Verdict::Seen, Some(12 * MINUTE)));
}

#[test]
fn a_way_that_was_not_agreed_on_says_nothing() {
    let mut drill = drill();
    let mark = drill.mark();
    let at = drill.after(MINUTE);
    drill.record.plan.person = false;
    drill.take(Evidently::Person, at, word(at, &mark));
    assert_eq!(
        (drill.judged().verdict, codes(&drill.judged())),
        (Verdict::NotSeen, vec![Code::NotAgreed])
    );
}

#[test]
fn a_drill_that_was_stopped_has_no_verdict_whatever_came() {
    let mut drill = drill();
    let mark = drill.mark();
    answer(&mut drill, 5, &mark);
    drill.record.stopped = Some(drill.after(MINUTE));
    let judged = drill.judged();
    assert_eq!(judged.verdict, Verdict::Stopped);
    assert_eq!(shown(&drill.record, &judged), []);
}

#[test]
fn nobody_missed_what_may_not_have_happened() {
    let mut drill = drill();
    drill.record.emissions[0].is_done = false;
    assert_eq!(drill.judged().verdict, Verdict::NotEmitted);
    let mark = drill.mark();
    answer(&mut drill, 5, &mark);
    assert_eq!(drill.judged().verdict, Verdict::Seen, "whoever has the mark has seen it");
    drill.record.emissions.clear();
    assert_eq!(drill.judged().verdict, Verdict::NotEmitted);
}

#[test]
fn nothing_is_missed_before_the_time_is_over() {
    let mut drill = drill();
    drill.record.judged_at = drill.after(32 * MINUTE);
    assert_eq!(drill.judged().verdict, Verdict::Pending);
    drill.record.judged_at = drill.after(32 * MINUTE + 1);
    let judged = drill.judged();
    assert_eq!(judged.verdict, Verdict::NotSeen);
    let evidence = shown(&drill.record, &judged);
    assert_eq!(
        (evidence[0].result, evidence[0].code),
        (Outcome::Refutes, Some("supplier.drill_missed"))
    );
    assert_eq!(evidence[0].basis, Basis::Exercise);
    drill.record.emissions[0].way = Way::Told;
    assert_eq!(
        shown(&drill.record, &judged)[0].basis,
        Basis::Statement,
        "that it happened is a word"
    );
}

#[test]
fn a_line_in_a_log_is_never_shown_as_an_act() {
    let mut drill = drill();
    let mark = drill.mark();
    answer(&mut drill, 5, &mark);
    let kinds = |drill: &Drill| -> Vec<_> {
        shown(&drill.record, &drill.judged()).into_iter().map(|one| one.kind).collect()
    };
    assert_eq!(kinds(&drill), ["supplier.drill_answered"]);
    drill.record.plan.level = Level::L2;
    assert_eq!(kinds(&drill), ["supplier.drill_answered", "detection.drill"]);
    drill.record.plan.kind = Kind::Contact;
    assert_eq!(kinds(&drill), ["supplier.contact_reached"]);
}

#[test]
fn a_source_that_is_cut_is_named_and_bears_no_mark() {
    let mut drill = drill();
    drill.record.plan.kind = Kind::Negative;
    drill.record.plan.looks_for = "fs01".to_owned();
    answer(&mut drill, 5, "ingen logger fra FS01 siden 03.00");
    assert_eq!(drill.judged().verdict, Verdict::Seen);
}

#[test]
fn the_seal_changes_with_everything_in_the_plan_and_needs_the_nonce() {
    let plan = drill().record.plan;
    let seal = plan.seal();
    let others = [
        Plan { nonce: NONCE.replace('0', "1"), ..plan.clone() },
        Plan { to: Instant::from_millis(plan.to.as_millis() + 1), ..plan.clone() },
        Plan { within_ms: plan.within_ms + 1, ..plan.clone() },
        Plan { level: Level::L2, ..plan.clone() },
    ];
    assert!(others.iter().all(|other| other.seal() != seal));
    let again: Plan = serde_json::from_str(&arvak_monitoring::canonical(&plan).unwrap()).unwrap();
    assert_eq!((again.seal(), again), (seal, plan));
    let (id, definition) = ("x".parse().unwrap(), definition());
    assert_eq!(Plan::of(id, (&definition, DEFINITION), NONCE.to_owned(), Some(b"short")), None);
}
