//! Following a state gives what judging it anew gives, after every fact and as time passes.

use arvak_core::{Assessor, State, assess};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{config, hours, instants, letters, moves, play};

proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn following_gives_what_judging_anew_gives(
        letter in letters(true),
        moves in moves(),
        waits in vec(0..4u8, 50),
        later in vec(0..12u8, 3),
    ) {
        let entries = play(&moves);
        let mut state = State::new();
        let mut at = entries[0].1.received_at;
        let mut following = Assessor::new(&state, letter.clone(), at);
        for ((entry, envelope), wait) in entries.iter().zip(waits.iter().cycle()) {
            let applied = state.apply(*entry, envelope).unwrap();
            at = envelope.received_at;
            following.update(&state, Some(&applied), at);
            prop_assert_eq!(following.assessment(), &assess(&state, &letter, at));
            if *wait > 0 {
                // Some time passes; the next fact may well have been received earlier than that.
                at = at.plus(hours(i64::from(*wait)));
                following.update(&state, None, at);
                prop_assert_eq!(following.assessment(), &assess(&state, &letter, at));
            }
        }
        for at in instants(&state, &later) {
            following.update(&state, None, at);
            prop_assert_eq!(following.assessment(), &assess(&state, &letter, at));
        }
    }
}
