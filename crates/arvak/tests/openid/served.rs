//! `arvak serve` and a provider, as long as a test runs.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const SECRET: &str = "not a real secret";

/// Both, and where ours is.
pub(crate) struct Served {
    pub(crate) origin: String,
    programs: Vec<Child>,
    _folder: tempfile::TempDir,
}

impl Served {
    /// Starts both; `None` where there is no provider.
    pub(crate) fn start() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let origin = format!("http://localhost:{port}");
        let (provider, issuer) = provider(&origin)?;
        let data = folder.path().join("data");
        let made = arvak(&data).args(["init", "--name", "Nordvik"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        end_first_run(&data);
        let secret = data.join("keys/prove.secret");
        std::fs::write(&secret, format!("{SECRET}\n")).unwrap();
        std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(data.join("arvak.toml"), settings(&issuer)).unwrap();
        let mut ours = arvak(&data)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(ours.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        assert!(line.contains(&origin), "{line}");
        Some(Self { origin, programs: vec![provider, ours], _folder: folder })
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        for program in &mut self.programs {
            let _ = program.kill();
            let _ = program.wait();
        }
    }
}

/// What `arvak serve` says of a configuration that it refuses.
pub(crate) fn refused(folder: &Path, settings: &str) -> String {
    let data = folder.join("data");
    if !data.exists() {
        let made = arvak(&data).args(["init", "--name", "Nordvik"]).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    }
    std::fs::write(data.join("arvak.toml"), settings).unwrap();
    let output = arvak(&data).args(["serve", "--listen", "127.0.0.1:0"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn settings(issuer: &str) -> String {
    let one = |slug: &str, require: &str| {
        format!(
            "[[web.openid]]\nslug = \"{slug}\"\nname = \"Prøve {slug}\"\nissuer = \"{issuer}\"\nclient_id = \"arvak\"\n\
             secret_file = \"keys/prove.secret\"\nscopes = [\"profile\", \"email\", \"groups\"]\n{require}\n\
             [web.openid.roles]\nict = \"ict_lead\"\n"
        )
    };
    let by_acr = "acr_values = [\"urn:nordvik:two\"]";
    format!("lang = \"en\"\n{}{}", one("amr", "max_age_minutes = 60"), one("acr", by_acr))
}

fn arvak(data: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_arvak"));
    command.env_remove("ARVAK_LANG").env("ARVAK_DATA", data).env("NO_COLOR", "1");
    command.stdin(Stdio::null());
    command
}

/// The first administrator is no part of these tests.
fn end_first_run(data: &Path) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let operation = arvak_store::Operation::open(&data.join("operation.db")).await.unwrap();
        arvak_web::first_run::end(&operation).await.unwrap();
        operation.close().await.unwrap();
    });
}

fn provider(origin: &str) -> Option<(Child, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/openid");
    if !folder.join("node_modules/oidc-provider").exists() {
        println!("SKIPPED: npm's oidc-provider is not here; nobody logged in at a real provider");
        return None;
    }
    let mut command = Command::new("node");
    command.current_dir(&folder).arg("provider.mjs").arg(SECRET);
    for slug in ["amr", "acr"] {
        command.arg(format!("{origin}/logg-inn/openid/{slug}/tilbake"));
    }
    let started =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let Ok(mut child) = started else {
        println!("SKIPPED: node is not here; nobody logged in at a real provider");
        return None;
    };
    let mut issuer = String::new();
    // The pipe stays open afterwards: the provider says more, and would die of a closed one.
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut issuer).unwrap();
    if issuer.is_empty() {
        let mut said = String::new();
        child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        panic!("the provider did not start: {said}");
    }
    Some((child, issuer.trim().to_owned()))
}
