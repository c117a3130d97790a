//! Several people at once, files, languages: what goes wrong when nobody looks.

use arvak_browser::{Chromium, Look, Scheme, axe};

use crate::person::{Person, quoted};
use crate::served::Served;

#[tokio::test]
async fn two_people_who_change_the_same_thing_lose_nothing() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    let coordinator = Person::of(&served, &chromium, "beredskap").await;
    lead.open("/tjenester/plan").await;
    let plan = lead.links("tbody a").await.first().cloned().unwrap();
    for person in [&lead, &coordinator] {
        person.open(&format!("{plan}/endre")).await;
    }
    lead.put("#f-note", "Skrevet av IKT").await;
    lead.follow("main form.a-form button[type=submit]").await;
    lead.is_taken().await;
    coordinator.put("#f-note", "Skrevet av beredskap").await;
    coordinator.follow("main form.a-form button[type=submit]").await;
    let page = coordinator.main().await;
    assert!(coordinator.has("[role=alert]").await, "{page}");
    assert!(page.contains("Skrevet av IKT") && page.contains("Skrevet av beredskap"), "{page}");
    let kept: String =
        coordinator.tab.ask("document.querySelector('#f-note').value").await.unwrap();
    assert_eq!(kept, "Skrevet av beredskap", "what was typed is still in its field");
    // A refused form is no complaint of the page's; the browser tells the status.
    let _ = coordinator.tab.complaints();
    coordinator.is_sound().await;
    coordinator.follow("main form.a-form button[type=submit]").await;
    coordinator.is_taken().await;
    assert!(coordinator.main().await.contains("Skrevet av beredskap"));
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn an_import_is_shown_before_it_is_recorded() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    let choose = async |name: &str, text: &str| {
        lead.open("/tjenester/import").await;
        let script = format!(
            "(() => {{ const files = new DataTransfer(); files.items.add(new File([{}], {})); document.querySelector('#f-filer').files = files.files; return true; }})()",
            quoted(text),
            quoted(name)
        );
        let _: bool = lead.tab.ask(&script).await.unwrap();
        lead.follow("form[action='/tjenester/import'] button[type=submit]").await;
    };
    choose("systemer.csv", "id;navn;hvor kritisk (1–5)\nA B;Feil;9\n").await;
    let page = lead.main().await;
    assert!(
        lead.has("[role=alert]").await && page.contains("A2"),
        "each mistake has its place: {page}"
    );
    choose("systemer.csv", "id;navn\nnytt-i-nettleseren;Nytt i nettleseren\n").await;
    assert!(lead.main().await.contains("Nytt i nettleseren"), "{}", lead.main().await);
    let _ = lead.tab.complaints();
    lead.is_sound().await;
    lead.open("/ting/system/nytt-i-nettleseren").await;
    assert!(!lead.has("main a[href$='/endre']").await, "nothing is recorded yet");
    let _ = lead.tab.complaints();
    choose("systemer.csv", "id;navn\nnytt-i-nettleseren;Nytt i nettleseren\n").await;
    lead.follow("form[action='/tjenester/import/bekreft'] button[type=submit]").await;
    lead.is_taken().await;
    lead.open("/ting/system/nytt-i-nettleseren").await;
    assert!(lead.main().await.contains("Nytt i nettleseren"));
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn another_language_keeps_the_page() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let person = Person::of(&served, &chromium, "revisor").await;
    for page in ["/punkt/1a", "/oppgaver?rolle=ict_lead&side=1", "/historikk?per=2026-01-01"] {
        person.open(page).await;
        for lang in ["nn", "en", "nb"] {
            person.follow(&format!("header a[hreflang={lang}]")).await;
            let shown: String = person.tab.ask("document.documentElement.lang").await.unwrap();
            assert_eq!(shown, lang);
            assert_eq!(person.path().await, page.split('?').next().unwrap());
            if let Some((_, query)) = page.split_once('?') {
                let url = person.tab.url().await.unwrap();
                assert!(url.contains(query), "{url}");
            }
        }
        person.open("/status").await;
        let kept: String = person.tab.ask("document.documentElement.lang").await.unwrap();
        assert_eq!(kept, "nb", "the language is kept");
    }
    // A form that was refused leads in other languages to the page that has it.
    let administrator = Person::of(&served, &chromium, "administrator").await;
    administrator.open("/oppsett/brukere").await;
    administrator.follow("tbody a").await;
    let account = administrator.path().await;
    administrator.follow("form[action$='/steng'] button[type=submit]").await;
    assert!(administrator.has(".ds-error-summary").await);
    administrator.follow("header a[hreflang=nn]").await;
    assert_eq!(administrator.path().await, account);
    chromium.end().await.unwrap();
}

#[tokio::test]
async fn whoever_has_chosen_colours_sees_states_and_where_the_keyboard_is() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let look = Look { forced_colors: true, ..Look::new(1280, Scheme::Light) };
    let tab = served.logged_in_as(&chromium, "administrator", &look).await;
    let person = Person::at(tab, &served);
    for page in ["/status", "/punkt/1a", "/oppgaver", "/leder", "/tjenester", "/oppsett/brukere"] {
        person.open(page).await;
        let forced: bool =
            person.tab.ask("matchMedia('(forced-colors: active)').matches").await.unwrap();
        assert!(forced);
        let bare: Vec<String> = person.tab.ask(BARE).await.unwrap();
        assert_eq!(bare, [""; 0], "{page}: signs that are not seen");
        person.tab.press("Tab").await.unwrap();
        let shows: bool = person
            .tab
            .ask("getComputedStyle(document.activeElement).outlineStyle !== 'none'")
            .await
            .unwrap();
        assert!(shows, "{page}: where the keyboard is");
        if let Some(found) = axe(&person.tab).await.unwrap() {
            // The colours are the person's own.
            let found: Vec<_> = found.iter().filter(|one| one.rule != "color-contrast").collect();
            assert!(found.is_empty(), "{page}: {found:#?}");
        }
    }
    chromium.end().await.unwrap();
}

/// States without a word, and buttons without an edge.
const BARE: &str = r"[
    ...[...document.querySelectorAll('.a-status')].filter((one) => !one.textContent.trim()),
    ...[...document.querySelectorAll('main .ds-button')].filter((one) => one.checkVisibility() && getComputedStyle(one).borderStyle === 'none' && getComputedStyle(one).outlineStyle === 'none' && !getComputedStyle(one).textDecorationLine.includes('underline') && one.tagName === 'BUTTON' && one.dataset.variant !== 'tertiary'),
].map((one) => one.outerHTML.slice(0, 120))";
