//! The head of an HTTP/1.1 answer (RFC 9112), read strictly: whatever is doubtful is refused, so
//! that no status is given for an answer that two readers could understand differently.

use std::str;

/// Most bytes that the head of an answer may have, interim answers included.
pub(crate) const HEAD_BYTES_MAX: usize = 64 * 1024;
const FIELDS_MAX: usize = 200;

/// Status line and fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// 200 to 599.
    pub(crate) status: u16,
    /// Whether the server keeps the connection open when it says nothing else: HTTP/1.1 does.
    pub(crate) persistent: bool,
    fields: Vec<(String, String)>,
}

/// What reading the bytes so far gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// The head is not complete yet.
    Partial,
    /// The final head, and how many bytes it takes with the interim ones before it.
    Complete(Head, usize),
}

/// An answer that is no HTTP/1.1: what is wrong, in a few words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BadAnswer(pub(crate) &'static str);

impl Head {
    /// All values of the fields with that lower-case name, in order.
    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.fields.iter().filter(move |(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// Whether the connection can be used for another question when this answer was read to its end.
    pub(crate) fn keeps_open(&self) -> bool {
        let mut options = self.all("connection").flat_map(|value| value.split(',')).map(str::trim);
        self.persistent && !options.any(|option| option.eq_ignore_ascii_case("close"))
    }

    /// Type and subtype of the content in lower case (RFC 9110 section 8.3.1).
    pub(crate) fn media_type(&self) -> Option<String> {
        let value = self.all("content-type").next()?;
        let kind = value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        (!kind.is_empty()).then_some(kind)
    }

    /// Whether the content is packed, although that was not asked for.
    pub(crate) fn is_packed(&self) -> bool {
        self.all("content-encoding").any(|coding| !coding.eq_ignore_ascii_case("identity"))
    }
}

/// Reads the beginning of an answer; interim answers (1xx) are passed over.
pub(crate) fn read(bytes: &[u8]) -> Result<Reading, BadAnswer> {
    let mut rest = bytes;
    loop {
        let Some(end) = rest.windows(4).position(|four| four == b"\r\n\r\n") else {
            return match looks_like_http(rest) {
                true if bytes.len() < HEAD_BYTES_MAX => Ok(Reading::Partial),
                true => Err(BadAnswer("the head of the answer is too long")),
                false => Err(BadAnswer("the answer does not begin as HTTP/1 does")),
            };
        };
        if bytes.len() - rest.len() + end > HEAD_BYTES_MAX {
            return Err(BadAnswer("the head of the answer is too long"));
        }
        let head = parse_head(rest.get(..end).unwrap_or_default())?;
        if head.status >= 200 {
            return Ok(Reading::Complete(head, bytes.len() - rest.len() + end + 4));
        }
        if head.status == 101 {
            return Err(BadAnswer("the server switches to another protocol unasked"));
        }
        rest = rest.get(end + 4..).unwrap_or_default();
    }
}

fn looks_like_http(bytes: &[u8]) -> bool {
    let start = b"HTTP/1.";
    bytes.iter().zip(start).all(|(is, should)| is == should)
}

fn parse_head(head: &[u8]) -> Result<Head, BadAnswer> {
    let mut lines = lines(head);
    let first = lines.next().unwrap_or_default();
    let (status, persistent) = (status(first)?, first.starts_with(b"HTTP/1.1"));
    let mut fields = Vec::new();
    for line in lines {
        if fields.len() == FIELDS_MAX {
            return Err(BadAnswer("the answer has too many fields"));
        }
        fields.push(field(line)?);
    }
    Ok(Head { status, persistent, fields })
}

/// The lines of a head; they end in CRLF and nothing else.
fn lines(mut head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut done = false;
    std::iter::from_fn(move || {
        if done {
            return None;
        }
        let Some(end) = head.windows(2).position(|two| two == b"\r\n") else {
            done = true;
            return Some(head);
        };
        let (line, rest) = head.split_at(end);
        head = rest.get(2..).unwrap_or_default();
        Some(line)
    })
}

fn status(line: &[u8]) -> Result<u16, BadAnswer> {
    let bad = BadAnswer("the status line is malformed");
    let line = str::from_utf8(line).map_err(|_| bad)?;
    let rest = line.strip_prefix("HTTP/1.").ok_or(bad)?;
    let rest = rest.strip_prefix(['0', '1']).and_then(|rest| rest.strip_prefix(' ')).ok_or(bad)?;
    let (code, reason) = rest.split_at_checked(3).ok_or(bad)?;
    let reason_set_off = reason.is_empty() || reason.starts_with(' ');
    if !reason_set_off
        || !code.bytes().all(|b| b.is_ascii_digit())
        || has_controls(reason.as_bytes())
    {
        return Err(bad);
    }
    code.parse().ok().filter(|code| (100..600).contains(code)).ok_or(bad)
}

fn field(line: &[u8]) -> Result<(String, String), BadAnswer> {
    if line.starts_with(b" ") || line.starts_with(b"\t") {
        return Err(BadAnswer("a field is folded over two lines"));
    }
    let colon = line.iter().position(|byte| *byte == b':');
    let (name, value) = colon
        .and_then(|colon| line.split_at_checked(colon))
        .ok_or(BadAnswer("a field has no colon"))?;
    let value = value.get(1..).unwrap_or_default();
    let is_token = |b: &u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(b);
    if name.is_empty() || !name.iter().all(is_token) {
        return Err(BadAnswer("a field's name is no token"));
    }
    if has_controls(value) {
        return Err(BadAnswer("a field's value holds control characters"));
    }
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    Ok((name, String::from_utf8_lossy(value).trim_matches([' ', '\t']).to_owned()))
}

fn has_controls(bytes: &[u8]) -> bool {
    bytes.iter().any(|byte| byte.is_ascii_control() && *byte != b'\t')
}

#[cfg(test)]
mod tests;
