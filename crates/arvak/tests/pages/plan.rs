//! What is planned where two factors are missing: its steps, and how often it slipped.

use arvak_browser::Chromium;

use crate::person::Person;
use crate::served::Served;

#[tokio::test]
async fn a_plan_shows_its_steps_and_every_slip() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/to-faktor/fjerntilgang").await;
    lead.is_sound().await;
    let seen = lead.main().await;
    for told in [
        "Datoen er flyttet én gang. Før sto det:",
        "at alle får tatt det i bruk",
        "ny versjon fra leverandøren",
        "IKT-selskapet har prøvd den nye portalen (datoen er passert)",
        "Passord alene slipper ingen inn",
        "Bekreftet av Nordvikregionen IKT IKS",
    ] {
        assert!(seen.contains(told), "{told}: {seen}");
    }
    chromium.end().await.unwrap();
}
