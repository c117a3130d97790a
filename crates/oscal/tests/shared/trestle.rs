//! compliance-trestle as a judge: the program that others read OSCAL with.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What trestle says of the OSCAL files of a folder, a line each, and whether it took all of them. Nothing when it is not
/// installed, which is said.
pub(crate) fn trestle(folder: &Path) -> Option<(bool, String)> {
    // What `scripts/test-tools` makes, or the system's.
    let python = std::env::var_os("ARVAK_PYTHON").map_or_else(|| "python3".into(), PathBuf::from);
    let known = Command::new(&python).args(["-c", "import trestle"]).output();
    if !known.is_ok_and(|output| output.status.success()) {
        println!(
            "SKIPPED: compliance-trestle is not installed; no other program read the OSCAL files"
        );
        return None;
    }
    let script = include_str!("../trestle.py");
    let output = Command::new(&python).args(["-c", script]).arg(folder).output().unwrap();
    let told = [output.stdout, output.stderr].concat();
    Some((output.status.success(), String::from_utf8_lossy(&told).into_owned()))
}
