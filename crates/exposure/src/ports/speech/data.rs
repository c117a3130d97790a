//! Databases, caches and indexes.

use arvak_probe::transcript::ServiceSeen;

use super::text::{between, holds, line, member};
use super::web::{Answer, get};
use super::{
    LISTEN, LOGIN_ASKED, NO_ENCRYPTION, NO_LOGIN, Speech, TLS_OFFERED, at, being, first, service,
    step, to_the_end, with,
};

pub(super) const SPEECHES: &[Speech] = &[
    Speech { name: "cassandra", steps: &[step(|_| CASSANDRA.to_vec())], hear: cassandra },
    Speech {
        name: "clickhouse",
        steps: &[to_the_end(|host| get(host, "/ping"))],
        hear: clickhouse,
    },
    Speech { name: "couchdb", steps: &[to_the_end(|host| get(host, "/"))], hear: couchdb },
    Speech {
        name: "elasticsearch",
        steps: &[to_the_end(|host| get(host, "/"))],
        hear: elasticsearch,
    },
    Speech { name: "influxdb", steps: &[to_the_end(|host| get(host, "/ping"))], hear: influxdb },
    Speech { name: "kibana", steps: &[to_the_end(|host| get(host, "/api/status"))], hear: kibana },
    Speech { name: "memcached", steps: &[step(|_| b"version\r\n".to_vec())], hear: memcached },
    Speech { name: "mongodb", steps: &[step(|_| mongodb_question())], hear: mongodb },
    Speech { name: "mssql", steps: &[step(|_| MSSQL.to_vec())], hear: mssql },
    Speech { name: "mysql", steps: &[LISTEN], hear: mysql },
    Speech { name: "oracle", steps: &[step(|_| oracle_question())], hear: oracle },
    Speech { name: "postgresql", steps: &[step(|_| POSTGRESQL.to_vec())], hear: postgresql },
    Speech { name: "redis", steps: &[step(|_| b"PING\r\n".to_vec())], hear: redis },
];

/// An `OPTIONS` frame of version 4: which options are there?
const CASSANDRA: [u8; 9] = [4, 0, 0, 0, 5, 0, 0, 0, 0];

fn cassandra(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    // A response of some version: `SUPPORTED`, or an error about the version.
    match (at(first(said), 0, 1), at(first(said), 4, 1)) {
        ([0x81..=0x86], [0 | 6]) => Some(service("cassandra")),
        _ => None,
    }
}

/// `SSLRequest`: is there TLS? The answer is one letter.
const POSTGRESQL: [u8; 8] = [0, 0, 0, 8, 4, 0xd2, 0x16, 0x2f];

fn postgresql(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    match first(said) {
        [b'S'] => Some(with(service("postgresql"), TLS_OFFERED)),
        [b'N'] => Some(with(service("postgresql"), NO_ENCRYPTION)),
        error => {
            (error.starts_with(b"E\0") && holds(error, "SFATAL")).then(|| service("postgresql"))
        }
    }
}

fn mysql(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    /// `CLIENT_SSL` among the capabilities of the server.
    const TLS: u8 = 0x08;
    let greeting = first(said);
    let body = greeting.get(4..)?;
    match body.split_first()? {
        (10, rest) if at(greeting, 3, 1) == [0] => {
            let end = rest.iter().position(|byte| *byte == 0)?;
            // Behind the version: a number, eight bytes, and a zero.
            let [_, high] = at(rest, end + 1 + 4 + 8 + 1, 2) else { return None };
            let seen = being(service("mysql"), rest.get(..end).unwrap_or_default());
            Some(with(seen, if high & TLS == 0 { NO_ENCRYPTION } else { TLS_OFFERED }))
        }
        // An error instead of a greeting: this address may not log in, or did too often.
        (0xff, _)
            if holds(greeting, "is not allowed to connect") || holds(greeting, "is blocked") =>
        {
            Some(with(service("mysql"), "turns_us_away"))
        }
        _ => None,
    }
}

/// `PRELOGIN` with version and encryption (MS-TDS section 2.2.6.5).
const MSSQL: [u8; 26] =
    [0x12, 1, 0, 26, 0, 0, 1, 0, 0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff, 11, 0, 0, 0, 0, 0, 0];

fn mssql(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    if at(answer, 0, 2) != [4, 1] || at(answer, 8, 1) != [0] {
        return None;
    }
    let data = answer.get(8..)?;
    let version = match at(data, 1, 2) {
        [high, low] => at(data, usize::from(u16::from_be_bytes([*high, *low])), 4),
        _ => &[],
    };
    let &[major, minor, high, low] = version.first_chunk::<4>()?;
    let version = format!("{major}.{minor}.{}", u16::from_be_bytes([high, low]));
    Some(being(service("mssql"), version.as_bytes()))
}

/// Asks the listener for its version (transparent network substrate, a connect packet).
fn oracle_question() -> Vec<u8> {
    const COMMAND: &[u8] = b"(CONNECT_DATA=(COMMAND=version))";
    const OFFSET: u8 = 58;
    let length = OFFSET + 32;
    let mut out =
        vec![0, length, 0, 0, 1, 0, 0, 0, 1, 0x3a, 1, 0x2c, 0, 0, 8, 0, 0x7f, 0xff, 0x7f, 8];
    out.extend([0, 0, 0, 1, 0, 32, 0, OFFSET]);
    out.resize(usize::from(OFFSET), 0);
    out.extend_from_slice(COMMAND);
    out
}

fn oracle(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let [high, low, 0, 0, kind, _, 0, 0] = at(answer, 0, 8) else { return None };
    let length = usize::from(u16::from_be_bytes([*high, *low]));
    // Accept, refuse, redirect, send again.
    let is_known = matches!(kind, 2 | 4 | 5 | 11) && length >= 8 && length <= answer.len().max(8);
    is_known.then(|| {
        let version = between(answer, "(VSNNUM=", b')').unwrap_or_default();
        being(service("oracle"), version)
    })
}

/// `hello`, which is answered before any log-in.
fn mongodb_question() -> Vec<u8> {
    const DOCUMENT: &[u8] = b"\x1f\0\0\0\x10hello\0\x01\0\0\0\x02$db\0\x06\0\0\0admin\0\0";
    let mut out = vec![52, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0, 0];
    out.extend_from_slice(DOCUMENT);
    out
}

fn mongodb(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    let is_reply = at(answer, 8, 4) == [1, 0, 0, 0] && at(answer, 12, 4) == [0xdd, 7, 0, 0];
    (is_reply && holds(answer, "maxWireVersion")).then(|| service("mongodb"))
}

fn redis(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = first(said);
    if answer.starts_with(b"+PONG") {
        return Some(with(service("redis"), NO_LOGIN));
    }
    let asks = answer.starts_with(b"-NOAUTH") || answer.starts_with(b"-NOPERM");
    if asks || answer.starts_with(b"-DENIED Redis") {
        return Some(with(service("redis"), LOGIN_ASKED));
    }
    None
}

fn memcached(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let version = line(first(said)).strip_prefix(b"VERSION ")?;
    Some(with(being(service("memcached"), version), NO_LOGIN))
}

fn elasticsearch(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let version = member(answer.body, "number").unwrap_or_default();
    if holds(answer.body, "cluster_name") && holds(answer.body, "lucene_version") {
        return Some(with(being(service("elasticsearch"), version), NO_LOGIN));
    }
    let way = answer.header("www-authenticate").unwrap_or_default();
    let is_guarded = answer.status == 401
        && (holds(answer.body, "security_exception") || way.contains("OpenSearch"));
    is_guarded.then(|| with(service("elasticsearch"), LOGIN_ASKED))
}

fn kibana(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    ["kbn-name", "kbn-version", "osd-name"].iter().find_map(|name| answer.header(name))?;
    let seen = being(service("kibana"), member(answer.body, "number").unwrap_or_default());
    let open = answer.status == 200 && holds(answer.body, "\"version\"");
    Some(with(seen, if open { NO_LOGIN } else { LOGIN_ASKED }))
}

fn couchdb(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let version = member(answer.body, "version").unwrap_or_default();
    holds(answer.body, "\"couchdb\"").then(|| being(service("couchdb"), version))
}

fn influxdb(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let version = answer.header("x-influxdb-version")?;
    Some(being(service("influxdb"), version.as_bytes()))
}

fn clickhouse(said: &[Vec<u8>]) -> Option<ServiceSeen> {
    let answer = Answer::read(first(said))?;
    let is_it = answer.header("x-clickhouse-summary").is_some() || answer.body == b"Ok.\n";
    is_it.then(|| service("clickhouse"))
}
