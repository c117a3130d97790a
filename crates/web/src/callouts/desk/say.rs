//! A definition in words.

use arvak_core::EntityId;
use arvak_core::drill::Agreed;
use arvak_core::drill::callout::{Callout, Person};
use arvak_words::{Say, Words, date_and_time};

/// What was agreed on: who is called in which order, when at the earliest and at the latest, and on which ground. The planned moment is
/// never told. `role` says what a role is called.
pub fn agreed(
    definition: &Callout,
    role: &dyn Fn(&EntityId) -> String,
    words: &Words,
) -> Vec<String> {
    let rules = &definition.rules;
    let what = [
        ("id", Say::Text(definition.id.as_str())),
        ("within", Say::Owned(words.span(definition.within))),
        ("next", Say::Owned(words.span(definition.next_after))),
    ];
    let mut lines = vec![words.say("callout-what", &what)];
    let persons = (1..).zip(&definition.persons);
    lines.extend(persons.map(|(number, one)| person(number, one, role, words)));
    lines.push(words.say("drill-told", &[("told", Say::Owned(rules.told.join(", ")))]));
    lines.push(words.say("drill-agreed", &[("agreed", all(&rules.agreed))]));
    let window = [
        ("from", Say::Owned(date_and_time(words.lang(), rules.from))),
        ("to", Say::Owned(date_and_time(words.lang(), rules.to))),
    ];
    lines.push(words.say("drill-window", &window));
    lines.push(words.say("drill-stop", &[("stop", Say::Text(&rules.stop))]));
    lines.push(ground(definition, words));
    lines
}

/// Somebody on the list, and how they are called.
pub fn person(
    number: i64,
    person: &Person,
    role: &dyn Fn(&EntityId) -> String,
    words: &Words,
) -> String {
    let ways = person.ways.iter().map(|way| format!("{} {}", way.name(), way.to()));
    let said = [
        ("number", Say::Number(number)),
        ("role", Say::Owned(role(&person.role))),
        ("name", Say::Text(&person.name)),
        ("ways", Say::Owned(ways.collect::<Vec<_>>().join(", "))),
    ];
    words.say("callout-person", &said)
}

/// On which ground people's times are kept.
pub fn ground(definition: &Callout, words: &Words) -> String {
    let privacy = &definition.privacy;
    let said = [
        ("purpose", Say::Text(&privacy.purpose)),
        ("basis", Say::Text(&privacy.legal_basis)),
        ("retention", Say::Owned(words.span(privacy.retention))),
        ("discussed", all(&privacy.discussed)),
    ];
    words.say("callout-ground", &said)
}

fn all(agreed: &[Agreed]) -> Say<'static> {
    let all: Vec<_> = agreed.iter().map(|one| format!("{} ({})", one.who, one.on)).collect();
    Say::Owned(all.join(", "))
}
