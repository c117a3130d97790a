//! The few lines before TLS begins (RFC 3207). They are read byte by byte: whatever somebody on the way sends
//! together with the answer to STARTTLS, to be taken for what the server says afterwards, is found, and ends the exchange.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::SendError;
use crate::error::tame;

/// Most bytes of an answer.
const ANSWER_MOST: usize = 8_192;

/// Asks for TLS; when this returns the TLS handshake may begin.
pub(crate) async fn begin(stream: &mut TcpStream, hello: &str) -> Result<(), SendError> {
    good(&answer(stream).await?)?;
    say(stream, &format!("EHLO {hello}\r\n")).await?;
    let offers = answer(stream).await?;
    good(&offers)?;
    let offered = offers.lines().skip(1).filter_map(|line| line.get(4..));
    if !offered.into_iter().any(|word| word.trim().eq_ignore_ascii_case("STARTTLS")) {
        return Err(SendError::NoStartTls);
    }
    say(stream, "STARTTLS\r\n").await?;
    good(&answer(stream).await?)?;
    let mut early = [0];
    match stream.try_read(&mut early) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(()),
        Err(error) => Err(broken(&error)),
        Ok(_) => {
            Err(SendError::Broken { said: "more came before TLS than was asked for".to_owned() })
        }
    }
}

async fn say(stream: &mut TcpStream, line: &str) -> Result<(), SendError> {
    stream.write_all(line.as_bytes()).await.map_err(|error| broken(&error))
}

/// One answer: lines `250-…`, the last one `250 …`.
async fn answer(stream: &mut TcpStream) -> Result<String, SendError> {
    let mut text = Vec::new();
    let mut begin = 0;
    while text.len() < ANSWER_MOST {
        let byte = stream.read_u8().await.map_err(|error| broken(&error))?;
        text.push(byte);
        if byte == b'\n' {
            if text.get(begin + 3) != Some(&b'-') {
                return Ok(String::from_utf8_lossy(&text).into_owned());
            }
            begin = text.len();
        }
    }
    Err(SendError::Broken { said: "it answered without end".to_owned() })
}

fn good(answer: &str) -> Result<(), SendError> {
    let said = tame(answer);
    match answer.as_bytes().first() {
        Some(b'2') => Ok(()),
        Some(b'4' | b'5') => Err(SendError::Later { said }),
        _ => Err(SendError::Broken { said }),
    }
}

fn broken(error: &std::io::Error) -> SendError {
    SendError::Broken { said: tame(&error.to_string()) }
}
