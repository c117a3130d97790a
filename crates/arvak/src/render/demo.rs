//! The first screen of the demonstration: what is stated beside what was found.

use std::fmt::Write as _;

use arvak_core::assess::{Assessment, SubjectAssessment};
use arvak_core::catalogue::diff::Difference;
use arvak_core::change::Change;
use arvak_core::{Basis, Catalogue, Instant, Name, Status};
use arvak_words::{Say, claim_counts, date};

use super::changes::change_line as changed;
use super::columns::{WIDTH, fit, wrap};
use super::letters;
use super::status::{Page, letter_of, point_line};

/// Somebody's word, and what was found about the same thing.
pub(crate) struct Contradiction {
    /// Who said it.
    pub(crate) by: String,
    /// About what.
    pub(crate) about: String,
    /// The statement in its own words, when it has any.
    pub(crate) said: Option<String>,
    /// The evidence kind.
    pub(crate) kind: Name,
    /// How it was said, and when.
    pub(crate) stated: (Basis, Instant),
    /// What was found instead.
    pub(crate) code: Option<Name>,
    /// How it was found, and when.
    pub(crate) found: (Basis, Instant),
}

/// A byte that was changed, and where it was found.
pub(crate) struct Flipped {
    pub(crate) file: String,
    pub(crate) offset: u64,
    pub(crate) place: String,
    pub(crate) what: String,
}

/// A letter that nobody has accepted yet, and how it would judge what is recorded.
pub(crate) struct NewLetter {
    pub(crate) catalogue: Catalogue,
    pub(crate) differences: Vec<Difference>,
    pub(crate) statuses: Vec<Change>,
}

/// What the first screen shows.
pub(crate) struct Screen<'a> {
    pub(crate) assessment: &'a Assessment,
    pub(crate) contradictions: &'a [Contradiction],
    pub(crate) flipped: &'a Flipped,
    pub(crate) letter: &'a NewLetter,
    pub(crate) days: u32,
    pub(crate) probes: u64,
}

const CONTRADICTIONS_SHOWN: usize = 4;
const CHANGES_SHOWN: usize = 3;

/// The first screen.
pub(crate) fn first_screen(screen: &Screen<'_>, page: &Page<'_>) -> String {
    let (words, paint) = (page.words, page.paint);
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint.bold(&words.plain("demo-title")));
    let number = |count: u64| Say::Number(i64::try_from(count).unwrap_or(i64::MAX));
    let args = [
        ("days", number(u64::from(screen.days))),
        ("probes", number(screen.probes)),
        ("entries", number(screen.assessment.tree_size)),
    ];
    let _ = writeln!(out, "{}\n", paint.faint(&wrap(&words.say("demo-lead", &args), WIDTH, 0)));
    heading(&mut out, "demo-stated-found", page);
    for contradiction in screen.contradictions.iter().take(CONTRADICTIONS_SHOWN) {
        contradiction_lines(&mut out, contradiction, page);
    }
    heading(&mut out, "demo-points", page);
    if let Some(letter) = letter_of(screen.assessment, page) {
        for (point, judged) in letter.points.iter().zip(&screen.assessment.points) {
            let counts = claim_counts(&judged.claims);
            let _ = writeln!(out, "  {}", point_line(point, judged.state, &counts, page));
        }
    }
    let _ = writeln!(out);
    flipped_lines(&mut out, screen.flipped, page);
    changes(&mut out, screen.assessment, page);
    new_letter(&mut out, screen.letter, page);
    out.trim_end().to_owned()
}

fn heading(out: &mut String, id: &str, page: &Page<'_>) {
    let _ = writeln!(out, "{}", page.paint.bold(&page.words.plain(id)));
}

fn contradiction_lines(out: &mut String, one: &Contradiction, page: &Page<'_>) {
    let (words, paint) = (page.words, page.paint);
    let kind = words.kind_title(one.kind.as_str(), page.naming.catalogue);
    let said = one.said.clone().unwrap_or_else(|| kind.clone());
    let stated = words.plain("demo-stated");
    let found = words.plain("demo-found");
    let code = one.code.as_ref().map(|code| {
        words.code_title(Some(one.kind.as_str()), code.as_str(), page.naming.catalogue)
    });
    let about = format!("{} – {kind}", one.about);
    let _ = writeln!(out, "  {}\n    {}", paint.bold(&one.by), wrap(&about, WIDTH - 4, 4));
    let line = format!("{said} ({})", date(words.lang(), one.stated.1));
    let _ = writeln!(out, "    {} {}", fit(&stated, 8), wrap(&line, WIDTH - 14, 13));
    let how = words.plain(&format!("basis-{}", one.found.0.name()));
    let line = format!("{} ({how}, {})", code.unwrap_or_default(), date(words.lang(), one.found.1));
    let found = paint.state(Status::Refuted, &fit(&found, 8));
    let _ = writeln!(out, "    {found} {}\n", wrap(&line, WIDTH - 14, 13));
}

fn flipped_lines(out: &mut String, flipped: &Flipped, page: &Page<'_>) {
    heading(out, "demo-byte", page);
    let args = [
        ("file", Say::Text(&flipped.file)),
        ("offset", Say::Number(i64::try_from(flipped.offset).unwrap_or(i64::MAX))),
    ];
    let _ = writeln!(out, "  {}", page.words.say("demo-byte-flipped", &args));
    let args = [("where", Say::Text(&flipped.place)), ("what", Say::Text(&flipped.what))];
    let found = page.words.say("demo-byte-found", &args);
    let _ = writeln!(out, "  {}\n", page.paint.state(Status::Refuted, &wrap(&found, WIDTH - 2, 2)));
}

fn new_letter(out: &mut String, letter: &NewLetter, page: &Page<'_>) {
    heading(out, "demo-letter", page);
    let catalogues = (page.naming.catalogue, &letter.catalogue);
    for line in letters::told(&letter.differences, catalogues, true, page.words).lines() {
        let _ = writeln!(out, "  {}", wrap(line.trim_start(), WIDTH - 2, 4));
    }
    for change in &letter.statuses {
        let _ = writeln!(out, "       → {}", changed(change, page.words));
    }
    let _ = writeln!(out);
}

/// One claim each of the worst points: why it stands as it does, and the next action.
fn changes(out: &mut String, assessment: &Assessment, page: &Page<'_>) {
    heading(out, "demo-change", page);
    let mut shown = 0;
    for point in &assessment.points {
        let claim = point.claims.iter().find(|claim| claim.state == Status::Refuted);
        let worst = claim.and_then(|claim| {
            claim.subjects.iter().find(|subject| subject.state == Status::Refuted)
        });
        let (Some(claim), Some(worst)) = (claim, worst) else { continue };
        if shown == CHANGES_SHOWN {
            break;
        }
        shown += 1;
        let line =
            format!("{}  {}", claim.id, page.words.why(claim, &page.naming).unwrap_or_default());
        let _ = writeln!(out, "  {}", wrap(&line, WIDTH - 2, 7));
        if let Some(line) = change_line(worst, page) {
            let _ = writeln!(out, "       → {}", wrap(&line, WIDTH - 9, 9));
        }
    }
    let _ = writeln!(out);
}

fn change_line(worst: &SubjectAssessment, page: &Page<'_>) -> Option<String> {
    worst.weightiest()?;
    worst.next.as_ref().map(|next| page.words.next_line(next, &page.naming))
}
