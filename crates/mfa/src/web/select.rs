//! Elements of a page found by a CSS selector (W3C Selectors Level 4): types, ids, classes and attributes, below and right
//! below one another, and several with a comma. What a person writes down to name a control needs no more.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{StartTag, Token, Tokenizer};

/// Most bytes of a selector.
const SELECTOR_BYTES_MAX: usize = 500;

/// Most elements that stand open around one.
const DEPTH_MAX: usize = 300;

/// Most elements that are found.
const FOUND_MAX: usize = 100;

/// A selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector(Vec<Chain>);

/// Compounds from the element outwards; with each, whether it stands right around the one before.
type Chain = Vec<(bool, Compound)>;

#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Compound {
    tag: Option<String>,
    tests: Vec<Test>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Test {
    attribute: String,
    fits: Fits,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Fits {
    Any,
    Is(String),
    Word(String),
    Begins(String),
    Ends(String),
    Holds(String),
}

/// An element that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Element {
    /// The number of its start tag on the page.
    pub(crate) tag: usize,
    name: String,
    attributes: BTreeMap<String, String>,
}

impl Element {
    /// The element whose start tag has that number.
    pub(crate) fn at(html: &str, tag: usize) -> Option<Self> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let tags = Tokenizer::new_with_emitter(html, emitter).filter_map(|token| match token {
            Ok(Token::StartTag(found)) => Some(found),
            _ => None,
        });
        tags.skip(tag).map(|found| Self::of(&found, tag)).next()
    }

    fn of(found: &StartTag<()>, tag: usize) -> Self {
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let attributes = found.attributes.iter();
        let attributes = attributes.map(|(name, value)| (lossy(name), lossy(value))).collect();
        Self { tag, name: lossy(&found.name), attributes }
    }

    /// Its type.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The value of an attribute.
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

impl Selector {
    /// Reads a selector; what is wrong with it when it is none that can be read here.
    pub fn read(text: &str) -> Result<Self, &'static str> {
        if text.len() > SELECTOR_BYTES_MAX {
            return Err("the selector is too long");
        }
        let mut reader = Reader { rest: text.trim() };
        let mut chains = vec![reader.chain()?];
        while reader.takes(',') {
            reader.blanks();
            chains.push(reader.chain()?);
        }
        if reader.rest.is_empty() {
            Ok(Self(chains))
        } else {
            Err("this is no selector of types, ids, classes and attributes")
        }
    }

    /// How many elements of a page it selects: for whoever holds it against foreign bytes.
    pub fn count(&self, html: &str) -> usize {
        self.find(html).len()
    }

    /// The elements of a page that it selects, in order.
    pub(crate) fn find(&self, html: &str) -> Vec<Element> {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        let (mut open, mut found, mut count): (Vec<Element>, _, _) = (Vec::new(), Vec::new(), 0);
        for token in Tokenizer::new_with_emitter(html, emitter) {
            match token {
                Ok(Token::StartTag(tag)) => {
                    let element = Element::of(&tag, count);
                    count += 1;
                    if found.len() < FOUND_MAX && self.selects(&element, &open) {
                        found.push(element.clone());
                    }
                    if !tag.self_closing && !is_void(&element.name) && open.len() < DEPTH_MAX {
                        open.push(element);
                    }
                }
                Ok(Token::EndTag(tag)) => {
                    let name = String::from_utf8_lossy(&tag.name);
                    if let Some(at) = open.iter().rposition(|element| element.name == name) {
                        open.truncate(at);
                    }
                }
                _ => {}
            }
        }
        found
    }

    fn selects(&self, element: &Element, around: &[Element]) -> bool {
        self.0.iter().any(|chain| {
            let Some(((_, own), outer)) = chain.split_first() else { return false };
            own.fits(element) && fits_around(outer, around)
        })
    }
}

fn fits_around(outer: &[(bool, Compound)], around: &[Element]) -> bool {
    let Some(((is_right_around, compound), further)) = outer.split_first() else { return true };
    for (at, element) in around.iter().enumerate().rev() {
        let beyond = around.get(..at).unwrap_or_default();
        if compound.fits(element) && fits_around(further, beyond) {
            return true;
        }
        if *is_right_around {
            return false;
        }
    }
    false
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area" | "base" | "br" | "col" | "embed" | "hr" | "img" | "input" | "link" | "meta" | "wbr"
    )
}

impl Compound {
    fn fits(&self, element: &Element) -> bool {
        self.tag.as_ref().is_none_or(|tag| *tag == element.name)
            && self.tests.iter().all(|test| test.fits(element))
    }
}

impl Test {
    fn fits(&self, element: &Element) -> bool {
        let Some(value) = element.attributes.get(&self.attribute) else { return false };
        match &self.fits {
            Fits::Any => true,
            Fits::Is(wanted) => value == wanted,
            Fits::Word(wanted) => value.split_whitespace().any(|word| word == wanted),
            Fits::Begins(wanted) => !wanted.is_empty() && value.starts_with(wanted.as_str()),
            Fits::Ends(wanted) => !wanted.is_empty() && value.ends_with(wanted.as_str()),
            Fits::Holds(wanted) => !wanted.is_empty() && value.contains(wanted.as_str()),
        }
    }
}

/// What of a selector is still to be read.
struct Reader<'t> {
    rest: &'t str,
}

impl<'t> Reader<'t> {
    fn takes(&mut self, c: char) -> bool {
        let after = self.rest.strip_prefix(c);
        self.rest = after.unwrap_or(self.rest);
        after.is_some()
    }

    fn blanks(&mut self) -> bool {
        let trimmed = self.rest.trim_start();
        let is_any = trimmed.len() < self.rest.len();
        self.rest = trimmed;
        is_any
    }

    fn chain(&mut self) -> Result<Chain, &'static str> {
        // From the outermost inwards, as it is written; the joint belongs to what stands outside it.
        let mut chain = vec![(false, self.compound()?)];
        loop {
            let is_below = self.blanks();
            let is_right_below = self.takes('>');
            if is_right_below {
                self.blanks();
            }
            if !is_right_below && (!is_below || self.rest.is_empty() || self.rest.starts_with(','))
            {
                break;
            }
            if let Some((is_right_around, _)) = chain.last_mut() {
                *is_right_around = is_right_below;
            }
            chain.push((false, self.compound()?));
        }
        chain.reverse();
        Ok(chain)
    }

    fn compound(&mut self) -> Result<Compound, &'static str> {
        let mut compound = Compound::default();
        let mut is_any = self.takes('*');
        if !is_any && let Some(tag) = self.word() {
            (compound.tag, is_any) = (Some(tag.to_ascii_lowercase()), true);
        }
        loop {
            let test = if self.takes('#') {
                self.named("id", Fits::Is)?
            } else if self.takes('.') {
                self.named("class", Fits::Word)?
            } else if self.takes('[') {
                self.attribute()?
            } else {
                break;
            };
            compound.tests.push(test);
            is_any = true;
        }
        if is_any { Ok(compound) } else { Err("the selector names nothing") }
    }

    fn named(&mut self, attribute: &str, fits: fn(String) -> Fits) -> Result<Test, &'static str> {
        let word = self.word().ok_or("a name is missing in the selector")?;
        Ok(Test { attribute: attribute.to_owned(), fits: fits(word.to_owned()) })
    }

    fn attribute(&mut self) -> Result<Test, &'static str> {
        const OPEN: &str = "an attribute in the selector has no end";
        let attribute =
            self.word().ok_or("a name is missing in the selector")?.to_ascii_lowercase();
        if self.takes(']') {
            return Ok(Test { attribute, fits: Fits::Any });
        }
        let makes: fn(String) -> Fits = match self.rest.get(..1) {
            Some("^") => Fits::Begins,
            Some("$") => Fits::Ends,
            Some("*") => Fits::Holds,
            Some("~") => Fits::Word,
            _ => Fits::Is,
        };
        self.rest = self.rest.trim_start_matches(['^', '$', '*', '~']);
        if !self.takes('=') {
            return Err(OPEN);
        }
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let value = if let Some(quote) = quote {
            self.takes(quote);
            let (value, rest) = self.rest.split_once(quote).ok_or(OPEN)?;
            self.rest = rest;
            value
        } else {
            self.word().ok_or("a value is missing in the selector")?
        };
        if self.takes(']') {
            Ok(Test { attribute, fits: makes(value.to_owned()) })
        } else {
            Err(OPEN)
        }
    }

    fn word(&mut self) -> Option<&'t str> {
        let is_of_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let end = self.rest.find(|c| !is_of_word(c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        (!word.is_empty()).then_some(word)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PAGE: &str = "<div id=login class='box wide'><form name=f><p><input id=user_login name=log>\
        <input type=password name='user[pw]'></p><button class='button-primary big'>Logg inn</button></form></div>\
        <form><input name=q type=search><a href='?action=app'>App</a></form>";

    fn tags(selector: &str) -> Vec<usize> {
        let found = Selector::read(selector).unwrap().find(PAGE);
        found.into_iter().map(|element| element.tag).collect()
    }

    #[test]
    fn elements_are_found_as_a_browser_finds_them() {
        for (selector, wanted) in [
            ("#user_login", &[3][..]),
            ("input#user_login", &[3]),
            ("INPUT", &[3, 4, 7]),
            (".button-primary", &[5]),
            ("button.big.button-primary", &[5]),
            ("button.primary", &[]),
            ("[type=password]", &[4]),
            ("input[name='user[pw]']", &[4]),
            ("input[name^=\"user[\"]", &[4]),
            ("a[href*=action]", &[8]),
            ("a[href$=app]", &[8]),
            ("div input", &[3, 4]),
            ("#login > form button", &[5]),
            ("#login > button", &[]),
            ("form > input", &[7]),
            ("div.wide form[name] > p > input", &[3, 4]),
            ("button, a", &[5, 8]),
            ("[class~=wide]", &[0]),
            ("*[action]", &[]),
        ] {
            assert_eq!(tags(selector), wanted, "{selector}");
        }
    }

    #[test]
    fn what_is_no_selector_is_refused() {
        for text in [
            "", " ", "#", "a[", "a[b=", "a[b='c]", "a >", ", a", "a:hover", "a + b", "a,,b", "[=b]",
        ] {
            assert!(Selector::read(text).is_err(), "{text}");
        }
        assert!(Selector::read(&"a".repeat(501)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fall(selector in "[a-z#.\\[\\]='\"> ,*^$~-]{0,30}", page in ".{0,200}") {
            if let Ok(selector) = Selector::read(&selector) {
                selector.find(&page);
                selector.find(PAGE);
            }
        }
    }
}
