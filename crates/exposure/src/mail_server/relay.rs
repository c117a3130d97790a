//! Whether a server passes on mail of strangers to strangers (an open relay): in which spellings it is
//! asked, and what the answers mean. Only envelopes are offered, to names that nobody has (RFC 2606), and
//! they are taken back: no mail is sent.
//!
//! A server may accept an address for two other reasons, and each has a control. It may accept
//! everything, even what is no address at all; and it may accept any name before the `@` of a domain of its
//! own, so that a spelling with that domain says nothing.

/// The recipient whom no server of the domain has.
const STRANGER: &str = "arvak-probe";

/// Domains that exist in DNS and take no mail (RFC 2606 section 3).
const FROM_DOMAIN: &str = "example.org";
const TO_DOMAIN: &str = "example.com";

/// How many of the envelopes are the common ones; they come first.
const COMMON: usize = 3;

/// An envelope that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Try {
    /// What is tried, as a code.
    pub(crate) name: &'static str,
    /// `MAIL FROM`, as it is said.
    pub(crate) from: String,
    /// `RCPT TO`, as it is said.
    pub(crate) to: String,
    /// Whether a server may take the recipient for one of its own.
    pub(crate) local: bool,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Relay {
    /// It passes mail on, when asked like this.
    Open(String),
    /// It refused every spelling; so many were asked.
    Closed(usize),
    /// It refused so many, the most common ones among them, and the conversation ended before the rest:
    /// servers that answer slowly to whoever is refused are met often.
    ClosedSoFar(usize),
    /// It could not be told, for the reason with this code.
    Unknown(&'static str),
}

/// What no server can deliver to: an address without a domain.
pub(crate) fn absurd() -> String {
    format!("RCPT TO:<{STRANGER}@>")
}

/// Somebody whom the domain does not have.
pub(crate) fn nobody(domain: &str) -> String {
    format!("RCPT TO:<arvak-no-such-person@{domain}>")
}

/// The envelopes in the order in which they are offered; `domain` is one that the server is for.
pub(crate) fn tries(domain: &str) -> Vec<Try> {
    let from = |address: &str| format!("MAIL FROM:<{address}>");
    let stranger = from(&format!("{STRANGER}@{FROM_DOMAIN}"));
    let one = |name, to: String, local| {
        let to = format!("RCPT TO:<{to}>");
        Try { name, from: stranger.clone(), to, local }
    };
    let plain = format!("{STRANGER}@{TO_DOMAIN}");
    let by =
        |name, from: String| Try { name, from, to: format!("RCPT TO:<{plain}>"), local: false };
    vec![
        one("plain", plain.clone(), false),
        by("no_sender", from("")),
        by("own_sender", from(&format!("postmaster@{domain}"))),
        one("percent", format!("{STRANGER}%{TO_DOMAIN}@{domain}"), true),
        one("quoted", format!("\"{plain}\"@{domain}"), true),
        one("quoted_alone", format!("\"{plain}\""), true),
        one("two_at", format!("{plain}@{domain}"), true),
        one("route", format!("@{domain}:{plain}"), false),
        one("bang", format!("{TO_DOMAIN}!{STRANGER}@{domain}"), true),
    ]
}

/// Whether a reply says yes, no for good, or not now; nothing for what is no reply.
fn answer(lines: &[String]) -> Option<u16> {
    super::smtp::read_line(lines.last()?).map(|(code, _)| code / 100)
}

/// Judges what was said and answered, in order.
pub(crate) fn judge<'a, E>(exchanges: &E, domain: &str) -> Relay
where
    E: Iterator<Item = (&'a str, &'a [String])> + Clone,
{
    let said = |what: &str| {
        exchanges.clone().find(|(sent, _)| *sent == what).and_then(|(_, lines)| answer(lines))
    };
    let (absurd, nobody) = (said(&absurd()), said(&nobody(domain)));
    let all = tries(domain);
    let mut asked = 0;
    let (mut deferred, mut unclear, mut missing) = (false, None, false);
    for one in &all {
        match outcome(exchanges.clone(), one) {
            Some(2) if one.local && nobody == Some(5) => return Relay::Open(shown(one)),
            Some(2) if one.local => unclear = unclear.or(Some("relay.accepts_any_name")),
            Some(2) if absurd == Some(5) => return Relay::Open(shown(one)),
            Some(2) if absurd == Some(2) => unclear = unclear.or(Some("relay.accepts_everything")),
            Some(2) => unclear = unclear.or(Some("relay.cut_short")),
            Some(5) => asked += 1,
            Some(_) => deferred = true,
            None => missing = true,
        }
    }
    let plain = all.first().and_then(|plain| outcome(exchanges.clone(), plain));
    match unclear {
        Some(code) => Relay::Unknown(code),
        None if deferred => Relay::Unknown("relay.deferred"),
        None if plain.is_none() => Relay::Unknown("relay.sender_refused"),
        None if missing && asked >= COMMON => Relay::ClosedSoFar(asked),
        None if missing => Relay::Unknown("relay.cut_short"),
        None => Relay::Closed(asked),
    }
}

fn wants_login(line: &str) -> bool {
    line.starts_with("530") && line.to_ascii_lowercase().contains("authenticat")
}

fn shown(one: &Try) -> String {
    format!("{}: {} {}", one.name, one.from, one.to)
}

/// The answer to one envelope. A sender who is refused for good is as good as a recipient who is, but
/// for the first envelope: there the server may refuse anyone from where we are.
fn outcome<'a>(exchanges: impl Iterator<Item = (&'a str, &'a [String])>, one: &Try) -> Option<u16> {
    let mut is_sender = false;
    for (sent, lines) in exchanges {
        if sent.starts_with("MAIL FROM:") {
            is_sender = sent == one.from;
            if is_sender && answer(lines) != Some(2) {
                // Who must log in first is no stranger (RFC 4954 section 6).
                if lines.last().is_some_and(|line| wants_login(line)) {
                    return Some(5);
                }
                return answer(lines)
                    .filter(|_| one.name != "plain" && one.name.ends_with("_sender"));
            }
        } else if is_sender && sent == one.to {
            return answer(lines);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAIN: &str = "nordvik.example";

    /// What becomes of a server that answers as `reply` says.
    fn judged(reply: impl Fn(&str) -> &'static str) -> Relay {
        let mut exchanges: Vec<(String, Vec<String>)> = Vec::new();
        let mut say = |sent: &str| exchanges.push((sent.to_owned(), vec![reply(sent).to_owned()]));
        let mut from = String::new();
        for one in tries(DOMAIN) {
            if one.from != from {
                say(&one.from);
                from.clone_from(&one.from);
            }
            say(&one.to);
        }
        say(&absurd());
        say(&nobody(DOMAIN));
        judge(&exchanges.iter().map(|(sent, lines)| (&**sent, &**lines)), DOMAIN)
    }

    #[test]
    fn a_server_that_takes_mail_for_strangers_is_open() {
        let open = judged(|sent| if sent == absurd() { "501 no" } else { "250 ok" });
        assert!(matches!(open, Relay::Open(shown) if shown.starts_with("plain: ")));
    }

    #[test]
    fn every_spelling_is_found_by_itself() {
        for one in tries(DOMAIN) {
            let found = judged(|sent| {
                let yes = sent == one.to || sent.starts_with("MAIL");
                if yes { "250 ok" } else { "554 5.7.1 no" }
            });
            let plain_recipient = matches!(one.name, "plain" | "no_sender" | "own_sender");
            let expected = if plain_recipient { "plain" } else { one.name };
            assert!(
                matches!(&found, Relay::Open(shown) if shown.starts_with(expected)),
                "{found:?}"
            );
        }
    }

    #[test]
    fn a_server_that_refuses_is_closed() {
        let closed =
            judged(|sent| if sent.starts_with("MAIL") { "250 ok" } else { "554 5.7.1 no" });
        assert_eq!(closed, Relay::Closed(9));
        let closed = judged(|sent| match sent {
            "MAIL FROM:<arvak-probe@example.org>" => "250 ok",
            _ => "550 no",
        });
        assert_eq!(closed, Relay::Closed(9), "a sender who is refused cannot pass anything on");
        let closed = judged(|_| "530 5.7.0 Authentication required");
        assert_eq!(closed, Relay::Closed(9), "who must log in is no stranger");
    }

    #[test]
    fn a_server_that_says_yes_to_everything_or_to_any_name_of_its_own_proves_nothing() {
        assert_eq!(judged(|_| "250 ok"), Relay::Unknown("relay.accepts_everything"));
        let own = format!("@{DOMAIN}>");
        let found = judged(|sent| match sent {
            sent if sent.starts_with("MAIL") || sent.ends_with(&own) => "250 ok",
            _ => "554 no",
        });
        assert_eq!(found, Relay::Unknown("relay.accepts_any_name"));
    }

    #[test]
    fn a_slow_server_that_refuses_the_common_envelopes_is_closed_so_far() {
        let said: Vec<(String, Vec<String>)> = tries(DOMAIN)
            .into_iter()
            .take(4)
            .flat_map(|one| [(one.from, "250 ok"), (one.to, "550 no")])
            .map(|(sent, reply)| (sent, vec![reply.to_owned()]))
            .collect();
        let exchanges = || said.iter().map(|(sent, lines)| (&**sent, &**lines));
        assert_eq!(judge(&exchanges(), DOMAIN), Relay::ClosedSoFar(4));
        assert_eq!(judge(&exchanges().take(4), DOMAIN), Relay::Unknown("relay.cut_short"));
    }

    #[test]
    fn what_is_put_off_or_not_asked_is_not_known() {
        assert_eq!(
            judged(|sent| if sent.starts_with("MAIL") { "250 ok" } else { "450 later" }),
            Relay::Unknown("relay.deferred")
        );
        assert_eq!(judged(|_| "554 not from you"), Relay::Unknown("relay.sender_refused"));
        assert_eq!(judge(&[].into_iter(), DOMAIN), Relay::Unknown("relay.sender_refused"));
    }
}
