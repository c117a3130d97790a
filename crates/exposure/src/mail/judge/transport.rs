//! Whether other mail servers are told to deliver under TLS alone (MTA-STS), and to report when they
//! cannot.

use arvak_probe::CheckOutcome::{Fail, Inconclusive, Notice, Pass};
use arvak_probe::{CheckOutcome, Event, Grade, Host, TlsSeen};

use super::{Mx, View};
use crate::answers::Answer;
use crate::findings::Findings;
use crate::https::ROOT_NOTE;
use crate::mail::places::Names;
use crate::mail::policy_file::{FETCH_NOTE, POLICY_NOTE};
use crate::mail::sts::{self, BadSts, HOST_LABEL, MAX_AGE_S_LEAST, Mode, Policy};
use crate::mail::tls_rpt::{self, BadRpt};
use crate::mail_server::{END_NOTE, problem};

const STS: &str = "mta_sts.policy";
const RPT: &str = "tls_rpt.record";

/// Judges both records, and the policy file.
pub(super) fn judge(findings: &mut Findings, view: &View<'_>) {
    if !view.is_without_servers(findings, STS, Grade::Should) {
        let (result, reason, seen) = judge_sts(view);
        findings.check(STS, Grade::Should, result, &reason, seen);
    }
    if !view.is_without_servers(findings, RPT, Grade::Should) {
        let (result, reason, seen) = judge_rpt(view);
        findings.check(RPT, Grade::Should, result, reason, seen);
    }
}

/// The policy that applies; nothing when there is none, or none that counts.
pub(super) fn policy(view: &View<'_>) -> Option<Policy> {
    fetched(view).ok()
}

type Said = (CheckOutcome, String, String);

fn said(result: CheckOutcome, reason: &str, seen: impl Into<String>) -> Said {
    (result, reason.to_owned(), seen.into())
}

fn judge_sts(view: &View<'_>) -> Said {
    let policy = match fetched(view) {
        Ok(policy) => policy,
        Err(said) => return said,
    };
    let Mx::Named(mx) = &view.mx else { return said(Inconclusive, "not_asked", "") };
    let allows = |host: &&Host| sts::allows(&policy.patterns, host.as_str());
    let missing: Vec<&str> =
        mx.hosts.iter().filter(|host| !allows(host)).map(Host::as_str).collect();
    if policy.mode != Mode::None && !missing.is_empty() {
        return said(Fail, "mta_sts.mx", missing.join(", "));
    }
    let seen = format!("max_age {} s, mx {}", policy.max_age_s, policy.patterns.join(" "));
    match policy.mode {
        Mode::None => said(Notice, "mta_sts.none", seen),
        Mode::Testing => said(Notice, "mta_sts.testing", seen),
        Mode::Enforce => match mx.hosts.iter().find_map(|host| distrusted(view, host)) {
            Some(seen) => said(Fail, "mta_sts.server_certificate", seen),
            None if policy.max_age_s < MAX_AGE_S_LEAST => said(Notice, "mta_sts.short", seen),
            None => said(Pass, "mta_sts.enforce", seen),
        },
    }
}

/// A mail server to which nobody delivers any more: its certificate is not what the policy asks for.
fn distrusted(view: &View<'_>, host: &Host) -> Option<String> {
    view.transcript.roots.as_ref()?;
    let server = view.servers.iter().find(|server| server.begin.host == host.as_str())?;
    let now = view.transcript.started_at;
    let problem = problem(server.tls()?, server.root(), &[host.as_str()], now)?;
    Some(format!("{host}: {problem}"))
}

/// The policy, or what is wrong on the way to it.
fn fetched(view: &View<'_>) -> Result<Policy, Said> {
    let records = match view.answers.to(&Names::of(view.domain).sts, "TXT") {
        Answer::Data(records) => records,
        Answer::NoName => Vec::new(),
        Answer::Unknown(code) => return Err(said(Inconclusive, code, "")),
    };
    let mut records = records.into_iter().filter(|record| sts::is_record(record));
    let record = match (records.next(), records.next()) {
        (None, _) => return Err(said(Notice, "mta_sts.absent", "")),
        // RFC 8461 section 3.1: with several there is none.
        (Some(first), Some(_)) => return Err(said(Fail, "mta_sts.multiple", first)),
        (Some(record), None) => record,
    };
    sts::id(record)
        .map_err(|BadSts(why)| said(Fail, "mta_sts.record", format!("{why}: {record}")))?;
    let file = File::of(view);
    file.text(view)
}

/// What the fetching of the policy showed.
#[derive(Default)]
struct File<'a> {
    tls: Option<&'a TlsSeen>,
    root: Option<&'a str>,
    status: Option<u16>,
    content_type: &'a str,
    text: Option<&'a str>,
    failure: Option<&'a str>,
}

impl<'a> File<'a> {
    fn of(view: &View<'a>) -> Self {
        let mut file = Self::default();
        let begin =
            |event: &&Event| !matches!(event, Event::Note { code, .. } if code == FETCH_NOTE);
        let end = |event: &&Event| !matches!(event, Event::Note { code, .. } if code == END_NOTE);
        for event in view.transcript.events().skip_while(begin).take_while(end) {
            match event {
                Event::Tls(seen) => file.tls = Some(seen),
                Event::Note { code, detail } if code == ROOT_NOTE => file.root = Some(detail),
                Event::Note { code, detail } if code == POLICY_NOTE => file.text = Some(detail),
                Event::Http { status, headers, .. } => {
                    file.status = Some(*status);
                    file.content_type = headers.first().map_or("", |(_, value)| value.as_str());
                }
                Event::Failed { code, .. } | Event::Refused { code, .. } => {
                    file.failure = file.failure.or(Some(code));
                }
                _ => {}
            }
        }
        file
    }

    fn text(&self, view: &View<'_>) -> Result<Policy, Said> {
        let host = format!("{HOST_LABEL}.{}", view.domain);
        let Some(tls) = self.tls else {
            return Err(match self.failure {
                Some("net.no_address") => said(Fail, "mta_sts.no_host", host),
                Some(code) if code.starts_with("tls.") => {
                    said(Fail, "mta_sts.tls", format!("{host}: {code}"))
                }
                code => said(Inconclusive, code.unwrap_or("not_asked"), ""),
            });
        };
        if view.transcript.roots.is_none() {
            return Err(said(Inconclusive, "tls.not_verified", ""));
        }
        let now = view.transcript.started_at;
        if let Some(why) = problem(tls, self.root, &[&host], now) {
            return Err(said(Fail, "mta_sts.certificate", format!("{host}: {why}")));
        }
        let shown = |what: &str| format!("{host}: {what}");
        match (self.status, self.text) {
            (None, _) => Err(said(Inconclusive, self.failure.unwrap_or("http.no_answer"), "")),
            (Some(200), Some(text)) => sts::policy(text)
                .map_err(|BadSts(why)| said(Fail, "mta_sts.syntax", shown(&why)))
                .and_then(|policy| {
                    let is_plain = self.content_type.split(';').next() == Some("text/plain");
                    let other = || said(Fail, "mta_sts.content_type", shown(self.content_type));
                    is_plain.then_some(policy).ok_or_else(other)
                }),
            (Some(status @ 300..=399), _) => {
                Err(said(Fail, "mta_sts.redirect", shown(&status.to_string())))
            }
            (Some(status @ 500..=599), _) => {
                Err(said(Inconclusive, "http.server_error", shown(&status.to_string())))
            }
            (Some(status), _) => Err(said(Fail, "mta_sts.status", shown(&status.to_string()))),
        }
    }
}

fn judge_rpt<'a>(view: &View<'a>) -> (CheckOutcome, &'a str, String) {
    let records = match view.answers.to(&Names::of(view.domain).tls_rpt, "TXT") {
        Answer::Data(records) => records,
        Answer::NoName => Vec::new(),
        Answer::Unknown(code) => return (Inconclusive, code, String::new()),
    };
    let mut records = records.into_iter().filter(|record| tls_rpt::is_record(record));
    match (records.next(), records.next()) {
        (None, _) => (Notice, "tls_rpt.absent", String::new()),
        (Some(first), Some(_)) => (Fail, "tls_rpt.multiple", first.to_owned()),
        (Some(record), None) => match tls_rpt::parse(record) {
            Ok(_) => (Pass, "tls_rpt.present", record.to_owned()),
            Err(BadRpt(why)) => (Fail, "tls_rpt.syntax", format!("{why}: {record}")),
        },
    }
}
