//! Reports of `OpenVAS` and Greenbone as XML: `report/results/result`, at whatever depth the report stands.

use super::collect::{Collector, port};
use super::xml::{Element, Listener, walk};
use super::{Finding, Format, Imported, Mistake, Place, Severity};

pub(super) fn read(text: &str) -> Result<Imported, Vec<Mistake>> {
    let mut openvas = OpenVas { found: Collector::new(Format::OpenVas), result: None };
    let roots = ["report", "get_reports_response", "get_results_response"];
    if let Err(mistake) = walk(text, &roots, &mut openvas) {
        return Err(vec![mistake]);
    }
    openvas.found.finish()
}

struct OpenVas {
    found: Collector,
    result: Option<(usize, Outcome)>,
}

/// What was read of the result that is open.
#[derive(Default)]
struct Outcome {
    host: String,
    port: String,
    oid: String,
    name: String,
    severity: Option<f64>,
    threat: String,
    description: String,
}

impl Listener for OpenVas {
    fn begins(&mut self, path: &[Element], _place: Place) {
        let Some(element) = path.last() else { return };
        let parent = path.len().checked_sub(2).and_then(|at| path.get(at));
        let is_result = element.name == "result" && parent.is_some_and(|p| p.name == "results");
        if is_result {
            self.result = Some((path.len(), Outcome::default()));
        }
        if let Some((depth, outcome)) = &mut self.result
            && path.len() == *depth + 1
            && element.name == "nvt"
        {
            element.attribute("oid").clone_into(&mut outcome.oid);
        }
    }

    fn ends(&mut self, path: &[Element], place: Place) {
        let Some(element) = path.last() else { return };
        let text = element.text.trim();
        if let Some((depth, outcome)) = &mut self.result {
            if path.len() == *depth + 1 {
                match element.name.as_str() {
                    "host" => text.clone_into(&mut outcome.host),
                    "port" => text.clone_into(&mut outcome.port),
                    "name" => text.clone_into(&mut outcome.name),
                    "threat" => text.clone_into(&mut outcome.threat),
                    "severity" => outcome.severity = text.parse().ok(),
                    "description" => text.clone_into(&mut outcome.description),
                    _ => {}
                }
                return;
            }
            if path.len() != *depth {
                return;
            }
        } else {
            self.about(path, text);
            return;
        }
        if let Some((_, outcome)) = self.result.take() {
            self.tell(outcome, place);
        }
    }
}

impl OpenVas {
    fn about(&mut self, path: &[Element], text: &str) {
        let names: Vec<&str> = path.iter().rev().take(2).map(|element| &*element.name).collect();
        match names.as_slice() {
            ["scan_start", "report"] => self.found.at(text.parse().ok()),
            // The version of the report's format is the only one that it says.
            ["version", "gmp"] => self.found.version(text),
            ["ip", "host"] => {
                // A host that was looked at stands here, with findings or without.
                self.found.host(text, &Place::File);
            }
            _ => {}
        }
    }

    fn tell(&mut self, outcome: Outcome, place: Place) {
        let Some(host) = self.found.host(&outcome.host, &place) else { return };
        // A severity below zero says that the test itself failed, or that somebody set it aside.
        let severity = match outcome.severity {
            Some(score) => Some(Severity::from_score(score)),
            None => Severity::from_word(&outcome.threat),
        };
        let Some(severity) = severity else {
            self.found.mistake("import.severity", place, &outcome.threat);
            return;
        };
        let number = outcome.port.split('/').next().and_then(port);
        let finding = Finding {
            host,
            port: number,
            id: outcome.oid,
            severity,
            title: outcome.name,
            seen: outcome.description,
        };
        self.found.finding(finding, place);
    }
}
