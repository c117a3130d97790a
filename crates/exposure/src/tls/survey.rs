//! A whole look at a TLS server: a first question, a finished handshake, every suite of every version
//! side by side, and then what follows from those answers.

use std::sync::Arc;
use std::time::Duration;

use arvak_core::Instant;
use arvak_probe::transcript::{TlsAnswer, TlsSeen, TlsTry};
use arvak_probe::{Event, Host, Net, NetError, Purpose, RecordType, Recorder, Target};
use rustls::pki_types::TrustAnchor;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::Version;
use super::ask::Asker;
use super::finish::finish;
use super::job::{FEATURES, FIRST, Job};
use super::lane::{Lane, Told};
use super::notes::Notes;
use super::seen::Seen;
use super::starttls::StartTls;
use super::tables::hellos;
use crate::dns::secure;
use crate::https::handshake;

/// Answers that may wait to be taken down.
const WAITING_MAX: usize = 64;

/// Most different certificates of one server that are kept.
const CERTIFICATES_MAX: usize = 8;

/// How a look is taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// The words before TLS, where the protocol begins without it.
    pub start_tls: Option<StartTls>,
    /// How long one question may take.
    pub question: Duration,
    /// How long the whole look may take.
    pub total: Duration,
    /// Ask DNS which certificate the domain says the server has (DANE, RFC 6698).
    pub dane: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            start_tls: None,
            question: Duration::from_secs(5),
            total: Duration::from_mins(3),
            dane: false,
        }
    }
}

/// Looks at everything that can be seen of a TLS server, takes each answer down, and says what was seen.
///
/// It takes dozens of connections, which is more than any visitor does: the gate asks for proof of
/// control. What fails stands in the transcript; nothing is lost of what was seen before.
pub async fn enumerate(
    net: &Net,
    target: &Target,
    options: &Options,
    recorder: &mut Recorder<'_>,
) -> Seen {
    let mut survey = Survey { net, target, options, recorder, book: Book::default() };
    if timeout(options.total, survey.run()).await.is_err() {
        let limit_ms = u64::try_from(options.total.as_millis()).unwrap_or(u64::MAX);
        let host = target.to_string();
        let late = NetError::TimedOut { host, step: "the end", limit_ms };
        survey.recorder.failed("tls", &late);
    }
    Seen::of(&Notes::of(survey.book.events.iter()))
}

struct Survey<'a, 'r> {
    net: &'a Net,
    target: &'a Target,
    options: &'a Options,
    recorder: &'a mut Recorder<'r>,
    book: Book,
}

/// What was taken down so far.
#[derive(Debug, Default)]
struct Book {
    events: Vec<Event>,
    certificates: Vec<Vec<Vec<u8>>>,
}

impl Survey<'_, '_> {
    async fn run(&mut self) {
        let Some(roots) = self.find_roots() else { return };
        if self.options.dane {
            let name = format!("_{}._tcp.{}", self.target.port, self.target.host);
            secure::ask(&name, RecordType::TLSA, self.net, self.recorder).await;
        }
        let opened = self.net.connect_often(self.target, Purpose::Other, self.recorder).await;
        let Ok((first, again)) = opened else { return };
        let (start_tls, limit) = (self.options.start_tls, self.options.question);
        let asker = Arc::new(Asker::new(first, again, start_tls, limit));
        self.work(&asker, vec![Job::Once(FIRST, Version::Tls13, Vec::new())]).await;
        if !self.is_tls() {
            return;
        }
        self.shake_hands(&asker, &roots).await;
        self.work(&asker, first_jobs()).await;
        let further = further_jobs(&Notes::of(self.book.events.iter()));
        self.work(&asker, further).await;
        let next = Notes::of(self.book.events.iter()).next_jobs();
        self.work(&asker, next).await;
        let last = last_jobs(&Notes::of(self.book.events.iter()));
        self.work(&asker, last).await;
    }

    /// The trusted roots. Without them nothing can be said of a certificate, so nothing is asked.
    fn find_roots(&mut self) -> Option<Vec<TrustAnchor<'static>>> {
        match handshake::trusted(self.net, self.recorder) {
            Ok(roots) => Some(roots),
            Err(error) => {
                self.fail(error.code(), error.to_string(), false);
                None
            }
        }
    }

    fn fail(&mut self, code: &str, detail: String, transient: bool) {
        let (step, code) = ("tls".to_owned(), code.to_owned());
        self.recorder.event(Event::Failed { step, code, detail, transient });
    }

    /// Whether the first answer is one of a TLS server, or may be: old servers refuse or close.
    fn is_tls(&mut self) -> bool {
        let code = match Notes::of(self.book.events.iter()).answer(FIRST) {
            Some(TlsAnswer::Hello(_) | TlsAnswer::Alert(_) | TlsAnswer::Closed) => return true,
            Some(TlsAnswer::Unusable(code) | TlsAnswer::Failed(code)) => code.clone(),
            None => "tls.not_asked".to_owned(),
        };
        let detail = format!(
            "{} gives no answer to a TLS hello that can be used ({code}): look what listens at that port",
            self.target
        );
        let transient = code.starts_with("net.");
        self.fail(&code, detail, transient);
        false
    }

    async fn shake_hands(&mut self, asker: &Asker, roots: &[TrustAnchor<'static>]) {
        let Ok(Ok(stream)) = timeout(self.options.question, asker.open()).await else { return };
        let host = self.target.host.as_str();
        // What a server of older versions says to it is seen by the other questions.
        let shaken = match timeout(self.options.question, finish(stream, host)).await {
            Ok(Ok(shaken)) => shaken,
            Ok(Err(error)) => return self.note("finish", error.to_string()),
            Err(_) => return self.note("finish", "net.timeout".to_owned()),
        };
        let now: Instant = self.recorder.started_at();
        let (_, connection) = shaken.stream.get_ref();
        for event in handshake::events(&self.target.host, connection, roots, now) {
            self.write(event);
        }
        self.write(Event::TlsFinished(shaken.seen));
    }

    fn note(&mut self, code: &str, detail: String) {
        self.recorder.event(Event::Note { code: format!("tls_{code}"), detail });
    }

    /// Lets every job run in a line of its own, and takes down what they tell as it comes.
    async fn work(&mut self, asker: &Arc<Asker>, jobs: Vec<Job>) {
        let (tell, mut told) = mpsc::channel(WAITING_MAX);
        let mut lines = JoinSet::new();
        for job in jobs {
            let lane = Lane::new(Arc::clone(asker), tell.clone());
            lines.spawn(job.run(lane, name_of(&self.target.host)));
        }
        drop(tell);
        while let Some(told) = told.recv().await {
            self.take_down(told);
        }
    }

    fn take_down(&mut self, told: Told) {
        let Told { question, offered, answer } = told;
        let mut seen = answer.seen;
        if let TlsAnswer::Hello(hello) = &mut seen {
            hello.certificate = self.certificate(answer.chain);
        }
        self.write(Event::TlsTry(TlsTry { question, offered, answer: seen }));
    }

    /// The number of a chain; one that is new is taken down whole.
    fn certificate(&mut self, chain: Vec<Vec<u8>>) -> Option<u16> {
        if chain.is_empty() {
            return None;
        }
        let known = self.book.certificates.iter().position(|known| *known == chain);
        let number = known.unwrap_or(self.book.certificates.len());
        if known.is_none() {
            if number >= CERTIFICATES_MAX {
                return None;
            }
            let encoded = chain.iter().map(|der| crate::bytes::Base64(der.clone()).into());
            self.write(Event::Tls(TlsSeen {
                server_name: self.target.host.to_string(),
                version: None,
                cipher: None,
                chain_der: encoded.collect(),
                verify_error: None,
            }));
            self.book.certificates.push(chain);
        }
        u16::try_from(number).ok()
    }

    fn write(&mut self, event: Event) {
        self.recorder.event(event.clone());
        self.book.events.push(event);
    }
}

/// The name to say; addresses are none (RFC 6066 section 3).
fn name_of(host: &Host) -> Option<String> {
    host.address().is_none().then(|| host.to_string())
}

/// The suites that servers usually have, in every version.
fn first_jobs() -> Vec<Job> {
    let versions = Version::CLASSIC.into_iter().chain([Version::Tls13]).rev();
    versions.map(|version| Job::Suites(version, 0)).chain([Job::Ssl2]).collect()
}

/// The other suites, in the versions that the server did not refuse as such.
fn further_jobs(notes: &Notes<'_>) -> Vec<Job> {
    let versions = Version::CLASSIC.into_iter().rev();
    let open = versions.filter(|version| !notes.is_refused(*version));
    open.flat_map(|version| (1..hellos(version).len()).map(move |part| Job::Suites(version, part)))
        .collect()
}

/// The other application protocol, once the first is known.
fn last_jobs(notes: &Notes<'_>) -> Vec<Job> {
    let chosen = notes.hello(FEATURES).and_then(|hello| hello.alpn.clone());
    let newest = notes.newest_classic();
    match (chosen, newest) {
        (Some(chosen), Some((version, suites))) => vec![Job::Alpn(version, suites, chosen)],
        _ => Vec::new(),
    }
}
