use proptest::prelude::*;

use super::*;

fn complete(text: &str) -> Head {
    match read(text.as_bytes()) {
        Ok(Reading::Complete(head, _)) => head,
        other => panic!("{other:?}"),
    }
}

#[test]
fn status_and_fields_are_read_whatever_the_case_of_names() {
    let head = complete(
        "HTTP/1.1 301 Moved\r\nLOCATION:\t https://a.example/ \r\nX: 1\r\nx: 2\r\n\r\nbody",
    );
    assert_eq!(head.status, 301);
    assert_eq!(head.all("location").collect::<Vec<_>>(), ["https://a.example/"]);
    assert_eq!(head.all("x").collect::<Vec<_>>(), ["1", "2"]);
}

#[test]
fn an_empty_reason_or_none_is_fine() {
    assert_eq!(complete("HTTP/1.1 200 \r\n\r\n").status, 200);
    assert_eq!(complete("HTTP/1.0 404\r\n\r\n").status, 404);
}

#[test]
fn interim_answers_are_passed_over() {
    let text = "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\n\r\n";
    assert_eq!(complete(text).status, 200);
    assert!(read(b"HTTP/1.1 101 Switching\r\n\r\n").is_err());
    assert_eq!(read(b"HTTP/1.1 100 \r\n\r\n"), Ok(Reading::Partial));
}

#[test]
fn an_incomplete_head_waits_for_more() {
    for text in ["", "HT", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n\r"] {
        assert_eq!(read(text.as_bytes()), Ok(Reading::Partial), "{text:?}");
    }
}

#[test]
fn doubtful_answers_are_refused() {
    for text in [
        "SSH-2.0-OpenSSH_9.2\r\n",
        "<html>",
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/1.1 600 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n",
        "HTTP/1.1 200 OK\rA: b\r\n\r\n",
    ] {
        assert!(read(text.as_bytes()).is_err(), "{text:?}");
    }
}

#[test]
fn a_head_without_an_end_is_given_up_at_the_limit() {
    let mut text = b"HTTP/1.1 200 OK\r\n".to_vec();
    while text.len() < HEAD_BYTES_MAX {
        text.extend_from_slice(b"A: b\r\n");
    }
    assert!(read(&text).is_err());
    text.extend_from_slice(b"\r\n");
    assert!(read(&text).is_err());
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
    }

    #[test]
    fn anything_that_begins_like_http_is_read_without_a_panic(
        tail in "[ -~\r\n\t]{0,100}",
    ) {
        let _ = read(format!("HTTP/1.1 {tail}").as_bytes());
        let _ = read(format!("HTTP/1.1 200 OK\r\n{tail}\r\n\r\n").as_bytes());
    }

    #[test]
    fn reading_does_not_depend_on_what_follows_the_head(tail in proptest::collection::vec(any::<u8>(), 0..50)) {
        let head = b"HTTP/1.1 200 OK\r\nServer: x\r\n\r\n";
        let whole = [head.as_slice(), &tail].concat();
        prop_assert_eq!(read(&whole), read(head));
    }
}
