//! Debian's Dovecot over a Maildir, with a certificate of the test's own authority.

use std::net::{Ipv4Addr, TcpListener};
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use arvak_mailbox::{Mailbox, Security};
use arvak_probe::{Outbound, Roots, Target};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose,
};
use tempfile::TempDir;

/// Whoever Dovecot reads mails as.
const NOBODY: u32 = 65_534;

pub(crate) const PASSWORD: &str = "Vinter-2026-postkasse";

/// A certificate for `localhost`, its key, and the root that it leads to.
pub(crate) fn served() -> (String, String, String) {
    let mut authority = CertificateParams::default();
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    authority.key_usages = vec![KeyUsagePurpose::KeyCertSign];
    let root = CertifiedIssuer::self_signed(authority, KeyPair::generate().unwrap()).unwrap();
    let mut leaf = CertificateParams::new(["localhost".to_owned()]).unwrap();
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    let key = KeyPair::generate().unwrap();
    let certificate = leaf.signed_by(&key, &root).unwrap();
    (certificate.pem(), key.serialize_pem(), root.pem())
}

/// A port where nothing listens: below those that the system gives to whoever asks for none.
fn port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Programs of several tests start at once; each begins at a place of its own.
    let own = u16::try_from(std::process::id() % 400).unwrap();
    loop {
        let port = 25_000 + own * 10 + NEXT.fetch_add(1, Ordering::Relaxed);
        if TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok() {
            return port;
        }
    }
}

/// A running Dovecot. It ends when this is dropped.
pub(crate) struct Dovecot {
    dir: TempDir,
    child: Child,
    imap: u16,
    imaps: u16,
    /// The certificate that its own leads to.
    pub(crate) root: String,
}

impl Drop for Dovecot {
    fn drop(&mut self) {
        let _ =
            Command::new("/usr/bin/kill").arg("-TERM").arg(self.child.id().to_string()).status();
        let _ = self.child.wait();
    }
}

impl Dovecot {
    /// `None`, and a word about it, when it is not installed or this is not root, who alone may start it so.
    pub(crate) fn start() -> Option<Self> {
        let is_root = rustix_is_root();
        let program = Path::new("/usr/sbin/dovecot");
        if !program.exists() || !is_root {
            println!("SKIPPED: no dovecot-imapd (scripts/test-tools installs it), or not root");
            return None;
        }
        let dir = tempfile::Builder::new().prefix("arvak-mailbox-").tempdir().unwrap();
        let path = |name: &str| dir.path().join(name);
        std::fs::set_permissions(dir.path(), std::fs::Permissions::from_mode(0o755)).unwrap();
        let (chain, key, root) = served();
        write(&path("server.pem"), &chain);
        write(&path("server.key"), &key);
        write(&path("users"), &format!("arvak:{{PLAIN}}{PASSWORD}\n"));
        for folder in ["mail", "mail/cur", "mail/new", "mail/tmp"] {
            std::fs::create_dir(path(folder)).unwrap();
            chown(path(folder), Some(NOBODY), Some(NOBODY)).unwrap();
        }
        let (imap, imaps) = (port(), port());
        write(&path("dovecot.conf"), &config(dir.path(), imap, imaps));
        let child = Command::new(program)
            .args(["-F", "-c"])
            .arg(path("dovecot.conf"))
            .stdin(Stdio::null())
            .spawn()
            .unwrap();
        let dovecot = Self { dir, child, imap, imaps, root };
        for _ in 0..600 {
            if std::net::TcpStream::connect((Ipv4Addr::LOCALHOST, imaps)).is_ok() {
                return Some(dovecot);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        let log = std::fs::read_to_string(dovecot.dir.path().join("dovecot.log"));
        panic!("Dovecot did not start: {log:?}");
    }

    /// Delivers a mail as a file, as any local delivery does.
    pub(crate) fn deliver(&self, name: &str, mail: &str) {
        let (tmp, new) = (self.folder("tmp").join(name), self.folder("new").join(name));
        write(&tmp, &mail.replace('\n', "\r\n"));
        chown(&tmp, Some(NOBODY), Some(NOBODY)).unwrap();
        std::fs::rename(tmp, new).unwrap();
    }

    fn folder(&self, name: &str) -> PathBuf {
        self.dir.path().join("mail").join(name)
    }

    /// The names of all mails, with the flags that Maildir writes behind `:2,`.
    pub(crate) fn mails(&self) -> Vec<String> {
        let all = ["new", "cur"]
            .into_iter()
            .flat_map(|name| std::fs::read_dir(self.folder(name)).unwrap());
        let mut names: Vec<_> =
            all.map(|one| one.unwrap().file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Forgets how mails were numbered, so that they are numbered anew under another UIDVALIDITY. Dovecot takes the second for that
    /// number, and two within one second would be the same: the second that is on must be over.
    pub(crate) fn number_anew(&self) {
        let second = || std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let made = second().as_secs();
        while second().as_secs() == made {
            std::thread::sleep(Duration::from_millis(20));
        }
        for entry in std::fs::read_dir(self.dir.path().join("mail")).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() {
                std::fs::remove_file(path).unwrap();
            }
        }
    }

    pub(crate) fn mailbox(&self, security: Security) -> Mailbox {
        let port = match security {
            Security::Tls => self.imaps,
            Security::StartTls => self.imap,
        };
        Mailbox {
            target: Target { host: "localhost".parse().unwrap(), port },
            security,
            user: "arvak".to_owned(),
            password: PASSWORD.to_owned(),
            folder: "INBOX".to_owned(),
            every: Duration::from_mins(1),
        }
    }

    /// The root that its certificate leads to, as PEM.
    pub(crate) fn root(&self) -> &str {
        &self.root
    }

    pub(crate) fn door(&self, mailbox: &Mailbox) -> Outbound {
        Outbound::new([mailbox.target.clone()], Roots::Pem(self.root().into()))
    }
}

fn rustix_is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

pub(crate) fn write(path: &Path, text: &str) {
    use std::io::Write as _;
    std::fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
}

fn config(dir: &Path, imap: u16, imaps: u16) -> String {
    let dir = dir.display();
    format!(
        "base_dir = {dir}/run
log_path = {dir}/dovecot.log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{dir}/server.pem
ssl_key = <{dir}/server.key
mail_location = maildir:{dir}/mail
first_valid_uid = 1
passdb {{
  driver = passwd-file
  args = {dir}/users
}}
userdb {{
  driver = static
  args = uid={NOBODY} gid={NOBODY} home={dir}/mail allow_all_users=yes
}}
auth_failure_delay = 0
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = {imaps}
    ssl = yes
  }}
}}
service anvil {{
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"
    )
}
