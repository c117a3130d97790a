//! What the room shows: every service with a log-in, how it is known, and what stands meanwhile.

use arvak_core::{Basis, Evidence, Fact, Outcome, Span};
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::Lang;
use axum::extract::Path;
use axum::response::IntoResponse as _;

use super::{list, measures, plan, service};
use crate::form::Typed;
use crate::trial::{Trial, read, sound};
use crate::visit::Visit;

const SERVICES: &str = r#"
[[service]]
id = "ansatt"
name = "Ansattportalen"
internet_facing = true
login = "form"

[[service]]
id = "skjema"
name = "Skjema uten innlogging"
internet_facing = true
login = "none"

[[service]]
id = "kart"
name = "Kartet"
internet_facing = true

[[service]]
id = "arkiv"
name = "Arkivet"
internet_facing = false
login = "form"
"#;

/// What a trial leaves behind, without what it met.
const TRIED: &str = r#"{"v":1,"probe":"mfa_login","method_version":1,"subject":"service/ansatt",
"host":"ansatt.heroy.kommune.no","port":443,"domain":"heroy.kommune.no","vantage":"outside",
"started_at":"2026-03-02T06:00:00Z","finished_at":"2026-03-02T06:00:01Z","events":[]}"#;

async fn trial() -> Trial {
    let trial = Trial::started().await;
    trial.listed(SERVICES).await;
    trial
}

async fn all(visit: Visit) -> String {
    let (status, page) = read(list::list(visit).await.into_response()).await;
    assert_eq!(status, 200);
    sound(&page);
    page
}

async fn one(visit: Visit, slug: &str) -> (u16, String) {
    read(service::service(visit, Path(slug.to_owned())).await.into_response()).await
}

async fn said(trial: &Trial, kind: &str, days: u32) {
    let evidence = Evidence {
        kind: kind.parse().unwrap(),
        subject: "service/ansatt".parse().unwrap(),
        result: Outcome::Supports,
        basis: Basis::Statement,
        collected_at: trial.clock.now(),
        valid_until: Some(trial.clock.now().plus(Span::from_days(days))),
        method: None,
        vantage: None,
        attributes: [].into(),
        code: None,
        transcript: None,
        supersedes: None,
    };
    let by = USUAL_ROLE.parse().unwrap();
    trial.append(vec![draft(Fact::Evidence(evidence), &by, None, Texts::default()).unwrap()]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn services_with_a_log_in_from_the_internet_are_listed_and_those_of_which_nobody_said() {
    let trial = trial().await;
    for lang in Lang::ALL {
        let page = all(trial.visit(lang, &[Role::IctLead])).await;
        assert!(page.contains("/to-faktor/ansatt") && page.contains("/to-faktor/kart"));
        assert!(!page.contains("/to-faktor/skjema") && !page.contains("/to-faktor/arkiv"));
    }
    let page = all(trial.visit(Lang::Nb, &[Role::IctLead])).await;
    assert!(page.contains("ikke oppgitt"), "nobody said how one logs in to the map");
    let (status, page) = one(trial.visit(Lang::Nb, &[Role::Auditor]), "kart").await;
    assert_eq!(status, 200);
    sound(&page);
    assert!(page.contains("Ingen har oppgitt hvordan"));
    assert_eq!(one(trial.visit(Lang::Nb, &[Role::Auditor]), "arkiv").await.0, 404);
    assert_eq!(one(trial.visit(Lang::Nb, &[Role::Auditor]), "../x").await.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trial_is_shown_arm_by_arm_and_a_word_stands_beside_it() {
    let trial = trial().await;
    said(&trial, "mfa.enforced", 30).await;
    trial.clock.advance(Span::from_days(1));
    let event = |trial: &str, seen: &str| {
        let after = "\"after_password\":\"second-factor-asked\"";
        format!(
            "{{\"at_ms\":1,\"event\":\"log_in\",\"trial\":\"{trial}\",{after},\"seen\":\"{seen}\"}}"
        )
    };
    let events = [event("wrong-code", "refused"), event("right", "session")].join(",");
    let transcript = TRIED.replace("[]", &format!("[{events}]"));
    let path = trial.looked("mfa_login", "mfa.enforced", "service/ansatt", &transcript).await;
    let (status, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    assert_eq!(status, 200);
    sound(&page);
    assert!(page.contains("Slik ble det prøvd") && page.matches("<tr").count() == 3, "{page}");
    assert!(page.contains("oppgitt") || page.contains("Oppgitt"), "the word is there too");
    // What was erased is not shown.
    std::fs::remove_file(path).unwrap();
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    assert!(page.contains("Ingen har prøvd") && page.matches("<tr").count() == 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_slip_of_the_date_is_shown() {
    let trial = trial().await;
    for days in [30, 90, 200] {
        said(&trial, "mfa.plan", days).await;
        trial.clock.advance(Span::from_days(1));
    }
    // The same date once more is no slip.
    said(&trial, "mfa.plan", 199).await;
    trial.listed("[[supplier]]\nid = \"annen\"\nname = \"En annen\"\n").await;
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    assert!(page.contains("Datoen er flyttet 2 ganger"), "{page}");
    let page = all(trial.visit(Lang::Nb, &[Role::IctLead])).await;
    assert!(page.contains("på plass innen"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_plan_says_what_decides_its_date_and_a_mistake_keeps_what_was_typed() {
    let trial = trial().await;
    let pairs = [
        ("dato", "2030-06-01"),
        ("avgjor", "licence"),
        ("bekreftet_av", "role/ict_lead"),
        ("bekreftet", "2026-03-01"),
        ("milepaler", "2026-05-01 Lisensene er kjøpt\n2026-01-01 Avtalen er sendt"),
    ];
    let typed = |changed: (&str, &str)| {
        let value = |(name, text)| (name, if name == changed.0 { changed.1 } else { text });
        let pairs = pairs.map(value).map(|(name, text)| (name.to_owned(), text.to_owned()));
        Typed::of(pairs)
    };
    let send = async |typed| {
        let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
        let answer = plan::add(visit, Path("ansatt".to_owned()), typed).await;
        read(answer.into_response()).await
    };
    for (field, text, told) in [
        ("dato", "2020-01-01", "Velg en dato etter i dag"),
        ("avgjor", "været", "Velg hva som avgjør"),
        ("bekreftet_av", "service/ansatt", "Velg en leverandør"),
        ("milepaler", "snart", "Milepæl 1 må begynne"),
    ] {
        let (status, page) = send(typed((field, text))).await;
        sound(&page);
        assert!(
            status == 200
                && page.contains(told)
                && page.contains("2030-06-01") == (field != "dato"),
            "{page}"
        );
    }
    assert_eq!(send(typed(("", ""))).await.0, 303);
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    sound(&page);
    assert!(page.contains("Det som avgjør datoen: lisens."), "{page}");
    assert!(page.contains("Bekreftet av") && page.contains("Lisensene er kjøpt"), "{page}");
    assert_eq!(page.matches("(datoen er passert)").count(), 1, "the step before today");
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::Auditor]), "ansatt").await;
    assert!(!page.contains("/to-faktor/ansatt/plan"), "who only reads has no form");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_canarys_health_is_shown_and_nothing_of_what_is_sealed() {
    let trial = trial().await;
    let page = all(trial.visit(Lang::Nb, &[Role::IctLead])).await;
    assert!(page.contains("Prøvekonto"));
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    assert!(page.contains("Tjenesten har ingen prøvekonto"));
    let folder = trial.app.folder();
    let seal = arvak_store::Seal::open(folder.layout()).unwrap();
    let target = br#"{"canary":{"password":"hemmelig-ord"}}"#;
    let new = arvak_store::NewCanary {
        target,
        told: "Vakten",
        groups: "Alle ansatte",
        locks_after: Some(10),
    };
    let id = "service/ansatt".parse().unwrap();
    folder.operation().add_canary(&seal, &id, new, trial.clock.now()).await.unwrap();
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    sound(&page);
    assert!(page.contains("Vakten") && page.contains("Alle ansatte"), "{page}");
    assert!(!page.contains("hemmelig-ord"));
    trial.clock.advance(Span::from_days(200));
    trial.listed("[[supplier]]\nid = \"annen\"\nname = \"En annen\"\n").await;
    let page = all(trial.visit(Lang::Nb, &[Role::IctLead])).await;
    assert!(page.contains("Passordet bør byttes"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn measures_are_recorded_and_a_mistake_keeps_what_was_typed_in_its_own_form() {
    let trial = trial().await;
    let send = async |pairs: &[(&str, &str)]| {
        let all = [("skjema", "tiltak")].iter().chain(pairs);
        let typed = Typed::of(all.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
        let visit = trial.visit(Lang::Nb, &[Role::IctLead]);
        let answer = measures::add(visit, Path("ansatt".to_owned()), typed).await;
        read(answer.into_response()).await
    };
    for (pairs, told) in [
        (&[("tiltak_merknad", "ved døra")][..], "Velg minst ett tiltak"),
        (
            &[("tiltak", "vpn_only"), ("sperre", "0"), ("tiltak_merknad", "ved døra")],
            "Skriv et tall fra 1",
        ),
        (&[("tiltak", "tro"), ("tiltak_merknad", "ved døra")], "Velg tiltak fra listen"),
    ] {
        let (status, page) = send(pairs).await;
        let html = sound(&page);
        assert!(status == 200 && page.contains(told) && page.contains("ved døra"), "{page}");
        let open = scraper::Selector::parse("details[open]").unwrap();
        let open: Vec<_> = html.select(&open).map(|one| one.attr("id")).collect();
        assert_eq!(open, [Some("tiltak")]);
        assert_eq!(page.contains("value=\"vpn_only\" checked"), pairs.len() == 3);
    }
    let pairs = [("tiltak", "vpn_only"), ("tiltak", "waf"), ("sperre", "10")];
    assert_eq!(send(&pairs).await.0, 303);
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    let table = scraper::Selector::parse("main table tbody").unwrap();
    let table: String = sound(&page).select(&table).flat_map(|one| one.text()).collect();
    for told in ["nås bare gjennom VPN", "ser på alle forespørsler", "sperres etter 10 feil"] {
        assert!(table.contains(told), "{told}: {table}");
    }
    // What is said later takes the place of it.
    trial.clock.advance(Span::from_days(1));
    assert_eq!(send(&[("tiltak", "allow_list")]).await.0, 303);
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::Auditor]), "ansatt").await;
    assert!(page.contains("Bare navngitte adresser") && !page.contains("gjennom VPN"), "{page}");
}
