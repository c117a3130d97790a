//! Log-ins to mail: a password that is refused is never proof, and one that is accepted is always the end.

use arvak_mfa::Verdict;
use arvak_mfa::Verdict::{Proven, Refuted, Unknown};

use crate::mail_servers::{
    ANY_CODE_BEHIND_PASSWORD, CODE_BEHIND_PASSWORD, Door, Dovecot, PASSWORD_ONLY, Postfix, Ways,
    assert_verdict,
};
use crate::place::wrong_passwords;

/// One server of its own, for its codes are sent once. A trial waits for the next code, so that several wait together.
async fn is(ways: Ways, door: Door, tls: &str, verdict: Verdict, reason: &str) {
    let Some(dovecot) = Dovecot::start(ways).await else { return };
    assert_verdict(&dovecot.tried(door, tls).await, verdict, reason);
    // The wrong one of the first arm, behind which PAM took the code off.
    assert!(wrong_passwords(&dovecot.place) <= 1);
}

#[tokio::test]
async fn a_code_behind_the_password_is_a_second_factor() {
    let reason = "three-arms-behaved";
    // As Dovecot is by itself, it is slow to those who fail: it must be waited for.
    let slow = Ways { slow: true, ..Ways::default() };
    tokio::join!(
        is(Ways::default(), Door::Imap, "starttls", Proven, reason),
        is(Ways::default(), Door::Pop3, "starttls", Proven, reason),
        is(slow, Door::Imaps, "implicit", Proven, reason),
        handing_in(CODE_BEHIND_PASSWORD, Proven, reason),
        handing_in(PASSWORD_ONLY, Refuted, "bypass-password-alone"),
    );
}

#[tokio::test]
async fn another_list_of_passwords_behind_another_way_is_found() {
    let beside = |mechanisms, beside| Ways { mechanisms, beside, ..Ways::default() };
    let digest = beside("plain login digest-md5", "digest-md5");
    tokio::join!(
        is(
            beside("plain cram-md5", "cram-md5"),
            Door::Imap,
            "starttls",
            Refuted,
            "bypass-imap-cram-md5"
        ),
        is(
            beside("plain scram-sha-1", "scram-sha-1"),
            Door::Imap,
            "starttls",
            Refuted,
            "bypass-imap-scram-sha-1"
        ),
        is(
            beside("plain scram-sha-256", "scram-sha-256"),
            Door::Pop3,
            "none",
            Refuted,
            "bypass-pop3-scram-sha-256"
        ),
        is(beside("plain apop", "apop"), Door::Pop3, "none", Refuted, "bypass-pop3-apop"),
        // What cannot be tried is no proof.
        is(digest, Door::Imap, "starttls", Unknown, "way-not-tried-imap-digest-md5-not-tried"),
    );
}

#[tokio::test]
async fn a_password_alone_is_one_factor_and_nothing_wrong_is_sent() {
    let Some(dovecot) = Dovecot::start(Ways { auth: PASSWORD_ONLY, ..Ways::default() }).await
    else {
        return;
    };
    for (door, tls) in [
        (Door::Imap, "starttls"),
        (Door::Imap, "none"),
        (Door::Imaps, "implicit"),
        (Door::Pop3, "starttls"),
    ] {
        let told = dovecot.tried(door, tls).await;
        assert_verdict(&told, Refuted, "bypass-password-alone");
    }
    assert_eq!(wrong_passwords(&dovecot.place), 0);
    let log = dovecot.place.read("dovecot.log");
    assert!(!log.contains("given password"), "nobody failed: {log}");
}

#[tokio::test]
async fn a_code_that_nobody_looks_at_is_found_out() {
    let ways = Ways { auth: ANY_CODE_BEHIND_PASSWORD, ..Ways::default() };
    let Some(dovecot) = Dovecot::start(ways).await else { return };
    let told = dovecot.tried(Door::Imap, "starttls").await;
    assert_verdict(&told, Refuted, "any-code-opens");
}

#[tokio::test]
async fn a_server_that_takes_no_password_at_all_is_not_proof() {
    let ways = Ways { mechanisms: "oauthbearer xoauth2", ..Ways::default() };
    let Some(dovecot) = Dovecot::start(ways).await else { return };
    for door in [Door::Imap, Door::Pop3] {
        let told = dovecot.tried(door, "starttls").await;
        assert_verdict(&told, Unknown, "not-offered");
    }
}

#[tokio::test]
async fn a_dead_canary_is_no_proof() {
    let Some(dovecot) = Dovecot::start(Ways { password: "*", ..Ways::default() }).await else {
        return;
    };
    let told = dovecot.tried(Door::Imap, "starttls").await;
    assert_verdict(&told, Unknown, "canary-refused");
}

#[tokio::test]
async fn a_server_that_nobody_vouches_for_gets_no_password() {
    let ways = Ways { auth: PASSWORD_ONLY, ..Ways::default() };
    let Some(mut dovecot) = Dovecot::start(ways).await else { return };
    dovecot.place.roots_pem = crate::certificates::served().root;
    for (door, tls) in
        [(Door::Imap, "starttls"), (Door::Imaps, "implicit"), (Door::Pop3, "starttls")]
    {
        assert_verdict(&dovecot.tried(door, tls).await, Unknown, "certificate");
    }
    assert_eq!(dovecot.place.read("said"), "");
}

#[tokio::test]
async fn a_server_without_tls_gets_no_password_unless_that_was_written_down() {
    let ways = Ways { auth: PASSWORD_ONLY, tls: "no", ..Ways::default() };
    let Some(dovecot) = Dovecot::start(ways).await else { return };
    assert_verdict(&dovecot.tried(Door::Imap, "starttls").await, Unknown, "no-tls");
    assert_verdict(&dovecot.tried(Door::Pop3, "starttls").await, Unknown, "no-tls");
    assert_eq!(dovecot.place.read("said"), "");
    assert_verdict(&dovecot.tried(Door::Imap, "none").await, Refuted, "bypass-password-alone");
}

fn sasl(dovecot: &Dovecot) -> String {
    format!(
        "smtpd_sasl_auth_enable = yes\nsmtpd_sasl_type = dovecot\nsmtpd_sasl_path = {}\nsmtpd_tls_auth_only = yes\n",
        dovecot.place.path("run/auth-client").display()
    )
}

async fn handing_in(auth: &'static str, verdict: Verdict, reason: &str) {
    let Some(dovecot) = Dovecot::start(Ways { auth, ..Ways::default() }).await else { return };
    let Some(postfix) = Postfix::start(&sasl(&dovecot)).await else { return };
    assert_verdict(&postfix.tried("starttls").await, verdict, reason);
    assert!(wrong_passwords(&dovecot.place) <= 1);
}

#[tokio::test]
async fn a_server_that_nobody_logs_in_to_is_not_proof() {
    let Some(postfix) = Postfix::start("").await else { return };
    assert_verdict(&postfix.tried("starttls").await, Unknown, "not-offered");
    assert_verdict(&postfix.tried("none").await, Unknown, "not-offered");
    let Some(postfix) = Postfix::start("smtpd_tls_security_level = none").await else { return };
    assert_verdict(&postfix.tried("starttls").await, Unknown, "no-tls");
}
