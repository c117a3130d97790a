//! Tenants of vendors: what lets us ask is sealed for its name.

use arvak_core::{EntityId, Instant};
use arvak_store::Seal;

use crate::support::{Place, clock, create};

#[tokio::test]
async fn a_tenant_opens_with_the_folders_key_and_under_its_own_name_alone() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let folder = create(&place.path(), &clock()).await;
    let other = create(&elsewhere.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let (first, later) = (Instant::from_millis(1_000), Instant::from_millis(2_000));
    let services: Vec<EntityId> =
        ["service/m365", "service/teams"].map(|id| id.parse().unwrap()).into();
    assert!(operation.add_tenant(&seal, ("a", b"one"), &services, first).await.unwrap());
    assert!(!operation.add_tenant(&seal, ("a", b"two"), &[], later).await.unwrap());
    assert!(!operation.rotate_tenant(&seal, ("b", b"two"), later).await.unwrap());
    assert!(operation.rotate_tenant(&seal, ("a", b"two"), later).await.unwrap());
    let target = operation.tenant_target(&seal, "a").await.unwrap();
    assert_eq!(target.as_deref(), Some(b"two".as_slice()));
    assert_eq!(operation.tenant_target(&seal, "b").await.unwrap(), None);
    let wrong = Seal::open(other.layout()).unwrap();
    assert!(operation.tenant_target(&wrong, "a").await.is_err());
    let rows = operation.tenants().await.unwrap();
    let row = rows.first().unwrap();
    assert_eq!((&row.services, row.made_at, row.rotated_at), (&services, first, later));
    assert!(operation.remove_tenant("a").await.unwrap());
    assert!(!operation.remove_tenant("a").await.unwrap());
    assert_eq!(operation.tenants().await.unwrap(), []);
}
