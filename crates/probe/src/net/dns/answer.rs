//! What a message says, in the words of a transcript.

use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::{Name, RData, Record, RecordType};

use super::ALIASES_MAX;
use crate::{DnsAnswer, DnsRecord};

/// Most records that are read from one section.
const RECORDS_MAX: usize = 500;

/// Reads an answer about `name`. Only what hangs together with the name by aliases can be found by
/// [`DnsAnswer::data`]; the rest is kept for people to see.
pub(super) fn read(name: &str, record_type: RecordType, message: &Message) -> DnsAnswer {
    let name = name.trim_end_matches('.').to_ascii_lowercase();
    let records: Vec<_> = message.answers.iter().take(RECORDS_MAX).map(record).collect();
    let canonical = canonical(&name, record_type, &records);
    DnsAnswer {
        canonical,
        name,
        record_type: record_type.to_string(),
        rcode: code(message.metadata.response_code),
        authentic: message.metadata.authentic_data,
        records,
        authority: message.authorities.iter().take(RECORDS_MAX).map(record).collect(),
    }
}

impl DnsAnswer {
    /// Goes on with the answer about the end of the aliases: authentic only when both are.
    pub(super) fn join(&mut self, next: Self) {
        self.authentic &= next.authentic;
        self.rcode = next.rcode;
        self.canonical = next.canonical;
        self.records.extend(next.records);
        self.records.truncate(RECORDS_MAX);
        self.authority = next.authority;
    }
}

/// A name in lower case without its final dot.
pub(super) fn plain(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_ascii_lowercase()
}

/// The end of the aliases that begin at `name`; a circle ends where the bound is reached.
fn canonical(name: &str, record_type: RecordType, records: &[DnsRecord]) -> String {
    let mut at = name.to_owned();
    if record_type == RecordType::CNAME {
        return at;
    }
    for _ in 0..ALIASES_MAX {
        let alias = records.iter().find(|r| r.name == at && r.record_type == "CNAME");
        let Some(alias) = alias else { break };
        at = alias.data.trim_end_matches('.').to_ascii_lowercase();
    }
    at
}

fn record(record: &Record) -> DnsRecord {
    DnsRecord {
        name: plain(&record.name),
        record_type: record.record_type().to_string(),
        ttl_s: record.ttl,
        data: data(&record.data),
    }
}

fn data(data: &RData) -> String {
    match data {
        RData::TXT(txt) => {
            let bytes: Vec<u8> =
                txt.txt_data.iter().flat_map(|part| part.iter().copied()).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        }
        data => data.to_string(),
    }
}

fn code(code: ResponseCode) -> String {
    match code {
        ResponseCode::NoError => "NOERROR".to_owned(),
        ResponseCode::FormErr => "FORMERR".to_owned(),
        ResponseCode::ServFail => "SERVFAIL".to_owned(),
        ResponseCode::NXDomain => "NXDOMAIN".to_owned(),
        ResponseCode::NotImp => "NOTIMP".to_owned(),
        ResponseCode::Refused => "REFUSED".to_owned(),
        other => format!("RCODE{}", u16::from(other)),
    }
}

#[cfg(test)]
mod tests {
    use hickory_proto::op::Query;
    use hickory_proto::rr::rdata::{CNAME, SOA, TXT};
    use proptest::prelude::*;

    use super::*;

    fn message(texts: Vec<String>, aliases: usize) -> Vec<u8> {
        let name = |at: usize| Name::from_ascii(format!("n{at}.example.")).unwrap();
        let mut message = Message::query();
        message.metadata.message_type = hickory_proto::op::MessageType::Response;
        message.add_query(Query::query(name(0), RecordType::TXT));
        for at in 0..aliases {
            let to = RData::CNAME(CNAME(name((at + 1) % 10)));
            message.add_answer(Record::from_rdata(name(at), 60, to));
        }
        message.add_answer(Record::from_rdata(name(aliases), 60, RData::TXT(TXT::new(texts))));
        let soa = SOA::new(name(0), name(1), 1, 1, 1, 1, 1);
        message.authorities.push(Record::from_rdata(name(0), 60, RData::SOA(soa)));
        message.to_vec().unwrap()
    }

    proptest! {
        #[test]
        fn any_datagram_is_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
            if let Ok(message) = Message::from_vec(&bytes) {
                read("n0.example", RecordType::TXT, &message);
            }
        }

        #[test]
        fn a_damaged_answer_is_read_without_a_panic(
            texts in proptest::collection::vec("[ -~]{0,80}", 0..4),
            aliases in 0_usize..12,
            flips in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        ) {
            let mut bytes = message(texts, aliases);
            for (at, byte) in flips {
                let at = at.index(bytes.len());
                bytes[at] ^= byte;
            }
            if let Ok(message) = Message::from_vec(&bytes) {
                let answer = read("n0.example", RecordType::TXT, &message);
                prop_assert!(answer.records.len() <= RECORDS_MAX);
            }
        }
    }
}
