//! A visitor who is logged in.

use std::path::Path;
use std::sync::Arc;

use arvak_core::Instant;
use arvak_identity::{Factor, Factors, Role, Secret};
use arvak_probe::ManualClock;
use arvak_store::{Folder, NewAccount};

/// The secret of a session of an administrator who has shown two factors.
pub(super) async fn log_in(data: &Path, now: Instant) -> String {
    let folder = Folder::open(data, Arc::new(ManualClock::new(now))).await.unwrap();
    let operation = folder.operation();
    let secret = Secret::random().unwrap();
    let new = NewAccount {
        name: "Ada".to_owned(),
        user_name: format!("ada-{}", now.as_millis()),
        email: None,
        lang: "nb".to_owned(),
        roles: vec![Role::Administrator.name().to_owned(), Role::IctLead.name().to_owned()],
        units: Vec::new(),
    };
    let person = operation.add_account(&new, now).await.unwrap().unwrap();
    let factors = Factors::of([Factor::Passkey]).to_text();
    operation.add_session(secret.hash().as_bytes(), &person, &factors, "bench", now).await.unwrap();
    folder.close().await.unwrap();
    secret.reveal().to_owned()
}
