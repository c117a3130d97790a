//! Foreign bytes: random ones, and valid input with changes in it, which gets further into a parser.

use bolero::TypeGenerator;

/// Most bytes of a result: changes may double a part again and again.
const BYTES_MAX: usize = 64 * 1024;

/// Pieces that parsers look for.
const PIECES: &[&str] = &[
    "",
    "\0",
    "\n",
    "\r\n",
    "\u{feff}",
    "\"",
    "'",
    "\\",
    "\"\"\"",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "(",
    ")",
    "=",
    "==",
    "<=",
    "!",
    ",",
    ":",
    ".",
    "/",
    "#",
    "+",
    "-",
    "—",
    "å",
    "日",
    "null",
    "true",
    "1e999",
    "0x",
    "-1",
    "18446744073709551616",
    "9999-12-31T23:59:59Z",
    "-009999-01-01T00:00:00Z",
    "and",
    "not",
    "where",
    "is worse than",
    "id = \"a\"\n",
    "[[service]]\n",
    "\"v\":2,",
    "99999999999999999999d",
];

/// Bytes from outside: one time in eight anything, otherwise a seed with at most four changes, since
/// with many no parser gets beyond the first of them.
#[derive(Clone, Debug, TypeGenerator)]
pub(crate) struct Foreign {
    any: u8,
    bytes: Vec<u8>,
    seed: u8,
    changes: [Change; 4],
    changes_count: u8,
}

/// A change at a place.
#[derive(Clone, Debug, TypeGenerator)]
pub(crate) enum Change {
    /// A bit is turned.
    Flip(u16, u8),
    /// Some bytes are left out.
    Drop(u16, u8),
    /// A word is written where another stood, so that the grammar still holds.
    Word(u16, u16),
    /// A line stands where another stood.
    Line(u16, u16),
    /// Some bytes stand twice.
    Double(u16, u8),
    /// Some bytes move.
    Move(u16, u8, u16),
    /// A piece that parsers look for is put in.
    Piece(u16, u8),
    /// The rest is cut off, one time in four.
    Cut(u16, u8),
}

impl Foreign {
    /// The bytes, made of the seeds.
    pub(crate) fn bytes(&self, seeds: &[&[u8]]) -> Vec<u8> {
        if self.any.is_multiple_of(8) {
            return self.bytes.clone();
        }
        let mut bytes = seeds[usize::from(self.seed) % seeds.len()].to_vec();
        let count = usize::from(self.changes_count) % (self.changes.len() + 1);
        self.changes.iter().take(count).for_each(|change| change.make(&mut bytes));
        bytes
    }

    /// The same as text; what is not UTF-8 is replaced.
    pub(crate) fn text(&self, seeds: &[&str]) -> String {
        let seeds: Vec<&[u8]> = seeds.iter().map(|seed| seed.as_bytes()).collect();
        String::from_utf8_lossy(&self.bytes(&seeds)).into_owned()
    }
}

impl Change {
    fn make(&self, bytes: &mut Vec<u8>) {
        let place = |at: u16, bytes: &[u8]| usize::from(at) % (bytes.len() + 1);
        let part = |at: u16, length: u8, bytes: &[u8]| {
            let from = place(at, bytes);
            from..bytes.len().min(from + usize::from(length))
        };
        match self {
            Self::Flip(at, bit) => {
                let at = place(*at, bytes);
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << (bit % 8);
                }
            }
            Self::Drop(at, length) => drop(bytes.drain(part(*at, *length, bytes))),
            Self::Word(at, from) => put(bytes, place(*at, bytes), place(*from, bytes), in_word),
            Self::Line(at, from) => {
                put(bytes, place(*at, bytes), place(*from, bytes), |byte| byte != b'\n');
            }
            Self::Double(at, length) if bytes.len() < BYTES_MAX => {
                let part = part(*at, *length, bytes);
                let copy = bytes[part.clone()].to_vec();
                bytes.splice(part.start..part.start, copy);
            }
            Self::Move(at, length, to) => {
                let moved: Vec<u8> = bytes.drain(part(*at, *length, bytes)).collect();
                let to = place(*to, bytes);
                bytes.splice(to..to, moved);
            }
            Self::Piece(at, piece) => {
                let at = place(*at, bytes);
                let piece = PIECES[usize::from(*piece) % PIECES.len()];
                bytes.splice(at..at, piece.bytes());
            }
            Self::Cut(at, rarely) if rarely.is_multiple_of(4) => bytes.truncate(place(*at, bytes)),
            Self::Double(..) | Self::Cut(..) => {}
        }
    }
}

fn in_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-./".contains(&byte)
}

/// Writes the run of such bytes around `from` in the place of the one around `at`.
fn put(bytes: &mut Vec<u8>, at: usize, from: usize, such: fn(u8) -> bool) {
    let run = |middle: usize, bytes: &[u8]| {
        let before = bytes[..middle].iter().rev().take_while(|byte| such(**byte)).count();
        let after = bytes[middle..].iter().take_while(|byte| such(**byte)).count();
        middle - before..middle + after
    };
    let copy = bytes[run(from, bytes)].to_vec();
    if bytes.len() < BYTES_MAX {
        bytes.splice(run(at, bytes), copy);
    }
}
