//! Chromium, for log-ins that need scripts. It has no network of its own: every request is paused, asked of the scope gate,
//! carried out by this program over a checked connection, and handed back. What would go past that (a proxy that answers
//! nothing, names that lead nowhere) comes to nothing.
//!
//! It is spoken to over two pipes, so that there is no port to find. It ends with the trial.

mod carry;
mod page;
mod person;
mod pipe;

use std::net::Ipv4Addr;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::sync::{Mutex, MutexGuard};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use url::Url;

use crate::{Seen, Trial};

pub(crate) use person::{Lasting, Person};
use pipe::Pipe;

/// Where Debian puts it.
const PROGRAM: &str = "/usr/bin/chromium";

/// How long the browser may take to start.
const START: Duration = Duration::from_secs(20);

/// How long an answer to a command is waited for: a script that never ends holds it up.
const ANSWER: Duration = Duration::from_secs(8);

/// Nothing is fetched, synchronised or asked but what the pages ask for.
const QUIET: [&str; 19] = [
    "--headless",
    "--remote-debugging-pipe",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--disable-extensions",
    "--disable-breakpad",
    "--disable-site-isolation-trials",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-bypass-list=<-loopback>",
    "--lang=nb",
];

/// The browser; a copy is the same one.
#[derive(Clone)]
pub(crate) struct Screen(Arc<Mutex<Running>>);

impl std::fmt::Debug for Screen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Screen")
    }
}

/// A browser that runs.
struct Running {
    pipe: Pipe,
    child: Child,
    /// Answers nothing, and so is the way out of everything that goes past the gate.
    nowhere: JoinHandle<()>,
    _profile: TempDir,
    last_id: u64,
    /// What the pages have asked for, over all tabs.
    asked: usize,
    bytes: usize,
    /// Messages that came while an answer was waited for.
    waiting: std::collections::VecDeque<Value>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.nowhere.abort();
        // By its own handle, and waited for: its children end with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Screen {
    /// Whether the browser is installed.
    pub(crate) fn is_installed() -> bool {
        Path::new(PROGRAM).exists()
    }

    /// Starts a browser with an empty profile; nothing where there is none, or it does not start.
    pub(crate) async fn start(trial: &mut Trial<'_, '_>) -> Option<Self> {
        if !Self::is_installed() {
            return None;
        }
        let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
        let mut running = Running::start(is_root).await?;
        let greeted = timeout(START, running.ask(None, "Browser.getVersion", json!({})));
        let version = greeted.await.ok()?.ok()?;
        let product = version.get("product").and_then(Value::as_str).unwrap_or_default();
        // Chromium's own walls need another account than root.
        let walls = if is_root { ", without its sandbox: this program runs as root" } else { "" };
        trial.note("browser", &format!("{product}{walls}"));
        let denied = json!({ "behavior": "deny" });
        running.ask(None, "Browser.setDownloadBehavior", denied).await.ok()?;
        Some(Self(Arc::new(Mutex::new(running))))
    }

    /// Somebody who was never there before. Nothing is sent to `end`.
    pub(crate) fn person(&self, end: Option<&Url>) -> Person {
        Person::new(self.clone(), end.cloned())
    }

    async fn lock(&self) -> MutexGuard<'_, Running> {
        self.0.lock().await
    }
}

impl Running {
    async fn start(is_root: bool) -> Option<Self> {
        let profile = tempfile::Builder::new().prefix("arvak-browser-").tempdir().ok()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.ok()?;
        let port = listener.local_addr().ok()?.port();
        let nowhere = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                drop(stream);
            }
        });
        let mut command = Command::new("/bin/sh");
        // The browser takes its orders from descriptor 3 and answers on 4.
        command.args(["-c", "exec \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1", "sh", PROGRAM]);
        command.args(QUIET);
        command.arg(format!("--proxy-server=http://127.0.0.1:{port}"));
        command.arg(format!("--user-data-dir={}", profile.path().display()));
        if is_root {
            command.arg("--no-sandbox");
        }
        command.arg("about:blank");
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", profile.path());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().ok()?;
        let pipe = Pipe::new(child.stdin.take()?, child.stdout.take()?);
        Some(Self {
            pipe,
            child,
            nowhere,
            _profile: profile,
            last_id: 0,
            asked: 0,
            bytes: 0,
            waiting: std::collections::VecDeque::new(),
        })
    }

    /// Gives a command and does not wait.
    fn order(&mut self, session: Option<&str>, method: &str, params: Value) -> u64 {
        self.last_id += 1;
        let mut message = json!({ "id": self.last_id, "method": method });
        if let Some(fields) = message.as_object_mut() {
            fields.insert("params".to_owned(), params);
            fields.extend(session.map(|session| ("sessionId".to_owned(), session.into())));
        }
        self.pipe.send(&message);
        self.last_id
    }

    /// Gives a command, and waits for its answer. Requests of pages meanwhile wait for their turn.
    async fn ask(
        &mut self,
        session: Option<&str>,
        method: &str,
        params: Value,
    ) -> Result<Value, Seen> {
        let id = self.order(session, method, params);
        let answered = timeout(ANSWER, async {
            loop {
                let mut message = self.pipe.next().await.ok_or(Seen::Unexpected)?;
                if message.get("id").and_then(Value::as_u64) != Some(id) {
                    self.waiting.push_back(message);
                    continue;
                }
                return match message.get_mut("result").map(Value::take) {
                    Some(result) => Ok(result),
                    None => Err(Seen::Unexpected),
                };
            }
        });
        answered.await.unwrap_or(Err(Seen::TookTooLong))
    }
}
