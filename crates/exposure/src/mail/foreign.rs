//! One door to every parser of texts that others write: for tests with foreign bytes.

use super::{dkim, dmarc, policy_file, spf, sts, tls_rpt, tlsa};

/// What a text is, and how it reads: a line for each kind of record that it means to be.
///
/// It is pure, and the same text always reads the same.
pub fn read_record(text: &str) -> Vec<String> {
    let mut read = vec![
        format!("policy {:?}", sts::policy(text)),
        format!("tlsa {:?}", tlsa::read(text)),
        format!("answer {:?}", policy_file::read(text.as_bytes(), true)),
    ];
    if spf::is_spf(text) {
        read.push(format!("spf {:?}", spf::parse(text)));
    }
    if dmarc::is_dmarc(text) {
        read.push(format!("dmarc {:?}", dmarc::parse(text)));
    }
    if dkim::is_key(text) {
        read.push(format!("dkim {:?}", dkim::parse(text)));
    }
    if sts::is_record(text) {
        read.push(format!("sts {:?}", sts::id(text)));
    }
    if tls_rpt::is_record(text) {
        read.push(format!("tls_rpt {:?}", tls_rpt::parse(text)));
    }
    read
}
