//! A small mail server that answers as a script says, and keeps what it was given.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt as _, AsyncRead, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpListener;
use tokio::sync::Notify;

/// What it does with one connection; without a script it takes everything.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    /// It answers one command, by its first word, otherwise than usual.
    Answers(&'static str, &'static str),
    /// It takes the whole message, and the connection breaks before it says so.
    BreaksAfterData,
    /// It takes the whole message and says nothing more.
    HangsAfterData,
    /// It closes the connection at once.
    Closes,
}

/// What it saw.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    /// Messages whose end it read, also those that it did not acknowledge.
    pub(crate) messages: Vec<String>,
    /// Every command.
    pub(crate) commands: Vec<String>,
}

/// The server.
pub(crate) struct Scripted {
    pub(crate) address: SocketAddr,
    pub(crate) seen: Arc<Mutex<Seen>>,
    pub(crate) got: Arc<Notify>,
    script: Arc<Mutex<VecDeque<Turn>>>,
}

impl Scripted {
    pub(crate) async fn start(script: impl IntoIterator<Item = Turn>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self {
            address: listener.local_addr().unwrap(),
            seen: Arc::default(),
            got: Arc::default(),
            script: Arc::new(Mutex::new(script.into_iter().collect())),
        };
        let (seen, got, script) =
            (Arc::clone(&server.seen), Arc::clone(&server.got), Arc::clone(&server.script));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let turn = script.lock().unwrap().pop_front();
                let (seen, got) = (Arc::clone(&seen), Arc::clone(&got));
                tokio::spawn(async move { drop(converse(stream, turn, &seen, &got).await) });
            }
        });
        server
    }

    pub(crate) fn messages(&self) -> Vec<String> {
        self.seen.lock().unwrap().messages.clone()
    }

    pub(crate) fn commands(&self) -> Vec<String> {
        self.seen.lock().unwrap().commands.clone()
    }
}

/// A header of a message.
pub(crate) fn header(message: &str, name: &str) -> String {
    let begin = format!("{name}: ");
    let line = message.lines().find_map(|line| line.strip_prefix(&begin));
    line.unwrap_or_default().trim().to_owned()
}

async fn converse(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    turn: Option<Turn>,
    seen: &Mutex<Seen>,
    got: &Notify,
) -> std::io::Result<()> {
    if matches!(turn, Some(Turn::Closes)) {
        return Ok(());
    }
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 scripted\r\n").await?;
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let line = line.trim_end().to_owned();
        seen.lock().unwrap().commands.push(line.clone());
        let word = line.split(' ').next().unwrap_or_default().to_uppercase();
        let special = match &turn {
            Some(Turn::Answers(known, answer)) if *known == word => Some(*answer),
            _ => None,
        };
        let answer = special.unwrap_or(match word.as_str() {
            "EHLO" => "250-scripted\r\n250-AUTH PLAIN LOGIN\r\n250 8BITMIME",
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            "AUTH" => "235 welcome",
            _ => "250 ok",
        });
        stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
        if word == "QUIT" {
            return Ok(());
        }
        if word == "DATA" && answer.starts_with("354") {
            let mut message = String::new();
            while !message.ends_with("\r\n.\r\n") {
                if stream.read_line(&mut message).await? == 0 {
                    return Ok(());
                }
            }
            seen.lock().unwrap().messages.push(message);
            got.notify_one();
            match turn {
                Some(Turn::BreaksAfterData) => return Ok(()),
                Some(Turn::HangsAfterData) => std::future::pending::<()>().await,
                Some(Turn::Answers(".", answer)) => {
                    stream.write_all(format!("{answer}\r\n").as_bytes()).await?;
                }
                _ => stream.write_all(b"250 taken\r\n").await?,
            }
        }
    }
}
