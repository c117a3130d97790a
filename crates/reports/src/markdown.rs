//! The reply as Markdown (CommonMark): for archives, e-mail and case systems.

use std::fmt::Write as _;

use crate::{Claim, Mark, Reply, Shown};

/// The whole reply.
pub fn markdown(reply: &Reply) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}\n", text(&reply.title));
    for line in &reply.about {
        let _ = writeln!(out, "- {}", text(line));
    }
    let _ = writeln!(out, "\n{}", text(&reply.lead));
    for point in &reply.points {
        let _ = writeln!(out, "\n## {} {}\n", text(&point.id), text(&point.title));
        let _ = writeln!(out, "**{}** {}", mark(&point.state), text(&point.counts));
        for one in &point.claims {
            claim(&mut out, one);
        }
    }
    let _ =
        writeln!(out, "\n## {}\n\n{}\n", text(&reply.labels.checkpoint), text(&reply.how_to_check));
    for line in reply.checkpoint.lines() {
        let _ = writeln!(out, "    {line}");
    }
    out
}

fn claim(out: &mut String, claim: &Claim) {
    let state = match &claim.state {
        Shown::Here(state) => format!("**{}**", mark(state)),
        Shown::LeftOut(words) => format!("*{}*", text(words)),
    };
    let _ = writeln!(out, "\n### {} {}\n", text(&claim.id), text(&claim.title));
    let _ = writeln!(out, "{}", format!("{state} {}", text(&claim.counts)).trim_end());
    if !claim.sentences.is_empty() {
        let _ = writeln!(out);
    }
    for sentence in &claim.sentences {
        let _ = match sentence {
            Shown::Here(sentence) => writeln!(out, "- {}", text(sentence)),
            Shown::LeftOut(words) => writeln!(out, "- *{}*", text(words)),
        };
    }
    if let Some(next) = &claim.next {
        let _ = writeln!(out, "\n{}", text(next));
    }
}

fn mark(mark: &Mark) -> String {
    format!("{} {}", mark.sign, text(&mark.word))
}

/// A text that means nothing to Markdown: names and notes come from people.
fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (place, sign) in text.char_indices() {
        let at_front = text.get(..place).is_some_and(|before| before.trim_end().is_empty());
        let special = matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|')
            || (at_front && matches!(sign, '#' | '+' | '-' | '=' | '~'));
        match sign {
            '\n' | '\r' | '\t' => out.push(' '),
            sign if special => out.extend(['\\', sign]),
            sign => out.push(sign),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn what_people_wrote_is_shown_as_they_wrote_it() {
        assert_eq!(text("Lønn & fravær"), "Lønn \\& fravær");
        assert_eq!(text("# <b>[x](y)</b>"), "\\# \\<b\\>\\[x\\](y)\\</b\\>");
        assert_eq!(text("a\nb - c"), "a b - c");
    }
}
