//! One policy, read.

use std::collections::BTreeSet;

use arvak_core::Instant;

use super::clause::{Apps, Clients, Demand, Users};
use crate::Place;
use crate::json::{Object, is_blank};
use crate::mistake::{Mistake, Told};

/// Whether a policy does anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    InForce,
    ReportOnly,
    Off,
}

/// What keeps a policy from applying everywhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Narrowing {
    /// Some networks are let off.
    Place,
    /// Any other condition, by its name in the export: also one that this program does not know.
    Other(String),
}

#[derive(Clone, Debug)]
pub(super) struct Policy {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) state: State,
    pub(super) users: Users,
    pub(super) apps: Apps,
    pub(super) clients: Clients,
    pub(super) narrowed: BTreeSet<Narrowing>,
    pub(super) demand: Demand,
    pub(super) wants_device: bool,
    pub(super) changed_at: Option<Instant>,
}

impl Policy {
    pub(super) fn read(object: Object<'_>, number: usize, told: &mut Told) -> Option<Self> {
        let name = object.text("displayName").unwrap_or_default().to_owned();
        let place = Place::Policy(number, name.clone());
        let state = state(object, &place, told);
        if object.get("conditions").is_none() {
            told.tell(Mistake::new(place.clone(), "missing_field").with("field", "conditions"));
        }
        let conditions = object.object("conditions", &place, told);
        let users = Users::read(conditions.object("users", &place, told), &place, told);
        let apps = Apps::read(conditions.object("applications", &place, told), &place, told);
        let clients = Clients::read(&conditions.texts("clientAppTypes", &place, told));
        let narrowed = narrowed(conditions, &apps, &place, told);
        let controls = object.object("grantControls", &place, told);
        let demand = Demand::read(controls, &place, told);
        let built_in = controls.texts("builtInControls", &place, told);
        let wants_device = built_in.iter().any(|control| {
            ["compliantDevice", "domainJoinedDevice"]
                .iter()
                .any(|wanted| control.eq_ignore_ascii_case(wanted))
        });
        let changed_at = ["modifiedDateTime", "createdDateTime"]
            .iter()
            .filter_map(|field| object.text(field)?.parse().ok())
            .max();
        Some(Self {
            number,
            name,
            state: state?,
            users,
            apps,
            clients,
            narrowed,
            demand,
            wants_device,
            changed_at,
        })
    }

    pub(super) fn place(&self) -> Place {
        Place::Policy(self.number, self.name.clone())
    }
}

fn state(object: Object<'_>, place: &Place, told: &mut Told) -> Option<State> {
    const STATES: [(&str, State); 3] = [
        ("enabled", State::InForce),
        ("disabled", State::Off),
        ("enabledForReportingButNotEnforced", State::ReportOnly),
    ];
    let Some(word) = object.text("state") else {
        told.tell(Mistake::new(place.clone(), "missing_field").with("field", "state"));
        return None;
    };
    let known = STATES.iter().find(|(name, _)| name.eq_ignore_ascii_case(word));
    if known.is_none() {
        let allowed = STATES.map(|(name, _)| name).join(", ");
        let mistake = Mistake::new(place.clone(), "unknown_word").with("field", "state");
        told.tell(mistake.with("word", word).with("allowed", &allowed));
    }
    known.map(|(_, state)| *state)
}

/// Every condition beyond users, applications and clients that says something.
fn narrowed(
    conditions: Object<'_>,
    apps: &Apps,
    place: &Place,
    told: &mut Told,
) -> BTreeSet<Narrowing> {
    const READ: [&str; 5] = ["users", "applications", "clientAppTypes", "locations", "platforms"];
    let mut found = BTreeSet::new();
    for (name, value) in conditions.fields() {
        let is_read = READ.iter().any(|read| read.eq_ignore_ascii_case(name));
        if !is_read && !is_blank(value) {
            found.insert(Narrowing::Other(name.to_owned()));
        }
    }
    let locations = conditions.object("locations", place, told);
    if is_narrowed(locations, "includeLocations", "excludeLocations", place, told) {
        found.insert(Narrowing::Place);
    }
    let platforms = conditions.object("platforms", place, told);
    if is_narrowed(platforms, "includePlatforms", "excludePlatforms", place, told) {
        found.insert(Narrowing::Other("platforms".to_owned()));
    }
    if apps.is_filtered {
        found.insert(Narrowing::Other("applicationFilter".to_owned()));
    }
    found
}

fn is_narrowed(
    object: Object<'_>,
    include: &'static str,
    exclude: &'static str,
    place: &Place,
    told: &mut Told,
) -> bool {
    let included = object.texts(include, place, told);
    let excluded = object.texts(exclude, place, told);
    let all = included.iter().any(|name| name.eq_ignore_ascii_case("all"));
    !excluded.is_empty() || !(included.is_empty() || all)
}
