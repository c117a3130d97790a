//! What POP3 servers say (RFC 1939, RFC 2449): `+OK`, `-ERR`, and lists that end in a dot.

use tokio::io::{AsyncRead, AsyncWrite};

use super::lines::{LINES_MAX, Talk, Trouble};

/// An answer: whether it says yes, and its lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    /// `+OK`, as opposed to `-ERR`.
    pub(crate) is_good: bool,
    /// All lines, without the dot.
    pub(crate) lines: Vec<String>,
}

/// Says a command and hears the answer; `is_list` when a good one goes on until a dot.
pub(crate) async fn ask<S>(
    talk: &mut Talk<S>,
    command: &str,
    is_list: bool,
) -> Result<Answer, Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    talk.say(command).await?;
    let first = talk.line().await?;
    let is_good = first.starts_with("+OK");
    if !is_good && !first.starts_with("-ERR") {
        return Err(Trouble::Absurd("pop3.no_answer"));
    }
    let mut lines = vec![first];
    if is_good && is_list {
        list(talk, &mut lines).await?;
    }
    Ok(Answer { is_good, lines })
}

/// The lines up to a dot.
async fn list<S>(talk: &mut Talk<S>, lines: &mut Vec<String>) -> Result<(), Trouble>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    loop {
        let line = talk.line().await?;
        if line == "." {
            return Ok(());
        }
        if lines.len() == LINES_MAX {
            return Err(Trouble::Absurd("mail.too_many_lines"));
        }
        lines.push(line);
    }
}

/// The capabilities in a list, in capitals; `SASL` and each way of it apart.
pub(crate) fn words(lines: &[String]) -> Vec<String> {
    let mut words = Vec::new();
    for line in lines.iter().skip(1) {
        let line = line.trim().to_ascii_uppercase();
        match line.strip_prefix("SASL ") {
            Some(ways) => words.extend(ways.split_whitespace().map(|way| format!("SASL {way}"))),
            None => words.push(line),
        }
    }
    words.truncate(LINES_MAX);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capabilities_are_lines_and_ways_to_log_in_are_told_apart() {
        let lines = ["+OK", "UIDL", "stls", "SASL PLAIN LOGIN", "USER"];
        let words = words(&lines.map(str::to_owned));
        assert_eq!(words, ["UIDL", "STLS", "SASL PLAIN", "SASL LOGIN", "USER"]);
    }
}
