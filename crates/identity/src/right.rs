//! What somebody may do. Routes and tokens name rights, never roles.

/// A right. Which role has which is said in [`crate::Role::may`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Right {
    /// See status, evidence and inventory.
    Read,
    /// Start and stop looks and probes.
    Look,
    /// Record evidence and statements.
    Record,
    /// Change the inventory.
    EditInventory,
    /// Ask for an exemption.
    AskExemption,
    /// Approve exemptions and replies.
    Approve,
    /// Review a reply before it is approved.
    Review,
    /// Accounts, keys, schedules, channels, tokens.
    Administer,
    /// See where personal data is.
    PersonalData,
    /// Order erasures.
    Erase,
    /// Take out reports and exports.
    Export,
    /// Plan, start, stop and judge sealed drills, and see what is under seal.
    Drill,
}

impl Right {
    /// All rights.
    pub const ALL: [Self; 12] = [
        Self::Read,
        Self::Look,
        Self::Record,
        Self::EditInventory,
        Self::AskExemption,
        Self::Approve,
        Self::Review,
        Self::Administer,
        Self::PersonalData,
        Self::Erase,
        Self::Export,
        Self::Drill,
    ];

    /// Its name in files and tokens: `edit_inventory`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Look => "look",
            Self::Record => "record",
            Self::EditInventory => "edit_inventory",
            Self::AskExemption => "ask_exemption",
            Self::Approve => "approve",
            Self::Review => "review",
            Self::Administer => "administer",
            Self::PersonalData => "personal_data",
            Self::Erase => "erase",
            Self::Export => "export",
            Self::Drill => "drill",
        }
    }

    /// The right called `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|right| right.name() == name)
    }
}
