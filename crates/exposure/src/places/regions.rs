//! `catalogue/regions.toml`: in which country each region of the clouds stands.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

const TABLE: &str = include_str!("../../../../catalogue/regions.toml");

#[derive(Debug, Deserialize)]
struct Regions {
    provider: Vec<Provider>,
}

#[derive(Debug, Deserialize)]
struct Provider {
    id: String,
    countries: BTreeMap<String, Vec<String>>,
}

static REGIONS: LazyLock<Regions> = LazyLock::new(|| {
    // A test reads the table, so this never shows.
    toml::from_str(TABLE).unwrap_or(Regions { provider: Vec::new() })
});

/// The country that a region of that provider stands in; nothing for one that is not known.
pub(super) fn country(provider: &str, region: &str) -> Option<&'static str> {
    let known = REGIONS.provider.iter().find(|known| known.id == provider)?;
    let holds = |regions: &Vec<String>| regions.iter().any(|known| known == region);
    known.countries.iter().find(|(_, regions)| holds(regions)).map(|(code, _)| code.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_region_stands_in_one_country() {
        let read: Regions = toml::from_str(TABLE).unwrap();
        assert_eq!(read.provider.len(), 3);
        for provider in &read.provider {
            let mut seen = BTreeSet::new();
            for (code, regions) in &provider.countries {
                assert!(arvak_core::countries::is_code(code), "{code}");
                assert!(
                    regions.iter().all(|region| seen.insert(region)),
                    "{code} of {}",
                    provider.id
                );
            }
        }
        assert_eq!(country("azure", "norwaye"), Some("NO"));
        assert_eq!(country("aws", "norwaye"), None);
    }
}
