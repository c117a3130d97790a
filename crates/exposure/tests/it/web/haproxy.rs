//! The balancer of HTTP: answers of its own, and the redirect to https.

use arvak_probe::CheckOutcome::{Fail, Inconclusive, Pass};

use super::*;

async fn site(secure_rules: &str, plain_rules: &str) -> Option<Judgement> {
    let program = program("haproxy", "haproxy")?;
    let authorities = Authorities::new();
    let served = authorities.good(HOST);
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    house.write("both.pem", &(served.chain + &served.key));
    let (secure, plain) = (house.place(HOST, 443), house.place(HOST, 80));
    let config = format!(
        "defaults\n  mode http\n  timeout client 5s\n  timeout connect 5s\n  timeout server 5s\n\
         frontend secure\n  bind {secure} ssl crt both.pem alpn h2,http/1.1\n{secure_rules}\n\
         frontend plain\n  bind {plain}\n{plain_rules}\n"
    );
    let config = house.write("haproxy.cfg", &config);
    house.start(Command::new(program).arg("-db").arg("-f").arg(config), secure).await;
    Some(look(&house).await)
}

#[tokio::test]
async fn a_page_of_its_own_with_fields_is_judged() {
    let secure = "  http-request return status 200 content-type text/html string \"<p>hei\" \
                  hdr Strict-Transport-Security max-age=31536000 hdr Content-Security-Policy \"default-src 'none'\" \
                  hdr Set-Cookie \"SERVERID=a; Secure\" if { path / }\n  http-request return status 404";
    let Some(judgement) = site(secure, "  http-request redirect scheme https code 301").await
    else {
        return;
    };
    for id in ["http.hsts", "http.csp", "http.cookie_secure", "http.redirect", "http.exposed_files"]
    {
        assert_eq!(result(&judgement, id).0, Pass, "{id}: {}", seen(&judgement, id));
    }
}

#[tokio::test]
async fn a_door_that_leaves_people_unencrypted_fails() {
    let secure = "  http-request return status 200 content-type text/html string \"<p>hei\" hdr Set-Cookie SERVERID=a";
    let Some(judgement) =
        site(secure, "  http-request return status 200 content-type text/html string hei").await
    else {
        return;
    };
    assert_result(&judgement, "http.redirect", (Fail, "http.no_redirect"));
    assert_result(&judgement, "http.cookie_secure", (Fail, "cookie.insecure"));
}

#[tokio::test]
async fn a_server_without_its_back_end_tells_nothing() {
    let Some(judgement) =
        site("  default_backend none\nbackend none", "  http-request redirect scheme https").await
    else {
        return;
    };
    assert_result(&judgement, "http.csp", (Inconclusive, "http.server_error"));
    assert_result(&judgement, "http.exposed_files", (Inconclusive, "http.kept_out"));
}
