//! What somebody is here, and which rights follow from it.

use arvak_core::EntityId;
use arvak_core::id::BadId;

use crate::Right;

/// A role of an account. One account may have several; the rights add up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs this installation: accounts, keys, schedules. Decides nothing about the letter.
    Administrator,
    /// Head of ICT.
    IctLead,
    /// Emergency coordinator.
    EmergencyCoordinator,
    /// Chief executive: approves exemptions and replies.
    ChiefExecutive,
    /// Records what is known of own systems and units.
    Contributor,
    /// Data protection officer: sees where personal data is, and orders erasures.
    DataProtectionOfficer,
    /// Reads everything, changes nothing.
    Auditor,
}

impl Role {
    /// All roles, in the order that pages show them in.
    pub const ALL: [Self; 7] = [
        Self::Administrator,
        Self::IctLead,
        Self::EmergencyCoordinator,
        Self::ChiefExecutive,
        Self::Contributor,
        Self::DataProtectionOfficer,
        Self::Auditor,
    ];

    /// Its name in files and in the ledger: `ict_lead`. The same as in `catalogue/roles.toml`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::IctLead => "ict_lead",
            Self::EmergencyCoordinator => "emergency_coordinator",
            Self::ChiefExecutive => "chief_executive",
            Self::Contributor => "contributor",
            Self::DataProtectionOfficer => "data_protection_officer",
            Self::Auditor => "auditor",
        }
    }

    /// The role called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Its id in the ledger, `role/NAME`.
    pub fn entity(self) -> Result<EntityId, BadId> {
        format!("role/{}", self.name()).parse()
    }

    /// Whether whoever has this role has `right`.
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }

    /// Nobody both administers and approves: whoever can make accounts could else approve in another's name.
    const fn rights(self) -> &'static [Right] {
        use Right::{
            Administer, Approve, AskExemption, Drill, EditInventory, Erase, Export, Look,
            PersonalData, Read, Record, Review,
        };
        match self {
            Self::Administrator => {
                &[Administer, Read, Look, Record, EditInventory, AskExemption, Export]
            }
            Self::IctLead => {
                &[Read, Look, Record, EditInventory, AskExemption, Review, Export, Drill]
            }
            Self::EmergencyCoordinator => {
                &[Read, Record, EditInventory, AskExemption, Review, Export, Drill]
            }
            Self::ChiefExecutive => &[Read, Approve, Review, Export],
            Self::Contributor => &[Read, Record, EditInventory],
            Self::DataProtectionOfficer => &[Read, PersonalData, Erase, Export],
            Self::Auditor => &[Read, Export],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_role_has_a_name_of_its_own_that_leads_back_to_it() {
        for role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
            assert_eq!(role.entity().unwrap().slug(), role.name());
        }
        assert_eq!(Role::from_name("mayor"), None);
    }

    #[test]
    fn each_role_stands_in_the_catalogue() {
        let catalogue = include_str!("../../../catalogue/roles.toml");
        for role in Role::ALL {
            let line = format!("id = \"{}\"", role.name());
            assert!(catalogue.lines().any(|other| other == line), "{line}");
        }
    }

    #[test]
    fn the_document_gives_each_role_the_rights_that_it_has() {
        let document = include_str!("../../../docs/accounts-and-limits.md");
        let head = document.lines().find(|line| line.starts_with("| right |")).unwrap();
        let names: Vec<&str> = head.split('|').map(str::trim).skip(2).collect();
        for right in Right::ALL {
            let begins = format!("| `{}`: ", right.name());
            let row = document.lines().find(|line| line.starts_with(&begins)).unwrap();
            let cells: Vec<&str> = row.split('|').map(str::trim).skip(2).collect();
            for role in Role::ALL {
                let at = names.iter().position(|name| *name == role.name()).unwrap();
                assert_eq!(cells[at] == "yes", role.may(right), "{begins}{}", role.name());
            }
        }
    }

    #[test]
    fn nobody_both_administers_and_approves() {
        for role in Role::ALL {
            assert!(!(role.may(Right::Administer) && role.may(Right::Approve)), "{}", role.name());
        }
    }

    #[test]
    fn everybody_reads_and_each_right_is_somebodys() {
        assert!(Role::ALL.into_iter().all(|role| role.may(Right::Read)));
        for right in Right::ALL {
            assert!(Role::ALL.into_iter().any(|role| role.may(right)), "{}", right.name());
        }
    }

    #[test]
    fn an_auditor_changes_nothing() {
        let changing = [
            Right::Look,
            Right::Record,
            Right::EditInventory,
            Right::AskExemption,
            Right::Approve,
            Right::Review,
            Right::Administer,
            Right::Erase,
            Right::Drill,
        ];
        assert!(changing.into_iter().all(|right| !Role::Auditor.may(right)));
    }
}
