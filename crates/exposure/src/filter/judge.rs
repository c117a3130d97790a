//! What the answers mean. That a filter acts is shown by one request that was stopped while the usual ones were answered; that
//! it does not, by all of them being answered as usual. Anything between is no answer.

use arvak_probe::transcript::WebAsked;
use arvak_probe::{BadTranscript, CheckOutcome, Event, Grade, Judgement, Transcript};

use super::checks::{CHECKS, ID};
use super::observe::{ALIKE, ATTACKS, STOPPED, USUAL};
use super::{ATTACK_FILTER, NAME};
use crate::findings::{Findings, inconclusive, refutes, supports};

/// The refuter.
const PASSED: &str = "web.attack_passed";

/// Statuses with which filters refuse. What the usual request is answered with is never one.
const REFUSALS: [u16; 15] =
    [400, 401, 403, 404, 405, 406, 409, 412, 413, 414, 418, 429, 493, 501, 503];

/// Judges the bytes of a transcript.
pub(super) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let mut findings = Findings::default();
    let (result, reason, seen) = told(&transcript);
    findings.verdict(match result {
        CheckOutcome::Pass => supports(ATTACK_FILTER),
        CheckOutcome::Fail => refutes(ATTACK_FILTER, PASSED),
        _ => inconclusive(ATTACK_FILTER, &reason),
    });
    let grade = CHECKS.first().map_or(Grade::Info, |check| check.grade);
    findings.check(ID, grade, result, &reason, seen);
    Ok(findings.into_judgement(&transcript))
}

fn told(transcript: &Transcript) -> (CheckOutcome, String, String) {
    let unknown = |code: &str| (CheckOutcome::Inconclusive, code.to_owned(), String::new());
    let asked: Vec<&WebAsked> = transcript
        .events()
        .filter_map(|event| match event {
            Event::WebAsked(asked) => Some(asked),
            _ => None,
        })
        .collect();
    if transcript.truncated {
        return unknown("transcript.truncated");
    }
    let usual: Vec<&&WebAsked> = asked.iter().filter(|asked| asked.what == USUAL).collect();
    let Some(status) = usual.first().and_then(|asked| asked.status) else {
        let silent = usual.iter().find_map(|asked| asked.failure.as_deref());
        return unknown(silent.or(transcript.failure_code()).unwrap_or("not_asked"));
    };
    let is_refused = matches!(status, 403 | 406 | 429 | 501 | 503);
    if is_refused || usual.first().is_some_and(|usual| says_stopped(usual)) {
        return unknown("http.kept_out");
    }
    let attacks: Vec<&WebAsked> = ATTACKS
        .iter()
        .filter_map(|(what, _)| asked.iter().copied().find(|asked| asked.what == *what))
        .collect();
    // The usual request is asked twice: who is not answered after the last attack may be barred, or the server may be down.
    if attacks.len() < ATTACKS.len() || usual.len() < 2 {
        return unknown(transcript.failure_code().unwrap_or("not_asked"));
    }
    let stopped: Vec<String> = attacks
        .iter()
        .filter(|asked| is_stopped(asked, status))
        .map(|asked| format!("{} ({})", asked.what, end(asked)))
        .collect();
    let answered_after = usual.last().is_some_and(|last| last.status.is_some());
    let is_silence = attacks.iter().all(|asked| asked.status.is_none()) && !answered_after;
    if !stopped.is_empty() && !is_silence {
        let seen = format!("stopped: {}", stopped.join(", "));
        return (CheckOutcome::Pass, "http.attack_stopped".to_owned(), seen);
    }
    let is_passed = |asked: &&WebAsked| {
        asked.status == Some(status) && asked.marks.iter().any(|mark| mark == ALIKE)
    };
    // Whoever is barred after the last attack met a filter that looked, and let it through all the same.
    if attacks.iter().all(is_passed) && answered_after {
        let seen = format!("{} of {} answered as usual ({status})", attacks.len(), attacks.len());
        return (CheckOutcome::Fail, "http.attack_passed".to_owned(), seen);
    }
    unknown(if is_silence { "http.silent" } else { "http.attack_unclear" })
}

fn is_stopped(asked: &WebAsked, usual: u16) -> bool {
    match asked.status {
        None => asked.failure.is_some(),
        Some(status) => (status != usual && REFUSALS.contains(&status)) || says_stopped(asked),
    }
}

fn says_stopped(asked: &WebAsked) -> bool {
    asked.marks.iter().any(|mark| mark == STOPPED)
}

/// How the answer ended: a status, or why there was none.
fn end(asked: &WebAsked) -> String {
    let status = asked.status.map(|status| status.to_string());
    status.or_else(|| asked.failure.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What came of the five requests, in order.
    fn told_of(answers: [(Option<u16>, &[&str]); 5]) -> (CheckOutcome, String) {
        let whats = [USUAL, "script", "query", "file", USUAL];
        let event = |(what, (status, marks)): (&str, (Option<u16>, &[&str]))| {
            let marks: Vec<String> = marks.iter().map(|mark| format!("\"{mark}\"")).collect();
            let end = match status {
                Some(status) => format!("\"status\":{status},\"marks\":[{}]", marks.join(",")),
                None => "\"failure\":\"net.reset\"".to_owned(),
            };
            format!(
                "{{\"at_ms\":1,\"event\":\"web_asked\",\"what\":\"{what}\",\"method\":\"GET\",\"url\":\"https://a.example/\",{end}}}"
            )
        };
        let events: Vec<String> = whats.into_iter().zip(answers).map(event).collect();
        let text = format!(
            r#"{{"v":1,"probe":"attack-filter","method_version":1,"subject":"endpoint/a.example","host":"a.example","domain":"a.example","vantage":"outside","started_at":"2026-03-02T06:00:00Z","finished_at":"2026-03-02T06:00:01Z","events":[{}]}}"#,
            events.join(",")
        );
        let (result, reason, _) = told(&Transcript::decode(text.as_bytes()).unwrap());
        (result, reason)
    }

    #[test]
    fn one_request_that_is_stopped_shows_a_filter_and_all_that_pass_show_none() {
        use CheckOutcome::{Fail, Inconclusive, Pass};
        const SAME: &[&str] = &[ALIKE];
        const OTHER: &[&str] = &[];
        let ok = (Some(200), SAME);
        let gone = (None, OTHER);
        let no = (Some(403), OTHER);
        let page = (Some(200), &[ALIKE, STOPPED] as &[&str]);
        let away = (Some(302), SAME);
        for (answers, result, reason) in [
            ([ok, ok, ok, ok, ok], Fail, "http.attack_passed"),
            ([away, away, away, away, away], Fail, "http.attack_passed"),
            ([ok, no, no, no, ok], Pass, "http.attack_stopped"),
            ([ok, ok, no, ok, ok], Pass, "http.attack_stopped"),
            ([ok, page, ok, ok, ok], Pass, "http.attack_stopped"),
            ([ok, gone, gone, gone, ok], Pass, "http.attack_stopped"),
            // Barred from then on.
            ([ok, no, gone, gone, gone], Pass, "http.attack_stopped"),
            // The server may have gone down.
            ([ok, gone, gone, gone, gone], Inconclusive, "http.silent"),
            ([ok, ok, ok, ok, gone], Inconclusive, "http.attack_unclear"),
            // Another page, which says nothing of why.
            ([ok, (Some(200), OTHER), ok, ok, ok], Inconclusive, "http.attack_unclear"),
            ([ok, (Some(500), OTHER), ok, ok, ok], Inconclusive, "http.attack_unclear"),
            // Who is refused as usual tells nothing.
            ([no, no, no, no, no], Inconclusive, "http.kept_out"),
            ([page, page, page, page, page], Inconclusive, "http.kept_out"),
            ([gone, gone, gone, gone, gone], Inconclusive, "net.reset"),
        ] {
            assert_eq!(told_of(answers), (result, reason.to_owned()), "{answers:?}");
        }
    }
}
