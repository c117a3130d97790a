//! Which packages are built, and which of them a package reaches.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;

use crate::root;

/// A package that is built on this platform.
#[derive(Clone, Debug)]
pub struct Package {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// The SPDX expression of its licence; empty when it gives none.
    pub licence: String,
}

/// All packages of `Cargo.lock` that are built on this platform.
pub fn packages() -> anyhow::Result<Vec<Package>> {
    let platform = format!("--filter-platform={}-unknown-linux-gnu", std::env::consts::ARCH);
    let output = cargo(&["metadata", "--format-version", "1", &platform])?;
    let metadata: Value = serde_json::from_str(&output)?;
    resolved(&metadata).context("cargo metadata gave another shape than expected")
}

/// What is listed but not in the resolved graph belongs to another platform.
fn resolved(metadata: &Value) -> Option<Vec<Package>> {
    let text = |value: &Value, name: &str| Some(value.get(name)?.as_str()?.to_owned());
    let nodes = metadata.pointer("/resolve/nodes")?.as_array()?.iter();
    let ids: BTreeSet<_> = nodes.filter_map(|node| text(node, "id")).collect();
    let mut packages = Vec::new();
    for package in metadata.get("packages")?.as_array()? {
        if ids.contains(&text(package, "id")?) {
            let licence = text(package, "license").unwrap_or_default();
            let (name, version) = (text(package, "name")?, text(package, "version")?);
            packages.push(Package { name, version, licence });
        }
    }
    Some(packages)
}

/// Names that stand there in more than one version, with the versions.
pub fn duplicates(packages: &[Package]) -> Vec<(String, Vec<String>)> {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for package in packages {
        versions.entry(package.name.clone()).or_default().push(package.version.clone());
    }
    versions.into_iter().filter(|(_, versions)| versions.len() > 1).collect()
}

/// The tree of everything that the package `name` needs in order to run, one on a line. Its features
/// are those that it asks for itself, whatever others in the workspace ask for.
pub fn tree(name: &str) -> anyhow::Result<String> {
    cargo(&["tree", "-e", "normal", "--prefix", "none", "-p", name])
}

/// The packages among `banned` that stand in a tree.
pub fn reaches<'a>(tree: &str, banned: &[&'a str]) -> Vec<&'a str> {
    let names: BTreeSet<_> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    banned.iter().copied().filter(|banned| names.contains(banned)).collect()
}

fn cargo(args: &[&str]) -> anyhow::Result<String> {
    let cargo = option_env!("CARGO").unwrap_or("cargo");
    let mut command = Command::new(cargo);
    let output = command.args(args).args(["--offline", "--locked"]).current_dir(root()).output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?)
}
