//! Proof of control is asked for again before each run that needs it: when the record is gone, nobody is looked at any more.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::support::Folder;

const INVENTORY: &str = "\
[[organisation]]
id = \"nordvik\"
name = \"Nordvik kommune\"

[[domain]]
id = \"nordvik.example\"

[[endpoint]]
id = \"filer\"
kind = \"ssh\"
host = \"filer.nordvik.example\"
";

/// Where the endpoint stands, as DNS has it; the folder's `net.reroute` leads from there to loopback.
const PUBLIC: &str = "93.184.216.34";

/// A name server that ends with the test.
struct Knot(Child);

impl Drop for Knot {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Serves the domain with these rows besides.
fn serve(root: &Path, at: SocketAddr, rows: &str) -> Knot {
    let zone = format!(
        "$TTL 1\n@ SOA ns h 1 7200 3600 1209600 3600\n@ NS ns\nns A 93.184.216.53\nfiler A {PUBLIC}\n{rows}"
    );
    std::fs::write(root.join("zone"), zone).unwrap();
    let config = format!(
        "server:\n  rundir: {dir}\n  listen: {ip}@{port}\nlog:\n- target: stderr\n  any: error\ndatabase:\n  storage: {dir}\n\
         zone:\n- domain: nordvik.example\n  file: {dir}/zone\n  zonefile-sync: -1\n  journal-content: none\n",
        dir = root.display(),
        ip = at.ip(),
        port = at.port(),
    );
    std::fs::write(root.join("knot.conf"), config).unwrap();
    let mut command = Command::new("/usr/sbin/knotd");
    command.arg("-c").arg(root.join("knot.conf")).stdin(Stdio::null()).stderr(Stdio::null());
    let mut knot = Knot(command.stdout(Stdio::null()).spawn().unwrap());
    while TcpStream::connect(at).is_err() {
        assert!(knot.0.try_wait().unwrap().is_none(), "knotd ended");
        std::thread::yield_now();
    }
    knot
}

#[test]
fn a_record_that_is_gone_ends_what_it_opened_before_the_next_look() {
    if !Path::new("/usr/sbin/knotd").exists() {
        println!("SKIPPED: no knotd; scripts/test-tools installs it");
        return;
    }
    let folder = Folder::with_inventory(INVENTORY);
    let server = TcpListener::bind("127.0.0.1:0").unwrap();
    let place = server.local_addr().unwrap();
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    std::thread::spawn(move || {
        while server.accept().is_ok() {
            counted.fetch_add(1, Ordering::SeqCst);
        }
    });
    let resolver = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let settings = format!(
        "[net]\nresolver = [\"{resolver}\"]\n[net.reroute]\n\"{PUBLIC}:22\" = \"{place}\"\n"
    );
    std::fs::write(folder.data().join("arvak.toml"), settings).unwrap();
    let control = folder.json(&["control", "list"]);
    let text = control["domains"][0]["text"].as_str().unwrap().to_owned();

    let knot = serve(folder.outside(), resolver, &format!("_arvak TXT \"{text}\"\n"));
    let looked = folder.json(&["control", "look", "nordvik.example"]);
    assert_eq!((&looked["finished"], &looked["failed"]), (&json!(1), &json!([])));
    assert_eq!(visits.load(Ordering::SeqCst), 0, "it looks for the proof and for nothing else");
    assert_eq!(folder.json(&["control", "list"])["domains"][0]["proved"], true);
    folder.said(&["verify", "--all"]);
    let before = visits.load(Ordering::SeqCst);
    assert!(before > 0, "with proof it is looked at");
    drop(knot);

    let _knot = serve(folder.outside(), resolver, "");
    folder.said(&["verify", "--all"]);
    assert_eq!(visits.load(Ordering::SeqCst), before, "without proof nobody knocks");
    assert_eq!(folder.json(&["control", "list"])["domains"][0]["proved"], false);
    let listed = folder.json(&["ledger", "list"]);
    let entries = listed["entries"].as_array().unwrap();
    let mut ssh = entries.iter().rev().map(|entry| &entry["fact"]["evidence"]);
    let ssh = ssh.find(|evidence| evidence["kind"] == "ssh.password_login_off").unwrap();
    assert_eq!(ssh["code"], "scope.unproved");
}
