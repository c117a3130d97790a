//! Names that a domain leads to: aliases, mail exchangers, name servers, services.

use std::collections::BTreeSet;

use arvak_probe::{DnsAnswer, Host};

/// Names below a domain that people and programs use without being told, and that are often aliases
/// to somebody else's service. The empty one is the domain itself.
pub(crate) const USUAL_LABELS: [&str; 11] = [
    "",
    "autodiscover",
    "enterpriseenrollment",
    "enterpriseregistration",
    "lyncdiscover",
    "mail",
    "mta-sts",
    "sip",
    "vpn",
    "webmail",
    "www",
];

/// Services that programs find by SRV records.
pub(crate) const USUAL_SERVICES: [&str; 4] =
    ["_autodiscover._tcp", "_sipfederationtls._tcp", "_sip._tls", "_submission._tcp"];

/// Most names that are followed from one domain.
pub(crate) const TARGETS_MAX: usize = 40;

/// Suffixes of services at which a name that nobody holds can be taken by anyone. Whoever takes it
/// answers for every alias that still leads there.
pub(crate) const TAKE_OVER_SUFFIXES: [&str; 24] = [
    "amazonaws.com",
    "azure-api.net",
    "azurecontainer.io",
    "azurecr.io",
    "azuredatalakestore.net",
    "azureedge.net",
    "azurefd.net",
    "azurehdinsight.net",
    "azurewebsites.net",
    "bitbucket.io",
    "blob.core.windows.net",
    "cloudapp.azure.com",
    "cloudapp.net",
    "database.windows.net",
    "elasticbeanstalk.com",
    "fly.dev",
    "ghost.io",
    "github.io",
    "herokuapp.com",
    "netlify.app",
    "pages.dev",
    "servicebus.windows.net",
    "surge.sh",
    "trafficmanager.net",
];

/// A name that a record of the domain leads to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Led {
    /// Where it leads.
    pub(crate) to: Host,
    /// The type of the record that leads there.
    pub(crate) by: &'static str,
    /// The owner of that record.
    pub(crate) from: String,
}

/// The name at `label` below a domain.
pub(crate) fn below(label: &str, domain: &str) -> String {
    if label.is_empty() { domain.to_owned() } else { format!("{label}.{domain}") }
}

/// The hosts that mail exchangers, name servers and services of these answers name, each once.
pub(crate) fn led_to<'a>(answers: impl Iterator<Item = &'a DnsAnswer>) -> Vec<Led> {
    let mut found = BTreeSet::new();
    for answer in answers.filter(|answer| answer.is_ok()) {
        let by = match answer.record_type.as_str() {
            "MX" => "MX",
            "NS" => "NS",
            "SRV" => "SRV",
            _ => continue,
        };
        for data in answer.data(by) {
            let last = data.rsplit(' ').next().unwrap_or_default();
            // A lone dot says that there is none (RFC 7505, RFC 2782).
            if let Ok(to) = last.parse::<Host>() {
                found.insert(Led { to, by, from: answer.name.clone() });
            }
        }
    }
    found.into_iter().take(TARGETS_MAX).collect()
}

/// Whether a name that is free there can be taken by anyone.
pub(crate) fn can_be_taken(name: &str) -> bool {
    TAKE_OVER_SUFFIXES
        .iter()
        .any(|suffix| name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suffixes_are_matched_by_labels() {
        assert!(can_be_taken("borte.azurewebsites.net") && can_be_taken("x.s3.amazonaws.com"));
        assert!(!can_be_taken("azurewebsites.net") && !can_be_taken("myazurewebsites.net"));
        assert!(TAKE_OVER_SUFFIXES.is_sorted() && USUAL_LABELS.is_sorted());
    }
}
