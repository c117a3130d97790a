//! The HTTPS probe against nginx.

use std::fmt::Write as _;
use std::process::Command;

use arvak_exposure::Https;
use arvak_probe::{CheckOutcome, Judgement};

use super::certificates::{Authorities, Served, end};
use super::house::{House, attribute, program, result, verdict};

const HOST: &str = "www.nordvik.example";

/// What nginx does: over TLS, over plain HTTP (`None`: nothing listens), and on another port.
struct Site<'a> {
    host: &'a str,
    served: Served,
    secure: &'a str,
    plain: Option<&'a str>,
}

impl Site<'static> {
    fn with(served: Served) -> Self {
        let plain = Some("return 301 https://$host$request_uri;");
        Self {
            host: HOST,
            served,
            secure: "add_header Strict-Transport-Security \"max-age=31536000\"; return 200 hello;",
            plain,
        }
    }
}

/// Serves the site and looks at it; `None` when there is no nginx.
async fn look(make: impl FnOnce(&Authorities) -> Site<'static>) -> Option<Judgement> {
    let program = program("nginx", "nginx-light")?;
    let authorities = Authorities::new();
    let site = make(&authorities);
    let mut house = House::new();
    house.roots_pem = authorities.roots_pem();
    let secure = house.place(site.host, 443);
    house.write("chain.pem", &site.served.chain);
    house.write("key.pem", &site.served.key);
    let mut servers = format!(
        "server {{ listen {secure} ssl; ssl_certificate chain.pem; ssl_certificate_key key.pem; \
         location / {{ {} }} }}\n",
        site.secure
    );
    let plain = house.place(site.host, 80);
    if let Some(answer) = site.plain {
        writeln!(servers, "server {{ listen {plain}; location / {{ {answer} }} }}").unwrap();
    }
    let config = house.write("nginx.conf", &configuration(&servers));
    let folder = house.path("");
    house.start(Command::new(program).arg("-p").arg(folder).arg("-c").arg(config), secure).await;
    Some(house.judge(&Https, site.host, Some(443)).await)
}

fn configuration(servers: &str) -> String {
    format!(
        "daemon off; master_process off; pid nginx.pid; error_log stderr;\n\
         events {{ worker_connections 64; }}\n\
         http {{ access_log off; client_body_temp_path body; proxy_temp_path proxy; \
         fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;\n{servers}}}\n"
    )
}

#[tokio::test]
async fn a_site_in_order_is_supported_until_its_certificate_ends() {
    let Some(judgement) = look(|a| Site::with(a.good(HOST))).await else { return };
    for kind in ["web.certificate", "web.https_forced", "web.hsts"] {
        assert_eq!(verdict(&judgement, kind), "supports", "{kind}");
    }
    assert_eq!(attribute(&judgement, "web.certificate", "days_left"), Some(37));
    assert_eq!(attribute(&judgement, "web.hsts", "max_age_days"), Some(365));
    assert_eq!(judgement.verdicts[0].valid_until, Some(end()));
    for id in ["cert.chain", "cert.key", "cert.signature", "tls.reachable", "http.redirect"] {
        assert_eq!(result(&judgement, id).0, CheckOutcome::Pass, "{id}");
    }
}

#[tokio::test]
async fn a_certificate_with_a_fault_is_refuted_by_that_fault() {
    type Make = fn(&Authorities) -> Served;
    let cases: [(Make, &str, &str, &str); 6] = [
        (|a| a.expired(HOST), "cert.expired", "cert.expiry", "expired"),
        (|a| a.not_yet_valid(HOST), "cert.expired", "cert.expiry", "not_yet_valid"),
        (|a| a.good("other.example"), "cert.hostname", "cert.hostname", "other_name"),
        (|a| a.without_its_middle(HOST), "cert.untrusted", "cert.chain", "unknown_issuer"),
        (|a| a.strangers(HOST), "cert.untrusted", "cert.chain", "unknown_issuer"),
        (|_| Authorities::self_signed(HOST), "cert.untrusted", "cert.chain", "self_signed"),
    ];
    for (make, code, check, reason) in cases {
        let Some(judgement) = look(|a| Site::with(make(a))).await else { return };
        assert_eq!(verdict(&judgement, "web.certificate"), format!("refutes {code}"));
        assert_eq!(result(&judgement, check), (CheckOutcome::Fail, reason));
        let failed = |id: &&&str| result(&judgement, id).0 == CheckOutcome::Fail;
        let all = ["cert.chain", "cert.hostname", "cert.expiry"];
        assert_eq!(all.iter().filter(failed).collect::<Vec<_>>(), [&check], "only the one fault");
        // A browser does not heed the field of a site whose certificate it does not take.
        assert_eq!(verdict(&judgement, "web.hsts"), "inconclusive hsts.certificate");
        assert_eq!(verdict(&judgement, "web.https_forced"), "supports");
    }
}

#[tokio::test]
async fn a_site_without_hsts_or_with_a_short_one_is_refuted() {
    for (secure, code) in [
        ("return 200 hello;", "refutes hsts.absent"),
        ("add_header Strict-Transport-Security \"max-age=0\"; return 200 x;", "refutes hsts.short"),
        (
            "add_header Strict-Transport-Security \"max-age=86400\"; return 200 x;",
            "refutes hsts.short",
        ),
        ("add_header Strict-Transport-Security \"yes\"; return 200 x;", "refutes hsts.absent"),
    ] {
        let Some(judgement) = look(|a| Site { secure, ..Site::with(a.good(HOST)) }).await else {
            return;
        };
        assert_eq!(verdict(&judgement, "web.hsts"), code, "{secure}");
        assert_eq!(verdict(&judgement, "web.certificate"), "supports");
    }
}

#[tokio::test]
async fn what_plain_http_does_decides_whether_https_is_forced() {
    let cases: [(Option<&'static str>, &str); 7] = [
        (None, "supports"),
        (Some("return 301 https://$host/;"), "supports"),
        (Some("return 308 https://elsewhere.example/;"), "supports"),
        (Some("return 200 hello;"), "refutes http.no_redirect"),
        (Some("return 302 http://elsewhere.example/;"), "refutes http.no_redirect"),
        (Some("return 404;"), "inconclusive http.error_status"),
        (Some("return 301 http://$host/;"), "inconclusive http.not_followed"),
    ];
    for (plain, expected) in cases {
        let Some(judgement) = look(|a| Site { plain, ..Site::with(a.good(HOST)) }).await else {
            return;
        };
        assert_eq!(verdict(&judgement, "web.https_forced"), expected, "{plain:?}");
    }
}

#[tokio::test]
async fn redirects_on_the_host_itself_are_followed_on_either_way() {
    let secure = "if ($uri = /) { return 302 /start?state=secret; } add_header \
                  Strict-Transport-Security \"max-age=31536000\"; return 200 hello;";
    let plain = Some("if ($uri = /) { return 302 http://$host/a; } return 301 https://$host/;");
    let Some(judgement) = look(|a| Site { secure, plain, ..Site::with(a.good(HOST)) }).await else {
        return;
    };
    assert_eq!(verdict(&judgement, "web.hsts"), "supports");
    assert_eq!(verdict(&judgement, "web.https_forced"), "supports");
}

#[tokio::test]
async fn a_way_back_out_of_https_is_refuted() {
    let secure = "return 302 http://$host/;";
    let Some(judgement) = look(|a| Site { secure, ..Site::with(a.good(HOST)) }).await else {
        return;
    };
    assert_eq!(result(&judgement, "http.redirect"), (CheckOutcome::Fail, "http.downgrade"));
    assert_eq!(verdict(&judgement, "web.https_forced"), "refutes http.no_redirect");
}
