//! Debian's Postfix, configured in one way for each test. It lets in nobody by address: strangers are
//! strangers, also from loopback.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::PathBuf;
use std::process::Command;

use arvak_probe::CheckOutcome::{Fail, NotApplicable, Notice, Pass};
use arvak_probe::Judgement;
use tokio::net::TcpStream;

use super::dovecot::{Dovecot, Ways};
use super::{DOMAIN, assert_whole, look, shown};
use crate::certificates::{Authorities, Served};
use crate::house::{House, program, result};

/// A running Postfix in a house; it is ended when this is dropped.
pub(super) struct Postfix {
    pub(super) house: House,
    program: PathBuf,
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let etc = self.house.path("etc");
        let _ = Command::new(&self.program).arg("-c").arg(etc).arg("stop").output();
    }
}

/// What every Postfix of ours has.
fn main_cf(house: &House, settings: &str) -> String {
    let dir = house.path("").display().to_string();
    let dir = dir.trim_end_matches('/');
    format!(
        "compatibility_level = 3.6
queue_directory = {dir}/spool
data_directory = {dir}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {dir}/log/mail.log
maillog_file_prefixes = {dir}
myhostname = mx.nordvik.example
inet_protocols = ipv4
mynetworks = 192.0.2.0/24
mydestination = nordvik.example
local_recipient_maps =
alias_maps =
disable_dns_lookups = yes
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_cert_file = {dir}/server.pem
smtpd_tls_key_file = {dir}/server.key
{settings}
"
    )
}

impl Postfix {
    /// Starts one at `place` with these settings; nothing, and a word about it, when it cannot run here.
    pub(super) async fn start(
        mut house: House,
        place: SocketAddr,
        served: &Served,
        settings: &str,
    ) -> Option<Self> {
        let program = program("postfix", "postfix")?;
        if std::fs::metadata("/proc/self").map_or(1, |own| own.uid()) != 0 {
            eprintln!("SKIPPED: Postfix needs root");
            return None;
        }
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(house.path(""), open).unwrap();
        for folder in ["etc", "spool", "data", "log"] {
            std::fs::create_dir(house.path(folder)).unwrap();
        }
        let owned = Command::new("chown").arg("postfix").arg(house.path("data")).status();
        assert!(owned.unwrap().success());
        house.write("server.pem", &served.chain);
        house.write("server.key", &served.key);
        house.write("etc/main.cf", &main_cf(&house, settings));
        house.write("etc/master.cf", &services(place));
        house.connect(DOMAIN, place);
        let postfix = Self { house, program };
        let started = Command::new(&postfix.program)
            .arg("-c")
            .arg(postfix.house.path("etc"))
            .arg("start")
            .output()
            .unwrap();
        assert!(started.status.success(), "{started:?}");
        for _ in 0..500 {
            if TcpStream::connect(place).await.is_ok() {
                return Some(postfix);
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("{}", postfix.log());
    }

    pub(super) fn log(&self) -> String {
        std::fs::read_to_string(self.house.path("log/mail.log")).unwrap_or_default()
    }
}

fn services(place: SocketAddr) -> String {
    let mut text = format!("{place} inet n - n - - smtpd\n");
    for (name, kind, private, wake, most, program) in [
        ("postlog", "unix-dgram", "n", "-", "1", "postlogd"),
        ("pickup", "unix", "n", "60", "1", "pickup"),
        ("cleanup", "unix", "n", "-", "0", "cleanup"),
        ("qmgr", "unix", "n", "300", "1", "qmgr"),
        ("tlsmgr", "unix", "-", "1000?", "1", "tlsmgr"),
        ("rewrite", "unix", "-", "-", "-", "trivial-rewrite"),
        ("bounce", "unix", "-", "-", "0", "bounce"),
        ("proxymap", "unix", "-", "-", "-", "proxymap"),
        ("error", "unix", "-", "-", "-", "error"),
        ("anvil", "unix", "-", "-", "1", "anvil"),
    ] {
        writeln!(text, "{name} {kind} {private} - n {wake} {most} {program}").unwrap();
    }
    text
}

/// A look at a Postfix with these settings and this certificate.
async fn looked_at(
    settings: &str,
    certificate: impl FnOnce(&Authorities) -> Served,
) -> Option<(Judgement, String)> {
    let mut house = House::new();
    let authorities = Authorities::new();
    house.roots_pem = authorities.roots_pem();
    let place = house.place(DOMAIN, 25);
    let postfix = Postfix::start(house, place, &certificate(&authorities), settings).await?;
    let judgement = look(&postfix.house, DOMAIN, &[]).await;
    assert_whole(&judgement);
    let log = postfix.log();
    eprintln!("{log}");
    Some((judgement, log))
}

fn good(authorities: &Authorities) -> Served {
    authorities.good(DOMAIN)
}

#[tokio::test]
async fn a_server_with_tls_that_refuses_strangers_passes() {
    // As Postfix has it by itself: it answers slowly to who is refused often.
    let settings = "smtpd_tls_security_level = may\nsmtpd_error_sleep_time = 1s";
    let Some((judgement, log)) = looked_at(settings, good).await else { return };
    for (id, expected) in [
        ("mail.starttls", (Pass, "starttls.offered")),
        ("mail.starttls_stripped", (Pass, "starttls.untouched")),
        ("mail.certificate", (Pass, "trusted")),
        ("mail.banner", (Pass, "banner.no_version")),
        ("mail.auth_before_tls", (Pass, "auth.none")),
        // Here every name of the domain is accepted, and the spellings with it say nothing; but Postfix
        // sees through them and refuses.
        ("mail.open_relay", (Pass, "relay.closed")),
    ] {
        assert_eq!(result(&judgement, id), expected, "{id}");
    }
    assert!(shown(&judgement, "mail.starttls").contains("TLSv1_3"));
    assert!(log.contains("Relay access denied"), "it was really asked");
    assert!(!log.contains("data=") && !log.contains("message-id"), "and no mail was sent");
}

#[tokio::test]
async fn an_open_relay_is_found_and_gets_no_mail() {
    let settings = "smtpd_tls_security_level = may\nmynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtpd_error_sleep_time = 0";
    let Some((judgement, log)) = looked_at(settings, good).await else { return };
    assert_eq!(result(&judgement, "mail.open_relay"), (Fail, "relay.open"));
    assert!(!log.contains("data=") && !log.contains("message-id"), "no mail was sent");
}

#[tokio::test]
async fn a_relay_that_is_open_to_its_own_senders_alone_is_found() {
    let settings = "smtpd_tls_security_level = may
smtpd_sender_restrictions = check_sender_access inline:{{postmaster@nordvik.example=permit}}
smtpd_relay_restrictions = check_sender_access inline:{{postmaster@nordvik.example=permit}}, reject_unauth_destination";
    let Some((judgement, _)) = looked_at(settings, good).await else { return };
    assert_eq!(result(&judgement, "mail.open_relay"), (Fail, "relay.open"));
    assert!(shown(&judgement, "mail.open_relay").contains("own_sender"));
}

#[tokio::test]
async fn a_server_without_tls_and_one_with_a_certificate_that_expired_are_told_apart() {
    let Some((judgement, _)) = looked_at("smtpd_tls_security_level = none", good).await else {
        return;
    };
    assert_eq!(result(&judgement, "mail.starttls"), (Fail, "starttls.not_offered"));
    assert_eq!(result(&judgement, "mail.certificate"), (NotApplicable, "tls.none"));
    assert_eq!(result(&judgement, "mail.open_relay"), (Pass, "relay.closed"));
    let settings = "smtpd_tls_security_level = may";
    for (certificate, reason) in [
        ((|a| a.expired(DOMAIN)) as fn(&Authorities) -> Served, "expired"),
        (|a| a.good("other.example"), "other_name"),
        (|_| Authorities::self_signed(DOMAIN), "self_signed"),
    ] {
        let Some((judgement, _)) = looked_at(settings, certificate).await else { return };
        assert_eq!(result(&judgement, "mail.starttls").0, Pass, "{reason}");
        assert_eq!(result(&judgement, "mail.certificate"), (Fail, reason));
    }
}

#[tokio::test]
async fn a_server_that_only_talks_under_tls_is_asked_there() {
    let Some((judgement, log)) = looked_at("smtpd_tls_security_level = encrypt", good).await else {
        return;
    };
    assert_eq!(result(&judgement, "mail.open_relay"), (Pass, "relay.closed"));
    assert!(log.contains("Relay access denied"));
}

#[tokio::test]
async fn versions_and_mailboxes_are_told_when_the_server_tells_them() {
    let settings = "smtpd_tls_security_level = may
smtpd_banner = $myhostname ESMTP $mail_name ($mail_version)
local_recipient_maps = inline:{{postmaster@nordvik.example=x}, {postmaster=x}}";
    let Some((judgement, _)) = looked_at(settings, good).await else { return };
    assert_eq!(result(&judgement, "mail.banner"), (Notice, "banner.version"));
    assert_eq!(result(&judgement, "mail.vrfy"), (Notice, "vrfy.differs"));
    let settings = "smtpd_tls_security_level = may\ndisable_vrfy_command = yes";
    let Some((judgement, _)) = looked_at(settings, good).await else { return };
    assert_eq!(result(&judgement, "mail.vrfy"), (Pass, "vrfy.silent"));
}

#[tokio::test]
async fn passwords_before_tls_are_seen_in_what_is_offered() {
    let Some(dovecot) = Dovecot::start(Ways::default()).await else { return };
    let socket = dovecot.house.path("run/auth-client");
    for (only_tls, expected) in [("no", (Fail, "auth.clear")), ("yes", (Pass, "auth.none"))] {
        let settings = format!(
            "smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {}
smtpd_tls_auth_only = {only_tls}",
            socket.display()
        );
        let Some((judgement, log)) = looked_at(&settings, good).await else { return };
        assert_eq!(result(&judgement, "mail.auth_before_tls"), expected, "{only_tls} {log}");
        assert!(!log.contains("SASL") || !log.contains("authentication failed"), "nobody logs in");
    }
}
