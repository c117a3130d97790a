//! Metadata: titles, versions, roles, the municipality. No person stands in it.

use std::collections::BTreeSet;

use arvak_core::{Digest, EntityId, Instant};
use arvak_words::Words;

use super::{Making, own};
use crate::model::{
    BackMatter, Hash, Link, Metadata, Party, Property, Resource, ResourceLink, Role, Text,
};
use crate::names::{MEDIA_TYPE, OSCAL_VERSION, catalog_file};
use crate::text;

/// The metadata that every document has.
pub(super) fn metadata(title: &str, modified: Instant, version: String) -> Metadata {
    Metadata {
        title: text::line(title, "–").into(),
        last_modified: text::moment(modified).0.into(),
        version: version.into(),
        oscal_version: Text::Borrowed(OSCAL_VERSION),
        ..Metadata::default()
    }
}

/// The language that a document's texts are in.
pub(super) fn language(words: &Words) -> Property {
    own("language", words.lang().tag())
}

/// Metadata of a plan or of results: of the instant that was judged at.
pub(super) fn of_assessment(making: &Making<'_>, title: &str, roles: &Roles) -> Metadata {
    let assessment = making.input.assessment;
    let at = text::moment(assessment.assessed_at).0;
    let mut props = vec![
        language(making.words()),
        own("edition", making.input.edition.name()),
        own("engine", text::value(&assessment.engine)),
    ];
    let simulated = making
        .input
        .state
        .genesis()
        .is_some_and(|genesis| genesis.clock == arvak_core::fact::ClockKind::Simulated);
    if simulated {
        props.push(own("clock", "simulated"));
    }
    Metadata {
        props,
        roles: roles.listed(making),
        parties: vec![municipality(making)],
        remarks: simulated
            .then(|| text::paragraph(&making.words().plain("status-simulated")).into()),
        ..metadata(title, assessment.assessed_at, at)
    }
}

/// The organisation that answers the letter, by name when the inventory has one that the readers may see.
fn municipality(making: &Making<'_>) -> Party {
    let mut known = making.input.state.entities_of("organisation");
    let only = known.next().filter(|_| known.next().is_none());
    let named = only.and_then(|one| (making.naming.name_of)(one.id()));
    let name = named.map(|name| text::value(&name));
    Party {
        uuid: making.uuids.municipality().into(),
        r#type: Text::Borrowed("organization"),
        name: name.unwrap_or_else(|| making.words().plain("oscal-municipality")).into(),
    }
}

/// The roles that a document names.
#[derive(Default)]
pub(super) struct Roles(BTreeSet<String>);

impl Roles {
    /// Names a role by its slug; gives the id by which the document refers to it.
    pub(super) fn named(&mut self, slug: &str) -> Text {
        let id = text::token(slug);
        self.0.insert(slug.to_owned());
        id.into()
    }

    /// Takes in those of another.
    pub(super) fn join(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// By the names that the inventory has for them, or the titles of the usual ones, or their ids.
    fn listed(&self, making: &Making<'_>) -> Vec<Role> {
        let role = |slug: &String| {
            let id = format!("role/{slug}").parse::<EntityId>();
            let title =
                id.map_or_else(|_| slug.clone(), |id| making.naming.thing(&id, making.words()));
            Role { id: text::token(slug).into(), title: text::line(&title, slug).into() }
        };
        self.0.iter().map(role).collect()
    }
}

/// The role in which somebody acts or acted, when it is a role.
pub(super) fn role_slug(id: &EntityId) -> Option<&str> {
    (id.kind() == "role").then(|| id.slug())
}

/// The resources of the plan, and links to them: the catalog that it goes by, the system that it is about.
pub(super) struct References {
    pub(super) links: Vec<Link>,
    pub(super) system: String,
    pub(super) back_matter: BackMatter,
}

/// What a plan refers to. `digest` is that of the catalog's bytes.
pub(super) fn references(making: &Making<'_>, digest: Option<Digest>) -> References {
    let words = making.words();
    let catalog = making.uuids.named("catalog", &[words.lang().tag()]);
    let system = making.uuids.named("system", &[]);
    let hash = |digest: Digest| Hash {
        algorithm: Text::Borrowed("SHA-256"),
        value: digest.to_string().into(),
    };
    let rlink = ResourceLink {
        href: Text::Borrowed(catalog_file(words.lang())),
        media_type: Some(Text::Borrowed(MEDIA_TYPE)),
        hashes: digest.map(hash).into_iter().collect(),
    };
    let resources = vec![
        Resource {
            uuid: catalog.clone().into(),
            title: Some(text::line(words.lang().of(&making.letter.title), "–").into()),
            description: Some(text::paragraph(&words.plain("oscal-catalog-reference")).into()),
            rlinks: vec![rlink],
            ..Resource::default()
        },
        Resource {
            uuid: system.clone().into(),
            title: Some(text::line(&words.plain("oscal-system"), "–").into()),
            description: Some(text::paragraph(&words.plain("oscal-system-description")).into()),
            ..Resource::default()
        },
    ];
    let link = Link {
        href: format!("#{catalog}").into(),
        rel: Some(Text::Borrowed("reference")),
        ..Link::default()
    };
    References { links: vec![link], system, back_matter: BackMatter { resources } }
}
