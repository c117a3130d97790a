//! Acts of L2 that the program carries out, against real servers: what a leave covers is done, so many times and no more, also when the program is
//! killed in the middle; and what is not as agreed is told and ends it.

use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use serde_json::Value;

use crate::drills::{KEY, day, free_port, path, posted, until, verified};
use crate::scripted::{Scripted, header};
use crate::support::{Folder, stderr, stdout};

const INVENTORY: &str = "[[organisation]]\nid = \"provedal\"\n\n[[supplier]]\nid = \"norsk-drift\"\noperates_ict = true\n\n[[system]]\nid = \"sak-arkiv\"\ncriticality = 5\n";
const EXAMPLE: &str = include_str!("../../../../examples/drills/norsk-drift-agnkonto.toml");
const DRILL: &str = "norsk-drift-agnkonto-1";
const HERE: [&str; 2] = ["--allow", "127.0.0.1/32"];
const NOBODY: u32 = 65_534;

/// Most seconds that an answer is waited for in a drill that nobody answers with the mark.
const SHORT: [(&str, &str); 3] =
    [("\"30m\"", "\"1s\""), ("\"24h\"", "\"1s\""), ("skew = \"2m\"", "skew = \"1s\"")];

/// A data folder with the example, whose act is another.
struct Town {
    folder: Folder,
    file: PathBuf,
}

impl Town {
    /// With the act that these lines say, for a window that is open.
    fn with(act: &str) -> Self {
        let (before, rest) = EXAMPLE.split_once("act = ").unwrap();
        let (_, after) = rest.split_once("\n\n[expect]").unwrap();
        let text = format!("{before}{act}\n\n[expect]{after}")
            .replace("from = 2026-11-20T", &format!("from = {}T", day(-3)))
            .replace("to = 2026-12-20T", &format!("to = {}T", day(30)));
        let folder = Folder::with_inventory(INVENTORY);
        let file = folder.outside().join("drill.toml");
        std::fs::write(&file, text).unwrap();
        std::fs::write(folder.outside().join("key"), KEY).unwrap();
        std::fs::write(folder.outside().join("signed.pdf"), "%PDF-1.7 signed").unwrap();
        Self { folder, file }
    }

    fn briefly(self) -> Self {
        let mut text = std::fs::read_to_string(&self.file).unwrap();
        for (usual, short) in SHORT {
            text = text.replace(usual, short);
        }
        std::fs::write(&self.file, text).unwrap();
        self
    }

    fn plan(&self) -> String {
        let key = self.folder.outside().join("key");
        let planned = self.folder.json(&["drill", "plan", path(&self.file), "--key", path(&key)]);
        planned["id"].as_str().unwrap().to_owned()
    }

    fn leave(&self, times: u32) -> Value {
        let signed = self.folder.outside().join("signed.pdf");
        let (times, today, until) = (times.to_string(), day(0), day(60));
        self.folder.json(&[
            "drill",
            "leave",
            path(&signed),
            "--definition",
            path(&self.file),
            "--times",
            &times,
            "--given-by",
            "Driftssjefen, Norsk Drift",
            "--signed",
            &today,
            "--until",
            &until,
        ])
    }

    /// Plans it with a leave for so many times, and starts it.
    fn acted(&self, times: u32, more: &[&str]) -> (Option<i32>, Value) {
        self.plan();
        self.leave(times);
        self.start(DRILL, more)
    }

    fn start(&self, id: &str, more: &[&str]) -> (Option<i32>, Value) {
        let mut args = vec!["drill", "start", id, "--for-real", "--json"];
        args.extend(HERE);
        args.extend(more);
        let output = self.folder.arvak(&args);
        let said = serde_json::from_str(&stdout(&output));
        (output.status.code(), said.unwrap_or_else(|_| Value::String(stderr(&output))))
    }

    fn answer(&self, said: &str) -> Value {
        let file = self.folder.outside().join("received");
        std::fs::write(&file, posted(KEY, said)).unwrap();
        self.folder.json(&["drill", "receive", DRILL, "--webhook", path(&file)])
    }

    fn verdict(&self) -> Value {
        self.folder.json(&["drill", "verdict", DRILL])["judged"].clone()
    }

    /// The record, as anybody gets it once the seal is open.
    fn record(&self) -> Value {
        let export = self.folder.outside().join("export");
        self.folder.json(&["drill", "export", DRILL, path(&export)]);
        if let Some((is_right, told)) = verified(&self.folder, &export, true) {
            assert!(is_right, "{told}");
        }
        serde_json::from_slice(&std::fs::read(export.join("record.json")).unwrap()).unwrap()
    }
}

/// A program that is ended with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The program of a Debian package, or a word that it is not there.
fn program(name: &str) -> Option<PathBuf> {
    let mut found = ["/usr/bin", "/usr/sbin"].iter().map(|dir| Path::new(dir).join(name));
    let found = found.find(|path| path.exists());
    if found.is_none() {
        println!("SKIPPED: no {name}; scripts/test-tools installs it");
    }
    found
}

/// OpenSSH with these lines, and the file that it logs to. It needs no rights to say no to everyone.
fn openssh(dir: &Path, lines: &str) -> Option<(Running, u16, PathBuf)> {
    let (server, keygen) = (program("sshd")?, program("ssh-keygen")?);
    let (port, key, log) = (free_port(), dir.join("key"), dir.join("log"));
    let made =
        Command::new(keygen).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
    assert!(made.unwrap().success());
    let config = dir.join("sshd_config");
    let text = format!(
        "ListenAddress 127.0.0.1:{port}\nHostKey {}\nPidFile none\nUsePAM no\n{lines}\n",
        key.display()
    );
    std::fs::write(&config, text).unwrap();
    let output = std::fs::File::create(&log).unwrap();
    let mut command = Command::new(server);
    command.arg("-D").arg("-e").arg("-f").arg(&config).stdin(Stdio::null()).stderr(output);
    if std::fs::metadata(dir).unwrap().uid() == 0 {
        for path in [dir, &key, &config] {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    let running = Running(command.spawn().unwrap());
    until(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    Some((running, port, log))
}

fn ssh(account: &str, port: u16, tries: u32) -> String {
    format!(
        "act = \"failed_log_in\"\nhost = \"fs01.nordvik.example\"\ntarget = \"{account}\"\nssh = \"127.0.0.1:{port}\"\ntries = {tries}"
    )
}

#[test]
fn openssh_sees_as_many_failed_log_ins_as_the_leave_says_and_the_supplier_that_reads_its_log_is_seen()
 {
    let dir = tempfile::tempdir().unwrap();
    let lines = "PasswordAuthentication yes\nKbdInteractiveAuthentication no";
    let Some((_server, port, log)) = openssh(dir.path(), lines) else { return };
    let town = Town::with(&ssh("agn-MARK", port, 6));
    town.plan();
    // Without a leave the program shows what a person types, and does nothing.
    let dry = town.folder.said(&["drill", "start", DRILL, "--lang", "en"]);
    assert!(dry.contains("No leave is for this act") && dry.contains("ssh -o"), "{dry}");
    let (code, by_hand) = town.start(DRILL, &[]);
    assert_eq!((code, &by_hand["lacks"]), (Some(0), &"drill-leave-none".into()), "{by_hand}");
    assert!(by_hand["by_hand"][1].as_str().unwrap().contains("arvak-"), "{by_hand}");
    let text =
        town.folder.said(&["drill", "template", path(&town.file), "--times", "6", "--lang", "en"]);
    assert!(text.contains(&format!("- ssh://agn-MARK@127.0.0.1:{port}")), "{text}");
    // One that allows fewer is not enough.
    town.leave(5);
    assert_eq!(town.start(DRILL, &[]).1["lacks"], "drill-leave-times");
    assert!(!std::fs::read_to_string(&log).unwrap().contains("Failed password"));

    std::fs::write(town.folder.outside().join("signed.pdf"), "%PDF-1.7 another").unwrap();
    town.leave(6);
    let (code, done) = town.start(DRILL, &[]);
    assert_eq!(code, Some(0), "{done}");
    assert_eq!((&done["done"], &done["answered"]), (&6.into(), &"refused".into()), "{done}");
    let seen = std::fs::read_to_string(&log).unwrap();
    let failed = "Failed password for invalid user agn-arvak-";
    assert_eq!(seen.matches(failed).count(), 6, "{seen}");
    let (_, rest) = seen.split_once("invalid user agn-").unwrap();
    let mark = rest.split(' ').next().unwrap();

    assert_eq!(town.answer(mark)["finding"]["code"], "marked");
    let judged = town.folder.json(&["drill", "verdict", DRILL, "--record"]);
    assert_eq!(judged["judged"]["verdict"], "seen", "{judged}");
    let shows = judged["shows"].as_array().unwrap();
    assert_eq!(shows[1]["kind"], "detection.drill", "L2 shows that the system notices: {judged}");
    let record = town.record();
    let emissions = record["emissions"].as_array().unwrap();
    assert_eq!(emissions.len(), 6);
    for emission in emissions {
        assert_eq!(
            (&emission["way"], &emission["is_done"], &emission["place"], &emission["answered"]),
            (&"sent".into(), &true.into(), &"account".into(), &"refused".into())
        );
    }
    // It is used up: nothing more is done, also when the same text is taken in again.
    town.leave(6);
    let second = town.plan();
    let (_, refused) = town.start(&second, &[]);
    assert_eq!(refused["lacks"], "drill-leave-times");
    assert_eq!(std::fs::read_to_string(&log).unwrap().matches(failed).count(), 6);
    assert!(town.folder.arvak(&["ledger", "verify"]).status.success());
}

#[test]
fn where_the_log_does_not_show_the_mark_the_verdict_says_without_it() {
    let dir = tempfile::tempdir().unwrap();
    let lines = "PasswordAuthentication no\nKbdInteractiveAuthentication yes";
    let Some((_server, port, log)) = openssh(dir.path(), lines) else { return };
    // Nobody answers questions here, so the server offers nothing that takes a password.
    let town = Town::with(&ssh("agn", port, 2)).briefly();
    let (code, done) = town.acted(2, &[]);
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(matches!(code, Some(0 | 1)), "{done} {log}");
    assert!(!log.contains("arvak-"), "{log}");
    town.answer("mange feil ved agn");
    until(|| town.verdict()["verdict"] != "pending");
    assert_eq!(town.verdict()["verdict"], "seen_without_mark");
}

#[test]
fn a_server_that_takes_no_passwords_ends_the_act_and_says_so() {
    let dir = tempfile::tempdir().unwrap();
    let lines = "PasswordAuthentication no\nKbdInteractiveAuthentication no";
    let Some((_server, port, _)) = openssh(dir.path(), lines) else { return };
    let town = Town::with(&ssh("agn-MARK", port, 3));
    let (code, done) = town.acted(3, &[]);
    assert_eq!(code, Some(1), "{done}");
    assert_eq!((&done["done"], &done["answered"]), (&1.into(), &"no_password".into()));
}

#[test]
fn the_gate_stands_before_every_act() {
    let town = Town::with(&ssh("agn-MARK", free_port(), 1));
    town.plan();
    town.leave(1);
    let refused = town.folder.arvak(&["drill", "start", DRILL, "--for-real", "--lang", "en"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr(&refused).contains("Nothing was sent"), "{}", stderr(&refused));
    // The plan stands, and nothing of the leave is used.
    let dry = town.folder.json(&["drill", "start", DRILL]);
    assert_eq!(dry["covered"], true, "{dry}");
}

#[test]
fn a_program_that_is_killed_in_the_middle_of_an_act_never_does_more_than_the_leave_says() {
    // A server that takes connections and says nothing.
    let silent = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = silent.local_addr().unwrap().port();
    let town = Town::with(&ssh("agn-MARK", port, 3));
    town.plan();
    town.leave(3);
    let mut args = vec!["drill", "start", DRILL, "--for-real"];
    args.extend(HERE);
    let mut child =
        town.folder.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    until(|| !town.verdict()["t0"].is_null());
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(
        town.verdict()["verdict"],
        "not_emitted",
        "nobody missed what may not have happened"
    );
    let (code, refused) = town.start(DRILL, &[]);
    assert_eq!(code, Some(2), "{refused}");
    assert!(refused.to_string().contains("ingen vet om noe ble sendt"), "{refused}");
    // What was begun is used: two are left, and another drill with three is not covered.
    let second = town.plan();
    assert_eq!(town.start(&second, &[]).1["lacks"], "drill-leave-times");
    assert!(town.folder.arvak(&["drill", "stop", DRILL]).status.success());
}

/// An authority, and nginx that is known as 127.0.0.1 and logs who asks for what.
fn nginx(dir: &Path) -> Option<(Running, u16, PathBuf, PathBuf)> {
    let server = program("nginx")?;
    let (roots, chain, key) = (dir.join("roots.pem"), dir.join("chain.pem"), dir.join("key.pem"));
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let own = KeyPair::generate().unwrap();
    let leaf = CertificateParams::new(vec!["127.0.0.1".to_owned()]).unwrap();
    let leaf = leaf.signed_by(&own, &authority).unwrap();
    std::fs::write(&roots, authority.pem()).unwrap();
    std::fs::write(&chain, leaf.pem()).unwrap();
    std::fs::write(&key, own.serialize_pem()).unwrap();
    std::fs::write(dir.join("users"), "somebody:{PLAIN}else\n").unwrap();
    let port = free_port();
    let config = dir.join("nginx.conf");
    let text = format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr;\nevents {{ worker_connections 64; }}\n\
         http {{ log_format own '$remote_user $request_uri $http_user_agent'; access_log access.log own;\n\
         client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n\
         server {{ listen 127.0.0.1:{port} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem;\n\
         location = /agn.txt {{ return 200 agn; }}\n location = /apen {{ return 200 open; }}\n location = /borte.txt {{ return 404; }}\n\
         location / {{ auth_basic agn; auth_basic_user_file users; }} }} }}\n"
    );
    std::fs::write(&config, text).unwrap();
    let mut command = Command::new(server);
    let command = command.arg("-p").arg(dir).arg("-c").arg(&config).stderr(Stdio::null());
    let running = Running(command.spawn().unwrap());
    until(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    Some((running, port, roots, dir.join("access.log")))
}

#[test]
fn nginx_sees_the_decoy_the_file_and_the_mark_and_what_is_not_as_agreed_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let Some((_server, port, roots, log)) = nginx(dir.path()) else { return };
    let at = format!("host = \"web.nordvik.example\"\nhttps = \"127.0.0.1:{port}\"");
    let log_in = |path: &str| {
        format!("act = \"failed_log_in\"\n{at}\ntarget = \"agn\"\npath = \"{path}\"\ntries = 2")
    };
    let file = |path: &str| format!("act = \"canary_file\"\n{at}\ntarget = \"{path}\"");
    for (act, code, done, answered, line) in [
        (log_in("/hemmelig"), 0, 2, "refused", "agn /hemmelig Arvak/"),
        (log_in("/apen"), 1, 1, "let_in", "agn /apen Arvak/"),
        (file("/agn.txt"), 0, 1, "given", "- /agn.txt?arvak-"),
        (file("/borte.txt"), 1, 1, "missing", "- /borte.txt?arvak-"),
    ] {
        let before = std::fs::read_to_string(&log).unwrap_or_default().lines().count();
        let town = Town::with(&act);
        let (found, said) = town.acted(5, &["--roots", path(&roots)]);
        assert_eq!(
            (found, &said["done"], &said["answered"]),
            (Some(code), &done.into(), &answered.into()),
            "{said}"
        );
        let seen = std::fs::read_to_string(&log).unwrap();
        let seen: Vec<_> = seen.lines().skip(before).collect();
        assert_eq!(seen.len(), done, "{seen:?}");
        for one in &seen {
            assert!(one.contains(line) && one.contains(" arvak-"), "{one}");
        }
        // The mark that the web server shows is the one that the drill looks for.
        let (_, mark) = seen[0].rsplit_once(' ').unwrap();
        assert_eq!(town.answer(mark)["finding"]["code"], "marked");
    }
}

#[test]
fn the_resolver_is_asked_for_a_name_with_the_mark_once_and_one_that_resolves_is_told() {
    let dir = tempfile::tempdir().unwrap();
    let Some(server) = program("unbound") else { return };
    let (port, log) = (free_port(), dir.path().join("log"));
    let config = dir.path().join("unbound.conf");
    let text = format!(
        "server:\n  interface: 127.0.0.1@{port}\n  username: \"\"\n  chroot: \"\"\n  directory: \"{dir}\"\n  pidfile: \"\"\n  use-syslog: no\n\
         \x20 logfile: \"{log}\"\n  log-queries: yes\n  do-daemonize: no\n  module-config: \"iterator\"\n  access-control: 127.0.0.0/8 allow\n\
         \x20 local-zone: \"agn.example.\" static\n  local-zone: \"apen.example.\" redirect\n  local-data: \"apen.example. A 192.0.2.1\"\n\
         remote-control:\n  control-enable: no\n",
        dir = path(dir.path()),
        log = path(&log)
    );
    std::fs::write(&config, text).unwrap();
    let running =
        Command::new(server).arg("-d").arg("-c").arg(&config).stderr(Stdio::null()).spawn();
    let _running = Running(running.unwrap());
    until(|| std::net::TcpStream::connect(("127.0.0.1", port)).is_ok());
    for (zone, code, answered) in
        [("agn.example", 0, "no_such_name"), ("apen.example", 1, "resolves")]
    {
        let town = Town::with(&format!(
            "act = \"canary_name\"\nhost = \"ns.nordvik.example\"\ntarget = \"MARK.{zone}\"\nresolver = \"127.0.0.1:{port}\""
        ));
        let (found, said) = town.acted(1, &[]);
        assert_eq!((found, &said["answered"]), (Some(code), &answered.into()), "{said}");
        let asked = || {
            let text = std::fs::read_to_string(&log).unwrap();
            let lines = text.lines().filter(|line| line.contains(&format!(".{zone}.")));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        until(|| !asked().is_empty());
        let asked = asked();
        assert_eq!(asked.len(), 1, "{asked:?}");
        let name = asked[0].split_whitespace().find(|word| word.starts_with("arvak-")).unwrap();
        let mark = name.split('.').next().unwrap();
        assert_eq!(town.answer(mark)["finding"]["code"], "marked");
    }
}

fn eicar(dir: &Path) -> String {
    format!(
        "act = \"eicar\"\nhost = \"fs01.nordvik.example\"\ntarget = \"MARK.txt\"\nfolder = \"{}\"",
        dir.display()
    )
}

fn names_in(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

/// Names the folder in `arvak.toml`.
fn open_folder(town: &Town, dir: &Path) {
    let text = format!("[drills]\nfolders = [\"{}\"]\n", dir.display());
    std::fs::write(town.folder.data().join("arvak.toml"), text).unwrap();
}

#[test]
fn a_test_file_lies_where_the_operator_allowed_it_and_is_gone_afterwards_also_after_a_crash() {
    let dir = tempfile::tempdir().unwrap();
    let town = Town::with(&eicar(dir.path()));
    town.plan();
    town.leave(2);
    let (code, refused) = town.start(DRILL, &[]);
    assert!(code == Some(2) && refused.to_string().contains("drills.folders"), "{refused}");
    open_folder(&town, dir.path());

    let mut child = town
        .folder
        .command(&["drill", "start", DRILL, "--for-real"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    until(|| !names_in(dir.path()).is_empty());
    child.kill().unwrap();
    child.wait().unwrap();
    let left = names_in(dir.path());
    assert!(
        left.len() == 1 && left[0].starts_with("arvak-") && left[0].contains(".txt"),
        "{left:?}"
    );
    let stopped = town.folder.arvak(&["drill", "stop", DRILL, "--lang", "en"]);
    assert!(stopped.status.success());
    assert!(stderr(&stopped).contains("It is removed"), "{}", stderr(&stopped));
    assert_eq!(names_in(dir.path()), Vec::<String>::new());

    let second = town.plan();
    let starting = std::thread::scope(|scope| {
        let starting = scope.spawn(|| town.start(&second, &[]));
        until(|| !names_in(dir.path()).is_empty());
        let name = names_in(dir.path()).remove(0);
        let text = std::fs::read_to_string(dir.path().join(&name)).unwrap_or_default();
        assert!(text.is_empty() || text.contains("EICAR"), "{text}");
        // What looks for such files takes it away.
        std::fs::remove_file(dir.path().join(name)).unwrap();
        starting.join().unwrap()
    });
    let (code, said) = starting;
    let answered = said["answered"].as_str().unwrap();
    assert!(code == Some(0) && matches!(answered, "taken_away" | "blocked"), "{said}");
    assert_eq!(names_in(dir.path()), Vec::<String>::new());
}

#[test]
fn a_canary_file_is_read_and_bears_no_mark_and_one_that_is_not_there_leaves_the_plan_standing() {
    let dir = tempfile::tempdir().unwrap();
    let town = Town::with(&format!(
        "act = \"canary_file\"\nhost = \"fs01.nordvik.example\"\ntarget = \"lonn.txt\"\nfolder = \"{}\"",
        dir.path().display()
    ));
    open_folder(&town, dir.path());
    let (code, missing) = town.acted(1, &[]);
    assert!(code == Some(2) && missing.to_string().contains("lonn.txt"), "{missing}");
    std::fs::write(dir.path().join("lonn.txt"), "agn").unwrap();
    let dry = town.folder.said(&["drill", "start", DRILL, "--lang", "en"]);
    assert!(dry.contains("The mark stands nowhere"), "{dry}");
    let (code, said) = town.start(DRILL, &[]);
    assert_eq!((code, &said["answered"]), (Some(0), &"given".into()), "{said}");
    // A link out of the folder is no file there.
    let other = Town::with(&format!(
        "act = \"canary_file\"\nhost = \"fs01.nordvik.example\"\ntarget = \"lenke.txt\"\nfolder = \"{}\"",
        dir.path().display()
    ));
    open_folder(&other, dir.path());
    std::os::unix::fs::symlink("/etc/hostname", dir.path().join("lenke.txt")).unwrap();
    let (code, refused) = other.acted(1, &[]);
    assert!(code == Some(2) && refused.to_string().contains("it is no file"), "{refused}");
}

#[test]
fn the_test_file_goes_by_mail_to_the_decoy_mailbox() {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let server = runtime.block_on(Scripted::start([]));
    let town = Town::with(
        "act = \"eicar\"\nhost = \"mx.nordvik.example\"\ntarget = \"MARK.txt\"\nmail = \"agn@nordvik.example\"",
    );
    let text = format!(
        "[mail]\nrelay = \"127.0.0.1\"\nport = {}\ntls = \"none\"\nfrom = \"Årvåk <arvak@provedal.example>\"\n",
        server.address.port()
    );
    std::fs::write(town.folder.data().join("arvak.toml"), text).unwrap();
    let (code, said) = town.acted(1, &[]);
    assert_eq!((code, &said["answered"]), (Some(0), &"mail_taken".into()), "{said}");
    let messages = server.messages();
    assert_eq!(messages.len(), 1);
    let mark = header(&messages[0], "Subject");
    assert!(
        mark.starts_with("arvak-") && messages[0].contains(&format!("=\"{mark}.txt\"")),
        "{}",
        messages[0]
    );
    assert!(!messages[0].contains("EICAR"), "it is encoded on the way");
    assert!(server.commands().iter().any(|line| line.contains("agn@nordvik.example")));
    assert_eq!(town.answer(&mark)["finding"]["code"], "marked");
}
