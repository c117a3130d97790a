//! XML of nmap (`-oX`), as its document type describes it.

use arvak_core::Instant;

use super::collect::{Collector, port};
use super::xml::{Element, Listener, walk};
use super::{Finding, Format, Imported, Mistake, Place, Service, Severity, Transport};

pub(super) fn read(text: &str) -> Result<Imported, Vec<Mistake>> {
    let mut nmap = Nmap { found: Collector::new(Format::Nmap), host: Host::default() };
    if let Err(mistake) = walk(text, &["nmaprun"], &mut nmap) {
        return Err(vec![mistake]);
    }
    nmap.found.finish()
}

struct Nmap {
    found: Collector,
    host: Host,
}

/// What was read of the host that is open.
#[derive(Default)]
struct Host {
    up: bool,
    addresses: Vec<String>,
    names: Vec<String>,
    ports: Vec<(Service, Place)>,
    findings: Vec<(Option<u16>, String, String, Place)>,
    /// The port that is open.
    port: Option<(u16, Transport, bool)>,
    product: Option<String>,
    version: Option<String>,
}

impl Listener for Nmap {
    fn begins(&mut self, path: &[Element], place: Place) {
        let Some(element) = path.last() else { return };
        match (path.len(), element.name.as_str()) {
            (1, _) => {
                self.found.version(element.attribute("version"));
                let seconds = element.attribute("start").parse::<i64>().ok();
                self.found.at(seconds.and_then(|s| s.checked_mul(1000)).map(Instant::from_millis));
            }
            (2, "host") => self.host = Host::default(),
            (3, "status") => self.host.up = element.attribute("state") == "up",
            (3, "address") if element.attribute("addrtype") != "mac" => {
                self.host.addresses.push(element.attribute("addr").to_owned());
            }
            (4, "hostname") if element.attribute("type") == "user" => {
                self.host.names.push(element.attribute("name").to_owned());
            }
            (4, "port") => {
                let transport = match element.attribute("protocol") {
                    "udp" => Transport::Udp,
                    "tcp" => Transport::Tcp,
                    // Others have no ports that anybody could close.
                    _ => return,
                };
                match port(element.attribute("portid")) {
                    Some(port) => self.host.port = Some((port, transport, false)),
                    None => {
                        self.found.mistake("import.no_port", place, element.attribute("portid"));
                    }
                }
            }
            (5, "state") => {
                if let Some((_, _, open)) = &mut self.host.port {
                    *open = element.attribute("state") == "open";
                }
            }
            (5, "service") => {
                let product = element.attribute("product");
                let name = element.attribute("name");
                let product = if product.is_empty() { name } else { product };
                self.host.product = Some(product.to_owned());
                self.host.version = Some(element.attribute("version").to_owned());
            }
            (4 | 5, "script") => {
                let output = element.attribute("output");
                // The scripts' own library writes the state so; one that is not vulnerable says `NOT`.
                if output.contains("VULNERABLE") && !output.contains("NOT VULNERABLE") {
                    let port = self.host.port.map(|(port, ..)| port).filter(|_| path.len() == 5);
                    let id = element.attribute("id").to_owned();
                    self.host.findings.push((port, id, output.to_owned(), place));
                }
            }
            _ => {}
        }
    }

    fn ends(&mut self, path: &[Element], place: Place) {
        match path.last().map(|element| (path.len(), element.name.as_str())) {
            Some((4, "port")) => {
                let (product, version) = (self.host.product.take(), self.host.version.take());
                if let Some((port, transport, true)) = self.host.port.take() {
                    let host = String::new();
                    let service = Service { host, port, transport, product, version };
                    self.host.ports.push((service, place));
                }
            }
            Some((2, "host")) => self.tell(&place),
            _ => {}
        }
    }
}

impl Nmap {
    /// Tells a host under its address, and under the name that it was asked for by.
    fn tell(&mut self, place: &Place) {
        let host = std::mem::take(&mut self.host);
        if !host.up {
            return;
        }
        if host.addresses.is_empty() {
            self.found.mistake("import.no_host", place.clone(), "");
        }
        for name in host.addresses.iter().chain(&host.names) {
            let Some(name) = self.found.host(name, place) else { continue };
            for (service, place) in &host.ports {
                let service = Service { host: name.clone(), ..service.clone() };
                self.found.service(service, place.clone());
            }
            for (port, id, output, place) in &host.findings {
                let finding = Finding {
                    host: name.clone(),
                    port: *port,
                    id: id.clone(),
                    severity: Severity::High,
                    title: id.clone(),
                    seen: output.clone(),
                };
                self.found.finding(finding, place.clone());
            }
        }
    }
}
