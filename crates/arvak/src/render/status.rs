//! The letter's points and claims, each with its state, its counts and the sentence that says why.

use std::fmt::Write as _;

use arvak_core::assess::{Assessment, ClaimAssessment, Counts, OpenFinding};
use arvak_core::catalogue::{Letter, Point};
use arvak_core::{Basis, Status};
use arvak_words::{Naming, Say, Words, claim_counts, date, date_and_time, sign};

use super::colour::Paint;
use super::columns::{WIDTH, fit, wrap};

/// What a page about an assessment needs besides the assessment.
pub(crate) struct Page<'a> {
    pub(crate) words: &'a Words,
    pub(crate) paint: Paint,
    pub(crate) naming: Naming<'a>,
    pub(crate) simulated: bool,
}

/// The whole status page; `bettered` counts the changes that bettered a status without new evidence.
pub(crate) fn status(assessment: &Assessment, bettered: Option<u64>, page: &Page<'_>) -> String {
    let mut out = String::new();
    let Some(letter) = letter_of(assessment, page) else {
        return page.words.plain("status-no-letter");
    };
    head(&mut out, assessment, letter, page);
    for (point, judged) in letter.points.iter().zip(&assessment.points) {
        let line = point_line(point, judged.state, &claim_counts(&judged.claims), page);
        let _ = writeln!(out, "\n{line}");
        for (claim, judged) in point.claims.iter().zip(&judged.claims) {
            let title = page.words.lang().of(&claim.title);
            claim_lines(&mut out, claim.id.as_str(), title, judged, page);
        }
    }
    open_findings(&mut out, &assessment.open_findings, page);
    if let Some(count) = bettered {
        let count = [("count", Say::Number(i64::try_from(count).unwrap_or(i64::MAX)))];
        let _ = writeln!(out, "\n{}", page.words.say("status-bettered", &count));
    }
    let _ = write!(out, "\n{}", page.words.plain("status-foot"));
    out
}

/// The letter that was judged, with its texts.
pub(crate) fn letter_of<'a>(assessment: &Assessment, page: &Page<'a>) -> Option<&'a Letter> {
    let id = assessment.letter.as_ref()?;
    page.naming.catalogue.letters.iter().find(|letter| letter.id == *id)
}

/// Title, instant and what the answer rests on.
pub(crate) fn head(out: &mut String, assessment: &Assessment, letter: &Letter, page: &Page<'_>) {
    let words = page.words;
    let _ = writeln!(out, "{}", page.paint.bold(words.lang().of(&letter.title)));
    let root = assessment.root.map(|root| root.to_string()).unwrap_or_default();
    let args = [
        ("at", Say::Owned(date_and_time(words.lang(), assessment.assessed_at))),
        ("entries", Say::Number(i64::try_from(assessment.tree_size).unwrap_or(i64::MAX))),
        ("root", Say::Owned(root.chars().take(12).collect())),
    ];
    let _ = writeln!(out, "{}", page.paint.faint(&words.say("status-head", &args)));
    if page.simulated {
        let _ = writeln!(out, "{}", page.paint.faint(&words.plain("status-simulated")));
    }
}

/// Room for the sign and word of a state.
const BADGE_WIDTH: usize = 17;

/// One point on one line.
pub(crate) fn point_line(point: &Point, state: Status, counts: &Counts, page: &Page<'_>) -> String {
    let title = fit(&format!("{:3} {}", point.id, page.words.lang().of(&point.title)), WIDTH - 37);
    let badge = page.paint.state(state, &fit(&badge(state, None, page), BADGE_WIDTH));
    format!("{} {} {}", page.paint.bold(&title), badge, page.words.of_total(counts))
}

/// Sign and word of a state; a verified one says how, and one that is too weak says how weak.
pub(crate) fn badge(state: Status, strength: Option<Basis>, page: &Page<'_>) -> String {
    format!("{} {}", sign(state), page.words.state(state, strength))
}

/// A claim: its title, how it stands, and why when it is not verified.
fn claim_lines(out: &mut String, id: &str, title: &str, claim: &ClaimAssessment, page: &Page<'_>) {
    let title = wrap(title, WIDTH - 10, 10);
    let _ = writeln!(out, "    {} {title}", fit(id, 5));
    let counts = Counts::of(claim.subjects.iter().map(|subject| subject.state));
    let badge = page.paint.state(claim.state, &badge(claim.state, claim.strength, page));
    let _ = writeln!(out, "          {badge}  {}", page.paint.faint(&page.words.of_total(&counts)));
    if claim.state == Status::Verified {
        return;
    }
    if let Some(sentence) = page.words.why(claim, &page.naming) {
        let _ = writeln!(out, "          {}", page.paint.faint(&wrap(&sentence, WIDTH - 10, 10)));
    }
}

fn open_findings(out: &mut String, findings: &[OpenFinding], page: &Page<'_>) {
    if findings.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{}", page.paint.bold(&page.words.plain("status-open-findings")));
    for finding in findings {
        let code = finding.code.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
        let kind = Some(finding.kind.as_str());
        let args = [
            ("subject", Say::Owned(page.naming.thing(&finding.subject, page.words))),
            ("code", Say::Owned(page.words.code_title(kind, &code, page.naming.catalogue))),
            ("at", Say::Owned(date(page.words.lang(), finding.collected_at))),
        ];
        let _ = writeln!(out, "    {}", page.words.say("status-open-finding", &args));
    }
}
