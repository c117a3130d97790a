//! Trials of two-factor log-in, for a terminal: what was refuted first, each with its arms and what to do.

use arvak_core::Status;
use arvak_mfa::{Found, Verdict};
use arvak_words::Words;

use super::colour::Paint;
use super::columns::{WIDTH, fit, wrap};

/// Columns before what is told of a service.
const INDENT: usize = 4;

/// All trials, then how many there are of each verdict.
pub(crate) fn all(found: &[Found], words: &Words, paint: Paint) -> String {
    let mut sorted: Vec<&Found> = found.iter().collect();
    sorted.sort_by_key(|found| (rank(found.judged.verdict), &found.id));
    let mut texts: Vec<_> = sorted.into_iter().map(|found| one(found, words, paint)).collect();
    let verdicts = [Verdict::Refuted, Verdict::Unknown, Verdict::PolicyOnly, Verdict::Proven];
    let counts = verdicts.into_iter().filter_map(|verdict| {
        let count = found.iter().filter(|found| found.judged.verdict == verdict).count();
        (count > 0).then(|| format!("{count} {}", verdict_word(verdict, words)))
    });
    texts.push(format!("\n{}", counts.collect::<Vec<_>>().join(", ")));
    texts.join("\n")
}

const fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::Refuted => 0,
        Verdict::Unknown => 1,
        Verdict::PolicyOnly => 2,
        Verdict::Proven => 3,
    }
}

const fn sign(verdict: Verdict) -> (&'static str, Status) {
    match verdict {
        Verdict::Refuted => ("✗", Status::Refuted),
        Verdict::Unknown => ("?", Status::Missing),
        Verdict::PolicyOnly => ("!", Status::Partial),
        Verdict::Proven => ("✓", Status::Verified),
    }
}

fn verdict_word(verdict: Verdict, words: &Words) -> String {
    words.plain(&format!("mfa-verdict-{}", verdict.name()))
}

fn one(found: &Found, words: &Words, paint: Paint) -> String {
    let (sign, state) = sign(found.judged.verdict);
    let mut text = format!(
        "{} {} {}",
        paint.state(state, sign),
        paint.bold(&fit(&found.id, 34)),
        paint.state(state, &verdict_word(found.judged.verdict, words)),
    );
    let arm = |(arm, seen): &(arvak_mfa::Arm, arvak_mfa::Seen)| {
        format!(
            "{}: {}",
            words.plain(&format!("mfa-arm-{}", arm.name())),
            seen_word(seen.code(), words)
        )
    };
    let arms: Vec<_> = found.arms.iter().map(arm).collect();
    let next = words.plain(&format!("mfa-next-{}", found.judged.next));
    for line in [reason(&found.judged.reason, words), arms.join(" · "), next] {
        if !line.is_empty() {
            text.push('\n');
            text.push_str(&" ".repeat(INDENT));
            text.push_str(&wrap(&line, WIDTH - INDENT, INDENT));
        }
    }
    text
}

fn seen_word(code: &str, words: &Words) -> String {
    let id = format!("mfa-seen-{code}");
    if words.has(&id) { words.plain(&id) } else { code.to_owned() }
}

/// The sentence of a reason. Those about another way in name the way; those of the network are told by their code.
pub(crate) fn reason(code: &str, words: &Words) -> String {
    words.trial_reason(code)
}

#[cfg(test)]
mod tests {
    use arvak_mfa::{Judged, Seen};
    use arvak_words::Lang;

    use super::*;

    #[test]
    fn everything_that_is_seen_has_a_word_in_every_language() {
        for lang in [Lang::Nb, Lang::Nn, Lang::En] {
            let words = Words::new(lang);
            for seen in Seen::ALL {
                assert!(words.has(&format!("mfa-seen-{}", seen.code())), "{lang:?} {seen}");
                let next = Judged::unknown(seen.code()).next;
                assert!(words.has(&format!("mfa-next-{next}")), "{lang:?} {next}");
            }
            for next in ["keep-the-canary", "demand-second-factor", "close-the-way-in"] {
                assert!(words.has(&format!("mfa-next-{next}")), "{lang:?} {next}");
            }
        }
    }

    #[test]
    fn what_was_refuted_stands_first_with_its_arms() {
        let found = |id: &str, verdict, reason: &str, next| Found {
            id: id.to_owned(),
            judged: Judged { verdict, reason: reason.to_owned(), next },
            arms: vec![
                (arvak_mfa::Arm::WrongPassword, Seen::Refused),
                (arvak_mfa::Arm::WrongCode, Seen::Session),
            ],
            ways: Vec::new(),
            observation: None,
        };
        let found = [
            found("epj", Verdict::Proven, "three-arms-behaved", "keep-the-canary"),
            found("vpn", Verdict::Refuted, "any-code-opens", "demand-second-factor"),
            found("e-post", Verdict::Refuted, "bypass-http-basic", "close-the-way-in"),
            found("portal", Verdict::Unknown, "net.timeout", "try-again-later"),
        ];
        let text = all(&found, &Words::new(Lang::Nb), Paint(false));
        let heads: Vec<_> = text.lines().filter(|line| !line.starts_with(' ')).collect();
        let first = |line: &str| line.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
        let heads: Vec<_> = heads.into_iter().map(first).collect();
        assert_eq!(heads, ["✗ e-post", "✗ vpn", "? portal", "✓ epj", "", "2 avkreftet,"]);
        for said in [
            "Passordet alene slapp inn en annen vei: http-basic.",
            "Prøven stanset (net.timeout).",
            "feil passord: avvist · feil kode: kom inn",
            "2 avkreftet, 1 kunne ikke avgjøres, 1 bevist",
        ] {
            assert!(text.contains(said), "{said} in {text}");
        }
    }
}
