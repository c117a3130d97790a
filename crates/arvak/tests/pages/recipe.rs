//! The recipe of a canary, from an empty form to a trial that is kept: against Nordvik's web mail, which demands both factors.

use arvak_browser::{Chromium, Look, Scheme};

use crate::person::Person;
use crate::served::Served;

const FORM: &str = "/to-faktor/epost/oppskrift";

/// The steps of Nordvik's log-in.
const STEPS: [(&str, &str); 5] = [
    ("user", "brukernavn"),
    ("password", "passord"),
    ("press", "*"),
    ("code", "kode"),
    ("press", "*"),
];

const CHECK: &str = "form[method=post] button[value=sjekk]";

#[tokio::test]
async fn a_recipe_is_written_step_by_step_checked_tried_and_kept() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::own_demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/to-faktor/epost").await;
    lead.follow("a[href$='/oppskrift']").await;
    lead.is_sound().await;
    // An empty recipe has three steps; the others are added one by one.
    lead.open(&format!("{FORM}?fra=tom")).await;
    for _ in 3..STEPS.len() {
        lead.follow("button[value=ny]").await;
    }
    for (number, (does, at)) in (1..).zip(STEPS) {
        lead.put(&format!("#f-steg-{number}"), does).await;
        lead.put(&format!("#f-hvor-{number}"), at).await;
    }
    // A mistake leads to its field, and everything stays.
    lead.put("#f-hvor-2", "form >").await;
    lead.follow(CHECK).await;
    assert!(lead.has(".ds-error-summary a[href='#f-hvor-2']").await, "{}", lead.main().await);
    assert!(lead.has("#f-hvor-1[value=brukernavn]").await);
    lead.is_sound().await;
    lead.put("#f-hvor-2", "passord").await;
    lead.follow(CHECK).await;
    lead.is_taken().await;
    lead.is_sound().await;
    let dry = lead.main().await;
    for told in
        ["Ingenting er sendt", "Feil passord: høyst 1 på en dag", "sperrer kontoen etter 10 feil"]
    {
        assert!(dry.contains(told), "{told}: {dry}");
    }
    // Without the tick nothing is sent.
    lead.follow("button[formaction$='/prov']").await;
    assert!(lead.path().await.ends_with("/prov") && lead.has(".ds-error-summary").await);
    lead.put("input[name=sett]", "1").await;
    lead.follow("button[formaction$='/prov']").await;
    let path = lead.path().await;
    assert!(path.ends_with("/oppskrift/prov/1"), "{path}: {}", lead.main().await);
    lead.tab.until("!!document.querySelector('button[formaction$=\"/lagre\"]')").await.unwrap();
    lead.is_sound().await;
    let seen = lead.main().await;
    for told in [
        "Steg 5, trykk på knappen: kom til https://epost.nordvik.example/min-side (status 200)",
        "feil kode: ble spurt om kode → avvist",
        "begge riktige: ble spurt om kode → kom inn",
        "Passordet alene slapp inn med IMAP",
    ] {
        assert!(seen.contains(told), "{told}: {seen}");
    }
    // A second one that day sends no wrong password; its code is still looked for where the recipe says.
    lead.follow("input[name=hele] ~ div button:not([formaction])").await;
    assert!(lead.has("#f-steg-5").await, "{}", lead.main().await);
    lead.put("#f-hvor-4", "engangskode").await;
    lead.follow(CHECK).await;
    lead.put("input[name=sett]", "1").await;
    lead.follow("button[formaction$='/prov']").await;
    lead.tab.until("!!document.querySelector('button[formaction$=\"/lagre\"]')").await.unwrap();
    let seen = lead.main().await;
    assert!(seen.contains("dagens ene feil passord er brukt"), "{seen}");
    assert!(seen.contains("Steg 4, skriv i feltet: et trinn i oppskriften passer ikke"), "{seen}");
    // It is kept, and stands in the form from then on; the trial is recorded as evidence.
    lead.open(&path).await;
    lead.follow("button[formaction$='/lagre']").await;
    assert_eq!(lead.path().await, "/to-faktor/epost");
    lead.open(FORM).await;
    assert!(lead.has("#f-hvor-4[value=kode]").await, "{}", lead.main().await);
    let narrow = served.logged_in_as(&chromium, "ikt", &Look::new(390, Scheme::Dark)).await;
    let narrow = Person::at(narrow, &served);
    for path in [FORM, &path] {
        narrow.open(path).await;
        narrow.is_sound().await;
        assert_eq!(narrow.tab.overflow().await.unwrap(), 0, "{path}");
        assert_eq!(narrow.tab.small_targets().await.unwrap(), [""; 0], "{path}");
    }
    chromium.end().await.unwrap();
}
