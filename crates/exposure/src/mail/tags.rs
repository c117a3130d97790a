//! Lists of tags, as DKIM, DMARC, MTA-STS and TLS reporting write them: `name=value` between semicolons
//! (RFC 6376 section 3.2).

/// Most tags of a record that are read.
const TAGS_MAX: usize = 40;

/// The tags of a record, in order; no name stands twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Tags<'a>(Vec<(&'a str, &'a str)>);

/// Why a text is no list of tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum BadTags {
    /// This part is not `name=value`.
    NoTag(String),
    /// This name stands twice.
    Twice(String),
    /// There are too many.
    TooMany,
}

impl<'a> Tags<'a> {
    /// Reads a record. Spaces around names and values do not count, and the last semicolon may be left
    /// out.
    pub(crate) fn read(record: &'a str) -> Result<Self, BadTags> {
        let mut tags: Vec<(&str, &str)> = Vec::new();
        for part in record.split(';').filter(|part| !part.trim().is_empty()) {
            let (name, value) = tag(part).ok_or_else(|| BadTags::NoTag(shown(part)))?;
            if tags.iter().any(|(known, _)| *known == name) {
                return Err(BadTags::Twice(shown(name)));
            }
            if tags.len() == TAGS_MAX {
                return Err(BadTags::TooMany);
            }
            tags.push((name, value));
        }
        Ok(Self(tags))
    }

    /// The value of that tag.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| *value)
    }

    /// The first tag: versions must stand there.
    pub(crate) fn first(&self) -> Option<(&'a str, &'a str)> {
        self.0.first().copied()
    }
}

/// `name=value`: the name a letter and then letters, digits and underscores.
pub(crate) fn tag(part: &str) -> Option<(&str, &str)> {
    let (name, value) = part.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    let inside = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let good = name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(inside);
    good.then_some((name, value))
}

fn shown(text: &str) -> String {
    text.trim().chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_and_values_are_read_without_the_spaces_around_them() {
        let tags = Tags::read("v=STSv1; id = 2026 11; p=a=b==;").unwrap();
        assert_eq!(tags.first(), Some(("v", "STSv1")));
        assert_eq!((tags.get("id"), tags.get("p")), (Some("2026 11"), Some("a=b==")));
        assert_eq!(tags.get("V"), None, "names are as they are written");
    }

    #[test]
    fn what_is_no_list_of_tags_is_refused_with_the_part() {
        assert_eq!(Tags::read("v=1; id"), Err(BadTags::NoTag("id".to_owned())));
        assert_eq!(Tags::read("1=v"), Err(BadTags::NoTag("1=v".to_owned())));
        assert_eq!(Tags::read("a=1;a=2"), Err(BadTags::Twice("a".to_owned())));
        let many: String = (b'a'..=b'z')
            .flat_map(|a| [a, b'=', b';', a, b'2', b'=', b';'])
            .map(char::from)
            .collect();
        assert_eq!(Tags::read(&many), Err(BadTags::TooMany));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,200}") {
            if let Ok(tags) = Tags::read(&text) {
                prop_assert!(tags.0.len() <= TAGS_MAX);
            }
        }
    }
}
