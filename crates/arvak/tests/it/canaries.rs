//! `arvak canary`: accounts that log in, against a mail server that writes down what it is sent.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use arvak_mfa::{Secret, Totp};
use arvak_probe::{Clock as _, SystemClock};

use crate::support::{Folder, json_of, stderr, stdout};

const PASSWORD: &str = "Vinter-2026-kanari";
const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

const INVENTORY: &str = r#"
[[service]]
id = "post"
name = "E-post"
internet_facing = true
login = "form"

[[service]]
id = "kart"
name = "Kartet"
internet_facing = true
login = "none"

[[service]]
id = "arkiv"
name = "Arkivet"
internet_facing = false
login = "form"

[[service]]
id = "skjema"
name = "Skjema"
internet_facing = true
"#;

/// An IMAP server of one account, which takes password and code in one, or the password alone.
struct Server {
    at: SocketAddr,
    log: Arc<Log>,
}

#[derive(Default)]
struct Log {
    password_is_enough: AtomicBool,
    words: Mutex<Vec<String>>,
}

impl Server {
    fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let (at, log) = (listener.local_addr().unwrap(), Arc::new(Log::default()));
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let log = Arc::clone(&kept);
                std::thread::spawn(move || log.talk(&stream));
            }
        });
        Self { at, log }
    }

    fn said(&self) -> usize {
        self.log.words.lock().unwrap().len()
    }

    /// Words that do not begin with the right password.
    fn wrong(&self) -> usize {
        let words = self.log.words.lock().unwrap();
        words.iter().filter(|word| !word.starts_with(PASSWORD)).count()
    }

    fn target(&self) -> String {
        format!(
            r#"{{"kind":"imap","address":"{}","params":{{"tls":"none"}},"canary":{{"user":"kanari","password":"{PASSWORD}","totp_seed":"{SEED}"}}}}"#,
            self.at
        )
    }
}

impl Log {
    fn talk(&self, stream: &TcpStream) {
        let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
        let mut stream = stream;
        let _ = write!(stream, "* OK [CAPABILITY IMAP4rev1] ready\r\n");
        while let Some(Ok(line)) = lines.next() {
            let (tag, command) = line.split_once(' ').unwrap_or((&line, ""));
            let verb = command.split(' ').next().unwrap_or("").to_ascii_uppercase();
            let answer = match verb.as_str() {
                "CAPABILITY" => format!("* CAPABILITY IMAP4rev1\r\n{tag} OK done\r\n"),
                "LOGIN" if self.takes(command) => format!("{tag} OK logged in\r\n"),
                "LOGIN" => {
                    format!("{tag} NO [AUTHENTICATIONFAILED] Authentication failed.\r\n")
                }
                "LOGOUT" => format!("* BYE\r\n{tag} OK done\r\n"),
                _ => format!("{tag} BAD Unknown command\r\n"),
            };
            if stream.write_all(answer.as_bytes()).is_err() || verb == "LOGOUT" {
                return;
            }
        }
    }

    fn takes(&self, command: &str) -> bool {
        let word = command.rsplit(' ').next().unwrap_or("").trim_matches('"').to_owned();
        self.words.lock().unwrap().push(word.clone());
        let totp = Totp::default();
        let step = totp.step(SystemClock.now());
        let is_right = |step| {
            let code = totp.code(&Secret::new(SEED), step).unwrap();
            word == format!("{PASSWORD}{}", code.reveal())
        };
        (word == PASSWORD && self.password_is_enough.load(Ordering::SeqCst))
            || is_right(step)
            || is_right(step - 1)
    }
}

/// A folder with the inventory and the canary of `post`.
fn with_canary(server: &Server) -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    let file = folder.outside().join("kanari.json");
    std::fs::write(&file, server.target()).unwrap();
    let file = file.to_str().unwrap();
    folder.said(&[
        "canary",
        "add",
        "service/post",
        "--file",
        file,
        "--told",
        "Vakta på drift",
        "--groups",
        "Alle ansatte",
        "--locks-after",
        "10",
    ]);
    folder
}

const ALLOW: [&str; 2] = ["--allow", "127.0.0.0/8"];

/// Runs, and looks that no secret is told.
fn quiet(folder: &Folder, args: &[&str]) -> std::process::Output {
    let output = folder.arvak(args);
    for told in [stdout(&output), stderr(&output)] {
        assert!(!told.contains(PASSWORD) && !told.contains(SEED), "{args:?}: {told}");
    }
    output
}

#[test]
fn a_canary_is_kept_only_for_a_service_that_has_a_log_in_from_the_internet() {
    let server = Server::open();
    let folder = with_canary(&server);
    let file = folder.outside().join("kanari.json");
    let good = file.to_str().unwrap();
    let bad = folder.outside().join("galt.json");
    std::fs::write(&bad, server.target().replacen('{', "{\"lockout\":3,", 1)).unwrap();
    let bad = bad.to_str().unwrap();
    for (service, file, told) in [
        ("ukjent", good, "inventory"),
        ("kart", good, "no log-in"),
        ("arkiv", good, "internet_facing"),
        ("post", good, "rotate"),
        ("skjema", bad, "lockout"),
    ] {
        let output = quiet(&folder, &["canary", "add", service, "--file", file, "--lang", "en"]);
        assert_eq!(output.status.code(), Some(2), "{service}");
        assert!(stderr(&output).contains(told), "{service}: {}", stderr(&output));
    }
    quiet(&folder, &["canary", "add", "skjema", "--file", good]);
    let all = folder.json(&["canary", "list"]);
    let services: Vec<_> =
        all["canaries"].as_array().unwrap().iter().map(|one| one["service"].clone()).collect();
    assert_eq!(services, ["service/post", "service/skjema"]);
    folder.said(&["canary", "remove", "skjema"]);
    assert_eq!(folder.json(&["canary", "list"])["canaries"].as_array().unwrap().len(), 1);
    let again = quiet(&folder, &["canary", "remove", "skjema"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(server.said(), 0, "nothing is sent by keeping a canary");
}

#[test]
fn canaries_at_saml_are_kept_and_checked_and_a_field_that_is_missing_is_named() {
    let folder = Folder::with_inventory(INVENTORY);
    let account = format!(r#"{{"user":"kanari","password":"{PASSWORD}","totp_seed":"{SEED}"}}"#);
    let provider = r#"{"sso":"https://inn.nordvik.example/saml","idp_certificate":"-","entity_id":"https://vi.nordvik.example","acs":"https://vi.nordvik.example/acs"}"#;
    let relying = r#"{"control":"http://127.0.0.1:9/navngi","login":"http://127.0.0.1:9/inn","protected":["http://127.0.0.1:9/min-side"]}"#;
    let file = folder.outside().join("saml.json");
    let path = file.to_str().unwrap();
    for (service, kind, params, needed, does) in [
        ("post", "saml", provider, "\"acs\"", ["wrong-password", "wrong-code", "right"].as_slice()),
        ("skjema", "saml-sp", relying, "\"control\"", &["look", "other-way"]),
    ] {
        let target = |params: &str| {
            format!(
                r#"{{"kind":"{kind}","address":"inn.nordvik.example:443","params":{params},"canary":{account}}}"#
            )
        };
        let unnamed = params.replace(needed, "\"annet\"");
        std::fs::write(&file, target(&unnamed)).unwrap();
        let refused = quiet(&folder, &["canary", "add", service, "--file", path]);
        assert_eq!(refused.status.code(), Some(2), "{kind}");
        assert!(stderr(&refused).contains("annet"), "{kind}: {}", stderr(&refused));
        std::fs::write(&file, target(params)).unwrap();
        let added = quiet(&folder, &["canary", "add", service, "--file", path]);
        assert!(added.status.success(), "{kind}: {}", stderr(&added));
        let plan = json_of(&quiet(&folder, &["canary", "check", service, "--json"]));
        let steps = plan["steps"].as_array().unwrap().iter().map(|step| step["does"].clone());
        assert_eq!(steps.collect::<Vec<_>>(), does, "{kind}");
        let hosts = plan["hosts"].as_array().unwrap();
        assert!(!hosts.is_empty() && hosts.iter().all(|host| host["leave"] == "undeclared"));
    }
    assert_eq!(folder.json(&["canary", "list"])["canaries"].as_array().unwrap().len(), 2);
}

#[test]
fn a_dry_run_tells_all_and_sends_nothing() {
    let server = Server::open();
    let folder = with_canary(&server);
    for lang in ["nb", "nn", "en"] {
        let output = quiet(&folder, &["canary", "check", "post", "--lang", lang]);
        assert!(output.status.success(), "{}", stderr(&output));
        let told = stdout(&output);
        assert!(told.contains(&server.at.to_string()) && told.contains("Vakta på drift"), "{told}");
        assert!(told.contains("--try") && told.contains("arvak control"), "{told}");
    }
    let plan = folder.json(&["canary", "check", "post"]);
    assert_eq!(plan["wrong_passwords_a_day"], 1);
    assert_eq!(plan["hosts"][0]["leave"], "undeclared");
    let failures = plan["failures_a_trial"].as_i64().unwrap();
    assert_eq!(plan["margin"], 10 - 1 - failures);
    let allowed = folder.json(&["canary", "check", "post", "--allow", "127.0.0.0/8"]);
    assert_eq!(allowed["hosts"][0]["leave"], "allowed");
    assert_eq!(server.said(), 0);
}

#[test]
fn secrets_are_under_seal_in_every_file_of_the_folder() {
    let server = Server::open();
    let folder = with_canary(&server);
    quiet(&folder, &["canary", "check", "post", "--try", ALLOW[0], ALLOW[1]]);
    assert!(server.said() > 0);
    for path in folder.files() {
        let bytes = std::fs::read(&path).unwrap();
        for secret in [PASSWORD, SEED] {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            assert!(!found, "{}", path.display());
        }
    }
}

#[test]
fn a_trial_is_recorded_and_the_days_wrong_password_is_sent_once_whoever_asks() {
    let server = Server::open();
    let folder = with_canary(&server);
    std::fs::write(folder.data().join("arvak.toml"), "vantage = \"outside\"\n").unwrap();
    let first = quiet(&folder, &["canary", "check", "post", "--try", "--json", ALLOW[0], ALLOW[1]]);
    let first = json_of(&first);
    assert_eq!(first["found"][0]["verdict"], "proven", "{first}");
    let last = folder.json(&["canary", "list"]);
    assert_eq!(last["canaries"][0]["last"]["verdict"], "proven");
    let wrong = server.wrong();
    assert_eq!(wrong, 1);
    let other = quiet(&folder, &["probe", "mfa", "post", "--json", ALLOW[0], ALLOW[1]]);
    assert_eq!(json_of(&other)["services"][0]["reason"], "no-permit");
    quiet(&folder, &["verify", "--all", "--json", ALLOW[0], ALLOW[1]]);
    assert_eq!(server.wrong(), wrong, "one wrong password a day");
    let explained = stdout(&quiet(&folder, &["explain", "3.1", "--json"]));
    assert!(explained.contains("\"verified\""), "an inconclusive look lifts nothing: {explained}");
}

#[test]
fn what_is_proven_from_a_place_that_nobody_has_stated_is_not_seen_from_outside() {
    let server = Server::open();
    let folder = with_canary(&server);
    quiet(&folder, &["canary", "check", "post", "--try", ALLOW[0], ALLOW[1]]);
    let status = folder.json(&["status"]);
    let mut claims =
        status["points"].as_array().unwrap().iter().filter_map(|point| point["claims"].as_array());
    let claim = claims.find_map(|claims| claims.iter().find(|claim| claim["id"] == "3.1"));
    let subject = &claim.unwrap()["subjects"][0];
    assert_eq!(subject["state"], "partial", "{subject}");
    assert_eq!(subject["reasons"][0]["code"], "seen_elsewhere", "{subject}");
    assert_eq!(subject["next"]["code"], "look_from_outside", "{subject}");
}

#[test]
fn a_plan_whose_date_has_passed_falls_when_the_password_alone_is_enough() {
    let server = Server::open();
    let folder = with_canary(&server);
    server.log.password_is_enough.store(true, Ordering::SeqCst);
    let plan = r#"{"key":"plan","kind":"mfa.plan","subject":"service/post","result":"supports","basis":"document","collected_at":"2026-01-01T00:00:00Z","valid_until":"2026-02-01T00:00:00Z"}"#;
    let mut child = folder
        .command(&["evidence", "add", "--stdin"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(format!("{plan}\n").as_bytes()).unwrap();
    assert!(child.wait().unwrap().success());
    let before = folder.json(&["explain", "3.2"]).to_string();
    assert!(!before.contains("mfa.milestone_passed"));
    quiet(&folder, &["verify", "--json", ALLOW[0], ALLOW[1]]);
    let login = folder.json(&["explain", "3.1"]).to_string();
    assert!(login.contains("mfa.single_factor_login"), "{login}");
    let after = folder.json(&["explain", "3.2"]).to_string();
    assert!(after.contains("mfa.milestone_passed") && after.contains("\"refuted\""), "{after}");
    assert_eq!(server.wrong(), 0, "where the password alone is enough, no wrong one is sent");
}

#[test]
fn a_service_of_which_nobody_said_how_one_logs_in_is_missing_and_one_without_a_log_in_is_not_asked()
{
    let folder = Folder::with_inventory(INVENTORY);
    let status = folder.json(&["status"]);
    let points = status["points"].as_array().unwrap();
    let claims = points.iter().flat_map(|point| point["claims"].as_array().unwrap());
    let asked = claims.filter(|claim| claim["id"] == "3.1").flat_map(|claim| {
        claim["subjects"].as_array().unwrap().iter().map(|one| {
            (one["subject"].as_str().unwrap().to_owned(), one["state"].as_str().unwrap().to_owned())
        })
    });
    let asked: Vec<_> = asked.collect();
    let missing = |id: &str| (format!("service/{id}"), "missing".to_owned());
    assert_eq!(asked, [missing("post"), missing("skjema")]);
}

#[test]
fn a_guide_says_how_an_account_is_set_up_for_a_kind_of_log_in_in_every_language() {
    let folder = Folder::with_inventory(INVENTORY);
    for (lang, told) in [
        ("nb", "Prøvekonto: e-post (IMAP, POP3, SMTP)"),
        ("nn", "gruppene som dei tilsette"),
        ("en", "Write this to a file"),
    ] {
        let said = folder.said(&["canary", "guide", "pop3", "--lang", lang]);
        assert!(said.contains(told) && said.contains("\"kind\": \"imap\""), "{lang}: {said}");
        assert!(said.contains("arvak canary check"), "{lang}: {said}");
    }
    let all = folder.json(&["canary", "guide"]);
    assert_eq!(all["guides"].as_array().unwrap().len(), 8);
    let unknown = folder.arvak(&["canary", "guide", "brevdue", "--lang", "nb"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("anyconnect"), "{}", stderr(&unknown));
}
