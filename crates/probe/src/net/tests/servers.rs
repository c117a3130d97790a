//! Servers of all tempers.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::{A, AAAA, CNAME, MX, TXT};
use hickory_proto::rr::{Name, RData, Record, RecordType};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};

pub(super) const LOOPBACK: (Ipv4Addr, u16) = (Ipv4Addr::LOCALHOST, 0);

/// A name server's table: name and type to data; whatever else, NXDOMAIN.
#[derive(Clone, Default)]
pub(super) struct Zone(pub(super) BTreeMap<String, Vec<RData>>);

impl Zone {
    pub(super) fn with(mut self, name: &str, data: RData) -> Self {
        self.0.entry(name.to_owned()).or_default().push(data);
        self
    }

    pub(super) fn a(self, name: &str, address: &str) -> Self {
        self.with(name, RData::A(A(address.parse().unwrap())))
    }

    pub(super) fn aaaa(self, name: &str, address: &str) -> Self {
        self.with(name, RData::AAAA(AAAA(address.parse().unwrap())))
    }

    pub(super) fn alias(self, name: &str, to: &str) -> Self {
        self.with(name, RData::CNAME(CNAME(fqdn(to))))
    }

    pub(super) fn mx(self, name: &str, host: &str) -> Self {
        self.with(name, RData::MX(MX::new(10, fqdn(host))))
    }

    pub(super) fn txt(self, name: &str, text: &str) -> Self {
        let parts = text.as_bytes().chunks(100).collect();
        self.with(name, RData::TXT(TXT::from_bytes(parts)))
    }

    /// The answer: records of the type, or an alias if there is one (without what it leads to).
    pub(super) fn answer(&self, question: &Message) -> Message {
        let query = &question.queries[0];
        let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
        answer.add_query(query.clone());
        answer.metadata.recursion_available = true;
        let name = query.name.to_ascii().trim_end_matches('.').to_lowercase();
        let Some(all) = self.0.get(&name) else {
            answer.metadata.response_code = ResponseCode::NXDomain;
            return answer;
        };
        let fits = |data: &&RData| {
            data.record_type() == query.query_type || data.record_type() == RecordType::CNAME
        };
        for data in all.iter().filter(fits) {
            answer.add_answer(Record::from_rdata(query.name.clone(), 60, data.clone()));
        }
        answer
    }
}

pub(super) fn fqdn(name: &str) -> Name {
    let mut name = Name::from_ascii(name).unwrap();
    name.set_fqdn(true);
    name
}

/// A name server; `respond` makes the datagrams that are sent back, and may make none.
pub(super) async fn name_server(
    respond: impl Fn(&Message) -> Vec<Vec<u8>> + Send + 'static,
) -> (SocketAddr, Arc<AtomicUsize>) {
    let socket = UdpSocket::bind(LOOPBACK).await.unwrap();
    let address = socket.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut buffer = [0; 4096];
        while let Ok((length, from)) = socket.recv_from(&mut buffer).await {
            count.fetch_add(1, Ordering::SeqCst);
            let question = Message::from_vec(&buffer[..length]).unwrap();
            for datagram in respond(&question) {
                socket.send_to(&datagram, from).await.unwrap();
            }
        }
    });
    (address, asked)
}

/// An honest name server for a zone.
pub(super) async fn zone_server(zone: Zone) -> (SocketAddr, Arc<AtomicUsize>) {
    name_server(move |question| vec![zone.answer(question).to_vec().unwrap()]).await
}

/// The TCP side of a name server at the same address as a UDP one.
pub(super) async fn zone_server_over_tcp(address: SocketAddr, zone: Zone) {
    let listener = TcpListener::bind(address).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let length = stream.read_u16().await.unwrap();
            let mut bytes = vec![0; usize::from(length)];
            stream.read_exact(&mut bytes).await.unwrap();
            let answer = zone.answer(&Message::from_vec(&bytes).unwrap()).to_vec().unwrap();
            stream.write_u16(u16::try_from(answer.len()).unwrap()).await.unwrap();
            stream.write_all(&answer).await.unwrap();
        }
    });
}

/// Who connected to a host, in order.
#[derive(Clone)]
pub(super) struct Seen {
    address: SocketAddr,
    peers: Arc<Mutex<Vec<SocketAddr>>>,
}

impl Seen {
    /// How many connections there were until now. The kernel takes connections before the host does,
    /// so this makes one more and waits until it had its turn.
    pub(super) async fn count(&self) -> usize {
        let last = TcpStream::connect(self.address).await.unwrap();
        let ours = last.local_addr().unwrap();
        loop {
            if let Some(before) = self.before(ours) {
                return before;
            }
            tokio::task::yield_now().await;
        }
    }

    /// How many peers came before `ours`, which is struck out, if it has come.
    fn before(&self, ours: SocketAddr) -> Option<usize> {
        let mut peers = self.peers.lock().unwrap();
        let before = peers.iter().position(|peer| *peer == ours)?;
        peers.remove(before);
        Some(before)
    }
}

/// A host; `serve` has each connection.
pub(super) async fn host<F>(serve: impl Fn(TcpStream) -> F + Send + 'static) -> (SocketAddr, Seen)
where
    F: Future<Output = ()> + Send + 'static,
{
    let listener = TcpListener::bind(LOOPBACK).await.unwrap();
    let address = listener.local_addr().unwrap();
    let peers = Arc::new(Mutex::new(Vec::new()));
    let seen = Seen { address, peers: Arc::clone(&peers) };
    tokio::spawn(async move {
        while let Ok((stream, peer)) = listener.accept().await {
            peers.lock().unwrap().push(peer);
            tokio::spawn(serve(stream));
        }
    });
    (address, seen)
}

/// A host that takes connections and never says a word.
pub(super) async fn silent_host() -> (SocketAddr, Seen) {
    host(|stream| async move {
        let _held = stream;
        std::future::pending::<()>().await;
    })
    .await
}
