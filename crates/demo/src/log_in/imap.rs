//! The mail server behind the web mail: IMAP (RFC 9051) under TLS, as it was set up before anybody thought of a second
//! factor. It takes the same password, and asks for nothing else.

use std::io;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rustls::ServerConfig;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::pages::Pages;
use crate::door;

/// Most bytes of a line, and most lines of a visit.
const LINE_BYTES_MAX: u64 = 4 * 1024;
const LINES_MAX: usize = 40;

const OFFERS: &str = "IMAP4rev1 AUTH=PLAIN";

/// Serves it.
pub(crate) async fn serve(listener: TcpListener, tls: Arc<ServerConfig>, mail: Arc<Pages>) {
    door::serve(listener, move |stream| {
        let (tls, mail) = (Arc::clone(&tls), Arc::clone(&mail));
        async move {
            let stream = TlsAcceptor::from(tls).accept(stream).await?;
            talk(stream, &mail).await
        }
    })
    .await;
}

async fn talk<S: AsyncRead + AsyncWrite + Unpin>(stream: S, mail: &Pages) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    say(&mut stream, &format!("* OK [CAPABILITY {OFFERS}] Nordvik")).await?;
    for _ in 0..LINES_MAX {
        let line = line(&mut stream).await?;
        let mut words = line.splitn(3, ' ');
        let (tag, command) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let rest = words.next().unwrap_or("");
        let answer = match command.to_ascii_uppercase().as_str() {
            "CAPABILITY" => {
                say(&mut stream, &format!("* CAPABILITY {OFFERS}")).await?;
                "OK CAPABILITY completed"
            }
            "NOOP" => "OK NOOP completed",
            "LOGIN" => {
                told(login(rest).is_some_and(|(user, word)| mail.account().is(&user, &word)))
            }
            "AUTHENTICATE" if rest.eq_ignore_ascii_case("PLAIN") => {
                say(&mut stream, "+ ").await?;
                let said = line_of(&mut stream).await?;
                told(plain(&said).is_some_and(|(user, word)| mail.account().is(&user, &word)))
            }
            "LOGOUT" => {
                say(&mut stream, "* BYE").await?;
                say(&mut stream, &format!("{tag} OK LOGOUT completed")).await?;
                return stream.shutdown().await;
            }
            "" => return Ok(()),
            _ => "BAD unknown command",
        };
        say(&mut stream, &format!("{tag} {answer}")).await?;
    }
    Ok(())
}

const fn told(is_in: bool) -> &'static str {
    if is_in { "OK logged in" } else { "NO [AUTHENTICATIONFAILED] Authentication failed." }
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, line: &str) -> io::Result<()> {
    stream.write_all(format!("{line}\r\n").as_bytes()).await?;
    stream.flush().await
}

async fn line_of<S: AsyncRead + Unpin>(stream: &mut BufReader<S>) -> io::Result<String> {
    let mut bytes = Vec::new();
    (&mut *stream).take(LINE_BYTES_MAX).read_until(b'\n', &mut bytes).await?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_owned())
}

use line_of as line;

/// The two words of `LOGIN`, quoted or not.
fn login(rest: &str) -> Option<(String, String)> {
    let (user, rest) = word(rest)?;
    let (password, rest) = word(rest.strip_prefix(' ')?)?;
    rest.is_empty().then_some((user, password))
}

fn word(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(' ').unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(end)?;
        return (!word.is_empty()).then(|| (word.to_owned(), rest));
    };
    let (mut word, mut is_escaped) = (String::new(), false);
    for (at, c) in quoted.char_indices() {
        match c {
            '\\' if !is_escaped => is_escaped = true,
            '"' if !is_escaped => return Some((word, quoted.get(at + 1..)?)),
            _ => {
                is_escaped = false;
                word.push(c);
            }
        }
    }
    None
}

/// Name and password in a word of SASL's PLAIN (RFC 4616).
fn plain(said: &str) -> Option<(String, String)> {
    let text = String::from_utf8(STANDARD.decode(said).ok()?).ok()?;
    let mut parts = text.split('\0').skip(1);
    Some((parts.next()?.to_owned(), parts.next()?.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_they_are_quoted() {
        let pair = |a: &str, b: &str| Some((a.to_owned(), b.to_owned()));
        assert_eq!(login("kanari hemmelig"), pair("kanari", "hemmelig"));
        assert_eq!(login(r#""kan ari" "a\"b\\c""#), pair("kan ari", "a\"b\\c"));
        for text in ["", "kanari", "\"kanari", "a b c", "\"a\"b"] {
            assert_eq!(login(text), None, "{text}");
        }
        assert_eq!(plain(&STANDARD.encode("\0kanari\0ord")), pair("kanari", "ord"));
        assert_eq!(plain("%"), None);
    }
}
