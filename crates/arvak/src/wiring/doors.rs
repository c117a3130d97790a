//! Where a run may look, and how it gets there: the scope gate's lists and the door `Net`.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use arvak_core::fact::Value;
use arvak_core::state::{EntityView, State};
use arvak_core::{EntityId, Instant, Name};
use arvak_exposure::TrustAnchor;
use arvak_probe::{Clock, Limits, Net, NetBuilder, ResolverConfig, Roots, Scope, Stop};
use arvak_store::Operation;
use arvak_web::{Vantage, Way};

use super::{control, hours};
use crate::cli::Doors;
use crate::exit::BadInput;
use crate::settings::Settings;

/// What may be looked at, as the ledger knows it: domains that were declared by listing them, and
/// those over which control was shown not long ago; of some, only the web server's own name.
pub(crate) fn scope(state: &State, now: Instant) -> Scope {
    let mut scope = Scope::default();
    for domain in state.entities_of("domain") {
        let host = host_of(&domain);
        let is_shown = |way: Way| control::shown(state, domain.id(), way, now).is_some();
        if is_shown(Way::Record) || is_shown(Way::Mail) {
            scope.proved.insert(host.clone());
        }
        if is_shown(Way::File) {
            scope.hosts.insert(host.clone());
        }
        scope.declared.insert(host);
    }
    scope
}

/// The listed domains, as host names.
pub(crate) fn domains(state: &State) -> Vec<String> {
    state.entities_of("domain").map(|domain| host_of(&domain)).collect()
}

/// The listed domains over which control is proved at `now`.
pub(crate) fn proved(state: &State, now: Instant) -> Vec<String> {
    scope(state, now).proved.into_iter().collect()
}

/// The hosts of everything that is listed as meeting the internet.
pub(crate) fn hosts(state: &State) -> BTreeSet<String> {
    let all = ["endpoint", "domain"].into_iter().flat_map(|kind| state.entities_of(kind));
    all.map(|entity| host_of(&entity)).collect()
}

pub(crate) fn host_of(domain: &EntityView<'_>) -> String {
    match domain.attribute("host").map(|attribute| &attribute.value) {
        Some(Value::Host(host)) => host.to_string(),
        _ => domain.id().slug().to_owned(),
    }
}

/// The domain of that name in the inventory.
pub(crate) fn domain_named(state: &State, name: &str) -> Option<EntityId> {
    let found = state.entities_of("domain").find(|domain| host_of(domain) == name);
    found.map(|domain| domain.id().clone())
}

/// The scope of a single look: the target, and what the operator allows on the command line.
pub(crate) fn scope_of_target(host: &str) -> Scope {
    Scope { declared: BTreeSet::from([host.to_owned()]), ..Scope::default() }
}

/// Builds the door.
pub(crate) fn open(
    settings: &Settings,
    flags: &Doors,
    scope: Scope,
    stop: Stop,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Net> {
    open_within(settings, flags, scope, stop, clock, Limits::default())
}

/// The same with limits of its own.
pub(crate) fn open_within(
    settings: &Settings,
    flags: &Doors,
    mut scope: Scope,
    stop: Stop,
    clock: Arc<dyn Clock>,
    limits: Limits,
) -> anyhow::Result<Net> {
    let file = &settings.file.net;
    scope.allow.extend(flags.allow.iter().chain(&file.allow).copied());
    // An errand may bring an end of its own.
    scope.until = scope.until.into_iter().chain(hours::until(file, clock.now())?).min();
    let resolver = match (&flags.resolver, &file.resolver) {
        (given, _) if !given.is_empty() => ResolverConfig(given.clone()),
        (_, configured) if !configured.is_empty() => ResolverConfig(configured.clone()),
        _ => ResolverConfig::system(),
    };
    let roots = roots(settings, flags)?;
    let trust_anchor = file.trust_anchor.as_ref().map(|path| anchor(&settings.data.join(path)));
    let trust_anchor = trust_anchor.transpose()?;
    let (connect, reroute) = (file.connect.clone(), file.reroute.clone());
    let builder =
        NetBuilder { scope, resolver, trust_anchor, connect, reroute, roots, limits, stop };
    Ok(builder.build(clock))
}

/// The certificate authorities that are trusted.
pub(crate) fn roots(settings: &Settings, flags: &Doors) -> anyhow::Result<Roots> {
    match (&flags.roots, &settings.file.net.roots) {
        (Some(path), _) => pem(path),
        (None, Some(path)) => pem(&settings.data.join(path)),
        (None, None) => Ok(Roots::Native),
    }
}

/// From where probes of this data folder look: as `arvak.toml` says, or else as was chosen on a page.
pub(crate) async fn vantage_of(settings: &Settings, operation: &Operation) -> anyhow::Result<Name> {
    if settings.file.vantage.is_some() {
        return vantage(settings);
    }
    let chosen = arvak_web::chosen_vantage(operation).await?;
    Ok(chosen.name().parse()?)
}

/// From where probes look, as far as `arvak.toml` says it.
pub(crate) fn vantage(settings: &Settings) -> anyhow::Result<Name> {
    let name = settings.file.vantage.as_deref().unwrap_or(Vantage::Unstated.name());
    name.parse().map_err(|error: arvak_core::id::BadId| BadInput(error.to_string()).into())
}

/// A file with trust anchors, when it holds some.
fn anchor(path: &Path) -> anyhow::Result<Arc<str>> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| BadInput(format!("{}: {error}", path.display())))?;
    let read: Result<TrustAnchor, _> = text.parse();
    read.map_err(|error| BadInput(format!("{}: {error}", path.display())))?;
    Ok(text.into())
}

fn pem(path: &Path) -> anyhow::Result<Roots> {
    let text = std::fs::read_to_string(path)
        .map_err(|error| BadInput(format!("{}: {error}", path.display())))?;
    let roots = Roots::Pem(text.into());
    roots.store().map_err(|error| BadInput(format!("{}: {error}", path.display())))?;
    Ok(roots)
}
