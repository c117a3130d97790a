//! Accounts, their factors, sessions and tokens in the operation database.

use arvak_core::Instant;
use arvak_store::{
    Account, AccountNote, NewAccount, NewPassword, Operation, PasskeyRow, PersonId, Seal, TokenRow,
};

use crate::support::{NOON, Place, clock, create};

const ADMINISTRATOR: &str = "administrator";

fn later(millis: i64) -> Instant {
    Instant::from_millis(NOON.as_millis() + millis)
}

fn new(user_name: &str, roles: &[&str]) -> NewAccount {
    NewAccount {
        name: "Kari Nordmann".to_owned(),
        user_name: user_name.to_owned(),
        email: Some(format!("{user_name}@Nordvik.example")),
        lang: "nb".to_owned(),
        roles: roles.iter().map(|role| (*role).to_owned()).collect(),
        units: vec!["unit/helse".parse().unwrap()],
    }
}

async fn operation(directory: &tempfile::TempDir) -> Operation {
    Operation::open(&directory.path().join("operation.db")).await.unwrap()
}

async fn account(operation: &Operation, user_name: &str, roles: &[&str]) -> PersonId {
    operation.add_account(&new(user_name, roles), NOON).await.unwrap().unwrap()
}

fn passkey(person: &PersonId, id: &[u8]) -> PasskeyRow {
    PasskeyRow {
        id: id.to_vec(),
        person: person.clone(),
        name: "Telefon".to_owned(),
        credential: "{\"counter\":1}".to_owned(),
        created_at: NOON,
        last_used: None,
    }
}

fn token(kind: &str, hash: u8, person: Option<&PersonId>) -> TokenRow {
    TokenRow {
        id: 0,
        hash: [hash; 32],
        kind: kind.to_owned(),
        person: person.cloned(),
        name: "Ola Nordmann".to_owned(),
        roles: vec!["emergency_coordinator".to_owned()],
        units: vec!["unit/helse".parse().unwrap()],
        scopes: "read export".to_owned(),
        made_by: person.cloned(),
        made_at: NOON,
        ends_at: Some(later(1000)),
        used_at: None,
    }
}

#[tokio::test]
async fn an_account_is_found_by_user_name_and_by_address_in_any_case() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    assert!(!operation.has_accounts().await.unwrap());
    let person = account(&operation, "Kari", &["auditor", "ict_lead"]).await;
    assert!(operation.has_accounts().await.unwrap());
    let expected = Account {
        person: person.clone(),
        name: "Kari Nordmann".to_owned(),
        user_name: "kari".to_owned(),
        email: Some("kari@nordvik.example".to_owned()),
        lang: "nb".to_owned(),
        roles: vec!["auditor".to_owned(), "ict_lead".to_owned()],
        units: vec!["unit/helse".parse().unwrap()],
        created_at: NOON,
        closed_at: None,
        last_log_in: None,
    };
    for typed in ["kari", " KARI ", "Kari@nordvik.EXAMPLE"] {
        assert_eq!(operation.account_called(typed).await.unwrap().as_ref(), Some(&expected));
    }
    assert_eq!(operation.account_called("ola").await.unwrap(), None);
    assert_eq!(operation.account(&person).await.unwrap().as_ref(), Some(&expected));
    assert_eq!(operation.accounts().await.unwrap(), [expected]);
}

#[tokio::test]
async fn a_name_that_is_taken_is_refused_and_leaves_no_person() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    account(&operation, "kari", &[]).await;
    for (user_name, email) in
        [("KARI", None), ("ola", Some("Kari@nordvik.example")), ("kari@nordvik.example", None)]
    {
        let wanted = NewAccount { email: email.map(str::to_owned), ..new(user_name, &[]) };
        assert_eq!(operation.add_account(&wanted, NOON).await.unwrap(), None, "{user_name}");
    }
    assert_eq!(operation.accounts().await.unwrap().len(), 1);
    // Nobody needs an address.
    for user_name in ["ola", "per"] {
        let wanted = NewAccount { email: None, ..new(user_name, &[]) };
        assert!(operation.add_account(&wanted, NOON).await.unwrap().is_some());
    }
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let kari = account(&operation, "kari", &[ADMINISTRATOR]).await;
    let before = operation.account(&kari).await.unwrap();
    assert!(!operation.close_account(&kari, NOON, ADMINISTRATOR).await.unwrap());
    assert!(!operation.set_roles(&kari, &[], &[], ADMINISTRATOR).await.unwrap());
    assert_eq!(operation.account(&kari).await.unwrap(), before, "nothing was changed");
    let ola = account(&operation, "ola", &[ADMINISTRATOR]).await;
    assert!(operation.close_account(&kari, NOON, ADMINISTRATOR).await.unwrap());
    let closed = operation.account(&kari).await.unwrap().unwrap();
    assert_eq!(closed.closed_at, Some(NOON));
    assert!(
        !operation.close_account(&ola, NOON, ADMINISTRATOR).await.unwrap(),
        "a closed one does not count"
    );
}

#[tokio::test]
async fn other_rights_and_closing_end_the_sessions() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    account(&operation, "kari", &[ADMINISTRATOR]).await;
    let ola = account(&operation, "ola", &["auditor"]).await;
    operation.add_session(&[1; 32], &ola, "passkey", "Firefox", NOON).await.unwrap();
    let roles = ["ict_lead".to_owned()];
    assert!(operation.set_roles(&ola, &roles, &[], ADMINISTRATOR).await.unwrap());
    assert_eq!(operation.session(&[1; 32]).await.unwrap(), None);
    let now = operation.account(&ola).await.unwrap().unwrap();
    assert_eq!((now.roles.as_slice(), now.units.as_slice()), (&roles[..], &[][..]));
    operation.add_session(&[2; 32], &ola, "passkey", "Firefox", NOON).await.unwrap();
    operation.add_token(&token("api", 3, Some(&ola))).await.unwrap();
    assert!(operation.close_account(&ola, NOON, ADMINISTRATOR).await.unwrap());
    assert_eq!(operation.session(&[2; 32]).await.unwrap(), None);
    assert_eq!(operation.token(&[3; 32]).await.unwrap(), None);
}

#[tokio::test]
async fn nothing_is_left_of_a_forgotten_person() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let kari = account(operation, "kari", &[ADMINISTRATOR]).await;
    operation.set_password(&seal, &kari, &password(b"secret", 1)).await.unwrap();
    operation.add_passkey(&passkey(&kari, b"a")).await.unwrap();
    operation.add_session(&[1; 32], &kari, "passkey", "Firefox", NOON).await.unwrap();
    operation.add_token(&token("api", 2, Some(&kari))).await.unwrap();
    let note = AccountNote { by: kari.clone(), at: NOON, what: "closed".to_owned(), reason: None };
    operation.add_account_note(&kari, &note).await.unwrap();
    assert_eq!(operation.account_notes(&kari).await.unwrap(), [note]);
    assert!(operation.forget_person(&kari).await.unwrap());
    assert_eq!(operation.account(&kari).await.unwrap(), None);
    assert_eq!(operation.account_called("kari").await.unwrap(), None);
    assert_eq!(operation.totp(&seal, &kari).await.unwrap(), None);
    assert_eq!(operation.passkey(b"a").await.unwrap(), None);
    assert_eq!(operation.session(&[1; 32]).await.unwrap(), None);
    assert_eq!(operation.token(&[2; 32]).await.unwrap(), None);
    assert_eq!(operation.account_notes(&kari).await.unwrap(), []);
    assert_eq!(operation.has_factors(&kari).await.unwrap(), arvak_store::Has::default());
    folder.close().await.unwrap();
}

/// With one recovery code.
fn password(secret: &[u8], step: u64) -> NewPassword<'_> {
    NewPassword { hash: "$argon2id$x", secret, step, recovery: &[[1; 32]] }
}

#[tokio::test]
async fn a_password_is_kept_with_its_second_factor_and_recovery_codes_or_not_at_all() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let kari = account(operation, "kari", &[]).await;
    operation.set_password(&seal, &kari, &password(b"secret", 7)).await.unwrap();
    // The same code twice breaks the last of the three steps.
    let broken = NewPassword {
        hash: "$argon2id$y",
        recovery: &[[2; 32], [2; 32]],
        ..password(b"another", 9)
    };
    operation.set_password(&seal, &kari, &broken).await.unwrap_err();
    assert_eq!(operation.password(&kari).await.unwrap().as_deref(), Some("$argon2id$x"));
    assert_eq!(operation.totp(&seal, &kari).await.unwrap(), Some((b"secret".to_vec(), Some(7))));
    assert!(operation.take_recovery_code(&kari, &[1; 32]).await.unwrap());
    folder.close().await.unwrap();
}

#[tokio::test]
async fn a_sealed_secret_opens_with_the_folders_key_in_its_own_row_alone() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let folder = create(&place.path(), &clock()).await;
    let other = create(&elsewhere.path(), &clock()).await;
    let operation = folder.operation();
    let (seal, wrong) = (Seal::open(folder.layout()).unwrap(), Seal::open(other.layout()).unwrap());
    let (kari, ola) = (account(operation, "kari", &[]).await, account(operation, "ola", &[]).await);
    operation.set_password(&seal, &kari, &password(b"12345678901234567890", 7)).await.unwrap();
    let kept = operation.totp(&seal, &kari).await.unwrap();
    assert_eq!(kept, Some((b"12345678901234567890".to_vec(), Some(7))));
    let error = operation.totp(&wrong, &kari).await.unwrap_err();
    assert_eq!(error.code(), "store.damaged");
    assert!(!format!("{error} {error:?} {seal:?}").contains("1234567890"));

    // Another's secret, copied by whoever can write to the database.
    folder.close().await.unwrap();
    let file = place.path().join("operation.db");
    crate::operation::change(
        &file,
        "UPDATE account SET totp = (SELECT totp FROM account WHERE user_name = 'kari') WHERE user_name = 'ola'",
    )
    .await;
    let operation = Operation::open(&file).await.unwrap();
    assert_eq!(operation.totp(&seal, &ola).await.unwrap_err().code(), "store.damaged");
    let bytes = std::fs::read(&file).unwrap();
    assert!(!bytes.windows(20).any(|part| part == b"12345678901234567890"));
    other.close().await.unwrap();
}

#[tokio::test]
async fn the_code_of_a_step_is_taken_once_and_none_before_it() {
    let place = Place::new();
    let folder = create(&place.path(), &clock()).await;
    let (operation, seal) = (folder.operation(), Seal::open(folder.layout()).unwrap());
    let kari = account(operation, "kari", &[]).await;
    assert!(!operation.take_totp_step(&kari, 8).await.unwrap(), "there is no secret");
    operation.set_password(&seal, &kari, &password(b"secret", 7)).await.unwrap();
    for (step, is_taken) in [(7, false), (8, true), (8, false), (6, false), (9, true)] {
        assert_eq!(operation.take_totp_step(&kari, step).await.unwrap(), is_taken, "{step}");
    }
    folder.close().await.unwrap();
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_ones_replace_the_old() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let (kari, ola) =
        (account(&operation, "kari", &[]).await, account(&operation, "ola", &[]).await);
    operation.set_recovery_codes(&kari, &[[1; 32], [2; 32]]).await.unwrap();
    assert!(!operation.take_recovery_code(&ola, &[1; 32]).await.unwrap());
    assert!(operation.take_recovery_code(&kari, &[1; 32]).await.unwrap());
    assert!(!operation.take_recovery_code(&kari, &[1; 32]).await.unwrap());
    assert_eq!(operation.has_factors(&kari).await.unwrap().recovery_codes, 1);
    operation.set_recovery_codes(&kari, &[[3; 32]]).await.unwrap();
    assert!(!operation.take_recovery_code(&kari, &[2; 32]).await.unwrap());
}

#[tokio::test]
async fn a_passkeys_counter_is_changed_by_one_of_two_log_ins_at_a_time() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let kari = account(&operation, "kari", &[]).await;
    let row = passkey(&kari, b"a");
    assert!(operation.add_passkey(&row).await.unwrap());
    assert!(!operation.add_passkey(&row).await.unwrap(), "its id is known already");
    let before = row.credential.as_str();
    assert!(operation.use_passkey(b"a", before, "{\"counter\":2}", NOON).await.unwrap());
    assert!(!operation.use_passkey(b"a", before, "{\"counter\":2}", NOON).await.unwrap());
    let used = operation.passkeys(&kari).await.unwrap();
    assert_eq!(used[0].last_used, Some(NOON));
    assert_eq!(used[0].credential, "{\"counter\":2}");
}

#[tokio::test]
async fn nobody_removes_the_passkey_that_is_the_only_way_in() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let (kari, ola) =
        (account(&operation, "kari", &[]).await, account(&operation, "ola", &[]).await);
    for id in [b"a", b"b"] {
        operation.add_passkey(&passkey(&kari, id)).await.unwrap();
    }
    assert!(!operation.remove_passkey(&ola, b"a").await.unwrap(), "another's");
    assert!(operation.remove_passkey(&kari, b"a").await.unwrap());
    assert!(!operation.remove_passkey(&kari, b"b").await.unwrap());
    operation.clear_factors(&kari).await.unwrap();
    assert_eq!(operation.has_factors(&kari).await.unwrap(), arvak_store::Has::default());
}

#[tokio::test]
async fn sessions_are_listed_and_ended_one_by_one_and_all_at_once() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let (kari, ola) =
        (account(&operation, "kari", &[]).await, account(&operation, "ola", &[]).await);
    for hash in 1..=3_u8 {
        operation.add_session(&[hash; 32], &kari, "passkey", "Firefox", NOON).await.unwrap();
    }
    operation.touch_session(&[1; 32], later(5)).await.unwrap();
    operation.touch_session(&[1; 32], later(4)).await.unwrap();
    let listed = operation.sessions_of(&kari).await.unwrap();
    assert_eq!(listed[0].hash, [1; 32], "newest use first");
    assert_eq!(listed[0].seen_at, later(5), "a clock that was set back changes nothing");
    let second = operation.session(&[2; 32]).await.unwrap().unwrap();
    assert!(!operation.end_session_of(&ola, second.id).await.unwrap(), "another's");
    assert!(operation.end_session_of(&kari, second.id).await.unwrap());
    assert_eq!(operation.end_other_sessions(&kari, &[1; 32]).await.unwrap(), 1);
    assert_eq!(operation.sessions_of(&kari).await.unwrap().len(), 1);
    assert_eq!(operation.remove_ended_sessions(NOON, later(5)).await.unwrap(), 0);
    assert_eq!(operation.remove_ended_sessions(NOON, later(6)).await.unwrap(), 1);
}

#[tokio::test]
async fn a_link_works_once_and_until_its_end() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    operation.add_token(&token("invitation", 1, None)).await.unwrap();
    operation.add_token(&token("invitation", 2, None)).await.unwrap();
    operation.add_token(&token("api", 3, None)).await.unwrap();
    assert!(!operation.use_link(&[9; 32], NOON).await.unwrap());
    assert!(operation.use_link(&[1; 32], NOON).await.unwrap());
    assert!(!operation.use_link(&[1; 32], NOON).await.unwrap());
    assert!(!operation.use_link(&[2; 32], later(1000)).await.unwrap());
    assert!(!operation.use_link(&[3; 32], NOON).await.unwrap(), "a key is no link");
    let used = operation.token(&[1; 32]).await.unwrap().unwrap();
    // Whom it was for is forgotten: the account has the name now.
    let (used_at, name) = (Some(NOON), String::new());
    let expected = TokenRow { id: used.id, used_at, name, ..token("invitation", 1, None) };
    assert_eq!(used, expected);
    assert_eq!(operation.tokens("invitation").await.unwrap().len(), 2);
    operation.touch_key(&[3; 32], later(1)).await.unwrap();
    let key = operation.token(&[3; 32]).await.unwrap().unwrap();
    assert_eq!(key.used_at, Some(later(1)));
    assert!(operation.remove_token(key.id).await.unwrap());
    assert_eq!(operation.remove_tokens("invitation").await.unwrap(), 2);
}

#[tokio::test]
async fn a_factor_clears_its_own_failures_alone() {
    let directory = tempfile::tempdir().unwrap();
    let operation = operation(&directory).await;
    let failures = async |subject: &str, factor: &str| {
        operation.failures(subject, factor, later(-10)).await.unwrap().len()
    };
    for (subject, factor, at) in [
        ("kari", "password", 0),
        ("kari", "totp", 0),
        ("192.0.2.1", "password", 0),
        ("kari", "totp", -11),
    ] {
        operation.add_failure(subject, factor, later(at)).await.unwrap();
    }
    let taken_back = operation.add_failure("kari", "totp", NOON).await.unwrap();
    operation.remove_failure(taken_back).await.unwrap();
    operation.clear_failures("kari", "password").await.unwrap();
    assert_eq!(failures("kari", "password").await, 0);
    assert_eq!(failures("kari", "totp").await, 1);
    assert_eq!(failures("192.0.2.1", "password").await, 1);
    assert_eq!(operation.forget_failures(later(-10)).await.unwrap(), 1);
    assert_eq!(operation.forget_failures(later(1)).await.unwrap(), 2);
}

#[tokio::test]
async fn no_secret_is_shown_by_debug() {
    let person: PersonId = "person/0".parse().unwrap();
    let shown = format!("{:?} {:?}", token("api", 255, None), passkey(&person, b"a"));
    assert!(!shown.contains("255") && !shown.contains("counter"), "{shown}");
}
