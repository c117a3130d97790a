//! Zones in memory: made from the tables when the world starts, read as they are on a day.

use std::collections::BTreeMap;
use std::str::FromStr;

use hickory_proto::rr::rdata::{A, CAA, MX, NS, SOA, TXT};
use hickory_proto::rr::{Name, RData, RecordType};

use super::signer::Signer;
use super::table::{NAME_SERVER, PARENT, ZONES, ZoneTable, control_token};
use crate::DemoError;
use crate::calendar::{Since, on, within};
use crate::sites::{SHELLS, SITES};

/// All zones of the demonstration.
pub(crate) struct Zones(Vec<Zone>);

/// What stands in a zone on a day: names in canonical order, and their records by type.
pub(super) type View<'a> = BTreeMap<&'a Name, BTreeMap<RecordType, &'a [RData]>>;

/// Records of one name and type by day.
type Sets = BTreeMap<Name, BTreeMap<RecordType, Vec<Since<Vec<RData>>>>>;

/// One zone.
pub(super) struct Zone {
    /// Its apex.
    pub(super) origin: Name,
    /// Its key, when it is signed.
    pub(super) signer: Option<Signer>,
    failing: Option<(u32, u32)>,
    sets: Sets,
}

impl Zones {
    /// Makes all zones, with new keys.
    pub(crate) fn new() -> Result<Self, DemoError> {
        let mut zones = Vec::new();
        for table in ZONES {
            zones.push(child(table)?);
        }
        zones.push(parent(&zones)?);
        Ok(Self(zones))
    }

    /// The zone that answers for `name`; the parent when its delegation is asked for.
    pub(super) fn for_question(&self, name: &Name, kind: RecordType) -> Option<&Zone> {
        let answers = |zone: &&Zone| {
            zone.origin.zone_of(name)
                && !(kind == RecordType::DS && zone.origin == *name && !zone.is_parent())
        };
        self.0.iter().filter(answers).max_by_key(|zone| zone.origin.num_labels())
    }
}

impl Zone {
    /// Whether its server fails on `day`.
    pub(super) fn is_failing(&self, day: u32) -> bool {
        within(self.failing, day)
    }

    /// What stands in it on `day`.
    pub(super) fn view(&self, day: u32) -> View<'_> {
        let mut view = View::new();
        for (name, kinds) in &self.sets {
            for (kind, changes) in kinds {
                if let Some(data) = on(changes, day) {
                    view.entry(name).or_default().insert(*kind, data.as_slice());
                }
            }
        }
        view
    }

    fn is_parent(&self) -> bool {
        self.origin.num_labels() == 1
    }

    fn insert(&mut self, name: Name, day: u32, data: Vec<RData>) {
        let Some(kind) = data.first().map(RData::record_type) else { return };
        let changes = self.sets.entry(name).or_default().entry(kind).or_default();
        changes.push(Since { day, value: data });
    }
}

fn child(table: &ZoneTable) -> Result<Zone, DemoError> {
    let mut zone = empty(table.origin, table.signed)?;
    zone.failing = table.failing;
    let origin = zone.origin.clone();
    if let Some(host) = table.mail {
        zone.insert(origin.clone(), 0, vec![RData::MX(MX::new(10, name(host)?))]);
    }
    if let Some(issuer) = table.certificates_from {
        let caa = CAA::new_issue(false, Some(name(issuer)?), Vec::new());
        zone.insert(origin.clone(), 0, vec![RData::CAA(caa)]);
    }
    for (label, changes) in table.texts {
        for change in *changes {
            let data = vec![RData::TXT(TXT::new(vec![change.value.to_owned()]))];
            zone.insert(below(label, &origin)?, change.day, data);
        }
    }
    if let (Some(day), Some(token)) = (table.control_from_day, control_token(table.origin)) {
        let data = vec![RData::TXT(TXT::new(vec![format!("arvak-control={token}")]))];
        zone.insert(below("_arvak", &origin)?, day, data);
    }
    let sites = SITES.iter().map(|site| (site.host, site.address));
    let shells = SHELLS.iter().map(|shell| (shell.host, shell.address));
    for (host, address) in sites.chain(shells) {
        let host = name(&format!("{host}."))?;
        if origin.zone_of(&host) {
            zone.insert(host, 0, vec![RData::A(A(address))]);
        }
    }
    Ok(zone)
}

fn parent(children: &[Zone]) -> Result<Zone, DemoError> {
    let mut zone = empty(PARENT, true)?;
    for child in children {
        zone.insert(child.origin.clone(), 0, vec![RData::NS(NS(name(NAME_SERVER)?))]);
        if let Some(signer) = &child.signer {
            let ds = signer.ds().map_err(|reason| bad(&child.origin.to_string(), reason))?;
            zone.insert(child.origin.clone(), 0, vec![ds]);
        }
    }
    Ok(zone)
}

/// A zone with its SOA, NS and, when it is signed, DNSKEY.
fn empty(origin: &str, dnssec: bool) -> Result<Zone, DemoError> {
    let apex = name(origin)?;
    let key = dnssec.then(|| Signer::new(apex.clone())).transpose();
    let signer = key.map_err(|reason| bad(origin, reason))?;
    let mut zone = Zone { origin: apex.clone(), signer, failing: None, sets: Sets::new() };
    let contact = below("hostmaster", &apex)?;
    let soa = SOA::new(name(NAME_SERVER)?, contact, 1, 3_600, 900, 604_800, 300);
    zone.insert(apex.clone(), 0, vec![RData::SOA(soa)]);
    zone.insert(apex.clone(), 0, vec![RData::NS(NS(name(NAME_SERVER)?))]);
    if let Some(dnskey) = zone.signer.as_ref().map(Signer::dnskey) {
        zone.insert(apex, 0, vec![dnskey]);
    }
    Ok(zone)
}

fn name(text: &str) -> Result<Name, DemoError> {
    Name::from_str(text).map_err(|e| bad(text, e.to_string()))
}

fn below(label: &str, origin: &Name) -> Result<Name, DemoError> {
    match label {
        "" => Ok(origin.clone()),
        label => Name::parse(label, Some(origin)).map_err(|e| bad(label, e.to_string())),
    }
}

fn bad(name: &str, reason: String) -> DemoError {
    DemoError::Zone { name: name.to_owned(), reason }
}
