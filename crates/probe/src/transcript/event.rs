//! The events of a transcript. A chapter that needs another adds it here.

use serde::{Deserialize, Serialize};

use super::api::ApiAnswer;
use super::log_in::LogInSeen;
use super::port::PortSeen;
use super::route::{RouteSeen, RouteTables};
use super::ssh::{SshGroup, SshHostKey, SshOffer};
use super::tls::{TlsFinished, TlsTry};
use super::web::{PageSeen, WebAsked};

/// Something that happened while looking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum Event {
    /// A DNS question was answered.
    Resolved(DnsAnswer),
    /// A DNS message as it was received: signatures are over bytes.
    DnsMessage(DnsMessage),
    /// A name server was asked for a whole zone.
    DnsTransfer(DnsTransfer),
    /// The scope gate refused; nothing was sent.
    Refused {
        /// The stable code of the refusal, such as `scope.address`.
        code: String,
        /// What was refused, why, and what to do.
        detail: String,
    },
    /// A TCP connection stands.
    TcpConnected {
        /// The checked address and port.
        address: String,
        /// Where it really went, when addresses are rerouted (demo, tests, `--connect`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rerouted_to: Option<String>,
    },
    /// A TLS handshake ended.
    Tls(TlsSeen),
    /// A TLS server answered one question of many.
    TlsTry(TlsTry),
    /// What a finished TLS handshake showed besides.
    TlsFinished(TlsFinished),
    /// An HTTP answer's head.
    Http {
        /// What was asked for.
        url: String,
        /// The status code.
        status: u16,
        /// Header names in lower case and values, in order.
        headers: Vec<(String, String)>,
    },
    /// The page that a visitor ends up on.
    Page(PageSeen),
    /// A web server was asked something on the side.
    WebAsked(WebAsked),
    /// A redirect was met.
    Redirect {
        /// Where it points.
        location: String,
        /// Whether it was followed.
        followed: bool,
        /// Why not, as a code, when it was not.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        code: Option<String>,
    },
    /// The identification line of an SSH server.
    SshBanner {
        /// The line without its end.
        text: String,
    },
    /// What an SSH server offered for logging in.
    SshMethods {
        /// The methods, such as `publickey`.
        methods: Vec<String>,
    },
    /// The algorithms that an SSH server offers.
    SshOffer(SshOffer),
    /// A key that an SSH server showed.
    SshHostKey(SshHostKey),
    /// A group that an SSH server chose.
    SshGroup(SshGroup),
    /// What knocking at a port showed.
    Port(PortSeen),
    /// Which tables of routes were at hand.
    RouteTables(RouteTables),
    /// What those tables say of an address.
    Route(RouteSeen),
    /// A line that the other end sent, in a protocol of lines.
    Line {
        /// The line without its end.
        text: String,
    },
    /// Something was said to a server in a protocol of lines, and answered.
    Exchange {
        /// What was said, without the end of the line; nothing when the server speaks first.
        sent: String,
        /// The answer, line by line.
        lines: Vec<String>,
    },
    /// What a mail server says that it can do.
    Offers {
        /// Its protocol: `smtp`, `imap`, `pop3`.
        protocol: String,
        /// Whether it was said under TLS.
        secure: bool,
        /// Its words in capitals, such as `STARTTLS`; ways to log in apart, such as `AUTH PLAIN`.
        words: Vec<String>,
    },
    /// A log-in was tried.
    LogIn(LogInSeen),
    /// A vendor's interface was asked something.
    ApiAnswer(ApiAnswer),
    /// A step failed; what follows from it cannot be told.
    Failed {
        /// The step: `dns`, `connect`, `tls`, `http`, `ssh`, `check`.
        step: String,
        /// A stable code, such as `net.timeout`.
        code: String,
        /// The message for people; it names the host.
        detail: String,
        /// Whether the same may go better in a little while.
        #[serde(default)]
        transient: bool,
    },
    /// Anything else worth keeping.
    Note {
        /// A code.
        code: String,
        /// What it is.
        detail: String,
    },
}

/// The answer to a DNS question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsAnswer {
    /// The name that was asked for, without a final dot.
    pub name: String,
    /// The record type, such as `TXT`.
    pub record_type: String,
    /// The response code: `NOERROR`, `NXDOMAIN`, `SERVFAIL` …
    pub rcode: String,
    /// Whether the resolver says that it validated the answer (the AD flag).
    pub authentic: bool,
    /// The name at the end of the aliases; the asked name when there are none.
    pub canonical: String,
    /// The answer section as received, signatures and aliases included.
    pub records: Vec<DnsRecord>,
    /// The authority section as received (SOA, NSEC, NSEC3 and their signatures).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub authority: Vec<DnsRecord>,
}

/// A DNS message as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsMessage {
    /// The name that was asked for, without a final dot.
    pub name: String,
    /// The record type, such as `DNSKEY`.
    pub record_type: String,
    /// The name server that was asked; absent when it was a resolver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// The address that it was asked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The bytes, in base64.
    pub message: String,
}

/// What came of asking for a whole zone (RFC 5936).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsTransfer {
    /// The zone.
    pub zone: String,
    /// The name server that was asked.
    pub server: String,
    /// The response code, as in [`DnsAnswer::rcode`].
    pub rcode: String,
    /// How many records came.
    pub records: u32,
    /// The names that they are about, without a final dot; the first thousands of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

/// One DNS record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DnsRecord {
    /// Its owner, without a final dot, in lower case.
    pub name: String,
    /// Its type, such as `A`.
    pub record_type: String,
    /// Its time to live in seconds.
    pub ttl_s: u32,
    /// Its data in presentation form; for TXT the strings joined without anything between them,
    /// as SPF, DMARC and control tokens are read.
    pub data: String,
}

impl DnsAnswer {
    /// Whether the question was answered without an error; there may still be no records.
    pub fn is_ok(&self) -> bool {
        self.rcode == "NOERROR"
    }

    /// Whether the answer says that the name does not exist.
    pub fn is_absent(&self) -> bool {
        self.rcode == "NXDOMAIN"
    }

    /// The data of the records of that type at the end of the aliases.
    pub fn data<'a>(&'a self, record_type: &'a str) -> impl Iterator<Item = &'a str> {
        self.records
            .iter()
            .filter(move |r| r.record_type == record_type && r.name == self.canonical)
            .map(|record| record.data.as_str())
    }

    /// The name servers to which an answer for NS records refers whoever asks, as if they were the answer; nothing when it refers
    /// to nobody (RFC 1034 section 4.3.2).
    pub fn referral(&self) -> Option<Self> {
        let refers = |record: &&DnsRecord| record.record_type == "NS" && record.name == self.name;
        let records: Vec<DnsRecord> = self.authority.iter().filter(refers).cloned().collect();
        let is_referral = self.is_ok() && self.records.is_empty() && !records.is_empty();
        let canonical = self.name.clone();
        is_referral.then(|| Self { records, canonical, authority: Vec::new(), ..self.clone() })
    }

    /// The texts of the TXT records at the end of the aliases.
    pub fn txt(&self) -> impl Iterator<Item = &str> {
        self.data("TXT")
    }
}

/// What a TLS handshake showed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TlsSeen {
    /// The name that was sent as SNI.
    pub server_name: String,
    /// The version, such as `TLSv1_3`; absent when the handshake did not end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The cipher suite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cipher: Option<String>,
    /// The certificates as sent, leaf first: base64 of DER.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub chain_der: Vec<String>,
    /// What the verification against the roots said, as a code; absent when it passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verify_error: Option<String>,
}
