//! SPF records (RFC 7208): their syntax, and what they say of a sender that no mechanism names.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::spf_domain::is_domain_spec;

/// Which records a term asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asks {
    /// `a`: addresses.
    Addresses,
    /// `mx`: mail servers.
    Exchangers,
    /// `exists`: an address, whatever it is.
    Existence,
}

/// What the record says of a sender that no other mechanism matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// `-all`: reject.
    Fail,
    /// `~all`: suspicious.
    SoftFail,
    /// `?all`, or neither `all` nor `redirect`: nothing is said (RFC 7208 section 4.7).
    Neutral,
    /// `+all`: anyone may send.
    Pass,
    /// `redirect=`: another domain's record says it.
    Redirect,
}

/// A record that keeps to the grammar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Spf {
    /// What it says of everyone else.
    pub(crate) rest: Rest,
    /// The domain of `redirect=`, lower case, when [`Rest::Redirect`].
    pub(crate) redirect: Option<String>,
    /// The domains of `include:`, lower case, in order.
    pub(crate) includes: Vec<String>,
    /// What `a`, `mx` and `exists` ask for: the `domain-spec`, or nothing for the domain itself.
    pub(crate) asked: Vec<(Asks, Option<String>)>,
    /// Terms that make a receiver ask DNS, `include` and `redirect` among them (RFC 7208 section
    /// 4.6.4). What stands after `all` is never reached and does not count.
    pub(crate) lookups: usize,
}

/// Where a record breaks the grammar: the term, cut to a readable length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BadSpf(pub(crate) String);

/// Whether a TXT record claims to be an SPF record (RFC 7208 section 4.5).
pub(crate) fn is_spf(record: &str) -> bool {
    let version = record.split(' ').next().unwrap_or_default();
    version.eq_ignore_ascii_case("v=spf1")
}

/// Reads a record for which [`is_spf`] holds.
pub(crate) fn parse(record: &str) -> Result<Spf, BadSpf> {
    let mut all = None;
    let mut redirect = None;
    let mut exp = false;
    let (mut includes, mut asked, mut lookups) = (Vec::new(), Vec::new(), 0);
    for term in record.split(' ').skip(1).filter(|term| !term.is_empty()) {
        let bad = || BadSpf(term.chars().take(60).collect());
        match read_term(term).ok_or_else(bad)? {
            Term::All(rest) => all = all.or(Some(rest)),
            Term::Redirect(domain) if redirect.is_none() => redirect = Some(domain),
            Term::Exp if !exp => exp = true,
            Term::Redirect(_) | Term::Exp => return Err(bad()),
            Term::Include(_) | Term::Lookup | Term::Asks(..) | Term::Other if all.is_some() => {}
            Term::Include(domain) => {
                lookups += 1;
                includes.push(domain);
            }
            Term::Asks(what, domain) => {
                lookups += 1;
                asked.push((what, domain));
            }
            Term::Lookup => lookups += 1,
            Term::Other => {}
        }
    }
    let (rest, redirect) = match (all, redirect) {
        (Some(rest), _) => (rest, None),
        (None, Some(domain)) => (Rest::Redirect, Some(domain)),
        (None, None) => (Rest::Neutral, None),
    };
    lookups += usize::from(redirect.is_some());
    Ok(Spf { rest, redirect, includes, asked, lookups })
}

enum Term {
    All(Rest),
    Redirect(String),
    Exp,
    Include(String),
    /// `a`, `mx` or `exists`, with the domain that it names.
    Asks(Asks, Option<String>),
    /// Another mechanism that asks DNS.
    Lookup,
    Other,
}

fn read_term(term: &str) -> Option<Term> {
    // A modifier is a name followed by `=`; a mechanism never has `=` before `:` or `/`.
    let end_of_name = term.find(['=', ':', '/']).unwrap_or(term.len());
    let (name, rest) = term.split_at_checked(end_of_name)?;
    match rest.strip_prefix('=') {
        Some(value) => read_modifier(&name.to_ascii_lowercase(), value),
        None => read_mechanism(name, rest),
    }
}

fn read_modifier(name: &str, value: &str) -> Option<Term> {
    let starts_well = name.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic());
    let in_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    match name {
        "redirect" => is_domain_spec(value).then(|| Term::Redirect(value.to_ascii_lowercase())),
        "exp" => is_domain_spec(value).then_some(Term::Exp),
        _ => (starts_well
            && name.bytes().all(in_name)
            && value.bytes().all(|b| b.is_ascii_graphic()))
        .then_some(Term::Other),
    }
}

fn read_mechanism(name: &str, rest: &str) -> Option<Term> {
    let (outcome, name) = match name.split_at_checked(1) {
        Some(("+", name)) => (Rest::Pass, name),
        Some(("-", name)) => (Rest::Fail, name),
        Some(("~", name)) => (Rest::SoftFail, name),
        Some(("?", name)) => (Rest::Neutral, name),
        _ => (Rest::Pass, name),
    };
    let value = rest.strip_prefix(':');
    let (well_formed, term) = match name.to_ascii_lowercase().as_str() {
        "all" => (rest.is_empty(), Term::All(outcome)),
        "include" => (is_domain_spec(value?), Term::Include(value?.to_ascii_lowercase())),
        "exists" => {
            (is_domain_spec(value?), Term::Asks(Asks::Existence, Some(value?.to_ascii_lowercase())))
        }
        "a" => (is_domain_and_cidr(rest), Term::Asks(Asks::Addresses, domain_of(rest))),
        "mx" => (is_domain_and_cidr(rest), Term::Asks(Asks::Exchangers, domain_of(rest))),
        "ptr" => (rest.is_empty() || is_domain_spec(value?), Term::Lookup),
        "ip4" => (is_network::<Ipv4Addr>(value?, 32), Term::Other),
        "ip6" => (is_network::<Ipv6Addr>(value?, 128), Term::Other),
        _ => return None,
    };
    well_formed.then_some(term)
}

/// `[":" domain-spec] ["/" ip4-length] ["//" ip6-length]`; a macro may itself hold a slash, so the
/// lengths are taken off the end.
fn is_domain_and_cidr(rest: &str) -> bool {
    let (rest, four, six) = without_lengths(rest);
    six.is_none_or(|length| is_length(length, 128))
        && four.is_none_or(|length| is_length(length, 32))
        && (rest.is_empty() || rest.strip_prefix(':').is_some_and(is_domain_spec))
}

/// The domain that stands before the lengths, in lower case.
fn domain_of(rest: &str) -> Option<String> {
    without_lengths(rest).0.strip_prefix(':').map(str::to_ascii_lowercase)
}

fn without_lengths(rest: &str) -> (&str, Option<&str>, Option<&str>) {
    let (rest, six) = match rest.rsplit_once("//") {
        Some((before, length)) if is_number(length) => (before, Some(length)),
        _ => (rest, None),
    };
    let (rest, four) = match rest.rsplit_once('/') {
        Some((before, length)) if is_number(length) => (before, Some(length)),
        _ => (rest, None),
    };
    (rest, four, six)
}

fn is_network<A: std::str::FromStr>(text: &str, longest: u8) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    address.parse::<A>().is_ok() && length.is_none_or(|length| is_length(length, longest))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_length(text: &str, longest: u8) -> bool {
    let leading_zero = text.len() > 1 && text.starts_with('0');
    is_number(text) && !leading_zero && text.parse::<u8>().is_ok_and(|length| length <= longest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rest(record: &str) -> Rest {
        assert!(is_spf(record), "{record}");
        parse(record).unwrap().rest
    }

    #[test]
    fn the_all_mechanism_says_what_becomes_of_everyone_else() {
        assert_eq!(rest("v=spf1 mx -all"), Rest::Fail);
        assert_eq!(rest("v=spf1 ip4:192.0.2.0/24 ~ALL"), Rest::SoftFail);
        assert_eq!(rest("V=SPF1  a:mail.example.org//64  ?all "), Rest::Neutral);
        assert_eq!(rest("v=spf1 all"), Rest::Pass);
        assert_eq!(rest("v=spf1 +all -all"), Rest::Pass);
    }

    #[test]
    fn a_record_without_all_says_nothing_or_asks_another_domain() {
        assert_eq!(rest("v=spf1"), Rest::Neutral);
        assert_eq!(rest("v=spf1 include:example.org"), Rest::Neutral);
        let spf = parse("v=spf1 redirect=_spf.Example.org").unwrap();
        assert_eq!(spf.redirect.as_deref(), Some("_spf.example.org"));
        assert_eq!(rest("v=spf1 redirect=_spf.example.org -all"), Rest::Fail);
    }

    #[test]
    fn every_mechanism_of_the_standard_is_known() {
        let record = "v=spf1 a a/24 a//64 a:b.example/24//64 mx/30 mx:b.example ptr ptr:b.example \
                      ip4:192.0.2.1 ip6:2001:db8::/32 ip6:::1 exists:%{ir}.%{l1r+-}._s.%{d} \
                      include:b.example exp=why.%{d} x-own=any%{d} -all";
        assert_eq!(rest(record), Rest::Fail);
    }

    #[test]
    fn terms_that_ask_dns_are_counted_as_far_as_they_are_reached() {
        for (record, lookups, includes) in [
            ("v=spf1 ip4:192.0.2.1 ip6:::1 -all", 0, 0),
            ("v=spf1 a mx ptr exists:%{i}.x.example include:B.example -all", 5, 1),
            ("v=spf1 -all a mx include:b.example", 0, 0),
            ("v=spf1 a redirect=b.example", 2, 0),
            ("v=spf1 a redirect=b.example -all", 1, 0),
            ("v=spf1 exp=why.example x=y -all", 0, 0),
        ] {
            let spf = parse(record).unwrap();
            assert_eq!((spf.lookups, spf.includes.len()), (lookups, includes), "{record}");
        }
        assert_eq!(parse("v=spf1 include:B.example").unwrap().includes, ["b.example"]);
    }

    #[test]
    fn what_breaks_the_grammar_is_refused_with_the_term() {
        for term in [
            "include",
            "include:",
            "ip4:300.1.1.1",
            "ip4:192.0.2.0/33",
            "ip6:192.0.2.1",
            "a/024",
            "a//129",
            "alle",
            "all:x",
            "-",
            "foo",
            "exists:%{z}.example",
            "a:nodot",
            "redirect=",
            "=x",
            "mx:b.example/x",
            "1x=y",
        ] {
            let bad = parse(&format!("v=spf1 {term} -all"));
            assert_eq!(bad, Err(BadSpf(term.to_owned())), "{term}");
        }
        assert!(parse("v=spf1 redirect=a.example redirect=b.example").is_err());
        assert!(parse("v=spf1 exp=a.example exp=b.example").is_err());
    }

    #[test]
    fn only_the_exact_version_makes_an_spf_record() {
        assert!(!is_spf("v=spf10 -all"));
        assert!(!is_spf("v=spf1-all"));
        assert!(!is_spf(" v=spf1"));
        assert!(!is_spf("spf2.0/pra -all"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(record in "\\PC{0,200}") {
            let _ = parse(&record);
        }

        #[test]
        fn anything_that_looks_like_terms_is_read_without_a_panic(
            record in "v=spf1( [-+~?]?(a|mx|ip4|ip6|all|include|redirect|exp|x)([:=/][%{}a-z0-9.:/_-]{0,20})?){0,6}",
        ) {
            let _ = parse(&record);
        }
    }
}
