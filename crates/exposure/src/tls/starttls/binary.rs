//! Protocols that talk in bytes.

use super::Step;

/// An extended request for `1.3.6.1.4.1.1466.20037` with message id 1, in BER.
const LDAP_REQUEST: [u8; 31] = [
    0x30, 0x1d, 0x02, 0x01, 0x01, 0x77, 0x18, 0x80, 0x16, b'1', b'.', b'3', b'.', b'6', b'.', b'1',
    b'.', b'4', b'.', b'1', b'.', b'1', b'4', b'6', b'6', b'.', b'2', b'0', b'0', b'3', b'7',
];

/// Length 8 and the code 80877103.
const POSTGRES_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// Where a conversation in LDAP stands.
#[derive(Debug, Default)]
pub(super) struct Ldap {
    asked: bool,
}

impl Ldap {
    pub(super) fn step(&mut self, said: &mut Vec<u8>) -> Step {
        if !self.asked {
            self.asked = true;
            return Step::Send(LDAP_REQUEST.to_vec());
        }
        let Some((message, length)) = element(said) else {
            let is_other = said.first().is_some_and(|first| *first != 0x30);
            return if is_other { Step::Refused("starttls.not_the_protocol") } else { Step::Wait };
        };
        let granted = result_code(message) == Some(0);
        said.drain(..length);
        if granted { Step::Ready } else { Step::Refused("starttls.refused") }
    }
}

/// The content of a BER element at the front, and the length of all of it.
fn element(bytes: &[u8]) -> Option<(&[u8], usize)> {
    let &[_, first] = bytes.first_chunk::<2>()?;
    let (header, length) = if first < 0x80 {
        (2, usize::from(first))
    } else {
        let digits = bytes.get(2..2 + usize::from(first & 0x7f))?;
        let number = digits.iter().try_fold(0_usize, |sum, digit| {
            sum.checked_mul(256).and_then(|sum| sum.checked_add(usize::from(*digit)))
        })?;
        (2 + digits.len(), number)
    };
    let end = header.checked_add(length)?;
    Some((bytes.get(header..end)?, end))
}

/// In a message: its id, then an extended response that begins with the result.
fn result_code(message: &[u8]) -> Option<u8> {
    let (_, id_length) = element(message)?;
    let response = message.get(id_length..)?;
    let (result, _) = element(response).filter(|_| response.first() == Some(&0x78))?;
    let (code, _) = element(result).filter(|_| result.first() == Some(&0x0a))?;
    code.first().copied()
}

/// Where a conversation with PostgreSQL stands.
#[derive(Debug, Default)]
pub(super) struct Postgres {
    asked: bool,
}

impl Postgres {
    pub(super) fn step(&mut self, said: &mut Vec<u8>) -> Step {
        if !self.asked {
            self.asked = true;
            return Step::Send(POSTGRES_REQUEST.to_vec());
        }
        let Some(&answer) = said.first() else { return Step::Wait };
        said.remove(0);
        match answer {
            b'S' => Step::Ready,
            b'N' => Step::Refused("starttls.not_offered"),
            _ => Step::Refused("starttls.not_the_protocol"),
        }
    }
}
