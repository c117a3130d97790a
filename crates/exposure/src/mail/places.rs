//! Where the records of mail stand.

use super::{dkim, sts, tls_rpt};

/// A selector that nobody has: what stands there comes from a wildcard.
pub(crate) const NO_SELECTOR: &str = "arvak-no-such-selector";

/// The names of single records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Names {
    /// MTA-STS (RFC 8461).
    pub(crate) sts: String,
    /// Reports about TLS (RFC 8460).
    pub(crate) tls_rpt: String,
    /// The logo (draft-brand-indicators-for-message-identification).
    pub(crate) bimi: String,
}

impl Names {
    /// Those of a domain.
    pub(crate) fn of(domain: &str) -> Self {
        Self {
            sts: sts(domain),
            tls_rpt: format!("{}.{domain}", tls_rpt::LABEL),
            bimi: format!("default._bimi.{domain}"),
        }
    }
}

/// Where MTA-STS stands.
pub(crate) fn sts(domain: &str) -> String {
    format!("{}.{domain}", sts::RECORD_LABEL)
}

/// Below which the keys of DKIM stand.
pub(crate) fn dkim_base(domain: &str) -> String {
    format!("{}.{domain}", dkim::LABEL)
}

/// Where one key of DKIM stands.
pub(crate) fn dkim(domain: &str, selector: &str) -> String {
    format!("{}.{}", selector.to_ascii_lowercase(), dkim_base(domain))
}
