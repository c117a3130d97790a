//! The gate: what it lets through, and that no spelling gets around it.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use proptest::prelude::*;

use super::*;
use crate::Host;

const FORBIDDEN_V4: [&str; 20] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.31.196.0/24",
    "192.52.193.0/24",
    "192.88.99.0/24",
    "192.168.0.0/16",
    "192.175.48.0/24",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "255.255.255.255/32",
    "169.254.169.254/32",
];

const FORBIDDEN_V6: [&str; 17] = [
    "::/128",
    "::1/128",
    "100::/64",
    "2001::/32",
    "2001:2::/48",
    "2001:10::/28",
    "2001:20::/28",
    "2001:db8::/32",
    "3fff::/20",
    "4000::/3",
    "5f00::/16",
    "64:ff9b:1::/48",
    "fc00::/7",
    "fd00:ec2::254/128",
    "fe80::/10",
    "fec0::/10",
    "ff00::/8",
];

fn within_v4(net: Ipv4Net, bits: u32) -> Ipv4Addr {
    let host = u32::from(net.hostmask()) & bits;
    Ipv4Addr::from(u32::from(net.network()) | host)
}

fn within_v6(net: Ipv6Net, bits: u128) -> Ipv6Addr {
    let host = u128::from(net.hostmask()) & bits;
    Ipv6Addr::from(u128::from(net.network()) | host)
}

fn forbidden_v4() -> impl Strategy<Value = Ipv4Addr> {
    (prop::sample::select(&FORBIDDEN_V4[..]), any::<u32>())
        .prop_map(|(net, bits)| within_v4(net.parse().unwrap(), bits))
}

fn forbidden_address() -> impl Strategy<Value = IpAddr> {
    let v6 = (prop::sample::select(&FORBIDDEN_V6[..]), any::<u128>())
        .prop_map(|(net, bits)| IpAddr::V6(within_v6(net.parse().unwrap(), bits)));
    let spelt = (forbidden_v4(), 0..SPELLINGS, any::<u64>())
        .prop_map(|(address, spelling, noise)| spell(address, spelling, noise));
    prop_oneof![forbidden_v4().prop_map(IpAddr::V4), v6, spelt]
}

const SPELLINGS: u8 = 7;

/// A v4 address in each of the ways in which a v6 address can hold one.
fn spell(address: Ipv4Addr, spelling: u8, noise: u64) -> IpAddr {
    let low = u128::from(u32::from(address));
    let noise = u128::from(noise);
    let public_prefix = 0x2a00_1450_0000_0000_u128 << 64;
    IpAddr::V6(Ipv6Addr::from(match spelling {
        0 => 0xffff_u128 << 32 | low,
        1 => low,
        2 => 0xffff_0000_u128 << 32 | low,
        3 => 0x0064_ff9b_u128 << 96 | low,
        4 => 0x2002_u128 << 112 | low << 80 | noise,
        5 => public_prefix | 0x0000_5efe_u128 << 32 | low,
        _ => public_prefix | 0x0200_5efe_u128 << 32 | low,
    }))
}

fn public_v4() -> impl Strategy<Value = IpAddr> {
    any::<u32>()
        .prop_map(Ipv4Addr::from)
        .prop_filter("public", |address| {
            !FORBIDDEN_V4.iter().any(|net| net.parse::<Ipv4Net>().unwrap().contains(address))
        })
        .prop_map(IpAddr::V4)
}

fn host(text: &str) -> Host {
    text.parse().unwrap()
}

fn scope() -> Scope {
    Scope {
        declared: ["nordvik.example".to_owned(), "vik.example".to_owned()].into(),
        proved: ["nordvik.example".to_owned()].into(),
        allow: Vec::new(),
        hosts: BTreeSet::new(),
        until: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_forbidden_address_is_let_through_in_any_spelling(
        address in forbidden_address(),
        others in prop::collection::vec(public_v4(), 0..4),
        place in 0_usize..4,
        look in prop_oneof![Just(Look::Public), Just(Look::Proved)],
    ) {
        let mut addresses = others;
        addresses.insert(place.min(addresses.len()), address);
        let name = host("www.nordvik.example");
        let checked = scope().check_addresses(&name, 443, look, "www.nordvik.example", &addresses);
        let found = match checked { Err(Refusal::Address { address, .. }) => Some(address), _ => None };
        prop_assert_eq!(found, Some(address));
    }

    #[test]
    fn allowing_other_addresses_does_not_open_a_forbidden_one(
        address in forbidden_address(),
        allowed in forbidden_v4(),
    ) {
        prop_assume!(address.to_canonical() != IpAddr::V4(allowed));
        let allow = vec![IpNet::from(IpAddr::V4(allowed))];
        let name = host("www.nordvik.example");
        let scope = Scope { allow, ..scope() };
        let checked = scope.check_addresses(&name, 443, Look::Public, "www.nordvik.example", &[address]);
        prop_assert!(checked.is_err());
    }

    #[test]
    fn ordinary_public_addresses_pass(addresses in prop::collection::vec(public_v4(), 1..5)) {
        let name = host("www.vik.example");
        let checked = scope().check_addresses(&name, 443, Look::Public, "www.vik.example", &addresses);
        prop_assert_eq!(checked, Ok(()));
    }
}

#[test]
fn public_v6_addresses_pass() {
    for text in [
        "2a00:1450:400f:80d::200e",
        "2001:700:100:2::1",
        "2606:4700::6810:84e5",
        "64:ff9b::8.8.8.8",
        "::ffff:8.8.8.8",
    ] {
        assert_eq!(forbidden(text.parse().unwrap()), None, "{text}");
    }
}

#[test]
fn the_metadata_services_are_refused() {
    let refused = |text: &str| forbidden(text.parse().unwrap());
    assert_eq!(refused("169.254.169.254"), Some(Forbidden::LinkLocal));
    assert_eq!(refused("fd00:ec2::254"), Some(Forbidden::Metadata));
    assert_eq!(refused("::ffff:169.254.169.254"), Some(Forbidden::LinkLocal));
    assert_eq!(refused("64:ff9b::a9fe:a9fe"), Some(Forbidden::LinkLocal));
    assert_eq!(refused("2002:a9fe:a9fe::1"), Some(Forbidden::LinkLocal));
}

#[test]
fn an_allowed_address_may_be_looked_at_in_every_way() {
    let scope = Scope { allow: vec!["127.0.0.0/8".parse().unwrap()], ..scope() };
    let inside: IpAddr = "127.77.0.2".parse().unwrap();
    let ssh = |canonical: &str, addresses: &[IpAddr]| {
        scope.check_addresses(&host("a.vik.example"), 22, Look::Proved, canonical, addresses)
    };
    assert_eq!(ssh("a.vik.example", &[inside]), Ok(()));
    assert_eq!(ssh("elsewhere.example", &["::ffff:127.0.0.1".parse().unwrap()]), Ok(()));
    let mixed = ssh("a.vik.example", &[inside, "8.8.8.8".parse().unwrap()]).unwrap_err();
    assert_eq!(mixed.code(), "scope.unproved");
}

#[test]
fn what_nobody_declared_is_refused() {
    let check = |text: &str| scope().check_name(&host(text)).map_err(|refusal| refusal.code());
    assert_eq!(check("nordvik.example"), Ok(()));
    assert_eq!(check("a.b.vik.example"), Ok(()));
    assert_eq!(check("ordvik.example"), Err("scope.undeclared"));
    assert_eq!(check("nordvik.example.evil.example"), Err("scope.undeclared"));
    assert_eq!(check("8.8.8.8"), Err("scope.undeclared"));
}

#[test]
fn a_single_host_is_open_itself_and_nothing_below_or_behind_it() {
    let mut scope = scope();
    scope.hosts.insert("vik.example".to_owned());
    scope.hosts.insert("sak.leverandor.example".to_owned());
    let addresses = ["198.35.26.96".parse().unwrap()];
    let check = |host: &str, canonical: &str| {
        let host: Host = host.parse().unwrap();
        scope.check_addresses(&host, 22, Look::Proved, canonical, &addresses)
    };
    assert_eq!(check("vik.example", "vik.example"), Ok(()));
    assert_eq!(check("sak.leverandor.example", "sak.leverandor.example"), Ok(()));
    assert_eq!(check("www.vik.example", "www.vik.example").unwrap_err().code(), "scope.unproved");
    assert_eq!(check("a.sak.leverandor.example", "x").unwrap_err().code(), "scope.undeclared");
    assert_eq!(check("vik.example", "sky.example").unwrap_err().code(), "scope.foreign");
}

#[test]
fn more_than_a_visit_needs_proof_and_ones_own_name() {
    let public: IpAddr = "8.8.8.8".parse().unwrap();
    let code = |name: &str, canonical: &str| {
        let checked = scope().check_addresses(&host(name), 22, Look::Proved, canonical, &[public]);
        checked.map_err(|refusal| refusal.code())
    };
    assert_eq!(code("a.nordvik.example", "a.nordvik.example"), Ok(()));
    assert_eq!(code("a.vik.example", "a.vik.example"), Err("scope.unproved"));
    assert_eq!(code("a.nordvik.example", "cloud.example"), Err("scope.foreign"));
}

#[test]
fn a_host_of_countless_addresses_is_refused() {
    let many: Vec<IpAddr> = (0..65).map(|n| IpAddr::from([8, 8, 8, n])).collect();
    let name = host("vik.example");
    let checked = scope().check_addresses(&name, 443, Look::Public, "vik.example", &many);
    assert_eq!(checked.unwrap_err().code(), "scope.too_many_addresses");
}

#[test]
fn refusals_name_the_host_and_say_what_to_do() {
    let name = host("www.nordvik.example");
    let inside = ["10.0.0.1".parse().unwrap()];
    let refusal = scope().check_addresses(&name, 443, Look::Public, "x", &inside).unwrap_err();
    let text = refusal.to_string();
    assert!(
        text.contains("www.nordvik.example")
            && text.contains("10.0.0.1")
            && text.contains("correct"),
        "{text}"
    );
}
