//! Log-ins to mail: a password that is refused is never proof, and one that is accepted is always the end.

use arvak_mfa::Verdict::{Proven, Refuted, Unknown};

use crate::mail_servers::{
    ANY_CODE_BEHIND_PASSWORD, Door, Dovecot, PASSWORD_ONLY, Postfix, Ways, assert_verdict,
};
use crate::place::wrong_passwords;

#[tokio::test]
async fn a_code_behind_the_password_is_a_second_factor() {
    let Some(dovecot) = Dovecot::start(Ways::default()).await else { return };
    let told = dovecot.tried(Door::Imap, "starttls").await;
    assert_verdict(&told, Proven, "three-arms-behaved");
    // The wrong one of the first arm, behind which PAM took the code off.
    assert_eq!(wrong_passwords(&dovecot.place), 1);
    let told = dovecot.tried(Door::Pop3, "starttls").await;
    assert_verdict(&told, Proven, "three-arms-behaved");
}

#[tokio::test]
async fn a_server_that_is_slow_to_those_who_fail_is_waited_for() {
    let Some(dovecot) = Dovecot::start(Ways { slow: true, ..Ways::default() }).await else {
        return;
    };
    let told = dovecot.tried(Door::Imaps, "implicit").await;
    assert_verdict(&told, Proven, "three-arms-behaved");
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
async fn another_list_of_passwords_behind_another_way_is_found() {
    let ways = Ways { mechanisms: "plain login cram-md5", beside: "cram-md5", ..Ways::default() };
    let Some(dovecot) = Dovecot::start(ways).await else { return };
    let told = dovecot.tried(Door::Imap, "starttls").await;
    assert_verdict(&told, Refuted, "bypass-imap-cram-md5");
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

#[tokio::test]
async fn handing_in_mail_is_looked_at_like_reading_it() {
    for (auth, verdict, reason) in [
        (Ways::default().auth, Proven, "three-arms-behaved"),
        (PASSWORD_ONLY, Refuted, "bypass-password-alone"),
    ] {
        let Some(dovecot) = Dovecot::start(Ways { auth, ..Ways::default() }).await else { return };
        let Some(postfix) = Postfix::start(&sasl(&dovecot)).await else { return };
        assert_verdict(&postfix.tried("starttls").await, verdict, reason);
        assert!(wrong_passwords(&dovecot.place) <= 1);
    }
}

#[tokio::test]
async fn a_server_that_nobody_logs_in_to_is_not_proof() {
    let Some(postfix) = Postfix::start("").await else { return };
    assert_verdict(&postfix.tried("starttls").await, Unknown, "not-offered");
    assert_verdict(&postfix.tried("none").await, Unknown, "not-offered");
    let Some(postfix) = Postfix::start("smtpd_tls_security_level = none").await else { return };
    assert_verdict(&postfix.tried("starttls").await, Unknown, "no-tls");
}
