//! JSON of testssl.sh: the flat list (`--jsonfile`), or the one with sections (`--jsonfile-pretty`).

use serde_json::Value;

use super::collect::{Collector, port};
use super::{Finding, Format, Imported, Mistake, Place, Severity};

pub(super) fn read(text: &str) -> Result<Imported, Vec<Mistake>> {
    let mut found = Collector::new(Format::Testssl);
    let file: Value = match serde_json::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            let line = u32::try_from(error.line()).unwrap_or(u32::MAX);
            return Err(vec![Mistake::new("import.json", Place::Line(line), &error.to_string())]);
        }
    };
    if let Some(list) = file.as_array() {
        for (index, entry) in list.iter().enumerate() {
            let said = entry.get("ip").and_then(Value::as_str).unwrap_or_default();
            take(&mut found, entry, &hosts(said), entry.get("port"), &Place::object(index));
        }
        return found.finish();
    }
    let Some(targets) = file.get("scanResult").and_then(Value::as_array) else {
        return Err(vec![Mistake::new("import.other_format", Place::File, "scanResult")]);
    };
    if let Some(version) = file.get("version").and_then(Value::as_str) {
        found.version(version);
    }
    for (index, target) in targets.iter().enumerate() {
        let place = Place::object(index);
        let text = |name: &str| target.get(name).and_then(Value::as_str).unwrap_or_default();
        let hosts = [text("targetHost"), text("ip")].map(str::to_owned);
        let sections = target.as_object().into_iter().flatten().map(|(_, value)| value);
        for entry in sections.filter_map(Value::as_array).flatten() {
            take(&mut found, entry, &hosts, target.get("port"), &place);
        }
    }
    found.finish()
}

/// `www.nordvik.example/192.0.2.1`: a name, then the address that was looked at.
fn hosts(said: &str) -> [String; 2] {
    let (name, address) = said.split_once('/').unwrap_or((said, ""));
    [name.to_owned(), address.to_owned()]
}

fn take(
    found: &mut Collector,
    entry: &Value,
    hosts: &[String; 2],
    stated: Option<&Value>,
    place: &Place,
) {
    let text = |name: &str| entry.get(name).and_then(Value::as_str).unwrap_or_default();
    let word = text("severity");
    // What the tool says about itself, and what it could not do.
    let aside = ["WARN", "DEBUG"].contains(&word);
    let severity = Severity::from_word(word);
    let (Some(severity), false) = (severity, aside) else {
        if !aside {
            found.mistake("import.severity", place.clone(), word);
        }
        return;
    };
    let number = stated.and_then(Value::as_str).and_then(port);
    let mut names: Vec<String> = Vec::new();
    for host in hosts.iter().filter(|host| !host.is_empty()) {
        let Some(host) = found.host(host, place) else { return };
        if !names.contains(&host) {
            names.push(host);
        }
    }
    if names.is_empty() {
        // Entries about the run have no host, and are no findings.
        return;
    }
    if severity < Severity::Low {
        return;
    }
    for host in names {
        let id = text("id").to_owned();
        let finding = Finding {
            host,
            port: number,
            title: id.clone(),
            id,
            severity,
            seen: text("finding").to_owned(),
        };
        found.finding(finding, place.clone());
    }
}
