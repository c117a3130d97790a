//! Mails (RFC 5322, MIME). Whether DKIM (RFC 6376) was right is what our own server wrote into Authentication-Results (RFC 8601);
//! it is kept as told and not checked anew, since keys in DNS change and no later reader could do it.

use arvak_core::Instant;
use jiff::fmt::rfc2822::DateTimeParser;
use mail_parser::{Message, MessageParser, PartType};

use super::{Raw, Sender};
use crate::plan::MailFrom;

/// Most parts of a mail that are read, those of mails in it included.
const PARTS_MAX: usize = 200;

/// Mails in mails that are read into each other.
const DEPTH_MAX: usize = 4;

/// An unfolded header of more than this is not one that a server wrote.
const HEADER_CHARS_MAX: usize = 20_000;

pub(super) fn read(bytes: &[u8], from: Option<&MailFrom>) -> Option<Raw> {
    let message = MessageParser::default().parse(bytes)?;
    // Whatever has no sender is no mail (RFC 5322, section 3.6).
    message.headers_raw().find(|(name, _)| name.eq_ignore_ascii_case("from"))?;
    let sender = from.map_or(Sender::Wrong, |from| sender(&message, from));
    let mut text = Vec::new();
    let mut parts = PARTS_MAX;
    texts(&message, 0, &mut parts, &mut text);
    Some(Raw {
        id: message.message_id().map(str::to_owned),
        // Who can prove nothing else can set this date too.
        arrived: (sender == Sender::Proven).then(|| arrived(&message)).flatten(),
        signed_at: None,
        sender,
        text,
        of: None,
    })
}

/// Whether a mail says that it is from `domain` or one below it, believed or not. It decides only who looks closer.
pub(super) fn is_from(bytes: &[u8], domain: &str) -> bool {
    let Some(message) = MessageParser::default().parse_headers(bytes) else { return false };
    let mut addresses = message.from().into_iter().flat_map(|address| address.iter());
    addresses.any(|one| {
        let domains = one.address().and_then(|one| one.rsplit_once('@'));
        domains.is_some_and(|(_, found)| is_within(found, domain))
    })
}

fn sender(message: &Message<'_>, from: &MailFrom) -> Sender {
    let mut headers = message.headers_raw().filter(|(name, _)| name.eq_ignore_ascii_case("from"));
    let mut addresses = message.from().into_iter().flat_map(|address| address.iter());
    // Two of either may be read one way here and another way elsewhere.
    let is_one = headers.next().is_some() && headers.next().is_none();
    let address = addresses.next().filter(|_| is_one && addresses.next().is_none());
    let domain = address.and_then(|one| one.address()).and_then(|one| one.rsplit_once('@'));
    if !domain.is_some_and(|(_, domain)| is_within(domain, from.domain.as_str())) {
        return Sender::Wrong;
    }
    let Some(server) = &from.authserv else { return Sender::Word };
    let results = message.headers_raw();
    let mut results =
        results.filter(|(name, _)| name.trim().eq_ignore_ascii_case("authentication-results"));
    // Ours is put above whatever came with the mail (RFC 8601, section 4.1), so only the topmost can be ours.
    let ours = results.next().filter(|(_, value)| value.len() <= HEADER_CHARS_MAX);
    let shown = ours.is_some_and(|(_, value)| passes(value, server.as_str(), from.domain.as_str()));
    if shown { Sender::Proven } else { Sender::Wrong }
}

/// Whether `domain` is `of` or below it.
fn is_within(domain: &str, of: &str) -> bool {
    let domain = domain.trim_end_matches('.').to_ascii_lowercase();
    domain == of || domain.strip_suffix(of).is_some_and(|rest| rest.ends_with('.'))
}

/// Whether `server` says that a DKIM signature of `domain` is right.
fn passes(results: &str, server: &str, domain: &str) -> bool {
    let bare = without_comments(results);
    let mut parts = bare.split(';');
    let id = parts.next().and_then(|first| first.split_whitespace().next());
    if !id.is_some_and(|id| id.eq_ignore_ascii_case(server)) {
        return false;
    }
    parts.any(|result| {
        let mut words = result.split_whitespace();
        let is_right = words.next().is_some_and(|word| word.eq_ignore_ascii_case("dkim=pass"));
        is_right
            && words.any(|word| {
                let signer = word.split_once('=').filter(|(name, _)| *name == "header.d");
                signer.is_some_and(|(_, signer)| is_within(signer, domain))
            })
    })
}

/// The text without `(…)`, which stands for a blank (RFC 5322, section 3.2.2); nothing when comments do not end as they begin, or where
/// there is a quote, which may hold anything.
fn without_comments(text: &str) -> String {
    let (mut bare, mut depth) = (String::new(), 0_usize);
    if text.contains(['"', '\\']) {
        return bare;
    }
    for sign in text.chars() {
        match sign {
            '(' => depth += 1,
            ')' => match depth.checked_sub(1) {
                Some(outer) => {
                    depth = outer;
                    bare.push(' ');
                }
                None => return String::new(),
            },
            sign if depth == 0 => bare.push(sign),
            _ => {}
        }
    }
    if depth == 0 { bare } else { String::new() }
}

/// When our own server took it in: the date of the topmost Received.
fn arrived(message: &Message<'_>) -> Option<Instant> {
    let mut received =
        message.headers_raw().filter(|(name, _)| name.eq_ignore_ascii_case("received"));
    let (_, value) = received.next().filter(|(_, value)| value.len() <= HEADER_CHARS_MAX)?;
    let bare = without_comments(value);
    let (_, date) = bare.rsplit_once(';')?;
    let date = date.split_whitespace().collect::<Vec<_>>().join(" ");
    let time = DateTimeParser::new().parse_timestamp(date).ok()?;
    Some(Instant::from_millis(time.as_millisecond()))
}

/// Every header, and every part whatever it is said to be, decoded.
fn texts(message: &Message<'_>, depth: usize, left: &mut usize, to: &mut Vec<String>) {
    for part in &message.parts {
        if *left == 0 {
            return;
        }
        *left -= 1;
        for header in &part.headers {
            let value = header.value();
            let decoded = value.as_text().map(str::to_owned);
            let list = value.as_text_list().map(|list| list.join(" "));
            to.extend(decoded.or(list).map(|text| text.to_lowercase()));
            let (from, until) = (header.offset_start(), header.offset_end());
            let raw = message.raw_message().get(from as usize..until as usize);
            to.extend(raw.map(|raw| String::from_utf8_lossy(raw).to_lowercase()));
        }
        match &part.body {
            PartType::Text(text) | PartType::Html(text) => to.push(text.to_lowercase()),
            PartType::Binary(bytes) | PartType::InlineBinary(bytes) => {
                to.push(String::from_utf8_lossy(bytes).to_lowercase());
            }
            PartType::Message(inner) if depth < DEPTH_MAX => texts(inner, depth + 1, left, to),
            PartType::Message(_) | PartType::Multipart(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &str = "arvak-0123456789abcdef0123456789abcdef";

    fn from() -> MailFrom {
        let (domain, authserv) =
            ("soc.example".parse().unwrap(), "mx.nordvik.example".parse().ok());
        MailFrom { domain, authserv }
    }

    fn mail(results: &str, sender: &str, body: &str) -> String {
        format!(
            "{results}Received: from a by mx.nordvik.example (Postfix) with ESMTPS id 1;\r\n\tSun, 1 Mar 2026 03:04:05 +0100 (CET)\r\n\
             From: {sender}\r\nMessage-ID: <1@soc.example>\r\nSubject: =?utf-8?q?Varsel_om_p=C3=A5logging?=\r\n{body}"
        )
    }

    const PASS: &str = "Authentication-Results: mx.nordvik.example;\r\n\tdkim=pass (2048-bit key; unprotected) header.d=soc.example header.s=a;\r\n\tspf=pass\r\n";
    const PLAIN: &str = "\r\nHei\r\n";

    #[test]
    fn what_our_own_server_says_of_dkim_is_believed() {
        let read =
            read(mail(PASS, "Vakt <vakt@soc.example>", PLAIN).as_bytes(), Some(&from())).unwrap();
        assert_eq!(read.sender, Sender::Proven);
        assert_eq!(read.arrived.unwrap().to_string(), "2026-03-01T02:04:05Z");
        assert_eq!(read.id.as_deref(), Some("1@soc.example"));
        assert!(read.holds("varsel om pålogging"));
    }

    #[test]
    fn what_came_with_the_mail_is_not() {
        let sender_of = |results: &str, sender: &str| {
            read(mail(results, sender, PLAIN).as_bytes(), Some(&from())).unwrap().sender
        };
        let ours = "vakt@soc.example";
        assert_eq!(sender_of("", ours), Sender::Wrong);
        assert_eq!(sender_of(&PASS.replace("dkim=pass", "dkim=fail"), ours), Sender::Wrong);
        assert_eq!(sender_of(&PASS.replace("mx.nordvik", "mx.attacker"), ours), Sender::Wrong);
        assert_eq!(sender_of(&PASS.replace("d=soc", "d=evil"), ours), Sender::Wrong);
        assert_eq!(sender_of(&PASS.replace("d=soc", "d=notsoc"), ours), Sender::Wrong);
        assert_eq!(sender_of(PASS, "vakt@soc.example.evil.example"), Sender::Wrong);
        assert_eq!(sender_of(PASS, "a@evil.example, vakt@soc.example"), Sender::Wrong);
        let below = format!("Authentication-Results: mx.nordvik.example; dkim=none\r\n{PASS}");
        assert_eq!(sender_of(&below, ours), Sender::Wrong, "only the topmost is ours");
        for name in ["m(x)x.nordvik.example", "mx).nordvik.example", "mx.nordvik.example ((x)"] {
            let broken = PASS.replace("mx.nordvik.example", name);
            assert_eq!(sender_of(&broken, ours), Sender::Wrong, "{name}");
        }
        let comment = "Authentication-Results: mx.nordvik.example (; dkim=pass header.d=soc.example); dkim=none\r\n";
        assert_eq!(sender_of(comment, ours), Sender::Wrong);
    }

    #[test]
    fn without_a_server_to_believe_a_mail_is_a_word() {
        let from = MailFrom { authserv: None, ..from() };
        let read = read(mail(PASS, "vakt@soc.example", PLAIN).as_bytes(), Some(&from)).unwrap();
        assert_eq!((read.sender, read.arrived), (Sender::Word, None));
    }

    #[test]
    fn a_mark_is_found_in_every_part_however_it_is_written() {
        let quoted = MARK.replace("arvak", "a=72v=\r\nak");
        let bodies = [
            format!("X-Ticket: {MARK}\r\n\r\nHei"),
            format!("Content-Transfer-Encoding: quoted-printable\r\n\r\nBruker {quoted}\r\n"),
            format!("Content-Type: text/html\r\n\r\n<b>{}</b>", MARK.to_uppercase()),
            "Content-Transfer-Encoding: base64\r\n\r\nYXJ2YWstMDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNk\r\nZWY=\r\n".to_owned(),
            format!(
                "Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nSe vedlegg\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: {MARK}\r\n\r\nx\r\n--x--\r\n"
            ),
        ];
        for body in bodies {
            let read =
                read(mail(PASS, "vakt@soc.example", &body).as_bytes(), Some(&from())).unwrap();
            assert!(read.holds(MARK), "{body}");
            assert!(!read.holds_other_mark(MARK) && read.holds_other_mark("arvak-1"), "{body}");
        }
        let none = read(mail(PASS, "vakt@soc.example", PLAIN).as_bytes(), Some(&from())).unwrap();
        assert!(!none.holds(MARK));
    }
}
