//! What is planned where two factors are missing, and its steps.

use arvak_browser::Chromium;

use crate::person::Person;
use crate::served::Served;

#[tokio::test]
async fn a_plan_shows_what_decides_it_its_steps_and_every_slip() {
    let Some(chromium) = Chromium::start().await.unwrap() else { return };
    let served = Served::demo();
    let lead = Person::of(&served, &chromium, "ikt").await;
    lead.open("/to-faktor/fjerntilgang").await;
    lead.is_sound().await;
    let seen = lead.main().await;
    for told in [
        "at alle får tatt det i bruk",
        "IKT-selskapet har prøvd den nye portalen (datoen er passert)",
        "Passord alene slipper ingen inn",
        "Bekreftet av Nordvikregionen IKT IKS",
        "Datoen er flyttet én gang. Før sto det:",
        "ny versjon fra leverandøren",
    ] {
        assert!(seen.contains(told), "{told}: {seen}");
    }
    chromium.end().await.unwrap();
}
