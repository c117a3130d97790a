//! What each check of a probe means, why it matters and how it is mended, for people.
//!
//! The texts stand in `catalogue/checks/FAMILY.toml`; a probe knows ids alone.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::Lang;

/// A text in three languages.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InThree {
    nb: String,
    nn: String,
    en: String,
}

impl InThree {
    /// The text in that language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Nb => &self.nb,
            Lang::Nn => &self.nn,
            Lang::En => &self.en,
        }
    }
}

/// How a fault is mended in one product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mend {
    /// The product, such as `nginx`; nothing when it is the same everywhere.
    #[serde(default)]
    pub product: Option<String>,
    /// What to do.
    pub text: InThree,
    /// The lines to write, where there are such.
    #[serde(default)]
    pub lines: Option<String>,
}

/// A check in plain words.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CheckText {
    /// Its id, such as `http.hsts`.
    pub id: String,
    /// What is so when it passes, in one line.
    pub title: InThree,
    /// What is looked at, and what it means.
    pub means: InThree,
    /// Why it matters.
    pub why: InThree,
    /// How it is mended: one for each common product.
    #[serde(default)]
    pub mend: Vec<Mend>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    check: Vec<CheckText>,
}

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        [$(($name, include_str!(concat!("../../../catalogue/checks/", $name)))),+]
    };
}

const FILES: [(&str, &str); 9] = files![
    "dns.toml",
    "http.toml",
    "mail.toml",
    "mfa.toml",
    "ports.toml",
    "rpki.toml",
    "ssh.toml",
    "tenant.toml",
    "tls.toml",
];

static TEXTS: LazyLock<BTreeMap<String, CheckText>> = LazyLock::new(|| {
    // A test reads every file; one that is in the program can be read.
    let read = |(_, text): &(&str, &str)| toml::from_str::<File>(text).ok();
    let texts = FILES.iter().filter_map(read).flat_map(|file| file.check);
    texts.map(|text| (text.id.clone(), text)).collect()
});

/// The texts of a check; nothing for an id that has none.
pub fn check_text(id: &str) -> Option<&'static CheckText> {
    TEXTS.get(id)
}

/// Every check that has texts, by id.
pub fn check_texts() -> impl Iterator<Item = &'static CheckText> {
    TEXTS.values()
}

#[cfg(test)]
mod tests {
    use arvak_core::catalogue::lix_tenths;

    use super::*;

    /// As hard as the guidance of the letters may be (LIX 45.0).
    const LIX_TENTHS_MAX: u32 = 450;

    fn all() -> Vec<(&'static str, CheckText)> {
        let read = |(name, text): (&'static str, &str)| {
            let file: File = toml::from_str(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            file.check.into_iter().map(move |check| (name, check))
        };
        FILES.into_iter().flat_map(read).collect()
    }

    #[test]
    fn every_file_can_be_read_and_every_check_stands_once_in_order() {
        for (name, _) in FILES {
            let ids: Vec<_> = all().into_iter().filter(|(file, _)| *file == name).collect();
            assert!(ids.is_sorted_by(|(_, left), (_, right)| left.id < right.id), "{name}");
        }
        assert_eq!(all().len(), TEXTS.len());
    }

    #[test]
    fn every_text_is_said_in_three_languages_and_easy_to_read() {
        for (_, check) in all() {
            let mends = check.mend.iter().map(|mend| &mend.text);
            for text in [&check.title, &check.means, &check.why].into_iter().chain(mends) {
                for lang in Lang::ALL {
                    let said = text.get(lang);
                    assert!(!said.trim().is_empty() && said.trim() == said, "{}", check.id);
                }
            }
            for lang in Lang::ALL {
                let body = format!("{} {}", check.means.get(lang), check.why.get(lang));
                let lix = lix_tenths(&body).unwrap();
                assert!(lix <= LIX_TENTHS_MAX, "{} {lang:?}: LIX {lix}: {body}", check.id);
            }
        }
    }
}
