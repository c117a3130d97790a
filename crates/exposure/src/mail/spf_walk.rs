//! An SPF record with everything that it leads to: includes and redirects (RFC 7208 sections 5.2, 6.1).
//!
//! The look and the judge take the same walk, the one over the network and the other over the
//! transcript, so what the judge needs is what the look asked for.

use super::spf::{self, Asks, Rest, Spf};
use super::spf_domain::{Domains, expand};
use crate::answers::Answer;

/// Most terms that may make a receiver ask DNS (RFC 7208 section 4.6.4).
pub(crate) const LOOKUPS_MAX: usize = 10;

/// A walk; it is at its end when there is no [`Walk::next`].
#[derive(Debug)]
pub(crate) struct Walk {
    /// The domain that it began at.
    sender: String,
    /// What to ask for, the next one last.
    waiting: Vec<Step>,
    /// What was found until now.
    pub(crate) found: Found,
}

/// What a walk found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Found {
    /// The domain's own record, and the ones that it redirects to.
    pub(crate) chain: String,
    /// What they say of everyone else in the end.
    pub(crate) rest: Option<Rest>,
    /// Terms that make a receiver ask DNS. A receiver gives up beyond [`LOOKUPS_MAX`], and so does
    /// the walk.
    pub(crate) lookups: usize,
    /// That the domain has no record.
    pub(crate) absent: bool,
    /// Why a receiver would call the records wrong: a code, and where.
    pub(crate) wrong: Option<(&'static str, String)>,
    /// Code of the first answer that could not be had.
    pub(crate) unknown: Option<String>,
    /// Whether an include or redirect depends on who sends, and so cannot be followed.
    pub(crate) macros: bool,
    /// The names that `a`, `mx` and `exists` ask for, as far as they do not depend on who sends.
    pub(crate) asked: Vec<(Asks, String)>,
}

#[derive(Clone, Debug)]
struct Step {
    name: String,
    role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Own,
    Redirected,
    Included,
}

impl Walk {
    /// A walk that begins at `domain`.
    pub(crate) fn new(domain: &str) -> Self {
        let first = Step { name: domain.to_owned(), role: Role::Own };
        Self { sender: domain.to_owned(), waiting: vec![first], found: Found::default() }
    }

    /// The name whose TXT records are needed next.
    pub(crate) fn next(&self) -> Option<&str> {
        let over = self.found.wrong.is_some() || self.found.lookups > LOOKUPS_MAX;
        self.waiting.last().filter(|_| !over).map(|step| &*step.name)
    }

    /// Goes on with the answer about [`Walk::next`].
    pub(crate) fn take(&mut self, answer: &Answer<'_>) {
        let Some(step) = self.waiting.pop() else { return };
        let records = match answer {
            Answer::Data(records) => records.as_slice(),
            Answer::NoName => &[],
            Answer::Unknown(code) => {
                self.found.unknown.get_or_insert_with(|| (*code).to_owned());
                return;
            }
        };
        let mut records = records.iter().filter(|record| spf::is_spf(record));
        match (records.next(), records.next()) {
            (None, _) => self.missing(&step),
            (Some(record), None) => self.read(&step, record),
            (Some(first), Some(second)) => {
                self.wrong("spf.multiple", format!("{}: {first} | {second}", step.name));
            }
        }
    }

    fn missing(&mut self, step: &Step) {
        match step.role {
            Role::Own => self.found.absent = true,
            Role::Redirected => self.wrong("spf.redirect_to_nothing", step.name.clone()),
            Role::Included => self.wrong("spf.include_of_nothing", step.name.clone()),
        }
    }

    fn read(&mut self, step: &Step, record: &str) {
        let spf = match spf::parse(record) {
            Ok(spf) => spf,
            Err(bad) => return self.wrong("spf.syntax", format!("{} in {record}", bad.0)),
        };
        self.found.lookups = self.found.lookups.saturating_add(spf.lookups);
        if step.role != Role::Included {
            let arrow = if step.role == Role::Own { "" } else { " → " };
            self.found.chain = format!("{}{arrow}{record}", self.found.chain);
            self.found.rest = Some(spf.rest).filter(|rest| *rest != Rest::Redirect);
        }
        let current = step.name.as_str();
        for (what, name) in &spf.asked {
            let domains = Domains { current, sender: &self.sender };
            let name =
                name.as_deref().map_or_else(|| Some(current.to_owned()), |n| expand(n, domains));
            self.found.asked.extend(name.map(|name| (*what, name)));
        }
        self.wait_for(step, spf);
    }

    /// Includes first, in order; the redirect counts when nothing else matched.
    fn wait_for(&mut self, from: &Step, spf: Spf) {
        let role = from.role;
        let onward = if role == Role::Included { role } else { Role::Redirected };
        let redirect = spf.redirect.map(|name| Step { name, role: onward });
        let includes = spf.includes.into_iter().rev();
        let includes = includes.map(|name| Step { name, role: Role::Included });
        for step in redirect.into_iter().chain(includes) {
            let domains = Domains { current: &from.name, sender: &self.sender };
            match expand(&step.name, domains) {
                Some(name) => self.waiting.push(Step { name, ..step }),
                None => self.found.macros = true,
            }
        }
    }

    fn wrong(&mut self, code: &'static str, place: String) {
        self.found.wrong = Some((code, place));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn walk(zone: &[(&str, &str)]) -> Found {
        let mut records: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (name, record) in zone {
            records.entry(name).or_default().push(record);
        }
        let mut walk = Walk::new("a.example");
        let mut asked = 0;
        while let Some(name) = walk.next() {
            let answer = match records.get(name).map(Vec::as_slice) {
                Some([code]) if code.starts_with('!') => Answer::Unknown(code),
                Some(records) => Answer::Data(records.to_vec()),
                None => Answer::NoName,
            };
            walk.take(&answer);
            asked += 1;
        }
        assert!(asked <= LOOKUPS_MAX + 1, "{asked} questions");
        walk.found
    }

    #[test]
    fn includes_and_redirects_are_counted_together() {
        let found = walk(&[
            ("a.example", "v=spf1 mx include:b.example redirect=c.example"),
            ("b.example", "v=spf1 a include:d.example ?all"),
            ("d.example", "v=spf1 ip4:192.0.2.1 -all"),
            ("c.example", "v=spf1 a ~all"),
        ]);
        assert_eq!((found.lookups, found.rest), (6, Some(Rest::SoftFail)));
        assert_eq!((found.wrong, found.unknown, found.absent), (None, None, false));
    }

    #[test]
    fn ten_are_enough_and_eleven_too_many() {
        let ten = format!("v=spf1 {} -all", "a ".repeat(10));
        assert_eq!(walk(&[("a.example", &ten)]).lookups, LOOKUPS_MAX);
        let eleven = format!("v=spf1 {} include:b.example -all", "a ".repeat(10));
        assert!(walk(&[("a.example", &eleven)]).lookups > LOOKUPS_MAX);
        let circle = walk(&[("a.example", "v=spf1 include:a.example -all")]);
        assert!(circle.lookups > LOOKUPS_MAX);
    }

    #[test]
    fn what_is_wrong_beneath_makes_the_whole_wrong() {
        for (beneath, code) in [
            (vec![], "spf.include_of_nothing"),
            (vec![("b.example", "v=spf1 ip5:x -all")], "spf.syntax"),
            (vec![("b.example", "v=spf1 -all"), ("b.example", "v=spf1 a")], "spf.multiple"),
            (vec![("b.example", "v=spf1 redirect=c.example")], "spf.include_of_nothing"),
        ] {
            let mut zone = vec![("a.example", "v=spf1 include:b.example -all")];
            zone.extend(beneath);
            assert_eq!(walk(&zone).wrong.map(|(code, _)| code), Some(code));
        }
    }

    #[test]
    fn what_cannot_be_had_or_followed_is_said() {
        let found = walk(&[
            ("a.example", "v=spf1 include:b.example include:c.example -all"),
            ("b.example", "!dns.servfail"),
            ("c.example", "v=spf1 a -all"),
        ]);
        assert_eq!((found.unknown.as_deref(), found.lookups), (Some("!dns.servfail"), 3));
        assert!(walk(&[("a.example", "v=spf1 include:%{i}.b.example -all")]).macros);
    }

    #[test]
    fn names_that_do_not_depend_on_who_sends_are_followed() {
        let found = walk(&[
            ("a.example", "v=spf1 include:%{d1}.b.test a:%{d} mx exists:%{i}.x.example -all"),
            ("example.b.test", "v=spf1 a redirect=%{o}.c.test"),
            ("a.example.c.test", "v=spf1 mx:%{d2}.d.test -all"),
        ]);
        assert_eq!((found.macros, found.lookups, found.wrong), (false, 7, None));
        let asked: Vec<&str> = found.asked.iter().map(|(_, name)| name.as_str()).collect();
        assert_eq!(asked, ["a.example", "a.example", "example.b.test", "c.test.d.test"]);
    }

    proptest! {
        #[test]
        fn any_zone_is_walked_to_an_end(
            records in proptest::collection::vec(
                ("[abc]", "v=spf1( (a|mx|include:[abc][.]example|redirect=[abc][.]example|[-~]all)){0,8}"),
                0..8,
            ),
        ) {
            let named: Vec<_> =
                records.iter().map(|(name, record)| (format!("{name}.example"), record)).collect();
            let zone: Vec<_> = named.iter().map(|(name, record)| (&**name, &***record)).collect();
            walk(&zone);
        }
    }
}
