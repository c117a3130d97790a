//! Making a connection.
use super::{Inner, NetError, NetStream, Target};
use crate::{Purpose, Recorder};

pub(super) async fn connect(
    _net: &Inner,
    _target: &Target,
    _purpose: Purpose,
    _recorder: &mut Recorder<'_>,
) -> Result<NetStream, NetError> {
    Err(NetError::NoResolver)
}
