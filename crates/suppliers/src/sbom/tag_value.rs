//! SPDX as lines of tag and value (SPDX 2.3, annex of the tag-value form). `<text>` may go over several lines.

use arvak_core::Instant;

use super::mistake::{Place, Told};
use super::spdx::{VERSIONS, organisation};
use super::{
    Format, HASHES_MAX, PRODUCTS_MAX, PURL_CHARS_MAX, Product, Sbom, TEXT_CHARS_MAX, hash, is_purl,
};

/// What begins and ends a text of several lines.
const TEXT: (&str, &str) = ("<text>", "</text>");

pub(super) fn read(text: &str, told: &mut Told) -> Option<Sbom> {
    let mut reading = Reading::default();
    let mut open: Option<u32> = None;
    for (number, line) in (1_u32..).zip(text.lines()) {
        if told.is_full() {
            return None;
        }
        if open.is_some() {
            open = open.filter(|_| !line.contains(TEXT.1));
            continue;
        }
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Some((tag, value)) = line.split_once(':') else {
            told.tell(Place::Line(number, 1), "bad_line", line);
            continue;
        };
        let value = value.trim();
        if value.starts_with(TEXT.0) && !value.contains(TEXT.1) {
            open = Some(number);
        }
        reading.line(number, tag.trim(), value, told)?;
    }
    if let Some(number) = open {
        told.tell(Place::Line(number, 1), "bad_line", TEXT.0);
    }
    let Some(version) = reading.version else {
        told.tell(Place::File, "missing", "SPDXVersion");
        return None;
    };
    let Reading { made_at, products, .. } = reading;
    Some(Sbom { format: Format::SpdxTagValue, version, about: None, made_at, products })
}

#[derive(Default)]
struct Reading {
    version: Option<String>,
    made_at: Option<Instant>,
    products: Vec<Product>,
    /// Whether lines are about the last product, and not about a file or a relationship after it.
    is_package: bool,
}

impl Reading {
    /// One line. Nothing when there is no use in reading on.
    fn line(&mut self, number: u32, tag: &str, value: &str, told: &mut Told) -> Option<()> {
        let place = || Place::Line(number, 1);
        match tag {
            "SPDXVersion" if VERSIONS.contains(&value) => {
                self.version = Some(value.trim_start_matches("SPDX-").to_owned());
            }
            "SPDXVersion" => {
                told.tell(place(), "unknown_version", value);
                return None;
            }
            "PackageName" => {
                if self.products.len() >= PRODUCTS_MAX {
                    told.tell(place(), "too_many", "");
                    return None;
                }
                self.is_package = true;
                if value.is_empty() {
                    told.tell(place(), "missing", tag);
                }
                let name = short(value, place(), told);
                self.products.push(Product { name, ..Product::default() });
            }
            "Created" => {
                self.made_at = value.parse().ok();
                if self.made_at.is_none() {
                    told.tell(place(), "bad_time", value);
                }
            }
            // What follows is about something else.
            "FileName" | "SnippetSPDXID" | "LicenseID" => self.is_package = false,
            _ => {}
        }
        if !self.is_package {
            return Some(());
        }
        let product = self.products.last_mut()?;
        match tag {
            "PackageVersion" if !value.is_empty() => {
                product.version = Some(short(value, place(), told));
            }
            "PackageSupplier" => {
                product.supplier = organisation(&short(value, place(), told));
            }
            "PackageChecksum" => {
                let found = value.split_once(':').and_then(|(name, value)| hash(name, value));
                match found {
                    Some(_) if product.hashes.len() >= HASHES_MAX => {
                        told.tell(place(), "too_many", "");
                        return None;
                    }
                    Some(hash) => product.hashes.push(hash),
                    None => told.tell(place(), "bad_hash", value),
                }
            }
            "ExternalRef" => {
                let mut words = value.split_whitespace().skip(1);
                if words.next() == Some("purl") {
                    let purl = words.next().unwrap_or_default();
                    if !is_purl(purl) || purl.chars().count() > PURL_CHARS_MAX {
                        told.tell(place(), "bad_purl", purl);
                    } else if product.purl.is_none() {
                        product.purl = Some(purl.to_owned());
                    }
                }
            }
            _ => {}
        }
        Some(())
    }
}

fn short(value: &str, place: Place, told: &mut Told) -> String {
    if value.chars().count() > TEXT_CHARS_MAX {
        told.tell(place, "too_long", value);
    }
    value.chars().take(TEXT_CHARS_MAX).collect()
}
