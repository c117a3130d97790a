//! The relations between things.

use super::RelationRow;

/// Everything that has an owner.
const OWNED: &[&str] = &[
    "unit",
    "function",
    "service",
    "system",
    "dataset",
    "supplier",
    "domain",
    "endpoint",
    "log_source",
    "backup_set",
    "plan",
    "exercise",
];

/// Every relation, each in the one direction in which it is written.
pub const RELATIONS: &[RelationRow] = &[
    row("owner", "owns", OWNED, &["role"]),
    acyclic("part_of", "parts", &["unit"], &["unit", "organisation"]),
    row("needs", "needed_by", &["function"], &["service", "system"]),
    row("endpoints", "endpoint_of", &["service"], &["endpoint"]),
    row("runs_on", "carries", &["service", "system"], &["system"]),
    row("operated_by", "operates", &["service", "system"], &["supplier"]),
    row("supplied_by", "supplies", &["service", "system"], &["supplier"]),
    row("contact", "contact_for", &["supplier"], &["role"]),
    row("authenticates_via", "authenticates", &["service", "system"], &["system", "service"]),
    row("network_via", "gives_network_to", &["system"], &["system"]),
    row("data_from", "gives_data_to", &["system"], &["system"]),
    row("powered_by", "powers", &["system"], &["system"]),
    row("administered_from", "administers", &["system"], &["system"]),
    acyclic(
        "falls_back_to",
        "fallback_for",
        &["function", "service", "system"],
        &["plan", "system"],
    ),
    row("stored_in", "stores", &["dataset"], &["system"]),
    row("in_domain", "domain_endpoints", &["endpoint"], &["domain"]),
    row("collects_from", "log_sources", &["log_source"], &["system"]),
    row("backs_up", "backups", &["backup_set"], &["system"]),
    row("covers", "plans", &["plan"], &["function", "organisation"]),
    row("exercises", "exercised_by", &["exercise"], &["plan"]),
];

const fn row(
    name: &'static str,
    inverse: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> RelationRow {
    RelationRow { name, inverse, from, to, may_cycle: true }
}

const fn acyclic(
    name: &'static str,
    inverse: &'static str,
    from: &'static [&'static str],
    to: &'static [&'static str],
) -> RelationRow {
    RelationRow { name, inverse, from, to, may_cycle: false }
}
