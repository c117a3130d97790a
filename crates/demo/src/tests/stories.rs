//! Stories: they can be read, fit the catalogue, and claim no more than a document can say.

use std::collections::BTreeSet;

use arvak_core::{Basis, EntityId, Instant, Outcome, SourceFile, Span, inventory};

use super::files::refuters;
use crate::{Happening, STORIES, Story, history};

fn things(story: &Story) -> BTreeSet<EntityId> {
    let files: Vec<_> =
        story.inventory.iter().map(|(name, text)| SourceFile { name, text }).collect();
    let items = inventory::parse(&files, &BTreeSet::new()).unwrap();
    items.into_iter().map(|item| item.entity.id).collect()
}

#[test]
fn every_story_is_documents_about_its_own_things_each_with_its_source() {
    for story in STORIES {
        let things = things(story);
        let events = history(story.history).unwrap_or_else(|error| panic!("{error}"));
        let eve = format!("{}T00:00:00Z", story.eve).parse::<Instant>().unwrap();
        let on_the_eve = |day| story.from.plus(Span::from_days(day)) == eve;
        assert!(events.iter().any(|event| on_the_eve(event.day)));
        for event in events {
            assert!(things.contains(&event.by), "{}", event.by);
            let note = event.note.unwrap_or_default();
            assert!(note.ends_with("(Datatilsynet 2022)."), "{note}");
            let Happening::Evidence { kind, subject, basis, result, code, .. } = event.what else {
                panic!("{note}");
            };
            assert!(things.contains(&subject), "{subject}");
            assert_eq!(basis, Basis::Document, "{note}");
            match code {
                Some(code) => assert!(refuters(&kind).contains(code.as_str()), "{code} of {kind}"),
                None => assert_eq!(result, Outcome::Inconclusive, "{note}"),
            }
        }
    }
}

#[test]
fn day_zero_of_ostre_toten_is_the_monday_before_the_attack() {
    let story = Story::named("ostre-toten-2021").unwrap();
    assert_eq!(story.from.to_string(), "2021-01-04T00:00:00Z");
    assert_eq!(Story::named("nordvik").map(|story| story.name), None);
}
