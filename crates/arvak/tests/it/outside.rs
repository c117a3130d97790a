//! `arvak outside`: a machine beyond the organisation's own network looks, and home judges what it saw.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::support::{Folder, stderr, stdout};

/// An endpoint with SSH.
fn endpoint(id: &str, host: &str, port: u16) -> String {
    format!("\n[[endpoint]]\nid = \"{id}\"\nkind = \"ssh\"\nhost = \"{host}\"\nport = {port}\n")
}

/// A home that stands inside, and a worker outside that it knows.
struct Both {
    home: Folder,
    worker: PathBuf,
    home_key: String,
}

impl Both {
    fn with(endpoints: &str) -> Self {
        let organisation = "[[organisation]]\nid = \"nordvik\"\nname = \"Nordvik kommune\"\n";
        let home = Folder::with_inventory(&format!("{organisation}{endpoints}"));
        let home_key = home.said(&["outside", "home"]).trim().to_owned();
        let worker = home.outside().join("worker");
        let both = Self { home, worker, home_key };
        let key = both.new_key("ute");
        both.configure(&key, "outside");
        both
    }

    /// A key of that name in the worker's folder, made anew.
    fn new_key(&self, name: &str) -> String {
        drop(std::fs::remove_file(self.worker.join("worker.key")));
        let made = self.on_worker(&["outside", "key", name, "--json"]).output().unwrap();
        assert!(made.status.success(), "{}", stderr(&made));
        let made: serde_json::Value = serde_json::from_slice(&made.stdout).unwrap();
        made["public_key"].as_str().unwrap().to_owned()
    }

    fn configure(&self, key: &str, vantage: &str) {
        let text = format!(
            "vantage = \"inside\"\n[[outside]]\nkey = \"{key}\"\nvantage = \"{vantage}\"\nprobes = [\"ssh\"]\n"
        );
        std::fs::write(self.home.data().join("arvak.toml"), text).unwrap();
    }

    fn on_worker(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
        command.args(args).arg("--data").arg(&self.worker);
        command.env("NO_COLOR", "1").env_remove("ARVAK_LANG").stdin(Stdio::null());
        command
    }

    fn file(&self, name: &str) -> String {
        self.home.outside().join(name).to_str().unwrap().to_owned()
    }

    fn errand(&self) -> u64 {
        let told = self.home.json(&["outside", "errand", "ute", "--out", &self.file("errand")]);
        told["checks"].as_u64().unwrap()
    }

    /// The worker over files, on loopback, which its own operator allows.
    fn work(&self) -> Command {
        let (errand, seen) = (self.file("errand"), self.file("seen.json"));
        let args = ["outside", "work", "--home-key", &self.home_key, "--allow", "127.0.0.0/8"];
        let mut command = self.on_worker(&args);
        command.args(["--errand", &errand, "--out", &seen]);
        command
    }

    /// The newest evidence of that kind, with everything that was recorded of it.
    fn evidence(&self, kind: &str) -> Vec<serde_json::Value> {
        let listed = self.home.json(&["ledger", "list"]);
        let all = listed["entries"].as_array().unwrap().clone();
        let all = all.into_iter().map(|entry| entry["fact"]["evidence"].clone());
        all.filter(|evidence| evidence["kind"] == kind).collect()
    }

    fn refused(&self, args: &[&str], says: &str) {
        let entries = self.home.said(&["ledger", "list", "--ids"]);
        let output = self.home.arvak(args);
        let said = format!("{}{}", stdout(&output), stderr(&output));
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(says), "{says}: {said}");
        assert_eq!(self.home.said(&["ledger", "list", "--ids"]), entries, "nothing is recorded");
    }
}

/// A server that ends each visit at once, or holds it while `holds` says so.
fn serving(address: &str, holds: &Arc<AtomicBool>) -> u16 {
    let listener = TcpListener::bind((address, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let holds = Arc::clone(holds);
    std::thread::spawn(move || {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept() {
            if holds.load(Ordering::SeqCst) {
                held.push(stream);
            }
        }
    });
    port
}

/// A server that ends each visit at once.
fn closing() -> u16 {
    serving("127.0.0.1", &Arc::default())
}

const KIND: &str = "ssh.password_login_off";

#[test]
fn home_records_what_its_worker_saw_once_and_with_its_vantage() {
    let port = closing();
    let both = Both::with(&endpoint("maskin", "127.0.0.1", port));
    // What was given away is not looked at from here.
    both.home.said(&["verify", "--all", "--allow", "127.0.0.0/8"]);
    assert!(both.evidence(KIND).is_empty());
    assert_eq!(both.errand(), 1);
    let worked = both.work().output().unwrap();
    assert!(worked.status.success(), "{}", stderr(&worked));
    let taken = both.home.json(&["outside", "take", &both.file("seen.json")]);
    assert_eq!(taken["taken"].as_array().unwrap().len(), 1);
    let evidence = both.evidence(KIND);
    assert_eq!(evidence.len(), 1, "{evidence:?}");
    assert_eq!(evidence[0]["vantage"], "outside");
    assert_eq!(evidence[0]["method"]["name"], "ssh");
    both.home.said(&["outside", "take", &both.file("seen.json")]);
    assert_eq!(both.evidence(KIND).len(), 1, "the same sent again is recorded once");
    assert_eq!(both.errand(), 0, "and it rests a while");
}

#[test]
fn a_worker_that_claims_anothers_vantage_or_key_is_refused() {
    let port = closing();
    let both = Both::with(&endpoint("maskin", "127.0.0.1", port));
    both.errand();
    assert!(both.work().output().unwrap().status.success());
    let package = both.file("changed.json");
    let text = std::fs::read_to_string(both.file("seen.json")).unwrap();
    let take = ["outside", "take", &package];
    // In what was seen, and in the errand: neither stands as it was signed.
    let (errand, seen) = text.split_at(text.find("\"transcripts\"").unwrap());
    let another = |part: &str| part.replace(r#"vantage\":\"outside"#, r#"vantage\":\"another"#);
    assert!(another(errand) != errand && another(seen) != seen, "{text}");
    std::fs::write(&package, format!("{errand}{}", another(seen))).unwrap();
    both.refused(&take, "something else");
    std::fs::write(&package, format!("{}{seen}", another(errand))).unwrap();
    both.refused(&take, "false");
    std::fs::write(&package, "{\"errand\":1}").unwrap();
    both.refused(&take, "errand");
    // The key of that name is another one now.
    std::fs::write(&package, &text).unwrap();
    let own = std::fs::read_to_string(both.home.data().join("arvak.toml")).unwrap();
    let other = both.new_key("ute");
    both.configure(&other, "outside");
    both.refused(&take, "ute");
    // It stands elsewhere now.
    std::fs::write(
        both.home.data().join("arvak.toml"),
        own.replace("\"outside\"", "\"elsewhere\""),
    )
    .unwrap();
    both.refused(&take, "outside");
    // Home's own vantage is no worker's.
    both.configure(&other, "inside");
    both.refused(&take, "arvak.toml");
}

/// What is kept whole in the folder, if anything is.
fn kept(folder: &Path) -> Option<PathBuf> {
    let mut paths = std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| path.extension().is_none())
}

#[test]
fn a_worker_that_is_killed_goes_on_and_looks_at_nothing_twice() {
    let holds = Arc::new(AtomicBool::new(true));
    let first = closing();
    let second = serving("127.0.0.2", &holds);
    let endpoints =
        [endpoint("forst", "127.0.0.1", first), endpoint("sist", "127.0.0.2", second)].concat();
    let both = Both::with(&endpoints);
    assert_eq!(both.errand(), 2);
    let mut work = both.work().stderr(Stdio::null()).stdout(Stdio::null()).spawn().unwrap();
    let seen = both.worker.join("seen");
    let kept = loop {
        if let Some(kept) = kept(&seen) {
            break kept;
        }
        assert!(work.try_wait().unwrap().is_none(), "it ended before anything was kept");
        std::thread::yield_now();
    };
    work.kill().unwrap();
    work.wait().unwrap();
    holds.store(false, Ordering::SeqCst);
    let text = std::fs::read_to_string(&kept).unwrap();
    let worked = both.work().output().unwrap();
    assert!(worked.status.success(), "{}{}", stdout(&worked), stderr(&worked));
    // Another look would have another time in it.
    assert_eq!(
        std::fs::read_to_string(&kept).unwrap(),
        text,
        "what was kept is not looked at again"
    );
    let taken = both.home.json(&["outside", "take", &both.file("seen.json")]);
    assert_eq!(taken["taken"].as_array().unwrap().len(), 2);
    assert_eq!(both.evidence(KIND).len(), 2);
}

#[test]
fn a_worker_with_a_connection_asks_home_and_sends_what_it_saw() {
    let port = closing();
    let both = Both::with(&endpoint("maskin", "127.0.0.1", port));
    let mut served = both.home.command(&["serve", "--listen", "127.0.0.1:0"]);
    let mut served = served.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut lines = BufReader::new(served.stdout.take().unwrap()).lines();
    let at = lines.find_map(|line| {
        let line = line.unwrap();
        let from = line.find("http://localhost:")?;
        line[from..].splitn(4, '/').take(3).collect::<Vec<_>>().join("/").into()
    });
    let at: String = at.unwrap();
    let work = |home_key: &str| {
        let args = ["outside", "work", "--home-key", home_key, "--home", at.trim(), "--once"];
        both.on_worker(&args).args(["--allow", "127.0.0.0/8"]).output().unwrap()
    };
    let worked = work(&both.home_key);
    let evidence = both.evidence(KIND);
    let again = work(&both.home_key);
    // A worker that nobody knows gets no errand.
    both.new_key("ukjent");
    let unknown = work(&both.home_key);
    served.kill().unwrap();
    served.wait().unwrap();
    assert!(worked.status.success(), "{}", stderr(&worked));
    assert_eq!(evidence.len(), 1);
    assert_eq!(evidence[0]["vantage"], "outside");
    assert!(again.status.success(), "nothing is due: {}", stderr(&again));
    assert_eq!(unknown.status.code(), Some(2), "{}", stderr(&unknown));
    assert!(stderr(&unknown).contains("not signed by ute"), "{}", stderr(&unknown));
}

/// The inside network, a server that meets the internet, and a machine outside: a namespace each. From inside nobody reaches the
/// server's public address, as behind many a firewall.
const SCRIPT: &str = r#"
set -eu
ip link set lo up
unshare --net sleep 600 & outside=$!
unshare --net sleep 600 & inside=$!
trap 'kill $outside $inside $server $capture 2>/dev/null || true' EXIT
server= capture=
until [ "$(readlink /proc/$outside/ns/net)" != "$(readlink /proc/self/ns/net)" ] && [ "$(readlink /proc/$inside/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.02; done
out="nsenter -t $outside -n" in="nsenter -t $inside -n"
ip link add at-server type veth peer name at-worker
ip link set at-worker netns $outside
ip addr add 93.184.216.34/24 dev at-server
ip addr add 93.184.216.35/24 dev at-server
ip link set at-server up
$out ip link set lo up
$out ip addr add 93.184.216.1/24 dev at-worker
$out ip link set at-worker up
$in ip link set lo up
$in ip route add unreachable 93.184.216.0/24
$AS /usr/sbin/sshd -D -e -f sshd_config 2>sshd.log & server=$!
until grep -q listening sshd.log; do kill -0 $server; sleep 0.02; done
$in "$ARVAK" verify --all --data data >/dev/null
cp outside.toml data/arvak.toml
$in "$ARVAK" outside errand ute --out errand --data data
$out tcpdump -Z root -i any -nn -U -w capture.pcap 'tcp or udp' 2>listening & capture=$!
until grep -q listening listening; do kill -0 $capture || exit 77; sleep 0.02; done
$out "$ARVAK" outside work --home-key "$HOME_KEY" --errand errand --out seen.json --data worker
$out bash -c 'echo mark >/dev/udp/93.184.216.35/9'
until tcpdump -nn -r capture.pcap 2>/dev/null | grep -q '93.184.216.35.9'; do kill -0 $capture; sleep 0.02; done
tcpdump -nn -r capture.pcap >packets 2>/dev/null
$in "$ARVAK" outside take seen.json --data data
"#;

#[test]
fn from_outside_is_seen_what_the_inside_cannot_see_and_nothing_else_is_touched() {
    for tool in ["/usr/sbin/sshd", "/usr/bin/tcpdump", "/usr/bin/nsenter"] {
        if !Path::new(tool).exists() {
            println!("SKIPPED: no {tool}; scripts/test-tools installs it");
            return;
        }
    }
    let is_root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let namespace: &[&str] = if is_root {
        &["--net"]
    } else {
        &["--user", "--map-current-user", "--keep-caps", "--net"]
    };
    let may = Command::new("unshare").args(namespace).arg("true").status();
    if !may.is_ok_and(|status| status.success()) {
        println!("SKIPPED: namespaces may not be made here");
        return;
    }
    // Of the second nobody gave leave to look.
    let endpoints =
        [endpoint("apen", "93.184.216.34", 2222), endpoint("fremmed", "93.184.216.35", 2222)];
    let both = Both::with(&endpoints.concat());
    let root = both.home.outside();
    let signed = root.join("lov.txt");
    std::fs::write(&signed, "Signert").unwrap();
    let leave = ["control", "leave", signed.to_str().unwrap(), "--range", "93.184.216.34/32"];
    let today = ["--signed", "2026-11-01", "--until", "2027-10-01"];
    both.home.said(&[&leave[..], &today].concat());
    let config = both.home.data().join("arvak.toml");
    std::fs::copy(&config, root.join("outside.toml")).unwrap();
    std::fs::write(config, "vantage = \"inside\"\n").unwrap();
    server_files(root, is_root);
    let nobody = "setpriv --reuid 65534 --regid 65534 --clear-groups";
    let ran = Command::new("unshare")
        .args(namespace)
        .args(["bash", "-c", SCRIPT])
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .env("ARVAK", env!("CARGO_BIN_EXE_arvak"))
        .env("HOME_KEY", &both.home_key)
        .env("AS", if is_root { nobody } else { "" })
        .current_dir(root)
        .output()
        .unwrap();
    if ran.status.code() == Some(77) {
        println!("SKIPPED: tcpdump may not capture here");
        return;
    }
    assert!(ran.status.success(), "{}{}", stdout(&ran), stderr(&ran));
    let seen = both.evidence(KIND);
    let of = |subject: &str, vantage: &str| {
        let found = seen.iter().find(|one| one["subject"] == subject && one["vantage"] == vantage);
        let found = found.unwrap_or_else(|| panic!("{subject} {vantage}: {seen:?}"));
        (found["result"].as_str().unwrap().to_owned(), found["code"].clone())
    };
    assert_eq!(of("endpoint/apen", "inside").0, "inconclusive");
    let refuted = ("refutes".to_owned(), "ssh.password_offered".into());
    assert_eq!(of("endpoint/apen", "outside"), refuted);
    assert_eq!(of("endpoint/fremmed", "outside").1, "scope.undeclared");
    let packets = std::fs::read_to_string(root.join("packets")).unwrap();
    let to = packets.lines().filter_map(|line| {
        let (_, rest) = line.split_once(" > ")?;
        rest.split_once(": ").map(|(place, _)| place.to_owned())
    });
    let went: std::collections::BTreeSet<String> =
        to.filter(|place| !place.starts_with("93.184.216.1.")).collect();
    let mark = "93.184.216.35.9".to_owned();
    assert_eq!(went, ["93.184.216.34.2222".to_owned(), mark].into(), "{packets}");
}

/// An SSH server that takes passwords, on both addresses.
fn server_files(root: &Path, is_root: bool) {
    let key = root.join("host_key");
    let made = Command::new("ssh-keygen")
        .args(["-q", "-t", "ed25519", "-N", "", "-f"])
        .arg(&key)
        .status()
        .unwrap();
    assert!(made.success());
    let config = root.join("sshd_config");
    let addresses = "ListenAddress 93.184.216.34:2222\nListenAddress 93.184.216.35:2222\n";
    let rest =
        "PidFile none\nUsePAM no\nPasswordAuthentication yes\nKbdInteractiveAuthentication no\n";
    std::fs::write(&config, format!("{addresses}HostKey {}\n{rest}", key.display())).unwrap();
    if is_root {
        use std::os::unix::fs::{PermissionsExt as _, chown};
        std::fs::set_permissions(root, std::fs::Permissions::from_mode(0o711)).unwrap();
        for path in [key, config] {
            chown(path, Some(65_534), Some(65_534)).unwrap();
        }
    }
}
