//! Which ports are knocked at, and what is asked there.

/// One port and one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    /// The check that it belongs to.
    pub(super) check: &'static str,
    /// The port.
    pub(super) port: u16,
    /// How it is reached.
    pub(super) way: Way,
    /// The name of the question; [`KNOCK`] when nothing is asked.
    pub(super) question: &'static str,
}

/// How a port is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// Over TCP.
    Tcp,
    /// Over TLS, which is begun at once.
    Tls,
    /// Over UDP.
    Udp,
}

/// The question of a port at which nothing is asked.
pub(super) const KNOCK: &str = "knock";

const fn tcp(check: &'static str, port: u16, question: &'static str) -> Row {
    Row { check, port, way: Way::Tcp, question }
}

const fn tls(check: &'static str, port: u16, question: &'static str) -> Row {
    Row { check, port, way: Way::Tls, question }
}

const fn udp(check: &'static str, port: u16, question: &'static str) -> Row {
    Row { check, port, way: Way::Udp, question }
}

/// Every row. The first ones are ports that a host is expected to answer at: they show that it is there.
pub(super) const ROWS: &[Row] = &[
    tcp("ports.open", 443, KNOCK),
    tcp("ports.open", 80, KNOCK),
    tcp("ports.open", 22, KNOCK),
    tcp("ports.open", 25, KNOCK),
    tcp("ports.rdp", 3389, "rdp"),
    tcp("ports.smb", 445, "smb"),
    tcp("ports.smb", 445, "smb1"),
    tcp("ports.netbios", 139, "netbios_session"),
    tcp("ports.netbios", 135, "msrpc"),
    udp("ports.netbios", 137, "netbios_name"),
    tcp("ports.telnet", 23, "telnet"),
    tcp("ports.telnet", 2323, "telnet"),
    tls("ports.telnet", 992, "telnet"),
    tcp("ports.ftp", 21, "ftp"),
    tls("ports.ftp", 990, "ftp"),
    tcp("ports.vnc", 5900, "vnc"),
    tcp("ports.vnc", 5901, "vnc"),
    tcp("ports.x11", 6000, "x11"),
    tcp("ports.winrm", 5985, "winrm"),
    tls("ports.winrm", 5986, "winrm"),
    tcp("ports.ldap", 389, "ldap"),
    tls("ports.ldap", 636, "ldap"),
    tcp("ports.ldap", 3268, "ldap"),
    tls("ports.ldap", 3269, "ldap"),
    tcp("ports.databases", 1433, "mssql"),
    tcp("ports.databases", 1521, "oracle"),
    tcp("ports.databases", 3306, "mysql"),
    tcp("ports.databases", 5432, "postgresql"),
    tcp("ports.databases", 5984, "couchdb"),
    tcp("ports.databases", 8086, "influxdb"),
    tcp("ports.databases", 8123, "clickhouse"),
    tcp("ports.databases", 9042, "cassandra"),
    tcp("ports.databases", 27017, "mongodb"),
    tcp("ports.caches", 6379, "redis"),
    tcp("ports.caches", 11211, "memcached"),
    tcp("ports.search", 5601, "kibana"),
    tcp("ports.search", 9200, "elasticsearch"),
    tcp("ports.containers", 2375, "docker"),
    tls("ports.containers", 2376, "docker"),
    tcp("ports.containers", 2379, "etcd"),
    tls("ports.containers", 6443, "kubernetes"),
    tls("ports.containers", 10250, "kubelet"),
    tcp("ports.containers", 10255, "kubelet"),
    tcp("ports.file_sharing", 111, "portmapper"),
    udp("ports.file_sharing", 111, "portmapper_udp"),
    tcp("ports.file_sharing", 873, "rsync"),
    tcp("ports.file_sharing", 2049, "nfs"),
    tcp("ports.printers", 515, "printer"),
    tcp("ports.printers", 631, "ipp"),
    tcp("ports.printers", 9100, "printer"),
    tcp("ports.message_queues", 1883, "mqtt"),
    tcp("ports.message_queues", 2181, "zookeeper"),
    tcp("ports.message_queues", 5672, "amqp"),
    tls("ports.message_queues", 8883, "mqtt"),
    tcp("ports.message_queues", 9092, "kafka"),
    tcp("ports.message_queues", 15672, "rabbitmq"),
    tcp("ports.sip", 5060, "sip"),
    udp("ports.sip", 5060, "sip_udp"),
    tcp("ports.industrial", 102, "s7"),
    tcp("ports.industrial", 502, "modbus"),
    tcp("ports.industrial", 1911, "fox"),
    tcp("ports.industrial", 2404, "iec104"),
    tcp("ports.industrial", 4840, "opcua"),
    tcp("ports.industrial", 20000, "dnp3"),
    tcp("ports.industrial", 44818, "ethernet_ip"),
    udp("ports.industrial", 3671, "knx"),
    udp("ports.industrial", 47808, "bacnet"),
    udp("ports.snmp", 161, "snmp"),
    udp("ports.ipmi", 623, "ipmi"),
    udp("ports.amplification", 19, "chargen"),
    udp("ports.amplification", 389, "cldap"),
    udp("ports.amplification", 1900, "ssdp"),
    udp("ports.amplification", 11211, "memcached_udp"),
    udp("ntp.amplification", 123, "ntp_control"),
    udp("ntp.amplification", 123, "ntp_monlist"),
    udp("dns.amplification", 53, "dns_any"),
];

/// The rows of a port, or all.
pub(super) fn rows(port: Option<u16>) -> impl Iterator<Item = &'static Row> {
    ROWS.iter().filter(move |row| port.is_none_or(|port| row.port == port))
}

/// The check that a question belongs to. A question stands at several ports, and always for one check.
pub(super) fn check_of(question: &str) -> Option<&'static str> {
    ROWS.iter().find(|row| row.question == question).map(|row| row.check)
}

/// The checks that a port counts for, whoever saw it open.
pub(crate) fn checks_of_port(port: u16, udp: bool) -> impl Iterator<Item = &'static str> {
    let is_it = move |row: &&Row| row.port == port && (row.way == Way::Udp) == udp;
    ROWS.iter().filter(is_it).map(|row| row.check).filter(|check| *check != "ports.open")
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::{CHECKS, speech};
    use super::*;

    #[test]
    fn every_row_belongs_to_a_check_and_asks_a_question_that_there_is() {
        let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id).collect();
        for row in ROWS {
            assert!(ids.contains(row.check), "{row:?}");
            assert!(row.question == KNOCK || speech::named(row.question).is_some(), "{row:?}");
        }
        assert!(ids.iter().all(|id| ROWS.iter().any(|row| row.check == *id)));
    }

    #[test]
    fn a_question_counts_for_one_check_only() {
        let mut checks: BTreeMap<&str, &str> = BTreeMap::new();
        for row in ROWS {
            assert_eq!(*checks.entry(row.question).or_insert(row.check), row.check);
        }
        assert!(speech::all().all(|speech| checks.contains_key(speech.name)));
    }

    #[test]
    fn no_row_stands_twice() {
        let rows: BTreeSet<(u16, bool, &str)> =
            ROWS.iter().map(|row| (row.port, row.way == Way::Udp, row.question)).collect();
        assert_eq!(rows.len(), ROWS.len());
    }
}
