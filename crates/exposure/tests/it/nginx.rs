//! The HTTPS probe against nginx.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::Command;

use arvak_exposure::Https;
use arvak_probe::{CheckOutcome, Judgement};

use super::certificates::{Authorities, Served, end};
use super::house::{self, House, attribute, program, result, verdict};

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
    let (house, ..) = serve(make).await?;
    Some(house.judge(&Https, HOST, Some(443)).await)
}

/// Serves the site; also says where it listens over TLS and without.
async fn serve(
    make: impl FnOnce(&Authorities) -> Site<'static>,
) -> Option<(House, SocketAddr, SocketAddr)> {
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
    Some((house, secure, plain))
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
async fn a_visitor_should_meet_https_at_the_name_that_was_typed() {
    use CheckOutcome::{NotApplicable, Notice, Pass};
    for (plain, expected) in [
        ("return 301 https://$host$request_uri;", (Pass, "redirect.own_host")),
        ("return 301 https://other.nordvik.example/;", (Notice, "redirect.other_host")),
        ("return 301 http://other.nordvik.example/;", (NotApplicable, "redirect.none")),
        ("return 200 hello;", (NotApplicable, "redirect.none")),
    ] {
        let site = |a: &Authorities| Site { plain: Some(plain), ..Site::with(a.good(HOST)) };
        let Some(judgement) = look(site).await else { return };
        assert_eq!(result(&judgement, "http.redirect_own_host"), expected, "{plain}");
    }
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

#[tokio::test]
async fn a_server_that_speaks_only_the_newest_tls_is_understood() {
    for (protocols, version) in [("TLSv1.3", "TLSv1_3"), ("TLSv1.2", "TLSv1_2")] {
        let secure: &'static str = match protocols {
            "TLSv1.3" => "return 200 x; } ssl_protocols TLSv1.3; location /unused {",
            _ => "return 200 x; } ssl_protocols TLSv1.2; location /unused {",
        };
        let Some(judgement) = look(|a| Site { secure, ..Site::with(a.good(HOST)) }).await else {
            return;
        };
        assert_eq!(result(&judgement, "tls.reachable"), (CheckOutcome::Pass, "tls.answers"));
        let seen = &judgement.checks.iter().find(|check| check.id == "tls.reachable").unwrap().seen;
        assert!(seen.starts_with(version), "{seen}");
        assert_eq!(verdict(&judgement, "web.certificate"), "supports");
    }
}

#[tokio::test]
async fn an_endless_redirect_is_left_after_a_few_steps() {
    let loops = "return 302 https://$host$request_uri;";
    let Some(judgement) = look(|a| Site { secure: loops, ..Site::with(a.good(HOST)) }).await else {
        return;
    };
    assert_eq!(verdict(&judgement, "web.certificate"), "supports");
    assert_eq!(verdict(&judgement, "web.hsts"), "refutes hsts.absent");
    assert_eq!(result(&judgement, "http.redirect"), (CheckOutcome::Pass, "http.redirected"));
}

/// What was typed decides which ways are taken: results of reachable, redirect and HSTS.
#[tokio::test]
async fn a_bare_target_is_visited_the_ways_that_fit_it() {
    let Some((house, secure, plain)) = serve(|a| Site::with(a.good(HOST))).await else { return };
    let (tls_port, plain_port) = (secure.port(), plain.port());
    let [ok, other, untold] = ["pass", "not_applicable", "inconclusive"];
    for (target, expected) in [
        (HOST.to_owned(), [ok, ok, ok]),
        (format!("https://{HOST}/x?y"), [ok, ok, ok]),
        (format!("http://{HOST}"), [ok, ok, ok]),
        (format!("{HOST}:443"), [ok, ok, ok]),
        (format!("{HOST}:80"), [ok, ok, ok]),
        (format!("{}:{tls_port}", secure.ip()), [ok, other, untold]),
        (format!("https://{secure}/"), [ok, other, untold]),
        (format!("{}:{plain_port}", plain.ip()), [untold, ok, untold]),
        // It leads to https on the same host.
        (format!("http://{plain}/"), [ok, ok, untold]),
    ] {
        let judgement = house::look(&house, "http", &target).await;
        let outcome = |id| format!("{:?}", result(&judgement, id).0).to_lowercase();
        let found = ["http.reachable", "http.redirect", "http.hsts"].map(outcome);
        assert_eq!(found, expected.map(|outcome| outcome.replace('_', "")), "{target}");
        assert_eq!(judgement.checks.len(), super::web::of_a_look().count());
    }
}

#[tokio::test]
async fn a_given_place_stands_for_every_port_of_the_name() {
    let Some((mut house, secure, plain)) = serve(|a| Site::with(a.good(HOST))).await else {
        return;
    };
    // No resolver would know it.
    house.resolve_by("127.0.0.1:9".parse().unwrap());
    house.connect(HOST, secure);
    let judgement = house::look(&house, "tls", HOST).await;
    for id in ["cert.chain", "cert.expiry", "cert.hostname", "tls.reachable"] {
        assert_eq!(result(&judgement, id).0, CheckOutcome::Pass, "{id}");
    }
    assert!(judgement.checks.iter().all(|check| !check.id.starts_with("http.")));
    for target in [HOST, "https://www.nordvik.example"] {
        let judgement = house::look(&house, "http", target).await;
        assert_eq!(result(&judgement, "http.hsts"), (CheckOutcome::Pass, "hsts.present"));
    }
    house.connect(HOST, plain);
    for target in [HOST, "http://www.nordvik.example"] {
        let judgement = house::look(&house, "http", target).await;
        let redirect = result(&judgement, "http.redirect");
        assert_eq!(redirect, (CheckOutcome::Pass, "http.redirected"), "{target}");
    }
}

#[tokio::test]
async fn a_name_that_the_certificate_does_not_hold_is_told_from_one_that_it_does() {
    let Some((mut house, secure, _)) = serve(|a| Site::with(a.good("*.nordvik.example"))).await
    else {
        return;
    };
    for (host, outcome) in [
        ("www.nordvik.example", CheckOutcome::Pass),
        ("blåbær.nordvik.example", CheckOutcome::Pass),
        ("a.b.nordvik.example", CheckOutcome::Fail),
        ("nordvik.example", CheckOutcome::Fail),
    ] {
        let ascii = arvak_exposure::host_of_target("tls", host).unwrap();
        house.connect(ascii.as_str(), secure);
        let judgement = house::look(&house, "tls", host).await;
        assert_eq!(result(&judgement, "cert.hostname").0, outcome, "{host}");
        assert_eq!(result(&judgement, "cert.chain").0, CheckOutcome::Pass, "{host}");
    }
}
