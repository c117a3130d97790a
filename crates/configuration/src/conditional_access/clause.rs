//! The parts of a policy: whom it is about, which applications and clients, and what it demands.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::Place;
use crate::json::{Object, is_blank};
use crate::mistake::Told;

/// The roles of the accounts that copy the local directory to Entra. They sign in without a person, and Microsoft's own
/// templates except them.
const SYNCHRONISATION: [&str; 2] =
    ["d29b2b05-8046-44ba-8758-1e26182fcf32", "a92aed5d-d78a-4d16-b381-09adb37eb3b0"];

/// The strengths that come with Entra; each demands two factors.
const BUILT_IN_STRENGTHS: [&str; 3] = [
    "00000000-0000-0000-0000-000000000002",
    "00000000-0000-0000-0000-000000000003",
    "00000000-0000-0000-0000-000000000004",
];

/// All sorts of guests that a policy can name.
const GUEST_TYPES: usize = 6;

/// Ids are compared without regard to case.
fn ids(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|text| text.to_ascii_lowercase()).collect()
}

/// Whom a policy is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Users {
    pub(super) all: bool,
    /// Users and groups by id.
    pub(super) include: BTreeSet<String>,
    pub(super) include_roles: BTreeSet<String>,
    pub(super) include_guests: bool,
    pub(super) exclude: Excluded,
}

/// Who is left out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Excluded {
    pub(super) users: BTreeSet<String>,
    pub(super) groups: BTreeSet<String>,
    pub(super) roles: BTreeSet<String>,
    pub(super) guests: bool,
}

impl Users {
    pub(super) fn read(object: Object<'_>, place: &Place, told: &mut Told) -> Self {
        let mut list = |name| ids(&object.texts(name, place, told));
        let (users, excluded) = (list("includeUsers"), list("excludeUsers"));
        let (groups, without) = (list("includeGroups"), list("excludeGroups"));
        let (include_roles, mut roles) = (list("includeRoles"), list("excludeRoles"));
        roles.retain(|role| !SYNCHRONISATION.contains(&role.as_str()));
        let guests = "guestsorexternalusers";
        let named = |names: &BTreeSet<String>| {
            let words = ["all", "none", guests];
            names.iter().filter(|name| !words.contains(&name.as_str())).cloned().collect()
        };
        let mut include: BTreeSet<String> = named(&users);
        include.extend(groups);
        let included_guests = object.get("includeGuestsOrExternalUsers");
        let excluded_guests = object.get("excludeGuestsOrExternalUsers");
        Self {
            all: users.contains("all") && !excluded.contains("all"),
            include,
            include_roles,
            include_guests: users.contains(guests) || included_guests.is_some_and(all_guests),
            exclude: Excluded {
                users: named(&excluded),
                groups: without,
                roles,
                guests: excluded.contains(guests)
                    || excluded_guests.is_some_and(|value| !is_blank(value)),
            },
        }
    }
}

/// Whether a clause about guests names every sort of them, from everywhere.
fn all_guests(value: &Value) -> bool {
    let Some(object) = value.as_object().map(Object::of) else { return false };
    let types = object.text("guestOrExternalUserTypes").unwrap_or_default();
    let named: BTreeSet<&str> = types.split(',').map(str::trim).collect();
    let kind = object.get("externalTenants").and_then(Value::as_object).map(Object::of);
    let everywhere = match kind {
        None => true,
        Some(tenants) => {
            tenants.text("membershipKind").is_some_and(|kind| kind.eq_ignore_ascii_case("all"))
        }
    };
    named.len() == GUEST_TYPES && everywhere
}

/// Which applications a policy is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Apps {
    pub(super) all: bool,
    pub(super) include: BTreeSet<String>,
    pub(super) exclude: BTreeSet<String>,
    pub(super) is_filtered: bool,
}

impl Apps {
    pub(super) fn read(object: Object<'_>, place: &Place, told: &mut Told) -> Self {
        let include = ids(&object.texts("includeApplications", place, told));
        let exclude = ids(&object.texts("excludeApplications", place, told));
        let filter = object.get("applicationFilter");
        Self {
            all: include.contains("all"),
            include,
            exclude,
            is_filtered: filter.is_some_and(|filter| !is_blank(filter)),
        }
    }
}

/// The clients that a policy is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Clients(BTreeSet<String>);

impl Clients {
    pub(super) fn read(texts: &[&str]) -> Self {
        Self(ids(texts))
    }

    fn has(&self, name: &str) -> bool {
        self.0.contains("all") || self.0.contains(&name.to_ascii_lowercase())
    }

    /// Browsers and programs that can ask for a second factor.
    pub(super) fn modern(&self) -> bool {
        self.has("browser") && self.has("mobileAppsAndDesktopClients")
    }

    /// One of the two sorts that cannot.
    pub(super) fn legacy(&self, name: &str) -> bool {
        self.has(name)
    }
}

/// What a policy demands of whoever it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Demand {
    /// Nobody gets in.
    Block,
    /// Two factors, whatever else.
    TwoFactors,
    /// Two factors, or one of these instead.
    Or(String),
    /// A strength of the tenant's own, of which the export does not say what it demands.
    Unknown(String),
    /// Something else, or nothing.
    Other,
}

impl Demand {
    pub(super) fn read(controls: Object<'_>, place: &Place, told: &mut Told) -> Self {
        let built_in = controls.texts("builtInControls", place, told);
        let is = |wanted: &str| built_in.iter().any(|control| control.eq_ignore_ascii_case(wanted));
        if is("block") {
            return Self::Block;
        }
        let strength = controls.object("authenticationStrength", place, told);
        let strength = Strength::of(strength);
        let mut others: Vec<&str> =
            built_in.iter().copied().filter(|name| !name.eq_ignore_ascii_case("mfa")).collect();
        others.extend(controls.texts("termsOfUse", place, told).iter().map(|_| "termsOfUse"));
        let custom = controls.texts("customAuthenticationFactors", place, told);
        others.extend(custom.iter().map(|_| "customAuthenticationFactors"));
        if strength == Strength::Weak {
            others.push("authenticationStrength");
        }
        // One control alone is demanded whatever the operator: Graph writes OR.
        let any_will_do = !controls.text("operator").unwrap_or("OR").eq_ignore_ascii_case("AND");
        let demanded = is("mfa") || strength == Strength::TwoFactors;
        match strength {
            _ if demanded && any_will_do && !others.is_empty() => Self::Or(others.join(", ")),
            Strength::Unknown(name) if demanded && any_will_do => Self::Or(name),
            _ if demanded => Self::TwoFactors,
            Strength::Unknown(name) if !any_will_do || others.is_empty() => Self::Unknown(name),
            _ => Self::Other,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Strength {
    None,
    TwoFactors,
    Weak,
    Unknown(String),
}

impl Strength {
    fn of(object: Object<'_>) -> Self {
        let id = object.text("id").unwrap_or_default().to_ascii_lowercase();
        let satisfied = object.text("requirementsSatisfied");
        let name = object.text("displayName").unwrap_or(&id);
        match satisfied {
            _ if BUILT_IN_STRENGTHS.contains(&id.as_str()) => Self::TwoFactors,
            Some(what) if what.split(',').any(|one| one.trim().eq_ignore_ascii_case("mfa")) => {
                Self::TwoFactors
            }
            Some(_) => Self::Weak,
            None if name.is_empty() => Self::None,
            None => Self::Unknown(name.to_owned()),
        }
    }
}
