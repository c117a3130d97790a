//! What goes between home and a worker outside, and nothing else: the errand that home signs, the package that comes back, and
//! how a worker asks. Pure: no file, no network, no clock.
//!
//! All three are signed notes (C2SP signed-note) of one heading and one line of JSON. The heading keeps one kind of note from
//! being taken for another; a reader looks at nothing below it before the signature holds.

mod errand;
mod package;

pub use arvak_ledger::{Key, PublicKey};
pub use errand::{CHECKS_MAX, Errand, HOLDS};
pub use package::{PACKAGE_BYTES_MAX, Package, asking, is_asking};

use arvak_ledger::note;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A note of that heading and content.
fn signed(heading: &str, content: &impl Serialize, key: &Key) -> serde_json::Result<String> {
    let json = serde_json::to_string(content)?;
    Ok(note::sign(&format!("{heading}\n{json}\n"), key))
}

/// What stands below the heading of a note that is signed.
fn below<T: DeserializeOwned>(heading: &str, text: &str) -> Result<T, String> {
    let json = text.strip_prefix(heading).and_then(|rest| rest.strip_prefix('\n'));
    let json = json.ok_or_else(|| format!("it does not begin with `{heading}`"))?;
    serde_json::from_str(json).map_err(|error| error.to_string())
}
