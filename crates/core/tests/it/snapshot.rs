//! A state that was written and read gives the same assessments from its last receipt on.

use arvak_core::state::BadSnapshot;
use arvak_core::{Applied, State, assess};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::world::{config, fold, instants, letters, moves, play};

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn what_is_read_back_is_judged_the_same(
        letter in letters(true),
        moves in moves(),
        written_after in 0..50usize,
        later in vec(0..12u8, 3),
    ) {
        let entries = play(&moves);
        let (before, after) = entries.split_at(written_after.min(entries.len()));
        let mut whole = fold(before);
        let mut read = State::from_snapshot(&whole.snapshot()).unwrap();
        prop_assert_eq!(&read.snapshot(), &whole.snapshot());
        for at in instants(&whole, &later) {
            prop_assert_eq!(assess(&read, &letter, at), assess(&whole, &letter, at));
        }
        for (entry, envelope) in after {
            let applied = read.apply(*entry, envelope).unwrap();
            if applied == Applied::NeedsHistory {
                // Then the whole ledger is folded; nothing was changed before it was said.
                prop_assert_eq!(read.size(), whole.size());
                return Ok(());
            }
            prop_assert_eq!(&applied, &whole.apply(*entry, envelope).unwrap());
            for at in instants(&whole, &later) {
                prop_assert_eq!(assess(&read, &letter, at), assess(&whole, &letter, at));
            }
        }
    }

    #[test]
    fn a_changed_snapshot_is_refused(moves in moves(), at in any::<prop::sample::Index>()) {
        let mut bytes = fold(&play(&moves)).snapshot();
        let at = at.index(bytes.len());
        bytes[at] ^= 1;
        prop_assert_eq!(State::from_snapshot(&bytes), Err(BadSnapshot::Damaged));
        prop_assert_eq!(State::from_snapshot(&bytes[..at]), Err(BadSnapshot::Damaged));
    }
}
