//! The key of a signed zone, and the signatures it makes (RFC 4034, Ed25519 by RFC 8080).

use std::collections::BTreeMap;

use hickory_proto::dnssec::crypto::Ed25519SigningKey;
use hickory_proto::dnssec::rdata::sig::SigInput;
use hickory_proto::dnssec::rdata::{DNSKEY, DNSSECRData, DS, RRSIG};
use hickory_proto::dnssec::{DigestType, PublicKeyBuf, SigningKey, TBS};
use hickory_proto::rr::{DNSClass, Name, RData, Record, RecordType, SerialNumber};

use arvak_core::Instant;

/// How long before now a signature begins, and how long after now it ends.
const BEFORE_S: i64 = 3_600;
const AFTER_S: i64 = 14 * 86_400;

/// One key that signs both the zone's keys and its data.
pub(super) struct Signer {
    key: Ed25519SigningKey,
    public: PublicKeyBuf,
    dnskey: DNSKEY,
    key_tag: u16,
    origin: Name,
}

impl Signer {
    /// Makes a new key for the zone at `origin`.
    pub(super) fn new(origin: Name) -> Result<Self, String> {
        let pkcs8 = Ed25519SigningKey::generate_pkcs8().map_err(|e| e.to_string())?;
        let key = Ed25519SigningKey::from_pkcs8(&pkcs8).map_err(|e| e.to_string())?;
        let public = key.to_public_key().map_err(|e| e.to_string())?;
        let dnskey = DNSKEY::from_key(&public);
        let key_tag = dnskey.calculate_key_tag().map_err(|e| e.to_string())?;
        Ok(Self { key, public, dnskey, key_tag, origin })
    }

    /// The zone's DNSKEY.
    pub(super) fn dnskey(&self) -> RData {
        RData::DNSSEC(DNSSECRData::DNSKEY(self.dnskey.clone()))
    }

    /// The DS for the parent.
    pub(super) fn ds(&self) -> Result<RData, String> {
        DS::from_key(&self.public, &self.origin, DigestType::SHA256)
            .map(|ds| RData::DNSSEC(DNSSECRData::DS(ds)))
            .map_err(|e| e.to_string())
    }

    /// Signs every set among `records` that the zone is authoritative for, and adds the signatures.
    pub(super) fn sign(&self, records: &mut Vec<Record>, now: Instant) -> Option<()> {
        let mut sets: BTreeMap<(Name, RecordType), Vec<Record>> = BTreeMap::new();
        for record in records.iter() {
            let set = (record.name.clone(), record.record_type());
            sets.entry(set).or_default().push(record.clone());
        }
        for ((name, kind), set) in sets {
            let ttl = set.first()?.ttl;
            let input = self.input(&name, kind, ttl, now)?;
            let tbs = TBS::from_input(&name, DNSClass::IN, &input, set.iter()).ok()?;
            let signature = self.key.sign(&tbs).ok()?;
            let rrsig = DNSSECRData::RRSIG(RRSIG::from_sig(input, signature));
            records.push(Record::from_rdata(name, ttl, RData::DNSSEC(rrsig)));
        }
        Some(())
    }

    fn input(&self, name: &Name, kind: RecordType, ttl: u32, now: Instant) -> Option<SigInput> {
        let now_s = now.as_millis().div_euclid(1000);
        // RFC 4034, section 3.1.5: seconds since 1970 in serial number arithmetic.
        let serial = |moment: i64| u32::try_from(moment.rem_euclid(1 << 32)).map(SerialNumber::new);
        Some(SigInput {
            type_covered: kind,
            algorithm: self.key.algorithm(),
            num_labels: name.num_labels(),
            original_ttl: ttl,
            sig_expiration: serial(now_s.saturating_add(AFTER_S)).ok()?,
            sig_inception: serial(now_s.saturating_sub(BEFORE_S)).ok()?,
            key_tag: self.key_tag,
            signer_name: self.origin.clone(),
        })
    }
}
