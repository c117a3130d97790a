//! The SSH probe against OpenSSH.

use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use arvak_exposure::Ssh;
use arvak_probe::{CheckOutcome, Judgement};

use super::house::{House, program, result, verdict};

const HOST: &str = "filer.nordvik.example";
const NOBODY: u32 = 65_534;

/// Runs an OpenSSH server with these lines in its configuration and looks at it.
async fn look(lines: &str) -> Option<Judgement> {
    let program = program("sshd", "openssh-server")?;
    let keygen = super::house::program("ssh-keygen", "openssh-client")?;
    let mut house = House::new();
    let place = house.place(HOST, 22);
    let key = house.path("key");
    let made =
        Command::new(keygen).args(["-q", "-t", "ed25519", "-N", "", "-f"]).arg(&key).status();
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
    Some(house.judge(&Ssh, HOST, Some(22)).await)
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
