//! What each text and each object must be, and what must be there for it.

use std::borrow::Cow;

use super::Ids;
use super::facts::{Facts, Kind, What};
use super::fault::{Fault, FaultCode};
use super::forms;
use super::walk::Path;
use crate::names::{NS, RMF_NS};

/// What is kept of an object until it ends.
#[derive(Default)]
pub(super) struct Object<'de> {
    id: Option<Cow<'de, str>>,
    name: Option<Cow<'de, str>>,
    r#type: Option<Cow<'de, str>>,
    ns: Option<Cow<'de, str>>,
    value: Option<Cow<'de, str>>,
    collected: Option<Cow<'de, str>>,
    expires: Option<Cow<'de, str>>,
    subject_uuid: Option<Cow<'de, str>>,
    actor_uuid: Option<Cow<'de, str>>,
    target_id: Option<Cow<'de, str>>,
}

/// Words that a member may be, by the member and the one above it; nothing above means anywhere.
const VOCABULARIES: [(&str, &str, FaultCode, &[&str]); 9] = [
    ("methods", "", FaultCode::UnknownMethod, &["EXAMINE", "INTERVIEW", "TEST"]),
    ("reason", "status", FaultCode::UnknownReason, &["pass", "fail", "other"]),
    ("types", "observations", FaultCode::UnknownWord, &["control-objective", "finding"]),
    (
        "status",
        "risks",
        FaultCode::UnknownWord,
        &["open", "remediating", "deviation-approved", "closed"],
    ),
    ("type", "actors", FaultCode::UnknownWord, &["tool", "party"]),
    ("type", "subjects", FaultCode::UnknownWord, &["component"]),
    ("type", "target", FaultCode::UnknownWord, &["objective-id", "statement-id"]),
    ("type", "parties", FaultCode::UnknownWord, &["organization"]),
    ("unit", "at-frequency", FaultCode::UnknownWord, &["seconds", "minutes", "hours", "days"]),
];

/// A text that is a member or stands in a list.
pub(super) fn text<'de>(
    text: Cow<'de, str>,
    path: &Path<'_>,
    facts: &mut Facts<'_>,
    object: Option<&mut Object<'de>>,
) {
    let it = &*text;
    let mut members = path.members();
    let (member, above) = (members.next().unwrap_or_default(), members.next().unwrap_or_default());
    let mut fault = |fits: bool, code| {
        if !fits {
            facts.fault(&path.text(), code, it);
        }
    };
    match member {
        "uuid" => fault(forms::is_uuid(it), FaultCode::BadUuid),
        _ if member.ends_with("-uuid") || member.ends_with("-uuids") => {
            fault(forms::is_uuid(it), FaultCode::BadUuid);
        }
        "id" | "class" | "role-id" | "control-id" | "target-id" | "rel" => {
            fault(forms::is_token(it), FaultCode::BadToken);
        }
        "name" if above != "parties" => fault(forms::is_token(it), FaultCode::BadToken),
        "collected" | "expires" | "start" | "end" | "deadline" | "last-modified" | "published" => {
            fault(forms::time(it).is_some(), FaultCode::BadTime);
        }
        "title" => fault(forms::is_line(it), FaultCode::BadText),
        "value" | "version" | "oscal-version" | "name" => {
            fault(forms::is_string(it), FaultCode::BadText);
        }
        _ => fault(!it.trim().is_empty(), FaultCode::BadText),
    }
    vocabulary(it, (member, above), path, facts);
    refer(it, (member, above), path, facts);
    define(it, (member, above), path, facts);
    keep(text, member, object);
}

fn vocabulary(text: &str, (member, above): (&str, &str), path: &Path<'_>, facts: &mut Facts<'_>) {
    for (word, under, code, allowed) in VOCABULARIES {
        if member == word && (under.is_empty() || above == under) && !allowed.contains(&text) {
            facts.fault(&path.text(), code, text);
        }
    }
    if member == "state" && above == "status" {
        let (code, allowed): (_, &[&str]) = match path.members().nth(2) {
            Some("target") => (FaultCode::UnknownState, &["satisfied", "not-satisfied"]),
            _ => (FaultCode::UnknownWord, &["operational", "disposition", "other"]),
        };
        if !allowed.contains(&text) {
            facts.fault(&path.text(), code, text);
        }
    }
}

/// References that one text makes by itself.
fn refer(text: &str, (member, above): (&str, &str), path: &Path<'_>, facts: &mut Facts<'_>) {
    let what = match member {
        "observation-uuid" => What::Uuid("observations"),
        "risk-uuid" => What::Uuid("risks"),
        "activity-uuid" => What::Uuid("activities"),
        "task-uuid" => What::Uuid("tasks"),
        "component-uuid" => What::Uuid("components"),
        "party-uuid" | "party-uuids" => What::Uuid("parties"),
        // What these lead to depends on the type beside them.
        "subject-uuid" | "actor-uuid" => return,
        _ if member.ends_with("-uuid") || member.ends_with("-uuids") => What::Uuid(""),
        "role-id" => What::Role,
        "control-id" => What::Control,
        "objective-id" => What::Objective,
        "statement-ids" => What::Statement,
        "href" if text.starts_with('#') => What::Resource,
        "href" if forms::has_scheme(text) => return,
        "href" if above == "import-ap" => {
            facts.imports.push(text.to_owned());
            What::PlanFile
        }
        "href" => What::File,
        _ => return,
    };
    facts.refer(what, text.trim_start_matches('#'), path);
}

/// What a text gives a name to.
fn define(text: &str, (member, above): (&str, &str), path: &Path<'_>, facts: &mut Facts<'_>) {
    if member == "uuid" {
        if path.depth() == 2 {
            facts.uuid = Some(text.to_ascii_lowercase());
        }
        facts.define(text, above, path);
    }
    if member == "id" && above == "roles" {
        facts.roles.push(text.to_owned());
    }
}

/// What has to wait for the object's other members.
fn keep<'de>(text: Cow<'de, str>, member: &str, object: Option<&mut Object<'de>>) {
    let Some(object) = object else { return };
    let kept = match member {
        "id" => &mut object.id,
        "name" => &mut object.name,
        "type" => &mut object.r#type,
        "ns" => &mut object.ns,
        "value" => &mut object.value,
        "collected" => &mut object.collected,
        "expires" => &mut object.expires,
        "subject-uuid" => &mut object.subject_uuid,
        "actor-uuid" => &mut object.actor_uuid,
        "target-id" => &mut object.target_id,
        _ => return,
    };
    *kept = Some(text);
}

/// An object that has ended.
pub(super) fn object(object: &Object<'_>, path: &Path<'_>, facts: &mut Facts<'_>) {
    let time = |text: &Option<Cow<'_, str>>| text.as_deref().and_then(forms::time);
    if let (Some(collected), Some(expires)) = (time(&object.collected), time(&object.expires))
        && expires < collected
    {
        let seen = expires.to_string();
        facts.fault(&path.text(), FaultCode::ExpiresBeforeCollected, &seen);
    }
    let of_type = object.r#type.as_deref();
    if let Some(uuid) = &object.subject_uuid {
        let list = match of_type {
            Some("component") => "components",
            Some("party") => "parties",
            Some("resource") => "resources",
            _ => "",
        };
        facts.refer(What::Uuid(list), uuid, path);
    }
    if let Some(uuid) = &object.actor_uuid {
        let list = if of_type == Some("tool") { "components" } else { "parties" };
        facts.refer(What::Uuid(list), uuid, path);
    }
    if let Some(id) = &object.target_id {
        let statement = of_type == Some("statement-id");
        facts.refer(if statement { What::Statement } else { What::Objective }, id, path);
    }
    property(object, path, facts);
    if let (Some(Kind::Catalog), Some(id)) = (facts.kind, &object.id) {
        catalog_id(id, object.name.as_deref(), path, facts);
    }
}

/// A method that is named by a property; and name spaces that are neither OSCAL's nor ours.
fn property(object: &Object<'_>, path: &Path<'_>, facts: &mut Facts<'_>) {
    if path.member() != "props" {
        return;
    }
    let ns = object.ns.as_deref();
    if ns.is_some_and(|ns| ns != NS && ns != RMF_NS) {
        facts.fault(&path.text(), FaultCode::UnknownWord, ns.unwrap_or_default());
    }
    let is_method = object.name.as_deref() == Some("method") && ns != Some(NS);
    let value = object.value.as_deref().unwrap_or_default();
    if is_method && !["EXAMINE", "INTERVIEW", "TEST"].contains(&value) {
        facts.fault(&path.text(), FaultCode::UnknownMethod, value);
    }
}

fn catalog_id(id: &str, name: Option<&str>, path: &Path<'_>, facts: &mut Facts<'_>) {
    let list = path.member();
    if !matches!(list, "groups" | "controls" | "parts") {
        return;
    }
    if !facts.ids.all.insert(id.to_owned()) {
        facts.fault(&path.text(), FaultCode::DuplicateId, id);
    }
    match (list, name) {
        ("controls", _) => drop(facts.ids.controls.insert(id.to_owned())),
        ("parts", Some("assessment-objective")) => drop(facts.ids.objectives.insert(id.to_owned())),
        ("parts", Some("statement")) => drop(facts.ids.statements.insert(id.to_owned())),
        _ => {}
    }
}

/// Looks up what a document refers to, in itself and in what it imports.
pub(super) fn references(facts: &Facts<'_>, all: &[Facts<'_>], faults: &mut Vec<Fault>) {
    let imported =
        || all.iter().filter(|other| facts.imports.iter().any(|file| file == other.file));
    let reach = || std::iter::once(facts).chain(imported());
    for reference in &facts.references {
        let to = reference.to.as_str();
        let (found, code) = match reference.what {
            What::Uuid(list) => {
                let fits = |of: &String| list.is_empty() || of == list;
                (reach().any(|it| it.defined.get(to).is_some_and(fits)), FaultCode::DanglingUuid)
            }
            What::Resource => {
                let fits = |of: &String| of == "resources";
                (facts.defined.get(to).is_some_and(fits), FaultCode::DanglingUuid)
            }
            What::Role => (facts.roles.iter().any(|role| role == to), FaultCode::UnknownRole),
            What::File => (all.iter().any(|other| other.file == to), FaultCode::UnknownFile),
            What::PlanFile => {
                let fits = |other: &Facts<'_>| other.file == to && other.kind == Some(Kind::Plan);
                (all.iter().any(fits), FaultCode::UnknownFile)
            }
            // Looked up in the catalogs.
            What::Control | What::Objective | What::Statement => continue,
        };
        if !found {
            faults.push(Fault::new(facts.file, &reference.place, code, to));
        }
    }
    let twin = all
        .iter()
        .find(|other| other.file != facts.file && facts.uuid.is_some() && other.uuid == facts.uuid);
    if let Some(twin) = twin {
        faults.push(Fault::new(facts.file, "uuid", FaultCode::DuplicateUuid, twin.file));
    }
}

/// Catalogs that stand beside each other hold the same in several languages.
pub(super) fn same_ids(all: &[Facts<'_>], faults: &mut Vec<Fault>) {
    let mut catalogs = all.iter().filter(|facts| facts.kind == Some(Kind::Catalog));
    let Some(first) = catalogs.next() else { return };
    for other in catalogs {
        let differing = first.ids.all.symmetric_difference(&other.ids.all).next();
        if let Some(id) = differing {
            faults.push(Fault::new(other.file, "", FaultCode::IdsDiffer, id.clone()));
        }
    }
}

/// Holds what is said of controls against the first catalog.
pub(super) fn controls(all: &[Facts<'_>], faults: &mut Vec<Fault>) {
    let catalog = all.iter().find(|facts| facts.kind == Some(Kind::Catalog));
    let Some(Ids { controls, objectives, statements, .. }) = catalog.map(|facts| &facts.ids) else {
        return;
    };
    for facts in all {
        for reference in &facts.references {
            let known = match reference.what {
                What::Control => controls,
                What::Objective => objectives,
                What::Statement => statements,
                _ => continue,
            };
            if !known.contains(&reference.to) {
                let (code, to) = (FaultCode::UnknownControl, reference.to.as_str());
                faults.push(Fault::new(facts.file, &reference.place, code, to));
            }
        }
    }
}
