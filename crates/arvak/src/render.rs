//! What people read in a terminal. Nothing here decides anything: it says what core found.

pub(crate) mod callout;
pub(crate) mod changes;
pub(crate) mod colour;
pub(crate) mod columns;
pub(crate) mod demo;
pub(crate) mod explain;
pub(crate) mod guide;
pub(crate) mod judged;
pub(crate) mod letters;
pub(crate) mod looked;
pub(crate) mod progress;
pub(crate) mod status;
pub(crate) mod story;
pub(crate) mod tried;

pub(crate) use colour::Paint;
