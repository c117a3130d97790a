//! Chains of trust over zones that BIND's own tools sign and Knot serves, told as BIND's `delv` tells them.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use arvak_exposure::Dns;
use arvak_probe::{CheckOutcome, Clock as _, SystemClock};

use super::house::{House, program, result};

/// The rows of every child zone.
const CHILD: &str = "
$TTL 3600
@ SOA ns.example. hostmaster.example. 1 7200 3600 1209600 3600
@ NS ns.example.
@ A 192.0.2.10
@ MX 10 mail
@ TXT \"v=spf1 \" \"-all\"
www A 192.0.2.11
a.tom A 192.0.2.12
*.jokertegn A 192.0.2.13
alias CNAME www.rsa.example.
unders NS ns.example.
";

/// What is done to a zone.
#[derive(Clone, Copy, Default)]
pub(crate) struct Make {
    pub(crate) algorithm: &'static str,
    /// More words for dnssec-signzone.
    pub(crate) sign: &'static [&'static str],
    /// Begin and end of the signatures, in seconds from now.
    pub(crate) time: Option<(i64, i64)>,
    /// What is done to the signed file, line by line.
    pub(crate) change: Option<fn(&str) -> Option<String>>,
    /// What is done to the DS record at the parent.
    pub(crate) ds: Option<fn(&str) -> Option<String>>,
}

const EC: &str = "ECDSAP256SHA256";

/// A zone that is signed well, as most are today.
pub(crate) fn signed() -> Make {
    good(EC)
}

fn good(algorithm: &'static str) -> Make {
    Make { algorithm, ..Make::default() }
}

/// Every zone, and the outcome and reason of `dnssec.valid`.
fn zones() -> Vec<(&'static str, Option<Make>, CheckOutcome, &'static str)> {
    use CheckOutcome::{Fail, NotApplicable, Pass};
    let day = 86_400;
    let ec = good(EC);
    vec![
        ("rsa", Some(good("RSASHA256")), Pass, "dnssec.valid"),
        ("rsa512", Some(good("RSASHA512")), Pass, "dnssec.valid"),
        ("sha1", Some(good("RSASHA1")), Pass, "dnssec.valid"),
        ("ec", Some(ec), Pass, "dnssec.valid"),
        ("ec384", Some(good("ECDSAP384SHA384")), Pass, "dnssec.valid"),
        ("ed", Some(good("ED25519")), Pass, "dnssec.valid"),
        ("ed448", Some(good("ED448")), NotApplicable, "dnssec.unsupported"),
        ("nsec3", Some(Make { sign: &["-3", "-", "-H", "0"], ..ec }), Pass, "dnssec.valid"),
        ("salt", Some(Make { sign: &["-3", "aabb", "-H", "10"], ..ec }), Pass, "dnssec.valid"),
        ("optout", Some(Make { sign: &["-3", "-", "-H", "0", "-A"], ..ec }), Pass, "dnssec.valid"),
        ("utgatt", Some(Make { time: Some((-20 * day, -day)), ..ec }), Fail, "dnssec.expired"),
        ("fremtid", Some(Make { time: Some((day, 20 * day)), ..ec }), Fail, "dnssec.not_yet_valid"),
        (
            "endret",
            Some(Make {
                change: Some(|line| Some(line.replace("192.0.2.10", "192.0.2.66"))),
                ..ec
            }),
            Fail,
            "dnssec.bad_signature",
        ),
        (
            "naken",
            Some(Make {
                change: Some(|line| (!line.contains("RRSIG\tA ")).then(|| line.to_owned())),
                ..ec
            }),
            Fail,
            "dnssec.missing_signature",
        ),
        (
            "tomrom",
            Some(Make {
                change: Some(|line| {
                    (!line.contains("NSEC\t") && !line.contains("RRSIG\tNSEC "))
                        .then(|| line.to_owned())
                }),
                ..ec
            }),
            Fail,
            "dnssec.missing_denial",
        ),
        (
            "feilds",
            Some(Make { ds: Some(|ds| Some(other_digest(ds))), ..ec }),
            Fail,
            "dnssec.ds_mismatch",
        ),
        (
            "annends",
            Some(Make { ds: Some(|ds| Some(other_tag(ds))), ..ec }),
            Fail,
            "dnssec.no_matching_key",
        ),
        ("utends", Some(Make { ds: Some(|_| None), ..ec }), NotApplicable, "dnssec.insecure"),
        ("usignert", None, NotApplicable, "dnssec.insecure"),
    ]
}

/// The last character of the digest is another.
fn other_digest(ds: &str) -> String {
    let ds = ds.trim_end();
    let (rest, last) = ds.split_at(ds.len() - 1);
    format!("{rest}{}", if last == "0" { "1" } else { "0" })
}

fn other_tag(ds: &str) -> String {
    let mut words: Vec<String> = ds.split_whitespace().map(str::to_owned).collect();
    let tag: u16 = words[3].parse().unwrap();
    words[3] = (tag ^ 1).to_string();
    words.join(" ")
}

struct Tools {
    knotd: PathBuf,
    keygen: PathBuf,
    signzone: PathBuf,
    dsfromkey: PathBuf,
}

impl Tools {
    fn find() -> Option<Self> {
        Some(Self {
            knotd: program("knotd", "knot")?,
            keygen: program("dnssec-keygen", "bind9-utils")?,
            signzone: program("dnssec-signzone", "bind9-utils")?,
            dsfromkey: program("dnssec-dsfromkey", "bind9-utils")?,
        })
    }
}

fn run(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// Signs the zone in the file of its name, and gives its DS record and its key.
fn sign(house: &House, tools: &Tools, zone: &str, make: &Make) -> (String, String) {
    let mut command = Command::new(&tools.keygen);
    command.current_dir(house.path("")).args(["-q", "-f", "KSK", "-a", make.algorithm]);
    if make.algorithm.starts_with("RSA") {
        command.args(["-b", "2048"]);
    }
    let key = run(command.arg(zone)).trim().to_owned();
    let now = house.now.as_millis() / 1_000;
    let (begin, end) = make.time.unwrap_or((-3_600, 86_400 * 20));
    let stamp = |seconds: i64| {
        let time = arvak_core::Instant::from_millis((now + seconds) * 1_000).to_string();
        time.chars().filter(char::is_ascii_digit).take(14).collect::<String>()
    };
    run(Command::new(&tools.signzone)
        .current_dir(house.path(""))
        .args(["-S", "-P", "-z", "-O", "full", "-s", &stamp(begin), "-e", &stamp(end)])
        .args(make.sign)
        .args(["-o", zone, "-f", &format!("{zone}.signed"), zone]));
    let signed = std::fs::read_to_string(house.path(&format!("{zone}.signed"))).unwrap();
    let change = make.change.unwrap_or(|line| Some(line.to_owned()));
    let changed: Vec<String> = signed.lines().filter_map(change).collect();
    house.write(zone, &(changed.join("\n") + "\n"));
    let ds = run(Command::new(&tools.dsfromkey).current_dir(house.path("")).args(["-2", &key]));
    let text = std::fs::read_to_string(house.path(&format!("{key}.key"))).unwrap();
    let record = text.lines().find(|line| !line.starts_with(';')).unwrap().to_owned();
    (make.ds.unwrap_or(|ds| Some(ds.to_owned()))(&ds).unwrap_or_default(), record)
}

struct Zones {
    house: House,
    place: SocketAddr,
    /// The key of `example`, as a record.
    key: String,
    /// The key of the zone for which `example` has no DS.
    orphan: String,
}

async fn house() -> Option<Zones> {
    let tools = Tools::find()?;
    let mut house = House::new();
    house.now = SystemClock.now();
    let place = house.place("ns.example", 53);
    let mut parent =
        "$TTL 3600\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\nns A 127.0.0.1\n\
                      peker CNAME alias.ec\nvekk CNAME www.usignert\n"
            .to_owned();
    let mut names = vec!["example".to_owned()];
    let mut orphan = String::new();
    for (label, make, ..) in zones() {
        let zone = format!("{label}.example");
        house.write(&zone, CHILD);
        writeln!(parent, "{label} NS ns").unwrap();
        if let Some(make) = make {
            let (ds, key) = sign(&house, &tools, &zone, &make);
            if label == "utends" {
                orphan = key;
            }
            writeln!(parent, "{ds}").unwrap();
        }
        names.push(zone);
    }
    house.write("example", &parent);
    let (_, key) = sign(&house, &tools, "example", &good(EC));
    serve(&mut house, &tools, place, &names).await;
    house.trust_anchor = Some(key.as_str().into());
    Some(Zones { house, place, key, orphan })
}

/// Serves the zones in the files of their names, to everyone who asks the house.
async fn serve(house: &mut House, tools: &Tools, place: SocketAddr, names: &[String]) {
    let mut config = format!(
        "server:\n  rundir: {dir}\n  listen: {ip}@{port}\nlog:\n- target: stderr\n  any: warning\n\
         database:\n  storage: {dir}\nzone:\n",
        dir = house.path("").display(),
        ip = place.ip(),
        port = place.port(),
    );
    for zone in names {
        let file = house.path(zone).display().to_string();
        writeln!(config, "- domain: {zone}\n  file: {file}\n  zonefile-sync: -1").unwrap();
    }
    let config = house.write("knot.conf", &config);
    house.start(Command::new(&tools.knotd).arg("-c").arg(&config), place).await;
    house.resolve_by(place);
}

/// Serves one zone below `example`, whose key is trusted: made like this, or not signed at all. It says
/// where; nothing when what it needs is not installed.
pub(crate) async fn serve_below_example(
    house: &mut House,
    zone: &str,
    rows: &str,
    make: Option<&Make>,
) -> Option<SocketAddr> {
    let tools = Tools::find()?;
    let place = house.place(&format!("ns.{zone}"), 53);
    house.write(zone, rows);
    let ds = make.map(|make| sign(house, &tools, zone, make).0).unwrap_or_default();
    let parent = format!(
        "$TTL 3600\n@ SOA ns hostmaster 1 7200 3600 1209600 3600\n@ NS ns\nns A 127.0.0.1\n\
         {zone}. NS ns\n{ds}\n"
    );
    house.write("example", &parent);
    let (_, key) = sign(house, &tools, "example", &signed());
    serve(house, &tools, place, &["example".to_owned(), zone.to_owned()]).await;
    house.trust_anchor = Some(key.as_str().into());
    Some(place)
}

/// What BIND's validator says of a name and type: the outcome that `dnssec.valid` has for that.
fn delv(zones: &Zones, delv: &PathBuf, name: &str, record_type: &str) -> CheckOutcome {
    let words: Vec<&str> = zones.key.split_whitespace().collect();
    let at = words.iter().position(|word| *word == "DNSKEY").unwrap();
    let anchor = format!(
        "trust-anchors {{ example. static-key {} {} {} \"{}\"; }};\n",
        words[at + 1],
        words[at + 2],
        words[at + 3],
        words[at + 4..].concat()
    );
    let file = zones.house.write("delv.key", &anchor);
    let output = Command::new(delv)
        .arg(format!("@{}", zones.place.ip()))
        .args(["-p", &zones.place.port().to_string(), "-a"])
        .arg(file)
        .args(["+root=example", name, record_type])
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    match () {
        // An alias may be signed and where it leads not.
        () if text.contains("unsigned answer") => CheckOutcome::NotApplicable,
        () if text.contains("fully validated") => CheckOutcome::Pass,
        () => {
            assert!(text.contains("failed"), "{name} {record_type}: {text}");
            CheckOutcome::Fail
        }
    }
}

#[tokio::test]
async fn every_zone_is_secure_insecure_or_bogus_for_its_own_reason() {
    let Some(zones_here) = house().await else { return };
    for (label, _, outcome, reason) in zones() {
        let domain = format!("{label}.example");
        let judgement = zones_here.house.judge(&Dns::default(), &domain, None).await;
        assert_eq!(result(&judgement, "dnssec.valid"), (outcome, reason), "{domain}");
    }
}

#[tokio::test]
async fn names_inside_zones_are_judged_as_the_validator_of_bind_judges_them() {
    let Some(delv_program) = program("delv", "bind9-dnsutils") else { return };
    let Some(zones_here) = house().await else { return };
    let mut names: Vec<String> =
        ["www", "a.tom", "tom", "x.jokertegn", "ingen", "alias", "unders", "x.unders"]
            .iter()
            .flat_map(|name| {
                ["rsa", "nsec3", "salt", "optout", "utgatt"]
                    .map(|zone| format!("{name}.{zone}.example"))
            })
            .collect();
    names.extend(zones().into_iter().map(|(label, ..)| format!("{label}.example")));
    names.extend(["example", "peker.example", "vekk.example", "ingen.example"].map(str::to_owned));
    for name in names {
        // Where a zone opts out, something unsigned may stand there, or nearer than the wildcard. BIND calls
        // the denial secure all the same; RFC 5155 section 9.2 and Unbound do not.
        // And nobody serves what `unders` delegates: BIND follows the referral in vain.
        // Nothing here can check Ed448, and BIND can.
        let skipped =
            ["x.jokertegn", "ingen", "unders", "x.unders"].map(|n| format!("{n}.optout.example"));
        if skipped.contains(&name) || name == "ed448.example" {
            continue;
        }
        let types = ["SOA", "A", "AAAA"];
        let told = types.map(|record_type| delv(&zones_here, &delv_program, &name, record_type));
        let expected = match () {
            () if told.contains(&CheckOutcome::Fail) => CheckOutcome::Fail,
            () => told[0],
        };
        let judgement = zones_here.house.judge(&Dns::default(), &name, None).await;
        assert_eq!(result(&judgement, "dnssec.valid").0, expected, "{name}: {told:?}");
    }
}

/// A resolver that validates hides what is wrong, unless it is told not to.
#[tokio::test]
async fn a_validating_resolver_hides_nothing() {
    let Some(unbound) = program("unbound", "unbound") else { return };
    let Some(mut here) = house().await else { return };
    let place = here.house.place("resolver.example", 53);
    let key = here.house.write("root.key", &format!("{}\n", here.key));
    let config = format!(
        "server:\n  interface: {ip}\n  port: {port}\n  do-daemonize: no\n  chroot: \"\"\n  \
         username: \"\"\n  pidfile: \"\"\n  use-syslog: no\n  directory: \"{dir}\"\n  \
         do-not-query-localhost: no\n  trust-anchor-file: \"{key}\"\n\
         remote-control:\n  control-enable: no\n\
         stub-zone:\n  name: \"example\"\n  stub-addr: {knot}@{knot_port}\n",
        ip = place.ip(),
        port = place.port(),
        dir = here.house.path("").display(),
        key = key.display(),
        knot = here.place.ip(),
        knot_port = here.place.port(),
    );
    // Every zone is asked for where it is: referrals lead to port 53, where nobody listens.
    let mut config = config;
    for (label, ..) in zones() {
        let Zones { place, .. } = &here;
        let at = format!("{}@{}", place.ip(), place.port());
        writeln!(config, "stub-zone:\n  name: \"{label}.example\"\n  stub-addr: {at}").unwrap();
    }
    let config = here.house.write("unbound.conf", &config);
    let mut command = Command::new(unbound);
    here.house.start(command.arg("-d").arg("-c").arg(&config), place).await;
    here.house.resolve_by(place);
    for (label, _, outcome, reason) in zones() {
        let domain = format!("{label}.example");
        let judgement = here.house.judge(&Dns::default(), &domain, None).await;
        assert_eq!(result(&judgement, "dnssec.valid"), (outcome, reason), "{domain}");
    }
}

#[tokio::test]
async fn a_known_key_of_the_zone_itself_vouches_as_its_parent_would() {
    let Some(mut here) = house().await else { return };
    let judgement = here.house.judge(&Dns::default(), "utends.example", None).await;
    assert_eq!(result(&judgement, "dnssec.present"), (CheckOutcome::Fail, "dnssec.no_ds"));
    here.house.trust_anchor = Some(here.orphan.as_str().into());
    let judgement = here.house.judge(&Dns::default(), "utends.example", None).await;
    assert_eq!(result(&judgement, "dnssec.present"), (CheckOutcome::Pass, "dnssec.present"));
    assert_eq!(result(&judgement, "dnssec.valid"), (CheckOutcome::Pass, "dnssec.valid"));
}

#[tokio::test]
async fn without_a_known_key_above_the_domain_nothing_is_told() {
    let Some(mut zones_here) = house().await else { return };
    let other = zones_here.key.replacen("example.", "annet.", 1);
    zones_here.house.trust_anchor = Some(other.as_str().into());
    let judgement = zones_here.house.judge(&Dns::default(), "ec.example", None).await;
    let expected = (CheckOutcome::Inconclusive, "dnssec.no_anchor");
    assert_eq!(result(&judgement, "dnssec.valid"), expected);
    // The root's own keys: Knot does not answer for the root.
    zones_here.house.trust_anchor = None;
    let judgement = zones_here.house.judge(&Dns::default(), "ec.example", None).await;
    assert_eq!(result(&judgement, "dnssec.valid"), (CheckOutcome::Inconclusive, "dns.refused"));
}

#[tokio::test]
async fn algorithms_and_hashing_are_told_apart_from_validity() {
    use CheckOutcome::{Fail, NotApplicable, Notice, Pass};
    let Some(zones_here) = house().await else { return };
    for (label, id, expected) in [
        ("ec", "dnssec.algorithm", (Pass, "dnssec.strong_algorithm")),
        ("rsa", "dnssec.algorithm", (Pass, "dnssec.strong_algorithm")),
        ("sha1", "dnssec.algorithm", (Fail, "dnssec.weak_algorithm")),
        ("ed448", "dnssec.algorithm", (Notice, "dnssec.unsupported")),
        ("usignert", "dnssec.algorithm", (NotApplicable, "dnssec.absent")),
        ("ec", "dnssec.nsec3", (NotApplicable, "nsec3.nsec")),
        ("nsec3", "dnssec.nsec3", (Pass, "nsec3.plain")),
        ("salt", "dnssec.nsec3", (Notice, "nsec3.iterations")),
        ("usignert", "dnssec.nsec3", (NotApplicable, "nsec3.none")),
    ] {
        let domain = format!("{label}.example");
        let judgement = zones_here.house.judge(&Dns::default(), &domain, None).await;
        assert_eq!(result(&judgement, id), expected, "{domain} {id}");
    }
}
