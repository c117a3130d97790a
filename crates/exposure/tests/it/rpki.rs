//! The probe of routes against a zone of Knot DNS and tables that were read from files.

use std::process::Command;
use std::sync::Arc;

use arvak_exposure::Rpki;
use arvak_exposure::rpki::{Table, Tables, read_import};
use arvak_probe::CheckOutcome::{Fail, NotApplicable, Pass};
use arvak_probe::{CheckOutcome, Judgement, Probe as _};

use super::house::{House, check, now, program, result, verdict};

const ZONE: &str = "
$ORIGIN nordvik.example.
$TTL 3600
@ SOA ns hostmaster 1 7200 3600 1209600 3600
@ NS ns
@ NS ns2
@ MX 10 mx
@ A 198.18.0.10
ns A 198.18.1.53
ns2 A 198.18.2.53
www CNAME vert
vert A 198.18.0.10
vert AAAA 2001:db8:10::10
mx A 198.18.3.25
";

const ROAS: &str = r#"{"metadata":{"buildtime":"MADE"},"roas":[
{"asn":64500,"prefix":"198.18.0.0/24","maxLength":24,"ta":"test","expires":4000000000},
{"asn":64500,"prefix":"2001:db8:10::/48","maxLength":48,"ta":"test"},
{"asn":64501,"prefix":"198.18.1.0/24","maxLength":24,"ta":"test"},
{"asn":64501,"prefix":"198.18.2.0/24","maxLength":24,"ta":"test"},
{"asn":64501,"prefix":"198.18.0.0/15","maxLength":16,"ta":"test"}]}"#;

/// The mail server's network says that it leads to more than it was allowed; what is shorter is not looked at.
const ROUTES: &str = "64500\t198.18.0.0/24\t300\n64500\t2001:db8:10::/48\t300\n64501\t198.18.1.0/24\t300\n\
                      64501\t198.18.2.0/24\t300\n64501\t198.18.3.0/24\t300\n64999\t198.18.0.0/15\t300\n";

fn tables(roas: &str, routes: Option<&str>) -> Tables {
    let read = |text: &str| {
        let read = read_import(text.as_bytes()).unwrap();
        Arc::new(Table::new(read.kind, read.made_at.unwrap_or(now()), read.rows))
    };
    Tables { roas: Some(read(roas)), routes: routes.map(read) }
}

fn results(judgement: &Judgement) -> Vec<(&'static str, CheckOutcome, &str)> {
    judgement.checks.iter().map(|check| (check.id, check.result, &*check.reason)).collect()
}

#[tokio::test]
async fn the_addresses_of_a_domain_are_held_against_the_tables() {
    let Some(server) = program("knotd", "knot") else { return };
    let mut house = House::new();
    let place = house.place("ns.nordvik.example", 53);
    house.write("nordvik.example", ZONE);
    let dir = house.path("").display().to_string();
    let (address, port) = (place.ip(), place.port());
    let config = format!(
        "server:\n    rundir: \"{dir}\"\n    listen: {address}@{port}\n\
         database:\n    storage: \"{dir}\"\n\
         zone:\n  - domain: nordvik.example\n    storage: \"{dir}\"\n    file: nordvik.example\n"
    );
    let config = house.write("knot.conf", &config);
    house.start(Command::new(server).arg("-c").arg(config), place).await;
    house.resolve_by(place);

    let roas = ROAS.replace("MADE", &now().to_string());
    let probe = Rpki::new(tables(&roas, Some(ROUTES)));
    let judgement = house.judge(&probe, "nordvik.example", None).await;
    let expected = [
        ("rpki.web_exists", Pass, "rpki.signed"),
        ("rpki.web_valid", Pass, "rpki.valid"),
        ("rpki.servers_exists", Pass, "rpki.signed"),
        ("rpki.servers_valid", Pass, "rpki.valid"),
        ("rpki.mail_exists", Pass, "rpki.signed"),
        ("rpki.mail_valid", Fail, "rpki.invalid"),
        ("rpki.mail_servers_exists", Pass, "rpki.signed"),
        ("rpki.mail_servers_valid", Pass, "rpki.valid"),
    ];
    assert_eq!(results(&judgement), expected);
    assert_eq!(verdict(&judgement, "routes.signed"), "refutes routes.unsigned");

    // The holder allows /24, and all is well.
    let mended = roas.replace("\"maxLength\":16", "\"maxLength\":24");
    let probe = Rpki::new(tables(&mended, Some(ROUTES)));
    let judgement = house.judge(&probe, "nordvik.example", None).await;
    assert_eq!(result(&judgement, "rpki.mail_valid"), (Pass, "rpki.valid"));
    assert_eq!(verdict(&judgement, "routes.signed"), "supports");

    // A name inside a zone has no mail of its own; its name servers are not asked for as a zone's.
    let judgement = house.judge(&probe, "vert.nordvik.example", None).await;
    assert_eq!(result(&judgement, "rpki.web_valid"), (Pass, "rpki.valid"));
    assert_eq!(result(&judgement, "rpki.mail_exists"), (NotApplicable, "rpki.no_address"));

    // Nothing but DNS was asked.
    let net = house.net().await;
    assert!(net.connects_to(&"nordvik.example".parse().unwrap()).is_none());
}

#[tokio::test]
async fn without_a_set_nothing_is_asked_and_nothing_fails() {
    let house = House::new();
    let transcript = house.transcript(&Rpki::default(), "nordvik.example", None).await;
    assert_eq!(transcript.events.len(), 1);
    let damaged = Rpki::reading(|| Err("rpki-roas: its digest does not fit".to_owned()));
    for (probe, reason) in [(Rpki::default(), "rpki.no_set"), (damaged, "rpki.damaged")] {
        let judgement = house.judge(&probe, "nordvik.example", None).await;
        for check in &judgement.checks {
            assert_eq!((check.result, &*check.reason), (CheckOutcome::Inconclusive, reason));
        }
    }
    let _ = check(&Rpki::default(), "nordvik.example", None);
    assert_eq!(Rpki::default().plan(&arvak_core::State::default()), []);
}
