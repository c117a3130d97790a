//! Replies of SMTP servers (RFC 5321 section 4.2).

use tokio::io::{AsyncRead, AsyncWrite};

use super::lines::{LINES_MAX, Talk, Trouble};

/// A reply: a code, and lines as they came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// Three digits.
    pub(crate) code: u16,
    /// The lines, codes and all.
    pub(crate) lines: Vec<String>,
}

impl Reply {
    /// Whether it says yes.
    pub(crate) const fn is_good(&self) -> bool {
        self.code / 100 == 2
    }
}

/// One line of a reply: its code, and whether more follow.
pub(crate) fn read_line(line: &str) -> Option<(u16, bool)> {
    let (digits, rest) = line.split_at_checked(3)?;
    let code = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())??;
    let more = match rest.bytes().next() {
        None | Some(b' ') => false,
        Some(b'-') => true,
        Some(_) => return None,
    };
    (200..600).contains(&code).then_some((code, more))
}

/// The rest of a reply whose first line was heard already.
pub(crate) async fn rest_of<S>(talk: &mut Talk<S>, first: String) -> Result<Reply, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    const NO_REPLY: Trouble = Trouble::Absurd("smtp.no_reply");
    let (code, mut more) = read_line(&first).ok_or(NO_REPLY)?;
    let mut lines = vec![first];
    while more {
        if lines.len() == LINES_MAX {
            return Err(Trouble::Absurd("mail.too_many_lines"));
        }
        let line = talk.line().await?;
        let (same, goes_on) = read_line(&line).ok_or(NO_REPLY)?;
        if same != code {
            return Err(NO_REPLY);
        }
        more = goes_on;
        lines.push(line);
    }
    Ok(Reply { code, lines })
}

/// The next reply.
pub(crate) async fn reply<S>(talk: &mut Talk<S>) -> Result<Reply, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let first = talk.line().await?;
    rest_of(talk, first).await
}

/// The words of a reply to `EHLO`: one for each service, `AUTH` and each way of it apart.
pub(crate) fn words(lines: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    for line in lines.iter().skip(1).filter_map(|line| line.get(4..)) {
        // Old servers write `AUTH=LOGIN` besides, for clients that are older still.
        let line = line.trim().to_ascii_uppercase();
        match line.strip_prefix("AUTH").and_then(|rest| rest.strip_prefix([' ', '='])) {
            Some(ways) => words.extend(ways.split_whitespace().map(|way| format!("AUTH {way}"))),
            None => words.push(line),
        }
    }
    words.truncate(LINES_MAX);
    words
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_has_a_code_and_says_whether_more_follow() {
        assert_eq!(read_line("250-SIZE"), Some((250, true)));
        assert_eq!(read_line("250 OK"), Some((250, false)));
        assert_eq!(read_line("220"), Some((220, false)));
        for line in ["", "25", "2 0 x", "+OK", "* OK", "999 x", "100 x", "250_x", "åå0 x"] {
            assert_eq!(read_line(line), None, "{line}");
        }
    }

    #[test]
    fn ways_to_log_in_are_told_apart() {
        let lines = [
            "250-mail.nordvik.example",
            "250-STARTTLS",
            "250-auth plain LOGIN",
            "250-AUTH=LOGIN",
            "250 SIZE 1",
        ];
        let words = words(&lines.map(str::to_owned));
        assert_eq!(words, ["STARTTLS", "AUTH PLAIN", "AUTH LOGIN", "AUTH LOGIN", "SIZE 1"]);
    }

    proptest! {
        #[test]
        fn any_lines_are_read_without_a_panic(lines in proptest::collection::vec("\\PC{0,60}", 0..6)) {
            let _ = (lines.first().map(|line| read_line(line)), words(&lines));
        }
    }
}
