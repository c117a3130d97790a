//! Ways to work on a machine from afar: RDP, VNC, X11, telnet, `WinRM`, and a board's own controller.

use super::text::{holds, line};
use super::web::{Answer, get};
use super::{
    LISTEN, LOGIN_ASKED, NO_ENCRYPTION, NO_LOGIN, Speech, at, being, first, second, service, step,
    to_the_end, with,
};
use arvak_probe::transcript::ServiceSeen;

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "rdp", steps: &[step(|_| RDP.to_vec())], hear: rdp },
    Speech { name: "telnet", steps: &[to_the_end(|_| Vec::new())], hear: telnet },
    Speech { name: "vnc", steps: &[LISTEN, step(|_| b"RFB 003.008\n".to_vec())], hear: vnc },
    Speech { name: "winrm", steps: &[to_the_end(|host| get(host, "/wsman"))], hear: winrm },
    Speech { name: "x11", steps: &[step(|_| X11.to_vec())], hear: x11 },
];

/// A connection request that offers RDP's own security alone (MS-RDPBCGR section 2.2.1.1): a server that
/// demands network-level authentication must say so.
const RDP: [u8; 19] = [3, 0, 0, 19, 14, 0xe0, 0, 0, 0, 0, 0, 1, 0, 8, 0, 0, 0, 0, 0];

fn rdp(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    // TPKT, then a connection confirm of X.224.
    if at(answer, 0, 2) != [3, 0] || at(answer, 5, 1) != [0xd0] {
        return None;
    }
    // What it chose or why not; old servers say nothing, and other protocols over X.224 say other things.
    if !matches!(at(answer, 11, 1), [] | [2 | 3]) {
        return None;
    }
    let seen = service("rdp");
    // RDP_NEG_FAILURE with HYBRID_REQUIRED_BY_SERVER (section 2.2.1.2.2).
    let demands = at(answer, 11, 1) == [3] && at(answer, 15, 4) == [5, 0, 0, 0];
    Some(if demands { with(seen, "nla_required") } else { with(seen, "nla_not_required") })
}

fn vnc(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    /// No authentication (RFC 6143 section 7.1.2).
    const NONE: u8 = 1;
    let greeting = first(said);
    let version = line(greeting).strip_prefix(b"RFB ")?;
    let seen = being(service("vnc"), version);
    let types = second(said);
    let open = match types.split_first() {
        // Before version 3.7 the server decides, in four bytes.
        Some((0, rest)) => rest == [0, 0, NONE],
        Some((count, rest)) => rest.iter().take(usize::from(*count)).any(|kind| *kind == NONE),
        None => return Some(seen),
    };
    Some(with(seen, if open { NO_LOGIN } else { LOGIN_ASKED }))
}

/// Version 11 in the byte order of most, with no authorization (X11 protocol, section 8).
const X11: [u8; 12] = [b'l', 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0];

fn x11(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    match (at(answer, 0, 1), at(answer, 2, 2)) {
        ([1], [11, 0]) => Some(with(service("x11"), NO_LOGIN)),
        ([0 | 2], [11, 0]) => Some(with(service("x11"), LOGIN_ASKED)),
        _ => None,
    }
}

fn telnet(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    /// Interpret as command, then will, won't, do or don't (RFC 854).
    const COMMAND: u8 = 255;
    let answer = first(said);
    let negotiates = matches!(answer, [COMMAND, 251..=254, ..]);
    let text = String::from_utf8_lossy(answer).to_ascii_lowercase();
    let asks =
        ["login:", "username:", "password:"].iter().any(|word| text.trim_end().ends_with(word));
    (negotiates || asks).then(|| with(service("telnet"), NO_ENCRYPTION))
}

fn winrm(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let server = answer.header("server").unwrap_or_default();
    let negotiates = answer.header("www-authenticate").is_some_and(|way| way.contains("Negotiate"));
    // Windows refuses the method there, and asks others for a log-in.
    let is_windows =
        server.contains("Microsoft-HTTPAPI") && matches!(answer.status, 401 | 405 | 411);
    let is_other = answer.status == 401 && negotiates && holds(first(said), "wsman");
    (is_windows || is_other).then(|| being(service("winrm"), server.as_bytes()))
}
