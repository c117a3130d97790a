//! A place on the loopback interface for the servers of one test.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use arvak_core::{EntityId, Instant, Name};
use arvak_probe::{
    Check, CheckOutcome, Context, Judgement, Limits, Look, ManualClock, Net, NetBuilder, Probe,
    ResolverConfig, Roots, Scope, Transcript,
};
use tempfile::TempDir;
use tokio::net::{TcpStream, UdpSocket};

/// What the clock shows in every test.
pub(crate) const NOW: &str = "2026-11-24T06:00:00Z";

/// The declared domain.
pub(crate) const DOMAIN: &str = "nordvik.example";

/// Servers, names and where they really listen. Dropping it ends the servers that it started.
pub(crate) struct House {
    dir: TempDir,
    children: Vec<Child>,
    names: BTreeMap<String, Ipv4Addr>,
    reroute: BTreeMap<SocketAddr, SocketAddr>,
    resolver: Option<SocketAddr>,
    connect: BTreeMap<String, SocketAddr>,
    pub(crate) limits: Limits,
    /// What the clock shows.
    pub(crate) now: Instant,
    /// The declared domains.
    pub(crate) declared: Vec<String>,
    /// The DNSSEC keys to trust.
    pub(crate) trust_anchor: Option<Arc<str>>,
    pub(crate) roots_pem: String,
}

impl House {
    pub(crate) fn new() -> Self {
        Self {
            dir: tempfile::Builder::new().prefix("arvak-exposure-").tempdir().unwrap(),
            children: Vec::new(),
            names: BTreeMap::new(),
            reroute: BTreeMap::new(),
            resolver: None,
            connect: BTreeMap::new(),
            limits: Limits::default(),
            now: now(),
            declared: vec![DOMAIN.to_owned()],
            trust_anchor: None,
            roots_pem: String::new(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// A file in the house, readable by anyone unless a mode is given.
    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        path
    }

    /// The address of a host; every host has one of its own. So has every process that tests: a port that is free in one is
    /// then not taken by another before the server listens.
    pub(crate) fn address(&mut self, host: &str) -> Ipv4Addr {
        let [.., own] = std::process::id().to_be_bytes();
        let next = Ipv4Addr::new(127, 79, own, u8::try_from(self.names.len() + 1).unwrap());
        *self.names.entry(host.to_owned()).or_insert(next)
    }

    /// Where the server for that port of that host should listen.
    pub(crate) fn place(&mut self, host: &str, port: u16) -> SocketAddr {
        let address = self.address(host);
        let free = free_port(address);
        self.reroute.insert((address, port).into(), free);
        free
    }

    /// Lets that port of that host lead to something that listens already.
    pub(crate) fn lead(&mut self, host: &str, port: u16, to: SocketAddr) {
        let address = self.address(host);
        self.reroute.insert((address, port).into(), to);
    }

    /// Lets that port of an address that is not the house's own lead to something that listens already.
    pub(crate) fn lead_from(&mut self, address: IpAddr, port: u16, to: SocketAddr) {
        self.reroute.insert((address, port).into(), to);
    }

    /// Lets another name server than the house's own answer.
    pub(crate) fn resolve_by(&mut self, resolver: SocketAddr) {
        self.resolver = Some(resolver);
    }

    /// Says where a host is, as `--connect` does.
    pub(crate) fn connect(&mut self, host: &str, to: SocketAddr) {
        self.connect.insert(host.to_owned(), to);
    }

    /// Starts a server that nobody can see listen, such as one over UDP.
    pub(crate) fn spawn(&mut self, command: &mut Command) {
        let log = std::fs::File::create(self.path("server.log")).unwrap();
        let command = command.current_dir(self.dir.path()).stdin(Stdio::null());
        let child = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        self.children.push(child);
    }

    /// Takes back what was said by [`House::connect`].
    pub(crate) fn connect_nowhere(&mut self) {
        self.connect.clear();
    }

    /// Starts a server and waits until it listens.
    pub(crate) async fn start(&mut self, command: &mut Command, listens: SocketAddr) {
        let log = std::fs::File::create(self.path("server.log")).unwrap();
        let child = command
            .current_dir(self.dir.path())
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap();
        self.children.push(child);
        for _ in 0..500 {
            if TcpStream::connect(listens).await.is_ok() {
                return;
            }
            let gone = self.children.last_mut().unwrap().try_wait().unwrap();
            let said = || std::fs::read_to_string(self.path("server.log")).unwrap_or_default();
            assert!(gone.is_none(), "{command:?} ended: {}", said());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{command:?} does not listen at {listens}");
    }

    /// Lets nginx, which was started last, end what it does and write what it has to say of that: it answers first and writes
    /// its log after.
    pub(crate) fn quit(&mut self) {
        let nginx = self.children.last_mut().unwrap();
        let asked = Command::new("kill").args(["-QUIT", &nginx.id().to_string()]).status();
        assert!(asked.unwrap().success());
        nginx.wait().unwrap();
    }

    pub(crate) async fn net(&self) -> Net {
        let resolver = match self.resolver {
            Some(resolver) => resolver,
            None => name_server(self.names.clone()).await,
        };
        NetBuilder {
            scope: Scope {
                declared: self.declared.iter().cloned().collect(),
                allow: vec!["127.0.0.0/8".parse().unwrap()],
                ..Scope::default()
            },
            resolver: ResolverConfig(vec![resolver]),
            trust_anchor: self.trust_anchor.clone(),
            connect: self.connect.clone(),
            reroute: self.reroute.clone(),
            roots: Roots::Pem(self.roots_pem.as_str().into()),
            limits: self.limits.clone(),
            ..NetBuilder::default()
        }
        .build(Arc::new(ManualClock::new(self.now)))
    }

    /// Observes.
    async fn observe(&self, probe: &dyn Probe, host: &str, port: Option<u16>) -> Vec<u8> {
        let net = self.net().await;
        let check = check(probe, host, port);
        let (clock, vantage) = (ManualClock::new(self.now), "inside".parse::<Name>().unwrap());
        let context = Context { net: &net, clock: &clock, vantage: &vantage };
        probe.observe(&check, &context).await.unwrap().transcript
    }

    /// Observes, and gives what was taken down.
    pub(crate) async fn transcript(
        &self,
        probe: &dyn Probe,
        host: &str,
        port: Option<u16>,
    ) -> Transcript {
        Transcript::decode(&self.observe(probe, host, port).await).unwrap()
    }

    /// Observes and judges.
    pub(crate) async fn judge(
        &self,
        probe: &dyn Probe,
        host: &str,
        port: Option<u16>,
    ) -> Judgement {
        let transcript = String::from_utf8(self.observe(probe, host, port).await).unwrap();
        let judgement = probe.judge(transcript.as_bytes()).unwrap();
        eprintln!("{transcript}\n{judgement:#?}");
        judgement
    }
}

/// A look at a bare target through the house's door.
pub(crate) async fn look(house: &House, kind: &str, target: &str) -> Judgement {
    let (clock, vantage) = (clock(), "inside".parse::<Name>().unwrap());
    let checks = arvak_exposure::look(kind, target, &house.net().await, &clock, &vantage).await;
    let judgement = Judgement { checks: checks.unwrap(), verdicts: Vec::new() };
    eprintln!("{kind} {target}: {judgement:#?}");
    judgement
}

impl Drop for House {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

pub(crate) fn now() -> Instant {
    NOW.parse().unwrap()
}

pub(crate) fn clock() -> ManualClock {
    ManualClock::new(now())
}

pub(crate) fn check(probe: &dyn Probe, host: &str, port: Option<u16>) -> Check {
    Check {
        probe: probe.name().parse().unwrap(),
        subject: format!("endpoint/{host}").parse::<EntityId>().unwrap(),
        host: host.parse().unwrap(),
        port,
        look: Look::Public,
        domain: DOMAIN.to_owned(),
    }
}

/// The installed program of that name, or nothing and a loud word.
pub(crate) fn program(name: &str, package: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(name)).find(|p| p.exists());
    if found.is_none() {
        eprintln!("SKIPPED: {name} is not installed (Debian package {package})");
    }
    found
}

/// What the judgement says of a kind: `supports`, `refutes CODE` or `inconclusive CODE`.
pub(crate) fn verdict(judgement: &Judgement, kind: &str) -> String {
    let found = judgement.verdicts.iter().find(|verdict| verdict.kind.as_str() == kind);
    let Some(found) = found else { return "nothing".to_owned() };
    let code = found.code.as_ref().map(|code| format!(" {code}")).unwrap_or_default();
    format!("{:?}{code}", found.result).to_lowercase()
}

/// An attribute of the verdict on a kind.
pub(crate) fn attribute(judgement: &Judgement, kind: &str, name: &str) -> Option<i64> {
    let found = judgement.verdicts.iter().find(|verdict| verdict.kind.as_str() == kind)?;
    found.attributes.iter().find(|(known, _)| known.as_str() == name).map(|(_, value)| *value)
}

/// Result and reason of a check.
pub(crate) fn result<'a>(judgement: &'a Judgement, id: &str) -> (CheckOutcome, &'a str) {
    let found = judgement.checks.iter().find(|check| check.id == id).unwrap();
    (found.result, found.reason.as_str())
}

/// A port that was free a moment ago.
pub(crate) fn free_port(address: Ipv4Addr) -> SocketAddr {
    TcpListener::bind((address, 0)).unwrap().local_addr().unwrap()
}

/// A name server that knows A records and nothing else; it ends with the test.
async fn name_server(names: BTreeMap<String, Ipv4Addr>) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            socket.send_to(&answer(&buffer[..length], &names), asker).await.unwrap();
        }
    });
    address
}

/// RFC 1035 section 4: the header, the question as it came, and an answer that points at its name.
pub(crate) fn answer(question: &[u8], names: &BTreeMap<String, Ipv4Addr>) -> Vec<u8> {
    let mut at = 12;
    let mut labels = Vec::new();
    while question[at] != 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).to_lowercase());
        at = end;
    }
    let is_a = question[at + 1..at + 3] == [0, 1];
    let address = names.get(&labels.join("."));
    let count = u8::from(is_a && address.is_some());
    let rcode = if address.is_some() { 0 } else { 3 };
    let mut bytes = vec![question[0], question[1], 0x85, 0x80 | rcode, 0, 1, 0, count, 0, 0, 0, 0];
    bytes.extend_from_slice(&question[12..at + 5]);
    if let Some(address) = address.filter(|_| is_a) {
        bytes.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4]);
        bytes.extend_from_slice(&address.octets());
    }
    bytes
}
