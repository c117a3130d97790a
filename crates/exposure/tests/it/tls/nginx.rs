//! nginx, as most municipalities have it, with good and bad settings.

use std::process::Command;

use arvak_exposure::tls::{Options, Order, StartTls, Version};
use arvak_probe::CheckOutcome::{Fail, NotApplicable, Pass};

use super::look::{HOST, Looked, look, look_at};
use crate::certificates::Authorities;
use crate::house::{House, program};

pub(super) fn configuration(servers: &str) -> String {
    format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy; \
         fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n{servers}}}\n"
    )
}

/// Serves with these settings and looks; nothing when there is no nginx.
async fn served(settings: &str) -> Option<Looked> {
    let nginx = program("nginx", "nginx-light")?;
    let authorities = Authorities::new();
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let good = authorities.good(HOST);
    house.write("chain.pem", &good.chain);
    house.write("key.pem", &good.key);
    let place = house.place(HOST, 443);
    let config = house.write(
        "nginx.conf",
        &configuration(&format!(
            "server {{ listen {place} ssl; ssl_certificate chain.pem; \
             ssl_certificate_key key.pem; {settings} }}\n"
        )),
    );
    let folder = house.path("");
    house.start(Command::new(nginx).arg("-p").arg(folder).arg("-c").arg(config), place).await;
    Some(look(&house, &Options::default()).await)
}

#[tokio::test]
async fn a_server_in_order_passes_every_check_that_must_hold() {
    let settings = "ssl_protocols TLSv1.2 TLSv1.3; ssl_prefer_server_ciphers on; \
        ssl_ciphers ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES128-GCM-SHA256; \
        ssl_ecdh_curve X25519:prime256v1:secp384r1; \
        ssl_conf_command SignatureAlgorithms ECDSA+SHA256:ECDSA+SHA384:RSA-PSS+SHA256;";
    let Some(looked) = served(settings).await else { return };
    assert_eq!(looked.versions(), [Version::Tls12, Version::Tls13]);
    for id in [
        "tls.versions",
        "tls.ciphers",
        "tls.key_exchange",
        "tls.key_exchange_hash",
        "tls.compression",
        "tls.secure_renegotiation",
        "tls.extended_master_secret",
        "tls.early_data",
        "tls.fallback",
        "tls.groups",
        "cert.chain",
        "cert.hostname",
        "cert.expiry",
        "cert.key",
        "cert.signature",
        "cert.others",
    ] {
        assert_eq!(looked.result(id).0, Pass, "{id}");
    }
    assert_eq!(looked.shown("tls.versions"), "TLSv1.2 TLSv1.3");
    assert_eq!(looked.result("tls.cipher_order"), (NotApplicable, "one_grade"));
    assert_eq!(looked.result("tls.ocsp_stapling"), (Fail, "absent"));
    assert_eq!(looked.result("tls.dane"), (NotApplicable, "not_asked"));
    assert!(looked.judgement.verdicts.is_empty());
}

#[tokio::test]
async fn old_protocols_and_early_data_are_found() {
    let settings = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_early_data on; \
        ssl_ciphers ALL:@SECLEVEL=0; ssl_prefer_server_ciphers off;";
    let Some(looked) = served(settings).await else { return };
    let all = [Version::Tls10, Version::Tls11, Version::Tls12, Version::Tls13];
    assert_eq!(looked.versions(), all);
    assert_eq!(looked.result("tls.early_data"), (Fail, "accepted"));
    assert_eq!(looked.shown("tls.early_data"), "16384");
    assert_eq!(looked.result("tls.fallback"), (Pass, "noticed"));
    assert_eq!(looked.seen.versions[4].order, Order::Client);
    assert_eq!(looked.result("tls.cipher_order"), (Fail, "clients_order"));
}

#[tokio::test]
async fn what_a_server_does_with_other_names_is_seen() {
    let other = "} server { listen PLACE ssl default_server; ssl_reject_handshake on;";
    let Some(nginx) = program("nginx", "nginx-light") else { return };
    let authorities = Authorities::new();
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let good = authorities.good(HOST);
    house.write("chain.pem", &good.chain);
    house.write("key.pem", &good.key);
    let place = house.place(HOST, 443);
    let other = other.replace("PLACE", &place.to_string());
    let servers = format!(
        "server {{ listen {place} ssl; server_name {HOST}; ssl_certificate chain.pem; \
         ssl_certificate_key key.pem; {other} }}\n"
    );
    let config = house.write("nginx.conf", &configuration(&servers));
    let folder = house.path("");
    house.start(Command::new(nginx).arg("-p").arg(folder).arg("-c").arg(config), place).await;
    let looked = look(&house, &Options::default()).await;
    assert_eq!(looked.result("tls.other_name"), (Pass, "unrecognized_name"));
    assert_eq!(looked.result("tls.no_name"), (Pass, "unrecognized_name"));
    assert_eq!(looked.result("cert.chain").0, Pass);
}

/// Words before TLS: a small mail server in front of nginx.
#[tokio::test]
async fn a_mail_server_is_asked_for_tls_first() {
    let Some(nginx) = program("nginx", "nginx-light") else { return };
    let authorities = Authorities::new();
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let good = authorities.good(HOST);
    house.write("chain.pem", &good.chain);
    house.write("key.pem", &good.key);
    let place = house.place(HOST, 443);
    let servers = format!(
        "server {{ listen {place} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; \
         ssl_protocols TLSv1.2; }}\n"
    );
    let config = house.write("nginx.conf", &configuration(&servers));
    let folder = house.path("");
    house.start(Command::new(nginx).arg("-p").arg(folder).arg("-c").arg(config), place).await;
    let front = super::hostile::mail_front(place).await;
    house.lead(HOST, 25, front);
    let options = Options { start_tls: Some(StartTls::Smtp), ..Options::default() };
    let looked = look_at(&house, 25, &options).await;
    assert_eq!(looked.versions(), [Version::Tls12]);
    assert_eq!(looked.result("cert.chain").0, Pass);
    // The same server without the words is no TLS server.
    let looked = look_at(&house, 25, &Options::default()).await;
    assert_eq!(looked.result("tls.versions").1, "tls.not_tls");
}
