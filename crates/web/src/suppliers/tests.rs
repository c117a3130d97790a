//! The municipality's side: who has not answered, which questions and why, who may do what.

use arvak_core::{Basis, EntityId, Evidence, Fact, Outcome, Span};
use arvak_identity::Role;
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use arvak_suppliers::taking;
use axum::http::Method;

use crate::trial::{Trial, leads_to, read, sound};
use crate::walk::{ORIGIN, Walk};

const LISTED: &str = r#"
[[supplier]]
id = "nordlys"
name = "Nordlys Drift AS"
operates_ict = true
critical = true
conflict_country_link = "no"

[[supplier]]
id = "skjemavev"
name = "Skjemavev AS"
operates_ict = false
critical = false
conflict_country_link = "yes"

[[supplier]]
id = "ukjent"
name = "Ukjent AS"
"#;

async fn walk() -> Walk {
    let trial = Trial::started().await;
    trial.listed(LISTED).await;
    Walk::over(trial).await
}

/// The part of a page about one question.
fn about<'p>(page: &'p str, question: &str) -> Option<&'p str> {
    let (_, rest) = page.split_once(&format!("value=\"{question}\""))?;
    rest.split("<input").next()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_question_says_why_it_concerns_the_supplier() {
    let walk = walk().await;
    let cookie = walk.session(Role::IctLead).await;
    let page = async |slug: &str| {
        let (status, page) = walk.page(&format!("/leverandorer/{slug}"), &cookie).await;
        assert_eq!(status, 200);
        sound(&page);
        page
    };
    let nordlys = page("nordlys").await;
    assert!(about(&nordlys, "monitoring-done").unwrap().contains("Fordi dette er ført opp"));
    assert!(about(&nordlys, "countries-support").unwrap().contains("Alle leverandører spørres"));
    assert!(about(&nordlys, "monitoring-watch").unwrap().contains("tidligere spørsmål"));
    assert_eq!(about(&nordlys, "countries-measures"), None, "no link to such a country");
    let skjemavev = page("skjemavev").await;
    assert_eq!(about(&skjemavev, "monitoring-done"), None, "it runs nothing");
    assert!(about(&skjemavev, "countries-measures").is_some());
    let unknown = page("ukjent").await;
    assert!(about(&unknown, "monitoring-done").unwrap().contains("ikke er oppgitt"));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_known_by_more_than_a_word_is_not_asked_unless_somebody_wants_to() {
    let walk = walk().await;
    let cookie = walk.session(Role::IctLead).await;
    let (by, supplier): (EntityId, EntityId) =
        (USUAL_ROLE.parse().unwrap(), "supplier/nordlys".parse().unwrap());
    let now = walk.trial.clock.now();
    let document = taking::evidence("supplier.assurance", &supplier, Basis::Document, now).unwrap();
    let document = Evidence { valid_until: Some(now.plus(Span::from_days(200))), ..document };
    walk.trial
        .append(vec![draft(Fact::Evidence(document), &by, None, Texts::default()).unwrap()])
        .await;
    walk.trial.said("supplier.monitoring", "supplier/nordlys", Outcome::Supports).await;
    let (_, page) = walk.page("/leverandorer/nordlys", &cookie).await;
    let assurance = about(&page, "assurance-report").unwrap();
    assert!(
        assurance.contains("Kjent fra før") && !assurance.starts_with(" checked"),
        "{assurance}"
    );
    assert!(about(&page, "monitoring-done").unwrap().starts_with(" checked"), "a word is a word");
}

#[tokio::test(flavor = "multi_thread")]
async fn those_who_have_not_answered_stand_first() {
    let walk = walk().await;
    let cookie = walk.session(Role::IctLead).await;
    for slug in ["skjemavev", "nordlys"] {
        let form = "frist=2026-03-10&spm=countries-support";
        let path = format!("/leverandorer/{slug}/be");
        let answer = walk.send(&Method::POST, &path, Some(&cookie), Some(ORIGIN), form).await;
        assert!(leads_to(&answer).starts_with(&format!("/leverandorer/{slug}/lenke/")));
        let form = format!("foresporsel={slug}-2026-03-01");
        let path = format!("/leverandorer/{slug}/sendt");
        walk.send(&Method::POST, &path, Some(&cookie), Some(ORIGIN), &form).await;
    }
    let kind = "supplier.asked".parse().unwrap();
    let view = walk.trial.app.live().view();
    let asked: Vec<_> =
        view.state().evidence(&"supplier/nordlys".parse().unwrap(), &kind).collect();
    assert_eq!(asked.first().unwrap().basis, Basis::Statement, "somebody says so");
    let list = async || {
        let cookie = walk.session(Role::Auditor).await;
        let (status, page) = walk.page("/leverandorer", &cookie).await;
        assert_eq!(status, 200);
        sound(&page);
        page
    };
    let page = list().await;
    assert!(
        page.contains("Neste steg") && page.contains("én uke igjen")
            || page.contains("en uke igjen"),
        "{page}"
    );
    assert!(page.find("Nordlys").unwrap() < page.find("Skjemavev").unwrap(), "critical first");
    walk.trial.clock.advance(Span::from_days(11));
    let page = list().await;
    assert!(page.contains("ta det opp med lederen"), "{page}");
    walk.trial.clock.advance(Span::from_days(20));
    assert!(list().await.contains("Regnes som ikke besvart"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_needs_a_date_to_come_and_a_question_and_is_made_once_a_day() {
    let walk = walk().await;
    let cookie = walk.session(Role::IctLead).await;
    let size = walk.trial.app.live().view().store.size();
    let ask = async |form: &str| {
        let path = "/leverandorer/nordlys/be";
        read(walk.send(&Method::POST, path, Some(&cookie), Some(ORIGIN), form).await).await
    };
    for form in [
        "frist=2026-02-01&spm=countries-support",
        "frist=2027-03-01&spm=countries-support",
        "frist=x&spm=countries-support",
        "frist=2026-03-20",
        "frist=2026-03-20&spm=finnes-ikke",
        // It waits for another, which is not asked.
        "frist=2026-03-20&spm=monitoring-watch",
        // It does not concern this supplier.
        "frist=2026-03-20&spm=countries-measures",
    ] {
        let (status, page) = ask(form).await;
        assert_eq!(status, 422, "{form}: {page}");
    }
    assert_eq!(walk.trial.app.live().view().store.size(), size);
    assert_eq!(ask("frist=2026-03-20&spm=countries-support").await.0, 303);
    let (status, page) = ask("frist=2026-03-20&spm=countries-support").await;
    assert!(status == 422 && page.contains("fikk en forespørsel i dag"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_long_list_is_searched_narrowed_and_turned_page_by_page() {
    let trial = Trial::started().await;
    let many: Vec<String> = (0..120)
        .map(|number| {
            format!("[[supplier]]\nid = \"l-{number:03}\"\nname = \"Firma {number:03}\"\n")
        })
        .collect();
    trial.listed(&many.concat()).await;
    let walk = Walk::over(trial).await;
    let cookie = walk.session(Role::IctLead).await;
    let form = "frist=2026-03-10&spm=countries-support";
    walk.send(&Method::POST, "/leverandorer/l-119/be", Some(&cookie), Some(ORIGIN), form).await;
    let form = "foresporsel=l-119-2026-03-01";
    walk.send(&Method::POST, "/leverandorer/l-119/sendt", Some(&cookie), Some(ORIGIN), form).await;
    let list = async |query: &str| {
        let (status, page) = walk.page(&format!("/leverandorer{query}"), &cookie).await;
        assert_eq!(status, 200);
        sound(&page);
        let rows = page.matches("role=\"rowheader\"").count();
        (page, rows)
    };
    let (first, rows) = list("").await;
    assert_eq!(rows, 50);
    // One supplier is the trial's own.
    assert!(first.contains("121 leverandører") && first.contains("Side 1 av 3"), "{first}");
    assert!(first.find("Firma 119").unwrap() < first.find("Firma 000").unwrap(), "who was asked");
    let (third, rows) = list("?side=3").await;
    assert_eq!(rows, 21);
    assert!(third.contains("Firma 118") && third.contains("rel=\"prev\""), "{third}");
    assert_eq!(list("?side=99").await.1, 21, "the last page there is");
    assert_eq!(list("?side=-1").await.1, 50);
    assert_eq!(list("?vis=open").await.1, 1);
    assert_eq!(list("?vis=silent").await.1, 0);
    assert_eq!(list("?vis=answered").await.1, 0);
    assert_eq!(list("?vis=contradicted").await.1, 0);
    assert_eq!(list("?vis=never&sok=FIRMA+01").await.1, 10);
    let (narrowed, rows) = list("?vis=never&sok=firma&side=2").await;
    assert_eq!(rows, 50);
    assert!(narrowed.contains("sok=firma&amp;vis=never&amp;side=3"), "the choice goes along");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_only_reads_sees_the_room_and_makes_no_link() {
    let walk = walk().await;
    let cookie = walk.session(Role::Auditor).await;
    let (status, page) = walk.page("/leverandorer/nordlys", &cookie).await;
    assert!(status == 200 && !page.contains("Lag en forespørsel"), "{page}");
    for act in ["be", "lenke", "sendt", "trekk", "forleng", "oppfolg", "lukk"] {
        let path = format!("/leverandorer/nordlys/{act}");
        let answer = walk.send(&Method::POST, &path, Some(&cookie), Some(ORIGIN), "").await;
        assert_eq!(answer.status(), 403, "{act}");
    }
}
