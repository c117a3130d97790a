//! Law 3: time alone betters nothing.

use arvak_core::{Instant, assess};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{config, fold, hours, instants, letters, moves, play, worse};

proptest! {
    #![proptest_config(config(150))]

    #[test]
    fn a_later_instant_never_betters(
        letter in letters(true),
        moves in moves(),
        later in vec(0..15u8, 4),
    ) {
        let state = fold(&play(&moves));
        let mut instants = instants(&state, &later);
        instants.sort_unstable();
        for pair in instants.windows(2) {
            let before = assess(&state, &letter, pair[0]);
            let after = assess(&state, &letter, pair[1]);
            prop_assert_eq!(worse(&after, &before), Vec::<String>::new());
        }
    }

    #[test]
    fn a_status_lasts_until_it_says(letter in letters(true), moves in moves()) {
        let state = fold(&play(&moves));
        let now = state.last_received().unwrap();
        let assessment = assess(&state, &letter, now);
        // A claim that stops being about nothing, or begins to apply, is another matter.
        for (place, claim) in assessment.claims().enumerate() {
            for (which, subject) in claim.subjects.iter().enumerate() {
                let then = |at| {
                    let later = assess(&state, &letter, at);
                    let claim = later.claims().nth(place).unwrap();
                    claim.subjects.get(which).map(|subject| subject.state)
                };
                let Some(end) = subject.expires_at else {
                    prop_assert_eq!(then(now.plus(hours(1_000))), Some(subject.state));
                    continue;
                };
                prop_assert!(end > now);
                let just_before = Instant::from_millis(end.as_millis() - 1);
                prop_assert_eq!(then(just_before), Some(subject.state));
                prop_assert!(then(end) < Some(subject.state), "at the instant it has ended");
            }
        }
    }
}
