//! The SSH probe against OpenSSH.

use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use arvak_exposure::Ssh;
use arvak_probe::{CheckOutcome, Judgement};

use super::house::{House, program, result, verdict};

pub(super) const HOST: &str = "filer.nordvik.example";
const NOBODY: u32 = 65_534;

/// Runs an OpenSSH server with these lines in its configuration and looks at it.
async fn look(lines: &str) -> Option<Judgement> {
    let (house, _) = serve(lines, "ed25519", "256").await?;
    Some(house.judge(&Ssh, HOST, Some(22)).await)
}

/// Runs an OpenSSH server with these lines and a key of that type and size.
pub(super) async fn serve(
    lines: &str,
    kind: &str,
    bits: &str,
) -> Option<(House, std::net::SocketAddr)> {
    let program = program("sshd", "openssh-server")?;
    let keygen = super::house::program("ssh-keygen", "openssh-client")?;
    let mut house = House::new();
    let place = house.place(HOST, 22);
    let key = house.path("key");
    let made = Command::new(keygen)
        .args(["-q", "-t", kind, "-b", bits, "-N", "", "-f"])
        .arg(&key)
        .status();
    assert!(made.unwrap().success());
    let config = house.write(
        "sshd_config",
        &format!(
            "ListenAddress {place}\nHostKey {}\nPidFile none\nUsePAM no\n{lines}\n",
            key.display()
        ),
    );
    let mut command = Command::new(program);
    command.arg("-D").arg("-e").arg("-f").arg(&config);
    // As root it would want folders of the system; it needs no rights to say no to everyone.
    if std::fs::metadata(house.path("")).unwrap().uid() == 0 {
        for path in [house.path(""), key, config] {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY);
    }
    house.start(&mut command, place).await;
    Some((house, place))
}

#[tokio::test]
async fn offered_methods_decide_whether_passwords_open_the_door() {
    let cases = [
        (
            "PasswordAuthentication yes\nKbdInteractiveAuthentication no",
            "refutes ssh.password_offered",
        ),
        (
            "PasswordAuthentication yes\nKbdInteractiveAuthentication yes",
            "refutes ssh.password_offered",
        ),
        ("PasswordAuthentication no\nKbdInteractiveAuthentication no", "supports"),
        (
            "PasswordAuthentication no\nKbdInteractiveAuthentication yes",
            "inconclusive ssh.keyboard_interactive",
        ),
        ("AuthenticationMethods publickey,password", "supports"),
        ("AuthenticationMethods password", "refutes ssh.password_offered"),
    ];
    for (lines, expected) in cases {
        let Some(judgement) = look(lines).await else { return };
        assert_eq!(verdict(&judgement, "ssh.password_login_off"), expected, "{lines}");
        assert_eq!(result(&judgement, "ssh.banner"), (CheckOutcome::Pass, "ssh.version_2"));
    }
}

#[tokio::test]
async fn a_server_that_speaks_only_what_we_do_not_is_inconclusive() {
    let Some(judgement) = look("KexAlgorithms sntrup761x25519-sha512@openssh.com").await else {
        return;
    };
    let said = verdict(&judgement, "ssh.password_login_off");
    assert_eq!(said, "inconclusive ssh.failed");
    assert_eq!(result(&judgement, "ssh.banner").0, CheckOutcome::Pass);
}

/// One of the algorithms, as the check of it says.
async fn graded(lines: &str, id: &str) -> Option<(CheckOutcome, String, String)> {
    let judgement = look(lines).await?;
    let found = judgement.checks.iter().find(|check| check.id == id).unwrap();
    Some((found.result, found.reason.clone(), found.seen.clone()))
}

#[tokio::test]
async fn the_algorithms_of_a_server_are_graded() {
    use CheckOutcome::{Fail, Notice, Pass};
    let cases = [
        (
            "",
            "ssh.kex",
            Pass,
            "sufficient",
            "diffie-hellman-group14-sha256, diffie-hellman-group-exchange-sha256 (2048 bit)",
        ),
        ("KexAlgorithms curve25519-sha256", "ssh.kex", Pass, "good", "curve25519-sha256"),
        (
            "KexAlgorithms +diffie-hellman-group1-sha1",
            "ssh.kex",
            Fail,
            "insufficient",
            "diffie-hellman-group1-sha1",
        ),
        (
            "KexAlgorithms diffie-hellman-group14-sha1",
            "ssh.kex",
            Notice,
            "phase_out",
            "diffie-hellman-group14-sha1",
        ),
        (
            "KexAlgorithms sntrup761x25519-sha512@openssh.com",
            "ssh.post_quantum",
            Pass,
            "ssh.offered",
            "sntrup761x25519-sha512@openssh.com",
        ),
        ("KexAlgorithms curve25519-sha256", "ssh.post_quantum", Notice, "ssh.not_offered", ""),
        ("Ciphers aes256-gcm@openssh.com", "ssh.ciphers", Pass, "good", "aes256-gcm@openssh.com"),
        ("Ciphers aes256-ctr,aes128-cbc", "ssh.ciphers", Notice, "phase_out", "aes128-cbc"),
        ("Ciphers aes256-ctr,3des-cbc", "ssh.ciphers", Fail, "insufficient", "3des-cbc"),
        (
            "MACs hmac-sha2-256-etm@openssh.com",
            "ssh.macs",
            Pass,
            "good",
            "hmac-sha2-256-etm@openssh.com",
        ),
        ("MACs hmac-sha2-256,hmac-md5-96", "ssh.macs", Fail, "insufficient", "hmac-md5-96"),
        ("Compression no", "ssh.compression", Pass, "ssh.no_compression", "none"),
        (
            "Compression yes",
            "ssh.compression",
            Pass,
            "ssh.compresses_later",
            "none, zlib@openssh.com",
        ),
    ];
    for (lines, id, result, reason, seen) in cases {
        let Some(found) = graded(lines, id).await else { return };
        assert_eq!(found, (result, reason.to_owned(), seen.to_owned()), "{lines}");
    }
}

#[tokio::test]
async fn the_host_key_is_seen_whatever_way_keys_are_agreed_on() {
    for kex in [
        "curve25519-sha256",
        "curve25519-sha256@libssh.org",
        "ecdh-sha2-nistp256",
        "diffie-hellman-group14-sha256",
        "diffie-hellman-group16-sha512",
        "diffie-hellman-group-exchange-sha256",
        "diffie-hellman-group1-sha1",
        "sntrup761x25519-sha512@openssh.com",
    ] {
        let Some(keys) = shown(&format!("KexAlgorithms {kex}")).await else { return };
        assert_eq!(keys, ["ssh-ed25519 256"], "{kex}");
    }
}

/// The keys that a server shows.
async fn shown(lines: &str) -> Option<Vec<String>> {
    let (house, _) = serve(lines, "ed25519", "256").await?;
    Some(keys_of(&house).await)
}

async fn keys_of(house: &House) -> Vec<String> {
    let transcript = house.transcript(&Ssh, HOST, Some(22)).await;
    let keys = transcript.events().filter_map(|event| match event {
        arvak_probe::Event::SshHostKey(key) => Some(format!("{} {}", key.key_type, key.bits)),
        _ => None,
    });
    keys.collect()
}

#[tokio::test]
async fn small_keys_and_old_signatures_are_told() {
    use CheckOutcome::{Fail, Notice, Pass};
    for (kind, bits, lines, result, reason) in [
        ("rsa", "3072", "HostKeyAlgorithms rsa-sha2-512", Pass, "good"),
        ("rsa", "2048", "HostKeyAlgorithms rsa-sha2-512", Pass, "sufficient"),
        ("rsa", "1024", "RequiredRSASize 1024", Fail, "insufficient"),
        ("rsa", "3072", "HostKeyAlgorithms ssh-rsa", Fail, "insufficient"),
        ("rsa", "3072", "HostKeyAlgorithms rsa-sha2-256,ssh-rsa", Notice, "phase_out"),
        ("ecdsa", "384", "", Pass, "good"),
        ("dsa", "1024", "HostKeyAlgorithms ssh-dss", Fail, "insufficient"),
    ] {
        let Some((house, _)) = serve(lines, kind, bits).await else { return };
        let judgement = house.judge(&Ssh, HOST, Some(22)).await;
        assert_eq!(
            result_of(&judgement, "ssh.host_key"),
            (result, reason),
            "{kind} {bits} {lines}"
        );
        assert_eq!(keys_of(&house).await.len(), 1, "{kind} {bits}");
    }
}

fn result_of<'a>(judgement: &'a Judgement, id: &str) -> (CheckOutcome, &'a str) {
    result(judgement, id)
}

/// Debian mended the fault without a new version number; without its name in the list it is open.
#[tokio::test]
async fn terrapin_is_told_by_modes_and_the_name_of_the_mend() {
    let Some(judgement) = look("").await else { return };
    let mended = judgement.checks.iter().find(|check| check.id == "ssh.terrapin").unwrap();
    assert_eq!(mended.result, CheckOutcome::Pass);
    let Some(judgement) = look("Ciphers aes256-ctr\nMACs hmac-sha2-256").await else { return };
    assert_eq!(result(&judgement, "ssh.terrapin"), (CheckOutcome::Pass, "ssh.no_affected_modes"));
}

#[tokio::test]
async fn dropbear_and_tinyssh_are_looked_at_to_the_end() {
    let Some(dropbear) = program("dropbear", "dropbear-bin") else { return };
    let Some(key) = program("dropbearkey", "dropbear-bin") else { return };
    let mut house = House::new();
    let place = house.place(HOST, 22);
    let made = Command::new(key).args(["-t", "ed25519", "-f"]).arg(house.path("key")).output();
    assert!(made.unwrap().status.success());
    let mut command = Command::new(dropbear);
    command.args(["-F", "-E", "-r"]).arg(house.path("key")).args(["-p", &place.to_string()]);
    command.args(["-P", "pid"]);
    house.start(&mut command, place).await;
    let judgement = house.judge(&Ssh, HOST, Some(22)).await;
    // It offers RSA with SHA-1 whether it has such a key or not.
    assert_eq!(result(&judgement, "ssh.host_key"), (CheckOutcome::Notice, "phase_out"));
    assert_eq!(result(&judgement, "ssh.version"), (CheckOutcome::Pass, "ssh.software_told"));
    let Some(tinyssh) = program("tinysshd", "tinysshd") else { return };
    let Some(tcpserver) = program("tcpserver", "ucspi-tcp") else { return };
    let Some(makekey) = program("tinysshd-makekey", "tinysshd") else { return };
    let mut house = House::new();
    let place = house.place(HOST, 22);
    assert!(Command::new(makekey).arg(house.path("keys")).output().unwrap().status.success());
    let mut command = Command::new(tcpserver);
    command.args(["-H", "-R", "-l", "0", &place.ip().to_string(), &place.port().to_string()]);
    command.arg(tinyssh).arg(house.path("keys"));
    house.start(&mut command, place).await;
    let judgement = house.judge(&Ssh, HOST, Some(22)).await;
    assert_eq!(result(&judgement, "ssh.host_key"), (CheckOutcome::Pass, "good"));
    assert_eq!(result(&judgement, "ssh.ciphers").0, CheckOutcome::Pass);
}
