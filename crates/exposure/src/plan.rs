//! Which checks the inventory calls for.

use arvak_core::fact::Value;
use arvak_core::state::{EntityView, State};
use arvak_core::{EntityId, Name};
use arvak_probe::{Check, Host, Look, Purpose};

/// A check of every domain.
pub(crate) fn domains(state: &State, probe: &str) -> Vec<Check> {
    let Ok(probe) = probe.parse::<Name>() else { return Vec::new() };
    let check = |domain: EntityView<'_>| {
        let host = host_of(&domain)?;
        Some(Check {
            probe: probe.clone(),
            subject: domain.id().clone(),
            domain: host.to_string(),
            host,
            port: None,
            look: Look::Public,
        })
    };
    state.entities_of("domain").filter_map(check).collect()
}

/// A check of every endpoint of that kind; `usual_port` is the port when the inventory names none.
pub(crate) fn endpoints(state: &State, kind: &str, probe: &str, usual_port: u16) -> Vec<Check> {
    let Ok(probe) = probe.parse::<Name>() else { return Vec::new() };
    let declared: Vec<Host> =
        state.entities_of("domain").filter_map(|domain| host_of(&domain)).collect();
    let check = |endpoint: EntityView<'_>| {
        let host = host_of(&endpoint)?;
        let port = port_of(&endpoint);
        if !is_kind(&endpoint, kind, port, usual_port) {
            return None;
        }
        let port = port.unwrap_or(usual_port);
        Some(Check {
            probe: probe.clone(),
            subject: endpoint.id().clone(),
            domain: domain_of(state, &endpoint, &host, &declared),
            host,
            port: Some(port),
            look: look_at(kind, port),
        })
    };
    state.entities_of("endpoint").filter_map(check).collect()
}

/// Every endpoint that is not retired, with its host.
pub fn endpoint_hosts(state: &State) -> Vec<(EntityId, Host)> {
    let listed = state.entities_of("endpoint").filter(|one| !one.is_retired());
    listed.filter_map(|one| Some((one.id().clone(), host_of(&one)?))).collect()
}

/// The same checks, for looks that are more than a visit at any port.
pub(crate) fn proved(checks: impl IntoIterator<Item = Check>) -> Vec<Check> {
    checks.into_iter().map(|check| Check { look: Look::Proved, ..check }).collect()
}

/// What looking at a port in that way needs.
pub(crate) fn look_at(kind: &str, port: u16) -> Look {
    if kind == "https" { Purpose::Https.look(port) } else { Purpose::Other.look(port) }
}

/// The `host` attribute; without one the slug, when that is a host name.
fn host_of(thing: &EntityView<'_>) -> Option<Host> {
    match thing.attribute("host").map(|attribute| &attribute.value) {
        Some(Value::Host(host)) => host.as_str().parse().ok(),
        Some(_) => None,
        None => thing.id().slug().parse().ok().filter(|host: &Host| host.as_str().contains('.')),
    }
}

fn port_of(endpoint: &EntityView<'_>) -> Option<u16> {
    match endpoint.attribute("port")?.value {
        Value::Int(port) => u16::try_from(port).ok().filter(|port| *port > 0),
        _ => None,
    }
}

/// An endpoint whose kind nobody has written is taken for what its port says.
fn is_kind(endpoint: &EntityView<'_>, kind: &str, port: Option<u16>, usual_port: u16) -> bool {
    match endpoint.attribute("kind").map(|attribute| &attribute.value) {
        Some(Value::Word(word)) => word.as_str() == kind,
        _ => port == Some(usual_port),
    }
}

/// The domain that the inventory puts the endpoint in; else the longest that holds its host.
fn domain_of(state: &State, endpoint: &EntityView<'_>, host: &Host, declared: &[Host]) -> String {
    let related = endpoint.related("in_domain");
    let related = related.first().and_then(|id| state.entity(id)).and_then(|d| host_of(&d));
    let holding = || {
        let holders = declared.iter().filter(|domain| host.is_within(domain.as_str()));
        holders.max_by_key(|domain| domain.as_str().len()).cloned()
    };
    related.or_else(holding).unwrap_or_else(|| host.clone()).to_string()
}
