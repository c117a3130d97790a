//! SHA-256 (FIPS 180-4) of short texts that are in memory as a whole. The tree consists of little
//! else, and going round the usual interface's buffer saves a good part of what `verify` takes. The
//! compression function is that of `sha2`; only the padding is ours.

use sha2::block_api::compress256;

/// Bytes of a block.
const BLOCK: usize = 64;

/// Where the length in bits begins in the last block.
const LENGTH_AT: usize = 56;

/// FIPS 180-4 section 5.3.3.
const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// The digest of `text`.
pub(super) fn digest(text: &[u8]) -> [u8; 32] {
    finish(INITIAL, text, text.len())
}

/// The digest of `first` and `text`, one after the other.
pub(super) fn digest_after(first: u8, text: &[u8]) -> [u8; 32] {
    let mut state = INITIAL;
    let Some((head, rest)) = text.split_first_chunk::<{ BLOCK - 1 }>() else {
        let mut short = [first; BLOCK];
        copy(&mut short, 1, text);
        return digest(short.get(..=text.len()).unwrap_or_default());
    };
    let mut block = [first; BLOCK];
    copy(&mut block, 1, head);
    compress256(&mut state, &[block]);
    finish(state, rest, 1 + text.len())
}

/// The digest of a text of `len` bytes, of which `rest` is left after whole blocks.
fn finish(mut state: [u32; 8], rest: &[u8], len: usize) -> [u8; 32] {
    let (blocks, rest) = rest.as_chunks::<BLOCK>();
    compress256(&mut state, blocks);
    let mut last = [[0; BLOCK]; 2];
    let bytes = last.as_flattened_mut();
    copy(bytes, 0, rest);
    copy(bytes, rest.len(), &[0x80]);
    let bits = (len as u64).wrapping_mul(8).to_be_bytes();
    if rest.len() < LENGTH_AT {
        copy(bytes, LENGTH_AT, &bits);
        compress256(&mut state, last.split_at(1).0);
    } else {
        copy(bytes, BLOCK + LENGTH_AT, &bits);
        compress256(&mut state, &last);
    }
    let mut digest = [0; 32];
    for (to, word) in digest.as_chunks_mut::<4>().0.iter_mut().zip(state) {
        *to = word.to_be_bytes();
    }
    digest
}

/// Puts `from` at a place of `to` that has room for it.
fn copy(to: &mut [u8], at: usize, from: &[u8]) {
    if let Some(place) = to.get_mut(at..).and_then(|place| place.get_mut(..from.len())) {
        place.copy_from_slice(from);
    }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest as _, Sha256};

    use super::*;

    #[test]
    fn texts_of_every_length_have_the_digest_of_sha2() {
        let text: Vec<u8> = (0_u8..=255).chain(0..=255).collect();
        for len in 0..=400 {
            let text = &text[..len];
            assert_eq!(digest(text), <[u8; 32]>::from(Sha256::digest(text)), "{len} bytes");
            let longer = [&[1], text].concat();
            let wanted = <[u8; 32]>::from(Sha256::digest(&longer));
            assert_eq!(digest_after(1, text), wanted, "1 and {len} bytes");
        }
    }
}
