use crate::{HISTORY, history};

#[test]
fn the_history_can_be_played() {
    let events = history(HISTORY).unwrap();
    assert!(events.windows(2).all(|pair| pair[0].day <= pair[1].day));
}
