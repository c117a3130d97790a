//! Proof that something does not exist: NSEC records (RFC 4035, section 3.1.3).

use hickory_proto::dnssec::rdata::{DNSSECRData, NSEC};
use hickory_proto::rr::{Name, RData, Record};

use super::zone::View;

/// Whether `name` exists in the zone: it has records, or a name below it has.
pub(super) fn exists(view: &View<'_>, name: &Name) -> bool {
    view.keys().any(|owner| name.zone_of(owner))
}

/// The NSEC records that show that `name` does not exist, or has no records of a type.
pub(super) fn proof(view: &View<'_>, origin: &Name, name: &Name, ttl: u32) -> Vec<Record> {
    let mut owners = vec![covering(view, origin, name)];
    if !exists(view, name) {
        let mut closest = name.base_name();
        while !exists(view, &closest) && closest.num_labels() > origin.num_labels() {
            closest = closest.base_name();
        }
        if let Ok(wildcard) = closest.prepend_label("*") {
            owners.push(covering(view, origin, &wildcard));
        }
    }
    owners.sort();
    owners.dedup();
    owners.into_iter().map(|owner| nsec(view, origin, owner, ttl)).collect()
}

/// The last name of the zone that is not after `name` in canonical order.
fn covering<'a>(view: &View<'a>, origin: &'a Name, name: &Name) -> &'a Name {
    view.range::<Name, _>(..=name).next_back().map_or(origin, |(owner, _)| owner)
}

fn nsec(view: &View<'_>, origin: &Name, owner: &Name, ttl: u32) -> Record {
    let next = view.keys().find(|name| **name > owner).map_or(origin, |name| name);
    let kinds = view.get(owner).into_iter().flat_map(|kinds| kinds.keys().copied());
    let nsec = NSEC::new_cover_self(next.clone(), kinds);
    Record::from_rdata(owner.clone(), ttl, RData::DNSSEC(DNSSECRData::NSEC(nsec)))
}
