//! The ways to log in that carry a password, or prove that one is known: `PLAIN` (RFC 4616), `LOGIN`, and
//! `CRAM-MD5` (RFC 2195).

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use md5::Md5;

use super::Way;

/// What a server sent along, as bytes. What is no base64 counts as nothing: some servers send words.
pub(super) fn challenge(text: &str) -> Vec<u8> {
    BASE64_STANDARD.decode(text.trim()).unwrap_or_default()
}

/// What is said at that step, as a line; nothing when the way has no such step.
pub(super) fn respond(
    way: Way,
    at: usize,
    challenge: &[u8],
    user: &str,
    password: &str,
) -> Option<String> {
    let bytes = match (way, at) {
        (Way::Plain, 0) => format!("\0{user}\0{password}").into_bytes(),
        (Way::Login, 0) => user.as_bytes().to_vec(),
        (Way::Login, 1) => password.as_bytes().to_vec(),
        (Way::CramMd5, 0) => cram_md5(challenge, user, password)?.into_bytes(),
        _ => return None,
    };
    Some(BASE64_STANDARD.encode(bytes))
}

fn cram_md5(challenge: &[u8], user: &str, password: &str) -> Option<String> {
    let mut mac = Hmac::<Md5>::new_from_slice(password.as_bytes()).ok()?;
    mac.update(challenge);
    let digest = mac.finalize().into_bytes();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Some(format!("{user} {hex}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cram_md5_answers_as_in_the_example_of_its_rfc() {
        let challenge = b"<1896.697170952@postoffice.reston.mci.net>";
        let answer = cram_md5(challenge, "tim", "tanstaaftanstaaf");
        assert_eq!(answer.as_deref(), Some("tim b913a602c7eda7a495b4e6e7334d3890"));
    }

    #[test]
    fn plain_has_one_step_and_login_two() {
        let said = |way, at| respond(way, at, b"", "tim", "pw").map(|line| challenge(&line));
        assert_eq!(said(Way::Plain, 0).as_deref(), Some(&b"\0tim\0pw"[..]));
        assert_eq!(said(Way::Plain, 1), None);
        assert_eq!(said(Way::Login, 0).as_deref(), Some(&b"tim"[..]));
        assert_eq!(said(Way::Login, 1).as_deref(), Some(&b"pw"[..]));
        assert_eq!(said(Way::Login, 2), None);
    }
}
