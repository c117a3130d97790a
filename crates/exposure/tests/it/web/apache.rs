//! Apache: lists of folders, TRACE, its status, its banner.

use arvak_probe::CheckOutcome::{Fail, Notice, Pass};

use super::*;

/// Starts Apache and looks at it.
async fn site(config: &str, left: &[(&str, &[u8])]) -> Option<Judgement> {
    let mut house = house();
    files(&house, left);
    apache(&mut house, config).await?;
    Some(look(&house).await)
}

/// Starts Apache over TLS. Nothing when there is no Apache.
pub(super) async fn apache(house: &mut House, config: &str) -> Option<()> {
    let program = program("apache2", "apache2")?;
    let secure = house.place(HOST, 443);
    let root = house.path("");
    let root = root.display();
    let modules: String = [
        "mpm_event",
        "authz_core",
        "authz_host",
        "dir",
        "mime",
        "autoindex",
        "alias",
        "headers",
        "rewrite",
        "status",
        "ssl",
        "setenvif",
    ]
    .map(|name| format!("LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n"))
    .concat();
    let config = format!(
        "ServerRoot {root}\nServerName {HOST}\nListen {secure}\nPidFile {root}apache.pid\nErrorLog /dev/stderr\n\
         DefaultRuntimeDir {root}\nMutex file:{root}\n{modules}TypesConfig /etc/mime.types\n\
         DocumentRoot {root}www\nDirectoryIndex index.html\n<Directory {root}www>\nRequire all granted\n</Directory>\n\
         SSLEngine on\nSSLCertificateFile {root}chain.pem\nSSLCertificateKeyFile {root}key.pem\n{config}\n"
    );
    let config = house.write("apache.conf", &config);
    house.write("mime.types", "");
    house.start(Command::new(program).arg("-X").arg("-f").arg(config), secure).await;
    Some(())
}

#[tokio::test]
async fn a_server_as_it_came_tells_its_version_and_sends_questions_back() {
    let Some(judgement) =
        site("", &[("index.html", b"<html><body><h1>It works!</h1></body></html>")]).await
    else {
        return;
    };
    assert_result(&judgement, "http.methods", (Fail, "methods.trace"));
    assert_result(&judgement, "http.default_page", (Notice, "default.shown"));
    assert_result(&judgement, "http.server_banner", (Notice, "banner.version"));
    assert_result(&judgement, "http.exposed_files", (Pass, "exposed.none"));
    assert_result(&judgement, "http.hsts", (Fail, "hsts.absent"));
    assert_result(&judgement, "http.csp", (Fail, "csp.absent"));
}

#[tokio::test]
async fn a_server_in_order_passes() {
    let config = "TraceEnable off\nServerTokens Prod\nHeader always set Strict-Transport-Security \"max-age=31536000\"\n\
                  Header always set Content-Security-Policy \"default-src 'self'\"\n\
                  Header edit Set-Cookie (.*) \"$1; Secure\"\nHeader add Set-Cookie \"sid=x; Secure; HttpOnly; SameSite=Lax\"";
    let Some(judgement) = site(config, &[("index.html", b"<p>hei")]).await else { return };
    for id in [
        "http.methods",
        "http.hsts",
        "http.csp",
        "http.cookie_secure",
        "http.exposed_files",
        "http.server_banner",
        "http.directory_listing",
    ] {
        assert_eq!(result(&judgement, id).0, Pass, "{id}: {}", seen(&judgement, id));
    }
}

#[tokio::test]
async fn folders_and_the_state_of_the_server_are_seen_where_it_shows_them() {
    let config = "<Directory />\nOptions Indexes\n</Directory>\n<Location /server-status>\nSetHandler server-status\n</Location>\nTraceEnable off";
    let Some(judgement) = site(config, &[("backup/gammelt.txt", b"x")]).await else { return };
    assert_result(&judgement, "http.directory_listing", (Fail, "listing.shown"));
    assert!(seen(&judgement, "http.directory_listing").contains("/backup/"));
    assert_result(&judgement, "http.exposed_files", (Fail, "exposed.files"));
    assert!(seen(&judgement, "http.exposed_files").starts_with("/server-status (status"));
}
