//! `arvak report reply`: what was judged, put into a reply for those who may read it.
//!
//! What an edition leaves out is decided by the disclosure class of the entries that a sentence rests on. In
//! the public edition the state of a claim that is not met is left out too: it would tell where to attack.
//! (docs/decisions/0008.)

use arvak_core::assess::{ClaimAssessment, Counts, Reason, SubjectAssessment};
use arvak_core::catalogue::Letter;
use arvak_core::{Class, Digest, EntityId, EntryId, Status};
use arvak_reports::{Claim, Labels, Mark, Point, Reply, Shown, html, markdown};
use arvak_words::{Say, claim_counts, date, sign};
use serde_json::json;

use crate::cli::{Edition, Form, ReplyArgs};
use crate::exit::{BadInput, Exit};
use crate::render::status::{Page, letter_of};
use crate::settings::Settings;
use crate::wiring::reading::Reading;

/// How many things of a claim an edition speaks of, the worst first.
const fn subjects_most(edition: Edition) -> usize {
    match edition {
        Edition::Internal => 5,
        Edition::Council | Edition::Public => 1,
    }
}

pub(super) async fn run(args: &ReplyArgs, settings: &Settings) -> anyhow::Result<Exit> {
    let reading = Reading::open(settings, args.rest.as_of).await?;
    let pages = reading.pages(settings).await?;
    let page = pages.page();
    let reply = compose(&reading, &page, args.edition)?;
    let text = match args.rest.form {
        Form::Markdown => markdown(&reply),
        Form::Html => html(&reply),
    };
    let digest = Digest::of(text.as_bytes());
    let Some(out) = &args.rest.out else {
        if settings.json {
            let edition = args.edition.name();
            let report = json!({ "edition": edition, "digest": digest, "text": text });
            crate::verbs::print(&report.to_string())?;
        } else {
            crate::verbs::print(text.trim_end())?;
        }
        return Ok(Exit::Done);
    };
    arvak_ledger::durable::write_file(out, text.as_bytes())?;
    if settings.json {
        crate::verbs::print(
            &json!({ "edition": args.edition.name(), "digest": digest }).to_string(),
        )?;
    } else {
        let path = out.display().to_string();
        let said = [("path", Say::Text(&path)), ("digest", Say::Owned(digest.to_string()))];
        crate::verbs::print(&page.words.say("reply-written", &said))?;
    }
    Ok(Exit::Done)
}

/// The reply in an edition, in the language of the page.
pub(in crate::verbs) fn compose(
    reading: &Reading,
    page: &Page<'_>,
    edition: Edition,
) -> anyhow::Result<Reply> {
    Writing { reading, page, edition }.reply()
}

struct Writing<'a> {
    reading: &'a Reading,
    page: &'a Page<'a>,
    edition: Edition,
}

impl Writing<'_> {
    fn reply(&self) -> anyhow::Result<Reply> {
        let words = self.page.words;
        let assessment = self.reading.assess();
        let letter = letter_of(&assessment, self.page);
        let letter = letter.ok_or_else(|| BadInput(words.plain("status-no-letter")))?;
        let title = words.lang().of(&letter.title).to_owned();
        let mut about = Vec::new();
        about.extend(self.organisation());
        about.push(words.plain(&format!("edition-{}", self.edition.name())));
        let entries = Say::Number(i64::try_from(assessment.tree_size).unwrap_or(i64::MAX));
        // The day alone: the text that somebody approves is the one they read, also when that took them an hour. What was
        // recorded meanwhile shows in the number of entries.
        let at = Say::Owned(date(words.lang(), assessment.assessed_at));
        about.push(words.say("reply-rests-on", &[("at", at), ("entries", entries)]));
        if self.page.simulated {
            about.push(words.plain("status-simulated"));
        }
        let states = Counts::of(assessment.points.iter().map(|point| point.state));
        let mut points = Vec::new();
        for (point, judged) in letter.points.iter().zip(&assessment.points) {
            let claims = point.claims.iter().zip(&judged.claims);
            let claims =
                claims.map(|(claim, judged)| self.claim(words.lang().of(&claim.title), judged));
            points.push(Point {
                id: point.id.to_string(),
                title: words.lang().of(&point.title).to_owned(),
                state: self.mark(judged.state),
                counts: words.of_total(&claim_counts(&judged.claims)),
                claims: claims.collect::<anyhow::Result<_>>()?,
            });
        }
        Ok(Reply {
            lang: words.lang().tag(),
            title: words.say("reply-title", &[("letter", Say::Owned(title))]),
            about,
            lead: self.lead(letter, &states),
            points,
            labels: Labels { checkpoint: words.plain("reply-checkpoint") },
            checkpoint: self.reading.store.checkpoint().note().to_owned(),
            how_to_check: words.plain("reply-how-to-check"),
        })
    }

    /// What the organisation is called, when the inventory says so.
    fn organisation(&self) -> Option<String> {
        let mut organisations = self.reading.state().entities_of("organisation");
        let one = organisations.next()?;
        (organisations.next().is_none()).then(|| self.page.naming.thing(one.id(), self.page.words))
    }

    fn lead(&self, letter: &Letter, states: &Counts) -> String {
        let words = self.page.words;
        let told = Status::ALL.into_iter().rev().filter(|state| states.get(*state) > 0);
        let told = told.map(|state| {
            let word = words.plain(&format!("status-{}", state.name()));
            format!("{} {}", states.get(state), word.to_lowercase())
        });
        let total = i64::try_from(letter.points.len()).unwrap_or(i64::MAX);
        let states = told.collect::<Vec<_>>().join(", ");
        words.say("reply-lead", &[("total", Say::Number(total)), ("states", Say::Owned(states))])
    }

    fn claim(&self, title: &str, judged: &ClaimAssessment) -> anyhow::Result<Claim> {
        let counts = Counts::of(judged.subjects.iter().map(|subject| subject.state));
        let is_gap = judged.state != Status::NotApplicable && judged.state < Status::Compensated;
        let hidden = self.edition == Edition::Public && is_gap;
        let shown_counts = self.page.words.of_total(&counts);
        Ok(Claim {
            id: judged.id.to_string(),
            title: title.to_owned(),
            state: if hidden { self.left_out() } else { Shown::Here(self.mark(judged.state)) },
            counts: if hidden { String::new() } else { shown_counts },
            sentences: if hidden { Vec::new() } else { self.sentences(judged)? },
            next: if self.edition == Edition::Public { None } else { self.next(judged) },
        })
    }

    /// The weightiest reason for each of the worst things, and what is left out only once.
    fn sentences(&self, judged: &ClaimAssessment) -> anyhow::Result<Vec<Shown<String>>> {
        let mut subjects: Vec<&SubjectAssessment> = judged.subjects.iter().collect();
        subjects.sort_by_key(|subject| subject.state);
        let mut sentences = Vec::new();
        for subject in subjects.into_iter().take(subjects_most(self.edition)) {
            let Some(reason) = subject.weightiest() else { continue };
            let sentence = self.sentence(Some(&subject.subject), reason)?;
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        if judged.subjects.is_empty() {
            for reason in judged.reasons.iter().take(1) {
                sentences.push(self.sentence(None, reason)?);
            }
        }
        Ok(sentences)
    }

    fn sentence(
        &self,
        subject: Option<&EntityId>,
        reason: &Reason,
    ) -> anyhow::Result<Shown<String>> {
        let described = subject.and_then(|id| Some(self.reading.state().entity(id)?.entry()));
        let entries = reason.entries.iter().copied().chain(described);
        if self.least_open(entries)?.is_some_and(|class| class < self.edition.class()) {
            return Ok(self.left_out());
        }
        let said = self.page.words.reason(reason, &self.page.naming);
        Ok(Shown::Here(match subject {
            Some(id) => format!("{}: {said}", self.page.naming.thing(id, self.page.words)),
            None => said,
        }))
    }

    /// The class of the entry that the fewest may see; none when the reader may see everything anyway.
    fn least_open(&self, entries: impl Iterator<Item = EntryId>) -> anyhow::Result<Option<Class>> {
        if self.edition == Edition::Internal {
            return Ok(None);
        }
        let mut least = None;
        for entry in entries {
            let class = self.reading.envelope(entry)?.class;
            least = Some(least.map_or(class, |least: Class| least.min(class)));
        }
        Ok(least)
    }

    fn next(&self, judged: &ClaimAssessment) -> Option<String> {
        let worst = judged.subjects.iter().min_by_key(|subject| subject.state);
        let next = worst.map_or(judged.next.as_ref(), |subject| subject.next.as_ref());
        next.map(|next| self.page.words.next_line(next, &self.page.naming))
    }

    fn left_out<T>(&self) -> Shown<T> {
        let id =
            if self.edition == Edition::Public { "left-out-public" } else { "left-out-council" };
        Shown::LeftOut(self.page.words.plain(id))
    }

    fn mark(&self, state: Status) -> Mark {
        let word = self.page.words.plain(&format!("status-{}", state.name()));
        Mark { sign: sign(state).to_owned(), word, code: state.name() }
    }
}
