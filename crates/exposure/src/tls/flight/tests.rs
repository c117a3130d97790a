//! Records that are cut, joined, spread, endless and wrong.

use proptest::prelude::*;

use super::*;

fn record(kind: u8, content: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind, 3, 3];
    bytes.extend(u16::try_from(content.len()).unwrap().to_be_bytes());
    bytes.extend(content);
    bytes
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![kind];
    bytes.extend(u32::try_from(body.len()).unwrap().to_be_bytes().into_iter().skip(1));
    bytes.extend(body);
    bytes
}

fn pieces(flight: &mut Flight) -> Result<Vec<Piece>, Garbage> {
    let mut all = Vec::new();
    while let Some(piece) = flight.next_piece()? {
        all.push(piece);
    }
    Ok(all)
}

fn read(bytes: &[u8]) -> Result<Vec<Piece>, Garbage> {
    let mut flight = Flight::default();
    flight.push(bytes);
    pieces(&mut flight)
}

#[test]
fn what_is_too_much_or_too_long_ends_the_reading_with_its_code() {
    let too_long = [&[22, 3, 3][..], &[0xff, 0xff]].concat();
    assert_eq!(read(&too_long), Err(Garbage("tls.record_too_long")));
    let huge = record(22, &[2, 0xff, 0xff, 0xff]);
    assert_eq!(read(&huge), Err(Garbage("tls.message_too_long")));
    let storm = record(21, &[1, 112]).repeat(9);
    assert_eq!(read(&storm), Err(Garbage("tls.too_many_alerts")));
    let empty = record(22, &[]).repeat(RECORDS_MAX + 1);
    assert_eq!(read(&empty), Err(Garbage("tls.too_many_records")));
    assert_eq!(read(&record(21, &[2])), Err(Garbage("tls.bad_alert")));
    for text in ["HTTP/1.1 400 Bad Request", "220 mx ESMTP", "S", "\u{16}\u{2}"] {
        assert_eq!(read(text.as_bytes()), Err(Garbage("tls.not_tls")), "{text}");
    }
}

#[test]
fn a_message_that_never_ends_is_left_in_time() {
    let mut flight = Flight::default();
    flight.push(&record(22, &[11, 1, 0xff, 0xff]));
    let block = record(22, &[0; 16_000]);
    let mut pushed = 0;
    let ended = loop {
        flight.push(&block);
        pushed += block.len();
        match flight.next_piece() {
            Ok(None) => assert!(pushed < 2 * ANSWER_BYTES_MAX, "endless"),
            Ok(Some(_)) => break "a piece",
            Err(Garbage(code)) => break code,
        }
    };
    assert!(["a piece", "tls.answer_too_long"].contains(&ended), "{ended}");
}

#[test]
fn warnings_are_passed_over_and_what_ends_the_connection_is_told() {
    let name_unknown = record(21, &[1, 112]);
    let bytes = [name_unknown, record(22, &message(2, b"hello"))].concat();
    assert_eq!(read(&bytes), Ok(vec![Piece::Message(2, b"hello".to_vec())]));
    assert_eq!(read(&record(21, &[2, 40])), Ok(vec![Piece::Alert(40)]));
    assert_eq!(read(&record(21, &[1, 0])), Ok(vec![Piece::Alert(0)]), "close_notify");
    assert_eq!(read(&record(20, &[1])), Ok(vec![Piece::Other(20)]));
}

proptest! {
    #[test]
    fn messages_are_the_same_however_they_are_spread_over_records_and_reads(
        bodies in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..200), 1..5),
        record_sizes in proptest::collection::vec(1_usize..90, 1..20),
        read_sizes in proptest::collection::vec(1_usize..120, 1..20),
    ) {
        let all: Vec<u8> = bodies.iter().flat_map(|body| message(2, body)).collect();
        let mut sizes = record_sizes.into_iter().cycle();
        let (mut rest, mut bytes) = (&all[..], Vec::new());
        while !rest.is_empty() {
            let (front, behind) = rest.split_at(sizes.next().unwrap().min(rest.len()));
            bytes.extend(record(22, front));
            rest = behind;
        }
        let mut flight = Flight::default();
        let mut sizes = read_sizes.into_iter().cycle();
        let (mut rest, mut found) = (&bytes[..], Vec::new());
        while !rest.is_empty() {
            let (front, behind) = rest.split_at(sizes.next().unwrap().min(rest.len()));
            flight.push(front);
            found.extend(pieces(&mut flight).unwrap());
            rest = behind;
        }
        let expected: Vec<Piece> =
            bodies.into_iter().map(|body| Piece::Message(2, body)).collect();
        prop_assert_eq!(found, expected);
        prop_assert!(!flight.is_within_a_message());
    }

    #[test]
    fn any_bytes_are_read_without_a_panic_and_to_an_end(
        bytes in proptest::collection::vec(any::<u8>(), 0..300),
        kind in 20_u8..25,
    ) {
        let _ = read(&bytes);
        let _ = read(&record(kind, &bytes));
    }
}
