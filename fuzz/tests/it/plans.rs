//! Plans for two factors, as people write them and as they stand in texts of evidence.

use arvak_core::two_factor_plan::Plan;
use bolero::check;

use crate::changed::Foreign;

const SEEDS: [&[u8]; 3] = [
    b"enrolment\nsupplier/drift\n2026-03-02\n2026-05-01 Avtale er signert\n2026-06-01 Alle har telefon\n",
    b"\n\n\n2026-05-01 x\n",
    b"other\nrole/ict_lead\n2024-02-29\n",
];

fn read(text: &str) -> Option<Plan> {
    let mut parts = text.splitn(4, '\n');
    let [decides, by, on, steps] = [(); 4].map(|()| parts.next().unwrap_or_default());
    Plan::read(decides, by, on, steps).ok()
}

#[test]
fn plans_say_the_same_when_they_are_written_down() {
    for seed in SEEDS {
        assert!(read(str::from_utf8(seed).unwrap()).is_some());
    }
    check!().with_type::<Foreign>().for_each(|foreign| {
        let bytes = foreign.bytes(&SEEDS);
        let Some(plan) = read(&String::from_utf8_lossy(&bytes)) else { return };
        let texts = plan.texts();
        let text = |name: &str| {
            let found = texts.iter().find(|(of, _)| of == name);
            found.map_or("", |(_, text)| text.as_str())
        };
        let again = Plan::read(
            text("decides"),
            text("confirmed_by"),
            text("confirmed_on"),
            text("milestones"),
        );
        assert_eq!(again.as_ref(), Ok(&plan));
        assert!(plan.milestones.len() <= 30, "bounds hold");
        assert_eq!(plan.is_empty(), texts.is_empty());
    });
}
