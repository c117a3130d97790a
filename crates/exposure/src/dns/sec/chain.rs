//! The chain of trust, followed from a known key down to an answer (RFC 4035 section 5).

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::anchor::TrustAnchor;
use super::key::{Dnskey, Ds};
use super::name::Name;
use super::nsec::Denied;
use super::rrsig::{InTime, KEYS_PER_TAG_MAX, Rrsig, SIGNATURES_MAX, Set};
use super::verdict::{Flaw, Gap, Security};
use super::wire::{Message, Record, kind};

/// Most aliases that are followed from one name.
const ALIASES_MAX: usize = 8;

/// Most keys of one zone, and most digests of its parent, that are looked at.
const KEYS_MAX: usize = 32;

/// Most signatures that are checked in one look, all zones together.
const CHECKS_MAX: u32 = 600;

/// A question: a name and a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Asked {
    /// The name.
    pub(crate) name: Name,
    /// The type.
    pub(crate) kind: u16,
}

/// Why the chain is followed no further.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    Lacks(Asked),
    Insecure(Gap),
    Bogus(Flaw, Name),
    Unknown(String),
}

/// A zone whose keys are known to be its own.
#[derive(Clone, Debug)]
pub(super) struct Zone {
    pub(super) name: Name,
    keys: Vec<Dnskey>,
}

/// Says whether answers are secure, from the messages that it was given.
#[derive(Debug)]
pub(crate) struct Validator {
    anchor: TrustAnchor,
    now_s: u32,
    replies: BTreeMap<Asked, Message>,
    /// Zones that were reached already.
    zones: RefCell<BTreeMap<Name, Zone>>,
    checks_left: Cell<u32>,
}

impl Validator {
    /// Trusts `anchor`; signatures must be in time at `now_s`, in seconds since 1970, as they wrap
    /// around on the wire.
    pub(crate) fn new(anchor: TrustAnchor, now_s: u32) -> Self {
        Self {
            anchor,
            now_s,
            replies: BTreeMap::new(),
            zones: RefCell::default(),
            checks_left: Cell::new(CHECKS_MAX),
        }
    }

    /// Takes in the answer to a question; the first counts.
    pub(crate) fn add(&mut self, asked: Asked, message: Message) {
        self.replies.entry(asked).or_insert(message);
    }

    /// The message that answers a question, when there is one.
    pub(crate) fn received(&self, asked: &Asked) -> Option<&Message> {
        self.replies.get(asked)
    }

    /// Whether the answer to a question is secure; the error is a question whose answer it lacks.
    pub(crate) fn judge(&self, asked: &Asked) -> Result<Security, Asked> {
        match self.follow(asked) {
            Ok(()) => Ok(Security::Secure),
            Err(Stop::Lacks(asked)) => Err(asked),
            Err(Stop::Insecure(gap)) => Ok(Security::Insecure(gap)),
            Err(Stop::Bogus(flaw, at)) => Ok(Security::Bogus { flaw, at }),
            Err(Stop::Unknown(code)) => Ok(Security::Indeterminate(code)),
        }
    }

    fn follow(&self, asked: &Asked) -> Result<(), Stop> {
        let kind = asked.kind;
        let (mut at, mut message) = (asked.name.clone(), self.message(&asked.name, kind)?);
        for _ in 0..ALIASES_MAX {
            if let Some(set) = Set::of(&message.answers, &at, kind) {
                return self.there(message, &set);
            }
            let Some(alias) = alias_of(message, &at) else {
                return self.not_there(message, &at, kind);
            };
            self.there(message, &alias)?;
            at = target(&alias, &at).ok_or_else(|| Stop::Unknown("dnssec.bad_alias".to_owned()))?;
            if !message.answers.iter().any(|record| record.name == at) {
                message = self.message(&at, kind)?;
            }
        }
        Err(Stop::Unknown("dnssec.alias_loop".to_owned()))
    }

    fn message(&self, name: &Name, kind: u16) -> Result<&Message, Stop> {
        let asked = Asked { name: name.clone(), kind };
        let Some(message) = self.replies.get(&asked) else { return Err(Stop::Lacks(asked)) };
        match message.rcode() {
            0 | 3 => Ok(message),
            2 => Err(Stop::Unknown("dns.servfail".to_owned())),
            5 => Err(Stop::Unknown("dns.refused".to_owned())),
            _ => Err(Stop::Unknown("dns.rcode".to_owned())),
        }
    }

    /// Records that are there: their signature, and where they were made of a wildcard, that nothing
    /// stands closer.
    fn there(&self, message: &Message, set: &Set<'_>) -> Result<(), Stop> {
        let zone = self.zone_of(set.name, set.kind, &set.signatures)?;
        let signature = self.check(&zone, set)?;
        match signature.wildcard(set.name) {
            Some(encloser) => self.nothing_closer(message, &zone, set.name, &encloser),
            None => Ok(()),
        }
    }

    fn not_there(&self, message: &Message, name: &Name, kind: u16) -> Result<(), Stop> {
        let proofs = [kind::NSEC, kind::NSEC3, kind::SOA];
        let sets = proofs.iter().flat_map(|kind| Set::all_of(message, *kind));
        let signatures: Vec<Rrsig> = sets.flat_map(|set| set.signatures).collect();
        let zone = self.zone_of(name, kind, &signatures)?;
        match self.denied(message, &zone, name, kind)? {
            Denied::OptOut => Err(Stop::Insecure(Gap::OptOut)),
            // The zone does not answer for a name that it has delegated.
            Denied::NoData { .. } | Denied::NoName => Ok(()),
        }
    }

    /// The zone whose keys should have signed records at `name`. The signer that a signature names is
    /// tried first: when it is a zone of the chain, nothing between it and the name need be asked.
    fn zone_of(&self, name: &Name, kind: u16, signatures: &[Rrsig]) -> Result<Zone, Stop> {
        // A DS belongs to the zone above.
        let from = if kind == kind::DS { name.parent() } else { name.clone() };
        let (anchored, _) = self.above(&from)?;
        let may_be = |signer: &&Name| from.is_within(signer) && signer.is_within(anchored);
        let signer = signatures.iter().map(|signature| &signature.signer).find(may_be);
        if let Some(signer) = signer {
            let zone = self.zone(signer)?;
            if zone.name == *signer {
                return Ok(zone);
            }
        }
        self.zone(&from)
    }

    fn above(&self, name: &Name) -> Result<(&Name, &super::anchor::Trusted), Stop> {
        self.anchor.above(name).ok_or_else(|| Stop::Unknown("dnssec.no_anchor".to_owned()))
    }

    /// The zone that `name` lies in, step by step from the known key.
    fn zone(&self, name: &Name) -> Result<Zone, Stop> {
        let (anchored, trusted) = self.above(name)?;
        let mut zone = match self.reached(anchored) {
            Some(zone) => zone,
            None => self.zone_with(anchored, &trusted.digests, &trusted.keys)?,
        };
        for length in anchored.len() + 1..=name.len() {
            let step = name.last(length);
            if let Some(reached) = self.reached(&step) {
                zone = reached;
                continue;
            }
            match self.delegation(&zone, &step)? {
                Delegation::To(digests) => zone = self.zone_with(&step, &digests, &[])?,
                Delegation::None => {}
                Delegation::Nowhere => break,
            }
        }
        Ok(zone)
    }

    fn reached(&self, name: &Name) -> Option<Zone> {
        self.zones.borrow().get(name).cloned()
    }

    /// What `zone` says of a name below it: another zone, or not.
    fn delegation(&self, zone: &Zone, step: &Name) -> Result<Delegation, Stop> {
        let message = self.message(step, kind::DS)?;
        if let Some(set) = Set::of(&message.answers, step, kind::DS) {
            self.check(zone, &set)?;
            let digests = set.records.iter().take(KEYS_MAX).filter_map(|r| Ds::read(&r.data));
            return Ok(Delegation::To(digests.collect()));
        }
        if let Some(alias) = alias_of(message, step) {
            // An alias has nothing besides, so it is no zone (RFC 1034 section 3.6.2).
            self.check(zone, &alias)?;
            return Ok(Delegation::None);
        }
        match self.denied(message, zone, step, kind::DS)? {
            Denied::NoData { is_cut: true } => Err(Stop::Insecure(Gap::NoDs)),
            Denied::NoData { is_cut: false } => Ok(Delegation::None),
            Denied::OptOut => Err(Stop::Insecure(Gap::OptOut)),
            Denied::NoName => Ok(Delegation::Nowhere),
        }
    }

    /// The zone of that name with its keys: one of them is vouched for by a digest or is known, and
    /// has signed them all.
    fn zone_with(&self, name: &Name, digests: &[Ds], known: &[Dnskey]) -> Result<Zone, Stop> {
        let digests = usable(digests);
        let can_check =
            known.iter().any(|key| super::strength(key.algorithm) > super::Strength::Unsupported);
        if digests.is_empty() && !can_check {
            return Err(Stop::Insecure(Gap::Unsupported));
        }
        let message = self.message(name, kind::DNSKEY)?;
        let bogus = |flaw| Stop::Bogus(flaw, name.clone());
        let set =
            Set::of(&message.answers, name, kind::DNSKEY).ok_or_else(|| bogus(Flaw::NoKeys))?;
        let read = |record: &&Record| Dnskey::read(&record.data);
        let keys: Vec<Dnskey> = set.records.iter().take(KEYS_MAX).filter_map(read).collect();
        let is_trusted = |key: &&Dnskey| {
            known.contains(key) || digests.iter().any(|digest| digest.matches(name, key))
        };
        let trusted: Vec<Dnskey> = keys.iter().filter(is_trusted).cloned().collect();
        if trusted.is_empty() {
            let is_named = keys.iter().any(|key| digests.iter().any(|digest| digest.names(key)));
            return Err(bogus(if is_named { Flaw::DsMismatch } else { Flaw::NoMatchingKey }));
        }
        self.check(&Zone { name: name.clone(), keys: trusted }, &set)?;
        let zone = Zone { name: name.clone(), keys };
        self.zones.borrow_mut().insert(name.clone(), zone.clone());
        Ok(zone)
    }

    /// A signature of the zone's keys over the set; else the flaw that tells most.
    pub(super) fn check<'s>(&self, zone: &Zone, set: &'s Set<'_>) -> Result<&'s Rrsig, Stop> {
        let mut worst = Flaw::NoSignature;
        for signature in set.signatures.iter().take(SIGNATURES_MAX) {
            match self.check_one(zone, set, signature)? {
                None => return Ok(signature),
                Some(flaw) => worst = worst.max(flaw),
            }
        }
        Err(Stop::Bogus(worst, set.name.clone()))
    }

    fn check_one(
        &self,
        zone: &Zone,
        set: &Set<'_>,
        signature: &Rrsig,
    ) -> Result<Option<Flaw>, Stop> {
        if signature.signer != zone.name || !set.name.is_within(&zone.name) {
            return Ok(Some(Flaw::OtherSigner));
        }
        match signature.is_in_time(self.now_s) {
            InTime::Expired => return Ok(Some(Flaw::Expired)),
            InTime::NotYet => return Ok(Some(Flaw::NotYetValid)),
            InTime::Yes => {}
        }
        if !signature.fits(set.name) {
            return Ok(Some(Flaw::BadSignature));
        }
        let mut flaw = Flaw::NoMatchingKey;
        let may_have = |key: &&Dnskey| {
            key.tag() == signature.tag && key.algorithm == signature.algorithm && key.signs_zone()
        };
        for key in zone.keys.iter().filter(may_have).take(KEYS_PER_TAG_MAX) {
            let left = self.checks_left.get().checked_sub(1);
            let left = left.ok_or_else(|| Stop::Unknown("dnssec.too_much_work".to_owned()))?;
            self.checks_left.set(left);
            if signature.is_by(key, set) {
                return Ok(None);
            }
            flaw = Flaw::BadSignature;
        }
        Ok(Some(flaw))
    }
}

enum Delegation {
    /// To a zone whose keys have these digests.
    To(Vec<Ds>),
    /// The name is no zone of its own.
    None,
    /// Neither the name nor anything below it is there.
    Nowhere,
}

/// The digests that can be checked; those of SHA-1 only when there is no better one (RFC 4509
/// section 3).
fn usable(digests: &[Ds]) -> Vec<Ds> {
    let supported = || digests.iter().filter(|digest| digest.is_supported());
    let has_better = supported().any(|digest| digest.digest_type != 1);
    supported().filter(|digest| !has_better || digest.digest_type != 1).cloned().collect()
}

/// The alias that stands for `at` in an answer. A DNAME above it makes the CNAME, which then has no
/// signature of its own (RFC 6672 section 5.3.1).
fn alias_of<'m>(message: &'m Message, at: &Name) -> Option<Set<'m>> {
    let whole = |record: &&Record| {
        record.kind == kind::DNAME && at.is_within(&record.name) && *at != record.name
    };
    let tree = message.answers.iter().find(whole);
    tree.and_then(|record| Set::of(&message.answers, &record.name, kind::DNAME))
        .or_else(|| Set::of(&message.answers, at, kind::CNAME))
}

/// Where an alias leads; nothing when it says two things.
fn target(alias: &Set<'_>, at: &Name) -> Option<Name> {
    let [record] = &*alias.records else { return None };
    let named = super::wire::Reader::new(&record.data).name()?;
    if alias.kind == kind::DNAME { at.moved(alias.name, &named) } else { Some(named) }
}
