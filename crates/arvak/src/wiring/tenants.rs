//! The tenants of a data folder: unsealed for the probes that ask about them, and for nothing else.

use std::collections::BTreeMap;
use std::sync::Arc;

use arvak_core::EntityId;
use arvak_probe::{Probe, Roots};
use arvak_store::{Folder, Seal};
use arvak_tenants::{Entra, EntraPolicy, Google, GooglePolicy, Tenant, parse};

/// The probes that ask vendors. A tenant that a newer program wrote is left out: nothing is asked then, and what is known
/// grows old.
pub(crate) async fn probes(folder: &Folder, roots: Roots) -> anyhow::Result<Vec<Arc<dyn Probe>>> {
    let operation = folder.operation();
    let (mut entra, mut google): (BTreeMap<EntityId, Entra>, BTreeMap<EntityId, Google>) =
        Default::default();
    let rows = operation.tenants().await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let seal = Seal::open(folder.layout())?;
    for row in rows {
        let target = operation.tenant_target(&seal, &row.name).await?;
        match target.and_then(|target| parse(&target).ok()) {
            Some(Tenant::Entra(tenant)) => {
                entra.extend(row.services.into_iter().map(|service| (service, tenant.clone())));
            }
            Some(Tenant::Google(tenant)) => {
                google.extend(row.services.into_iter().map(|service| (service, tenant.clone())));
            }
            None => {}
        }
    }
    Ok(vec![
        Arc::new(EntraPolicy::new(entra, roots.clone())),
        Arc::new(GooglePolicy::new(google, roots)),
    ])
}

/// Those probes, to judge what was seen.
pub(crate) fn judges() -> [Box<dyn Probe>; 2] {
    [Box::new(EntraPolicy::judge_alone()), Box::new(GooglePolicy::judge_alone())]
}
