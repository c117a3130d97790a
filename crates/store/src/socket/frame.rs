//! Frames: four bytes of length, most significant first, and then as many bytes of JSON.

use std::io::{self, ErrorKind, Read, Write};

/// Most bytes that a frame may have, its length not counted.
pub(crate) const FRAME_BYTES_MAX: usize = 1024 * 1024;

/// Reads one frame; `None` when the other end closed between two frames.
pub(crate) fn read(from: &mut impl Read) -> io::Result<Option<Vec<u8>>> {
    let mut length = [0; 4];
    if !fill_or_end(from, &mut length)? {
        return Ok(None);
    }
    let length = u32::from_be_bytes(length) as usize;
    if length > FRAME_BYTES_MAX {
        return Err(io::Error::new(ErrorKind::InvalidData, format!("a frame of {length} bytes")));
    }
    let mut bytes = vec![0; length];
    from.read_exact(&mut bytes)?;
    Ok(Some(bytes))
}

/// `false` when there was nothing at all; half a buffer is an error.
fn fill_or_end(from: &mut impl Read, buffer: &mut [u8; 4]) -> io::Result<bool> {
    let [first, rest @ ..] = buffer;
    loop {
        match from.read(std::slice::from_mut(first)) {
            Ok(0) => return Ok(false),
            Ok(_) => break,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    from.read_exact(rest)?;
    Ok(true)
}

/// Writes one frame in one piece.
pub(crate) fn write(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    let too_long = || io::Error::new(ErrorKind::InvalidInput, "a frame above its bound");
    let length = u32::try_from(bytes.len()).map_err(|_| too_long())?;
    if bytes.len() > FRAME_BYTES_MAX {
        return Err(too_long());
    }
    let mut frame = Vec::with_capacity(bytes.len() + 4);
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(bytes);
    to.write_all(&frame)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_then_comes_the_end() {
        let mut bytes = Vec::new();
        write(&mut bytes, b"{}").unwrap();
        write(&mut bytes, b"").unwrap();
        let mut from = bytes.as_slice();
        assert_eq!(read(&mut from).unwrap().as_deref(), Some(b"{}".as_slice()));
        assert_eq!(read(&mut from).unwrap().as_deref(), Some(b"".as_slice()));
        assert_eq!(read(&mut from).unwrap(), None);
    }

    #[test]
    fn half_a_frame_is_an_error_at_every_length() {
        let mut bytes = Vec::new();
        write(&mut bytes, b"{\"a\":1}").unwrap();
        for length in 1..bytes.len() {
            assert!(read(&mut &bytes[..length]).is_err(), "{length}");
        }
    }

    #[test]
    fn a_frame_above_the_bound_is_refused_before_it_is_read() {
        let bytes = [0xff, 0xff, 0xff, 0xff, 0];
        assert_eq!(read(&mut bytes.as_slice()).unwrap_err().kind(), ErrorKind::InvalidData);
        let long = vec![0; FRAME_BYTES_MAX + 1];
        assert!(write(&mut Vec::new(), &long).is_err());
    }
}
