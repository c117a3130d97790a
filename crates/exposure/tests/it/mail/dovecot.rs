//! Debian's Dovecot, configured in one way for each test.

use std::net::SocketAddr;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::process::Command;

use arvak_exposure::MailServer;
use arvak_probe::CheckOutcome::{Fail, NotApplicable, Notice, Pass};
use arvak_probe::Judgement;

use super::{DOMAIN, assert_whole, look, shown};
use crate::certificates::Authorities;
use crate::house::{House, program, result};

/// How people may log in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ways {
    tls: &'static str,
    no_plain_text: &'static str,
    mechanisms: &'static str,
}

impl Default for Ways {
    fn default() -> Self {
        Self { tls: "yes", no_plain_text: "no", mechanisms: "plain login" }
    }
}

/// A running Dovecot in a house; it ends with the house.
pub(super) struct Dovecot {
    pub(super) house: House,
    imap: SocketAddr,
    imaps: SocketAddr,
    pop3: SocketAddr,
}

impl Dovecot {
    /// `None`, and a word about it, when it cannot run here.
    pub(super) async fn start(ways: Ways) -> Option<Self> {
        let server = program("dovecot", "dovecot-imapd dovecot-pop3d")?;
        if std::fs::metadata("/proc/self").map_or(1, |own| own.uid()) != 0 {
            eprintln!("SKIPPED: Dovecot needs root");
            return None;
        }
        let mut house = House::new();
        let authorities = Authorities::new();
        house.roots_pem = authorities.roots_pem();
        let open = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(house.path(""), open).unwrap();
        let certificate = authorities.good(DOMAIN);
        house.write("server.pem", &certificate.chain);
        house.write("server.key", &certificate.key);
        let places = [143, 993, 110].map(|port| house.place(DOMAIN, port));
        let [imap, imaps, pop3] = places;
        let config = house.write("dovecot.conf", &config(&house, ways, places));
        house.start(Command::new(server).args(["-F", "-c"]).arg(&config), imap).await;
        Some(Self { house, imap, imaps, pop3 })
    }

    async fn look_at(&mut self, place: SocketAddr) -> Judgement {
        self.house.connect(DOMAIN, place);
        let judgement = look(&self.house, DOMAIN, &[]).await;
        assert_whole(&judgement);
        judgement
    }
}

fn config(house: &House, ways: Ways, places: [SocketAddr; 3]) -> String {
    let dir = house.path("").display().to_string();
    let dir = dir.trim_end_matches('/');
    let Ways { tls, no_plain_text, mechanisms } = ways;
    let [imap, imaps, pop3] = places.map(|place| place.port());
    let address = places[0].ip();
    format!(
        "base_dir = {dir}/run
log_path = {dir}/dovecot.log
protocols = imap pop3
listen = {address}
ssl = {tls}
ssl_cert = <{dir}/server.pem
ssl_key = <{dir}/server.key
disable_plaintext_auth = {no_plain_text}
auth_mechanisms = {mechanisms}
mail_location = maildir:{dir}/mail
passdb {{
  driver = static
  args = password=nobody-logs-in
}}
userdb {{
  driver = static
  args = uid=65534 gid=65534 home={dir}/mail
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
    )
}

#[tokio::test]
async fn passwords_in_the_clear_are_seen_for_both_protocols() {
    let Some(mut dovecot) = Dovecot::start(Ways::default()).await else { return };
    for place in [dovecot.imap, dovecot.pop3] {
        let judgement = dovecot.look_at(place).await;
        assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"), "{place}");
        assert_eq!(result(&judgement, "mail.starttls"), (Pass, "starttls.offered"), "{place}");
        assert_eq!(result(&judgement, "mail.certificate"), (Pass, "trusted"), "{place}");
        assert_eq!(result(&judgement, "mail.open_relay"), (NotApplicable, "not_smtp"));
        assert!(shown(&judgement, "mail.starttls").contains("TLSv1_3"));
    }
}

#[tokio::test]
async fn a_server_that_wants_tls_first_offers_no_password_before_it() {
    let ways = Ways { no_plain_text: "yes", ..Ways::default() };
    let Some(mut dovecot) = Dovecot::start(ways).await else { return };
    for place in [dovecot.imap, dovecot.pop3] {
        let judgement = dovecot.look_at(place).await;
        assert_eq!(result(&judgement, "mail.auth_before_tls"), (Pass, "auth.none"), "{place}");
        assert_eq!(result(&judgement, "mail.starttls"), (Pass, "starttls.offered"), "{place}");
    }
    // The place says nothing until TLS: that is found out.
    dovecot.house.limits.idle = std::time::Duration::from_millis(500);
    let judgement = dovecot.look_at(dovecot.imaps).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Pass, "auth.tls_first"));
    assert_eq!(result(&judgement, "mail.starttls"), (Pass, "starttls.tls_first"));
    assert_eq!(result(&judgement, "mail.certificate"), (Pass, "trusted"));
}

#[tokio::test]
async fn a_server_of_the_inventory_is_looked_at_by_a_probe_of_its_own() {
    let Some(dovecot) = Dovecot::start(Ways::default()).await else { return };
    let judgement = dovecot.house.judge(&MailServer, DOMAIN, Some(143)).await;
    assert_whole(&judgement);
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"));
    assert_eq!(result(&judgement, "mail.starttls"), (Pass, "starttls.offered"));
    assert_eq!(judgement.checks.len(), 8);
    let judgement = dovecot.house.judge(&MailServer, DOMAIN, Some(993)).await;
    assert_eq!(result(&judgement, "mail.starttls"), (Pass, "starttls.tls_first"));
    assert_eq!(result(&judgement, "mail.certificate"), (Pass, "trusted"));
}

#[tokio::test]
async fn a_server_without_tls_and_one_with_challenges_are_told_apart() {
    let ways = Ways { tls: "no", ..Ways::default() };
    let Some(mut dovecot) = Dovecot::start(ways).await else { return };
    let judgement = dovecot.look_at(dovecot.imap).await;
    assert_eq!(result(&judgement, "mail.starttls"), (Fail, "starttls.not_offered"));
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Fail, "auth.clear"));
    let ways = Ways { no_plain_text: "yes", mechanisms: "plain scram-sha-256", ..Ways::default() };
    let Some(mut dovecot) = Dovecot::start(ways).await else { return };
    let judgement = dovecot.look_at(dovecot.imap).await;
    assert_eq!(result(&judgement, "mail.auth_before_tls"), (Notice, "auth.challenge"));
}
