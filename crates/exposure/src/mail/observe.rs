//! The questions of the mail probe, the policy file, and the mail servers.

use arvak_probe::net::{Question, RecordType};
use arvak_probe::{Check, Context, DnsAnswer, Host, NetError, Observation, ProbeError, Recorder};
use tokio::time::timeout;

use super::exchangers::Exchangers;
use super::places::{self, Names};
use super::spf::Asks;
use super::spf_walk::Walk;
use super::{VERSION, dkim, dmarc, dmarc_walk, policy_file, spf_void, sts};
use crate::answers::Answer;
use crate::dns::secure;
use crate::late::late;
use crate::mail_server::{Looker, find_roots, given_place};

/// After so many questions in a row without an answer the resolvers are left alone.
const FAILURES_MAX: usize = 2;

/// Most mail servers that are asked more than a greeting.
const TRIED_MAX: usize = 4;

/// Looks, each part within the time that one connection may take.
pub(crate) async fn observe(
    check: &Check,
    context: &Context<'_>,
    selectors: &[String],
) -> Result<Observation, ProbeError> {
    let mut recorder = Recorder::new(check, VERSION, context);
    let limit = context.net.limits().total;
    let domain = check.host.as_str();
    let mut questions =
        Questions { domain, context, recorder: &mut recorder, answers: Vec::new(), failures: 0 };
    if timeout(limit, questions.ask_all(selectors)).await.is_err() {
        questions.recorder.failed("dns", &late(&check.host, context.net));
    }
    let answers = questions.answers;
    if timeout(limit, visit(check, context, &answers, &mut recorder)).await.is_err() {
        recorder.failed("mail", &late(&check.host, context.net));
    }
    recorder.finish()
}

/// The policy file, where a record says that there is one; and the servers.
async fn visit(
    check: &Check,
    context: &Context<'_>,
    answers: &[DnsAnswer],
    recorder: &mut Recorder<'_>,
) {
    let (domain, net) = (check.host.as_str(), context.net);
    let mx = find(answers, domain, "MX").filter(|answer| answer.is_ok());
    let hosts = mx.map(|mx| Exchangers::read(mx.data("MX")).hosts).unwrap_or_default();
    let given = given_place(net, &check.host);
    let record = find(answers, &places::sts(domain), "TXT");
    let has_policy = record.is_some_and(|answer| answer.data("TXT").any(sts::is_record));
    if hosts.is_empty() && given.is_none() && !has_policy {
        return;
    }
    let roots = find_roots(net, recorder);
    if has_policy {
        policy_file::fetch(domain, net, &roots, recorder).await;
    }
    let mut looker = Looker { net, recorder, roots: &roots, domain };
    if let Some(place) = given {
        return looker.named(&place).await;
    }
    let Some(mx) = mx else { return };
    let mut heard = Vec::new();
    // All are greeted before one is asked more, which may take long.
    for host in &hosts {
        if looker.exchanger(host, mx).await {
            heard.push(host);
        }
    }
    for host in heard.into_iter().take(TRIED_MAX) {
        looker.trial(host).await;
    }
}

fn find<'a>(answers: &'a [DnsAnswer], name: &str, record_type: &str) -> Option<&'a DnsAnswer> {
    // SPF may write names with their final dot.
    let name = name.trim_end_matches('.');
    let same = |answer: &&DnsAnswer| answer.name.eq_ignore_ascii_case(name);
    answers.iter().filter(same).find(|answer| answer.record_type == record_type)
}

struct Questions<'a, 'r> {
    domain: &'a str,
    context: &'a Context<'a>,
    recorder: &'a mut Recorder<'r>,
    answers: Vec<DnsAnswer>,
    /// Questions in a row without an answer.
    failures: usize,
}

impl Questions<'_, '_> {
    async fn ask_all(&mut self, selectors: &[String]) {
        self.ask(self.domain, RecordType::MX).await;
        self.ask_dmarc().await;
        self.ask_spf().await;
        self.ask_servers().await;
        let names = Names::of(self.domain);
        for name in [&names.sts, &names.tls_rpt, &names.bimi] {
            self.ask(name, RecordType::TXT).await;
        }
        self.ask_dkim(selectors).await;
    }

    /// A failure stands in the transcript; the next question may still be answered.
    async fn ask(&mut self, name: &str, record_type: RecordType) {
        self.put(&Question::new(name, record_type)).await;
    }

    async fn put(&mut self, question: &Question) {
        let known = find(&self.answers, &question.name, &question.record_type.to_string());
        if known.is_some() || self.failures >= FAILURES_MAX {
            return;
        }
        match self.context.net.ask(question, self.recorder).await {
            Ok(answer) => {
                self.failures = 0;
                self.answers.push(answer);
            }
            // A name that cannot be asked for says nothing of the resolver.
            Err(NetError::BadName { .. }) => {}
            Err(_) => self.failures += 1,
        }
    }

    fn answer(&self, name: &str, record_type: &str) -> Answer<'_> {
        find(&self.answers, name, record_type).map_or(Answer::Unknown("net"), read)
    }

    /// At the domain and all its parents: the highest says what the organisation is.
    async fn ask_dmarc(&mut self) {
        for place in dmarc::places(self.domain) {
            self.ask(&place, RecordType::TXT).await;
        }
        let walked = dmarc_walk::walk(self.domain, |place| self.answer(place, "TXT"));
        let from = walked.from.clone();
        for target in dmarc_walk::strangers(&walked) {
            self.ask(&dmarc_walk::leave(&from, &target), RecordType::TXT).await;
        }
    }

    async fn ask_spf(&mut self) {
        let mut walk = Walk::new(self.domain);
        while let Some(name) = walk.next().map(str::to_owned) {
            self.ask(&name, RecordType::TXT).await;
            walk.take(&self.answer(&name, "TXT"));
        }
        for (what, name) in walk.found.asked.iter().take(spf_void::ASKED_MAX) {
            let types: &[RecordType] = match what {
                Asks::Addresses => &[RecordType::A, RecordType::AAAA],
                Asks::Exchangers => &[RecordType::MX],
                Asks::Existence => &[RecordType::A],
            };
            for record_type in types {
                self.ask(name, *record_type).await;
                let answer = self.answer(name, &record_type.to_string());
                if matches!(answer, Answer::Data(records) if !records.is_empty()) {
                    break;
                }
            }
        }
    }

    /// The addresses and certificates of the mail servers; where there are none, the addresses of the
    /// domain, which then takes the mail itself (RFC 5321 section 5.1).
    async fn ask_servers(&mut self) {
        let mx = find(&self.answers, self.domain, "MX");
        let hosts = mx.map(|mx| Exchangers::read(mx.data("MX")).hosts).unwrap_or_default();
        if hosts.is_empty() {
            self.ask(self.domain, RecordType::A).await;
            self.ask(self.domain, RecordType::AAAA).await;
        }
        for host in hosts.iter().filter(|host| host.address().is_none()) {
            self.ask(host.as_str(), RecordType::A).await;
            self.ask(host.as_str(), RecordType::AAAA).await;
            let place = super::tlsa::place(host.as_str(), 25);
            self.put(&Question::unchecked(&place, RecordType::TLSA)).await;
        }
        self.chain(&hosts).await;
    }

    /// What tells whether certificates that DNS names can be relied on, where it names any: the chains of
    /// trust of those records, and of the MX records that lead to them.
    async fn chain(&mut self, hosts: &[Host]) {
        let places = hosts.iter().map(|host| super::tlsa::place(host.as_str(), 25));
        let named: Vec<String> = places
            .filter(|place| {
                matches!(self.answer(place, "TLSA"), Answer::Data(found) if !found.is_empty())
            })
            .collect();
        if named.is_empty() || self.failures >= FAILURES_MAX {
            return;
        }
        let records = named.iter().map(|place| (&**place, RecordType::TLSA));
        let chained: Vec<(&str, RecordType)> =
            [(self.domain, RecordType::MX)].into_iter().chain(records).collect();
        secure::fetch(&chained, self.context.net, self.recorder).await;
    }

    async fn ask_dkim(&mut self, selectors: &[String]) {
        let base = places::dkim_base(self.domain);
        self.ask(&base, RecordType::TXT).await;
        // Where the name does not exist, nothing is below it (RFC 8020).
        let is_empty = self.answer(&base, "TXT") == Answer::NoName;
        let common = dkim::COMMON_SELECTORS.iter().copied().filter(|_| !is_empty);
        let wanted: Vec<String> = selectors
            .iter()
            .map(String::as_str)
            .chain((!is_empty).then_some(places::NO_SELECTOR))
            .chain(common)
            .map(|selector| places::dkim(self.domain, selector))
            .collect();
        for name in wanted {
            self.ask(&name, RecordType::TXT).await;
        }
    }
}

fn read(answer: &DnsAnswer) -> Answer<'_> {
    match () {
        () if answer.is_ok() => Answer::Data(answer.data(&answer.record_type).collect()),
        () if answer.is_absent() => Answer::NoName,
        () => Answer::Unknown("dns"),
    }
}
