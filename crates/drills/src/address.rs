//! Where a supplier's system posts, and the key that it signs with: one of each for a supplier, since who posts to an address of a single
//! drill would know that there is one.

use arvak_core::{Digest, EntityId, Instant};
use arvak_store::drafts::salt;
use arvak_store::{Folder, Seal};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::Result;

/// The address of a supplier.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// 256 random bits as 64 hexadecimal digits: the end of the address.
    pub code: String,
    /// What its posts are signed with: 64 bytes that hold as many random bits.
    key: String,
}

impl Address {
    /// The key.
    pub fn key(&self) -> &[u8] {
        self.key.as_bytes()
    }

    /// The key as Standard Webhooks writes it.
    pub fn key_written(&self) -> String {
        format!("whsec_{}", STANDARD.encode(&self.key))
    }
}

/// SHA-256 of a code, as it is kept.
pub fn hash(code: &str) -> Digest {
    Digest::of(code.as_bytes())
}

/// Makes a new address with a new key for a supplier; those before are worth nothing from now on. Plans that are sealed keep the key
/// that they were sealed with.
pub async fn make(folder: &Folder, supplier: &EntityId, now: Instant) -> Result<Address> {
    let address =
        Address { code: format!("{}{}", salt()?, salt()?), key: format!("{}{}", salt()?, salt()?) };
    let (seal, secret) = (Seal::open(folder.layout())?, serde_json::to_vec(&address)?);
    let kept = (hash(&address.code).0, secret);
    folder.operation().add_drill_address(&seal, (&kept.0, &kept.1), supplier, now).await?;
    Ok(address)
}

/// The address of a supplier, when it has one.
pub async fn of(folder: &Folder, supplier: &EntityId) -> Result<Option<Address>> {
    let seal = Seal::open(folder.layout())?;
    let secret = folder.operation().drill_address_secret(&seal, supplier).await?;
    Ok(secret.map(|secret| serde_json::from_slice(&secret)).transpose()?)
}

/// Takes it back; `false` when there is none.
pub async fn revoke(folder: &Folder, supplier: &EntityId, now: Instant) -> Result<bool> {
    Ok(folder.operation().revoke_drill_address(supplier, now).await?)
}

/// The key for a plan: the one that was handed in, else that of the supplier's address, where a webhook may tell us.
pub(crate) async fn key_for(
    folder: &Folder,
    definition: &arvak_core::drill::Definition,
    handed_in: Option<Vec<u8>>,
) -> Result<Option<Vec<u8>>> {
    let asks = definition.expect.channels.contains(&arvak_core::drill::Channel::Webhook);
    if handed_in.is_some() || !asks {
        return Ok(handed_in);
    }
    Ok(of(folder, &definition.expect.supplier).await?.map(|one| one.key().to_vec()))
}
