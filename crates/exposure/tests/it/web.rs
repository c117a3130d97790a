//! What web servers tell browsers, and what they show that they should not: on nginx, Apache and haproxy,
//! and on servers made for it.

mod apache;
mod exposed;
mod filter;
mod haproxy;
mod ipv6;
mod nginx;
mod peers;
mod stubs;

use std::net::SocketAddr;
use std::path::Path;
use std::process::Command;

use arvak_probe::{CheckOutcome, Judgement};

use super::certificates::Authorities;
use super::house::{self, House, program, result};

pub(crate) const HOST: &str = "www.nordvik.example";

/// The checks that a look at a web server makes: a filter is tried only where somebody claims that there is one.
pub(crate) fn of_a_look() -> impl Iterator<Item = &'static str> {
    let web = arvak_exposure::checks().iter().map(|check| check.id);
    web.filter(|id| id.starts_with("http.") && *id != "http.attack_filter")
}

/// A house with a certificate for [`HOST`] in `chain.pem` and `key.pem`.
fn house() -> House {
    let authorities = Authorities::new();
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let served = authorities.good(HOST);
    house.write("chain.pem", &served.chain);
    house.write("key.pem", &served.key);
    house
}

/// Files below `www` in the house.
fn files(house: &House, files: &[(&str, &[u8])]) {
    for (path, content) in files {
        let path = house.path("www").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        write(&path, content);
    }
}

fn write(path: &Path, content: &[u8]) {
    use std::io::Write as _;
    std::fs::File::create(path).unwrap().write_all(content).unwrap();
}

/// Starts nginx over TLS, with `server` inside its server block, and leads the host's ports there; port 80
/// redirects. Nothing when there is no nginx.
async fn nginx(house: &mut House, server: &str) -> Option<(SocketAddr, SocketAddr)> {
    let program = program("nginx", "nginx-light")?;
    let (secure, plain) = (house.place(HOST, 443), house.place(HOST, 80));
    let config = format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy; \
         fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n\
         types {{ text/html html; text/plain txt; application/javascript js; }}\n\
         server {{ listen {secure} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; root www; {server} }}\n\
         server {{ listen {plain}; return 301 https://$host$request_uri; }} }}\n"
    );
    std::fs::create_dir_all(house.path("www")).unwrap();
    let config = house.write("nginx.conf", &config);
    let folder = house.path("");
    house.start(Command::new(program).arg("-p").arg(folder).arg("-c").arg(config), secure).await;
    Some((secure, plain))
}

/// Looks at the host as somebody does who types its name.
async fn look(house: &House) -> Judgement {
    house::look(house, "http", HOST).await
}

/// The results of all checks that did not pass and for which there was something to check.
fn wrong(judgement: &Judgement) -> Vec<(&'static str, CheckOutcome, &str)> {
    let fine = [CheckOutcome::Pass, CheckOutcome::NotApplicable];
    let wrong = judgement.checks.iter().filter(|check| !fine.contains(&check.result));
    wrong.map(|check| (check.id, check.result, check.reason.as_str())).collect()
}

/// What was seen of a check.
fn seen<'a>(judgement: &'a Judgement, id: &str) -> &'a str {
    &judgement.checks.iter().find(|check| check.id == id).unwrap().seen
}

/// What the results of one check must be.
fn assert_result(judgement: &Judgement, id: &str, expected: (CheckOutcome, &str)) {
    assert_eq!(result(judgement, id), expected, "{id}: {}", seen(judgement, id));
}
