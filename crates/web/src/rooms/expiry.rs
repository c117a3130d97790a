//! What runs out in the next twelve weeks, drawn week by week: until then it can be shown again without anything turning
//! red.

use arvak_core::assess::{ClaimAssessment, SubjectAssessment};
use arvak_core::{Instant, Span, Status};
use arvak_pictures::{Caption, Expiry, Line, WEEKS, expiry_calendar};
use arvak_words::{Say, date, week};
use maud::{Markup, html};

use super::status::point_of;
use crate::parts;
use crate::visit::Visit;

/// How many are listed beside the picture.
const LISTED_MOST: usize = 40;

/// The picture, and its list; nothing while nothing is shown that could run out.
pub(super) fn calendar(visit: &Visit) -> Markup {
    let (monday, _) = week(visit.view.at);
    let week_of = |number: i64| {
        // The middle of the week: summer time may move its beginning by an hour.
        let at = Span::from_millis((number * 7 + 3) * Span::from_days(1).as_millis());
        visit.say("pictures-week", &[("number", Say::Number(i64::from(week(monday.plus(at)).1)))])
    };
    let mut numbers = 0..;
    let weeks: [String; WEEKS] = std::array::from_fn(|_| week_of(numbers.next().unwrap_or(0)));
    let end = monday.plus(Span::from_days(7 * u32::try_from(WEEKS).unwrap_or(12)));
    let all = visit.view.assessment.claims();
    let all = all.flat_map(|claim| claim.subjects.iter().map(move |subject| (claim, subject)));
    let mut expiries: Vec<Expiry> =
        all.filter_map(|(claim, subject)| expiry(visit, claim, subject, end)).collect();
    if expiries.is_empty() {
        return html! {};
    }
    expiries.sort_by(|one, other| (one.at, &one.label).cmp(&(other.at, &other.label)));
    let title = visit.plain("pictures-expiry-title");
    let count = [("count", parts::number(expiries.len()))];
    let description = visit.say("pictures-expiry-description", &count);
    let caption = Caption { title: &title, description: &description };
    let mut picture = expiry_calendar(caption, monday, &weeks, &expiries);
    let rest = picture.list.len().saturating_sub(LISTED_MOST);
    if rest > 0 {
        picture.list.truncate(LISTED_MOST);
        let text = visit.say("rooms-more", &[("count", parts::number(rest))]);
        picture.list.push(Line { text, href: None });
    }
    html! {
        h2 { (title) }
        (picture.figure(&visit.plain("pictures-as-list")))
    }
}

/// What holds now and runs out before `end`.
fn expiry(
    visit: &Visit,
    claim: &ClaimAssessment,
    subject: &SubjectAssessment,
    end: Instant,
) -> Option<Expiry> {
    let holds = !matches!(subject.state, Status::Missing | Status::Refuted | Status::Stale);
    let at = subject.expires_at.filter(|at| holds && *at > visit.view.at && *at < end)?;
    let args = [
        ("date", Say::Owned(date(visit.lang, at))),
        ("thing", Say::Owned(visit.thing(&subject.subject))),
        ("claim", Say::Text(claim.id.as_str())),
    ];
    let href = format!("/punkt/{}#delkrav-{}", point_of(visit, claim.id.as_str()), claim.id);
    let label = visit.say("rooms-expires", &args);
    Some(Expiry { at, status: subject.state, label, href: Some(href) })
}
