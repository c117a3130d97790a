//! Real services of Debian, each started for the test as it comes, and recognised.

use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use arvak_probe::CheckOutcome::{Fail, Notice};

use super::{HOST, look_at, told};
use crate::house::{House, program};

const NOBODY: u32 = 65_534;

fn is_root() -> bool {
    std::fs::metadata("/proc/self").unwrap().uid() == 0
}

/// As somebody without rights, when we have some.
fn unprivileged(house: &House, command: &mut Command) {
    if is_root() {
        chown(house.path(""), Some(NOBODY), Some(NOBODY)).unwrap();
        command.uid(NOBODY).gid(NOBODY);
    }
}

/// What is said of a check when this program serves that port.
async fn served(
    (name, package): (&str, &str),
    port: u16,
    id: &str,
    arrange: impl Fn(&House, SocketAddr, &mut Command),
) -> Option<(arvak_probe::CheckOutcome, String, String)> {
    let program = program(name, package)?;
    let mut house = House::new();
    let place = house.place(HOST, port);
    let mut command = Command::new(program);
    arrange(&house, place, &mut command);
    house.start(&mut command, place).await;
    Some(told(&look_at(&house, port).await, id))
}

#[tokio::test]
async fn redis_with_and_without_a_password() {
    for (more, reason, seen) in [
        (&[][..], "ports.no_login", "redis (no_login)"),
        (&["--requirepass", "Nordvik-2026"], "ports.reachable", "redis (login_asked)"),
    ] {
        let redis = ("redis-server", "redis-server");
        let found = served(redis, 6379, "ports.caches", |house, place, command| {
            command.args(["--bind", &place.ip().to_string(), "--port", &place.port().to_string()]);
            command.args(["--save", "", "--daemonize", "no"]).args(more);
            unprivileged(house, command);
        });
        let Some((result, why, what)) = found.await else { return };
        assert_eq!((result, &*why, &*what), (Fail, reason, &*format!("tcp/6379 {seen}")));
    }
}

#[tokio::test]
async fn memcached_over_tcp_and_udp() {
    let memcached = ("memcached", "memcached");
    let found = served(memcached, 11211, "ports.caches", |house, place, command| {
        let (ip, port) = (place.ip().to_string(), place.port().to_string());
        command.args(["-l", &ip, "-p", &port, "-U", &port]);
        unprivileged(house, command);
    });
    let Some((result, reason, seen)) = found.await else { return };
    assert_eq!((result, &*reason), (Fail, "ports.no_login"));
    assert!(seen.starts_with("tcp/11211 memcached 1."), "{seen}");
    let found = served(memcached, 11211, "ports.amplification", |house, place, command| {
        let (ip, port) = (place.ip().to_string(), place.port().to_string());
        command.args(["-l", &ip, "-p", &port, "-U", &port]);
        unprivileged(house, command);
    });
    let (result, reason, _) = found.await.unwrap();
    assert_eq!((result, &*reason), (Fail, "answers_strangers"));
}

#[tokio::test]
async fn postgresql_says_whether_it_encrypts() {
    let bin = Path::new("/usr/lib/postgresql/15/bin");
    if !bin.exists() {
        eprintln!("SKIPPED: postgresql is not installed (Debian package postgresql)");
        return;
    }
    let mut house = House::new();
    let place = house.place(HOST, 5432);
    let mut made = Command::new(bin.join("initdb"));
    made.args(["-D", "data", "--no-sync", "-A", "scram-sha-256", "--pwfile", "password"]);
    made.current_dir(house.path(""));
    house.write("password", "Nordvik-2026\n");
    unprivileged(&house, &mut made);
    assert!(made.output().unwrap().status.success());
    let mut command = Command::new(bin.join("postgres"));
    command.args(["-D", "data", "-h", &place.ip().to_string(), "-p", &place.port().to_string()]);
    command.args(["-k", ""]);
    unprivileged(&house, &mut command);
    house.start(&mut command, place).await;
    let found = told(&look_at(&house, 5432).await, "ports.databases");
    assert_eq!(found.0, Fail);
    assert_eq!(found.2, "tcp/5432 postgresql (no_encryption)");
}

#[tokio::test]
async fn a_directory_that_shows_its_root_to_everyone() {
    let found = served(("slapd", "slapd"), 389, "ports.ldap", |house, place, command| {
        let config = house.write("slapd.conf", "include /etc/ldap/schema/core.schema\n");
        command.args(["-d", "0", "-h", &format!("ldap://{place}"), "-f"]).arg(config);
        unprivileged(house, command);
    });
    let Some((result, reason, seen)) = found.await else { return };
    assert_eq!((result, &*reason), (Fail, "ports.reachable"));
    assert_eq!(seen, "tcp/389 ldap (anonymous_root)");
}

#[tokio::test]
async fn mosquitto_is_recognised_without_a_log_in() {
    let found = served(
        ("mosquitto", "mosquitto"),
        1883,
        "ports.message_queues",
        |house, place, command| {
            let lines = format!("listener {} {}\nallow_anonymous true\n", place.port(), place.ip());
            command.arg("-c").arg(house.write("mosquitto.conf", &lines));
            unprivileged(house, command);
        },
    );
    let Some((result, _, seen)) = found.await else { return };
    assert_eq!((result, &*seen), (Fail, "tcp/1883 mqtt"));
}

#[tokio::test]
async fn rsync_greets_with_its_version() {
    let found = served(("rsync", "rsync"), 873, "ports.file_sharing", |house, place, command| {
        let config = house.write("rsyncd.conf", "use chroot = no\n[data]\npath = /tmp\n");
        command.args(["--daemon", "--no-detach", "--address", &place.ip().to_string()]);
        command.args(["--port", &place.port().to_string(), "--config"]).arg(config);
        unprivileged(house, command);
    });
    let Some((result, _, seen)) = found.await else { return };
    assert_eq!(result, Fail);
    assert!(seen.starts_with("tcp/873 rsync 3"), "{seen}");
}

#[tokio::test]
async fn samba_with_and_without_its_first_version() {
    for (least, first_version) in [("SMB2", false), ("NT1", true)] {
        let found = served(("smbd", "samba"), 445, "ports.smb", |house, place, command| {
            let folder = house.path("");
            let folder = folder.display();
            let config = house.write(
                "smb.conf",
                &format!(
                    "[global]\nserver role = standalone\nbind interfaces only = no\n\
                     smb ports = {}\nserver min protocol = {least}\nlock directory = {folder}\n\
                     state directory = {folder}\ncache directory = {folder}\npid directory = {folder}\n\
                     private dir = {folder}\nncalrpc dir = {folder}/rpc\nlog file = {folder}/log\n",
                    place.port()
                ),
            );
            command.args(["-F", "--no-process-group", "-s"]).arg(config);
        });
        let Some((result, _, seen)) = found.await else { return };
        assert_eq!(result, Fail);
        assert!(seen.contains("tcp/445 smb SMB 3."), "{seen}");
        assert!(seen.contains("signing_not_required"), "{seen}");
        assert_eq!(seen.contains("smb1"), first_version, "{least}: {seen}");
    }
}

#[tokio::test]
async fn ftp_with_and_without_encryption() {
    for (tls, expected) in [("NO", (Fail, "ports.reachable")), ("YES", (Notice, "ports.encrypts"))]
    {
        let found = served(("vsftpd", "vsftpd"), 21, "ports.ftp", |house, place, command| {
            let certificate = house.path("certificate.pem");
            let made = rcgen::generate_simple_self_signed(vec![HOST.to_owned()]).unwrap();
            let pem = format!("{}{}", made.signing_key.serialize_pem(), made.cert.pem());
            house.write("certificate.pem", &pem);
            let config = house.write(
                "vsftpd.conf",
                &format!(
                    "listen=YES\nlisten_address={}\nlisten_port={}\nbackground=NO\nlocal_enable=YES\n\
                     anonymous_enable=NO\nssl_enable={tls}\nrsa_cert_file={}\nsecure_chroot_dir={}\n\
                     seccomp_sandbox=NO\n",
                    place.ip(),
                    place.port(),
                    certificate.display(),
                    house.path("").display(),
                ),
            );
            command.arg(config);
        });
        let Some((result, reason, seen)) = found.await else { return };
        assert_eq!((result, &*reason), expected, "{seen}");
        assert!(seen.contains("vsFTPd"), "{seen}");
    }
}

#[tokio::test]
async fn telnet_is_recognised_by_its_negotiation() {
    let Some(telnetd) = program("telnetd", "inetutils-telnetd") else { return };
    let found = served(("tcpserver", "ucspi-tcp"), 23, "ports.telnet", |_, place, command| {
        command.args(["-H", "-R", "-l", "0", &place.ip().to_string(), &place.port().to_string()]);
        command.arg(&telnetd);
    });
    let Some((result, _, seen)) = found.await else { return };
    assert_eq!((result, &*seen), (Fail, "tcp/23 telnet (no_encryption)"));
}

#[tokio::test]
async fn a_screen_without_a_password() {
    for (types, expected) in [("None", "ports.no_login"), ("VncAuth", "ports.reachable")] {
        let found = served(
            ("Xtigervnc", "tigervnc-standalone-server"),
            5900,
            "ports.vnc",
            |house, place, command| {
                let display = format!(":{}", 1000 + std::process::id() % 20_000);
                house.write("passwd", "nordvik1");
                command.args([&*display, "-localhost=0", "-interface", &place.ip().to_string()]);
                command.args(["-rfbport", &place.port().to_string(), "-SecurityTypes", types]);
                command.args(["-nolisten", "tcp", "-PasswordFile", "passwd"]);
                unprivileged(house, command);
            },
        );
        let Some((result, reason, seen)) = found.await else { return };
        assert_eq!((result, &*reason), (Fail, expected), "{seen}");
    }
}

#[tokio::test]
async fn remote_desktop_says_that_it_shows_the_log_in_to_everyone() {
    let found = served(("xrdp", "xrdp"), 3389, "ports.rdp", |house, place, command| {
        let config = house.write(
            "xrdp.ini",
            &format!(
                "[Globals]\nini_version=1\nfork=true\nport=tcp://{place}\nsecurity_layer=rdp\n\
                 [Logging]\nLogFile={}\nEnableSyslog=false\n",
                house.path("xrdp.log").display()
            ),
        );
        command.args(["--nodaemon", "--config"]).arg(config);
    });
    let Some((result, _, seen)) = found.await else { return };
    assert_eq!((result, &*seen), (Fail, "tcp/3389 rdp (nla_not_required)"));
}

#[tokio::test]
async fn snmp_answers_to_the_password_that_everybody_knows() {
    let Some(snmpd) = program("snmpd", "snmpd") else { return };
    for (community, expected) in
        [("public", Fail), ("nordvik-2026", arvak_probe::CheckOutcome::Inconclusive)]
    {
        let mut house = House::new();
        let place = house.place(HOST, 161);
        let config = format!("rocommunity {community}\nsysDescr Nordvik switch\n");
        let config = house.write("snmpd.conf", &config);
        let mut command = Command::new(&snmpd);
        command.args(["-f", "-Lf", "/dev/null", "-C", "-c"]).arg(config);
        command.args(["-p", "snmpd.pid", "-I", "system_mib,vacm_conf", &format!("udp:{place}")]);
        command.env("SNMP_PERSISTENT_DIR", house.path(""));
        unprivileged(&house, &mut command);
        house.spawn(&mut command);
        let mut found = told(&look_at(&house, 161).await, "ports.snmp");
        // Nobody can see when it listens; so it is asked again for a while.
        for _ in 0..20 {
            if found.0 == expected && found.1 != "ports.closed" {
                break;
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
            found = told(&look_at(&house, 161).await, "ports.snmp");
        }
        assert_eq!(found.0, expected, "{found:?}");
        if expected == Fail {
            assert_eq!(found.2, "udp/161 snmp Nordvik switch (no_login)");
        }
    }
}
