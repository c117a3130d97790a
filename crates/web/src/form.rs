//! Forms: what was typed, what is wrong with it, and fields that keep both. Nothing that was typed is lost: a form that
//! is refused comes back with all of it, each mistake at its field and once more at the top.

use std::collections::BTreeMap;

use axum::extract::{Form, FromRequest, FromRequestParts, Query, Request};
use axum::http::request::Parts;
use maud::{Markup, html};

use crate::failure::Failure;
use crate::visit::Visit;

/// Most fields that are read of one form.
const FIELDS_MAX: usize = 5_000;

/// What was typed, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Typed(Vec<(String, String)>);

impl Typed {
    /// What was typed as those pairs of field and text. Signs that are not seen and could deceive whoever reads the text
    /// (control characters, turned writing direction) are left out.
    pub(crate) fn of(pairs: impl IntoIterator<Item = (String, String)>) -> Self {
        let pairs = pairs.into_iter().take(FIELDS_MAX);
        Self(pairs.map(|(name, text)| (name, seen(&text))).collect())
    }

    /// The text of a field, without blanks around it; empty when there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The same, or nothing when it is empty.
    pub(crate) fn some(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|text| !text.is_empty())
    }

    /// Every text of a field, such as of several ticked boxes.
    pub(crate) fn all<'t>(&'t self, name: &str) -> impl Iterator<Item = &'t str> {
        self.0.iter().filter(move |(known, _)| known == name).map(|(_, text)| text.trim())
    }

    /// Whether the form had that field at all.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// Everything, as pairs.
    #[cfg(test)]
    pub(crate) fn pairs(self) -> impl Iterator<Item = (String, String)> {
        self.0.into_iter()
    }

    /// The same with another text in a field.
    #[must_use]
    pub(crate) fn with(mut self, name: &str, text: impl Into<String>) -> Self {
        self.0.push((name.to_owned(), text.into()));
        self
    }
}

/// A text without signs that are not seen and could deceive whoever reads it.
pub(crate) fn seen(text: &str) -> String {
    text.chars().filter(|sign| !deceives(*sign)).collect()
}

/// Control characters but for tabs and ends of lines, and the signs that turn the direction of writing
/// (Unicode UAX 9: embeddings, overrides, isolates and marks).
fn deceives(sign: char) -> bool {
    (sign.is_control() && !matches!(sign, '\n' | '\r' | '\t'))
        || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

impl<S: Send + Sync> FromRequest<S> for Typed {
    type Rejection = Failure;

    async fn from_request(request: Request, state: &S) -> Result<Self, Failure> {
        let form = Form::<Vec<(String, String)>>::from_request(request, state).await;
        match form {
            Ok(Form(pairs)) => Ok(Self::of(pairs)),
            Err(refused) if refused.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE => {
                Err(Failure::TooLarge)
            }
            Err(_) => Err(Failure::Bad),
        }
    }
}

/// What an address asks for behind its `?`, read as a form is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Asked(pub(crate) Typed);

#[cfg(test)]
impl Asked {
    /// What an address with that behind its `?` asks for.
    pub(crate) fn of(query: &str) -> Self {
        let uri = format!("/?{query}").parse().unwrap();
        Self(Typed::of(Query::<Vec<(String, String)>>::try_from_uri(&uri).unwrap().0))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        Ok(Self(Typed::of(pairs.map_err(|_| Failure::Bad)?.0)))
    }
}

/// What is wrong, by the name of the field; an empty name stands for the whole form.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Mistakes(Vec<(String, String)>);

impl Mistakes {
    pub(crate) fn tell(&mut self, field: &str, sentence: impl Into<String>) {
        self.0.push((field.to_owned(), sentence.into()));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of it: the fields' names, and what is wrong.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(field, sentence)| (field.as_str(), sentence.as_str()))
    }

    /// What is wrong with a field.
    pub(crate) fn at(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == field).map(|(_, sentence)| sentence.as_str())
    }
}

/// A form on its way to the page: what stands in its fields, and what is wrong.
pub(crate) struct Fields<'a> {
    visit: &'a Visit,
    typed: &'a Typed,
    mistakes: &'a Mistakes,
    usual: BTreeMap<&'a str, String>,
}

impl<'a> Fields<'a> {
    pub(crate) fn new(visit: &'a Visit, typed: &'a Typed, mistakes: &'a Mistakes) -> Self {
        Self { visit, typed, mistakes, usual: BTreeMap::new() }
    }

    /// What stands in a field until something is typed.
    #[must_use]
    pub(crate) fn usual(mut self, name: &'a str, text: impl Into<String>) -> Self {
        self.usual.insert(name, text.into());
        self
    }

    /// What stands in the field.
    pub(crate) fn value(&self, name: &str) -> &str {
        if self.typed.has(name) {
            return self.typed.get(name);
        }
        self.usual.get(name).map_or("", String::as_str)
    }

    /// All mistakes, each leading to its field; nothing when there is none.
    pub(crate) fn summary(&self) -> Markup {
        if self.mistakes.is_empty() {
            return html! {};
        }
        html! {
            div class="ds-error-summary" tabindex="-1" autofocus aria-labelledby="form-mistakes" {
                h2 class="ds-heading" id="form-mistakes" { (self.visit.plain("first-run-form-mistakes")) }
                ul class="ds-list" {
                    @for (field, sentence) in &self.mistakes.0 {
                        li {
                            @if field.is_empty() { (sentence) }
                            @else { a class="ds-link" href={ "#" (id_of(field)) } { (sentence) } }
                        }
                    }
                }
            }
        }
    }

    /// Whether something is wrong with the field.
    pub(crate) fn is_wrong(&self, name: &str) -> bool {
        self.mistakes.at(name).is_some()
    }

    /// A line of text.
    pub(crate) fn line(&self, name: &str, label: &str, hint: Option<&str>) -> Markup {
        self.input("text", name, label, hint)
    }

    /// An input of a type of HTML: `text`, `email`, `date`, `number`, `search`.
    pub(crate) fn input(&self, kind: &str, name: &str, label: &str, hint: Option<&str>) -> Markup {
        let (id, wrong) = (id_of(name), self.mistakes.at(name));
        self.around(name, label, hint, &html! {
            input class="ds-input" type=(kind) id=(id) name=(name) value=(self.value(name))
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(&id, hint, wrong)];
        })
    }

    /// Several files to send; see [`Fields::file`].
    pub(crate) fn files(
        &self,
        name: &str,
        label: &str,
        hint: Option<&str>,
        accept: &str,
    ) -> Markup {
        let (id, wrong) = (id_of(name), self.mistakes.at(name));
        self.around(name, label, hint, &html! {
            input class="ds-input" type="file" multiple id=(id) name=(name) accept=(accept)
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(&id, hint, wrong)];
        })
    }

    /// A file to send. What was chosen before cannot be put in again: browsers do not allow it.
    pub(crate) fn file(&self, name: &str, label: &str, hint: Option<&str>, accept: &str) -> Markup {
        let (id, wrong) = (id_of(name), self.mistakes.at(name));
        self.around(name, label, hint, &html! {
            input class="ds-input" type="file" id=(id) name=(name) accept=(accept)
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(&id, hint, wrong)];
        })
    }

    /// Several lines of text.
    pub(crate) fn area(&self, name: &str, label: &str, hint: Option<&str>, rows: u8) -> Markup {
        let (id, wrong) = (id_of(name), self.mistakes.at(name));
        self.around(name, label, hint, &html! {
            textarea class="ds-input" id=(id) name=(name) rows=(rows)
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(&id, hint, wrong)]
                { (self.value(name)) }
        })
    }

    /// One of several, as a list that opens. Options are pairs of value and text.
    pub(crate) fn select(
        &self,
        name: &str,
        label: &str,
        hint: Option<&str>,
        options: &[(String, String)],
    ) -> Markup {
        let (id, wrong) = (id_of(name), self.mistakes.at(name));
        let chosen = self.value(name);
        self.around(name, label, hint, &html! {
            select class="ds-input" id=(id) name=(name)
                aria-invalid=[wrong.map(|_| "true")] aria-describedby=[described(&id, hint, wrong)] {
                @for (value, text) in options {
                    option value=(value) selected[value == chosen] { (text) }
                }
            }
        })
    }

    /// One of several, all of them in sight. Options are value, text, and what it means.
    pub(crate) fn radios(
        &self,
        name: &str,
        legend: &str,
        options: &[(String, String, Option<String>)],
    ) -> Markup {
        let wrong = self.mistakes.at(name);
        let chosen = self.value(name);
        html! {
            fieldset class="ds-fieldset" {
                legend class="ds-label" { (legend) }
                @for (index, (value, text, hint)) in options.iter().enumerate() {
                    @let id = if index == 0 { id_of(name) } else { format!("{}-{index}", id_of(name)) };
                    @let hint_id = hint.as_ref().map(|_| format!("{id}-hint"));
                    div class="ds-field" {
                        input class="ds-input" type="radio" id=(id) name=(name) value=(value)
                            checked[value == chosen] aria-describedby=[&hint_id];
                        label class="ds-label" data-weight="regular" for=(id) { (text) }
                        @if let (Some(hint), Some(hint_id)) = (hint, &hint_id) {
                            div data-field="description" id=(hint_id) { (hint) }
                        }
                    }
                }
                @if let Some(wrong) = wrong { p class="ds-validation-message" { (wrong) } }
            }
        }
    }

    fn around(&self, name: &str, label: &str, hint: Option<&str>, input: &Markup) -> Markup {
        let id = id_of(name);
        html! {
            div class="ds-field" {
                label class="ds-label" for=(id) { (label) }
                @if let Some(hint) = hint {
                    div data-field="description" id={ (id) "-hint" } { (hint) }
                }
                (input)
                @if let Some(wrong) = self.mistakes.at(name) {
                    p class="ds-validation-message" id={ (id) "-wrong" } { (wrong) }
                }
            }
        }
    }
}

/// A box to tick, by itself.
pub(crate) fn tick(name: &str, value: &str, text: &str, is_ticked: bool) -> Markup {
    let id = format!("{}-{}", id_of(name), id_of(value));
    html! {
        div class="ds-field" {
            input class="ds-input" type="checkbox" id=(id) name=(name) value=(value) checked[is_ticked];
            label class="ds-label" data-weight="regular" for=(id) { (text) }
        }
    }
}

/// The id of a field: its name, with nothing in it that an address cannot hold.
pub(crate) fn id_of(name: &str) -> String {
    let plain = |sign: char| if sign.is_ascii_alphanumeric() || sign == '_' { sign } else { '-' };
    format!("f-{}", name.chars().map(plain).collect::<String>())
}

/// The ids of what describes a field.
pub(crate) fn described(id: &str, hint: Option<&str>, wrong: Option<&str>) -> Option<String> {
    let hint = hint.map(|_| format!("{id}-hint"));
    let wrong = wrong.map(|_| format!("{id}-wrong"));
    let ids: Vec<String> = hint.into_iter().chain(wrong).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(pairs: &[(&str, &str)]) -> Typed {
        Typed::of(pairs.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())))
    }

    #[test]
    fn what_is_typed_is_kept_without_signs_that_deceive() {
        let typed = typed(&[("name", " A\u{202e}B\u{7}\n"), ("tick", "1"), ("tick", "2")]);
        assert_eq!(typed.get("name"), "AB");
        assert_eq!(typed.all("tick").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!((typed.some("none"), typed.has("name")), (None, true));
    }

    #[test]
    fn what_an_address_says_is_decoded_once() {
        let asked = Asked::of("sok=%253Cb%253E+%C3%A5&side=%00%E2%80%AE2");
        assert_eq!(asked.0.get("sok"), "%3Cb%3E å");
        assert_eq!(asked.0.get("side"), "2", "what deceives is looked for in what was decoded");
    }

    #[test]
    fn a_field_names_its_mistake_and_the_top_leads_to_it() {
        let mut mistakes = Mistakes::default();
        mistakes.tell("runs on", "wrong");
        assert_eq!(mistakes.at("runs on"), Some("wrong"));
        assert_eq!(id_of("runs on"), "f-runs-on");
        let ids = described("f-a", Some("hint"), Some("wrong"));
        assert_eq!(ids.as_deref(), Some("f-a-hint f-a-wrong"));
        assert_eq!(described("f-a", None, None), None);
    }
}
