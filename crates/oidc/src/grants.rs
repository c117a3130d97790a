//! Which roles and units follow from the groups that a provider names. Pure.

use std::collections::{BTreeMap, BTreeSet};

use arvak_core::EntityId;
use arvak_identity::Role;

/// What groups give.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Grants {
    /// By the group's name.
    pub roles: BTreeMap<String, Vec<Role>>,
    /// By the group's name; empty when nobody is limited to units.
    pub units: BTreeMap<String, Units>,
}

/// What a group says of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Units {
    /// Its members are not limited.
    All,
    /// Its members are limited to these, and those of their other groups.
    These(Vec<EntityId>),
}

/// What somebody is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Granted {
    /// At least one.
    pub roles: BTreeSet<Role>,
    /// The units that the person is limited to; all when there is none.
    pub units: BTreeSet<EntityId>,
}

/// Why somebody is given nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotMapped {
    /// No group gives a role.
    Role,
    /// Units are given by group, and no group gives one: an empty list would mean all.
    Unit,
}

impl Grants {
    /// What members of these groups get. Roles and units add up; groups that nobody configured count for nothing.
    pub fn of(&self, groups: &[String]) -> Result<Granted, NotMapped> {
        let roles: BTreeSet<Role> =
            groups.iter().filter_map(|group| self.roles.get(group)).flatten().copied().collect();
        if roles.is_empty() {
            return Err(NotMapped::Role);
        }
        let said: Vec<&Units> = groups.iter().filter_map(|group| self.units.get(group)).collect();
        if said.is_empty() && !self.units.is_empty() {
            return Err(NotMapped::Unit);
        }
        let units = if said.contains(&&Units::All) {
            BTreeSet::new()
        } else {
            said.into_iter().flat_map(Units::ids).cloned().collect()
        };
        Ok(Granted { roles, units })
    }
}

impl Units {
    fn ids(&self) -> &[EntityId] {
        match self {
            Self::All => &[],
            Self::These(ids) => ids,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn unit(name: &str) -> EntityId {
        format!("unit/{name}").parse().unwrap()
    }

    fn grants() -> Grants {
        let role = |group: &str, roles: &[Role]| (group.to_owned(), roles.to_vec());
        let units = |group: &str, units: Units| (group.to_owned(), units);
        Grants {
            roles: BTreeMap::from([
                role("ict", &[Role::IctLead]),
                role("all", &[Role::Auditor]),
                role("two", &[Role::Contributor, Role::EmergencyCoordinator]),
            ]),
            units: BTreeMap::from([
                units("ict", Units::All),
                units("helse", Units::These(vec![unit("helse")])),
                units("skole", Units::These(vec![unit("skole"), unit("helse")])),
            ]),
        }
    }

    fn groups(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    #[test]
    fn roles_and_units_of_all_groups_add_up() {
        let granted = grants().of(&groups(&["all", "two", "helse", "unknown"])).unwrap();
        assert_eq!(
            granted.roles,
            BTreeSet::from([Role::Auditor, Role::Contributor, Role::EmergencyCoordinator])
        );
        assert_eq!(granted.units, BTreeSet::from([unit("helse")]));
        let everywhere = grants().of(&groups(&["ict", "helse"])).unwrap();
        assert_eq!(everywhere.units, BTreeSet::new(), "one group is not limited");
    }

    #[test]
    fn without_a_role_or_a_unit_nobody_gets_in() {
        assert_eq!(grants().of(&[]), Err(NotMapped::Role));
        assert_eq!(grants().of(&groups(&["helse", "ICT", "ict "])), Err(NotMapped::Role));
        assert_eq!(grants().of(&groups(&["all"])), Err(NotMapped::Unit));
        let unlimited = Grants { units: BTreeMap::new(), ..grants() };
        assert_eq!(unlimited.of(&groups(&["all"])).unwrap().units, BTreeSet::new());
    }

    fn some() -> impl Strategy<Value = Vec<String>> {
        const NAMES: [&str; 6] = ["ict", "all", "two", "helse", "skole", "other"];
        proptest::collection::vec(proptest::sample::select(&NAMES[..]), 0..6)
            .prop_map(|names| groups(&names))
    }

    proptest! {
        #[test]
        fn every_role_comes_from_a_group(groups in some()) {
            if let Ok(granted) = grants().of(&groups) {
                prop_assert!(!granted.roles.is_empty());
                for role in granted.roles {
                    prop_assert!(groups.iter().any(|group| grants().roles.get(group).is_some_and(|roles| roles.contains(&role))));
                }
            }
        }

        #[test]
        fn order_does_not_matter(groups in some()) {
            let turned: Vec<String> = groups.iter().rev().cloned().collect();
            prop_assert_eq!(grants().of(&groups), grants().of(&turned));
        }

        #[test]
        fn nobody_is_unlimited_unless_a_group_says_so(groups in some()) {
            if let Ok(granted) = grants().of(&groups) {
                prop_assert_eq!(granted.units.is_empty(), groups.contains(&"ict".to_owned()));
            }
        }
    }
}
