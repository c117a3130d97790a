//! The DNS and mail probes against Knot DNS, which signs its zones itself.

use std::fmt::Write as _;
use std::process::Command;

use arvak_exposure::{Dns, Mail, look};
use arvak_probe::{CheckOutcome, Judgement};

use super::house::{House, attribute, program, result, verdict};

/// The parent of everything, with names that are no zones of their own.
const PARENT: &str = "
$ORIGIN example.
$TTL 3600
@ SOA ns.example. hostmaster.example. 1 7200 3600 1209600 3600
@ NS ns
ns A 127.0.0.1
nordvik NS ns
usignert NS ns
halv NS ns
tung NS ns
borte NS ns
vanlig A 192.0.2.1
alias CNAME vanlig
bare-txt TXT \"nothing else\"
;
streng MX 10 mx
streng TXT \"v=spf1 ip4:192.0.2.1 \" \"include:_spf.example -all\"
streng TXT \"verification=0123456789\"
_dmarc.streng TXT \"v=DMARC1; p=reject; \" \"rua=mailto:d@example\"
myk TXT \"v=spf1 mx ~all\"
_dmarc.myk TXT \"v=DMARC1; p=quarantine; pct=25\"
apen TXT \"v=spf1 +all\"
_dmarc.apen TXT \"v=DMARC1; p=none\"
dobbel TXT \"v=spf1 -all\"
dobbel TXT \"v=spf1 mx -all\"
_dmarc.dobbel TXT \"v=DMARC1; p=none\"
_dmarc.dobbel TXT \"v=DMARC1; p=reject\"
feil TXT \"v=spf1 ip5:192.0.2.1 -all\"
_dmarc.feil TXT \"v=DMARC1; policy=reject\"
videre TXT \"v=spf1 redirect=_spf.example\"
_spf TXT \"v=spf1 mx -all\"
sirkel TXT \"v=spf1 redirect=sirkel.example\"
;
elleve TXT \"v=spf1 a mx ptr include:fem.example include:fem.example -all\"
fem TXT \"v=spf1 a:a.example a:b.example a:c.example mx:d.example exists:e.example -all\"
_dmarc.elleve TXT \"v=DMARC1; p=reject; sp=none\"
ti TXT \"v=spf1 a mx ptr include:fem.example include:ip.example ~all\"
ip TXT \"v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 -all\"
_dmarc.ti TXT \"v=DMARC1; p=none; sp=reject\"
under.ti TXT \"v=spf1 -all\"
tomt TXT \"v=spf1 include:ingenting.example -all\"
borteb TXT \"v=spf1 include:borte.example -all\"
avsender TXT \"v=spf1 include:%{i}._spf.example -all\"
";

/// Keys and signatures come from Knot.
const CHILD: &str = "
$TTL 3600
@ SOA ns.example. hostmaster.example. 1 7200 3600 1209600 3600
@ NS ns.example.
@ A 192.0.2.10
@ MX 10 mail
@ CAA 0 issue \"buypass.com\"
_arvak TXT \"arvak-control=abc123\"
";

/// Runs Knot with all zones; `None` when it is not installed.
async fn house() -> Option<House> {
    let server = program("knotd", "knot")?;
    let keymgr = program("keymgr", "knot")?;
    let mut house = House::new();
    let place = house.place("ns.example", 53);
    let zones = [
        "example",
        "nordvik.example",
        "usignert.example",
        "halv.example",
        "borte.example",
        "tung.example",
    ];
    let mut config = format!(
        "server:\n  rundir: {dir}\n  listen: {ip}@{port}\nlog:\n- target: stderr\n  any: warning\n\
         database:\n  storage: {dir}\npolicy:\n- id: manual\n  manual: on\n- id: tung\n  manual: on\n  nsec3: on\n  nsec3-iterations: 500\nzone:\n",
        dir = house.path("").display(),
        ip = place.ip(),
        port = place.port(),
    );
    for zone in zones {
        let signing = matches!(zone, "nordvik.example" | "halv.example" | "tung.example");
        writeln!(
            config,
            "- domain: {zone}\n  file: {}\n  zonefile-sync: -1\n  dnssec-signing: {}\n  \
             dnssec-policy: {}",
            house.path(zone).display(),
            if signing { "on" } else { "off" },
            if zone == "tung.example" { "tung" } else { "manual" },
        )
        .unwrap();
        // What is `borte` has no file, and Knot answers SERVFAIL for it.
        if !matches!(zone, "example" | "borte.example") {
            house.write(zone, &format!("$ORIGIN {zone}.\n{CHILD}"));
        }
    }
    let config = house.write("knot.conf", &config);
    let keys = |zone: &str, words: &[&str]| {
        let mut command = Command::new(&keymgr);
        let output = command.arg("-c").arg(&config).arg(zone).args(words).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    let new_key = ["generate", "algorithm=ECDSAP256SHA256", "ksk=yes", "zsk=yes"];
    keys("nordvik.example", &new_key);
    keys("halv.example", &new_key);
    keys("tung.example", &new_key);
    let ds = keys("nordvik.example", &["ds"]);
    house.write("example", &format!("{PARENT}{ds}"));
    house.start(Command::new(server).arg("-c").arg(&config), place).await;
    house.resolve_by(place);
    Some(house)
}

async fn dns(house: &House, domain: &str) -> Judgement {
    let control = [(domain.to_owned(), "abc123".to_owned())];
    house.judge(&Dns::new(control.into()), domain, None).await
}

#[tokio::test]
async fn a_signed_zone_that_its_parent_vouches_for_is_supported() {
    let Some(house) = house().await else { return };
    let judgement = dns(&house, "nordvik.example").await;
    assert_eq!(verdict(&judgement, "dns.resolves"), "supports");
    assert_eq!(verdict(&judgement, "dnssec.present"), "supports");
    assert_eq!(verdict(&judgement, "domain.control"), "supports");
    assert_eq!(result(&judgement, "caa.present").0, CheckOutcome::Pass);
}

#[tokio::test]
async fn zones_that_lack_signatures_or_a_vouching_parent_are_refuted() {
    let Some(house) = house().await else { return };
    for (domain, reason) in
        [("usignert.example", "dnssec.absent"), ("halv.example", "dnssec.no_ds")]
    {
        let judgement = dns(&house, domain).await;
        assert_eq!(verdict(&judgement, "dnssec.present"), "refutes dnssec.absent", "{domain}");
        assert_eq!(result(&judgement, "dnssec.present"), (CheckOutcome::Fail, reason));
        assert_eq!(verdict(&judgement, "dns.resolves"), "supports");
    }
}

#[tokio::test]
async fn a_zone_that_hashes_names_many_times_is_told_so() {
    let Some(house) = house().await else { return };
    let judgement = dns(&house, "tung.example").await;
    let expected = (CheckOutcome::Fail, "nsec3.many_iterations");
    assert_eq!(result(&judgement, "dnssec.nsec3"), expected);
}

#[tokio::test]
async fn names_that_are_no_zones_are_told_apart_from_names_that_are_not_there() {
    let Some(house) = house().await else { return };
    for (domain, resolves, dnssec) in [
        ("vanlig.example", "supports", "inconclusive dnssec.not_a_zone"),
        ("alias.example", "supports", "inconclusive dnssec.not_a_zone"),
        ("bare-txt.example", "refutes dns.no_records", "inconclusive dnssec.not_a_zone"),
        ("ingen.example", "refutes dns.nxdomain", "inconclusive dns.nxdomain"),
        ("borte.example", "inconclusive dns.servfail", "inconclusive dns.servfail"),
        ("fremmed.test", "inconclusive dns.refused", "inconclusive dns.refused"),
    ] {
        let judgement = dns(&house, domain).await;
        assert_eq!(verdict(&judgement, "dns.resolves"), resolves, "{domain}");
        assert_eq!(verdict(&judgement, "dnssec.present"), dnssec, "{domain}");
        assert_eq!(verdict(&judgement, "domain.control"), "nothing", "{domain}");
    }
}

#[tokio::test]
async fn mail_records_are_judged_as_they_stand() {
    let Some(house) = house().await else { return };
    for (domain, spf, dmarc, enforcement) in [
        ("streng", "supports", "supports", Some(2)),
        ("myk", "supports", "supports", Some(1)),
        ("apen", "refutes spf.permissive", "refutes dmarc.none", Some(0)),
        ("dobbel", "refutes spf.invalid", "refutes dmarc.invalid", None),
        ("feil", "refutes spf.invalid", "refutes dmarc.invalid", None),
        ("videre", "supports", "refutes dmarc.absent", None),
        ("sirkel", "refutes spf.invalid", "refutes dmarc.absent", None),
        ("bare-txt", "refutes spf.absent", "refutes dmarc.absent", None),
        ("elleve", "refutes spf.invalid", "supports", Some(2)),
        ("ti", "supports", "refutes dmarc.none", Some(0)),
        // A subdomain is under its parent's `sp`.
        ("under.ti", "supports", "supports", Some(2)),
        ("tomt", "refutes spf.invalid", "refutes dmarc.absent", None),
        ("borteb", "inconclusive dns.servfail", "refutes dmarc.absent", None),
        ("avsender", "supports", "refutes dmarc.absent", None),
        ("ingen", "refutes spf.absent", "refutes dmarc.absent", None),
        ("borte", "inconclusive dns.servfail", "inconclusive dns.servfail", None),
    ] {
        let judgement = house.judge(&Mail, &format!("{domain}.example"), None).await;
        assert_eq!(verdict(&judgement, "mail.spf"), spf, "{domain}");
        assert_eq!(verdict(&judgement, "mail.dmarc"), dmarc, "{domain}");
        assert_eq!(attribute(&judgement, "mail.dmarc", "enforcement"), enforcement, "{domain}");
    }
    let judgement = house.judge(&Mail, "streng.example", None).await;
    assert_eq!(result(&judgement, "mail.mx"), (CheckOutcome::Pass, "mx.present"));
}

#[tokio::test]
async fn each_check_of_mail_records_has_its_own_result_and_reason() {
    use CheckOutcome::{Fail, Inconclusive, NotApplicable, Notice, Pass};
    let Some(house) = house().await else { return };
    for (domain, id, expected) in [
        ("streng", "mail.mx", (Pass, "mx.present")),
        ("myk", "mail.mx", (Notice, "mx.absent")),
        ("streng", "spf.valid", (Pass, "spf.valid")),
        ("streng", "spf.lookups", (Pass, "spf.few_lookups")),
        ("streng", "spf.policy", (Pass, "spf.fail")),
        ("myk", "spf.policy", (Notice, "spf.softfail")),
        ("apen", "spf.policy", (Fail, "spf.permissive")),
        ("dobbel", "spf.valid", (Fail, "spf.multiple")),
        ("dobbel", "spf.policy", (NotApplicable, "spf.invalid")),
        ("feil", "spf.valid", (Fail, "spf.syntax")),
        ("tomt", "spf.valid", (Fail, "spf.include_of_nothing")),
        ("elleve", "spf.lookups", (Fail, "spf.too_many_lookups")),
        ("sirkel", "spf.lookups", (Fail, "spf.too_many_lookups")),
        ("ti", "spf.lookups", (Pass, "spf.few_lookups")),
        ("avsender", "spf.lookups", (Inconclusive, "spf.macro")),
        ("borteb", "spf.valid", (Inconclusive, "dns.servfail")),
        ("streng", "dmarc.policy", (Pass, "dmarc.reject")),
        ("myk", "dmarc.policy", (Pass, "dmarc.quarantine")),
        ("apen", "dmarc.policy", (Fail, "dmarc.none")),
        ("dobbel", "dmarc.policy", (Fail, "dmarc.multiple")),
        ("feil", "dmarc.policy", (Fail, "dmarc.syntax")),
        ("bare-txt", "dmarc.policy", (Fail, "dmarc.absent")),
        ("elleve", "dmarc.subdomain_policy", (Fail, "dmarc.none")),
        ("ti", "dmarc.subdomain_policy", (Pass, "dmarc.reject")),
        ("streng", "dmarc.subdomain_policy", (Pass, "dmarc.reject")),
        ("ingen", "dmarc.subdomain_policy", (Fail, "dmarc.absent")),
    ] {
        let judgement = house.judge(&Mail, &format!("{domain}.example"), None).await;
        assert_eq!(result(&judgement, id), expected, "{domain} {id}");
    }
}

#[tokio::test]
async fn a_bare_target_can_be_looked_at_without_an_inventory() {
    let Some(house) = house().await else { return };
    let net = house.net().await;
    let (clock, vantage) = (super::house::clock(), "inside".parse().unwrap());
    let checks = look("dns", "nordvik.example", &net, &clock, &vantage).await.unwrap();
    let passed =
        |id: &str| checks.iter().any(|check| check.id == id && check.result == CheckOutcome::Pass);
    assert!(passed("dns.resolves") && passed("dnssec.present") && passed("caa.present"));
    let checks = look("mail", "streng.example", &net, &clock, &vantage).await.unwrap();
    let of_mail = ["bimi.", "dkim.", "dmarc.", "mail.", "mta_sts.", "spf.", "tls_rpt."];
    let all = arvak_exposure::checks().iter().map(|check| check.id);
    let all: Vec<&str> =
        all.filter(|id| of_mail.iter().any(|start| id.starts_with(start))).collect();
    let mut found: Vec<&str> = checks.iter().map(|check| check.id).collect();
    found.sort_unstable();
    assert_eq!(found, all);
    let refused = look("gopher", "nordvik.example", &net, &clock, &vantage).await.unwrap_err();
    assert_eq!(refused.code(), "look.unknown_kind");
    let refused = look("mail", "nordvik.example:25", &net, &clock, &vantage).await.unwrap_err();
    assert_eq!(refused.code(), "look.bad_target");
}
