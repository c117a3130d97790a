//! `arvak drill`: a real rsyslog gets the marked line, a supplier that only sees its log answers, and nobody can read the plan before.

use std::io::Write as _;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use arvak_core::Instant;
use arvak_notices::webhook;
use serde_json::Value;

use crate::support::{Folder, stderr, stdout};

pub(crate) const KEY: &str = "a key of a webhook that is long enough";
const INVENTORY: &str = "[[organisation]]\nid = \"provedal\"\n\n[[supplier]]\nid = \"norsk-drift\"\noperates_ict = true\n\n[[system]]\nid = \"sak-arkiv\"\ncriticality = 5\n";
const EXAMPLE: &str = include_str!("../../../../examples/drills/norsk-drift-innlogging.toml");
pub(crate) const DRILL: &str = "norsk-drift-innlogging-1";

pub(crate) fn now() -> Instant {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Instant::from_millis(i64::try_from(now.as_millis()).unwrap())
}

/// The day that is so many days away.
pub(crate) fn day(days: i64) -> String {
    let at = Instant::from_millis(now().as_millis() + days * 86_400_000).to_string();
    at.split_once('T').unwrap().0.to_owned()
}

/// The example with a window that is open, and another way to the logger.
pub(crate) fn definition(way: &str) -> String {
    let text = EXAMPLE
        .replace("from = 2026-11-20T", &format!("from = {}T", day(-3)))
        .replace("to = 2026-12-20T", &format!("to = {}T", day(30)))
        .replace("socket = \"/dev/log\"", way);
    assert!(text.contains(way));
    text
}

/// A folder where the drill is planned.
fn planned(way: &str) -> Folder {
    let folder = Folder::with_inventory(INVENTORY);
    let (file, key) = (folder.outside().join("drill.toml"), folder.outside().join("key"));
    std::fs::write(&file, definition(way)).unwrap();
    std::fs::write(&key, KEY).unwrap();
    let done = folder.json(&["drill", "plan", path(&file), "--key", path(&key)]);
    assert_eq!(done["id"], DRILL);
    folder
}

pub(crate) fn path(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Debian's rsyslog on a socket and a port of its own.
struct Logger {
    child: Child,
    output: PathBuf,
}

impl Logger {
    /// None, and said, when it is not installed.
    fn start(folder: &Path, port: u16) -> Option<Self> {
        let (socket, output) = (folder.join("log"), folder.join("messages"));
        let config = format!(
            "global(workDirectory=\"{folder}\")\nmodule(load=\"imuxsock\" SysSock.Use=\"off\")\nmodule(load=\"imtcp\")\n\
             input(type=\"imuxsock\" Socket=\"{socket}\" UseSpecialParser=\"off\" ParseHostname=\"on\")\n\
             input(type=\"imtcp\" port=\"{port}\" address=\"127.0.0.1\")\n\
             action(type=\"omfile\" file=\"{output}\" template=\"RSYSLOG_SyslogProtocol23Format\")\n",
            folder = path(folder),
            socket = path(&socket),
            output = path(&output)
        );
        let file = folder.join("rsyslog.conf");
        std::fs::write(&file, config).unwrap();
        let started = Command::new("/usr/sbin/rsyslogd")
            .args(["-n", "-f", path(&file), "-i", path(&folder.join("pid"))])
            .stdin(Stdio::null())
            .spawn();
        let Ok(child) = started else {
            println!("SKIPPED: no rsyslogd; scripts/test-tools installs it");
            return None;
        };
        let logger = Self { child, output };
        until(|| socket.exists() && std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
        Some(logger)
    }

    /// What stands in its log of somebody who failed to log in, as those who watch it see it.
    fn intruder(&self) -> String {
        let found = || {
            let text = std::fs::read_to_string(&self.output).unwrap_or_default();
            let (_, rest) = text.split_once("Failed password for invalid user ")?;
            rest.split_once(' ').map(|(user, _)| user.to_owned())
        };
        until(|| found().is_some());
        found().unwrap()
    }
}

impl Drop for Logger {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub(crate) fn until(is_so: impl Fn() -> bool) {
    for _ in 0..1_200 {
        if is_so() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    unreachable!("it did not come about");
}

pub(crate) fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// What the supplier's system posts.
pub(crate) fn posted(secret: &str, said: &str) -> String {
    let (second, body) =
        (now().as_millis() / 1_000, format!("{{\"alert\":\"brute force by {said}\"}}"));
    let signature = webhook::sign(secret.as_bytes(), "alert-1", second, body.as_bytes());
    format!(
        "POST /hook HTTP/1.1\r\nwebhook-id: alert-1\r\nwebhook-timestamp: {second}\r\nwebhook-signature: {signature}\r\n\r\n{body}"
    )
}

/// The ticket that it mails, as our own server handed it on.
fn mailed(dkim: &str, said: &str) -> String {
    format!(
        "Authentication-Results: mx.nordvik.example;\r\n\tdkim={dkim} header.d=soc.norskdrift.example\r\n\
         From: SOC <sak@soc.norskdrift.example>\r\nMessage-ID: <4711@soc.norskdrift.example>\r\nSubject: Sak 4711\r\n\
         Content-Transfer-Encoding: quoted-printable\r\n\r\nMange mislykkede p=C3=A5logginger: {said}\r\n"
    )
}

fn receive(folder: &Folder, way: &str, text: &str) -> Value {
    let file = folder.outside().join("received");
    std::fs::write(&file, text).unwrap();
    folder.json(&["drill", "receive", DRILL, way, path(&file)])
}

fn verdict(folder: &Folder) -> Value {
    folder.json(&["drill", "verdict", DRILL])["judged"].clone()
}

/// Whether any file of the folder holds these bytes.
fn stands_in(folder: &Folder, text: &str) -> Vec<PathBuf> {
    let holds = |file: &PathBuf| {
        let bytes = std::fs::read(file).unwrap();
        bytes.windows(text.len()).any(|window| window == text.as_bytes())
    };
    folder.files().into_iter().filter(holds).collect()
}

pub(crate) fn verified(folder: &Folder, export: &Path, key: bool) -> Option<(bool, Value)> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers/drill_verdict.py");
    let mut command = Command::new("python3");
    command.arg(script);
    if key {
        command.arg("--key").arg(folder.outside().join("key"));
    }
    let Ok(output) = command.arg(export).output() else {
        println!("SKIPPED: no python3; scripts/test-tools installs it");
        return None;
    };
    Some((output.status.success(), serde_json::from_slice(&output.stdout).unwrap()))
}

#[test]
fn rsyslog_gets_the_line_the_supplier_answers_and_anybody_can_judge_again() {
    let root = tempfile::tempdir().unwrap();
    let port = free_port();
    let Some(logger) = Logger::start(root.path(), port) else { return };
    for way in [
        format!("socket = \"{}\"", path(&root.path().join("log"))),
        format!("tcp = \"127.0.0.1:{port}\""),
    ] {
        let _ = std::fs::remove_file(&logger.output);
        // rsyslog opens its file anew on this signal.
        Command::new("kill").args(["-HUP", &logger.child.id().to_string()]).status().unwrap();
        let folder = planned(&way);
        folder.json(&["drill", "start", DRILL, "--for-real"]);
        assert_eq!(verdict(&folder)["verdict"], "pending");
        // The supplier knows its own log, and nothing else.
        let mark = logger.intruder();
        assert!(mark.starts_with("arvak-") && mark.len() == 38, "{mark}");
        assert_eq!(
            receive(&folder, "--webhook", &posted("a key that somebody else made up", &mark))["finding"]
                ["code"],
            "forged"
        );
        assert_eq!(receive(&folder, "--mail", &mailed("fail", &mark))["finding"]["code"], "forged");
        assert_eq!(
            receive(&folder, "--webhook", &posted(KEY, "somebody"))["finding"]["code"],
            "unmarked"
        );
        assert_eq!(verdict(&folder)["verdict"], "pending", "none of these is an answer");
        assert_eq!(receive(&folder, "--mail", &mailed("pass", &mark))["finding"]["code"], "marked");
        assert_eq!(receive(&folder, "--webhook", &posted(KEY, &mark))["finding"]["code"], "marked");
        let judged = folder.json(&["drill", "verdict", DRILL, "--record"]);
        assert_eq!(
            (&judged["judged"]["verdict"], &judged["judged"]["grade"]),
            (&"seen".into(), &"proven".into())
        );
        assert_eq!(judged["shows"][0]["basis"], "exercise");
        assert_eq!(
            judged["shows"].as_array().unwrap().len(),
            1,
            "a line in a log shows nothing of the system"
        );
        assert!(folder.said(&["explain", "1b.2"]).contains("level = 1"));
        assert!(
            folder
                .said(&["drill", "list", "--lang", "en"])
                .contains("(L1, a marked line in the source's own log): Seen in time.")
        );

        let export = folder.outside().join("export");
        folder.json(&["drill", "export", DRILL, path(&export)]);
        for with_key in [true, false] {
            let Some((is_right, told)) = verified(&folder, &export, with_key) else { continue };
            assert!(is_right && told["verdict"] == "seen", "{told}");
            assert_eq!(told["signatures"], if with_key { "checked" } else { "told" });
        }
        let again = folder.outside().join("again");
        std::fs::create_dir_all(&again).unwrap();
        assert_eq!(folder.arvak(&["drill", "export", DRILL, path(&again)]).status.code(), Some(2));
        assert!(folder.arvak(&["ledger", "verify"]).status.success());
    }
}

#[test]
fn before_it_is_judged_nobody_can_read_whom_a_plan_concerns_or_what_its_mark_is() {
    let folder = planned("");
    let shown = folder.json(&["drill", "start", DRILL, "--for-real"]);
    let mark = shown["mark"].as_str().unwrap();
    assert!(shown["by_hand"][1].as_str().unwrap().contains(mark), "{shown}");
    assert_eq!(stands_in(&folder, mark), Vec::<PathBuf>::new());
    assert_eq!(stands_in(&folder, mark.trim_start_matches("arvak-")), Vec::<PathBuf>::new());
    assert_eq!(stands_in(&folder, KEY), Vec::<PathBuf>::new());
    let rehearsed = folder.said(&["drill", "start", DRILL]);
    assert!(rehearsed.contains("MARK") && !rehearsed.contains(mark), "{rehearsed}");
    // The ledger has one more entry than the inventory made: a hash, and the municipality.
    let listed = folder.said(&["ledger", "list"]);
    let last = listed.lines().last().unwrap();
    assert!(
        last.contains("drill.opened organisation/provedal") && !last.contains("norsk"),
        "{last}"
    );
    let refused = folder.arvak(&["drill", "export", DRILL, path(&folder.outside().join("export"))]);
    assert_eq!(refused.status.code(), Some(2), "{}", stdout(&refused));

    let yesterday = format!("{}T00:00:00Z", day(-1));
    let early = folder.arvak(&["drill", "done", DRILL, "--at", &yesterday]);
    assert_eq!(early.status.code(), Some(2), "it was not sealed then");
    folder.json(&["drill", "done", DRILL]);
    assert_eq!(
        folder.arvak(&["drill", "done", DRILL]).status.code(),
        Some(2),
        "one plan gives one drill"
    );
    let said = format!("De ringte og leste opp {mark}");
    let word = folder.json(&["drill", "receive", DRILL, "--person", &said]);
    assert_eq!(word["finding"]["grade"], "word");
    let judged = folder.json(&["drill", "verdict", DRILL, "--record"]);
    assert_eq!(judged["shows"][0]["basis"], "statement", "a word is a word");
    let recorded = judged["recorded"].as_array().unwrap().len();
    assert_eq!(recorded, 2, "evidence, and that the plan is open");
    let export = folder.outside().join("export");
    folder.json(&["drill", "export", DRILL, path(&export)]);
    if let Some((is_right, told)) = verified(&folder, &export, true) {
        assert!(is_right && told["grade"] == "word", "{told}");
    }
    // Another plan than the one whose hash is in the ledger is found.
    let changed =
        std::fs::read_to_string(export.join("plan.json")).unwrap().replace("1800000", "7200000");
    std::fs::write(export.join("plan.json"), &changed).unwrap();
    let record =
        std::fs::read_to_string(export.join("record.json")).unwrap().replace("1800000", "7200000");
    std::fs::write(export.join("record.json"), record).unwrap();
    if let Some((is_right, told)) = verified(&folder, &export, true) {
        assert!(!is_right && told["wrong"].to_string().contains("another hash"), "{told}");
    }
}

#[test]
fn a_drill_that_is_stopped_half_way_gives_no_verdict_and_says_so() {
    let folder = planned("");
    let mark =
        folder.json(&["drill", "start", DRILL, "--for-real"])["mark"].as_str().unwrap().to_owned();
    folder.json(&["drill", "done", DRILL]);
    let before = folder.said(&["ledger", "list"]).lines().count();
    let stopped = folder.said(&["drill", "stop", DRILL, "--lang", "en"]);
    assert!(stopped.contains("no verdict"), "{stopped}");
    folder.said(&["drill", "stop", DRILL]);
    let late = folder.outside().join("late");
    std::fs::write(&late, posted(KEY, &mark)).unwrap();
    assert_eq!(
        folder.arvak(&["drill", "receive", DRILL, "--webhook", path(&late)]).status.code(),
        Some(2)
    );
    assert_eq!(verdict(&folder)["verdict"], "stopped");
    let refused = folder.arvak(&["drill", "verdict", DRILL, "--record", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert_eq!(folder.arvak(&["drill", "start", DRILL, "--for-real"]).status.code(), Some(2));
    let after = folder.said(&["ledger", "list"]);
    assert_eq!(
        after.lines().count(),
        before + 1,
        "only that the plan is not sealed any more: {after}"
    );
    assert!(!after.contains("drill_"), "{after}");
}

#[test]
fn a_machine_that_goes_down_while_the_line_is_written_leaves_no_verdict_against_anybody() {
    let root = tempfile::tempdir().unwrap();
    let at = root.path().join("log");
    // A logger that never reads: its queue is filled until it takes no more.
    let logger = UnixDatagram::bind(&at).unwrap();
    let filler = UnixDatagram::unbound().unwrap();
    filler.set_nonblocking(true).unwrap();
    while filler.send_to(b"x", &at).is_ok() {}
    let folder = planned(&format!("socket = \"{}\"", path(&at)));
    let mut child = folder
        .command(&["drill", "start", DRILL, "--for-real"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // It has noted what it is about to do, and waits for room.
    until(|| !verdict(&folder)["t0"].is_null());
    child.kill().unwrap();
    child.wait().unwrap();
    drop(logger);
    assert_eq!(
        verdict(&folder)["verdict"],
        "not_emitted",
        "nobody missed what may not have happened"
    );
    let refused = folder.arvak(&["drill", "start", DRILL, "--for-real", "--lang", "en"]);
    assert!(
        stderr(&refused).contains("nobody knows whether anything was sent"),
        "{}",
        stderr(&refused)
    );
    assert_eq!(folder.arvak(&["drill", "verdict", DRILL, "--record"]).status.code(), Some(2));
    assert!(folder.arvak(&["drill", "stop", DRILL]).status.success());
    assert!(folder.arvak(&["ledger", "verify"]).status.success());
}

#[test]
fn that_nobody_told_us_is_recorded_when_nothing_more_can_come() {
    let silent = |listen: &str| {
        let folder = Folder::with_inventory(INVENTORY);
        let (file, key) = (folder.outside().join("drill.toml"), folder.outside().join("key"));
        let text = definition("").replace("\"30m\"", "\"1s\"").replace("\"2m\"", "\"1s\"");
        std::fs::write(&file, text.replace("\"24h\"", &format!("\"{listen}\""))).unwrap();
        std::fs::write(&key, KEY).unwrap();
        folder.json(&["drill", "plan", path(&file), "--key", path(&key)]);
        folder.json(&["drill", "done", DRILL]);
        until(|| verdict(&folder)["verdict"] == "not_seen");
        folder
    };
    let listening = silent("20d");
    let refused = listening.arvak(&["drill", "verdict", DRILL, "--record", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("may still lie in a mailbox"), "{}", stderr(&refused));
    let over = silent("1s");
    let judged = over.json(&["drill", "verdict", DRILL, "--record"]);
    let shows = &judged["shows"][0];
    assert_eq!(
        (&shows["result"], &shows["code"]),
        (&"refutes".into(), &"supplier.drill_missed".into())
    );
    assert_eq!(shows["basis"], "statement", "that it was done is somebody's word");
    let listed = over.json(&["drill", "list"]);
    assert_eq!(listed["figures"][0]["median_ms"], Value::Null, "never is not left out: {listed}");
}

#[test]
fn what_cannot_begin_says_why_and_the_plan_stands() {
    let folder = planned("socket = \"/nowhere/log\"");
    let refused = folder.arvak(&["drill", "start", DRILL, "--for-real", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        stderr(&refused).contains("Nothing was sent, and the plan stands"),
        "{}",
        stderr(&refused)
    );
    let judged = verdict(&folder);
    assert!(judged["verdict"] == "not_emitted" && judged["t0"].is_null(), "{judged}");
    assert_eq!(
        folder.arvak(&["drill", "done", DRILL]).status.code(),
        Some(2),
        "the program does this one"
    );
    assert_eq!(folder.arvak(&["drill", "start", "no-such-drill"]).status.code(), Some(2));
    assert_eq!(
        folder.arvak(&["drill", "receive", DRILL]).status.code(),
        Some(2),
        "one way is needed"
    );
}

#[test]
fn a_plan_names_what_is_in_the_inventory_within_a_window_and_brings_the_key() {
    let folder = Folder::with_inventory(INVENTORY);
    let (file, key) = (folder.outside().join("drill.toml"), folder.outside().join("key"));
    std::fs::write(&key, KEY).unwrap();
    let plan = |text: &str, with_key: bool| {
        std::fs::write(&file, text).unwrap();
        let mut args = vec!["drill", "plan", path(&file), "--lang", "en"];
        args.extend(if with_key { vec!["--key", path(&key)] } else { vec![] });
        let output = folder.arvak(&args);
        assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
        stderr(&output)
    };
    let sound = definition("");
    assert!(plan(&sound, false).contains("--key"));
    assert!(plan(&sound.replace("by = \"webhook\"", ""), true).contains("lacks `by`"));
    assert!(
        plan(&sound.replace("supplier/norsk-drift", "supplier/ukjent"), true)
            .contains("supplier/ukjent")
    );
    assert!(plan(&sound.replace(&day(30), &day(200)), true).contains("within 120 days"));
    let over = sound.replace(&day(-3), &day(-9)).replace(&day(30), &day(-2));
    assert!(plan(&over, true).contains("Agree on another"));
    assert!(plan(&sound.replace("+47 22 33 44 55", "112"), true).contains("emergency number"));
    assert_eq!(folder.json(&["drill", "list"])["drills"], serde_json::json!([]));
}

#[test]
fn the_examples_say_what_they_ask_in_every_language() {
    let folder = Folder::made();
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/drills");
    let mut said = Vec::new();
    for name in ["norsk-drift-innlogging", "norsk-drift-vakt", "taus-kilde"] {
        let file = examples.join(format!("{name}.toml"));
        for lang in ["nb", "nn", "en"] {
            writeln!(said, "{}", folder.said(&["drill", "check", path(&file), "--lang", lang]))
                .unwrap();
        }
    }
    let wrong = folder.outside().join("wrong.toml");
    let text = EXAMPLE
        .replace("T1110.001", "brute force")
        .replace("MARK", "x")
        .replace("+47 22 33 44 55", "113");
    std::fs::write(&wrong, text).unwrap();
    for lang in ["nb", "nn", "en"] {
        let output = folder.arvak(&["drill", "check", path(&wrong), "--lang", lang]);
        assert_eq!(output.status.code(), Some(2));
        writeln!(said, "{}", stderr(&output)).unwrap();
    }
    insta::assert_snapshot!(String::from_utf8(said).unwrap());
}
