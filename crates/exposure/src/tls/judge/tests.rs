//! Judgements over answers that are made by hand.
