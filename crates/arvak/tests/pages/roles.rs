//! Each role's main task, as a person does it.

use arvak_browser::{Chromium, Look, Scheme};

use crate::person::Person;
use crate::served::Served;

/// A day of this machine's calendar, so many days from now, as a date field holds it.
async fn day(person: &Person, days: i64) -> String {
    let script = format!("new Date(Date.now() + {days} * 86400000).toISOString().slice(0, 10)");
    person.tab.ask(&script).await.unwrap()
}

#[tokio::test]
async fn the_ict_lead_takes_a_task_and_records_evidence() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    assert_eq!(lead.path().await, "/oppgaver", "the tour begins at the tasks");
    let task = lead.task_with("#bevis select option").await;
    lead.is_sound().await;
    // Takes it: a due date, and whose turn it is.
    lead.unfold("#frist").await;
    lead.put("#f-frist", &day(&lead, 30).await).await;
    lead.put("#f-ansvarlig", "role/ict_lead").await;
    lead.follow("#frist form[action$='/frist'] button[type=submit]").await;
    lead.is_taken().await;
    assert!(lead.has("#frist form[action$='/gjort']").await, "the due date stands");
    // Records what was done.
    let before: i64 = size(&lead).await;
    lead.unfold("#bevis").await;
    lead.put("input[name=sier][value=supports]", "").await;
    lead.put("input[name=grunnlag][value=statement]", "").await;
    lead.put("#f-dato", &day(&lead, 0).await).await;
    lead.put("#f-merknad", "Gjort i dag").await;
    lead.follow("#bevis form button[type=submit]").await;
    lead.is_taken().await;
    assert!(size(&lead).await > before, "{task}: the evidence is in the ledger");
    chromium.end().await.unwrap();
}

/// How many entries there are.
async fn size(person: &Person) -> i64 {
    let script = "fetch('/bevis').then((a) => a.text()).then((t) => Math.max(...[...t.matchAll(/\\/bevis\\/(\\d+)/g)].map((one) => Number(one[1]))))";
    person.tab.ask(script).await.unwrap()
}

#[tokio::test]
async fn the_emergency_coordinator_keeps_a_functions_continuity_right() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let coordinator = Person::of(&served, &chromium, "beredskap").await;
    assert_eq!(coordinator.path().await, "/tjenester/function");
    coordinator.follow("tbody a").await;
    coordinator.follow("main a[href$='/endre']").await;
    coordinator.is_sound().await;
    coordinator.put("#f-fallback_hours", "37").await;
    coordinator.put("#f-grunn", "Prøvd i en øvelse").await;
    coordinator.follow("main form.a-form button[type=submit]").await;
    coordinator.is_taken().await;
    assert!(coordinator.path().await.starts_with("/ting/function/"));
    assert!(coordinator.main().await.contains("37"), "{}", coordinator.main().await);
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn the_chief_executive_approves_what_another_asked_for_and_the_reply() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    // Its own: an approval is over the very text, which whatever another test records would change.
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    let task = asks_for_an_exemption(&lead).await;
    let chief = Person::of(&served, &chromium, "direktor").await;
    assert_eq!(chief.path().await, "/leder");
    chief.is_sound().await;
    chief.open(&task).await;
    chief.unfold("#unntak").await;
    chief.follow("#unntak form[action$='/godkjenn'] button").await;
    chief.is_taken().await;
    assert!(chief.has("main [data-status=exempt]").await, "{}", chief.main().await);
    // What is recorded while somebody reads makes another text; the one on the screen is approved, and stays.
    chief.open("/svar/council").await;
    assert!(!chief.main().await.contains("odkjent av"), "nobody approved a text yet");
    asks_for_an_exemption(&lead).await;
    chief.follow("form[action='/svar/council/godkjent'] button").await;
    assert!(chief.path().await.starts_with("/svar/council/tekst/"), "{}", chief.path().await);
    chief.is_sound().await;
    let approved = chief.main().await;
    assert!(approved.contains("Godkjent av"), "{approved}");
    // Who has said it is not asked again.
    assert!(chief.has("form[action='/svar/council/gjennomgatt']").await, "{approved}");
    assert!(!chief.has("form[action='/svar/council/godkjent']").await, "{approved}");
    chief.open("/svar/council").await;
    let now = chief.main().await;
    assert!(now.contains("Ingen har gått gjennom eller godkjent dette ennå"), "{now}");
    chief.follow("main a[href^='/svar/council/tekst/']").await;
    assert_eq!(chief.main().await, approved);
    chromium.end().await.unwrap();
}

/// The address of the task that the exemption would be for.
async fn asks_for_an_exemption(lead: &Person) -> String {
    let task = lead.task_with("#unntak form[action$='/unntak']").await;
    lead.unfold("#unntak").await;
    lead.put("#f-til", &day(lead, 60).await).await;
    lead.put("#f-begrunnelse", "Avtalen går ut i vår").await;
    lead.follow("#unntak form[action$='/unntak'] button[type=submit]").await;
    lead.is_taken().await;
    task
}

#[tokio::test]
async fn a_contributor_edits_an_own_system_and_sees_no_others_without_scripts() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let look = Look { scripts: false, ..Look::new(390, Scheme::Light) };
    let tab = served.logged_in_as(&chromium, "bidragsyter", &look).await;
    let contributor = Person::at(tab, &served);
    contributor.open("/tjenester/system").await;
    let own = contributor.links("tbody a").await;
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/tjenester/system").await;
    let all = lead.links("tbody a").await;
    assert!(!own.is_empty() && own.len() < all.len(), "{} of {}", own.len(), all.len());
    let other = all.iter().find(|one| !own.contains(one)).unwrap();
    contributor.open(other).await;
    assert_eq!(contributor.links("main a[href$='/endre']").await, [""; 0]);
    contributor.open(&format!("{}/endre", own[0])).await;
    contributor.put("#f-note", "Rettet av enheten selv").await;
    contributor.put("#f-grunn", "Rettet").await;
    contributor.follow("main form.a-form button[type=submit]").await;
    contributor.is_taken().await;
    assert_eq!(contributor.path().await, own[0]);
    assert!(contributor.main().await.contains("Rettet av enheten selv"));
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn somebody_is_invited_and_forgotten_again() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let administrator = Person::of(&served, &chromium, "administrator").await;
    administrator.open("/oppsett/brukere").await;
    administrator.put("#f-navn", "Kari Nordmann").await;
    administrator.put("input[name=rolle][value=auditor]", "").await;
    administrator.follow("form.a-form[action='/oppsett/brukere'] button[type=submit]").await;
    administrator.is_sound().await;
    let link: String =
        administrator.tab.ask("document.querySelector('#made').textContent").await.unwrap();
    // The invited person, at a telephone in the dark.
    let tab = chromium.tab(&Look::new(390, Scheme::Dark)).await.unwrap();
    tab.add_authenticator().await.unwrap();
    tab.open(link.trim()).await.unwrap();
    let kari = Person::at(tab, &served);
    kari.is_sound().await;
    kari.put("#f-brukernavn", "kari.nordmann").await;
    kari.follow("form.a-form button[type=submit]").await;
    assert_eq!(kari.path().await, "/konto/faktorer");
    kari.is_sound().await;
    kari.follow("[data-passkey=create] button").await;
    assert_eq!(kari.path().await, "/status");
    let officer = Person::of(&served, &chromium, "personvern").await;
    assert_eq!(officer.path().await, "/personopplysninger");
    officer.is_sound().await;
    let kari_here = "[...document.querySelectorAll('main li')].find((one) => one.innerText.includes('Kari Nordmann')).querySelector('a').getAttribute('href')";
    let address: String = officer.tab.ask(kari_here).await.unwrap();
    officer.open(&address).await;
    officer.is_sound().await;
    officer.put("#f-grunn", "Ba om det").await;
    officer.put("input[name=forstaatt]", "").await;
    officer.follow("main form.a-form button[type=submit]").await;
    assert_eq!(officer.path().await, "/personopplysninger", "{}", officer.main().await);
    assert!(!officer.main().await.contains("Kari Nordmann"));
    kari.open("/status").await;
    assert_eq!(kari.path().await, "/logg-inn", "whoever is forgotten is logged in no longer");
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn the_auditor_reads_the_evidence_and_takes_the_proof_home() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let auditor = Person::of(&served, &chromium, "revisor").await;
    assert_eq!(auditor.path().await, "/bevis");
    auditor.follow(".a-timeline a.a-title").await;
    auditor.is_sound().await;
    for (download, begins) in [("bevisrekke", "c2sp.org/tlog-proof"), ("konvolutt", "{")] {
        let script = format!(
            "fetch(document.querySelector('main a[href$=\"/{download}\"]').href).then(async (a) => [a.status, a.headers.get('content-disposition'), await a.text()])"
        );
        let (status, kept, text): (u16, String, String) = auditor.tab.ask(&script).await.unwrap();
        assert_eq!(status, 200);
        assert!(kept.starts_with("attachment;"), "{kept}");
        assert!(text.starts_with(begins), "{download}: {text}");
    }
    let forms: i64 =
        auditor.tab.ask("document.querySelectorAll('main form').length").await.unwrap();
    assert_eq!(forms, 0, "who only reads is offered nothing to change");
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn five_tours_are_printed_and_each_opens_its_role_with_two_factors_shown() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let tours = served.tours();
    assert_eq!(tours.len(), 5, "{tours:?}");
    let tab = chromium.tab(&Look::new(1280, Scheme::Light)).await.unwrap();
    let person = Person::at(tab, &served);
    for tour in tours {
        person.tab.open(tour).await.unwrap();
        assert!(person.main().await.len() > 100, "{tour}");
        let demo: String =
            person.tab.ask("document.querySelector('.a-demo').innerText").await.unwrap();
        assert!(demo.contains("ingenting er sendt ut av denne maskinen"), "{demo}");
    }
    // With the password and a code one comes in as well.
    let tab = chromium.tab(&Look::new(390, Scheme::Light)).await.unwrap();
    let person = Person::at(tab, &served);
    let (password, code) = served.password_and_code("direktor");
    person.open("/logg-inn").await;
    person.is_sound().await;
    person.put("#f-navn", "direktor").await;
    person.put("#f-passord", &password).await;
    person.follow("form[action='/logg-inn'] button[type=submit]").await;
    person.is_sound().await;
    person.put("#f-kode", &code).await;
    person.follow("form[action='/logg-inn/kode'] button[type=submit]").await;
    assert_eq!(person.path().await, "/status");
    chromium.end().await.unwrap();
}
