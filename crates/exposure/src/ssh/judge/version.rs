//! Who greets: which version of the protocol, and which software.

use arvak_probe::{CheckOutcome, Event, Grade, Transcript};

use crate::answers::failure_code;
use crate::findings::Findings;

/// The oldest releases that are not called old: from 2020 on.
const OLDEST: [(&str, (u32, u32)); 2] = [("OpenSSH_", (8, 2)), ("dropbear_", (2020, 79))];

pub(super) fn judge(findings: &mut Findings, transcript: &Transcript) {
    let banner = transcript.events().find_map(|event| match event {
        Event::SshBanner { text } => Some(&**text),
        _ => None,
    });
    let missing = || failure_code(transcript).unwrap_or("ssh.no_banner");
    let (result, reason) = match banner {
        Some(text) if text.starts_with("SSH-2.0-") => (CheckOutcome::Pass, "ssh.version_2"),
        // RFC 4253 section 5.1: a server that also speaks the broken version 1.
        Some(text) if text.starts_with("SSH-1.") => (CheckOutcome::Fail, "ssh.version_1"),
        Some(_) => (CheckOutcome::Inconclusive, "ssh.not_ssh"),
        None => (CheckOutcome::Inconclusive, missing()),
    };
    findings.check("ssh.banner", Grade::Info, result, reason, banner.unwrap_or_default());
    let (result, reason) = match banner.and_then(software) {
        Some(software) if is_old(software) => (CheckOutcome::Notice, "ssh.old_software"),
        Some(_) => (CheckOutcome::Pass, "ssh.software_told"),
        None if banner.is_some() => (CheckOutcome::Inconclusive, "ssh.not_ssh"),
        None => (CheckOutcome::Inconclusive, missing()),
    };
    let seen = banner.and_then(software).unwrap_or_default();
    findings.check("ssh.version", Grade::Info, result, reason, seen);
}

/// What stands behind the version of the protocol: software, and a comment.
fn software(banner: &str) -> Option<&str> {
    banner.strip_prefix("SSH-")?.split_once('-').map(|(_, software)| software)
}

/// Whether the software names a release that is older than this decade. Distributions mend old releases
/// under their old names, so this is worth a thought and no more.
fn is_old(software: &str) -> bool {
    OLDEST.iter().any(|(name, oldest)| {
        let Some(at) = software.find(name) else { return false };
        let rest = software.get(at + name.len()..).unwrap_or_default();
        let mut numbers = rest.split(|c: char| !c.is_ascii_digit()).map(str::parse::<u32>);
        match (numbers.next(), numbers.next()) {
            (Some(Ok(major)), Some(Ok(minor))) => (major, minor) < *oldest,
            _ => false,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_release_is_old_by_its_number() {
        for (banner, old) in [
            ("SSH-2.0-OpenSSH_7.4", true),
            ("SSH-2.0-OpenSSH_6.6.1p1 Ubuntu-2ubuntu2", true),
            ("SSH-2.0-OpenSSH_9.2p1 Debian-2+deb12u3", false),
            ("SSH-2.0-OpenSSH_10.0", false),
            ("SSH-2.0-dropbear_2019.78", true),
            ("SSH-2.0-dropbear_2022.83", false),
            ("SSH-2.0-OpenSSH_for_Windows_8.1", false),
            ("SSH-2.0-Go", false),
        ] {
            assert_eq!(is_old(software(banner).unwrap()), old, "{banner}");
        }
    }
}
