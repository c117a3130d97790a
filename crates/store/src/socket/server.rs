//! The holder's side.

use std::collections::BTreeMap;
use std::fs::{self, Permissions};
use std::io::ErrorKind;
use std::mem;
use std::net::Shutdown;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use arvak_core::Draft;
use arvak_ledger::GROUP_ENTRIES_MAX;

use super::message::{self, DRAFTS_MAX, Greeting, Request, Response};
use super::{Address, frame};
use crate::writer::Asker;
use crate::{Error, Result};

/// Most connections at a time; one more is closed at once, and its client tries again.
const CONNECTIONS_MAX: usize = 64;

/// How long a client may take to read an answer.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);

/// Answers on the socket until it is stopped.
pub(crate) struct Server {
    listener: Arc<UnixListener>,
    path: PathBuf,
    connections: Arc<Connections>,
    accepting: JoinHandle<()>,
}

type Connections = Mutex<BTreeMap<u64, (UnixStream, JoinHandle<()>)>>;

impl Server {
    /// Binds the socket and begins to answer. Only the holder of the lock may call this: a socket
    /// that a dead holder left behind is replaced.
    pub(crate) fn start(path: &Path, asker: Asker) -> Result<Self> {
        remove_stale(path)?;
        let address = Address::of(path)?;
        let listener = UnixListener::bind(&address.path).map_err(Error::io("bind", path))?;
        fs::set_permissions(path, Permissions::from_mode(0o600))
            .map_err(Error::io("protect", path))?;
        let listener = Arc::new(listener);
        let connections = Arc::new(Connections::default());
        let accepting = std::thread::Builder::new()
            .name("arvak-socket".to_owned())
            .spawn({
                let (listener, connections) = (Arc::clone(&listener), Arc::clone(&connections));
                move || accept_all(&listener, &connections, &asker)
            })
            .map_err(Error::io("start a thread for", path))?;
        Ok(Self { listener, path: path.to_owned(), connections, accepting })
    }

    /// Takes no new connection, answers what has been sent already, and closes. Clients then go for
    /// the lock themselves.
    pub(crate) fn stop(self) {
        // Unlinked while the lock is still held, so this cannot be another holder's socket.
        let _ = fs::remove_file(&self.path);
        // Linux lets a blocked accept return when the listening socket is shut down.
        let _ = rustix::net::shutdown(&*self.listener, rustix::net::Shutdown::Both);
        let _ = self.accepting.join();
        let open = mem::take(&mut *self.connections.lock().unwrap_or_else(PoisonError::into_inner));
        for (stream, _) in open.values() {
            // What the client wrote before this is still read, and then comes the end.
            let _ = stream.shutdown(Shutdown::Read);
        }
        for (_, answering) in open.into_values() {
            let _ = answering.join();
        }
    }
}

fn remove_stale(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(source) => Err(Error::io("remove", path)(source)),
    }
}

fn accept_all(listener: &UnixListener, connections: &Connections, asker: &Asker) {
    let mut number = 0;
    loop {
        let stream = match listener.accept() {
            Ok((stream, _)) => stream,
            Err(error) if error.kind() == ErrorKind::ConnectionAborted => continue,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            // Shut down by `stop`.
            Err(_) => return,
        };
        let mut open = connections.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, (_, answering)| !answering.is_finished());
        if open.len() >= CONNECTIONS_MAX || !is_same_user(&stream) {
            continue;
        }
        let Ok(kept) = stream.try_clone() else { continue };
        let asker = asker.clone();
        let answering = std::thread::Builder::new()
            .name("arvak-client".to_owned())
            .spawn(move || answer_all(stream, &asker));
        if let Ok(answering) = answering {
            open.insert(number, (kept, answering));
            number += 1;
        }
    }
}

/// Whether the process at the other end runs as the same user.
fn is_same_user(stream: &UnixStream) -> bool {
    rustix::net::sockopt::socket_peercred(stream)
        .is_ok_and(|peer| peer.uid == rustix::process::geteuid())
}

/// Answers one client until it goes, or `Server::stop` ends its reading.
fn answer_all(mut stream: UnixStream, asker: &Asker) {
    let _ = stream.set_write_timeout(Some(WRITE_TIMEOUT));
    let greeting = Greeting { arvak_socket: message::VERSION };
    if send(&mut stream, &greeting).is_none() {
        return;
    }
    let mut gathered = Vec::new();
    while let Ok(Some(bytes)) = frame::read(&mut stream) {
        let response = match message::decode::<Request>(&bytes) {
            Ok(request) => answer(request, &mut gathered, asker),
            Err(error) => failed(&error),
        };
        if send(&mut stream, &response).is_none() {
            break;
        }
    }
    // The holder keeps a second descriptor of this connection.
    let _ = stream.shutdown(Shutdown::Both);
}

fn send(stream: &mut UnixStream, message: &impl serde::Serialize) -> Option<()> {
    let bytes = message::encode(message).ok()?;
    frame::write(stream, &bytes).ok()
}

/// `gathered` is what waits on this connection for the rest of a whole.
fn answer(request: Request, gathered: &mut Vec<Draft>, asker: &Asker) -> Response {
    let done = match request {
        Request::Append(drafts) | Request::Gather(drafts) | Request::AppendWhole(drafts)
            if drafts.len() > DRAFTS_MAX =>
        {
            Err(Error::Protocol { problem: format!("{} drafts in one request", drafts.len()) })
        }
        Request::Append(drafts) => {
            asker.append(drafts.into_iter().map(Into::into).collect()).map(Response::Appended)
        }
        Request::Gather(drafts) if gathered.len() + drafts.len() > GROUP_ENTRIES_MAX => {
            gathered.clear();
            Err(Error::Protocol { problem: "too many drafts in one whole".to_owned() })
        }
        Request::Gather(drafts) => {
            gathered.extend(drafts.into_iter().map(Draft::from));
            Ok(Response::Gathered(gathered.len()))
        }
        Request::AppendWhole(drafts) => {
            let mut whole = mem::take(gathered);
            whole.extend(drafts.into_iter().map(Draft::from));
            asker.append_whole(whole).map(Response::Appended)
        }
        Request::Erase(order) => asker.erase(order).map(Response::Erased),
        Request::Seal => asker.seal().map(Response::Sealed),
    };
    done.unwrap_or_else(|error| failed(&error))
}

fn failed(error: &Error) -> Response {
    Response::Failed { code: error.code().to_owned(), reason: error.to_string() }
}
