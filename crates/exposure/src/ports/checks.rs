//! The list of the checks, for people and scripts.

use arvak_probe::Grade::{Info, Should};

use crate::checks::{CheckInfo, check};

const NSM: &str = "NSM's basic principles 2.2, 2.4";

/// Every check of services that should not be reachable, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check(
        "dns.amplification",
        Should,
        "DNS answers cannot be used to flood others",
        "RFC 8482, RFC 5358",
    ),
    check(
        "ntp.amplification",
        Should,
        "The time service cannot be used to flood others",
        "CVE-2013-5211, RFC 9327",
    ),
    check(
        "ports.amplification",
        Should,
        "No service answers strangers over UDP with more than they asked",
        "US-CERT TA14-017A",
    ),
    check("ports.caches", Should, "No cache can be reached", NSM),
    check("ports.containers", Should, "What runs containers cannot be reached", NSM),
    check("ports.databases", Should, "No database can be reached", NSM),
    check("ports.file_sharing", Should, "Shared files (NFS, rsync) cannot be reached", NSM),
    check("ports.ftp", Should, "FTP cannot be reached, or encrypts", "RFC 4217"),
    check(
        "ports.industrial",
        Should,
        "Nothing that steers machines or buildings can be reached",
        NSM,
    ),
    check(
        "ports.ipmi",
        Should,
        "The controller of the server's board cannot be reached",
        "US-CERT TA13-207A",
    ),
    check("ports.ldap", Should, "The directory cannot be reached", NSM),
    check("ports.message_queues", Should, "No message queue can be reached", NSM),
    check("ports.netbios", Should, "NetBIOS and Windows' remote calls cannot be reached", NSM),
    check("ports.open", Info, "Which of the usual ports answer", NSM),
    check("ports.printers", Should, "No printer can be reached", NSM),
    check("ports.rdp", Should, "Remote desktop cannot be reached", NSM),
    check("ports.search", Should, "No search index can be reached", NSM),
    check("ports.sip", Should, "Telephony cannot be reached by everyone", NSM),
    check("ports.smb", Should, "Windows file sharing cannot be reached", NSM),
    check("ports.snmp", Should, "SNMP does not answer to the usual password", "RFC 3410 section 8"),
    check("ports.telnet", Should, "Telnet cannot be reached", NSM),
    check("ports.vnc", Should, "VNC cannot be reached", NSM),
    check("ports.winrm", Should, "Windows' remote management cannot be reached", NSM),
    check("ports.x11", Should, "No X11 display can be reached", NSM),
];
