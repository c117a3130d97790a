//! The screen of a story: how its claims stood on the evening before, and what each rests on.

use std::fmt::Write as _;

use arvak_core::assess::{Assessment, ClaimAssessment};
use arvak_core::{Instant, Status};
use arvak_words::{Say, date};

use super::columns::{WIDTH, fit, wrap};
use super::status::{Page, badge, letter_of};

/// A claim, and what the entries that refute it say.
pub(crate) struct Part<'a> {
    pub(crate) judged: &'a ClaimAssessment,
    pub(crate) notes: Vec<String>,
}

/// What the screen shows.
pub(crate) struct Screen<'a> {
    /// As it stood then.
    pub(crate) assessment: &'a Assessment,
    /// The evening.
    pub(crate) eve: Instant,
    /// The claims that the story is about.
    pub(crate) parts: Vec<Part<'a>>,
    /// What happened afterwards.
    pub(crate) later: Vec<String>,
}

/// The screen of a story.
pub(crate) fn screen(screen: &Screen<'_>, page: &Page<'_>) -> String {
    let (words, paint) = (page.words, page.paint);
    let mut out = String::new();
    let _ = writeln!(out, "{}", paint.bold(&words.plain("story-title")));
    let _ = writeln!(out, "{}\n", paint.faint(&wrap(&words.plain("story-lead"), WIDTH, 0)));
    // The last instant of the day still belongs to it.
    let day = Instant::from_millis(screen.eve.as_millis() - 1);
    let eve = [("date", Say::Owned(date(words.lang(), day)))];
    let _ = writeln!(out, "{}", paint.bold(&words.say("story-eve", &eve)));
    for part in &screen.parts {
        part_lines(&mut out, part, screen.assessment, page);
    }
    let missing = screen.assessment.claims().filter(|claim| claim.state == Status::Missing).count();
    let count = [("count", Say::Number(i64::try_from(missing).unwrap_or(i64::MAX)))];
    let _ = writeln!(out, "  {}\n", wrap(&words.say("story-rest", &count), WIDTH - 2, 2));
    if !screen.later.is_empty() {
        let _ = writeln!(out, "{}", paint.bold(&words.plain("story-after")));
    }
    for note in &screen.later {
        let _ = writeln!(out, "  {}", wrap(note, WIDTH - 2, 2));
    }
    out.trim_end().to_owned()
}

fn part_lines(out: &mut String, part: &Part<'_>, assessment: &Assessment, page: &Page<'_>) {
    let (words, judged) = (page.words, part.judged);
    let claims = letter_of(assessment, page).into_iter().flat_map(|letter| &letter.points);
    let mut claims = claims.flat_map(|point| &point.claims);
    let title =
        claims.find(|claim| claim.id == judged.id).map(|claim| words.lang().of(&claim.title));
    let title = wrap(title.unwrap_or_default(), WIDTH - 8, 8);
    let _ = writeln!(out, "  {} {title}", page.paint.bold(&fit(judged.id.as_str(), 5)));
    let badge = page.paint.state(judged.state, &badge(judged.state, judged.strength, page));
    let _ = writeln!(out, "        {badge}");
    if let Some(sentence) = page.words.why(judged, &page.naming) {
        let _ = writeln!(out, "        {}", wrap(&sentence, WIDTH - 8, 8));
    }
    for note in &part.notes {
        let note = words.say("story-source", &[("note", Say::Text(note))]);
        let _ = writeln!(out, "        {}", page.paint.faint(&wrap(&note, WIDTH - 8, 8)));
    }
    let _ = writeln!(out);
}
