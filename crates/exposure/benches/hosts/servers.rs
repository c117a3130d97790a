//! Two nginx, one in order and one with everything that is old, and the way to them.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use rcgen::{BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair};
use tempfile::TempDir;

use super::delay::Manners;

/// The servers; dropping it ends them.
pub(super) struct Servers {
    dir: TempDir,
    children: Vec<Child>,
    /// Where every host takes TLS.
    pub(super) secure: u16,
    /// Where every host takes HTTP.
    pub(super) plain: u16,
    pub(super) resolver: SocketAddr,
    pub(super) roots: String,
}

impl Servers {
    /// Starts all; nothing when there is no nginx.
    pub(super) fn start() -> Option<Self> {
        let nginx =
            ["/usr/sbin/nginx", "/usr/bin/nginx"].into_iter().find(|p| Path::new(p).exists());
        let Some(nginx) = nginx else {
            eprintln!("SKIPPED: nginx is not installed (Debian package nginx-light)");
            return None;
        };
        let dir = must(TempDir::new());
        let roots = certificates(dir.path());
        let places = [free(), free(), free()];
        let [good, bad, led] = places;
        write(dir.path().join("nginx.conf"), &configuration(good, bad, led));
        let mut children = Vec::new();
        let mut command = Command::new(nginx);
        command.arg("-p").arg(dir.path()).arg("-c").arg(dir.path().join("nginx.conf"));
        children.push(must(command.stderr(Stdio::null()).spawn()));
        for place in places {
            wait_for(place);
        }
        let [secure, plain, resolver] = [free(), free(), free()];
        let log = dir.path().join("connections");
        let way = format!(
            "{} {} {} {good} {bad} {led} {}",
            secure.port(),
            plain.port(),
            resolver,
            log.display()
        );
        let mut proxy = Command::new(must(std::env::current_exe()));
        let mut proxy = must(proxy.args(["delay", &way]).stdout(Stdio::piped()).spawn());
        let mut said = String::new();
        if let Some(out) = proxy.stdout.take() {
            must(BufReader::new(out).read_line(&mut said));
        }
        assert_eq!(said.trim(), "ready");
        children.push(proxy);
        Some(Self { dir, children, secure: secure.port(), plain: plain.port(), resolver, roots })
    }

    pub(super) fn folder(&self) -> PathBuf {
        self.dir.path().to_owned()
    }

    /// From now on nobody has come.
    pub(super) fn forget_connections(&self) {
        write(self.dir.path().join("connections"), "");
    }

    /// How politely everyone came, by what the way wrote down.
    pub(super) fn manners(&self, late_ms: u64) -> Manners {
        Manners::read(&self.dir.path().join("connections"), late_ms)
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for child in &mut self.children {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn configuration(good: SocketAddr, bad: SocketAddr, led: SocketAddr) -> String {
    let keys = "ssl_certificate chain.pem; ssl_certificate_key key.pem;";
    let page =
        "add_header Strict-Transport-Security max-age=31536000; location / { return 200 hei; }";
    format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr crit;\n\
         events {{ worker_connections 900; }}\n\
         http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy; \
         fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n\
         server {{ listen {good} ssl backlog=4000; {keys} ssl_protocols TLSv1.2 TLSv1.3; \
         ssl_prefer_server_ciphers on; ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20; {page} }}\n\
         server {{ listen {bad} ssl backlog=4000; {keys} ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; \
         ssl_ciphers ALL:@SECLEVEL=0; {page} }}\n\
         server {{ listen {led} backlog=4000; location / {{ return 301 https://$host$request_uri; }} }}\n}}\n"
    )
}

/// An authority, and one certificate for every host.
fn certificates(folder: &Path) -> String {
    let authority_key = must(KeyPair::generate());
    let mut authority = must(CertificateParams::new(Vec::new()));
    authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = must(authority.clone().self_signed(&authority_key)).pem();
    let issuer = Issuer::new(authority, authority_key);
    let key = must(KeyPair::generate());
    let mut leaf = must(CertificateParams::new(vec!["*.bench.example".to_owned()]));
    leaf.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    write(folder.join("chain.pem"), &must(leaf.signed_by(&key, &issuer)).pem());
    write(folder.join("key.pem"), &key.serialize_pem());
    root
}

fn free() -> SocketAddr {
    must(must(TcpListener::bind((Ipv4Addr::new(127, 16, 255, 1), 0))).local_addr())
}

fn wait_for(place: SocketAddr) {
    for _ in 0..200 {
        if TcpStream::connect_timeout(&place, Duration::from_millis(50)).is_ok() {
            return;
        }
        std::thread::park_timeout(Duration::from_millis(20));
    }
    unreachable!("nobody listens at {place}");
}

pub(super) fn write(path: PathBuf, text: &str) {
    let mut file = must(std::fs::File::create(path));
    must(file.write_all(text.as_bytes()));
}

pub(super) fn must<T, E: std::fmt::Display>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| unreachable!("{error}"))
}
