//! Queues of messages, and telephony.

use arvak_probe::transcript::ServiceSeen;

use super::text::{between, holds, line};
use super::web::{Answer, get};
use super::{NO_LOGIN, Speech, at, being, first, service, step, to_the_end, with};

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "amqp", steps: &[to_the_end(|_| AMQP.to_vec())], hear: amqp },
    Speech { name: "kafka", steps: &[step(|_| KAFKA.to_vec())], hear: kafka },
    Speech { name: "mqtt", steps: &[step(|_| MQTT.to_vec())], hear: mqtt },
    Speech { name: "rabbitmq", steps: &[to_the_end(|host| get(host, "/"))], hear: rabbitmq },
    Speech { name: "sip", steps: &[step(sip_question)], hear: |said| sip(said, "sip") },
    Speech { name: "sip_udp", steps: &[step(sip_question)], hear: |said| sip(said, "sip_udp") },
    Speech { name: "zookeeper", steps: &[to_the_end(|_| b"srvr".to_vec())], hear: zookeeper },
];

/// A `CONNECT` in a version that nobody has: the server must say that it has others, and nobody is let in
/// (MQTT 3.1.1 section 3.1.2.2).
const MQTT: &[u8] = b"\x10\x0c\0\x04MQTT\x7f\x02\0\x0a\0\0";

fn mqtt(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    // `CONNACK`: refused, or a reason of version 5.
    let is_answer =
        matches!(first(said), [0x20, 2, 0, 1..=5] | [0x20, 3..=127, 0, 0x80..=0xff, ..]);
    is_answer.then(|| service("mqtt"))
}

/// The version that most have (AMQP 0-9-1 section 4.2.2).
const AMQP: &[u8] = b"AMQP\0\0\x09\x01";

fn amqp(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    // `connection.start`, or the version that it wants.
    let starts = at(answer, 0, 3) == [1, 0, 0] && at(answer, 7, 4) == [0, 10, 0, 10];
    let product = between(answer, "\x07productS\0\0\0", b'\x07').unwrap_or_default();
    let wants_another = answer.starts_with(b"AMQP") && answer != AMQP;
    (starts || wants_another).then(|| being(service("amqp"), product))
}

/// `ApiVersions`, which a broker answers before any log-in.
const KAFKA: &[u8] = b"\0\0\0\x0f\0\x12\0\0\0\0\0\x01\0\x05arvak";

fn kafka(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let length = answer.first_chunk::<4>().map(|length| u32::from_be_bytes(*length))?;
    let fits =
        usize::try_from(length).is_ok_and(|length| length + 4 == answer.len() && length >= 10);
    (fits && at(answer, 4, 6) == [0, 0, 0, 1, 0, 0]).then(|| service("kafka"))
}

fn zookeeper(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    if let Some(version) = line(answer).strip_prefix(b"Zookeeper version: ") {
        return Some(with(being(service("zookeeper"), version), NO_LOGIN));
    }
    answer.starts_with(b"srvr is not executed").then(|| service("zookeeper"))
}

fn rabbitmq(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    holds(answer.body, "RabbitMQ Management").then(|| service("rabbitmq"))
}

/// What can you do? (RFC 3261 section 11)
fn sip_question(host: &str) -> Vec<u8> {
    format!(
        "OPTIONS sip:{host} SIP/2.0\r\nVia: SIP/2.0/TCP arvak.invalid;branch=z9hG4bK61727661;rport\r\n\
         From: <sip:arvak@arvak.invalid>;tag=61727661\r\nTo: <sip:{host}>\r\nCall-ID: 61727661@arvak.invalid\r\n\
         CSeq: 1 OPTIONS\r\nMax-Forwards: 0\r\nContent-Length: 0\r\n\r\n"
    )
    .into_bytes()
}

fn sip(said: &[Vec<u8>], name: &str) -> Option<ServiceSeen> {
    let answer = first(said);
    let server = between(answer, "\r\nServer: ", b'\r')
        .or_else(|| between(answer, "\r\nUser-Agent: ", b'\r'))
        .unwrap_or_default();
    answer.starts_with(b"SIP/2.0 ").then(|| being(service(name), server))
}
