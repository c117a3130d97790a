//! How strong the algorithms are that a server offers, and the keys and groups that it shows.

use arvak_probe::transcript::{SshGroup, SshHostKey, SshOffer};
use arvak_probe::{CheckOutcome, Event, Grade, RecordType, Transcript};

use crate::answers::{Answer, Answers, failure_code};
use crate::dns::sec::Security;
use crate::dns::secure::Chains;
use crate::findings::Findings;
use crate::ssh::ask::is_rsa;
use crate::ssh::tables::{List, is_post_quantum, is_signal, strength};
use crate::tls::Strength;

/// The name by which a server says that it counts messages from the start (strict key exchange).
const STRICT: &str = "kex-strict-s-v00@openssh.com";

/// Judges everything that follows from the offer, keys and groups.
pub(super) fn judge(findings: &mut Findings, transcript: &Transcript) {
    let seen = Seen::of(transcript);
    let Some(offer) = seen.offer else {
        let code = failure_code(transcript).unwrap_or("ssh.no_offer");
        for (id, grade) in [
            ("ssh.ciphers", Grade::Should),
            ("ssh.compression", Grade::Info),
            ("ssh.host_key", Grade::Should),
            ("ssh.kex", Grade::Should),
            ("ssh.macs", Grade::Should),
            ("ssh.post_quantum", Grade::Info),
            ("ssh.sshfp", Grade::Info),
            ("ssh.terrapin", Grade::Should),
        ] {
            findings.unknown(id, grade, code);
        }
        return;
    };
    worst(findings, "ssh.kex", &seen.kex(offer));
    worst(findings, "ssh.host_key", &seen.host_keys(offer));
    let ciphers = offer.ciphers_in.iter().chain(&offer.ciphers_out);
    let ciphers: Vec<Graded> = ciphers.map(|name| graded(List::Ciphers, name)).collect();
    worst(findings, "ssh.ciphers", &ciphers);
    let macs = offer.macs_in.iter().chain(&offer.macs_out);
    let macs: Vec<Graded> = macs.map(|name| graded(List::Macs, name)).collect();
    worst(findings, "ssh.macs", &macs);
    judge_terrapin(findings, offer);
    judge_compression(findings, offer);
    let post_quantum: Vec<&str> =
        offer.kex.iter().map(|name| &**name).filter(|name| is_post_quantum(name)).collect();
    let (result, reason) = if post_quantum.is_empty() {
        (CheckOutcome::Notice, "ssh.not_offered")
    } else {
        (CheckOutcome::Pass, "ssh.offered")
    };
    findings.check("ssh.post_quantum", Grade::Info, result, reason, post_quantum.join(", "));
    judge_sshfp(findings, transcript, &seen.keys);
}

/// An algorithm and how good it is, if anybody knows.
type Graded = (Option<Strength>, String);

fn graded(list: List, name: &str) -> Graded {
    (strength(list, name), name.to_owned())
}

/// The worst of several things. What nobody has graded leaves open whether all are good.
fn worst(findings: &mut Findings, id: &'static str, things: &[Graded]) {
    let unknown = things.iter().any(|(strength, _)| strength.is_none());
    let worst = things.iter().filter_map(|(strength, _)| *strength).min();
    let names = |wanted: Option<Strength>| {
        let mut names: Vec<&str> = Vec::new();
        for (_, name) in things.iter().filter(|(strength, _)| *strength == wanted) {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let (result, reason, seen) = match worst {
        Some(Strength::Insufficient) => (CheckOutcome::Fail, "insufficient", names(worst)),
        None if things.is_empty() => (CheckOutcome::Inconclusive, "nothing_offered", String::new()),
        _ if unknown => (CheckOutcome::Inconclusive, "unknown_algorithm", names(None)),
        Some(Strength::PhaseOut) => (CheckOutcome::Notice, "phase_out", names(worst)),
        Some(strength) => (CheckOutcome::Pass, strength.code(), names(worst)),
        None => (CheckOutcome::Inconclusive, "unknown_algorithm", names(None)),
    };
    findings.check(id, Grade::Should, result, reason, seen);
}

/// CVE-2023-48795: modes in which a message can be cut out unseen, unless both count from the start.
fn judge_terrapin(findings: &mut Findings, offer: &SshOffer) {
    let ways = [(&offer.ciphers_in, &offer.macs_in), (&offer.ciphers_out, &offer.macs_out)];
    let mut open: Vec<&str> = Vec::new();
    for (ciphers, macs) in ways {
        let encrypts_then = macs.iter().any(|mac| mac.contains("-etm@"));
        let affected = ciphers.iter().map(|name| &**name).filter(|name| {
            name.starts_with("chacha20-poly1305") || (encrypts_then && name.ends_with("-cbc"))
        });
        open.extend(affected);
    }
    open.sort_unstable();
    open.dedup();
    let strict = offer.kex.iter().any(|name| name == STRICT);
    let (result, reason) = match (open.is_empty(), strict) {
        (true, _) => (CheckOutcome::Pass, "ssh.no_affected_modes"),
        (false, true) => (CheckOutcome::Pass, "ssh.strict_exchange"),
        (false, false) => (CheckOutcome::Fail, "ssh.no_strict_exchange"),
    };
    findings.check("ssh.terrapin", Grade::Should, result, reason, open.join(", "));
}

fn judge_compression(findings: &mut Findings, offer: &SshOffer) {
    let mut names: Vec<&str> =
        offer.compression_in.iter().chain(&offer.compression_out).map(|name| &**name).collect();
    names.sort_unstable();
    names.dedup();
    let (result, reason) = if names.contains(&"zlib") {
        (CheckOutcome::Notice, "ssh.compresses_strangers")
    } else if names.iter().any(|name| *name != "none") {
        (CheckOutcome::Pass, "ssh.compresses_later")
    } else {
        (CheckOutcome::Pass, "ssh.no_compression")
    };
    findings.check("ssh.compression", Grade::Info, result, reason, names.join(", "));
}

/// RFC 4255: records with a fingerprint of the host key, worth something where DNS is signed.
fn judge_sshfp(findings: &mut Findings, transcript: &Transcript, keys: &[&SshHostKey]) {
    /// SHA-256 (RFC 6594 section 3.2.1).
    const SHA256: &str = "2";
    let mut note = |result, reason: &str, seen: &str| {
        findings.check("ssh.sshfp", Grade::Info, result, reason, seen);
    };
    if transcript.host.address().is_some() {
        return note(CheckOutcome::NotApplicable, "sshfp.no_name", "");
    }
    let prints: Vec<(&str, &str)> =
        match Answers::of(transcript).to(transcript.host.as_str(), "SSHFP") {
            Answer::Data(records) => records
                .into_iter()
                .filter_map(|data| data.split_once(' ').and_then(|(_, rest)| rest.split_once(' ')))
                .collect(),
            Answer::NoName => Vec::new(),
            Answer::Unknown(code) => return note(CheckOutcome::Inconclusive, code, ""),
        };
    if prints.is_empty() {
        return note(CheckOutcome::Notice, "sshfp.absent", "");
    }
    let is_key = |(kind, print): &&(&str, &str)| {
        let print: String = print.split_whitespace().collect();
        *kind == SHA256 && keys.iter().any(|key| key.sha256.eq_ignore_ascii_case(&print))
    };
    let Some((_, print)) = prints.iter().find(is_key) else {
        if keys.is_empty() {
            note(CheckOutcome::Inconclusive, "ssh.no_keys", "");
        } else {
            note(CheckOutcome::Notice, "sshfp.other_key", "");
        }
        return;
    };
    let kind = u16::from(RecordType::SSHFP);
    match Chains::of(transcript).security(transcript.host.as_str(), kind) {
        Security::Secure => note(CheckOutcome::Pass, "sshfp.matches", print),
        Security::Insecure(_) => note(CheckOutcome::Notice, "sshfp.not_signed", print),
        Security::Bogus { flaw, at } => {
            let seen = format!("{} at {at}", flaw.code());
            note(CheckOutcome::Notice, "sshfp.bogus", &seen);
        }
        Security::Indeterminate(code) => note(CheckOutcome::Inconclusive, &code, print),
    }
}

/// What a transcript shows of algorithms.
struct Seen<'a> {
    offer: Option<&'a SshOffer>,
    keys: Vec<&'a SshHostKey>,
    groups: Vec<&'a SshGroup>,
}

impl<'a> Seen<'a> {
    fn of(transcript: &'a Transcript) -> Self {
        let mut seen = Self { offer: None, keys: Vec::new(), groups: Vec::new() };
        for event in transcript.events() {
            match event {
                Event::SshOffer(offer) => seen.offer = Some(offer),
                Event::SshHostKey(key) => seen.keys.push(key),
                Event::SshGroup(group) => seen.groups.push(group),
                _ => {}
            }
        }
        seen
    }

    fn kex(&self, offer: &SshOffer) -> Vec<Graded> {
        let offered = offer.kex.iter().filter(|name| !is_signal(name));
        let groups = self.groups.iter().map(|group| {
            let strength = by_bits(group.bits);
            (Some(strength), format!("{} ({} bit)", group.kex, group.bits))
        });
        offered.map(|name| graded(List::Kex, name)).chain(groups).collect()
    }

    fn host_keys(&self, offer: &SshOffer) -> Vec<Graded> {
        let names = &offer.host_keys;
        // An RSA key that only signs with SHA-1; beside better signatures it is for old clients.
        let only_sha1 = |name: &str| {
            name == "ssh-rsa" && !names.iter().any(|other| is_rsa(other) && other != "ssh-rsa")
        };
        let offered = names.iter().map(|name| {
            if only_sha1(name) {
                (Some(Strength::Insufficient), format!("{name} (SHA-1)"))
            } else {
                graded(List::HostKeys, name)
            }
        });
        let sized =
            self.keys.iter().filter(|key| key.bits > 0 && key.key_type.starts_with("ssh-rsa"));
        let keys = sized
            .map(|key| (Some(by_bits(key.bits)), format!("{} ({} bit)", key.key_type, key.bits)));
        offered.chain(keys).collect()
    }
}

/// Numbers to be factored and primes of finite fields, by their size: BSI asks for 3000 bits, and 2048 are still
/// what most have.
fn by_bits(bits: u32) -> Strength {
    match bits {
        0..2048 => Strength::Insufficient,
        2048..3000 => Strength::Sufficient,
        _ => Strength::Good,
    }
}
