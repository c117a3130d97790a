//! Why a claim stands as it does: the rule, the evidence with age and expiry, what would change it,
//! the next action and whose it is (law 11).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use arvak_core::assess::{Arg, ClaimAssessment, Reason, ReasonCode, SubjectAssessment};
use arvak_core::catalogue::Claim;
use arvak_core::{EntryId, Envelope, Evidence, Fact, Instant, Status};
use arvak_words::{Say, date, date_and_time};

use super::columns::{WIDTH, wrap};
use super::status::{Page, badge};

/// One claim in full; `entries` holds the evidence that it names.
pub(crate) fn explain(
    claim: &Claim,
    judged: &ClaimAssessment,
    subject: Option<&str>,
    entries: &BTreeMap<EntryId, Envelope>,
    now: Instant,
    page: &Page<'_>,
) -> String {
    let words = page.words;
    let mut out = String::new();
    let title = format!("{}  {}", claim.id, words.lang().of(&claim.title));
    let _ = writeln!(out, "{}", page.paint.bold(&title));
    let badge_text = badge(judged.state, judged.strength, page);
    let _ = writeln!(out, "{}", page.paint.state(judged.state, &badge_text));
    for line in words.rule(claim, page.naming.catalogue) {
        let _ = writeln!(out, "  {}", page.paint.faint(&wrap(&line, WIDTH - 4, 6)));
    }
    guidance(&mut out, claim, page);
    for reason in &judged.reasons {
        let _ = writeln!(out, "\n  {}", wrap(&words.reason(reason, &page.naming), WIDTH - 4, 4));
    }
    if let Some(next) = &judged.next {
        let _ = writeln!(out, "  {}", next_line(next, page));
    }
    for judged in &judged.subjects {
        if subject.is_none_or(|wanted| judged.subject.as_str() == wanted) {
            subject_part(&mut out, judged, entries, now, page);
        }
    }
    out.trim_end().to_owned()
}

/// The claim in plain words, where the catalogue has them, and whose lists speak of the same.
fn guidance(out: &mut String, claim: &Claim, page: &Page<'_>) {
    let (words, guide) = (page.words, &page.naming.catalogue.guide);
    let Some(guidance) = guide.guidance.get(&claim.id) else { return };
    let _ = writeln!(out);
    for (id, text) in [
        ("guidance-asked", &guidance.asked),
        ("guidance-why", &guidance.why),
        ("guidance-counts", &guidance.counts),
        ("guidance-refutes", &guidance.refutes),
        ("guidance-first", &guidance.first),
    ] {
        let line = words.say(id, &[("text", Say::Text(words.lang().of(text)))]);
        let _ = writeln!(out, "  {}", wrap(&line, WIDTH - 4, 4));
    }
    for (list, item) in guide.items_for(&claim.id).filter(|(_, item)| item.under.is_none()) {
        let args = [
            ("list", Say::Text(words.lang().of(&list.title))),
            ("item", Say::Text(words.lang().of(&item.title))),
        ];
        let line = words.say("guidance-list", &args);
        let _ = writeln!(out, "  {}", page.paint.faint(&wrap(&line, WIDTH - 4, 4)));
    }
}

fn subject_part(
    out: &mut String,
    judged: &SubjectAssessment,
    entries: &BTreeMap<EntryId, Envelope>,
    now: Instant,
    page: &Page<'_>,
) {
    let words = page.words;
    let name = page.naming.thing(&judged.subject, words);
    let _ = writeln!(
        out,
        "\n{}  {} {}",
        page.paint.state(judged.state, &badge(judged.state, judged.strength, page)),
        page.paint.bold(&name),
        page.paint.faint(judged.subject.as_str())
    );
    for reason in &judged.reasons {
        let said = words.reason(reason, &page.naming);
        let _ = writeln!(out, "    • {}", wrap(&said, WIDTH - 6, 6));
    }
    for id in &judged.evidence {
        if let Some(Envelope { fact: Fact::Evidence(evidence), .. }) = entries.get(id) {
            let line = evidence_line(*id, evidence, now, page);
            let _ = writeln!(out, "      {}", page.paint.faint(&wrap(&line, WIDTH - 6, 8)));
        }
    }
    if let Some(line) = judged.weightiest().and_then(|reason| would_change(judged, reason, page)) {
        let _ = writeln!(out, "    → {}", wrap(&line, WIDTH - 6, 6));
    }
    if let Some(next) = &judged.next {
        let _ = writeln!(out, "    → {}", next_line(next, page));
    }
}

/// `nr. 412 · prøve · motbeviser · 3. mars 2026 (for 4 dager siden) · metode https 1, sett fra outside`
fn evidence_line(id: EntryId, evidence: &Evidence, now: Instant, page: &Page<'_>) -> String {
    let words = page.words;
    let outcome = match evidence.result {
        arvak_core::Outcome::Supports => "outcome-supports",
        arvak_core::Outcome::Refutes => "outcome-refutes",
        arvak_core::Outcome::Inconclusive => "outcome-inconclusive",
    };
    let args = [
        ("id", Say::Owned(id.to_string())),
        ("basis", Say::Owned(words.plain(&format!("basis-{}", evidence.basis.name())))),
        ("outcome", Say::Owned(words.plain(outcome))),
        ("at", Say::Owned(date_and_time(words.lang(), evidence.collected_at))),
        ("days", Say::Number(now.since(evidence.collected_at).as_days())),
    ];
    let mut line = words.say("explain-evidence", &args);
    if let Some(until) = evidence.valid_until {
        let until = date(words.lang(), until);
        line += &words.say("explain-until", &[("until", Say::Owned(until))]);
    }
    if let Some(method) = &evidence.method {
        let args = [
            ("method", Say::Text(method.name.as_str())),
            ("version", Say::Owned(method.version.to_string())),
        ];
        line += &words.say("explain-method", &args);
    }
    if let Some(vantage) = &evidence.vantage {
        line += &words.say("explain-vantage", &[("vantage", Say::Text(vantage.as_str()))]);
    }
    for (name, number) in &evidence.attributes {
        let _ = write!(line, " · {name} = {number}");
    }
    line
}

fn would_change(judged: &SubjectAssessment, reason: &Reason, page: &Page<'_>) -> Option<String> {
    let words = page.words;
    let word = |name: &str| reason.args.get(name).map(|arg| words.plain(&format!("basis-{arg}")));
    let at = match reason.args.get("collected_at") {
        Some(Arg::Time(at)) => date_and_time(words.lang(), at),
        _ => String::new(),
    };
    let id = match (judged.state, reason.code) {
        (Status::Verified, _) => {
            let until = judged.expires_at?;
            let until = [("until", Say::Owned(date(words.lang(), until)))];
            return Some(words.say("change-verified", &until));
        }
        (_, ReasonCode::Refuted) => "change-refuted",
        (_, ReasonCode::Missing | ReasonCode::Partial | ReasonCode::Stale) => "change-needs",
        (_, ReasonCode::BelowThreshold) => "change-threshold",
        _ => return None,
    };
    let required = if id == "change-refuted" { word("basis") } else { word("required") };
    let args = [("basis", Say::Owned(required.unwrap_or_default())), ("at", Say::Owned(at))];
    Some(words.say(id, &args))
}

/// `Neste: Rett feilen, og prøv på nytt (IKT-leder)`
pub(crate) fn next_line(next: &arvak_core::assess::Next, page: &Page<'_>) -> String {
    let owner =
        next.owner.as_ref().map_or_else(String::new, |owner| page.naming.thing(owner, page.words));
    let args = [("action", Say::Owned(page.words.next(next))), ("owner", Say::Owned(owner))];
    page.words.say("explain-next", &args)
}
