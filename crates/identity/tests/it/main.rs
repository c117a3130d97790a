//! Identity from the outside.

#[cfg(test)]
mod passkeys;
