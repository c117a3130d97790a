//! What a transcript of this look means. Something that was seen counts even when the look was cut short;
//! that there is nothing is only said when all was asked and answered.

use arvak_probe::transcript::WebAsked;
use arvak_probe::{BadTranscript, CheckOutcome, Event, Judgement, Transcript};

use super::checks::grade_of;
use super::observe::{ECHO, FILE, FOLDER, FRONT, OPTIONS, PANEL, PLAN_NOTE, Plan, STRANGE, TRACE};
use super::{NAME, listing};
use crate::findings::{Findings, inconclusive, refutes, supports};
use crate::https::place::Place;

/// Most things that one line names.
const NAMED_MAX: usize = 6;

const KIND: &str = "web.files_closed";

/// Result, reason and what was seen.
type Said<'a> = (CheckOutcome, &'a str, String);

/// Judges the bytes of a transcript.
pub(super) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let asked = Asked::of(&transcript);
    let mut findings = Findings::default();
    let (result, reason, seen) = files(&asked);
    findings.verdict(match result {
        CheckOutcome::Pass => supports(KIND),
        CheckOutcome::Fail => refutes(KIND, "web.files_open"),
        _ => inconclusive(KIND, reason),
    });
    let rest: [(&'static str, Said<'_>); 5] = [
        ("http.admin_panels", panels(&asked)),
        ("http.debug", debug(&asked)),
        ("http.default_page", default_page(&asked)),
        ("http.directory_listing", listings(&asked)),
        ("http.methods", methods(&asked)),
    ];
    findings.check("http.exposed_files", grade_of("http.exposed_files"), result, reason, seen);
    for (id, (result, reason, seen)) in rest {
        findings.check(id, grade_of(id), result, reason, seen);
    }
    Ok(findings.into_judgement(&transcript))
}

struct Asked<'a> {
    all: Vec<&'a WebAsked>,
    /// How many were to be asked; nothing when the look did not come that far.
    plan: Option<Plan>,
    /// What kept the look from going on.
    failure: &'a str,
}

impl<'a> Asked<'a> {
    fn of(transcript: &'a Transcript) -> Self {
        let all = transcript.events().filter_map(|event| match event {
            Event::WebAsked(asked) => Some(asked),
            _ => None,
        });
        let all: Vec<&WebAsked> = all.collect();
        let silent = all.iter().rev().find_map(|asked| asked.failure.as_deref());
        let cut = transcript.truncated.then_some("transcript.truncated");
        let failure = cut.or(silent).or(transcript.failure_code()).unwrap_or("not_asked");
        let plan = transcript.events().find_map(|event| match event {
            Event::Note { code, detail } if code == PLAN_NOTE => serde_json::from_str(detail).ok(),
            _ => None,
        });
        Self { all, plan, failure }
    }

    fn to(&self, what: &str) -> Vec<&'a WebAsked> {
        self.all.iter().copied().filter(|asked| asked.what == what).collect()
    }

    /// Whether all that was to be asked as `what` was answered in a way that tells something.
    fn is_told(&self, what: &str) -> Result<(), &'a str> {
        let plan = self.plan.ok_or(self.failure)?;
        let count = match what {
            FILE => plan.files,
            FOLDER => plan.folders,
            PANEL => plan.panels,
            _ => 1,
        };
        let answers = self.to(what);
        if answers.iter().any(|asked| matches!(asked.status, Some(429 | 503))) {
            return Err("http.kept_out");
        }
        let told = answers.iter().filter(|asked| asked.status.is_some()).count();
        if told < count { Err(self.failure) } else { Ok(()) }
    }

    /// Whether the server shows us nothing at all, the front page neither: others may see more.
    fn is_kept_out(&self) -> bool {
        let front = self.to(FRONT).last().and_then(|asked| asked.status);
        let refused = matches!(front, Some(403 | 429 | 503));
        refused && self.to(FILE).iter().all(|asked| asked.status == front)
    }

    /// Where every name leads off this place, if it does.
    fn leads_elsewhere(&self) -> Option<String> {
        let strange = self.to(STRANGE).into_iter().next()?;
        let from = Place::parse(&strange.url)?;
        let target = from.follow(strange.all("location").next()?)?;
        let away = (target.secure, &target.host) != (from.secure, &from.host);
        let is_redirect =
            |asked: &&WebAsked| asked.status.is_some_and(|status| (300..400).contains(&status));
        let all = away && self.to(FILE).iter().all(is_redirect);
        all.then(|| format!("{from} → {target}"))
    }
}

fn files<'a>(asked: &Asked<'a>) -> Said<'a> {
    let strange: Vec<&String> =
        asked.to(STRANGE).into_iter().flat_map(|asked| &asked.marks).collect();
    let to_any_name = |mark: &String| strange.contains(&&format!("file:{mark}"));
    let answers = asked.to(FILE);
    let found = answers.iter().filter(|asked| asked.marks.iter().any(|mark| !to_any_name(mark)));
    let found: Vec<String> = found.map(|asked| describe(asked)).collect();
    if !found.is_empty() {
        return (CheckOutcome::Fail, "exposed.files", few(&found));
    }
    if let Some(seen) = asked.leads_elsewhere() {
        return (CheckOutcome::NotApplicable, "http.leads_elsewhere", seen);
    }
    if asked.is_kept_out() {
        return (CheckOutcome::Inconclusive, "http.kept_out", String::new());
    }
    match asked.is_told(FILE).and_then(|()| asked.is_told(STRANGE)) {
        Err(code) => (CheckOutcome::Inconclusive, code, String::new()),
        Ok(()) => {
            (CheckOutcome::Pass, "exposed.none", format!("{} names asked for", answers.len()))
        }
    }
}

fn listings<'a>(asked: &Asked<'a>) -> Said<'a> {
    let pages = [FRONT, FOLDER].into_iter().flat_map(|what| asked.to(what));
    let is_list = |asked: &&WebAsked| {
        asked.status == Some(200) && asked.marks.iter().any(|mark| mark == listing::MARK)
    };
    let found: Vec<String> = pages.filter(is_list).map(path).collect();
    if !found.is_empty() {
        return (CheckOutcome::Fail, "listing.shown", few(&found));
    }
    none(asked, FOLDER, "listing.none")
}

fn panels<'a>(asked: &Asked<'a>) -> Said<'a> {
    let pages = [FRONT, PANEL].into_iter().flat_map(|what| asked.to(what));
    let named = pages.flat_map(|asked| {
        marks(asked, "panel:").map(move |name| format!("{name}: {}", path(asked)))
    });
    let mut found: Vec<String> = named.collect();
    found.dedup();
    if !found.is_empty() {
        return (CheckOutcome::Notice, "panel.seen", few(&found));
    }
    none(asked, PANEL, "panel.none_seen")
}

fn debug<'a>(asked: &Asked<'a>) -> Said<'a> {
    let pages = [FRONT, STRANGE, PANEL].into_iter().flat_map(|what| asked.to(what));
    let named = pages.flat_map(|asked| {
        marks(asked, "debug:").map(move |name| format!("{name}: {}", path(asked)))
    });
    let found: Vec<String> = named.collect();
    if !found.is_empty() {
        return (CheckOutcome::Fail, "debug.shown", few(&found));
    }
    none(asked, STRANGE, "debug.none_seen")
}

fn default_page<'a>(asked: &Asked<'a>) -> Said<'a> {
    let named = asked.to(FRONT).into_iter().flat_map(|asked| marks(asked, "default:"));
    let found: Vec<String> = named.map(str::to_owned).collect();
    if !found.is_empty() {
        return (CheckOutcome::Notice, "default.shown", few(&found));
    }
    none(asked, FRONT, "default.none")
}

fn methods<'a>(asked: &Asked<'a>) -> Said<'a> {
    const CHANGE: [&str; 8] =
        ["PUT", "DELETE", "TRACE", "CONNECT", "MKCOL", "COPY", "MOVE", "PROPFIND"];
    if asked.to(TRACE).iter().any(|asked| asked.marks.iter().any(|mark| mark == ECHO)) {
        return (CheckOutcome::Fail, "methods.trace", "TRACE".to_owned());
    }
    let allowed = asked.to(OPTIONS).into_iter().flat_map(|asked| asked.all("allow"));
    let words =
        allowed.flat_map(|value| value.split(',')).map(|word| word.trim().to_ascii_uppercase());
    let offered: Vec<String> = words.filter(|word| CHANGE.contains(&word.as_str())).collect();
    if !offered.is_empty() {
        return (CheckOutcome::Notice, "methods.offered", few(&offered));
    }
    match asked.is_told(TRACE) {
        Ok(()) => none(asked, OPTIONS, "methods.few"),
        Err(code) => (CheckOutcome::Inconclusive, code, String::new()),
    }
}

/// Nothing was found, if all was told.
fn none<'a>(asked: &Asked<'a>, what: &str, reason: &'a str) -> Said<'a> {
    if let Some(seen) = asked.leads_elsewhere() {
        return (CheckOutcome::NotApplicable, "http.leads_elsewhere", seen);
    }
    match asked.is_told(what) {
        Ok(()) if asked.is_kept_out() => {
            (CheckOutcome::Inconclusive, "http.kept_out", String::new())
        }
        Ok(()) => (CheckOutcome::Pass, reason, String::new()),
        Err(code) => (CheckOutcome::Inconclusive, code, String::new()),
    }
}

fn marks<'a>(asked: &'a WebAsked, kind: &'a str) -> impl Iterator<Item = &'a str> {
    asked.marks.iter().filter_map(move |mark| mark.strip_prefix(kind))
}

/// Path, what it is, and its length where the server says it.
fn describe(asked: &WebAsked) -> String {
    let whole = asked.all("content-range").next().and_then(|range| range.rsplit('/').next());
    let length = whole
        .or_else(|| asked.all("content-length").next())
        .and_then(|text| text.parse::<u64>().ok());
    let mark = asked.marks.first().map(String::as_str).unwrap_or_default();
    match length {
        Some(length) => format!("{} ({mark}, {length} bytes)", path(asked)),
        None => format!("{} ({mark})", path(asked)),
    }
}

fn path(asked: &WebAsked) -> String {
    Place::parse(&asked.url).map_or_else(|| asked.url.clone(), |place| place.path)
}

fn few(found: &[String]) -> String {
    let named = found.iter().take(NAMED_MAX).map(String::as_str).collect::<Vec<_>>().join(", ");
    match found.len().checked_sub(NAMED_MAX) {
        Some(more @ 1..) => format!("{named} and {more} more"),
        _ => named,
    }
}
