//! `arvak rpki`: tables are taken in, kept and used; bad files change nothing.

use std::net::UdpSocket;
use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::support::{Folder, json_of, stderr};

const INVENTORY: &str =
    "[[organisation]]\nid = \"nordvik\"\n\n[[domain]]\nid = \"nordvik.example\"\n";

const ROUTES: &str = "64500\t198.35.26.0/24\t310\n64501\t198.35.26.96/32\t3\n";

/// A resolver that has one address for every name, and no other record; it ends with the test.
fn resolver() -> String {
    let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
    let place = socket.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let mut buffer = [0; 1500];
        while let Ok((length, asker)) = socket.recv_from(&mut buffer) {
            let question = &buffer[..length];
            let end = 12 + question[12..].iter().position(|byte| *byte == 0).unwrap() + 5;
            let is_a = question[end - 4..end - 2] == [0, 1];
            let mut bytes = vec![question[0], question[1], 0x85, 0x80, 0, 1, 0, u8::from(is_a)];
            bytes.extend([0; 4]);
            bytes.extend_from_slice(&question[12..end]);
            if is_a {
                bytes.extend([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 198, 35, 26, 96]);
            }
            socket.send_to(&bytes, asker).unwrap();
        }
    });
    place
}

fn ago(hours: u64) -> String {
    let then = SystemTime::now() - Duration::from_secs(hours * 3_600);
    let seconds = then.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    arvak_core::Instant::from_millis(i64::try_from(seconds).unwrap() * 1_000).to_string()
}

fn set(hours: u64, asn: u32) -> String {
    let made = ago(hours);
    format!(
        r#"{{"metadata":{{"buildtime":"{made}"}},"roas":[{{"asn":{asn},"prefix":"198.35.26.0/24","maxLength":24}}]}}"#
    )
}

fn file(folder: &Folder, name: &str, text: &str) -> String {
    let path = folder.outside().join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// What the evidence says, oldest first: the result, and the code where there is one.
fn evidence(folder: &Folder) -> Vec<(Value, Value)> {
    let listed = folder.json(&["ledger", "list", "--last", "50"]);
    let all = listed["entries"].as_array().unwrap().iter();
    let found =
        all.map(|entry| &entry["fact"]["evidence"]).filter(|one| one["kind"] == "routes.signed");
    found.map(|one| (one["result"].clone(), one["code"].clone())).collect()
}

#[test]
fn a_domain_is_looked_at_once_a_set_is_there() {
    let folder = Folder::with_inventory(INVENTORY);
    let place = resolver();
    let verify = ["verify", "--all", "--resolver", &place];
    folder.arvak(&verify);
    assert_eq!(evidence(&folder), [], "nobody has looked");
    assert_eq!(folder.json(&["rpki", "show"])["tables"], json!([]));
    let probe = ["probe", "rpki", "nordvik.example", "--resolver", &place, "--json"];
    let told = json_of(&folder.arvak(&probe));
    assert!(
        told["checks"].as_array().unwrap().iter().all(|check| check["reason"] == "rpki.no_set")
    );

    let (set_of_now, routes) =
        (file(&folder, "vrps.json", &set(2, 64500)), file(&folder, "ris", ROUTES));
    let made = ago(5);
    let told = folder.json(&["rpki", "import", &set_of_now, &routes, "--made-at", &made]);
    assert_eq!(told["tables"][0]["kind"], "roas");
    assert_eq!(told["tables"][1]["left_out"], 1);
    assert_eq!(told["tables"][1]["made_at"], made);
    let told = json_of(&folder.arvak(&probe));
    let of = |id: &str| {
        let checks = told["checks"].as_array().unwrap().iter();
        checks.clone().find(|check| check["id"] == id).unwrap()["reason"].clone()
    };
    assert_eq!(
        (of("rpki.web_exists"), of("rpki.web_valid")),
        ("rpki.signed".into(), "rpki.valid".into())
    );
    folder.arvak(&verify);
    assert_eq!(evidence(&folder), [("supports".into(), Value::Null)]);

    // Somebody else is authorised now.
    let other = file(&folder, "other.json", &set(1, 64999));
    folder.said(&["rpki", "import", &other]);
    folder.arvak(&verify);
    assert_eq!(evidence(&folder).last().unwrap().1, "routes.unsigned");

    // A set of the day before yesterday says nothing, and lifts nothing.
    let old = file(&folder, "old.json", &set(49, 64500));
    folder.said(&["rpki", "import", &old]);
    folder.arvak(&verify);
    assert_eq!(evidence(&folder).last().unwrap(), &("inconclusive".into(), "rpki.set_old".into()));

    // What is kept was changed by somebody: that is said, and nothing is judged by it.
    std::fs::write(folder.data().join("rpki-roas"), b"{}\n").unwrap();
    assert_eq!(folder.arvak(&["rpki", "show"]).status.code(), Some(2));
    let told = json_of(&folder.arvak(&probe));
    assert_eq!(told["checks"][0]["reason"], "rpki.damaged");
}

#[test]
fn a_bad_file_is_told_at_its_place_and_changes_nothing() {
    let folder = Folder::with_inventory(INVENTORY);
    let good = file(&folder, "vrps.json", &set(2, 64500));
    folder.said(&["rpki", "import", &good]);
    let before = folder.json(&["rpki", "show"]);
    let cut = file(&folder, "cut.json", &set(1, 64500)[..80]);
    let bits = file(&folder, "ris", "64500\t192.0.2.0/24\t310\n64500\t192.0.2.9/24\t310\n");
    let untimed = file(&folder, "untimed", ROUTES);
    let (future, newer) = ("2999-01-01T00:00:00Z", file(&folder, "newer.json", &set(0, 64501)));
    for (args, says) in [
        (vec![&*newer, &*cut], "line 1"),
        (vec![&*newer, &*bits, "--made-at", "2026-01-01T00:00:00Z"], "line 2: `192.0.2.9/24`"),
        (vec![&*newer, &*untimed], "--made-at"),
        (vec![&*newer, &*untimed, "--made-at", future], "2999"),
        (vec!["borte"], "borte"),
    ] {
        let output = folder.arvak(&[&["rpki", "import"], args.as_slice()].concat());
        assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
        assert!(stderr(&output).contains(says), "{says}: {}", stderr(&output));
    }
    assert_eq!(folder.json(&["rpki", "show"]), before);
}
