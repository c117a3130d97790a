//! Control over a domain: the record in a zone of Knot, and the file on a web server of nginx.

use std::fs;
use std::process::Command;

use arvak_exposure::Dns;
use arvak_probe::{CONTROL_PATH, Judgement};

use super::certificates::{Authorities, Served};
use super::house::{DOMAIN, House, program, verdict};

const TOKEN: &str = "0123456789abcdef0123456789abcdef";

/// A domain with a web server: its certificate, what is served as the file, and the rows of its zone.
struct Site<'a> {
    served: &'a Served,
    text: &'a str,
    /// More words for nginx.
    settings: &'a str,
    /// More rows of the zone.
    rows: &'a str,
}

/// What the DNS probe says, and what nginx was asked for.
async fn looked_at(authorities: &Authorities, site: &Site<'_>) -> Option<(Judgement, String)> {
    let (nginx, knot) = (program("nginx", "nginx-light")?, program("knotd", "knot")?);
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let place = house.place(DOMAIN, 443);
    let resolver = house.place("ns.nordvik.example", 53);
    let zone = format!(
        "$ORIGIN {DOMAIN}.\n$TTL 60\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\n\
         ns A 127.0.0.1\n@ A {}\n{}\n",
        house.address(DOMAIN),
        site.rows
    );
    house.write("zone", &zone);
    let dir = house.path("").display().to_string();
    let config = format!(
        "server:\n  rundir: {dir}\n  listen: {}@{}\ndatabase:\n  storage: {dir}\nzone:\n\
         - domain: {DOMAIN}\n  file: {dir}/zone\n",
        resolver.ip(),
        resolver.port()
    );
    let config = house.write("knot.conf", &config);
    house.start(Command::new(knot).arg("-c").arg(&config), resolver).await;
    house.resolve_by(resolver);
    house.write("chain.pem", &site.served.chain);
    house.write("key.pem", &site.served.key);
    fs::create_dir_all(house.path("root/.well-known")).unwrap();
    house.write(&format!("root{CONTROL_PATH}"), site.text);
    let config = format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log access.log; client_body_temp_path body; proxy_temp_path proxy; \
         fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n\
         server {{ listen {place} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; \
         root root; {} }} }}\n",
        site.settings
    );
    let config = house.write("nginx.conf", &config);
    let folder = house.path("");
    house.start(Command::new(nginx).arg("-p").arg(folder).arg("-c").arg(config), place).await;
    let tokens = [(DOMAIN.to_owned(), TOKEN.to_owned())];
    let judgement = house.judge(&Dns::new(tokens.into()), DOMAIN, None).await;
    house.quit();
    let log = fs::read_to_string(house.path("access.log")).unwrap_or_default();
    Some((judgement, log))
}

#[tokio::test]
async fn a_file_on_the_web_server_shows_control_over_that_server_alone() {
    let authorities = Authorities::new();
    let served = authorities.good(DOMAIN);
    let text = format!("arvak-control={TOKEN}\n");
    let site = Site { served: &served, text: &text, settings: "", rows: "" };
    let Some((judgement, log)) = looked_at(&authorities, &site).await else { return };
    assert_eq!(verdict(&judgement, "domain.site_control"), "supports");
    assert_eq!(verdict(&judgement, "domain.control"), "nothing");
    assert_eq!(log.lines().count(), 1, "one question: {log}");
    assert!(log.contains(CONTROL_PATH), "{log}");
}

#[tokio::test]
async fn where_the_record_is_nobody_asks_for_the_file() {
    let authorities = Authorities::new();
    let served = authorities.good(DOMAIN);
    let text = format!("arvak-control={TOKEN}\n");
    let rows = format!("_arvak TXT \"arvak-control={TOKEN}\"");
    let site = Site { served: &served, text: &text, settings: "", rows: &rows };
    let Some((judgement, log)) = looked_at(&authorities, &site).await else { return };
    assert_eq!(verdict(&judgement, "domain.control"), "supports");
    assert_eq!(verdict(&judgement, "domain.site_control"), "nothing");
    assert_eq!(log, "");
}

#[tokio::test]
async fn what_somebody_else_could_have_written_shows_nothing() {
    let authorities = Authorities::new();
    let good = authorities.good(DOMAIN);
    let right = format!("arvak-control={TOKEN}");
    let redirect = format!("location = {CONTROL_PATH} {{ return 302 https://annen.example/x; }}");
    let to_all = format!("location = {CONTROL_PATH} {{ return 404 '{right}'; }}");
    for (what, served, text, settings) in [
        ("another token", &good, "arvak-control=annet", ""),
        ("more than the token", &good, &*format!("{right}\n{right}"), ""),
        ("an expired certificate", &authorities.expired(DOMAIN), &*right, ""),
        ("a certificate of nobody known", &authorities.strangers(DOMAIN), &*right, ""),
        ("a certificate for another name", &authorities.good("annen.example"), &*right, ""),
        ("a redirect", &good, &*right, &*redirect),
        ("an error", &good, &*right, &*to_all),
    ] {
        let site = Site { served, text, settings, rows: "" };
        let Some((judgement, _)) = looked_at(&authorities, &site).await else { return };
        assert_eq!(verdict(&judgement, "domain.site_control"), "nothing", "{what}");
        assert_eq!(verdict(&judgement, "dns.resolves"), "supports", "{what}");
    }
}
