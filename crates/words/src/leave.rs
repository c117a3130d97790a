//! The text with which whoever runs a service gives leave to look at it.

use crate::Lang;

/// Stands in a text for what is not known yet.
const BLANK: &str = "______________________________";

/// What a leave is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeaveTo {
    /// To look from outside, without any password.
    Look,
    /// To log in with a canary.
    LogIn,
}

/// The leave in that language: the hosts and ranges that it names, and its last day, each blank where nothing is said.
pub fn leave_text(
    lang: Lang,
    to: LeaveTo,
    names: &[String],
    ranges: &[String],
    until: Option<&str>,
) -> String {
    let text = match (to, lang) {
        (LeaveTo::Look, Lang::Nb) => include_str!("../texts/leave-nb.md"),
        (LeaveTo::Look, Lang::Nn) => include_str!("../texts/leave-nn.md"),
        (LeaveTo::Look, Lang::En) => include_str!("../texts/leave-en.md"),
        (LeaveTo::LogIn, Lang::Nb) => include_str!("../texts/leave-canary-nb.md"),
        (LeaveTo::LogIn, Lang::Nn) => include_str!("../texts/leave-canary-nn.md"),
        (LeaveTo::LogIn, Lang::En) => include_str!("../texts/leave-canary-en.md"),
    };
    let list = |all: &[String]| {
        let lines = all.iter().map(String::as_str);
        let lines: Vec<_> = if all.is_empty() { vec![BLANK] } else { lines.collect() };
        lines.iter().map(|line| format!("- {line}")).collect::<Vec<_>>().join("\n")
    };
    text.trim_end()
        .replace("{names}", &list(names))
        .replace("{ranges}", &list(ranges))
        .replace("{until}", until.unwrap_or(BLANK))
        .replace("{blank}", BLANK)
}

/// The leave for a drill's act in that language: the act, what it is done towards, where the mark stands, how many times and its last day; the
/// last two are blank where nothing is said.
pub fn drill_leave_text(
    lang: Lang,
    (act, towards, place): (&str, &str, &str),
    times: Option<u32>,
    until: Option<&str>,
) -> String {
    let text = match lang {
        Lang::Nb => include_str!("../texts/leave-drill-nb.md"),
        Lang::Nn => include_str!("../texts/leave-drill-nn.md"),
        Lang::En => include_str!("../texts/leave-drill-en.md"),
    };
    let times = times.map_or_else(|| BLANK.to_owned(), |times| times.to_string());
    text.trim_end()
        .replace("{act}", act)
        .replace("{towards}", towards)
        .replace("{place}", place)
        .replace("{times}", &times)
        .replace("{until}", until.unwrap_or(BLANK))
        .replace("{blank}", BLANK)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leave_for_a_drill_names_the_act_the_thing_and_the_number() {
        for lang in Lang::ALL {
            let what = ("log-in", "ssh://agn@fs01.example:22", "the account");
            let text = drill_leave_text(lang, what, Some(6), None);
            assert!(text.contains("- ssh://agn@fs01.example:22") && text.contains(": 6"), "{text}");
            assert!(text.contains(BLANK) && !text.contains('{'), "{text}");
        }
    }

    #[test]
    fn what_is_known_is_filled_in_and_the_rest_is_blank() {
        let both = |lang| [(lang, LeaveTo::Look), (lang, LeaveTo::LogIn)];
        for (lang, to) in Lang::ALL.into_iter().flat_map(both) {
            let names = ["sak.example".to_owned(), "post.example".to_owned()];
            let text = leave_text(lang, to, &names, &[], Some("2027-06-01"));
            assert!(text.contains("- sak.example\n- post.example"), "{text}");
            assert!(text.contains("2027-06-01") && text.contains(BLANK), "{text}");
            assert!(!text.contains('{') && !text.contains('}'), "{text}");
        }
    }
}
