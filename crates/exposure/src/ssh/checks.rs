//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

const BSI: &str = "BSI TR-02102-4, RFC 9142";

/// Every check of SSH, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check("ssh.banner", Grade::Info, "The SSH server speaks version 2", "RFC 4253 section 4.2"),
    check("ssh.ciphers", Grade::Should, "Only ciphers that are strong enough are offered", BSI),
    check(
        "ssh.compression",
        Grade::Info,
        "Nothing is compressed before somebody has logged in",
        "RFC 4253 section 6.2",
    ),
    check("ssh.host_key", Grade::Should, "Host keys and their signatures are strong enough", BSI),
    check("ssh.kex", Grade::Should, "Keys are only agreed on in ways that are strong enough", BSI),
    check(
        "ssh.macs",
        Grade::Should,
        "Only authentication codes that are strong enough are offered",
        BSI,
    ),
    check("ssh.methods", Grade::Must, "SSH does not take passwords", "RFC 4252 section 5.2"),
    check(
        "ssh.post_quantum",
        Grade::Info,
        "A key exchange that withstands quantum computers is offered",
        "draft-ietf-sshm-mlkem-hybrid-kex",
    ),
    check(
        "ssh.sshfp",
        Grade::Info,
        "DNS says which host key is the right one",
        "RFC 4255, RFC 6594",
    ),
    check(
        "ssh.terrapin",
        Grade::Should,
        "Nobody on the way can cut messages out of the beginning",
        "CVE-2023-48795",
    ),
    check("ssh.version", Grade::Info, "The software is of this decade", "RFC 4253 section 4.2"),
];
