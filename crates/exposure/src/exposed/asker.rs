//! Many questions to one server, one after the other, over as few connections as it allows.

use std::io;
use std::time::Duration;

use arvak_probe::net::Again;
use arvak_probe::{Host, Net, NetError, NetStream, Purpose, Recorder, Target};

use crate::https::answer::Head;
use crate::https::handshake;
use crate::https::line::{Line, Read, Request, Trouble};
use crate::https::place::Place;

/// The server that is asked.
pub(crate) struct Asker {
    host: Host,
    again: Again,
    line: Option<Line>,
    idle: Duration,
    /// Where its paths begin.
    pub(crate) root: Place,
}

/// One answer.
pub(crate) struct Answer {
    /// Its head.
    pub(crate) head: Head,
    /// Its content, as far as it was read.
    pub(crate) read: Read,
}

impl Asker {
    /// Opens the first connection, which the gate must let through as more than a visit.
    pub(crate) async fn begin(
        net: &Net,
        host: &Host,
        (secure, port): (bool, u16),
        recorder: &mut Recorder<'_>,
    ) -> Option<Self> {
        let target = Target { host: host.clone(), port };
        let (stream, again) = net.connect_often(&target, Purpose::Other, recorder).await.ok()?;
        let root = Place::root(secure, host.as_str(), port);
        match line_over(host, secure, stream).await {
            Ok(line) => {
                let (host, idle) = (host.clone(), net.limits().idle);
                Some(Self { host, again, line: Some(line), idle, root })
            }
            Err(error) => {
                handshake::fail(host, &error, recorder);
                None
            }
        }
    }

    /// Asks; at most `most` bytes of the content are read. The error is a code. A connection that the
    /// server closed since the last question is opened again, once.
    pub(crate) async fn ask(
        &mut self,
        request: &Request<'_>,
        most: usize,
    ) -> Result<Answer, String> {
        let was_open = self.line.as_ref().is_some_and(Line::is_open);
        match self.try_ask(request, most).await {
            Err(Trouble::Io(_)) if was_open => self.try_ask(request, most).await,
            other => other,
        }
        .map_err(|trouble| match trouble {
            Trouble::Bad(_) => "http.bad_answer".to_owned(),
            Trouble::Io(error) => {
                NetError::from_io(self.host.as_str(), "http", &error).code().to_owned()
            }
        })
    }

    async fn try_ask(&mut self, request: &Request<'_>, most: usize) -> Result<Answer, Trouble> {
        let open = self.line.take().filter(Line::is_open);
        let mut line = if let Some(line) = open {
            line
        } else {
            let stream = self.again.connect().await;
            let stream = stream.map_err(|error| Trouble::Io(io::Error::other(error)))?;
            line_over(&self.host, self.root.secure, stream).await.map_err(Trouble::Io)?
        };
        let head = line.ask(request).await?;
        let read = line.content(&head, request, most, self.idle).await;
        self.line = Some(line);
        Ok(Answer { head, read })
    }
}

async fn line_over(host: &Host, secure: bool, stream: NetStream) -> io::Result<Line> {
    if secure {
        return handshake::connect(host, stream).await.map(Line::new);
    }
    Ok(Line::new(stream))
}
