//! A mail with a workbook of answers. It is foreign: who sent it is what it says, and nothing in it is opened that is not a workbook
//! without macros and of a sound size.

use mail_parser::{Message, MessageParser, MimeHeaders as _, PartType};

use crate::file::{self, Kind, NotTaken};

/// Most bytes of a mail that is looked at.
pub const BYTES_MAX: usize = 8 * 1024 * 1024;

/// Most parts that are looked through.
const PARTS_MAX: usize = 50;

/// Most workbooks that are given back: one is right, and more is told.
const WORKBOOKS_MAX: usize = 5;

/// Most characters of who sent it, and of what servers say of that.
const SENDER_CHARS_MAX: usize = 300;
const RESULTS_CHARS_MAX: usize = 2_000;

/// How names of workbooks end, those with macros too.
const ENDINGS: [&str; 2] = [".xlsx", ".xlsm"];

/// A mail with workbooks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// From whom, as it says.
    pub sender: String,
    /// The topmost Authentication-Results (RFC 8601), as one line; empty when there is none. A server that writes one puts it above
    /// whatever came with the mail (section 4.1).
    pub results: String,
    /// Workbooks: name and bytes.
    pub workbooks: Vec<(String, Vec<u8>)>,
    /// Why something that is called a workbook was not opened.
    pub unopened: Option<NotTaken>,
}

/// Reads a mail as it came; nothing when it holds no workbook, or is no mail.
pub fn read(bytes: &[u8]) -> Option<Mail> {
    if bytes.len() > BYTES_MAX {
        return None;
    }
    let message = MessageParser::default().parse(bytes)?;
    // Whatever has no sender is no mail (RFC 5322, section 3.6).
    message.headers_raw().find(|(name, _)| name.eq_ignore_ascii_case("from"))?;
    let (mut workbooks, mut unopened) = (Vec::new(), None);
    for part in message.parts.iter().take(PARTS_MAX) {
        let bytes = match &part.body {
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => bytes.as_ref(),
            _ => continue,
        };
        let name = file::kept_name(part.attachment_name().unwrap_or_default());
        let is_called_so = ENDINGS.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
        match file::taken(&name, bytes) {
            Ok(Kind::Xlsx) if workbooks.len() < WORKBOOKS_MAX => {
                workbooks.push((name, bytes.to_vec()));
            }
            Err(why) if is_called_so => unopened = unopened.or(Some(why)),
            _ => {}
        }
    }
    if workbooks.is_empty() && unopened.is_none() {
        return None;
    }
    Some(Mail { sender: sender(&message), results: results(&message), workbooks, unopened })
}

fn sender(message: &Message<'_>) -> String {
    let all = message.from().into_iter().flat_map(|from| from.iter());
    let all = all.filter_map(|one| one.address()).collect::<Vec<_>>().join(", ");
    tame(&all, SENDER_CHARS_MAX)
}

fn results(message: &Message<'_>) -> String {
    let mut all = message.headers_raw();
    let ours = all.find(|(name, _)| name.trim().eq_ignore_ascii_case("authentication-results"));
    ours.map(|(_, value)| tame(value, RESULTS_CHARS_MAX)).unwrap_or_default()
}

/// One short line without signs that deceive.
fn tame(text: &str, most: usize) -> String {
    let deceives = |sign: &char| !matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let plain: String = text
        .chars()
        .filter(deceives)
        .map(|sign| if sign.is_control() { ' ' } else { sign })
        .collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    words.join(" ").chars().take(most).collect()
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io::{Cursor, Write as _};

    use proptest::prelude::*;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    use super::*;

    fn packed(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(bytes).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Bytes as a mail carries them, in hexadecimal quoted-printable: long, and simple.
    fn quoted(bytes: &[u8]) -> String {
        let mut text = String::new();
        for line in bytes.chunks(20) {
            for byte in line {
                write!(text, "={byte:02X}").unwrap();
            }
            text += "=\r\n";
        }
        text
    }

    fn mail(attached: &[(&str, &[u8])]) -> Vec<u8> {
        let mut text = "Authentication-Results: mx.nordvik.example;\r\n\tdkim=pass header.d=drift.example\r\nAuthentication-Results: forged; dkim=pass\r\nFrom: \"Kari\u{202e}\" <kari@drift.example>\r\nTo: svar@nordvik.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nHer er svarene.\r\n".to_owned();
        for (name, bytes) in attached {
            write!(text, "--x\r\nContent-Type: application/octet-stream\r\nContent-Disposition: attachment; filename=\"{name}\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
                quoted(bytes)).unwrap();
        }
        (text + "--x--\r\n").into_bytes()
    }

    #[test]
    fn a_workbook_is_found_with_who_sent_it_and_what_the_topmost_server_says() {
        let xlsx = packed(&[("xl/workbook.xml", b"<a/>")]);
        let read =
            read(&mail(&[("bilde.png", b"\x89PNG\r\n\x1a\n"), ("svar.xlsx", &xlsx)])).unwrap();
        assert_eq!(read.workbooks, [("svar.xlsx".to_owned(), xlsx)]);
        assert_eq!(read.sender, "kari@drift.example");
        assert_eq!(read.results, "mx.nordvik.example; dkim=pass header.d=drift.example");
        assert_eq!(read.unopened, None);
    }

    #[test]
    fn what_is_no_sound_workbook_is_not_opened() {
        let macros = packed(&[("xl/workbook.xml", b"<a/>"), ("xl/vbaProject.bin", b"x")]);
        let bomb = packed(&[("xl/workbook.xml", b"<a/>"), ("xl/a.bin", &vec![0; 32 << 20])]);
        let xlsx = packed(&[("xl/workbook.xml", b"<a/>")]);
        for (name, bytes, why) in [
            ("svar.xlsm", macros.as_slice(), NotTaken::Other),
            ("svar.xlsx", &macros, NotTaken::Other),
            ("svar.xlsx", &bomb, NotTaken::Bomb),
            ("svar.xlsx", b"PK\x03\x04", NotTaken::Unknown),
            ("svar.xlsm", &xlsx, NotTaken::Other),
        ] {
            let read = read(&mail(&[(name, bytes)])).unwrap();
            assert_eq!((read.workbooks.len(), read.unopened), (0, Some(why)), "{name}");
        }
        assert_eq!(read(&mail(&[("rapport.pdf", b"%PDF-1.7")])), None);
        assert_eq!(read(&mail(&[])), None);
        assert_eq!(read(b""), None);
        assert_eq!(read(&vec![b'a'; BYTES_MAX + 1]), None);
        let two = read(&mail(&[("a.xlsx", &xlsx), ("b.xlsx", &xlsx)])).unwrap();
        assert_eq!(two.workbooks.len(), 2);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mail = [b"From: a@b.example\r\n\r\n".as_slice(), &bytes].concat();
            prop_assert!(read(&bytes).is_none_or(|one| one.workbooks.len() <= WORKBOOKS_MAX));
            prop_assert!(read(&mail).is_none_or(|one| one.sender.len() <= SENDER_CHARS_MAX * 4));
        }
    }
}
