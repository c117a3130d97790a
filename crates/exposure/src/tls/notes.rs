//! The answers of a look, found again by their questions. Both the look itself (what to ask next) and the
//! judge read them here, so they cannot disagree.

use std::collections::BTreeMap;

use arvak_probe::Event;
use arvak_probe::transcript::{TlsAnswer, TlsFinished, TlsHello, TlsTry};

use super::Version;
use super::job::{FIRST, Job, groups_of, question, suites_question};
use super::renegotiate;
use super::tables::{SCHEMES, hellos, suite_of};

/// How a line of questions ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End<'a> {
    /// The server refused what was left, or nothing was left: all is known.
    Told,
    /// It cannot be told whether there is more, and why.
    Untold(&'a str),
}

/// What the answers say of one version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Accepted<'a> {
    /// The suites, each part in the order in which the server chose.
    pub(crate) parts: Vec<Vec<u16>>,
    /// Whether that is all.
    pub(crate) end: End<'a>,
}

impl Accepted<'_> {
    /// All suites.
    pub(crate) fn all(&self) -> Vec<u16> {
        self.parts.concat()
    }

    /// Whether the server has this version; nothing when it cannot be told.
    pub(crate) fn is_supported(&self) -> Option<bool> {
        match self.end {
            _ if self.parts.iter().any(|part| !part.is_empty()) => Some(true),
            End::Told => Some(false),
            End::Untold(_) => None,
        }
    }
}

/// The answers by their questions.
#[derive(Debug, Default)]
pub(crate) struct Notes<'a> {
    tries: BTreeMap<&'a str, Vec<&'a TlsTry>>,
    /// What a finished handshake showed besides.
    pub(crate) finished: Option<&'a TlsFinished>,
}

impl<'a> Notes<'a> {
    /// Reads the events of a transcript.
    pub(crate) fn of(events: impl Iterator<Item = &'a Event>) -> Self {
        let mut notes = Self::default();
        for event in events {
            match event {
                Event::TlsTry(tried) => {
                    notes.tries.entry(&tried.question).or_default().push(tried);
                }
                Event::TlsFinished(finished) => notes.finished = Some(finished),
                _ => {}
            }
        }
        notes
    }

    /// Whether more was asked than the question with which a look begins.
    pub(crate) fn is_begun(&self) -> bool {
        self.tries.keys().any(|question| *question != FIRST)
    }

    /// The answers to a question, in order.
    pub(crate) fn answers<'s>(
        &'s self,
        question: &str,
    ) -> impl DoubleEndedIterator<Item = &'a TlsAnswer> + use<'s, 'a> {
        self.tries.get(question).into_iter().flatten().map(|tried| &tried.answer)
    }

    /// The last answer to a question.
    pub(crate) fn answer(&self, question: &str) -> Option<&'a TlsAnswer> {
        self.answers(question).next_back()
    }

    /// The hello that is the last answer to a question.
    pub(crate) fn hello(&self, question: &str) -> Option<&'a TlsHello> {
        self.answer(question).and_then(hello_of)
    }

    /// All hellos of that version among the answers to a question.
    fn hellos<'s>(
        &'s self,
        question: &str,
        version: Version,
    ) -> impl Iterator<Item = &'a TlsHello> + use<'s, 'a> {
        self.answers(question)
            .filter_map(hello_of)
            .filter(move |hello| hello.version == version.code())
    }

    /// All hellos in which the server chose a suite of that version.
    pub(crate) fn suite_hellos(&self, version: Version) -> Vec<&'a TlsHello> {
        let question = |part| suites_question(version, part);
        let parts = 0..parts_of(version);
        parts.flat_map(|part| self.hellos(&question(part), version)).collect()
    }

    /// The suites that a version accepts.
    pub(crate) fn accepted(&self, version: Version) -> Accepted<'a> {
        let mut accepted = Accepted { parts: Vec::new(), end: End::Told };
        let parts = if self.is_refused(version) { 1 } else { parts_of(version) };
        for part in 0..parts {
            let question = suites_question(version, part);
            let chosen = self.hellos(&question, version);
            accepted.parts.push(chosen.map(|hello| hello.suite).collect());
            let first = hellos(version).get(part).map_or(0, Vec::len);
            if let (End::Told, end) = (accepted.end, self.end(&question, version, first)) {
                accepted.end = end;
            }
        }
        accepted
    }

    /// Whether the server refused the version itself, whatever the suites: it said so, or chose another.
    pub(crate) fn is_refused(&self, version: Version) -> bool {
        const PROTOCOL_VERSION: u8 = 70;
        let mut answers = self.answers(&suites_question(version, 0));
        match (answers.next(), answers.next()) {
            (Some(TlsAnswer::Alert(alert)), None) => *alert == PROTOCOL_VERSION,
            (Some(TlsAnswer::Hello(hello)), None) => hello.version != version.code(),
            _ => false,
        }
    }

    /// How a line of eliminations ended that began by offering that many.
    pub(crate) fn end(&self, question: &str, version: Version, first: usize) -> End<'a> {
        let tries = self.tries.get(question).map(Vec::as_slice).unwrap_or_default();
        let Some(last) = tries.last() else { return End::Untold("not_asked") };
        if version != Version::Ssl2 && lacks_one(tries, version, first) {
            return End::Untold("tls.answer_missing");
        }
        match &last.answer {
            TlsAnswer::Alert(_) => End::Told,
            TlsAnswer::Hello(hello) if hello.version != version.code() => End::Told,
            // The last one that was offered was chosen. SSL 2.0 tells all at once.
            TlsAnswer::Hello(_) if last.offered <= 1 || version == Version::Ssl2 => End::Told,
            TlsAnswer::Closed if version == Version::Ssl2 => End::Told,
            // Asked twice, so that a server in distress is not taken for one that refuses.
            TlsAnswer::Closed => match tries.iter().rev().nth(1).map(|tried| &tried.answer) {
                Some(TlsAnswer::Closed) => End::Told,
                _ => End::Untold("tls.closed"),
            },
            TlsAnswer::Hello(_) => End::Untold("tls.ended_early"),
            TlsAnswer::Unusable(code) | TlsAnswer::Failed(code) => End::Untold(code),
        }
    }

    /// The newest version below TLS 1.3 that the server has, and its suites.
    pub(crate) fn newest_classic(&self) -> Option<(Version, Vec<u16>)> {
        Version::CLASSIC.into_iter().rev().find_map(|version| {
            let suites = self.accepted(version).all();
            (!suites.is_empty()).then_some((version, suites))
        })
    }

    /// Groups that were chosen when they were asked for one by one, and whether that is all.
    pub(crate) fn groups(&self, version: Version) -> (Vec<u16>, End<'a>) {
        let question = question("groups", version);
        let found = self.hellos(&question, version).filter_map(|hello| hello.group).collect();
        (found, self.end(&question, version, groups_of(version).count()))
    }

    /// Schemes with which the server signs in TLS 1.2, and whether that is all.
    pub(crate) fn schemes(&self) -> (Vec<u16>, End<'a>) {
        let version = Version::Tls12;
        let question = question("schemes", version);
        let found = self.hellos(&question, version).filter_map(|hello| hello.scheme).collect();
        (found, self.end(&question, version, SCHEMES.len()))
    }

    /// The questions that follow from the first answers.
    pub(crate) fn next_jobs(&self) -> Vec<Job> {
        let mut jobs = Vec::new();
        for version in Version::CLASSIC {
            let accepted = self.accepted(version).all();
            if accepted.len() > 1 {
                jobs.push(Job::Order(version, order_offer(&accepted)));
            }
        }
        let newest = self.accepted(Version::Tls13).all();
        if !newest.is_empty() {
            jobs.push(Job::Groups(Version::Tls13, newest.clone()));
        }
        if let Some((version, suites)) = self.newest_classic() {
            classic_jobs(&mut jobs, version, &suites);
        }
        self.tolerance_jobs(&mut jobs, &newest);
        jobs
    }

    fn tolerance_jobs(&self, jobs: &mut Vec<Job>, newest: &[u16]) {
        use super::job::{FALLBACK, GREASE, LONG, NEWER, NO_NAME, OTHER_NAME};
        let classic = self.newest_classic();
        if let Some((version, suites)) = &classic {
            jobs.push(Job::Once(NEWER, *version, suites.clone()));
        }
        if let Some((version, suites)) = self.fallback() {
            jobs.push(Job::Once(FALLBACK, version, suites));
        }
        let best = (!newest.is_empty()).then(|| (Version::Tls13, newest.to_vec()));
        if let Some((version, suites)) = best.clone().or_else(|| classic.clone()) {
            jobs.push(Job::Once(GREASE, version, suites.clone()));
            jobs.push(Job::Once(LONG, version, suites));
        }
        // The older handshake shows which certificate is sent.
        if let Some((version, suites)) = classic.or(best) {
            jobs.push(Job::Once(NO_NAME, version, suites.clone()));
            jobs.push(Job::Once(OTHER_NAME, version, suites));
        }
    }

    /// The version below the newest, to which a client could be made to fall back.
    pub(crate) fn fallback(&self) -> Option<(Version, Vec<u16>)> {
        let supported = Version::ALL.into_iter().rev().filter(|version| *version != Version::Ssl2);
        let mut supported = supported
            .map(|version| (version, self.accepted(version).all()))
            .filter(|(_, suites)| !suites.is_empty());
        supported.next()?;
        supported.next()
    }
}

/// What is asked of the newest version below TLS 1.3.
fn classic_jobs(jobs: &mut Vec<Job>, version: Version, suites: &[u16]) {
    use super::job::{COMPRESSION, FEATURES};
    let with = |kinds: &[&str]| -> Vec<u16> {
        let known = suites.iter().filter_map(|code| suite_of(*code));
        known.filter(|suite| kinds.contains(&suite.key_exchange)).map(|suite| suite.code).collect()
    };
    let curves = with(&["ECDHE"]);
    if !curves.is_empty() {
        jobs.push(Job::Groups(version, curves));
    }
    let signed = with(&["ECDHE", "DHE"]);
    if version == Version::Tls12 && !signed.is_empty() {
        jobs.push(Job::Schemes(signed));
    }
    let tried = if version == Version::Tls12 { renegotiate::suites_of(suites) } else { Vec::new() };
    if !tried.is_empty() {
        jobs.push(Job::Renegotiate(tried));
    }
    jobs.push(Job::Once(COMPRESSION, version, suites.to_vec()));
    jobs.push(Job::Once(FEATURES, version, suites.to_vec()));
}

/// The suites in the order that a server with an order of its own would like least. What a server may
/// favour for the client's sake (`ChaCha20` when the client puts it first) does not stand in front.
pub(crate) fn order_offer(accepted: &[u16]) -> Vec<u16> {
    let is_chacha =
        |code: &u16| suite_of(*code).is_some_and(|suite| suite.cipher.contains("CHACHA"));
    let (late, early): (Vec<u16>, Vec<u16>) =
        accepted.iter().rev().partition(|code| is_chacha(code));
    [early, late].concat()
}

/// Whether an answer of a line is not among those that are left: each time as many must be offered as were
/// left before. Without this, a weak choice that got lost would look like none.
fn lacks_one(tries: &[&TlsTry], version: Version, first: usize) -> bool {
    let mut left = first;
    for tried in tries {
        if usize::from(tried.offered) != left {
            return true;
        }
        let chose = hello_of(&tried.answer).is_some_and(|hello| hello.version == version.code());
        left -= usize::from(chose && left > 0);
    }
    false
}

fn parts_of(version: Version) -> usize {
    if version == Version::Ssl2 { 1 } else { hellos(version).len() }
}

/// The hello in an answer.
pub(crate) fn hello_of(answer: &TlsAnswer) -> Option<&TlsHello> {
    match answer {
        TlsAnswer::Hello(hello) => Some(hello),
        _ => None,
    }
}
