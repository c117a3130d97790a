//! Whose a thing is, and what belongs to nobody in particular.

use super::*;
use crate::trial::Trial;

const LISTED: &str = r#"
[[role]]
id = "helse"

[[role]]
id = "teknisk"

[[unit]]
id = "helse"
owner = ["helse"]

[[unit]]
id = "hjemmetjeneste"
part_of = ["unit/helse"]
owner = ["hjemme"]

[[role]]
id = "hjemme"

[[unit]]
id = "teknisk"
owner = ["teknisk"]

[[function]]
id = "sykehjem"
owner = ["helse"]
needs = ["service/pleie"]

[[service]]
id = "pleie"
runs_on = ["pleiesystem"]

[[system]]
id = "pleiesystem"

[[backup_set]]
id = "pleiekopi"
backs_up = ["pleiesystem"]

[[system]]
id = "hjemmesystem"
owner = ["hjemme"]

[[system]]
id = "vannverk"
owner = ["teknisk"]
data_from = ["pleiesystem"]

[[backup_set]]
id = "vannkopi"
backs_up = ["vannverk"]

[[system]]
id = "delt"
owner = ["teknisk", "helse"]
"#;

#[tokio::test(flavor = "multi_thread")]
async fn own_is_what_owners_of_the_unit_own_and_what_is_for_it() {
    let trial = Trial::empty().await;
    trial.listed(LISTED).await;
    let view = trial.app.live().view();
    let sight = Sight::of(view.state(), &["unit/helse".parse().unwrap()]);
    let sees = |id: &str| sight.sees(&id.parse().unwrap());
    for own in [
        "unit/helse",
        "unit/hjemmetjeneste",
        "function/sykehjem",
        "service/pleie",
        "system/pleiesystem",
        "backup_set/pleiekopi",
        "system/hjemmesystem",
        "system/delt",
    ] {
        assert!(sees(own), "{own}");
    }
    for other in ["unit/teknisk", "system/vannverk", "backup_set/vannkopi", "system/nowhere"] {
        assert!(!sees(other), "{other}");
    }
    assert!(sees("role/teknisk"), "roles are everybody's");
    assert!(!sight.owns(&"role/helse".parse().unwrap()), "and nobody's to change");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_limited_to_what_is_not_there_sees_nothing() {
    let trial = Trial::empty().await;
    trial.listed(LISTED).await;
    let view = trial.app.live().view();
    for unit in ["unit/gone", "role/teknisk"] {
        let sight = Sight::of(view.state(), &[unit.parse().unwrap()]);
        let seen = view.state().ever_listed().filter(|thing| sight.owns(thing.id())).count();
        assert_eq!(seen, 0, "{unit}");
    }
}
