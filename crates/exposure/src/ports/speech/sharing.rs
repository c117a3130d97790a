//! Files that are shared: SMB, `NetBIOS`, FTP, rsync, NFS.

use arvak_probe::transcript::ServiceSeen;

use super::text::{holds, line};
use super::{
    LISTEN, NO_ENCRYPTION, Speech, Step, TLS_OFFERED, at, being, first, second, service, step,
    up_to, with,
};

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "ftp", steps: &[GREETING, FEATURES], hear: ftp },
    Speech { name: "msrpc", steps: &[step(|_| MSRPC.to_vec())], hear: msrpc },
    Speech {
        name: "netbios_session",
        steps: &[step(|_| session_request())],
        hear: netbios_session,
    },
    Speech { name: "nfs", steps: &[step(|_| tcp_call(NFS, 3))], hear: |said| rpc(said, "nfs") },
    Speech {
        name: "portmapper",
        steps: &[step(|_| tcp_call(PORTMAPPER, 2))],
        hear: |said| rpc(said, "portmapper"),
    },
    Speech { name: "rsync", steps: &[LISTEN], hear: rsync },
    Speech { name: "smb", steps: &[step(|_| smb2_question())], hear: smb2 },
    Speech { name: "smb1", steps: &[step(|_| smb1_question())], hear: smb1 },
];

/// Replies of FTP are whole at the end of a line that begins with three digits and a space.
const GREETING: Step = Step { say: |_| Vec::new(), whole: is_reply };
const FEATURES: Step = Step { say: |_| b"FEAT\r\n".to_vec(), whole: is_reply };

fn is_reply(heard: &[u8]) -> bool {
    let is_last = |line: &[u8]| matches!(line, [a, b, c, b' ', ..] if [a, b, c].iter().all(|byte| byte.is_ascii_digit()));
    heard.ends_with(b"\n") && heard.split(|byte| *byte == b'\n').any(is_last)
}

fn ftp(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let (greeting, features) = (first(said), second(said));
    let is_mail = holds(greeting, "SMTP");
    if !greeting.starts_with(b"220") || is_mail {
        return None;
    }
    let seen = being(service("ftp"), up_to(line(greeting), 4, 80));
    let offers = holds(features, "AUTH TLS") || holds(features, "AUTH SSL");
    Some(with(seen, if offers { TLS_OFFERED } else { NO_ENCRYPTION }))
}

fn rsync(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let version = line(first(said)).strip_prefix(b"@RSYNCD: ")?;
    Some(being(service("rsync"), version))
}

/// Programs of ONC RPC (RFC 5531).
pub(super) const PORTMAPPER: u32 = 100_000;
const NFS: u32 = 100_003;

/// Calls procedure 0, which does nothing and is answered.
pub(super) fn call(program: u32, version: u32) -> Vec<u8> {
    let words = [0x6172_766b, 0, 2, program, version, 0, 0, 0, 0, 0];
    words.iter().flat_map(|word: &u32| word.to_be_bytes()).collect()
}

fn tcp_call(program: u32, version: u32) -> Vec<u8> {
    [&[0x80, 0, 0, 40][..], &call(program, version)].concat()
}

fn rpc(said: &[Vec<u8>], name: &str) -> Option<ServiceSeen> {
    let reply = first(said).get(4..)?;
    (at(reply, 0, 8) == [0x61, 0x72, 0x76, 0x6b, 0, 0, 0, 1]).then(|| service(name))
}

/// Binds to the endpoint mapper, as every client of it begins (C706 section 12.6.4.3).
const MSRPC: [u8; 72] = [
    5, 0, 11, 3, 0x10, 0, 0, 0, 72, 0, 0, 0, 1, 0, 0, 0, 0xb8, 0x10, 0xb8, 0x10, 0, 0, 0, 0, 1, 0,
    0, 0, 0, 0, 1, 0, 0x08, 0x83, 0xaf, 0xe1, 0x1f, 0x5d, 0xc9, 0x11, 0x91, 0xa4, 0x08, 0x00, 0x2b,
    0x14, 0xa0, 0xfa, 3, 0, 0, 0, 0x04, 0x5d, 0x88, 0x8a, 0xeb, 0x1c, 0xc9, 0x11, 0x9f, 0xe8, 0x08,
    0x00, 0x2b, 0x10, 0x48, 0x60, 2, 0, 0, 0,
];

fn msrpc(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    // Bind acknowledged, or not.
    matches!(at(first(said), 0, 3), [5, 0, 12 | 13]).then(|| service("msrpc"))
}

/// A name of `NetBIOS` in the encoding of RFC 1001 section 14.1.
fn netbios_name(name: &[u8]) -> Vec<u8> {
    let mut out = vec![32];
    let padded = name.iter().copied().chain(std::iter::repeat(b' ')).take(15).chain([0x20]);
    for byte in padded {
        out.extend([b'A' + (byte >> 4), b'A' + (byte & 15)]);
    }
    out.push(0);
    out
}

fn session_request() -> Vec<u8> {
    [&[0x81, 0, 0, 68][..], &netbios_name(b"*SMBSERVER"), &netbios_name(b"ARVAK")].concat()
}

fn netbios_session(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    // A session, or not.
    matches!(at(first(said), 0, 4), [0x82, 0, 0, 0] | [0x83, 0, 0, 1])
        .then(|| service("netbios_session"))
}

/// `SMB2 NEGOTIATE` for versions 2.0.2 to 3.0.2 (MS-SMB2 section 2.2.3).
fn smb2_question() -> Vec<u8> {
    const DIALECTS: [u16; 4] = [0x0202, 0x0210, 0x0300, 0x0302];
    let mut message = vec![0xfe, b'S', b'M', b'B', 64, 0];
    message.resize(64, 0);
    message.extend([36, 0, 4, 0, 1, 0, 0, 0]);
    // Capabilities, an id of the client, and the time.
    message.extend([0; 28]);
    message.extend(DIALECTS.iter().flat_map(|dialect| dialect.to_le_bytes()));
    framed(&message)
}

fn framed(message: &[u8]) -> Vec<u8> {
    let length = u32::try_from(message.len()).unwrap_or(0).to_be_bytes();
    [&length[..], message].concat()
}

fn smb2(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    /// `SMB2_NEGOTIATE_SIGNING_REQUIRED`.
    const SIGNING_REQUIRED: u8 = 2;
    let message = first(said).get(4..)?;
    let is_answer = at(message, 16, 1).first().is_some_and(|flags| flags & 1 != 0);
    if !message.starts_with(b"\xfeSMB") || !is_answer {
        return None;
    }
    let seen = match at(message, 68, 2) {
        [low, high] => {
            being(service("smb"), format!("SMB {high}.{}.{}", low >> 4, low & 15).as_bytes())
        }
        _ => service("smb"),
    };
    match at(message, 66, 1) {
        [mode] if mode & SIGNING_REQUIRED == 0 => Some(with(seen, "signing_not_required")),
        _ => Some(seen),
    }
}

/// A negotiation of the first version that offers nothing newer (MS-CIFS section 2.2.4.52).
fn smb1_question() -> Vec<u8> {
    let mut message = vec![0xff, b'S', b'M', b'B', 0x72, 0, 0, 0, 0, 0x18, 1, 0x28];
    message.resize(32, 0);
    message.extend([0, 12, 0, 2]);
    message.extend_from_slice(b"NT LM 0.12\0");
    framed(&message)
}

fn smb1(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let message = first(said).get(4..)?;
    let is_answer = at(message, 9, 1).first().is_some_and(|flags| flags & 0x80 != 0);
    let chosen = at(message, 33, 2);
    // No dialect is chosen with 0xffff.
    let speaks = message.starts_with(b"\xffSMB\x72") && chosen.len() == 2 && chosen != [0xff, 0xff];
    (speaks && is_answer).then(|| with(service("smb1"), "smb1"))
}
