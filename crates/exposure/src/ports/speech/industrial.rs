//! What steers machines, buildings, water and power. Nothing is asked but who it is, or whether it is there.

use arvak_probe::transcript::ServiceSeen;

use super::text::holds;
use super::{NO_LOGIN, Speech, at, being, first, service, step, to_the_end, up_to, with};

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "bacnet", steps: &[step(|_| BACNET.to_vec())], hear: bacnet },
    Speech { name: "dnp3", steps: &[step(|_| dnp3_question())], hear: dnp3 },
    Speech { name: "ethernet_ip", steps: &[step(|_| ethernet_ip_question())], hear: ethernet_ip },
    Speech { name: "fox", steps: &[to_the_end(|_| FOX.to_vec())], hear: fox },
    Speech { name: "iec104", steps: &[step(|_| vec![0x68, 4, 0x43, 0, 0, 0])], hear: iec104 },
    Speech { name: "knx", steps: &[step(|_| KNX.to_vec())], hear: knx },
    Speech { name: "modbus", steps: &[step(|_| MODBUS.to_vec())], hear: modbus },
    Speech { name: "opcua", steps: &[step(opcua_question)], hear: opcua },
    Speech { name: "s7", steps: &[step(|_| S7.to_vec())], hear: s7 },
];

/// Function 43/14: who are you, in short (Modbus application protocol 1.1b3 section 6.21).
const MODBUS: [u8; 11] = [0, 1, 0, 0, 0, 5, 1, 0x2b, 0x0e, 1, 0];

fn modbus(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let [0, 1, 0, 0, high, low, _, function, ..] = answer else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    let seen = with(service("modbus"), NO_LOGIN);
    match function {
        // It has no such function, and says so.
        0xab if length == 3 => Some(seen),
        0x2b if answer != MODBUS => {
            let objects = answer.get(14..).unwrap_or_default();
            Some(being(seen, &texts(objects).join(&b' ')))
        }
        _ => None,
    }
}

/// The values of objects that are each a number, a length and a text.
fn texts(mut objects: &[u8]) -> Vec<Vec<u8>> {
    /// More objects than the short form has.
    const OBJECTS_MAX: usize = 8;
    let mut texts = Vec::new();
    while let [_, length, rest @ ..] = objects {
        let Some((text, rest)) = rest.split_at_checked(usize::from(*length)) else { break };
        texts.push(text.to_vec());
        objects = rest;
        if texts.len() == OBJECTS_MAX {
            break;
        }
    }
    texts
}

/// A connection request of ISO 8073 to the place where the rack's first processor usually is.
const S7: [u8; 22] =
    [3, 0, 0, 22, 17, 0xe0, 0, 0, 0, 1, 0, 0xc1, 2, 1, 0, 0xc2, 2, 1, 2, 0xc0, 1, 10];

fn s7(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    // Confirmed, and for our reference; a server of RDP answers another.
    let is_it = at(answer, 0, 2) == [3, 0] && at(answer, 5, 3) == [0xd0, 0, 1];
    is_it.then(|| service("s7"))
}

/// `ListIdentity` (CIP volume 2 section 2-4.3).
pub(super) fn ethernet_ip_question() -> Vec<u8> {
    let mut out = vec![0x63];
    out.resize(24, 0);
    out
}

fn ethernet_ip(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    if at(answer, 0, 2) != [0x63, 0] || answer.len() <= 26 {
        return None;
    }
    let name = match at(answer, 62, 1) {
        [length] => up_to(answer, 63, usize::from(*length)),
        _ => &[],
    };
    Some(with(being(service("ethernet_ip"), name), NO_LOGIN))
}

/// `Who-Is`, to this one alone (ASHRAE 135 annex J).
const BACNET: [u8; 8] = [0x81, 0x0a, 0, 8, 1, 0, 0x10, 8];

fn bacnet(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    // `I-Am`, unicast or sent to all.
    let answer = first(said);
    let is_it = matches!(at(answer, 0, 2), [0x81, 0x0a | 0x0b]) && at(answer, 4, 1) == [1];
    let is_it = is_it && answer != BACNET;
    is_it.then(|| with(service("bacnet"), NO_LOGIN))
}

/// A description request over UDP (KNX standard 3/8/2).
const KNX: [u8; 14] = [6, 0x10, 2, 3, 0, 14, 8, 1, 0, 0, 0, 0, 0, 0];

fn knx(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    if at(answer, 0, 4) != [6, 0x10, 2, 4] {
        return None;
    }
    // The name of the device stands at the end of its first block.
    Some(with(being(service("knx"), up_to(answer, 30, 30)), NO_LOGIN))
}

/// Asks for the state of the link (IEEE 1815 section 9.2), of the address that most have.
fn dnp3_question() -> Vec<u8> {
    let head = [5, 0x64, 5, 0xc9, 1, 0, 0, 0];
    let check = crc(&head).to_le_bytes();
    [&head[..], &check].concat()
}

/// The check of a block (IEEE 1815 section 9.2.4.1.7).
fn crc(bytes: &[u8]) -> u16 {
    let folded = bytes.iter().fold(0_u16, |crc, byte| {
        let crc = crc ^ u16::from(*byte);
        (0..8).fold(crc, |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xa6bc } else { crc >> 1 })
    });
    !folded
}

fn dnp3(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let check = at(answer, 8, 2);
    // The bit of direction tells a station's answer from ours.
    let is_answer = at(answer, 3, 1).first().is_some_and(|control| control & 0x80 == 0);
    let is_it =
        is_answer && at(answer, 0, 2) == [5, 0x64] && check == crc(at(answer, 0, 8)).to_le_bytes();
    is_it.then(|| with(service("dnp3"), NO_LOGIN))
}

fn iec104(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    // Test of the connection, confirmed (IEC 60870-5-104 section 5.2).
    first(said).starts_with(&[0x68, 4, 0x83, 0, 0, 0]).then(|| with(service("iec104"), NO_LOGIN))
}

/// The hello of Niagara's own protocol.
const FOX: &[u8] = b"fox a 0 -1 fox hello\n{\nfox.version=s:1.0\nid=i:1\n};;\n";

fn fox(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let version = super::text::between(answer, "app.version=s:", b'\n').unwrap_or_default();
    (answer.starts_with(b"fox a 0 ") && holds(answer, "fox hello") && answer != FOX)
        .then(|| being(service("fox"), version))
}

/// `Hello` (OPC 10000-6 section 7.1.2.3).
fn opcua_question(host: &str) -> Vec<u8> {
    let place = format!("opc.tcp://{host}:4840");
    let mut body = Vec::new();
    let length = u32::try_from(place.len()).unwrap_or(0);
    for number in [0, 65_536, 65_536, 0, 0, length] {
        body.extend(number.to_le_bytes());
    }
    body.extend_from_slice(place.as_bytes());
    let whole = u32::try_from(body.len() + 8).unwrap_or(0).to_le_bytes();
    [b"HELF", &whole[..], &body].concat()
}

fn opcua(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    (answer.starts_with(b"ACKF") || answer.starts_with(b"ERRF")).then(|| service("opcua"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_of_dnp3_is_that_of_a_frame_that_others_wrote() {
        // A reset of the link from 1024 to 1.
        assert_eq!(crc(&[5, 0x64, 5, 0xc0, 1, 0, 0, 4]).to_le_bytes(), [0xe9, 0x21]);
    }
}
