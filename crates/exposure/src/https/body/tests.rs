use proptest::prelude::*;

use super::*;
use crate::https::answer::{self, Reading};

fn head(fields: &str) -> Head {
    match answer::read(format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes()) {
        Ok(Reading::Complete(head, _)) => head,
        other => panic!("{other:?}"),
    }
}

fn chunks(bytes: &[u8]) -> Result<(Vec<u8>, bool, usize), BadAnswer> {
    let mut content = Content::new(Framing::Chunked, 1000);
    let rest = content.feed(bytes)?.len();
    Ok((content.clone().into_bytes(), content.is_whole(), rest))
}

#[test]
fn the_head_says_where_the_content_ends() {
    let cases = [
        ("", Framing::Close),
        ("Content-Length: 12\r\n", Framing::Length(12)),
        ("Content-Length: 12\r\nContent-Length: 12\r\n", Framing::Length(12)),
        ("Transfer-Encoding: Chunked\r\n", Framing::Chunked),
    ];
    for (fields, framing) in cases {
        assert_eq!(Framing::of(&head(fields), "GET"), Ok(framing), "{fields}");
        assert_eq!(Framing::of(&head(fields), "HEAD"), Ok(Framing::Length(0)));
    }
}

#[test]
fn a_length_that_two_readers_understand_differently_is_refused() {
    for fields in [
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Content-Length: 1, 2\r\n",
        "Content-Length: +1\r\n",
        "Content-Length: \r\n",
        "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip, chunked\r\n",
        "Transfer-Encoding: xchunked\r\n",
        "Content-Length: 99999999999999999999999\r\n",
    ] {
        assert!(Framing::of(&head(fields), "GET").is_err(), "{fields}");
    }
}

#[test]
fn chunks_are_joined_and_what_follows_is_left_alone() {
    let whole = b"4\r\nWiki\r\nA\r\n0123456789\r\n0\r\nX: y\r\n\r\nHTTP";
    assert_eq!(chunks(whole), Ok((b"Wiki0123456789".to_vec(), true, 4)));
    assert_eq!(chunks(b"0\r\n\r\n"), Ok((Vec::new(), true, 0)));
    assert_eq!(chunks(b"4\r\nWi"), Ok((b"Wi".to_vec(), false, 0)));
}

#[test]
fn malformed_chunks_are_refused() {
    for bytes in [
        &b"4;x=y\r\nWiki\r\n0\r\n\r\n"[..],
        b"\r\n",
        b"-1\r\n",
        b"4\nWiki",
        b"4\r\nWikiX\r\n",
        b"fffffffffff\r\n",
        b" 4\r\nWiki\r\n",
    ] {
        assert!(chunks(bytes).is_err(), "{bytes:?}");
    }
    let endless = [&b"0\r\n"[..], &b"x".repeat(TRAILER_BYTES_MAX + 1)].concat();
    assert!(chunks(&endless).is_err());
}

#[test]
fn no_more_is_kept_than_the_bound() {
    for framing in [Framing::Length(1 << 40), Framing::Close] {
        let mut content = Content::new(framing, 10);
        assert_eq!(content.feed(&[b'x'; 30]).unwrap().len(), 20);
        assert!(content.is_full() && !content.is_whole());
        assert_eq!(content.into_bytes().len(), 10);
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_the_same_however_they_are_cut(
        bytes in prop_oneof![
            proptest::collection::vec(any::<u8>(), 0..80),
            "([0-9a-f]{1,2}\r\n[a-z]{0,20}\r\n){0,4}0\r\n\r\n".prop_map(String::into_bytes),
        ],
        cut in any::<prop::sample::Index>(),
    ) {
        let (first, second) = bytes.split_at(cut.index(bytes.len() + 1));
        let mut content = Content::new(Framing::Chunked, 1000);
        let parts = content.feed(first).and_then(|left| {
            let left = left.len();
            Ok(left + content.feed(second)?.len())
        });
        match (chunks(&bytes), parts) {
            (Ok((kept, whole, rest)), Ok(left)) => {
                prop_assert_eq!((content.is_whole(), left), (whole, rest));
                prop_assert_eq!(content.into_bytes(), kept);
            }
            (whole, parts) => prop_assert!(whole.is_err() && parts.is_err()),
        }
    }

    #[test]
    fn what_is_written_in_chunks_is_read_back(pieces in proptest::collection::vec("[ -~]{1,40}", 0..6)) {
        let chunk = |piece: &String| format!("{:x}\r\n{piece}\r\n", piece.len());
        let wire = pieces.iter().map(chunk).collect::<String>() + "0\r\n\r\n";
        prop_assert_eq!(chunks(wire.as_bytes()), Ok((pieces.concat().into_bytes(), true, 0)));
    }
}
