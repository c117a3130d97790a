//! Whoever is limited to units sees and changes own things alone, at every address: other units' things have no name, no
//! page and no entry for them.

use std::collections::BTreeSet;

use arvak_core::fact::{ExemptionRequest, Obligation};
use arvak_core::{EntityId, EntryId, Fact, Outcome, Span, Status};
use arvak_identity::{Access, Role};
use arvak_probe::Clock as _;
use arvak_store::drafts::{Texts, USUAL_ROLE, draft};
use axum::http::Method;

use crate::program::Bettered;
use crate::routes::declared;
use crate::trial::{Trial, leads_to, read};
use crate::walk::{ORIGIN, Walk};

/// What stands in every name of the other unit, and in nothing else.
const MARK: &str = "zyxwv";

const LISTED: &str = r#"
[[organisation]]
id = "nordvik"
name = "Nordvik"

[[role]]
id = "helse"
name = "Helsesjef"

[[role]]
id = "teknisk"
name = "Teknisk sjef"

[[unit]]
id = "helse"
name = "Helse"
owner = ["helse"]

[[unit]]
id = "zyxwv"
name = "Zyxwv drift"
owner = ["teknisk"]

[[function]]
id = "sykehjem"
name = "Sykehjem"
owner = ["helse"]
criticality = 5
needs = ["service/pleie", "service/zyxwv"]

[[service]]
id = "pleie"
name = "Pleie"
runs_on = ["pleiesystem", "zyxwv"]

[[system]]
id = "pleiesystem"
name = "Pleiesystem"
owner = ["helse"]
criticality = 4
data_from = ["zyxwv"]

[[service]]
id = "zyxwv"
name = "Zyxwv tjeneste"
owner = ["teknisk"]
runs_on = ["zyxwv"]
endpoints = ["zyxwv"]

[[system]]
id = "zyxwv"
name = "Zyxwv vannverk"
owner = ["teknisk"]
criticality = 5
data_from = ["pleiesystem"]

[[system]]
id = "zyxwv-fritt"
name = "Zyxwv uten eier"

[[supplier]]
id = "zyxwv"
name = "Zyxwv AS"
owner = ["teknisk"]
operates_ict = true

[[domain]]
id = "zyxwv"
host = "zyxwv.example.no"
owner = ["teknisk"]

[[endpoint]]
id = "zyxwv"
host = "zyxwv.example.no"
port = 443
kind = "https"
"#;

fn id(text: &str) -> EntityId {
    text.parse().unwrap()
}

/// The pages, with things of both units, and evidence, due dates and requests about the other one's.
async fn walk() -> Walk {
    let bettered = |subject: &str| Bettered {
        at: "2026-03-01T12:00:00Z".parse().unwrap(),
        entry: EntryId(0),
        fact: "scope",
        reason: None,
        claim: "3.1".parse().unwrap(),
        subject: Some(id(subject)),
        from: Status::Missing,
        to: None,
    };
    let trial =
        Trial::bettered(vec![bettered("system/pleiesystem"), bettered("system/zyxwv")]).await;
    trial.listed(LISTED).await;
    trial.said("supplier.contacted", "supplier/zyxwv", Outcome::Refutes).await;
    let by = USUAL_ROLE.parse().unwrap();
    let facts = [
        Fact::Obligation(Obligation {
            id: "measure.1b.1.000000000001.aaaaaaaa".parse().unwrap(),
            kind: "measure.due".parse().unwrap(),
            subject: id("supplier/zyxwv"),
            due: trial.clock.now().plus(Span::from_days(9)),
            owner: None,
        }),
        Fact::ExemptionRequest(ExemptionRequest {
            claim: "1b.1".parse().unwrap(),
            subject: id("supplier/zyxwv"),
            until: trial.clock.now().plus(Span::from_days(9)),
        }),
    ];
    for fact in facts {
        let reason = Some("Zyxwv trenger mer tid".to_owned());
        let texts = Texts { reason, ..Texts::default() };
        trial.append(vec![draft(fact, &by, None, texts).unwrap()]).await;
    }
    Walk::over(trial).await
}

/// Every address that a route stands for, filled with other units' things and with all entries.
fn addresses(walk: &Walk, path: &str) -> BTreeSet<String> {
    let view = walk.trial.app.live().view();
    let things: Vec<EntityId> =
        view.state().ever_listed().map(|thing| thing.id().clone()).collect();
    let claims: Vec<String> = view.assessment.claims().map(|claim| claim.id.to_string()).collect();
    let entries: Vec<String> = (0..view.store.size()).map(|entry| entry.to_string()).collect();
    let mut all = BTreeSet::from([String::new()]);
    for part in path.split('/').skip(1) {
        let values: Vec<String> = match part {
            "{kind}" => things.iter().map(|id| id.kind().to_owned()).collect(),
            "{slug}" => vec!["zyxwv".to_owned(), "zyxwv-fritt".to_owned()],
            "{claim}" => claims.clone(),
            "{id}" | "{entry}" | "{soknad}" => entries.clone(),
            "{edition}" => ["internal", "council", "public"].map(str::to_owned).into(),
            part if part.starts_with('{') => vec!["0".to_owned()],
            part => vec![part.to_owned()],
        };
        let values: BTreeSet<String> = values.into_iter().collect();
        all = all
            .iter()
            .flat_map(|begin| values.iter().map(move |value| format!("{begin}/{value}")))
            .collect();
    }
    all
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_names_another_units_things_to_whoever_is_limited() {
    let walk = walk().await;
    for role in [Role::Contributor, Role::IctLead, Role::Auditor, Role::Administrator] {
        let cookie = walk.session_within(role, &["unit/helse"]).await;
        for route in declared(&walk.trial.app) {
            // Who has an account is set up for the whole municipality.
            if route.method != Method::GET || route.path == "/logg-ut" {
                continue;
            }
            for address in addresses(&walk, route.path) {
                let (status, page) = walk.page(&address, &cookie).await;
                assert!(status < 500 && status != 429, "{address} as {}: {status}", role.name());
                // What was asked for stands in the links to the other languages.
                let page = page.replace(&address, "").to_lowercase();
                let at = page.find(MARK).map(|at| page.get(at.saturating_sub(300)..at + 60));
                assert!(at.is_none(), "{address} as {}: {at:?}", role.name());
                let is_others = address.contains(MARK) && route.path.contains("{slug}");
                assert!(!is_others || status >= 400, "{address} as {}: {status}", role.name());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_limited_sees_both_units() {
    let walk = walk().await;
    let cookie = walk.session_within(Role::Contributor, &[]).await;
    let pages = ["/tjenester/system", "/ting/system/zyxwv", "/bevis", "/oppgaver", "/endringer"];
    for address in pages {
        let (status, page) = walk.page(address, &cookie).await;
        assert_eq!(status, 200, "{address}");
        assert!(page.to_lowercase().contains(MARK), "{address}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn own_things_are_there_with_how_they_stand() {
    let walk = walk().await;
    let cookie = walk.session_within(Role::Contributor, &["unit/helse"]).await;
    for address in
        ["/ting/system/pleiesystem", "/ting/service/pleie", "/ting/system/pleiesystem/endre"]
    {
        let (status, _) = walk.page(address, &cookie).await;
        assert_eq!(status, 200, "{address}");
    }
    let (_, page) = walk.page("/oppgaver", &cookie).await;
    assert!(page.contains("Pleiesystem"), "{page}");
    assert!(page.contains("Helse"), "the page says what it is limited to");
    let (status, _) = walk.page("/svar/internal", &cookie).await;
    assert_eq!(status, 403, "the reply speaks of everybody's things");
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_recorded_about_another_units_things() {
    let walk = walk().await;
    for role in [Role::Contributor, Role::IctLead, Role::ChiefExecutive, Role::Administrator] {
        let cookie = walk.session_within(role, &["unit/helse"]).await;
        let before = walk.trial.app.live().view().store.size();
        // The API takes no forms: what it is sent is tried beside it.
        let names_a_thing = |path: &str| {
            path.contains("{slug}") && !path.starts_with("/oppsett") && !path.starts_with("/api")
        };
        let routes = declared(&walk.trial.app);
        let writes = routes.iter().filter(|route| {
            route.method == Method::POST
                && names_a_thing(route.path)
                && matches!(route.access, Access::May(_))
        });
        for route in writes {
            for address in addresses(&walk, route.path) {
                let form = "frist=2026-06-01&ansvarlig=role/helse&grunn=x&begrunnelse=x&til=2026-06-01&soknad=99&funn=99&tekst=x&name=x";
                // So many in one moment would be refused for that alone.
                walk.trial.clock.advance(Span::from_millis(250));
                let sent =
                    walk.send(&Method::POST, &address, Some(&cookie), Some(ORIGIN), form).await;
                let status = sent.status().as_u16();
                assert!(
                    [403, 404, 400].contains(&status),
                    "{address} as {}: {status}",
                    role.name()
                );
            }
        }
        let after = walk.trial.app.live().view().store.size();
        assert_eq!(before, after, "{}", role.name());
    }
}

/// The fields of the form of an own system, with what somebody changes.
const FORM: &str = "criticality=4&owner=helse";

#[tokio::test(flavor = "multi_thread")]
async fn an_own_thing_is_changed_and_keeps_what_is_out_of_sight() {
    let walk = walk().await;
    let cookie = walk.session_within(Role::Contributor, &["unit/helse"]).await;
    let system = id("system/pleiesystem");
    let read_from = walk.trial.app.live().view().state().entity(&system).unwrap().entry();
    let form = format!("lest={read_from}&name=Nytt+navn&{FORM}");
    let address = "/ting/system/pleiesystem/endre";
    let answer = walk.send(&Method::POST, address, Some(&cookie), Some(ORIGIN), &form).await;
    assert_eq!(leads_to(&answer), "/ting/system/pleiesystem", "{:?}", read(answer).await);
    let view = walk.trial.app.live().view();
    assert_eq!(view.name(&system), Some("Nytt navn"));
    let from = view.state().related(&system, "data_from");
    assert_eq!(from, [&id("system/zyxwv")], "what the form did not show is still there");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_takes_gives_away_or_reaches_into_what_is_not_own() {
    let walk = walk().await;
    let cookie = walk.session_within(Role::Contributor, &["unit/helse"]).await;
    let before = walk.trial.app.live().view().store.size();
    let system = id("system/pleiesystem");
    let read_from = walk.trial.app.live().view().state().entity(&system).unwrap().entry();
    for (address, form) in [
        ("/tjenester/ny/system", "id=zyxwv&name=Min&owner=helse".to_owned()),
        ("/tjenester/ny/system", "id=ny&name=Ny&owner=teknisk".to_owned()),
        ("/tjenester/ny/system", "id=ny&name=Ny".to_owned()),
        ("/tjenester/ny/system", "id=ny&name=Ny&owner=helse&runs_on=zyxwv-fritt".to_owned()),
        ("/tjenester/ny/unit", "id=ny&name=Ny&owner=teknisk&part_of=unit/helse".to_owned()),
        ("/tjenester/ny/role", "id=ny&name=Ny".to_owned()),
        ("/ting/unit/helse/endre", "lest=3&name=Helse&owner=teknisk".to_owned()),
        ("/ting/system/pleiesystem/endre", format!("lest={read_from}&criticality=4&owner=teknisk")),
    ] {
        let answer = walk.send(&Method::POST, address, Some(&cookie), Some(ORIGIN), &form).await;
        let status = answer.status().as_u16();
        assert!([409, 422].contains(&status), "{address} {form}: {status} {}", leads_to(&answer));
    }
    assert_eq!(walk.trial.app.live().view().store.size(), before);
    let form = "id=ny&name=Ny&owner=helse";
    let answer =
        walk.send(&Method::POST, "/tjenester/ny/system", Some(&cookie), Some(ORIGIN), form);
    assert_eq!(leads_to(&answer.await), "/ting/system/ny", "own things are listed as before");
}

#[tokio::test(flavor = "multi_thread")]
async fn rights_about_the_whole_municipality_are_not_given_to_whoever_is_limited() {
    let walk = walk().await;
    let cookie = walk.session_within(Role::IctLead, &["unit/helse"]).await;
    let answer = walk.send(&Method::POST, "/kjoringer", Some(&cookie), Some(ORIGIN), "").await;
    assert_eq!(answer.status(), 403);
}
