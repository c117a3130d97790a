//! The two pipes to the browser: messages of JSON, each ended by a zero byte (Chrome's protocol for its tools).

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::process::{ChildStdin, ChildStdout};

use serde_json::Value;
use tokio::sync::mpsc::{Receiver, UnboundedSender, channel, unbounded_channel};

/// Most messages that wait to be read.
const WAITING_MAX: usize = 1_000;

/// Most bytes of a message.
const MESSAGE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// The pipes. A thread writes and a thread reads; both end when the browser does.
pub(super) struct Pipe {
    to: UnboundedSender<Vec<u8>>,
    from: Receiver<Value>,
}

impl Pipe {
    pub(super) fn new(mut stdin: ChildStdin, stdout: ChildStdout) -> Self {
        let (to, mut orders) = unbounded_channel::<Vec<u8>>();
        std::thread::spawn(move || {
            while let Some(order) = orders.blocking_recv() {
                if stdin.write_all(&order).and_then(|()| stdin.flush()).is_err() {
                    return;
                }
            }
        });
        let (answers, from) = channel(WAITING_MAX);
        std::thread::spawn(move || {
            let mut reader = BufReader::new(stdout);
            loop {
                let mut bytes = Vec::new();
                let read = reader.by_ref().take(MESSAGE_BYTES_MAX).read_until(0, &mut bytes);
                // Without its end it is the last one, or none that belongs to a log-in.
                if read.is_err() || bytes.pop() != Some(0) {
                    return;
                }
                let Ok(message) = serde_json::from_slice(&bytes) else { continue };
                if answers.blocking_send(message).is_err() {
                    return;
                }
            }
        });
        Self { to, from }
    }

    pub(super) fn send(&self, message: &Value) {
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        // A browser that has ended answers nothing, and that is seen there.
        let _ = self.to.send(bytes);
    }

    pub(super) async fn next(&mut self) -> Option<Value> {
        self.from.recv().await
    }
}
