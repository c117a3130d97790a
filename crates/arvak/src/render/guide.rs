//! Lists, law, authorities, principles and the situation, for a terminal.

use std::fmt::Write as _;

use arvak_core::catalogue::guide::{
    Clock, FollowUpList, Guide, ListItem, Regime, Shortened, Start,
};
use arvak_core::catalogue::{Origin, Text};
use arvak_core::fact::Situation;
use arvak_core::{Name, Status};
use arvak_words::{Say, date};

use super::columns::{WIDTH, wrap};
use super::status::{Page, badge};
use crate::verbs::guide::{Answer, Step, claims_near, day};

/// A paragraph, indented.
fn paragraph(out: &mut String, text: &str, indent: usize) {
    let lead = " ".repeat(indent);
    let _ = writeln!(out, "{lead}{}", wrap(text, WIDTH - indent, indent));
}

fn faint(out: &mut String, text: &str, indent: usize, page: &Page<'_>) {
    let lead = " ".repeat(indent);
    let _ = writeln!(out, "{lead}{}", page.paint.faint(&wrap(text, WIDTH - indent, indent)));
}

fn of<'t>(text: &'t Text, page: &Page<'_>) -> &'t str {
    page.words.lang().of(text)
}

fn dated(text: &str, page: &Page<'_>) -> String {
    day(text).map_or_else(|| text.to_owned(), |at| date(page.words.lang(), at))
}

fn source(origin: &Origin, page: &Page<'_>) -> String {
    let provenance = format!("guide-provenance-{}", origin.provenance.name());
    let args = [
        ("source", Say::Text(&origin.source)),
        ("date", Say::Owned(dated(&origin.source_date, page))),
        ("provenance", Say::Owned(page.words.plain(&provenance))),
    ];
    page.words.say("guide-source", &args)
}

fn joined(names: &[impl AsRef<str>]) -> String {
    names.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ")
}

fn ids(claims: &[Name]) -> Vec<&str> {
    claims.iter().map(Name::as_str).collect()
}

/// One list: its items with how each stands, parts below their wholes.
pub(crate) fn list(
    list: &FollowUpList,
    standing: &dyn Fn(&ListItem) -> Option<Status>,
    page: &Page<'_>,
) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{}  {}", page.paint.bold(of(&list.title, page)), list.id);
    if !list.complete {
        faint(&mut out, &page.words.plain("guide-list-part"), 2, page);
    }
    faint(&mut out, &source(&list.origin, page), 2, page);
    for item in list.wholes() {
        item_lines(&mut out, list, item, standing, 2, page);
        for part in list.parts_of(&item.id) {
            item_lines(&mut out, list, part, standing, 4, page);
        }
    }
    out.trim_end().to_owned()
}

fn item_lines(
    out: &mut String,
    list: &FollowUpList,
    item: &ListItem,
    standing: &dyn Fn(&ListItem) -> Option<Status>,
    indent: usize,
    page: &Page<'_>,
) {
    if indent == 2 {
        let _ = writeln!(out);
    }
    let state = match standing(item) {
        Some(state) => page.paint.state(state, &badge(state, None, page)),
        None => page.paint.faint(&page.words.plain("guide-not-judged")),
    };
    paragraph(out, &format!("{}  {}", item.id, of(&item.title, page)), indent);
    let claims = [("claims", Say::Owned(joined(&ids(&item.claims))))];
    let claims = page.words.say("guide-claims", &claims);
    let claims = if item.claims.is_empty() { String::new() } else { format!("  {claims}") };
    let lead = " ".repeat(indent + 2);
    let _ = writeln!(out, "{lead}{state}{}", page.paint.faint(&claims));
    if let Some(when) = &item.emphasised {
        let by = page.naming.catalogue.guide.authorities.get(&list.authority);
        let by = by.map_or(list.authority.as_str(), |one| of(&one.title, page));
        let args = [("by", Say::Text(by)), ("date", Say::Owned(dated(when, page)))];
        faint(out, &page.words.say("guide-emphasised", &args), indent + 2, page);
    }
    if item.origin != list.origin {
        faint(out, &source(&item.origin, page), indent + 2, page);
    }
}

/// What to take first, with what to do and whose it is.
pub(crate) fn start(start: &Start, steps: &[Step<'_>], page: &Page<'_>) -> String {
    let words = page.words;
    let mut out = String::new();
    paragraph(&mut out, &page.paint.bold(of(&start.title, page)), 0);
    for (number, step) in (1..).zip(steps) {
        let title = of(&step.claim.title, page);
        let _ = writeln!(out);
        paragraph(&mut out, &format!("{number}. {title} ({})", step.claim.id), 0);
        let state = page.paint.state(step.state, &badge(step.state, None, page));
        let owner = words.plain(&format!("role-{}", step.claim.owner));
        let _ = writeln!(out, "   {state} – {owner}");
        if let Some(guidance) = page.naming.catalogue.guide.guidance.get(&step.claim.id) {
            paragraph(&mut out, of(&guidance.first, page), 3);
        }
    }
    if steps.is_empty() {
        let _ = writeln!(out, "\n{}", words.plain("guide-start-done"));
    }
    if start.id.as_str() == "unknown" {
        let _ = writeln!(out);
        paragraph(&mut out, &words.plain("guide-start-say"), 0);
    }
    out.trim_end().to_owned()
}

/// Law, with the municipality's own answer to whether it applies.
pub(crate) fn laws(answers: &[(&Regime, Option<Answer>)], page: &Page<'_>) -> String {
    let mut out = String::new();
    for (regime, answer) in answers {
        let law = regime.law.as_deref().map(|law| format!("  {law}")).unwrap_or_default();
        let title = page.paint.bold(of(&regime.title, page));
        let _ = writeln!(out, "{title}  {}{}", regime.id, page.paint.faint(&law));
        paragraph(&mut out, &answered(*answer, page), 2);
        paragraph(&mut out, of(&regime.question, page), 2);
        paragraph(&mut out, of(&regime.duty, page), 2);
        for clock in &regime.clocks {
            paragraph(&mut out, &clock_line(clock, page), 2);
        }
        if regime.all_claims {
            faint(&mut out, &page.words.plain("guide-law-bears-all"), 2, page);
        } else if !regime.claims.is_empty() {
            let args = [("claims", Say::Owned(joined(&ids(&regime.claims))))];
            faint(&mut out, &page.words.say("guide-law-bears", &args), 2, page);
        }
        match (&regime.since, regime.in_force) {
            (_, false) => faint(&mut out, &page.words.plain("guide-law-not-in-force"), 2, page),
            (Some(since), true) => {
                let args = [("date", Say::Owned(dated(since, page)))];
                faint(&mut out, &page.words.say("guide-law-since", &args), 2, page);
            }
            (None, true) => {}
        }
        faint(&mut out, &source(&regime.origin, page), 2, page);
        let _ = writeln!(out);
    }
    paragraph(&mut out, &page.words.plain("guide-law-answer"), 0);
    out.trim_end().to_owned()
}

fn answered(answer: Option<Answer>, page: &Page<'_>) -> String {
    let Some(answer) = answer else { return page.words.plain("guide-law-unanswered") };
    let args = [
        ("basis", Say::Owned(page.words.plain(&format!("basis-{}", answer.basis.name())))),
        ("date", Say::Owned(date(page.words.lang(), answer.at))),
    ];
    let id = match (answer.expired, answer.applies) {
        (true, _) => "guide-law-old",
        (false, true) => "guide-law-applies",
        (false, false) => "guide-law-not",
    };
    page.words.say(id, &args)
}

fn clock_line(clock: &Clock, page: &Page<'_>) -> String {
    let authority =
        clock.to.as_ref().and_then(|id| page.naming.catalogue.guide.authorities.get(id));
    let to = authority.map_or("none", |one| of(&one.title, page));
    let title = ("title", Say::Text(of(&clock.title, page)));
    match clock.within {
        None => page.words.say("guide-law-clock-once", &[title, ("to", Say::Text(to))]),
        Some(within) => {
            let args = [
                title,
                ("within", Say::Owned(page.words.span(within))),
                ("starts", Say::Text(clock.starts.name())),
                ("to", Say::Text(to)),
            ];
            page.words.say("guide-law-clock", &args)
        }
    }
}

/// Those who warn, advise, supervise or are to be told.
pub(crate) fn authorities(guide: &Guide, page: &Page<'_>) -> String {
    let mut out = String::new();
    for (id, one) in &guide.authorities {
        let _ = writeln!(out, "{}  {id}", page.paint.bold(of(&one.title, page)));
        paragraph(&mut out, of(&one.role, page), 2);
        let next = one.succeeded_by.as_ref().and_then(|next| guide.authorities.get(next));
        if let (Some(next), Some(from)) = (next, &one.succeeded_from) {
            let by = Say::Text(of(&next.title, page));
            let args = [("date", Say::Owned(dated(from, page))), ("by", by)];
            paragraph(&mut out, &page.words.say("guide-succeeded", &args), 2);
        }
        faint(&mut out, &source(&one.origin, page), 2, page);
        let _ = writeln!(out);
    }
    out.trim_end().to_owned()
}

/// Categories and principles, each with the claims that come near it.
pub(crate) fn principles(guide: &Guide, page: &Page<'_>) -> String {
    let mut out = String::new();
    for framework in &guide.frameworks {
        let _ = writeln!(out, "{}", page.paint.bold(of(&framework.title, page)));
        faint(&mut out, &source(&framework.origin, page), 2, page);
        for category in &framework.categories {
            let title = format!("{}  {}", category.id, of(&category.title, page));
            let _ = writeln!(out, "\n  {}", page.paint.bold(&title));
            for principle in &category.principles {
                let count = i64::try_from(principle.measures.len()).unwrap_or(i64::MAX);
                let count = page.words.say("guide-measures", &[("count", Say::Number(count))]);
                let title = of(&principle.title, page);
                paragraph(&mut out, &format!("{}  {title} ({count})", principle.id), 4);
                let near = claims_near(framework, &principle.measures);
                if !near.is_empty() {
                    let near: Vec<_> = near.iter().map(|claim| claim.as_str()).collect();
                    let args = [("claims", Say::Owned(joined(&near)))];
                    faint(&mut out, &page.words.say("guide-claims", &args), 9, page);
                }
            }
        }
    }
    out.trim_end().to_owned()
}

/// How the situation was rated, what is recorded here, and what a raised level shortens.
pub(crate) fn situation(
    guide: &Guide,
    shortened: &[Shortened],
    now: Option<&Situation>,
    page: &Page<'_>,
) -> String {
    let words = page.words;
    let mut out = String::new();
    let since = now.map(|now| date(words.lang(), now.since)).unwrap_or_default();
    let args = [
        ("level", Say::Text(now.map_or("none", |now| now.level.as_str()))),
        ("raised", Say::Text(if now.is_some_and(|now| now.raised) { "yes" } else { "no" })),
        ("since", Say::Owned(since)),
    ];
    paragraph(&mut out, &page.paint.bold(&words.say("guide-situation-now", &args)), 0);
    for notice in &guide.situations {
        let when = dated(&notice.date, page);
        let about = words.say("guide-rated-about", &[("date", Say::Text(&when))]);
        let when = if notice.about { about } else { when };
        let by = guide.authorities.get(&notice.authority);
        let by = by.map_or(notice.authority.as_str(), |one| of(&one.title, page));
        let rated = if notice.raised { "guide-rated-raised" } else { "guide-rated-usual" };
        let head = format!("{when} · {by} · {}", words.plain(rated));
        let _ = writeln!(out, "\n{head}");
        paragraph(&mut out, of(&notice.title, page), 2);
        faint(&mut out, &source(&notice.origin, page), 2, page);
    }
    let _ = writeln!(out, "\n{}", words.plain("guide-shortened"));
    for one in shortened {
        let within = one.within.map_or_else(|| "–".to_owned(), |span| words.span(span));
        let args = [
            ("claim", Say::Text(one.claim.as_str())),
            ("kind", Say::Owned(words.kind_title(one.evidence.as_str(), page.naming.catalogue))),
            ("within", Say::Owned(within)),
            ("raised", Say::Owned(words.span(one.within_raised))),
        ];
        paragraph(&mut out, &words.say("guide-shortened-line", &args), 2);
    }
    out.trim_end().to_owned()
}
