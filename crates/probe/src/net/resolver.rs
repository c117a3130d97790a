//! Which resolvers to ask.

use std::net::{IpAddr, SocketAddr};

/// The resolvers, asked in this order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ResolverConfig(pub Vec<SocketAddr>);

/// Where the machine says whom to ask.
const SYSTEM_FILE: &str = "/etc/resolv.conf";

impl ResolverConfig {
    /// The resolvers of this machine. None when the file cannot be read or names none.
    pub fn system() -> Self {
        std::fs::read_to_string(SYSTEM_FILE)
            .map(|text| Self::from_resolv_conf(&text))
            .unwrap_or_default()
    }

    /// The `nameserver` lines of a resolv.conf(5); scoped addresses (`fe80::1%eth0`) are passed over.
    pub fn from_resolv_conf(text: &str) -> Self {
        let address = |line: &str| -> Option<IpAddr> {
            let mut words = line.split_whitespace();
            (words.next()? == "nameserver").then(|| words.next()?.parse().ok()).flatten()
        };
        Self(text.lines().filter_map(address).map(|ip| SocketAddr::new(ip, 53)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_servers_of_the_machine_are_read() {
        let text = "# x\nsearch a.no\nnameserver 192.0.2.1\n nameserver\t2001:db8::1\nnameserver fe80::1%e\n";
        let servers = ResolverConfig::from_resolv_conf(text).0;
        let servers: Vec<_> = servers.iter().map(ToString::to_string).collect();
        assert_eq!(servers, ["192.0.2.1:53", "[2001:db8::1]:53"]);
    }
}
