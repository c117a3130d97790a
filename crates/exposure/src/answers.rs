//! The DNS answers in a transcript, by name and type.

use arvak_probe::{Event, Transcript};

/// What a transcript says to one DNS question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer<'a> {
    /// The name exists; these are the data of the records of that type, perhaps none.
    Data(Vec<&'a str>),
    /// The name does not exist.
    NoName,
    /// It could not be told, for the reason with this code.
    Unknown(&'a str),
}

impl<'a> Answer<'a> {
    /// The code of what kept it from being told.
    pub(crate) fn unknown(&self) -> Option<&'a str> {
        match self {
            Self::Unknown(code) => Some(code),
            Self::Data(_) | Self::NoName => None,
        }
    }
}

/// The answers of one transcript.
#[derive(Clone, Copy)]
pub(crate) struct Answers<'a>(&'a Transcript);

impl<'a> Answers<'a> {
    /// Over the events of `transcript`.
    pub(crate) fn of(transcript: &'a Transcript) -> Self {
        Self(transcript)
    }

    /// What was answered to the question for `name` and `record_type`; the first answer counts.
    pub(crate) fn to(self, name: &str, record_type: &str) -> Answer<'a> {
        let Some((rcode, records)) = self.section(name, record_type) else {
            return Answer::Unknown(self.why_missing());
        };
        match (rcode, rcode_reason(rcode)) {
            (_, Some(code)) => Answer::Unknown(code),
            ("NXDOMAIN", _) => Answer::NoName,
            _ => Answer::Data(
                records.filter(|(kind, _)| *kind == record_type).map(|(_, data)| data).collect(),
            ),
        }
    }

    /// Whether the answer to that question carries a signature over its records.
    pub(crate) fn is_signed(self, name: &str, record_type: &str) -> bool {
        self.section(name, record_type).is_some_and(|(_, mut records)| {
            let covers = |data: &str| {
                data.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case(record_type))
            };
            records.any(|(kind, data)| kind == "RRSIG" && covers(data))
        })
    }

    /// Whether an answer says that the name is an alias of another.
    pub(crate) fn is_alias(self, name: &str) -> bool {
        self.0.events().any(|event| match event {
            Event::Resolved(seen) => {
                same_name(&seen.name, name) && !same_name(&seen.canonical, name)
            }
            _ => false,
        })
    }

    fn section(
        self,
        name: &str,
        record_type: &str,
    ) -> Option<(&'a str, impl Iterator<Item = (&'a str, &'a str)>)> {
        self.0.events().find_map(|event| match event {
            Event::Resolved(seen)
                if seen.record_type == record_type && same_name(&seen.name, name) =>
            {
                // What stands at the end of the aliases; the aliases themselves are no data.
                let at_end = seen.records.iter().filter(|r| same_name(&r.name, &seen.canonical));
                Some((&*seen.rcode, at_end.map(|r| (&*r.record_type, &*r.data))))
            }
            _ => None,
        })
    }

    /// The code of what kept the question from being answered.
    fn why_missing(self) -> &'a str {
        failure_code(self.0).unwrap_or("not_asked")
    }
}

/// The code of a response that tells nothing; `None` for one that does.
pub(crate) fn rcode_reason(rcode: &str) -> Option<&'static str> {
    match rcode {
        "NOERROR" | "NXDOMAIN" => None,
        "SERVFAIL" => Some("dns.servfail"),
        "REFUSED" => Some("dns.refused"),
        _ => Some("dns.rcode"),
    }
}

/// The code of the first refusal or failure in a transcript.
pub(crate) fn failure_code(transcript: &Transcript) -> Option<&str> {
    transcript.events().find_map(|event| match event {
        Event::Failed { code, .. } | Event::Refused { code, .. } => Some(&**code),
        _ => None,
    })
}

fn same_name(left: &str, right: &str) -> bool {
    left.trim_end_matches('.').eq_ignore_ascii_case(right.trim_end_matches('.'))
}
