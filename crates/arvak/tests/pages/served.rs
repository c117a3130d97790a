//! The program, serving its pages on loopback as long as a test runs.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use arvak_browser::{Chromium, Look, Scheme, Tab};
use arvak_demo::World;
use arvak_ledger::durable;
use tempfile::TempDir;

/// A served folder.
pub(crate) struct Served {
    program: Child,
    /// Where the pages stand, with a name as host: passkeys need one.
    pub(crate) origin: String,
    /// What the program printed until the pages were there.
    said: Vec<String>,
    _folder: TempDir,
}

/// The demonstration that tests of this process share as long as one of them has it.
static DEMO: Mutex<Weak<Served>> = Mutex::new(Weak::new());

impl Served {
    /// An empty folder, served; its probes reach Nordvik's servers on loopback, and nothing else.
    pub(crate) fn new(world: &World) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        std::fs::create_dir(&data).unwrap();
        let mut text = format!("vantage = \"outside\"\n[net]\nresolver = [\"{}\"]\n", world.dns());
        let roots = folder.path().join("roots.pem");
        let shown = roots.display();
        writeln!(text, "allow = [\"127.77.0.0/16\"]\nroots = \"{shown}\"\n\n[net.reroute]")
            .unwrap();
        for (from, to) in world.reroute() {
            writeln!(text, "\"{from}\" = \"{to}\"").unwrap();
        }
        durable::write_file(&roots, world.roots_pem().as_bytes()).unwrap();
        durable::write_file(&data.join("arvak.toml"), text.as_bytes()).unwrap();
        let args = ["serve", "--listen", "127.0.0.1:0"];
        Self::start(folder, &args, |line| line.contains("nokkel="))
    }

    /// The fictional municipality after its ninety days, with people who may look round: one for all tests that run at the
    /// same time.
    pub(crate) fn demo() -> Arc<Self> {
        let mut shared = DEMO.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(running) = shared.upgrade() {
            return running;
        }
        let demo = Arc::new(Self::own_demo());
        *shared = Arc::downgrade(&demo);
        demo
    }

    /// A demonstration that no other test records anything in.
    pub(crate) fn own_demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The auditor is the last one.
        Self::start(folder, &["demo"], |line| line.trim_start().starts_with("revisor "))
    }

    fn start(folder: TempDir, args: &[&str], is_last: impl Fn(&str) -> bool) -> Self {
        let mut program = program(args, folder.path());
        let mut program = program.stdout(Stdio::piped()).spawn().unwrap();
        let mut said = Vec::new();
        for line in BufReader::new(program.stdout.take().unwrap()).lines() {
            let line = line.unwrap();
            let ready = is_last(&line);
            said.push(line);
            if ready {
                break;
            }
        }
        let link =
            said.iter().find_map(|line| line.find("http://localhost:").map(|at| &line[at..]));
        let link = link.expect("the program says where the pages are");
        let end = link.match_indices(['/', ' ']).map(|(at, _)| at).find(|at| *at > "http://".len());
        let origin = link[..end.unwrap_or(link.len())].to_owned();
        Self { program, origin, said, _folder: folder }
    }

    /// The link to the first run.
    pub(crate) fn link(&self) -> &str {
        let line = self.said.iter().find(|line| line.contains("nokkel=")).unwrap();
        &line[line.find("http://").unwrap()..]
    }

    /// The links of the tours that were printed, in order.
    pub(crate) fn tours(&self) -> Vec<&str> {
        let links = self.said.iter().filter_map(|line| line.split_whitespace().next());
        links.filter(|word| word.contains("/demo/")).collect()
    }

    /// The link of somebody's tour.
    fn tour(&self, user: &str) -> String {
        let any = self.tours().into_iter().next().unwrap();
        format!("{}/{user}", any.rsplit_once('/').unwrap().0)
    }

    /// The password and a code of somebody in the demonstration.
    pub(crate) fn password_and_code(&self, user: &str) -> (String, String) {
        let after = |line: &str, word: &str| {
            line.split_whitespace().skip_while(|one| *one != word).nth(1).map(str::to_owned)
        };
        let password = self.said.iter().find_map(|line| after(line, "passordet")).unwrap();
        (password, self.said.iter().find_map(|line| after(line, user)).unwrap())
    }

    /// A tab of somebody in the demonstration who is logged in.
    pub(crate) async fn logged_in(&self, chromium: &Chromium, user: &str) -> Tab {
        self.logged_in_as(chromium, user, &Look::new(1280, Scheme::Light)).await
    }

    /// The same at a tab that looks so.
    pub(crate) async fn logged_in_as(&self, chromium: &Chromium, user: &str, look: &Look) -> Tab {
        let tab = chromium.tab(look).await.unwrap();
        tab.open(&self.tour(user)).await.unwrap();
        let url = tab.url().await.unwrap();
        assert!(!url.contains("/logg-inn"), "{user} is not logged in: {url}");
        tab
    }
}

fn program(args: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
    command.args(args).arg("--data").arg(folder.join("data")).env("NO_COLOR", "1");
    command.env_remove("ARVAK_LANG").stdin(Stdio::null());
    command
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
