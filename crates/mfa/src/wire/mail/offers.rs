//! What mail servers say that they can do, as far as it has to do with passwords and TLS.

use super::scram::Hash;

/// A way to log in with a password, and nothing else.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// The protocol's own command: `LOGIN` in IMAP, `USER` and `PASS` in POP3.
    Command,
    /// `PLAIN` (RFC 4616).
    Plain,
    /// `LOGIN`, which was never a standard and is everywhere.
    Login,
    /// `CRAM-MD5` (RFC 2195): checked against another list of passwords than those above, as all that follow.
    CramMd5,
    /// `SCRAM-SHA-256` (RFC 7677).
    ScramSha256,
    /// `SCRAM-SHA-1` (RFC 5802).
    ScramSha1,
    /// `APOP` in POP3 (RFC 1939 section 7).
    Apop,
}

impl Way {
    /// All of them, in the order in which common programs use them.
    pub const ALL: [Self; 7] = [
        Self::Command,
        Self::Plain,
        Self::Login,
        Self::CramMd5,
        Self::ScramSha256,
        Self::ScramSha1,
        Self::Apop,
    ];

    /// Whether the password itself is sent, so that a code can stand behind it.
    pub const fn carries(self) -> bool {
        matches!(self, Self::Command | Self::Plain | Self::Login)
    }

    /// The digest of SCRAM, where it is that.
    pub(super) const fn scram(self) -> Option<Hash> {
        match self {
            Self::ScramSha1 => Some(Hash::Sha1),
            Self::ScramSha256 => Some(Hash::Sha256),
            _ => None,
        }
    }

    /// Its name among the mechanisms; for the protocol's command a word for people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Plain => "PLAIN",
            Self::Login => "LOGIN",
            Self::CramMd5 => "CRAM-MD5",
            Self::ScramSha256 => "SCRAM-SHA-256",
            Self::ScramSha1 => "SCRAM-SHA-1",
            Self::Apop => "APOP",
        }
    }
}

/// What a server offers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offers {
    /// Whether TLS can be had from here.
    pub start_tls: bool,
    /// The ways that carry a password, in the order in which they are tried.
    pub ways: Vec<Way>,
    /// The names of ways that do not, such as `XOAUTH2`, in capitals.
    pub others: Vec<String>,
}

/// Most names of other ways that are kept.
const OTHERS_MAX: usize = 16;

/// Longest name of a way (RFC 4422 section 3.1), in bytes.
const NAME_BYTES_MAX: usize = 20;

impl Offers {
    /// Names of ways with a password that this program cannot try: whether they ask for a code is not known.
    pub fn untried(&self) -> impl Iterator<Item = &str> {
        const LIKE: [&str; 5] = ["DIGEST-MD5", "NTLM", "GSSAPI", "GSS-SPNEGO", "SRP"];
        let is_one = |name: &&String| {
            let is_scram =
                name.starts_with("SCRAM-") && self.ways.iter().all(|way| way.scram().is_none());
            is_scram || LIKE.contains(&name.as_str())
        };
        self.others.iter().filter(is_one).map(String::as_str)
    }

    fn add(&mut self, name: &str) {
        let is_it = |way: &&Way| way.name() == name && **way != Way::Apop;
        if let Some(way) = Way::ALL.iter().find(is_it) {
            self.ways.push(*way);
        } else if name.len() <= NAME_BYTES_MAX && self.others.len() < OTHERS_MAX {
            self.others.push(name.to_owned());
        }
    }

    fn in_order(mut self) -> Self {
        self.ways.sort_by_key(|way| Way::ALL.iter().position(|known| known == way));
        self.ways.dedup();
        self.others.sort();
        self.others.dedup();
        self
    }
}

/// From the untagged lines of `CAPABILITY`.
pub(super) fn imap_offers(lines: &[String]) -> Offers {
    let mut offers = Offers::default();
    let mut command = true;
    for line in lines {
        let line = line.to_ascii_uppercase();
        let Some(words) = line.strip_prefix("* CAPABILITY ") else { continue };
        for word in words.split_whitespace() {
            match word.strip_prefix("AUTH=") {
                Some(name) => offers.add(name),
                None if word == "STARTTLS" => offers.start_tls = true,
                None if word == "LOGINDISABLED" => command = false,
                None => {}
            }
        }
    }
    if command {
        offers.ways.push(Way::Command);
    }
    offers.in_order()
}

/// From the lines of `CAPA` (RFC 2449).
pub(super) fn pop3_offers(lines: &[String]) -> Offers {
    let mut offers = Offers::default();
    for line in lines {
        let line = line.trim().to_ascii_uppercase();
        match line.strip_prefix("SASL ") {
            Some(names) => names.split_whitespace().for_each(|name| offers.add(name)),
            None if line == "STLS" => offers.start_tls = true,
            None if line == "USER" => offers.ways.push(Way::Command),
            None => {}
        }
    }
    offers.in_order()
}

/// From the lines of a reply to `EHLO`, without their code.
pub(super) fn smtp_offers(lines: &[String]) -> Offers {
    let mut offers = Offers::default();
    for line in lines {
        let line = line.trim().to_ascii_uppercase();
        // Old servers write `AUTH=LOGIN` besides, for clients that are older still.
        match line.strip_prefix("AUTH").and_then(|rest| rest.strip_prefix([' ', '='])) {
            Some(names) => names.split_whitespace().for_each(|name| offers.add(name)),
            None if line == "STARTTLS" => offers.start_tls = true,
            None => {}
        }
    }
    offers.in_order()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_server_that_disables_login_may_still_have_plain() {
        let offers =
            imap_offers(&lines(&["* CAPABILITY IMAP4rev1 LOGINDISABLED STARTTLS AUTH=plain"]));
        assert_eq!((offers.ways, offers.start_tls), (vec![Way::Plain], true));
        let offers = imap_offers(&lines(&["* CAPABILITY IMAP4rev1 AUTH=XOAUTH2"]));
        assert_eq!((offers.ways, offers.others), (vec![Way::Command], vec!["XOAUTH2".to_owned()]));
    }

    #[test]
    fn ways_are_told_apart_in_pop3_and_smtp() {
        let offers = pop3_offers(&lines(&["USER", "SASL CRAM-MD5 PLAIN OAUTHBEARER", "STLS"]));
        assert_eq!(offers.ways, [Way::Command, Way::Plain, Way::CramMd5]);
        assert_eq!((offers.start_tls, &offers.others), (true, &vec!["OAUTHBEARER".to_owned()]));
        assert_eq!(offers.untried().count(), 0);
        let offers = pop3_offers(&lines(&["SASL NTLM SCRAM-SHA-256 SCRAM-SHA-256-PLUS"]));
        assert_eq!(offers.untried().collect::<Vec<_>>(), ["NTLM"]);
        let offers = pop3_offers(&lines(&["SASL SCRAM-SHA-512"]));
        assert_eq!(offers.untried().collect::<Vec<_>>(), ["SCRAM-SHA-512"]);
        let offers = smtp_offers(&lines(&["mx", "AUTH PLAIN login", "AUTH=LOGIN", "SIZE 1"]));
        assert_eq!(offers.ways, [Way::Plain, Way::Login]);
        assert_eq!(smtp_offers(&lines(&["mx", "SIZE 1"])), Offers::default());
    }
}
