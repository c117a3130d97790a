//! OpenSSH, with keys, passwords and codes demanded in many ways.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use arvak_mfa::Seen;
use arvak_mfa::Verdict::{Proven, Refuted, Unknown};
use serde_json::{Value, json};

use crate::place::{
    Hidden, PASSWORD, Place, SEED, Told, USER, can_hide_files, has_pam, program, wrong_passwords,
};

/// Only what is asked for first decides whether the next is asked for at all.
const PASSWORD_THEN_CODE: &str = "NOTE\nauth requisite pam_unix.so nodelay\nauth required OATH";
/// Everyone is asked for both.
const PASSWORD_AND_CODE: &str = "NOTE\nauth required pam_unix.so nodelay\nauth required OATH";
const PASSWORD_ONLY: &str = "NOTE\nauth required pam_unix.so nodelay";
const CODE_ONLY: &str = "auth required OATH";
/// A code is asked for, and any will do.
const CODE_FOR_SHOW: &str = "auth optional OATH\nNOTE\nauth required pam_unix.so nodelay";
/// A password is asked for, and any will do.
const PASSWORD_FOR_SHOW: &str = "NOTE\nauth optional pam_unix.so nodelay\nauth required OATH";

/// A running OpenSSH.
struct Server {
    place: Place,
    address: SocketAddr,
    host_key: String,
}

async fn serve(lines: &str, auth: &str, password: &'static str) -> Option<Server> {
    let sshd = program("sshd", "openssh-server")?;
    let keygen = program("ssh-keygen", "openssh-client")?;
    if !can_hide_files() || !has_pam("pam_oath.so", "libpam-oath") {
        return None;
    }
    let mut place = Place::new();
    for name in ["host", "key"] {
        let path = place.path(name);
        place.run(Command::new(&keygen).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(path));
    }
    let address = Place::address();
    let folder = place.folder();
    std::fs::copy(place.path("key.pub"), place.path("authorized")).unwrap();
    let config = format!(
        "ListenAddress {address}
HostKey {folder}/host
PidFile none
UsePAM yes
StrictModes no
AuthorizedKeysFile {folder}/authorized
LogLevel VERBOSE
{lines}
"
    );
    let config = place.write("sshd_config", &config);
    std::fs::set_permissions(&config, std::fs::Permissions::from_mode(0o600)).unwrap();
    let hidden = Hidden { service: "sshd", auth: auth.to_owned(), password };
    let mut command = hidden.command(&place, &sshd);
    command.args(["-D", "-e", "-f"]).arg(config);
    place.start(&mut command, address).await;
    let host_key = place.read("host.pub").trim().to_owned();
    Some(Server { place, address, host_key })
}

impl Server {
    async fn tried(&self, factors: &[&str]) -> Told {
        self.tried_with(json!({
            "host_key": self.host_key,
            "private_key_file": factors.contains(&"key").then(|| self.place.path("key")),
            "factors": factors,
        }))
        .await
    }

    async fn tried_with(&self, params: Value) -> Told {
        self.place.tried("ssh", &self.address.to_string(), params).await
    }
}

/// One configuration: what is demanded, what PAM asks for, what is claimed, the verdict.
async fn holds(lines: &str, auth: &str, factors: &[&str], expected: (arvak_mfa::Verdict, &str)) {
    let Some(server) = serve(lines, auth, PASSWORD).await else { return };
    let told = server.tried(factors).await;
    assert_eq!(told.verdict(), expected, "{lines} {auth} {factors:?}");
    let wrong = wrong_passwords(&server.place);
    assert!(wrong <= 1, "{wrong} wrong passwords: {}", server.place.read("said"));
    // The program is the only one that talks to this server, and it talks of nobody but the canary.
    let log = server.place.read("server.log");
    let others = log.lines().filter(|line| line.contains(" for ") && !line.contains(USER));
    assert_eq!(others.count(), 0, "{log}");
}

#[tokio::test]
async fn a_key_and_then_a_code_are_two_factors() {
    let lines = "AuthenticationMethods publickey,keyboard-interactive";
    holds(lines, CODE_ONLY, &["key", "code"], (Proven, "three-arms-behaved")).await;
}

#[tokio::test]
async fn a_key_alone_is_one_factor() {
    let lines = "AuthenticationMethods publickey";
    holds(lines, CODE_ONLY, &["key", "code"], (Refuted, "bypass-key-alone")).await;
}

#[tokio::test]
async fn a_password_and_then_a_code_are_two_factors() {
    let lines = "AuthenticationMethods keyboard-interactive";
    holds(lines, PASSWORD_THEN_CODE, &["password", "code"], (Proven, "three-arms-behaved")).await;
}

#[tokio::test]
async fn a_password_alone_is_one_factor() {
    for lines in
        ["AuthenticationMethods keyboard-interactive", "AuthenticationMethods password", ""]
    {
        holds(lines, PASSWORD_ONLY, &["password", "code"], (Refuted, "bypass-password-alone"))
            .await;
    }
}

#[tokio::test]
async fn a_key_that_is_enough_beside_a_password_with_a_code_is_one_factor() {
    holds("", PASSWORD_THEN_CODE, &["key", "code"], (Refuted, "bypass-key-alone")).await;
}

#[tokio::test]
async fn a_key_and_then_a_password_are_two_factors() {
    let lines = "AuthenticationMethods publickey,password";
    holds(lines, PASSWORD_ONLY, &["key", "password"], (Proven, "three-arms-behaved")).await;
    let lines = "AuthenticationMethods publickey,password password";
    holds(lines, PASSWORD_ONLY, &["key", "password"], (Refuted, "bypass-password-alone")).await;
}

#[tokio::test]
async fn a_key_a_password_and_a_code_are_more_than_two() {
    let lines = "AuthenticationMethods publickey,keyboard-interactive";
    let three = ["key", "password", "code"];
    holds(lines, PASSWORD_THEN_CODE, &three, (Proven, "three-arms-behaved")).await;
    holds(lines, PASSWORD_ONLY, &three, (Refuted, "bypass-key-and-password")).await;
}

#[tokio::test]
async fn a_password_before_a_code_of_another_method_is_asked_for_step_by_step() {
    // Both methods go through the same rules of PAM, so both ask for the password.
    let lines = "AuthenticationMethods publickey,password,keyboard-interactive";
    holds(lines, PASSWORD_ONLY, &["key", "password", "code"], (Refuted, "bypass-key-and-password"))
        .await;
}

#[tokio::test]
async fn everyone_is_asked_for_a_code_and_both_matter() {
    let lines = "AuthenticationMethods keyboard-interactive";
    holds(lines, PASSWORD_AND_CODE, &["password", "code"], (Proven, "three-arms-behaved")).await;
}

#[tokio::test]
async fn a_code_for_show_is_found_out() {
    let lines = "AuthenticationMethods keyboard-interactive";
    holds(lines, CODE_FOR_SHOW, &["password", "code"], (Refuted, "any-code-opens")).await;
}

#[tokio::test]
async fn a_password_for_show_is_found_out() {
    let lines = "AuthenticationMethods keyboard-interactive";
    holds(lines, PASSWORD_FOR_SHOW, &["password", "code"], (Refuted, "code-alone-opens")).await;
}

#[tokio::test]
async fn a_dead_canary_is_no_proof() {
    let lines = "AuthenticationMethods keyboard-interactive";
    let Some(server) = serve(lines, PASSWORD_THEN_CODE, "*").await else { return };
    let told = server.tried(&["password", "code"]).await;
    assert_eq!(told.verdict(), (Unknown, "canary-refused"));
}

#[tokio::test]
async fn a_server_with_another_key_gets_no_password() {
    let lines = "AuthenticationMethods keyboard-interactive";
    let Some(server) = serve(lines, PASSWORD_ONLY, PASSWORD).await else { return };
    for (host_key, reason) in [
        (json!("SHA256:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU"), "host-key"),
        (Value::Null, "host-key"),
        (json!("nonsense"), "settings"),
    ] {
        let told =
            server.tried_with(json!({"host_key": host_key, "factors": ["password", "code"]})).await;
        assert_eq!(told.verdict(), (Unknown, reason));
    }
    assert_eq!(server.place.read("said"), "", "no password got there");
}

#[tokio::test]
async fn one_claimed_factor_that_is_not_enough_is_never_proof() {
    let lines = "AuthenticationMethods publickey,keyboard-interactive";
    let Some(server) = serve(lines, CODE_ONLY, PASSWORD).await else { return };
    let told = server.tried(&["key"]).await;
    assert_eq!(told.verdict(), (Unknown, "settings"));
}

#[tokio::test]
async fn a_server_that_remembers_who_was_there_is_found_out() {
    if !has_pam("pam_google_authenticator.so", "libpam-google-authenticator") {
        return;
    }
    for (grace, expected) in [
        ("", (Proven, "three-arms-behaved")),
        (" grace_period=3600", (Refuted, "bypass-password-alone-again")),
    ] {
        let auth = format!(
            "NOTE\nauth requisite pam_unix.so nodelay\nauth required pam_google_authenticator.so user=root secret=/run/google{grace}"
        );
        let lines = "AuthenticationMethods keyboard-interactive";
        let Some(server) = serve_google(lines, &auth).await else { return };
        let told = server.tried(&["password", "code"]).await;
        assert_eq!(told.verdict(), expected, "{grace}");
        assert_eq!(told.arms().last(), Some(&Seen::Session));
        assert_eq!(wrong_passwords(&server.place), 1);
    }
}

/// The module keeps its secret in a file that it writes to; it stands in the folder of the test, which root owns.
async fn serve_google(lines: &str, auth: &str) -> Option<Server> {
    let folder = tempfile::Builder::new().prefix("arvak-google-").tempdir().unwrap().keep();
    let secret = folder.join("secret");
    std::fs::write(&secret, format!("{SEED}\n\" WINDOW_SIZE 3\n\" DISALLOW_REUSE\n\" TOTP_AUTH\n"))
        .unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
    let auth = auth.replace("/run/google", &secret.display().to_string());
    serve(lines, &auth, PASSWORD).await
}
