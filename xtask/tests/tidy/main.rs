//! The few things about the text of the repository that are worth enforcing.

mod links;
mod purity;
mod text;
