//! One GET over a stream that stands.

use std::io;

use arvak_probe::{Event, NetError, Recorder, USER_AGENT};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

use super::answer::{self, BadAnswer, HEAD_BYTES_MAX, Head, Reading};
use super::place::Place;

/// Stands in the transcript for a location that cannot be followed.
const NOWHERE: &str = "about:invalid";

/// Asks for `place`; takes down the answer's head, or the failure, and says where a redirect leads.
/// The body is not read.
pub(super) async fn get<S>(
    place: &Place,
    mut stream: S,
    recorder: &mut Recorder<'_>,
) -> Option<Place>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    match ask(place, &mut stream).await {
        Ok(Ok(head)) => record(place, &head, recorder),
        Ok(Err(BadAnswer(why))) => {
            let detail = format!("{} gives no answer that can be used: {why}", place.masked());
            recorder.event(Event::Failed {
                step: "http".to_owned(),
                code: "http.bad_answer".to_owned(),
                detail,
                transient: false,
            });
            None
        }
        Err(error) => {
            recorder.failed("http", &NetError::from_io(&place.host, "http", &error));
            None
        }
    }
}

async fn ask<S>(place: &Place, stream: &mut S) -> io::Result<Result<Head, BadAnswer>>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    stream.write_all(request(place).as_bytes()).await?;
    stream.flush().await?;
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).await?;
        bytes.extend_from_slice(buffer.get(..count).unwrap_or_default());
        match answer::read(&bytes) {
            Ok(Reading::Complete(head)) => return Ok(Ok(head)),
            Ok(Reading::Partial) if count == 0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(Reading::Partial) if bytes.len() > HEAD_BYTES_MAX => {
                return Ok(Err(BadAnswer("the head of the answer is too long")));
            }
            Ok(Reading::Partial) => {}
            Err(bad) => return Ok(Err(bad)),
        }
    }
}

fn request(place: &Place) -> String {
    let usual = if place.secure { 443 } else { 80 };
    let port = if place.port == usual { String::new() } else { format!(":{}", place.port) };
    format!(
        "GET {} HTTP/1.1\r\nHost: {}{port}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        place.path,
        place.host_in_url()
    )
}

/// Keeps only what is judged, and no query: answers carry cookies, states and tokens.
fn record(place: &Place, head: &Head, recorder: &mut Recorder<'_>) -> Option<Place> {
    let mut headers = Vec::new();
    for value in head.all("strict-transport-security") {
        headers.push(("strict-transport-security".to_owned(), value.to_owned()));
    }
    let targets: Vec<Option<Place>> = head.all("location").map(|l| place.follow(l)).collect();
    for target in &targets {
        let value = target.as_ref().map_or_else(|| NOWHERE.to_owned(), |t| t.masked().to_string());
        headers.push(("location".to_owned(), value));
    }
    let url = place.masked().to_string();
    recorder.event(Event::Http { url, status: head.status, headers });
    match (head.status, targets.as_slice()) {
        (301 | 302 | 303 | 307 | 308, [target]) => target.clone(),
        _ => None,
    }
}
