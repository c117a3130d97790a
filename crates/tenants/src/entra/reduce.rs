//! A policy with what is judged of it, and nothing else: no name, and no id of anybody. Accounts, groups and places are
//! numbered in the order in which they are met, the same all through a transcript.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// Words that stand where ids do.
const WORDS: [&str; 5] =
    ["All", "None", "GuestsOrExternalUsers", "AllTrusted", "00000000-0000-0000-0000-000000000000"];

/// What was numbered so far.
pub(super) struct Reduced {
    emergency: BTreeSet<String>,
    /// Those in a group, of groups where that is known.
    members: BTreeMap<String, BTreeSet<String>>,
    numbers: BTreeMap<(&'static str, String), usize>,
    next: BTreeMap<&'static str, usize>,
}

impl Reduced {
    /// Accounts with these ids are kept for emergencies, and are told apart from others.
    pub(super) const fn new(emergency: BTreeSet<String>) -> Self {
        Self {
            emergency,
            members: BTreeMap::new(),
            numbers: BTreeMap::new(),
            next: BTreeMap::new(),
        }
    }

    /// The members of a group: where a policy leaves it out, they are left out.
    pub(super) fn knows(&mut self, group: &str, members: BTreeSet<String>) {
        self.members.insert(group.to_ascii_lowercase(), members);
    }

    /// The groups that a policy in force leaves out, as far as they can stand in an address.
    pub(super) fn groups_left_out(policy: &Value) -> Vec<String> {
        if policy.get("state").and_then(Value::as_str) != Some("enabled") {
            return Vec::new();
        }
        let groups = policy.pointer("/conditions/users/excludeGroups").and_then(Value::as_array);
        let ids = groups.into_iter().flatten().filter_map(Value::as_str);
        let is_id =
            |id: &&str| !id.is_empty() && id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        ids.filter(is_id).map(str::to_ascii_lowercase).collect()
    }

    /// What is judged of a policy.
    pub(super) fn policy(&mut self, policy: &Value) -> Value {
        let empty = Map::new();
        let conditions = policy.get("conditions").and_then(Value::as_object).unwrap_or(&empty);
        let mut kept = Map::new();
        for (name, value) in conditions {
            let value = match name.as_str() {
                "users" => self.users(value),
                "applications" => applications(value),
                "clientAppTypes" => value.clone(),
                "locations" => self.locations(value),
                "platforms" => listed(value, &["includePlatforms", "excludePlatforms"]),
                // Any other condition narrows the policy when it says something; what it says does not matter.
                _ => json!(says_something(value)),
            };
            kept.insert(name.clone(), value);
        }
        json!({
            "state": policy.get("state"),
            "conditions": kept,
            "grantControls": policy.get("grantControls").map_or(Value::Null, controls),
        })
    }

    fn users(&mut self, users: &Value) -> Value {
        let mut kept = Map::new();
        for name in ["includeUsers", "includeGroups", "excludeUsers"] {
            let sort = if name == "includeGroups" { "group" } else { "user" };
            let all = texts(users, name).map(|id| self.number(sort, id));
            kept.insert(name.to_owned(), all.collect());
        }
        let mut left_out: Vec<Value> = Vec::new();
        for group in texts(users, "excludeGroups") {
            match self.members.get(&group.to_ascii_lowercase()).cloned() {
                Some(members) => {
                    let each = members.iter().map(|id| self.number("user", id));
                    let each: Vec<Value> = each.collect();
                    if let Some(Value::Array(users)) = kept.get_mut("excludeUsers") {
                        users.extend(each);
                    }
                }
                None => left_out.push(self.number("group", group)),
            }
        }
        kept.insert("excludeGroups".to_owned(), Value::Array(left_out));
        // Roles are the same in every tenant, and say nothing of anybody.
        for name in ["includeRoles", "excludeRoles"] {
            kept.insert(name.to_owned(), texts(users, name).collect());
        }
        for name in ["includeGuestsOrExternalUsers", "excludeGuestsOrExternalUsers"] {
            let guests = users.get(name).filter(|value| value.is_object());
            let guests = guests.map_or(Value::Null, |value| {
                let tenants = value.get("externalTenants").filter(|value| value.is_object());
                let kind = tenants.and_then(|tenants| tenants.get("membershipKind"));
                let types = value.get("guestOrExternalUserTypes");
                match tenants {
                    Some(_) => json!({ "guestOrExternalUserTypes": types,
                        "externalTenants": { "membershipKind": kind } }),
                    None => json!({ "guestOrExternalUserTypes": types }),
                }
            });
            kept.insert(name.to_owned(), guests);
        }
        Value::Object(kept)
    }

    fn locations(&mut self, locations: &Value) -> Value {
        let mut kept = Map::new();
        for name in ["includeLocations", "excludeLocations"] {
            let all = texts(locations, name).map(|id| self.number("place", id)).collect();
            kept.insert(name.to_owned(), all);
        }
        Value::Object(kept)
    }

    /// An id as its number: `user-3`, `emergency-1`.
    fn number(&mut self, sort: &'static str, id: &str) -> Value {
        if WORDS.iter().any(|word| word.eq_ignore_ascii_case(id)) {
            return Value::from(id);
        }
        let id = id.to_ascii_lowercase();
        let sort = if sort == "user" && self.emergency.contains(&id) { "emergency" } else { sort };
        let next = self.next.entry(sort).or_insert(0);
        let number = self.numbers.entry((sort, id)).or_insert_with(|| {
            *next += 1;
            *next
        });
        Value::from(format!("{sort}-{number}"))
    }
}

/// The texts of a list.
fn texts<'v>(object: &'v Value, name: &str) -> impl Iterator<Item = &'v str> + use<'v> {
    object.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn listed(object: &Value, names: &[&str]) -> Value {
    let each = names.iter().map(|name| ((*name).to_owned(), texts(object, name).collect()));
    Value::Object(each.collect())
}

/// Applications are known by ids that say nothing of anybody.
fn applications(value: &Value) -> Value {
    let mut kept = listed(value, &["includeApplications", "excludeApplications"]);
    let is_filtered = value.get("applicationFilter").is_some_and(says_something);
    if let Value::Object(fields) = &mut kept {
        fields.insert("applicationFilter".to_owned(), Value::Bool(is_filtered));
    }
    kept
}

fn controls(value: &Value) -> Value {
    if !value.is_object() {
        return Value::Null;
    }
    let count = |name: &str| -> Value { texts(value, name).map(|_| name).collect() };
    let strength = value.get("authenticationStrength").filter(|value| value.is_object());
    json!({
        "operator": value.get("operator"),
        "builtInControls": texts(value, "builtInControls").collect::<Vec<_>>(),
        "customAuthenticationFactors": count("customAuthenticationFactors"),
        "termsOfUse": count("termsOfUse"),
        "authenticationStrength": strength.map(|strength| json!({
            "id": strength.get("id"), "requirementsSatisfied": strength.get("requirementsSatisfied"),
        })),
    })
}

/// Whether a condition says anything: neither null nor empty, all the way down.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(flag) => *flag,
        Value::Number(_) => true,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(list) => list.iter().any(says_something),
        Value::Object(fields) => {
            fields.iter().any(|(name, value)| !name.contains('@') && says_something(value))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_anybody_is_kept_and_who_is_who_stays_known() {
        let ids = ["aaaaaaaa-0001", "bbbbbbbb-0002", "cccccccc-0003", "dddddddd-0004"];
        let [emergency, kari, group, other] = ids;
        let policy = json!({
            "id": "eeeeeeee-0005", "displayName": "Unntak for Kari Nordmann", "state": "enabled",
            "conditions": {
                "users": {
                    "includeUsers": ["All"], "excludeUsers": [emergency.to_ascii_uppercase(), kari],
                    "excludeGroups": [group, other],
                    "excludeGuestsOrExternalUsers": { "guestOrExternalUserTypes": "serviceProvider",
                        "externalTenants": { "membershipKind": "enumerated", "members": ["ffffffff-0006"] } },
                },
                "applications": { "includeApplications": ["All"] },
                "locations": { "includeLocations": ["All"], "excludeLocations": ["99999999-0007"] },
                "clientAppTypes": ["all"], "signInRiskLevels": [], "devices": { "deviceFilter": { "mode": "exclude" } },
                "times": null,
            },
            "grantControls": { "operator": "OR", "builtInControls": ["mfa"], "termsOfUse": ["77777777-0008"] },
        });
        let mut reduced = Reduced::new([emergency.to_owned()].into());
        assert_eq!(Reduced::groups_left_out(&policy), [group, other]);
        reduced.knows(group, [kari.to_owned(), "12345678-0009".to_owned()].into());
        let kept = reduced.policy(&policy);
        let users = kept.pointer("/conditions/users").unwrap();
        // Kari is in the group too, and is the same one.
        assert_eq!(users["excludeUsers"], json!(["emergency-1", "user-1", "user-2", "user-1"]));
        assert_eq!(users["excludeGroups"], json!(["group-1"]));
        assert_eq!(kept.pointer("/conditions/devices"), Some(&json!(true)));
        assert_eq!(kept.pointer("/conditions/times"), Some(&json!(false)));
        assert_eq!(kept.pointer("/conditions/signInRiskLevels"), Some(&json!(false)));
        assert_eq!(kept.pointer("/grantControls/termsOfUse"), Some(&json!(["termsOfUse"])));
        let text = kept.to_string();
        for gone in ["Kari", "000", "displayName", "serviceProvider-"] {
            assert!(!text.contains(gone), "{gone}: {text}");
        }
    }
}
