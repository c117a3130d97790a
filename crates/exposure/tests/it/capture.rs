//! Law 9, shown by a packet capture: in a network namespace of its own, where every address of the
//! world leads out of one interface, a program looks at what it may and tries what it may not. What the
//! gate refused never saw a packet, and nothing went anywhere but to the allowed places.
//!
//! Needs `unshare`, `ip` and `tcpdump`, and leave to make namespaces.

use std::collections::{BTreeMap, BTreeSet};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::os::unix::fs::MetadataExt as _;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use arvak_probe::{
    Limits, NetBuilder, Probe as _, Purpose, Recorder, ResolverConfig, Roots, Scope, Target,
};
use tokio::io::AsyncWriteExt as _;
use tokio::net::{TcpListener, UdpSocket};

use super::certificates::Authorities;
use super::house::{self, DOMAIN};

/// The interface that leads out; that it is there tells that we are in the namespace.
const OUT: &str = "arvak-out";

/// Where the name server listens.
const RESOLVER: &str = "127.0.0.53:53";

/// An address that the operator allowed, with servers.
const ALLOWED: Ipv4Addr = Ipv4Addr::new(127, 79, 0, 1);

/// A public address of a declared domain: an ordinary visit is allowed, and nothing else.
const PUBLIC: Ipv4Addr = Ipv4Addr::new(93, 184, 216, 34);

/// Gets one packet by hand, so that an empty capture cannot pass for a clean one.
const MARK: &str = "203.0.113.99";

/// Names in DNS; those that lie are refused.
const NAMES: [(&str, Ipv4Addr); 8] = [
    ("www.nordvik.example", ALLOWED),
    ("offentlig.nordvik.example", PUBLIC),
    ("inne.nordvik.example", Ipv4Addr::new(10, 0, 0, 1)),
    ("sky.nordvik.example", Ipv4Addr::new(169, 254, 169, 254)),
    ("nett.nordvik.example", Ipv4Addr::new(100, 64, 0, 1)),
    ("selv.nordvik.example", Ipv4Addr::LOCALHOST),
    ("www.elsewhere.example", Ipv4Addr::new(93, 184, 216, 35)),
    // Allowed when it is first asked for, inside when it is asked for again.
    ("skifter.nordvik.example", ALLOWED),
];

/// The namespace: everything leads out of [`OUT`], which has no neighbours to ask for.
const SCRIPT: &str = r#"
set -eu
ip link set lo up
ip link add arvak-out type veth peer name arvak-end
ip link set arvak-out arp off up
ip link set arvak-end up
ip addr add 198.51.100.1/24 dev arvak-out
ip route add default dev arvak-out
ip -6 addr add 2001:db8:1::1/64 dev arvak-out nodad || true
ip -6 route add default dev arvak-out || true
tcpdump -Z root -i any -nn -U -w capture.pcap 'tcp or udp' 2>listening &
capture=$!
for _ in $(seq 200); do
  grep -q listening listening && break
  kill -0 "$capture" 2>/dev/null || { cat listening >&2; exit 77; }
  sleep 0.05
done
export http_proxy=http://10.9.9.9:3128 https_proxy=http://10.9.9.9:3128 ALL_PROXY=socks5://10.9.9.9:1080
"$1" --exact capture::the_program_in_the_namespace --ignored --nocapture
bash -c "echo mark >/dev/udp/$2/9"
for _ in $(seq 200); do
  tcpdump -nn -r capture.pcap 2>/dev/null | grep -q "$2" && break
  sleep 0.05
done
kill "$capture"
wait "$capture" || true
tcpdump -nn -r capture.pcap >packets 2>/dev/null
"#;

#[test]
fn no_packet_goes_where_the_gate_refuses() {
    for (tool, package) in [("unshare", "util-linux"), ("ip", "iproute2"), ("tcpdump", "tcpdump")] {
        if house::program(tool, package).is_none() {
            return;
        }
    }
    // Root needs no namespace of users; and in one, tcpdump cannot give up its rights.
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let namespace: &[&str] = if is_root {
        &["--net"]
    } else {
        &["--user", "--map-current-user", "--keep-caps", "--net"]
    };
    let may = Command::new("unshare").args(namespace).arg("true").status().unwrap();
    if !may.success() {
        eprintln!("SKIPPED: namespaces may not be made here");
        return;
    }
    let folder = tempfile::Builder::new().prefix("arvak-capture-").tempdir().unwrap();
    let ran = Command::new("unshare")
        .args(namespace)
        .args(["bash", "-c", SCRIPT, "bash"])
        .arg(std::env::current_exe().unwrap())
        .arg(MARK)
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&ran.stderr).into_owned();
    if ran.status.code() == Some(77) {
        eprintln!("SKIPPED: tcpdump may not capture here: {wrong}");
        return;
    }
    assert!(ran.status.success(), "{said}\n{wrong}");
    let packets = std::fs::read_to_string(folder.path().join("packets")).unwrap();
    eprintln!("{said}\n{packets}");
    let went = destinations(&packets);
    let out: BTreeSet<_> = went.iter().filter(|place| !place.ip().is_loopback()).collect();
    let place = |text: &str| text.parse::<SocketAddr>().unwrap();
    // One ordinary visit to the public host, and the mark.
    let expected = [place("93.184.216.34:80"), place("93.184.216.34:443"), place("203.0.113.99:9")];
    assert_eq!(out, expected.iter().collect());
    // At home: the resolver, the allowed servers, and the answers that go back to us.
    let servers =
        [place(RESOLVER), place("127.79.0.1:22"), place("127.79.0.1:80"), place("127.79.0.1:443")];
    // Keys of hosts are asked for at the resolver alone.
    assert!(packets.contains("SSHFP? www.nordvik.example."), "{packets}");
    for server in servers {
        assert!(went.contains(&server), "nothing went to {server}");
    }
    let asked = |place: &&SocketAddr| place.ip().is_loopback() && place.port() < 32_768;
    let asked: BTreeSet<_> = went.iter().filter(asked).copied().collect();
    assert_eq!(asked, servers.into());
}

/// Addresses and ports that packets went to, from lines such as
/// `lo In IP 127.0.0.1.40000 > 127.0.0.53.53: 1+ A? x. (20)`.
fn destinations(packets: &str) -> BTreeSet<SocketAddr> {
    let read = |line: &str| -> Option<SocketAddr> {
        let (_, rest) = line.split_once(" > ")?;
        let (place, _) = rest.split_once(": ")?;
        let (address, port) = place.rsplit_once('.')?;
        Some((address.parse::<IpAddr>().ok()?, port.parse().ok()?).into())
    };
    let lines: Vec<&str> = packets.lines().collect();
    let read: BTreeSet<_> =
        lines.iter().map(|line| read(line).unwrap_or_else(|| panic!("not read: {line}"))).collect();
    assert!(!read.is_empty());
    read
}

/// Looks at what it may, and tries what it may not. Run by the test above, inside the namespace.
#[tokio::test]
#[ignore = "runs inside the namespace that the capture makes"]
async fn the_program_in_the_namespace() {
    if !std::fs::read_to_string("/proc/self/net/dev").unwrap().contains(OUT) {
        eprintln!("SKIPPED: this is not the namespace of the capture");
        return;
    }
    name_server().await;
    serve().await;
    for (host, port, purpose, code) in [
        ("www.nordvik.example", 443, Purpose::Https, "connected"),
        ("www.nordvik.example", 80, Purpose::Http, "connected"),
        ("skifter.nordvik.example", 443, Purpose::Https, "connected"),
        ("skifter.nordvik.example", 443, Purpose::Https, "scope.address"),
        ("offentlig.nordvik.example", 443, Purpose::Https, "net.timeout"),
        ("offentlig.nordvik.example", 22, Purpose::Other, "scope.unproved"),
        ("offentlig.nordvik.example", 8443, Purpose::Https, "scope.unproved"),
        ("inne.nordvik.example", 443, Purpose::Https, "scope.address"),
        ("sky.nordvik.example", 80, Purpose::Http, "scope.address"),
        ("nett.nordvik.example", 443, Purpose::Https, "scope.address"),
        ("selv.nordvik.example", 443, Purpose::Https, "scope.address"),
        ("www.elsewhere.example", 443, Purpose::Https, "scope.undeclared"),
        ("10.0.0.1", 443, Purpose::Https, "scope.undeclared"),
        ("::ffff:10.0.0.2", 443, Purpose::Https, "scope.undeclared"),
        ("fd00:ec2::254", 80, Purpose::Http, "scope.undeclared"),
        ("2606:2800:220:1::1", 443, Purpose::Https, "scope.undeclared"),
    ] {
        assert_eq!(connect(host, port, purpose).await, code, "{host}:{port}");
    }
    // Redirects lead to the cloud's secrets, and the look goes on to port 80 of the public host.
    for (kind, target) in [
        ("http", "www.nordvik.example"),
        ("http", "offentlig.nordvik.example"),
        ("dns", DOMAIN),
        ("mail", DOMAIN),
        ("ssh", "offentlig.nordvik.example"),
        ("ssh", "www.nordvik.example"),
    ] {
        let (net, clock, vantage) = (net(), house::clock(), vantage());
        let checks = arvak_exposure::look(kind, target, &net, &clock, &vantage).await.unwrap();
        println!("{kind} {target}: {checks:?}");
        if target == "offentlig.nordvik.example" && kind == "ssh" {
            assert!(checks.iter().all(|check| check.reason == "scope.unproved"));
        }
    }
    // The file that shows control is one visit to the domain's own address, and no other.
    let control = BTreeMap::from([(DOMAIN.to_owned(), "ab12".to_owned())]);
    let (net, clock, vantage) = (net(), house::clock(), vantage());
    let context = arvak_probe::Context { net: &net, clock: &clock, vantage: &vantage };
    let dns = arvak_exposure::Dns::new(control);
    let seen = dns.observe(&house::check(&dns, DOMAIN, None), &context).await.unwrap();
    let text = String::from_utf8(seen.transcript).unwrap();
    assert!(text.contains("net.timeout"), "it was not visited: {text}");
}

fn vantage() -> arvak_core::Name {
    "inside".parse().unwrap()
}

fn net() -> arvak_probe::Net {
    let builder = NetBuilder {
        scope: Scope {
            declared: [DOMAIN.to_owned()].into(),
            allow: vec!["127.79.0.0/24".parse().unwrap()],
            ..Scope::default()
        },
        resolver: ResolverConfig(vec![RESOLVER.parse().unwrap()]),
        roots: Roots::Pem(Authorities::new().roots_pem().into()),
        limits: Limits { connect: Duration::from_millis(300), ..Limits::default() },
        ..NetBuilder::default()
    };
    builder.build(Arc::new(house::clock()))
}

async fn connect(host: &str, port: u16, purpose: Purpose) -> &'static str {
    let (net, clock, vantage) = (net(), house::clock(), vantage());
    let context = arvak_probe::Context { net: &net, clock: &clock, vantage: &vantage };
    let check = house::check(&arvak_exposure::Https, "www.nordvik.example", Some(port));
    let mut recorder = Recorder::new(&check, 1, &context);
    let target = Target { host: host.parse().unwrap(), port };
    let connected = net.connect(&target, purpose, &mut recorder).await;
    connected.map_or_else(|error| error.code(), |_| "connected")
}

/// Answers from [`NAMES`]; the second time that one of them is asked for, it has moved inside.
async fn name_server() {
    let socket = UdpSocket::bind(RESOLVER).await.unwrap();
    tokio::spawn(async move {
        let mut names: BTreeMap<String, Ipv4Addr> =
            NAMES.map(|(name, address)| (name.to_owned(), address)).into();
        names.insert(DOMAIN.to_owned(), PUBLIC);
        let mut buffer = [0; 1500];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            let question = &buffer[..length];
            socket.send_to(&house::answer(question, &names), asker).await.unwrap();
            // The type is the last but one word of the question: AAAA comes after A.
            let asks_v6 = question.windows(4).any(|four| four == [0, 28, 0, 1]);
            let is_this = question.windows(8).any(|eight| eight == b"\x07skifter");
            if asks_v6 && is_this {
                names.insert("skifter.nordvik.example".to_owned(), Ipv4Addr::new(10, 0, 0, 5));
            }
        }
    });
}

/// Web servers that send their visitors to the cloud's secrets, and one that greets as SSH does.
async fn serve() {
    let listener = TcpListener::bind((ALLOWED, 22)).await.unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"SSH-2.0-Greeter\r\n").await;
        }
    });
    for port in [80, 443] {
        let listener = TcpListener::bind((ALLOWED, port)).await.unwrap();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let answer = b"HTTP/1.1 302 x\r\nLocation: http://169.254.169.254/latest/\r\n\r\n";
                let _ = stream.write_all(answer).await;
            }
        });
    }
}
