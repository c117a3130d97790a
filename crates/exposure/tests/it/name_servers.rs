//! Name servers, what domains lead to, and who may issue certificates: zones that Knot serves, and a name
//! server that answers what it should not.

use std::fmt::Write as _;
use std::net::SocketAddr;
use std::process::Command;

use arvak_exposure::{Dns, names_seen};
use arvak_probe::{CheckOutcome, Context, Host, Judgement, ManualClock, Probe as _, Transcript};
use tokio::net::UdpSocket;

use super::house::{House, check, program, result};

const HEAD: &str = "$TTL 3600\n@ SOA ns.example. h.example. 1 7200 3600 1209600 3600\n@ NS ns.example.\n@ A 192.0.2.10\n";

/// Zones and what stands in them besides.
const ZONES: [(&str, &str); 19] = [
    ("example", "ns A NS1\nns A NS1\nns2 A NS2\nns3 A NS3\nny A 192.0.2.9\n"),
    ("apen.example", "epj A 192.0.2.11\n_dmarc TXT \"v=DMARC1\"\n@ AAAA 2001:db8::1\n"),
    ("lukket.example", "@ NS ns2.example.\n"),
    ("uenig.example", "@ NS ns3.example.\n"),
    ("uten.example", "@ NS borte.example.\n"),
    ("hengende.example", "www CNAME borte.lukket.example.\n"),
    ("tatt.example", "www CNAME borte.azurewebsites.net.\n"),
    ("fri.example", "@ MX 10 post.ledig.test.\n"),
    ("tom.example", "@ MX 10 tekst\ntekst TXT \"no address\"\n"),
    ("hel.example", "@ MX 10 post\npost A 192.0.2.12\nwww CNAME post\n"),
    ("jokertegn.example", "* A 192.0.2.13\n"),
    ("azurewebsites.net", ""),
    ("test", ""),
    (
        "caa.example",
        "@ CAA 0 issue \"buypass.com\"\n@ CAA 0 iodef \"mailto:d@caa.example\"\nunder A 192.0.2.1\n",
    ),
    ("ingen.example", "@ CAA 0 issue \";\"\n"),
    ("alle.example", "@ CAA 0 iodef \"mailto:d@alle.example\"\n"),
    ("ukjent.example", "@ CAA 0 issue \"buypass.com\"\n@ CAA 128 fremtid \"x\"\n"),
    ("feil.example", "@ CAA 0 issue \"https://buypass.com/\"\n"),
    ("utgatt.example", "@ CAA 0 issue \"buypass.com\"\n@ CAA 0 iodef \"ring oss\"\n"),
];

async fn house() -> Option<House> {
    let server = program("knotd", "knot")?;
    let mut house = House::new();
    let place = house.place("ns.example", 53);
    let other = house.place("ns2.example", 53);
    let old = house.place("ns3.example", 53);
    let mut config = format!(
        "server:\n  rundir: {dir}\n  listen: {ip}@{port}\n  version: \"\"\nlog:\n- target: stderr\n  any: warning\n\
         database:\n  storage: {dir}\nacl:\n- id: alle\n  address: 127.0.0.0/8\n  action: transfer\nzone:\n",
        dir = house.path("").display(),
        ip = place.ip(),
        port = place.port(),
    );
    for (zone, more) in ZONES {
        let more = more
            .replace("NS1", &place.ip().to_string())
            .replace("NS2", &other.ip().to_string())
            .replace("NS3", &old.ip().to_string());
        let file = house.write(zone, &format!("{HEAD}{more}"));
        writeln!(config, "- domain: {zone}\n  file: {}\n  zonefile-sync: -1", file.display())
            .unwrap();
        if zone == "apen.example" {
            writeln!(config, "  acl: alle").unwrap();
        }
    }
    let config = house.write("knot.conf", &config);
    house.start(Command::new(server).arg("-c").arg(&config), place).await;
    house.resolve_by(place);
    house.declared = ZONES.iter().map(|(zone, _)| (*zone).to_owned()).collect();
    loose(other).await;
    forgotten(&mut house, old).await;
    Some(house)
}

/// A name server that has an old copy of a zone, from when it was the only one.
async fn forgotten(house: &mut House, place: SocketAddr) {
    let Some(server) = program("knotd", "knot") else { return };
    let old = HEAD.replace("@ NS ns.example.", "@ NS ns3.example.");
    let file = house.write("uenig.example.old", &old);
    let database = house.path("old");
    std::fs::create_dir(&database).unwrap();
    let config = format!(
        "server:\n  rundir: {dir}\n  listen: {ip}@{port}\nlog:\n- target: stderr\n  any: warning\n\
         database:\n  storage: {dir}\nzone:\n- domain: uenig.example\n  file: {file}\n  zonefile-sync: -1\n",
        dir = database.display(),
        ip = place.ip(),
        port = place.port(),
        file = file.display(),
    );
    let config = house.write("old.conf", &config);
    house.start(Command::new(server).arg("-c").arg(&config), place).await;
}

/// A name server that works for everyone and has no zone: it refuses all but the question for the root.
async fn loose(place: SocketAddr) {
    let socket = UdpSocket::bind(place).await.unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            let question = &buffer[12..length];
            let end = question.iter().position(|byte| *byte == 0).unwrap() + 5;
            let is_root = end == 5;
            let flags = if is_root { [0x81, 0x80] } else { [0x81, 0x85] };
            let mut answer = buffer[..2].to_vec();
            answer.extend(flags);
            answer.extend([0, 1, 0, u8::from(is_root), 0, 0, 0, 0]);
            answer.extend(&question[..end]);
            if is_root {
                answer.extend([0, 0, 2, 0, 1, 0, 0, 0, 60, 0, 3, 1, b'a', 0]);
            }
            socket.send_to(&answer, asker).await.unwrap();
        }
    });
}

async fn judged(house: &House, domain: &str) -> Judgement {
    house.judge(&Dns::default(), domain, None).await
}

#[tokio::test]
async fn what_a_domain_leads_to_is_there_or_told_to_be_missing() {
    use CheckOutcome::{Fail, Pass};
    let Some(house) = house().await else { return };
    for (domain, expected) in [
        ("hel.example", (Pass, "dns.all_there")),
        ("hengende.example", (Fail, "dns.dangling")),
        ("tatt.example", (Fail, "dns.take_over")),
        ("fri.example", (Fail, "dns.unregistered")),
        ("tom.example", (Fail, "dns.no_address")),
    ] {
        let judgement = judged(&house, domain).await;
        assert_eq!(result(&judgement, "dns.dangling"), expected, "{domain}");
    }
}

#[tokio::test]
async fn caa_records_are_judged_as_an_issuer_reads_them() {
    use CheckOutcome::{Fail, NotApplicable, Notice, Pass};
    let Some(house) = house().await else { return };
    for (domain, present, issuer) in [
        ("caa.example", (Pass, "caa.present"), (Pass, "caa.restricted")),
        ("under.caa.example", (Pass, "caa.inherited"), (Pass, "caa.restricted")),
        ("ingen.example", (Pass, "caa.present"), (Pass, "caa.nobody")),
        ("alle.example", (Pass, "caa.present"), (Fail, "caa.unrestricted")),
        ("ukjent.example", (Pass, "caa.present"), (Fail, "caa.critical_unknown")),
        ("feil.example", (Pass, "caa.present"), (Fail, "caa.syntax")),
        ("utgatt.example", (Pass, "caa.present"), (Notice, "caa.iodef")),
        ("hel.example", (Notice, "caa.absent"), (NotApplicable, "caa.absent")),
    ] {
        let judgement = judged(&house, domain).await;
        assert_eq!(result(&judgement, "caa.present"), present, "{domain}");
        assert_eq!(result(&judgement, "caa.issuer"), issuer, "{domain}");
    }
}

#[tokio::test]
async fn name_servers_are_asked_themselves() {
    use CheckOutcome::{Fail, Notice, Pass};
    let Some(house) = house().await else { return };
    for (domain, id, expected) in [
        ("apen.example", "dns.transfer", (Fail, "dns.open_transfer")),
        ("apen.example", "dns.lame", (Pass, "dns.authoritative")),
        ("apen.example", "dns.recursion", (Pass, "dns.no_recursion")),
        ("apen.example", "dns.servers", (Fail, "dns.one_server")),
        ("apen.example", "dns.ipv6_servers", (Fail, "ipv6.absent")),
        ("apen.example", "dns.ipv6_web", (Pass, "ipv6.present")),
        ("apen.example", "dns.soa", (Pass, "soa.usual")),
        ("apen.example", "dns.wildcard", (Pass, "dns.no_wildcard")),
        ("apen.example", "dns.delegation", (Pass, "delegation.same")),
        ("uenig.example", "dns.delegation", (Fail, "delegation.other_servers")),
        ("uenig.example", "dns.lame", (Pass, "dns.authoritative")),
        ("uten.example", "dns.delegation", (Fail, "delegation.no_address")),
        ("lukket.example", "dns.lame", (Fail, "dns.lame")),
        ("lukket.example", "dns.recursion", (Fail, "dns.open_resolver")),
        ("lukket.example", "dns.servers", (Notice, "dns.one_network")),
        ("hel.example", "dns.transfer", (Pass, "dns.transfer_refused")),
        ("hel.example", "dns.version", (Pass, "dns.version_kept")),
        ("hel.example", "dns.ipv6_web", (Fail, "ipv6.absent")),
        ("jokertegn.example", "dns.wildcard", (Notice, "dns.wildcard")),
    ] {
        let judgement = judged(&house, domain).await;
        assert_eq!(result(&judgement, id), expected, "{domain} {id}");
    }
}

/// What the zone above hands out, and what the zone has beside HEAD: `OWN` is where the zone is served, `LOOSE` a server that has none.
const HANDED_OUT: [(&str, &str, &str); 6] = [
    ("enig", "enig NS ns.enig\nns.enig A OWN\n", "@ NS ns\nns A OWN\n"),
    ("annen", "annen NS ns.annen\nannen NS loose\nns.annen A OWN\n", "@ NS ns\nns A OWN\n"),
    ("gammel", "gammel NS ns.gammel\nns.gammel A 192.0.2.99\n", "@ NS ns\nns A OWN\n"),
    ("begge", "begge NS ns.begge\nns.begge A OWN\nns.begge A 192.0.2.99\n", "@ NS ns\nns A OWN\n"),
    ("uten", "uten NS ns.uten\n", "@ NS ns\nns A OWN\n"),
    ("fremmed", "fremmed NS ns.enig\nns.enig A OWN\n", "@ NS ns.enig.example.\n"),
];

/// A resolver that has all zones, and the zone above alone, with what it hands out, at a server of its own.
async fn two_levels() -> Option<House> {
    let server = program("knotd", "knot")?;
    let mut house = House::new();
    let (own, up, lost) = (
        house.place("ns.enig.example", 53),
        house.place("up.example", 53),
        house.place("loose.example", 53),
    );
    let head = "$TTL 3600\n@ SOA up.example. h.example. 1 7200 3600 1209600 3600\n";
    let with = |text: &str| text.replace("OWN", &own.ip().to_string());
    let top = format!("{head}@ NS up\nup A {}\nloose A {}\n", up.ip(), lost.ip());
    let above: String = HANDED_OUT.iter().map(|(_, handed, _)| with(handed)).collect();
    let mut zones = vec![("example".to_owned(), top.clone())];
    for (zone, _, has) in HANDED_OUT {
        zones.push((format!("{zone}.example"), with(&format!("{head}{has}"))));
    }
    // Without rights of its own the resolver would refer too.
    let referring = vec![("example".to_owned(), format!("{top}{above}"))];
    for (name, place, zones) in [("own", own, zones), ("up", up, referring)] {
        let dir = house.path(name);
        std::fs::create_dir(&dir).unwrap();
        let mut config = format!(
            "server:\n  rundir: {dir}\n  listen: {ip}@{port}\nlog:\n- target: stderr\n  any: warning\n\
             database:\n  storage: {dir}\nzone:\n",
            dir = dir.display(),
            ip = place.ip(),
            port = place.port(),
        );
        for (zone, text) in zones {
            let file = house.write(&format!("{name}/{zone}"), &text);
            writeln!(
                config,
                "- domain: {zone}\n  file: {}\n  semantic-checks: soft\n  zonefile-sync: -1",
                file.display()
            )
            .unwrap();
        }
        let config = house.write(&format!("{name}/knot.conf"), &config);
        house.start(Command::new(&server).arg("-c").arg(&config), place).await;
    }
    loose(lost).await;
    house.resolve_by(own);
    house.declared = HANDED_OUT.iter().map(|(zone, ..)| format!("{zone}.example")).collect();
    Some(house)
}

#[tokio::test]
async fn the_zone_above_is_asked_what_it_hands_out() {
    use CheckOutcome::{Fail, Pass};
    let Some(house) = two_levels().await else { return };
    for (zone, delegation, lame, seen) in [
        ("enig", (Pass, "delegation.same"), (Pass, "dns.authoritative"), "1 servers"),
        (
            "annen",
            (Fail, "delegation.parent_differs"),
            (Fail, "dns.lame"),
            "up.example: loose.example, ns.annen.example; annen.example: ns.annen.example",
        ),
        (
            "gammel",
            (Fail, "delegation.other_addresses"),
            (Pass, "dns.authoritative"),
            "ns.gammel.example 192.0.2.99",
        ),
        ("begge", (Fail, "delegation.other_addresses"), (Pass, "dns.authoritative"), "192.0.2.99"),
        ("uten", (Fail, "delegation.no_glue"), (Pass, "dns.authoritative"), "ns.uten.example"),
        ("fremmed", (Pass, "delegation.same"), (Pass, "dns.authoritative"), "1 servers"),
    ] {
        let judgement = judged(&house, &format!("{zone}.example")).await;
        let found = judgement.checks.iter().find(|check| check.id == "dns.delegation").unwrap();
        assert_eq!(result(&judgement, "dns.delegation"), delegation, "{zone}: {}", found.seen);
        assert_eq!(result(&judgement, "dns.lame"), lame, "{zone}");
        assert!(found.seen.contains(seen), "{zone}: {}", found.seen);
    }
}

#[tokio::test]
async fn the_names_of_an_open_zone_are_seen() {
    let Some(house) = house().await else { return };
    let (net, probe) = (house.net().await, Dns::default());
    let (clock, vantage) = (ManualClock::new(house.now), "inside".parse().unwrap());
    let context = Context { net: &net, clock: &clock, vantage: &vantage };
    let looked = probe.observe(&check(&probe, "apen.example", None), &context).await.unwrap();
    let seen = names_seen(&Transcript::decode(&looked.transcript).unwrap());
    let seen: Vec<_> = seen.iter().map(Host::as_str).collect();
    assert_eq!(seen, ["epj.apen.example"]);
}

/// A resolver that says of every name that it is an alias of itself, and signs with nonsense.
#[tokio::test]
async fn a_resolver_that_leads_in_circles_supports_nothing() {
    let mut house = House::new();
    let place = house.place("liar.example", 53);
    let socket = UdpSocket::bind(place).await.unwrap();
    tokio::spawn(async move {
        let mut buffer = [0; 1500];
        loop {
            let (length, asker) = socket.recv_from(&mut buffer).await.unwrap();
            let question = &buffer[12..length];
            let end = question.iter().position(|byte| *byte == 0).unwrap() + 5;
            let mut answer = [&buffer[..2], &[0x81, 0xa0, 0, 1, 0, 2, 0, 0, 0, 0]].concat();
            answer.extend(&question[..end]);
            answer.extend([0xc0, 12, 0, 5, 0, 1, 0, 0, 0, 60, 0, 2, 0xc0, 12]);
            // RRSIG CNAME, by the root, of no key.
            answer.extend([0xc0, 12, 0, 46, 0, 1, 0, 0, 0, 60, 0, 20]);
            answer.extend([0, 5, 13, 2, 0, 0, 0, 60, 0xff, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 9]);
            socket.send_to(&answer, asker).await.unwrap();
        }
    });
    house.resolve_by(place);
    let judgement = judged(&house, "nordvik.example").await;
    assert_ne!(result(&judgement, "dnssec.valid").0, CheckOutcome::Pass);
    assert!(judgement.verdicts.iter().all(|v| v.result != arvak_core::Outcome::Supports));
}
