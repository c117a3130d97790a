//! The list of the checks, for people and scripts.

use arvak_probe::Grade;

use crate::checks::{CheckInfo, check};

/// Every check of SSH, by id.
pub(crate) static CHECKS: &[CheckInfo] = &[
    check("ssh.banner", Grade::Info, "The SSH server speaks version 2", "RFC 4253 section 4.2"),
    check("ssh.methods", Grade::Must, "SSH does not take passwords", "RFC 4252 section 5.2"),
];
