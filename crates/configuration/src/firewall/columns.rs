//! The columns of a rule list, by the names that people and products give them.

use crate::Place;
use crate::mistake::Mistake;
use crate::table::Table;

const ACTION: &[&str] =
    &["action", "handling", "tiltak", "verdict", "permission", "ruleaction", "target"];
const SOURCE: &[&str] = &[
    "source",
    "src",
    "kilde",
    "kjelde",
    "fra",
    "frå",
    "from",
    "sourceaddress",
    "sourceaddresses",
    "srcaddr",
    "srcaddress",
    "sourcenetwork",
    "sourcenetworks",
    "sourceip",
    "srcip",
    "kildeadresse",
    "kjeldeadresse",
    "kildeip",
    "remoteaddress",
];
const SOURCE_ZONE: &[&str] = &[
    "sourcezone",
    "srczone",
    "fromzone",
    "sourcezones",
    "srcintf",
    "sourceinterface",
    "incominginterface",
    "kildesone",
    "kjeldesone",
    "frasone",
    "fråsone",
];
const DESTINATION: &[&str] = &[
    "destination",
    "dst",
    "dest",
    "mål",
    "til",
    "to",
    "destinationaddress",
    "destinationaddresses",
    "dstaddr",
    "dstaddress",
    "destinationnetwork",
    "destinationnetworks",
    "destinationip",
    "dstip",
    "måladresse",
    "målip",
    "localaddress",
];
const DESTINATION_ZONE: &[&str] = &[
    "destinationzone",
    "dstzone",
    "tozone",
    "destinationzones",
    "dstintf",
    "destinationinterface",
    "outgoinginterface",
    "målsone",
    "tilsone",
];
const SERVICE: &[&str] = &["service", "services", "tjeneste", "tjenester", "teneste", "tenester"];
const PORT: &[&str] = &[
    "port",
    "ports",
    "porter",
    "portar",
    "dstport",
    "destport",
    "destinationport",
    "destinationports",
    "målport",
    "localport",
];
const PROTOCOL: &[&str] = &["protocol", "proto", "protokoll", "ipprotocol"];
const ENABLED: &[&str] =
    &["enabled", "status", "state", "aktiv", "active", "ibruk", "påslått", "enable"];
const DISABLED: &[&str] = &["disabled", "deaktivert", "avslått", "inactive", "disable"];
const LOG: &[&str] = &["log", "logg", "logging", "logged", "logtraffic", "loggført", "track"];
const NAME: &[&str] =
    &["name", "navn", "namn", "rulename", "regelnavn", "regelnamn", "policyname", "rule", "regel"];
const NUMBER: &[&str] = &["nr", "no", "number", "nummer", "seq", "sequence", "order", "regelnr"];
const DIRECTION: &[&str] = &["direction", "retning"];

/// Columns that make a rule apply to less than its addresses and services say.
const NARROWING: &[&str] = &[
    "schedule",
    "tidsplan",
    "user",
    "users",
    "bruker",
    "brukere",
    "brukar",
    "brukarar",
    "application",
    "applications",
    "app",
    "url",
    "sourceport",
    "srcport",
    "kildeport",
    "kjeldeport",
    "country",
    "land",
    "geo",
    "when",
];

const ALL: [&[&str]; 15] = [
    ACTION,
    SOURCE,
    SOURCE_ZONE,
    DESTINATION,
    DESTINATION_ZONE,
    SERVICE,
    PORT,
    PROTOCOL,
    ENABLED,
    DISABLED,
    LOG,
    NAME,
    NUMBER,
    DIRECTION,
    NARROWING,
];

/// Whether a plain header means something in a rule list.
pub(super) fn is_known(header: &str) -> bool {
    ALL.iter().any(|names| names.contains(&header))
}

/// Where each column stands.
#[derive(Clone, Debug)]
pub(super) struct Columns {
    pub(super) action: u32,
    pub(super) source: u32,
    pub(super) source_zone: Option<u32>,
    pub(super) destination: u32,
    pub(super) destination_zone: Option<u32>,
    pub(super) service: Option<u32>,
    pub(super) port: Option<u32>,
    pub(super) protocol: Option<u32>,
    pub(super) enabled: Option<u32>,
    pub(super) disabled: Option<u32>,
    pub(super) log: Option<u32>,
    pub(super) name: Option<u32>,
    pub(super) number: Option<u32>,
    pub(super) direction: Option<u32>,
    pub(super) narrowing: Vec<u32>,
}

impl Columns {
    pub(super) fn of(table: &Table) -> Result<Self, Vec<Mistake>> {
        let mut mistakes = Vec::new();
        let mut need = |names: &[&'static str]| {
            table.column(names).unwrap_or_else(|| {
                let names = names.iter().take(6).copied().collect::<Vec<_>>().join(", ");
                mistakes.push(Mistake::new(Place::File, "missing_column").with("names", &names));
                0
            })
        };
        let (action, source, destination) = (need(ACTION), need(SOURCE), need(DESTINATION));
        let (service, port) = (table.column(SERVICE), table.column(PORT));
        if service.is_none() && port.is_none() {
            need(&["service", "tjeneste", "teneste", "port", "destinationport", "dstport"]);
        }
        let narrows =
            |(at, header): &(u32, String)| NARROWING.contains(&header.as_str()).then_some(*at);
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        Ok(Self {
            action,
            source,
            source_zone: table.column(SOURCE_ZONE),
            destination,
            destination_zone: table.column(DESTINATION_ZONE),
            service,
            port,
            protocol: table.column(PROTOCOL),
            enabled: table.column(ENABLED),
            disabled: table.column(DISABLED),
            log: table.column(LOG),
            name: table.column(NAME),
            number: table.column(NUMBER),
            direction: table.column(DIRECTION),
            narrowing: table.headers.iter().filter_map(narrows).collect(),
        })
    }
}
