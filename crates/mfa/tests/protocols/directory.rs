//! Debian's slapd, with and without its overlay for codes.

use std::fs::Permissions;
use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;
use std::time::Duration;

use arvak_mfa::Seen;
use arvak_mfa::Verdict::{Proven, Refuted, Unknown};
use serde_json::json;

use crate::certificates::{NAME, Served, served};
use crate::place::{HOW, PASSWORD, Place, SEED, Told, has_module, program};

const DN: &str = "uid=kanari,dc=nordvik,dc=example";

/// A running directory.
struct Directory {
    place: Place,
    plain: SocketAddr,
    secure: SocketAddr,
}

impl Directory {
    /// One whose account has a token, where `overlay` says so, and this password.
    async fn start(overlay: &str, password: &str) -> Option<Self> {
        let server = program("slapd", "slapd")?;
        let slapadd = program("slapadd", "slapd")?;
        if !has_module("/usr/lib/ldap/otp.so", "slapd-contrib") {
            return None;
        }
        let mut place = Place::new();
        let Served { chain, key, root } = served();
        place.roots_pem = root;
        place.write("server.pem", &chain);
        place.write("server.key", &key);
        std::fs::set_permissions(place.path("server.key"), Permissions::from_mode(0o600)).unwrap();
        std::fs::create_dir(place.path("data")).unwrap();
        let config = place.write("slapd.conf", &config(&place.folder(), overlay));
        let entries = place.write("entries.ldif", &entries(password));
        place.run(Command::new(slapadd).arg("-f").arg(&config).arg("-l").arg(entries));
        let [plain, secure] = [(); 2].map(|()| Place::address());
        let mut command = Command::new(server);
        command
            .args(["-d", "256", "-h", &format!("ldap://{plain} ldaps://{secure}"), "-f"])
            .arg(config);
        place.start(&mut command, plain).await;
        Some(Self { place, plain, secure })
    }

    async fn tried(&self, tls: &str) -> Told {
        let at = if tls == "implicit" { self.secure } else { self.plain };
        let canary = json!({"user": DN, "password": PASSWORD, "totp_seed": SEED, "totp": HOW});
        let address = format!("{NAME}:{}", at.port());
        self.place.tried_by("ldap", &address, json!({"tls": tls}), canary).await
    }

    /// The server's own log, when every connection to it has ended: slapd answers first and writes the line after.
    async fn log(&self) -> String {
        for _ in 0..500 {
            let log = self.place.read("server.log");
            if log.matches(" ACCEPT ").count() == log.matches(" closed").count() {
                return log;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("a connection never ended: {}", self.place.read("server.log"));
    }

    /// How many binds the server's own log knows that were refused.
    async fn refused(&self) -> usize {
        self.log().await.lines().filter(|line| line.contains("err=49")).count()
    }
}

fn config(folder: &str, overlay: &str) -> String {
    format!(
        "include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload otp
pidfile {folder}/pid
TLSCertificateFile {folder}/server.pem
TLSCertificateKeyFile {folder}/server.key
database mdb
suffix dc=nordvik,dc=example
directory {folder}/data
rootdn cn=admin,dc=nordvik,dc=example
{overlay}
"
    )
}

fn entries(password: &str) -> String {
    format!(
        "dn: dc=nordvik,dc=example
objectClass: dcObject
objectClass: organization
dc: nordvik
o: Nordvik

dn: ou=codes,dc=nordvik,dc=example
objectClass: organizationalUnit
objectClass: oathTOTPParams
ou: codes
oathOTPLength: 6
oathHMACAlgorithm: 1.2.840.113549.2.7
oathTOTPTimeStepPeriod: 15
oathTOTPTimeStepWindow: 3

dn: ou=token,dc=nordvik,dc=example
objectClass: organizationalUnit
objectClass: oathTOTPToken
ou: token
oathTOTPParams: ou=codes,dc=nordvik,dc=example
oathSecret: 12345678901234567890

dn: {DN}
objectClass: inetOrgPerson
objectClass: oathTOTPUser
uid: kanari
cn: kanari
sn: kanari
oathTOTPToken: ou=token,dc=nordvik,dc=example
userPassword: {password}
"
    )
}

#[tokio::test]
async fn a_code_behind_the_password_is_a_second_factor() {
    let Some(directory) = Directory::start("overlay otp", PASSWORD).await else { return };
    let told = directory.tried("starttls").await;
    assert_eq!(told.verdict(), (Proven, "three-arms-behaved"));
    assert_eq!(told.arms(), [Seen::Refused, Seen::Refused, Seen::Session]);
    // The password alone before and after, a wrong password, and a wrong code.
    assert_eq!(directory.refused().await, 4);
}

#[tokio::test]
async fn a_directory_without_the_overlay_opens_to_a_password() {
    let Some(directory) = Directory::start("", PASSWORD).await else { return };
    for tls in ["starttls", "implicit", "none"] {
        let told = directory.tried(tls).await;
        assert_eq!(told.verdict(), (Refuted, "bypass-password-alone"), "{tls}");
    }
    assert_eq!(directory.refused().await, 0, "nothing wrong was sent");
}

#[tokio::test]
async fn a_dead_canary_is_no_proof() {
    let Some(directory) = Directory::start("overlay otp", "another").await else { return };
    assert_eq!(directory.tried("implicit").await.verdict(), (Unknown, "canary-refused"));
}

#[tokio::test]
async fn a_directory_that_nobody_vouches_for_gets_no_password() {
    let Some(mut directory) = Directory::start("", PASSWORD).await else { return };
    directory.place.roots_pem = served().root;
    for tls in ["starttls", "implicit"] {
        assert_eq!(directory.tried(tls).await.verdict(), (Unknown, "certificate"), "{tls}");
    }
    assert!(!directory.log().await.contains("BIND"), "no password got there");
}
