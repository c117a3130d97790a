//! A supplier whose answers are not true, and one whose are, before real servers in a network namespace of the test's own:
//! probes alone refute the false ones, and none of the true ones.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use rust_xlsxwriter::Workbook;
use serde_json::Value;

use crate::support::{Folder, stderr};

/// Where the servers stand, as DNS has it: addresses of the namespace's loopback, which no probe takes for its own.
const FALSE_HOST: &str = "93.184.216.34";
const TRUE_HOST: &str = "93.184.216.35";
const NAMES: &str = "93.184.216.53";

const INVENTORY: &str = "\
[[organisation]]
id = \"provedal\"
name = \"Prøvedal kommune\"

[[supplier]]
id = \"skryt\"
name = \"Skryt Drift AS\"
operates_ict = true
conflict_country_link = \"no\"

[[supplier]]
id = \"ekte\"
name = \"Ekte Drift AS\"
operates_ict = true
conflict_country_link = \"no\"

[[domain]]
id = \"skryt.example\"
sends_mail = true

[[domain]]
id = \"ekte.example\"
sends_mail = true
";

/// Each supplier's services and where they are reached.
fn things(supplier: &str) -> String {
    let domain = format!("{supplier}.example");
    let mut text = String::new();
    let mut endpoints = Vec::new();
    for (name, kind, host) in [
        ("nett", "https", format!("www.{domain}")),
        ("skall", "ssh", format!("skall.{domain}")),
        ("post", "smtp", format!("mx.{domain}")),
    ] {
        let id = format!("{supplier}-{name}");
        writeln!(
            text,
            "\n[[endpoint]]\nid = \"{id}\"\nkind = \"{kind}\"\nhost = \"{host}\"\nin_domain = \"domain/{domain}\""
        )
        .unwrap();
        endpoints.push(format!("\"endpoint/{id}\""));
    }
    writeln!(
        text,
        "\n[[service]]\nid = \"{supplier}\"\nname = \"Tjenestene\"\nlogin = \"none\"\noperated_by = \"supplier/{supplier}\"\nendpoints = [{}]",
        endpoints.join(", ")
    )
    .unwrap();
    text
}

/// Zones: the one without anything against false mail, the other signed and with all of it.
fn zones(tokens: [&str; 2]) -> [String; 2] {
    let zone = |host: &str, token: &str, rows: &str| {
        format!(
            "$TTL 60\n@ SOA ns h 1 7200 3600 1209600 3600\n@ NS ns\nns A {NAMES}\nwww A {host}\nskall A {host}\nmx A {host}\n\
             @ MX 10 mx\n_arvak TXT \"{token}\"\n{rows}"
        )
    };
    [
        zone(FALSE_HOST, tokens[0], "@ TXT \"v=spf1 +all\"\n"),
        zone(
            TRUE_HOST,
            tokens[1],
            "@ TXT \"v=spf1 mx -all\"\n_dmarc TXT \"v=DMARC1; p=reject; rua=mailto:d@ekte.example\"\n",
        ),
    ]
}

/// What stands in the namespace until the script ends. Each server is the script's child.
const SCRIPT: &str = r#"
set -eu
ip link set lo up
for one in "$FALSE_HOST" "$TRUE_HOST" "$NAMES"; do ip addr add "$one/32" dev lo; done
mkdir -p /run/sshd
cd "$PLACE"
/usr/sbin/knotd -c knot.conf >knot.log 2>&1 & all="$!"
/usr/sbin/nginx -e stderr -p "$PLACE" -c nginx.conf -g 'daemon off;' >nginx.log 2>&1 & all="$all $!"
/usr/sbin/sshd -D -e -f sshd-false.conf >sshd-false.log 2>&1 & all="$all $!"
/usr/sbin/sshd -D -e -f sshd-true.conf >sshd-true.log 2>&1 & all="$all $!"
/usr/bin/redis-server --port 6379 --bind "$FALSE_HOST" --protected-mode no --save '' --dir "$PLACE" >redis.log 2>&1 & all="$all $!"
"$PYTHON" -B post.py "$FALSE_HOST" >post.log 2>&1 & all="$all $!"
end() { kill $all 2>/dev/null || true; wait || true; }
trap end EXIT
up() { for _ in $(seq 300); do if (: <"/dev/tcp/$1/$2") 2>/dev/null; then return; fi; sleep 0.1; done; echo "nothing at $1 $2"; cat ./*.log; exit 1; }
up "$NAMES" 53; up "$FALSE_HOST" 443; up "$FALSE_HOST" 22; up "$TRUE_HOST" 22; up "$FALSE_HOST" 6379; up "$FALSE_HOST" 25
"$ARVAK" control look skryt.example --data "$DATA"
"$ARVAK" control look ekte.example --data "$DATA"
"$ARVAK" verify --all --data "$DATA"
"$ARVAK" verify --data "$DATA"
"$ARVAK" verify --data "$DATA"
"#;

/// A mail server that encrypts nothing and passes on what strangers hand in.
const POST: &str = r#"
import socketserver, sys
class Session(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"220 mx.skryt.example ESMTP\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"354 go on\r\n" if verb == b"DATA" else b"250 ok\r\n")
class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
Server((sys.argv[1], 25), Session).serve_forever()
"#;

fn write(place: &Path, name: &str, text: &str) {
    std::fs::write(place.join(name), text).unwrap();
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", stderr(&output));
}

/// Writes what the servers are told.
fn settle(place: &Path, tokens: [&str; 2]) {
    let dir = place.display();
    for (zone, text) in ["skryt", "ekte"].into_iter().zip(zones(tokens)) {
        write(place, &format!("{zone}.zone"), &text);
    }
    let zone = |name: &str, signed: &str| {
        format!(
            "- domain: {name}.example\n  file: {dir}/{name}.zone\n  zonefile-sync: -1\n  journal-content: all\n  dnssec-signing: {signed}\n"
        )
    };
    let knot = format!(
        "server:\n  rundir: {dir}\n  listen: {NAMES}@53\nlog:\n- target: stderr\n  any: warning\ndatabase:\n  storage: {dir}\nzone:\n{}{}",
        zone("skryt", "off"),
        zone("ekte", "off"),
    );
    write(place, "knot.conf", &knot);
    for name in ["false", "true"] {
        run(Command::new("openssl")
            .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30"])
            .args([
                "-subj",
                &format!("/CN=www.{}.example", if name == "false" { "skryt" } else { "ekte" }),
            ])
            .args(["-keyout", &format!("{name}.key"), "-out", &format!("{name}.pem")])
            .current_dir(place));
        run(Command::new("ssh-keygen")
            .args(["-q", "-t", "ed25519", "-N", "", "-f"])
            .arg(place.join(format!("{name}-host"))));
    }
    for (name, host, password) in [("false", FALSE_HOST, "yes"), ("true", TRUE_HOST, "no")] {
        write(
            place,
            &format!("sshd-{name}.conf"),
            &format!(
                "ListenAddress {host}:22\nHostKey {dir}/{name}-host\nPidFile none\nUsePAM no\nPasswordAuthentication {password}\nKbdInteractiveAuthentication no\nPubkeyAuthentication yes\n"
            ),
        );
    }
    std::fs::create_dir_all(place.join("www/.git")).unwrap();
    write(place, "www/index.html", "<title>Skryt</title><p>Velkommen");
    write(
        place,
        "www/.git/config",
        "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote \"origin\"]\n\turl = https://git.skryt.example/x.git\n",
    );
    write(place, "www/.git/HEAD", "ref: refs/heads/main\n");
    write(place, "www/.env", "DB_PASSWORD=x\nAPP_KEY=y\n");
    write(
        place,
        "nginx.conf",
        &format!(
            "user root;\nworker_processes 1;\npid {dir}/nginx.pid;\nevents {{}}\nhttp {{\n access_log off;\n client_body_temp_path {dir}/t1; proxy_temp_path {dir}/t2; fastcgi_temp_path {dir}/t3; uwsgi_temp_path {dir}/t4; scgi_temp_path {dir}/t5;\n\
         server {{ listen {FALSE_HOST}:80; listen {FALSE_HOST}:443 ssl; ssl_certificate {dir}/false.pem; ssl_certificate_key {dir}/false.key; root {dir}/www; location / {{ try_files $uri /index.html; }} }}\n}}\n"
        ),
    );
    write(place, "post.py", POST);
}

pub(crate) fn answer(folder: &Folder, supplier: &str, rows: &[(&str, &str)]) {
    let out = folder.outside().join(format!("ut-{supplier}"));
    let id = format!("supplier/{supplier}");
    let asked =
        folder.json(&["request", &id, "--due", "2099-01-01", "--out", out.to_str().unwrap()]);
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_string(0, 0, "Forespørsel").unwrap();
    sheet.write_string(0, 1, asked["request"].as_str().unwrap()).unwrap();
    sheet.write_string(1, 0, "Leverandør").unwrap().write_string(1, 1, &id).unwrap();
    sheet.write_string(2, 0, "Kode").unwrap();
    for (row, (id, answer)) in (3..).zip(rows) {
        sheet.write_string(row, 0, *id).unwrap().write_string(row, 4, *answer).unwrap();
    }
    let file = folder.outside().join(format!("{supplier}.xlsx"));
    workbook.save(&file).unwrap();
    folder.said(&["request", "answer", file.to_str().unwrap()]);
}

/// The newest comparison of a supplier's answers: what it came to, and which answers were held against what.
fn compared(folder: &Folder, supplier: &str) -> Option<(String, Value)> {
    let listed = folder.json(&["ledger", "list"]);
    let mut entries = listed["entries"].as_array().unwrap().iter().rev();
    let subject = format!("supplier/{supplier}");
    let one = entries.find(|entry| {
        let evidence = &entry["fact"]["evidence"];
        evidence["method"]["name"] == "answer_comparison" && evidence["subject"] == subject.as_str()
    })?;
    let evidence = &one["fact"]["evidence"];
    assert_eq!(
        (&evidence["kind"], &evidence["basis"]),
        (&Value::from("supplier.answers"), &Value::from("probe"))
    );
    let digest = evidence["transcript"].as_str().unwrap();
    let blobs = arvak_store::Blobs::new(folder.data().join("blobs"));
    let bytes = blobs.get(digest.parse().unwrap()).unwrap();
    Some((evidence["result"].as_str().unwrap().to_owned(), serde_json::from_slice(&bytes).unwrap()))
}

fn contradicted(compared: &Value) -> BTreeSet<String> {
    let held = compared["held"].as_array().unwrap().iter();
    let held = held.filter(|one| one["contradicts"] == true);
    held.map(|one| {
        format!("{}={}", one["question"].as_str().unwrap(), one["answer"].as_str().unwrap())
    })
    .collect()
}

/// By what the networks' owners publish, the one stands in the United States, the other in Norway.
fn import_places(folder: &Folder) {
    let feed = folder.outside().join("feed.csv");
    std::fs::write(&feed, format!("{FALSE_HOST}/32,US,,,\n{TRUE_HOST}/32,NO,,,\n")).unwrap();
    let now = arvak_probe::Clock::now(&arvak_probe::SystemClock).to_string();
    folder.said(&["places", "import", feed.to_str().unwrap(), "--made-at", &now]);
}

/// The programs that the servers are.
const NEEDED: [&str; 6] = [
    "/usr/sbin/knotd",
    "/usr/sbin/nginx",
    "/usr/sbin/sshd",
    "/usr/bin/redis-server",
    "/usr/bin/unshare",
    "/usr/bin/python3",
];

#[test]
fn probes_alone_refute_false_answers_and_no_true_ones() {
    if let Some(missing) = NEEDED.iter().find(|program| !Path::new(program).exists()) {
        println!("SKIPPED: no {missing}; scripts/test-tools installs it");
        return;
    }
    if !Command::new("unshare").args(["-n", "true"]).status().is_ok_and(|status| status.success()) {
        println!("SKIPPED: no network namespaces here (root)");
        return;
    }
    let folder =
        Folder::with_inventory(&format!("{INVENTORY}{}{}", things("skryt"), things("ekte")));
    let control = folder.json(&["control", "list"]);
    let token = |domain: &str| {
        let all = control["domains"].as_array().unwrap().iter();
        let mut of = all.filter(|one| one["domain"] == domain);
        of.next().unwrap()["text"].as_str().unwrap().to_owned()
    };
    let (skryt, ekte) = (token("skryt.example"), token("ekte.example"));
    let place = folder.outside().join("servers");
    std::fs::create_dir(&place).unwrap();
    settle(&place, [&skryt, &ekte]);
    write(&folder.data(), "arvak.toml", &format!("[net]\nresolver = [\"{NAMES}:53\"]\n"));

    import_places(&folder);

    // Eleven claims, each of them false.
    answer(
        &folder,
        "skryt",
        &[
            ("measures-two-factor", "ja"),
            ("hosting-countries", "NO"),
            (
                "measures-list",
                "encrypted-web\nkeys-only\nclosed\nfiles-closed\nfilter\nmail-spoofing\nmail-encrypted\nmail-server\ndnssec",
            ),
        ],
    );
    answer(
        &folder,
        "ekte",
        &[("measures-list", "keys-only\nmail-spoofing"), ("hosting-countries", "NO SE")],
    );
    let script = ["-n", "bash", "-c", SCRIPT];
    let output = Command::new("unshare")
        .args(script)
        .env("PLACE", &place)
        .env("DATA", folder.data())
        .env("ARVAK", env!("CARGO_BIN_EXE_arvak"))
        .env("PYTHON", "/usr/bin/python3")
        .env("FALSE_HOST", FALSE_HOST)
        .env("TRUE_HOST", TRUE_HOST)
        .env("NAMES", NAMES)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned() + &stderr(&output);

    let (result, seen) = compared(&folder, "skryt").unwrap_or_else(|| panic!("{said}"));
    assert_eq!(result, "refutes", "{seen}");
    let found = contradicted(&seen);
    assert!(found.contains("hosting-countries=no"), "{found:#?}\n{said}");
    assert!(found.len() >= 10, "{found:#?}\n{}\n{said}", seen["open"]);
    let (result, seen) = compared(&folder, "ekte").unwrap_or_else(|| panic!("{said}"));
    assert_eq!((result.as_str(), contradicted(&seen).len()), ("supports", 0), "{seen}");
    let explained = folder.json(&["explain", "1c.2", "supplier/skryt"]).to_string();
    assert!(explained.contains("supplier.answer_contradicted"), "{explained}");
    // What was found is recorded when it is found, and then no more however often it is compared: first what DNS alone shows of the
    // one, then the rest, and the other's.
    let listed = folder.json(&["ledger", "list"]);
    let all = listed["entries"].as_array().unwrap().iter().map(|one| &one["fact"]["evidence"]);
    let ours = all.filter(|one| one["method"]["name"] == "answer_comparison");
    assert_eq!(ours.count(), 3);
}
