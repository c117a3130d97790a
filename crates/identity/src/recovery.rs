//! Recovery codes: what somebody has written down for the day the telephone is gone. Each works once.

use arvak_core::EntityId;

use crate::{Result, Secret, SecretHash, base32};

/// How many are given at a time.
pub const RECOVERY_CODES: usize = 10;

/// New codes, to be shown once: 120 random bits each, as six groups of four, `ABCD-EFGH-…`.
pub fn recovery_codes() -> Result<Vec<Secret>> {
    (0..RECOVERY_CODES).map(|_| one()).collect()
}

fn one() -> Result<Secret> {
    let mut bytes = [0; 15];
    getrandom::fill(&mut bytes)?;
    let letters: Vec<char> = base32::encode(&bytes).chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(Secret::from_text(groups.join("-")))
}

/// What we keep of a code that `person` has, or showed. Case, spaces and hyphens do not matter. The person is part of
/// it, so that two rows tell nothing of each other.
pub fn recovery_hash(person: &EntityId, shown: &str) -> SecretHash {
    let plain =
        shown.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_uppercase());
    let plain: String = plain.collect();
    SecretHash::of(&format!("recovery\n{person}\n{plain}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_codes_are_given_and_no_two_are_the_same() {
        let codes = recovery_codes().unwrap();
        let texts: std::collections::BTreeSet<&str> = codes.iter().map(Secret::reveal).collect();
        assert_eq!(texts.len(), RECOVERY_CODES);
        assert!(texts.iter().all(|text| text.len() == 29), "{}", texts.len());
    }

    #[test]
    fn a_code_is_known_however_it_is_typed_but_only_as_its_owners() {
        let (kari, ola): (EntityId, EntityId) =
            ("person/kari".parse().unwrap(), "person/ola".parse().unwrap());
        let hash = recovery_hash(&kari, "ABCD-EFGH-2345-MNOP");
        assert_eq!(recovery_hash(&kari, " abcd efgh2345mnop"), hash);
        assert_ne!(recovery_hash(&ola, "ABCD-EFGH-2345-MNOP"), hash);
        assert_ne!(recovery_hash(&kari, "ABCD-EFGH-2345-MNOQ"), hash);
    }
}
