//! Every web and TLS host of the zoo, and every zone (`tests/zoo/hosts.toml`), is found to be what its row says.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arvak_exposure::look;
use arvak_probe::{CheckResult, Clock as _, ManualClock, Net, SystemClock};
use serde_json::Value;
use tempfile::TempDir;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::house::{House, program};

/// The servers of web and TLS hosts, with their Debian packages.
const WEB: [(&str, &str); 3] =
    [("nginx", "nginx-light"), ("haproxy", "haproxy"), ("apache2", "apache2-bin")];

/// What serves and signs zones, with the Debian packages.
const ZONES: [(&str, &str); 3] =
    [("knotd", "knot"), ("keymgr", "knot"), ("kzonesign", "knot-dnssecutils")];

/// Looks at the same time.
const AT_ONCE: usize = 12;

/// A zoo that is started; dropping it ends it.
struct Zoo {
    script: PathBuf,
    dir: TempDir,
    told: Value,
}

impl Zoo {
    /// Nothing, and a loud word, when what it needs is not installed.
    fn start(net: &str, families: &str, needed: &[(&str, &str)]) -> Option<Self> {
        for (name, package) in [("python3", "python3"), ("openssl", "openssl")].iter().chain(needed)
        {
            program(name, package)?;
        }
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/zoo/zoo.py");
        let dir = tempfile::Builder::new().prefix("arvak-zoo-").tempdir().unwrap();
        let mut zoo = Self { script, dir, told: Value::Null };
        let started = zoo.run(&["start", "--net", net, "--only", families, "--high"]);
        assert!(started.status.success(), "{}", String::from_utf8_lossy(&started.stderr));
        zoo.told = serde_json::from_slice(&zoo.run(&["list", "--json"]).stdout).unwrap();
        Some(zoo)
    }

    fn run(&self, words: &[&str]) -> std::process::Output {
        let mut command = Command::new("python3");
        command.arg("-B").arg(&self.script).args(words).arg("--dir").arg(self.dir.path());
        command.output().unwrap()
    }

    fn hosts(&self) -> impl Iterator<Item = &Value> {
        self.told["hosts"].as_array().unwrap().iter()
    }
}

impl Drop for Zoo {
    fn drop(&mut self) {
        let stopped = self.run(&["stop"]);
        if !stopped.status.success() {
            eprintln!("{}", String::from_utf8_lossy(&stopped.stderr));
        }
    }
}

/// Lets the usual ports of every host lead to where the zoo listens.
fn house(zoo: &Zoo) -> House {
    let mut house = House::new();
    house.declared = vec!["zoo.example".to_owned()];
    house.roots_pem = std::fs::read_to_string(zoo.told["roots"].as_str().unwrap()).unwrap();
    for host in zoo.hosts() {
        let (name, ip) = (host["name"].as_str().unwrap(), host["ip"].as_str().unwrap());
        for (kind, usual) in [("https", 443), ("http", 80)] {
            if let Some(port) = host["ports"][kind].as_u64() {
                let place: SocketAddr = format!("{ip}:{port}").parse().unwrap();
                house.lead(name, usual, place);
            }
        }
    }
    house
}

/// What of a row is not so: the row says `result` or `result reason`.
fn differences(host: &Value, found: &[CheckResult]) -> Vec<String> {
    let name = host["name"].as_str().unwrap();
    let mut differences = Vec::new();
    for (id, expected) in host["expect"].as_object().unwrap() {
        let expected = expected.as_str().unwrap();
        let Some(check) = found.iter().find(|check| check.id == *id) else {
            differences.push(format!("{name}: there is no {id}"));
            continue;
        };
        let result = serde_json::to_value(check.result).unwrap();
        let result = result.as_str().unwrap();
        if expected != result && expected != format!("{result} {}", check.reason) {
            let CheckResult { reason, seen, .. } = check;
            differences.push(format!("{name}: {id} is {result} {reason} ({seen}), not {expected}"));
        }
    }
    differences
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_web_and_tls_host_is_what_its_row_says() {
    let Some(zoo) = Zoo::start("84", "tls,http", &WEB) else { return };
    let (different, held, hosts) = looked(&zoo, house(&zoo).net().await).await;
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(hosts >= 80 && held >= 150, "{held} results of {hosts} hosts were held");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_zone_is_what_its_row_says() {
    let Some(zoo) = Zoo::start("85", "dns", &ZONES) else { return };
    let mut house = House::new();
    let place = |told: &str| zoo.told[told].as_str().unwrap().parse::<SocketAddr>().unwrap();
    house.resolve_by(place("resolver"));
    // They are asked as name servers too, where name servers listen.
    for server in [place("resolver"), place("above")] {
        house.lead_from(server.ip(), 53, server);
    }
    house.declared = zoo.hosts().map(|host| host["name"].as_str().unwrap().to_owned()).collect();
    let anchor = std::fs::read_to_string(zoo.told["trust_anchor"].as_str().unwrap()).unwrap();
    house.trust_anchor = Some(anchor.into());
    let (different, held, hosts) = looked(&zoo, house.net().await).await;
    assert!(different.is_empty(), "{}", different.join("\n"));
    assert!(hosts >= 15 && held >= 20, "{held} results of {hosts} zones were held");
}

/// Looks at every host of the zoo: what is not as its row says, how many results were held against rows, and of how many hosts.
async fn looked(zoo: &Zoo, net: Net) -> (Vec<String>, usize, usize) {
    let net = Arc::new(net);
    let places = Arc::new(Semaphore::new(AT_ONCE));
    let mut looks = JoinSet::new();
    for host in zoo.hosts().filter(|host| host["needs"].is_null()).cloned() {
        let (net, places) = (Arc::clone(&net), Arc::clone(&places));
        looks.spawn(async move {
            let _place = places.acquire_owned().await.unwrap();
            // Certificates are of today.
            let clock = ManualClock::new(SystemClock.now());
            let vantage = "inside".parse().unwrap();
            let (kind, name) = (host["family"].as_str().unwrap(), host["name"].as_str().unwrap());
            let found = look(kind, name, &net, &clock, &vantage).await.unwrap();
            (differences(&host, &found), host["expect"].as_object().unwrap().len())
        });
    }
    let (mut different, mut held, mut hosts) = (Vec::new(), 0, 0);
    while let Some(looked) = looks.join_next().await {
        let (found, expected) = looked.unwrap();
        different.extend(found);
        held += expected;
        hosts += 1;
    }
    (different, held, hosts)
}
