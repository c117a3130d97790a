//! That something is not there, as the zone itself proves it (RFC 4035 section 5.4, RFC 5155 section 8).

use super::chain::{Stop, Validator, Zone};
use super::name::Name;
use super::nsec::{self, Denied, Nsec};
use super::nsec3::{Chain, Nsec3};
use super::rrsig::Set;
use super::verdict::{Flaw, Gap};
use super::wire::{Message, kind};

/// Most records of a proof that are looked at; a full proof needs three.
const PROOFS_MAX: usize = 12;

/// Most labels of a name below its zone for which hashes are made (CVE-2023-50868).
const LABELS_HASHED_MAX: usize = 32;

impl Validator {
    /// What the authority section proves of a name and type.
    pub(super) fn denied(
        &self,
        message: &Message,
        zone: &Zone,
        name: &Name,
        asked: u16,
    ) -> Result<Denied, Stop> {
        let missing = || Stop::Bogus(Flaw::NoDenial, name.clone());
        let plain = self.nsecs(message, zone)?;
        if !plain.is_empty() {
            return nsec::denied(&plain, name, asked).ok_or_else(missing);
        }
        let hashed = self.nsec3s(message, zone, name)?;
        let chain = Chain::new(&zone.name, &hashed).ok_or_else(missing)?;
        chain.denied(name, asked).ok_or_else(missing)
    }

    /// That no name closer to `name` than the wildcard below `encloser` exists.
    pub(super) fn nothing_closer(
        &self,
        message: &Message,
        zone: &Zone,
        name: &Name,
        encloser: &Name,
    ) -> Result<(), Stop> {
        let missing = || Stop::Bogus(Flaw::NoDenial, name.clone());
        if nsec::covers(&self.nsecs(message, zone)?, name) {
            return Ok(());
        }
        let hashed = self.nsec3s(message, zone, name)?;
        let chain = Chain::new(&zone.name, &hashed).ok_or_else(missing)?;
        let gap = chain.no_closer(name, encloser).ok_or_else(missing)?;
        // Something unsigned may stand there.
        if gap.opts_out() { Err(Stop::Insecure(Gap::OptOut)) } else { Ok(()) }
    }

    fn nsecs(&self, message: &Message, zone: &Zone) -> Result<Vec<Nsec>, Stop> {
        let mut read = Vec::new();
        for set in Set::all_of(message, kind::NSEC).into_iter().take(PROOFS_MAX) {
            self.check_proof(zone, &set)?;
            read.extend(set.records.iter().filter_map(|record| Nsec::read(set.name, &record.data)));
        }
        Ok(read)
    }

    fn nsec3s(&self, message: &Message, zone: &Zone, name: &Name) -> Result<Vec<Nsec3>, Stop> {
        let mut read = Vec::new();
        for set in Set::all_of(message, kind::NSEC3).into_iter().take(PROOFS_MAX) {
            self.check_proof(zone, &set)?;
            let nsec3 = |data: &[u8]| Nsec3::read(&zone.name, set.name, data);
            read.extend(set.records.iter().filter_map(|record| nsec3(&record.data)));
        }
        let first = read.first();
        if first.is_some_and(|nsec3| !nsec3.settings.are_bearable()) {
            return Err(Stop::Insecure(Gap::Iterations));
        }
        if name.len().saturating_sub(zone.name.len()) > LABELS_HASHED_MAX {
            return Err(Stop::Unknown("dnssec.too_much_work".to_owned()));
        }
        Ok(read)
    }

    /// A proof that was made of a wildcard would prove things of names that it never was about.
    fn check_proof(&self, zone: &Zone, set: &Set<'_>) -> Result<(), Stop> {
        let signature = self.check(zone, set)?;
        match signature.wildcard(set.name) {
            Some(_) => Err(Stop::Bogus(Flaw::BadSignature, set.name.clone())),
            None => Ok(()),
        }
    }
}
