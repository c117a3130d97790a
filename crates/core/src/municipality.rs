//! The municipalities of Norway: number, name and county, from `catalogue/municipalities.csv`.
//!
//! The number is the key. A name is not: Herøy and Våler are each the name of two, in different counties.

use std::sync::LazyLock;

/// The table. © Kartverket, CC BY 4.0; the file says where it comes from.
const TABLE: &str = include_str!("../../../catalogue/municipalities.csv");

/// Most characters of a text that is searched for.
const SEARCH_CHARS_MAX: usize = 100;

/// A municipality, as it has been since 1 January 2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Municipality {
    /// Its number, four digits: `1103`.
    pub number: &'static str,
    /// Its Norwegian name.
    pub name: &'static str,
    /// Its full official name: Norwegian, Sámi and Kven names with ` - ` between them.
    pub name_official: &'static str,
    /// The number of its county, two digits.
    pub county_number: &'static str,
    /// Its county.
    pub county: &'static str,
}

impl Municipality {
    /// The domain that most municipalities have, made of the name by rule: `sor-varanger.kommune.no`. It is a
    /// proposal; nobody has looked whether it is theirs.
    pub fn usual_domain(&self) -> String {
        format!("{}.kommune.no", self.slug())
    }

    /// The name in lower-case ASCII, as ids are written: `naeroysund`.
    pub fn slug(&self) -> String {
        slug(self.name)
    }
}

/// A name in lower-case ASCII letters, digits and single hyphens: «Sør-Varanger kommune» → `sor-varanger-kommune`.
/// Empty when it holds nothing that can be written so.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for sign in name.to_lowercase().chars() {
        match plain(sign) {
            "" if sign.is_ascii_alphanumeric() => slug.push(sign),
            "" if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            letters => slug.push_str(letters),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// How a lower-case Norwegian, Sámi or Kven letter is written in ASCII; nothing for other signs.
const fn plain(sign: char) -> &'static str {
    match sign {
        'æ' | 'ä' => "ae",
        'ø' | 'ö' | 'ó' | 'ò' | 'ô' => "o",
        'å' | 'á' | 'à' | 'â' => "a",
        'č' => "c",
        'đ' => "d",
        'é' | 'è' | 'ê' => "e",
        'ï' | 'í' => "i",
        'ŋ' | 'ń' => "n",
        'š' => "s",
        'ŧ' => "t",
        'ü' => "u",
        'ž' => "z",
        _ => "",
    }
}

/// All of them, by number.
pub fn all() -> &'static [Municipality] {
    static ALL: LazyLock<Vec<Municipality>> = LazyLock::new(|| {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#')).skip(1);
        lines.filter_map(row).collect()
    });
    &ALL
}

fn row(line: &'static str) -> Option<Municipality> {
    let mut fields = line.split(',');
    let mut next = || fields.next();
    Some(Municipality {
        number: next()?,
        name: next()?,
        name_official: next()?,
        county_number: next()?,
        county: next()?,
    })
}

/// The one with that number.
pub fn by_number(number: &str) -> Option<Municipality> {
    all().iter().find(|one| one.number == number).copied()
}

/// Those whose number begins with the text, or whose name, in any of its languages, or county holds it, whatever
/// the case and the accents. What begins with the text comes first; all of them for an empty text.
pub fn search(text: &str) -> Vec<Municipality> {
    let wanted: String = text.trim().chars().take(SEARCH_CHARS_MAX).collect();
    let wanted = slug(&wanted);
    if wanted.is_empty() {
        return if text.trim().is_empty() { all().to_vec() } else { Vec::new() };
    }
    let mut found: Vec<(u8, Municipality)> =
        all().iter().filter_map(|one| Some((rank(one, &wanted)?, *one))).collect();
    found.sort_by_key(|(rank, one)| (*rank, one.slug(), one.number));
    found.into_iter().map(|(_, one)| one).collect()
}

/// How well it fits: 0 best.
fn rank(one: &Municipality, wanted: &str) -> Option<u8> {
    let names = one.name_official.split(" - ").chain([one.name]);
    let names: Vec<String> = names.map(slug).collect();
    if one.number == wanted || names.iter().any(|name| name == wanted) {
        Some(0)
    } else if one.number.starts_with(wanted) || names.iter().any(|name| name.starts_with(wanted)) {
        Some(1)
    } else if names.iter().any(|name| name.contains(wanted)) {
        Some(2)
    } else {
        slug(one.county).contains(wanted).then_some(3)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn numbers(text: &str) -> Vec<&'static str> {
        search(text).iter().map(|one| one.number).collect()
    }

    #[test]
    fn there_are_357_in_15_counties_and_each_number_is_one() {
        let numbers: BTreeSet<_> = all().iter().map(|one| one.number).collect();
        let counties: BTreeSet<_> = all().iter().map(|one| one.county).collect();
        assert_eq!((all().len(), numbers.len(), counties.len()), (357, 357, 15));
        for one in all() {
            assert_eq!(one.number.len(), 4, "{}", one.name);
            assert!(one.number.starts_with(one.county_number), "{}", one.name);
            assert!(!one.slug().is_empty() && one.usual_domain().is_ascii(), "{}", one.name);
        }
    }

    #[test]
    fn the_same_name_twice_is_told_apart_by_county() {
        let told = |name: &str| -> Vec<(&str, &str)> {
            let found = search(name);
            let same = found.iter().filter(|one| one.name == name);
            same.map(|one| (one.number, one.county)).collect()
        };
        assert_eq!(told("Herøy"), [("1515", "Møre og Romsdal"), ("1818", "Nordland")]);
        assert_eq!(told("Våler"), [("3114", "Østfold"), ("3419", "Innlandet")]);
    }

    #[test]
    fn case_and_accents_do_not_matter_and_numbers_names_and_counties_are_found() {
        assert_eq!(numbers("1103"), ["1103"]);
        assert_eq!(numbers("SOR-VARANGER"), ["5605"]);
        assert_eq!(numbers("sør varanger"), ["5605"]);
        assert_eq!(numbers("karasjohka"), ["5610"]);
        assert_eq!(numbers("Guovdageaidnu"), ["5612"]);
        assert!(numbers("finnmark").len() > 10);
        assert_eq!(numbers("hero"), ["1515", "1818"]);
        assert_eq!(
            search("os").first().map(|one| one.name),
            Some("Os"),
            "the whole name comes first"
        );
        assert_eq!(numbers("").len(), 357);
        assert!(numbers("§§§").is_empty() && numbers("atlantis").is_empty());
    }

    #[test]
    fn a_domain_is_proposed_in_ascii() {
        let domain = |number| by_number(number).unwrap().usual_domain();
        assert_eq!(domain("5605"), "sor-varanger.kommune.no");
        assert_eq!(domain("5060"), "naeroysund.kommune.no");
        assert_eq!(domain("5610"), "karasjok.kommune.no");
        assert_eq!(domain("3114"), "valer.kommune.no");
        assert_eq!(by_number("0000"), None);
    }

    #[test]
    fn a_name_becomes_plain_letters() {
        assert_eq!(slug("Kárášjohka – Karasjok"), "karasjohka-karasjok");
        assert_eq!(slug("Nærøysund kommune "), "naeroysund-kommune");
        assert_eq!(slug("«»"), "");
    }
}
