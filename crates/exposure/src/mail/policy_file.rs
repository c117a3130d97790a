//! Fetching the policy of MTA-STS over HTTPS (RFC 8461 section 3.3): one GET, no redirect followed, and the
//! whole file, for which the heads that other visits keep are not enough.

use std::io;

use arvak_probe::{Event, Host, Net, NetError, Purpose, Recorder, Target, USER_AGENT};
use rustls::pki_types::TrustAnchor;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::sts::{HOST_LABEL, PATH, POLICY_BYTES_MAX};
use crate::https::handshake::shake_hands;
use crate::mail_server::END_NOTE;

/// Notes that the policy is fetched from here on, until the next [`END_NOTE`].
pub(crate) const FETCH_NOTE: &str = "mta_sts";

/// Notes the policy as it came.
pub(crate) const POLICY_NOTE: &str = "mta_sts_policy";

/// Most bytes before the policy.
const HEAD_BYTES_MAX: usize = 16 * 1024;

/// An answer to a GET.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// Its status.
    pub(crate) status: u16,
    /// What it says that the body is, in lower case.
    pub(crate) content_type: String,
    /// The body.
    pub(crate) body: String,
}

/// Fetches the policy of `domain` and takes down what came of it.
pub(super) async fn fetch(
    domain: &str,
    net: &Net,
    roots: &[TrustAnchor<'static>],
    recorder: &mut Recorder<'_>,
) {
    let Ok(host) = format!("{HOST_LABEL}.{domain}").parse::<Host>() else { return };
    recorder.event(Event::Note { code: FETCH_NOTE.to_owned(), detail: host.to_string() });
    get(&host, net, roots, recorder).await;
    recorder.event(Event::Note { code: END_NOTE.to_owned(), detail: String::new() });
}

async fn get(host: &Host, net: &Net, roots: &[TrustAnchor<'static>], recorder: &mut Recorder<'_>) {
    let target = Target { host: host.clone(), port: 443 };
    let Ok(stream) = net.connect(&target, Purpose::Https, recorder).await else { return };
    let protocol: &[u8] = b"http/1.1";
    let Some(mut stream) = shake_hands(host, stream, Some(protocol), roots, recorder).await else {
        return;
    };
    match ask(host, &mut stream).await {
        Ok(Some(answer)) => {
            let headers = vec![("content-type".to_owned(), answer.content_type)];
            let url = format!("https://{host}{PATH}");
            recorder.event(Event::Http { url, status: answer.status, headers });
            if answer.status == 200 {
                let event = Event::Note { code: POLICY_NOTE.to_owned(), detail: answer.body };
                recorder.event(event);
            }
        }
        Ok(None) => recorder.event(Event::Failed {
            step: "http".to_owned(),
            code: "http.bad_answer".to_owned(),
            detail: format!("{host} gives no answer that can be used"),
            transient: false,
        }),
        Err(error) => recorder.failed("http", &NetError::from_io(host.as_str(), "http", &error)),
    }
}

async fn ask<S>(host: &Host, stream: &mut S) -> io::Result<Option<Answer>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!(
        "GET {PATH} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\nAccept: text/plain\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await?;
    stream.flush().await?;
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = match stream.read(&mut buffer).await {
            Ok(count) => count,
            // Many servers close without a word of TLS; the length says whether all has come.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => 0,
            Err(error) => return Err(error),
        };
        bytes.extend_from_slice(buffer.get(..count).unwrap_or_default());
        match read(&bytes, count == 0) {
            Ok(Some(answer)) => return Ok(Some(answer)),
            Ok(None) if count == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(None) if bytes.len() > HEAD_BYTES_MAX + 2 * POLICY_BYTES_MAX => return Ok(None),
            Ok(None) => {}
            Err(Absurd) => return Ok(None),
        }
    }
}

/// No answer of HTTP/1.1, or more than a policy may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Absurd;

/// Reads an answer as far as it has come; nothing when more is to come. `is_end` says that it is not.
pub(crate) fn read(bytes: &[u8], is_end: bool) -> Result<Option<Answer>, Absurd> {
    let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else {
        return if bytes.len() > HEAD_BYTES_MAX || is_end { Err(Absurd) } else { Ok(None) };
    };
    let head = std::str::from_utf8(bytes.get(..end).ok_or(Absurd)?).map_err(|_| Absurd)?;
    let rest = bytes.get(end + 4..).ok_or(Absurd)?;
    let mut lines = head.split("\r\n");
    let first = lines.next().and_then(|line| line.strip_prefix("HTTP/1.")).ok_or(Absurd)?;
    let status = first.split(' ').nth(1).filter(|text| text.len() == 3).ok_or(Absurd)?;
    let status: u16 = status.parse().map_err(|_| Absurd)?;
    let mut fields = Vec::new();
    for line in lines {
        let (name, value) = line.split_once(':').ok_or(Absurd)?;
        fields.push((name.to_ascii_lowercase(), value.trim().to_ascii_lowercase()));
    }
    let field =
        |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
    let body = if status != 200 {
        Some(Vec::new())
    } else if field("transfer-encoding").is_some_and(|value| value == "chunked") {
        unchunked(rest)?
    } else if let Some(length) = field("content-length") {
        let length: usize = length.parse().map_err(|_| Absurd)?;
        if length > POLICY_BYTES_MAX {
            return Err(Absurd);
        }
        rest.get(..length).map(<[u8]>::to_vec)
    } else {
        is_end.then(|| rest.to_vec())
    };
    let Some(body) = body else {
        return if rest.len() > 2 * POLICY_BYTES_MAX { Err(Absurd) } else { Ok(None) };
    };
    if body.len() > POLICY_BYTES_MAX {
        return Err(Absurd);
    }
    let body = String::from_utf8(body).map_err(|_| Absurd)?;
    let content_type = field("content-type").unwrap_or_default().to_owned();
    Ok(Some(Answer { status, content_type, body }))
}

/// A body in chunks (RFC 9112 section 7.1); nothing when more is to come.
fn unchunked(mut rest: &[u8]) -> Result<Option<Vec<u8>>, Absurd> {
    let mut body = Vec::new();
    loop {
        let Some(end) = rest.windows(2).position(|window| window == b"\r\n") else {
            return if rest.len() > 64 { Err(Absurd) } else { Ok(None) };
        };
        let line = std::str::from_utf8(rest.get(..end).ok_or(Absurd)?).map_err(|_| Absurd)?;
        let size = line.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_| Absurd)?;
        if size > POLICY_BYTES_MAX || body.len() > POLICY_BYTES_MAX {
            return Err(Absurd);
        }
        let after = rest.get(end + 2..).ok_or(Absurd)?;
        if size == 0 {
            return Ok(Some(body));
        }
        let Some(chunk) = after.get(..size + 2) else { return Ok(None) };
        let data = chunk.strip_suffix(b"\r\n").ok_or(Absurd)?;
        body.extend_from_slice(data);
        rest = after.get(size + 2..).unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn body(bytes: &str, is_end: bool) -> Result<Option<String>, Absurd> {
        read(bytes.as_bytes(), is_end).map(|answer| answer.map(|answer| answer.body))
    }

    #[test]
    fn a_body_ends_by_its_length_its_last_chunk_or_the_end() {
        let whole = |text: &str| Ok(Some(text.to_owned()));
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nabc", false), whole("ab"));
        assert_eq!(body("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", true), Ok(None));
        let chunked =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        assert_eq!(body(chunked, false), whole("abc"));
        assert_eq!(body("HTTP/1.0 200 OK\r\n\r\nabc", false), Ok(None));
        assert_eq!(body("HTTP/1.0 200 OK\r\n\r\nabc", true), whole("abc"));
        assert_eq!(body("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n", false), whole(""));
    }

    #[test]
    fn what_is_no_answer_or_too_long_is_refused() {
        for bytes in [
            "SSH-2.0-x\r\n\r\n",
            "HTTP/1.1 2000 OK\r\n\r\n",
            "HTTP/1.1 200 OK\r\nnothing\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
        ] {
            assert_eq!(body(bytes, false), Err(Absurd), "{bytes}");
        }
        assert_eq!(read(&vec![b'x'; 20_000], false), Err(Absurd));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            text in "HTTP/1.1 200 OK\r\n(Content-Length: [0-9]{0,3}\r\n|Transfer-Encoding: chunked\r\n)?\r\n([0-9a-f]{0,2}\r\n){0,4}[a-z]{0,20}",
        ) {
            for is_end in [false, true] {
                let _ = (read(&bytes, is_end), read(text.as_bytes(), is_end));
            }
        }
    }
}
