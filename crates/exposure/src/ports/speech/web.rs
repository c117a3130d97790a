//! Asking over HTTP, for services whose protocol it is. Pages for people are another look's.

use arvak_probe::USER_AGENT;

/// One ordinary question; the server is asked to hang up afterwards.
pub(super) fn get(host: &str, path: &str) -> Vec<u8> {
    let host = if host.contains(':') { format!("[{host}]") } else { host.to_owned() };
    format!(
        "GET {path} HTTP/1.1\r\nHost: {host}\r\nUser-Agent: {USER_AGENT}\r\nAccept: */*\r\nConnection: close\r\n\r\n"
    )
    .into_bytes()
}

/// An answer, as far as it came.
pub(super) struct Answer<'a> {
    /// The status code.
    pub(super) status: u16,
    head: String,
    /// What follows the head.
    pub(super) body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// Reads an answer; nothing when it is not HTTP.
    pub(super) fn read(bytes: &'a [u8]) -> Option<Self> {
        let rest = bytes.strip_prefix(b"HTTP/1.")?;
        let status = rest.get(2..5).and_then(|digits| std::str::from_utf8(digits).ok())?;
        let end = super::text::find(bytes, "\r\n\r\n").unwrap_or(bytes.len());
        let (head, body) = bytes.split_at_checked(end)?;
        let head = String::from_utf8_lossy(head).into_owned();
        Some(Self { status: status.parse().ok()?, head, body })
    }

    /// The value of a header; its name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().skip(1).find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known.trim().eq_ignore_ascii_case(name).then(|| value.trim())
        })
    }
}
