//! A letter as a catalog: points are groups, claims are controls.

use arvak_core::catalogue::guide::Guidance;
use arvak_core::catalogue::{Claim, Letter, Origin, Point};
use arvak_words::{Lang, Words};

use super::metadata::{language, metadata};
use super::objective::{methods, objective};
use super::{own, standard};
use crate::input::Input;
use crate::model::{Catalog, CatalogFile, Control, Group, Link, Metadata, Part, Property, Text};
use crate::names::{MEDIA_TYPE, NS, Uuids, catalog_file, control_id, group_id};
use crate::text::{line, paragraph, token, value};

/// The letter in one language. The ids are the same in each.
pub(super) fn catalog(input: &Input<'_>, letter: &Letter, words: &Words) -> CatalogFile {
    let tag = words.lang().tag();
    let digest = input.catalogue.digest.map(|digest| digest.to_string()).unwrap_or_default();
    let short = digest.get(..12).unwrap_or_default();
    let version = format!("{}+{short}", letter.origin.source_date);
    let others = Lang::ALL.into_iter().filter(|lang| *lang != words.lang());
    let mut props = vec![language(words), own("letter", letter.id.to_string())];
    if !digest.is_empty() {
        props.push(own("catalogue", digest.clone()));
    }
    props.extend(of_origin(&letter.origin));
    let title = words.lang().of(&letter.title);
    let metadata = Metadata {
        props,
        links: others.map(alternate).collect(),
        ..metadata(title, input.adopted_at, version.trim_end_matches('+').to_owned())
    };
    let making = Texts { input, words };
    let catalog = Catalog {
        uuid: Uuids::everywhere().named("catalog", &[letter.id.as_str(), tag]).into(),
        metadata,
        groups: letter.points.iter().map(|point| making.group(point)).collect(),
        back_matter: None,
    };
    CatalogFile { catalog }
}

fn alternate(lang: Lang) -> Link {
    Link {
        href: Text::Borrowed(catalog_file(lang)),
        rel: Some(Text::Borrowed("alternate")),
        media_type: Some(Text::Borrowed(MEDIA_TYPE)),
        text: Some(Text::Borrowed(lang.tag())),
    }
}

/// Where a record comes from.
fn of_origin(origin: &Origin) -> [Property; 3] {
    [
        own("source", value(&origin.source)),
        own("source-date", value(&origin.source_date)),
        own("provenance", origin.provenance.name()),
    ]
}

struct Texts<'a> {
    input: &'a Input<'a>,
    words: &'a Words,
}

impl Texts<'_> {
    fn group(&self, point: &Point) -> Group {
        Group {
            id: Some(group_id(&point.id).into()),
            class: Some(Text::Borrowed("point")),
            title: line(self.words.lang().of(&point.title), point.id.as_str()).into(),
            props: vec![standard("label", point.id.to_string())],
            controls: point.claims.iter().map(|claim| self.control(claim)).collect(),
            ..Group::default()
        }
    }

    fn control(&self, claim: &Claim) -> Control {
        let mut props =
            vec![standard("label", claim.id.to_string()), own("owner", claim.owner.to_string())];
        props.extend(of_origin(&claim.origin));
        props.extend(self.near(claim));
        let guidance = self.input.catalogue.guide.guidance.get(&claim.id);
        let mut parts = vec![self.statement(claim, guidance)];
        parts.extend(guidance.map(|guidance| self.guidance(claim, guidance)));
        parts.push(objective(claim, self.input.catalogue, self.words));
        parts.extend(methods(claim, self.input.catalogue, self.words));
        Control {
            id: control_id(&claim.id).into(),
            class: Some(Text::Borrowed("claim")),
            title: line(self.words.lang().of(&claim.title), claim.id.as_str()).into(),
            props,
            links: Vec::new(),
            parts,
        }
    }

    /// The measures of frameworks that a claim comes near.
    fn near(&self, claim: &Claim) -> Vec<Property> {
        let mut near = Vec::new();
        for framework in &self.input.catalogue.guide.frameworks {
            for measure in framework.measures_for(&claim.id) {
                let class = Some(token(framework.id.as_str()).into());
                near.push(Property { class, ..own("near", measure.to_string()) });
            }
        }
        near
    }

    fn statement(&self, claim: &Claim, guidance: Option<&Guidance>) -> Part {
        let asked = guidance.map_or(&claim.title, |guidance| &guidance.asked);
        Part {
            id: Some(format!("statement-{}", claim.id).into()),
            name: Text::Borrowed("statement"),
            prose: Some(paragraph(self.words.lang().of(asked)).into()),
            ..Part::default()
        }
    }

    fn guidance(&self, claim: &Claim, guidance: &Guidance) -> Part {
        let id = format!("guidance-{}", claim.id);
        let lang = self.words.lang();
        let texts = [
            ("counts", "COUNTS", &guidance.counts),
            ("refutes", "REFUTES", &guidance.refutes),
            ("first", "FIRST", &guidance.first),
        ];
        let part = |(name, end, text)| Part {
            id: Some(format!("{id}-{end}").into()),
            name: Text::Borrowed(name),
            ns: Some(Text::Borrowed(NS)),
            prose: Some(paragraph(lang.of(text)).into()),
            ..Part::default()
        };
        let parts = texts.into_iter().map(part).collect();
        Part {
            id: Some(id.clone().into()),
            name: Text::Borrowed("guidance"),
            prose: Some(paragraph(lang.of(&guidance.why)).into()),
            parts,
            ..Part::default()
        }
    }
}
