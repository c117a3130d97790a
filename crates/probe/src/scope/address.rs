//! Addresses that are refused unless they were allowed, whatever way they are spelt.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The range that a refused address lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Forbidden {
    /// 0.0.0.0/8 and `::`.
    Unspecified,
    /// 127.0.0.0/8 and `::1`.
    Loopback,
    /// 10/8, 172.16/12, 192.168/16 (RFC 1918) and the old `fec0::/10`.
    Private,
    /// `fc00::/7` (RFC 4193).
    UniqueLocal,
    /// 169.254/16 and `fe80::/10`; clouds serve their secrets at 169.254.169.254.
    LinkLocal,
    /// `fd00:ec2::254`, where a cloud serves its secrets.
    Metadata,
    /// 100.64/10 (RFC 6598).
    SharedSpace,
    /// 224/4 and `ff00::/8`.
    Multicast,
    /// 255.255.255.255 and the rest of 240/4.
    Reserved,
    /// Ranges for documents and benchmarks (RFC 5737, RFC 3849, RFC 9637, RFC 2544).
    Documentation,
    /// Ranges for protocols (192.0.0/24, 192.88.99/24, `100::/64`, `2001::/23` and the like), and what no
    /// registry has given out for use on the internet.
    Protocol,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unspecified => "no address of any host",
            Self::Loopback => "this machine itself",
            Self::Private => "a private address",
            Self::UniqueLocal => "a private (unique local) address",
            Self::LinkLocal => "a link-local address",
            Self::Metadata => "a cloud's metadata service",
            Self::SharedSpace => "an address inside a provider's network",
            Self::Multicast => "a multicast address",
            Self::Reserved => "a reserved address",
            Self::Documentation => "an address for documents and tests",
            Self::Protocol => "an address that the internet does not route",
        })
    }
}

/// The range that makes `address` one to refuse; `None` for an ordinary public address. A v4 address
/// inside a v6 one (mapped, compatible, NAT64, 6to4, ISATAP) is judged by both spellings; Teredo is
/// refused.
pub fn forbidden(address: IpAddr) -> Option<Forbidden> {
    match address {
        IpAddr::V4(address) => forbidden_v4(address),
        IpAddr::V6(address) => forbidden_v6(address),
    }
}

fn forbidden_v4(address: Ipv4Addr) -> Option<Forbidden> {
    Some(match address.octets() {
        [0, ..] => Forbidden::Unspecified,
        [127, ..] => Forbidden::Loopback,
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Forbidden::Private,
        [169, 254, ..] => Forbidden::LinkLocal,
        [100, 64..=127, ..] => Forbidden::SharedSpace,
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] | [198, 18..=19, ..] => {
            Forbidden::Documentation
        }
        [192, 0, 0, _]
        | [192, 88, 99, _]
        | [192, 31, 196, _]
        | [192, 52, 193, _]
        | [192, 175, 48, _] => Forbidden::Protocol,
        [224..=239, ..] => Forbidden::Multicast,
        [240..=255, ..] => Forbidden::Reserved,
        _ => return None,
    })
}

fn forbidden_v6(address: Ipv6Addr) -> Option<Forbidden> {
    if let Some(inner) = embedded_v4(address) {
        // `::` and `::1` are not v4 in disguise.
        if address.segments() != [0, 0, 0, 0, 0, 0, 0, 1] && !address.is_unspecified() {
            return forbidden_v4(inner).or_else(|| reserved_v6(address));
        }
    }
    reserved_v6(address)
}

fn reserved_v6(address: Ipv6Addr) -> Option<Forbidden> {
    Some(match address.segments() {
        [0, 0, 0, 0, 0, 0, 0, 0] => Forbidden::Unspecified,
        [0, 0, 0, 0, 0, 0, 0, 1] => Forbidden::Loopback,
        [0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x0254] => Forbidden::Metadata,
        [0xfc00..=0xfdff, ..] => Forbidden::UniqueLocal,
        [0xfe80..=0xfebf, ..] => Forbidden::LinkLocal,
        [0xfec0..=0xfeff, ..] => Forbidden::Private,
        [0xff00..=0xffff, ..] => Forbidden::Multicast,
        [0x2001, 0x0db8, ..] | [0x3fff, 0..=0x0fff, ..] | [0x2001, 0x0002, 0, ..] => {
            Forbidden::Documentation
        }
        // 2001::/23 holds Teredo, ORCHID and other things that no web server has.
        [0x2001, 0..=0x01ff, ..] => Forbidden::Protocol,
        // The well-known NAT64 prefix, 6to4 and the mapped form: their v4 address was judged already.
        [0x0064, 0xff9b, 0, 0, 0, 0, ..] | [0x2002, ..] | [0, 0, 0, 0, 0, 0xffff, ..] => {
            return None;
        }
        // Only 2000::/3 has been given out for use on the internet.
        [0x2000..=0x3fff, ..] => return None,
        _ => Forbidden::Protocol,
    })
}

/// The v4 address that a v6 address stands for, if it is one of the spellings of that.
fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| {
        let ([a, b], [c, d]) = (high.to_be_bytes(), low.to_be_bytes());
        Ipv4Addr::new(a, b, c, d)
    };
    match address.segments() {
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low]
        | [0, 0, 0, 0, 0xffff, 0, high, low]
        | [0x0064, 0xff9b, 0, 0, 0, 0, high, low]
        | [0x2002, high, low, ..]
        | [_, _, _, _, 0 | 0x0200, 0x5efe, high, low] => Some(v4(high, low)),
        _ => None,
    }
}
