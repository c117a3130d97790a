//! Debian's ocserv, with a code after the password, and with the password alone.

use std::fs::Permissions;
use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::Command;

use arvak_mfa::Seen;
use arvak_mfa::Verdict::{Proven, Refuted, Unknown};
use serde_json::json;

use crate::certificates::{NAME, Served, served};
use crate::place::{PASSWORD, Place, SEED, SEED_HEX, Told, USER, program};

struct Vpn {
    place: Place,
    at: SocketAddr,
}

impl Vpn {
    /// A server whose account has this password, and that asks for a code where it `demands` one.
    async fn start(demands: bool, password: &str) -> Option<Self> {
        let (server, maker) = (program("ocserv", "ocserv")?, program("ocpasswd", "ocserv")?);
        // It gives up its rights to somebody else, whoever starts it.
        if std::fs::metadata("/proc/self").unwrap().uid() != 0 {
            eprintln!("SKIPPED: ocserv is started as root alone");
            return None;
        }
        let mut place = Place::new();
        let Served { chain, key, root } = served();
        place.roots_pem = root;
        place.write("server.pem", &chain);
        place.write("server.key", &key);
        place.write("typed", &format!("{password}\n{password}\n"));
        let typed = std::fs::File::open(place.path("typed")).unwrap();
        place.run(Command::new(maker).args(["-c", "people", USER]).stdin(typed));
        // It writes down which code was used last, as somebody without rights.
        place.write("codes", &format!("HOTP/T30 {USER} - {SEED_HEX}\n"));
        std::fs::set_permissions(place.path("codes"), Permissions::from_mode(0o666)).unwrap();
        std::fs::set_permissions(place.path(""), Permissions::from_mode(0o777)).unwrap();
        let at = Place::address();
        let folder = place.folder();
        let codes = if demands { format!(",otp={folder}/codes") } else { String::new() };
        let config = place.write(
            "ocserv.conf",
            &format!(
                "auth = \"plain[passwd={folder}/people{codes}]\"\ntcp-port = {port}\nlisten-host = {ip}\n\
                 run-as-user = nobody\nrun-as-group = nogroup\nsocket-file = {folder}/socket\n\
                 server-cert = {folder}/server.pem\nserver-key = {folder}/server.key\nisolate-workers = false\n\
                 device = arvaktest\nipv4-network = 192.0.2.0\nipv4-netmask = 255.255.255.0\npid-file = {folder}/pid\n\
                 cookie-timeout = 60\nmax-ban-score = 0\ncisco-client-compat = true\nlog-level = 3\n",
                port = at.port(),
                ip = at.ip(),
            ),
        );
        place.start(Command::new(server).args(["-f", "-c"]).arg(config), at).await;
        Some(Self { place, at })
    }

    async fn tried(&self) -> Told {
        let canary = json!({"user": USER, "password": PASSWORD, "totp_seed": SEED});
        let address = format!("{NAME}:{}", self.at.port());
        self.place.tried_by("anyconnect", &address, json!({}), canary).await
    }
}

#[tokio::test]
async fn a_vpn_server_that_asks_for_a_code_after_the_password_is_proven() {
    let Some(vpn) = Vpn::start(true, PASSWORD).await else { return };
    let told = vpn.tried().await;
    assert_eq!(told.verdict(), (Proven, "three-arms-behaved"));
    assert_eq!(told.arms(), [Seen::Refused, Seen::Refused, Seen::Session]);
    for way in ["older-client", "remembered-address"] {
        assert!(told.transcript.contains(way), "{way}");
    }
}

#[tokio::test]
async fn a_vpn_server_that_takes_the_password_alone_is_refuted() {
    let Some(vpn) = Vpn::start(false, PASSWORD).await else { return };
    assert_eq!(vpn.tried().await.verdict(), (Refuted, "password-alone-opens"));
}

#[tokio::test]
async fn a_canary_whose_password_was_changed_there_is_unknown() {
    let Some(vpn) = Vpn::start(true, "Et-helt-annet-passord").await else { return };
    let told = vpn.tried().await;
    assert_eq!(told.verdict().0, Unknown);
}
