//! The one term file, `catalogue/terms.toml`: what every code word is called; and the titles of roles.

use std::collections::BTreeMap;

use crate::Lang;

const TERMS: &str = include_str!("../../../catalogue/terms.toml");
const ROLES: &str = include_str!("../../../catalogue/roles.toml");

/// `group-code` → word, in `lang`. A group inside a group is written with a dot: `word.login-form`.
pub(crate) fn terms(lang: Lang) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    // A test reads the file; a program with a broken one shows codes instead of words.
    let table: toml::Table = TERMS.parse().unwrap_or_default();
    for (group, codes) in &table {
        collect(group, codes, lang, &mut found);
    }
    roles(lang, &mut found);
    found
}

/// `role-ict_lead` → its title.
fn roles(lang: Lang, found: &mut BTreeMap<String, String>) {
    let table: toml::Table = ROLES.parse().unwrap_or_default();
    for role in table.get("role").and_then(toml::Value::as_array).into_iter().flatten() {
        let id = role.get("id").and_then(toml::Value::as_str);
        let title = role.get("title").and_then(|title| title.get(lang.tag())?.as_str());
        if let Some((id, title)) = id.zip(title) {
            found.insert(format!("role-{id}"), title.to_owned());
        }
    }
}

fn collect(group: &str, codes: &toml::Value, lang: Lang, found: &mut BTreeMap<String, String>) {
    for (code, record) in codes.as_table().into_iter().flatten() {
        match record.get(lang.tag()).and_then(toml::Value::as_str) {
            Some(word) => {
                found.insert(format!("{group}-{code}"), word.to_owned());
            }
            None => collect(&format!("{group}.{code}"), record, lang, found),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_term_file_has_every_word_in_every_language() {
        let nb = terms(Lang::Nb);
        assert_eq!(nb.get("status-verified").map(String::as_str), Some("Bekreftet"));
        assert_eq!(nb.get("role-ict_lead").map(String::as_str), Some("IKT-leder"));
        assert!(nb.contains_key("word.login-form"));
        for lang in [Lang::Nn, Lang::En] {
            assert!(terms(lang).keys().eq(nb.keys()), "{}", lang.tag());
        }
    }
}
