//! Names of the own domain that a look came across: a host that is found and stands in no inventory is a
//! finding.

use std::collections::BTreeSet;

use arvak_probe::{Event, Host, Transcript};

use super::leaf;
use super::place::Place;
use crate::bytes::Base64;

/// Most names that are given.
const NAMES_MAX: usize = 1_000;

/// The hosts inside the declared domain that a transcript names besides the one that was looked at: where
/// redirects lead, what pages load, and for whom certificates are made out. Wildcards name no host.
pub(crate) fn names_seen(transcript: &Transcript) -> BTreeSet<Host> {
    let mut names = BTreeSet::new();
    for text in transcript.events().flat_map(texts) {
        let Ok(host) = text.parse::<Host>() else { continue };
        let is_own = host.address().is_none() && host.is_within(&transcript.domain);
        if is_own && host != transcript.host && names.len() < NAMES_MAX {
            names.insert(host);
        }
    }
    names
}

/// Everything in an event that may be a host of ours.
fn texts(event: &Event) -> Vec<String> {
    let host = |url: &str| Place::parse(url).map(|place| place.host);
    let locations = |headers: &[(String, String)]| {
        let locations = headers.iter().filter(|(name, _)| name == "location");
        locations.filter_map(|(_, value)| host(value)).collect()
    };
    match event {
        Event::Redirect { location, .. } => host(location).into_iter().collect(),
        Event::Http { headers, .. } => locations(headers),
        Event::WebAsked(asked) => locations(&asked.headers),
        Event::Page(page) => {
            let attributes = page.elements.iter().flat_map(|element| &element.attributes);
            let addresses = attributes.filter(|(name, _)| name != "content");
            let page = Place::parse(&page.url);
            let follow = |address: &String| page.as_ref()?.follow(address).map(|place| place.host);
            addresses.filter_map(|(_, address)| follow(address)).collect()
        }
        Event::Tls(seen) => {
            let leaf = seen.chain_der.first().and_then(|der| Base64::try_from(der.clone()).ok());
            leaf.map(|der| leaf::names(&der.0)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}
