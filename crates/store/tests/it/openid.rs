//! Accounts of people who log in at an OpenID provider.

use arvak_core::Instant;
use arvak_store::{Account, NewAccount, OpenIdLogIn, OpenIdPerson, Operation, PersonId};

use crate::support::NOON;

const ISSUER: &str = "https://login.nordvik.example";

fn given(subject: &str, roles: &[&str]) -> OpenIdPerson {
    OpenIdPerson {
        issuer: ISSUER.to_owned(),
        subject: subject.to_owned(),
        name: "Kari Nordmann".to_owned(),
        user_name: "Kari".to_owned(),
        email: Some("Kari@Nordvik.example".to_owned()),
        lang: "nb".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        units: Vec::new(),
    }
}

async fn operation(directory: &tempfile::TempDir) -> Operation {
    Operation::open(&directory.path().join("operation.db")).await.unwrap()
}

async fn log_in(operation: &Operation, given: &OpenIdPerson) -> PersonId {
    match operation.log_in_openid(given, NOON).await.unwrap() {
        OpenIdLogIn::Person(person) => person,
        OpenIdLogIn::Closed => panic!("closed"),
    }
}

async fn account(operation: &Operation, person: &PersonId) -> Account {
    operation.account(person).await.unwrap().unwrap()
}

/// An account of this place, with the user name and the address that the provider's person has too.
async fn local(operation: &Operation) -> PersonId {
    let new = NewAccount {
        name: "Kari (her)".to_owned(),
        user_name: "kari".to_owned(),
        email: Some("kari@nordvik.example".to_owned()),
        lang: "nb".to_owned(),
        roles: vec!["administrator".to_owned()],
        units: Vec::new(),
    };
    operation.add_account(&new, NOON).await.unwrap().unwrap()
}

#[tokio::test]
async fn the_same_subject_is_the_same_person_and_another_issuer_is_another() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let kari = log_in(&operation, &given("7", &["auditor"])).await;
    assert!(kari.as_str().starts_with("person/"));
    assert_eq!(operation.openid_issuer(&kari).await.unwrap().as_deref(), Some(ISSUER));
    let renamed = OpenIdPerson { name: "Kari Hansen".to_owned(), ..given("7", &["auditor"]) };
    assert_eq!(log_in(&operation, &renamed).await, kari);
    assert_eq!(account(&operation, &kari).await.name, "Kari Hansen");
    let elsewhere =
        OpenIdPerson { issuer: "https://x.example".to_owned(), ..given("7", &["auditor"]) };
    let other = log_in(&operation, &elsewhere).await;
    assert_ne!(other, kari);
    assert_ne!(log_in(&operation, &given("8", &["auditor"])).await, kari);
    assert_eq!(operation.accounts().await.unwrap().len(), 3);
}

#[tokio::test]
async fn nobody_becomes_somebody_else_by_a_user_name_or_an_address() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let here = local(&operation).await;
    let theirs = log_in(&operation, &given("7", &["auditor"])).await;
    assert_ne!(theirs, here);
    let made = account(&operation, &theirs).await;
    assert_eq!((made.user_name.as_str(), made.email), ("kari-2", None));
    assert_eq!(made.roles, ["auditor"]);
    assert_eq!(account(&operation, &here).await.roles, ["administrator"]);
    assert_eq!(operation.openid_issuer(&here).await.unwrap(), None);
    let third =
        OpenIdPerson { user_name: "kari@nordvik.example".to_owned(), ..given("9", &["auditor"]) };
    let third = log_in(&operation, &third).await;
    assert_eq!(account(&operation, &third).await.user_name, "kari@nordvik.example-2");
}

#[tokio::test]
async fn roles_of_the_provider_are_replaced_and_those_given_here_stay() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    local(&operation).await;
    let unit = |name: &str| format!("unit/{name}").parse().unwrap();
    let first = OpenIdPerson { units: vec![unit("helse")], ..given("7", &["auditor", "ict_lead"]) };
    let kari = log_in(&operation, &first).await;
    let roles = ["auditor", "contributor", "ict_lead"].map(str::to_owned);
    let units = [unit("helse"), unit("skole")];
    assert!(operation.set_roles(&kari, &roles, &units, "administrator").await.unwrap());
    let again = log_in(&operation, &given("7", &["chief_executive", "contributor"])).await;
    let now = account(&operation, &again).await;
    assert_eq!(now.roles, ["chief_executive", "contributor"]);
    assert_eq!(now.units, [unit("skole")]);
    // The role that both gave was here before: the provider cannot take it.
    let last = log_in(&operation, &given("7", &["auditor"])).await;
    assert_eq!(account(&operation, &last).await.roles, ["auditor", "contributor"]);
}

#[tokio::test]
async fn what_is_withdrawn_ends_sessions_and_keys() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let kari = log_in(&operation, &given("7", &["auditor"])).await;
    operation.add_session(&[1; 32], &kari, "provider", "", NOON).await.unwrap();
    operation.withdraw_openid(ISSUER, "7").await.unwrap();
    assert_eq!(account(&operation, &kari).await.roles, [""; 0]);
    assert!(operation.session(&[1; 32]).await.unwrap().is_none());
    operation.withdraw_openid(ISSUER, "unknown").await.unwrap();
    assert_eq!(log_in(&operation, &given("7", &["auditor"])).await, kari);
    assert_eq!(account(&operation, &kari).await.roles, ["auditor"]);
}

#[tokio::test]
async fn an_account_that_was_closed_here_stays_closed() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    local(&operation).await;
    let kari = log_in(&operation, &given("7", &["auditor"])).await;
    assert!(operation.close_account(&kari, NOON, "administrator").await.unwrap());
    let later = Instant::from_millis(NOON.as_millis() + 1000);
    let result = operation.log_in_openid(&given("7", &["administrator"]), later).await.unwrap();
    assert_eq!(result, OpenIdLogIn::Closed);
    let closed = account(&operation, &kari).await;
    assert_eq!(
        (closed.closed_at, closed.roles.as_slice()),
        (Some(NOON), &["auditor".to_owned()][..])
    );
}

#[tokio::test]
async fn who_is_forgotten_is_forgotten_here_too() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let kari = log_in(&operation, &given("7", &["auditor"])).await;
    assert!(operation.forget_person(&kari).await.unwrap());
    assert_eq!(operation.openid_issuer(&kari).await.unwrap(), None);
    assert_ne!(log_in(&operation, &given("7", &["auditor"])).await, kari);
}
