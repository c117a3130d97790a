//! A thousand drills by fixed seeds. Each is made from what is *true* of it: the truth is drawn first and written down, and then
//! receipts are made that agree with it, and others that must not matter. The judge sees the receipts alone.

use arvak_core::Instant;
use arvak_monitoring::{Evidently, Grade, Receipt, Verdict};

use crate::parties::{Drill, KEY, MINUTE, mail, webhook, word};

/// xorshift64*: the same numbers for ever.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) const fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number from 0 to `below` - 1.
    pub(crate) fn roll(&mut self, below: i64) -> i64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        i64::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % below
    }

    fn one_in(&mut self, of: i64) -> bool {
        self.roll(of) == 0
    }
}

/// What is true of a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Truth {
    pub(crate) verdict: Verdict,
    pub(crate) grade: Option<Grade>,
    pub(crate) detected_ms: Option<i64>,
}

/// Thirty minutes and the two that clocks may differ; then a day.
const LATEST: i64 = 32 * MINUTE;
const END: i64 = 24 * 60 * MINUTE + 2 * MINUTE;

/// A drill and what is true of it.
pub(crate) fn simulated(seed: u64) -> (Drill, Truth) {
    let mut dice = Dice::of(seed);
    let t0 = Instant::from_millis(1_772_400_000_000 + 1_000 * dice.roll(1_000_000));
    let nonce: String = (0..32)
        .map(|_| char::from(b"0123456789abcdef"[usize::try_from(dice.roll(16)).unwrap()]))
        .collect();
    let mut drill = Drill::emitted(&nonce, t0);
    let truth = play(&mut drill, &mut dice);
    noise(&mut drill, &mut dice, truth.verdict);
    let receipts = &mut drill.record.receipts;
    for index in (1..receipts.len()).rev() {
        receipts
            .swap(index, usize::try_from(dice.roll(i64::try_from(index).unwrap() + 1)).unwrap());
    }
    (drill, truth)
}

/// What the supplier did.
fn play(drill: &mut Drill, dice: &mut Dice) -> Truth {
    let timely = 1_000 * dice.roll(LATEST / 1_000 + 1);
    let late = LATEST + 1_000 + 1_000 * dice.roll((END - LATEST) / 1_000 - 1);
    let mark = drill.mark();
    let truth = |verdict, grade, detected_ms| Truth { verdict, grade, detected_ms };
    let (proven, by_word) = (Some(Grade::Proven), Some(Grade::Word));
    match dice.roll(10) {
        0..=2 => {
            told(drill, dice, timely, &mark);
            truth(Verdict::Seen, proven, Some(timely))
        }
        3 => {
            written(drill, dice, timely, &mark);
            if dice.one_in(2) {
                // That it is proven later does not make it late.
                told(drill, dice, late, &mark);
            }
            truth(Verdict::Seen, by_word, Some(timely))
        }
        4 | 5 => {
            told(drill, dice, late, &mark);
            truth(Verdict::SeenLate, proven, Some(late))
        }
        6 => {
            told(drill, dice, timely, "noe er galt");
            truth(Verdict::SeenWithoutMark, proven, None)
        }
        7 => {
            drill.record.stopped = Some(drill.after(dice.roll(LATEST)));
            told(drill, dice, timely, &mark);
            truth(Verdict::Stopped, None, None)
        }
        8 if dice.one_in(2) => {
            drill.record.emissions[0].is_done = false;
            truth(Verdict::NotEmitted, None, None)
        }
        _ => truth(Verdict::NotSeen, None, None),
    }
}

/// Whole seconds, since a mail's time has no parts of one: the trace is left at one.
fn told(drill: &mut Drill, dice: &mut Dice, after: i64, said: &str) {
    let at = drill.after(after);
    if dice.one_in(2) {
        // The signed second may be a little off; and it is sent again, which is the same message.
        let signed = Instant::from_millis(at.as_millis() - 60_000 + dice.roll(120_000));
        let bytes = webhook(KEY, "told", signed, said);
        if dice.one_in(3) {
            drill.take(Evidently::Webhook, drill.after(after + 30_000), bytes.clone());
        }
        drill.take(Evidently::Webhook, at, bytes);
    } else {
        let bytes = mail("pass", "told", at, said);
        if dice.one_in(3) {
            drill.take(Evidently::Mail, drill.after(after + 3 * MINUTE), bytes.clone());
        }
        drill.take(Evidently::Mail, drill.after(after + dice.roll(600) * MINUTE), bytes);
    }
}

fn written(drill: &mut Drill, dice: &mut Dice, after: i64, said: &str) {
    let (told, taken) = (drill.after(after), drill.after(after + dice.roll(90) * MINUTE));
    drill.take(Evidently::Person, taken, word(told, &format!("De ringte og leste opp {said}.")));
}

/// What must not matter.
fn noise(drill: &mut Drill, dice: &mut Dice, verdict: Verdict) {
    let mark = drill.mark();
    let at = drill.after(dice.roll(LATEST));
    let other = "arvak-abcdefabcdefabcdefabcdefabcdefab";
    if dice.one_in(3) {
        drill.take(
            Evidently::Webhook,
            at,
            webhook(b"a key that somebody else made up", "forged", at, &mark),
        );
    }
    if dice.one_in(3) {
        drill.take(Evidently::Mail, at, mail("fail", "forged", at, &mark));
    }
    if dice.one_in(3) {
        let evil = mail("pass", "evil", at, &mark).replace("norskdrift", "evil");
        drill.take(Evidently::Mail, at, evil);
    }
    if dice.one_in(3) {
        drill.take(Evidently::Webhook, at, webhook(KEY, "other", at, other));
    }
    if dice.one_in(3) {
        let early = drill.after(-2 * MINUTE - 1_000 - dice.roll(1_000_000));
        drill.take(Evidently::Webhook, early, webhook(KEY, "early", early, &mark));
    }
    if dice.one_in(3) {
        let over = drill.after(END + 1_000 + dice.roll(1_000_000_000));
        drill.take(Evidently::Webhook, over, webhook(KEY, "over", over, &mark));
    }
    if dice.one_in(3) {
        let old = Instant::from_millis(at.as_millis() - 7 * MINUTE - 1_000 - dice.roll(1_000_000));
        drill.take(Evidently::Webhook, at, webhook(KEY, "old", old, &mark));
    }
    if dice.one_in(4) {
        drill.take(Evidently::Mail, at, "");
        drill.take(Evidently::Webhook, at, format!("webhook-id: x\r\n\r\n{mark}"));
        drill.take(Evidently::Person, at, format!("{{\"said\":\"{mark}\"}}"));
    }
    if dice.one_in(4) {
        let raw = arvak_core::Digest::of(b"lost on the way");
        drill.record.receipts.push(Receipt { at, channel: Evidently::Mail, raw, is_signed: None });
    }
    // Without a mark, and too late to be an answer.
    if dice.one_in(3) {
        let late = drill.after(LATEST + 1_000 + dice.roll(1_000_000));
        drill.take(Evidently::Webhook, late, webhook(KEY, "unmarked", late, "noe annet"));
    }
    // Without a mark beside an answer that bears it.
    if matches!(verdict, Verdict::Seen | Verdict::SeenLate) && dice.one_in(3) {
        drill.take(Evidently::Webhook, at, webhook(KEY, "beside", at, "noe annet"));
    }
}

#[test]
fn every_verdict_of_a_thousand_simulated_drills_is_right() {
    let mut told = std::collections::BTreeMap::new();
    for seed in 1..=1_000 {
        let (drill, truth) = simulated(seed);
        let judged = drill.judged();
        let found =
            Truth { verdict: judged.verdict, grade: judged.grade, detected_ms: judged.detected_ms };
        assert_eq!(found, truth, "seed {seed}: {judged:#?}");
        assert_eq!(
            drill.judged_without_key().verdict,
            truth.verdict,
            "seed {seed}: as it was told when it came"
        );
        *told.entry(truth.verdict.name()).or_insert(0) += 1;
        for finding in &judged.findings {
            *told.entry(finding.code.name()).or_insert(0) += 1;
        }
    }
    // Everything that can be true, and everything that must not matter, was there often enough to be tried.
    let names = ["seen", "seen_late", "not_seen", "seen_without_mark", "stopped", "not_emitted"];
    let codes = [
        "marked",
        "unmarked",
        "doubled",
        "forged",
        "replayed",
        "other_mark",
        "before",
        "after",
        "unreadable",
    ];
    for name in names.iter().chain(&codes) {
        assert!(told.get(name).is_some_and(|count| *count >= 25), "{name}: {told:?}");
    }
}
