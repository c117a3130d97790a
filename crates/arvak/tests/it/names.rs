//! `arvak evidence names`: names of our domains that others hold become *unknown service on the internet* while DNS has them.

use std::collections::BTreeSet;
use std::net::UdpSocket;
use std::sync::{Arc, Mutex};

use crate::support::{Folder, json_of, stderr};

const INVENTORY: &str = "\
[[organisation]]
id = \"nordvik\"
name = \"Nordvik kommune\"

[[domain]]
id = \"nordvik.example\"

[[endpoint]]
id = \"www.nordvik.example\"
kind = \"https\"
";

/// A resolver that knows an address of these names, and of no others; it ends with the test.
struct Resolver {
    place: String,
    names: Arc<Mutex<BTreeSet<String>>>,
}

impl Resolver {
    fn start(names: &[&str]) -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let place = socket.local_addr().unwrap().to_string();
        let names = Arc::new(Mutex::new(names.iter().map(|name| (*name).to_owned()).collect()));
        let known = Arc::clone(&names);
        std::thread::spawn(move || {
            let mut buffer = [0; 1500];
            while let Ok((length, asker)) = socket.recv_from(&mut buffer) {
                let answer = answer(&buffer[..length], &known.lock().unwrap());
                socket.send_to(&answer, asker).unwrap();
            }
        });
        Self { place, names }
    }
}

/// RFC 1035 section 4: the header, the question as it came, and an answer that points at its name.
fn answer(question: &[u8], names: &BTreeSet<String>) -> Vec<u8> {
    let mut at = 12;
    let mut labels = Vec::new();
    while question[at] != 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8_lossy(&question[at + 1..end]).to_lowercase());
        at = end;
    }
    let is_known = names.contains(&labels.join("."));
    let has_address = is_known && question[at + 1..at + 3] == [0, 1];
    let (count, rcode) = (u8::from(has_address), if is_known { 0 } else { 3 });
    let mut bytes = vec![question[0], question[1], 0x85, 0x80 | rcode, 0, 1, 0, count, 0, 0, 0, 0];
    bytes.extend_from_slice(&question[12..at + 5]);
    if has_address {
        bytes.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 35, 26, 96]);
    }
    bytes
}

fn file(folder: &Folder, name: &str, text: &str) -> String {
    let path = folder.outside().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What the newest evidence says of the list.
fn complete(folder: &Folder) -> String {
    let listed = folder.json(&["ledger", "list", "--last", "20"]);
    let all = listed["entries"].as_array().unwrap().iter();
    let found = all
        .map(|entry| &entry["fact"]["evidence"])
        .filter(|one| one["kind"] == "inventory.complete");
    let newest = found.max_by_key(|one| one["collected_at"].as_str().unwrap().to_owned()).unwrap();
    newest["result"].as_str().unwrap().to_owned()
}

#[test]
fn a_name_that_answers_and_stands_in_no_list_refutes_that_the_list_is_complete() {
    let folder = Folder::with_inventory(INVENTORY);
    let resolver = Resolver::start(&["vpn.nordvik.example", "www.nordvik.example"]);
    let list = file(
        &folder,
        "crt.json",
        r#"[{"name_value":"vpn.nordvik.example\nwww.nordvik.example\n*.nordvik.example","not_after":"2999-01-01T00:00:00"},
            {"name_value":"borte.nordvik.example","not_after":"2999-01-01T00:00:00"},
            {"name_value":"gammel.nordvik.example","not_after":"2020-01-01T00:00:00"},
            {"name_value":"annen.test"}]"#,
    );
    let dry = folder.json(&["evidence", "names", &list, "--dry-run"]);
    assert_eq!(dry["answering"], serde_json::json!([]), "nobody was asked");
    let args = ["evidence", "names", &list, "--resolver", &resolver.place, "--json"];
    let output = folder.arvak(&args);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    let told = json_of(&output);
    let names = ["borte.nordvik.example", "vpn.nordvik.example", "www.nordvik.example"];
    assert_eq!(told["names"], serde_json::json!(names));
    assert_eq!(told["unknown"], serde_json::json!(["vpn.nordvik.example"]));
    assert_eq!(
        (&told["over"], &told["wildcards"], &told["others"]),
        (&1.into(), &1.into(), &1.into())
    );
    assert_eq!(complete(&folder), "refutes");

    // The name goes out of DNS; the next look at the same names, without a file, finds it gone.
    resolver.names.lock().unwrap().remove("vpn.nordvik.example");
    let empty = file(&folder, "liste.txt", "www.nordvik.example\n");
    let args = ["evidence", "names", &empty, "--resolver", &resolver.place, "--json"];
    let output = folder.arvak(&args);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert_eq!(complete(&folder), "supports", "it is no finding any more");
    resolver.names.lock().unwrap().insert("borte.nordvik.example".to_owned());
    let output = folder.arvak(&args);
    assert_eq!(
        json_of(&output)["unknown"],
        serde_json::json!(["borte.nordvik.example"]),
        "the first list is not forgotten"
    );
}

#[test]
fn a_run_asks_again_for_the_names_that_were_taken_in() {
    let folder = Folder::with_inventory(
        "[[organisation]]\nid = \"n\"\n\n[[domain]]\nid = \"nordvik.example\"\n",
    );
    let resolver = Resolver::start(&[]);
    let list = file(&folder, "liste.txt", "vpn.nordvik.example\n");
    folder.said(&["evidence", "names", &list, "--resolver", &resolver.place]);
    resolver.names.lock().unwrap().insert("vpn.nordvik.example".to_owned());
    folder.arvak(&["verify", "--all", "--resolver", &resolver.place]);
    assert_eq!(complete(&folder), "refutes");
}

#[test]
fn a_zone_file_is_read_as_one() {
    let folder = Folder::with_inventory(INVENTORY);
    let resolver = Resolver::start(&["epj.nordvik.example"]);
    let zone = file(
        &folder,
        "zone",
        "$TTL 1h\n@ SOA ns1 h 1 2h 1h 2w 1h\nepj A 198.35.26.96\n_sip._tls SRV 1 1 443 epj\n",
    );
    let args = [
        "evidence",
        "names",
        &zone,
        "--zone",
        "nordvik.example",
        "--resolver",
        &resolver.place,
        "--json",
    ];
    let output = folder.arvak(&args);
    assert_eq!(json_of(&output)["unknown"], serde_json::json!(["epj.nordvik.example"]));
}

#[test]
fn what_cannot_be_read_records_nothing() {
    let folder = Folder::with_inventory(INVENTORY);
    let before = folder.said(&["ledger", "list", "--ids"]);
    let bad = file(&folder, "crt.json", "[{\"name_value\":");
    let include = file(&folder, "zone", "$INCLUDE more\n");
    for (args, says) in [
        (vec![bad.as_str()], "line 1"),
        (vec![include.as_str(), "--zone", "nordvik.example"], "line 1"),
        (vec![include.as_str(), "--zone", "annen.test"], "annen.test"),
    ] {
        let output = folder.arvak(&[&["evidence", "names"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(says), "{says}: {}", stderr(&output));
    }
    assert_eq!(folder.said(&["ledger", "list", "--ids"]), before);
}
