//! What the room shows of looks: the worst first, each result with its source, and nothing of what was erased.

use arvak_core::Span;
use arvak_identity::Role;
use arvak_words::Lang;
use axum::extract::Path;
use axum::response::IntoResponse as _;

use scraper::Selector;

use super::{list, service};
use crate::form::{Asked, Typed};
use crate::trial::{Trial, read, sound};
use crate::visit::Visit;

const PLACES: &str = r#"
[[endpoint]]
id = "www"
name = "www"
host = "www.heroy.kommune.no"
port = 443
kind = "https"

[[endpoint]]
id = "arkiv"
name = "arkiv"
host = "arkiv.heroy.kommune.no"
port = 443
kind = "https"
"#;

async fn trial() -> Trial {
    let trial = Trial::started().await;
    trial.listed(PLACES).await;
    trial
}

async fn shown(visit: Visit, asked: &[(&str, &str)]) -> String {
    let typed = asked.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let answer = list::list(visit, Asked(Typed::of(typed))).await.into_response();
    let (status, page) = read(answer).await;
    assert_eq!(status, 200);
    sound(&page);
    page
}

async fn of(visit: Visit, kind: &str, slug: &str) -> (u16, String) {
    let path = Path((kind.to_owned(), slug.to_owned()));
    read(service::service(visit, path).await.into_response()).await
}

fn place(page: &str, text: &str) -> usize {
    page.find(text).unwrap_or_else(|| panic!("{text} is not in {page}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_worst_service_stands_first_and_what_nobody_looked_at_last() {
    let trial = trial().await;
    let fine = "http.hsts must pass\ncert.expiry must pass\n";
    trial.looked("https", "web.hsts", "endpoint/arkiv", fine).await;
    let wrong = "http.hsts must fail\ncert.expiry must pass\n";
    trial.looked("https", "web.hsts", "endpoint/www", wrong).await;
    for lang in Lang::ALL {
        let page = shown(trial.visit(lang, &[Role::IctLead]), &[]).await;
        let (www, arkiv) = (place(&page, ">www<"), place(&page, ">arkiv<"));
        assert!(www < arkiv && arkiv < place(&page, ">heroy.kommune.no<"));
    }
    let page = shown(trial.visit(Lang::Nb, &[Role::IctLead]), &[]).await;
    assert!(page.contains("feil 1") && page.contains("i orden 3"));
    let page = shown(trial.visit(Lang::Nb, &[Role::IctLead]), &[("sok", "ARK")]).await;
    assert!(!page.contains(">www<") && page.contains(">arkiv<"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_shows_what_was_seen_by_the_later_of_two_looks() {
    let trial = trial().await;
    trial.looked("https", "web.hsts", "endpoint/www", "cert.expiry must fail\n").await;
    trial.clock.advance(Span::from_days(1));
    let later = "cert.expiry must pass\ntls.versions must fail\n";
    trial.looked("tls", "web.tls", "endpoint/www", later).await;
    let (status, page) = of(trial.visit(Lang::Nb, &[Role::Auditor]), "endpoint", "www").await;
    assert_eq!(status, 200);
    sound(&page);
    assert!(page.contains("seen by tls &lt;b&gt;"), "{page}");
    assert!(!page.contains("seen by https"));
    let unknown = of(trial.visit(Lang::Nb, &[Role::Auditor]), "endpoint", "nowhere").await;
    assert_eq!(unknown.0, 404);
    let other_kind = of(trial.visit(Lang::Nb, &[Role::Auditor]), "service", "epost").await;
    assert_eq!(other_kind.0, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changed_between_two_days_is_told() {
    let trial = trial().await;
    trial.looked("https", "web.hsts", "endpoint/www", "http.hsts must pass\n").await;
    let day = trial.app.live().view().at.to_string();
    trial.clock.advance(Span::from_days(20));
    trial.looked("https", "web.hsts", "endpoint/www", "http.hsts must fail\n").await;
    let page = shown(trial.visit(Lang::En, &[Role::IctLead]), &[]).await;
    let html = sound(&page);
    let changed = Selector::parse("ul.ds-list li").unwrap();
    let told: Vec<String> = html.select(&changed).map(|li| li.text().collect()).collect();
    let hsts = arvak_words::check_text("http.hsts").unwrap().title.get(Lang::En);
    assert_eq!(told, [format!("www: {hsts} in order → wrong")]);
    let same =
        shown(trial.visit(Lang::En, &[Role::IctLead]), &[("per", &day[..10]), ("mot", &day[..10])])
            .await;
    assert!(!same.contains("→"), "{same}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_is_not_shown_from_memory() {
    let trial = trial().await;
    let transcript =
        trial.looked("https", "web.hsts", "endpoint/www", "http.hsts must fail\n").await;
    let (_, page) = of(trial.visit(Lang::Nb, &[Role::IctLead]), "endpoint", "www").await;
    assert!(page.contains("seen by https"));
    std::fs::remove_file(transcript).unwrap();
    let (_, page) = of(trial.visit(Lang::Nb, &[Role::IctLead]), "endpoint", "www").await;
    assert!(!page.contains("seen by https"));
}
