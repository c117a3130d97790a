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

#[cfg(test)]
mod tests {
    use super::*;

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
