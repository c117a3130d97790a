//! One row of the export.

use arvak_core::Instant;

use crate::Place;
use crate::mistake::{Mistake, Told};

/// Groups that govern, by the end of their SID: in the domain (`S-1-5-21-…-512`) and built in (`S-1-5-32-544`).
const BY_SID: [(&str, &str); 9] = [
    ("-512", "Domain Admins"),
    ("-518", "Schema Admins"),
    ("-519", "Enterprise Admins"),
    ("-520", "Group Policy Creator Owners"),
    ("S-1-5-32-544", "Administrators"),
    ("S-1-5-32-548", "Account Operators"),
    ("S-1-5-32-549", "Server Operators"),
    ("S-1-5-32-550", "Print Operators"),
    ("S-1-5-32-551", "Backup Operators"),
];

/// The same by the names that they have in English and Norwegian.
const BY_NAME: [(&str, &str); 18] = [
    ("domain admins", "Domain Admins"),
    ("domeneadministratorer", "Domain Admins"),
    ("schema admins", "Schema Admins"),
    ("skjemaadministratorer", "Schema Admins"),
    ("enterprise admins", "Enterprise Admins"),
    ("organisasjonsadministratorer", "Enterprise Admins"),
    ("foretaksadministratorer", "Enterprise Admins"),
    ("group policy creator owners", "Group Policy Creator Owners"),
    ("administrators", "Administrators"),
    ("administratorer", "Administrators"),
    ("account operators", "Account Operators"),
    ("kontooperatører", "Account Operators"),
    ("server operators", "Server Operators"),
    ("serveroperatører", "Server Operators"),
    ("print operators", "Print Operators"),
    ("skriveroperatører", "Print Operators"),
    ("backup operators", "Backup Operators"),
    ("sikkerhetskopioperatører", "Backup Operators"),
];

/// The primary group of domain controllers, writable and read-only.
const CONTROLLERS: [&str; 2] = ["516", "521"];

/// Seconds from 1601, where Windows begins to count, to 1970.
const WINDOWS_EPOCH_SECONDS: i64 = 11_644_473_600;

#[expect(clippy::struct_excessive_bools, reason = "each is one property of the directory")]
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Account {
    pub(super) place: Place,
    pub(super) name: String,
    pub(super) dns_name: String,
    pub(super) is_computer: bool,
    pub(super) is_group: bool,
    pub(super) is_controller: bool,
    /// Nothing when the file does not say.
    pub(super) enabled: Option<bool>,
    /// The groups that govern which it belongs to.
    pub(super) governs: Vec<&'static str>,
    pub(super) has_mail: bool,
    pub(super) is_service: bool,
    pub(super) password_lasts: bool,
    pub(super) last_logon: Option<Instant>,
}

impl Account {
    pub(super) fn read(value: &dyn Fn(&[&str]) -> String, place: Place, told: &mut Told) -> Self {
        let account_name = value(&["samaccountname"]);
        let name = if account_name.is_empty() { value(&["name"]) } else { account_name };
        let class = value(&["objectclass"]).to_lowercase();
        let distinguished = value(&["distinguishedname"]).to_lowercase();
        let dns_name = value(&["dnshostname"]).to_lowercase();
        let is_computer = class.contains("computer") || !dns_name.is_empty();
        let managed = class.contains("managedserviceaccount");
        let names = value(&["serviceprincipalname", "serviceprincipalnames"]);
        let mut flag = |names: &'static [&'static str]| flag(&value(names), names, &place, told);
        let enabled = flag(&["enabled"]);
        let password_lasts = flag(&["passwordneverexpires"]) == Some(true);
        let mut governs = Vec::new();
        let sid = value(&["groupsid"]);
        governs.extend(of_sid(&sid).or_else(|| of_name(&value(&["group", "gruppe"]))));
        let member_of = value(&["memberof"]);
        if is_cut_off(&member_of) {
            told.tell(Mistake::new(place.clone(), "cut_off").with("field", "MemberOf"));
        }
        for group in member_of.split([';', '|', '\n']) {
            governs.extend(of_name(common_name(group)));
        }
        governs.sort_unstable();
        governs.dedup();
        let logon = [value(&["lastlogontimestamp"]), value(&["lastlogondate"])];
        let controllers = distinguished.contains("ou=domain controllers");
        Self {
            is_computer: is_computer && !managed,
            is_group: class == "group",
            is_controller: controllers
                || CONTROLLERS.contains(&value(&["primarygroupid"]).as_str()),
            enabled,
            governs,
            has_mail: value(&["mail", "emailaddress"]).contains('@'),
            is_service: managed || (!names.is_empty() && !is_cut_off(&names) && !is_computer),
            password_lasts,
            last_logon: logon.iter().find_map(|text| time(text)),
            name,
            dns_name,
            place,
        }
    }

    /// The name without the sign that ends those of computers.
    pub(super) fn plain_name(&self) -> String {
        self.name.trim_end_matches('$').to_lowercase()
    }
}

fn flag(text: &str, names: &[&'static str], place: &Place, told: &mut Told) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "" => None,
        "true" | "sann" | "1" => Some(true),
        "false" | "usann" | "0" => Some(false),
        other => {
            let field = names.first().copied().unwrap_or_default();
            let mistake = Mistake::new(place.clone(), "unknown_word").with("field", field);
            told.tell(mistake.with("word", other).with("allowed", "True, False"));
            None
        }
    }
}

/// `Export-Csv` writes a list of values as the name of its type.
fn is_cut_off(text: &str) -> bool {
    text.starts_with("Microsoft.") || text.starts_with("System.")
}

fn of_sid(sid: &str) -> Option<&'static str> {
    let sid = sid.trim();
    let in_domain = sid.starts_with("S-1-5-21-");
    BY_SID
        .iter()
        .find(
            |(end, _)| {
                if end.starts_with('-') { in_domain && sid.ends_with(end) } else { sid == *end }
            },
        )
        .map(|(_, name)| *name)
}

fn of_name(name: &str) -> Option<&'static str> {
    let name = name.trim().to_lowercase();
    BY_NAME.iter().find(|(known, _)| *known == name).map(|(_, group)| *group)
}

/// `CN=Domain Admins,CN=Users,DC=…` is `Domain Admins`.
fn common_name(text: &str) -> &str {
    let text = text.trim();
    let name = text.strip_prefix("CN=").or(text.strip_prefix("cn="));
    name.map_or(text, |name| name.split(',').next().unwrap_or_default())
}

/// A time as PowerShell writes it: RFC 3339, Windows' own count, JSON's `/Date(…)/`, or day, month, year and time of day as
/// Norwegian and ISO writing has them. In another country's order the day cannot be told, and there is none.
fn time(text: &str) -> Option<Instant> {
    let text = text.trim();
    if let Some(inner) = text.strip_prefix("/Date(") {
        return inner.split([')', '+']).next()?.parse().ok().map(Instant::from_millis);
    }
    if let Ok(ticks) = text.parse::<i64>() {
        let millis = (ticks / 10_000).checked_sub(WINDOWS_EPOCH_SECONDS * 1_000)?;
        return (ticks > 0).then_some(Instant::from_millis(millis));
    }
    if let Ok(instant) = text.parse() {
        return Some(instant);
    }
    let (date, clock) = text.split_once([' ', 'T']).unwrap_or((text, "00:00:00"));
    let date = match date.split('.').collect::<Vec<_>>().as_slice() {
        [day, month, year] if year.len() == 4 => format!("{year}-{month:0>2}-{day:0>2}"),
        _ => date.to_owned(),
    };
    let clock = clock.trim().replace('.', ":");
    let clock = match clock.split(':').collect::<Vec<_>>().as_slice() {
        [hour, minute] => format!("{hour:0>2}:{minute:0>2}:00"),
        [hour, minute, second] => format!("{hour:0>2}:{minute:0>2}:{second:0>2}"),
        _ => return None,
    };
    // Without a zone it is the console's own time; an hour or two do not matter to what is asked.
    format!("{date}T{clock}Z").parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_powershell_writes_them() {
        for text in [
            "2026-01-05T08:30:00Z",
            "05.01.2026 08:30:00",
            "5.1.2026 8.30",
            "2026-01-05 08:30:00",
            "/Date(1767601800000)/",
            "134120754000000000",
        ] {
            assert_eq!(time(text), Some("2026-01-05T08:30:00Z".parse().unwrap()), "{text}");
        }
        for text in ["", "0", "1/5/2026 8:30:00 AM", "aldri", "-5", "/Date(x)/"] {
            assert_eq!(time(text), None, "{text}");
        }
    }

    #[test]
    fn groups_are_known_by_sid_and_by_name_in_two_languages() {
        assert_eq!(of_sid("S-1-5-21-1-2-3-512"), Some("Domain Admins"));
        assert_eq!(of_sid("S-1-5-32-551"), Some("Backup Operators"));
        assert_eq!(of_sid("S-1-5-21-1-2-3-1512"), None);
        assert_eq!(of_sid("S-1-5-32-512"), None);
        assert_eq!(
            of_name(common_name("CN=Domeneadministratorer,CN=Users,DC=x")),
            Some("Domain Admins")
        );
        assert_eq!(of_name("IKT-drift"), None);
    }
}
