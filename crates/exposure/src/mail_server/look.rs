//! Looking at mail servers: which door each one is reached by, and how far the look goes.

use std::net::SocketAddr;

use arvak_probe::{DnsAnswer, Host, Net, NetStream, Purpose, Recorder, Target};
use rustls::pki_types::TrustAnchor;

use super::greet::{Greeting, Open, failed};
use super::{Begin, Protocol, Role, trial};

/// The port at which mail exchangers listen.
const SMTP: u16 = 25;

/// Ports at which TLS comes before the first word (RFC 8314).
const TLS_FIRST: [u16; 3] = [465, 993, 995];

/// Ports at which people hand in mail (RFC 8314, RFC 6409).
const SUBMISSION: [u16; 2] = [465, 587];

/// A server that is named by the operator or the inventory.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Its name.
    pub(crate) host: Host,
    /// Its port.
    pub(crate) port: u16,
}

/// Looks at the mail servers of one domain.
pub(crate) struct Looker<'a, 'r> {
    /// The door.
    pub(crate) net: &'a Net,
    /// Where it is taken down.
    pub(crate) recorder: &'a mut Recorder<'r>,
    /// The trusted roots.
    pub(crate) roots: &'a [TrustAnchor<'static>],
    /// A domain whose mail the servers take.
    pub(crate) domain: &'a str,
}

impl Looker<'_, '_> {
    /// Greets a mail exchanger as everyone may; says whether it speaks SMTP.
    pub(crate) async fn exchanger(&mut self, host: &Host, mx: &DnsAnswer) -> bool {
        let target = Target { host: host.clone(), port: SMTP };
        self.begin(&target, Role::Exchanger);
        let opened = self.net.connect_named(&target, Purpose::Smtp, mx, self.recorder).await;
        let greeted = match opened {
            Ok(stream) => self.greet(&target, stream, true).await,
            Err(_) => None,
        };
        self.end();
        greeted == Some(Protocol::Smtp)
    }

    /// The server at a place of the operator's or the inventory's: whatever it speaks.
    pub(crate) async fn named(&mut self, place: &Place) {
        let target = Target { host: place.host.clone(), port: place.port };
        self.begin(&target, Role::Named);
        let opened = self.net.connect(&target, Purpose::Other, self.recorder).await;
        let greeted = match opened {
            Ok(stream) => self.greet(&target, stream, true).await,
            Err(_) => None,
        };
        self.end();
        if greeted == Some(Protocol::Smtp) {
            self.try_all(&target).await;
        }
    }

    /// Asks a mail exchanger more, where the gate lets us.
    pub(crate) async fn trial(&mut self, host: &Host) {
        let target = Target { host: host.clone(), port: SMTP };
        if self.try_all(&target).await {
            for port in SUBMISSION {
                let target = Target { host: target.host.clone(), port };
                self.begin(&target, Role::Submission);
                if let Ok(stream) = self.net.connect(&target, Purpose::Other, self.recorder).await {
                    self.greet(&target, stream, true).await;
                }
                self.end();
            }
        }
    }

    /// Asks under TLS where it can be had, else without; says whether the gate let us.
    async fn try_all(&mut self, target: &Target) -> bool {
        for with_tls in [true, false] {
            self.begin(target, Role::Trial);
            let opened = self.net.connect(target, Purpose::Other, self.recorder).await;
            let Ok(stream) = opened else {
                self.end();
                return false;
            };
            let greeting = greeting(target, self.roots, with_tls);
            let greeted = greeting.greet(stream, self.recorder).await;
            let asked = match greeted.open {
                Some(Open::Plain(mut talk)) => {
                    trial::try_all(&mut talk, self.domain, self.recorder).await
                }
                Some(Open::Secure(mut talk)) => {
                    trial::try_all(&mut talk, self.domain, self.recorder).await
                }
                None => {
                    self.end();
                    continue;
                }
            };
            if let Err(trouble) = asked {
                failed(&target.host, trouble, self.recorder);
            }
            self.end();
            break;
        }
        true
    }

    async fn greet(
        &mut self,
        target: &Target,
        stream: NetStream,
        with_tls: bool,
    ) -> Option<Protocol> {
        let greeting = greeting(target, self.roots, with_tls);
        greeting.greet(stream, self.recorder).await.protocol
    }

    fn begin(&mut self, target: &Target, role: Role) {
        let host = target.host.to_string();
        Begin { host, port: target.port, role }.note(self.recorder);
    }

    fn end(&mut self) {
        Begin::end(self.recorder);
    }
}

fn greeting<'a>(
    target: &'a Target,
    roots: &'a [TrustAnchor<'static>],
    with_tls: bool,
) -> Greeting<'a> {
    Greeting { host: &target.host, roots, tls_first: TLS_FIRST.contains(&target.port), with_tls }
}

/// The place that the operator says to connect to, for the name of the target.
pub(crate) fn given_place(net: &Net, host: &Host) -> Option<Place> {
    net.connects_to(host).map(|place: SocketAddr| Place { host: host.clone(), port: place.port() })
}
