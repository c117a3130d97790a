//! What the probes of this crate see and say, on kept transcripts and on servers that others wrote.

#[cfg(test)]
mod judging;
