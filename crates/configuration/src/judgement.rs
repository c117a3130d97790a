//! What an export shows: for people, and as evidence.

use std::fmt;

use arvak_core::{Instant, Outcome};

/// Most findings of one sort that are told one by one; the rest are counted.
pub(crate) const FINDINGS_EACH_MAX: usize = 40;

/// Most characters of a name from a file that a finding repeats.
const NAME_CHARS_MAX: usize = 80;

/// Every finding, with its arguments: each has its sentence in every language.
pub const FINDINGS: &[(&str, &[&str])] = &[
    ("policies_seen", &["count", "in_force", "report_only"]),
    ("policy_report_only", &[]),
    ("policy_off", &[]),
    ("policy_or", &["others"]),
    ("policy_place", &[]),
    ("policy_narrowed", &["by"]),
    ("policy_some_apps", &[]),
    ("policy_some_users", &[]),
    ("policy_strength_unknown", &["strength"]),
    ("policy_covers_all", &[]),
    ("policy_excludes_users", &["count"]),
    ("policy_excludes_groups", &["count"]),
    ("policy_excludes_roles", &["count"]),
    ("policy_excludes_guests", &[]),
    ("policy_excludes_apps", &["count"]),
    ("policy_device", &[]),
    ("policies_none_in_force", &[]),
    ("factors_demanded", &[]),
    ("factors_not_demanded", &[]),
    ("factors_unclear", &[]),
    ("legacy_blocked", &[]),
    ("legacy_open", &["client"]),
    ("legacy_unclear", &["client"]),
    ("admins_covered", &["count"]),
    ("admin_uncovered", &["role"]),
    ("admin_unclear", &["role"]),
    ("rules_seen", &["count", "in_force"]),
    ("rules_not_in_order", &[]),
    ("rule_shadowed", &["by"]),
    ("rule_any_allow", &["name"]),
    ("rule_final_deny", &["name"]),
    ("rules_no_final_deny", &[]),
    ("rule_management_open", &["name", "services"]),
    ("rule_source_named", &["name", "source", "services"]),
    ("rule_service_named", &["name", "services"]),
    ("management_closed", &[]),
    ("rule_still_open", &["name"]),
    ("rule_perhaps_open", &["name", "source"]),
    ("access_closed", &[]),
    ("accounts_seen", &["count", "members", "computers"]),
    ("group_members", &["group", "count"]),
    ("group_nested", &["account"]),
    ("member_mail", &["account"]),
    ("member_service", &["account"]),
    ("member_password_lasts", &["account"]),
    ("member_disabled", &["account"]),
    ("member_unused", &["account", "days"]),
    ("member_never_seen", &["account"]),
    ("members_none", &[]),
    ("members_separate", &[]),
    ("members_current", &[]),
    ("property_missing", &["property"]),
    ("server_joined", &["account"]),
    ("server_not_joined", &["server", "count"]),
    ("computers_not_whole", &[]),
    ("software_seen", &["systems", "packages", "programs"]),
    ("software_ended", &["name", "version", "product", "date"]),
    ("software_current", &["name", "version", "product", "date"]),
    ("software_unknown", &["count"]),
];

/// Why something could not be told: the codes of inconclusive verdicts, each with its sentence in every language.
pub const UNCLEAR: &[&str] = &[
    "policy.none_in_force",
    "policy.unclear",
    "firewall.not_in_order",
    "firewall.no_final_deny",
    "firewall.names_unresolved",
    "directory.no_members",
    "directory.nested_groups",
    "directory.lacks_properties",
    "directory.no_computers",
    "software.system_unknown",
    "software.programs_missing",
    "software.some_unknown",
];

/// Where in the export something stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// In the file as a whole.
    File,
    /// In a policy: its number in the list, from 1, and its name.
    Policy(usize, String),
    /// In a row, counted as a spreadsheet counts: the header is row 1.
    Row(u32),
    /// In a row's field: row, and the column from 1.
    Field(u32, u32),
    /// In an object of a list: its number, from 1.
    Object(usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File => f.write_str("file"),
            Self::Policy(number, _) => write!(f, "policy {number}"),
            Self::Row(row) => write!(f, "row {row}"),
            Self::Field(row, column) => write!(f, "row {row}, column {column}"),
            Self::Object(number) => write!(f, "object {number}"),
        }
    }
}

/// What a finding means for those who read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// As it should be.
    Good,
    /// Not as it should be.
    Bad,
    /// It could not be told from this file.
    Unclear,
    /// Good to know.
    Note,
}

impl Tone {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Unclear => "unclear",
            Self::Note => "note",
        }
    }
}

/// One thing that was seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What it means.
    pub tone: Tone,
    /// Its stable code, from [`FINDINGS`].
    pub code: &'static str,
    /// Where it stands.
    pub place: Place,
    /// What its sentence names; texts from the file are cut short.
    pub args: Vec<(&'static str, String)>,
}

impl Finding {
    pub(crate) const fn new(tone: Tone, code: &'static str, place: Place) -> Self {
        Self { tone, code, place, args: Vec::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: &(impl fmt::Display + ?Sized)) -> Self {
        self.args.push((name, shown(&value.to_string())));
        self
    }
}

/// A text from a file as it is shown: one line, cut short.
pub(crate) fn shown(text: &str) -> String {
    let one_line = |c: char| if c.is_control() { ' ' } else { c };
    let cut: String = text.trim().chars().take(NAME_CHARS_MAX).map(one_line).collect();
    if text.trim().chars().count() > NAME_CHARS_MAX { format!("{cut}…") } else { cut }
}

/// What an export says about one evidence kind; it becomes evidence of basis `configuration`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The evidence kind.
    pub kind: &'static str,
    /// What it says.
    pub result: Outcome,
    /// The refuter that fired, or why it could not be told.
    pub code: Option<&'static str>,
    /// Whole numbers that requirements may compare.
    pub attributes: Vec<(&'static str, i64)>,
    /// When it stops being true, where the export shows it.
    pub valid_until: Option<Instant>,
}

impl Verdict {
    pub(crate) const fn supports(kind: &'static str) -> Self {
        Self {
            kind,
            result: Outcome::Supports,
            code: None,
            attributes: Vec::new(),
            valid_until: None,
        }
    }

    pub(crate) fn refutes(kind: &'static str, code: &'static str) -> Self {
        Self { result: Outcome::Refutes, code: Some(code), ..Self::supports(kind) }
    }

    pub(crate) fn inconclusive(kind: &'static str, code: &'static str) -> Self {
        Self { result: Outcome::Inconclusive, code: Some(code), ..Self::supports(kind) }
    }

    pub(crate) fn with(mut self, attribute: &'static str, count: usize) -> Self {
        self.attributes.push((attribute, i64::try_from(count).unwrap_or(i64::MAX)));
        self
    }
}

/// Everything that an export shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// For people, in the order of the file.
    pub findings: Vec<Finding>,
    /// What becomes evidence: each kind at most once.
    pub verdicts: Vec<Verdict>,
}

impl Judgement {
    pub(crate) fn find(&mut self, finding: Finding) {
        let same = self.findings.iter().filter(|other| other.code == finding.code).count();
        if same < FINDINGS_EACH_MAX {
            self.findings.push(finding);
        }
    }
}
