//! Law 1: a status is derived, never recorded.

use arvak_core::{Envelope, Outcome, Status, assess};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::world::{What, config, fold, instants, letters, moves, play};

/// Calls `change` with each object in a JSON value, one after the other.
fn each_object(value: &mut Value, change: &mut dyn FnMut(&mut Value) -> bool) -> bool {
    if value.is_object() && change(value) {
        return true;
    }
    match value {
        Value::Object(fields) => fields.values_mut().any(|field| each_object(field, change)),
        Value::Array(values) => values.iter_mut().any(|value| each_object(value, change)),
        _ => false,
    }
}

/// The envelope with a field added to its n-th object; none when it has fewer.
fn with_field(envelope: &Envelope, place: usize, name: &str) -> Option<Vec<u8>> {
    let mut value = serde_json::to_value(envelope).unwrap();
    let mut left = place;
    let found = each_object(&mut value, &mut |object| {
        if left == 0 {
            object[name] = json!("verified");
            return true;
        }
        left -= 1;
        false
    });
    found.then(|| serde_json::to_vec(&value).unwrap())
}

proptest! {
    #![proptest_config(config(6))]

    #[test]
    fn no_fact_can_say_what_the_status_is(moves in moves()) {
        for (_, envelope) in play(&moves) {
            let bytes = serde_json::to_vec(&envelope).unwrap();
            prop_assert_eq!(Envelope::decode(&bytes).unwrap(), envelope.clone());
            for name in ["status", "state"] {
                for bytes in (0..).map_while(|place| with_field(&envelope, place, name)) {
                    let text = String::from_utf8_lossy(&bytes).into_owned();
                    prop_assert!(Envelope::decode(&bytes).is_err(), "{} was read", text);
                }
            }
        }
    }

}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn nothing_holds_without_a_fact_that_supports_it(
        letter in letters(false),
        moves in moves(),
    ) {
        let mut moves = moves;
        for one in &mut moves {
            if let What::Evidence(seen) = &mut one.what
                && seen.result == Outcome::Supports
            {
                seen.result = Outcome::Inconclusive;
            }
            if let What::Judge { result, .. } = &mut one.what {
                *result = Outcome::Refutes;
            }
        }
        let state = fold(&play(&moves));
        for at in instants(&state, &[1, 5]) {
            for claim in assess(&state, &letter, at).claims() {
                for one in &claim.subjects {
                    let allowed = [Status::Missing, Status::Refuted];
                    prop_assert!(allowed.contains(&one.beneath.unwrap_or(one.state)), "{:?}", one);
                    prop_assert!(allowed.contains(&one.state) || one.state == Status::Exempt);
                    prop_assert_eq!(one.strength, None);
                }
            }
        }
    }
}
