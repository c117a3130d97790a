//! Call-out tests: what is done when, what is never done, and the verdict.

use arvak_core::drill::callout::parse;
use arvak_core::{EntryId, Instant, Outcome, SourceFile, Span};
use arvak_monitoring::callout::{
    ATTEMPTS_MAX, Call, CallPlan, CallRecord, GRACE, Next, Reached, Verdict, judge, moment, next,
    shown,
};
use arvak_monitoring::canonical;

const DEFINITION: &str = include_str!("../../../core/src/mistake/tests/callout.toml");
const NONCE: &str = "0123456789abcdef0123456789abcdef";

fn minutes(count: i64) -> Span {
    Span::from_millis(count * 60_000)
}

fn record() -> CallRecord {
    let definition = parse(SourceFile { name: "d.toml", text: DEFINITION }).unwrap();
    let organisation = "organisation/nordvik".parse().unwrap();
    let id = "vakta-i-mars-1".parse().unwrap();
    let now = Instant::from_millis(0);
    let plan =
        CallPlan::of(id, (&definition, DEFINITION), organisation, NONCE.to_owned(), now).unwrap();
    let judged_at = plan.moment;
    CallRecord { v: 1, plan, entry: EntryId(7), calls: Vec::new(), stopped: None, judged_at }
}

/// Carries out what is due, as a world would in which every call gets through.
fn carry_out(record: &mut CallRecord, sent: bool) -> usize {
    let Next::Call(due) = next(record) else { return 0 };
    let count = due.len();
    for one in due {
        record.calls.push(Call {
            step: one.step,
            way: one.way,
            attempt: one.attempt,
            begun_at: record.judged_at,
            sent_at: sent.then_some(record.judged_at),
            problem: None,
            is_final: false,
            acknowledged_at: None,
        });
    }
    count
}

#[test]
fn the_moment_is_drawn_by_the_nonce_and_lies_in_the_period() {
    let plan = record().plan;
    assert!(plan.from <= plan.moment && plan.moment < plan.to);
    assert_eq!(plan.moment, moment(NONCE, plan.from, plan.to));
    let mut drawn: Vec<_> =
        (0..200).map(|number| moment(&format!("{number:032x}"), plan.from, plan.to)).collect();
    assert!(drawn.iter().all(|at| plan.from <= *at && *at < plan.to));
    drawn.sort_unstable();
    drawn.dedup();
    assert!(drawn.len() > 190, "moments are spread");
    let other = CallPlan { within_ms: 1, ..plan.clone() };
    assert_ne!(plan.seal(), other.seal(), "the seal binds what was promised");
}

#[test]
fn nobody_is_called_before_the_moment_and_nobody_after_the_period() {
    let mut record = record();
    record.judged_at = Instant::from_millis(record.plan.moment.as_millis() - 1);
    assert_eq!(next(&record), Next::Wait);
    let mut at_the_end = record.clone();
    at_the_end.plan.moment = Instant::from_millis(record.plan.to.as_millis() - 1);
    at_the_end.judged_at = record.plan.to.plus(Span::from_millis(5_000));
    assert!(matches!(next(&at_the_end), Next::Call(_)), "a worker looks every few seconds");
    record.judged_at = record.plan.to.max(record.plan.moment.plus(GRACE));
    assert_eq!(next(&record), Next::Nothing);
    assert_eq!(judge(&record).verdict, Verdict::NotCalled);
    assert_eq!(shown(&record, &judge(&record)), None, "what we did not do says nothing of them");
}

#[test]
fn the_next_on_the_list_is_called_when_the_first_is_silent() {
    let mut record = record();
    assert_eq!(carry_out(&mut record, true), 1, "the first has one way");
    assert_eq!(next(&record), Next::Wait);
    let t0 = record.judged_at;
    record.judged_at = t0.plus(minutes(10));
    assert_eq!(carry_out(&mut record, true), 3, "the second is called by all ways");
    record.judged_at = t0.plus(minutes(12));
    record.calls[2].acknowledged_at = Some(record.judged_at);
    assert_eq!(next(&record), Next::Record);
    let judged = judge(&record);
    assert_eq!((judged.verdict, judged.took_ms), (Verdict::Answered, Some(12 * 60_000)));
    let reached: Vec<_> = judged.steps.iter().map(|step| step.reached).collect();
    assert_eq!(reached, [Reached::Silent, Reached::Answered]);
    assert_eq!(shown(&record, &judged).unwrap().result, Outcome::Supports);
}

#[test]
fn whoever_acknowledged_ends_the_calling() {
    let mut record = record();
    carry_out(&mut record, true);
    record.calls[0].acknowledged_at = Some(record.judged_at);
    record.judged_at = record.judged_at.plus(minutes(20));
    assert_eq!(next(&record), Next::Record, "the second is never called");
}

#[test]
fn nobody_in_time_refutes_and_late_is_not_never() {
    let mut record = record();
    carry_out(&mut record, true);
    let t0 = record.judged_at;
    record.judged_at = t0.plus(minutes(30));
    assert_eq!(judge(&record).verdict, Verdict::Pending, "the last instant is in time");
    record.judged_at = t0.plus(minutes(31));
    assert_eq!((judge(&record).verdict, next(&record)), (Verdict::Unanswered, Next::Wait));
    let mut late = record.clone();
    late.calls[0].acknowledged_at = Some(late.judged_at);
    let judged = judge(&late);
    assert_eq!(judged.verdict, Verdict::AnsweredLate);
    assert_eq!(shown(&late, &judged).unwrap().code, Some("incident.call_late"));
    record.judged_at = t0.plus(minutes(61));
    assert_eq!(next(&record), Next::Record);
    let found = shown(&record, &judge(&record)).unwrap();
    assert_eq!((found.result, found.code), (Outcome::Refutes, Some("incident.call_unanswered")));
    assert_eq!(found.at, t0.plus(minutes(30)), "it was true when the time was over");
    record.calls[0].acknowledged_at = Some(record.judged_at);
    assert_eq!(judge(&record).verdict, Verdict::Unanswered, "nobody listens any more");
}

#[test]
fn a_call_that_may_have_arrived_is_sent_again_and_says_so() {
    let mut record = record();
    carry_out(&mut record, false);
    // This machine went down after it was noted, and nobody knows whether a byte went.
    let Next::Call(due) = next(&record) else { panic!("it is tried again") };
    assert!(due.len() == 1 && due[0].is_again && due[0].attempt == 2, "{due:?}");
    // One of which the relay said that it did not take it is not a second one.
    record.calls[0].problem = Some("refused".to_owned());
    assert_eq!(next(&record), Next::Wait, "not at once");
    record.judged_at = record.judged_at.plus(minutes(1));
    let Next::Call(due) = next(&record) else { panic!("it is tried again") };
    assert!(!due[0].is_again, "{due:?}");
    record.calls[0].problem = Some("timeout".to_owned());
    let Next::Call(due) = next(&record) else { panic!("it is tried again") };
    assert!(due[0].is_again, "{due:?}");
}

#[test]
fn whoever_cannot_be_called_is_passed_over_and_not_blamed() {
    let mut record = record();
    carry_out(&mut record, false);
    (record.calls[0].problem, record.calls[0].is_final) = (Some("refused".to_owned()), true);
    assert_eq!(carry_out(&mut record, true), 3, "the next one at once");
    let judged = judge(&record);
    assert_eq!(judged.steps[0].reached, Reached::NotReached);
    // Nobody at all.
    let mut none = super::callouts::record();
    for _ in 0..=ATTEMPTS_MAX {
        carry_out(&mut none, false);
        for call in &mut none.calls {
            call.problem = Some("unreachable".to_owned());
        }
        none.judged_at = none.judged_at.plus(minutes(2));
    }
    none.judged_at = none.plan.moment.plus(minutes(70));
    assert_eq!((judge(&none).verdict, next(&none)), (Verdict::NotCalled, Next::Nothing));
}

#[test]
fn an_acknowledgement_shows_that_the_call_arrived() {
    let mut record = record();
    carry_out(&mut record, false);
    record.calls[0].acknowledged_at = Some(record.judged_at.plus(minutes(3)));
    record.judged_at = record.judged_at.plus(minutes(4));
    assert_eq!((judge(&record).verdict, next(&record)), (Verdict::Answered, Next::Record));
}

#[test]
fn what_is_stopped_has_no_verdict_and_calls_nobody() {
    let mut record = record();
    carry_out(&mut record, true);
    record.stopped = Some(record.judged_at);
    record.judged_at = record.judged_at.plus(minutes(90));
    assert_eq!((judge(&record).verdict, next(&record)), (Verdict::Stopped, Next::Nothing));
}

/// A test whose calls and answers are drawn, judged at a time that is drawn too.
fn simulated(seed: u64) -> CallRecord {
    let mut dice = crate::simulated::Dice::of(seed.wrapping_add(990_000));
    let mut record = record();
    let moment = record.plan.moment;
    for (step, ways) in [(1, vec!["mail"]), (2, vec!["mail", "sms", "webhook"])] {
        for way in ways {
            for attempt in 1..=u32::try_from(dice.roll(3)).unwrap() {
                let begun_at = moment.plus(Span::from_millis(dice.roll(1_800_000)));
                let sent = dice.roll(3) > 0;
                let answered = dice.roll(4) == 0;
                record.calls.push(Call {
                    step,
                    way: way.to_owned(),
                    attempt,
                    begun_at,
                    sent_at: sent.then(|| begun_at.plus(Span::from_millis(dice.roll(9_000)))),
                    problem: (!sent).then(|| "timeout".to_owned()),
                    is_final: dice.roll(4) == 0,
                    acknowledged_at: answered
                        .then(|| begun_at.plus(Span::from_millis(dice.roll(5_400_000)))),
                });
            }
        }
    }
    record.stopped = (dice.roll(20) == 0).then_some(moment);
    record.judged_at = moment.plus(Span::from_millis(dice.roll(9_000_000)));
    record
}

#[test]
fn a_verifier_of_its_own_tells_the_same_of_a_thousand_call_out_tests() {
    let root = tempfile::tempdir().unwrap();
    let mut told = std::collections::BTreeMap::new();
    let mut command = std::process::Command::new("python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/peers/callout_verdict.py"));
    for seed in 1..=1_000 {
        let record = simulated(seed);
        let judged = judge(&record);
        *told.entry(judged.verdict.name()).or_insert(0) += 1;
        let folder = root.path().join(seed.to_string());
        std::fs::create_dir_all(&folder).unwrap();
        let files = [
            ("plan.json", canonical(&record.plan)),
            ("record.json", canonical(&record)),
            ("verdict.json", canonical(&judged)),
        ];
        for (name, text) in files {
            std::fs::write(folder.join(name), text.unwrap()).unwrap();
        }
        command.arg(folder);
    }
    for verdict in Verdict::ALL {
        let count = told.get(verdict.name()).copied().unwrap_or_default();
        assert!(count >= 10, "{}: {told:?}", verdict.name());
    }
    let Ok(output) = command.output() else {
        println!("SKIPPED: no python3; scripts/test-tools installs it");
        return;
    };
    let lines = String::from_utf8(output.stdout).unwrap();
    let wrong = lines.lines().find(|line| !line.contains("\"wrong\": []"));
    assert!(output.status.success() && wrong.is_none(), "{wrong:?}");
    assert_eq!(lines.lines().count(), 1_000);
}
