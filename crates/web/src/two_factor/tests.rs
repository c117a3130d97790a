//! What the room shows: every service with a log-in, how it is known, and what stands meanwhile.

use arvak_core::{Basis, Evidence, Fact, Outcome, Span};
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_words::Lang;
use axum::extract::Path;
use axum::response::IntoResponse as _;

use super::{list, service};
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
    trial.listed("[[supplier]]\nid = \"annen\"\nname = \"En annen\"\n").await;
    let (_, page) = one(trial.visit(Lang::Nb, &[Role::IctLead]), "ansatt").await;
    assert!(page.contains("Datoen er flyttet 2 ganger"), "{page}");
    let page = all(trial.visit(Lang::Nb, &[Role::IctLead])).await;
    assert!(page.contains("på plass innen"), "{page}");
}
