//! Bytes from outside against every parser.
//!
//! Each target is a test in `tests/it/` and runs with the others, on random bytes and on valid input
//! that was changed. `cargo bolero test -p arvak-fuzz NAME` runs one of them for as long as wanted, led
//! by coverage. A target says more than "no panic" where there is more to say: what is accepted reads
//! again as the same, what is refused says why, and nothing forged is taken.
