//! Stories besides Nordvik: what is publicly known of something that did happen, day by day.
//!
//! A story has no servers: nothing of it can be looked at any more. All that it records are words and
//! documents, each with its source.

use arvak_core::Instant;

/// A municipality's inventory and its dated history.
#[derive(Debug)]
pub struct Story {
    /// What it is called on the command line.
    pub name: &'static str,
    /// The start of day 0.
    pub from: Instant,
    /// The date whose evening the story is about.
    pub eve: &'static str,
    /// The inventory: file name and text.
    pub inventory: &'static [(&'static str, &'static str)],
    /// The history: file name and text, as [`history`](crate::history()) reads them.
    pub history: &'static [(&'static str, &'static str)],
    /// The claims that it is about.
    pub claims: &'static [&'static str],
}

/// The ransomware attack on Østre Toten municipality in the night to 9 January 2021, from what the data
/// protection authority made public: `examples/ostre-toten-2021/README.md`.
const OSTRE_TOTEN_2021: Story = Story {
    name: "ostre-toten-2021",
    // 2021-01-04T00:00:00Z, a Monday.
    from: Instant::from_millis(1_609_718_400_000),
    eve: "2021-01-08",
    inventory: &[(
        "inventory.toml",
        include_str!("../../../examples/ostre-toten-2021/inventory.toml"),
    )],
    history: &[(
        "ostre-toten-2021-history.toml",
        include_str!("../../../examples/ostre-toten-2021-history.toml"),
    )],
    claims: &["1a.1", "2c.2", "2c.3", "3.1"],
};

/// Every story.
pub const STORIES: &[Story] = &[OSTRE_TOTEN_2021];

impl Story {
    /// The story of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        STORIES.iter().find(|story| story.name == name)
    }
}
