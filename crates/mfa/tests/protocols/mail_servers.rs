//! Debian's Dovecot, and Postfix that asks it.

use std::fmt::Write as _;
use std::fs::Permissions;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use arvak_mfa::{Seen, Verdict};
use serde_json::json;
use tokio::net::TcpStream;

use crate::certificates::{NAME, Served, served};
use crate::place::{Hidden, PASSWORD, Place, Told, can_hide_files, has_pam, program};

/// The code stands behind the password, and is taken off first.
pub(crate) const CODE_BEHIND_PASSWORD: &str =
    "NOTE\nauth requisite OATH use_first_pass\nauth required pam_unix.so use_first_pass nodelay";
/// The code is taken off, and any will do.
pub(crate) const ANY_CODE_BEHIND_PASSWORD: &str =
    "NOTE\nauth optional OATH use_first_pass\nauth required pam_unix.so use_first_pass nodelay";
/// No code.
pub(crate) const PASSWORD_ONLY: &str = "NOTE\nauth required pam_unix.so use_first_pass nodelay";

/// How people may log in.
#[derive(Clone, Copy)]
pub(crate) struct Ways {
    pub(crate) auth: &'static str,
    pub(crate) password: &'static str,
    pub(crate) tls: &'static str,
    pub(crate) mechanisms: &'static str,
    /// A list of passwords beside PAM's, for this mechanism alone.
    pub(crate) beside: &'static str,
    /// Where Dovecot is slow to those who fail, as it is by itself.
    pub(crate) slow: bool,
}

impl Default for Ways {
    fn default() -> Self {
        Self {
            auth: CODE_BEHIND_PASSWORD,
            password: PASSWORD,
            tls: "yes",
            mechanisms: "plain login",
            beside: "",
            slow: false,
        }
    }
}

/// A running Dovecot; it ends with its place.
pub(crate) struct Dovecot {
    pub(crate) place: Place,
    imap: SocketAddr,
    imaps: SocketAddr,
    pop3: SocketAddr,
}

/// Where a test knocks.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Door {
    Imap,
    Imaps,
    Pop3,
}

impl Dovecot {
    /// `None`, and a word about it, when it cannot run here.
    pub(crate) async fn start(ways: Ways) -> Option<Self> {
        let server = program("dovecot", "dovecot-imapd dovecot-pop3d")?;
        if !can_hide_files() || !has_pam("pam_oath.so", "libpam-oath") {
            return None;
        }
        let mut place = Place::new();
        let Served { chain, key, root } = served();
        place.roots_pem = root;
        place.write("server.pem", &chain);
        place.write("server.key", &key);
        place.write("beside", &format!("kanari:{{PLAIN}}{PASSWORD}\n"));
        std::fs::create_dir(place.path("mail")).unwrap();
        std::fs::set_permissions(place.path("mail"), Permissions::from_mode(0o777)).unwrap();
        let [imap, imaps, pop3] = [(); 3].map(|()| Place::address());
        let config = place.write("dovecot.conf", &config(&place, ways, [imap, imaps, pop3]));
        let Ways { auth, password, .. } = ways;
        let hidden = Hidden { service: "dovecot", auth: auth.to_owned(), password };
        place.start(hidden.command(&place, &server).args(["-F", "-c"]).arg(&config), imap).await;
        Some(Self { place, imap, imaps, pop3 })
    }

    pub(crate) async fn tried(&self, door: Door, tls: &str) -> Told {
        let (kind, at) = match door {
            Door::Imap => ("imap", self.imap),
            Door::Imaps => ("imap", self.imaps),
            Door::Pop3 => ("pop3", self.pop3),
        };
        let address = format!("{NAME}:{}", at.port());
        let told = self.place.tried(kind, &address, json!({"tls": tls})).await;
        eprintln!("{}", self.place.read("dovecot.log"));
        told
    }
}

fn config(place: &Place, ways: Ways, places: [SocketAddr; 3]) -> String {
    let dir = place.folder();
    let Ways { tls, mechanisms, beside, slow, .. } = ways;
    let [imap, imaps, pop3] = places.map(|place| place.port());
    let address = places[0].ip();
    let mut text = format!(
        "base_dir = {dir}/run
log_path = {dir}/dovecot.log
auth_verbose = yes
auth_verbose_passwords = plain
protocols = imap pop3
listen = {address}
ssl = {tls}
ssl_cert = <{dir}/server.pem
ssl_key = <{dir}/server.key
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
mail_location = maildir:{dir}/mail
passdb {{
  driver = pam
  mechanisms = plain login
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={dir}/mail allow_all_users=yes
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service pop3-login {{
  inet_listener pop3 {{
    port = {pop3}
  }}
  inet_listener pop3s {{
    port = 0
  }}
}}
service auth {{
  unix_listener auth-client {{
    mode = 0666
  }}
}}
"
    );
    if !beside.is_empty() {
        write!(
            text,
            "passdb {{\n  driver = passwd-file\n  mechanisms = {beside}\n  args = {dir}/beside\n}}\n"
        )
        .unwrap();
    }
    if !slow {
        text.push_str("auth_failure_delay = 0\nservice anvil {\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}\n");
    }
    text
}

/// A running Postfix whose passwords Dovecot looks at; it is ended when this is dropped.
pub(crate) struct Postfix {
    place: Place,
    program: PathBuf,
    address: SocketAddr,
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let etc = self.place.path("etc");
        let _ = Command::new(&self.program).arg("-c").arg(etc).arg("stop").output();
    }
}

impl Postfix {
    /// Starts one with these settings.
    pub(crate) async fn start(settings: &str) -> Option<Self> {
        let program = program("postfix", "postfix")?;
        if !can_hide_files() {
            return None;
        }
        let mut place = Place::new();
        let address = Place::address();
        for folder in ["etc", "spool", "data", "log"] {
            std::fs::create_dir(place.path(folder)).unwrap();
        }
        place.run(Command::new("chown").arg("postfix").arg(place.path("data")));
        let Served { chain, key, root } = served();
        place.roots_pem = root;
        place.write("server.pem", &chain);
        place.write("server.key", &key);
        place.write("etc/main.cf", &main_cf(&place.folder(), settings));
        place.write("etc/master.cf", &services(address));
        let postfix = Self { place, program, address };
        let etc = postfix.place.path("etc");
        postfix.place.run(Command::new(&postfix.program).arg("-c").arg(etc).arg("start"));
        for _ in 0..500 {
            if TcpStream::connect(address).await.is_ok() {
                return Some(postfix);
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{}", postfix.place.read("log/mail.log"));
    }

    pub(crate) async fn tried(&self, tls: &str) -> Told {
        let address = format!("{NAME}:{}", self.address.port());
        let told = self.place.tried("smtp", &address, json!({"tls": tls})).await;
        eprintln!("{}", self.place.read("log/mail.log"));
        told
    }
}

fn main_cf(dir: &str, settings: &str) -> String {
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
myhostname = {NAME}
inet_protocols = ipv4
mynetworks = 192.0.2.0/24
mydestination = nordvik.example
local_recipient_maps =
alias_maps =
disable_dns_lookups = yes
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_security_level = may
smtpd_tls_cert_file = {dir}/server.pem
smtpd_tls_key_file = {dir}/server.key
{settings}
"
    )
}

fn services(place: SocketAddr) -> String {
    let mut text = format!("{place} inet n - n - - smtpd\n");
    for (name, kind, private, most, program) in [
        ("postlog", "unix-dgram", "n", "1", "postlogd"),
        ("cleanup", "unix", "n", "0", "cleanup"),
        ("tlsmgr", "unix", "-", "1", "tlsmgr"),
        ("rewrite", "unix", "-", "-", "trivial-rewrite"),
        ("anvil", "unix", "-", "1", "anvil"),
    ] {
        writeln!(text, "{name} {kind} {private} - n - {most} {program}").unwrap();
    }
    text
}

/// Whether the verdict is the one that is expected; says all that is known when it is not.
pub(crate) fn assert_verdict(told: &Told, verdict: Verdict, reason: &str) {
    assert_eq!(told.verdict(), (verdict, reason), "{}", told.transcript);
    if verdict == Verdict::Proven {
        assert_eq!(told.arms(), [Seen::Refused, Seen::Refused, Seen::Session]);
    }
}
