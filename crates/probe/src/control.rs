//! Proof of control over a domain.

/// Where the TXT record that proves control over `domain` stands: `_arvak.<domain>`, holding
/// `arvak-control=<token>`.
pub fn control_record_name(domain: &str) -> String {
    format!("_arvak.{}", domain.trim_end_matches('.').to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_record_stands_beside_the_domain() {
        assert_eq!(super::control_record_name("Nordvik.example."), "_arvak.nordvik.example");
    }
}
