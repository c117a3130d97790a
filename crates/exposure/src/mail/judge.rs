//! What a mail transcript means: where mail goes, who may send as the domain, what becomes of mail that
//! fails, and whether it is under TLS on the way.

mod dane;
mod exchange;
mod keys;
mod logo;
mod parked;
mod policy;
mod reports;
mod senders;
mod servers;
mod transport;

use arvak_probe::{BadTranscript, CheckOutcome, Grade, Judgement, Transcript};

use super::exchangers::Exchangers;
use super::{NAME, dmarc_walk};
use crate::answers::{Answer, Answers};
use crate::dns::secure::Chains;
use crate::findings::{Findings, add_summed};
use crate::mail_server;

/// Judges the bytes of a transcript of the mail probe.
pub(crate) fn judge(bytes: &[u8]) -> Result<Judgement, BadTranscript> {
    let transcript = Transcript::of_probe(bytes, NAME)?;
    let answers = Answers::of(&transcript);
    let domain = transcript.host.as_str();
    let view = View {
        transcript: &transcript,
        answers,
        chains: Chains::of(&transcript),
        domain,
        mx: Mx::of(answers.to(domain, "MX")),
        servers: mail_server::servers(&transcript),
    };
    let mut findings = Findings::default();
    exchange::judge(&mut findings, &view);
    let asked_behind = transcript.method_version >= 2;
    let spf = senders::judge(&mut findings, answers, domain, asked_behind);
    let walked = dmarc_walk::walk(domain, |place| answers.to(place, "TXT"));
    policy::judge(&mut findings, &walked);
    reports::judge(&mut findings, &view, &walked);
    keys::judge(&mut findings, &view);
    parked::judge(&mut findings, &view, &spf, &walked);
    transport::judge(&mut findings, &view);
    dane::judge(&mut findings, &view);
    logo::judge(&mut findings, &view);
    servers::judge(&mut findings, &view);
    let mut judgement = findings.into_judgement(&transcript);
    add_summed(&mut judgement, &transcript, "mail.encrypted", "mail.not_encrypted", |check| {
        check.id == "mail.starttls"
    });
    Ok(judgement)
}

/// What judges read.
pub(super) struct View<'a> {
    transcript: &'a Transcript,
    answers: Answers<'a>,
    /// Chains of trust; only certificates in DNS need them.
    chains: Chains<'a>,
    domain: &'a str,
    mx: Mx<'a>,
    servers: Vec<mail_server::Server<'a>>,
}

/// What is known of the mail servers of the domain.
pub(super) enum Mx<'a> {
    /// These are named, and at least one is a host.
    Named(Exchangers),
    /// None takes mail: there are no records, or only the null MX, or the name does not exist.
    None(&'static str),
    /// It could not be told, for the reason with this code.
    Unknown(&'a str),
}

impl<'a> Mx<'a> {
    fn of(answer: Answer<'a>) -> Self {
        match answer {
            Answer::Data(records) if records.is_empty() => Self::None("mx.absent"),
            Answer::Data(records) => {
                let found = Exchangers::read(records);
                let takes_none = found.hosts.is_empty() && found.bad.is_empty();
                if takes_none { Self::None("mx.null") } else { Self::Named(found) }
            }
            Answer::NoName => Self::None("dns.nxdomain"),
            Answer::Unknown(code) => Self::Unknown(code),
        }
    }
}

impl View<'_> {
    /// The result of a check that needs mail servers, where there are none; nothing where there are.
    fn no_servers(&self) -> Option<(CheckOutcome, &str)> {
        match &self.mx {
            Mx::Named(_) => None,
            Mx::None(code) => Some((CheckOutcome::NotApplicable, code)),
            Mx::Unknown(code) => Some((CheckOutcome::Inconclusive, code)),
        }
    }

    /// Notes that result; says whether there was one.
    fn is_without_servers(&self, findings: &mut Findings, id: &'static str, grade: Grade) -> bool {
        let none = self.no_servers();
        if let Some((result, code)) = none {
            findings.check(id, grade, result, code, "");
        }
        none.is_some()
    }

    /// The look at that mail server: its own, or that at the one place that the operator named.
    fn server(&self, host: &str) -> Option<&mail_server::Server<'_>> {
        let greeted = || self.servers.iter().filter(|server| server.is_greeting());
        let own = greeted().find(|server| server.begin.host == host);
        own.or_else(|| greeted().find(|server| server.begin.role == mail_server::Role::Named))
    }
}
