//! A place for the servers of one test, and a trial there.

use std::fs::Permissions;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use arvak_mfa::{
    Codes, Judged, Once, PERMITS, Seen, Verdict, judge, kind_of, parse, read, try_service,
};
use arvak_probe::{
    Clock, Context, Limits, ManualClock, Net, NetBuilder, Roots, Scope, SystemClock, Transcript,
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::certificates::NAME;

/// The canary.
pub(crate) const USER: &str = "kanari";
/// Its password.
pub(crate) const PASSWORD: &str = "Vinter-2026-kanari";
/// Its seed, in base32.
pub(crate) const SEED: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// How codes are made where the server can be told so: a trial waits for the next code, and this one comes soon.
pub(crate) const HOW: &str = "SHA1/6/15";
/// The same in hexadecimal.
pub(crate) const SEED_HEX: &str = "3132333435363738393031323334353637383930";

/// Servers and their files. Dropping it ends the servers that it started.
pub(crate) struct Place {
    dir: TempDir,
    children: Vec<Child>,
    /// The roots to trust, as PEM.
    pub(crate) roots_pem: String,
    /// How long a silent server is waited for.
    pub(crate) idle: Duration,
    /// Whether waiting for the next code takes no time: where nobody looks at codes.
    pub(crate) hurries: bool,
}

/// What came of a trial.
pub(crate) struct Told {
    judged: Judged,
    /// The transcript.
    pub(crate) transcript: String,
    arms: Vec<Seen>,
}

impl Told {
    /// Verdict and reason.
    pub(crate) fn verdict(&self) -> (Verdict, &str) {
        (self.judged.verdict, &self.judged.reason)
    }

    /// What the arms met at their ends.
    pub(crate) fn arms(&self) -> &[Seen] {
        &self.arms
    }
}

impl Place {
    pub(crate) fn new() -> Self {
        let dir = tempfile::Builder::new().prefix("arvak-mfa-").tempdir().unwrap();
        std::fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
        Self {
            dir,
            children: Vec::new(),
            roots_pem: String::new(),
            idle: Duration::from_secs(20),
            hurries: false,
        }
    }

    /// For servers that the test makes itself: they look at no code, and answer at once or never.
    pub(crate) fn of_stubs() -> Self {
        let mut place = Self::new();
        (place.idle, place.hurries) = (Duration::from_millis(300), true);
        place
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The folder, without a stroke at its end.
    pub(crate) fn folder(&self) -> String {
        self.dir.path().display().to_string()
    }

    pub(crate) fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::File::create(&path).unwrap().write_all(text.as_bytes()).unwrap();
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        String::from_utf8_lossy(&std::fs::read(self.path(name)).unwrap_or_default()).into_owned()
    }

    /// An address where nothing listens yet: below the ports that the system gives to whoever asks for none, and never
    /// the same one twice in a process.
    pub(crate) fn address() -> SocketAddr {
        static NEXT: AtomicU16 = AtomicU16::new(20_000);
        loop {
            let port = NEXT.fetch_add(1, Ordering::Relaxed);
            if let Ok(free) = TcpListener::bind((own_address(), port)) {
                return free.local_addr().unwrap();
            }
        }
    }

    /// Starts a server; its words go to `server.log`.
    pub(crate) fn spawn(&mut self, command: &mut Command) {
        let log = std::fs::File::create(self.path("server.log")).unwrap();
        let command = command.current_dir(self.dir.path()).stdin(Stdio::null());
        let child = command.stdout(log.try_clone().unwrap()).stderr(log).spawn().unwrap();
        self.children.push(child);
    }

    /// Starts a server and waits until it listens.
    pub(crate) async fn start(&mut self, command: &mut Command, listens: SocketAddr) {
        self.spawn(command);
        for _ in 0..500 {
            if TcpStream::connect(listens).await.is_ok() {
                return;
            }
            self.assert_running();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{command:?} does not listen at {listens}: {}", self.read("server.log"));
    }

    /// Waits until the server has said so.
    pub(crate) async fn wait_for(&mut self, words: &str) {
        for _ in 0..500 {
            if self.read("server.log").contains(words) {
                return;
            }
            self.assert_running();
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the server never said {words}: {}", self.read("server.log"));
    }

    fn assert_running(&mut self) {
        let gone = self.children.last_mut().unwrap().try_wait().unwrap();
        assert!(gone.is_none(), "the server ended: {}", self.last_words());
    }

    /// What stands in every log of the place, in one line, so that a list of failures shows it whole.
    fn last_words(&self) -> String {
        let files = std::fs::read_dir(self.dir.path()).unwrap().flatten().map(|file| file.path());
        let logs = files.filter(|path| path.extension().is_some_and(|kind| kind == "log"));
        logs.map(|path| std::fs::read_to_string(path).unwrap_or_default().replace('\n', " | "))
            .collect()
    }

    /// Runs a program to its end; it must succeed.
    pub(crate) fn run(&self, command: &mut Command) {
        let done = command.current_dir(self.dir.path()).output().unwrap();
        assert!(done.status.success(), "{command:?}: {done:?}");
    }

    /// Tries a service, as `arvak probe mfa --targets` would, and looks that no secret is in what was written down.
    pub(crate) async fn tried(&self, kind: &str, address: &str, params: Value) -> Told {
        let canary = json!({"user": USER, "password": PASSWORD, "totp_seed": SEED});
        self.tried_by(kind, address, params, canary).await
    }

    /// The same with another canary.
    pub(crate) async fn tried_by(
        &self,
        kind: &str,
        address: &str,
        params: Value,
        canary: Value,
    ) -> Told {
        self.tried_with(kind, address, params, canary, Value::Null).await
    }

    /// The same as a recipe says.
    pub(crate) async fn tried_with(
        &self,
        kind: &str,
        address: &str,
        params: Value,
        canary: Value,
        recipe: Value,
    ) -> Told {
        let file = json!({"services": [
            {"id": "place", "kind": kind, "address": address, "params": params, "canary": canary,
             "recipe": recipe}
        ]});
        let services = parse(file.to_string().as_bytes()).unwrap();
        let service = &services[0];
        let clock: Arc<dyn Clock> = if self.hurries {
            Arc::new(ManualClock::new(SystemClock.now()))
        } else {
            Arc::new(SystemClock)
        };
        let net = self.net(address, &clock);
        let vantage = "inside".parse().unwrap();
        let context = Context { net: &net, clock: &*clock, vantage: &vantage };
        let host = "127.0.0.1".parse().unwrap();
        let mut kind = kind_of(&service.params).unwrap();
        let (codes, permits) = (Codes::default(), Once::default());
        let seen =
            try_service(service, &mut *kind, &host, &context, &codes, &permits).await.unwrap();
        let tried = read(&Transcript::of_probe(&seen.transcript, PERMITS).unwrap());
        let transcript = String::from_utf8(seen.transcript).unwrap();
        let told = Told {
            judged: judge(&tried),
            arms: tried.arms.iter().map(|(_, attempt)| attempt.end).collect(),
            transcript,
        };
        eprintln!(
            "{:?}\n{:#?}\n{}\n{}",
            told.judged,
            tried,
            told.transcript,
            self.read("server.log")
        );
        for secret in [PASSWORD, SEED, service.canary.wrong_password().reveal()] {
            assert!(!told.transcript.contains(secret), "a secret in {}", told.transcript);
        }
        told
    }
}

impl Place {
    /// The door: to this machine alone, and to the name of the certificates here.
    fn net(&self, address: &str, clock: &Arc<dyn Clock>) -> Net {
        let port = address.strip_prefix(NAME).and_then(|rest| rest.strip_prefix(':'));
        let place = port.map(|port| SocketAddr::from((own_address(), port.parse().unwrap())));
        NetBuilder {
            scope: Scope {
                declared: [NAME.to_owned()].into(),
                allow: vec!["127.0.0.0/8".parse().unwrap()],
                ..Scope::default()
            },
            roots: Roots::Pem(self.roots_pem.as_str().into()),
            limits: Limits { idle: self.idle, total: Duration::from_mins(2), ..Limits::default() },
            connect: place.map(|place| (NAME.to_owned(), place)).into_iter().collect(),
            ..NetBuilder::default()
        }
        .build(Arc::clone(clock))
    }
}

/// Every process that tests has an address of its own, so that no other takes a port that was free.
fn own_address() -> Ipv4Addr {
    let [.., high, low] = std::process::id().to_be_bytes();
    Ipv4Addr::new(127, 78, high, low.max(1))
}

impl Drop for Place {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The installed program of that name, or nothing and a loud word.
pub(crate) fn program(name: &str, package: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"];
    let found = folders.iter().map(|folder| Path::new(folder).join(name)).find(|p| p.exists());
    if found.is_none() {
        eprintln!("SKIPPED: {name} is not installed (Debian package {package})");
    }
    found
}

/// Whether a module that some program loads is installed; a loud word when it is not.
pub(crate) fn has_module(path: &str, package: &str) -> bool {
    let is_there = Path::new(path).exists();
    if !is_there {
        eprintln!("SKIPPED: {path} is not installed (Debian package {package})");
    }
    is_there
}

/// Whether a module of PAM's is installed, on whatever sort of machine; a loud word when it is not.
pub(crate) fn has_pam(name: &str, package: &str) -> bool {
    let folders = std::fs::read_dir("/usr/lib").unwrap().flatten();
    let is_there =
        folders.into_iter().any(|folder| folder.path().join("security").join(name).exists());
    if !is_there {
        eprintln!("SKIPPED: {name} is not installed (Debian package {package})");
    }
    is_there
}

/// Whether the test may make users and services of its own, in a view of the files that nobody else has.
pub(crate) fn can_hide_files() -> bool {
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    let can =
        is_root && Command::new("unshare").args(["-m", "true"]).status().is_ok_and(|s| s.success());
    if !can {
        eprintln!("SKIPPED: this needs root and mount namespaces");
    }
    can
}

/// A canary's account and PAM's rules, which only the program that is started this way sees.
pub(crate) struct Hidden {
    /// The name of PAM's service.
    pub(crate) service: &'static str,
    /// What PAM asks for, with `OATH` where the module of codes stands, `GOOGLE` for the file of another such module, and
    /// `NOTE` where what was given is written down.
    pub(crate) auth: String,
    /// The password that the account really has; `*` for none.
    pub(crate) password: &'static str,
}

impl Hidden {
    /// A command that runs `program` with its arguments in that view.
    pub(crate) fn command(&self, place: &Place, program: &Path) -> Command {
        let folder = place.folder();
        let passwd = std::fs::read_to_string("/etc/passwd").unwrap();
        place.write("passwd", &format!("{passwd}{USER}:x:64999:65534::{folder}/home:/bin/sh\n"));
        let made = Command::new("openssl").args(["passwd", "-6", self.password]).output().unwrap();
        let hash = if self.password == "*" {
            "*".to_owned()
        } else {
            String::from_utf8(made.stdout).unwrap()
        };
        let shadow = std::fs::read_to_string("/etc/shadow").unwrap();
        place.write("shadow", &format!("{shadow}{USER}:{}:20000:0:99999:7:::\n", hash.trim()));
        place.write("oath", &format!("HOTP/T30/6 {USER} + {SEED_HEX}\n"));
        std::fs::set_permissions(place.path("oath"), Permissions::from_mode(0o600)).unwrap();
        place.write("said", "");
        let oath = format!("pam_oath.so usersfile={folder}/oath window=3 digits=6");
        // What was taken for a password, as PAM's other modules get it.
        let note = format!("auth optional pam_exec.so expose_authtok quiet {folder}/note\n");
        place.write("note", &format!("#!/bin/sh\n{{ tr -d '\\0'; echo; }} >>{folder}/said\n"));
        std::fs::set_permissions(place.path("note"), Permissions::from_mode(0o755)).unwrap();
        let google = place.write(
            "google",
            &format!("{SEED}\n\" WINDOW_SIZE 3\n\" DISALLOW_REUSE\n\" TOTP_AUTH\n"),
        );
        std::fs::set_permissions(&google, Permissions::from_mode(0o600)).unwrap();
        let auth = self.auth.replace("GOOGLE", &google.display().to_string());
        let auth = auth.replace("OATH", &oath).replace("NOTE\n", &note);
        place.write(
            "pam",
            &format!("{auth}\naccount required pam_permit.so\nsession required pam_permit.so\n"),
        );
        let _ = std::fs::create_dir(place.path("home"));
        let service = self.service;
        let script = format!(
            "set -e
mount --bind {folder}/passwd /etc/passwd
mount --bind {folder}/shadow /etc/shadow
mount -t tmpfs none /etc/pam.d
cp {folder}/pam /etc/pam.d/{service}
cp {folder}/pam /etc/pam.d/other
mount -t tmpfs none /run
mkdir -m 755 /run/sshd
exec \"$0\" \"$@\""
        );
        let mut command = Command::new("unshare");
        command.args(["-m", "sh", "-c", &script]).arg(program);
        command
    }
}

/// The passwords that were not the canary's, among those that PAM was given.
pub(crate) fn wrong_passwords(place: &Place) -> usize {
    place
        .read("said")
        .lines()
        .filter(|said| !said.is_empty() && !said.starts_with(PASSWORD))
        .count()
}
