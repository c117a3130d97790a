//! The European Economic Area.

/// Members by their codes of ISO 3166-1: the 27 of the European Union, and Iceland, Liechtenstein and Norway (EEA agreement,
/// article 126).
const MEMBERS: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS",
    "IT", "LI", "LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Whether that is the code of a member, in capital letters.
pub fn is_in_eea(country: &str) -> bool {
    MEMBERS.binary_search(&country).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_sorted_codes_of_countries() {
        assert!(MEMBERS.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(MEMBERS.iter().all(|code| arvak_core::countries::is_code(code)));
        assert!(is_in_eea("NO") && !is_in_eea("GB") && !is_in_eea("CH") && !is_in_eea("no"));
    }
}
