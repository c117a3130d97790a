//! Logging in at a real OpenID provider (npm: oidc-provider) that runs beside `arvak serve`, both on loopback, with a client that
//! follows links, sends forms and keeps cookies as a browser does. Without node or the package the tests are skipped, and say so.
#![expect(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods, reason = "tests")]

mod client;
mod served;

use std::os::unix::fs::PermissionsExt as _;

use client::{Client, Page};
use served::Served;

/// Goes to the provider by a link of ours, says there who one is, and comes back.
fn log_in(served: &Served, client: &mut Client, slug: &str, person: &str, factors: &str) -> Page {
    let start = client.get(&format!("{}/logg-inn/openid/{slug}?til=/konto", served.origin));
    let form = client.follow(start);
    assert_eq!(form.status, 200, "{}", form.text);
    assert!(form.url.contains("/people/"), "{}", form.url);
    let sent = client.post(&form.url, &format!("person={person}&factors={factors}"));
    client.follow(sent)
}

#[test]
fn two_factors_lead_in_with_the_right_role_and_one_leads_nowhere() {
    let Some(served) = Served::start() else { return };
    for slug in ["amr", "acr"] {
        let mut client = Client::default();
        let page = log_in(&served, &mut client, slug, "kari", "one");
        assert_eq!(page.status, 403, "{slug}: {}", page.text);
        assert!(page.text.contains("Nobody logs in here with only one"), "{}", page.text);
        let asked = client.get(&format!("{}/konto", served.origin));
        assert_eq!(asked.status, 303, "{slug}: nobody is in");
    }
    for slug in ["amr", "acr"] {
        let mut client = Client::default();
        let page = log_in(&served, &mut client, slug, "kari", "two");
        assert_eq!(page.status, 200, "{slug}: {}", page.text);
        assert!(page.url.ends_with("/konto"), "{}", page.url);
        assert!(page.text.contains("Kari Nordmann"), "{}", page.text);
        assert!(page.text.contains("Head of ICT"), "{}", page.text);
        let setup = client.get(&format!("{}/oppsett", served.origin));
        assert_eq!(setup.status, 403, "{slug}: no administrator");
        let status = client.get(&format!("{}/status", served.origin));
        assert_eq!(status.status, 200, "{slug}");
    }
}

#[test]
fn who_has_no_role_is_told_and_an_answer_works_once_and_in_one_browser() {
    let Some(served) = Served::start() else { return };
    let page = log_in(&served, &mut Client::default(), "amr", "ola", "two");
    assert_eq!(page.status, 403, "{}", page.text);
    assert!(page.text.contains("none of your groups gives a role"), "{}", page.text);
    assert!(page.text.contains(">park<"), "{}", page.text);

    let mut client = Client::default();
    let start = client.get(&format!("{}/logg-inn/openid/amr?til=/konto", served.origin));
    let form = client.follow(start);
    let sent = client.post(&form.url, "person=kari&factors=two");
    let back = client.follow_until(sent, "/tilbake?").to.unwrap();
    let stolen = Client::default().get(&back);
    assert_eq!(stolen.status, 400, "another browser: {}", stolen.text);
    assert_eq!(client.get(&back).status, 303, "the browser that began");
    assert_eq!(client.get(&format!("{}/konto", served.origin)).status, 200);
    assert_eq!(client.get(&back).status, 400, "once");
    assert_eq!(client.get(&format!("{}/konto", served.origin)).status, 200, "who is in stays in");
}

#[test]
fn logging_out_ends_our_session_and_leads_to_the_providers() {
    let Some(served) = Served::start() else { return };
    let mut client = Client::default();
    log_in(&served, &mut client, "amr", "kari", "two");
    let out = client.post(&format!("{}/logg-ut", served.origin), "");
    let page = client.follow(out);
    assert!(page.url.ends_with("/logg-ut/openid/amr"), "{}", page.url);
    let link = page.text.split('"').find(|text| text.contains("/session/end")).unwrap();
    let there = client.get(&link.replace("&amp;", "&"));
    assert_eq!(there.status, 200, "{}", there.text);
    assert!(there.text.contains("/session/end/confirm"), "{}", there.text);
    assert_eq!(client.get(&format!("{}/konto", served.origin)).status, 303);
}

#[test]
fn a_configuration_that_cannot_be_used_is_told_before_anything_is_served() {
    let folder = tempfile::tempdir().unwrap();
    let said = served::refused(
        folder.path(),
        "[[web.openid]]\nslug = \"entra\"\nname = \"Entra\"\nissuer = \"https://login.microsoftonline.com/common/v2.0\"\n\
         client_id = \"x\"\nsecret_file = \"keys/none\"\n[web.openid.roles]\nict = \"boss\"\n",
    );
    for part in [
        "arvak.toml: [[web.openid]] no. 1 (entra), `issuer`: this stands for every organisation",
        "`secret_file`: ",
        "keys/none: ",
        "`roles.ict`: `boss` is no role: write one of administrator",
    ] {
        assert!(said.contains(part), "{said}");
    }
    let open = folder.path().join("open");
    std::fs::write(&open, "secret").unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    let said = served::refused(
        folder.path(),
        &format!(
            "[[web.openid]]\nslug = \"x\"\nname = \"X\"\nissuer = \"https://login.example\"\nclient_id = \"x\"\n\
             secret_file = \"{}\"\n[web.openid.roles]\nict = \"auditor\"\n",
            open.display()
        ),
    );
    assert!(said.contains("everybody on this machine can read it: chmod 640"), "{said}");
}
