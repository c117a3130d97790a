//! What is handed out to the connections: mails in order, read from the outbox as they are needed, codes first.

use std::collections::VecDeque;

use arvak_core::Instant;
use arvak_store::supplier::ToSend;
use arvak_store::{Operation, Seal};
use tokio::sync::Mutex;

use super::WaveError;

/// How many are read at once.
const AT_ONCE: u32 = 200;

/// The mails of one round. Each is handed out once.
pub(super) struct Queue<'a> {
    operation: &'a Operation,
    seal: &'a Seal,
    now: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    ready: VecDeque<ToSend>,
    /// The last one that was read, of codes and of the others.
    after: [i64; 2],
    is_over: bool,
}

impl<'a> Queue<'a> {
    pub(super) fn of(operation: &'a Operation, seal: &'a Seal, now: Instant) -> Self {
        Self { operation, seal, now, state: Mutex::default() }
    }

    /// The next one.
    pub(super) async fn next(&self) -> Result<Option<ToSend>, WaveError> {
        let mut state = self.state.lock().await;
        if state.is_over {
            return Ok(None);
        }
        if state.ready.is_empty() {
            // Somebody sits and waits for a code.
            for (place, codes) in [(0, true), (1, false)] {
                let after = state.after.get(place).copied().unwrap_or_default();
                let read =
                    self.operation.due_supplier_mails(self.seal, (codes, after), self.now, AT_ONCE);
                let read = read.await?;
                if let (Some(last), Some(after)) = (read.last(), state.after.get_mut(place)) {
                    *after = last.id;
                }
                state.ready.extend(read);
            }
        }
        Ok(state.ready.pop_front())
    }

    /// Hands out no more: the relay does not answer.
    pub(super) async fn end(&self) {
        self.state.lock().await.is_over = true;
    }

    /// One that was not tried comes back.
    pub(super) async fn put_back(&self, one: ToSend) {
        self.state.lock().await.ready.push_front(one);
    }
}
