//! Services that meet the internet and should not.

mod checks;

pub(crate) use checks::CHECKS;
