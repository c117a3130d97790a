//! Records of mail in zones of Knot DNS, and the servers that they name.

use std::process::Command;

use arvak_exposure::Mail;
use arvak_probe::CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
use arvak_probe::{CheckOutcome, Judgement};

use super::stub::{Manners, plain, serve};
use super::{assert_whole, look, shown};
use crate::certificates::Authorities;
use crate::house::{House, program, result};

const ZONE: &str = "
$ORIGIN nordvik.example.
$TTL 3600
@ SOA ns.nordvik.example. hostmaster.nordvik.example. 1 7200 3600 1209600 3600
@ NS ns
ns A 127.0.0.1
_dmarc TXT \"v=DMARC1; p=reject; sp=quarantine; rua=mailto:d@nordvik.example\"
;
; Everything as it should be, but for DANE.
god MX 10 mx.god
mx.god A MX_ADDRESS
mx.god AAAA ::ffff:MX_ADDRESS
god TXT \"v=spf1 mx a:mx.god.nordvik.example ~all\"
_dmarc.god TXT \"v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:a@god.nordvik.example,mailto:b@rapport.test\"
ed._domainkey.god TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"
_mta-sts.god TXT \"v=STSv1; id=20261128\"
mta-sts.god A WEB_ADDRESS
_smtp._tls.god TXT \"v=TLSRPTv1; rua=mailto:t@god.nordvik.example\"
default._bimi.god TXT \"v=BIMI1; l=https://god.nordvik.example/logo.svg; a=\"
;
; Reports go to somebody who has not said that he takes them, and to one who has.
rapport MX 10 mx.god
rapport TXT \"v=spf1 -all\"
_dmarc.rapport TXT \"v=DMARC1; p=none; rua=mailto:a@nei.test, mailto:b@ja.test!10m\"
;
; Names of mail servers that are none.
navn MX 10 alias.navn
navn MX 20 borte.navn
alias.navn CNAME mx.god
nullogmer MX 0 .
nullogmer MX 10 mx.god
;
; Names behind SPF that are not there.
tomt TXT \"v=spf1 mx:b.borte.nordvik.example exists:c.borte.nordvik.example a:mx.god.nordvik.example a:a.borte.nordvik.example -all\"
mange TXT \"v=spf1 mx -all\"
MANGE
makro TXT \"v=spf1 include:%{d1}.inkludert.%{o} -all\"
nordvik.inkludert.makro TXT \"v=spf1 -all\"
punktum TXT \"v=spf1 include:en.inkludert.nordvik.example. -all\"
en.inkludert TXT \"v=spf1 include:to.inkludert.nordvik.example -all\"
to.inkludert TXT \"v=spf1 -all\"
example.inkludert.makro TXT \"v=spf1 a:%{o} -all\"
;
; Keys.
under MX 10 mx.god
x.y._domainkey.under TXT \"nothing\"
jokertegn MX 10 mx.god
*.jokertegn TXT \"v=spf1 -all\"
uten MX 10 mx.god
testing MX 10 mx.god
testing._domainkey.testing TXT \"v=DKIM1; t=y; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"
s1._domainkey.testing TXT \"v=DKIM1; p=\"
dobbel MX 10 mx.god
s1._domainkey.dobbel TXT \"v=DKIM1; p=\"
s1._domainkey.dobbel TXT \"v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"
;
; Without mail.
lukket MX 0 .
lukket A 192.0.2.1
lukket TXT \"v=spf1 -all\"
_dmarc.lukket TXT \"v=DMARC1; p=reject\"
nesten A 192.0.2.1
nesten TXT \"v=spf1 -all\"
_dmarc.nesten TXT \"v=DMARC1; p=reject\"
apen A 192.0.2.1
sender A 192.0.2.1
sender TXT \"v=spf1 ip4:192.0.2.1 -all\"
;
; MTA-STS that nobody can use.
stsborte MX 10 mx.god
_mta-sts.stsborte TXT \"v=STSv1; id=1\"
stsdobbel MX 10 mx.god
_mta-sts.stsdobbel TXT \"v=STSv1; id=1\"
_mta-sts.stsdobbel TXT \"v=STSv1; id=2\"
stsid MX 10 mx.god
_mta-sts.stsid TXT \"v=STSv1; id=2026-11\"
_smtp._tls.stsid TXT \"v=TLSRPTv1; rua=t@nordvik.example\"
;
tlsa MX 10 mx.tlsa
mx.tlsa A MX_ADDRESS
_25._tcp.mx.tlsa TLSA 3 1 1 ABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABABAB
feil TXT \"v=spf1 -all\"
_dmarc.feil TXT \"v=DMARC1; p=reject; pct=400; adkim=strict\"
";

const OTHERS: &str = "
$ORIGIN test.
$TTL 3600
@ SOA ns.test. hostmaster.test. 1 7200 3600 1209600 3600
@ NS ns
ns A 127.0.0.1
god.nordvik.example._report._dmarc.rapport TXT \"v=DMARC1\"
*._report._dmarc.ja TXT \"v=DMARC1;\"
";

/// Knot with the zones; the mail server is at an address of the house, port 25, where `lead` says.
async fn house() -> Option<House> {
    let server = program("knotd", "knot")?;
    let mut house = House::new();
    house.roots_pem = Authorities::new().roots_pem();
    let place = house.place("ns.nordvik.example", 53);
    let mail = house.address("mx.god.nordvik.example").to_string();
    let web = house.address("mta-sts.god.nordvik.example").to_string();
    let many: String =
        ["0 a", "1 b", "2 c", "3 d", "4 e", "5 f", "6 g", "7 h", "8 i", "9 j", "10 k"]
            .map(|mx| ["mange MX ", mx, ".mange\n"].concat())
            .concat();
    let zone = ZONE.replace("MX_ADDRESS", &mail).replace("WEB_ADDRESS", &web);
    house.write("nordvik.example", &zone.replace("MANGE", &many));
    house.write("test", OTHERS);
    let dir = house.path("").display().to_string();
    let config = format!(
        "server:\n  rundir: {dir}\n  listen: {}@{}\nlog:\n- target: stderr\n  any: warning\n\
         database:\n  storage: {dir}\nzone:\n- domain: nordvik.example\n  file: {dir}/nordvik.example\n\
         - domain: test\n  file: {dir}/test\n",
        place.ip(),
        place.port(),
    );
    let config = house.write("knot.conf", &config);
    house.start(Command::new(server).arg("-c").arg(&config), place).await;
    house.resolve_by(place);
    Some(house)
}

async fn looked_at(house: &House, name: &str, selectors: &[&str]) -> Judgement {
    let judgement = look(house, &format!("{name}.nordvik.example"), selectors).await;
    assert_whole(&judgement);
    judgement
}

async fn assert_all(cases: &[(&str, &str, (CheckOutcome, &str))]) {
    let Some(house) = house().await else { return };
    for (name, id, expected) in cases {
        let judgement = looked_at(&house, name, &[]).await;
        assert_eq!(result(&judgement, id), *expected, "{name} {id}");
    }
}

#[tokio::test]
async fn records_that_are_as_they_should_be_pass() {
    let Some(mut house) = house().await else { return };
    let (address, _) = serve(Manners { greeting: "220 mx\r\n", answer: plain }).await;
    house.lead("mx.god.nordvik.example", 25, address);
    let judgement = looked_at(&house, "god", &["ED"]).await;
    for (id, expected) in [
        ("mail.mx", (Pass, "mx.present")),
        ("mail.mx_names", (Pass, "mx.names")),
        ("mail.ipv6", (Pass, "mx.ipv6")),
        ("spf.valid", (Pass, "spf.valid")),
        ("spf.void_lookups", (Pass, "spf.few_void")),
        ("dmarc.valid", (Pass, "dmarc.valid")),
        ("dmarc.reports", (Pass, "dmarc.reports")),
        ("dkim.present", (Pass, "dkim.found")),
        ("dkim.key", (Pass, "dkim.good")),
        ("tls_rpt.record", (Pass, "tls_rpt.present")),
        ("bimi.record", (Pass, "bimi.present")),
        ("mail.dane", (Fail, "dane.absent")),
        ("mail.parked", (NotApplicable, "parked.in_use")),
        // The server that MX names was greeted at port 25, and asked since its address is allowed.
        ("mail.starttls", (Fail, "starttls.not_offered")),
        ("mail.auth_before_tls", (Pass, "auth.none")),
    ] {
        assert_eq!(result(&judgement, id), expected, "{id}");
    }
    assert_eq!(shown(&judgement, "dmarc.alignment"), "DKIM strict, SPF strict");
    assert_eq!(shown(&judgement, "dkim.key"), "ed: Ed25519");
}

#[tokio::test]
async fn dmarc_is_judged_with_its_reports_and_its_parents() {
    assert_all(&[
        ("rapport", "dmarc.reports", (Fail, "dmarc.reports_not_taken")),
        ("rapport", "dmarc.policy", (Fail, "dmarc.none")),
        ("feil", "dmarc.valid", (Notice, "dmarc.faults")),
        ("feil", "dmarc.policy", (Pass, "dmarc.reject")),
        ("feil", "dmarc.reports", (Notice, "dmarc.no_reports")),
        ("uten", "dmarc.policy", (Pass, "dmarc.quarantine")),
    ])
    .await;
}

#[tokio::test]
async fn names_of_mail_servers_are_host_names_of_their_own() {
    let Some(house) = house().await else { return };
    let judgement = looked_at(&house, "navn", &[]).await;
    assert_eq!(result(&judgement, "mail.mx_names"), (Fail, "mx.alias"));
    assert!(shown(&judgement, "mail.mx_names").contains("borte.navn.nordvik.example"));
    assert_eq!(result(&judgement, "mail.ipv6"), (Fail, "mx.no_ipv6"));
    let judgement = looked_at(&house, "nullogmer", &[]).await;
    assert_eq!(result(&judgement, "mail.mx_names"), (Fail, "mx.null_and_others"));
    assert_eq!(result(&judgement, "mail.mx"), (Notice, "mx.null"));
}

#[tokio::test]
async fn what_spf_names_is_looked_for() {
    let Some(house) = house().await else { return };
    let judgement = looked_at(&house, "tomt", &[]).await;
    assert_eq!(result(&judgement, "spf.valid"), (Pass, "spf.valid"));
    assert_eq!(result(&judgement, "spf.void_lookups"), (Fail, "spf.void_lookups"));
    assert_eq!(
        shown(&judgement, "spf.void_lookups"),
        "b.borte.nordvik.example, c.borte.nordvik.example, a.borte.nordvik.example"
    );
    let judgement = looked_at(&house, "mange", &[]).await;
    assert_eq!(result(&judgement, "spf.valid"), (Fail, "spf.too_many_mx"));
    let judgement = looked_at(&house, "makro", &[]).await;
    assert_eq!(result(&judgement, "spf.lookups"), (Pass, "spf.few_lookups"));
    assert_eq!(shown(&judgement, "spf.lookups"), "2 of 10");
    let judgement = looked_at(&house, "punktum", &[]).await;
    assert_eq!(shown(&judgement, "spf.lookups"), "2 of 10", "a final dot does not matter");
}

#[tokio::test]
async fn keys_are_found_by_their_selectors_or_known_to_be_there() {
    assert_all(&[
        ("under", "dkim.present", (Pass, "dkim.subtree")),
        ("under", "dkim.key", (Inconclusive, "dkim.no_selector")),
        ("uten", "dkim.present", (Fail, "dkim.absent")),
        ("uten", "dkim.key", (NotApplicable, "dkim.absent")),
        ("jokertegn", "dkim.present", (Inconclusive, "dkim.wildcard")),
        ("dobbel", "dkim.key", (Fail, "dkim.multiple")),
        ("lukket", "dkim.present", (NotApplicable, "dkim.no_mail")),
    ])
    .await;
    let Some(house) = house().await else { return };
    let judgement = looked_at(&house, "testing", &["testing", "nobody"]).await;
    assert_eq!(result(&judgement, "dkim.key").0, Notice);
    assert_eq!(shown(&judgement, "dkim.key"), "testing: t=y; s1: p=");
}

#[tokio::test]
async fn a_domain_without_mail_should_say_so() {
    assert_all(&[
        ("lukket", "mail.parked", (Pass, "parked.closed")),
        ("lukket", "mail.mx", (Notice, "mx.null")),
        ("nesten", "mail.parked", (Notice, "parked.no_null_mx")),
        // The organisation's record reaches it, with its policy for subdomains.
        ("apen", "mail.parked", (Fail, "parked.spf_and_dmarc")),
        ("sender", "mail.parked", (NotApplicable, "parked.sends")),
        ("ingen", "mail.parked", (NotApplicable, "dns.nxdomain")),
    ])
    .await;
}

#[tokio::test]
async fn promises_of_tls_are_held_against_what_is_there() {
    assert_all(&[
        ("stsborte", "mta_sts.policy", (Fail, "mta_sts.no_host")),
        ("stsdobbel", "mta_sts.policy", (Fail, "mta_sts.multiple")),
        ("stsid", "mta_sts.policy", (Fail, "mta_sts.record")),
        ("stsid", "tls_rpt.record", (Fail, "tls_rpt.syntax")),
        ("uten", "mta_sts.policy", (Notice, "mta_sts.absent")),
        ("uten", "tls_rpt.record", (Notice, "tls_rpt.absent")),
        ("lukket", "mta_sts.policy", (NotApplicable, "mx.null")),
        // No key above the zone is known here, and Knot does not answer for the root.
        ("tlsa", "mail.dane", (Inconclusive, "dns.refused")),
        ("tlsa", "mail.dane_rollover", (Notice, "dane.no_rollover")),
    ])
    .await;
}

/// The policy file comes from a real web server, under a certificate that is good or not.
#[tokio::test]
async fn the_policy_file_is_fetched_and_read() {
    const HOST: &str = "mta-sts.god.nordvik.example";
    let policy = "version: STSv1\nmode: enforce\nmx: *.god.nordvik.example\nmax_age: 604800\n";
    let authorities = Authorities::new();
    for (text, served, expected) in [
        (policy, authorities.good(HOST), (Pass, "mta_sts.enforce")),
        (policy, authorities.expired(HOST), (Fail, "mta_sts.certificate")),
        (policy, authorities.good("other.example"), (Fail, "mta_sts.certificate")),
        (
            "version: STSv1\nmode: testing\nmx: mx.god.nordvik.example\nmax_age: 604800\n",
            authorities.good(HOST),
            (Notice, "mta_sts.testing"),
        ),
        (
            "version: STSv1\nmode: enforce\nmx: mx.nordvik.example\nmax_age: 604800\n",
            authorities.good(HOST),
            (Fail, "mta_sts.mx"),
        ),
        ("version: STSv1\nmode: enforce\n", authorities.good(HOST), (Fail, "mta_sts.syntax")),
    ] {
        let Some(mut house) = house().await else { return };
        let Some(nginx) = program("nginx", "nginx-light") else { return };
        house.roots_pem = authorities.roots_pem();
        house.write("chain.pem", &served.chain);
        house.write("key.pem", &served.key);
        std::fs::create_dir(house.path(".well-known")).unwrap();
        house.write(".well-known/mta-sts.txt", text);
        let place = house.place(HOST, 443);
        let dir = house.path("").display().to_string();
        let config = house.write("nginx.conf", &nginx_conf(&dir, &place.to_string()));
        house.start(Command::new(nginx).arg("-c").arg(&config), place).await;
        let judgement = looked_at(&house, "god", &[]).await;
        assert_eq!(result(&judgement, "mta_sts.policy"), expected, "{text}");
    }
}

fn nginx_conf(dir: &str, place: &str) -> String {
    format!(
        "daemon off; user root; pid {dir}/nginx.pid; error_log stderr;
events {{}}
http {{
  access_log off;
  default_type text/plain;
  server {{
    listen {place} ssl;
    ssl_certificate {dir}/chain.pem;
    ssl_certificate_key {dir}/key.pem;
    root {dir};
  }}
}}
"
    )
}

#[tokio::test]
async fn a_probe_of_the_inventory_sees_the_same() {
    let Some(house) = house().await else { return };
    let by_probe = house.judge(&Mail, "lukket.nordvik.example", None).await;
    let by_look = looked_at(&house, "lukket", &[]).await;
    assert_eq!(by_probe.checks, by_look.checks);
}
