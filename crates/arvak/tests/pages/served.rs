//! The program, serving its pages on loopback as long as a test runs.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use arvak_browser::{Chromium, Look, Scheme, Tab};

/// A served folder.
pub(crate) struct Served {
    program: Child,
    /// Where the pages stand, with a name as host: passkeys need one.
    pub(crate) origin: String,
    /// The link to the first run, where there was none yet.
    pub(crate) link: Option<String>,
    _folder: tempfile::TempDir,
}

impl Served {
    /// An empty folder, served.
    pub(crate) fn new() -> Self {
        Self::of(tempfile::tempdir().unwrap())
    }

    /// The folder of the fictional municipality after its demonstration, served.
    pub(crate) fn demo() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut demo = program(&["demo", "--once"], folder.path());
        let output = demo.output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Self::of(folder)
    }

    fn of(folder: tempfile::TempDir) -> Self {
        let mut served = program(&["serve", "--listen", "127.0.0.1:0"], folder.path());
        let mut program = served.stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(program.stdout.take().unwrap());
        let links = said.lines().map_while(Result::ok).find_map(|line| {
            let at = line.find("http://")?;
            Some(line[at..].split_whitespace().next().unwrap().to_owned())
        });
        let link = links.expect("the program prints where the pages are");
        let parts: Vec<_> = link.splitn(4, '/').collect();
        let origin = format!("http://{}", parts[2]);
        let link = link.contains("nokkel=").then_some(link);
        Self { program, origin, link, _folder: folder }
    }

    /// A tab of somebody who came through the first run and is logged in.
    pub(crate) async fn logged_in(&self, chromium: &Chromium) -> Tab {
        let tab = chromium.tab(&Look::new(1280, Scheme::Light)).await.unwrap();
        let link = self.link.as_ref().expect("a folder without its first run");
        tab.add_authenticator().await.unwrap();
        let person = crate::first_run::Person::new(&tab);
        if let Err(error) = person.first_run(link, crate::first_run::Way::Passkey).await {
            tab.keep_picture("first-run-failed").await.unwrap();
            unreachable!("{error:#}; see target/look/first-run-failed.png");
        }
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
