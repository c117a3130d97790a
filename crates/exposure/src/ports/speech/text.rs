//! Finding things in foreign text.

/// Most characters of foreign text that are kept.
const CHARS_MAX: usize = 80;

/// The printable characters of something, in short.
pub(in crate::ports) fn readable(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(bytes);
    let text: String =
        text.chars().map(|c| if c.is_control() || c == '\u{fffd}' { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(CHARS_MAX).collect()
}

/// Whether `bytes` hold `part`.
pub(super) fn holds(bytes: &[u8], part: &str) -> bool {
    find(bytes, part).is_some()
}

/// Where `part` ends in `bytes`.
pub(super) fn find(bytes: &[u8], part: &str) -> Option<usize> {
    let at = bytes.windows(part.len().max(1)).position(|window| window == part.as_bytes())?;
    Some(at + part.len())
}

/// What stands between `before` and the next `after`.
pub(super) fn between<'a>(bytes: &'a [u8], before: &str, after: u8) -> Option<&'a [u8]> {
    let rest = bytes.get(find(bytes, before)?..)?;
    rest.split(|byte| *byte == after).next()
}

/// The text of a JSON member, however it is spaced; without escapes.
pub(super) fn member<'a>(bytes: &'a [u8], name: &str) -> Option<&'a [u8]> {
    let rest = bytes.get(find(bytes, &format!("\"{name}\""))?..)?;
    let mut parts = rest.splitn(3, |byte| *byte == b'"');
    let gap = parts.next()?;
    let spaced = gap.iter().all(|byte| byte.is_ascii_whitespace() || *byte == b':');
    parts.next().filter(|_| spaced)
}

/// The first line, without its end.
pub(super) fn line(bytes: &[u8]) -> &[u8] {
    let line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
    line.strip_suffix(b"\r").unwrap_or(line)
}
