//! The example files, embedded in the program.

macro_rules! example {
    ($name:literal) => {
        ($name, include_str!(concat!("../../../examples/nordvik/", $name)))
    };
}

/// The inventory: file name and text, as `arvak import` reads them.
pub const INVENTORY: &[(&str, &str)] = &[
    example!("organisation.toml"),
    example!("plans.toml"),
    example!("functions.toml"),
    example!("services.toml"),
    example!("systems.toml"),
    example!("infrastructure.toml"),
    example!("national.toml"),
    example!("data.toml"),
    example!("suppliers.toml"),
    example!("domains.toml"),
];

/// What is stated, documented, asked for and decided over the 90 days: file name and text, as
/// [`history`](crate::history()) reads them.
pub const HISTORY: &[(&str, &str)] =
    &[("nordvik-history.toml", include_str!("../../../examples/nordvik-history.toml"))];
