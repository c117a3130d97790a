//! Masking.
use super::Event;
/// Masks.
pub fn event(_event: &mut Event) {}
