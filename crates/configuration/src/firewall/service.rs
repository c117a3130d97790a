//! What a rule lets through: ports of TCP and UDP, names that are not known, or anything.

/// Services that only those who run machines need to reach, and databases: nobody from the internet.
pub(super) const MANAGEMENT: [(&str, Proto, u16, u16); 21] = [
    ("SSH", Proto::Tcp, 22, 22),
    ("Telnet", Proto::Tcp, 23, 23),
    ("RPC", Proto::Tcp, 135, 135),
    ("NetBIOS", Proto::Tcp, 139, 139),
    ("SNMP", Proto::Udp, 161, 161),
    ("SMB", Proto::Tcp, 445, 445),
    ("IPMI", Proto::Udp, 623, 623),
    ("SQL Server", Proto::Tcp, 1433, 1433),
    ("SQL Server", Proto::Udp, 1434, 1434),
    ("Oracle", Proto::Tcp, 1521, 1521),
    ("Docker", Proto::Tcp, 2375, 2375),
    ("MySQL", Proto::Tcp, 3306, 3306),
    ("RDP", Proto::Tcp, 3389, 3389),
    ("RDP", Proto::Udp, 3389, 3389),
    ("PostgreSQL", Proto::Tcp, 5432, 5432),
    ("VNC", Proto::Tcp, 5900, 5905),
    ("WinRM", Proto::Tcp, 5985, 5986),
    ("Redis", Proto::Tcp, 6379, 6379),
    ("Elasticsearch", Proto::Tcp, 9200, 9200),
    ("MongoDB", Proto::Tcp, 27017, 27017),
    ("X11", Proto::Tcp, 6000, 6005),
];

/// Names of services as products write them, without case and signs.
const NAMES: &[(&str, Proto, u16, u16)] = &[
    ("ftp", Proto::Tcp, 21, 21),
    ("ssh", Proto::Tcp, 22, 22),
    ("sftp", Proto::Tcp, 22, 22),
    ("telnet", Proto::Tcp, 23, 23),
    ("smtp", Proto::Tcp, 25, 25),
    ("smtps", Proto::Tcp, 465, 465),
    ("submission", Proto::Tcp, 587, 587),
    ("dns", Proto::Both, 53, 53),
    ("domain", Proto::Both, 53, 53),
    ("dhcp", Proto::Udp, 67, 68),
    ("tftp", Proto::Udp, 69, 69),
    ("http", Proto::Tcp, 80, 80),
    ("kerberos", Proto::Both, 88, 88),
    ("pop3", Proto::Tcp, 110, 110),
    ("ntp", Proto::Udp, 123, 123),
    ("rpc", Proto::Tcp, 135, 135),
    ("msrpc", Proto::Tcp, 135, 135),
    ("netbios", Proto::Both, 137, 139),
    ("imap", Proto::Tcp, 143, 143),
    ("snmp", Proto::Udp, 161, 161),
    ("ldap", Proto::Both, 389, 389),
    ("https", Proto::Tcp, 443, 443),
    ("smb", Proto::Tcp, 445, 445),
    ("cifs", Proto::Tcp, 445, 445),
    ("microsoftds", Proto::Tcp, 445, 445),
    ("ike", Proto::Udp, 500, 500),
    ("syslog", Proto::Both, 514, 514),
    ("ipmi", Proto::Udp, 623, 623),
    ("ldaps", Proto::Tcp, 636, 636),
    ("imaps", Proto::Tcp, 993, 993),
    ("pop3s", Proto::Tcp, 995, 995),
    ("openvpn", Proto::Both, 1194, 1194),
    ("mssql", Proto::Both, 1433, 1434),
    ("sqlserver", Proto::Both, 1433, 1434),
    ("oracle", Proto::Tcp, 1521, 1521),
    ("radius", Proto::Udp, 1812, 1813),
    ("mysql", Proto::Tcp, 3306, 3306),
    ("rdp", Proto::Both, 3389, 3389),
    ("msrdp", Proto::Both, 3389, 3389),
    ("remotedesktop", Proto::Both, 3389, 3389),
    ("fjernskrivebord", Proto::Both, 3389, 3389),
    ("nattraversal", Proto::Udp, 4500, 4500),
    ("natt", Proto::Udp, 4500, 4500),
    ("sip", Proto::Both, 5060, 5061),
    ("postgres", Proto::Tcp, 5432, 5432),
    ("postgresql", Proto::Tcp, 5432, 5432),
    ("vnc", Proto::Tcp, 5900, 5905),
    ("winrm", Proto::Tcp, 5985, 5986),
    ("x11", Proto::Tcp, 6000, 6063),
    ("redis", Proto::Tcp, 6379, 6379),
    ("elasticsearch", Proto::Tcp, 9200, 9200),
    ("mongodb", Proto::Tcp, 27017, 27017),
];

/// Protocols without ports: none of them reaches a service that is looked for.
const PORTLESS: [&str; 14] = [
    "icmp", "icmpv6", "ping", "icmpany", "echo", "esp", "ah", "gre", "igmp", "ospf", "vrrp", "1",
    "50", "58",
];

/// What carries a port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Proto {
    Tcp,
    Udp,
    Both,
}

impl Proto {
    fn of(word: &str) -> Option<Self> {
        match word {
            "tcp" | "6" => Some(Self::Tcp),
            "udp" | "17" => Some(Self::Udp),
            "tcpudp" | "udptcp" | "both" | "begge" | "any" | "all" | "*" | "alle" | "ip" => {
                Some(Self::Both)
            }
            _ => None,
        }
    }

    pub(super) fn meets(self, other: Self) -> bool {
        self == other || self == Self::Both || other == Self::Both
    }

    fn covers(self, other: Self) -> bool {
        self == other || self == Self::Both
    }
}

/// Ports of a protocol, first to last.
pub(super) type Ports = (Proto, u16, u16);

/// What a rule is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Services {
    pub(super) any: bool,
    pub(super) ports: Vec<Ports>,
    pub(super) names: Vec<String>,
}

impl Services {
    /// Reads the fields for service, port and protocol. A port that is written counts before a service.
    pub(super) fn read(service: &str, port: &str, protocol: &str) -> Self {
        let mut found = Self::default();
        let word = plain(protocol);
        if PORTLESS.contains(&word.as_str()) {
            found.names.clear();
            return Self { names: vec![PORTLESS_NAME.to_owned()], ..found };
        }
        let proto = Proto::of(&word);
        let from_port = !port.is_empty() && !is_any(port);
        let text = if from_port || service.is_empty() { port } else { service };
        for entry in text.split([',', ';', '|', '\n', '\r']).map(str::trim) {
            found.entry(entry, proto.unwrap_or(Proto::Both));
        }
        // Nothing about ports, and a protocol that has them: all of its ports.
        if found == Self::default() && !protocol.is_empty() {
            found.add_protocol(&word, proto);
        }
        if found.any && matches!(proto, Some(Proto::Tcp | Proto::Udp)) {
            found.any = false;
            found.add_protocol(&word, proto);
        }
        found.ports.sort_unstable();
        found.names.sort();
        found
    }

    fn add_protocol(&mut self, word: &str, proto: Option<Proto>) {
        match proto {
            Some(Proto::Both) => self.any = true,
            Some(proto) => self.ports.push((proto, 0, u16::MAX)),
            None => self.names.push(word.to_owned()),
        }
    }

    fn entry(&mut self, entry: &str, proto: Proto) {
        let word = plain(entry);
        if entry.is_empty() {
            return;
        }
        if is_any(entry) {
            self.any = true;
        } else if let Some((_, proto, first, last)) = NAMES.iter().find(|(name, ..)| *name == word)
        {
            self.ports.push((*proto, *first, *last));
        } else if PORTLESS.contains(&word.as_str()) && !entry.starts_with(char::is_numeric) {
            self.names.push(PORTLESS_NAME.to_owned());
        } else if let Some(ports) = numbered(entry, proto) {
            self.ports.push(ports);
        } else {
            let each: Option<Vec<_>> =
                entry.split_whitespace().map(|one| numbered(one, proto)).collect();
            match each {
                Some(each) => self.ports.extend(each),
                None => self.names.push(entry.to_lowercase()),
            }
        }
    }

    /// Whether nothing is written.
    pub(super) fn is_blank(&self) -> bool {
        *self == Self::default()
    }

    /// Names that may mean any port.
    pub(super) fn unknown(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str).filter(|name| *name != PORTLESS_NAME)
    }

    /// Whether a service of those ports gets through, at least in part.
    pub(super) fn meets(&self, (proto, first, last): Ports) -> bool {
        let hits = |(mine, from, to): &Ports| mine.meets(proto) && *from <= last && first <= *to;
        self.any || self.is_blank() || self.ports.iter().any(hits)
    }

    /// Whether all of those ports are surely among these.
    pub(super) fn covers_ports(&self, (proto, first, last): Ports) -> bool {
        let whole = |(mine, from, to): &Ports| mine.covers(proto) && *from <= first && last <= *to;
        self.any || self.ports.iter().any(whole)
    }

    /// Whether everything that `other` can mean is surely among these.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.any
            || (!other.any
                && !other.is_blank()
                && other.ports.iter().all(|ports| self.covers_ports(*ports))
                && other.names.iter().all(|name| self.names.contains(name)))
    }
}

/// How a protocol without ports stands in a list.
const PORTLESS_NAME: &str = "\u{2205}";

fn plain(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric() || *c == '*').flat_map(char::to_lowercase).collect()
}

fn is_any(text: &str) -> bool {
    ["any", "all", "alle", "*", "anyany", "ip", "anyservice", "0165535", "165535"]
        .contains(&plain(text).as_str())
}

/// `tcp/3389`, `TCP_5985-5986`, `3389/udp`, `TCP 22` or `443`.
fn numbered(entry: &str, usual: Proto) -> Option<Ports> {
    let lower = entry.to_lowercase();
    let mut proto = usual;
    let mut numbers = Vec::new();
    for part in lower.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
        match (part, part.parse::<u16>()) {
            (_, Ok(number)) => numbers.push(number),
            ("tcp", _) => proto = Proto::Tcp,
            ("udp", _) => proto = Proto::Udp,
            (joined, _) => {
                // `tcp3389`
                let (known, digits) = match joined.strip_prefix("tcp") {
                    Some(digits) => (Proto::Tcp, digits),
                    None => (Proto::Udp, joined.strip_prefix("udp")?),
                };
                proto = known;
                numbers.push(digits.parse().ok()?);
            }
        }
    }
    match numbers.as_slice() {
        [port] => Some((proto, *port, *port)),
        [first, last] if first <= last && entry.contains(['-', '–']) => {
            Some((proto, *first, *last))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ports(service: &str, port: &str, protocol: &str) -> Vec<Ports> {
        Services::read(service, port, protocol).ports
    }

    #[test]
    fn services_are_read_in_every_usual_form() {
        for text in
            ["tcp/3389", "TCP-3389", "tcp_3389", "TCP:3389", "3389/tcp", "TCP 3389", "tcp3389"]
        {
            assert_eq!(ports(text, "", ""), [(Proto::Tcp, 3389, 3389)], "{text}");
            assert_eq!(ports("", text, ""), [(Proto::Tcp, 3389, 3389)], "{text}");
        }
        assert_eq!(ports("", "3389", "TCP"), [(Proto::Tcp, 3389, 3389)]);
        assert_eq!(ports("any", "443", "tcp"), [(Proto::Tcp, 443, 443)]);
        assert_eq!(ports("tcp/5985-5986", "", ""), [(Proto::Tcp, 5985, 5986)]);
        assert_eq!(ports("HTTPS, RDP", "", "").len(), 2);
        assert_eq!(ports("80 443", "", "tcp").len(), 2);
        assert_eq!(ports("", "", "udp"), [(Proto::Udp, 0, u16::MAX)]);
        assert_eq!(ports("any", "", "tcp"), [(Proto::Tcp, 0, u16::MAX)]);
        assert!(Services::read("Alle", "", "").any && Services::read("", "any", "any").any);
        assert!(Services::read("", "", "ip").any);
    }

    #[test]
    fn what_is_not_known_is_a_name_and_what_has_no_ports_is_nothing() {
        let services = Services::read("Fagsystem, PING", "", "");
        assert_eq!(services.unknown().collect::<Vec<_>>(), ["fagsystem"]);
        assert!(!services.meets((Proto::Tcp, 22, 22)));
        assert_eq!(Services::read("any", "", "icmp").unknown().count(), 0);
        assert!(!Services::read("any", "", "icmp").any);
        assert!(
            Services::read("", "", "").meets((Proto::Tcp, 22, 22)),
            "nothing written may be all"
        );
    }
}
