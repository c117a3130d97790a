//! Schemathesis (`PyPI`, installed by `scripts/test-tools`) asks whatever the document allows, and much that it does not, and
//! holds every answer against it.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use arvak_core::{Outcome, Span};
use arvak_identity::Role;
use arvak_probe::ManualClock;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tokio::net::TcpListener;

use super::support::Api;
use crate::routes::router;

/// How many requests are tried of each operation.
const EXAMPLES: &str = "15";

/// So that a failure comes again.
const SEED: &str = "20261128";

/// What no key opens, and who does it.
const PEOPLE: [(&str, Role); 4] = [
    ("drills", Role::IctLead),
    ("administration", Role::Administrator),
    ("personal data", Role::DataProtectionOfficer),
    ("account", Role::Auditor),
];

/// The tool, where the tests' tools are.
fn schemathesis() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2)?;
    let tool = root.join(".venv/bin/schemathesis");
    tool.exists().then_some(tool)
}

/// A folder that is served on loopback; where.
async fn served() -> (Api, String) {
    let api = Api::new().await;
    api.trial.listed("[[service]]\nid = \"epj\"\nname = \"Journal\"\n").await;
    api.trial
        .listed("[[supplier]]\nid = \"drift\"\nname = \"Drift og hjelp AS\"\noperates_ict = true\n")
        .await;
    api.trial.said("supplier.contacted", "supplier/drift", Outcome::Refutes).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let at = format!("http://{}", listener.local_addr().unwrap());
    let router = router(&api.trial.app).layer(from_fn_with_state(api.trial.clock.clone(), later));
    tokio::spawn(crate::serve::serve(listener, router, std::future::pending()));
    (api, at)
}

/// The clock of a trial stands still. Here a few seconds pass before each request, so that what costs much is not refused for long.
async fn later(State(clock): State<Arc<ManualClock>>, request: Request, next: Next) -> Response {
    clock.advance(Span::from_millis(2_000));
    next.run(request).await
}

/// Runs the tool with those headers and further arguments.
async fn run(
    tool: PathBuf,
    at: String,
    headers: Vec<String>,
    more: impl IntoIterator<Item = &'static str> + Send + 'static,
) {
    let done = tokio::task::spawn_blocking(move || {
        let directory = tempfile::tempdir().unwrap();
        let settings =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("src/api/tests/schemathesis.toml");
        let mut command = Command::new(tool);
        command.current_dir(directory.path()).arg("--config-file").arg(settings);
        command.args(["run", "--url", &at, "--max-examples", EXAMPLES, "--seed", SEED]);
        command.args(["--workers", "1", "--no-color", "--suppress-health-check", "all"]);
        for header in headers {
            command.args(["-H", &header]);
        }
        command.args(more).arg(format!("{at}/api/v1/openapi.json")).output().unwrap()
    });
    let done = done.await.unwrap();
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{told}\n{}", String::from_utf8_lossy(&done.stderr));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_served_keeps_what_the_document_says() {
    let Some(tool) = schemathesis() else {
        eprintln!("SKIPPED: schemathesis is not in .venv; scripts/test-tools installs it");
        return;
    };
    let (api, at) = served().await;
    let key = api.whole_key().await;
    let headers = vec![format!("Authorization: Bearer {key}")];
    let others = PEOPLE.iter().flat_map(|(tag, _)| ["--exclude-tag", *tag]);
    run(tool.clone(), at.clone(), headers, others).await;
    for (tag, role) in PEOPLE {
        people_only(&api, tool.clone(), at.clone(), tag, role).await;
    }
}

/// What only people may, with a session and from our own origin.
async fn people_only(api: &Api, tool: PathBuf, at: String, tag: &'static str, role: Role) {
    let cookie = api.cookie(role).await;
    let headers = vec![format!("Cookie: {cookie}"), format!("Origin: {}", super::support::ORIGIN)];
    // The cookie is set for all requests, so it is not left out of any to see what happens: `walk` does that.
    let people = [
        "--include-tag",
        tag,
        "--exclude-checks",
        "ignored_auth",
        "--generation-with-security-parameters",
        "false",
    ];
    run(tool, at, headers, people).await;
}
