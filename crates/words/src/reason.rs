//! Reasons and next actions, said in a sentence.

use arvak_core::assess::{Action, Arg, Next, Reason};
use arvak_core::{Catalogue, EntityId, Name};

use crate::{Say, Words, date};

/// What a name refers to: the catalogue's texts, and what people call things.
pub struct Naming<'a> {
    /// The catalogue in force.
    pub catalogue: &'a Catalogue,
    /// What people call a thing; the id stands where this gives nothing.
    pub name_of: &'a dyn Fn(&EntityId) -> Option<String>,
}

impl Naming<'_> {
    /// What people call a thing: its own name, the title of a role, or its id.
    pub fn thing(&self, id: &EntityId, words: &Words) -> String {
        let title = || {
            let term = format!("{}-{}", id.kind(), id.slug());
            words.has(&term).then(|| words.plain(&term))
        };
        (self.name_of)(id).or_else(title).unwrap_or_else(|| id.to_string())
    }
}

impl Words {
    /// One reason, as a sentence without a full stop.
    pub fn reason(&self, reason: &Reason, naming: &Naming<'_>) -> String {
        let texts: Vec<(&str, String)> = reason
            .args
            .iter()
            .map(|(name, arg)| (name, self.argument(name, &arg, reason, naming)))
            .collect();
        let mut args: Vec<(&str, Say<'_>)> =
            texts.iter().map(|(name, text)| (*name, Say::Text(text))).collect();
        let about = reason.args.get("subject").map(|arg| match arg {
            Arg::Id(id) => naming.thing(&id, self),
            other => other.to_string(),
        });
        let about = about.map(|about| self.say("reason-about", &[("subject", Say::Owned(about))]));
        args.push(("about", Say::Owned(about.unwrap_or_default())));
        for (given, absent) in
            [("expires_at", "never"), ("collected_at", "never"), ("code", "code-none")]
        {
            if reason.args.get(given).is_none() {
                args.push((given, Say::Owned(self.plain(absent))));
            }
        }
        self.say(&format!("reason-{}", reason.code.name()), &args)
    }

    /// The next action, as an imperative sentence without a full stop.
    pub fn next(&self, next: &Next) -> String {
        let code = match &next.code {
            Action::Own(action) => action.name(),
            Action::OfKind(name) => name.as_str(),
        };
        self.plain(&format!("next-{code}"))
    }

    /// The title of an evidence kind.
    pub fn kind_title(&self, kind: &str, catalogue: &Catalogue) -> String {
        let found = kind.parse::<Name>().ok().and_then(|name| catalogue.kinds.get(&name));
        found.map_or_else(|| kind.to_owned(), |kind| self.lang().of(&kind.title).to_owned())
    }

    /// What a refuter's code means, or the code.
    pub fn code_title(&self, kind: Option<&str>, code: &str, catalogue: &Catalogue) -> String {
        let found = kind
            .and_then(|kind| kind.parse::<Name>().ok())
            .and_then(|kind| catalogue.kinds.get(&kind))
            .and_then(|kind| kind.refuters.iter().find(|refuter| refuter.id.as_str() == code));
        found.map_or_else(|| code.to_owned(), |refuter| self.lang().of(&refuter.title).to_owned())
    }

    fn argument(&self, name: &str, arg: &Arg, reason: &Reason, naming: &Naming<'_>) -> String {
        match (name, arg) {
            (_, Arg::Time(instant)) => date(self.lang(), *instant),
            (_, Arg::Id(id)) => naming.thing(id, self),
            ("basis" | "required", arg) => self.plain(&format!("basis-{arg}")),
            ("state" | "worse_than" | "beneath", arg) => self.plain(&format!("status-{arg}")),
            ("code", arg) => {
                let kind = reason.args.get("kind").map(|kind| kind.to_string());
                self.code_title(kind.as_deref(), &arg.to_string(), naming.catalogue)
            }
            ("kind", arg) => self.kind_or_thing(&arg.to_string(), naming.catalogue),
            ("relation", arg) => self.path(arg.to_string().split('.')),
            ("attribute", arg) => self.term("attribute", &arg.to_string()),
            (_, arg) => arg.to_string(),
        }
    }

    /// Relations that are followed one after the other, by their names.
    pub(crate) fn path<'p>(&self, relations: impl IntoIterator<Item = &'p str>) -> String {
        let names = relations.into_iter().map(|relation| self.term("relation", relation));
        names.collect::<Vec<_>>().join(" → ")
    }

    /// What people call one of our names: a relation, an attribute. The name itself where there is no word for it.
    pub(crate) fn term(&self, what: &str, name: &str) -> String {
        let id = format!("{what}-{name}");
        if self.has(&id) { self.plain(&id) } else { name.to_owned() }
    }

    /// `kind` is an evidence kind in most reasons, and a kind of thing or of a deadline in others.
    fn kind_or_thing(&self, kind: &str, catalogue: &Catalogue) -> String {
        let known = ["thing", "obligation"].map(|what| format!("{what}-{kind}"));
        match known.iter().find(|id| self.has(id)) {
            Some(id) => self.plain(id),
            None => self.kind_title(kind, catalogue),
        }
    }
}

#[cfg(test)]
mod tests {
    use arvak_core::assess::{OwnAction, ReasonCode};
    use arvak_core::{Basis, Status, vocabulary};

    use crate::{Lang, Words};

    #[test]
    fn relations_and_attributes_are_said_in_words() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            for row in vocabulary::RELATIONS {
                for name in [row.name, row.inverse] {
                    assert!(words.has(&format!("relation-{name}")), "{name}");
                }
            }
            let attributes = vocabulary::KINDS.iter().flat_map(|kind| kind.attributes);
            for row in attributes {
                assert!(words.has(&format!("attribute-{}", row.name)), "{}", row.name);
            }
        }
        let words = Words::new(Lang::Nb);
        assert_eq!(words.path(["plans", "exercised_by"]), "planer → øvd i");
        assert_eq!(words.path(["unknown"]), "unknown");
    }

    #[test]
    fn everything_that_core_can_say_has_words_in_every_language() {
        for lang in Lang::ALL {
            let words = Words::new(lang);
            let reasons = ReasonCode::ALL.iter().map(|code| format!("reason-{}", code.name()));
            let actions = OwnAction::ALL.iter().map(|code| format!("next-{}", code.name()));
            let states = Status::ALL.iter().map(|state| format!("status-{}", state.name()));
            let bases = Basis::ALL.iter().map(|basis| format!("basis-{}", basis.name()));
            for id in reasons.chain(actions).chain(states).chain(bases) {
                assert!(words.has(&id), "{id} is missing in {}", lang.tag());
            }
        }
    }
}
