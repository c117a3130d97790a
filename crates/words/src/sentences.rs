//! Sentences by id, with arguments filled in.

use std::collections::BTreeMap;

use arvak_core::Span;
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

use crate::Lang;
use crate::terms::terms;

const NB: &[&str] = &[
    include_str!("../locales/nb/reasons.ftl"),
    include_str!("../locales/nb/mistakes.ftl"),
    include_str!("../locales/nb/refusals.ftl"),
    include_str!("../locales/nb/program.ftl"),
    include_str!("../locales/nb/letters.ftl"),
    include_str!("../locales/nb/guide.ftl"),
    include_str!("../locales/nb/reports.ftl"),
    include_str!("../locales/nb/request.ftl"),
    include_str!("../locales/nb/shared.ftl"),
    include_str!("../locales/nb/workbook.ftl"),
    include_str!("../locales/nb/configuration.ftl"),
    include_str!("../locales/nb/oscal.ftl"),
    include_str!("../locales/nb/pages.ftl"),
    include_str!("../locales/nb/rooms.ftl"),
    include_str!("../locales/nb/login.ftl"),
    include_str!("../locales/nb/first-run.ftl"),
    include_str!("../locales/nb/inventory-pages.ftl"),
    include_str!("../locales/nb/tasks-pages.ftl"),
    include_str!("../locales/nb/canary-guide.ftl"),
    include_str!("../locales/nb/two-factor-pages.ftl"),
    include_str!("../locales/nb/two-factor-recipes.ftl"),
    include_str!("../locales/nb/pictures.ftl"),
    include_str!("../locales/nb/products.ftl"),
    include_str!("../locales/nb/notices.ftl"),
    include_str!("../locales/nb/single-sign-on.ftl"),
    include_str!("../locales/nb/api.ftl"),
    include_str!("../locales/nb/internet.ftl"),
    include_str!("../locales/nb/two-factor.ftl"),
    include_str!("../locales/nb/canaries.ftl"),
    include_str!("../locales/nb/suppliers.ftl"),
    include_str!("../locales/nb/waves.ftl"),
    include_str!("../locales/nb/tenants.ftl"),
    include_str!("../locales/nb/drills.ftl"),
    include_str!("../locales/nb/callouts.ftl"),
    include_str!("../locales/nb/drills-pages.ftl"),
    include_str!("../locales/nb/acts.ftl"),
    include_str!("../locales/nb/recipes.ftl"),
];
const NN: &[&str] = &[
    include_str!("../locales/nn/reasons.ftl"),
    include_str!("../locales/nn/mistakes.ftl"),
    include_str!("../locales/nn/refusals.ftl"),
    include_str!("../locales/nn/program.ftl"),
    include_str!("../locales/nn/letters.ftl"),
    include_str!("../locales/nn/guide.ftl"),
    include_str!("../locales/nn/reports.ftl"),
    include_str!("../locales/nn/request.ftl"),
    include_str!("../locales/nn/shared.ftl"),
    include_str!("../locales/nn/workbook.ftl"),
    include_str!("../locales/nn/configuration.ftl"),
    include_str!("../locales/nn/oscal.ftl"),
    include_str!("../locales/nn/pages.ftl"),
    include_str!("../locales/nn/rooms.ftl"),
    include_str!("../locales/nn/login.ftl"),
    include_str!("../locales/nn/first-run.ftl"),
    include_str!("../locales/nn/inventory-pages.ftl"),
    include_str!("../locales/nn/tasks-pages.ftl"),
    include_str!("../locales/nn/canary-guide.ftl"),
    include_str!("../locales/nn/two-factor-pages.ftl"),
    include_str!("../locales/nn/two-factor-recipes.ftl"),
    include_str!("../locales/nn/pictures.ftl"),
    include_str!("../locales/nn/products.ftl"),
    include_str!("../locales/nn/notices.ftl"),
    include_str!("../locales/nn/single-sign-on.ftl"),
    include_str!("../locales/nn/api.ftl"),
    include_str!("../locales/nn/internet.ftl"),
    include_str!("../locales/nn/two-factor.ftl"),
    include_str!("../locales/nn/canaries.ftl"),
    include_str!("../locales/nn/suppliers.ftl"),
    include_str!("../locales/nn/waves.ftl"),
    include_str!("../locales/nn/tenants.ftl"),
    include_str!("../locales/nn/drills.ftl"),
    include_str!("../locales/nn/callouts.ftl"),
    include_str!("../locales/nn/drills-pages.ftl"),
    include_str!("../locales/nn/acts.ftl"),
    include_str!("../locales/nn/recipes.ftl"),
];
/// Mistakes in files say themselves in English (`arvak_core::mistake`).
const EN: &[&str] = &[
    include_str!("../locales/en/reasons.ftl"),
    include_str!("../locales/en/refusals.ftl"),
    include_str!("../locales/en/program.ftl"),
    include_str!("../locales/en/letters.ftl"),
    include_str!("../locales/en/guide.ftl"),
    include_str!("../locales/en/reports.ftl"),
    include_str!("../locales/en/request.ftl"),
    include_str!("../locales/en/shared.ftl"),
    include_str!("../locales/en/workbook.ftl"),
    include_str!("../locales/en/configuration.ftl"),
    include_str!("../locales/en/oscal.ftl"),
    include_str!("../locales/en/pages.ftl"),
    include_str!("../locales/en/rooms.ftl"),
    include_str!("../locales/en/login.ftl"),
    include_str!("../locales/en/first-run.ftl"),
    include_str!("../locales/en/inventory-pages.ftl"),
    include_str!("../locales/en/tasks-pages.ftl"),
    include_str!("../locales/en/canary-guide.ftl"),
    include_str!("../locales/en/two-factor-pages.ftl"),
    include_str!("../locales/en/two-factor-recipes.ftl"),
    include_str!("../locales/en/pictures.ftl"),
    include_str!("../locales/en/products.ftl"),
    include_str!("../locales/en/notices.ftl"),
    include_str!("../locales/en/single-sign-on.ftl"),
    include_str!("../locales/en/api.ftl"),
    include_str!("../locales/en/internet.ftl"),
    include_str!("../locales/en/two-factor.ftl"),
    include_str!("../locales/en/canaries.ftl"),
    include_str!("../locales/en/suppliers.ftl"),
    include_str!("../locales/en/waves.ftl"),
    include_str!("../locales/en/tenants.ftl"),
    include_str!("../locales/en/drills.ftl"),
    include_str!("../locales/en/callouts.ftl"),
    include_str!("../locales/en/drills-pages.ftl"),
    include_str!("../locales/en/acts.ftl"),
    include_str!("../locales/en/recipes.ftl"),
];

/// An argument of a sentence.
#[derive(Clone, Debug)]
pub enum Say<'a> {
    /// A text, put in as it is.
    Text(&'a str),
    /// A text that the caller built.
    Owned(String),
    /// A whole number; it also chooses between singular and plural.
    Number(i64),
}

/// All sentences in one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
    terms: BTreeMap<String, String>,
}

impl Words {
    /// The sentences in `lang`.
    pub fn new(lang: Lang) -> Self {
        let tag: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![tag]);
        // Marks around arguments help in mixed-direction text only, and show up in a terminal.
        bundle.set_use_isolating(false);
        let sources: &[&str] = match lang {
            Lang::Nb => NB,
            Lang::Nn => NN,
            Lang::En => EN,
        };
        for source in sources {
            // A file with a mistake still gives its other sentences; a test refuses the mistake.
            let resource =
                FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(part, _)| part);
            bundle.add_resource_overriding(resource);
        }
        Self { lang, bundle, terms: terms(lang) }
    }

    /// The language.
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// Whether there is a sentence or a term with that id.
    pub fn has(&self, id: &str) -> bool {
        self.bundle.has_message(id) || self.terms.contains_key(id)
    }

    /// The sentence or term (`group-code`) with that id; the id itself when there is none, so that a gap is seen and
    /// nothing is lost.
    pub fn say(&self, id: &str, args: &[(&str, Say<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(id).and_then(|message| message.value()) else {
            return self.terms.get(id).map_or(id, String::as_str).to_owned();
        };
        let mut fluent = FluentArgs::with_capacity(args.len());
        for (name, value) in args {
            let value = match value {
                Say::Text(text) => FluentValue::from(*text),
                Say::Owned(text) => FluentValue::from(text.as_str()),
                Say::Number(number) => FluentValue::from(*number),
            };
            fluent.set(*name, value);
        }
        let mut errors = Vec::new();
        self.bundle.format_pattern(pattern, Some(&fluent), &mut errors).into_owned()
    }

    /// A length of time in whole units: `7 dager`.
    pub fn span(&self, span: Span) -> String {
        let seconds = span.as_millis() / 1_000;
        let units = [("days", 86_400), ("hours", 3_600), ("minutes", 60), ("seconds", 1)];
        let whole = units.into_iter().find(|(_, length)| seconds != 0 && seconds % length == 0);
        let (unit, length) = whole.unwrap_or(("seconds", 1));
        self.say(&format!("span-{unit}"), &[("count", Say::Number(seconds / length))])
    }

    /// A sentence without arguments.
    pub fn plain(&self, id: &str) -> String {
        self.say(id, &[])
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(sources: &[&str]) -> BTreeSet<String> {
        let mut ids = BTreeSet::new();
        for source in sources {
            let resource =
                FluentResource::try_new((*source).to_owned()).expect("the file has a mistake");
            for line in resource.source().lines() {
                let Some((id, _)) = line.split_once(" =") else { continue };
                if !id.starts_with([' ', '#', '.', '*', '[']) && !id.is_empty() {
                    assert!(ids.insert(id.to_owned()), "{id} stands twice");
                }
            }
        }
        ids
    }

    #[test]
    fn every_sentence_is_there_in_every_language() {
        assert_eq!(ids(NB), ids(NN));
        let mut english = ids(NB);
        english.retain(|id| !id.starts_with("mistake-"));
        assert_eq!(english, ids(EN));
        assert!(english.len() > 50);
    }

    #[test]
    fn a_gap_is_seen() {
        assert_eq!(Words::new(Lang::Nb).plain("no-such-sentence"), "no-such-sentence");
    }
}
