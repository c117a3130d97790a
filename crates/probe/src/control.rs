//! Proof of control: where it stands, and what it says. A TXT record is for the whole domain; a file on the domain's
//! own web server is for that server's name alone (as certificate authorities have it since ballot SC45 of the CA/Browser
//! Forum: whoever writes files on one host need not rule over those below it).

/// Where the file that proves control over a host stands, over https.
pub const CONTROL_PATH: &str = "/.well-known/arvak-control.txt";

/// What a TXT record or file that proves control says.
pub fn control_text(token: &str) -> String {
    format!("arvak-control={token}")
}

/// Where the TXT record that proves control over `domain` stands: `_arvak.<domain>`, holding
/// `arvak-control=<token>`.
pub fn control_record_name(domain: &str) -> String {
    format!("_arvak.{}", domain.trim_end_matches('.').to_ascii_lowercase())
}

/// Where the file stands that proves control over `host`, as an address.
pub fn control_file_address(host: &str) -> String {
    format!("https://{host}{CONTROL_PATH}")
}

/// Where a token that proves control over `domain` is mailed to (RFC 2142 section 5).
pub fn control_mailbox(domain: &str) -> String {
    format!("postmaster@{domain}")
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_record_stands_beside_the_domain() {
        assert_eq!(super::control_record_name("Nordvik.example."), "_arvak.nordvik.example");
        assert_eq!(super::control_text("ab12"), "arvak-control=ab12");
    }
}
