//! A question's bytes to an answer's bytes.

use arvak_core::Instant;
use hickory_proto::op::{Edns, Message, MessageType, OpCode, Query, ResponseCode};
use hickory_proto::rr::{DNSClass, Name, Record, RecordType};

use super::denial::{exists, proof};
use super::zone::{View, Zone, Zones};

/// Time to live of every record, in seconds.
const TTL_S: u32 = 300;

/// The answer to `question` as things are at `now` on simulated `day`; none to what is no question.
pub(super) fn reply(
    zones: &Zones,
    question: &[u8],
    udp_bytes_max: Option<u16>,
    now: Instant,
    day: u32,
) -> Option<Vec<u8>> {
    let question = Message::from_vec(question).ok()?;
    if question.metadata.message_type != MessageType::Query {
        return None;
    }
    let answer = answer(zones, &question, now, day);
    let bytes = answer.to_vec().ok()?;
    match udp_bytes_max {
        Some(most) if bytes.len() > usize::from(question.max_payload().min(most)) => {
            answer.truncate().to_vec().ok()
        }
        _ => Some(bytes),
    }
}

fn answer(zones: &Zones, question: &Message, now: Instant, day: u32) -> Message {
    let mut answer = Message::response(question.metadata.id, question.metadata.op_code);
    answer.metadata.recursion_desired = question.metadata.recursion_desired;
    answer.metadata.recursion_available = true;
    answer.add_queries(question.queries.iter().cloned());
    let dnssec = question.edns.as_ref().is_some_and(|edns| edns.flags().dnssec_ok);
    if question.edns.is_some() {
        let mut edns = Edns::new();
        edns.set_max_payload(super::UDP_BYTES_MAX).set_dnssec_ok(dnssec);
        answer.set_edns(edns);
    }
    answer.metadata.response_code = match question.queries.as_slice() {
        _ if question.metadata.op_code != OpCode::Query => ResponseCode::NotImp,
        [query] if query.query_class() == DNSClass::IN => {
            let found = zones.for_question(query.name(), query.query_type());
            found.map_or(ResponseCode::Refused, |zone| {
                fill(&mut answer, zone, query, dnssec, now, day)
            })
        }
        [_] => ResponseCode::Refused,
        _ => ResponseCode::FormErr,
    };
    answer
}

fn fill(
    answer: &mut Message,
    zone: &Zone,
    query: &Query,
    dnssec: bool,
    now: Instant,
    day: u32,
) -> ResponseCode {
    if zone.is_failing(day) {
        return ResponseCode::ServFail;
    }
    let view = zone.view(day);
    let (name, kind) = (query.name(), query.query_type());
    let signer = zone.signer.as_ref().filter(|_| dnssec);
    let mut answers = records(&view, name, kind);
    let mut authorities = Vec::new();
    let code = if answers.is_empty() {
        authorities = records(&view, &zone.origin, RecordType::SOA);
        if signer.is_some() {
            authorities.extend(proof(&view, &zone.origin, name, TTL_S));
        }
        if exists(&view, name) { ResponseCode::NoError } else { ResponseCode::NXDomain }
    } else {
        ResponseCode::NoError
    };
    for section in [&mut answers, &mut authorities] {
        if signer.is_some_and(|signer| signer.sign(section, now).is_none()) {
            return ResponseCode::ServFail;
        }
    }
    answer.metadata.authoritative = true;
    answer.insert_answers(answers);
    answer.insert_authorities(authorities);
    code
}

/// The records of a name and type; owner names keep the asker's spelling out of the answer.
fn records(view: &View<'_>, name: &Name, kind: RecordType) -> Vec<Record> {
    let found =
        view.get_key_value(name).and_then(|(owner, kinds)| Some((owner, kinds.get(&kind)?)));
    found
        .into_iter()
        .flat_map(|(owner, data)| {
            data.iter().map(|data| Record::from_rdata((*owner).clone(), TTL_S, data.clone()))
        })
        .collect()
}
