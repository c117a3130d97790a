//! What IMAP servers say (RFC 9051): untagged lines, and the line with our tag that ends them.

use tokio::io::{AsyncRead, AsyncWrite};

use super::lines::{LINES_MAX, Talk, Trouble};

/// An answer: whether it says yes, and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// `OK`, as opposed to `NO` and `BAD`.
    pub(crate) is_good: bool,
    /// All lines, the tagged one last.
    pub(crate) lines: Vec<String>,
}

/// Says `tag command` and hears the answer.
pub(crate) async fn ask<S>(talk: &mut Talk<S>, tag: &str, command: &str) -> Result<Answer, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    talk.say(&format!("{tag} {command}")).await?;
    let mut lines = Vec::new();
    loop {
        let line = talk.line().await?;
        let tagged = line.strip_prefix(tag).and_then(|rest| rest.strip_prefix(' '));
        let is_good = tagged.map(|rest| rest.to_ascii_uppercase().starts_with("OK"));
        if tagged.is_none() && !line.starts_with("* ") {
            return Err(Trouble::Absurd("imap.no_answer"));
        }
        lines.push(line);
        if let Some(is_good) = is_good {
            return Ok(Answer { is_good, lines });
        }
        if lines.len() == LINES_MAX {
            return Err(Trouble::Absurd("mail.too_many_lines"));
        }
    }
}

/// The capabilities in the untagged lines, in capitals.
pub(crate) fn words(lines: &[String]) -> Vec<String> {
    let listed = lines.iter().filter_map(|line| {
        let (head, rest) = line.split_at_checked("* CAPABILITY ".len())?;
        head.eq_ignore_ascii_case("* CAPABILITY ").then_some(rest)
    });
    let words = listed.flat_map(str::split_whitespace).map(str::to_ascii_uppercase);
    words.take(LINES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_are_words() {
        let lines = ["* capability IMAP4rev1 StartTLS LOGINDISABLED AUTH=PLAIN", "* OK x", "a1 OK"];
        let words = words(&lines.map(str::to_owned));
        assert_eq!(words, ["IMAP4REV1", "STARTTLS", "LOGINDISABLED", "AUTH=PLAIN"]);
        assert!(super::words(&["* å".to_owned(), String::new()]).is_empty());
    }
}
