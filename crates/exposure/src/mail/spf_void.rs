//! What the terms of an SPF record ask for, and whether it is there (RFC 7208 section 4.6.4): names that
//! do not exist make a receiver give up, and so do too many mail servers.

use super::spf::Asks;
use crate::answers::Answer;

/// Most questions without an answer before a receiver may give up.
pub(crate) const VOIDS_MAX: usize = 2;

/// Most mail servers behind one `mx`.
pub(crate) const EXCHANGERS_MAX: usize = 10;

/// Most names that are asked for. A receiver gives up after ten terms.
pub(crate) const ASKED_MAX: usize = 12;

/// What was found behind the names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Behind {
    /// Names that do not exist, or have nothing of what was asked for.
    pub(crate) void: Vec<String>,
    /// A name with too many mail servers.
    pub(crate) crowded: Option<String>,
    /// Code of the first answer that could not be had.
    pub(crate) unknown: Option<String>,
    /// The same among those about mail servers: there may be too many, and then the record is wrong.
    pub(crate) exchangers_unknown: Option<String>,
}

/// The record types that are asked for in turn, as long as there is none. An address of either kind
/// counts: which of them a receiver asks for depends on who sends.
pub(crate) const fn types(what: Asks) -> &'static [&'static str] {
    match what {
        Asks::Addresses => &["A", "AAAA"],
        Asks::Exchangers => &["MX"],
        Asks::Existence => &["A"],
    }
}

/// Looks behind the names; `ask` gives the answer about a name and a type.
pub(crate) fn look_behind<'a>(
    asked: &[(Asks, String)],
    ask: impl Fn(&str, &str) -> Answer<'a>,
) -> Behind {
    let mut behind = Behind::default();
    for (what, name) in asked.iter().take(ASKED_MAX) {
        let mut there = false;
        for record_type in types(*what) {
            match ask(name, record_type) {
                Answer::Data(records) => {
                    there = !records.is_empty();
                    if *what == Asks::Exchangers && records.len() > EXCHANGERS_MAX {
                        behind.crowded.get_or_insert_with(|| name.clone());
                    }
                }
                Answer::NoName => {}
                Answer::Unknown(code) => {
                    behind.unknown.get_or_insert_with(|| code.to_owned());
                    if *what == Asks::Exchangers {
                        behind.exchangers_unknown.get_or_insert_with(|| code.to_owned());
                    }
                    there = true;
                }
            }
            if there {
                break;
            }
        }
        if !there {
            behind.void.push(name.clone());
        }
    }
    behind
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_without_what_was_asked_for_are_void() {
        let asked: Vec<(Asks, String)> = [
            (Asks::Addresses, "four.example"),
            (Asks::Addresses, "six.example"),
            (Asks::Addresses, "text.example"),
            (Asks::Exchangers, "none.example"),
            (Asks::Existence, "six.example"),
            (Asks::Exchangers, "many.example"),
            (Asks::Exchangers, "broken.example"),
        ]
        .map(|(what, name)| (what, name.to_owned()))
        .into();
        let behind = look_behind(&asked, |name, record_type| match (name, record_type) {
            ("four.example", "A") | ("six.example", "AAAA") => Answer::Data(vec!["x"]),
            ("many.example", "MX") => Answer::Data(vec!["10 x"; 11]),
            ("none.example", _) => Answer::NoName,
            ("broken.example", _) => Answer::Unknown("dns.servfail"),
            _ => Answer::Data(Vec::new()),
        });
        assert_eq!(behind.void, ["text.example", "none.example", "six.example"]);
        assert_eq!(behind.crowded.as_deref(), Some("many.example"));
        assert_eq!(behind.unknown.as_deref(), Some("dns.servfail"));
        assert_eq!(behind.exchangers_unknown.as_deref(), Some("dns.servfail"));
    }
}
