//! Why a claim stands as it does: the rule, the evidence with age and expiry, what would change it,
//! the next action and whose it is (law 11).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use arvak_core::assess::{ClaimAssessment, SubjectAssessment};
use arvak_core::catalogue::Claim;
use arvak_core::{EntryId, Envelope, Fact, Instant};
use arvak_words::Say;

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
        let _ = writeln!(out, "  {}", words.next_line(next, &page.naming));
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
            let line = words.evidence_line(*id, evidence, now);
            let _ = writeln!(out, "      {}", page.paint.faint(&wrap(&line, WIDTH - 6, 8)));
        }
    }
    if let Some(line) = judged.weightiest().and_then(|reason| words.would_change(judged, reason)) {
        let _ = writeln!(out, "    → {}", wrap(&line, WIDTH - 6, 6));
    }
    if let Some(next) = &judged.next {
        let _ = writeln!(out, "    → {}", words.next_line(next, &page.naming));
    }
}
