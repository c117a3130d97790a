//! The TLS prober against OpenSSL's own server and nginx, one fault or feature at a time.

mod dane;
mod hostile;
mod look;
mod nginx;
mod openssl;

#[test]
fn the_manual_describes_every_check_with_the_grade_that_it_has() {
    let manual = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/tls.md");
    let manual = std::fs::read_to_string(manual).unwrap();
    for check in arvak_exposure::tls::CHECKS {
        let grade = serde_json::to_value(check.grade).unwrap();
        let row = format!(
            "| `{}` | {} | {} | {}.",
            check.id,
            grade.as_str().unwrap(),
            check.reference,
            check.title
        );
        assert!(manual.contains(&row), "{row}");
    }
}
