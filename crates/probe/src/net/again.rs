//! More connections to where one goes already.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use super::connect::{in_time, open};
use super::{Inner, NetError, NetStream, Target};
use crate::Look;

/// The leave to open more connections to an address that the gate has checked for a target. It is only
/// given with a connection that stands; the limits of number and pace, and the stop, apply to each.
/// Nothing is recorded here: whoever opens many says in the transcript what came of each.
#[derive(Clone)]
pub struct Again {
    net: Arc<Inner>,
    target: Target,
    peer: SocketAddr,
    look: Look,
}

impl Again {
    pub(super) fn new(net: Arc<Inner>, target: Target, peer: SocketAddr, look: Look) -> Self {
        Self { net, target, peer, look }
    }

    /// Opens one more, unless the hours for that are over.
    pub async fn connect(&self) -> Result<NetStream, NetError> {
        in_time(&self.net, &self.target.host, self.look)?;
        open(&self.net, &self.target, self.peer).await.map(|(stream, _)| stream)
    }

    /// Where it goes.
    pub fn target(&self) -> &Target {
        &self.target
    }
}

impl fmt::Debug for Again {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Again({} at {})", self.target, self.peer)
    }
}
