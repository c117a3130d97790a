//! Components: the things of the inventory, and the tools that look at them.

use std::collections::BTreeSet;

use arvak_core::{EntityId, Name};
use arvak_words::Say;

use super::{Making, own};
use crate::model::{
    AssessmentAssets, AssessmentPlatform, Component, ComponentStatus, Text, UsesComponent,
};
use crate::text::{line, paragraph};

/// What sort of component a kind of thing is: OSCAL's word where it has one, or else ours.
fn component_type(kind: &str) -> Text {
    match kind {
        "service" | "system" | "plan" => kind.to_owned().into(),
        "function" | "exercise" => Text::Borrowed("process-procedure"),
        other => other.to_owned().into(),
    }
}

/// A thing as a component.
pub(super) fn thing(making: &Making<'_>, id: &EntityId) -> Component {
    let words = making.words();
    let known = making.input.state.entity(id);
    let status = match known {
        Some(thing) if thing.is_retired() => state("disposition"),
        Some(_) => state("operational"),
        None => ComponentStatus {
            state: Text::Borrowed("other"),
            remarks: Some(paragraph(&words.plain("oscal-thing-unknown")).into()),
        },
    };
    let kind = format!("thing-{}", id.kind());
    let kind = if words.has(&kind) { words.plain(&kind) } else { id.kind().to_owned() };
    Component {
        uuid: making.uuids.thing(id).into(),
        r#type: component_type(id.kind()),
        title: line(&making.naming.thing(id, words), id.as_str()).into(),
        description: paragraph(&kind).into(),
        props: vec![own("thing", id.to_string())],
        status,
    }
}

const fn state(state: &'static str) -> ComponentStatus {
    ComponentStatus { state: Text::Borrowed(state), remarks: None }
}

/// The tools, and this program as what they run on.
pub(super) fn assets(making: &Making<'_>, tools: &BTreeSet<Name>) -> AssessmentAssets {
    let words = making.words();
    let tool = |method: &Name| Component {
        uuid: making.uuids.tool(method).into(),
        r#type: Text::Borrowed("software"),
        title: line(&words.say("oscal-tool", &[("method", Say::Text(method.as_str()))]), "–")
            .into(),
        description: paragraph(&words.plain("oscal-tool-description")).into(),
        props: vec![own("method", method.to_string())],
        status: state("operational"),
    };
    let uses = |method: &Name| UsesComponent { component_uuid: making.uuids.tool(method).into() };
    let platform = AssessmentPlatform {
        uuid: making.uuids.named("platform", &[]).into(),
        title: Some(Text::Borrowed("Årvåk")),
        props: Vec::new(),
        uses_components: tools.iter().map(uses).collect(),
    };
    AssessmentAssets {
        components: tools.iter().map(tool).collect(),
        assessment_platforms: vec![platform],
    }
}
