//! The table of products and the last day that each gets security updates.

use arvak_core::Instant;

use super::{Item, Kind};

const TABLE: &str = include_str!("../../../../catalogue/lifecycle.toml");

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A product that the table knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Product {
    pub(super) title: String,
    kind: Kind,
    names: Vec<String>,
    version: Option<String>,
    /// The first instant at which it gets none, in UTC.
    pub(super) ends: Instant,
    pub(super) last_day: String,
}

/// All products. A test reads the file; a record that cannot be read knows nothing.
pub(super) fn products() -> Vec<Product> {
    let table: toml::Table = TABLE.parse().unwrap_or_default();
    let records = table.get("product").and_then(toml::Value::as_array);
    records.into_iter().flatten().filter_map(product).collect()
}

fn product(record: &toml::Value) -> Option<Product> {
    let text = |name: &str| record.get(name).and_then(toml::Value::as_str);
    let last_day = text("ends")?.to_owned();
    let midnight: Instant = format!("{last_day}T00:00:00Z").parse().ok()?;
    let names = record.get("names")?.as_array()?;
    Some(Product {
        title: text("title")?.to_owned(),
        kind: if text("kind")? == "system" { Kind::System } else { Kind::Program },
        names: names.iter().filter_map(|name| Some(name.as_str()?.to_owned())).collect(),
        version: text("version").map(str::to_owned),
        ends: Instant::from_millis(midnight.as_millis().saturating_add(DAY)),
        last_day,
    })
}

impl Product {
    /// How much of an item's name and version this product accounts for; nothing when it is another product.
    fn fits(&self, item: &Item) -> Option<usize> {
        let system = item.kind == Kind::System;
        if system != (self.kind == Kind::System) {
            return None;
        }
        let name = item.name.to_lowercase();
        let longest =
            self.names.iter().filter(|known| begins(&name, known)).map(String::len).max()?;
        match &self.version {
            None => Some(longest),
            Some(version) => begins(&item.version, version).then_some(longest + version.len()),
        }
    }
}

/// Whether a text begins with another, at the end of a word or number.
fn begins(text: &str, beginning: &str) -> bool {
    text.strip_prefix(beginning)
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
}

/// The product that accounts for most of an item.
pub(super) fn find<'p>(products: &'p [Product], item: &Item) -> Option<&'p Product> {
    let fitting = products.iter().filter_map(|product| Some((product.fits(item)?, product)));
    fitting.max_by_key(|(length, _)| *length).map(|(_, product)| product)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_record_of_the_table_is_read_and_says_where_it_comes_from() {
        let table: toml::Table = TABLE.parse().unwrap();
        let records = table["product"].as_array().unwrap();
        assert_eq!(products().len(), records.len());
        let mut ids = BTreeSet::new();
        for record in records {
            let text = |name: &str| record[name].as_str().unwrap();
            assert!(ids.insert(text("id")), "{} stands twice", text("id"));
            assert!(!text("source").is_empty() && text("source_date").len() == 10);
            assert!(["read", "secondary", "memory", "own"].contains(&text("provenance")));
            assert!(["system", "program"].contains(&text("kind")));
            for name in record["names"].as_array().unwrap() {
                let name = name.as_str().unwrap();
                assert_eq!(name, name.to_lowercase());
            }
        }
    }

    #[test]
    fn the_closest_product_is_found() {
        let products = products();
        let title = |kind, name: &str, version: &str| {
            let item = Item { kind, name: name.to_owned(), version: version.to_owned() };
            find(&products, &item).map(|product| product.title.clone())
        };
        let system = |name, version| title(Kind::System, name, version);
        let is = |title: &str| Some(title.to_owned());
        assert_eq!(
            system("Microsoft Windows Server 2012 R2 Standard", "6.3.9600"),
            is("Windows Server 2012 R2")
        );
        assert_eq!(
            system("Microsoft Windows Server 2012 Standard", "6.2.9200"),
            is("Windows Server 2012")
        );
        assert_eq!(system("Microsoft Windows 10 Pro", "10.0.19045"), is("Windows 10"));
        assert_eq!(
            system("Microsoft Windows 10 Enterprise LTSC", "10.0.17763"),
            is("Windows 10 Enterprise LTSC 2019")
        );
        assert_eq!(system("Microsoft Windows 11 Pro", "10.0.26100"), None);
        assert_eq!(system("Ubuntu", "20.04.6 LTS (Focal Fossa)"), is("Ubuntu 20.04 LTS"));
        assert_eq!(system("Ubuntu", "23.10"), None);
        assert_eq!(system("Debian GNU/Linux", "12 (bookworm)"), is("Debian 12"));
        assert_eq!(system("Debian GNU/Linux", "120"), None);
        let program = |name, version| title(Kind::Program, name, version);
        assert_eq!(program("Microsoft SQL Server 2016 (64-bit)", "13.0"), is("SQL Server 2016"));
        assert_eq!(program("Microsoft Windows 10 Update Assistant", "1"), None, "no system");
        assert_eq!(program("PostgreSQL 13 ", "13.4"), is("PostgreSQL 13"));
        assert_eq!(program("7-Zip", "24.08"), None);
    }
}
