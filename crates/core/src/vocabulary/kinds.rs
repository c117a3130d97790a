//! The kinds of things and their attributes.

use super::ValueType::{Bool, Host, Int, Time, Word};
use super::{AttributeRow, KindRow, ValueType};

const YEAR_MINUTES: i64 = 366 * 24 * 60;
const YEAR_HOURS: i64 = 366 * 24;

/// From 1 (nobody notices) to 5 (life and health).
const CRITICALITY: AttributeRow = row("criticality", Int { unit: "level", min: 1, max: 5 });

/// Every kind of thing that facts may be about.
pub const KINDS: &[KindRow] = &[
    kind("organisation", &[row("operates_ict", Word(&["self", "intermunicipal", "saas_mix"]))]),
    kind("unit", &[]),
    kind("role", &[]),
    kind("function", &[CRITICALITY, minutes("mtpd_minutes"), hours("fallback_hours")]),
    kind(
        "service",
        &[
            CRITICALITY,
            row("internet_facing", Bool),
            row("login", Word(LOGINS)),
            row("users_count", Int { unit: "count", min: 0, max: 10_000_000 }),
        ],
    ),
    kind(
        "system",
        &[
            CRITICALITY,
            row("operator", Word(&["self", "supplier"])),
            minutes("rto_minutes"),
            minutes("rpo_minutes"),
            row("contains_personal_data", Bool),
        ],
    ),
    kind("dataset", &[CRITICALITY, row("personal", Bool), row("special_category", Bool)]),
    kind(
        "supplier",
        &[
            row("operates_ict", Bool),
            row("critical", Bool),
            row("countries_known", Bool),
            row("conflict_country_link", Word(&["yes", "no", "unknown"])),
        ],
    ),
    kind("domain", &[row("host", Host), row("sends_mail", Bool)]),
    kind(
        "endpoint",
        &[
            row("host", Host),
            row("port", Int { unit: "number", min: 1, max: 65_535 }),
            row("kind", Word(&["https", "ssh", "smtp", "other"])),
        ],
    ),
    kind("log_source", &[row("critical", Bool)]),
    kind("backup_set", &[row("offsite", Bool)]),
    kind("plan", &[]),
    kind("exercise", &[row("planned_at", Time)]),
    // `inventory/service` stands for the list of services itself: `inventory.complete` is about it.
    KindRow { name: "inventory", listed: false, attributes: &[] },
    // `regime/nis2` stands for law that the catalogue describes: `regime.applies` is about it.
    KindRow { name: "regime", listed: false, attributes: &[] },
];

/// How people log in to a service.
const LOGINS: &[&str] =
    &["none", "form", "oidc", "saml", "basic", "ssh", "radius", "imap", "other"];

const fn kind(name: &'static str, attributes: &'static [AttributeRow]) -> KindRow {
    KindRow { name, listed: true, attributes }
}

const fn row(name: &'static str, value: ValueType) -> AttributeRow {
    AttributeRow { name, value }
}

const fn minutes(name: &'static str) -> AttributeRow {
    row(name, Int { unit: "minutes", min: 0, max: YEAR_MINUTES })
}

const fn hours(name: &'static str) -> AttributeRow {
    row(name, Int { unit: "hours", min: 0, max: YEAR_HOURS })
}
