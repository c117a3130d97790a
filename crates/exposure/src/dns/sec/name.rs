//! Names of DNS as sequences of bytes, in the order and the form that signatures need (RFC 4034
//! section 6).

use std::cmp::Ordering;
use std::fmt;

/// Most bytes of a name on the wire (RFC 1035 section 2.3.4).
const NAME_BYTES_MAX: usize = 255;

/// Most bytes of a label.
const LABEL_BYTES_MAX: usize = 63;

/// A name in lower case; the root has no labels.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Name {
    /// Leftmost first.
    labels: Vec<Vec<u8>>,
}

impl Name {
    /// The root.
    pub(crate) const fn root() -> Self {
        Self { labels: Vec::new() }
    }

    /// Of labels, leftmost first; `None` when they make no name.
    pub(crate) fn of_labels(mut labels: Vec<Vec<u8>>) -> Option<Self> {
        let length: usize = labels.iter().map(|label| label.len() + 1).sum::<usize>() + 1;
        let fits = |label: &Vec<u8>| (1..=LABEL_BYTES_MAX).contains(&label.len());
        if length > NAME_BYTES_MAX || !labels.iter().all(fits) {
            return None;
        }
        for label in &mut labels {
            label.make_ascii_lowercase();
        }
        Some(Self { labels })
    }

    /// Reads the presentation form (RFC 1035 section 5.1), with or without a final dot.
    pub(crate) fn from_text(text: &str) -> Option<Self> {
        if text == "." {
            return Some(Self::root());
        }
        let (mut labels, mut label) = (Vec::new(), Vec::new());
        let mut bytes = text.bytes().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'.' => {
                    labels.push(std::mem::take(&mut label));
                    if bytes.peek().is_none() {
                        return Self::of_labels(labels);
                    }
                }
                b'\\' => label.push(escaped(&mut bytes)?),
                byte => label.push(byte),
            }
        }
        labels.push(label);
        Self::of_labels(labels)
    }

    /// The form that is signed and hashed: lengths and labels, no pointers.
    pub(crate) fn wire(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(NAME_BYTES_MAX);
        for label in &self.labels {
            bytes.push(u8::try_from(label.len()).unwrap_or_default());
            bytes.extend_from_slice(label);
        }
        bytes.push(0);
        bytes
    }

    /// Whether the name is `other` or below it.
    pub(crate) fn is_within(&self, other: &Self) -> bool {
        let mut own = self.labels.iter().rev();
        other.labels.iter().rev().all(|label| own.next() == Some(label))
    }

    /// How many labels it has.
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// How many labels a signature counts: a leading `*` does not count (RFC 4034 section 3.1.3).
    pub(crate) fn signed_len(&self) -> usize {
        self.labels.len() - usize::from(self.is_wildcard())
    }

    /// Whether its first label is `*`.
    pub(crate) fn is_wildcard(&self) -> bool {
        self.first() == Some(b"*")
    }

    /// The leftmost label.
    pub(crate) fn first(&self) -> Option<&[u8]> {
        self.labels.first().map(Vec::as_slice)
    }

    /// The rightmost `count` labels; the name itself when it has no more.
    pub(crate) fn last(&self, count: usize) -> Self {
        let from = self.labels.len().saturating_sub(count);
        Self { labels: self.labels.get(from..).unwrap_or_default().to_vec() }
    }

    /// The name one label up; the root's is the root.
    pub(crate) fn parent(&self) -> Self {
        self.last(self.labels.len().saturating_sub(1))
    }

    /// This name with a label in front.
    pub(crate) fn child(&self, label: &[u8]) -> Option<Self> {
        let mut labels = vec![label.to_vec()];
        labels.extend_from_slice(&self.labels);
        Self::of_labels(labels)
    }

    /// The longest name that both lie within.
    pub(crate) fn common(&self, other: &Self) -> Self {
        let pairs = self.labels.iter().rev().zip(other.labels.iter().rev());
        self.last(pairs.take_while(|(own, other)| own == other).count())
    }

    /// The name with `new` in the place of `old`, which it must lie below (DNAME, RFC 6672).
    pub(crate) fn moved(&self, old: &Self, new: &Self) -> Option<Self> {
        if !self.is_within(old) || self == old {
            return None;
        }
        let kept = self.labels.get(..self.len() - old.len())?;
        Self::of_labels(kept.iter().chain(&new.labels).cloned().collect())
    }
}

/// What stands after a backslash: three digits, or the byte itself.
fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Option<u8> {
    let first = bytes.next()?;
    if !first.is_ascii_digit() {
        return Some(first);
    }
    let digits = [first, bytes.next()?, bytes.next()?];
    std::str::from_utf8(&digits).ok()?.parse().ok()
}

/// The canonical order: label by label from the right (RFC 4034 section 6.1).
impl Ord for Name {
    fn cmp(&self, other: &Self) -> Ordering {
        self.labels.iter().rev().cmp(other.labels.iter().rev())
    }
}

impl PartialOrd for Name {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Without a final dot, as everywhere in a transcript; the root is a dot.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.labels.is_empty() {
            return f.write_str(".");
        }
        for (at, label) in self.labels.iter().enumerate() {
            if at > 0 {
                f.write_str(".")?;
            }
            for &byte in label {
                match byte {
                    b'.' | b'\\' => write!(f, "\\{}", char::from(byte))?,
                    0x21..=0x7e => write!(f, "{}", char::from(byte))?,
                    byte => write!(f, "\\{byte:03}")?,
                }
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{self}`")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> Name {
        Name::from_text(text).unwrap()
    }

    /// The example of RFC 4034 section 6.1.
    #[test]
    fn names_are_in_canonical_order() {
        let order = [
            "example.",
            "a.example.",
            "yljkjljk.a.example.",
            "Z.a.example.",
            "zABC.a.EXAMPLE.",
            "z.example.",
            "\\001.z.example.",
            "*.z.example.",
            "\\200.z.example.",
        ];
        let names: Vec<_> = order.into_iter().map(name).collect();
        assert!(names.is_sorted_by(|left, right| left < right), "{names:?}");
    }

    #[test]
    fn a_name_knows_what_it_lies_within() {
        let host = name("www.Nordvik.example");
        assert!(host.is_within(&name("nordvik.example.")) && host.is_within(&Name::root()));
        assert!(!host.is_within(&name("vik.example")) && !name("example").is_within(&host));
        assert_eq!(host.common(&name("mx.nordvik.example")), name("nordvik.example"));
        let moved = host.moved(&name("example"), &name("new.test"));
        assert_eq!(moved, Some(name("www.nordvik.new.test")));
        assert_eq!(name("*.example").signed_len(), 1);
    }

    #[test]
    fn what_is_no_name_is_refused() {
        let long = format!("{}.no", "a".repeat(64));
        let many = vec!["abcdefg"; 40].join(".");
        for text in ["", "..", ".a", "a..b", "a\\", "a\\25", "a\\999", &long, &many] {
            assert_eq!(Name::from_text(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_read_again_as_it_was_written(labels in proptest::collection::vec(
            proptest::collection::vec(any::<u8>(), 1..20), 0..6)) {
            let name = Name::of_labels(labels).unwrap();
            prop_assert_eq!(Name::from_text(&name.to_string()), Some(name));
        }
    }
}
