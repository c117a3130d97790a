//! Debian's postfix on loopback, with its own folders and a certificate from a test's own authority.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use arvak_notices::{Relay, SendError, smtp};
use arvak_probe::Roots;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tempfile::TempDir;

use crate::scripted::header;
use crate::smtp::{door, mail, relay};

const POSTFIX: &str = "/usr/sbin/postfix";

/// A running postfix; it is ended when this is dropped.
struct Postfix {
    dir: TempDir,
    port: u16,
    tls_port: u16,
    roots: String,
}

impl Drop for Postfix {
    fn drop(&mut self) {
        drop(self.verb("stop"));
    }
}

impl Postfix {
    /// `None`, and a word about it, when it cannot run here.
    fn start() -> Option<Self> {
        let is_root = fs::metadata("/proc/self")
            .is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0);
        if !Path::new(POSTFIX).exists() || !is_root {
            println!(
                "SKIPPED: postfix is not installed, or this is not root; no real mail server took a message"
            );
            return None;
        }
        let dir = tempfile::tempdir().unwrap();
        fs::set_permissions(dir.path(), Permissions::from_mode(0o755)).unwrap();
        let roots = certificates(dir.path());
        let server = Self { dir, port: free_port(), tls_port: free_port(), roots };
        server.configure();
        let started = server.verb("start").unwrap();
        assert!(started.status.success(), "{started:?} {}", server.log());
        Some(server)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn verb(&self, verb: &str) -> std::io::Result<Output> {
        Command::new(POSTFIX).arg("-c").arg(self.path("etc")).arg(verb).output()
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("log/mail.log")).unwrap_or_default()
    }

    fn configure(&self) {
        for folder in ["etc", "spool", "data", "mail", "log"] {
            fs::create_dir(self.path(folder)).unwrap();
        }
        for (folder, owner) in [("data", "postfix"), ("mail", "nobody")] {
            let owned = Command::new("chown").arg(owner).arg(self.path(folder)).status().unwrap();
            assert!(owned.success());
        }
        let dir = self.dir.path().display();
        let main = format!(
            "compatibility_level = 3.6
queue_directory = {dir}/spool
data_directory = {dir}/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
maillog_file = {dir}/log/mail.log
maillog_file_prefixes = {dir}
myhostname = relay.nordvik.example
inet_protocols = ipv4
inet_interfaces = 127.0.0.1
mydestination =
alias_maps =
virtual_mailbox_domains = nordvik.example
virtual_mailbox_maps = inline:{{ola@nordvik.example=ola/}}
virtual_mailbox_base = {dir}/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
smtpd_relay_restrictions = reject_unauth_destination
smtpd_tls_cert_file = {dir}/server.pem
smtpd_tls_key_file = {dir}/server.key
smtpd_tls_security_level = encrypt
smtpd_tls_received_header = yes
"
        );
        write(&self.path("etc/main.cf"), &main);
        write(&self.path("etc/master.cf"), &self.services());
    }

    fn services(&self) -> String {
        let mut text = format!(
            "127.0.0.1:{} inet n - n - - smtpd\n127.0.0.1:{} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes\n",
            self.port, self.tls_port
        );
        for (name, kind, private, wake, most, program) in [
            ("postlog", "unix-dgram", "n", "-", "1", "postlogd"),
            ("pickup", "unix", "n", "60", "1", "pickup"),
            ("cleanup", "unix", "n", "-", "0", "cleanup"),
            ("qmgr", "unix", "n", "300", "1", "qmgr"),
            ("tlsmgr", "unix", "-", "1000?", "1", "tlsmgr"),
            ("rewrite", "unix", "-", "-", "-", "trivial-rewrite"),
            ("bounce", "unix", "-", "-", "0", "bounce"),
            ("defer", "unix", "-", "-", "0", "bounce"),
            ("trace", "unix", "-", "-", "0", "bounce"),
            ("flush", "unix", "n", "1000?", "0", "flush"),
            ("proxymap", "unix", "-", "-", "-", "proxymap"),
            ("error", "unix", "-", "-", "-", "error"),
            ("retry", "unix", "-", "-", "-", "error"),
            ("virtual", "unix", "-", "-", "-", "virtual"),
            ("anvil", "unix", "-", "-", "1", "anvil"),
        ] {
            // It writes to mailboxes as their owners.
            let unprivileged = if name == "virtual" { "n" } else { "-" };
            let line =
                format!("{name} {kind} {private} {unprivileged} n {wake} {most} {program}\n");
            text.push_str(&line);
        }
        text
    }

    /// The one message in the mailbox, when it is there.
    async fn delivered(&self) -> String {
        let mailbox = self.path("mail/ola/new");
        for _ in 0..300 {
            let mut found = fs::read_dir(&mailbox).into_iter().flatten().flatten();
            if let Some(file) = found.next() {
                let text = fs::read_to_string(file.path()).unwrap();
                fs::remove_file(file.path()).unwrap();
                return text;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("nothing was delivered:\n{}", self.log());
    }

    fn is_mailbox_empty(&self) -> bool {
        fs::read_dir(self.path("mail/ola/new")).map_or(true, |mut files| files.next().is_none())
    }
}

#[expect(clippy::disallowed_methods, reason = "a test's own server; nothing here must last")]
fn write(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// A certificate of `localhost`, and the authority that made it.
fn certificates(dir: &Path) -> String {
    let mut authority = CertificateParams::new(Vec::new()).unwrap();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let key = KeyPair::generate().unwrap();
    let server = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
    let server = server.signed_by(&key, &authority).unwrap();
    write(&dir.join("server.pem"), &server.pem());
    write(&dir.join("server.key"), &key.serialize_pem());
    authority.pem()
}

async fn send(relay: &Relay, roots: &str) -> Result<(), SendError> {
    let door = door(relay, Roots::Pem(roots.to_owned().into()));
    smtp::send(&door, relay, &mail(relay), "arvak.nordvik.example").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_server_takes_mail_over_tls_and_delivers_it() {
    let Some(server) = Postfix::start() else { return };
    let ways = [("starttls", server.port), ("tls", server.tls_port)];
    for (tls, port) in ways {
        let sent = send(&relay("localhost", port, tls), &server.roots).await;
        assert_eq!(sent, Ok(()), "{tls}: {}", server.log());
        let text = server.delivered().await;
        assert!(text.contains("using TLSv1.3"), "{text}");
        assert_eq!(header(&text, "Message-ID"), "<msg_1@nordvik.example>");
        assert_eq!(header(&text, "Auto-Submitted"), "auto-generated");
        assert_eq!(header(&text, "Delivered-To"), "ola@nordvik.example");
        assert!(text.contains("Bl=C3=A5b=C3=A6r"), "{text}");
        assert!(text.contains("\n.punktum"), "the doubled dot is one again: {text}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_server_delivers_a_file_as_it_was() {
    let Some(server) = Postfix::start() else { return };
    let relay = relay("localhost", server.port, "starttls");
    let letter =
        arvak_notices::Letter { subject: "agn".to_owned(), text: "Se vedlegget.".to_owned() };
    let file = ("agn-1.txt".to_owned(), b"harmless bytes \x00\xff of a file".to_vec());
    let made = arvak_core::Instant::from_millis(0);
    let to = "ola@nordvik.example";
    let mail =
        arvak_notices::Mail::with_file(&letter, &relay.from, to, ("m1", made), file).unwrap();
    let door = door(&relay, Roots::Pem(server.roots.clone().into()));
    smtp::send(&door, &relay, &mail, "localhost").await.unwrap();
    let text = server.delivered().await;
    assert_eq!(
        (header(&text, "Subject"), header(&text, "Message-ID")),
        ("agn".to_owned(), "<m1@nordvik.example>".to_owned())
    );
    assert!(text.contains("multipart/mixed") && text.contains("filename=\"agn-1.txt\""), "{text}");
    assert!(text.contains("aGFybWxlc3MgYnl0ZXMgAP8gb2YgYSBmaWxl"), "the bytes, as base64: {text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_server_that_cannot_be_trusted_or_refuses_gets_nothing() {
    let Some(server) = Postfix::start() else { return };
    let stranger = tempfile::tempdir().unwrap();
    let other_roots = certificates(stranger.path());
    for (tls, port) in [("starttls", server.port), ("tls", server.tls_port)] {
        let error = send(&relay("localhost", port, tls), &other_roots).await.unwrap_err();
        assert_eq!(error.code(), "not-secure", "{error}");
        // The certificate is that of another name.
        let error = send(&relay("127.0.0.1", port, tls), &server.roots).await.unwrap_err();
        assert_eq!(error.code(), "not-secure", "{error}");
    }
    // In the clear the server takes nothing: the operator is told to look at how it is configured.
    let error = send(&relay("127.0.0.1", server.port, "none"), &server.roots).await.unwrap_err();
    assert_eq!(error.code(), "log-in", "{error}");
    assert!(server.is_mailbox_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_server_refuses_whom_it_does_not_know() {
    let Some(server) = Postfix::start() else { return };
    let relay = relay("localhost", server.port, "starttls");
    let letter = arvak_notices::Letter { subject: "x".to_owned(), text: "x".to_owned() };
    let made = arvak_core::Instant::from_millis(0);
    for to in ["kari@nordvik.example", "kari@elsewhere.example"] {
        let mail =
            arvak_notices::Mail::compose(&letter, &relay.from, to, "msg_2", made, "https://a.no/")
                .unwrap();
        let door = door(&relay, Roots::Pem(server.roots.clone().into()));
        let error = smtp::send(&door, &relay, &mail, "localhost").await.unwrap_err();
        assert!(error.is_permanent(), "{to}: {error}");
        assert!(!error.said().is_empty(), "the server's own words help the administrator");
    }
}

/// Mails of one round, each under a name of its own.
fn mails(relay: &Relay, to: &str, count: usize) -> Vec<arvak_notices::Mail> {
    let letter =
        arvak_notices::Letter { subject: "Påminnelse".to_owned(), text: ".punktum\n".to_owned() };
    let made = arvak_core::Instant::from_millis(0);
    let mail = |number| {
        arvak_notices::Mail::ask(&letter, &relay.from, to, &format!("m{number}"), made, Some("m0"))
            .unwrap()
    };
    (0..count).map(mail).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_real_server_takes_many_mails_over_one_connection_and_refuses_one_of_them() {
    use arvak_notices::{Handed, Session};
    let Some(server) = Postfix::start() else { return };
    let relay = relay("localhost", server.port, "starttls");
    let door = door(&relay, Roots::Pem(server.roots.clone().into()));
    let mut session = Session::open(&door, &relay, "arvak.nordvik.example").await.unwrap();
    let mut begun = 0;
    let mut all = mails(&relay, "ola@nordvik.example", 12);
    all.insert(5, mails(&relay, "kari@nordvik.example", 1).remove(0));
    let mut refused = 0;
    for mail in &all {
        let (handed, back) = session
            .send(mail, || {
                begun += 1;
                Ok(())
            })
            .await;
        match handed {
            Handed::Taken(said) => assert!(said.contains("queued"), "{said}"),
            Handed::Not(error) => {
                assert!(error.is_permanent(), "{error}");
                refused += 1;
            }
            Handed::Unknown(error) => panic!("{error}"),
        }
        session = back.expect("a refusal ends no connection");
    }
    assert_eq!((session.sent(), refused, begun), (12, 1, 12), "what is refused never begins");
    session.close().await;
    let mut names = std::collections::BTreeSet::new();
    for _ in 0..12 {
        let text = server.delivered().await;
        assert_eq!(header(&text, "In-Reply-To"), "<m0@nordvik.example>");
        names.insert(header(&text, "Message-ID"));
    }
    assert_eq!(names.len(), 12);
    assert!(server.is_mailbox_empty());
}
